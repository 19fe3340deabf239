"""The result of the pipeline for one spec: what hover, quick fixes, the CLI and the store show or keep."""

from collections.abc import Iterator

from lift_ir import IR, Assertion, Candidate, Condition, Raises
from lift_ir.clauses import Hole, HoleKind
from lift_ir.model import Model
from lift_server.checks.report import Report
from lift_server.engines.base import ClauseKey

Formalizable = Assertion | Raises
"""A clause whose condition may be formal or not."""


class CheckedCandidate(Model):
    """A candidate with what the checks found. `samples`: how often its engine gave this body."""

    candidate: Candidate
    report: Report
    samples: int = 1


class Proposal(Model):
    """Formal text that an informal clause could be written as: the chosen candidate was run on it, and it held.

    `informal` is the condition as the IR has it; `exercised` calls reached the formal clause and `held` satisfied it.
    """

    kind: ClauseKey
    informal: str
    formal: str
    exercised: int
    held: int


class EngineUsage(Model):
    """What an engine was asked for one result: requests, tokens, and the seconds of all its requests together.

    `tokens_per_second` are those written. `cost` is at the price of a GPU hour as it was set, in that currency; None
    without a price. Requests that run at once share a GPU: it is no less than what they cost.
    """

    engine: str
    requests: int
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    tokens_per_second: float = 0.0
    cost: float | None = None


class Asked(Model):
    """The calls (printed) that the author was asked about: those with an answer, and the `open` one.

    Of the answered ones `invalid` are outside the domain and `unspecified` left open by the author.
    """

    answered: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()
    unspecified: tuple[str, ...] = ()
    open: str = ""


NOTHING_ASKED = Asked()


class Lifted(Model):
    """`candidates` are ranked, the chosen one first when it holds. `notes` are what engines and checks had to say
    (silence, skipped parts).

    `ir` is the stated IR joined with what engines inferred; `holes` are all open questions of the spec, blocking ones
    first. `proposals` make informal clauses checkable. `inputs` are the calls that engines drafted. `usage` is what
    this result cost, by engine; () when no server was asked. `is_unfinished`: an engine may have more to say another
    time, so that the result is not worth keeping.
    """

    ir: IR
    candidates: tuple[CheckedCandidate, ...] = ()
    holes: tuple[Hole, ...] = ()
    conflict: tuple[int, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    inputs: tuple[str, ...] = ()
    asked: Asked = NOTHING_ASKED
    usage: tuple[EngineUsage, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    is_unfinished: bool = False

    def proposed(self) -> Iterator[tuple[Formalizable, Formalizable, Proposal]]:
        """The informal clauses for which formal text is proposed, each with the clause that it would be."""
        clauses: tuple[Formalizable, ...] = (*self.ir.assertions, *self.ir.raises)
        by_text = {(item.kind, item.informal): item for item in self.proposals}
        for clause in clauses:
            if clause.condition is not None and not clause.condition.is_formal:
                proposal = by_text.get((clause_key(clause), clause.condition.text))
                if proposal is not None:
                    yield clause, formal_clause(clause, proposal.formal), proposal

    @property
    def undecided(self) -> tuple[Hole, ...]:
        """The holes that count as open questions: not what an engine merely wonders."""
        return tuple(hole for hole in self.holes if hole.kind is HoleKind.BEHAVIOUR or not hole.is_hint)

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


def clause_key(clause: Formalizable) -> ClauseKey:
    """The keyword that the clause begins with."""
    if isinstance(clause, Raises):
        return "raises"
    return "requires" if clause.kind == "precondition" else "ensures"


def formal_clause(clause: Formalizable, formal: str) -> Formalizable:
    """The clause with `formal` as its condition."""
    return clause.model_copy(update={"condition": Condition(text=formal)})
