"""Between offsets and the protocol's positions, and from plain values to lsprotocol types: the only place that knows
both."""

from collections.abc import Iterable, Sequence

from lsprotocol import types as lsp

from lift_server.diagnostics import Diagnostic, Severity
from lift_server.text import Edit, Encoding, LineIndex, Span

_SEVERITY = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFORMATION: lsp.DiagnosticSeverity.Information,
    Severity.HINT: lsp.DiagnosticSeverity.Hint,
}
_ENCODINGS: dict[str, Encoding] = {"utf-8": "utf-8", "utf-16": "utf-16", "utf-32": "utf-32"}


def encoding_of(kind: lsp.PositionEncodingKind | str | None) -> Encoding:
    """The negotiated encoding; utf-16 when the client named none."""
    return _ENCODINGS[str(getattr(kind, "value", kind) or "utf-16")]


class Converter:
    """Positions of one text in one encoding."""

    def __init__(self, index: LineIndex, encoding: Encoding) -> None:
        self._index = index
        self._encoding = encoding

    def offset(self, position: lsp.Position) -> int:
        """The offset of a position; out of range: clamped to the line's or the text's end."""
        return self._index.offset(position.line, position.character, self._encoding)

    def span(self, item: lsp.Range) -> Span:
        """The span of a range. A range whose end precedes its start is taken as empty, at its start."""
        start = self.offset(item.start)
        return Span(start, max(start, self.offset(item.end)))

    def position(self, offset: int) -> lsp.Position:
        """The position of an offset."""
        return lsp.Position(*self._index.position(offset, self._encoding))

    def range(self, span: Span) -> lsp.Range:
        """The range of a span."""
        return lsp.Range(self.position(span.start), self.position(span.end))

    def text_edits(self, edits: Iterable[Edit]) -> list[lsp.TextEdit]:
        """Edits of this text."""
        return [lsp.TextEdit(self.range(edit.span), edit.text) for edit in edits]

    def diagnostics(self, items: Iterable[Diagnostic], uri: str, *, with_related: bool) -> list[lsp.Diagnostic]:
        """Findings of this text, which is that of `uri`."""
        return [self._diagnostic(item, uri, with_related) for item in items]

    def _diagnostic(self, item: Diagnostic, uri: str, with_related: bool) -> lsp.Diagnostic:
        related = [
            lsp.DiagnosticRelatedInformation(lsp.Location(uri, self.range(other.span)), other.message)
            for other in item.related
        ]
        return lsp.Diagnostic(
            range=self.range(item.span),
            message=item.message,
            severity=_SEVERITY[item.severity],
            code=item.code,
            source="lift",
            related_information=related if related and with_related else None,
        )


def apply_changes(
    index: LineIndex, changes: Sequence[lsp.TextDocumentContentChangeEvent], encoding: Encoding
) -> LineIndex:
    """The text after a `didChange`, with its lines: each change speaks of the text after the one before it."""
    for change in changes:
        text = change.text
        if isinstance(change, lsp.TextDocumentContentChangePartial):
            span = Converter(index, encoding).span(change.range)
            text = index.text[: span.start] + text + index.text[span.end :]
        index = LineIndex(text)
    return index
