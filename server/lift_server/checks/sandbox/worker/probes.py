"""What a sealed process is denied, tried out: the self-test at start. Our own code, run in the place of a candidate."""

import os
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

from lift_server.checks.sandbox.worker.pipe import Pipe


def serve(request: dict[str, Any], pipe: Pipe) -> None:
    """Try each thing once and answer with one frame: name, whether it was denied, what was observed."""
    read, write, port = request["read"], request["write"], request["port"]
    probes: dict[str, Callable[[], object]] = {
        "read a file": lambda: open(read).close(),
        "stat a file": lambda: os.stat(read),
        "write a file": lambda: open(write, "w").close(),
        "TCP": lambda: socket.create_connection(("127.0.0.1", port), 1).close(),
        "UDP": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port)),
        "signal": lambda: _signal(request["process"]),
        "thread": lambda: threading.Thread(target=int).start(),
        "executable memory": _map_executable,
        "process": _start_process,
    }
    pipe.write([[name, *_observe(probe)] for name, probe in probes.items()])


def _observe(probe: Callable[[], object]) -> tuple[bool, str]:
    try:
        probe()
    except NotImplementedError:
        return False, "not tried on this platform"
    except (OSError, RuntimeError, AttributeError, ImportError) as error:
        if isinstance(error, ConnectionRefusedError | TimeoutError | FileNotFoundError):
            return False, f"not denied: {error}"
        return True, f"denied: {error}"
    return False, "not denied"


def _map_executable() -> None:
    import mmap

    mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()


def _signal(process: int) -> None:
    if os.name == "nt":  # there, os.kill ends the process whatever the signal
        raise NotImplementedError
    os.kill(process, 0)


def _start_process() -> None:
    if os.name == "nt":
        os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-I", "-S", "-c", ""])
        return
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
