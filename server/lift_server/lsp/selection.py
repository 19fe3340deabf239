"""`textDocument/selectionRange`."""

from lsprotocol import types as lsp

from lift_server.ide import selection as ide
from lift_server.lsp.state import LiftServer


def selection(server: LiftServer, params: lsp.SelectionRangeParams) -> list[lsp.SelectionRange] | None:
    """For each position the spans around it, the smallest first."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    converter = server.converter(document)
    answer = []
    for position in params.positions:
        chain: lsp.SelectionRange | None = None
        for span in reversed(ide.selection(document.file, converter.offset(position))):
            chain = lsp.SelectionRange(converter.range(span), chain)
        assert chain is not None
        answer.append(chain)
    return answer
