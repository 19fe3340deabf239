"""Where the names of a spec stand: of specs, parameters and `result`, in its header, clauses and quoted prose."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from lift_ir.formal import free_nodes
from lift_ir.python_text import parse_expression
from lift_server.spec_file import Spec, SpecFile
from lift_server.syntax.parser import parse
from lift_server.syntax.signature import stated_signature
from lift_server.syntax.tree import Block, Field, Prose, is_on_line_of
from lift_server.syntax.values import split_uses
from lift_server.syntax.words import KEYWORDS, is_escaped
from lift_server.text import Span

_EXPRESSIONS = frozenset({"requires", "ensures", "raises", "example", "unspecified"})
_WITHOUT_PARAMETERS = frozenset({"example", "unspecified"})
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
_QUOTED = re.compile(r"`([A-Za-z_][A-Za-z0-9_]*)`")
_REPLACED = re.compile(r"\{[^{}]*\}")
_WHEN = re.compile(r"\bwhen\s")
_RAISES = re.compile(r"\s+raises\s+[A-Za-z_][\w.]*(?:\s*,\s*[A-Za-z_][\w.]*)*\s*(?:#.*)?\Z")
_FROM = re.compile(r"from\s+\S+\s+import\b")


class NameKind(StrEnum):
    """What a name stands for."""

    SPEC = "spec"
    PARAMETER = "parameter"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Symbol:
    """What can be looked up and renamed: a spec, or a parameter (or `result`) of one.

    `module` is empty for a spec of the same file, else the dotted module of the `uses: from MODULE import` that brings
    it.
    """

    kind: NameKind
    spec: str
    name: str
    module: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a symbol is named. `is_definition`: in the header that gives it its meaning."""

    symbol: Symbol
    span: Span
    is_definition: bool = False


@dataclass(frozen=True, slots=True)
class SpecText:
    """What the names of a spec depend on, wherever it stands: its text, and the specs that it may name.

    `signatures` holds (name, module, parameters) of each. A key for caches: an edit elsewhere leaves it as it is.
    """

    source: str
    identity: str
    signatures: tuple[tuple[str, str, tuple[str, ...]], ...]


def spec_texts(file: SpecFile) -> tuple[SpecText, ...]:
    """The `SpecText` of each spec of the file."""
    by_name = _by_name(file)
    return tuple(_spec_text(file, spec, by_name) for spec in file.specs)


def occurrences(file: SpecFile) -> tuple[Occurrence, ...]:
    """Every name of the file, in the order of its text."""
    by_name = _by_name(file)
    return tuple(item for spec in file.specs for item in _occurrences_in(file, spec, by_name))


def occurrences_in(file: SpecFile, spec: Spec) -> tuple[Occurrence, ...]:
    """Every name of one spec, in the order of the text."""
    return _occurrences_in(file, spec, _by_name(file))


def _occurrences_in(file: SpecFile, spec: Spec, by_name: dict[str, Spec]) -> tuple[Occurrence, ...]:
    start = spec.block.start
    return tuple(
        Occurrence(item.symbol, moved(item.span, start), item.is_definition)
        for item in names_of(_spec_text(file, spec, by_name))
    )


def occurrences_of(file: SpecFile, symbol: Symbol) -> tuple[Occurrence, ...]:
    """Every place in the file that names the symbol; specs that do not hold its name are not looked at."""
    by_name = _by_name(file)
    text = file.tree.text
    return tuple(
        item
        for spec in file.specs
        if text.find(symbol.name, spec.block.start, spec.block.span.end) >= 0
        for item in _occurrences_in(file, spec, by_name)
        if item.symbol == symbol
    )


def occurrence_at(file: SpecFile, offset: int) -> Occurrence | None:
    """The name at an offset; where two touch, the one that begins there."""
    for spec in file.specs:
        if spec.block.start <= offset <= spec.block.span.end:
            touching = [item for item in occurrences_in(file, spec) if item.span.contains(offset)]
            if touching:
                return touching[-1]
    return None


def moved(span: Span, by: int) -> Span:
    """The span, so much further on."""
    return Span(span.start + by, span.end + by)


def _by_name(file: SpecFile) -> dict[str, Spec]:
    return {name: spec for spec in reversed(file.specs) if (name := spec.ir.signature.name) is not None}


def _spec_text(file: SpecFile, spec: Spec, by_name: dict[str, Spec]) -> SpecText:
    source = file.tree.text[spec.block.start : spec.block.span.end]
    brought = {use.name: use.module for use in spec.ir.uses if use.module}
    named = by_name.keys() & _words(source) - brought.keys()
    signatures = [(name, "", by_name[name].ir.signature.parameter_names) for name in named]
    if spec.ir.signature.name is not None and spec.ir.signature.name not in brought:
        signatures = [item for item in signatures if item[0] != spec.ir.signature.name]
        signatures.append((spec.ir.signature.name, "", spec.ir.signature.parameter_names))
    signatures += [(name, module, ()) for name, module in brought.items()]
    return SpecText(source, spec.identity, tuple(sorted(signatures)))


@lru_cache(maxsize=2_048)
def _words(source: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", source))


@lru_cache(maxsize=2_048)
def names_of(spec: SpecText) -> tuple[Occurrence, ...]:
    """The names of one spec; spans count from where its text begins."""
    block = parse(spec.source).blocks[0]
    return tuple(sorted(_Reader(spec, block).read(), key=lambda item: item.span))


class _Reader:
    """Finds the names in one block; spans count from its start."""

    def __init__(self, spec: SpecText, block: Block) -> None:
        self.text = spec.source
        self.block = block
        self.identity = spec.identity
        self.specs = {name: (module, parameters) for name, module, parameters in spec.signatures}
        header = block.header
        self.signature_at = header.signature_span.start if header is not None and header.signature_span else 0
        self.parameters = stated_signature(self.text, header).parameters or ()
        self.names = frozenset(parameter.name for parameter in self.parameters)

    def read(self) -> Iterator[Occurrence]:
        header = self.block.header
        if header is not None and header.name_span is not None and header.name_span.slice(self.text) == self.identity:
            yield Occurrence(Symbol(NameKind.SPEC, self.identity, self.identity), header.name_span, True)
        for parameter in self.parameters:
            span = moved(parameter.name_span, self.signature_at)
            yield Occurrence(self._parameter(parameter.name), span, True)
        for item in self.block.items:
            if isinstance(item, Prose):
                for line in item.line_spans:
                    yield from self._quoted(line)
            elif isinstance(item, Field):
                yield from self._field(item)

    def _field(self, field: Field) -> Iterator[Occurrence]:
        if field.key not in KEYWORDS and field.key in self.names:
            yield Occurrence(self._parameter(field.key), field.key_span)
        if field.key == "uses":
            yield from self._uses(field)
        elif field.key in _EXPRESSIONS and (found := self._formal(field)) is not None:
            yield from found
        else:
            for line in field.value_spans:
                yield from self._quoted(line)

    def _uses(self, field: Field) -> Iterator[Occurrence]:
        value = field.value_span.slice(self.text)
        named = dict(split_uses(value))
        start = match.end() if (match := _FROM.match(value)) else 0
        for match in _NAME.finditer(value, start):
            if match[0] in named and match[0] in self.specs:
                symbol = Symbol(NameKind.SPEC, match[0], match[0], self.specs[match[0]][0])
                yield Occurrence(symbol, moved(Span(*match.span()), field.value_span.start))

    def _formal(self, field: Field) -> list[Occurrence] | None:
        """The names of an expression; None when the value is none."""
        lines = [_Line(span.slice(self.text), span.start) for span in self._value_lines(field)]
        if field.key == "raises" and not (lines := _behind_when(lines)):
            return []
        if field.key == "example":
            lines = _before_raises(lines)
        source = "\n".join(line.text for line in lines)
        try:
            tree = parse_expression(source)
        except ValueError:
            return None
        # `parse_expression` puts a line with a bracket above.
        places = _Places(lines)
        in_scope = self.names if field.key not in _WITHOUT_PARAMETERS else frozenset()
        known = frozenset({*in_scope, *self.specs} | ({"result"} if field.key == "ensures" else set()))
        strings = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
        inside = {node for string in strings for node in ast.walk(string)}
        named = [node for node in free_nodes(tree) if node.id in known and node not in inside]
        found = [self._named(node.id, in_scope, places.of_name(node)) for node in named]
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call not in inside:
                found += self._keywords(call, call.func.id, places)
        for string in strings:
            found += self._inside_string(string, places, in_scope, known)
        return found

    def _value_lines(self, field: Field) -> Iterator[Span]:
        for number, span in enumerate(field.value_spans):
            beside = number == 0 and is_on_line_of(self.text, field.key_span.end, span.start)
            escaped = not beside and self.text[span.start] == "\\" and is_escaped(self.text, span.start)
            yield Span(span.start + escaped, span.end)

    def _named(self, name: str, in_scope: frozenset[str], span: Span) -> Occurrence:
        if name in in_scope:
            return Occurrence(self._parameter(name), span)
        if name in self.specs:
            return Occurrence(Symbol(NameKind.SPEC, name, name, self.specs[name][0]), span)
        return Occurrence(Symbol(NameKind.RESULT, self.identity, name), span)

    def _keywords(self, call: ast.Call, spec: str, places: "_Places") -> Iterator[Occurrence]:
        module, parameters = self.specs.get(spec, ("", ()))
        for keyword in call.keywords:
            if keyword.arg is not None and (module or keyword.arg in parameters):
                start = places.offset(keyword.lineno, keyword.col_offset)
                symbol = Symbol(NameKind.PARAMETER, spec, keyword.arg, module)
                yield Occurrence(symbol, Span(start, start + len(keyword.arg)))

    def _inside_string(
        self, string: ast.JoinedStr, places: "_Places", in_scope: frozenset[str], known: frozenset[str]
    ) -> Iterator[Occurrence]:
        """Names in an f-string, whose places Python tells from 3.12 on only."""
        start = places.offset(string.lineno, string.col_offset)
        end = places.offset(string.end_lineno or string.lineno, string.end_col_offset or string.col_offset)
        for part in _REPLACED.finditer(self.text, start, end):
            for match in _NAME.finditer(self.text, *part.span()):
                if match[0] in known:
                    yield self._named(match[0], in_scope, Span(*match.span()))

    def _quoted(self, line: Span) -> Iterator[Occurrence]:
        """Names in backquotes, as prose speaks of code."""
        for match in _QUOTED.finditer(self.text, line.start, line.end):
            name, span = match[1], Span(*match.span(1))
            if name in self.names:
                yield Occurrence(self._parameter(name), span)
            elif name in self.specs:
                yield Occurrence(Symbol(NameKind.SPEC, name, name, self.specs[name][0]), span)

    def _parameter(self, name: str) -> Symbol:
        return Symbol(NameKind.PARAMETER, self.identity, name)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a value and the offset at which it begins in the block."""

    text: str
    start: int


def _behind_when(lines: list[_Line]) -> list[_Line]:
    """The condition of `E1, E2 when COND`; empty when there is none."""
    for number, line in enumerate(lines):
        if match := _WHEN.search(f"{line.text} "):
            end = min(match.end(), len(line.text))
            return [_Line(line.text[end:], line.start + end), *lines[number + 1 :]]
    return []


def _before_raises(lines: list[_Line]) -> list[_Line]:
    """The call of `CALL raises E`; the whole value otherwise."""
    source = "\n".join(line.text for line in lines)
    match = _RAISES.search(source)
    if match is None:
        return lines
    kept: list[_Line] = []
    left = match.start()
    for line in lines:
        if left <= 0:
            break
        kept.append(_Line(line.text[:left], line.start))
        left -= len(line.text) + 1
    return kept


class _Places:
    """From the places of a parsed value (lines from 2, columns in bytes) to offsets."""

    def __init__(self, lines: list[_Line]) -> None:
        self._lines = lines

    def offset(self, line: int, column: int) -> int:
        text, start = self._lines[line - 2].text, self._lines[line - 2].start
        return start + (column if text.isascii() else len(text.encode()[:column].decode(errors="replace")))

    def of_name(self, node: ast.Name) -> Span:
        start = self.offset(node.lineno, node.col_offset)
        return Span(start, start + len(node.id))
