"""Questions: which call is asked about, what can be answered, and what becomes of the answer."""

import ast
import importlib
import inspect
import math
import textwrap
from collections.abc import AsyncIterator, Callable, Sequence
from types import ModuleType

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from checks.candidates import inputs, row, table
from checks.specs import spec
from lift_ir import Candidate
from lift_ir.clauses import Choice, Hole, HoleKind
from lift_ir.formal import why_informal
from lift_server.answers import clause_of, exception_name, phrase_of
from lift_server.checks.arguments import call_text
from lift_server.checks.behaviour import outcome_table, same_answer
from lift_server.checks.inputs import Input, Source, generate_inputs
from lift_server.checks.sandbox import Sandbox
from lift_server.checks.sandbox.api import Items, Opaque, Outcome, Raised, Returned
from lift_server.checks.sandbox.worker.approx import approx
from lift_server.checks.verify import prepare
from lift_server.disagreement import Comparison, Held, compare, with_open
from lift_server.lower import read
from lift_server.pipeline import Companions, program_of
from lift_server.questions import (
    MAX_QUESTIONS,
    History,
    ask,
    conflict,
    is_warning,
    needs_top_up,
    next_question,
)

LIBRARY = "lift_server.engines.embedded.library"
FACTORIAL = spec("f(n: int) -> int")
NUMBERS = inputs(0, 1, 3, 5, -1, -2, -10)


def raising(n: int) -> int:
    if n < 0:
        raise ValueError("negative")
    return math.prod(range(2, n + 1))


def one(n: int) -> int:
    return math.prod(range(2, n + 1))


def zero(n: int) -> int:
    return 0 if n < 0 else math.prod(range(2, n + 1))


def titles(hole: Hole) -> list[str]:
    return [choice.title for choice in hole.choices]


def choice(hole: Hole, start: str) -> Choice:
    return next(item for item in hole.choices if item.title.startswith(start))


def asked(*functions: Callable[..., object], given: Sequence[Input] = NUMBERS, history: History = History()) -> str:  # noqa: B008
    """The call that is asked about; "" when nothing is."""
    found = next_question(table(FACTORIAL, given, *functions), FACTORIAL.signature, history)
    return call_text(found.call) if found else ""


def test_no_disagreement_no_question() -> None:
    assert asked(one, one) == ""
    assert asked(one) == ""


def test_the_simplest_call_that_splits_candidates_is_asked_about() -> None:
    assert asked(raising, one, zero) == "f(-1)"


def test_calls_on_which_candidates_only_raise_or_not_tell_less() -> None:
    def picky(n: int) -> int:
        if n == 0:
            raise ValueError
        return 7 if n == 5 else one(n)

    assert asked(one, one, picky) == "f(5)"


def test_usual_inputs_come_first() -> None:
    def other(n: int) -> int:
        return one(n) + (n in (-1, 12))

    drafted = inputs(3, 4, source=Source.DRAFTED)
    assert asked(one, other, given=(*inputs(-1, 12), *drafted)) == "f(12)"


def test_an_open_question_stays_while_candidates_disagree_on_it() -> None:
    history = History(open=inputs(-10)[0].call)
    assert asked(raising, one, zero, history=history) == "f(-10)"
    assert asked(raising, one, zero, one, one, history=history) == "f(-10)"


def test_an_answered_call_is_not_asked_again() -> None:
    history = History().answered(inputs(-1)[0].call, "behavior")
    assert asked(one, zero, history=history) == "f(-2)"


def test_two_answers_that_say_nothing_end_it() -> None:
    first, second = (item.call for item in inputs(-1, -2))
    once = History().answered(first, "invalid")
    assert asked(one, zero, history=once) == "f(-2)"
    assert asked(one, zero, history=once.answered(second, "invalid")) == ""


def test_what_was_left_open_is_not_asked_again_in_another_guise() -> None:
    history = History().answered(inputs(-1)[0].call, "unspecified")
    assert asked(one, zero, history=history) == ""


def test_no_more_than_five_questions_are_asked() -> None:
    history = History()
    for number in range(MAX_QUESTIONS):
        assert asked(one, lambda n: n + 100, history=history) != ""
        history = history.answered(inputs(100 + number)[0].call, "behavior")
    assert asked(one, lambda n: n + 100, history=history) == ""


def test_an_unusual_shape_that_was_invalid_is_not_asked_again() -> None:
    drafted = inputs(3, source=Source.DRAFTED)
    history = History().answered(inputs(-1)[0].call, "invalid")
    assert asked(one, zero, given=(*NUMBERS, *drafted), history=history) == ""


def hole(*functions: Callable[..., object], threshold: float = 0.8) -> Hole:
    found, _ = ask(FACTORIAL, table(FACTORIAL, NUMBERS, *functions), History(), threshold)
    assert found is not None
    return found


def test_a_question_says_what_candidates_did_and_never_that_the_spec_is_wrong() -> None:
    found = hole(raising, one, zero)
    assert found.kind is HoleKind.BEHAVIOUR
    assert found.question == "Candidates disagree on `f(-1)`: what should it do?"
    assert found.evidence is not None
    assert {answer.outcome for answer in found.evidence.answers} == {"raises ValueError", "returns 1", "returns 0"}
    assert sum(answer.share for answer in found.evidence.answers) == pytest.approx(1.0)
    assert not found.blocks


def test_each_answer_is_one_clause() -> None:
    clauses = {item.title: item.clause for item in hole(raising, one, zero).choices}
    assert clauses["returns 1"] == "example: f(-1) == 1"
    assert clauses["raises ValueError (this call)"] == "example: f(-1) raises ValueError"
    assert clauses["raises ValueError whenever n < 0"] == "raises: ValueError when n < 0"
    assert clauses["not a valid input: requires n >= 0"] == "requires: n >= 0"
    assert clauses["I'll type it"] == ""
    assert clauses["don't care"] == "unspecified: f(-1)"


def test_at_most_three_conditions_are_offered_the_literal_one_last() -> None:
    found = [item.clause for item in hole(raising, one, zero).choices if item.clause.startswith("requires:")]
    assert found == ["requires: n >= 0", "requires: n > 0", "requires: n != -1"]


def test_only_conditions_that_leave_a_candidate_are_offered_for_raises_if_there_are_any() -> None:
    def only_here(n: int) -> int:
        if n == -1:
            raise ValueError
        return one(n)

    def whenever(*functions: Callable[..., object]) -> list[str]:
        return [item.title for item in hole(*functions).choices if "whenever" in item.title]

    assert whenever(raising, one, zero) == ["raises ValueError whenever n < 0"]
    assert whenever(only_here, one) == ["raises ValueError whenever n == -1"]


def test_the_identity_of_a_question_does_not_depend_on_who_disagrees() -> None:
    first, second = hole(raising, one, zero), hole(one, zero, zero, raising, zero)
    assert (first.kind, first.subject, first.question) == (second.kind, second.subject, second.question)


def test_a_question_disappears_when_candidates_agree_and_counts_as_asked() -> None:
    before = table(FACTORIAL, NUMBERS, raising, one)
    found, history = ask(FACTORIAL, before, History())
    assert found is not None
    none, history = ask(FACTORIAL, table(FACTORIAL, NUMBERS, one), history)
    assert none is None
    assert [call_text(call) for call in history.asked] == ["f(-1)"]
    assert history.invalid == ()


def test_a_question_stays_open_while_no_candidate_holds() -> None:
    _, history = ask(FACTORIAL, table(FACTORIAL, NUMBERS, raising, one), History())
    assert ask(FACTORIAL, table(FACTORIAL, NUMBERS), history) == (None, history)
    found, _ = ask(FACTORIAL, table(FACTORIAL, NUMBERS, one, zero), history)
    assert found is not None


def test_a_question_whose_call_left_the_domain_was_invalid() -> None:
    _, history = ask(FACTORIAL, table(FACTORIAL, NUMBERS, raising, one), History())
    none, history = ask(FACTORIAL, table(FACTORIAL, inputs(0, 1, 3), raising, one), history)
    assert none is None
    assert [call_text(call) for call in history.invalid] == ["f(-1)"]


def test_nearly_all_agree_is_a_hint() -> None:
    assert hole(one, one, zero).is_hint is False
    assert hole(*[one] * 9, zero).is_hint is True
    assert hole(*[one] * 9, zero, threshold=0.95).is_hint is False


def test_an_unusual_input_is_a_hint() -> None:
    given = (*inputs(-1), *inputs(3, 4, source=Source.DRAFTED))
    found, _ = ask(FACTORIAL, table(FACTORIAL, given, one, zero), History())
    assert found is not None
    assert found.is_hint


def test_variants_of_the_library_make_no_warning_against_samples() -> None:
    variants = [row(function, NUMBERS, engine="embedded") for function in (raising, zero)]
    few, many = ([row(one, NUMBERS, engine="remote", samples=count)] for count in (3, 4))
    for samples, expected in ((few, True), (many, False)):
        made = outcome_table(NUMBERS, [*samples, *variants])
        question = next_question(made, FACTORIAL.signature)
        assert question is not None
        assert is_warning(made, FACTORIAL.signature, question, threshold=0.99) is expected


def test_a_difference_that_no_example_can_state_is_not_asked_about() -> None:
    ir = spec("f(xs: list[int]) -> list[int]")
    given = inputs([2, 1], [1, 2])

    def in_place(xs: list[int]) -> list[int]:
        xs.sort()
        return xs

    assert ask(ir, table(ir, given, sorted, in_place), History())[0] is None


def test_a_top_up_is_due_when_an_answer_left_fewer_than_half() -> None:
    answered = History().answered(inputs(-1)[0].call, "behavior")
    assert needs_top_up(3, 8, answered)
    assert not needs_top_up(4, 8, answered)
    assert not needs_top_up(0, 8, History())


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ([{0}, {0, 1}], (0,)),
        ([{0}, {1}], (0, 1)),
        ([{0}, set()], ()),
        ([{0, 2}, {1}, {2}], (1, 2)),
        ([{0}, {1}, {2}], ()),
    ],
)
def test_answers_that_leave_no_candidate_are_named(broken: list[set[int]], expected: tuple[int, ...]) -> None:
    assert conflict([frozenset(item) for item in broken]) == expected


# How an answer is written.

VALUE = Raised(("JSONDecodeError", "ValueError", "Exception", "BaseException"), "no")
OTHER = Raised(("KeyError", "LookupError", "Exception", "BaseException"), "no")


@pytest.mark.parametrize(
    ("values", "clause"),
    [
        ([1], "example: f(1) == 1"),
        ([True], "example: f(1) == True"),
        ([None], "example: f(1) is None"),
        (["a\n"], "example: f(1) == 'a\\n'"),
        ([0.5], "example: f(1) == 0.5"),
        ([0.1 + 0.2], "example: f(1) == approx(0.3)"),
        ([0.3, 0.1 + 0.2], "example: f(1) == approx(0.3)"),
        ([2 / 3], "example: f(1) == approx(0.666667)"),
        ([12.56637, 12.56642], "example: f(1) == approx(12.5664, rel=1e-05)"),
        ([[1.0, 2 / 3]], "example: f(1) == approx([1.0, 0.666667])"),
        ([math.nan], "example: math.isnan(f(1))"),
        ([math.inf], "example: f(1) == float('inf')"),
        ([{2, 1}], "example: f(1) == {1, 2}"),
        ([Items((1, 2), True)], "example: list(f(1)) == [1, 2]"),
        ([Items((1, 2), False)], ""),
        ([Opaque("object")], ""),
        (["long" * 100], ""),
    ],
)
def test_a_value_is_written_so_that_an_author_would_write_it(values: list[object], clause: str) -> None:
    assert clause_of("f(1)", [(Returned(value), 1.0) for value in values], {"f"}) == clause


def test_an_exception_is_named_by_what_most_candidates_raise() -> None:
    both: list[tuple[Outcome, float]] = [(VALUE, 0.6), (OTHER, 0.4)]
    assert exception_name(both) == "ValueError"
    assert phrase_of(both[::-1]) == "raises ValueError"
    assert clause_of("f(1)", both, {"f"}) == "example: f(1) raises ValueError"


numbers = st.one_of(st.integers(-3, 3), st.floats(allow_nan=False, allow_infinity=False, width=32), st.just(0.1 + 0.2))
values = st.recursive(
    st.one_of(numbers, st.booleans(), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.tuples(inner, inner), st.dictionaries(st.sampled_from("ab"), inner, max_size=2)
    ),
    max_leaves=5,
)


@given(values)
def test_a_written_answer_holds_for_its_own_value(value: object) -> None:
    clause = clause_of("f(1)", [(Returned(value), 1.0)], {"f"})
    text = clause.removeprefix("example: ")
    assert why_informal(text, ["f"]) is None
    assert eval(text, {"f": lambda n: value, "approx": approx, "math": math}) is True


@given(values, values)
def test_a_written_answer_does_not_hold_for_another_answer(value: object, other: object) -> None:
    if not same_answer(Returned(value), Returned(other)):
        text = clause_of("f(1)", [(Returned(value), 1.0)], {"f"}).removeprefix("example: ")
        assert eval(text, {"f": lambda n: other, "approx": approx, "math": math}) is False


# From a sentence to the right function, in the sandbox.


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as made:
        yield made


def variants(module: ModuleType, family: str) -> list[Candidate]:
    """The library's idioms of a family as candidates: their bodies, without docstrings."""
    found = []
    for node in ast.parse(inspect.getsource(module)).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        marks = [keyword for call in node.decorator_list if isinstance(call, ast.Call) for keyword in call.keywords]
        of = [ast.literal_eval(keyword.value) for keyword in marks if keyword.arg == "of"] or [node.name]
        if of == [family]:
            lines = inspect.getsource(module).splitlines()[node.body[1].lineno - 1 : node.end_lineno]
            modules = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)} & set(vars(module))
            used = tuple(sorted(name for name in modules if inspect.ismodule(getattr(module, name))))
            found.append(Candidate(body=textwrap.dedent("\n".join(lines)).replace("\n", "\n    "), engine="embedded"))
            found[-1] = found[-1].model_copy(update={"body": "    " + found[-1].body.rstrip() + "\n", "modules": used})
    return found


def probes(module: ModuleType, family: str) -> list[str]:
    """The calls that the library drafts for a family."""
    node = next(
        node
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.FunctionDef) and node.name == family
    )
    marks = [keyword for call in node.decorator_list if isinstance(call, ast.Call) for keyword in call.keywords]
    return list(next(ast.literal_eval(keyword.value) for keyword in marks if keyword.arg == "probes"))


async def lifted(
    text: str, bodies: Sequence[Candidate], drafted: Sequence[str], sandbox: Sandbox, history: History
) -> Comparison:
    """What becomes of candidates of the one spec in `text`."""
    ir = read(text).specs[0].ir
    given = with_open(generate_inputs(ir, drafted), history)
    held = []
    async with prepare(ir, sandbox, given) as checks:
        for body in bodies:
            program = program_of(ir, body, Companions())
            if (await checks.check(program.source, program.modules)).holds:
                held.append(Held(body, program))
        return await compare(checks, held, given, history)


async def check_settled(
    text: str, bodies: Sequence[Candidate], drafted: Sequence[str], sandbox: Sandbox, asked: str, shows: dict[str, int]
) -> None:
    """The spec is asked this one question; each of the answers settles it and shows the candidate of that index."""
    first = await lifted(text, bodies, drafted, sandbox, History())
    assert first.hole is not None
    assert first.hole.subject == asked
    for answer, index in shows.items():
        clause = choice(first.hole, answer).clause
        second = await lifted(f"{text}    {clause}\n", bodies, drafted, sandbox, first.history)
        assert second.hole is None, f"`{clause}` leaves a question: {second.hole}"
        assert second.shown is not None
        assert bodies.index(second.shown.candidate) == index, clause


FACTORIALS = [
    "Create a function to calculate the factorial of a number.",
    "The product of all integers from 1 to n.",
]
ANSWERS = {
    "raises ValueError (this call)": 0,
    "raises ValueError whenever n < 0": 0,
    "returns 1": 1,
    "not a valid input: requires n >= 0": 0,
    "don't care": 0,
}


@pytest.mark.parametrize("sentence", FACTORIALS)
async def test_variants_of_the_library_ask_about_negative_factorials_once(sandbox: Sandbox, sentence: str) -> None:
    bodies = variants(importlib.import_module(f"{LIBRARY}.number_series"), "factorial")
    text = f"spec factorial(n: int) -> int\n    {sentence}\n"
    drafted = ["factorial(-1)", "factorial(0)"]
    await check_settled(text, bodies, drafted, sandbox, "factorial(-1)", ANSWERS | {"returns 0": 2})


async def test_suggestions_do_not_argue_with_answers(sandbox: Sandbox) -> None:
    answer = Candidate(body="    return n\n", engine="embedded")
    suggestion = Candidate(body="    return n + 1\n", engine="embedded", stance="suggest")
    found = await lifted("spec f(n: int) -> int\n    Give n.\n", [suggestion, answer], [], sandbox, History())
    assert found.hole is None
    assert found.shown is not None
    assert found.shown.candidate == answer


async def test_samples_of_a_model_ask_the_same(sandbox: Sandbox) -> None:
    bodies = [
        Candidate(body=body, engine="remote", modules=("math",))
        for body in (
            "    if n < 0:\n        raise ValueError('negative')\n    return math.prod(range(1, n + 1))\n",
            "    result = 1\n    for i in range(1, n + 1):\n        result *= i\n    return result\n",
            "    return 1 if n <= 1 else n * factorial(n - 1)\n",
        )
    ]
    text = f"spec factorial(n: int) -> int\n    {FACTORIALS[0]}\n"
    shortest = {"not a valid input: requires n >= 0": 2, "don't care": 2, "returns 1": 2}
    await check_settled(text, bodies, [], sandbox, "factorial(-1)", ANSWERS | shortest)


@pytest.mark.parametrize(
    ("module", "header", "asked", "answers"),
    [
        ("averages", "mean(numbers: list[float]) -> float", "mean([])", 3),
        ("averages", "median(numbers: list[float]) -> float", "median([])", 3),
        ("durations", "parse_duration(text: str) -> int", "parse_duration('90')", 4),
        ("sequences", "chunk(items: list[int], size: int) -> list[list[int]]", "chunk([1, 2, 3], 2)", 2),
        ("numbers", "integer_square_root(n: int) -> int", "integer_square_root(-1)", 3),
    ],
)
async def test_other_functions_are_asked_in_kind(
    sandbox: Sandbox, module: str, header: str, asked: str, answers: int
) -> None:
    family = header.partition("(")[0]
    library = importlib.import_module(f"{LIBRARY}.{module}")
    bodies, drafted = variants(library, family), probes(library, family)
    text = f"spec {header}\n    What {family} says.\n"
    first = await lifted(text, bodies, drafted, sandbox, History())
    assert first.hole is not None
    assert first.hole.evidence is not None
    assert first.hole.subject == asked
    assert len(first.hole.evidence.answers) == answers
    for item in first.hole.choices:
        if item.clause.startswith("example:"):
            second = await lifted(f"{text}    {item.clause}\n", bodies, drafted, sandbox, first.history)
            assert second.hole is None or second.hole.subject != asked
            assert second.shown is not None
            kept = [row for row in second.table.rows if row.program == second.shown.candidate.body]
            assert len(kept) == 1
