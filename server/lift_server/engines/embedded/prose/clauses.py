"""Prose split into sentences, with their spans; examples among them are left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lift_server.text import Span

MAX_CHARS = 2_000
"""Longer prose is read up to here."""

MAX_CLAUSE = 400
"""Longer sentences are read up to here: patterns take time with the square of a sentence's length."""

_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)[.;!?](?=\s|$|[\"')])|\n[ \t]*(?=\n|[-*•] |\d+[.)] )|:[ \t]*(?=\n)")
_EXAMPLE = re.compile(
    r"^[ \t]*(?:>>>|\.\.\.|@|(?:for )?examples?\b[^\n]{0,12}:?[ \t]*$|e\.?g\.?\b"
    r"|(?:input|output|constraints?|variables)\b[^\n]*:"
    r"|(?:for |if |when )?`?\w{1,40}`? = .{0,200}(?:output|result|return|answer|->|=>)"
    r"|\S{1,60}\(.{0,300}\)\s*(?:==|=>|->|➞|→|=|returns?|should|#)).*$",
    re.IGNORECASE | re.MULTILINE,
)
_RESULT_LINE = re.compile(r"(?<=\n)[ \t]*(?:[\[({'\"-]?[\d'\"].*|True|False|None|\[\]|\(\)|\{\})[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence and where it stands."""

    text: str
    span: Span


def clauses(prose: str) -> tuple[Clause, ...]:
    """The sentences of the prose in order. Examples are blanked out; what is beyond MAX_CHARS is not read."""
    return tuple(_clauses(without_examples(prose[:MAX_CHARS])))


def without_examples(prose: str) -> str:
    """The prose with blanks for the lines that show calls and results: offsets stay."""
    shown = bool(_EXAMPLE.search(prose))
    blank = _EXAMPLE.sub(lambda match: " " * len(match[0]), prose)
    return _RESULT_LINE.sub(lambda match: " " * len(match[0]), blank) if shown else blank


def _clauses(prose: str) -> Iterator[Clause]:
    start = 0
    for end in [*(match.start() for match in _END.finditer(prose)), len(prose)]:
        text = prose[start:end]
        left = start + len(text) - len(text.lstrip(" \t\n.;:!?\"')*•-"))
        right = start + len(text.rstrip())
        if left < right:
            right = min(right, left + MAX_CLAUSE)
            yield Clause(prose[left:right], Span(left, right))
        start = end


def spaced(pattern: str) -> str:
    """A pattern in which a blank is any white space, and an optional blank is none or some."""
    return pattern.replace(" ?", r"\s*").replace(" ", r"\s+")
