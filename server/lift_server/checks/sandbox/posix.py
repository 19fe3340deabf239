"""The fork server as seen from the event loop: started on first use, asked for children, replaced when it dies."""

import asyncio
import itertools
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from lift_server.checks.sandbox.limits import Limits, SandboxError
from lift_server.checks.sandbox.process import FrameReader, Worker
from lift_server.checks.sandbox.worker import codec

_START_SECONDS = 20.0
_END_SECONDS = 2.0
_POLL_SECONDS = 0.002
MAIN = Path(__file__).with_name("worker") / "__main__.py"
COMMAND_BYTES = 13


class ForkServer:
    """Forks workers on request. `hash_seed` fixes the order of its children's sets of text."""

    def __init__(self, hash_seed: int = 0) -> None:
        self._hash_seed = hash_seed
        self._numbers = itertools.count(1)
        self._starting = asyncio.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._reader: FrameReader | None = None
        self._hello: asyncio.Future[dict[str, Any]] | None = None
        self._workers: dict[int, Worker] = {}
        self.layers: tuple[str, ...] = ()

    @property
    def process(self) -> int | None:
        """The fork server's process id while it runs."""
        return None if self._server is None else self._server.pid

    async def spawn(self, limits: Limits) -> Worker:
        """A new worker that waits for its request. Raises SandboxError."""
        await self._start()
        if self._control is None:
            raise SandboxError("the sandbox's fork server is closed")
        number = next(self._numbers)
        try:
            mine, theirs = socket.socketpair()
        except OSError as error:
            raise SandboxError(f"cannot start a check: {error.strerror}") from error
        worker = Worker(limits.output, lambda: self._command(b"K", number))
        self._workers[number] = worker
        try:
            with theirs:
                mine.setblocking(False)
                self._command(b"S", number, limits.memory, theirs)
            await asyncio.get_running_loop().connect_accepted_socket(lambda: worker.reader, mine)
        except OSError as error:
            mine.close()
            self._workers.pop(number, None)
            raise SandboxError(f"cannot start a check: {error.strerror or error}") from error
        except BaseException:
            mine.close()
            self._command(b"K", number)
            raise
        return worker

    def abandon(self) -> None:
        """Give up the server, since it does not answer."""
        self._disconnect()
        if self._server is not None:
            self._server.kill()

    async def close(self) -> None:
        """End the server and all its children, and wait for it."""
        server, self._server = self._server, None
        self._disconnect()
        if server is not None:
            await _reap(server)

    async def _start(self) -> None:
        async with self._starting:
            if self._server is not None and self._server.poll() is None and self._control is not None:
                return
            await self.close()
            loop = asyncio.get_running_loop()
            try:
                mine, theirs = socket.socketpair()
            except OSError as error:
                raise SandboxError(f"cannot start the sandbox: {error.strerror}") from error
            with theirs:
                try:
                    self._server = subprocess.Popen(
                        _command_line(theirs.fileno()),
                        pass_fds=(theirs.fileno(),),
                        env={"PYTHONHASHSEED": str(self._hash_seed), "TZ": "UTC", "LC_ALL": "C.UTF-8"},
                        cwd="/",
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                        start_new_session=True,
                    )
                except OSError as error:
                    mine.close()
                    raise SandboxError(f"cannot start {sys.executable} for the sandbox: {error.strerror}") from error
            self._hello = loop.create_future()
            mine.setblocking(False)
            self._control = mine.dup()
            reader = FrameReader(self._on_frame, lambda: self._on_end(reader), None)
            self._reader = reader
            await loop.connect_accepted_socket(lambda: reader, mine)
            try:
                async with asyncio.timeout(_START_SECONDS):
                    hello = await self._hello
            except TimeoutError:
                self._disconnect()
                raise SandboxError("the sandbox's fork server did not start") from None
            except BaseException:
                self._disconnect()
                raise
            self.layers = tuple(hello["layers"])

    def _command(self, action: bytes, number: int, memory: int = 0, channel: socket.socket | None = None) -> None:
        """Tell the server. A kill of a server that is gone does nothing: its children died with it."""
        if self._control is None:
            return
        message = action + number.to_bytes(4, "big") + memory.to_bytes(8, "big")
        try:
            if channel is None:
                sent = self._control.send(message)
            else:
                sent = socket.send_fds(self._control, [message], [channel.fileno()])
        except OSError:
            sent = 0
        if sent < COMMAND_BYTES:  # its queue is full or broken: it does not serve any more
            self.abandon()
            if channel is not None:
                raise OSError("the sandbox's fork server does not answer")

    def _on_frame(self, body: bytes) -> None:
        try:
            message = codec.loads(body)
        except codec.CodecError:
            self._disconnect()
            return
        if "hello" in message and self._hello is not None and not self._hello.done():
            self._hello.set_result(message["hello"])
        elif "started" in message and message["started"] in self._workers:
            self._workers[message["started"]].process = message["process"]
        elif "ended" in message:
            self._ended(message["ended"], message["status"])
        elif "failed" in message:
            self._ended(message["failed"], None)

    def _ended(self, number: int, status: int | None) -> None:
        worker = self._workers.pop(number, None)
        if worker is not None and not worker.ended.done():
            worker.ended.set_result(status)

    def _on_end(self, reader: FrameReader) -> None:
        if reader is self._reader:
            self._disconnect()

    def _disconnect(self) -> None:
        """Drop the server: it ends its children and itself when the control socket closes."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._reader is not None and self._reader.transport is not None:
            self._reader.transport.abort()
        self._reader = None
        if self._hello is not None and not self._hello.done():
            self._hello.set_exception(SandboxError("the sandbox's fork server ended while it started"))
            self._hello.exception()
        for number in list(self._workers):
            self._workers[number].server_died = True
            self._ended(number, None)


def _command_line(control: int) -> list[str]:
    """`-P -s -S` with an environment of our own is what `-I -S` means, except that the seed of hashing is obeyed."""
    return [sys.executable, "-P", "-s", "-S", "-X", "utf8", str(MAIN), "fork_server", str(control)]


async def _reap(server: "subprocess.Popen[bytes]") -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _END_SECONDS
    while server.poll() is None:
        if loop.time() > deadline:
            server.kill()
        await asyncio.sleep(_POLL_SECONDS)
