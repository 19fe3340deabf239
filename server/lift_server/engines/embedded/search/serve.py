"""The worker process: one request after the other, a line each, answered by lines; it ends with its input."""

import contextlib
import gc
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO

from lift_server.engines.embedded.search.answers import Solved, dump
from lift_server.engines.embedded.search.request import load
from lift_server.engines.embedded.search.search import Solution
from lift_server.engines.embedded.search.solve import solve

GRACE = 1.0
"""CPU seconds beyond a request's own after which the kernel ends the process: a component may outlive any check."""

MEMORY = 512 << 20
"""Bytes of address space."""

KEPT = 16
"""Searches whose programs are kept."""


def serve(lines: BinaryIO, out: BinaryIO) -> None:
    """Answer requests until the input ends, or one is malformed."""
    kept: dict[bytes, list[Solution]] = {}
    for line in lines:
        try:
            asked = load(line)
        except ValueError:
            return
        _limit_time(asked.seconds + GRACE)
        tell = _teller(out)
        solved = solve(asked, tell, kept)
        _limit_time(0.0)
        tell(replace(solved, is_last=True))
        while len(kept) > KEPT:
            del kept[next(iter(kept))]
        gc.collect()


def _teller(out: BinaryIO) -> Callable[[Solved], None]:
    def tell(solved: Solved) -> None:
        out.write(dump(replace(solved, memory=_most_memory())))
        out.flush()

    return tell


if sys.platform == "win32":

    def limit_memory() -> None:
        """Nothing: this system has no such limit."""

    def _limit_time(seconds: float) -> None:
        """Nothing: who asks has a limit on waiting."""

    def _most_memory() -> int:
        return 0

else:
    import resource
    import signal

    def limit_memory() -> None:
        """Cap the address space; no core dumps."""
        for limit, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
            _, hard = resource.getrlimit(limit)
            bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(limit, (bound, bound))

    def _limit_time(seconds: float) -> None:
        """Let the kernel end the process after so much more CPU time, wherever it is; 0: never."""
        signal.setitimer(signal.ITIMER_PROF, seconds)

    def _most_memory() -> int:
        # Linux counts in ru_maxrss what the process that started this one had used.
        with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii", errors="replace") as lines:
            for line in lines:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) << 10
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used if sys.platform == "darwin" else used << 10
