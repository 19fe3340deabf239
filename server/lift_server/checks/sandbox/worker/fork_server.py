"""The fork server: starts once, imports what programs may use, forks a child per request. Runs nothing untrusted.

On the control socket the parent sends fixed-size commands, with the descriptor of the child's channel beside `S`; the
server sends frames.
"""

import contextlib
import gc
import hashlib
import os
import select
import signal
import socket
import struct
import sys
import time
from importlib import import_module
from typing import Any

from lift_server.checks.sandbox.worker import child, gate
from lift_server.checks.sandbox.worker.pipe import Pipe
from lift_server.checks.sandbox.worker.seal import Sealer, sealer

COMMAND = struct.Struct("!cIQ")  # S(tart) or K(ill), number of the child, memory in bytes
START, KILL = b"S", b"K"

_CHANNEL = 3
_MAX_DESCRIPTORS = 256
_WATCH_SECONDS = 0.02
PRELOAD = (
    "base64", "binascii", "bisect", "calendar", "cmath", "collections", "collections.abc", "contextlib", "copy",
    "csv", "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions", "functools", "graphlib",
    "hashlib", "heapq", "html", "html.entities", "html.parser", "io", "ipaddress", "itertools", "json", "math",
    "numbers", "operator", "os", "pprint", "random", "re", "statistics", "string", "textwrap", "time", "typing",
    "unicodedata", "urllib", "urllib.parse", "uuid", "zlib", "_strptime", "__future__", "struct", "mmap",
    "abc", "array", "ast", "inspect",
    "traceback", "types", "warnings", "weakref", "encodings.ascii", "encodings.latin_1", "encodings.utf_8_sig",
    "encodings.utf_16", "encodings.utf_16_le", "encodings.utf_16_be", "encodings.utf_32", "encodings.utf_32_le",
    "encodings.utf_32_be", "encodings.utf_7", "encodings.cp1252", "encodings.cp437", "encodings.iso8859_15",
    "encodings.idna", "encodings.punycode", "encodings.unicode_escape", "encodings.raw_unicode_escape",
    "encodings.hex_codec", "encodings.base64_codec", "encodings.rot_13",
)  # fmt: skip


def preload() -> None:
    """Import what a pure program may import: a sealed process opens no file."""
    for name in PRELOAD:
        with contextlib.suppress(ImportError):
            import_module(name)
    hashlib.sha256(b"").hexdigest()  # OpenSSL reads its configuration on first use
    time.strptime("2000", "%Y")
    gate.check("import math\ndef f(): return math.pi", frozenset({"math"}), frozenset())  # the parser's types, once


class ForkServer:
    """Serves commands of the control socket until its other end closes."""

    def __init__(self, control: socket.socket, sealer: Sealer) -> None:
        self._control, self._sealer = control, sealer
        self._pipe = Pipe(control.fileno(), control.fileno())
        self._children: dict[int, tuple[int, int]] = {}  # number: process, memory
        self._process = os.getpid()
        self._wake, waker = os.pipe()
        for descriptor in (self._wake, waker):
            os.set_blocking(descriptor, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)

    def serve(self) -> None:
        """Never returns."""
        self._pipe.write({"hello": {"layers": list(self._sealer.layers), "process": self._process}})
        control = self._control.fileno()
        watches = sys.platform == "darwin"
        while True:
            timeout = _WATCH_SECONDS if watches and self._children else None
            readable = select.select([control, self._wake], [], [], timeout)[0]
            if self._wake in readable:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake, 4096)
            self._reap()
            if watches:
                self._watch_memory()
            if control in readable:
                self._command()

    def _command(self) -> None:
        data, descriptors, _, _ = socket.recv_fds(self._control, COMMAND.size, 1)
        while data and len(data) < COMMAND.size:
            more = self._control.recv(COMMAND.size - len(data))
            if not more:
                break
            data += more
        if len(data) < COMMAND.size:
            self._end()
        action, number, memory = COMMAND.unpack(data)
        if action == START:
            self._start(number, memory, descriptors[0])
        elif number in self._children:
            os.kill(self._children[number][0], signal.SIGKILL)

    def _start(self, number: int, memory: int, channel: int) -> None:
        try:
            process = os.fork()
        except OSError as error:
            self._pipe.write({"failed": number, "reason": str(error)})
            os.close(channel)
            return
        if process == 0:
            self._become_child(channel)
        os.close(channel)
        self._children[number] = process, memory
        self._pipe.write({"started": number, "process": process})

    def _become_child(self, channel: int) -> None:
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(channel, _CHANNEL)
            os.closerange(_CHANNEL + 1, _MAX_DESCRIPTORS)
            child.run(Pipe(_CHANNEL, _CHANNEL), self._sealer, self._process)
        finally:
            os._exit(child.BROKEN)

    def _reap(self) -> None:
        numbers = {process: number for number, (process, _) in self._children.items()}
        while self._children:
            try:
                process, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if process == 0:
                return
            number = numbers.pop(process)
            del self._children[number]
            self._pipe.write({"ended": number, "status": os.waitstatus_to_exitcode(status)})

    def _watch_memory(self) -> None:
        """macOS enforces no cap on memory, so this is where it is."""
        from lift_server.checks.sandbox.worker import macos

        for process, memory in self._children.values():
            if macos.resident_bytes(process) > memory:
                os.kill(process, signal.SIGKILL)

    def _end(self) -> None:
        for process, _ in self._children.values():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        os._exit(0)


def main(argument: str) -> None:
    """Serve on the control socket whose descriptor is `argument`."""
    import resource

    control = socket.socket(fileno=int(argument))
    preload()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MAX_DESCRIPTORS, hard))
    chosen: Any = sealer()
    gc.collect()
    gc.freeze()
    try:
        ForkServer(control, chosen).serve()
    except (BrokenPipeError, ConnectionResetError):
        os._exit(0)
