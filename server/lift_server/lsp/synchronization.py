"""Documents come, change, are saved and go; what is known of their specs follows."""

from pathlib import Path

from lsprotocol import types as lsp

from lift_server.lsp.lifting import check_functions, lift_specs, show_known
from lift_server.lsp.state import LiftServer
from lift_server.lsp.uris import path_of

TYPING_PAUSE = 0.5
"""Seconds without a change after which `run: onType` lifts: shorter, and every word would start an engine."""


def did_open(server: LiftServer, params: lsp.DidOpenTextDocumentParams) -> None:
    """Static findings at once, with what the store knows: opening a file runs nothing."""
    document = server.documents.open(params.text_document)
    if document.is_spec_file:
        show_known(server, document)
        server.publisher.publish(document.key)


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
    """A module was written, created or removed, by this editor or by anything else."""
    for path in {path_of(change.uri) for change in params.changes} - {None}:
        assert path is not None
        _module_changed(server, path)


def did_close(server: LiftServer, params: lsp.DidCloseTextDocumentParams) -> None:
    """Stop what runs for the document and take its findings away."""
    document = server.documents.get(params.text_document.uri)
    if document is not None:
        server.documents.close(document.uri)
        server.forget(document)


def _lift_latest(server: LiftServer, key: str) -> None:
    document = server.documents.with_key(key)
    if document is not None:
        lift_specs(server, document, document.file.specs)


def _module_changed(server: LiftServer, path: Path) -> None:
    for document in server.documents.spec_files():
        if server.module_of(document) == path:
            check_functions(server, document)
