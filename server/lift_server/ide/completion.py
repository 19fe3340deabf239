"""What can be written at the cursor: clauses, names, types, effects, calls, and what a checked candidate returns."""

import collections
import datetime
import decimal
import fractions
import itertools
import math
import operator
import re
import statistics
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import ModuleType

from lift_ir import Effect, Signature
from lift_ir.effects import PURE_MODULES
from lift_ir.types import BUILTIN_TYPES, IMPORTED_TYPES, MODULE_OF_TYPE
from lift_server.checks.sandbox.api import Outcome
from lift_server.ide.call_text import call_snippet, plain_call
from lift_server.ide.completion_place import Kind, Place, place_at
from lift_server.ide.hover_clause import parameter_sections
from lift_server.ide.hover_spec import spec_sections
from lift_server.ide.keywords import EFFECTS, KEYWORDS
from lift_server.ide.outcomes import canonical_call, example_clause, known_outcome, right_side
from lift_server.ide.place import known_signature
from lift_server.ide.snapshot import Snapshot
from lift_server.lifted import Lifted
from lift_server.spec_file import Spec
from lift_server.syntax.formatter import INDENT
from lift_server.syntax.tree import Field
from lift_server.syntax.values import EXCEPTIONS
from lift_server.syntax.words import CLAUSES, MODULE
from lift_server.text import Span

MEMBERS: Mapping[str, ModuleType] = {
    module.__name__: module
    for module in (collections, datetime, decimal, fractions, itertools, math, operator, re, statistics, string)
}
"""Modules whose names are offered behind a dot. Others are not: to list them the server would have to import them."""
BUILTINS = tuple(
    """
        abs all any bool bytes chr complex dict divmod enumerate filter float format frozenset int isinstance iter len
        list map max min next ord pow range repr reversed round set sorted str sum tuple type zip
    """.split()
)
MAX_OTHER_SPECS = 50
"""A file may hold hundreds of specs, and a client wants its answer within 20 ms."""
CONSTANTS = ("True", "False", "None")
COMMON_EXCEPTIONS = ("ValueError", "TypeError", "KeyError", "IndexError", "ZeroDivisionError", "OverflowError")


class ItemKind(StrEnum):
    """What an item is, in the protocol's words."""

    KEYWORD = "keyword"
    FUNCTION = "function"
    VARIABLE = "variable"
    CLASS = "class"
    MODULE = "module"
    VALUE = "value"
    CONSTANT = "constant"
    ENUM = "enum member"


@dataclass(frozen=True, slots=True)
class Completion:
    """One item: `text` replaces `span`, which ends at the cursor; `snippet` is the same with places to fill, empty when
    there are none. `topic` asks `documentation`. A lower `rank` comes first. `filter`: what the typed text is matched
    against when that is not the label."""

    label: str
    kind: ItemKind
    span: Span
    text: str
    detail: str = ""
    snippet: str = ""
    topic: str = ""
    rank: int = 5
    filter: str = ""


@dataclass(frozen=True, slots=True)
class Completions:
    """The items at a place, the likeliest first. `is_incomplete`: a longer word may find others."""

    items: tuple[Completion, ...] = ()
    is_incomplete: bool = False


def completion(snapshot: Snapshot, offset: int, trigger: str = "", computed: Outcome | None = None) -> Completions:
    """What can be written at the offset. `computed`: what the call of `unknown_call` came to."""
    place = place_at(snapshot, offset, trigger)
    if place is None:
        return Completions()
    behind = snapshot.file.tree.text[: place.word.start][-1:]
    needs_blank = place.kind is not Kind.LINE and behind in (":", "=", ">")
    found = [
        _after_blank(item) if needs_blank and item.span == place.word else item
        for item in _items(snapshot, place, computed)
    ]
    unique = {item.label: item for item in reversed(found)}
    ordered = tuple(sorted(unique.values(), key=lambda item: (item.rank, item.label)))
    return Completions(ordered, is_incomplete=len(_near_specs(snapshot, place)) > MAX_OTHER_SPECS)


def _after_blank(item: Completion) -> Completion:
    return replace(item, text=f" {item.text}", snippet=item.snippet and f" {item.snippet}")


def unknown_call(snapshot: Snapshot, offset: int) -> tuple[Lifted, str] | None:
    """The example call behind which the cursor stands when a candidate holds and its outcome is in no report."""
    place = place_at(snapshot, offset)
    found = None if place is None else _called(snapshot, place)
    if found is None or known_outcome(found[1], _runs(found[0])) is not None:
        return None
    return found


def documentation(snapshot: Snapshot, identity: str, topic: str) -> str:
    """The Markdown for an item's topic, such as `keyword:ensures`; empty for one that is not known (any more)."""
    kind, _, name = topic.partition(":")
    if kind == "keyword" and name in KEYWORDS:
        return KEYWORDS[name].markdown()
    if kind == "effect" and name in list(Effect):
        return EFFECTS[Effect(name)]
    specs = {spec.identity: spec for spec in snapshot.file.specs}
    if kind == "spec" and name in specs:
        return "\n\n".join(spec_sections(specs[name], snapshot)[:2])
    if kind == "parameter" and identity in specs:
        parameters = known_signature(snapshot, specs[identity]).parameters or ()
        return "\n\n".join(
            part for item in parameters if item.name == name for part in parameter_sections(specs[identity], item)
        )
    return ""


def _items(snapshot: Snapshot, place: Place, computed: Outcome | None) -> Iterator[Completion]:
    word, spec = place.word, place.spec
    match place.kind:
        case Kind.LINE:
            yield from _keys(snapshot, place)
        case Kind.TYPE:
            yield from _types(spec, word)
        case Kind.EFFECT:
            yield from _effects(place)
        case Kind.EXCEPTION:
            yield from _exceptions(place)
        case Kind.USE:
            yield from (replace(item, text=item.label, snippet="") for item in _other_specs(snapshot, place))
            snippet = "from ${1:MODULE} import ${2:NAME}"
            yield Completion("from", ItemKind.KEYWORD, word, "from ", "a type or function of a module", snippet, rank=1)
        case Kind.MODULE:
            yield from (Completion(name, ItemKind.MODULE, word, name) for name in PURE_MODULES)
        case Kind.IMPORTED:
            module = place.before.split()[1]
            types = {**MODULE_OF_TYPE, **IMPORTED_TYPES}
            yield from (Completion(name, ItemKind.CLASS, word, name) for name in types if types[name] == module)
        case Kind.MEMBER:
            yield from _members(re.split(r"\W", place.before.removesuffix("."))[-1], word)
        case Kind.OUTCOME:
            yield from _outcomes(snapshot, place, computed)
        case Kind.CALL:
            yield from _own_call(snapshot, place)
            yield from _names(snapshot, place)
        case Kind.EXPRESSION:
            yield from _names(snapshot, place)


def _keys(snapshot: Snapshot, place: Place) -> Iterator[Completion]:
    """What can begin a line: clauses, parameters that are not described yet, and above the first spec `module`."""
    text, spec = snapshot.file.tree.text, place.spec
    colon = "" if re.match(r"[^\S\r\n]*:", text[place.word.end : place.word.end + 9]) else ": "
    in_spec = spec is not None or not snapshot.file.specs
    for key in CLAUSES if in_spec else ():
        yield _keyword(key, place.word, f"{key}{colon}", rank=1)
    if spec is not None:
        described = {item.key for item in spec.block.items if isinstance(item, Field)}
        for name in known_signature(snapshot, spec).parameter_names:
            if name not in described:
                topic = f"parameter:{name}"
                yield Completion(name, ItemKind.VARIABLE, place.word, f"{name}{colon}", "parameter", "", topic, 0)
    if place.before:
        return
    first = snapshot.file.specs[0] if snapshot.file.specs else None
    is_above = first is None or first.block.header is None or place.word.start <= first.block.span.start
    if snapshot.file.module_span is None and is_above:
        yield _keyword(MODULE, place.word, f"{MODULE}{colon}", rank=2)
    snippet = f"spec ${{1:name}}(${{2:n: int}}) -> ${{3:int}}\n{INDENT}$0"
    yield replace(_keyword("spec", place.word, "spec ", rank=2), snippet=snippet)


def _keyword(key: str, word: Span, text: str, rank: int) -> Completion:
    return Completion(key, ItemKind.KEYWORD, word, text, KEYWORDS[key].form, "", f"keyword:{key}", rank)


def _types(spec: Spec | None, word: Span) -> Iterator[Completion]:
    for use in spec.ir.uses if spec is not None else ():
        if use.module:
            yield Completion(use.name, ItemKind.CLASS, word, use.name, f"from {use.module}", rank=0)
    for name in (*sorted(BUILTIN_TYPES), "None"):
        yield Completion(name, ItemKind.CLASS, word, name, rank=1)
    for name, module in {**MODULE_OF_TYPE, **IMPORTED_TYPES}.items():
        yield Completion(name, ItemKind.CLASS, word, name, f"from {module}", rank=2)


def _effects(place: Place) -> Iterator[Completion]:
    named = [part.strip() for part in place.before.split(",")]
    # An effect may be two words, of which the first may have been typed.
    span = Span(place.word.start - len(place.before.rpartition(",")[2].lstrip()), place.word.end)
    for effect in Effect:
        if effect not in named:
            yield Completion(effect, ItemKind.ENUM, span, effect, topic=f"effect:{effect}", rank=1)
    if not any(named):
        yield Completion("none", ItemKind.ENUM, span, "none", "nothing besides computing its result", rank=2)


def _exceptions(place: Place) -> Iterator[Completion]:
    named = re.findall(r"\w+", place.before)
    if place.key == "raises" and named and place.before[-1:].isspace() and not place.before.rstrip().endswith(","):
        yield Completion("when", ItemKind.KEYWORD, place.word, "when ", "exactly when this holds", rank=0)
        return
    for use in place.spec.ir.uses if place.spec is not None else ():
        if use.module and use.name not in named:
            yield Completion(use.name, ItemKind.CLASS, place.word, use.name, f"from {use.module}", rank=1)
    for name in sorted(EXCEPTIONS - {*named}):
        yield Completion(name, ItemKind.CLASS, place.word, name, rank=0 if name in COMMON_EXCEPTIONS else 2)


def _members(module: str, word: Span) -> Iterator[Completion]:
    found = MEMBERS.get(module)
    for name in dir(found) if found is not None else ():
        if not name.startswith("_"):
            kind = ItemKind.FUNCTION if callable(getattr(found, name)) else ItemKind.CONSTANT
            yield Completion(name, kind, word, name, module)


def _near_specs(snapshot: Snapshot, place: Place) -> list[Spec]:
    """The other specs of the file whose names hold the letters that were typed, in their order; none where a name of a
    spec cannot stand."""
    if place.kind not in (Kind.USE, Kind.CALL, Kind.EXPRESSION, Kind.OUTCOME):
        return []
    letters = place.word.slice(snapshot.file.tree.text).casefold()
    others = (spec for spec in snapshot.file.specs if spec is not place.spec and spec.ir.signature.name is not None)
    return [spec for spec in others if _holds_letters((spec.ir.signature.name or "").casefold(), letters)]


def _holds_letters(name: str, letters: str) -> bool:
    """Whether the letters stand in the name in their order, as clients match."""
    rest = iter(name)
    return all(letter in rest for letter in letters)


def _other_specs(snapshot: Snapshot, place: Place) -> Iterator[Completion]:
    for other in _near_specs(snapshot, place)[:MAX_OTHER_SPECS]:
        topic = f"spec:{other.ir.signature.name}"
        yield _call(known_signature(snapshot, other), place.word, "spec", topic, rank=2)


def _call(signature: Signature, word: Span, detail: str, topic: str, rank: int, end: str = "") -> Completion:
    """A call of a function, with an end behind it that is typed over in the end."""
    name = signature.name or ""
    text, snippet = plain_call(signature) + end, call_snippet(signature) + end
    return Completion(name, ItemKind.FUNCTION, word, text, detail, snippet + ("$0" if end else ""), topic, rank)


def _own_call(snapshot: Snapshot, place: Place) -> Iterator[Completion]:
    """The call that an example or an `unspecified:` begins with."""
    if place.spec is not None and (signature := known_signature(snapshot, place.spec)).name is not None:
        topic = f"spec:{place.spec.identity}"
        yield _call(signature, place.word, "a call", topic, 0, " == " if place.key == "example" else "")


def _names(snapshot: Snapshot, place: Place) -> Iterator[Completion]:
    """What an expression may use, the spec's own names first."""
    spec, word = place.spec, place.word
    if spec is not None:
        signature = known_signature(snapshot, spec)
        if place.key in ("requires", "ensures", "raises"):
            for item in signature.parameters or ():
                detail = str(item.type) if item.type is not None else "parameter"
                yield Completion(item.name, ItemKind.VARIABLE, word, item.name, detail, "", f"parameter:{item.name}", 0)
        if place.key == "ensures":
            yield _keyword("result", word, "result", rank=0)
        if signature.name is not None:
            yield _call(signature, word, "the function itself", f"spec:{spec.identity}", rank=3)
        for use in spec.ir.uses:
            if use.module:
                yield Completion(use.name, ItemKind.CLASS, word, use.name, f"from {use.module}", rank=2)
    yield from _other_specs(snapshot, place)
    if place.key in ("ensures", "example"):
        yield replace(_keyword("approx", word, "approx()", rank=3), snippet="approx($1)$0", kind=ItemKind.FUNCTION)
    for name in CONSTANTS:
        yield Completion(name, ItemKind.CONSTANT, word, name, rank=4)
    for name in BUILTINS:
        yield Completion(name, ItemKind.FUNCTION, word, name, "builtin", rank=4)
    for name in PURE_MODULES:
        yield Completion(name, ItemKind.MODULE, word, name, "module", rank=5)


def _called(snapshot: Snapshot, place: Place) -> tuple[Lifted, str] | None:
    """The result of the place's spec and the call before the cursor, when a candidate holds; of an edited spec too:
    writing an example is an edit."""
    lifted = snapshot.result(place.spec).lifted if place.spec is not None else None
    if lifted is None or lifted.chosen is None or place.call is None:
        return None
    call = canonical_call(place.call[0].strip(), lifted.ir)
    return (lifted, call) if call else None


def _runs(lifted: Lifted) -> tuple[tuple[str, str], ...]:
    return lifted.chosen.report.runs if lifted.chosen is not None else ()


def _outcomes(snapshot: Snapshot, place: Place, computed: Outcome | None) -> Iterator[Completion]:
    """What the chosen candidate does on the call, as the rest of the example."""
    found = _called(snapshot, place)
    has_operator = place.before.rstrip().endswith("==")
    if found is not None:
        lifted, call = found
        outcome = known_outcome(call, _runs(lifted)) or computed
        sign, value = right_side(example_clause(call, outcome, lifted.ir), call)
        if sign:
            yield _outcome(snapshot, place, sign, value, has_operator)
    if has_operator:
        yield from _names(snapshot, place)
        return
    yield Completion("==", ItemKind.KEYWORD, place.word, "== ", "returns this", rank=2)
    yield Completion("raises", ItemKind.KEYWORD, place.word, "raises ", "raises this exception", rank=2)


def _outcome(snapshot: Snapshot, place: Place, sign: str, value: str, has_operator: bool) -> Completion:
    detail = "what the checked candidate does"
    if has_operator and sign == "==":
        return Completion(value, ItemKind.VALUE, place.word, value, detail, rank=0)
    assert place.call is not None
    span = Span(place.call[1], place.word.end)
    label = f"{sign} {value}"
    typed = span.slice(snapshot.file.tree.text)
    return Completion(label, ItemKind.VALUE, span, f" {label}", detail, rank=0, filter=f"{typed}{label}")
