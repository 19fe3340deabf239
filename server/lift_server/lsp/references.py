"""`textDocument/references`."""

from lsprotocol import types as lsp

from lift_server.ide import references as ide
from lift_server.lsp.lookup import look_up
from lift_server.lsp.state import LiftServer


async def references(server: LiftServer, params: lsp.ReferenceParams) -> list[lsp.Location] | None:
    """Every place in the workspace's `.lift` files that names what is under the cursor."""
    asked = await look_up(server, params.text_document.uri, params.position)
    if asked is None:
        return None
    found = ide.references(asked.files, asked.here, asked.offset)
    converters = {key: server.workspace_files.place(key) for key in {item.key for item in found}}
    return [
        lsp.Location(
            converters[item.key].uri, converters[item.key].converter(server.encoding).range(item.occurrence.span)
        )
        for item in found
        if params.context.include_declaration or not item.occurrence.is_definition
    ]
