"""What engines write, taken in as it comes: a stream never waits for the check of what it brought before."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from lift_ir import IR, Candidate
from lift_server.budget import PATIENCE, Budget
from lift_server.checks.behaviour import VARIANT_ENGINES
from lift_server.continuation import AtHand
from lift_server.drafting import FIRST_REQUEST, failed
from lift_server.engines.base import Engine, Feedback, Progress, Report, Silence, Spent

FIRST = 3
"""How many candidates a model is asked for first; for the others only when these fail or disagree. Recorded samples
(`make bench-holes`) show what this costs: with two much is lost, with four little more is found."""

Item = Candidate | Spent | Silence


@dataclass(frozen=True, slots=True)
class Stream:
    """One request to one engine, read by a task of its own; None is the last of its `items`."""

    engine: Engine
    items: asyncio.Queue[Item | None]
    task: asyncio.Task[None]

    @property
    def name(self) -> str:
        """The engine's name."""
        return self.engine.capabilities().name

    def give_up_at(self, when: Callable[[], float], reason: Callable[[], str]) -> None:
        """End it then (in the loop's time; it may move away) unless it has ended, with this to say; its connections are
        closed, what came stays."""
        timer = asyncio.get_running_loop().call_at(when(), self._give_up, when, reason)
        self.task.add_done_callback(lambda _: timer.cancel())

    def _give_up(self, when: Callable[[], float], reason: Callable[[], str]) -> None:
        if asyncio.get_running_loop().time() < when():
            self.give_up_at(when, reason)
            return
        self.items.put_nowait(Silence(reason(), again=True))
        self.items.put_nowait(None)
        self.task.cancel()


@dataclass(slots=True)
class Requests:
    """What the engines of one lift are asked for: up to `candidates` each. The group owns the tasks that read. `ir`:
    what they were asked to write for at first."""

    group: asyncio.TaskGroup
    engines: Sequence[Engine]
    source: str
    candidates: int
    budget: Budget
    report: Report
    ir: IR | None = None

    def first(self, ir: IR) -> list[Stream]:
        """All of an engine whose candidates cost nothing, few of a model."""
        self.ir, few = ir, self._begun_with_few
        return [
            self._begin(item, ir, FIRST if item in few else self.candidates, FIRST_REQUEST) for item in self.engines
        ]

    @property
    def _begun_with_few(self) -> list[Engine]:
        if self.candidates <= FIRST:
            return []
        fresh = (engine for engine in self.engines if not isinstance(engine, AtHand))
        return [engine for engine in fresh if engine.capabilities().name not in VARIANT_ENGINES]

    def rest(self) -> list[Stream]:
        """Those that were left out at first. The request is the same as before: a server knows its prompt."""
        assert self.ir is not None, "the first few come first"
        feedback, count = Feedback(drawn=FIRST), self.candidates - FIRST
        return [self._begin(item, self.ir, count, feedback) for item in self._begun_with_few]

    @property
    def first_of_models(self) -> int:
        """How many candidates were asked for at first where others may follow; 0 when none do."""
        return FIRST * len(self._begun_with_few)

    def more(self, ir: IR, feedback: Feedback) -> list[Stream]:
        """Others, after what is known now."""
        return [self._begin(item, ir, self.candidates, feedback) for item in self.engines]

    def _begin(self, engine: Engine, ir: IR, count: int, feedback: Feedback) -> Stream:
        stream = begin(self.group, engine, self.source, ir, count, feedback, self.report)
        stream.give_up_at(lambda: self.budget.patience, lambda: self._gave_up(stream.name))
        return stream

    def _gave_up(self, name: str) -> str:
        return f"Stopped waiting for `{name}`{self.budget.after(PATIENCE)}; what had come was checked."


def begin(
    group: asyncio.TaskGroup, engine: Engine, source: str, ir: IR, count: int, feedback: Feedback, report: Report
) -> Stream:
    """Ask the engine for `count` candidates; the group owns the task that reads them."""
    items: asyncio.Queue[Item | None] = asyncio.Queue()
    task = group.create_task(_read(engine, source, ir, count, feedback, report, items))
    return Stream(engine, items, task)


async def _read(
    engine: Engine,
    source: str,
    ir: IR,
    count: int,
    feedback: Feedback,
    report: Report,
    items: asyncio.Queue[Item | None],
) -> None:
    try:
        async with aclosing(engine.write(source, ir, count, feedback)) as written:
            async for item in written:
                if isinstance(item, Progress):
                    report(item)
                else:
                    items.put_nowait(item)
    except Exception as error:
        items.put_nowait(Silence(failed(engine, error), again=True))
    finally:
        items.put_nowait(None)
