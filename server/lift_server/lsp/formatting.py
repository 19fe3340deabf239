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


def range_formatting(server: LiftServer, params: lsp.DocumentRangeFormattingParams) -> list[lsp.TextEdit] | None:
    """Lay out the lines that a range touches."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    converter = server.converter(document)
    return converter.text_edits(ide.range_formatting(server.snapshot(document), converter.span(params.range)))


def on_type_formatting(server: LiftServer, params: lsp.DocumentOnTypeFormattingParams) -> list[lsp.TextEdit] | None:
    """Indent the line that was just begun."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    converter = server.converter(document)
    offset = converter.offset(params.position)
    return converter.text_edits(ide.on_type_formatting(server.snapshot(document), offset))
