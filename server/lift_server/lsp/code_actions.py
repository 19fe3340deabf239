"""`textDocument/codeAction` and `codeAction/resolve`."""

from collections.abc import Sequence
from typing import Any

import attrs
from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcException

from lift_server.ide import code_actions as ide
from lift_server.lsp.documents import Document
from lift_server.lsp.insertion_plan import plan
from lift_server.lsp.state import LiftServer
from lift_server.lsp.workspace_edit import Confirmation, workspace_edit
from lift_server.module_text import TargetProblem
from lift_server.target_file import TargetError


class Refused(JsonRpcException):
    """The action cannot be done (any more); the message says why."""

    CODE = lsp.LSPErrorCodes.RequestFailed.value


class Modified(Refused):
    """What the action was offered for has changed."""

    CODE = lsp.LSPErrorCodes.ContentModified.value
    MESSAGE = "The spec or its function has changed since this was offered. Look at the quick fixes again."


async def code_actions(server: LiftServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
    """What can be done at the selection. Edits of a module are made when an action is chosen, where the client can ask
    for them."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file or not _wants_quick_fixes(params.context):
        return None
    converter = server.converter(document)
    found = ide.code_actions(server.snapshot(document), converter.span(params.range))
    server.answers.offer(document, found)
    actions = [_to_lsp(server, document, item, params.context.diagnostics) for item in found]
    if not _resolves_edits(server):
        actions = [await _with_edit(server, action) for action in actions]
    return actions


async def resolve_code_action(server: LiftServer, action: lsp.CodeAction) -> lsp.CodeAction:
    """Fill in the edit of an insertion; raises `Refused` when it is not what would be offered now."""
    return await _with_edit(server, action)


def _wants_quick_fixes(context: lsp.CodeActionContext) -> bool:
    kinds = context.only or [lsp.CodeActionKind.QuickFix]
    return any(getattr(kind, "value", kind) in ("", lsp.CodeActionKind.QuickFix.value) for kind in kinds)


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
    if action.insertion is not None:
        data = {"uri": document.uri, "spec": action.insertion.spec, "offeredFor": action.insertion.offered_for}
    else:
        edits = server.converter(document).text_edits(action.edits)
        edit = workspace_edit(server.client_capabilities, document, edits, typed=action.typed)
    return lsp.CodeAction(
        title=action.title,
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=answered or None,
        is_preferred=action.preferred or None,
        edit=edit,
        data=data,
    )


def _touches(one: lsp.Range, other: lsp.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


async def _with_edit(server: LiftServer, action: lsp.CodeAction) -> lsp.CodeAction:
    if action.edit is not None or not isinstance(action.data, dict):
        return action
    document = server.documents.get(str(action.data.get("uri")))
    if document is None:
        raise Modified
    snapshot = server.snapshot(document)
    spec = next((spec for spec in document.file.specs if spec.identity == action.data.get("spec")), None)
    if spec is None:
        raise Modified
    offer, insertion = ide.insertable(snapshot, spec), ide.insertion_offer(snapshot, spec)
    if offer is None or insertion is None or insertion.offered_for != action.data.get("offeredFor"):
        raise Modified
    assert snapshot.module is not None
    lifted, chosen = offer
    check = snapshot.result(spec).module_check
    ours = {check.function.body_hash} if check is not None and check.function is not None and check.is_ours else set()
    try:
        module = server.documents.module(snapshot.module)
        planned = await plan(lifted.ir, chosen.candidate, module.path, module.text, frozenset(ours))
    except TargetError as error:
        raise Refused(str(error)) from None
    if isinstance(planned, TargetProblem):
        raise Refused(f"Nothing was inserted into {module.path.name}: {planned.message}.")
    # The function is Lift's from here on: whether the edit is applied cannot be known, and it would be its text in any
    # case.
    server.session.remember_inserted(planned.body_hash)
    confirmation = None
    if planned.replaces == "authors":
        what = f"Replaces your own `{lifted.ir.signature.name}` in {module.path.name}"
        confirmation = Confirmation(what, "It was not written by Lift, or was edited since.")
    converter = module.converter(server.encoding)
    edit = workspace_edit(server.client_capabilities, module, converter.text_edits(planned.edits), confirmation)
    return attrs.evolve(action, edit=edit)
