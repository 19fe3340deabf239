"""Workers on Windows, which has no fork: interpreters started ahead, each in a job object of its own, each used once.

Not run by this project's own tests. A job object bounds memory, processes and lifetime; it does not confine files or
network, which the self-test observes: the tier is `weak`, and nothing runs before the user allowed it.
"""

import asyncio
import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lift_server.checks.sandbox.limits import Limits, SandboxError
from lift_server.checks.sandbox.process import Worker

_MAIN = Path(__file__).with_name("worker") / "__main__.py"
_WARM = 2
_LIMIT_ACTIVE_PROCESS, _LIMIT_PROCESS_MEMORY = 0x8, 0x100
_DIE_ON_UNHANDLED_EXCEPTION, _KILL_ON_JOB_CLOSE = 0x400, 0x2000
_EXTENDED_LIMIT_INFORMATION = 9
_PROCESS_SET_QUOTA, _PROCESS_TERMINATE = 0x100, 0x1


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def _kernel() -> Any:
    library: Any = ctypes
    kernel = library.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.OpenProcess.restype = ctypes.c_void_p
    return kernel


class _Job:
    """A job object: what is in it dies with its handle."""

    def __init__(self, memory: int) -> None:
        self._kernel = _kernel()
        self._handle = ctypes.c_void_p(self._kernel.CreateJobObjectW(None, None))
        limits = _ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = (
            _LIMIT_ACTIVE_PROCESS | _LIMIT_PROCESS_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION | _KILL_ON_JOB_CLOSE
        )
        limits.BasicLimitInformation.ActiveProcessLimit = 1
        limits.ProcessMemoryLimit = memory
        size = ctypes.c_uint32(ctypes.sizeof(limits))
        set_ = self._kernel.SetInformationJobObject
        if not set_(self._handle, _EXTENDED_LIMIT_INFORMATION, ctypes.byref(limits), size):
            self.close()
            raise SandboxError("Windows refused the limits of a job object")

    def add(self, process: int) -> None:
        """Put a process into the job. Raises SandboxError."""
        access = ctypes.c_uint32(_PROCESS_SET_QUOTA | _PROCESS_TERMINATE)
        handle = ctypes.c_void_p(self._kernel.OpenProcess(access, False, ctypes.c_uint32(process)))
        try:
            if not self._kernel.AssignProcessToJobObject(self._handle, handle):
                raise SandboxError("Windows did not put a process into its job object")
        finally:
            self._kernel.CloseHandle(handle)

    def close(self) -> None:
        """End the process in the job."""
        self._kernel.CloseHandle(self._handle)


class _Process(asyncio.SubprocessProtocol):
    """Passes a subprocess's output to a worker's reader, and writes to its input."""

    def __init__(self) -> None:
        self.worker: Worker | None = None
        self._pipe: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        process: Any = transport
        self._pipe = process.get_pipe_transport(0)

    def write(self, data: bytes) -> None:
        """Send to the process."""
        self._pipe.write(data)

    def abort(self) -> None:
        """Drop its input."""
        self._pipe.abort()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if self.worker is not None:
            self.worker.reader.data_received(data)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        if self.worker is not None and fd == 1:
            self.worker.reader.connection_lost(exc)

    def process_exited(self) -> None:
        if self.worker is not None and not self.worker.ended.done():
            self.worker.ended.set_result(None)


class Pool:
    """Starts interpreters ahead of their use, each in a job of its own."""

    layers: tuple[str, ...] = ("job object",)

    def __init__(self) -> None:
        self._warm: list[tuple[Any, _Process]] = []
        self._enders: set[Callable[[], None]] = set()

    @property
    def process(self) -> int | None:
        """There is no fork server."""
        return None

    async def spawn(self, limits: Limits) -> Worker:
        """A worker that waits for its confinement. Raises SandboxError."""
        while len(self._warm) < _WARM:
            self._warm.append(await self._start())
        transport, protocol = self._warm.pop(0)
        job = _Job(limits.memory)

        def end() -> None:
            self._enders.discard(end)
            job.close()
            transport.close()

        self._enders.add(end)
        worker = Worker(limits.output, lambda: end() if end in self._enders else None)
        worker.process = transport.get_pid()
        worker.reader.transport = protocol
        protocol.worker = worker
        try:
            job.add(transport.get_pid())
        except SandboxError:
            end()
            raise
        return worker

    def abandon(self) -> None:
        """Nothing makes the workers but this process."""

    async def close(self) -> None:
        """End all workers."""
        for end in list(self._enders):
            end()
        for transport, _ in self._warm:
            transport.kill()
            transport.close()
        self._warm.clear()

    async def _start(self) -> tuple[Any, _Process]:
        python = getattr(sys, "_base_executable", sys.executable)
        try:
            return await asyncio.get_running_loop().subprocess_exec(
                _Process,
                *(python, "-P", "-s", "-S", "-X", "utf8", str(_MAIN), "child", "-"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"SYSTEMROOT": os.environ.get("SYSTEMROOT", ""), "PYTHONHASHSEED": "0"},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise SandboxError(f"cannot start {python} for the sandbox: {error.strerror}") from error
