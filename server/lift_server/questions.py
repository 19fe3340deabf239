"""Which call to ask the author about when candidates that satisfy the whole spec disagree, and what can be answered."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lift_ir import IR, Observed, Signature
from lift_ir.clauses import Answer, Choice, Evidence, Hole, HoleKind
from lift_server.answers import clause_of, exception_name, phrase_of
from lift_server.calibration import THRESHOLD
from lift_server.checks.arguments import bind, call_text
from lift_server.checks.behaviour import RAISES, VARIANT_ENGINES, Cell, Table, classes, narrowed
from lift_server.checks.inputs import Source
from lift_server.checks.sandbox.api import Call
from lift_server.conditions import Bindings, Limit, limits, offered

MAX_QUESTIONS = 5
"""Questions about one function, in all."""

MAX_UNHELPFUL = 2
"""Answers that say nothing about behavior ("not a valid input", "don't care") after which no more is asked."""

MAX_VALUES = 3
"""Answers of candidates that are offered, those of samples and those of a library each; exceptions count as one."""

ENOUGH_SAMPLES = 4
"""Sampled candidates from which on a behavior that only variants of the library have is no reason for a warning."""

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
_PER_COST = 0.2
_BORDER = 0.8
_FREE_CHARS = 6
_LONG_NUMBER = re.compile(r"\d{4,}")

AnswerKind = Literal["behavior", "invalid", "unspecified"]
Shape = tuple[object, ...]
Shapes = tuple[tuple[str, Shape], ...]
"""The shape of each argument, by parameter."""


@dataclass(frozen=True, slots=True)
class History:
    """What the author was asked about a function.

    `asked`: calls with an answer; of those, `invalid` ones are outside the domain and `unspecified` ones left open.
    `open`: the call of the question that is shown now.
    """

    asked: tuple[Call, ...] = ()
    invalid: tuple[Call, ...] = ()
    unspecified: tuple[Call, ...] = ()
    open: Call | None = None

    def answered(self, call: Call, kind: AnswerKind) -> "History":
        """The history after an answer about the call, which counts once however often it is taken back."""
        before = self.without({call_text(call)})
        return History(
            (*before.asked, call),
            (*before.invalid, call) if kind == "invalid" else before.invalid,
            (*before.unspecified, call) if kind == "unspecified" else before.unspecified,
        )

    def without(self, calls: Collection[str]) -> "History":
        """The history as if these calls (printed) had not been answered."""

        def others(answered: tuple[Call, ...]) -> tuple[Call, ...]:
            return tuple(call for call in answered if call_text(call) not in calls)

        return replace(
            self, asked=others(self.asked), invalid=others(self.invalid), unspecified=others(self.unspecified)
        )

    @property
    def is_over(self) -> bool:
        """Whether enough was asked."""
        return len(self.asked) >= MAX_QUESTIONS or len(self.invalid) + len(self.unspecified) >= MAX_UNHELPFUL


NOTHING_ASKED = History()


@dataclass(frozen=True, slots=True)
class Question:
    """A call to ask about and its place in the table. `is_usual`: its arguments look like those of drafted calls."""

    column: int
    call: Call
    is_usual: bool


def ask(ir: IR, table: Table, history: History, threshold: float = THRESHOLD) -> tuple[Hole | None, History]:
    """The one open question about the table's rows, all of which satisfy the spec, and the history with it.

    `table` holds inputs of the spec's domain only: when the open question's call is not among them, it was invalid.
    Without rows there is nothing to ask, and the open question waits for candidates.
    """
    if not table.rows:
        return None, history
    history = advanced(history, ir, table)
    question = next_question(table, ir.signature, history)
    if question is None:
        return None, replace(history, open=None)
    return hole_of(ir, table, question, history, threshold), replace(history, open=question.call)


def advanced(history: History, ir: IR, table: Table) -> History:
    """The history after the author's edit: the open question is answered when its call is settled or gone, and an
    answer on which candidates disagree again was taken back."""
    undecided = {item.text for column, item in enumerate(table.inputs) if len(table.shares(column)) > 1}
    # An example may be loose enough for several behaviors: its call stays answered.
    history = history.without({text for text in undecided if not any(text in item.text for item in ir.examples)})
    # A call that was outside the domain and is inside again: its clause was taken out.
    inside = {item.text for item in table.inputs}
    history = history.without({text for call in history.invalid if (text := call_text(call)) in inside})
    call = history.open
    if call is None:
        return history
    column = _column(table, call)
    if column is not None:
        return history if len(table.shares(column)) > 1 else history.answered(call, "behavior")
    is_unspecified = call_text(call) in {item.call for item in ir.unspecified}
    return history.answered(call, "unspecified" if is_unspecified else "invalid")


def next_question(table: Table, signature: Signature, history: History = NOTHING_ASKED) -> Question | None:
    """The call that tells most: entropy of the answers x validity squared x simplicity; usual inputs first.

    The open question stays while candidates disagree on it. None when nothing is left to ask, or enough was asked.
    """
    if history.is_over:
        return None
    usual = _usual_shapes(table, signature)
    if history.open is not None:
        column = _column(table, history.open)
        if column is not None and len(table.shares(column)) > 1:
            return Question(column, history.open, _is_usual(_shapes(history.open, signature), usual))
    asked = {call_text(call) for call in history.asked}
    earlier = Counter(_shapes(call, signature) for call in history.invalid)
    left_open = {_shapes(call, signature) for call in history.unspecified}
    best: tuple[float, Question] | None = None
    for column, item in enumerate(table.inputs):
        shares = table.shares(column)
        if len(shares) < 2 or item.text in asked:
            continue
        shapes = _shapes(item.call, signature)
        is_usual = _is_usual(shapes, usual)
        if shapes in left_open or (earlier[shapes] and not is_usual):
            continue
        score = _information(shares) * _SOURCES[item.source] * _EARLIER_INVALID ** earlier[shapes]
        score *= math.exp(-_PER_COST * _cost(item.text, item.call)) * (1.0 if is_usual else _UNUSUAL)
        if score > 0 and (best is None or score > best[0] * (1 + 1e-9)):
            best = score, Question(column, item.call, is_usual)
    return best[1] if best else None


def hole_of(
    ir: IR, table: Table, question: Question, history: History = NOTHING_ASKED, threshold: float = THRESHOLD
) -> Hole:
    """The question as a hole of the spec. Its kind and subject (the call) identify it while it is open."""
    text = call_text(question.call)
    shares = table.shares(question.column)
    outcomes = {answer: table.outcomes(question.column, answer) for answer in shares}
    return Hole(
        kind=HoleKind.BEHAVIOUR,
        subject=text,
        question=f"Candidates disagree on `{text}`: what should it do?",
        choices=tuple(_choices(ir, table, question, history)),
        evidence=Evidence(
            call=text,
            answers=tuple(Answer(outcome=phrase_of(outcomes[answer]), share=share) for answer, share in shares.items()),
        ),
        is_hint=not is_warning(table, ir.signature, question, threshold),
        origin=Observed(call=text),
    )


def is_warning(table: Table, signature: Signature, question: Question, threshold: float = THRESHOLD) -> bool:
    """Whether the disagreement is worth more than a hint: on a usual input, without a class of the threshold's share.

    Once there are enough samples only they count: variants of the library never make a warning against them.
    """
    if not question.is_usual:
        return False
    sampled = [index for index, row in enumerate(table.rows) if row.engine not in VARIANT_ENGINES]
    if sum(table.rows[index].samples for index in sampled) >= ENOUGH_SAMPLES:
        table = narrowed(table, sampled, range(len(table.inputs)))
    usual = _usual_shapes(table, signature)
    columns = [at for at, item in enumerate(table.inputs) if _is_usual(_shapes(item.call, signature), usual)]
    return len(table.shares(question.column)) > 1 and classes(table, columns)[0].share < threshold


def needs_more(alive: int, before: int, drawn: int, history: History) -> bool:
    """Whether more candidates should be asked for: none of those drawn holds, or an answer left fewer than half of
    those that held `before`."""
    return drawn > 0 and (alive == 0 or (bool(history.asked) and 2 * alive < before))


def conflict(broken: Sequence[frozenset[int]]) -> tuple[int, ...]:
    """One or two clauses that no candidate satisfies together, given the clauses that each one breaks; () if none."""
    clauses = sorted(frozenset().union(*broken))
    alone = [clause for clause in clauses if all(clause in breaks for breaks in broken)]
    if alone:
        return (alone[0],)
    for at, first in enumerate(clauses):
        for second in clauses[at + 1 :]:
            if all(first in breaks or second in breaks for breaks in broken):
                return first, second
    return ()


def _choices(ir: IR, table: Table, question: Question, history: History) -> Iterator[Choice]:
    column, text = question.column, call_text(question.call)
    names = {*ir.signature.parameter_names, ir.signature.name or "", *(use.name for use in ir.uses)}
    for answer in _offered_answers(table, column):
        outcomes = table.outcomes(column, answer)
        clause = clause_of(text, outcomes, names)
        if answer == RAISES:
            yield Choice(title=f"{phrase_of(outcomes)} (this call)", clause=clause)
            for limit in _raising_limits(ir.signature, table, question):
                when = f"{exception_name(outcomes)} when {limit.outside}"
                yield Choice(title=f"raises {when.replace(' when ', ' whenever ', 1)}", clause=f"raises: {when}")
        elif clause:
            yield Choice(title=phrase_of(outcomes), clause=clause)
    for limit in _invalid_limits(ir.signature, table, question, history):
        yield Choice(title=f"not a valid input: requires {limit.inside}", clause=f"requires: {limit.inside}")
    yield Choice(title="I'll type it")
    yield Choice(title="don't care", clause=f"unspecified: {text}")


def _offered_answers(table: Table, column: int) -> list[int]:
    """The answers to offer, the largest share first. Samples never push out what a library's variants do: an option
    that is shown stays when they join."""
    variants = {index for index, row in enumerate(table.rows) if row.engine in VARIANT_ENGINES}
    offered: set[int] = set()
    for rows in (variants, set(range(len(table.rows))) - variants):
        own = narrowed(table, sorted(rows), [column]).shares(0) if rows else {}
        offered.update(list(own)[:MAX_VALUES])
    return [answer for answer in table.shares(column) if answer in offered]


def _invalid_limits(signature: Signature, table: Table, question: Question, history: History) -> tuple[Limit, ...]:
    """Conditions for `requires:`: those that are much like the border between what is settled and what is not."""
    calls = [_bind(signature, item.call) for item in table.inputs]
    bad = [_bind(signature, call) for call in (question.call, *history.invalid)]
    good = [call for call, item in zip(calls, table.inputs, strict=True) if item.source is Source.EXAMPLE]
    answers = [set(table.shares(column)) for column in range(len(calls))]
    settled = [call for call, found in zip(calls, answers, strict=True) if len(found) == 1 and RAISES not in found]
    unsettled = [call for call, found in zip(calls, answers, strict=True) if len(found) != 1 or RAISES in found]

    def fit(limit: Limit) -> float:
        return (_share(settled, limit, True) + _share(unsettled, limit, False)) / 2

    found = limits(bad, good, calls)
    return offered([limit for limit in found if limit.is_literal or fit(limit) >= _BORDER], fit)


def _raising_limits(signature: Signature, table: Table, question: Question) -> tuple[Limit, ...]:
    """Conditions for `raises:`: those that are true just where a candidate raises, since others would leave none."""
    calls = [_bind(signature, item.call) for item in table.inputs]
    stated = [column for column, item in enumerate(table.inputs) if item.source is Source.EXAMPLE]
    raising = [column for column in stated if set(table.shares(column)) == {RAISES}]
    bad = [_bind(signature, question.call), *(calls[column] for column in raising)]
    good = [calls[column] for column in stated if column not in raising]
    rows = {tuple(map(_returns, row)) for row in table.cells if row[question.column] == Cell(RAISES)}
    exact = [limit for limit in limits(bad, good, calls) if tuple(map(limit.test, calls)) in rows]
    return offered([limit for limit in exact if not limit.is_literal] or exact, lambda limit: 1.0)


def _returns(cell: Cell | None) -> bool:
    return cell is None or cell.answer != RAISES


def _share(calls: Sequence[Bindings], limit: Limit, expected: bool) -> float:
    return sum(limit.test(call) is expected for call in calls) / len(calls) if calls else 1.0


def _bind(signature: Signature, call: Call) -> Bindings:
    return bind(signature, call.args, call.kwargs) or {}


def _column(table: Table, call: Call) -> int | None:
    text = call_text(call)
    return next((column for column, item in enumerate(table.inputs) if item.text == text), None)


def _information(shares: dict[int, float]) -> float:
    """Entropy of the answers times the square of the share that returned something."""
    total = sum(shares.values())
    entropy = -sum(share / total * math.log(share / total) for share in shares.values() if share > 0)
    return entropy * (total - shares.get(RAISES, 0.0)) ** 2


def _cost(text: str, call: Call) -> float:
    """How much there is to read in a call's arguments; 0 is next to nothing."""
    arguments = text[len(call.function) + 1 : -1]
    return max(0, len(arguments) - _FREE_CHARS) / 20 + 0.1 * len(_LONG_NUMBER.findall(arguments))


def _usual_shapes(table: Table, signature: Signature) -> frozenset[tuple[str, Shape]]:
    """The shapes of arguments in examples and drafted calls, by parameter; empty when there are none."""
    given = [item.call for item in table.inputs if item.source in (Source.EXAMPLE, Source.DRAFTED)]
    return frozenset(shape for call in given for shape in _shapes(call, signature))


def _is_usual(shapes: Shapes, usual: frozenset[tuple[str, Shape]]) -> bool:
    return not usual or usual.issuperset(shapes)


def _shapes(call: Call, signature: Signature) -> Shapes:
    return tuple((name, _shape(value)) for name, value in _bind(signature, call).items())


def _shape(value: object) -> Shape:
    """What kind of value it is: type, sign, none, one or many parts, and of what they are."""
    match value:
        case bool() | None:
            return (type(value).__name__,)
        case int() | float():
            return type(value).__name__, (value > 0) - (value < 0), math.isfinite(value)
        case str():
            return "str", min(len(value), 2), value.isalpha(), value.isdigit()
        case list() | tuple() | set() | frozenset():
            return type(value).__name__, min(len(value), 2), frozenset(type(item).__name__ for item in value)
        case dict():
            return "dict", min(len(value), 2)
    return (type(value).__name__,)
