"""What a sealed process was observed to be denied, and the tier that follows from it."""

import asyncio
import contextlib
import os
import platform
import socket
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lift_server.checks.sandbox.limits import SandboxError, Tier
from lift_server.checks.sandbox.process import Worker
from lift_server.checks.sandbox.wire import clean, probe_task
from lift_server.checks.sandbox.worker import codec

ESSENTIAL = frozenset({"read a file", "write a file", "TCP", "UDP", "process", "signal", "stat a file"})
"""What must be denied to be `sealed`. A thread or executable memory gives a process no reach that it has not."""

_PROBE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried in a sealed process, whether it was denied, and what was observed."""

    name: str
    denied: bool
    detail: str


@dataclass(frozen=True, slots=True)
class SandboxReport:
    """What `lift doctor` says of the sandbox. `start_seconds`: start and self-test together; `memory_bytes`: resident
    memory of the fork server, None where it is not known."""

    tier: Tier
    layers: tuple[str, ...]
    findings: tuple[Finding, ...]
    python: str
    system: str
    start_seconds: float
    memory_bytes: int | None


def sandbox_report(
    tier: Tier, layers: tuple[str, ...], findings: tuple[Finding, ...], seconds: float, process: int | None
) -> SandboxReport:
    """The report on a sandbox whose fork server is `process`."""
    python = f"{platform.python_implementation()} {platform.python_version()} ({sys.executable})"
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return SandboxReport(tier, layers, findings, python, system, seconds, _resident(process))


def _resident(process: int | None) -> int | None:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None


async def observe(worker: Worker) -> tuple[Finding, ...]:
    """Run the probes in a sealed worker. Raises SandboxError."""
    with _bait() as bait:
        worker.send(probe_task(bait))
        data: Any = await _answer(worker)
        written = os.path.exists(bait["write"])
    try:
        findings = tuple(Finding(str(name), denied is True, clean(str(detail), 200)) for name, denied, detail in data)
    except (TypeError, ValueError):
        raise SandboxError("the sandbox's self-test gave no result") from None
    if written:
        return tuple(
            f if f.name != "write a file" else Finding(f.name, False, "the file was written") for f in findings
        )
    return findings


async def _answer(worker: Worker) -> Any:
    with contextlib.suppress(TimeoutError, codec.CodecError):
        async with asyncio.timeout(_PROBE_SECONDS):
            return await worker.receive()
    return None


def tier_of(findings: tuple[Finding, ...]) -> Tier:
    """`sealed` when everything essential was denied; `weak` when it ran but something was not."""
    if not findings:
        return "none"
    denied = {finding.name for finding in findings if finding.denied}
    return "sealed" if denied >= ESSENTIAL else "weak"


@contextlib.contextmanager
def _bait() -> Iterator[dict[str, Any]]:
    """A file to read, a path to write, and a listening port."""
    with tempfile.TemporaryDirectory(prefix="lift-") as folder, contextlib.ExitStack() as stack:
        os.chmod(folder, 0o777)
        path = os.path.join(folder, "canary")
        with open(path, "w", encoding="ascii") as file:
            file.write("canary")
        port = 9
        with contextlib.suppress(OSError):
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            port = listener.getsockname()[1]
        yield {"read": path, "write": os.path.join(folder, "written"), "port": port, "process": os.getpid()}
