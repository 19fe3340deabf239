"""`textDocument/hover`."""

from lsprotocol import types as lsp
from pygls.capabilities import get_capability

from lift_server.ide import hover as ide
from lift_server.lsp.state import LiftServer


def hover(server: LiftServer, params: lsp.HoverParams) -> lsp.Hover | None:
    """What Lift knows of the spec under the cursor."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    converter = server.converter(document)
    found = ide.hover(server.snapshot(document), converter.offset(params.position))
    if found is None:
        return None
    formats = get_capability(server.client_capabilities, "text_document.hover.content_format") or []
    kind = lsp.MarkupKind.Markdown if lsp.MarkupKind.Markdown in formats else lsp.MarkupKind.PlainText
    return lsp.Hover(lsp.MarkupContent(kind, found.markdown), converter.range(found.span))
