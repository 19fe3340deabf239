"""From a spec to what a search is asked."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift_server.engines.embedded.boundaries import probes_near
from lift_server.engines.embedded.search.request import Helper, Request, Sketch, Trial, dump, load
from lift_server.engines.embedded.search.types import type_of

from .specs import asked, drafted

HEADER = """\
spec keep(words: list[str], limit: int = 3) -> list[str]
    Keep the words up to the limit of 7 letters or 'x'.
"""


def check_examples(clauses: str, expected: list[tuple[Any, Any]]) -> Request:
    """The examples of a spec with these clauses."""
    request = asked(HEADER + "".join(f"    {line}\n" for line in clauses.strip().splitlines()))
    assert request is not None
    assert list(request.examples) == expected
    return request


def test_examples_are_calls_with_literals_in_the_order_of_the_parameters() -> None:
    check_examples(
        """
example: keep(["a", "bc"], 1) == ["a"]
example: keep(limit=2, words=[]) == []
example: ["d"] == keep(["d"])
example: keep(["e"]) == ["e"] and keep([]) == []
example: keep(["f"] * 2) == ["f", "f"]
example: keep(["g"], -1) == []
""",
        [((["a", "bc"], 1), ["a"]), (([], 2), []), ((["d"], 3), ["d"]), ((["g"], -1), [])],
    )


def test_a_call_without_a_known_result_is_a_probe() -> None:
    request = check_examples(
        "example: keep(['a'], 1) == ['a']\nexample: len(keep(['b'], 2)) == 1", [((["a"], 1), ["a"])]
    )
    assert (["b"], 2) in request.probes


def test_what_raises_is_neither() -> None:
    request = check_examples(
        "example: keep(['a'], 1) == ['a']\nexample: keep(['b'], -2) raises ValueError", [((["a"], 1), ["a"])]
    )
    assert (["b"], -2) not in request.probes


def test_types_words_and_constants_come_along() -> None:
    request = check_examples("example: keep(['a'], 1) == ['a']", [((["a"], 1), ["a"])])
    assert (request.name, request.parameters) == ("keep", ("words", "limit"))
    assert (request.types, request.result) == (("list[str]", "int"), "list[str]")
    assert {"keep", "word", "letter", "up", "or"} <= set(request.stems)
    assert set(request.constants) == {7, "x"}


@pytest.mark.parametrize(
    "text",
    [
        "spec f(n: int) -> int\n    Something.\n",
        "spec f(n: int) -> int\n    Something.\n    example: f(-1) raises ValueError\n",
        "spec f(n: int) -> int\n    Something.\n    example: f(len('abc')) == 3\n",
        "spec f(n: int) -> int\n    Something.\n    example: f(1) == f(2)\n",
        "spec f(n: int) -> int\n    Something.\n    example: f(1, 2) == 3\n",
        "spec f(n: int) -> int\n    Something.\n    example: f(1) == 3\n    example: f(1) == 4\n",
        "spec f(*n: int) -> int\n    Something.\n    example: f(1, 2) == 3\n",
        "spec f(n: float) -> float\n    Something.\n    example: f(1e999) == 1.0\n",
        "spec f() -> int\n    Something.\n    example: f() == 3\n",
        "spec async f(n: int) -> int\n    Something.\n    example: f(1) == 3\n",
        "spec f(n: int) -> Iterator[int]\n    Something.\n    example: f(1) == 3\n",
        "spec f(n: int) -> int\n    Something.\n    effects: random\n    example: f(1) == 3\n",
    ],
)
def test_nothing_is_searched_without_examples_to_search_by(text: str) -> None:
    assert asked(text) is None


@pytest.mark.parametrize(
    ("examples", "header"),
    [
        ("g('abc', 3) == True", "g(text: str, number: int) -> bool"),
        ("g([1, 2]) == 1.5; g([2.5]) == 2.5", "g(numbers: list[float]) -> float"),
        ("g(1, 2) == 3", "g(first_number: int, second_number: int) -> int"),
        ("g({'a': [1]}, key='a') == 1", "g(mapping: dict[str, list[int]], key: str) -> int"),
        ("g([]) == None; g(['a']) == 'a'", "g(texts: list[str]) -> str | None"),
        ("g([]) == []", "g(items: list[Any]) -> list[Any]"),
        ("g((1, 'a')) == (1, 2, 3)", "g(value: tuple[int, str]) -> tuple[int, ...]"),
    ],
)
async def test_examples_alone_show_a_signature(examples: str, header: str) -> None:
    clauses = "".join(f"    example: {item}\n" for item in examples.split("; "))
    draft = await drafted(f"spec g\n    The frobnication of it.\n{clauses}")
    signature = draft.ir.signature
    parameters = ", ".join(f"{item.name}: {item.type}" for item in signature.parameters or ())
    assert f"{signature.name}({parameters}) -> {signature.returns}" == header
    assert not draft.silence
    assert signature.returns_origin.kind == "inferred"


@pytest.mark.parametrize("examples", ["g(1) == 2; g(1, 2) == 3", "g(x) == 2", "g(1) == 'a'; g(2) == 3"])
async def test_examples_that_do_not_agree_show_none(examples: str) -> None:
    clauses = "".join(f"    example: {item}\n" for item in examples.split("; "))
    draft = await drafted(f"spec g\n    The frobnication of it.\n{clauses}")
    assert draft.silence
    assert draft.ir.signature.parameters is None


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(), inner)
        | st.sets(st.integers() | st.text(), max_size=1)  # more of them have no one order
    ),
    max_leaves=8,
)


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=3), st.lists(SCALARS))
def test_a_request_crosses_the_border_as_it_is(calls: list[tuple[Any, Any]], constants: list[Any]) -> None:
    request = Request(
        name="f",
        parameters=("a",),
        types=("any",),
        result="any",
        examples=tuple(((argument,), result) for argument, result in calls),
        probes=tuple((argument,) for argument, _ in calls),
        stems=("a",),
        constants=tuple(constants),
        helpers=(Helper("h", ("T",), "def h(a):\n    return a\n", ("math",), 1),),
        seconds=0.5,
        count=3,
        trials=(Trial("    return a\n", (), settles=True),),
        sketches=(Sketch("operator", "a", "T -> T"),),
    )
    line = dump(request)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert repr(load(line)) == repr(request)


@given(st.binary())
def test_anything_else_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match="no request"):
        load(line)


@given(st.lists(st.tuples(st.lists(st.integers()), st.text(), st.floats(allow_nan=False)), min_size=1, max_size=3))
def test_probes_are_other_calls_of_the_same_types(calls: list[tuple[list[int], str, float]]) -> None:
    probes = probes_near(calls)
    assert len(probes) <= 4
    texts = [repr(probe) for probe in probes]
    assert len(set(texts)) == len(texts)
    assert not set(texts) & {repr(call) for call in calls}
    for probe in probes:
        assert [type_of(value).partition("[")[0] for value in probe] == ["list", "str", "float"]
