"""Has a sealed worker read what a model answered: candidate text is parsed nowhere else."""

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from lift_server.checks.report import GateProblem
from lift_server.checks.sandbox.gate import gate_problem
from lift_server.checks.sandbox.limits import Limits
from lift_server.checks.sandbox.process import Watch, Worker
from lift_server.checks.sandbox.worker import codec


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply that was read. `body` is empty when it holds none.

    `cut`: how many of its last lines did not compile. `problem`: what speaks against the whole of it, on a line that
    counts from the header's. `modules`: those that the body uses by name, to be imported at the top.
    """

    body: str
    cut: int = 0
    problem: GateProblem | None = None
    modules: tuple[str, ...] = ()


async def read_reply(
    taken: AbstractAsyncContextManager[Worker], prefix: str, text: str, modules: Iterable[str], limits: Limits
) -> Reply:
    """Read `text` below `prefix` (header and docstring) in the worker. Raises SandboxError when there is none."""
    async with taken as worker:
        task = {"kind": "reply", "seed": 0, "prefix": prefix, "text": text, "allowed": sorted(modules)}
        worker.send(task)
        watch = Watch(worker, limits.stall, limits.wall)
        try:
            return _reply(await worker.receive())
        except (codec.CodecError, TypeError, ValueError, KeyError):
            return Reply("")
        finally:
            watch.close()


def _reply(data: Any) -> Reply:
    """The worker's answer; a reply without a body when it died reading. Raises for what is no answer."""
    if data is None:
        return Reply("")
    body, cut, problem, modules = data["reading"]
    if not isinstance(body, str) or not isinstance(cut, int) or not all(isinstance(name, str) for name in modules):
        raise TypeError("not a reading")
    return Reply(body, cut, None if problem is None else gate_problem(problem), tuple(modules))
