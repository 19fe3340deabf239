"""What stands at an offset of a file, as far as hover and completion ask."""

import re
from collections.abc import Iterator

from lift_ir import Signature, Stated
from lift_server.checks.report import Clause
from lift_server.ide.snapshot import Snapshot, is_outdated
from lift_server.spec_file import Spec
from lift_server.syntax.edits import joined_signature
from lift_server.syntax.parser import STRING
from lift_server.syntax.signature import stated_signature
from lift_server.syntax.tree import Field
from lift_server.text import Span

_WORDS = re.compile(rf"{STRING}|[A-Za-z_][A-Za-z0-9_]*")


def field_at(snapshot: Snapshot, spec: Spec | None, offset: int) -> Field | None:
    """The `key: value` that touches the offset."""
    items = snapshot.file.tree.preamble if spec is None else spec.block.items
    return next((item for item in items if isinstance(item, Field) and item.span.contains(offset)), None)


def name_at(text: str, within: Span, offset: int) -> Span | None:
    """The identifier that touches the offset, strings left out."""
    for match in _WORDS.finditer(text, within.start, within.end):
        if match.start() <= offset <= match.end():
            return Span(*match.span()) if match[0][0] not in "\"'" else None
    return None


def parameter_in_header(text: str, spec: Spec, offset: int) -> tuple[str, Span] | None:
    """(name, span) of the parameter in the spec's header that touches the offset."""
    header = spec.block.header
    if header is None or header.signature_span is None:
        return None
    start = header.signature_span.start
    for item in stated_signature(text, header).parameters or ():
        span = Span(start + item.span.start, start + item.span.end)
        if span.contains(offset):
            return item.name, span
    return None


def clauses_at(spec: Spec, field: Field) -> Iterator[Clause]:
    """The clauses that the field states and that are checked."""
    clauses: tuple[Clause, ...] = (*spec.ir.assertions, *spec.ir.raises, *spec.ir.examples)
    for clause in clauses:
        place = clause.origin.span if isinstance(clause.origin, Stated) else None
        if place is not None and spec.span_of(place) == field.span:
            yield clause


def known_signature(snapshot: Snapshot, spec: Spec) -> Signature:
    """What is stated of the signature, and from the last lifting what is not."""
    result = snapshot.result(spec)
    if result.lifted is None:
        return spec.ir.signature
    if not is_outdated(result, spec):
        return result.lifted.ir.signature
    return joined_signature(spec.ir.signature, result.lifted.ir.signature)
