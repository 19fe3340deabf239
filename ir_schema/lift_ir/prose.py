"""The canonical form of prose, so that printing and reading it again gives the same text."""

import re
from collections.abc import Sequence

_LINE_END = re.compile(r"\r\n|\r|\n")
_HOLE_OR_QUOTED = re.compile(
    r"`[^`\n]*`|\"[^\"\n]*\"|(?<!\w)'[^'\n]*'(?!\w)"  # what is quoted holds no holes
    r"|(?<!\S)\?(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
)


def canonical_prose(text: str) -> str:
    """`text` as lines that end in `\\n`: no trailing white space, no empty line at either end, no common indentation.

    Runs of empty lines inside become one; a tab of the indentation counts as four spaces.
    """
    lines: list[str] = []
    for raw in _LINE_END.split(text):
        line = raw.rstrip()
        if line or (lines and lines[-1]):
            lines.append(spaces_for_indentation(line))
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(dedented(lines))


def dedented(lines: Sequence[str]) -> list[str]:
    """The lines without the indentation (spaces) that all of them have; empty ones do not count."""
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line), default=0)
    return [line[margin:] for line in lines]


def clause_text(text: str) -> str:
    """`text` as the value of a clause: no empty lines, since one ends a clause, and the lines behind the first without
    common indentation."""
    if "\n" not in text and "\r" not in text:
        return text.strip()
    first, *rest = [spaces_for_indentation(line.rstrip()) for line in _LINE_END.split(text) if line.strip()] or [""]
    return "\n".join([first.strip(), *dedented(rest)])


def canonical_line(text: str) -> str:
    """`text` on one line: every run of white space is one space. The form of questions and descriptions."""
    return " ".join(text.split())


def inline_holes(text: str) -> tuple[tuple[str, int, int], ...]:
    """(name, start, end) of every `?name` in prose, in order; offsets are code points of `text`."""
    return tuple(
        (match["name"], match.start(), match.end()) for match in _HOLE_OR_QUOTED.finditer(text) if match["name"]
    )


def spaces_for_indentation(line: str) -> str:
    """The line with plain spaces at its start: four for a tab, one for other ASCII and line-separating white space."""
    body = line.lstrip()
    return line[: len(line) - len(body)].replace("\t", "    ").translate(_OTHER_INDENTATION) + body


_OTHER_INDENTATION = {ord(character): " " for character in "\f\v\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029"}
