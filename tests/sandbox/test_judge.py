"""The judge: a spec's expressions, evaluated with known results of the program's functions."""

from collections.abc import Sequence

import pytest

from lift_server.checks.sandbox import (
    Call,
    Died,
    Failed,
    Items,
    Judged,
    Limits,
    Needs,
    Opaque,
    Outcome,
    Question,
    Raised,
    Record,
    Returned,
    Sandbox,
    TimedOut,
    Value,
)

Known = Sequence[tuple[Call, Outcome]]


async def check_answer(
    sandbox: Sandbox, expression: str, expected: Judged, known: Known = (), prelude: str = "", **bindings: object
) -> None:
    async with sandbox.judge(["f", "g"], prelude, Limits(stall=0.2)) as judge:
        assert await judge.ask([Question(expression, tuple(bindings.items()))], known) == (expected,)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 1 == 2", Value(True, ("2", "2"))),
        ("[1] == [1.5]", Value(False, ("[1]", "[1.5]"))),
        ("'a' in 'abc'", Value(True, ("'a'", "'abc'"))),
        ("None is not None", Value(False, ("None", "None"))),
        ("1 < 2 < 3", Value(True)),
        ("not []", Value(True)),
        ("math.floor(2.5) > 1", Value(True, ("2", "1"))),
        ("approx(0.3) == 0.1 + 0.2", Value(True, ("approx(0.3 ± 3.0e-07)", "0.30000000000000004"))),
        ("len('x' * 999) and 'x' * 999 == ''", Value(False)),
    ],
)
async def test_expressions_have_values_and_sides(sandbox: Sandbox, expression: str, expected: Judged) -> None:
    await check_answer(sandbox, expression, expected)


async def test_names_are_bound_and_shadow_everything(sandbox: Sandbox) -> None:
    await check_answer(sandbox, "[n, math, f] == [1, 2, 3]", Value(True, ("[1, 2, 3]",) * 2), n=1, math=2, f=3)


async def test_a_call_with_a_known_result_returns_it(sandbox: Sandbox) -> None:
    known = [(Call("f", (1,)), Returned([1])), (Call("g", (), (("a", 1), ("b", 2))), Returned(5))]
    await check_answer(sandbox, "f(1) + [2] == [1, 2]", Value(True, ("[1, 2]", "[1, 2]")), known)
    await check_answer(sandbox, "g(b=2, a=1) == 5", Value(True, ("5", "5")), known)


async def test_an_unknown_call_is_needed_as_it_is_written(sandbox: Sandbox) -> None:
    await check_answer(sandbox, "f([1, 2], key='k') == 3", Needs((Call("f", ([1, 2],), (("key", "k"),)),)))


async def test_calls_are_told_apart_by_exact_type(sandbox: Sandbox) -> None:
    known = [(Call("f", (1,)), Returned("int"))]
    await check_answer(sandbox, "f(True) == 'int'", Needs((Call("f", (True,)),)), known)
    await check_answer(sandbox, "f(1.0) == 'int'", Needs((Call("f", (1.0,)),)), known)


async def test_each_call_returns_a_fresh_value(sandbox: Sandbox) -> None:
    known = [(Call("f"), Returned([2, 1]))]
    await check_answer(sandbox, "[f().sort(), f()] == [None, [2, 1]]", Value(True, ("[None, [2, 1]]",) * 2), known)


async def test_an_exception_of_the_program_passes_through(sandbox: Sandbox) -> None:
    raised = Raised(("Own", "ValueError", "Exception", "BaseException"), "bad")
    await check_answer(
        sandbox, "f(1) + 1 == 2", Failed(raised.names, "bad", by_program=True), [(Call("f", (1,)), raised)]
    )


async def test_an_exception_of_the_expression_is_its_own(sandbox: Sandbox) -> None:
    names = ("ZeroDivisionError", "ArithmeticError", "Exception", "BaseException")
    await check_answer(sandbox, "1 / 0 == 1", Failed(names, "division by zero"))


async def test_a_call_that_never_ended_fails_the_expression(sandbox: Sandbox) -> None:
    known = [(Call("f", (1,)), TimedOut(0.3))]
    await check_answer(sandbox, "f(1) == 1", Failed(("TimedOut",), "the call did not end within 0.3 s", True), known)


async def test_records_compare_and_read_by_structure(sandbox: Sandbox) -> None:
    point, pair = Record("P", (("x", 1),)), Record("N", (("a", 1), ("b", 2)), is_tuple=True)
    known = [(Call("f"), Returned(point)), (Call("g"), Returned(pair))]
    await check_answer(sandbox, "f().x == 1", Value(True, ("1", "1")), known)
    await check_answer(sandbox, "f() == f()", Value(True, ("P(x=1)", "P(x=1)")), known)
    await check_answer(sandbox, "g() == (1, 2) and g().a == 1", Value(True), known)
    await check_answer(sandbox, "f(f())", Needs((Call("f", (point,)),)), known)


async def test_an_opaque_value_equals_nothing(sandbox: Sandbox) -> None:
    known = [(Call("f"), Returned(Opaque("Thing")))]
    await check_answer(sandbox, "f() == f()", Value(False, ("<Thing>", "<Thing>")), known)


async def test_an_iterator_is_an_iterator(sandbox: Sandbox) -> None:
    known = [(Call("f"), Returned(Items((1, 2), True))), (Call("g"), Returned(Items((0,) * 1000, False)))]
    await check_answer(sandbox, "list(f()) == [1, 2]", Value(True, ("[1, 2]", "[1, 2]")), known)
    await check_answer(sandbox, "next(g()) == 0", Value(True, ("0", "0")), known)
    failed = Failed(("TooManyItems",), "only the first 1,000 items of the iterator were computed", True)
    await check_answer(sandbox, "len(list(g())) == 1000", failed, known)


async def test_the_prelude_imports_names(sandbox: Sandbox) -> None:
    half = ("Fraction(1, 2)", "0.5")
    await check_answer(sandbox, "Fraction(1, 2) == 0.5", Value(True, half), prelude="from fractions import Fraction")


@pytest.mark.parametrize(
    ("prelude", "name"),
    [("from numpy import array", "ModuleNotFoundError"), ("x = 1", "ValueError"), ("from", "SyntaxError")],
)
async def test_a_prelude_that_fails_fails_every_question(sandbox: Sandbox, prelude: str, name: str) -> None:
    async with sandbox.judge(["f"], prelude) as judge:
        answers = await judge.ask([Question("1 == 1"), Question("2 == 2")])
    assert [answer.names[0] for answer in answers if isinstance(answer, Failed)] == [name, name]


@pytest.mark.parametrize("expression", ["1 +", "x = 1", "'\0' == 1", "(" * 300 + ")" * 300, "1 == 1 # " + "x" * 5000])
async def test_what_is_no_expression_fails(sandbox: Sandbox, expression: str) -> None:
    async with sandbox.judge([]) as judge:
        (answer,) = await judge.ask([Question(expression)])
    assert isinstance(answer, Failed)
    assert not answer.by_program


async def test_a_question_that_hangs_costs_only_itself(sandbox: Sandbox) -> None:
    async with sandbox.judge([], limits=Limits(stall=0.1)) as judge:
        questions = [Question("1 == 1"), Question("[0 for _ in iter(int, 1)]"), Question("2 == 2")]
        assert await judge.ask(questions) == (Value(True, ("1", "1")), TimedOut(0.1), Value(True, ("2", "2")))


async def test_a_question_that_crashes_costs_only_itself(sandbox: Sandbox) -> None:
    async with sandbox.judge([]) as judge:
        questions = [Question("__import__('os')._exit(3)"), Question("2 == 2")]
        died, answered = await judge.ask(questions)
        assert isinstance(died, Died)
        assert answered == Value(True, ("2", "2"))


@pytest.mark.parametrize(
    "expression",
    ["__import__('os').listdir('/')", "open('/etc/passwd').read()", "__import__('socket').socket()"],
)
async def test_hostile_expressions_reach_nothing(sandbox: Sandbox, expression: str) -> None:
    async with sandbox.judge([]) as judge:
        (answer,) = await judge.ask([Question(expression)])
    assert isinstance(answer, Failed)
    assert {"PermissionError", "ImportError"} & set(answer.names)


async def test_results_known_for_one_question_are_forgotten_in_the_next(sandbox: Sandbox) -> None:
    async with sandbox.judge(["f"]) as judge:
        assert await judge.ask([Question("f() == 1")], [(Call("f"), Returned(1))]) == (Value(True, ("1", "1")),)
        assert await judge.ask([Question("f() == 1")]) == (Needs((Call("f"),)),)


async def test_a_value_too_large_to_bind_is_not_judged(sandbox: Sandbox) -> None:
    async with sandbox.judge([]) as judge:
        questions = [Question("x == 1", (("x", "y" * 10**7),)), Question("1 == 1")]
        assert await judge.ask(questions) == (
            Died("not judged: a value is too large to pass"),
            Value(True, ("1", "1")),
        )
