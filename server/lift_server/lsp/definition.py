"""`textDocument/definition` and `implementation`, and `lift.goToSpec`, the way back from Python, which is another
server's."""

from collections.abc import Mapping

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcInvalidParams

from lift_server.ide import definition as ide
from lift_server.lsp.lookup import look_up
from lift_server.lsp.state import LiftServer
from lift_server.lsp.uris import path_of
from lift_server.target_file import TargetError


async def definition(server: LiftServer, params: lsp.DefinitionParams) -> list[lsp.Location] | None:
    """Where a name gets its meaning; of a spec's own name the Python function, when there is one."""
    asked = await look_up(server, params.text_document.uri, params.position)
    if asked is None:
        return None
    found = ide.definition(asked.files, asked.here, asked.offset)
    places = [location for place in found if (location := _location(server, place)) is not None]
    return places[:1]


def implementation(server: LiftServer, params: lsp.ImplementationParams) -> list[lsp.Location] | None:
    """The Python function of the spec under the cursor."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    offset = server.converter(document).offset(params.position)
    found = ide.implementation(server.workspace_files.of_document(document), offset)
    return [location for place in found if (location := _location(server, place)) is not None]


async def go_to_spec(server: LiftServer, *arguments: object) -> lsp.Location | None:
    """`lift.goToSpec [URI of a Python file, position or function's name]`: the spec of the function that stands there.

    It is shown where the client can show documents, and returned; null when no spec describes the function.
    """
    match arguments:
        case [str(uri), str() | Mapping() as where] if (path := path_of(uri)) is not None:
            pass
        case _:
            raise JsonRpcInvalidParams(
                "lift.goToSpec takes the URI of a Python file and a position in it or a function's name, "
                f"not {list(arguments)!r}"
            )
    try:
        module = server.documents.module(path)
    except TargetError as error:
        raise JsonRpcInvalidParams(f"lift.goToSpec: {error}") from None
    name: str | None
    if isinstance(where, str):
        name = where
    else:
        line, character = where.get("line"), where.get("character")
        if not isinstance(line, int) or not isinstance(character, int):
            raise JsonRpcInvalidParams(f"lift.goToSpec: a position has line and character, not {dict(where)!r}")
        offset = module.converter(server.encoding).offset(lsp.Position(line, character))
        name = ide.function_at(module.text or "", offset)
    if name is None:
        return None
    found = ide.spec_of_function(await server.workspace_files.all(name), path, name)
    location = _location(server, found[0]) if found else None
    if location is not None and get_capability(server.client_capabilities, "window.show_document.support"):
        shown = lsp.ShowDocumentParams(uri=location.uri, take_focus=True, selection=location.range)
        server.window_show_document(shown)
    return location


def _location(server: LiftServer, place: ide.SpecPlace | ide.FunctionPlace) -> lsp.Location | None:
    if isinstance(place, ide.SpecPlace):
        file = server.workspace_files.place(place.key)
        return lsp.Location(file.uri, file.converter(server.encoding).range(place.span))
    try:
        module = server.documents.module(place.module)
    except TargetError:
        return None
    span = ide.function_span(module.text or "", place.name)
    return None if span is None else lsp.Location(module.uri, module.converter(server.encoding).range(span))
