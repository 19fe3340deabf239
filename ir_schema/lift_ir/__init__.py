"""The contract of Lift: what a spec means, what an engine may answer, and how a function is rendered from both.

Everything here is pure (pydantic and the standard library) so that the server, a backend and tools can share
byte-identical texts.
"""

from lift_ir.candidate import Candidate, Usage
from lift_ir.clauses import (
    Assertion,
    Condition,
    Example,
    Hole,
    Raises,
    Unspecified,
    Use,
)
from lift_ir.effects import Effect
from lift_ir.ir import IR, IR_VERSION, Provenance
from lift_ir.origin import Inferred, Observed, Origin, Span, Stated
from lift_ir.signature import Parameter, ParameterKind, Signature
from lift_ir.types import TypeExpr, TypeSyntaxError, parse_type

__all__ = [
    "IR",
    "IR_VERSION",
    "Assertion",
    "Candidate",
    "Condition",
    "Effect",
    "Example",
    "Hole",
    "Inferred",
    "Observed",
    "Origin",
    "Parameter",
    "ParameterKind",
    "Provenance",
    "Raises",
    "Signature",
    "Span",
    "Stated",
    "TypeExpr",
    "TypeSyntaxError",
    "Unspecified",
    "Usage",
    "Use",
    "parse_type",
]
