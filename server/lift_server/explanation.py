"""What hover and terminal both say of an IR: where its parts come from, and which clauses are not executed."""

from lift_ir import IR, Stated
from lift_ir.ir import origin_label
from lift_ir.origin import Origin
from lift_server.checks.report import Clause
from lift_server.syntax.printer import (
    print_assertion,
    print_clause,
    print_effects,
    print_example,
    print_raises,
    print_unspecified,
)


def inferred_by_origin(ir: IR) -> dict[str, list[str]]:
    """Parts that the author did not state, by where they come from: `inferred by embedded (idiom)`."""
    signature = ir.signature
    parts: list[tuple[str, Origin]] = [("name", signature.name_origin)]
    for parameter in signature.parameters or ():
        parts += [
            (f"parameter {parameter.name}", parameter.origin),
            (f"type of {parameter.name}", parameter.type_origin),
        ]
    parts += [("result type", signature.returns_origin), (print_effects(ir.effects), ir.effects_origin)]
    clauses: tuple[Clause, ...] = (*ir.assertions, *ir.raises, *ir.examples)
    parts += [(print_clause(clause), clause.origin) for clause in clauses]
    by_origin: dict[str, list[str]] = {}
    for part, origin in parts:
        if not isinstance(origin, Stated):
            by_origin.setdefault(origin_label(origin), []).append(part)
    return by_origin


def informal_clauses(ir: IR) -> list[tuple[str, str]]:
    """(clause as written, why it is not executed) of every clause that is kept and shown only."""
    found = [(print_assertion(item), item.condition.informal_because) for item in ir.assertions]
    found += [(print_raises(item), item.condition.informal_because) for item in ir.raises if item.condition]
    found += [(print_example(item), item.informal_because) for item in ir.examples]
    found += [(print_unspecified(item), item.informal_because) for item in ir.unspecified]
    return [(clause, because) for clause, because in found if because]
