"""Clauses that one click writes: what an engine inferred, what a run has shown, a question that is settled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lift_ir import Inferred
from lift_ir.clauses import HoleKind
from lift_server.checks.report import Clause
from lift_server.ide.insertion_offers import is_by_model
from lift_server.ide.outcomes import unstated_examples
from lift_server.ide.snapshot import Snapshot, is_outdated
from lift_server.lifted import Lifted
from lift_server.spec_file import Spec
from lift_server.syntax.edits import add_clauses
from lift_server.syntax.printer import print_clause, print_effects
from lift_server.syntax.words import BLANKS, NEWLINE
from lift_server.text import Edit, Span, line_start

MAX_EXAMPLES = 3
_LINE_END = re.compile(rf"{BLANKS}{NEWLINE}?")


@dataclass(frozen=True, slots=True)
class Offer:
    """`edits` of the `.lift` file. `settles`: nothing is left to type, so that the text is lifted at once."""

    title: str
    span: Span
    edits: tuple[Edit, ...]
    settles: bool = True
    by_model: bool = False


def clause_offers(snapshot: Snapshot, spec: Spec, selection: Span) -> Iterator[Offer]:
    """What may be written at the selection. Clauses are offered on the head of the spec, where they do not stand yet,
    and examples on examples too."""
    yield from _settled_questions(snapshot, spec, selection)
    result = snapshot.result(spec)
    if result.lifted is None or is_outdated(result, spec) or result.lifted.ir.signature.name is None:
        return
    on_head = _touch(spec.head_span, selection)
    if on_head:
        yield from _inferred(snapshot, spec, result.lifted)
    if on_head or any(_touch(place, selection) for place in _examples(spec)):
        yield from _from_runs(snapshot, spec, result.lifted)


def _inferred(snapshot: Snapshot, spec: Spec, lifted: Lifted) -> Iterator[Offer]:
    ir = lifted.ir
    clauses: tuple[Clause, ...] = (*ir.assertions, *ir.raises, *ir.examples)
    found = [(print_clause(item), item.origin.engine) for item in clauses if isinstance(item.origin, Inferred)]
    if ir.effects and isinstance(ir.effects_origin, Inferred):
        found.append((print_effects(ir.effects), ir.effects_origin.engine))
    offers = [(f"Accept inferred `{' '.join(text.split())}`", [text], engine) for text, engine in found]
    if len(found) > 1:
        offers.insert(0, (f"Accept all {len(found)} inferred clauses", [text for text, _ in found], found[0][1]))
    for title, texts, engine in offers:
        edits = tuple(add_clauses(snapshot.file, spec, texts, ir.signature))
        yield Offer(title, spec.head_span, edits, by_model=is_by_model(engine))


def _from_runs(snapshot: Snapshot, spec: Spec, lifted: Lifted) -> Iterator[Offer]:
    if lifted.chosen is None:
        return
    for clause, _ in unstated_examples(lifted.ir, lifted.chosen.report, MAX_EXAMPLES):
        edits = tuple(add_clauses(snapshot.file, spec, [clause], lifted.ir.signature))
        yield Offer(f"Add `{clause}` from a run", spec.head_span, edits)


def _examples(spec: Spec) -> Iterator[Span]:
    for item in spec.ir.examples:
        place = getattr(item.origin, "span", None)
        if place is not None:
            yield spec.span_of(place)


def _settled_questions(snapshot: Snapshot, spec: Spec, selection: Span) -> Iterator[Offer]:
    """For each question that the author asks at the selection: without it the text says what it said before."""
    text = snapshot.file.tree.text
    for hole in spec.ir.holes:
        if hole.kind is not HoleKind.INTENT or hole.span is None:
            continue
        span = spec.span_of(hole.span)
        if not _touch(span, selection):
            continue
        if hole.subject:
            edit = Edit(span, span.slice(text).replace(f"?{hole.subject}", hole.subject))
            yield Offer(f"Settled: write `{hole.subject}`", span, (edit,))
        else:
            end = _LINE_END.match(text, span.end)
            yield Offer(
                "Settled: remove this question",
                span,
                (Edit(Span(line_start(text, span.start), end.end() if end else span.end), ""),),
            )


def _touch(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end
