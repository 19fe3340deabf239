"""A client that knows all that Lift can use: snippets, lenses, hints, tags, virtual documents, edits by the server."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import attrs
from lsprotocol import types as lsp

from .editor import Editor, capabilities, started


class Answers:
    """What the user and the client answer to the server's requests, and what was asked."""

    def __init__(self) -> None:
        self.choice: str | None = None
        self.questions: list[lsp.ShowMessageRequestParams] = []
        self.refreshed: list[str] = []
        self.edits: list[lsp.WorkspaceEdit] = []
        self.applies = True


def all_capabilities(*, annotations: bool = True) -> lsp.ClientCapabilities:
    """What the newest clients can do, as far as Lift asks; without `annotations` no edit is confirmed by the client."""
    known = capabilities()
    assert known.workspace is not None
    assert known.text_document is not None
    assert known.text_document.code_action is not None
    assert known.workspace.workspace_edit is not None
    workspace = attrs.evolve(
        known.workspace,
        apply_edit=True,
        code_lens=lsp.CodeLensWorkspaceClientCapabilities(refresh_support=True),
        inlay_hint=lsp.InlayHintWorkspaceClientCapabilities(refresh_support=True),
        text_document_content=lsp.TextDocumentContentClientCapabilities(dynamic_registration=True),
        workspace_edit=attrs.evolve(
            known.workspace.workspace_edit,
            change_annotation_support=lsp.ChangeAnnotationsSupportOptions() if annotations else None,
        ),
    )
    completion = lsp.CompletionClientCapabilities(
        completion_item=lsp.ClientCompletionItemOptions(
            snippet_support=True, documentation_format=[lsp.MarkupKind.Markdown]
        )
    )
    tags = lsp.CodeActionTagOptions([lsp.CodeActionTag.LlmGenerated])
    text_document = attrs.evolve(
        known.text_document,
        completion=completion,
        code_action=attrs.evolve(known.text_document.code_action, tag_support=tags),
    )
    return attrs.evolve(known, workspace=workspace, text_document=text_document)


@asynccontextmanager
async def rich(root: Path, *, annotations: bool = True) -> AsyncIterator[tuple[Editor, Answers]]:
    """An editor of this kind with its server, and what it answers."""
    answers = Answers()
    known = all_capabilities(annotations=annotations)
    async with started(root, client_capabilities=known, prepare=lambda editor: _register(editor, answers)) as editor:
        yield editor, answers


def _register(editor: Editor, answers: Answers) -> None:
    def applied(params: lsp.ApplyWorkspaceEditParams) -> lsp.ApplyWorkspaceEditResult:
        answers.edits.append(params.edit)
        if answers.applies:
            editor.apply(params.edit)
        return lsp.ApplyWorkspaceEditResult(answers.applies, None if answers.applies else "the file is read-only")

    def asked(params: lsp.ShowMessageRequestParams) -> lsp.MessageActionItem | None:
        answers.questions.append(params)
        return None if answers.choice is None else lsp.MessageActionItem(answers.choice)

    def refreshed(what: str) -> Callable[[Any], None]:
        def note(_params: Any) -> None:
            answers.refreshed.append(what)
            editor.notice()

        return note

    handlers: dict[str, Callable[[Any], Any]] = {
        lsp.WORKSPACE_APPLY_EDIT: applied,
        lsp.WINDOW_SHOW_MESSAGE_REQUEST: asked,
        lsp.WORKSPACE_CODE_LENS_REFRESH: refreshed("lenses"),
        lsp.WORKSPACE_INLAY_HINT_REFRESH: refreshed("hints"),
        lsp.WORKSPACE_TEXT_DOCUMENT_CONTENT_REFRESH: refreshed("texts"),
    }
    for method, handler in handlers.items():
        editor.client.feature(method)(handler)
