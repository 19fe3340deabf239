"""`textDocument/foldingRange`."""

from lsprotocol import types as lsp

from lift_server.ide import folding as ide
from lift_server.lsp.state import LiftServer

_KIND = {"region": lsp.FoldingRangeKind.Region, "comment": lsp.FoldingRangeKind.Comment}


def folding(server: LiftServer, params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange] | None:
    """What can be folded, by whole lines."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    converter = server.converter(document)
    ranges = [(fold.kind, converter.range(fold.span)) for fold in ide.folding(document.file)]
    return [lsp.FoldingRange(item.start.line, item.end.line, kind=_KIND[kind]) for kind, item in ranges]
