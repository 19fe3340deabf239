"""Workspace edits as the client understands them: versioned and confirmed where it can, so that they never hit another
text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from lsprotocol import types as lsp
from pygls.capabilities import get_capability


class Target(Protocol):
    """What an edit is for: an open document or a module. `text` None: the file is to be created."""

    @property
    def uri(self) -> str: ...

    @property
    def text(self) -> str | None: ...

    @property
    def version(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the user is asked before the edit is applied."""

    label: str
    description: str


def workspace_edit(
    capabilities: lsp.ClientCapabilities,
    target: Target,
    edits: Sequence[lsp.TextEdit],
    confirmation: Confirmation | None = None,
    typed: str = "",
) -> lsp.WorkspaceEdit:
    """One undoable edit of one file, which is created when it does not exist.

    `typed`: the end of the last edit, which is selected afterwards where the client can.
    """
    if not get_capability(capabilities, "workspace.workspace_edit.document_changes"):
        return lsp.WorkspaceEdit(changes={target.uri: list(edits)})
    changes: list[lsp.TextDocumentEdit | lsp.CreateFile | lsp.RenameFile | lsp.DeleteFile] = []
    if target.text is None:
        operations = get_capability(capabilities, "workspace.workspace_edit.resource_operations") or []
        if lsp.ResourceOperationKind.Create not in operations:
            return lsp.WorkspaceEdit(changes={target.uri: list(edits)})
        changes.append(lsp.CreateFile(target.uri, options=lsp.CreateFileOptions(ignore_if_exists=True)))
    identifier = lsp.OptionalVersionedTextDocumentIdentifier(target.uri, target.version)
    annotations = None
    body: list[lsp.TextEdit | lsp.AnnotatedTextEdit | lsp.SnippetTextEdit] = list(edits)
    if confirmation is not None and get_capability(capabilities, "workspace.workspace_edit.change_annotation_support"):
        note = lsp.ChangeAnnotation(confirmation.label, needs_confirmation=True, description=confirmation.description)
        annotations = {"confirm": note}
        body = [lsp.AnnotatedTextEdit("confirm", edit.range, edit.new_text) for edit in edits]
    if typed and get_capability(capabilities, "workspace.workspace_edit.snippet_edit_support"):
        body[-1:] = _snippet(edits[-1], typed)
    changes.append(lsp.TextDocumentEdit(identifier, body))
    return lsp.WorkspaceEdit(document_changes=changes, change_annotations=annotations)


def joined_edit(
    capabilities: lsp.ClientCapabilities, parts: Sequence[tuple[Target, Sequence[lsp.TextEdit]]]
) -> lsp.WorkspaceEdit:
    """One undoable edit of several files that exist."""
    if not get_capability(capabilities, "workspace.workspace_edit.document_changes"):
        return lsp.WorkspaceEdit(changes={target.uri: list(edits) for target, edits in parts})
    changes: list[lsp.TextDocumentEdit | lsp.CreateFile | lsp.RenameFile | lsp.DeleteFile] = []
    for target, edits in parts:
        identifier = lsp.OptionalVersionedTextDocumentIdentifier(target.uri, target.version)
        changes.append(lsp.TextDocumentEdit(identifier, list(edits)))
    return lsp.WorkspaceEdit(document_changes=changes)


def _snippet(edit: lsp.TextEdit, typed: str) -> Iterator[lsp.TextEdit | lsp.SnippetTextEdit]:
    """The edit with its end selected. Its lines stay plain text: clients indent those of a snippet once more."""
    before = edit.new_text.removesuffix(typed)
    line = re.split(r"[\r\n][ \t]*", before)[-1]
    yield lsp.TextEdit(edit.range, before.removesuffix(line))
    text = f"{_escaped(line)}${{1:{_escaped(typed)}}}"
    yield lsp.SnippetTextEdit(lsp.Range(edit.range.end, edit.range.end), lsp.StringValue(text))


def _escaped(text: str) -> str:
    return re.sub(r"[\\$}]", r"\\\g<0>", text)
