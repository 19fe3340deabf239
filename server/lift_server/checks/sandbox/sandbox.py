"""Runs untrusted programs and judges untrusted expressions, in sealed processes of their own."""

import asyncio
import contextlib
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from types import TracebackType
from typing import Self

from lift_ir.effects import Effect, allowed_modules
from lift_server.checks.sandbox.api import Call, Died, Outcome, Program, Run, TimedOut
from lift_server.checks.sandbox.compare import same_outcome
from lift_server.checks.sandbox.execution import TOO_MUCH_OUTPUT, Part, execute, not_run
from lift_server.checks.sandbox.files import tree_bytes, work_folder
from lift_server.checks.sandbox.judge import Judge
from lift_server.checks.sandbox.limits import NOT_RUN, Limits, SandboxError, Tier
from lift_server.checks.sandbox.process import Worker
from lift_server.checks.sandbox.replies import Reply, read_reply
from lift_server.checks.sandbox.selftest import Finding, SandboxReport, observe, sandbox_report, tier_of
from lift_server.checks.sandbox.supply import Supply
from lift_server.checks.sandbox.wire import call_data, profile_of, program_task
from lift_server.checks.sandbox.worker import codec
from lift_server.checks.sandbox.worker.seccomp import Profile

NEVER_RUN = frozenset({Effect.NETWORK, Effect.SUBPROCESS})
"""Effects that are never exercised on this machine."""

_FOLDER_BYTES = 64 << 20
_FOLDER_SECONDS = 0.05
_MIN_SLOTS = 2


class Sandbox:
    """An async context manager; its self-test at the start decides `tier`. Leaving it ends every process it started.

    Nothing runs unless the tier is `sealed`, or `weak` and `allow_weak` was set after asking the user.
    """

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 - frozen
        self._limits = limits
        self._supply = Supply(limits)
        self._other: Supply | None = None
        self._slots = asyncio.Semaphore(max(_MIN_SLOTS, os.cpu_count() or 1))
        self._start_seconds = 0.0
        self.allow_weak = False
        self.tier: Tier = "none"
        self.findings: tuple[Finding, ...] = (Finding("start", False, "the sandbox was not started"),)

    async def __aenter__(self) -> Self:
        start = time.monotonic()
        try:
            async with self._supply.worker(self._limits) as worker:
                self.findings = await observe(worker)
            self.tier = tier_of(self.findings)
            self._start_seconds = time.monotonic() - start
        except SandboxError as error:
            self.findings = (Finding("start", False, str(error)),)
        except BaseException:
            await self._supply.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.tier = "none"
        await self._supply.close()
        if self._other is not None:
            await self._other.close()

    @property
    def layers(self) -> tuple[str, ...]:
        """What a sealed process is confined by, for people."""
        return self._supply.layers

    @property
    def process(self) -> int | None:
        """The fork server's process id, while it runs."""
        return self._supply.process

    def report(self) -> SandboxReport:
        """What `lift doctor` says of it."""
        return sandbox_report(self.tier, self.layers, self.findings, self._start_seconds, self.process)

    def refusal(self, effects: Sequence[Effect] = ()) -> str:
        """Why a program with these effects is not run here, for people; empty when it is."""
        if self.tier == "none":
            return f"nothing is run on this machine: {self.findings[0].detail}"
        if self.tier == "weak" and not self.allow_weak:
            open_ = ", ".join(finding.name for finding in self.findings if not finding.denied)
            return f"not run: this machine confines programs only in part (not: {open_}); the workspace may allow it"
        never = [effect.value for effect in effects if effect in NEVER_RUN]
        if never:
            return f"not checked here: the effect `{never[0]}` is never exercised"
        if profile_of(effects) is not Profile.PURE and not any(name.startswith("Landlock") for name in self.layers):
            return "not checked here: this machine cannot confine a program to one folder"
        return ""

    async def run(self, program: Program, calls: Sequence[Call], limits: Limits | None = None) -> Run:
        """Execute a program in processes of its own and make the calls, in order. Raises SandboxError."""
        return await self._run(self._supply, program, calls, limits or self._limits, seed=0)

    async def recheck(
        self, program: Program, calls: Sequence[Call], run: Run, limits: Limits | None = None
    ) -> tuple[int, ...]:
        """Indices of the calls whose outcome differs when all are made again, in reverse and with other random seeds.

        What that finds is nondeterminism or state between calls. Calls that timed out or had no chance are left out.
        """
        if self._other is None:
            self._other = Supply(self._limits, hash_seed=1)
        again = await self._run(self._other, program, calls[::-1], limits or self._limits, seed=1)
        pairs = zip(run.outcomes, again.outcomes[::-1], strict=False)
        return tuple(
            index for index, (a, b) in enumerate(pairs) if _settled(a) and _settled(b) and not same_outcome(a, b)
        )

    def judge(self, functions: Sequence[str], prelude: str = "", limits: Limits | None = None) -> Judge:
        """An async context manager that judges expressions; `functions` are stubs, `prelude` holds import lines."""
        chosen = limits or self._limits
        return Judge(lambda: self._supply.take(chosen), self.refusal, functions, prelude, chosen)

    async def read(self, prefix: str, text: str, effects: Sequence[Effect] = ()) -> Reply:
        """The body in what a model answered, as far as it compiles below `prefix` (header and docstring).

        Raises SandboxError.
        """
        async with self._slots:
            worker = self._supply.worker(self._limits)
            return await read_reply(worker, prefix, text, allowed_modules(effects), self._limits)

    async def _run(self, supply: Supply, program: Program, calls: Sequence[Call], limits: Limits, seed: int) -> Run:
        refusal = self.refusal(program.effects)
        if refusal:
            return Run((), load_error=refusal)
        prepared = [prepare_call(call) for call in calls]
        frames = [data for data in prepared if isinstance(data, bytes)]
        async with self._slots:
            run = await self._run_frames(supply, program, frames, limits, seed)
        if run.gate or run.load_error:
            return run
        outcomes = iter(run.outcomes)
        return Run(tuple(next(outcomes) if isinstance(data, bytes) else data for data in prepared))

    async def _run_frames(
        self, supply: Supply, program: Program, frames: Sequence[bytes], limits: Limits, seed: int
    ) -> Run:
        outcomes: tuple[Outcome, ...] = ()
        left, output = limits.wall, limits.output
        while True:
            part = await self._run_part(
                supply, program, frames[len(outcomes) :], replace(limits, output=output), left, seed
            )
            if not outcomes and (part.gate or part.load_error):
                return Run((), part.gate, part.load_error)
            outcomes += part.outcomes
            left, output = left - part.seconds, output - part.output
            missing = len(frames) - len(outcomes)
            if missing and part.load_error:
                outcomes += (Died(f"could not be loaded again: {part.load_error}"),) * missing
            elif missing and output <= 0:
                outcomes += (TOO_MUCH_OUTPUT,) * missing
            elif missing and (left <= 0 or not part.outcomes):
                outcomes += not_run(missing)
            if len(outcomes) == len(frames):
                return Run(outcomes)

    async def _run_part(
        self, supply: Supply, program: Program, frames: Sequence[bytes], limits: Limits, wall: float, seed: int
    ) -> Part:
        profile = profile_of(program.effects)
        task = program_task(program, seed)
        async with contextlib.AsyncExitStack() as stack:
            folder = None if profile is Profile.PURE else await stack.enter_async_context(work_folder())
            async with supply.worker(limits, program.effects, program.modules, folder) as worker:
                if folder is None or profile is Profile.READ:
                    return await execute(worker, task, frames, limits, wall)
                async with asyncio.TaskGroup() as group:
                    guard = group.create_task(_guard_folder(worker, folder))
                    part = await execute(worker, task, frames, limits, wall)
                    guard.cancel()
                return part


def prepare_call(call: Call) -> bytes | Died:
    """A call as the text that is sent; the outcome that it has when it cannot be sent."""
    try:
        return codec.dumps(call_data(call))
    except codec.TooLarge:
        return Died("not run: the arguments are too large to pass")
    except ValueError as error:
        return Died(f"not run: {error}")


def _settled(outcome: Outcome) -> bool:
    return not isinstance(outcome, TimedOut) and outcome != NOT_RUN


async def _guard_folder(worker: Worker, folder: str) -> None:
    """End a worker that fills its folder."""
    while await asyncio.to_thread(tree_bytes, folder) <= _FOLDER_BYTES:
        await asyncio.sleep(_FOLDER_SECONDS)
    worker.kill()
