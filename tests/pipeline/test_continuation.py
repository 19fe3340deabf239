"""What a result leaves for the next one, in this run of Lift or a later one: questions counted, candidates at hand."""

from lift_ir import Inferred
from lift_ir.clauses import Choice, Hole, HoleKind
from lift_server.engines.base import Silence
from lift_server.lower import read

from .scripted import NUMBER, Bench, Scripted, answer, bodies, clause_for, question

SENTENCE = "Something about a number.\n"
MODEL = Inferred(engine="scripted", model="m")


def at_odds() -> Scripted:
    """An engine whose candidates disagree nearly everywhere."""
    return Scripted({"f": [[answer("n"), answer("n + 1"), answer("n * 2"), answer("7")]]})


async def left_open(bench: Bench, text: str, engine: Scripted) -> str:
    """The text with "don't care" as the answer to its open question."""
    clause = clause_for(await bench.lift(text, engine), "don't care")
    return f"{text}    {clause}\n"


async def test_two_answers_that_say_nothing_end_it_in_whichever_run_they_were_given(bench: Bench) -> None:
    engine, text = at_odds(), NUMBER
    for _ in range(2):
        text = await left_open(bench, text, engine)
        bench.restart()
    lifted = await bench.lift(text, engine)
    assert question(lifted) is None
    assert len(lifted.asked.unspecified) == 2
    bench.restart()
    assert question(await bench.lift(f"{text}    ensures: result < 1000000\n", engine)) is None
    other = await bench.lift(f"{text}    ensures: result < 999999\n", at_odds(), file="another.lift")
    assert question(other) is not None, "nothing was asked about the function of this file"


async def test_an_open_question_is_the_same_in_the_next_run(bench: Bench) -> None:
    engine = at_odds()
    before = question(await bench.lift(NUMBER, engine))
    bench.restart()
    after = question(await bench.lift(f"{NUMBER}    ensures: result < 1000000\n", engine))
    assert before is not None
    assert after is not None
    assert before.subject == after.subject


async def test_an_answer_that_is_taken_out_no_longer_counts(bench: Bench) -> None:
    engine = at_odds()
    await bench.lift(await left_open(bench, NUMBER, engine), engine)
    bench.restart()
    lifted = await bench.lift(f"{NUMBER}    ensures: result < 1000000\n", engine)
    assert lifted.asked.answered == ()
    assert question(lifted) is not None


async def test_another_prose_is_another_function(bench: Bench) -> None:
    engine, text = at_odds(), NUMBER
    for _ in range(2):
        text = await left_open(bench, text, engine)
    assert question(await bench.lift(text, engine)) is None
    other = at_odds()
    assert question(await bench.lift(text.replace("number", "digit"), other)) is not None
    assert len(other.requests) == 1


async def test_the_first_answer_names_a_spec_and_asks_nobody(bench: Bench) -> None:
    engine = at_odds()
    engine.drafted = read(NUMBER).specs[0].ir
    first = await bench.lift(SENTENCE, engine)
    clause = clause_for(first, "don't care")
    bench.restart()
    lifted = await bench.lift(f"{NUMBER}    {clause}\n", engine)
    assert len(engine.requests) == engine.drafts == 1
    assert len(lifted.candidates) == 4
    assert lifted.asked.unspecified == (first.asked.open,)


async def test_another_signature_asks_anew(bench: Bench) -> None:
    engine = Scripted({"f": [[answer("n")], [answer("text")]]})
    await bench.lift(NUMBER, engine)
    assert bodies(await bench.lift(NUMBER.replace("n: int", "text: str"), engine)) == ["text"]


async def test_an_engine_that_had_nothing_is_asked_again(bench: Bench) -> None:
    engine = Scripted({"f": [[Silence("no server", again=True)], [answer("n")]]})
    await bench.lift(NUMBER, engine)
    assert bodies(await bench.lift(NUMBER, engine)) == ["n"]


async def test_a_sample_that_came_twice_counts_twice_ever_after(bench: Bench) -> None:
    engine = Scripted({"f": [[answer("abs(n)"), answer("n"), answer("n")]]})
    first = await bench.lift(NUMBER, engine)
    later = await bench.lift(f"{NUMBER}    ensures: result < 1000000\n", engine)
    for lifted in (first, later):
        assert [item.samples for item in lifted.candidates] == [2, 1]
        assert bodies(lifted)[0] == "n"


async def test_what_an_engine_wonders_goes_when_it_is_answered(bench: Bench) -> None:
    choice = Choice(title="requires: n > 0", clause="requires: n > 0")
    hole = Hole(kind=HoleKind.INTENT, question="Which number?", choices=(choice,), origin=MODEL)
    drafted = read(NUMBER).specs[0].ir.model_copy(update={"holes": (hole,)})
    engine = Scripted({"f": [[answer("n"), answer("+n")]]}, drafted=drafted)
    for clause, count in (("ensures: result < 1000000", 1), (choice.clause, 0)):
        await bench.lift(NUMBER, engine)
        assert len((await bench.lift(f"{NUMBER}    {clause}\n", engine)).holes) == count
