"""Workspace edits as the client understands them: versioned and confirmed where it can, so that they never hit another
text."""

from collections.abc import Sequence
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
) -> lsp.WorkspaceEdit:
    """One undoable edit of one file, which is created when it does not exist."""
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
    changes.append(lsp.TextDocumentEdit(identifier, body))
    return lsp.WorkspaceEdit(document_changes=changes, change_annotations=annotations)
