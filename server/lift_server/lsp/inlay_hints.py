"""`textDocument/inlayHint`."""

from lsprotocol import types as lsp

from lift_server.ide import inlay_hints as ide
from lift_server.lsp.state import LiftServer


def inlay_hints(server: LiftServer, params: lsp.InlayHintParams) -> list[lsp.InlayHint] | None:
    """Inferred parts of signatures and the actual values of failing examples in a stretch of the document."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    converter = server.converter(document)
    return [
        lsp.InlayHint(
            position=converter.position(hint.offset),
            label=hint.label,
            kind=lsp.InlayHintKind.Type if hint.is_type else None,
            text_edits=converter.text_edits(hint.edits) or None,
            tooltip=hint.tooltip,
            padding_left=hint.blank_before or None,
            padding_right=hint.blank_after or None,
        )
        for hint in ide.inlay_hints(server.snapshot(document), converter.span(params.range))
    ]
