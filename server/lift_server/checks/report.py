"""What the checks found: verdicts on the clauses of a spec for one function."""

from enum import StrEnum
from typing import Literal

from lift_ir import IR, Assertion, Example, Raises
from lift_ir.model import Model


class Verdict(StrEnum):
    """`holds` means exercised and held, every time. Nothing else is success."""

    HOLDS = "holds"
    FAILS = "fails"
    NOT_EXERCISED = "not exercised"
    NOT_CHECKED = "not checked"


ClauseKind = Literal["example", "requires", "ensures", "raises"]


class Counterexample(Model):
    """The call that breaks a clause, what the clause expects, and what came back; all printed for people."""

    call: str
    expected: str
    actual: str


class ClauseCheck(Model):
    """One clause (`kind` and its index among the IR's clauses of that kind, from 0) on one function.

    `exercised` counts the calls that reached the clause, `held` those on which it held. `reason` explains `not checked`
    and `not exercised`.
    """

    kind: ClauseKind
    index: int
    verdict: Verdict
    exercised: int = 0
    held: int = 0
    counterexample: Counterexample | None = None
    reason: str = ""


class GateProblem(Model):
    """Why the code was not run: a stable code, a message, and the 1-based line of the function's source (0: the
    whole)."""

    code: str
    message: str
    line: int = 0


class Report(Model):
    """All checks of one function. `runs` are some calls with their printed outcome, examples first, for hover and
    `lift questions`. `not_run`: why nothing of this spec is executed on this machine; empty when it is.
    `unstable`: calls whose outcome changed when all were made again in another order."""

    clauses: tuple[ClauseCheck, ...] = ()
    gate: tuple[GateProblem, ...] = ()
    runs: tuple[tuple[str, str], ...] = ()
    not_run: str = ""
    unstable: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def fails(self) -> bool:
        """Whether the gate refused the code, a clause is broken, or a call does not do the same each time."""
        return bool(self.gate or self.unstable) or any(clause.verdict is Verdict.FAILS for clause in self.clauses)

    @property
    def unchecked(self) -> tuple[ClauseCheck, ...]:
        """Clauses that were neither confirmed nor broken."""
        return tuple(item for item in self.clauses if item.verdict in (Verdict.NOT_CHECKED, Verdict.NOT_EXERCISED))

    @property
    def holds(self) -> bool:
        """Whether the function may be offered: it passed the gate, no clause is broken and every example and
        executable clause held.

        A clause that no input reached does not hold the function back; one that could not be run at all does.
        """
        executed = not self.not_run and all(clause.verdict is not Verdict.NOT_CHECKED for clause in self.clauses)
        return executed and not self.fails


Clause = Assertion | Example | Raises


def clause_of(ir: IR, check: ClauseCheck) -> Clause:
    """The clause of the IR that a check speaks of."""
    match check.kind:
        case "example":
            return ir.examples[check.index]
        case "requires":
            return ir.preconditions[check.index]
        case "ensures":
            return ir.postconditions[check.index]
        case "raises":
            return ir.raises[check.index]
