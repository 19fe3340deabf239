"""Commands: what a client without a Lift extension can ask for. Those that run something start jobs and answer at
once."""

from typing import get_args

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcInvalidParams

from lift_server.ide.insertion_offers import insertion_offer, why_nothing_to_insert
from lift_server.lsp.arguments import read_arguments, specs_of
from lift_server.lsp.configuration import choose_engine
from lift_server.lsp.insertions import Refused, confirms_in_edit, insertion_edit
from lift_server.lsp.lifting import check_functions, lift_specs
from lift_server.lsp.state import LiftServer
from lift_server.lsp.workspace_edit import Confirmation
from lift_server.settings import Settings

_DOCUMENT_AND_SPEC = "a document URI and a spec's name or null"


def lift(server: LiftServer, *arguments: object) -> None:
    """`lift.lift [URI, spec name or null]`: lift one spec, or all of the document."""
    document, specs = specs_of(server, "lift.lift", *read_arguments("lift.lift", arguments, 1, 2, _DOCUMENT_AND_SPEC))
    _refuse_untrusted(server)
    lift_specs(server, document, specs)


def lift_all(server: LiftServer, *arguments: object) -> None:
    """`lift.liftAll []`: lift every spec of every open document."""
    read_arguments("lift.liftAll", arguments, 0, 0, "nothing")
    _refuse_untrusted(server)
    for document in server.documents.spec_files():
        lift_specs(server, document, document.file.specs)


def check(server: LiftServer, *arguments: object) -> None:
    """`lift.check [URI, spec name or null]`: check the functions that stand in the module, without an engine."""
    document, specs = specs_of(server, "lift.check", *read_arguments("lift.check", arguments, 1, 2, _DOCUMENT_AND_SPEC))
    _refuse_untrusted(server)
    for spec in specs:
        server.remember(document.key, spec, checked_content="")  # asked for: once more, though nothing has changed
    check_functions(server, document, specs)


async def insert(server: LiftServer, *arguments: object) -> None:
    """`lift.insert [URI, spec name]`: insert or update one function, after a question where an author's gives way."""
    uri, name = read_arguments("lift.insert", arguments, 2, 2, "a document URI and a spec's name")
    document, specs = specs_of(server, "lift.insert", uri, name if isinstance(name, str) else "")
    snapshot = server.snapshot(document)
    offer, why_not = insertion_offer(snapshot, specs[0]), why_nothing_to_insert(snapshot, specs[0])
    if offer is None or why_not:
        raise Refused(why_not)
    if not get_capability(server.client_capabilities, "workspace.apply_edit"):
        raise Refused("This editor applies no edits for a server: choose the quick fix instead.")
    edit, confirmation = await insertion_edit(server, document, [offer])
    if confirmation is not None and not confirms_in_edit(server) and not await _agrees(server, confirmation):
        return
    answer = await server.workspace_apply_edit_async(lsp.ApplyWorkspaceEditParams(edit, label="Lift: insert function"))
    if not answer.applied and answer.failure_reason:
        raise Refused(f"The editor did not apply the edit: {answer.failure_reason}")


def clear_results(server: LiftServer, *arguments: object) -> None:
    """`lift.clearResults [URI or null, spec name or null]`: forget what was found, here and in the store."""
    what = "a document URI or null and a spec's name or null"
    uri, name = read_arguments("lift.clearResults", arguments, 0, 2, what)
    if uri is None and name is None:
        for document in server.documents.spec_files():
            server.clear_results(document, document.file.specs)
        return
    server.clear_results(*specs_of(server, "lift.clearResults", uri, name))


async def select_engine(server: LiftServer, *arguments: object) -> str | None:
    """`lift.selectEngine [engine or null]`: use this engine until the server ends; null asks. Returns the engine in
    use, null when the question was dismissed."""
    [name] = read_arguments("lift.selectEngine", arguments, 0, 1, "the name of an engine or null")
    names = get_args(Settings.model_fields["engine"].annotation)
    if name is None:
        name = await _ask_for_engine(server, names)
    if name is not None:
        if name not in names:
            known = ", ".join(names)
            raise JsonRpcInvalidParams(f"lift.selectEngine: there is no engine {name!r:.100} (there are: {known})")
        await choose_engine(server, str(name))
    return None if name is None else str(name)


async def _ask_for_engine(server: LiftServer, names: tuple[str, ...]) -> str | None:
    details = "; ".join(f"{item.name}: {item.detail}" for item in server.session.every_engine())
    message = f"Lift: which engine? In use: {server.session.settings.engine}. {details}"
    actions = [lsp.MessageActionItem(name) for name in names]
    answer = await server.window_show_message_request_async(
        lsp.ShowMessageRequestParams(lsp.MessageType.Info, message, actions)
    )
    return None if answer is None else answer.title


async def _agrees(server: LiftServer, confirmation: Confirmation) -> bool:
    replace = lsp.MessageActionItem("Replace")
    message = f"{confirmation.label}. {confirmation.description}"
    answer = await server.window_show_message_request_async(
        lsp.ShowMessageRequestParams(lsp.MessageType.Warning, message, [replace, lsp.MessageActionItem("Keep mine")])
    )
    return answer is not None and answer.title == replace.title


def _refuse_untrusted(server: LiftServer) -> None:
    if not server.session.trusted:
        message = "Lift generates and runs nothing in a workspace that is not trusted. Trust the workspace first."
        server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, message))
