"""What can be written at an offset: found on the text before it, since half a line is not what it will be."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from lift_ir.python_text import MAX_CHARS
from lift_server.ide.place import field_at
from lift_server.ide.snapshot import Snapshot
from lift_server.spec_file import Spec
from lift_server.syntax.parser import STRING
from lift_server.syntax.words import BLANKS, CLAUSES
from lift_server.text import Span


class Kind(StrEnum):
    """What may stand at a place. `MEMBER`: behind `MODULE.`; `OUTCOME`: behind the call of an example."""

    LINE = "line"
    TYPE = "type"
    EXPRESSION = "expression"
    CALL = "call"
    MEMBER = "member"
    OUTCOME = "outcome"
    EXCEPTION = "exception"
    EFFECT = "effect"
    USE = "use"
    MODULE = "module"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Place:
    """`word`: the identifier that is being typed, up to the cursor. `before`: the clause's value, the header or the
    line up to it. `key`: the clause's. `call`: the text and the end of an example's call."""

    kind: Kind
    spec: Spec | None
    word: Span
    before: str
    key: str = ""
    call: tuple[str, int] | None = None


_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_KEY = re.compile(rf"{BLANKS}({'|'.join(CLAUSES)}){BLANKS}:")
_SPEC = re.compile(r"spec\s")
_UNCLOSED = re.compile(rf"(?:[^'\"#]|{STRING})*\Z")
_WANTS_OPERAND = re.compile(r"(?:[:,(\[{<>=+*/%|&~-]|\b(?:and|or|not|in|is|if|else|for|when|raises|import|from))\s*\Z")
_MODULE_DOT = re.compile(r"(?<![\w.)\]])([a-z_][a-z0-9_]*)\.\Z")
_EQUALS = re.compile(r"(.*\))\s*==\s*\Z", re.DOTALL)
_RAISES = re.compile(r".*\)\s+raises\s+(?:[\w.]+\s*,\s*)*\Z", re.DOTALL)
_CALL = re.compile(r"(.*\))\s+\Z", re.DOTALL)
_FROM = re.compile(r"from\s+\Z")
_IMPORT = re.compile(r"from\s+\S+\s+import\s+(?:\w+\s*,\s*)*\Z")


def place_at(snapshot: Snapshot, offset: int, trigger: str = "") -> Place | None:
    """What may be written at the offset; None where there is nothing to say. `trigger`: the character that asked, empty
    for a word or a key press: a blank only asks where something has to follow."""
    text = snapshot.file.tree.text
    begin = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    found = _WORD.search(text, begin, offset)
    word = Span(found.start() if found else offset, offset)
    line = text[begin : word.start]
    if len(line) > MAX_CHARS or line.lstrip().startswith("#"):
        return None
    spec = snapshot.spec_at(offset)
    if _SPEC.match(line):
        return _in_header(line, spec, word, trigger)
    if key := _KEY.match(line):
        return _in_value(key[1], line[key.end() :], spec, word, trigger)
    field = field_at(snapshot, spec, offset)
    if field is not None and field.key in CLAUSES and field.span.start < begin:
        return _in_value(field.key, text[field.key_span.end + 1 : word.start], spec, word, trigger)
    return Place(Kind.LINE, spec, word, line) if not line.strip() and not trigger else None


def _in_header(line: str, spec: Spec | None, word: Span, trigger: str) -> Place | None:
    """Types stand behind a parameter's colon and behind the arrow."""
    state, depth, previous = "name", 0, ""
    for part in re.findall(rf"{STRING}|->|.", line):
        if part in "([{":
            depth += 1
            state = "name" if depth == 1 else state
        elif part in ")]}":
            depth -= 1
            state = "name" if depth <= 0 else state
        elif part == "->" or (part == ":" and depth == 1):
            state = "type"
        elif part in ",=" and depth == 1:
            state = "name" if part == "," else "default"
        previous = part if not part.isspace() else previous
    asks = not trigger or previous in (":", "->", "|", ",", "[")
    return Place(Kind.TYPE, spec, word, line) if state == "type" and asks else None


def _in_value(key: str, before: str, spec: Spec | None, word: Span, trigger: str) -> Place | None:
    if len(before) > MAX_CHARS or not _UNCLOSED.match(before):
        return None  # inside a string, or behind a comment sign
    if trigger == ":" and before.strip():
        return None
    if trigger == "=" and not before.endswith("=="):
        return None
    place = _value_place(key, before.lstrip(), spec, word)
    wants = not before.strip() or _WANTS_OPERAND.search(before)
    if place is None or (trigger == " " and not wants and place.kind is not Kind.OUTCOME):
        return None
    return None if trigger == ">" or (trigger == "." and place.kind is not Kind.MEMBER) else place


def _value_place(key: str, before: str, spec: Spec | None, word: Span) -> Place | None:
    def place(kind: Kind, call: tuple[str, int] | None = None) -> Place:
        return Place(kind, spec, word, before, key, call)

    if key == "hole":
        return None
    if key == "effects":
        return place(Kind.EFFECT)
    if key == "uses":
        if _FROM.match(before):
            return place(Kind.MODULE)
        return place(Kind.IMPORTED) if _IMPORT.match(before) else None if before.strip(" ,") else place(Kind.USE)
    if _MODULE_DOT.search(before):
        return place(Kind.MEMBER)
    if before.endswith("."):
        return None
    if key == "raises" and not re.search(r"\bwhen\b", before):
        return place(Kind.EXCEPTION)
    if key == "example":
        return _example_place(before, word, place)
    return place(Kind.CALL if key == "unspecified" and not before.strip() else Kind.EXPRESSION)


def _example_place(before: str, word: Span, place: Callable[..., Place]) -> Place:
    if not before.strip():
        return place(Kind.CALL)
    if _RAISES.match(before):
        return place(Kind.EXCEPTION)
    match = _EQUALS.match(before) or _CALL.match(before)
    if match:
        return place(Kind.OUTCOME, (match[1], word.start - (len(before) - match.end(1))))
    return place(Kind.EXPRESSION)
