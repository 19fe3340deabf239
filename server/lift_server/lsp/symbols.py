"""`textDocument/documentSymbol`."""

from lsprotocol import types as lsp
from pygls.capabilities import get_capability

from lift_server.ide.symbols import Symbol, symbols
from lift_server.lsp.convert import Converter
from lift_server.lsp.state import LiftServer


def document_symbols(
    server: LiftServer, params: lsp.DocumentSymbolParams
) -> list[lsp.DocumentSymbol] | list[lsp.SymbolInformation] | None:
    """The outline; flat for clients that know no hierarchy."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    converter = server.converter(document)
    found = symbols(server.snapshot(document))
    if get_capability(server.client_capabilities, "text_document.document_symbol.hierarchical_document_symbol_support"):
        return [_nested(item, converter) for item in found]
    return [
        lsp.SymbolInformation(
            name=item.name,
            kind=lsp.SymbolKind.Function,
            location=lsp.Location(document.uri, converter.range(item.span)),
        )
        for item in found
    ]


def _nested(symbol: Symbol, converter: Converter) -> lsp.DocumentSymbol:
    return lsp.DocumentSymbol(
        name=symbol.name,
        detail=symbol.detail,
        kind=lsp.SymbolKind.Function if symbol.is_spec else lsp.SymbolKind.Property,
        range=converter.range(symbol.span),
        selection_range=converter.range(symbol.selection),
        children=[_nested(child, converter) for child in symbol.children],
    )
