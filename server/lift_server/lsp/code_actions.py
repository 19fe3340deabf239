"""`textDocument/codeAction` and `codeAction/resolve`."""

from collections.abc import Sequence
from typing import Any

import attrs
from lsprotocol import types as lsp
from pygls.capabilities import get_capability

from lift_server.ide import code_actions as ide
from lift_server.ide.insertion_offers import Insertion
from lift_server.ide.snapshot import Snapshot
from lift_server.lsp.documents import Document
from lift_server.lsp.insertions import Modified, confirms_in_edit, insertion_edit
from lift_server.lsp.state import LiftServer
from lift_server.lsp.workspace_edit import workspace_edit


async def code_actions(server: LiftServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
    """What can be done at the selection. Edits of a module are made when an action is chosen, where the client can ask
    for them."""
    document = server.documents.get(params.text_document.uri)
    wanted = [kind for kind in ide.KINDS if _is_wanted(kind, params.context)]
    if document is None or not document.is_spec_file or not wanted:
        return None
    snapshot = server.snapshot(document)
    found = [item for item in _found(server, snapshot, document, params) if item.kind in wanted]
    server.answers.offer(document, found)
    actions = [_to_lsp(server, document, item, params.context.diagnostics) for item in found]
    if not _resolves_edits(server):
        actions = [await _with_edit(server, action) for action in actions]
    return actions


async def resolve_code_action(server: LiftServer, action: lsp.CodeAction) -> lsp.CodeAction:
    """Fill in the edit of an insertion; raises `Refused` when it is not what would be offered now."""
    return await _with_edit(server, action)


def _found(
    server: LiftServer, snapshot: Snapshot, document: Document, params: lsp.CodeActionParams
) -> list[ide.Action]:
    found = list(ide.code_actions(snapshot, server.converter(document).span(params.range)))
    every = ide.fix_all(snapshot)
    # In an unfiltered menu, a fix of everything that is one thing would stand there twice.
    if every is not None and (params.context.only or len(every.insertions) > 1):
        found.append(every)
    return found


def _is_wanted(kind: str, context: lsp.CodeActionContext) -> bool:
    """Whether the client asked for this kind: it names kinds by their beginning, or none at all."""
    only = [str(getattr(item, "value", item)) for item in context.only or [""]]
    return any(item in ("", kind) or kind.startswith(f"{item}.") for item in only)


def action_tags(capabilities: lsp.ClientCapabilities, action: ide.Action) -> list[lsp.CodeActionTag] | None:
    """That a model wrote what the action inserts, for clients that show it."""
    known = get_capability(capabilities, "text_document.code_action.tag_support.value_set") or []
    return [lsp.CodeActionTag.LlmGenerated] if action.by_model and lsp.CodeActionTag.LlmGenerated in known else None


def _resolves_edits(server: LiftServer) -> bool:
    capabilities = server.client_capabilities
    properties = get_capability(capabilities, "text_document.code_action.resolve_support.properties") or []
    return "edit" in properties and bool(get_capability(capabilities, "text_document.code_action.data_support"))


def _to_lsp(
    server: LiftServer, document: Document, action: ide.Action, diagnostics: Sequence[lsp.Diagnostic]
) -> lsp.CodeAction:
    where = server.converter(document).range(action.span)
    answered = [item for item in diagnostics if item.code in action.codes and _touches(item.range, where)]
    edit = None
    data: dict[str, Any] | None = None
    command = None
    if action.replaces_authors and not confirms_in_edit(server):
        # Only the command asks first.
        command = lsp.Command(action.title, "lift.insert", arguments=[document.uri, action.insertions[0].spec])
    elif action.insertions:
        offers = [{"spec": item.spec, "offeredFor": item.offered_for} for item in action.insertions]
        data = {"uri": document.uri, "insertions": offers}
    else:
        edits = server.converter(document).text_edits(action.edits)
        edit = workspace_edit(server.client_capabilities, document, edits, typed=action.typed)
    return lsp.CodeAction(
        title=action.title,
        kind=action.kind,
        diagnostics=answered or None,
        is_preferred=action.preferred or None,
        edit=edit,
        command=command,
        data=data,
        tags=action_tags(server.client_capabilities, action),
    )


def _touches(one: lsp.Range, other: lsp.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


async def _with_edit(server: LiftServer, action: lsp.CodeAction) -> lsp.CodeAction:
    if action.edit is not None or action.command is not None or not isinstance(action.data, dict):
        return action
    document = server.documents.get(str(action.data.get("uri")))
    offers = _offers(action.data.get("insertions"))
    if document is None or not offers:
        raise Modified
    edit, confirmation = await insertion_edit(server, document, offers)
    if confirmation is not None and not confirms_in_edit(server):
        raise Modified
    return attrs.evolve(action, edit=edit)


def _offers(data: object) -> list[Insertion]:
    """The insertions that an action of ours carries; what it carries comes back from the client."""
    items = data if isinstance(data, list) else []
    return [Insertion(str(item.get("spec")), str(item.get("offeredFor"))) for item in items if isinstance(item, dict)]
