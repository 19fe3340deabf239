"""What was lowered from one place of a file, as it stands at another: only places change."""

from dataclasses import replace
from typing import TypeVar

from lift_ir import IR, Hole, Parameter, Signature, Stated
from lift_ir.clauses import Assertion, Example, Raises, Unspecified, Use
from lift_ir.origin import Origin
from lift_ir.origin import Span as OriginSpan
from lift_server.diagnostics import Diagnostic, Fix, Related
from lift_server.text import Edit, Span

Clause = TypeVar("Clause", Assertion, Example, Raises, Unspecified, Use)


def moved_ir(ir: IR, by: int) -> IR:
    """The IR with every stated place `by` code points further on."""
    if not by:
        return ir
    return ir.model_copy(
        update={
            "signature": _signature(ir.signature, by),
            "effects_origin": _origin(ir.effects_origin, by),
            "uses": _clauses(ir.uses, by),
            "assertions": _clauses(ir.assertions, by),
            "raises": _clauses(ir.raises, by),
            "examples": _clauses(ir.examples, by),
            "unspecified": _clauses(ir.unspecified, by),
            "holes": tuple(_hole(hole, by) for hole in ir.holes),
        }
    )


def _origin_span(span: OriginSpan | None, by: int) -> OriginSpan | None:
    return None if span is None else OriginSpan(start=span.start + by, end=span.end + by)


def _origin(origin: Origin, by: int) -> Origin:
    return Stated(span=_origin_span(origin.span, by)) if isinstance(origin, Stated) else origin


def _clauses(clauses: tuple[Clause, ...], by: int) -> tuple[Clause, ...]:
    return tuple(clause.model_copy(update={"origin": _origin(clause.origin, by)}) for clause in clauses)


def _hole(hole: Hole, by: int) -> Hole:
    return hole.model_copy(update={"span": _origin_span(hole.span, by), "origin": _origin(hole.origin, by)})


def _signature(signature: Signature, by: int) -> Signature:
    parameters = signature.parameters
    return signature.model_copy(
        update={
            "parameters": None if parameters is None else tuple(_parameter(parameter, by) for parameter in parameters),
            "name_origin": _origin(signature.name_origin, by),
            "returns_origin": _origin(signature.returns_origin, by),
        }
    )


def _parameter(parameter: Parameter, by: int) -> Parameter:
    origins = {"origin": _origin(parameter.origin, by), "type_origin": _origin(parameter.type_origin, by)}
    return parameter.model_copy(update=origins)


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
