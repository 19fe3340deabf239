"""Marked text for tests: `$0` is the cursor, `$<name>...$</name>` a span; the marks are taken out."""

import re
from dataclasses import dataclass

from lift_server.text import Span

_MARK = re.compile(r"\$0|\$<(/?)([a-z0-9-]+)>")


@dataclass(frozen=True)
class Fixture:
    """Text without its marks. `spans` holds the marked spans by name, in the order of their ends."""

    text: str
    cursor: int | None
    spans: dict[str, list[Span]]

    def span(self, name: str) -> Span:
        """The only span of that name."""
        (span,) = self.spans[name]
        return span


def read_fixture(marked: str) -> Fixture:
    """Take the marks out of `marked`; raises ValueError for two cursors and for marks that do not pair up."""
    parts: list[str] = []
    length = position = 0
    cursor: int | None = None
    open_marks: list[tuple[str, int]] = []
    spans: dict[str, list[Span]] = {}
    for mark in _MARK.finditer(marked):
        parts.append(marked[position : mark.start()])
        length += mark.start() - position
        position = mark.end()
        closing, name = mark[1], mark[2]
        if mark[0] == "$0":
            if cursor is not None:
                raise ValueError("a fixture has one cursor")
            cursor = length
        elif not closing:
            open_marks.append((name, length))
        elif open_marks and open_marks[-1][0] == name:
            spans.setdefault(name, []).append(Span(open_marks.pop()[1], length))
        else:
            raise ValueError(f"$</{name}> closes nothing")
    if open_marks:
        raise ValueError(f"$<{open_marks[-1][0]}> is not closed")
    return Fixture("".join([*parts, marked[position:]]), cursor, spans)
