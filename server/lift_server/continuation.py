"""What the last result for a function leaves for the next one: what was asked, and candidates that are at hand.

An answer is a clause more. It selects among the candidates that were drawn already: no engine is asked again before
too few of them are left.
"""

from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import dataclass

from lift_ir import IR, Candidate, Parameter, Signature, Stated
from lift_server.checks.arguments import call_text
from lift_server.checks.behaviour import VARIANT_ENGINES
from lift_server.checks.inputs import literal_calls
from lift_server.engines.base import Capabilities, Draft, Engine, Feedback, Report, Written, unheard
from lift_server.lifted import Asked, CheckedCandidate, Lifted
from lift_server.questions import NOTHING_ASKED, History
from lift_server.syntax.printer import print_assertion, print_example, print_raises, print_unspecified


def history_of(last: Lifted | None, ir: IR) -> History:
    """What was asked about the function so far. Calls that its signature no longer takes are forgotten, and all but the
    open one when the author's prose is another: that is another function."""
    if last is None:
        return NOTHING_ASKED
    asked = last.asked if last.ir.intent == ir.intent else Asked(open=last.asked.open)
    known = {call_text(call): call for call in literal_calls((*asked.answered, asked.open), ir.signature)}
    answered, invalid, unspecified = (
        tuple(known[text] for text in texts if text in known)
        for texts in (asked.answered, asked.invalid, asked.unspecified)
    )
    return History(answered, invalid, unspecified, known.get(asked.open))


def asked_of(history: History) -> Asked:
    """The history in the form that results keep."""
    answered, invalid, unspecified = (
        tuple(map(call_text, calls)) for calls in (history.asked, history.invalid, history.unspecified)
    )
    return Asked(
        answered=answered,
        invalid=invalid,
        unspecified=unspecified,
        open="" if history.open is None else call_text(history.open),
    )


def continued(engine: Engine, last: Lifted | None, stated: IR) -> Engine:
    """The engine as it is, or with the candidates of its last result when the author has only added or removed clauses
    since."""
    name = engine.capabilities().name
    # Variants of a library cost nothing and follow the clauses.
    if last is None or last.is_unfinished or name in VARIANT_ENGINES or not _only_clauses_differ(stated, last.ir):
        return engine
    own = tuple(item for item in last.candidates if item.candidate.engine == name)
    return AtHand(engine, last, own) if own else engine


def alive_before(last: Lifted | None, stated: IR) -> int | None:
    """How many candidates held before an edit that only concerns clauses; None after any other."""
    if last is None or not _only_clauses_differ(stated, last.ir):
        return None
    return sum(item.samples for item in last.candidates if item.report.holds)


@dataclass(slots=True)
class AtHand:
    """An engine that begins with what it gave last time; it is asked only for more (a second request)."""

    engine: Engine
    last: Lifted
    candidates: tuple[CheckedCandidate, ...]
    was_asked: bool = False

    def capabilities(self) -> Capabilities:
        """Those of the engine."""
        return self.engine.capabilities()

    async def examine(self, report: Report = unheard) -> Capabilities:
        """Those of the engine."""
        return await self.engine.examine(report)

    async def close(self) -> None:
        """The engine's owner closes it."""

    async def draft(self, source: str, stated: IR, feedback: Feedback, report: Report = unheard) -> Draft:
        """The last reading, with the clauses that are stated now."""
        return Draft(_with_last(stated, self.last.ir), self.last.inputs)

    async def write(self, source: str, ir: IR, count: int, feedback: Feedback) -> AsyncGenerator[Written, None]:
        """The candidates at hand, as often as they came; then the engine's own."""
        if self.was_asked:
            async with aclosing(self.engine.write(source, ir, count, feedback)) as stream:
                async for item in stream:
                    yield item
            return
        self.was_asked = True
        for candidate in _samples(self.candidates):
            yield candidate


def _samples(items: Iterable[CheckedCandidate]) -> Iterable[Candidate]:
    return (item.candidate for item in items for _ in range(item.samples))


def _only_clauses_differ(stated: IR, last: IR) -> bool:
    """Whether the stated IR says the same as the last result's, clauses aside; what was inferred may be stated now."""
    uses, before = ({(use.module, use.name) for use in ir.uses} for ir in (stated, last))
    same_effects = stated.effects == last.effects or not (stated.effects or isinstance(last.effects_origin, Stated))
    return stated.intent == last.intent and uses == before and same_effects and _fits(stated.signature, last.signature)


def _fits(stated: Signature, last: Signature) -> bool:
    """Whether all that is stated of the signature is in the last one too."""
    if stated.name not in (None, last.name) or stated.returns not in (None, last.returns):
        return False
    if stated.parameters is None:
        return True
    before = last.parameters or ()
    return len(before) == len(stated.parameters) and all(map(_same_parameter, stated.parameters, before))


def _same_parameter(new: Parameter, old: Parameter) -> bool:
    if (new.name, new.default, new.kind) != (old.name, old.default, old.kind) or new.type not in (None, old.type):
        return False
    # A description that was inferred is not written where the signature is accepted.
    return new.description == old.description or not (new.description or isinstance(old.origin, Stated))


def _with_last(stated: IR, last: IR) -> IR:
    """The stated IR with what was inferred last time, except what is stated now."""
    texts = {(item.kind, item.condition.text) for item in stated.assertions}
    raised = set(map(print_raises, stated.raises))
    assertions = [item for item in last.assertions if (item.kind, item.condition.text) not in texts]
    raises = [item for item in last.raises if print_raises(item) not in raised]
    answered = set(_clauses(stated))
    holes = [hole for hole in last.holes if not answered & {choice.clause for choice in hole.choices}]
    inferred_effects = (
        {}
        if isinstance(last.effects_origin, Stated) or stated.effects
        else {"effects": last.effects, "effects_origin": last.effects_origin}
    )
    return stated.model_copy(
        update={
            "signature": stated.signature if stated.signature.is_complete else last.signature,
            "assertions": (*stated.assertions, *(item for item in assertions if not isinstance(item.origin, Stated))),
            "raises": (*stated.raises, *(item for item in raises if not isinstance(item.origin, Stated))),
            "holes": (*stated.holes, *(hole for hole in holes if not isinstance(hole.origin, Stated))),
            "provenance": last.provenance,
            **inferred_effects,
        }
    )


def _clauses(ir: IR) -> Iterable[str]:
    yield from map(print_assertion, ir.assertions)
    yield from map(print_raises, ir.raises)
    yield from map(print_example, ir.examples)
    yield from map(print_unspecified, ir.unspecified)
