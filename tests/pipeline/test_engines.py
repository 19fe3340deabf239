"""Several engines at once: who answers first, whose reading wins, what one failing does to the others."""

import asyncio
from collections.abc import AsyncGenerator, Callable

import pytest

from lift_ir import IR, Inferred
from lift_ir.candidate import Usage
from lift_ir.clauses import Assertion, Condition, Hole, HoleKind, Raises
from lift_server import budget, streams
from lift_server.engines.base import Engine, Progress, Silence, Spent, Written
from lift_server.lifted import EngineUsage, Lifted
from lift_server.lower import read

from .scripted import NUMBER, Bench, Broken, Gated, Scripted, answer, bodies, clause_for, question

SENTENCE = "Something about a number.\n"
MODEL = Inferred(engine="remote", model="m")


def library(*expressions: str, **changes: object) -> Scripted:
    """The engine without a model; it reads an unnamed spec as NUMBER."""
    drafted = read(NUMBER).specs[0].ir
    return Scripted({"f": [[*map(answer, expressions)]] * 9}, name="embedded", drafted=drafted, **changes)  # type: ignore[arg-type]


def model(*expressions: str, kind: Callable[..., Scripted] = Scripted, **changes: object) -> Scripted:
    """The engine with a model."""
    return kind({"f": [[answer(item, model="m-32b") for item in expressions]]}, name="remote", **changes)


async def while_it_works(bench: Bench, text: str, slow: Gated, *others: Engine) -> tuple[Lifted, Lifted]:
    """What is shown while the gate of the slow engine is closed, and in the end."""
    lifting = asyncio.create_task(bench.lift(text, *others, slow))
    async with asyncio.timeout(30):
        while not bench.partial and not lifting.done():
            await asyncio.sleep(0)
    assert not lifting.done()
    first = bench.partial[-1]
    for _ in range(99):
        slow.gate.release()
    return first, await lifting


async def test_the_library_answers_while_the_model_still_writes(bench: Bench) -> None:
    slow = model("n + 1", "1 + n", kind=Gated)
    assert isinstance(slow, Gated)
    first, last = await while_it_works(bench, NUMBER, slow, library("n", "abs(n)"))
    assert sorted(bodies(first)) == ["abs(n)", "n"]
    assert first.chosen is not None
    assert any("`remote` still works" in note for note in first.notes)
    assert sorted(bodies(last)) == ["1 + n", "abs(n)", "n", "n + 1"]
    assert bodies(last)[0] in ("n + 1", "1 + n")
    assert last.notes == ()
    assert slow.was_left


async def test_a_candidate_is_checked_while_others_still_come(bench: Bench) -> None:
    slow = model("n", "n + 1", kind=Gated)
    assert isinstance(slow, Gated)
    lifting = asyncio.create_task(bench.lift(NUMBER, slow))
    slow.gate.release()
    async with asyncio.timeout(30):
        while not any(item.stage == "checking candidate 1" for item in bench.reported):
            await asyncio.sleep(0)
    assert not lifting.done()
    for _ in range(9):
        slow.gate.release()
    assert len((await lifting).candidates) == 2


async def test_a_check_holds_up_no_stream(bench: Bench) -> None:
    class Paced(Scripted):
        ended = False

        async def write(self, *given: object) -> AsyncGenerator[Written, None]:  # type: ignore[override]
            async for item in super().write(*given):  # type: ignore[arg-type]
                await asyncio.sleep(0)
                yield item
            self.ended = True

    engine = model(*(f"n + {number}" for number in range(20)), kind=Paced)
    assert isinstance(engine, Paced)
    ended: dict[str, bool] = {}

    class Screen(list[Progress]):
        def append(self, item: Progress) -> None:
            ended[item.stage] = engine.ended

    bench.reported = Screen()
    await bench.lift(NUMBER, engine)
    assert not ended["checking candidate 1"]
    assert ended["checking candidate 2"], "the stream waited for the first check"


async def test_who_comes_first_changes_nothing(bench: Bench) -> None:
    expressions = ("n", "abs(n)", "n + 0", "abs(n) + 0", "0 + n")
    one = await bench.lift(NUMBER, library("n", "-n"), model(*expressions), file="one.lift")
    other = await bench.lift(NUMBER, model(*reversed(expressions)), library("n", "-n"), file="other.lift")
    # Not the stored result of the first: the order of the engines is another.
    assert [item.candidate for item in one.candidates] == [item.candidate for item in other.candidates]
    assert (one.holes, one.asked) == (other.holes, other.asked)


async def test_an_engine_that_fails_leaves_the_others_their_result(bench: Bench) -> None:
    lifted = await bench.lift(NUMBER, library("n"), model(kind=Broken))
    assert bodies(lifted) == ["n"]
    assert lifted.notes == ("The engine `remote` failed (OSError: the cable is gone).",)
    again = await bench.lift(NUMBER, library("n"), model("n + 1"))
    assert sorted(bodies(again)) == ["n", "n + 1"], "a result without an engine that failed was kept"


async def test_a_silent_engine_leaves_the_others_their_result(bench: Bench) -> None:
    silent = Scripted({"f": [[Silence("no server")]]}, name="remote", silence="no server")
    lifted = await bench.lift(SENTENCE, library("n"), silent)
    assert bodies(lifted) == ["n"]
    assert lifted.notes == ("no server",)


async def test_when_the_time_is_over_the_first_answer_stays(bench: Bench) -> None:
    slow = model("n + 1", kind=Gated)
    assert isinstance(slow, Gated)
    await bench.lift(NUMBER, library("n"))  # from now on its answer is known
    lifted = await bench.lift(NUMBER, library("n"), slow, seconds=0.05)
    assert bodies(lifted) == ["n"]
    assert "budget_seconds" in lifted.notes[-1]
    assert slow.was_left


async def test_when_a_server_is_too_slow_what_had_come_is_used(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "PATIENCE", 0.001)
    monkeypatch.setattr(streams, "PATIENCE", 0.001)
    slow = model("n + 1", "n + 2", kind=Gated)
    assert isinstance(slow, Gated)
    slow.gate.release()
    lifted = await bench.lift(NUMBER, slow)
    assert bodies(lifted) == ["n + 1"]
    assert lifted.notes == (
        "Stopped waiting for `remote` after 0.06 s (setting `budget_seconds`); what had come was checked.",
    )
    assert slow.was_left
    monkeypatch.undo()
    again = await bench.lift(NUMBER, model("n", "n + 2"))
    assert len(again.candidates) == 2, "a result that was cut short was kept"


def drafted(text: str, **changes: object) -> IR:
    """What a model reads: the IR of this text, with inferred parts."""
    return read(text).specs[0].ir.model_copy(update=changes)


async def test_the_reading_of_a_model_wins(bench: Bench) -> None:
    header = "spec g(text: str) -> str"
    slow = Scripted({"g": [[answer("text")]]}, name="remote", drafted=drafted(f"{header}\n    {SENTENCE}"))
    both = library("n")
    both.script = {"f": [[answer("n")]], "g": [[answer("text + ''")]]}
    lifted = await bench.lift(SENTENCE, both, slow)
    assert [item.ir.signature.name for item in bench.partial] == ["f"]
    assert lifted.ir.signature.name == "g"
    assert sorted(bodies(lifted)) == ["text", "text + ''"]


async def test_what_was_left_out_of_the_reading_is_said(bench: Bench) -> None:
    lifted = await bench.lift(NUMBER, library("n", notes=("of the library",)), model("n", notes=("1 part left out",)))
    assert lifted.notes == ("1 part left out",)


async def test_a_stated_signature_is_written_for_while_it_is_read(bench: Bench) -> None:
    class Waits(Scripted):
        async def draft(self, *given: object) -> object:  # type: ignore[override]
            while not self.requests:
                await asyncio.sleep(0)
            return await super().draft(*given)  # type: ignore[arg-type]

    lifted = await bench.lift(NUMBER, model("n", kind=Waits))
    assert bodies(lifted) == ["n"]


def inferred(kind: str, text: str) -> Assertion:
    return Assertion.model_validate({"kind": kind, "condition": Condition(text=text), "origin": MODEL})


async def test_what_a_model_infers_binds_no_candidate_and_is_kept_when_it_holds(bench: Bench) -> None:
    reading = drafted(
        NUMBER,
        assertions=(
            inferred("precondition", "n >= 0"),
            inferred("postcondition", "result >= n"),
            inferred("postcondition", "result == 7"),
        ),
        raises=(Raises(exceptions=("ValueError",), condition=Condition(text="n > 3"), origin=MODEL),),
    )
    lifted = await bench.lift(NUMBER, model("n", "abs(n)", "n + 0", drafted=reading))
    assert lifted.chosen is not None
    assert [item.condition.text for item in lifted.ir.assertions] == ["n >= 0", "result >= n"]
    assert lifted.ir.raises == ()
    asked = question(lifted)
    assert asked is not None
    assert asked.subject == "f(-1)", "an inferred limit hides nothing"


async def test_questions_of_a_model_are_hints(bench: Bench) -> None:
    hole = Hole(kind=HoleKind.INTENT, question="Which number?", origin=MODEL)
    lifted = await bench.lift(NUMBER, model("n", drafted=drafted(NUMBER, holes=(hole,))))
    assert [(item.question, item.is_hint, item.blocks) for item in lifted.holes] == [("Which number?", True, False)]


async def test_an_open_question_stays_when_candidates_join(bench: Bench) -> None:
    slow = model("n + 5", "n + 5 if n > 2 else n", "5 + n", "n - -5", kind=Gated)
    assert isinstance(slow, Gated)
    first, last = await while_it_works(bench, NUMBER, slow, library("n", "abs(n)"))
    before, after = question(first), question(last)
    assert before is not None
    assert after is not None
    assert (before.kind, before.subject, before.question) == (after.kind, after.subject, after.question)
    titles = [choice.title for choice in after.choices]
    assert {choice.title for choice in before.choices if choice.title.startswith("returns")} <= set(titles)
    assert "returns 4" in titles


async def test_what_only_the_library_does_is_a_hint_against_four_samples(bench: Bench) -> None:
    lifted = await bench.lift(NUMBER, library("n", "abs(n)", "-n"), model("n", "+n", "n + 0", "n * 1"))
    [first], last = [question(item) for item in bench.partial], question(lifted)
    assert first is not None
    assert last is not None
    assert (first.is_hint, last.is_hint) == (False, True)
    assert first.subject == last.subject


async def test_an_answer_to_a_pooled_question_asks_no_server(bench: Bench) -> None:
    slow = model("n", "abs(n)", "+n", "n + 0")
    first = await bench.lift(NUMBER, library("n"), slow)
    lifted = await bench.lift(f"{NUMBER}    {clause_for(first, 'returns -1')}\n", library("n"), slow)
    assert len(slow.requests) == slow.drafts == 1
    assert lifted.chosen is not None
    assert lifted.usage == ()


async def test_the_usage_of_each_engine_is_summed(bench: Bench) -> None:
    request = Usage(prompt_tokens=100, completion_tokens=60, seconds=1.5)
    draft = Usage(prompt_tokens=50, completion_tokens=30, seconds=0.5)
    slow = Scripted({"f": [[answer("n"), Spent(request)]]}, name="remote", usage=draft)
    bench.price = 3.6
    lifted = await bench.lift(NUMBER, library("n"), slow)
    [used] = lifted.usage
    assert used.cost == pytest.approx(0.002)
    assert used == EngineUsage(
        engine="remote",
        requests=2,
        prompt_tokens=150,
        completion_tokens=90,
        seconds=2.0,
        tokens_per_second=45.0,
        cost=used.cost,
    )
