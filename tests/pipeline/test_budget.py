"""The time of one spec: what a server needs to start is not counted, within a limit."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

import pytest

from lift_ir import IR
from lift_server.budget import Budget
from lift_server.engines.base import Candidate, Draft, Feedback, Progress, Report, Silence, Written, unheard
from lift_server.lower import read
from lift_server.streams import Item, Requests

from .scripted import NUMBER, Bench, Scripted, answer, bodies

SENTENCE = "Something about a number.\n"
Jump = Callable[[float], None]


@pytest.fixture
def jump(monkeypatch: pytest.MonkeyPatch) -> Jump:
    """Lets seconds go by in the event loop at once."""
    passed, clock = 0.0, asyncio.BaseEventLoop.time

    def later(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    monkeypatch.setattr(asyncio.BaseEventLoop, "time", lambda loop: clock(loop) + passed)
    return later


@dataclass
class Starting(Scripted):
    """A model whose server starts for so many periods of 30 s before the draft, once the first answer is shown."""

    periods: int = 0
    jump: Jump = field(default=lambda _: None)
    shown: Callable[[], bool] = field(default=lambda: True)

    async def draft(self, source: str, stated: IR, feedback: Feedback, report: Report = unheard) -> Draft:
        while not self.shown():
            await asyncio.sleep(0)
        for _ in range(self.periods):
            report(Progress("is starting", starting=31.0))
            self.jump(30.0)
            await asyncio.sleep(0)
        return await super().draft(source, stated, feedback, report)


def starting(jump: Jump, periods: int, **changes: object) -> Starting:
    script = {"f": [[answer("n + 1", model="m-32b")]]}
    drafted = read(NUMBER).specs[0].ir
    return Starting(script, name="remote", drafted=drafted, periods=periods, jump=jump, **changes)  # type: ignore[arg-type]


async def test_a_lift_outlasts_the_start_of_its_server(bench: Bench, jump: Jump) -> None:
    bench.start_seconds = 300.0
    lifted = await bench.lift(SENTENCE, starting(jump, 9))
    assert bodies(lifted) == ["n + 1"]
    assert lifted.notes == ()


async def test_a_start_beyond_the_limit_is_counted(bench: Bench, jump: Jump) -> None:
    bench.start_seconds = 100.0
    lifted = await bench.lift(SENTENCE, starting(jump, 9))
    assert lifted.candidates == ()
    assert lifted.notes[0].startswith("Stopped after 60 s, not counting 100 s of a server's start (setting `budget_")


async def test_the_library_answers_while_the_server_starts(bench: Bench, jump: Jump) -> None:
    bench.start_seconds = 300.0
    library = Scripted({"f": [[answer("n")]] * 2}, name="embedded", drafted=read(NUMBER).specs[0].ir)
    slow = starting(jump, 9, shown=lambda: bool(bench.partial))
    lifted = await bench.lift(SENTENCE, library, slow)
    assert [bodies(item) for item in bench.partial] == [["n"]]
    assert sorted(bodies(lifted)) == ["n", "n + 1"]
    assert bodies(lifted)[0] == "n + 1"


@dataclass
class Writing(Scripted):
    """A model that says how long its server will need to start, then lets that time go by, then writes."""

    told: float = 0.0
    jump: Jump = field(default=lambda _: None)

    async def write(self, source: str, ir: IR, count: int, feedback: Feedback) -> AsyncGenerator[Written, None]:
        yield Progress("is starting", starting=self.told)
        self.jump(200.0)
        for _ in range(9):
            await asyncio.sleep(0)
        yield answer("n")


async def written(engine: Writing, seconds: float) -> list[Item]:
    """What comes of a request within a budget of so many seconds, and 300 s more for a start."""
    spec = read(NUMBER).specs[0]
    items: list[Item] = []
    budget = Budget(seconds, 300.0)
    async with asyncio.TaskGroup() as group:
        requests = Requests(group, [engine], spec.source, 8, budget, budget.heard(unheard))
        async with budget.limit:
            [stream] = requests.first(spec.ir)
            while (item := await stream.items.get()) is not None:
                items.append(item)
    return items


async def test_patience_outlasts_the_start_too(jump: Jump) -> None:
    assert [type(item) for item in await written(Writing({}, told=210.0, jump=jump), 60.0)] == [Candidate]


async def test_patience_ends_where_nothing_starts(jump: Jump) -> None:
    # Between patience and the end, with room for a slow machine.
    [item] = await written(Writing({}, jump=lambda _: jump(2750.0)), 3000.0)
    assert isinstance(item, Silence)
    assert item.reason.startswith("Stopped waiting for `scripted` after 2700 s (setting `budget_seconds`)")
    assert item.again


async def test_waits_at_the_same_time_are_one(jump: Jump) -> None:
    budget = Budget(60.0, 300.0)
    async with budget.limit:
        before = budget.limit.when()
        assert before is not None
        for _ in range(3):
            budget.heard(unheard)(Progress("is starting", starting=50.0))
        jump(40.0)
        budget.heard(unheard)(Progress("is starting", starting=50.0))
        after = budget.limit.when()
        assert after is not None
        assert 90.0 <= after - before < 140.0
