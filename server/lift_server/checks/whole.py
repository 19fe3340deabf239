"""What the calls say about a function as a whole, beside its clauses: whether it does its work at all.

It does not hold when every call fails, when it returns None or another value that its declared result type excludes,
when it uses a name that is not defined, or when it refuses more than half of the calls in its domain by an exception
that no clause declares. Parsers and look-ups do refuse most generated texts or keys: with an example that returns and
holds, or where text is read and some call returns, a refusal by ValueError or LookupError is taken for part of their
contract. A call that an example makes may return None, whatever the declared type: the author said so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lift_ir import IR, TypeExpr
from lift_server.checks.arguments import call_text
from lift_server.checks.assertions import Observation, is_refusal, is_result, shows_defect
from lift_server.checks.examples import raises_one_of
from lift_server.checks.report import ClauseCheck, Verdict
from lift_server.checks.result_types import contradicts
from lift_server.checks.sandbox import display_outcome
from lift_server.checks.sandbox.api import Outcome, Raised, Returned
from lift_server.checks.sandbox.limits import NOT_RUN

_USUAL_REFUSALS = ("ValueError", "LookupError")
_TEXT = ("str", "bytes")
_TYPE_MISMATCHES = ("TypeError", "AttributeError")


@dataclass(frozen=True, slots=True)
class Whole:
    """`problem`: why the function as a whole fails. `doubt`: why its calls tell nothing. Both for people, or empty."""

    problem: str = ""
    doubt: str = ""


def judge_whole(
    ir: IR, seen: Sequence[Observation], probes: Sequence[Observation], checks: Sequence[ClauseCheck]
) -> Whole:
    """`seen`: calls in the domain. `probes`: calls that may be outside it. `checks`: the verdicts on all clauses."""
    seen = [item for item in seen if item.outcome != NOT_RUN]
    probes = [item for item in probes if item.outcome != NOT_RUN]
    problem = (
        _fails_always(ir, seen, probes)
        or _undefined_name([*seen, *probes])
        or _returns_another_type(ir, seen, probes)
        or _refuses_most(ir, seen, _has_returning_example(ir, checks) or _reads_some_text(ir, seen))
    )
    if problem:
        return Whole(problem)
    calls = [*seen, *probes]
    shown = any(check.verdict is Verdict.HOLDS and check.kind != "requires" for check in checks)
    if calls and not shown and not any(isinstance(item.outcome, Returned) for item in calls):
        return Whole(doubt=f"no input made it return ({_told(calls[0])}); an example would show one that does")
    return Whole()


def _fails_always(ir: IR, seen: Sequence[Observation], probes: Sequence[Observation]) -> str:
    failing = [item for item in seen if not item.as_allowed and _is_defect(ir, item.outcome)]
    # Outside the domain, arguments may have types that do not fit.
    failing += [
        item
        for item in probes
        if _is_defect(ir, item.outcome) and not raises_one_of(item.outcome, _TYPE_MISMATCHES) and not item.as_allowed
    ]
    if not failing or len(failing) < len(seen) + len(probes):
        return ""
    return f"fails on every input: {_told(failing[0])}"


def _is_defect(ir: IR, outcome: Outcome) -> bool:
    # A function may meet text that is no Python, but hardly every time.
    return shows_defect(ir, outcome) or raises_one_of(outcome, ("SyntaxError",))


def _undefined_name(calls: Sequence[Observation]) -> str:
    found = [item for item in calls if raises_one_of(item.outcome, ("NameError",)) and not item.as_allowed]
    return _told(found[0]) if found else ""


def _returns_another_type(ir: IR, seen: Sequence[Observation], probes: Sequence[Observation]) -> str:
    declared = ir.signature.returns
    if declared is None:
        return ""
    brought = frozenset(use.name for use in ir.uses if use.module)
    results = [item for item in (*seen, *probes) if is_result(item)]
    if results and all(item.result is None for item in results):
        return f"returns None, the spec says {declared}" if contradicts(None, declared, brought) else ""
    return next((_contradiction(item, declared) for item in seen if _wrong(item, declared, brought)), "")


def _wrong(item: Observation, declared: TypeExpr, brought: frozenset[str]) -> bool:
    if item.result is None and item.case.example is not None:
        return False
    return is_result(item) and contradicts(item.result, declared, brought)


def _contradiction(item: Observation, declared: TypeExpr) -> str:
    return f"{_told(item)}, the spec says {declared}"


def _refuses_most(ir: IR, seen: Sequence[Observation], may_refuse_values: bool) -> str:
    asked = [item for item in seen if not item.met and not item.case.large]
    refused = [item for item in asked if is_refusal(ir, item.outcome) and not item.as_allowed]
    if 2 * len(refused) <= len(asked):
        return ""
    if may_refuse_values and all(raises_one_of(item.outcome, _USUAL_REFUSALS) for item in refused):
        return ""
    first = refused[0].outcome
    assert isinstance(first, Raised)
    reason = f"{first.names[0]}: {first.message}" if first.message else first.names[0]
    return f"refuses {len(refused)} of {len(asked)} inputs ({reason})"


def _has_returning_example(ir: IR, checks: Sequence[ClauseCheck]) -> bool:
    return any(
        check.kind == "example" and check.verdict is Verdict.HOLDS and not ir.examples[check.index].raises
        for check in checks
    )


def _reads_some_text(ir: IR, seen: Sequence[Observation]) -> bool:
    types = [parameter.type for parameter in ir.signature.parameters or () if parameter.type is not None]
    reads_text = any(part.name in _TEXT for type_expr in types for part in type_expr.walk())
    return reads_text and any(isinstance(item.outcome, Returned) for item in seen)


def _told(item: Observation) -> str:
    return f"{call_text(item.case.call)} {display_outcome(item.outcome)}"
