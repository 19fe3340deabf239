"""The pipeline with an engine that follows a script: what is asked of it, what comes out, and in which order."""

import pytest

from lift_server.engines.base import Formalisation, Progress, Silence
from lift_server.lifted import Lifted
from lift_server.pipeline import NONE_HOLDS

from .scripted import NUMBER, SAME, Bench, Gated, Scripted, answer, bodies, clause_for


async def asked_and_answered(bench: Bench, engine: Scripted, positive: bool) -> Lifted:
    """The result after the question on a negative number is answered: its absolute value, or itself."""
    first = await bench.lift(NUMBER, engine)
    assert len(engine.requests) == 1
    clause = clause_for(first, "returns 1" if positive else "returns -1")
    return await bench.lift(f"{NUMBER}    {clause}\n", engine)


async def test_what_holds_comes_first_and_answers_before_suggestions(bench: Bench) -> None:
    found = [answer("n"), answer("2 * n", stance="suggest"), answer("n + n"), answer("n +")]
    lifted = await bench.lift(f"{NUMBER}    example: f(3) == 6\n", Scripted({"f": [found]}))
    assert bodies(lifted) == ["n + n", "2 * n", "n", "n +"]
    assert lifted.chosen is not None
    assert [item.report.holds for item in lifted.candidates] == [True, True, False, False]


async def test_the_behavior_of_most_candidates_is_chosen(bench: Bench) -> None:
    lifted = await bench.lift(NUMBER, Scripted({"f": [[answer("abs(n)"), *map(answer, SAME)]]}))
    assert bodies(lifted)[0] == "n"


async def test_one_body_is_checked_once_however_often_it_comes(bench: Bench) -> None:
    lifted = await bench.lift(NUMBER, Scripted({"f": [[answer("n"), answer("n"), answer("n")]]}))
    assert bodies(lifted) == ["n"]
    assert sum(item.stage.startswith("checking") for item in bench.reported) == 1


async def test_silence_is_passed_on(bench: Bench) -> None:
    lifted = await bench.lift(NUMBER, Scripted({"f": [[Silence("knows nothing"), Silence("knows nothing")]]}))
    assert lifted.notes == ("knows nothing",)
    assert lifted.chosen is None


async def test_a_result_is_computed_once(bench: Bench) -> None:
    engine = Scripted({"f": [[answer("n"), answer("abs(n)")]]})
    first = await bench.lift(NUMBER, engine)
    bench.reported.clear()
    assert await bench.lift(NUMBER, engine) == first
    assert len(engine.requests) == 1
    assert bench.reported == []


async def test_a_stored_question_is_the_open_one(bench: Bench) -> None:
    engine = Scripted({"f": [[answer("n"), answer("abs(n)")]]})
    await bench.lift(NUMBER, engine)
    before = dict(bench.latest)
    bench.restart()
    await bench.lift(NUMBER, engine)
    assert bench.latest == before


async def test_the_budget_ends_it_and_nothing_is_stored(bench: Bench) -> None:
    engine = Gated({"f": [[answer("n")]]})
    lifted = await bench.lift(NUMBER, engine, seconds=0.01)
    assert "budget_seconds" in lifted.notes[0]
    assert engine.was_left
    again = await bench.lift(NUMBER, Scripted({"f": [[answer("n")]]}))
    assert again.chosen is not None


CALLING = """\
spec quadruple(n: int) -> int
    Four times the number.

    ensures: result == double(double(n))

spec double(n: int) -> int
    Twice the number.

    example: double(4) == 8
"""


@pytest.mark.parametrize(("expression", "holds"), [("n * 4", True), ("double(n) + double(n)", True), ("n + 4", False)])
async def test_a_clause_may_call_another_spec(bench: Bench, expression: str, holds: bool) -> None:
    engine = Scripted({"quadruple": [[answer(expression)]], "double": [[answer("n * n"), answer("n * 2")]]})
    lifted = await bench.lift(CALLING, engine)
    assert (lifted.chosen is not None) is holds
    assert [name for name, _, _ in engine.requests].count("double") == 1


async def test_a_companion_is_lifted_once_for_all_who_call_it(bench: Bench) -> None:
    engine = Scripted({"quadruple": [[answer("n * 4")]] * 2, "double": [[answer("n * 2")]]})
    await bench.lift(CALLING, engine)
    await bench.lift(CALLING.replace("Four times", "Fourfold"), engine)
    assert sorted(name for name, _, _ in engine.requests) == ["double", "quadruple", "quadruple"]


async def test_an_answer_that_leaves_few_candidates_asks_for_more_and_says_what_failed(bench: Bench) -> None:
    batch = [answer("abs(n)"), *map(answer, SAME)]
    engine = Scripted({"f": [batch, [answer("n"), answer("n if n > 0 else -n")]]})
    lifted = await asked_and_answered(bench, engine, positive=True)
    assert [count for _, count, _ in engine.requests] == [3, 3]
    feedback = engine.requests[-1][2]
    assert feedback.messages == ("example: f(-1) == 1",)
    assert [failure.call for failure in feedback.failures] == ["f(-1)"]
    assert sorted(bodies(lifted)) == sorted(["abs(n)", "n if n > 0 else -n", *SAME])
    assert sum(item.report.holds for item in lifted.candidates) == 2


async def test_an_answer_that_most_satisfy_asks_for_nothing(bench: Bench) -> None:
    engine = Scripted({"f": [[answer("abs(n)"), *map(answer, SAME)]]})
    lifted = await asked_and_answered(bench, engine, positive=False)
    assert len(engine.requests) == engine.drafts == 1
    assert sum(item.report.holds for item in lifted.candidates) == 3


async def test_candidates_are_asked_for_once_more_and_not_again(bench: Bench) -> None:
    batch = [answer("abs(n)"), *map(answer, SAME)]
    engine = Scripted({"f": [batch, [answer("0 - n")], [answer("1")]]})
    await asked_and_answered(bench, engine, positive=True)
    assert len(engine.requests) == 2


async def test_prose_that_changes_asks_anew(bench: Bench) -> None:
    engine = Scripted({"f": [[answer("n")], [answer("n + 1")]]})
    await bench.lift(NUMBER, engine)
    assert bodies(await bench.lift(NUMBER.replace("number", "digit"), engine)) == ["n + 1"]


async def test_candidates_are_at_hand_after_a_restart(bench: Bench) -> None:
    engine = Scripted({"f": [[answer("abs(n)"), *map(answer, SAME)]]})
    first = await bench.lift(NUMBER, engine)
    bench.restart()
    await bench.lift(f"{NUMBER}    {clause_for(first, 'returns -1')}\n", engine)
    assert len(engine.requests) == 1


async def test_when_nothing_holds_one_more_round_shows_what_failed(bench: Bench) -> None:
    engine = Scripted({"f": [[answer("n"), answer("abs(n)")], [answer("n + 1")]]})
    lifted = await bench.lift(f"{NUMBER}    example: f(-7) == -6\n", engine)
    assert [feedback.messages for _, _, feedback in engine.requests] == [(), ()]
    shown = {(item.call, item.expected, item.actual) for item in engine.requests[1][2].failures}
    assert shown == {("f(-7)", "== -6", "returns -7"), ("f(-7)", "== -6", "returns 7")}
    assert bodies(lifted)[0] == "n + 1"
    assert lifted.notes == ()


async def test_the_second_round_says_why_code_was_refused(bench: Bench) -> None:
    engine = Scripted({"f": [[answer("open('x').read()"), answer("n +")], [answer("n")]]})
    lifted = await bench.lift(NUMBER, engine)
    failures = engine.requests[1][2].failures
    assert [item.call for item in failures] == ["f", "f"]
    assert len({item.actual for item in failures}) == 2
    assert bodies(lifted)[0] == "n"


async def test_when_nothing_holds_after_an_edit_the_engine_itself_is_asked(bench: Bench) -> None:
    engine = Scripted({"f": [[answer("n")], [answer("n + 1")]]})
    await bench.lift(NUMBER, engine)
    lifted = await bench.lift(f"{NUMBER}    example: f(-7) == -6\n", engine)
    assert [item.samples for item in lifted.candidates] == [1, 1]
    assert bodies(lifted) == ["n + 1", "n"]


async def test_what_goes_wrong_in_lift_itself_is_no_group(bench: Bench) -> None:
    class WrongError(Exception):
        pass

    class Screen(list[Progress]):
        def append(self, item: Progress) -> None:
            if item.stage == "comparing candidates":
                raise WrongError

    bench.reported = Screen()
    with pytest.raises(WrongError):
        await bench.lift(NUMBER, Scripted({"f": [[answer("n")]]}))


async def test_when_the_second_round_brings_nothing_either_it_is_said(bench: Bench) -> None:
    engine = Scripted({"f": [[answer("n")], [answer("n + 2")], [answer("n + 1")]]})
    lifted = await bench.lift(f"{NUMBER}    example: f(-7) == -6\n", engine)
    assert len(engine.requests) == 2
    assert lifted.chosen is None
    assert lifted.notes == (NONE_HOLDS,)


async def test_an_engine_that_says_nothing_is_not_asked_twice(bench: Bench) -> None:
    engine = Scripted({"f": [[Silence("knows nothing")], [answer("n")]]})
    await bench.lift(NUMBER, engine)
    assert len(engine.requests) == 1


async def test_without_an_answer_few_candidates_are_no_reason_to_ask(bench: Bench) -> None:
    engine = Scripted({"f": [[answer("abs(n)"), *map(answer, SAME)]]})
    await bench.lift(f"{NUMBER}    example: f(-7) == 7\n", engine)
    assert len(engine.requests) == 1


ROOT = """\
spec root(n: int) -> int
    The largest integer whose square is at most n.

    requires: n is not negative
    ensures: result is not negative
    raises: TypeError when n is a word
"""
LIMIT = Formalisation("requires", "n is not negative", "n >= 0")
PROMISE = Formalisation("ensures", "result is not negative", "result >= 0")


def check_proposals(lifted: Lifted, *expected: str) -> None:
    """These formal texts are offered, and each was exercised and held."""
    assert [item.formal for item in lifted.proposals] == list(expected)
    assert all(item.held == item.exercised > 0 for item in lifted.proposals)


async def formalised(bench: Bench, *offered: Formalisation, expression: str = "math.isqrt(n)") -> Lifted:
    candidate = answer(expression, modules=("math",))
    return await bench.lift(ROOT, Scripted({"root": [[candidate]]}, offered))


async def test_formal_text_that_holds_is_offered(bench: Bench) -> None:
    check_proposals(await formalised(bench, LIMIT, PROMISE), "n >= 0", "result >= 0")


async def test_formal_text_that_the_candidate_breaks_is_not_offered(bench: Bench) -> None:
    wrong = Formalisation("ensures", "result is not negative", "result > 0")
    check_proposals(await formalised(bench, LIMIT, wrong), "n >= 0")


async def test_formal_text_that_no_call_reaches_is_not_offered(bench: Bench) -> None:
    never = Formalisation("requires", "n is not negative", "n > 0 and n < 0")
    check_proposals(await formalised(bench, never, PROMISE))
    check_proposals(await formalised(bench, PROMISE))


async def test_formal_text_for_what_is_not_in_the_spec_is_not_offered(bench: Bench) -> None:
    other = Formalisation("ensures", "n is not negative", "n >= 0")
    unknown = Formalisation("raises", "n is a word", "word(n)")
    check_proposals(await formalised(bench, other, unknown, LIMIT), "n >= 0")


async def test_no_formal_text_is_offered_when_the_chosen_candidate_would_fail(bench: Bench) -> None:
    stated = ROOT.replace("ensures: result is not negative", "ensures: result <= 3")
    candidate = answer("math.isqrt(n)", modules=("math",))
    lifted = await bench.lift(f"{stated}    example: root(4) == 2\n", Scripted({"root": [[candidate]]}, (LIMIT,)))
    assert lifted.chosen is not None
    check_proposals(lifted)
