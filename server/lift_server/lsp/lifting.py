"""What the jobs do: lift a spec with progress, check the function that stands in its module."""

import asyncio
import hashlib
import logging
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from lift_ir.render import render_function
from lift_server.checks.behaviour import VARIANT_ENGINES
from lift_server.explanation import progress_text
from lift_server.lifted import Lifted
from lift_server.lsp.documents import Document
from lift_server.lsp.jobs import JobKey
from lift_server.lsp.state import LiftServer
from lift_server.module_check import ModuleCheck
from lift_server.module_text import TargetProblem, parse_module
from lift_server.spec_file import Spec
from lift_server.target import find_function, normalised_body_hash
from lift_server.target_file import TargetError

logger = logging.getLogger(__name__)


def lift_specs(server: LiftServer, document: Document, specs: Iterable[Spec]) -> None:
    """Start a job for each spec; one that runs for the same text goes on, one for other text is superseded."""
    if not server.session.trusted:
        return
    others = document.file.specs
    for spec in specs:
        key = JobKey(document.key, spec.identity, "lift")
        server.jobs.start(key, _content(spec, others), partial(_lift, server, key, spec, others))


def show_known(server: LiftServer, document: Document) -> None:
    """Show what the store has of a document's specs, and whether their functions stand in the module; nothing is
    run."""
    if not server.session.trusted:
        return
    module = _module_text(server, document)
    for spec in document.file.specs:
        known = server.session.known(spec, document.file.specs, document.key)
        if known is not None:
            check = module if isinstance(module, ModuleCheck) else _found(server, module, known.ir.signature.name)
            drifted = _has_drifted(check, known)
            changes = {"source": spec.source, "lifted": known, "failure": "", "drifted": drifted}
            server.remember(document.key, spec, module_check=check, checked=spec, **changes)


def check_functions(server: LiftServer, document: Document, specs: Iterable[Spec] | None = None) -> None:
    """Check the functions that stand in the document's module against these specs of it (None: all), without an
    engine."""
    if not server.session.trusted:
        return
    module = _module_text(server, document)
    for spec in document.file.specs if specs is None else specs:
        _start_check(server, document, spec, module)


async def _lift(server: LiftServer, key: JobKey, spec: Spec, others: Sequence[Spec]) -> None:
    name = spec.ir.signature.name or "the spec"
    async with _Slot(_slots(server)) as slot:
        if (lifted := server.session.known(spec, others, key.document)) is None:

            def show(first: Lifted) -> None:
                # From here on the job mostly waits for a server.
                slot.leave()
                if first.chosen is not None:
                    _show(server, key, spec, first)

            with server.progress_bar(f"Lift: {name}", lambda: server.jobs.cancel(key)) as progress:
                try:
                    lifted = await server.session.lift(
                        spec, others, lambda event: progress.report(progress_text(event)), key.document, show
                    )
                except Exception as error:
                    logger.exception("lifting %s failed", name)
                    failure = f"Lifting failed ({type(error).__name__}: {error}). The server's log has the details."
                    server.remember(key.document, spec, failure=failure)
                    return
    _show(server, key, spec, lifted)


def _slots(server: LiftServer) -> asyncio.Semaphore:
    """The places for a lift: one without a library's answer keeps its place while it waits for a server."""
    names = {item.name for item in server.session.capabilities()}
    return server.server_slots if names.isdisjoint(VARIANT_ENGINES) else server.lift_slots


class _Slot:
    """One of the places for work on this machine, which may be left early."""

    def __init__(self, slots: asyncio.Semaphore) -> None:
        self._slots = slots
        self._is_held = False

    async def __aenter__(self) -> "_Slot":
        await self._slots.acquire()
        self._is_held = True
        return self

    async def __aexit__(self, *error: object) -> None:
        self.leave()

    def leave(self) -> None:
        """Let another job begin. Idempotent."""
        if self._is_held:
            self._is_held = False
            self._slots.release()


def _show(server: LiftServer, key: JobKey, spec: Spec, lifted: Lifted) -> None:
    server.remember(key.document, spec, source=spec.source, lifted=lifted, failure="")
    document = server.documents.with_key(key.document)
    if document is not None:
        _start_check(server, document, spec, _module_text(server, document))


def _start_check(server: LiftServer, document: Document, spec: Spec, module: str | ModuleCheck) -> None:
    if isinstance(module, ModuleCheck):
        server.remember(document.key, spec, module_check=module, checked=spec, checked_content="", drifted=False)
        return
    others = document.file.specs
    known = server.result(document.key, spec)
    content = _hash(_content(spec, others), module, _name(spec, known.lifted) or "")
    if known.module_check is not None and content == known.checked_content:
        server.remember(document.key, spec, drifted=_has_drifted(known.module_check, known.lifted))
        return
    key = JobKey(document.key, spec.identity, "check")
    server.jobs.start(key, content, partial(_check, server, key, spec, others, module, content))


async def _check(
    server: LiftServer, key: JobKey, spec: Spec, others: Sequence[Spec], module_text: str, content: str
) -> None:
    check = await server.session.check(spec, others, module_text)
    if check.function is None and not isinstance(parse_module(module_text), TargetProblem):
        check = ModuleCheck(None)  # the module is fine, it has no such function yet
    drifted = _has_drifted(check, server.result(key.document, spec).lifted)
    server.remember(key.document, spec, module_check=check, checked=spec, checked_content=content, drifted=drifted)


def _name(spec: Spec, lifted: Lifted | None) -> str | None:
    return spec.ir.signature.name or (lifted.ir.signature.name if lifted is not None else None)


def _found(server: LiftServer, module_text: str, name: str | None) -> ModuleCheck:
    found = None if name is None else find_function(module_text, name)
    if isinstance(found, TargetProblem):
        return ModuleCheck(None, None, found.message)
    return ModuleCheck(found, is_ours=found is not None and server.session.is_ours(found.body_hash))


def _module_text(server: LiftServer, document: Document) -> str | ModuleCheck:
    """The text of the document's module; a check that found nothing when there is none, or that says why it cannot be
    read."""
    path = server.module_of(document)
    if not isinstance(path, Path):
        return ModuleCheck(None)
    try:
        text = server.documents.module(path).text
    except TargetError as error:
        return ModuleCheck(None, None, str(error))
    return ModuleCheck(None) if text is None else text


def _has_drifted(check: ModuleCheck, lifted: Lifted | None) -> bool:
    """Whether the function that stands is another one than Lift would insert."""
    if check.function is None or lifted is None or lifted.chosen is None or not lifted.ir.signature.is_complete:
        return False
    written = render_function(lifted.ir, lifted.chosen.candidate.body)
    return normalised_body_hash(written) != check.function.body_hash


def _content(spec: Spec, others: Sequence[Spec]) -> str:
    """A hash of the texts that a spec's result depends on: its own, and those of the specs it may call."""
    return _hash(
        spec.identity, spec.source, *(other.source for other in others if other is not spec and _calls(spec, other))
    )


def _calls(spec: Spec, other: Spec) -> bool:
    return other.ir.signature.name is not None and other.ir.signature.name in spec.source


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
