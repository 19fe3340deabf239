"""Offsets, spans and lines: the only position arithmetic of the server. Offsets are code points of the text."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range [start, end) of offsets."""

    start: int
    end: int

    def contains(self, offset: int) -> bool:
        """Whether a cursor at `offset` touches the span, its end included."""
        return self.start <= offset <= self.end

    def slice(self, text: str) -> str:
        """The text that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of `span` by `text`."""

    span: Span
    text: str


def apply_edits(text: str, edits: list[Edit]) -> str:
    """The text after all edits, which speak of the text before any of them; raises ValueError when two overlap."""
    parts: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < position:
            raise ValueError("edits overlap")
        parts += [text[position : edit.span.start], edit.text]
        position = edit.span.end
    return "".join([*parts, text[position:]])


def line_start(text: str, offset: int) -> int:
    """Where the indentation before `offset` begins."""
    while offset and text[offset - 1] not in "\r\n" and text[offset - 1].isspace():
        offset -= 1
    return offset


def count_line_ends(gap: str) -> int:
    """How many lines end in `gap`."""
    return gap.count("\n") + gap.count("\r") - gap.count("\r\n")


class LineIndex:
    """Between offsets and the line/character positions of the Language Server Protocol (3.17, "Text Documents").

    Lines end at `\\n`, `\\r\\n` and `\\r` only. Positions out of range are clamped to the line's or the text's end.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        # Of the same length, so that the lengths of its lines are those of the text.
        lines = text.replace("\r\n", " \n").replace("\r", "\n").split("\n")
        self.line_starts = list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))

    def offset(self, line: int, character: int, encoding: Encoding) -> int:
        """The offset of a position whose `character` counts code units of `encoding`; inside a code point: its
        start."""
        if line < 0:
            return 0
        if line >= len(self.line_starts):
            return len(self.text)
        start = self.line_starts[line]
        end = self._content_end(line)
        if encoding == "utf-32" or self.text[start:end].isascii():
            return min(start + max(character, 0), end)
        units = 0
        for offset in range(start, end):
            units += _units(self.text[offset], encoding)
            if units > character:
                return offset
        return end

    def position(self, offset: int, encoding: Encoding) -> tuple[int, int]:
        """(line, character in code units of `encoding`) of an offset, clamped to the text."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.line_starts, offset) - 1
        start = self.line_starts[line]
        before = self.text[start:offset]
        if encoding == "utf-32" or before.isascii():
            return line, len(before)
        return line, sum(_units(character, encoding) for character in before)

    def line_of(self, offset: int) -> int:
        """The 0-based line that holds `offset`."""
        return bisect_right(self.line_starts, offset) - 1

    def _content_end(self, line: int) -> int:
        end = self.line_starts[line + 1] if line + 1 < len(self.line_starts) else len(self.text)
        while end > self.line_starts[line] and self.text[end - 1] in "\r\n":
            end -= 1
        return end


def _units(character: str, encoding: Encoding) -> int:
    code = ord(character)
    if encoding == "utf-16":
        return 2 if code > 0xFFFF else 1
    return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
