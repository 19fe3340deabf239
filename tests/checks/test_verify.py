"""What the checks say about a function, clause by clause."""

from collections.abc import AsyncIterator
from textwrap import dedent

import pytest
import pytest_asyncio

from lift_ir import IR
from lift_server.checks.inputs import generate_inputs
from lift_server.checks.report import ClauseCheck, Report, Verdict
from lift_server.checks.sandbox import Sandbox
from lift_server.checks.verify import prepare, verify

from .specs import spec

pytestmark = pytest.mark.asyncio(loop_scope="module")

FACTORIAL = """
    def f(n):
        if n < 0:
            raise ValueError("negative")
        return 1 if n < 2 else n * f(n - 1)
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as started:
        yield started


async def report_of(sandbox: Sandbox, ir: IR, source: str, **options: object) -> Report:
    return await verify(ir, dedent(source), sandbox, generate_inputs(ir), **options)  # type: ignore[arg-type]


async def check_report(sandbox: Sandbox, ir: IR, source: str, expected: str, **options: object) -> None:
    """`expected`: one line a clause, `KIND INDEX VERDICT[: CALL: EXPECTED, but ACTUAL | : REASON]`."""
    report = await report_of(sandbox, ir, source, **options)
    lines = [f"gate {problem.code}: {problem.message}" for problem in report.gate]
    lines += map(_line, report.clauses)
    assert "\n".join(lines) == dedent(expected).strip("\n")


def _line(check: ClauseCheck) -> str:
    text = f"{check.kind} {check.index} {check.verdict}"
    if check.counterexample:
        broken = check.counterexample
        return f"{text}: {broken.call}: {broken.expected}, but {broken.actual}"
    return f"{text}: {check.reason}" if check.reason else text


# Examples


async def test_examples_hold(sandbox: Sandbox) -> None:
    ir = spec(
        "f(n: int) -> int", examples=("f(0) == 1", "f(5) == 120", "120 == f(5)", "f(3) > 5", "f(-1) raises ValueError")
    )
    await check_report(
        sandbox,
        ir,
        FACTORIAL,
        """
        example 0 holds
        example 1 holds
        example 2 holds
        example 3 holds
        example 4 holds
        """,
    )


async def test_a_broken_example_names_call_expectation_and_outcome(sandbox: Sandbox) -> None:
    ir = spec(
        "f(n: int) -> int",
        examples=("f(2) == 4", "9 < f(3)", "len(str(f(2))) == 3", "f(4)\n== 1", "f(-1) == 1", "f(1) raises ValueError"),
    )
    await check_report(
        sandbox,
        ir,
        """
        def f(n):
            if n < 0:
                raise KeyError("no")
            return n + 1
        """,
        """
        example 0 fails: f(2): == 4, but returns 3
        example 1 fails: f(3): > 9, but returns 4
        example 2 fails: len(str(f(2))): == 3, but 1
        example 3 fails: f(4): == 1, but returns 5
        example 4 fails: f(-1): == 1, but raises KeyError: 'no'
        example 5 fails: f(1): raises ValueError, but returns 2
        """,
    )


async def test_examples_that_are_no_comparison(sandbox: Sandbox) -> None:
    ir = spec(
        "f(n: int) -> bool",
        examples=("f(2)", "not f(3)", "all(f(n) for n in range(3))", "f(4) and f(0)", "f(2) is True"),
    )
    await check_report(
        sandbox,
        ir,
        "def f(n): return n % 2 == 1",
        """
        example 0 fails: f(2): a true value, but returns False
        example 1 fails: f(3): not f(3), but returns True
        example 2 fails: f(0): all(f(n) for n in range(3)), but returns False
        example 3 fails: f(4): f(4) and f(0), but returns False
        example 4 fails: f(2): is True, but returns False
        """,
    )


async def test_several_calls_in_one_expression_are_all_shown(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> bool", examples=("all(f(n) for n in range(5))",))
    await check_report(
        sandbox,
        ir,
        "def f(n): return n < 1",
        """
        example 0 fails: all(f(n) for n in range(5)): a true value, but False (f(0): returns True; f(1): returns False)
        """,
    )


async def test_nested_calls_comprehensions_and_approx(sandbox: Sandbox) -> None:
    ir = spec(
        "f(x: float) -> float",
        examples=(
            "f(f(f(2.0))) == 16.0",
            "[f(x) for x in (1.0, 2.0)] == [2.0, 4.0]",
            "f(0.15) == approx(0.3)",
            "[f(1.0), f(0.1)] == approx([2.0, 0.2])",
            "f(2.0 * math.pi) == approx(12.566, abs=0.001)",
        ),
    )
    await check_report(
        sandbox,
        ir,
        "def f(x): return 2 * x",
        """
        example 0 holds
        example 1 holds
        example 2 holds
        example 3 holds
        example 4 holds
        """,
    )


async def test_a_nested_call_fails_where_the_chain_breaks(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", examples=("f(f(2)) == 8", "f(f(1)) == 4"))
    await check_report(
        sandbox,
        ir,
        """
        def f(n):
            if n > 3:
                raise OverflowError("too much")
            return n * 2
        """,
        """
        example 0 fails: f(f(2)): == 8, but raises OverflowError: too much
        example 1 holds
        """,
    )


async def test_an_endless_chain_of_calls_is_not_checked(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", examples=("all(f(n) for n in itertools.count())",))
    await check_report(
        sandbox,
        ir,
        "def f(n): return True",
        "example 0 not checked: it needs more than 100 calls, one after the other",
    )


async def test_an_example_that_raises_by_itself_is_not_checked(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", examples=("f(1 // 0) == 1", "f(2) == 2"))
    await check_report(
        sandbox,
        ir,
        "def f(n): return n",
        """
        example 0 not checked: the example itself raises ZeroDivisionError: integer division or modulo by zero
        example 1 holds
        """,
    )


async def test_the_example_shows_when_it_cannot_use_the_result(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> list[int]", examples=("len(f(2)) == 2",))
    await check_report(
        sandbox,
        ir,
        "def f(n): pass",
        """
        example 0 fails: len(f(2)): == 2, but returns None, on which the example raises TypeError: \
object of type 'NoneType' has no len()
        """,
    )


async def test_raising_examples_accept_derived_classes_and_dotted_names(sandbox: Sandbox) -> None:
    ir = spec(
        "f(s: str) -> int",
        examples=(
            "f('{') raises ValueError",
            "f('[') raises json.JSONDecodeError",
            "f('x') raises KeyError, ValueError",
        ),
    )
    source = """
        import json
        def f(s):
            return json.loads(s)
    """
    await check_report(sandbox, ir, source, "example 0 holds\nexample 1 holds\nexample 2 holds", modules=("json",))


async def test_nan_is_not_equal_and_infinity_is(sandbox: Sandbox) -> None:
    ir = spec("f(x: float) -> float", examples=("f(1.0) == math.inf", "f(0.0) == math.nan", "math.isnan(f(0.0))"))
    await check_report(
        sandbox,
        ir,
        "def f(x): return float('inf') if x else float('nan')",
        """
        example 0 holds
        example 1 fails: f(0.0): == nan, but returns nan
        example 2 holds
        """,
    )


async def test_a_failing_example_spares_the_rest(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", examples=("f(1) == 2", "f(2) == 2"), ensures=("result > 0",), requires=("n > 0",))
    await check_report(
        sandbox,
        ir,
        "def f(n): return n",
        """
        example 0 fails: f(1): == 2, but returns 1
        example 1 holds
        requires 0 not exercised: an example already fails
        ensures 0 not exercised: an example already fails
        """,
    )


# Programs that misbehave


async def test_a_hanging_function_fails(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", examples=("f(1) == 1", "f(2) == 2"))
    source = """
        def f(n):
            while n == 1:
                pass
            return n
    """
    await check_report(
        sandbox, ir, source, "example 0 fails: f(1): == 1, but did not end within 0.3 s\nexample 1 holds"
    )


async def test_a_memory_bomb_fails(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> list[int]", examples=("f(0) == []", "f(1) == [1]"))
    report = await report_of(sandbox, ir, "def f(n): return [0] * (n * 10 ** 12)")
    assert [item.verdict for item in report.clauses] == [Verdict.HOLDS, Verdict.FAILS]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("def f(n): return n\n1 / 0", "load-error"),
        ("def f(n) return n", "GATE01"),
        ("import os\ndef f(n): return n", "GATE03"),
        ("def f(n): return ().__class__.__base__", "GATE06"),
    ],
)
async def test_code_that_may_not_or_cannot_run_fails_without_verdicts(sandbox: Sandbox, source: str, code: str) -> None:
    ir = spec("f(n: int) -> int", examples=("f(1) == 1",), ensures=("result == n",))
    report = await report_of(sandbox, ir, source)
    assert [problem.code for problem in report.gate] == [code]
    assert {(item.verdict, item.reason) for item in report.clauses} == {(Verdict.NOT_EXERCISED, "the code was not run")}
    assert report.fails


async def test_the_function_sees_arguments_and_no_expectations(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", examples=("f(1) == 123456789",))
    source = """
        import gc
        def f(n):
            return 123456789 if "123456789" in repr([item for item in gc.get_objects() if type(item) is dict]) else 0
    """
    report = await report_of(sandbox, ir, source)
    assert not report.holds


async def test_mutated_arguments_are_shown_and_the_clause_sees_the_originals(sandbox: Sandbox) -> None:
    ir = spec("f(xs: list[int]) -> list[int]", examples=("f([2, 1]) == [1]",), ensures=("len(result) == len(xs)",))
    await check_report(
        sandbox,
        ir,
        """
        def f(xs):
            xs.sort()
            return xs
        """,
        """
        example 0 fails: f([2, 1]): == [1], but returns [1, 2] and changes its arguments
        ensures 0 not exercised: an example already fails
        """,
    )
    ensures = spec("f(xs: list[int]) -> list[int]", ensures=("len(result) == len(xs)",))
    await check_report(
        sandbox,
        ensures,
        """
        def f(xs):
            xs.append(1)
            return xs
        """,
        "ensures 0 fails: f([]): len(result) == len(xs), but returns [1] and changes its arguments",
    )


async def test_generators_and_coroutines_are_judged_by_their_results(sandbox: Sandbox) -> None:
    ir = spec(
        "f(n: int) -> Iterator[int]",
        examples=("list(f(3)) == [0, 1, 2]", "next(f(3)) == 0", "list(itertools.islice(f(10 ** 9), 2)) == [0, 1]"),
        ensures=("all(item < n for item in result)",),
    )
    await check_report(
        sandbox,
        ir,
        "def f(n): yield from range(n)",
        "example 0 holds\nexample 1 holds\nexample 2 holds\nensures 0 holds",
    )
    await check_report(
        sandbox, spec("f(n: int) -> int", examples=("f(3) == 3",)), "async def f(n): return n", "example 0 holds"
    )


async def test_a_result_that_cannot_leave_the_sandbox_is_not_judged(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> object", ensures=("result.n == n",))
    source = """
        class Thing:
            def __init__(self, n):
                self.n = n
        def f(n):
            return Thing(n)
    """
    await check_report(
        sandbox,
        ir,
        source,
        "ensures 0 not checked: the result holds a value of type `Thing`, which cannot be judged here",
    )


# Assertions


async def test_assertions_are_exercised_on_generated_inputs(sandbox: Sandbox) -> None:
    ir = spec(
        "f(n: int) -> int",
        examples=("f(5) == 120",),
        requires=("n < 15",),
        ensures=("result >= 1", "n < 2 or result % n == 0"),
        raises=("ValueError when n < 0",),
    )
    report = await report_of(sandbox, ir, FACTORIAL)
    assert report.holds
    example, requires, raises, *ensures = report.clauses
    assert (example.exercised, example.held) == (1, 1)
    assert requires.exercised == requires.held > 20
    assert raises.exercised == raises.held > 3
    assert all(item.exercised == item.held >= 15 for item in ensures)
    assert raises.exercised + ensures[0].exercised == requires.exercised


async def test_the_simplest_call_that_breaks_a_postcondition_is_shown(sandbox: Sandbox) -> None:
    ir = spec("f(x: int, *, low: int = 0) -> int", ensures=("result >= low", "result >= x"))
    await check_report(
        sandbox,
        ir,
        "def f(x, *, low=0): return max(x, 0)",
        """
        ensures 0 fails: f(1, low=2): result >= low, but returns 1
        ensures 1 holds
        """,
    )


async def test_raises_means_exactly_on_its_condition(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", raises=("ValueError when n < 0", "KeyError when n == 3", "TypeError when n == 5"))
    await check_report(
        sandbox,
        ir,
        """
        def f(n):
            if n <= 0:
                raise ValueError("not positive")
            if n == 3:
                raise IndexError("three")
            return n
        """,
        """
        raises 0 fails: f(0): not ValueError, which is raised only when `n < 0`, but raises ValueError: not positive
        raises 1 fails: f(3): raises KeyError, since `n == 3`, but raises IndexError: three
        raises 2 fails: f(5): raises TypeError, since `n == 5`, but returns 5
        """,
    )


async def test_raises_clauses_of_one_exception_complete_each_other(sandbox: Sandbox) -> None:
    ir = spec(
        "f(n: int) -> int",
        raises=("ValueError when n < 0", "ValueError when n > 9", "OSError"),
        examples=("f(4) raises ValueError",),
    )
    source = """
        def f(n):
            if n < 0 or n > 9 or n == 4:
                raise ValueError
            return n
    """
    await check_report(
        sandbox,
        ir,
        source,
        """
        example 0 holds
        raises 0 holds
        raises 1 holds
        raises 2 not exercised: no call raised it
        """,
    )


async def test_refusing_an_input_says_nothing_about_postconditions(sandbox: Sandbox) -> None:
    ir = spec("f(xs: list[float]) -> float", ensures=("min(xs) <= result <= max(xs)",))
    await check_report(sandbox, ir, "def f(xs): return sum(xs) / len(xs)", "ensures 0 holds")


async def test_a_defect_on_any_input_breaks_postconditions(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", ensures=("result >= 1",))
    defects = {
        "def f(n): return 1 if n == 0 else abs(n) * f(n - 1)": "raises RecursionError: maximum recursion",
        "def f(n): return 1 if n != -1 else undefined": "raises NameError: name 'undefined' is not defined",
        "def f(n): return 1 if n != -1 else 'a' + n": "raises TypeError: can only concatenate str",
        "def f(n):\n  while n == -1: pass\n  return 1": "did not end within 0.3 s",
    }
    for source, actual in defects.items():
        report = await report_of(sandbox, ir, source)
        broken = report.clauses[0].counterexample
        assert broken is not None
        assert broken.call == "f(-1)"
        assert broken.actual.startswith(actual)


async def test_a_function_that_only_refuses_was_not_checked(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", ensures=("result >= 1",))
    await check_report(
        sandbox,
        ir,
        "def f(n): raise ValueError('not written')",
        "ensures 0 not checked: no input made it return (f(0) raises ValueError: not written); "
        "an example would show one that does",
    )
    declared = spec("f(n: int) -> int", ensures=("result >= 1",), raises=("ValueError",))
    assert not (await report_of(sandbox, declared, "def f(n): raise ValueError")).holds
    assert (await report_of(sandbox, declared, "def f(n):\n  if n < 1: raise ValueError\n  return n")).holds


async def test_a_postcondition_that_raises_is_broken(sandbox: Sandbox) -> None:
    ir = spec("f(xs: list[int]) -> int", ensures=("result >= 0",))
    await check_report(
        sandbox,
        ir,
        "def f(xs): pass",
        """
        ensures 0 fails: f([]): result >= 0, but returns None, on which the clause raises TypeError: \
'>=' not supported between instances of 'NoneType' and 'int'
        """,
    )


async def test_preconditions_that_exclude_everything(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", requires=("n > 0", "n < 0", "n.imaginary > 0"), ensures=("result == n",))
    await check_report(
        sandbox,
        ir,
        "def f(n): return n",
        """
        requires 0 holds
        requires 1 holds
        requires 2 not exercised: it raises AttributeError on every input: 'int' object has no attribute 'imaginary'
        ensures 0 not exercised: no input is known to satisfy `requires`
        """,
    )


async def test_with_a_precondition_in_prose_only_examples_are_known_to_be_inside(sandbox: Sandbox) -> None:
    ir = spec(
        "f(xs: list[int]) -> int",
        informal=("xs is sorted",),
        ensures=("result == min(xs)",),
        examples=("f([1, 2]) == 1",),
    )
    await check_report(sandbox, ir, "def f(xs): return xs[0]", "example 0 holds\nensures 0 holds")
    without = ir.model_copy(update={"examples": ()})
    await check_report(
        sandbox,
        without,
        "def f(xs): return xs[0]",
        "ensures 0 not exercised: no input is known to satisfy `requires`",
    )


async def test_narrow_preconditions_get_more_inputs(sandbox: Sandbox) -> None:
    ir = spec(
        "f(xs: list[int], k: int) -> int",
        requires=("0 < k <= len(xs)", "xs == sorted(xs)"),
        ensures=("result in xs",),
    )
    report = await report_of(sandbox, ir, "def f(xs, k): return xs[k - 1]")
    assert report.holds
    assert report.clauses[-1].exercised >= 20


async def test_an_example_outside_the_domain_is_a_contradiction(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", requires=("n >= 0",), examples=("f(-1) == -1", "f(-2) raises ValueError"))
    await check_report(
        sandbox,
        ir,
        "def f(n):\n  if n == -2: raise ValueError\n  return n",
        """
        example 0 holds
        example 1 holds
        requires 0 fails: f(-1): n >= 0, but the example `f(-1) == -1` makes this call
        """,
    )


async def test_raises_that_requires_excludes_can_never_apply(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", requires=("n >= 0",), raises=("ValueError when n < 0", "ValueError when n == 0.5"))
    await check_report(
        sandbox,
        ir,
        "def f(n): return n",
        """
        requires 0 holds
        raises 0 fails: it can never apply: `requires: n >= 0` excludes every input that meets it
        raises 1 not exercised: its condition is true on no input
        """,
    )


async def test_unspecified_calls_are_not_judged(sandbox: Sandbox) -> None:
    ir = spec("f(n: int, k: int = 1) -> int", ensures=("result >= 0",), unspecified=("f(-1)", "f(k=2, n=-1)"))
    source = "def f(n, k=1): return n if n == -1 and k in (1, 2) else abs(n)"
    await check_report(sandbox, ir, source, "ensures 0 holds")
    stated = spec("f(n: int, k: int = 1) -> int", ensures=("result >= 0",))
    await check_report(sandbox, stated, source, "ensures 0 fails: f(-1): result >= 0, but returns -1")


async def test_every_kind_of_parameter_is_bound_in_clauses(sandbox: Sandbox) -> None:
    ir = spec(
        "f(a: int, /, *rest: int, key: int = 7, **more: int) -> int",
        ensures=("result == a + sum(rest) + key + sum(more.values())",),
    )
    await check_report(
        sandbox,
        ir,
        "def f(a, /, *rest, key=7, **more): return a + sum(rest) + key + sum(more.values())",
        "ensures 0 holds",
    )


async def test_clauses_may_call_the_function_and_other_specs(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", requires=("small(n)",), ensures=("f(result) == n", "small(result)"))
    source = """
        def f(n): return -n
        def small(n): return -3 < n < 3
    """
    report = await report_of(sandbox, ir, source, functions=("small",))
    assert report.holds
    assert {item.exercised for item in report.clauses} == {5}


async def test_a_function_that_the_program_lacks_is_no_verdict(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", examples=("f(1) == g(1)",), ensures=("g(result) == n",))
    await check_report(
        sandbox,
        ir,
        "def f(n): return n",
        """
        example 0 not checked: the program does not define `g`
        ensures 0 not checked: the program does not define `g`
        """,
        functions=("g",),
    )


async def test_informal_clauses_are_not_in_the_report(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", examples=("f(1) == 1",), ensures=("result > 0",))
    informal = {"informal_because": "it is prose"}
    hostile = {"text": "f(1) == __import__('os').system('x')"}
    ir = ir.model_copy(
        update={
            "examples": (
                ir.examples[0].model_copy(update=hostile | informal),
                *ir.examples,
            ),
            "assertions": (
                ir.assertions[0].model_copy(
                    update={"condition": ir.assertions[0].condition.model_copy(update={"text": "sorted"} | informal)}
                ),
                *ir.assertions,
            ),
        }
    )
    await check_report(sandbox, ir, "def f(n): return 1", "example 1 holds\nensures 1 holds")


async def test_hostile_expressions_reach_nothing(sandbox: Sandbox) -> None:
    ir = spec(
        "f(n: int) -> int",
        examples=("f(1) == ().__class__.__base__.__subclasses__()", "f(2) == (lambda: [0] * 10 ** 12)()"),
        ensures=("(lambda: 9 ** 9 ** 9)() > result",),
    )
    report = await report_of(sandbox, ir, "def f(n): return n")
    assert not report.holds
    after = await report_of(sandbox, spec("f(n: int) -> int", examples=("f(1) == 1",)), "def f(n): return n")
    assert after.holds


# What is not checked


async def test_a_spec_with_effects_that_are_never_run_is_not_checked(sandbox: Sandbox) -> None:
    ir = spec("f(url: str) -> str", effects=("network",), examples=("f('x') == 'y'",), ensures=("result",))
    bare = spec("f(url: str) -> str", effects=("subprocess",))
    assert not (await report_of(sandbox, bare, "def f(url): return 'y'")).holds
    await check_report(
        sandbox,
        ir,
        "def f(url): return 'y'",
        f"example 0 not checked: {sandbox.refusal(ir.effects)}\nensures 0 not checked: {sandbox.refusal(ir.effects)}",
    )


async def test_parameters_without_values_need_examples(sandbox: Sandbox) -> None:
    header, source = "f(key: Callable[[int], int], n: int) -> int", "def f(key, n): return abs(n)"
    await check_report(
        sandbox,
        spec(header, ensures=("result >= 0",)),
        source,
        "ensures 0 not checked: no inputs, because a function cannot be passed in as a value (parameter `key`)",
    )
    plain = spec("f(kind: Kind, n: int) -> int", ensures=("result >= n",), examples=("f('k', range(-5, 0)[2]) == 3",))
    await check_report(sandbox, plain, "def f(kind, n): return abs(n)", "example 0 holds\nensures 0 holds")


async def test_names_that_are_not_at_hand(sandbox: Sandbox) -> None:
    ir = spec(
        "f(n: int) -> int", uses=("shapes.area",), ensures=("area(n) > 0", "result == n"), examples=("f(area(1)) == 1",)
    )
    await check_report(
        sandbox,
        ir,
        "def f(n): return n",
        """
        example 0 not checked: it uses `area`, which is not at hand here
        ensures 0 not checked: it uses `area`, which is not at hand here
        ensures 1 holds
        """,
    )
    other = spec("f(n: int) -> int", requires=("small(n)",), ensures=("all(item for item in [result or 1])",))
    await check_report(
        sandbox,
        other,
        "def f(n): return n",
        """
        requires 0 not checked: it uses `small`, which is not at hand here
        ensures 0 not exercised: no input is known to satisfy `requires`
        """,
    )


async def test_names_from_standard_modules_may_be_used(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> Fraction", uses=("fractions.Fraction",), examples=("f(2) == Fraction(1, 2)",))
    source = "from fractions import Fraction\ndef f(n): return Fraction(1, n)"
    await check_report(sandbox, ir, source, "example 0 holds", modules=("fractions",))


# The function as a whole


@pytest.mark.parametrize(
    ("header", "source", "reason"),
    [
        ("f(n: int) -> int", "def f(n): pass", "returns None, the spec says int"),
        ("f(n: int) -> int", "def f(n): raise NotImplementedError", "fails on every input: f(0) raises NotImpl"),
        ("f(n: int) -> int", "def f(n):\n  while True: pass", "fails on every input: f(0) did not end within"),
        ("f(n: int) -> int", "def f(n): raise SystemExit", "fails on every input: f(0) raises SystemExit"),
        ("f(n: int) -> int", "def f(n): return n + 'a'", "fails on every input: f(0) raises TypeError"),
        ("f(n: int) -> int", "def f(n):\n  if n == 3: return nope\n  return n", "f(3) raises NameError"),
        ("f(n: int) -> int", "def f(n):\n  if n != 1: raise ValueError('no')\n  return n", "refuses 52 of 53 inputs"),
        ("f(n: int) -> int", "def f(n): return n > 3", "f(0) returns False, the spec says int"),
        ("f(n: int) -> int", "def f(n): return n if n < 900 else None", "f(1000) returns None, the spec says int"),
        ("f(n: int) -> Iterator[int]", "def f(n): return [n]", "f(0) returns [0], the spec says Iterator[int]"),
        ("f(n: int) -> list[int]", "def f(n): yield n", "f(0) yields 0, the spec says list[int]"),
        ("f(n: int) -> dict[str, int]", "def f(n): return {n: n}", "f(0) returns {0: 0}, the spec says dict[str, int]"),
        ("f(n: int) -> tuple[int, str]", "def f(n): return (n,)", "f(0) returns (0,), the spec says tuple[int, str]"),
    ],
)
async def test_a_function_without_clauses_can_fail(sandbox: Sandbox, header: str, source: str, reason: str) -> None:
    report = await report_of(sandbox, spec(header), source)
    assert (report.verdict, report.holds) == (Verdict.FAILS, False)
    assert report.reason.startswith(reason)


@pytest.mark.parametrize(
    ("header", "source"),
    [
        ("f(n: int) -> int", FACTORIAL),
        ("f(n: int) -> int", "def f(n): return sum(range(n))"),
        ("f(n: int) -> float", "def f(n): return n"),
        ("f(n: int) -> int | None", "def f(n): pass"),
        ("f(n: int) -> None", "def f(n): pass"),
        ("f(n: int) -> Sequence[int]", "def f(n): return (n,)"),
        ("f(n: int) -> Iterable[int]", "def f(n): yield n"),
        ("f(n: int) -> Thing", "def f(n): return n"),
        ("f(s: str) -> int", "def f(s): return int(s)"),
    ],
)
async def test_functions_that_do_their_work_hold(sandbox: Sandbox, header: str, source: str) -> None:
    report = await report_of(sandbox, spec(header), source)
    assert (report.verdict, report.reason, report.problem) == (Verdict.HOLDS, "", "")
    assert report.runs


async def test_what_was_not_run_is_not_checked(sandbox: Sandbox) -> None:
    unrun = (spec("f(key: Callable[[int], int]) -> int"), spec("f(n: int) -> int", effects=("network",)))
    for ir in unrun:
        report = await report_of(sandbox, ir, "def f(n): return 1")
        assert (report.verdict, report.holds) == (Verdict.NOT_CHECKED, False)
        assert report.reason == report.not_run != ""


async def test_a_precondition_in_prose_still_shows_whether_it_runs(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", informal=("n is small",), ensures=("result == 1",))
    report = await report_of(sandbox, ir, "def f(n): return 2")
    assert (report.verdict, report.clauses[0].verdict) == (Verdict.NOT_CHECKED, Verdict.NOT_EXERCISED)
    assert ("f(0)", "returns 2") in report.runs
    assert (await report_of(sandbox, ir, "def f(n): pass")).problem == "returns None, the spec says int"


async def test_an_exception_that_no_clause_declares(sandbox: Sandbox) -> None:
    source = "def f(n):\n  if n < 0: raise ValueError\n  if n == 3: raise KeyError(3)\n  return n"
    declared = spec("f(n: int) -> int", raises=("ValueError when n < 0",), ensures=("result >= 0",))
    await check_report(
        sandbox, declared, source, "raises 0 holds\nensures 0 fails: f(3): result >= 0, but raises KeyError: 3"
    )
    always = "def f(n):\n  if n < 0: raise ValueError\n  raise KeyError(3)"
    bare = spec("f(n: int) -> int", raises=("ValueError when n < 0",))
    assert (await report_of(sandbox, bare, source)).holds
    assert (await report_of(sandbox, bare, always)).reason.startswith("refuses 44 of 44 inputs (KeyError: 3)")


async def test_large_inputs_find_defects_but_may_be_slow(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", ensures=("result == n",))
    await check_report(
        sandbox,
        ir,
        "def f(n): return n & 0x1FF if n > 0 else n",
        "ensures 0 fails: f(1000): result == n, but returns 488",
    )
    await check_report(
        sandbox, ir, "def f(n):\n  for _ in range(n ** 3 if n > 500 else 0): pass\n  return n", "ensures 0 holds"
    )


# The report


async def test_runs_show_examples_first_then_simple_inputs(sandbox: Sandbox) -> None:
    report = await report_of(sandbox, spec("f(n: int) -> int", examples=("f(5) == 120",)), FACTORIAL)
    assert report.runs[:3] == (("f(5)", "returns 120"), ("f(0)", "returns 1"), ("f(1)", "returns 1"))
    assert len(report.runs) == 12
    assert ("f(-1)", "raises ValueError: negative") in report.runs


async def test_one_preparation_checks_many_functions(sandbox: Sandbox) -> None:
    ir = spec("f(n: int) -> int", examples=("f(3) == 6",), ensures=("result >= n",))
    async with prepare(ir, sandbox, generate_inputs(ir)) as checks:
        verdicts = [
            (await checks.check(f"def f(n): return {body}")).holds for body in ("2 * abs(n)", "2 * n", "n", "n + 3")
        ]
    assert verdicts == [True, False, False, True]


async def test_an_unnamed_spec_cannot_be_checked(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="without a name"):
        async with prepare(IR(intent="x"), sandbox, ()):
            pass
