"""`textDocument/formatting`."""

from lsprotocol import types as lsp

from lift_server.ide import formatting as ide
from lift_server.lsp.state import LiftServer


def formatting(server: LiftServer, params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit] | None:
    """Lay the document out in the one style of `.lift` files; the client's options are not asked."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    return server.converter(document).text_edits(ide.formatting(server.snapshot(document)))
