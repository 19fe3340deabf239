"""Formatting as edits that leave what is laid out well alone, so that cursors and marks stay where they are."""

import re

from lift_server.ide.snapshot import Snapshot
from lift_server.syntax.formatter import INDENT, format_text
from lift_server.syntax.tree import Field, Item
from lift_server.syntax.words import KEYWORDS, field_key, is_spec_line
from lift_server.text import Edit, LineIndex, Span

_LINE = re.compile(r"[^\r\n]*")
_GOES_ON = re.compile(r"(?:[,(\[{\\+*/%<>=|&^-]|\b(?:and|or|not|in|is|if|else|for|when))\s*\Z")


def formatting(snapshot: Snapshot) -> tuple[Edit, ...]:
    """The edits that format the file; none when it is formatted."""
    before = snapshot.file.tree.text
    return line_edits(before, format_text(before))


def range_formatting(snapshot: Snapshot, selection: Span) -> tuple[Edit, ...]:
    """The edits that formatting the file makes on the lines that a selection touches.

    The formatter keeps lines and their order, so the lines that are not empty correspond one to one.
    """
    before = snapshot.file.tree.text
    after = format_text(before)
    old, new = _filled_lines(before), _filled_lines(after)
    if len(old) != len(new):
        return ()
    edits: list[Edit] = []
    end_before = end_after = 0
    for there, here in zip(old, new, strict=True):
        gap_before, gap_after = Span(end_before, there.end), Span(end_after, here.end)
        is_selected = there.start <= selection.end and selection.start <= there.end
        if is_selected and gap_before.slice(before) != gap_after.slice(after):
            edits.append(Edit(gap_before, gap_after.slice(after)))
        end_before, end_after = there.end, here.end
    rest = Span(end_before, len(before))
    if selection.end >= end_before and rest.slice(before) != after[end_after:]:
        edits.append(Edit(rest, after[end_after:]))
    return tuple(edits)


def _filled_lines(text: str) -> list[Span]:
    """The lines that are not empty, without the white space behind them."""
    found = (Span(match.start(), match.start() + len(match[0].rstrip())) for match in _LINE.finditer(text))
    return [span for span in found if span.start < span.end]


def on_type_formatting(snapshot: Snapshot, offset: int) -> tuple[Edit, ...]:
    """The edit that indents the line which a line break has just begun at `offset`: at most one.

    A value that goes on stands deeper than its key; a finished clause is followed by one at the same column, as the
    author wrote it; a `spec` line is followed by its body.
    """
    text = snapshot.file.tree.text
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    if start == 0:
        return ()
    rest = _LINE.match(text, start)
    assert rest is not None
    body = rest[0].lstrip()
    above = _line_above(text, start)
    if is_spec_line(body) or not above.strip():
        return ()
    wanted = _indentation_below(snapshot, above, start, body)
    written = Span(start, start + len(rest[0]) - len(body))
    return () if written.slice(text) == wanted else (Edit(written, wanted),)


def _line_above(text: str, start: int) -> str:
    end = start - 1
    if text[end] == "\n" and end and text[end - 1] == "\r":
        end -= 1
    return text[max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1 : end]


def _indentation_below(snapshot: Snapshot, above: str, start: int, body: str) -> str:
    own = above[: len(above) - len(above.lstrip())]
    if is_spec_line(above):
        return INDENT
    field = _field_above(snapshot, start)
    if field is None:
        return own
    column = _column(snapshot.file.tree.text, field)
    if body and field_key(body) in KEYWORDS:
        return column
    value = field.value_span.slice(snapshot.file.tree.text[: start + len(body)])
    is_open = not field.value_spans or bool(_GOES_ON.search(above)) or _open_brackets(value) > 0
    if body or is_open:
        return own if len(own) > len(column) else column + INDENT
    return column


def _field_above(snapshot: Snapshot, start: int) -> Field | None:
    """The clause that the line before the offset belongs to."""
    tree = snapshot.file.tree
    blocks = [block for block in tree.blocks if block.span.start < start]
    items: tuple[Item, ...] = blocks[-1].items if blocks else tree.preamble
    found = [item for item in items if item.span.start < start]
    last = found[-1] if found else None
    if not isinstance(last, Field) or _is_parted(tree.text[min(last.span.end, start) : start]):
        return None
    return last


def _is_parted(gap: str) -> bool:
    return len(re.findall(r"\r\n|\r|\n", gap)) > 1


def _column(text: str, field: Field) -> str:
    start = max(text.rfind("\n", 0, field.span.start), text.rfind("\r", 0, field.span.start)) + 1
    return text[start : field.span.start]


def _open_brackets(value: str) -> int:
    return sum(map(value.count, "([{")) - sum(map(value.count, ")]}"))


def line_edits(before: str, after: str) -> tuple[Edit, ...]:
    """Edits from `before` to `after`: one per changed line where lines correspond, else one over all that differs."""
    if before == after:
        return ()
    old, new = LineIndex(before), LineIndex(after)
    if len(old.line_starts) == len(new.line_starts):
        pairs = zip(_line_spans(old), _line_spans(new), strict=True)
        return tuple(
            Edit(there, here.slice(after)) for there, here in pairs if there.slice(before) != here.slice(after)
        )
    start = _common_prefix(before, after)
    rest = min(len(before), len(after)) - start
    end = _common_prefix(before[::-1][:rest], after[::-1][:rest])
    return (Edit(Span(start, len(before) - end), after[start : len(after) - end]),)


def _line_spans(index: LineIndex) -> list[Span]:
    return [
        Span(start, end)
        for start, end in zip(index.line_starts, [*index.line_starts[1:], len(index.text)], strict=True)
    ]


def _common_prefix(one: str, other: str) -> int:
    for position, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return position
    return min(len(one), len(other))
