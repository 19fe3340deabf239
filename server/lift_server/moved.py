"""Diagnostics that were found at one place of a file, as they stand at another: only places change."""

from dataclasses import replace

from lift_server.diagnostics import Diagnostic, Fix, Related
from lift_server.text import Edit, Span


def moved_diagnostic(diagnostic: Diagnostic, by: int) -> Diagnostic:
    """The diagnostic with every place in it `by` code points further on."""
    return replace(
        diagnostic,
        span=_span(diagnostic.span, by),
        related=tuple(Related(_span(related.span, by), related.message) for related in diagnostic.related),
        fixes=tuple(_fix(fix, by) for fix in diagnostic.fixes),
    )


def _fix(fix: Fix, by: int) -> Fix:
    return replace(fix, edits=tuple(Edit(_span(edit.span, by), edit.text) for edit in fix.edits))


def _span(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
