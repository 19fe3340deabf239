"""One worker process from start to end: read its confinement, import, seal itself, read a task, serve it."""

import contextlib
import os
import random
import sys
from importlib import import_module

from lift_server.checks.sandbox.worker import judge, probes, program, reply
from lift_server.checks.sandbox.worker.pipe import Pipe
from lift_server.checks.sandbox.worker.seal import Confinement, Sealer
from lift_server.checks.sandbox.worker.seccomp import Profile

BROKEN = 70  # exit status: the worker itself failed
OUT_OF_MEMORY = 71

_SERVERS = {"program": program.serve, "judge": judge.serve, "probe": probes.serve, "reply": reply.serve}


def run(pipe: Pipe, sealer: Sealer, parent: int) -> None:
    """Serve one task, and end the process. Never returns."""
    status = BROKEN
    try:
        wanted = pipe.read()
        for name in wanted["modules"]:
            with contextlib.suppress(ImportError):
                import_module(name)
        folder = wanted["folder"]
        os.chdir(folder or os.path.abspath(os.sep))
        os.environ.clear()
        os.environ.update(wanted["environment"])
        try:
            sealer.seal(Confinement(wanted["memory"], Profile(wanted["profile"]), folder), parent)
        except OSError as error:
            pipe.write({"unsealed": str(error)})
            return
        pipe.write({"sealed": list(sealer.layers)})
        task = pipe.read()
        random.seed(task["seed"])
        status = 0
        _SERVERS[task["kind"]](task, pipe)
    except MemoryError:
        status = OUT_OF_MEMORY
    finally:
        os._exit(status)


def main(argument: str) -> None:
    """One worker on its own, on standard input and output, for platforms without fork."""
    from lift_server.checks.sandbox.worker.fork_server import preload
    from lift_server.checks.sandbox.worker.seal import sealer

    preload()
    pipe = Pipe(os.dup(0), os.dup(1))
    for descriptor in (0, 1):
        os.dup2(os.open(os.devnull, os.O_RDWR), descriptor)
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (pipe.reader, pipe.writer):
            msvcrt.setmode(descriptor, os.O_BINARY)
    run(pipe, sealer(), os.getppid())
