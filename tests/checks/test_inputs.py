"""Which calls are tried on a function."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift_ir import IR, Signature, parse_type
from lift_server.checks.inputs import Source, generate_inputs, why_no_inputs
from lift_server.checks.mutations import mutate
from lift_server.checks.values_by_type import conforms, values_of, why_no_values

from .specs import spec

TYPES = (
    "bool", "int", "float", "complex", "str", "bytes", "bytearray", "None", "range", "Decimal", "Fraction", "date",
    "datetime", "time", "timedelta", "datetime.date", "decimal.Decimal", "list", "list[int]", "list[list[float]]",
    "list[list[list[int]]]", "tuple", "tuple[int, str]", "tuple[int, ...]", "dict", "dict[str, int]",
    "dict[tuple[int, str], list[str]]", "set", "set[int]", "frozenset[str]", "int | None", "str | int | list[str]",
    "Literal['a', 1, None]", "Iterable[int]", "Sequence[str]", "Mapping[str, float]", "Any", "object", "Hashable",
    "Collection[bytes]", "deque[int]", "Counter[str]", "OrderedDict[str, int]", "list[Any]", "set[tuple[int, ...]]",
)  # fmt: skip


def check_inputs(header: str, *expected: str, drafted: tuple[str, ...] = (), **clauses: object) -> None:
    """Every call in `expected` is among the inputs of the spec."""
    texts = [item.text for item in generate_inputs(spec(header, **clauses), drafted)]
    missing = [text for text in expected if text not in texts]
    assert not missing, f"{missing} not in {texts}"


@pytest.mark.parametrize("type_text", TYPES)
def test_every_type_has_readable_values_of_that_type(type_text: str) -> None:
    type_expr = parse_type(type_text)
    assert why_no_values(type_expr) == ""
    values = values_of(type_expr)
    assert values
    assert all(conforms(value, type_expr) for value in values)
    inputs = generate_inputs(spec(f"f(x: {type_text}) -> int"))
    assert len(inputs) >= len(values)
    assert all(conforms(item.call.args[0], type_expr) for item in inputs)
    assert all(len(item.text) <= 200 for item in inputs)


@pytest.mark.parametrize("type_text", ["Callable[[int], int]", "Iterator[int]", "Thing", "type", "set[list[int]]"])
def test_types_without_values_are_refused_with_a_reason(type_text: str) -> None:
    ir = spec(f"f(x: {type_text}) -> int")
    assert "parameter `x`" in why_no_inputs(ir)
    assert generate_inputs(ir) == ()


def test_a_refused_parameter_with_a_default_is_left_out() -> None:
    ir = spec("f(n: int, key: Callable[[int], int] = abs) -> int")
    assert why_no_inputs(ir) == ""
    assert {len(item.call.args) for item in generate_inputs(ir)} == {1}


def test_a_name_that_a_module_brings_is_not_the_standard_type() -> None:
    ir = spec("f(x: date) -> int", uses=("shapes.date",))
    assert "no values are known" in why_no_inputs(ir)


def test_a_union_with_a_refused_member_uses_the_others() -> None:
    assert {type(item.call.args[0]) for item in generate_inputs(spec("f(x: int | Thing) -> int"))} == {int}


def test_boundary_values_come_for_every_parameter() -> None:
    check_inputs("f(n: int) -> int", "f(0)", "f(1)", "f(-1)", "f(100)")
    check_inputs("f(s: str, flag: bool) -> int", "f('', False)", "f('a', True)", "f('é', False)")
    check_inputs("f(xs: list[int]) -> int", "f([])", "f([1])", "f([2, 1])", "f([1, 1])")
    check_inputs("f(grid: list[list[int]]) -> int", "f([])", "f([[]])", "f([[1, 1], [0, 2]])")
    check_inputs("f(x: int | None) -> int", "f(None)", "f(0)")


def test_arguments_of_examples_are_inputs() -> None:
    check_inputs(
        "f(a: int, b: int = 2) -> int",
        "f(41)",
        "f(43, 7)",
        "f(44, 8)",
        examples=("f(41) == f(43, b=7) + 1", "len(str(f(b=8, a=44))) == 3"),
    )


def test_arguments_that_are_no_literals_or_do_not_fit_are_left_to_the_judge() -> None:
    ir = spec("f(x) -> int", examples=("f(range(3)) == 1", "f(1, 2, 3) == 1", "f(*[1]) == 2"))
    assert Source.EXAMPLE not in {item.source for item in generate_inputs(ir)}


def test_untyped_parameters_take_the_type_of_the_examples() -> None:
    ir = spec("f(xs, k) -> int", examples=("f([1.5], 'a') == 1", "f([2.5, 1.0], 'b') == 1"))
    for item in generate_inputs(ir):
        xs, k = item.call.args
        assert isinstance(xs, list)
        assert isinstance(k, str)


def test_drafted_calls_are_inputs_and_nonsense_is_dropped() -> None:
    drafted = ("f('xyzzy')", "g(1)", "f(", "f(open('x'))", "f('plugh') == 3", "f(" + "[" * 5_000)
    check_inputs("f(s: str) -> int", "f('xyzzy')", "f('plugh')", drafted=drafted)


def test_numbers_and_quoted_words_of_the_text_are_tried() -> None:
    check_inputs("f(year: int) -> bool", "f(1582)", "f(1581)", "f(1583)", intent="Leap years since 1582.")
    check_inputs("f(n: int) -> bool", "f(37)", "f(36)", "f(38)", requires=("n < 37",))
    check_inputs("f(s: str) -> list[str]", "f('|')", "f('a|b')", intent="Split at '|'.")


def test_nan_and_infinity_are_tried_only_when_the_spec_speaks_of_them() -> None:
    check_inputs("f(x: float) -> float", "f(float('nan'))", "f(float('-inf'))", intent="nan stays nan")
    silent = {item.text for item in generate_inputs(spec("f(x: float) -> float"))}
    assert not any("nan" in text or "inf" in text for text in silent)


def test_every_kind_of_parameter_is_given_its_way() -> None:
    texts = [item.text for item in generate_inputs(spec("f(a: int, /, *rest: str, key: int, **more: float) -> int"))]
    assert all("key=" in text for text in texts)
    assert any(text.startswith("f(1, 'a', 'abc', key=") for text in texts)
    assert any("name=" in text for text in texts)


def test_a_function_without_parameters_has_one_input() -> None:
    assert [item.text for item in generate_inputs(spec("f() -> int"))] == ["f()"]


def test_an_unnamed_spec_or_undecided_parameters_have_no_inputs() -> None:
    assert generate_inputs(IR(intent="x")) == ()
    assert generate_inputs(IR(intent="x", signature=Signature(name="f"))) == ()


def test_inputs_are_deterministic_different_limited_and_simplest_first() -> None:
    ir = spec("f(words: set[str], n: dict[str, list[int]]) -> int", examples=("f({'b', 'a'}, {'x': [1]}) == 1",))
    texts = [item.text for item in generate_inputs(ir, seed=3)]
    assert texts == [item.text for item in generate_inputs(ir, seed=3)]
    assert texts != [item.text for item in generate_inputs(ir, seed=4)]
    assert len(set(texts)) == len(texts) == 80
    assert len(generate_inputs(ir, limit=10)) == 10
    assert len(texts[0]) < len(texts[40]) < len(texts[-1])


@given(st.sampled_from(TYPES), st.randoms(use_true_random=False))
def test_a_mutation_keeps_the_type_and_leaves_the_original_alone(type_text: str, generator: object) -> None:
    type_expr = parse_type(type_text)
    for value in values_of(type_expr):
        before = repr(value)
        assert conforms(mutate(value, type_expr, generator), type_expr)  # type: ignore[arg-type]
        assert repr(value) == before
