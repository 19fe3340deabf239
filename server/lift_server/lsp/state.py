"""Everything one connection owns: documents, results, jobs, the session."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.exceptions import FeatureRequestError, JsonRpcInternalError
from pygls.lsp.server import LanguageServer

from lift_server import __version__
from lift_server.lsp.convert import Converter, encoding_of
from lift_server.lsp.jobs import Jobs
from lift_server.lsp.progress import WorkDoneProgress
from lift_server.lsp.protocol import LiftProtocol, is_answer
from lift_server.lsp.status import Status, StatusReporter
from lift_server.lsp.uris import path_of
from lift_server.text import Encoding

if TYPE_CHECKING:
    from lift_server.diagnostics import Diagnostic
    from lift_server.ide.snapshot import Result, Snapshot
    from lift_server.lsp.answers import OfferedAnswers
    from lift_server.lsp.claimed import Claims
    from lift_server.lsp.documents import Document, Documents
    from lift_server.lsp.module_watch import ModuleWatch
    from lift_server.lsp.publish import Publisher
    from lift_server.lsp.refresh import Refresher
    from lift_server.lsp.workspace_files import Claimed, WorkspaceFiles
    from lift_server.module_text import TargetProblem
    from lift_server.session import Session
    from lift_server.spec_file import Spec

logger = logging.getLogger(__name__)

CONCURRENT_LIFTS = 2
"""Each runs an engine and a sandboxed child; more of them only delay the first answer."""

LIFTS_AT_A_SERVER = 4
"""Those that mostly wait for a server: each may draft and write at once, and the remote engine sends eight requests."""


class LiftServer(LanguageServer):
    """The server of one client."""

    def __init__(self) -> None:
        # pygls reads stdin through its pool and Lift puts nothing else there: one worker is enough.
        super().__init__(
            "lift",
            __version__,
            text_document_sync_kind=lsp.TextDocumentSyncKind.Incremental,
            protocol_cls=LiftProtocol,
            max_workers=1,
        )
        self.status = StatusReporter(self._current_status, self._notify)
        self.jobs = Jobs(self.status.changed)
        self.lift_slots = asyncio.Semaphore(CONCURRENT_LIFTS)
        self.server_slots = asyncio.Semaphore(LIFTS_AT_A_SERVER)
        self._session: Session | None = None
        self.options: Mapping[str, Any] = {}
        self.editor_settings: object = None
        self.chosen_engine: str | None = None
        self.setting_problems: tuple[str, ...] = ()
        self.shown_problems: set[str] = set()
        self._results: dict[str, dict[str, Result]] = {}
        self._pauses: dict[str, asyncio.TimerHandle] = {}
        self._background: set[asyncio.Task[None]] = set()
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._told_of_error = ""

    @cached_property
    def documents(self) -> Documents:
        """What the client has open."""
        from lift_server.lsp.documents import Documents

        return Documents()

    @cached_property
    def answers(self) -> OfferedAnswers:
        """The answers that were offered to the client."""
        from lift_server.lsp.answers import OfferedAnswers

        return OfferedAnswers()

    @cached_property
    def publisher(self) -> Publisher:
        """Who tells the client what was found."""
        from lift_server.lsp.publish import Publisher

        return Publisher(self.documents.with_key, self._findings, self._send_findings)

    @cached_property
    def refresher(self) -> Refresher:
        """Who has the client ask again for what stands beside the text."""
        from lift_server.lsp.refresh import Refresher

        return Refresher(self)

    @cached_property
    def module_watch(self) -> ModuleWatch:
        """The modules of open spec files on disk."""
        from lift_server.lsp.module_watch import ModuleWatch

        return ModuleWatch()

    @cached_property
    def workspace_files(self) -> WorkspaceFiles:
        """The `.lift` files of the workspace."""
        from lift_server.lsp.workspace_files import WorkspaceFiles

        return WorkspaceFiles(self.documents, self.folders, self.workspace_folder)

    @cached_property
    def claims(self) -> Claims:
        """Which functions the files claim."""
        from lift_server.lsp.claimed import Claims

        return Claims()

    @property
    def session(self) -> Session:
        """The client's session, begun on first use: `initialize` is answered before settings and engines are loaded."""
        if self._session is None:
            from lift_server.lsp.keys import take_key
            from lift_server.session import Session
            from lift_server.settings import load_settings

            self.editor_settings = self.options.get("settings")
            settings, self.setting_problems = load_settings(
                editor=self.editor_settings, workspace_root=self.root_folder()
            )
            trusted = self.options.get("trusted") is True
            self._session = Session(settings, trusted=trusted, may_run_weak=self._may_run_weak)
            keys = self.options.get("keys")
            for values in keys if isinstance(keys, list) else []:
                take_key(self._session, values)
        return self._session

    async def _may_run_weak(self, what_is_open: str) -> bool:
        """Ask once whether programs may run although this machine confines them only in part."""
        yes = lsp.MessageActionItem("Run anyway")
        params = lsp.ShowMessageRequestParams(
            lsp.MessageType.Warning, f"Lift: {what_is_open}.", [yes, lsp.MessageActionItem("Do not run")]
        )
        answer = await self.window_show_message_request_async(params)
        return answer is not None and answer.title == yes.title

    @property
    def encoding(self) -> Encoding:
        """How the client counts characters."""
        return encoding_of(self.workspace.position_encoding)

    def converter(self, document: Document) -> Converter:
        """Positions of a document for this client."""
        return document.converter(self.encoding)

    def snapshot(self, document: Document) -> Snapshot:
        """What the editor features look at."""
        from lift_server.ide.snapshot import Snapshot
        from lift_server.module_text import TargetProblem

        module = self.module_of(document)
        return Snapshot(
            document.file,
            dict(self._results.get(document.key, {})),
            module if isinstance(module, Path) else None,
            module if isinstance(module, TargetProblem) else None,
            self.session.trusted,
            self.session.tier,
            self.claims.elsewhere(document.key, module) if isinstance(module, Path) else {},
        )

    def module_of(self, document: Document) -> Path | TargetProblem | None:
        """The Python module of a `.lift` document; None when the document is no file."""
        from lift_server.module_path import resolve_target

        if document.path is None:
            return None
        return resolve_target(document.path, document.file.module, self.workspace_folder(document.path))

    def root_folder(self) -> Path | None:
        """The first workspace folder: where settings are looked for."""
        return next(iter(self.folders()), None)

    def folders(self) -> list[Path]:
        """The workspace folders that are on disk."""
        folders = [folder for uri in self.workspace.folders if (folder := path_of(uri)) is not None]
        return folders or ([Path(self.workspace.root_path)] if self.workspace.root_path else [])

    def workspace_folder(self, path: Path) -> Path | None:
        """The innermost workspace folder around a path."""
        around = [folder for folder in self.folders() if path.is_relative_to(folder)]
        return max(around, key=lambda folder: len(folder.parts), default=None)

    def result(self, key: str, spec: Spec) -> Result:
        """What is known of a spec of a document."""
        from lift_server.ide.snapshot import result_of

        return result_of(self._results.get(key, {}), spec)

    def remember(self, key: str, spec: Spec, **changes: Any) -> None:
        """Add to what is known of a spec and tell the client; nothing happens when the document is closed."""
        if self.documents.with_key(key) is None:
            return
        self._results.setdefault(key, {})[spec.identity] = replace(self.result(key, spec), **changes)
        self.publisher.publish(key)
        self.refresher.ask()

    def after_pause(self, document: Document, seconds: float, action: Callable[[], None]) -> None:
        """Call `action` once the document has not been changed for so long."""
        if (waiting := self._pauses.pop(document.key, None)) is not None:
            waiting.cancel()
        self._pauses[document.key] = asyncio.get_running_loop().call_later(seconds, action)

    def forget(self, document: Document) -> None:
        """A document was closed: its jobs stop, its diagnostics and results go (the store keeps what was lifted)."""
        self.jobs.cancel_document(document.key)
        if (waiting := self._pauses.pop(document.key, None)) is not None:
            waiting.cancel()
        self._results.pop(document.key, None)
        self.answers.forget(document)
        self.publisher.clear(document)

    def clear_results(self, document: Document, specs: Iterable[Spec]) -> None:
        """Forget what was found about specs, here and in the store: the next lifting begins anew."""
        for spec in specs:
            self.jobs.cancel_spec(document.key, spec.identity)
            if self.session.trusted:
                self.session.forget(spec, document.file.specs, document.key)
            known = self._results.get(document.key, {})
            known.pop(spec.identity, None)
            known.pop(f"#{spec.ordinal}", None)
        self.publisher.publish(document.key)
        self.refresher.ask()

    def forget_results(self) -> None:
        """Settings have changed: nothing that is shown is known to be so any more."""
        self._results.clear()
        self.refresher.ask()

    def progress_bar(self, title: str, cancel: Callable[[], object]) -> WorkDoneProgress:
        """A progress bar with a Cancel button, for clients that show one."""
        supported = bool(get_capability(self.client_capabilities, "window.work_done_progress"))
        return WorkDoneProgress(self.work_done_progress, title, cancel, supported=supported)

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run what is no job of a document; what it raises is logged."""
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background_ended)

    def _background_ended(self, task: asyncio.Task[None]) -> None:
        self._background.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("work in the background failed", exc_info=error)

    def scratch_folder(self) -> Path:
        """A folder for files that are shown and not kept; it goes with the server."""
        if self._scratch is None:
            self._scratch = tempfile.TemporaryDirectory(prefix="lift-")
        return Path(self._scratch.name)

    async def close(self) -> None:
        """Stop every job and child process. Idempotent."""
        self.refresher.close()
        for task in self._background:
            task.cancel()
        await self.jobs.cancel_all()
        if self._session is not None:
            await self._session.close()
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None

    def tell_once(self, message: str) -> None:
        """Show an internal error to the user; only the first one, since the log has them all."""
        if not self._told_of_error:
            self._told_of_error = message
            self.status.changed()
            params = lsp.ShowMessageParams(
                lsp.MessageType.Error, f"{message} The log of the Lift server has the details."
            )
            self.window_show_message(params)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Called by pygls for what escaped a handler. A failed request has been answered with the error already."""
        if is_answer(error):
            logger.warning("refused: %s", " ".join(str(error).split()))
            return
        # pygls keeps the traceback of what it wraps as text.
        kept = error.data if isinstance(error, JsonRpcInternalError) and isinstance(error.data, dict) else {}
        where = "".join(kept.get("traceback", ()))
        kind = getattr(source, "__name__", source)
        logger.error("%s: %s%s", kind, error, f"\nTraceback:\n{where}" if where else "", exc_info=error)
        if source is not FeatureRequestError:
            self.tell_once(f"Internal error: {error}.")

    def _notify(self, method: str, params: object) -> None:
        self.protocol.notify(method, params)

    def _current_status(self) -> Status:
        trusted = self.session.trusted
        problems = [
            *([] if not self._told_of_error else [self._told_of_error]),
            *([] if trusted else ["The workspace is not trusted: nothing is generated or executed."]),
            *self.setting_problems,
            *(["Programs are confined only in part here."] if self.session.tier == "weak" else []),
            *(["Programs cannot be confined here, so none is run."] if self.session.tier == "none" else []),
        ]
        return Status(
            health="error" if self._told_of_error else "warning" if problems else "ok",
            quiescent=self.jobs.is_idle,
            engine=", ".join(item.name for item in self.session.capabilities()),
            sandboxTier=self.session.tier,
            message=" ".join(problems),
        )

    def _findings(self, document: Document) -> tuple[Diagnostic, ...]:
        from lift_server.ide.diagnostics import diagnostics

        for other in self.claims.update(document.key, self._claimed_by(document)):
            self.publisher.publish_soon(other)
        return diagnostics(self.snapshot(document))

    def _claimed_by(self, document: Document) -> Claimed:
        module = self.module_of(document)
        if not isinstance(module, Path):
            return {}
        named = [spec for spec in document.file.specs if spec.ir.signature.name is not None]
        lines = document.index
        return {(module, spec.identity): lines.line_of(spec.block.span.start) + 1 for spec in named}

    def _send_findings(self, document: Document, findings: tuple[Diagnostic, ...]) -> None:
        with_related = bool(
            get_capability(self.client_capabilities, "text_document.publish_diagnostics.related_information")
        )
        items = self.converter(document).diagnostics(findings, document.uri, with_related=with_related)
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(document.uri, items, document.version))
