"""What hover and terminal both say: where parts of an IR come from, which clauses are not executed, what it cost."""

from lift_ir import IR, Stated
from lift_ir.ir import origin_label
from lift_ir.origin import Origin
from lift_server.checks.report import Clause
from lift_server.engines.base import Progress
from lift_server.lifted import EngineUsage
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


def usage_text(used: EngineUsage) -> str:
    """What an engine was asked for one result: requests, tokens, seconds, and money when a price is set."""
    requests = f"{used.requests} request{'s' if used.requests > 1 else ''}"
    tokens = f"{used.prompt_tokens:,} tokens read, {used.completion_tokens:,} written"
    speed = f" ({used.tokens_per_second:.0f} tokens/s)" if used.tokens_per_second else ""
    cost = "" if used.cost is None else f", at most {used.cost:.2g} at the price of a GPU hour"
    return f"{used.engine}: {requests}, {tokens} in {used.seconds:.1f} s{speed}{cost}"


def progress_text(event: Progress) -> str:
    """Where an engine is, with its tokens when it counts them."""
    if not event.tokens:
        return event.stage
    speed = f", {event.tokens_per_second:.0f} tokens/s" if event.tokens_per_second else ""
    return f"{event.stage}: {event.tokens:,} tokens{speed}"
