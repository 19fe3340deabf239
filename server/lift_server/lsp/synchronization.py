"""Documents come, change, are saved and go; what is known of their specs follows."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types as lsp

from lift_server.lsp.lifting import check_functions, lift_specs, show_known
from lift_server.lsp.state import LiftServer
from lift_server.lsp.uris import path_of
from lift_server.source_files import SUFFIX

LOOK_EVERY = 1.0
"""Seconds between two looks at the modules, where the client does not watch files."""

TYPING_PAUSE = 0.5
"""Seconds without a change after which `run: onType` lifts: shorter, and every word would start an engine."""


def did_open(server: LiftServer, params: lsp.DidOpenTextDocumentParams) -> None:
    """Static findings at once, with what the store knows: opening a file runs nothing."""
    document = server.documents.open(params.text_document)
    if document.is_spec_file:
        if isinstance(module := server.module_of(document), Path):
            server.module_watch.begin(module)
        show_known(server, document)
        server.publisher.publish(document.key)
        server.in_background(_look_for_claims(server))


def did_change(server: LiftServer, params: lsp.DidChangeTextDocumentParams) -> None:
    """Static findings of the new text; what was found for the old one is shown as outdated. An answer is lifted at
    once: the author waits for what it does."""
    document = server.documents.change(params.text_document, params.content_changes, server.encoding)
    if not document.is_spec_file:
        return
    server.publisher.publish(document.key)
    if server.answers.was_given(document):
        lift_specs(server, document, document.file.specs)
    elif server.session.settings.run == "onType":
        server.after_pause(document, TYPING_PAUSE, lambda: _lift_latest(server, document.key))


def did_save(server: LiftServer, params: lsp.DidSaveTextDocumentParams) -> None:
    """A spec file: lift it (setting `run`) or check its functions. A module: check the specs whose functions it
    holds."""
    document = server.documents.get(params.text_document.uri)
    if document is not None and document.is_spec_file:
        if server.session.settings.run == "manual":
            check_functions(server, document)
        else:
            lift_specs(server, document, document.file.specs)
    elif (path := path_of(params.text_document.uri)) is not None:
        _module_changed(server, path)


def did_change_watched_files(server: LiftServer, params: lsp.DidChangeWatchedFilesParams) -> None:
    """A module or spec file was written, created or removed, by this editor or by anything else."""
    files_changed(server, [change.uri for change in params.changes])


def did_rename_files(server: LiftServer, params: lsp.RenameFilesParams) -> None:
    """Files or folders have other names now; of a document that is open the client tells by itself."""
    files_changed(server, [uri for item in params.files for uri in (item.old_uri, item.new_uri)])


def did_delete_files(server: LiftServer, params: lsp.DeleteFilesParams) -> None:
    """Files or folders are gone."""
    files_changed(server, [item.uri for item in params.files])


def did_change_workspace_folders(server: LiftServer, _params: lsp.DidChangeWorkspaceFoldersParams) -> None:
    """Folders came or went: other files count, and modules may be found elsewhere."""
    files_changed(server, server.workspace.folders)


async def watch_modules(server: LiftServer) -> None:
    """Look whether modules of open spec files were written, for a client that does not tell. Never ends."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        modules = (server.module_of(document) for document in server.documents.spec_files())
        changed = server.module_watch.changed(path for path in modules if isinstance(path, Path))
        if changed:
            files_changed(server, [path.as_uri() for path in changed])


def files_changed(server: LiftServer, uris: Iterable[str]) -> None:
    """Check the functions of the modules among the files again."""
    server.workspace_files.changed()
    paths = {path for uri in uris if (path := path_of(uri)) is not None}
    if any(path.suffix == SUFFIX or path.suffix != ".py" for path in paths):
        server.in_background(_look_for_claims(server))
    for document in server.documents.spec_files():
        module = server.module_of(document)
        if isinstance(module, Path) and any(module.is_relative_to(path) for path in paths):
            check_functions(server, document)
        # Where its functions go may have changed, and with it what is wrong.
        server.publisher.publish(document.key)


async def _look_for_claims(server: LiftServer) -> None:
    """Compare what the open documents claim with the other files of the workspace."""
    claimed = await server.workspace_files.claimed_on_disk()
    opened = {document.key for document in server.documents.spec_files()}
    for key in server.claims.replace_closed(claimed, opened):
        server.publisher.publish_soon(key)


def did_close(server: LiftServer, params: lsp.DidCloseTextDocumentParams) -> None:
    """Stop what runs for the document and take its findings away."""
    document = server.documents.get(params.text_document.uri)
    if document is not None:
        server.documents.close(document.uri)
        server.forget(document)
        if document.is_spec_file:
            server.workspace_files.changed()
            server.in_background(_look_for_claims(server))
        elif document.path is not None:
            _module_changed(server, document.path)


def _lift_latest(server: LiftServer, key: str) -> None:
    document = server.documents.with_key(key)
    if document is not None:
        lift_specs(server, document, document.file.specs)


def _module_changed(server: LiftServer, path: Path) -> None:
    for document in server.documents.spec_files():
        if server.module_of(document) == path:
            check_functions(server, document)
