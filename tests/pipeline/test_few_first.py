"""A model is asked for few candidates first, and for the rest when those fail or disagree."""

from collections.abc import AsyncGenerator

import pytest

from lift_ir import IR
from lift_ir.clauses import HoleKind
from lift_server.engines.base import Feedback, Silence, Written
from lift_server.lower import read

from .scripted import NUMBER, SAME, Bench, Scripted, answer, bodies, clause_for, question

REST = [answer(f"n + {number} - {number}") for number in range(5)]


@pytest.fixture(autouse=True)
def _eight(bench: Bench) -> None:
    bench.candidates = 8


def model(*batches: list[object], name: str = "scripted") -> Scripted:
    """An engine whose requests bring these candidates (expressions), one batch each."""
    script = [[answer(item) if isinstance(item, str) else item for item in batch] for batch in batches]
    return Scripted({"f": script}, name=name)  # type: ignore[dict-item]


def asked(engine: Scripted) -> list[int]:
    """How many candidates each request was for."""
    return [count for _, count, _ in engine.requests]


async def test_three_that_hold_and_agree_are_enough(bench: Bench) -> None:
    engine = model([*SAME], REST)
    lifted = await bench.lift(f"{NUMBER}    example: f(3) == 3\n", engine)
    assert asked(engine) == [3]
    assert sorted(bodies(lifted)) == sorted(SAME)
    assert question(lifted) is None


async def test_three_that_disagree_bring_the_rest_of_the_same_request(bench: Bench) -> None:
    engine = model(["n", "+n", "abs(n)"], ["n - 0", "abs(-n)", "n * 1", "n + 0", "0 + n"])
    lifted = await bench.lift(NUMBER, engine)
    assert [(count, feedback) for _, count, feedback in engine.requests] == [(3, Feedback()), (5, Feedback(drawn=3))]
    assert len(lifted.candidates) == 8
    found = question(lifted)
    assert found is not None
    assert found.kind is HoleKind.BEHAVIOUR
    assert found.evidence is not None
    assert [round(item.share, 2) for item in found.evidence.answers] == [0.75, 0.25]


async def test_one_that_fails_brings_the_rest(bench: Bench) -> None:
    engine = model(["n + 1", "n", "+n"], REST)
    lifted = await bench.lift(f"{NUMBER}    example: f(3) == 3\n", engine)
    assert asked(engine) == [3, 5]
    assert len(lifted.candidates) == 8
    assert lifted.chosen is not None


async def test_when_none_of_all_holds_a_further_round_shows_what_failed(bench: Bench) -> None:
    engine = model(["n"] * 3, ["+n"] * 5, ["n + 1"])
    lifted = await bench.lift(f"{NUMBER}    example: f(3) == 4\n", engine)
    assert asked(engine) == [3, 5, 8]
    assert [failure.call for failure in engine.requests[-1][2].failures] == ["f(3)"]
    assert lifted.chosen is not None


async def test_replies_that_were_no_candidates_bring_the_rest(bench: Bench) -> None:
    engine = model(["n", "+n", Silence("1 of 3 replies could not be used")], REST)
    await bench.lift(NUMBER, engine)
    assert asked(engine) == [3, 5]


async def test_replies_of_no_use_at_all_bring_the_rest(bench: Bench) -> None:
    engine = model([Silence("3 of 3 replies could not be used", replies=3)], REST)
    assert (await bench.lift(NUMBER, engine)).chosen is not None
    assert asked(engine) == [3, 5]


async def test_a_server_that_refuses_is_not_asked_for_the_rest(bench: Bench) -> None:
    engine = model([Silence("the prompt is too long")], REST)
    assert (await bench.lift(NUMBER, engine)).chosen is None
    assert asked(engine) == [3]


async def test_the_rest_is_written_for_the_same_reading(bench: Bench) -> None:
    """A stated signature is written for before the draft is there; what that adds would be another prompt."""
    read_for: list[IR] = []

    class Noting(Scripted):
        async def write(self, source: str, ir: IR, count: int, feedback: Feedback) -> AsyncGenerator[Written, None]:
            read_for.append(ir)
            async for item in super().write(source, ir, count, feedback):
                yield item

    drafted = read(f"{NUMBER}    ensures: result >= n\n").specs[0].ir
    batches = [[answer("n"), answer("abs(n)"), answer("+n")], REST]
    await bench.lift(NUMBER, Noting({"f": batches}, drafted=drafted))
    assert len(read_for) == 2
    assert read_for[0] == read_for[1]


async def test_a_server_in_trouble_is_not_asked_for_the_rest(bench: Bench) -> None:
    engine = model(["n", "abs(n)", Silence("the connection broke", again=True)], REST)
    lifted = await bench.lift(NUMBER, engine)
    assert asked(engine) == [3]
    assert len(lifted.candidates) == 2


async def test_results_that_are_never_the_same_are_not_compared(bench: Bench) -> None:
    text = "spec f(n: int) -> float\n    A random number.\n\n    effects: random\n"
    made = [answer(f"random.random() * {number}", modules=("random",)) for number in (1, 2, 3)]
    engine = model([*made], REST)
    lifted = await bench.lift(text, engine)
    assert asked(engine) == [3]
    assert len(lifted.candidates) == 3


async def test_a_library_gives_all_at_once_and_its_variants_cost_no_request(bench: Bench) -> None:
    library, slow = model(["n", "abs(n)"], ["n", "abs(n)"], name="embedded"), model([*SAME], REST, name="remote")
    lifted = await bench.lift(NUMBER, library, slow)
    assert set(asked(library)) == {8}
    assert asked(slow) == [3]
    assert question(lifted) is not None, "what the library does otherwise is still asked about"


async def test_an_answer_selects_among_all_that_were_drawn(bench: Bench) -> None:
    engine = model(["n", "+n", "abs(n)"], ["n - 0", "abs(-n)", "n * 1", "n + 0", "0 + n"])
    first = await bench.lift(NUMBER, engine)
    lifted = await bench.lift(f"{NUMBER}    {clause_for(first, 'returns -1')}\n", engine)
    assert asked(engine) == [3, 5]
    assert sum(item.report.holds for item in lifted.candidates) == 6


async def test_three_at_hand_that_a_new_clause_breaks_bring_more(bench: Bench) -> None:
    engine = model([*SAME], ["n + 1"])
    await bench.lift(NUMBER, engine)
    lifted = await bench.lift(f"{NUMBER}    example: f(3) == 4\n", engine)
    assert asked(engine) == [3, 8]
    assert lifted.chosen is not None
