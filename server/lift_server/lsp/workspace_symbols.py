"""`workspace/symbol`."""

from lsprotocol import types as lsp

from lift_server.ide import workspace_symbols as ide
from lift_server.lsp.state import LiftServer


async def workspace_symbols(server: LiftServer, params: lsp.WorkspaceSymbolParams) -> list[lsp.SymbolInformation]:
    """The specs of the open documents and of the workspace folders that match a query."""
    files = await server.workspace_files.all()
    found = ide.workspace_symbols([(item.key, item.file) for item in files], params.query)
    converters = {key: server.workspace_files.place(key) for key in {item.file for item in found}}
    answer = []
    for item in found:
        place = converters[item.file]
        where = lsp.Location(place.uri, place.converter(server.encoding).range(item.span))
        answer.append(lsp.SymbolInformation(name=item.name, kind=lsp.SymbolKind.Function, location=where))
    return answer
