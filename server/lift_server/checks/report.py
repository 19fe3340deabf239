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
    and `not exercised`, and why a clause fails that contradicts another one and so has no counterexample.
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
    `lift questions`. `not_run`: why no call was made, empty when one was: this machine may not execute the spec, or no
    input is known. `unstable`: calls whose outcome changed when all were made again in another order.
    `problem`: why the function as a whole fails, whatever its clauses say. `doubt`: why the calls that were made tell
    nothing about it."""

    clauses: tuple[ClauseCheck, ...] = ()
    gate: tuple[GateProblem, ...] = ()
    runs: tuple[tuple[str, str], ...] = ()
    not_run: str = ""
    unstable: tuple[str, ...] = ()
    problem: str = ""
    doubt: str = ""
    seconds: float = 0.0

    @property
    def fails(self) -> bool:
        """Whether the gate refused the code, a clause is broken, the function as a whole fails, or a call does not do
        the same each time."""
        broken = any(clause.verdict is Verdict.FAILS for clause in self.clauses)
        return broken or bool(self.gate or self.unstable or self.problem)

    @property
    def verdict(self) -> Verdict:
        """The verdict on the function: HOLDS only when it was run and every clause was exercised and held."""
        if self.fails:
            return Verdict.FAILS
        return Verdict.NOT_CHECKED if self.not_run or self.doubt or self.unchecked else Verdict.HOLDS

    @property
    def reason(self) -> str:
        """Why the verdict is not HOLDS, in one sentence for people; empty when it is, or when a counterexample says
        it."""
        if self.gate:
            return self.gate[0].message
        if self.unstable:
            return f"{self.unstable[0]} does not do the same each time it is called"
        broken = [clause for clause in self.clauses if clause.verdict is Verdict.FAILS]
        if self.problem or broken:
            return self.problem or broken[0].reason
        return self.not_run or self.doubt or next((clause.reason for clause in self.unchecked), "")

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
        if self.fails or self.not_run or self.doubt:
            return False
        return all(clause.verdict is not Verdict.NOT_CHECKED for clause in self.clauses)


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
