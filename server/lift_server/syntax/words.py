"""The words and marks of the language: what makes a line more than prose, and how a backslash takes that away."""

import re
from collections.abc import Collection

from lift_ir.prose import inline_holes

CLAUSES = ("requires", "ensures", "raises", "example", "effects", "uses", "unspecified", "hole")
"""Keys of the clauses of a spec."""
MODULE = "module"
KEYWORDS = frozenset({*CLAUSES, MODULE})
"""Keys with a meaning of their own; any other key is a parameter's or prose."""

BLANKS = r"[^\S\r\n]*"
"""White space inside a line: only `\\n`, `\\r\\n` and `\\r` end one."""
NEWLINE = r"(?:\r\n|\r|\n)"
FIELD = rf"(?:(?:{'|'.join(sorted(KEYWORDS))}){BLANKS}:|[A-Za-z_][A-Za-z0-9_]*{BLANKS}:(?!\S))"
"""`key:` at the start of a line; only behind a keyword may the value follow without a blank."""
SPEC = r"spec(?!\S)"

_FIELD = re.compile(FIELD)
_SPEC = re.compile(SPEC)
_MARK = re.compile(rf"#|{SPEC}")
_ESCAPED = re.compile(rf"\\(?=\\|#|{SPEC}|{FIELD})")
_ESCAPED_AT_LINE_START = re.compile(rf"(\A|(?<=[\r\n]))({BLANKS})\\(?=\\|#|{SPEC}|{FIELD})")
_ESCAPED_HOLE = re.compile(r"(?<!\S)\\(?=\\*\?[A-Za-z_])")
_MAYBE_HOLE = re.compile(r"(?<!\S)(\\*)(?=\?[A-Za-z_])")


def field_key(line: str) -> str | None:
    """The key when `line` (without indentation) looks like `key: value`."""
    match = _FIELD.match(line)
    return match[0][:-1].rstrip() if match else None


def is_spec_line(line: str) -> bool:
    """Whether `line`, when it stands at the margin, opens a block."""
    return _SPEC.match(line) is not None


def is_escaped(text: str, offset: int) -> bool:
    """Whether the backslash at `offset`, the first character of a line, only protects what follows it."""
    return _ESCAPED.match(text, offset) is not None


def unescape_lines(text: str) -> str:
    """`text` without the backslashes that protect the start of a line."""
    return _ESCAPED_AT_LINE_START.sub(r"\2", text) if "\\" in text else text


def escape_line(line: str, known: Collection[str] | None) -> str:
    """`line` so that it reads as text. `known` are the keys to protect; None protects whatever looks like one."""
    body = line.lstrip()
    if not (_ESCAPED.match(body) or _MARK.match(body) or _is_key(field_key(body), known)):
        return line
    return f"{line[: len(line) - len(body)]}\\{body}"


def _is_key(key: str | None, known: Collection[str] | None) -> bool:
    return key is not None and (known is None or key in KEYWORDS or key in known)


def unescape_holes(text: str) -> str:
    """`text` with `\\?name` as the plain words `?name`."""
    return _ESCAPED_HOLE.sub("", text) if "\\" in text else text


def escape_holes(text: str, asked: Collection[str]) -> str:
    """`text` in which only the `?name` of `asked` read as holes."""
    if "?" not in text:
        return text
    plain = {start for name, start, _ in inline_holes(text) if name not in asked}
    return _MAYBE_HOLE.sub(lambda match: match[1] + "\\" * bool(match[1] or match.end() in plain), text)


_MEANT = {
    **dict.fromkeys(("pre", "precondition", "preconditions", "assumes"), "requires"),
    **dict.fromkeys(("post", "postcondition", "postconditions", "guarantees"), "ensures"),
    **dict.fromkeys(("throws", "throw", "raise"), "raises"),
    "eg": "example",
    "use": "uses",
    "holes": "hole",
}
_MIN_GUESSED = 6
"""Shorter keywords are one letter away from ordinary words (`user`, `home`)."""


def _with_one_letter_less(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


_NEAR = {variant: word for word in KEYWORDS if len(word) >= _MIN_GUESSED for variant in _with_one_letter_less(word)}


def near_keyword(key: str) -> str | None:
    """The keyword that `key` probably means (other case, a synonym, one letter wrong); None for a word of its own."""
    word = key.lower()
    if word in KEYWORDS:
        return word if word != key else None
    if word in _MEANT:
        return _MEANT[word]
    if not _MIN_GUESSED - 1 <= len(word) <= max(map(len, KEYWORDS)) + 1:
        return None
    return next((_NEAR[variant] for variant in sorted(_with_one_letter_less(word)) if variant in _NEAR), None)
