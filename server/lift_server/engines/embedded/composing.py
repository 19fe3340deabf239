"""Candidates of a spec with examples: idioms that are tried on them, and what a search composes."""

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace

from lift_ir import IR, Candidate, Hole, Inferred
from lift_ir.clauses import HoleKind
from lift_ir.origin import Span
from lift_server.engines.base import Progress, Silence, Written
from lift_server.engines.embedded.asking import SEARCH, reading_of, request_for
from lift_server.engines.embedded.choose import ENOUGH_EXAMPLES
from lift_server.engines.embedded.index import Index
from lift_server.engines.embedded.prose.reading import Obligation, unaccounted
from lift_server.engines.embedded.reader import ENGINE
from lift_server.engines.embedded.refusals import refusals
from lift_server.engines.embedded.search.answers import Answer, Solved
from lift_server.engines.embedded.search.request import Request, Trial
from lift_server.engines.embedded.searcher import Gone, Searcher
from lift_server.engines.embedded.silence import why_silent

MOST_TRIALS = 24

NEAR = 1.0
"""How much worse than the best score that of a rival may be: what is further off is no question worth asking."""


class Composer:
    """Owns the process that searches. `evaluations` of expressions in one search at most; 0: as many as its CPU time
    allows."""

    def __init__(self, evaluations: int) -> None:
        self._searcher = Searcher()
        self._evaluations = evaluations

    async def close(self) -> None:
        """End the process; a later search starts another one."""
        await self._searcher.close()

    def request(self, ir: IR, index: Index, count: int, idioms: Sequence[Candidate]) -> Request | None:
        """What is asked about the spec; None when there is nothing to search by."""
        return request_for(ir, index, count, list(map(_trial, idioms[:MOST_TRIALS])), self._evaluations)

    async def write(
        self, source: str, ir: IR, request: Request, idioms: Sequence[Candidate]
    ) -> AsyncGenerator[Written, None]:
        """The candidates, the best first, and what would help most where none of them is an answer. `source` is the
        spec's text."""
        yield Progress("searching by the examples")
        solved = Solved()
        async with aclosing(self._searcher.solve(request)) as told:
            async for item in told:
                if isinstance(item, Gone):
                    yield Silence(f"The search by the examples {item.reason}.", again=True)
                else:
                    solved = item
        found = candidates(source, ir, request, solved, idioms)
        for candidate in found:
            yield candidate
        if reason := why_silent(request, solved, found):
            yield Silence(reason)


def candidates(
    source: str, ir: IR, request: Request, solved: Solved, idioms: Sequence[Candidate] = ()
) -> list[Candidate]:
    """Idioms that satisfy the examples, what was composed, then idioms that do not: they show what is at odds.

    Where one example alone speaks against what the words mean, nothing is composed to please it.
    """
    fitting = [idioms[at] for at in solved.fitting]
    is_at_odds = len(request.examples) < ENOUGH_EXAMPLES and any(item.stance == "answer" for item in idioms)
    answers = () if is_at_odds else solved.answers
    obligations = reading_of(ir).obligations if answers else ()
    found = {item.body: item for item in fitting}
    lines, modules = refusals(ir)
    for answer in answers:
        if answer.score > answers[0].score + NEAR:
            continue
        whole = replace(answer, body=lines + answer.body, modules=tuple(sorted(modules.union(answer.modules))))
        doubts = tuple(_doubt(item, ir.intent, source) for item in unaccounted(_program(whole), obligations))
        found.setdefault(whole.body, _composed(whole, request, doubts))
    for item in idioms:
        found.setdefault(item.body, item)
    return list(found.values())[: request.count]


def _program(answer: Answer) -> str:
    return f"def f():\n{answer.body}"


def _doubt(unheeded: Obligation, intent: str, source: str) -> Hole:
    """The words of which nothing in a program shows a sign, as a question where they stand in the spec's text."""
    words = " ".join(unheeded.span.slice(intent).split())
    place = re.search(r"\s+".join(map(re.escape, words.split())), source)
    return Hole(
        kind=HoleKind.INTENT,
        question=f"Nothing in the function accounts for `{words}`: show what it means by an example.",
        span=None if place is None else Span(start=place.start(), end=place.end()),
        is_hint=True,
        origin=Inferred(engine=ENGINE, model=SEARCH),
    )


def _trial(candidate: Candidate) -> Trial:
    return Trial(candidate.body, candidate.modules, settles=candidate.stance == "answer")


def _composed(answer: Answer, request: Request, doubts: tuple[Hole, ...]) -> Candidate:
    """A program that does not heed all that is said, or fits a single example, is no more than a suggestion."""
    count = len(request.examples)
    is_doubtful = bool(doubts) or count < ENOUGH_EXAMPLES
    return Candidate(
        body=answer.body,
        modules=answer.modules,
        engine=ENGINE,
        model=SEARCH,
        stance="suggest" if is_doubtful else answer.stance,
        note=f"composed by {count} example{'s' if count > 1 else ''}",
        doubts=doubts,
    )
