"""`textDocument/documentLink`."""

from lsprotocol import types as lsp

from lift_server.ide import document_links as ide
from lift_server.lsp.state import LiftServer


def document_links(server: LiftServer, params: lsp.DocumentLinkParams) -> list[lsp.DocumentLink] | None:
    """Where `module:` leads to, once the module exists."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    converter = server.converter(document)
    return [
        lsp.DocumentLink(converter.range(link.span), target=link.target.as_uri())
        for link in ide.document_links(server.snapshot(document))
        if link.target.is_file()
    ]
