"""`textDocument/documentHighlight`."""

from lsprotocol import types as lsp

from lift_server.ide import highlight as ide
from lift_server.lsp.state import LiftServer


def highlight(server: LiftServer, params: lsp.DocumentHighlightParams) -> list[lsp.DocumentHighlight] | None:
    """Every place in the document that names what is under the cursor."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    converter = server.converter(document)
    kinds = {True: lsp.DocumentHighlightKind.Write, False: lsp.DocumentHighlightKind.Read}
    return [
        lsp.DocumentHighlight(converter.range(item.span), kinds[item.is_definition])
        for item in ide.highlight(document.file, converter.offset(params.position))
    ]
