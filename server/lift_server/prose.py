"""The prose of a block: its runs, and lines that only look like fields, joined into one text."""

import re
from collections.abc import Callable, Iterator, Sequence

from lift_ir.prose import canonical_prose, inline_holes
from lift_server.syntax.tree import Comment, Field, Item, Prose
from lift_server.syntax.words import BLANKS, NEWLINE, unescape_holes, unescape_lines
from lift_server.text import Span, count_line_ends, line_start

_COMMENT_LINE = re.compile(rf"(?<=[\r\n]){BLANKS}#[^\r\n]*{NEWLINE}")


def prose_of(text: str, items: Sequence[Item], is_clause: Callable[[Field], bool]) -> str:
    """The canonical prose of `items`. What is parted by a clause or an empty line is joined by an empty line."""
    parts: list[str] = []
    end: int | None = None
    comments = 0
    parted = False
    for item in items:
        if isinstance(item, Comment):
            comments += end is None or item.span.start > end
        elif isinstance(item, Field) and is_clause(item):
            parted = True
        else:
            if end is not None:
                gap = text[end : item.span.start]
                parts.append("\n\n" if parted or count_line_ends(gap) > 1 + comments else "\n")
            parts.append(_raw(text, item))
            end, comments, parted = item.span.end, 0, False
    return canonical_prose(unescape_holes(unescape_lines("".join(parts))))


def prose_holes(text: str, item: Field | Prose) -> Iterator[tuple[str, Span]]:
    """(name, span in the text) of every `?name` in a piece of prose."""
    if "?" in item.span.slice(text):
        yield from holes_between(text, line_start(text, item.span.start), item.span.end)


def holes_between(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """(name, span in the text) of every `?name` on the lines of [start, end), comments left out."""
    # Same length, and quotes end where lines do.
    lines = text[start:end].replace("\r", "\n")
    lines = _COMMENT_LINE.sub(lambda match: " " * (len(match[0]) - 1) + "\n", lines)
    for name, hole_start, hole_end in inline_holes(lines):
        yield name, Span(start + hole_start, start + hole_end)


def _raw(text: str, item: Field | Prose) -> str:
    raw = text[line_start(text, item.span.start) : item.span.end]
    return _COMMENT_LINE.sub("", raw) if isinstance(item, Field) and "#" in raw else raw
