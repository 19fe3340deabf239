"""Which call to ask the author about, when candidates that satisfy the whole spec disagree, and how each answer is written."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from lift_ir import IR, Observed, Signature
from lift_ir.clauses import Answer, Choice, Evidence, Hole, HoleKind
from lift_ir.formal import why_informal
from lift_server.answers import clause_for, phrase_for
from lift_server.checks.arguments import bind, call_text
from lift_server.checks.behaviour import RAISES, Table, classes
from lift_server.checks.inputs import Input, Source
from lift_server.checks.sandbox.api import Call, Outcome, Raised
from lift_server.conditions import Bindings, Limit, limits, offered

MAX_QUESTIONS = 5
"""Questions asked about one function, in all."""

MAX_INVALID = 2
"""Answers that say nothing about behavior ("not a valid input", "don't care") after which no more is asked."""

MAX_VALUES = 3
"""Answers of candidates that are offered."""

THRESHOLD = 0.8
"""Share of the heaviest class on usual inputs from which on a question is a hint only, unless the model has its own."""

_SOURCES = {
    Source.EXAMPLE: 1.0,
    Source.DRAFTED: 1.0,
    Source.EXAMPLE_MUTATION: 0.8,
    Source.DRAFT_MUTATION: 0.7,
    Source.TYPED: 0.5,
    Source.HARVESTED: 0.5,
}
_UNUSUAL = 0.3
_EARLIER_INVALID = 0.3
_FREE_CHARS = 6
_LONGEST_ANSWER = 80
_LONG_NUMBER = re.compile(r"\d{4,}")

Shape = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What the author was asked about a function. `asked`: calls with an answer; `invalid`: those of them that were called
    invalid or left open; `open`: the call of the question that is shown now."""

    asked: tuple[Call, ...] = ()
    invalid: tuple[Call, ...] = ()
    open: Call | None = None

    def answered(self, call: Call, *, invalid: bool = False) -> "History":
        """The history after an answer."""
        return History((*self.asked, call), (*self.invalid, call) if invalid else self.invalid)


@dataclass(frozen=True, slots=True)
class Question:
    """A call on which candidates disagree. `column` is its place in the table, `score` what made it the one to ask."""

    column: int
    call: Call
    score: float
    usual: bool


@dataclass(frozen=True, slots=True)
class Domain:
    """The shapes of the arguments in examples and drafted calls: what the function is usually given."""

    shapes: tuple[frozenset[Shape], ...] = ()
    known: bool = False

    def holds(self, shape: tuple[Shape, ...]) -> bool:
        """Whether every argument has a usual shape; everything is usual while nothing is known."""
        return not self.known or (len(shape) == len(self.shapes) and all(map(_in, shape, self.shapes)))


def _in(shape: Shape, known: frozenset[Shape]) -> bool:
    return shape in known
