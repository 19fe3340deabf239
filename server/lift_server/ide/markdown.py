"""Markdown in which no text of a user can end a code block, a cell or the code inside it."""

import re
from collections.abc import Iterable

MAX_CELL = 80


def code(text: str) -> str:
    """`text` as code in a line or a table's cell, shortened."""
    text = " ".join(text.split())
    short = text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"
    return f"`{short.replace('`', 'ˋ').replace('|', '∣')}`"


def cell(text: str) -> str:
    """`text` in a table's cell."""
    return " ".join(text.split()).replace("|", "\\|")


def table(columns: tuple[str, ...], rows: Iterable[str]) -> str:
    """A table; each row is a line with its bars."""
    return "\n".join([f"| {' | '.join(columns)} |", f"| {' | '.join('---' for _ in columns)} |", *rows])


def fence(language: str, text: str) -> str:
    """A code block that no text inside can end."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    marks = "`" * (longest + 1)
    return f"{marks}{language}\n{text.rstrip()}\n{marks}"
