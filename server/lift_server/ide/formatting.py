"""Formatting as edits that leave what is laid out well alone, so that cursors and marks stay where they are."""

from lift_server.ide.snapshot import Snapshot
from lift_server.syntax.formatter import format_text
from lift_server.text import Edit, LineIndex, Span


def formatting(snapshot: Snapshot) -> tuple[Edit, ...]:
    """The edits that format the file; none when it is formatted."""
    before = snapshot.file.tree.text
    return line_edits(before, format_text(before))


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
