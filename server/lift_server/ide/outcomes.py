"""What is known of calls: outcomes as reports print them, found by call, and as the example that states them."""

from collections.abc import Iterator, Sequence

from lift_ir import IR
from lift_ir.formal import is_call_of
from lift_ir.python_text import parse_expression
from lift_server.answers import EXCEPTIONS, clause_of
from lift_server.checks.arguments import call_text
from lift_server.checks.inputs import literal_calls
from lift_server.checks.literals import literal_value
from lift_server.checks.report import Report
from lift_server.checks.sandbox.api import Outcome, Raised, Returned

Runs = Sequence[tuple[str, str]]
"""Calls, each with its printed outcome (`Report.runs`)."""


def printed_outcome(text: str) -> Outcome | None:
    """The outcome that `returns 3` or `raises ValueError: negative` speaks of; None when the value has no literal or
    was cut."""
    kind, _, rest = text.partition(" ")
    if kind == "raises":
        name = rest.partition(":")[0]
        return Raised((name,), "") if name in EXCEPTIONS else None
    if kind != "returns":
        return None
    try:
        return Returned(literal_value(parse_expression(rest)))
    except ValueError:
        return None


def example_clause(call: str, outcome: Outcome | None, ir: IR) -> str:
    """The `example:` clause that says what the call does; "" when it cannot be written."""
    if not isinstance(outcome, Returned | Raised):
        return ""
    return clause_of(call, ((outcome, 1.0),), names_in_clauses(ir))


def names_in_clauses(ir: IR) -> frozenset[str]:
    """What the spec's expressions may use besides builtins and modules."""
    return frozenset({*ir.signature.parameter_names, ir.signature.name or "", *(use.name for use in ir.uses)})


def canonical_call(text: str, ir: IR) -> str:
    """The call as reports print it; "" when `text` is not one call of the function with literal arguments."""
    name = ir.signature.name
    if name is None or not is_call_of(text, name):
        return ""
    calls = literal_calls([text], ir.signature)
    # Arguments may hold calls of their own; the whole text comes first.
    return call_text(calls[0]) if len(calls) == 1 else ""


def known_outcome(call: str, runs: Runs) -> Outcome | None:
    """The outcome of a canonical call that was run."""
    return next((printed_outcome(printed) for made, printed in runs if made == call), None)


def runs_of(text: str, ir: IR, report: Report) -> Iterator[tuple[str, str]]:
    """The runs of the calls that an example makes."""
    made = {call_text(call) for call in literal_calls([text], ir.signature)}
    return (run for run in report.runs if run[0] in made)


def unstated_examples(ir: IR, report: Report, limit: int) -> Iterator[tuple[str, str]]:
    """(clause, printed outcome) of runs that no example of the spec makes yet, the simplest first."""
    stated = {call_text(call) for call in literal_calls([item.text for item in ir.examples], ir.signature)}
    stated |= {canonical_call(item.call, ir) for item in ir.unspecified}
    found = 0
    for call, printed in sorted(report.runs, key=lambda run: (len(run[0]), run[0])):
        if found < limit and call not in stated and (clause := example_clause(call, printed_outcome(printed), ir)):
            found += 1
            yield clause, printed


def right_side(clause: str, call: str) -> tuple[str, str]:
    """(operator, value) of an example clause behind its call: `==` and `8`, `raises` and `ValueError`, `is` and
    `None`; empty when the call is not all of the left side."""
    rest = clause.removeprefix(f"example: {call}").strip()
    operator, _, value = rest.partition(" ")
    return (operator, value.strip()) if operator in ("==", "is", "raises") else ("", "")
