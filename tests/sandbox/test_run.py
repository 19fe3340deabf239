"""Programs and their outcomes, as the caller of the sandbox sees them."""

import asyncio
import math
from collections import Counter, OrderedDict, defaultdict, deque
from datetime import date
from decimal import Decimal
from textwrap import dedent

import pytest

from lift_server.checks.sandbox import (
    NOT_RUN,
    Call,
    Died,
    Items,
    Limits,
    Opaque,
    Outcome,
    Program,
    Raised,
    Record,
    Returned,
    Sandbox,
    TimedOut,
    same_outcome,
)


async def check_outcomes(
    sandbox: Sandbox, source: str, calls: list[Call], *expected: Outcome, **options: Limits
) -> None:
    run = await sandbox.run(Program(dedent(source)), calls, **options)
    assert (run.gate, run.load_error) == ((), "")
    assert len(run.outcomes) == len(expected)
    for outcome, wanted in zip(run.outcomes, expected, strict=True):
        assert same_outcome(outcome, wanted), f"{outcome} is not {wanted}"


async def check_value(sandbox: Sandbox, source: str, value: object) -> None:
    await check_outcomes(sandbox, source, [Call("f")], Returned(value))


async def test_one_outcome_per_call_in_order(sandbox: Sandbox) -> None:
    calls = [Call("half", (n,)) for n in range(300)]
    await check_outcomes(sandbox, "def half(n): return n / 2", calls, *[Returned(n / 2) for n in range(300)])


async def test_keyword_arguments_are_passed_by_name(sandbox: Sandbox) -> None:
    source = "def f(a, *, b=2): return [a, b]"
    await check_outcomes(
        sandbox, source, [Call("f", (1,), (("b", 5),)), Call("f", (1,))], Returned([1, 5]), Returned([1, 2])
    )


async def test_an_exception_carries_its_names_and_message(sandbox: Sandbox) -> None:
    source = """
        class Negative(ValueError): pass
        def f(n): raise Negative("below zero")
    """
    names = ("Negative", "ValueError", "Exception", "BaseException")
    await check_outcomes(sandbox, source, [Call("f", (1,))], Raised(names, "below zero"))


@pytest.mark.parametrize("error", ["SystemExit", "KeyboardInterrupt", "GeneratorExit"])
async def test_exceptions_that_end_programs_are_outcomes(sandbox: Sandbox, error: str) -> None:
    await check_outcomes(
        sandbox, f"def f(): raise {error}(3)", [Call("f"), Call("f")], *[Raised((error, "BaseException"), "3")] * 2
    )


async def test_changing_an_argument_is_reported(sandbox: Sandbox) -> None:
    source = """
        def append(xs): xs.append(1); return len(xs)
        def deep(xs): xs[0]["a"] = 2
        def retype(xs): xs[0] = float(xs[0])
        def polite(xs): return sorted(xs)
        def keyword(*, xs): xs.clear()
    """
    calls = [
        Call("append", ([1],)),
        Call("deep", ([{"a": 1}],)),
        Call("retype", ([1],)),
        Call("polite", ([2, 1],)),
        Call("keyword", (), (("xs", {1, 2}),)),
    ]
    await check_outcomes(
        sandbox,
        source,
        calls,
        Returned(2, mutated=True),
        Returned(None, mutated=True),
        Returned(None, mutated=True),
        Returned([1, 2]),
        Returned(None, mutated=True),
    )


async def test_a_changed_argument_is_fresh_for_the_next_call(sandbox: Sandbox) -> None:
    source = "def f(xs): xs.append(0); return len(xs)"
    arguments = ([1, 2],)
    await check_outcomes(sandbox, source, [Call("f", arguments)] * 3, *[Returned(3, mutated=True)] * 3)
    assert arguments == ([1, 2],)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("Counter('aab')", Counter("aab")),
        ("OrderedDict(a=1)", OrderedDict(a=1)),
        ("defaultdict(list, {1: [2]})", defaultdict(None, {1: [2]})),
        ("deque([1, 2], 3)", deque([1, 2], 3)),
        ("{(1, 'a'): {2.5}, None: [True]}", {(1, "a"): {2.5}, None: [True]}),
        ("float('nan')", math.nan),
        ("date(2024, 2, 29)", date(2024, 2, 29)),
        ("Decimal('1.10')", Decimal("1.10")),
        ("7 ** 5000", 7**5000),
        ("'\\udc80'", "\udc80"),
    ],
)
async def test_values_arrive_as_their_exact_types(sandbox: Sandbox, expression: str, value: object) -> None:
    imports = "from collections import *\nfrom datetime import date\nfrom decimal import Decimal\n"
    await check_value(sandbox, f"{imports}def f(): return {expression}", value)


async def test_dataclasses_and_named_tuples_arrive_by_structure(sandbox: Sandbox) -> None:
    source = """
        from dataclasses import dataclass
        from typing import NamedTuple
        @dataclass(frozen=True)
        class Point:
            x: int
            y: int
        class Pair(NamedTuple):
            a: int
            b: str
        def point(): return Point(1, 2)
        def pair(): return Pair(1, "x")
        def total(p): return p.x + p.y
    """
    point = Record("Point", (("x", 1), ("y", 2)))
    await check_outcomes(
        sandbox,
        source,
        [Call("point"), Call("pair"), Call("total", (point,))],
        Returned(point),
        Returned(Record("Pair", (("a", 1), ("b", "x")), is_tuple=True)),
        Returned(3),
    )


@pytest.mark.parametrize(
    ("result", "type_name"),
    [
        ("object()", "object"),
        ("len", "builtin_function_or_method"),
        ("int", "type"),
        ("Own()", "Own"),
        ("Int(3)", "Int"),
    ],
)
async def test_other_values_are_opaque(sandbox: Sandbox, result: str, type_name: str) -> None:
    source = f"class Own: pass\nclass Int(int): pass\ndef f(): return {result}"
    await check_value(sandbox, source, Opaque(type_name))


async def test_an_iterator_is_its_items(sandbox: Sandbox) -> None:
    source = """
        def countdown(n):
            while n: yield n; n -= 1
        def ever():
            while True: yield 0
        def pairs(xs): return zip(xs, xs)
        def late(n):
            yield 1
            raise ValueError("late")
    """
    await check_outcomes(
        sandbox,
        source,
        [Call("countdown", (3,)), Call("ever"), Call("pairs", ([1],)), Call("late", (1,))],
        Returned(Items((3, 2, 1), complete=True)),
        Returned(Items((0,) * 1000, complete=False)),
        Returned(Items(((1, 1),), complete=True)),
        Raised(("ValueError", "Exception", "BaseException"), "late"),
    )


async def test_a_coroutine_is_run(sandbox: Sandbox) -> None:
    source = """
        async def one(): return 1
        async def f(): return 1 + await one()
    """
    await check_value(sandbox, source, 2)


@pytest.mark.parametrize("body", ["while True: pass", "sum(range(10 ** 15))", "[0 for _ in iter(int, 1)]"])
async def test_a_call_that_hangs_times_out_and_the_rest_goes_on(sandbox: Sandbox, body: str) -> None:
    source = f"def f(n):\n    if n == 2:\n        {body}\n    return n"
    await check_outcomes(
        sandbox,
        source,
        [Call("f", (n,)) for n in range(4)],
        *(Returned(0), Returned(1), TimedOut(0.1), Returned(3)),
        limits=Limits(stall=0.1),
    )


async def test_calls_beyond_the_wall_budget_are_not_run(sandbox: Sandbox) -> None:
    limits = Limits(wall=0.2, stall=0.15)
    run = await sandbox.run(Program("def f():\n    while True: pass"), [Call("f")] * 10, limits)
    assert run.outcomes[0] == TimedOut(0.15)
    assert run.outcomes[-1] == NOT_RUN


async def test_memory_is_bounded(sandbox: Sandbox) -> None:
    source = "def f(n): return len(bytes(n))"
    limits = Limits(memory=64 << 20)
    await check_outcomes(
        sandbox,
        source,
        [Call("f", (1 << 30,)), Call("f", (1 << 20,))],
        Died("out of memory: more than 64 MB"),
        Returned(1 << 20),
        limits=limits,
    )


@pytest.mark.parametrize("value", ["'x' * 10 ** 8", "list(range(10 ** 6))", "deep()", "cycle()"])
async def test_a_result_too_large_to_carry_is_an_outcome(sandbox: Sandbox, value: str) -> None:
    source = f"""
        def deep():
            xs = []
            for _ in range(10 ** 4): xs = [xs]
            return xs
        def cycle():
            xs = []
            xs.append(xs)
            return xs
        def f(): return {value}
    """
    await check_outcomes(sandbox, source, [Call("f")], Died("returned a value that is too large or too deep to carry"))


async def test_output_of_all_calls_together_is_bounded(sandbox: Sandbox) -> None:
    run = await sandbox.run(Program("def f(): return 'x' * 90_000"), [Call("f")] * 100, Limits(output=1 << 20))
    assert run.outcomes[:5] == (Returned("x" * 90_000),) * 5
    assert set(run.outcomes[12:]) == {Died("too much output")}


async def test_output_is_bounded_over_all_processes_of_a_program(sandbox: Sandbox) -> None:
    """A program that ends its process after each result gets no more room by that."""
    source = "def f(n):\n    if n % 2:\n        (lambda g: g(g))(lambda g: [0] * 10 ** 12)\n    return 'x' * 90_000"
    run = await sandbox.run(Program(source), [Call("f", (n,)) for n in range(60)], Limits(wall=20, output=1 << 20))
    assert sum(isinstance(outcome, Returned) for outcome in run.outcomes) < 12
    assert run.outcomes[-1] == Died("too much output")


async def test_a_crash_is_an_outcome_of_its_call(sandbox: Sandbox) -> None:
    source = """
        import itertools
        def f(n):
            if n == 1:
                xs = iter(())
                for _ in range(6 * 10 ** 5): xs = itertools.chain(xs)
                next(xs, None)
            return n
    """
    await check_outcomes(
        sandbox,
        source,
        [Call("f", (n,)) for n in range(3)],
        *(Returned(0), Died("crashed (SIGSEGV)"), Returned(2)),
        limits=Limits(wall=10, stall=5),
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("x = 1\ny = 1 / 0", "ZeroDivisionError: division by zero (line 2)"),
        ("undefined", "NameError: name 'undefined' is not defined (line 1)"),
        ("raise SystemExit('no')", "SystemExit: no (line 1)"),
        ("while True: pass", "executing the module did not end within 0.1 s"),
        ("import urllib.request", "ModuleNotFoundError: No module named 'urllib.request' (line 1)"),
    ],
)
async def test_a_program_that_does_not_load_gives_the_reason(sandbox: Sandbox, source: str, reason: str) -> None:
    run = await sandbox.run(Program(source), [Call("f")], Limits(stall=0.1))
    assert run.outcomes == ()
    assert run.load_error == reason


async def test_a_function_that_is_not_there_is_a_name_error(sandbox: Sandbox) -> None:
    names = ("NameError", "Exception", "BaseException")
    await check_outcomes(sandbox, "x = 1", [Call("f")], Raised(names, "name 'f' is not defined"))


async def test_arguments_that_cannot_be_passed_cost_only_their_call(sandbox: Sandbox) -> None:
    calls = [Call("f", (1,)), Call("f", (Opaque("function"),)), Call("f", ("x" * 10**7,)), Call("f", (2,))]
    await check_outcomes(
        sandbox,
        "def f(x): return x",
        calls,
        Returned(1),
        Died("not run: a value of type function cannot be passed"),
        Died("not run: the arguments are too large to pass"),
        Returned(2),
    )


async def test_no_state_is_kept_between_programs(sandbox: Sandbox) -> None:
    await check_value(sandbox, "import math\nmath.pi = 3\ndef f(): return math.pi", 3)
    await check_value(sandbox, "import math\ndef f(): return math.pi > 3", True)


async def test_the_second_run_finds_state_randomness_and_the_order_of_hashing(sandbox: Sandbox) -> None:
    source = dedent("""
        seen = []
        def counts(x):
            seen.append(x)
            return len(seen)
        def hashed(x): return list({"alpha", "beta", "gamma", "delta", "epsilon"})
        def pure(x): return x + 1
    """)
    calls = [Call("counts", (1,)), Call("counts", (2,)), Call("counts", (3,)), Call("hashed", (1,)), Call("pure", (1,))]
    program = Program(source)
    run = await sandbox.run(program, calls)
    assert await sandbox.recheck(program, calls, run) == (0, 2, 3)


async def test_the_same_program_gives_the_same_outcomes_every_time(sandbox: Sandbox) -> None:
    program = Program("def f(): return list({'alpha', 'beta', 'gamma', 'delta', 'epsilon'})")
    first, second = [await sandbox.run(program, [Call("f")]) for _ in range(2)]
    async with Sandbox() as another:
        assert first == second == await another.run(program, [Call("f")])


async def test_many_programs_run_side_by_side(sandbox: Sandbox) -> None:
    runs = await asyncio.gather(*(sandbox.run(Program(f"def f(): return {n}"), [Call("f")]) for n in range(30)))
    assert [run.outcomes for run in runs] == [(Returned(n),) for n in range(30)]


async def test_nothing_runs_outside_the_context() -> None:
    closed = Sandbox()
    run = await closed.run(Program("def f(): return 1"), [Call("f")])
    assert (run.outcomes, run.load_error) == ((), "nothing is run on this machine: the sandbox was not started")


async def test_a_weak_machine_runs_nothing_before_it_is_allowed() -> None:
    program = Program("def f(): return 1")
    async with Sandbox() as sandbox:
        sandbox.tier = "weak"
        refused = await sandbox.run(program, [Call("f")])
        assert refused.load_error.startswith("not run: this machine confines programs only in part")
        sandbox.allow_weak = True
        assert (await sandbox.run(program, [Call("f")])).outcomes == (Returned(1),)
