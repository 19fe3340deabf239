"""`textDocument/codeLens`."""

from lsprotocol import types as lsp

from lift_server.ide.code_lens import code_lenses
from lift_server.lsp.state import LiftServer


def code_lens(server: LiftServer, params: lsp.CodeLensParams) -> list[lsp.CodeLens] | None:
    """Above each spec: how it stands, and the commands for it."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    converter = server.converter(document)
    return [
        lsp.CodeLens(
            range=converter.range(lens.span),
            command=lsp.Command(lens.title, lens.command, arguments=[document.uri, lens.spec]),
        )
        for lens in code_lenses(server.snapshot(document))
    ]
