"""A small editor: it drives the real server process, keeps documents as a client does and applies workspace edits
itself.

Positions are counted here by encoding text, so that the server's arithmetic is not tested against itself.
"""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Union, cast

import psutil
from cattrs import Converter
from lsprotocol import types as lsp
from pygls.protocol import default_converter
from pygls.uris import to_fs_path
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

SERVE = (sys.executable, "-m", "lift_server.cli", "serve")
PATIENCE = 60
"""Seconds after which a test that waits for the server fails: only a server that hangs is ever this slow."""
_CODECS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
_UNIT = {"utf-8": 1, "utf-16": 2, "utf-32": 4}


def _converter() -> Converter:
    """lsprotocol's, but a code action that holds a command is read as an action: lsprotocol 2025.0.0 takes it for a
    command."""
    converter = default_converter()

    def read(item: dict[str, Any], _: object) -> lsp.Command | lsp.CodeAction:
        kind = lsp.Command if isinstance(item.get("command"), str) else lsp.CodeAction
        return cast(lsp.Command | lsp.CodeAction, converter.structure(item, kind))

    converter.register_structure_hook(lsp.Command | lsp.CodeAction, read)
    converter.register_structure_hook(Union[lsp.Command, lsp.CodeAction], read)  # noqa: UP007
    return converter


class Editor:
    """One client with its server. `texts` are the open documents by URI, `shown` the diagnostics last published for
    each."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.client = LanguageClient(converter_factory=_converter)
        self.encoding = "utf-16"
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.shown: dict[str, lsp.PublishDiagnosticsParams] = {}
        self.published: list[lsp.PublishDiagnosticsParams] = []
        self.progress: dict[str, list[Any]] = {}
        self.documents_shown: list[lsp.ShowDocumentParams] = []
        self.statuses: list[dict[str, Any]] = []
        self.selected = ""
        self.settings: object = None
        self.asked_for_settings = 0
        self.log: list[str] = []
        self._news = asyncio.Event()
        own: dict[str, Callable[..., object]] = {
            lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: self._on_diagnostics,
            lsp.PROGRESS: self._on_progress,
            lsp.WINDOW_WORK_DONE_PROGRESS_CREATE: self._on_progress_create,
            lsp.WINDOW_SHOW_MESSAGE: self._on_message,
            lsp.WINDOW_SHOW_DOCUMENT: self._on_show_document,
            lsp.WORKSPACE_CONFIGURATION: self._on_configuration,
            lsp.CLIENT_REGISTER_CAPABILITY: self._on_register,
            "lift/status": self._on_status,
        }
        # pygls marks its handlers with attributes, which a bound method cannot have.
        handlers = {method: partial(handler) for method, handler in own.items()}
        register_lsp_features(self.client, {**DEFAULT_CLIENT_FEATURES, **handlers})
        self.registered: set[str] = set()

    @property
    def server(self) -> asyncio.subprocess.Process:
        """The server, as its parent knows it."""
        assert self.client._server is not None
        return self.client._server

    @property
    def process(self) -> psutil.Process:
        """The server, as the system knows it."""
        return psutil.Process(self.server.pid)

    @property
    def messages(self) -> list[str]:
        """What was shown to the user in a pop-up."""
        return [message.message for message in self.client.messages]

    def uri(self, name: str) -> str:
        """The URI of a file in the workspace."""
        return (self.root / name).as_uri()

    async def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the server; what it logs is kept in `log`."""
        await self.client.start_io(*command, env=dict(environment))
        assert self.client._stderr_forwarder is not None
        self.client._stderr_forwarder.cancel()
        self._log_reader = asyncio.create_task(self._read_log())

    async def _read_log(self) -> None:
        assert self.server.stderr is not None
        async for line in self.server.stderr:
            self.log.append(line.decode().rstrip())

    async def stop(self) -> None:
        """End the server process, however it fares, and read its log to the end."""
        if self.server.returncode is None:
            self.server.kill()
        await self.client.stop()  # type: ignore[no-untyped-call]
        await self._log_reader
        print(*self.log, sep="\n", file=sys.stderr)  # pytest shows it with a failure

    def begin(self, root: Path) -> None:
        """Go on in another folder; what was said before counts no more."""
        self.root = root
        self.log.clear()
        self.client.messages.clear()
        self.published.clear()
        self.progress.clear()
        self.documents_shown.clear()

    def check_quiet(self) -> None:
        """Nothing was logged as an error, and nothing popped up."""
        assert not [line for line in self.log if "ERROR" in line or "Traceback" in line], "\n".join(self.log)
        assert not self.messages

    async def configure(self, settings: object) -> None:
        """Change the settings; the server has taken them when this returns."""
        self.settings = settings
        asked = self.asked_for_settings
        self.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(None))
        await self.until(lambda: self.asked_for_settings > asked)
        await self.client.text_document_hover_async(
            lsp.HoverParams(lsp.TextDocumentIdentifier("file:///none"), lsp.Position(0, 0))
        )

    def leave_without_shutdown(self) -> None:
        """The server has ended: `started` has nothing to say to it any more."""
        self.client.error = RuntimeError("the connection has ended")

    def notice(self) -> None:
        """Something has come in that `until` may wait for."""
        self._news.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the server's messages have made the condition true."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def open(self, name: str, text: str, language: str = "lift") -> str:
        """Write a file and open it; returns its URI."""
        path = self.root / name
        path.write_bytes(text.encode())
        uri = path.as_uri()
        self.open_text(uri, text, language)
        return uri

    def open_text(self, uri: str, text: str, language: str = "lift") -> None:
        """Open a document that need not be a file."""
        self.texts[uri], self.versions[uri] = text, 1
        item = lsp.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def edit(self, uri: str, start: int, end: int, text: str) -> None:
        """Replace a stretch (offsets of the present text) as typing does."""
        where = lsp.Range(self.position(uri, start), self.position(uri, end))
        self.texts[uri] = self.texts[uri][:start] + text + self.texts[uri][end:]
        self.versions[uri] += 1
        identifier = lsp.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        change = lsp.TextDocumentContentChangePartial(where, text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(identifier, [change]))

    def replace(self, uri: str, old: str, new: str) -> None:
        """Replace the only occurrence of `old`."""
        assert self.texts[uri].count(old) == 1
        start = self.texts[uri].index(old)
        self.edit(uri, start, start + len(old), new)

    def save(self, uri: str) -> None:
        """Write a document to disk and tell the server."""
        path = to_fs_path(uri)
        assert path is not None
        Path(path).write_bytes(self.texts[uri].encode())
        self.client.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(uri)))

    def close(self, uri: str) -> None:
        """Close a document."""
        del self.texts[uri]
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))

    def position(self, uri: str, offset: int) -> lsp.Position:
        """The position of an offset of an open document, in the negotiated encoding."""
        before = self.texts[uri][:offset]
        lines = re.split(r"\r\n|\r|\n", before)
        units = len(lines[-1].encode(_CODECS[self.encoding])) // _UNIT[self.encoding]
        return lsp.Position(len(lines) - 1, units)

    def offset(self, text: str, position: lsp.Position) -> int:
        """The offset of a position in a text."""
        starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
        start = starts[position.line]
        width = position.character * _UNIT[self.encoding]
        return start + len(text[start:].encode(_CODECS[self.encoding])[:width].decode(_CODECS[self.encoding]))

    def codes(self, uri: str) -> list[str]:
        """The codes of the diagnostics shown for a document."""
        return [str(item.code) for item in self.diagnostics(uri)]

    def diagnostics(self, uri: str) -> Sequence[lsp.Diagnostic]:
        """The diagnostics shown for a document."""
        return self.shown[uri].diagnostics if uri in self.shown else ()

    def marked(self, uri: str, code: str) -> str:
        """The text under the only diagnostic of a code."""
        [item] = [item for item in self.diagnostics(uri) if item.code == code]
        text = self.texts[uri]
        return text[self.offset(text, item.range.start) : self.offset(text, item.range.end)]

    async def hover(self, uri: str, offset: int = 0) -> str:
        """The Markdown of the hover at an offset; empty when there is none."""
        identifier = lsp.TextDocumentIdentifier(uri)
        found = await self.client.text_document_hover_async(lsp.HoverParams(identifier, self.position(uri, offset)))
        if found is None:
            return ""
        assert isinstance(found.contents, lsp.MarkupContent)
        return found.contents.value

    async def actions(self, uri: str, offset: int = 0) -> list[lsp.CodeAction]:
        """The code actions offered at an offset."""
        here = lsp.Range(self.position(uri, offset), self.position(uri, offset))
        around = [item for item in self.diagnostics(uri) if item.range.start <= here.start <= item.range.end]
        found = await self.client.text_document_code_action_async(
            lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), here, lsp.CodeActionContext(around))
        )
        return [item for item in found or [] if isinstance(item, lsp.CodeAction)]

    async def choose(self, uri: str, title: str, offset: int = 0) -> lsp.CodeAction:
        """Choose the only action whose title begins so, and apply its edit."""
        [action] = [item for item in await self.actions(uri, offset) if item.title.startswith(title)]
        if action.edit is None:
            action = await self.client.code_action_resolve_async(action)
        assert action.edit is not None
        self.apply(action.edit)
        return action

    def apply(self, edit: lsp.WorkspaceEdit) -> None:
        """Apply a workspace edit: to open documents as a change, to files on disk. An edit of another version is
        refused."""
        assert edit.changes is None, "the client understands versioned edits"
        for change in edit.document_changes or []:
            if isinstance(change, lsp.CreateFile):
                path = to_fs_path(change.uri)
                assert path is not None
                Path(path).touch()
            else:
                assert isinstance(change, lsp.TextDocumentEdit)
                self._apply_to_document(change)

    def _apply_to_document(self, change: lsp.TextDocumentEdit) -> None:
        uri = change.text_document.uri
        path = to_fs_path(uri)
        assert path is not None
        if uri in self.texts:
            assert change.text_document.version == self.versions[uri], "an edit of another version"
            text = self.texts[uri]
        else:
            text = Path(path).read_bytes().decode()
        spans = [
            (self.offset(text, item.range.start), self.offset(text, item.range.end), order, self._inserted(item))
            for order, item in enumerate(change.edits)  # of two at one place the earlier one comes first in the text
        ]
        for start, end, _, new in sorted(spans, reverse=True):
            if uri in self.texts:
                self.edit(uri, start, end, new)
            text = text[:start] + new + text[end:]
        if uri not in self.texts:
            Path(path).write_bytes(text.encode())
            self.module_changed(uri)

    def _inserted(self, edit: lsp.TextEdit | lsp.AnnotatedTextEdit | lsp.SnippetTextEdit) -> str:
        """What an edit inserts; the placeholder of a snippet is selected."""
        if not isinstance(edit, lsp.SnippetTextEdit):
            return edit.new_text
        before, self.selected, after = re.split(r"(?<!\\)\$\{1:((?:[^}\\]|\\.)*)\}", edit.snippet.value)
        assert after == ""
        self.selected = re.sub(r"\\(.)", r"\1", self.selected)
        return re.sub(r"\\(.)", r"\1", before) + self.selected

    def module_changed(self, uri: str) -> None:
        """Report a change on disk, as the client's file watcher does."""
        event = lsp.FileEvent(uri, lsp.FileChangeType.Changed)
        self.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))

    async def command(self, name: str, *arguments: object) -> Any:
        """Execute a command."""
        return await self.client.workspace_execute_command_async(lsp.ExecuteCommandParams(name, list(arguments)))

    def ended(self) -> int:
        """How many progress bars have ended."""
        return sum(events[-1]["kind"] == "end" for events in self.progress.values() if events)

    def began(self) -> list[str]:
        """The tokens of the progress bars that are shown now."""
        return [token for token, events in self.progress.items() if events and events[-1]["kind"] != "end"]

    def _on_diagnostics(self, params: lsp.PublishDiagnosticsParams) -> None:
        self.shown[params.uri] = params
        self.published.append(params)
        self._news.set()

    def _on_progress(self, params: lsp.ProgressParams) -> None:
        self.progress[str(params.token)].append(params.value)
        self._news.set()

    def _on_progress_create(self, params: lsp.WorkDoneProgressCreateParams) -> None:
        assert str(params.token) not in self.progress
        self.progress[str(params.token)] = []

    def _on_message(self, params: lsp.ShowMessageParams) -> None:
        self.client.messages.append(params)
        self._news.set()

    def _on_show_document(self, params: lsp.ShowDocumentParams) -> lsp.ShowDocumentResult:
        self.documents_shown.append(params)
        return lsp.ShowDocumentResult(success=True)

    def _on_configuration(self, params: lsp.ConfigurationParams) -> list[object]:
        self.asked_for_settings += 1
        self._news.set()
        return [self.settings if item.section == "lift" else None for item in params.items]

    def _on_status(self, params: Any) -> None:
        self.statuses.append(params if isinstance(params, dict) else params._asdict())
        self._news.set()

    def _on_register(self, params: lsp.RegistrationParams) -> None:
        self.registered.update(item.method for item in params.registrations)
        self._news.set()


def capabilities(
    encodings: Sequence[str] = ("utf-16",), *, resolves: bool = True, snippets: bool = True
) -> lsp.ClientCapabilities:
    """What VS Code can do, as far as Lift asks."""
    kinds = lsp.ClientCodeActionLiteralOptions(lsp.ClientCodeActionKindOptions([lsp.CodeActionKind.QuickFix]))
    return lsp.ClientCapabilities(
        general=lsp.GeneralClientCapabilities(
            position_encodings=[lsp.PositionEncodingKind(item) for item in encodings]
        ),
        window=lsp.WindowClientCapabilities(
            work_done_progress=True, show_document=lsp.ShowDocumentClientCapabilities(support=True)
        ),
        workspace=lsp.WorkspaceClientCapabilities(
            configuration=True,
            did_change_configuration=lsp.DidChangeConfigurationClientCapabilities(dynamic_registration=True),
            did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
            workspace_edit=lsp.WorkspaceEditClientCapabilities(
                document_changes=True,
                resource_operations=[lsp.ResourceOperationKind.Create],
                change_annotation_support=lsp.ChangeAnnotationsSupportOptions(),
                snippet_edit_support=snippets,
            ),
        ),
        text_document=lsp.TextDocumentClientCapabilities(
            synchronization=lsp.TextDocumentSyncClientCapabilities(did_save=True),
            hover=lsp.HoverClientCapabilities(content_format=[lsp.MarkupKind.Markdown]),
            document_symbol=lsp.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True),
            publish_diagnostics=lsp.PublishDiagnosticsClientCapabilities(
                related_information=True, version_support=True
            ),
            code_action=lsp.CodeActionClientCapabilities(
                code_action_literal_support=kinds,
                is_preferred_support=True,
                data_support=True,
                resolve_support=lsp.ClientCodeActionResolveOptions(["edit"]) if resolves else None,
            ),
        ),
    )


@asynccontextmanager
async def started(
    root: Path,
    *,
    trusted: bool = True,
    encoding: str = "utf-16",
    settings: Mapping[str, object] | None = None,
    command: Sequence[str] = SERVE,
    client_capabilities: lsp.ClientCapabilities | None = None,
    errors_expected: bool = False,
    prepare: Callable[[Editor], None] | None = None,
) -> AsyncIterator[Editor]:
    """An editor whose server is initialized. It is shut down in the end; nothing may have been logged as an error or
    popped up. `prepare` is called before the server starts."""
    editor = Editor(root)
    if prepare is not None:
        prepare(editor)
    environment = {**os.environ, "LIFT_STORE_PATH": str(root / ".store")}
    await editor.start(command, environment)
    params = lsp.InitializeParams(
        capabilities=client_capabilities or capabilities([encoding]),
        root_uri=root.as_uri(),
        workspace_folders=[lsp.WorkspaceFolder(root.as_uri(), "workspace")],
        initialization_options={"trusted": trusted, "settings": dict(settings or {})},
    )
    try:
        async with asyncio.timeout(PATIENCE):
            answer = await editor.client.initialize_session(params)
        chosen = answer.capabilities.position_encoding
        editor.encoding = str(getattr(chosen, "value", chosen))
        yield editor
        async with asyncio.timeout(PATIENCE):
            await editor.client.shutdown_session()
    finally:
        await editor.stop()
    if not errors_expected:
        editor.check_quiet()
