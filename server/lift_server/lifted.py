"""The result of the pipeline for one spec: what hover, quick fixes, the CLI and the store show or keep."""

from lift_ir import IR, Candidate
from lift_ir.clauses import Hole
from lift_ir.model import Model
from lift_server.checks.report import Report


class CheckedCandidate(Model):
    """A candidate with what the checks found."""

    candidate: Candidate
    report: Report


class Lifted(Model):
    """`candidates` are ranked, the chosen one first when it holds. `notes` are what engines and checks had to say
    (silence, skipped parts).

    `ir` is the stated IR joined with what engines inferred; `holes` are all open questions of the spec, blocking ones
    first.
    """

    ir: IR
    candidates: tuple[CheckedCandidate, ...] = ()
    holes: tuple[Hole, ...] = ()
    conflict: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def chosen(self) -> CheckedCandidate | None:
        """The candidate to offer: the first one, if it holds."""
        return self.candidates[0] if self.candidates and self.candidates[0].report.holds else None

    @property
    def insertable(self) -> CheckedCandidate | None:
        """The chosen candidate when nothing blocks its insertion: no blocking hole, a complete name, and more than a
        suggestion."""
        if self.chosen is None or self.ir.signature.name is None or any(hole.blocks for hole in self.holes):
            return None
        return self.chosen if self.chosen.candidate.stance == "answer" else None
