"""From what single calls say about a clause to its verdict."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lift_ir import IR
from lift_server.checks.report import ClauseCheck, ClauseKind, Counterexample, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """One call that reached a clause: it held, it broke (`counterexample`), or it was not judged (`unjudged`: why)."""

    counterexample: Counterexample | None = None
    unjudged: str = ""


HELD = Finding()


def clause_check(kind: ClauseKind, index: int, findings: Iterable[Finding], not_exercised: str) -> ClauseCheck:
    """The verdict over all findings, with the first counterexample; `not_exercised`: why there are none."""
    findings = tuple(findings)
    broken = [finding.counterexample for finding in findings if finding.counterexample]
    unjudged = [finding.unjudged for finding in findings if finding.unjudged]
    exercised = len(findings) - len(unjudged)
    held = exercised - len(broken)
    if broken:
        return ClauseCheck(
            kind=kind, index=index, verdict=Verdict.FAILS, exercised=exercised, held=held, counterexample=broken[0]
        )
    if unjudged:
        return ClauseCheck(
            kind=kind, index=index, verdict=Verdict.NOT_CHECKED, exercised=exercised, held=held, reason=unjudged[0]
        )
    if not findings:
        return ClauseCheck(kind=kind, index=index, verdict=Verdict.NOT_EXERCISED, reason=not_exercised)
    return ClauseCheck(kind=kind, index=index, verdict=Verdict.HOLDS, exercised=exercised, held=held)


def formal_clauses(ir: IR) -> Iterator[tuple[ClauseKind, int]]:
    """Kind and index of every clause that is executed: examples first, then `requires`, `raises` and `ensures`."""
    yield from (("example", index) for index, item in enumerate(ir.examples) if item.is_formal)
    yield from assertion_clauses(ir)


def assertion_clauses(ir: IR) -> Iterator[tuple[ClauseKind, int]]:
    """Kind and index of every executed clause that is no example."""
    yield from (("requires", index) for index, item in enumerate(ir.preconditions) if item.condition.is_formal)
    yield from (
        ("raises", index) for index, item in enumerate(ir.raises) if not item.condition or item.condition.is_formal
    )
    yield from (("ensures", index) for index, item in enumerate(ir.postconditions) if item.condition.is_formal)


def unchecked(ir: IR, reason: str) -> tuple[ClauseCheck, ...]:
    """Every formal clause as not checked, for `reason`."""
    return tuple(
        ClauseCheck(kind=kind, index=index, verdict=Verdict.NOT_CHECKED, reason=reason)
        for kind, index in formal_clauses(ir)
    )
