"""One worker process as the event loop sees it: frames both ways, limits on time and output, one end."""

import asyncio
import contextlib
import struct
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from lift_server.checks.sandbox.limits import SandboxError
from lift_server.checks.sandbox.worker import codec

_LENGTH = struct.Struct("!I")
_MAX_STRETCH = 3  # waiting for a processor extends a limit by at most this many times itself


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

    def waited(self) -> float:
        """Seconds that the process was ready to run but had no processor; 0.0 where the kernel does not say."""
        if self.process is None:
            return 0.0
        try:
            return int(Path(f"/proc/{self.process}/schedstat").read_bytes().split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0

    def _on_frame(self, body: bytes) -> None:
        self._frames.append(body)
        self._wake()

    def _on_end(self) -> None:
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Watch:
    """Kills a worker that makes no progress for `stall` seconds while busy, or is not done within `wall` seconds.

    Time in which the worker waits for a processor does not count, within reason: a busy machine is no hanging program.
    """

    def __init__(self, worker: Worker, stall: float, wall: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._worker, self._stall, self._wall = worker, stall, wall
        self._start = self._last = self._seen = self._loop.time()
        self._busy = True
        self._waited = self._waited_at_start = 0.0
        self.expired: Literal["", "stall", "wall"] = ""
        self._timer = self._loop.call_later(min(stall, wall), self._check)

    def progress(self, busy: bool) -> None:
        """The worker answered; `busy` when another answer is due."""
        self._last, self._busy = self._loop.time(), busy

    def elapsed(self) -> float:
        """Seconds used of the wall budget."""
        return self._loop.time() - self._start - self._stretch(self._worker.waited(), self._wall)

    def close(self) -> None:
        """Stop watching."""
        self._timer.cancel()

    def _stretch(self, waited: float, limit: float) -> float:
        return min(waited, _MAX_STRETCH * limit)

    def _check(self) -> None:
        now, waited = self._loop.time(), self._worker.waited()
        if self._last > self._seen:
            self._seen, self._waited = self._last, waited
        stall_end = self._last + self._stall + self._stretch(waited - self._waited, self._stall)
        wall_end = self._start + self._wall + self._stretch(waited, self._wall)
        if self._busy and now >= stall_end:
            self.expired = "stall"
        elif now >= wall_end:
            self.expired = "wall"
        if self.expired:
            self._worker.kill()
            return
        due = min(stall_end, wall_end) if self._busy else min(now + self._stall, wall_end)
        self._timer = self._loop.call_later(max(due - now, 0.001), self._check)


async def first_frame(worker: Worker, seconds: float) -> dict[str, Any]:
    """What the worker says before it runs anything untrusted. Raises SandboxError when it says nothing."""
    with contextlib.suppress(TimeoutError, codec.CodecError):
        async with asyncio.timeout(seconds):
            data = await worker.receive()
            if isinstance(data, dict):
                return data
    raise SandboxError("a worker of the sandbox ended or hung before it was sealed")
