"""The function that is put together from an IR and a body: what stands above the body, and that the body is
untouched."""

import doctest
import types

import pytest

from lift_ir import IR, Candidate, Condition, Effect, Example, Parameter, Raises, Signature, parse_type
from lift_ir.clauses import Use
from lift_ir.render import render_function, render_header, render_imports, render_module
from lift_ir.signature import ParameterKind

N = Parameter(name="n", type=parse_type("int"))


def make_ir(returns: str, *examples: str, intent: str = "Twice the number", **more: object) -> IR:
    signature = Signature(name="f", parameters=(N,), returns=parse_type(returns))
    return IR(intent=intent, signature=signature, examples=tuple(Example(text=text) for text in examples), **more)


def check_doctests(ir: IR, body: str, count: int) -> None:
    """The rendered module compiles, and exactly `count` doctests run in it and pass."""
    module = types.ModuleType("rendered")
    exec(render_module(ir, Candidate(body=body, engine="test")), module.__dict__)
    finder = doctest.DocTestFinder().find(module.f, "f", module=False, globs=module.__dict__)
    results = [doctest.DocTestRunner(verbose=False).run(test) for test in finder]
    assert sum(result.attempted for result in results) == count
    assert sum(result.failed for result in results) == 0


@pytest.mark.parametrize(
    ("returns", "body", "example"),
    [
        ("int", "    return n * 2\n", "f(2) == 4"),
        ("float", "    return n * 2.0\n", "f(2) == 4"),
        ("str", "    return 'a\\n\\\\' * n\n", r"f(2) == 'a\n\\a\n\\'"),
        ("None", "    return None\n", "f(2) == None"),
        ("int | None", "    return n\n", "f(2) == 2"),
        ("list[int]", "    return [n, n]\n", "f(2) == [2, 2]"),
        ("tuple[int, str]", "    return (n, 'x')\n", "f(2) == (2, 'x')"),
        ("list[float]", "    return [n / 1, n / 1]\n", "f(2) == [2, 2]"),
        ("dict[str, int]", "    return {'b': 1, 'a': n}\n", "f(2) == {'a': 2, 'b': 1}"),
        ("set[int]", "    return {n, 1}\n", "f(2) == {1, 2}"),
        ("bool", "    return n == 2\n", "not f(3)"),
        ("int", "    return n * 2\n", "f(3) / 2 == 3"),
        ("int", "    return n * 2\n", "f(3)"),
        ("int", "    return n * 2\n", "f(3) and 5"),
        ("int", "    return n * 2\n", "not f(3) or f(1) == 2"),
        ("int", "    return n * 2\n", "f(2) == 4  # twice"),
        ("float", "    return n\n", "f(2) == 2.0"),
        ("list[float]", "    return [n]\n", "f(2) == [2.0]"),
        ("list[int | str]", "    return [n * 1.0]\n", "f(2) == [2]"),
        ("int | float", "    return n / 1\n", "f(2) == 2"),
        ("bytes | bytearray", "    return bytearray(b'a') * n\n", "f(2) == b'aa'"),
        ("str | None", "    return 'a' * n\n", "f(2) == 'aa'"),
        ("str | None", "    return None\n", "f(2) == None"),
        ("tuple[int, ...]", "    return (n, n)\n", "f(2) == (2, 2)"),
        ("str", "    return 'approx'\n", "f(2) == 'approx'"),
        ("str", "    return 'a\\tb'\n", "f(2) == 'a\tb'"),
        ("Decimal", "    return decimal.Decimal(n)\n", "f(2) == decimal.Decimal('2.0')"),
        ("str", "    return str(n)\n", "f(2) == f'{2}'"),
    ],
)
def test_an_example_is_a_doctest_that_passes(returns: str, body: str, example: str) -> None:
    check_doctests(make_ir(returns, example), body, 1)


@pytest.mark.parametrize(
    "example",
    [
        "f(1) == approx(2.0)",
        "f(1) < len(string.ascii_letters)",
        "f(1) == other(1)",
    ],
)
def test_examples_that_a_doctest_cannot_hold_are_left_out(example: str) -> None:
    check_doctests(make_ir("float", example), "    return n * 2.0\n", 0)


def test_a_function_that_is_awaited_or_prints_has_no_doctests() -> None:
    ir = make_ir("int", "f(1) == 1")
    waits = ir.model_copy(update={"signature": ir.signature.model_copy(update={"is_async": True})})
    check_doctests(waits, "    return n\n", 0)
    check_doctests(make_ir("int", "f(1) == 1", effects=(Effect.STDOUT,)), "    print(n)\n    return n\n", 0)


def test_a_literal_stands_alone_below_a_plain_call() -> None:
    function = render_function(make_ir("int", "f(2) == 4", "f(2) + 0 == 4", "f(2)"), "    return n * 2\n")
    assert ">>> f(2)\n    4\n    >>> f(2) + 0 == 4\n    True\n    >>> bool(f(2))\n    True\n" in function


@pytest.mark.parametrize(
    "prose", ["Words:\n\n>>> f(1)\n5", ">>>f(1)", "  >>> f(1)\n  5\nend", "word " * 19 + ">>> f(1)"]
)
def test_a_prompt_in_prose_is_no_doctest(prose: str) -> None:
    check_doctests(make_ir("int", "f(2) == 4", intent=prose), "    return n * 2\n", 1)
    assert "| >>>" in render_function(make_ir("int", intent=prose), "    return n\n")


@pytest.mark.parametrize(
    "prose",
    [
        'Ends in a "quote"',
        'Three """ quotes',
        "A back\\slash",
        "Control \x00 \x1b characters",
        "Line\u2028end",
        "é 漢 🎉",
    ],
)
def test_any_prose_makes_a_docstring(prose: str) -> None:
    check_doctests(make_ir("int", intent=prose), "    return n\n", 0)


def test_the_body_is_untouched() -> None:
    body = "    x = '''\n  odd\n'''   # kept\n    return   n\n"
    assert render_function(make_ir("int"), body).endswith(body)


def test_every_kind_of_parameter_is_printed() -> None:
    kinds = [
        Parameter(name="a", kind=ParameterKind.POSITIONAL_ONLY),
        Parameter(name="b", type=parse_type("int"), default="1"),
        Parameter(name="c", kind=ParameterKind.KEYWORD_ONLY, default="2"),
        Parameter(name="d", kind=ParameterKind.VAR_KEYWORD),
    ]
    header = render_header(IR(signature=Signature(name="f", parameters=tuple(kinds))))
    assert header == "def f(a, /, b: int = 1, *, c=2, **d):\n"


def test_types_bring_their_imports() -> None:
    ir = make_ir("Iterator[Decimal]", uses=(Use(module="shapes", name="Circle"),))
    assert render_imports(ir, ["math"]) == (
        "import decimal",
        "import math",
        "from collections.abc import Iterator",
        "from shapes import Circle",
    )
    assert "-> Iterator[decimal.Decimal]:" in render_header(ir)


def test_a_type_that_the_author_imports_is_not_dotted() -> None:
    ir = make_ir("date", uses=(Use(module="datetime", name="date"),))
    assert render_imports(ir, []) == ("from datetime import date",)
    assert "-> date:" in render_header(ir)


def test_what_is_raised_is_said() -> None:
    ir = make_ir("int", raises=(Raises(exceptions=("ValueError",), condition=Condition(text="n < 0")),))
    assert "Raises ValueError when n < 0." in render_function(ir, "    return n\n")
