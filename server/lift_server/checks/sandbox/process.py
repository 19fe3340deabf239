"""One worker process as the event loop sees it: frames both ways, limits on time and output, one end."""

import asyncio
import contextlib
import struct
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from lift_server.checks.sandbox.limits import SandboxError
from lift_server.checks.sandbox.worker import codec

_LENGTH = struct.Struct("!I")
_MAX_STRETCH = 3  # waiting for the machine extends a limit by at most this many times itself
_TICK = 0.02  # seconds between two looks at a worker
_LATE = 0.1  # seconds after which a look came so late that the machine was paused meanwhile
_HELD_UP = (b"R", b"D", b"T")  # ready to run, waiting for a disk, stopped


def frame(body: bytes) -> bytes:
    """A body with its length in front."""
    return _LENGTH.pack(len(body)) + body


class FrameReader(asyncio.Protocol):
    """Splits a stream into frames. Ends the connection at a frame or a total beyond `limit` bytes."""

    def __init__(self, on_frame: Callable[[bytes], None], on_end: Callable[[], None], limit: int | None) -> None:
        self._on_frame, self._on_end, self._limit = on_frame, on_end, limit
        self._buffer = bytearray()
        self.received = 0
        self.overflowed = False
        self.transport: Any = None

    def allow(self, limit: int) -> None:
        """Accept `limit` more bytes from now on."""
        self.received, self._limit = 0, limit

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        if self._limit is not None and self.received > self._limit:
            self._overflow()
            return
        self._buffer += data
        while len(self._buffer) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._buffer)
            if self._limit is not None and length > self._limit:
                self._overflow()
                return
            end = _LENGTH.size + length
            if len(self._buffer) < end:
                return
            body = bytes(self._buffer[_LENGTH.size : end])
            del self._buffer[:end]
            self._on_frame(body)

    def connection_lost(self, exc: Exception | None) -> None:
        self._on_end()

    def _overflow(self) -> None:
        self.overflowed = True
        self._buffer.clear()
        self.transport.abort()


class Worker:
    """A child process that serves one request. Made by a fork server or a pool; `kill` may be called at any time."""

    def __init__(self, output: int, on_kill: Callable[[], None]) -> None:
        self.process: int | None = None
        self.server_died = False
        self.ended: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self.reader = FrameReader(self._on_frame, self._on_end, output)
        self._on_kill = on_kill
        self._frames: deque[bytes] = deque()
        self._closed = False
        self._waiter: asyncio.Future[None] | None = None

    @property
    def lost(self) -> bool:
        """Whether its channel is closed or its process has ended."""
        return self._closed or self.ended.done()

    @property
    def received(self) -> int:
        """Bytes that it sent since it was last allowed some."""
        return self.reader.received

    @property
    def overflowed(self) -> bool:
        """Whether it was cut off for sending too much."""
        return self.reader.overflowed

    def allow(self, output: int) -> None:
        """Accept `output` more bytes from now on."""
        self.reader.allow(output)

    def send(self, data: Any) -> None:
        """Send one frame; buffered without waiting."""
        self.send_text(codec.dumps(data))

    def send_text(self, body: bytes) -> None:
        """Send one frame that is encoded already."""
        if not self._closed:
            self.reader.transport.write(frame(body))

    async def receive(self) -> Any:
        """The next frame's data, None at the end. Raises CodecError for what is no JSON."""
        while not self._frames:
            if self._closed:
                return None
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return codec.loads(self._frames.popleft())

    async def exit_status(self) -> int | None:
        """Its exit status, negative for a signal; None when nobody knows. Raises SandboxError when it does not end."""
        try:
            async with asyncio.timeout(3):
                return await asyncio.shield(self.ended)
        except TimeoutError:
            raise SandboxError("a worker of the sandbox did not end when killed") from None

    def kill(self) -> None:
        """End the process and drop its channel; harmless when it has ended."""
        if self.reader.transport is not None:
            self.reader.transport.abort()
        if not self.ended.done():
            self._on_kill()

    def schedule(self) -> "Schedule":
        """What the kernel gave the process so far; nothing where it does not say."""
        if self.process is None:
            return Schedule()
        try:
            used, waited, _ = Path(f"/proc/{self.process}/schedstat").read_bytes().split()
            state = Path(f"/proc/{self.process}/stat").read_bytes().rpartition(b") ")[2][:1]
            return Schedule(int(used) / 1e9, int(waited) / 1e9, state in _HELD_UP)
        except (OSError, ValueError):
            return Schedule()

    def _on_frame(self, body: bytes) -> None:
        self._frames.append(body)
        self._wake()

    def _on_end(self) -> None:
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Schedule(NamedTuple):
    """`used`: seconds on a processor. `waited`: seconds ready without one, counted once it gets one. `held_up`: it
    would run now if the machine let it."""

    used: float = 0.0
    waited: float = 0.0
    held_up: bool = False


@dataclass(slots=True)
class _Budget:
    """Seconds against a limit: those that count, and all in which the machine ran."""

    limit: float
    counted: float = 0.0
    passed: float = 0.0

    @property
    def is_spent(self) -> bool:
        return self.counted >= self.limit or self.passed >= (1 + _MAX_STRETCH) * self.limit


class Watch:
    """Kills a worker that makes no progress for `stall` seconds while busy, or is not done within `wall` seconds.

    Time in which the worker waits for a processor or a disk does not count, within reason, nor does time in which
    nothing ran here, as in a machine that was paused: a busy machine is no hanging program.
    """

    def __init__(self, worker: Worker, stall: float, wall: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._worker = worker
        self._stall, self._wall = _Budget(stall), _Budget(wall)
        self._tick, self._late = (min(seconds, stall / 3, wall / 3) for seconds in (_TICK, _LATE))
        self._busy = True
        self._progressed = self._looked = self._loop.time()
        self._schedule = worker.schedule()
        self.expired: Literal["", "stall", "wall"] = ""
        self._timer = self._loop.call_later(self._tick, self._check)

    def progress(self, busy: bool) -> None:
        """The worker answered; `busy` when another answer is due."""
        self._progressed, self._busy = self._loop.time(), busy

    def elapsed(self) -> float:
        """Seconds used of the wall budget."""
        self._count()
        return self._wall.counted

    def close(self) -> None:
        """Stop watching."""
        self._timer.cancel()

    def _count(self) -> None:
        """Add the time since the last look. A look that comes late finds that this process did not run either."""
        now, schedule = self._loop.time(), self._worker.schedule()
        passed = min(now - self._looked, self._late)
        used, waited = schedule.used - self._schedule.used, schedule.waited - self._schedule.waited
        counted = min(used, passed) if schedule.held_up else max(passed - waited, 0.0)
        self._wall.counted += counted
        self._wall.passed += passed
        if self._progressed > self._looked:
            self._stall.counted = self._stall.passed = 0.0
            counted, passed = (min(seconds, now - self._progressed) for seconds in (counted, passed))
        if self._busy:
            self._stall.counted += counted
            self._stall.passed += passed
        self._looked, self._schedule = now, schedule

    def _check(self) -> None:
        self._count()
        if self._stall.is_spent:
            self.expired = "stall"
        elif self._wall.is_spent:
            self.expired = "wall"
        if self.expired:
            self._worker.kill()
            return
        self._timer = self._loop.call_later(self._tick, self._check)


async def first_frame(worker: Worker, seconds: float) -> dict[str, Any]:
    """What the worker says before it runs anything untrusted. Raises SandboxError when it says nothing."""
    with contextlib.suppress(TimeoutError, codec.CodecError):
        async with asyncio.timeout(seconds):
            data = await worker.receive()
            if isinstance(data, dict):
                return data
    raise SandboxError("a worker of the sandbox ended or hung before it was sealed")
