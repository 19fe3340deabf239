"""What one run of Lift owns: sandbox, engines, store and settings. The CLI and the language server create exactly one
each."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from lift_ir import IR, Effect
from lift_server.checks.sandbox import Outcome, Sandbox
from lift_server.companions import called_specs
from lift_server.engines.base import Capabilities, Engine, Progress, Reading, Report, Services, unheard
from lift_server.engines.table import engines_for, every_engine
from lift_server.formality import with_formality
from lift_server.keys import NO_KEY, Key, key_from_environment, key_from_keyring
from lift_server.lifted import Lifted
from lift_server.module_check import (
    ModuleCheck,
    check_function,
    checked_signature,
    function_of_unnamed,
    written_signature,
)
from lift_server.module_text import TargetProblem
from lift_server.pipeline import Partial, Pipeline, unseen
from lift_server.settings import Settings
from lift_server.single_call import outcome_of
from lift_server.spec_file import Spec
from lift_server.store import Store
from lift_server.target import find_function


class UntrustedError(Exception):
    """Something would be generated or executed in a workspace that is not trusted."""


MayRunWeak = Callable[[str], Awaitable[bool]]
"""Asks the user, once, whether programs may run although this machine confines them only in part; gets what is open."""


async def _never(what_is_open: str) -> bool:
    return False


async def _close(engines: Sequence[Engine], store: Store) -> None:
    for engine in engines:
        await engine.close()
    store.close()


class Session:
    """An async context manager; everything it started is gone when it exits. Nothing is started before its first
    use."""

    def __init__(self, settings: Settings, *, trusted: bool, may_run_weak: MayRunWeak = _never) -> None:
        self._keys: dict[str, Key] = {}
        self._configure(settings, trusted=trusted)
        self._may_run_weak = may_run_weak
        self._starting = asyncio.Lock()
        self._sandbox: Sandbox | None = None

    def _configure(self, settings: Settings, *, trusted: bool) -> None:
        self.settings = settings
        self.trusted = trusted
        # Candidates of other engines are none that are at hand.
        self._latest: dict[tuple[str, str], Lifted] = {}
        self.store = Store(settings.store_path, megabytes=settings.store_megabytes)
        self._services = Services(settings, trusted, self._read, self.store, self._key_for)
        self.engines: Sequence[Engine] = engines_for(self._services)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Kill every child process, close connections and the store. Idempotent."""
        sandbox, self._sandbox = self._sandbox, None
        if sandbox is not None:
            await sandbox.__aexit__(None, None, None)
        await _close(self.engines, self.store)

    def reconfigure(self, settings: Settings) -> Coroutine[Any, Any, None]:
        """Apply other settings without a restart, at once: what comes next meets no old ones. To be awaited when the
        work in flight has ended: it closes the engines and the store that are used no more."""
        closing = _close(self.engines, self.store)
        self._configure(settings, trusted=self.trusted)
        return closing

    def set_key(self, origin: str, key: Key) -> None:
        """Use this key for an origin (`https://host:port`) while the session lasts; an empty one forgets it."""
        self._keys[origin] = key

    def _key_for(self, origin: str) -> Key:
        found = self._keys.get(origin, NO_KEY) or key_from_environment()
        if not found and (found := key_from_keyring(origin)):
            # A keyring may ask its user each time.
            self._keys[origin] = found
        return found

    async def _read(self, prefix: str, text: str, effects: Sequence[Effect]) -> Reading:
        reply = await (await self.sandbox()).read(prefix, text, effects)
        problem = reply.problem
        return Reading(
            reply.body, reply.cut, problem.message if problem else "", problem.line if problem else 0, reply.modules
        )

    async def examine(self, report: Report = unheard) -> tuple[Capabilities, ...]:
        """What every engine says of itself after looking, selected or not; a server is asked."""
        found = []
        for engine in every_engine(self._services):
            found.append(await engine.examine(report))
            await engine.close()
        return tuple(found)

    def capabilities(self) -> tuple[Capabilities, ...]:
        """What each selected engine says of itself."""
        return tuple(engine.capabilities() for engine in self.engines)

    def every_engine(self) -> tuple[Capabilities, ...]:
        """What each engine says of itself without looking, selected or not."""
        return tuple(engine.capabilities() for engine in every_engine(self._services))

    def is_ours(self, body_hash: str) -> bool:
        """Whether Lift wrote the function with this body (DESIGN section 8)."""
        return self.store.is_ours(body_hash)

    def remember_inserted(self, body_hash: str) -> None:
        """Note that Lift wrote the function with this body."""
        self.store.remember_inserted(body_hash)

    def known(self, spec: Spec, others: Sequence[Spec] = (), file: str = "") -> Lifted | None:
        """The stored result of the spec as it stands; nothing is computed or started. For the arguments see `lift`."""
        return self._pipeline(None).known(spec, others, file)

    def forget(self, spec: Spec, others: Sequence[Spec], file: str = "") -> None:
        """Forget the stored result and what was asked about the spec. For the arguments see `lift`."""
        self._pipeline(None).forget(spec, others, file)

    async def lift(
        self,
        spec: Spec,
        others: Sequence[Spec],
        report: Callable[[Progress], None],
        file: str = "",
        partial: Partial = unseen,
    ) -> Lifted:
        """The result for a spec, from the store when nothing has changed. Raises UntrustedError.

        `others`: the specs of its file. `file` is its absolute path: what was asked about a function stays while the
        file is edited. `partial` gets what was found without a model while an engine with one still works.
        """
        return await self._pipeline(await self.sandbox()).lift(spec, others, report, file, partial)

    async def draft(self, spec: Spec, others: Sequence[Spec]) -> IR:
        """What the spec means: stated and inferred parts. Nothing is generated or executed."""
        return (await self._pipeline(None).draft(spec, others)).ir

    async def check(self, spec: Spec, others: Sequence[Spec], module_text: str) -> ModuleCheck:
        """Check the function that stands in the module against the spec, without an engine. Raises UntrustedError."""
        sandbox = await self.sandbox()
        inferred = known.ir.signature if (known := self.known(spec, others)) is not None else None
        name = spec.ir.signature.name or (inferred and inferred.name) or function_of_unnamed(spec.ir, module_text)
        if name is None:
            return ModuleCheck(
                None, None, "the spec has no name: write `spec NAME(...)` above it, or insert its function first"
            )
        function = find_function(module_text, name)
        if function is None or isinstance(function, TargetProblem):
            return ModuleCheck(None, None, function.message if function else f"the module has no function `{name}`")
        signature = checked_signature(spec.ir.signature, inferred, written_signature(function, module_text))
        ir = with_formality(spec.ir.model_copy(update={"signature": signature}), called_specs(spec, others))
        check = await check_function(ir, called_specs(spec, others), function, module_text, sandbox)
        return replace(check, is_ours=self.is_ours(function.body_hash))

    async def outcome(self, lifted: Lifted, call: str) -> Outcome | None:
        """What the chosen candidate does on one call; None when that is not known. Runs it only where something was run
        before: nothing is started and nobody is asked."""
        return None if self._sandbox is None else await outcome_of(lifted, call, self._sandbox)

    def _pipeline(self, sandbox: Sandbox | None) -> Pipeline:
        return Pipeline(
            self.engines,
            sandbox,
            self.store,
            self.settings.candidates,
            self.settings.budget_seconds,
            self.settings.gpu_hour_price,
            self.settings.request_seconds,
            self._latest,
        )

    async def sandbox(self) -> Sandbox:
        """The sandbox, started on first use. Raises UntrustedError."""
        if not self.trusted:
            raise UntrustedError
        async with self._starting:
            if self._sandbox is None:
                sandbox = await Sandbox().__aenter__()
                if sandbox.tier == "weak":
                    sandbox.allow_weak = await self._may_run_weak(sandbox.refusal())
                self._sandbox = sandbox
        return self._sandbox

    @property
    def tier(self) -> str:
        """How far programs are confined here: `sealed`, `weak` or `none`; empty while nothing was run."""
        return self._sandbox.tier if self._sandbox is not None else ""
