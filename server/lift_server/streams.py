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

    @property
    def name(self) -> str:
        """The engine's name."""
        return self.engine.capabilities().name


def begin(
    group: asyncio.TaskGroup, engine: Engine, source: str, ir: IR, count: int, feedback: Feedback, report: Report
) -> Stream:
    """Ask the engine for `count` candidates; the group owns the task that reads them."""
    items: asyncio.Queue[Item | None] = asyncio.Queue()
    group.create_task(_read(engine, source, ir, count, feedback, report, items))
    return Stream(engine, items)


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
