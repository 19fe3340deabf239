"""Questions: which call is asked about, what can be answered, and what becomes of the answer."""

import math
from collections.abc import Callable, Sequence

import pytest

from checks.candidates import inputs, row, table
from checks.specs import spec
from lift_ir.clauses import Example, Hole, HoleKind
from lift_server.checks.arguments import call_text
from lift_server.checks.behaviour import outcome_table
from lift_server.checks.inputs import Input, Source
from lift_server.questions import (
    MAX_QUESTIONS,
    History,
    ask,
    conflict,
    is_warning,
    needs_more,
    next_question,
)

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


def test_an_answer_that_was_taken_back_is_asked_for_again() -> None:
    answered = History().answered(inputs(-1)[0].call, "invalid")
    found, history = ask(FACTORIAL, table(FACTORIAL, NUMBERS, raising, one), answered)
    assert found is not None
    assert found.subject == "f(-1)"
    assert (history.asked, history.invalid) == ((), ())


def test_an_example_that_several_behaviors_satisfy_is_not_asked_about_again() -> None:
    loose = FACTORIAL.model_copy(update={"examples": (Example(text="f(-1) == approx(0, abs=2)"),)})
    answered = History().answered(inputs(-1)[0].call, "behavior")
    found, history = ask(loose, table(FACTORIAL, NUMBERS, zero, one), answered)
    assert history.asked == answered.asked
    assert found is None or found.subject != "f(-1)"


def test_an_answer_counts_once_however_often_it_is_undone() -> None:
    call = inputs(-1)[0].call
    again = History().answered(call, "invalid").answered(call, "unspecified").answered(call, "invalid")
    assert again == History().answered(call, "invalid")
    assert not again.is_over


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


def test_more_is_asked_for_when_an_answer_left_fewer_than_half() -> None:
    answered = History().answered(inputs(-1)[0].call, "behavior")
    assert needs_more(3, 8, 8, answered)
    assert not needs_more(4, 8, 8, answered)
    assert not needs_more(3, 8, 8, History())
    assert not needs_more(3, 4, 8, answered)


def test_more_is_asked_for_when_nothing_holds_but_not_when_nothing_came() -> None:
    assert needs_more(0, 8, 8, History())
    assert not needs_more(0, 0, 0, History())


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
