"""What is known of the thing under the cursor, as Markdown: keyword, question, parameter, clause, else the spec."""

from collections.abc import Iterator
from dataclasses import dataclass

from lift_ir.clauses import Hole, HoleKind
from lift_server.ide.diagnostics import question_span
from lift_server.ide.hover_clause import clause_sections, hole_sections, parameter_sections
from lift_server.ide.hover_spec import spec_sections
from lift_server.ide.keywords import KEYWORDS
from lift_server.ide.place import field_at, known_signature, name_at, parameter_in_header
from lift_server.ide.snapshot import Snapshot, is_outdated
from lift_server.spec_file import Spec
from lift_server.syntax.tree import Field
from lift_server.syntax.words import CLAUSES, MODULE
from lift_server.text import Span

EXPRESSIONS = frozenset({"requires", "ensures", "raises", "example", "unspecified"})
"""Clauses whose values are expressions."""
_RULE = "---"


@dataclass(frozen=True, slots=True)
class Hover:
    """The text, and the span that it is about."""

    markdown: str
    span: Span


def hover(snapshot: Snapshot, offset: int) -> Hover | None:
    """What is known at the offset; None where nothing of Lift's stands."""
    spec = snapshot.spec_at(offset)
    field = field_at(snapshot, spec, offset)
    if field is not None and field.key in (*CLAUSES, MODULE) and field.key_span.contains(offset):
        return Hover(KEYWORDS[field.key].markdown(), field.key_span)
    if spec is None:
        return None
    for hole, span in _questions_at(snapshot, spec, offset):
        return Hover("\n\n".join(hole_sections(hole)), span)
    found = _in_header(snapshot, spec, offset) if field is None else _in_field(snapshot, spec, field, offset)
    return found or Hover("\n\n".join(spec_sections(spec, snapshot)), spec.head_span)


def _questions_at(snapshot: Snapshot, spec: Spec, offset: int) -> Iterator[tuple[Hole, Span]]:
    """The stated questions whose words touch the offset; what was inferred about one comes from the last lifting."""
    lifted = snapshot.result(spec).lifted
    known = {(hole.kind, hole.subject, hole.question): hole for hole in (lifted.holes if lifted is not None else ())}
    for hole in spec.ir.holes:
        if hole.span is not None and spec.span_of(hole.span).contains(offset):
            yield known.get((hole.kind, hole.subject, hole.question), hole), spec.span_of(hole.span)


def _in_header(snapshot: Snapshot, spec: Spec, offset: int) -> Hover | None:
    found = parameter_in_header(snapshot.file.tree.text, spec, offset)
    return None if found is None else _of_parameter(snapshot, spec, *found)


def _of_parameter(snapshot: Snapshot, spec: Spec, name: str, span: Span) -> Hover | None:
    sections = _parameter(snapshot, spec, name)
    return Hover("\n\n".join(sections), span) if sections else None


def _parameter(snapshot: Snapshot, spec: Spec, name: str) -> list[str]:
    for parameter in known_signature(snapshot, spec).parameters or ():
        if parameter.name == name:
            return list(parameter_sections(spec, parameter))
    return []


def _in_field(snapshot: Snapshot, spec: Spec, field: Field, offset: int) -> Hover | None:
    if field.key not in CLAUSES:
        return _of_parameter(snapshot, spec, field.key, field.span)
    word = name_at(snapshot.file.tree.text, field.value_span, offset) if field.key in EXPRESSIONS else None
    first = _word(snapshot, spec, word.slice(snapshot.file.tree.text)) if word is not None else []
    sections = [
        *first,
        *([_RULE] if first else []),
        *clause_sections(snapshot, spec, field),
        *_asked(snapshot, spec, field),
    ]
    return Hover("\n\n".join(sections), field.span)


def _word(snapshot: Snapshot, spec: Spec, word: str) -> list[str]:
    """What a name in an expression means, when it is one of the spec's."""
    if word in ("result", "approx"):
        return [KEYWORDS[word].markdown()]
    others = [item for item in snapshot.file.specs if item is not spec and item.ir.signature.name == word]
    if others:
        return spec_sections(others[0], snapshot)[:2]
    return _parameter(snapshot, spec, word)


def _asked(snapshot: Snapshot, spec: Spec, field: Field) -> Iterator[str]:
    """The question about behavior that arises from the clause."""
    result = snapshot.result(spec)
    if result.lifted is None or is_outdated(result, spec):
        return
    for hole in result.lifted.holes:
        if hole.kind is HoleKind.BEHAVIOUR and question_span(spec, hole) == field.span:
            yield from hole_sections(hole)
