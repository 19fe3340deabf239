"""The holes that an author states without a `hole:` clause, each with its one wording."""

from lift_ir import Hole, Stated
from lift_ir.clauses import HoleKind
from lift_ir.origin import Span as OriginSpan
from lift_server.text import Span

RESULT = "->"
PARAMETERS = "()"


def stated(span: Span | None) -> Stated:
    """The origin of what stands at `span` of the file."""
    return Stated(span=_origin_span(span))


def _origin_span(span: Span | None) -> OriginSpan | None:
    return None if span is None else OriginSpan(start=span.start, end=span.end)


def inline_hole(name: str, kind: HoleKind = HoleKind.INTENT, span: Span | None = None) -> Hole:
    """`?name` in prose and descriptions (kind intent) or in an informal clause (kind assertion)."""
    return Hole(kind=kind, question=f"what is `?{name}`?", subject=name, span=_origin_span(span), origin=stated(span))


def asked_hole(question: str, span: Span | None = None) -> Hole:
    """`hole: QUESTION`."""
    return Hole(kind=HoleKind.INTENT, question=question, span=_origin_span(span), origin=stated(span))


def type_hole(subject: str, span: Span | None = None) -> Hole:
    """`?` for the type of a parameter, the result (`->`) or all parameters (`()`)."""
    questions = {RESULT: "what is the type of the result?", PARAMETERS: "which parameters are there?"}
    return _signature_hole(subject, questions.get(subject, f"what is the type of `{subject}`?"), span)


def default_hole(subject: str, span: Span | None = None) -> Hole:
    """`= ?` behind a parameter."""
    return _signature_hole(subject, f"what is the default of `{subject}`?", span)


def unknown_type_hole(subject: str, type_name: str, span: Span | None = None) -> Hole:
    """A type that is neither standard nor brought by `uses:`."""
    return _signature_hole(subject, f"where does the type `{type_name}` come from?", span)


def _signature_hole(subject: str, question: str, span: Span | None) -> Hole:
    kind = HoleKind.SIGNATURE
    return Hole(
        kind=kind, question=question, subject=subject, span=_origin_span(span), blocks=True, origin=stated(span)
    )
