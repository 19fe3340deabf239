"""One program in one worker: from the request to the last outcome that this process gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lift_server.checks.report import GateProblem
from lift_server.checks.sandbox.api import Died, Outcome, TimedOut
from lift_server.checks.sandbox.gate import gate_problem
from lift_server.checks.sandbox.limits import NOT_RUN, Limits, SandboxError
from lift_server.checks.sandbox.process import Watch, Worker
from lift_server.checks.sandbox.wire import OUT_OF_MEMORY, death, load_error, outcome_of
from lift_server.checks.sandbox.worker import codec

_CHUNK = 64  # calls per frame; two frames are under way at most


TOO_MUCH_OUTPUT = Died("too much output")
"""The outcome of calls for whose results, or after whose results, there is no room."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one process gave: outcomes of the first calls, or why not; the `seconds` and bytes of `output` used."""

    outcomes: tuple[Outcome, ...] = ()
    gate: tuple[GateProblem, ...] = ()
    load_error: str = ""
    seconds: float = 0.0
    output: int = 0


async def execute(worker: Worker, task: dict[str, Any], calls: Sequence[bytes], limits: Limits, wall: float) -> Part:
    """Have a sealed worker run a program until all calls are answered or it is lost. Raises SandboxError."""
    worker.send(task)
    watch = Watch(worker, limits.stall, wall)
    outcomes: list[Outcome] = []
    try:
        loaded = await worker.receive()
        if not isinstance(loaded, dict) or loaded.get("ready") != task["token"]:
            return await _not_loaded(loaded, worker, watch, limits)
        sent = 0
        while len(outcomes) < len(calls):
            while sent < len(calls) and sent - len(outcomes) <= _CHUNK:
                worker.send_text(b"[" + b",".join(calls[sent : sent + _CHUNK]) + b"]")
                sent = min(sent + _CHUNK, len(calls))
                watch.progress(busy=True)
            data = await worker.receive()
            if data is None:
                outcomes += await _lost(worker, watch, limits)
                break
            outcomes.append(outcome_of(data, task["token"], limits))
            if data[1:] == OUT_OF_MEMORY:  # the worker ends itself: what it held is gone with it
                break
            watch.progress(busy=len(outcomes) < sent)
    except codec.CodecError:
        outcomes.append(Died("broke the protocol of its process"))
    finally:
        seconds = watch.elapsed()
        watch.close()
    return Part(tuple(outcomes), seconds=seconds, output=worker.received)


async def _lost(worker: Worker, watch: Watch, limits: Limits) -> list[Outcome]:
    """The outcome of the call that was under way when the process was lost; none when it had no chance."""
    if watch.expired == "stall":
        return [TimedOut(limits.stall)]
    if watch.expired == "wall":
        return []
    return [Died(await why_died(worker))]


async def why_died(worker: Worker) -> str:
    """Why a process ended that was not told to. Raises SandboxError when the sandbox is to blame."""
    if worker.overflowed:
        return TOO_MUCH_OUTPUT.reason
    status = await worker.exit_status()
    if worker.server_died:
        raise SandboxError("the sandbox's fork server ended; it starts again with the next check")
    return death(status)


async def _not_loaded(data: Any, worker: Worker, watch: Watch, limits: Limits) -> Part:
    seconds = watch.elapsed()
    if data is None and watch.expired:
        allowed = limits.stall if watch.expired == "stall" else limits.wall
        return Part(load_error=f"executing the module did not end within {allowed:g} s", seconds=seconds)
    if data is None:
        return Part(load_error=f"executing the module {await why_died(worker)}", seconds=seconds)
    if isinstance(data, dict) and isinstance(data.get("gate"), list):
        try:
            return Part(gate=tuple(map(gate_problem, data["gate"])), seconds=seconds)
        except (TypeError, ValueError) as error:
            raise codec.CodecError(str(error)) from None
    return Part(load_error=load_error(data), seconds=seconds)


def not_run(count: int) -> tuple[Outcome, ...]:
    """Outcomes of calls that had no chance."""
    return (NOT_RUN,) * count
