"""Sealed workers, one of them kept ready: the next check finds a process that is forked and sealed already."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Sequence
from typing import Any, Protocol

from lift_ir.effects import Effect
from lift_server.checks.sandbox.limits import Limits, SandboxError
from lift_server.checks.sandbox.posix import ForkServer
from lift_server.checks.sandbox.process import Worker, first_frame
from lift_server.checks.sandbox.wire import confinement

SEALING_SECONDS = 10.0


class Source(Protocol):
    """Where bare workers come from."""

    layers: tuple[str, ...]

    @property
    def process(self) -> int | None:
        """The process that makes them, while it runs."""

    async def spawn(self, limits: Limits) -> Worker:
        """A new worker that waits for its confinement. Raises SandboxError."""

    def abandon(self) -> None:
        """Give up what makes the workers, since it does not answer; the next worker comes from a new one."""

    async def close(self) -> None:
        """End all workers."""


def _source(hash_seed: int) -> Source:
    """The source of workers for this platform."""
    if os.name == "nt":
        from lift_server.checks.sandbox.windows import Pool

        return Pool()
    return ForkServer(hash_seed)


class Supply:
    """Sealed workers from one source. `hash_seed` fixes the order of their sets of text."""

    def __init__(self, limits: Limits, hash_seed: int = 0) -> None:
        self._limits = limits
        self._source = _source(hash_seed)
        self._spare: asyncio.Task[Worker] | None = None
        self._closed = False

    @property
    def layers(self) -> tuple[str, ...]:
        """What a sealed process is confined by, for people."""
        return self._source.layers

    @property
    def process(self) -> int | None:
        """The process that makes the workers, while it runs."""
        return self._source.process

    async def take(
        self, limits: Limits, effects: Sequence[Effect] = (), modules: Sequence[str] = (), folder: str | None = None
    ) -> Worker:
        """A sealed worker that waits for its task; the caller kills it. Raises SandboxError."""
        if self._closed:
            raise SandboxError("the sandbox is closed")
        wanted = confinement(effects, modules, limits, folder)
        if wanted != confinement((), (), self._limits, None):
            return await self._seal(wanted, limits)
        worker = await self._take_spare() or await self._seal(wanted, limits)
        if self._spare is None and not self._closed:
            self._spare = asyncio.create_task(self._seal(wanted, self._limits))
            self._spare.add_done_callback(_retrieve)
        worker.allow(limits.output)
        return worker

    @contextlib.asynccontextmanager
    async def worker(
        self, limits: Limits, effects: Sequence[Effect] = (), modules: Sequence[str] = (), folder: str | None = None
    ) -> AsyncIterator[Worker]:
        """A sealed worker, killed at the end, and gone by then when it works in a folder. Raises SandboxError."""
        worker = await self.take(limits, effects, modules, folder)
        try:
            yield worker
        finally:
            worker.kill()
            if folder is not None:
                await worker.exit_status()

    async def close(self) -> None:
        """End all workers and what makes them, for good."""
        self._closed = True
        if self._spare is not None:
            self._spare.cancel()
            await asyncio.wait([self._spare])
            if not self._spare.cancelled() and self._spare.exception() is None:
                self._spare.result().kill()
            self._spare = None
        await self._source.close()

    async def _take_spare(self) -> Worker | None:
        """The worker that was prepared; none when there is none or it is lost."""
        spare, self._spare = self._spare, None
        if spare is None:
            return None
        try:
            worker = await asyncio.shield(spare)
        except SandboxError:
            return None
        except asyncio.CancelledError:
            if self._spare is None and not self._closed:
                self._spare = spare
            else:
                spare.add_done_callback(_discard)
            raise
        return None if worker.lost else worker

    async def _seal(self, wanted: dict[str, Any], limits: Limits) -> Worker:
        worker = await self._source.spawn(limits)
        try:
            worker.send(wanted)
            greeting = await first_frame(worker, SEALING_SECONDS)
            if "sealed" not in greeting:
                raise SandboxError(f"a program could not be sealed: {greeting.get('unsealed', 'no reason given')}")
        except BaseException as error:
            worker.kill()
            if isinstance(error, SandboxError) and worker.process is None:
                self._source.abandon()
            raise
        return worker


def _discard(task: "asyncio.Task[Worker]") -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().kill()


def _retrieve(task: "asyncio.Task[Worker]") -> None:
    """A spare that could not be made is no error until somebody needs a worker."""
    if not task.cancelled():
        task.exception()
