"""The search as the event loop sees it: a process of its own that answers a request, killed when nobody waits."""

import asyncio
import contextlib
import sys
from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path

from lift_server.engines.embedded.search.answers import Solved, load
from lift_server.engines.embedded.search.request import Request, dump

COMMAND = (sys.executable, "-s", "-P", "-S", str(Path(__file__).with_name("search") / "__main__.py"))
ENVIRONMENT = {"PYTHONHASHSEED": "0"}
"""All of it: sets of text have one order, so that the same request has the same answer."""

AT_ONCE = 2
"""Processes at work at the same time."""

WALL = 60.0
"""Seconds without a line from which a process counts as hung; its CPU time has a tighter limit of its own."""

REST = 60.0
"""Seconds for which a process that has answered waits for the next request."""

WORN = 192 << 20
"""Bytes of memory once used from which a process is ended after its answer: it does not give them back, but it knows
what it found."""

LONGEST_LINE = 4 << 20
"""Bytes of one line of an answer."""

REMEMBERED = 64
"""Requests whose answers are kept: an edit that changes no word of which the search knows is the same request."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The process ended or hung before it had answered; `reason` is the end of a sentence."""

    reason: str


@dataclass(slots=True, eq=False)
class Searcher:
    """Processes are started when there is something to search; one that has answered waits for the next request."""

    command: Sequence[str] = COMMAND
    wall: float = WALL
    _idle: asyncio.subprocess.Process | None = None
    _ending: asyncio.TimerHandle | None = None
    _known: OrderedDict[bytes, Solved] = field(default_factory=OrderedDict)
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def solve(self, asked: Request) -> AsyncGenerator[Solved | Gone, None]:
        """What is known so far, and at last all of it or how the process ended. Whoever stops early closes the
        generator: that kills the process."""
        line = dump(asked)
        if (known := self._known.get(line)) is not None:
            self._known.move_to_end(line)
            yield known
            return
        async with self._places, aclosing(self._ask(line)) as told:
            async for item in told:
                if isinstance(item, Solved) and item.is_last:
                    self._remember(line, item)
                yield item

    async def _ask(self, line: bytes) -> AsyncGenerator[Solved | Gone, None]:
        try:
            process = await self._process()
        except OSError as error:
            yield Gone(f"could not be started ({error.strerror})")
            return
        rests = False
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(line)
            while True:
                async with asyncio.timeout(self.wall):
                    said = await process.stdout.readline()
                solved = load(said)
                rests = solved.is_last and solved.memory <= WORN and self._idle is None
                if rests:
                    self._rest(process)
                yield solved
                if solved.is_last:
                    return
        except TimeoutError:
            yield Gone(f"did not answer within {self.wall:g} s")
        except (ValueError, ConnectionError):
            # A line that is cut off or too long, or none: it was ended by its limits.
            yield Gone("ran into its limits of time or memory")
        finally:
            if not rests:
                await _end(process)

    async def _process(self) -> asyncio.subprocess.Process:
        idle = self._take_idle()
        if idle is not None and idle.returncode is None:
            return idle
        pipe, null = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        return await asyncio.create_subprocess_exec(
            *self.command, stdin=pipe, stdout=pipe, stderr=null, env=ENVIRONMENT, limit=LONGEST_LINE
        )

    def _rest(self, process: asyncio.subprocess.Process) -> None:
        """Keep the process for the next request, for a while."""
        self._idle = process
        self._ending = asyncio.get_running_loop().call_later(REST, self._forget)

    def _forget(self) -> None:
        if (idle := self._take_idle()) is not None:
            _kill(idle)

    def _take_idle(self) -> asyncio.subprocess.Process | None:
        idle, self._idle = self._idle, None
        if self._ending is not None:
            self._ending.cancel()
        return idle

    def _remember(self, line: bytes, solved: Solved) -> None:
        self._known[line] = solved
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    async def close(self) -> None:
        """End the process that waits. Idempotent; a later request starts another one."""
        if (idle := self._take_idle()) is not None:
            await _end(idle)


def _kill(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill it and wait until it is gone."""
    _kill(process)
    await process.wait()
