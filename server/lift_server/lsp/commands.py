"""Commands: what a client without a Lift extension can ask for. They start jobs and answer at once."""

from pathlib import Path

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcInvalidParams

from lift_server.ide.hover import ir_text
from lift_server.lsp.documents import Document
from lift_server.lsp.lifting import lift_specs
from lift_server.lsp.state import LiftServer
from lift_server.spec_file import Spec


def lift(server: LiftServer, *arguments: object) -> None:
    """`lift.lift [URI, spec name or null]`: lift one spec, or all of the document."""
    document, specs = _specs(server, "lift.lift", arguments)
    _refuse_untrusted(server)
    lift_specs(server, document, specs)


def lift_all(server: LiftServer, *_arguments: object) -> None:
    """`lift.liftAll []`: lift every spec of every open document."""
    _refuse_untrusted(server)
    for document in server.documents.spec_files():
        lift_specs(server, document, document.file.specs)


def show_ir(server: LiftServer, *arguments: object) -> str:
    """`lift.showIr [URI, spec name or null]`: the IR as `.lift` text, opened beside the file where the client can, and
    returned."""
    document, specs = _specs(server, "lift.showIr", arguments)
    text = "\n\n".join(ir_text(spec, server.result(document.key, spec)) for spec in specs)
    if get_capability(server.client_capabilities, "window.show_document.support"):
        path = server.scratch_folder() / f"{Path(document.key).stem}.ir.txt"
        path.write_text(text, encoding="utf-8")
        server.window_show_document(lsp.ShowDocumentParams(uri=path.as_uri(), take_focus=False))
    else:
        server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, text))
    return text


def _specs(server: LiftServer, command: str, arguments: tuple[object, ...]) -> tuple[Document, tuple[Spec, ...]]:
    match arguments:
        case [str(uri)] | [str(uri), None]:
            name = None
        case [str(uri), str(name)]:
            pass
        case _:
            raise JsonRpcInvalidParams(
                f"{command} takes a document URI and a spec's name or null, not {list(arguments)!r}"
            )
    document = server.documents.get(uri)
    if document is None or not document.is_spec_file:
        raise JsonRpcInvalidParams(f"{command}: {uri} is not an open .lift document")
    specs = tuple(spec for spec in document.file.specs if name in (None, spec.identity))
    if not specs:
        known = ", ".join(spec.identity for spec in document.file.specs) or "none"
        raise JsonRpcInvalidParams(f"{command}: {uri} has no spec {name!r} (it has: {known})")
    return document, specs


def _refuse_untrusted(server: LiftServer) -> None:
    if not server.session.trusted:
        message = "Lift generates and runs nothing in a workspace that is not trusted. Trust the workspace first."
        server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, message))
