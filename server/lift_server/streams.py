"""What engines write, taken in as it comes: a stream never waits for the check of what it brought before."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass

from lift_ir import IR, Candidate
from lift_server.drafting import failed
from lift_server.engines.base import Engine, Feedback, Progress, Report, Silence, Spent

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

    def give_up_at(self, when: float, reason: str) -> None:
        """End it then (in the loop's time) unless it has ended, with this to say; its connections are closed, what came
        stays."""
        timer = asyncio.get_running_loop().call_at(when, self._give_up, reason)
        self.task.add_done_callback(lambda _: timer.cancel())

    def _give_up(self, reason: str) -> None:
        self.items.put_nowait(Silence(reason, again=True))
        self.items.put_nowait(None)
        self.task.cancel()


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
