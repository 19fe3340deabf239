"""The workspace edit of insertions: made when one is chosen, refused when it is not what would be offered now."""

from collections.abc import Sequence

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcException

from lift_server.ide.formatting import line_edits
from lift_server.ide.insertion_offers import Insertion, insertable, insertion_offer
from lift_server.insertion import Insertion as Planned
from lift_server.lsp.documents import Document, Module
from lift_server.lsp.insertion_plan import plan
from lift_server.lsp.state import LiftServer
from lift_server.lsp.workspace_edit import Confirmation, workspace_edit
from lift_server.module_text import TargetProblem
from lift_server.spec_file import Spec
from lift_server.target_file import TargetError


class Refused(JsonRpcException):
    """What was asked for cannot be done (any more); the message says why."""

    CODE = lsp.LSPErrorCodes.RequestFailed.value


class Modified(Refused):
    """What the action was offered for has changed."""

    CODE = lsp.LSPErrorCodes.ContentModified.value
    MESSAGE = "The spec or its function has changed since this was offered. Look at the quick fixes again."


async def insertion_edit(
    server: LiftServer, document: Document, offers: Sequence[Insertion]
) -> tuple[lsp.WorkspaceEdit, Confirmation | None]:
    """One edit of the module that makes all of the offers, and what the user is asked first. Raises `Refused`."""
    snapshot = server.snapshot(document)
    if snapshot.module is None:
        raise Modified
    try:
        module = server.documents.module(snapshot.module)
    except TargetError as error:
        raise Refused(str(error)) from None
    planned = []
    text = module.text
    for offer in offers:
        planned.append(await _plan(server, document, offer, module, text))
        text = planned[-1].new_text
    if server.documents.get(document.uri) is not document:
        raise Modified
    # The functions are Lift's from here on: whether the edit is applied cannot be known, and it would be their text in
    # any case.
    for item in planned:
        server.session.remember_inserted(item.body_hash)
    edits = planned[0].edits if len(planned) == 1 else line_edits(module.text or "", text or "")
    confirmation = _confirmation([item for item in planned if item.replaces == "authors"], offers, module)
    changes = module.converter(server.encoding).text_edits(edits)
    return workspace_edit(server.client_capabilities, module, changes, confirmation), confirmation


async def _plan(server: LiftServer, document: Document, offer: Insertion, module: Module, text: str | None) -> Planned:
    snapshot = server.snapshot(document)
    spec = spec_of(document, offer.spec)
    if spec is None or insertion_offer(snapshot, spec) != offer:
        raise Modified
    found = insertable(snapshot, spec)
    assert found is not None, "what is offered can be inserted"
    lifted, chosen = found
    check = snapshot.result(spec).module_check
    ours = {check.function.body_hash} if check is not None and check.function is not None and check.is_ours else set()
    planned = await plan(lifted.ir, chosen.candidate, module.path, text, frozenset(ours))
    if isinstance(planned, TargetProblem):
        raise Refused(f"Nothing was inserted into {module.path.name}: {planned.message}.")
    return planned


def confirms_in_edit(server: LiftServer) -> bool:
    """Whether the client itself asks before it applies an edit that says so."""
    capabilities = server.client_capabilities
    return bool(
        get_capability(capabilities, "workspace.workspace_edit.document_changes")
        and get_capability(capabilities, "workspace.workspace_edit.change_annotation_support")
    )


def spec_of(document: Document, identity: object) -> Spec | None:
    """The spec of this identity."""
    return next((spec for spec in document.file.specs if spec.identity == identity), None)


def _confirmation(replaced: Sequence[Planned], offers: Sequence[Insertion], module: Module) -> Confirmation | None:
    if not replaced:
        return None
    names = ", ".join(f"`{offer.spec}`" for offer in offers)
    what = f"Replaces your own {names} in {module.path.name}"
    return Confirmation(what, "It was not written by Lift, or was edited since.")
