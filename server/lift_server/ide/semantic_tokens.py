"""Semantic tokens: what each word of a file means, for highlighting that a grammar of patterns cannot do."""

import keyword
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lift_ir.effects import Effect
from lift_ir.formal import BUILTIN_NAMES
from lift_ir.prose import inline_holes
from lift_server.ide.occurrences import NameKind, Occurrence, SpecText, moved, names_of, spec_texts
from lift_server.spec_file import SpecFile
from lift_server.syntax.parser import parse
from lift_server.syntax.signature import stated_signature
from lift_server.syntax.tree import Comment, Field, Header, Item, Prose
from lift_server.syntax.values import EXCEPTIONS
from lift_server.syntax.words import KEYWORDS, MODULE
from lift_server.text import Span

_WORD = re.compile(
    r"""(?P<string>[A-Za-z]{0,2}(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))|(?P<comment>\#.*)"""
    r"""|(?P<number>(?<![\w.])(?:0[xXoObB][\da-fA-F_]+|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?j?))"""
    r"""|(?P<attribute>\.\s*[A-Za-z_]\w*)|(?P<name>[A-Za-z_]\w*)"""
)
_DOTTED = re.compile(r"[.\w]+")
_EFFECT = re.compile("|".join(map(re.escape, sorted((*Effect, "none"), key=len, reverse=True))))


@dataclass(frozen=True, slots=True, order=True)
class Token:
    """One token, on one line: `kind` and `modifiers` are of the legend (`token_legend`)."""

    span: Span
    kind: str
    modifiers: tuple[str, ...] = ()


def semantic_tokens(file: SpecFile, within: Span | None = None) -> tuple[Token, ...]:
    """The tokens in the order of the text, none of which overlap; with `within` those that touch it."""
    found = list(preamble_tokens(file))
    for spec, text in zip(file.specs, spec_texts(file), strict=True):
        if within is None or (spec.block.start <= within.end and within.start <= spec.block.span.end):
            start = spec.block.start
            found += [Token(moved(item.span, start), item.kind, item.modifiers) for item in spec_tokens(text)]
    if within is None:
        return tuple(found)
    return tuple(item for item in found if item.span.start <= within.end and within.start <= item.span.end)


def preamble_tokens(file: SpecFile) -> tuple[Token, ...]:
    """The tokens before the first spec."""
    return tuple(_disjoint(_of_items(file.tree.text, file.tree.preamble, frozenset())))


@lru_cache(maxsize=2_048)
def spec_tokens(spec: SpecText) -> tuple[Token, ...]:
    """The tokens of one spec; spans count from where its text begins. An edit in one spec reads that one again."""
    block = parse(spec.source).blocks[0]
    found = [_of_name(item) for item in names_of(spec)]
    if block.header is not None:
        found += _of_header(spec.source, block.header)
    found += _of_items(spec.source, block.items, frozenset(item.span for item in found))
    return tuple(_disjoint(found))


def _disjoint(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens in order; of two that overlap the one that begins first, a name rather than a word."""
    end = 0
    for token in sorted(tokens, key=lambda token: (token.span.start, -token.span.end)):
        if token.span.start >= end and token.span.start < token.span.end:
            yield token
            end = token.span.end


def _of_name(item: Occurrence) -> Token:
    kind = {NameKind.SPEC: "function", NameKind.PARAMETER: "parameter", NameKind.RESULT: "variable"}
    declared = ("declaration",) if item.is_definition else ()
    modifiers = ("readonly",) if item.symbol.kind is NameKind.RESULT else declared
    return Token(item.span, kind[item.symbol.kind], modifiers)


def _of_header(text: str, header: Header) -> Iterator[Token]:
    start = header.span.start
    yield Token(Span(start, start + len("spec")), "keyword")
    if header.is_async:
        word = text.index("async", start + len("spec"))
        yield Token(Span(word, word + len("async")), "keyword")
    if header.signature_span is None:
        return
    read = stated_signature(text, header)
    begin = header.signature_span.start
    types = [parameter.type_span for parameter in read.parameters or ()]
    for span in filter(None, [*types, read.returns_span]):
        for match in _WORD.finditer(text, begin + span.start, begin + span.end):
            if match["name"] or match["attribute"]:
                yield Token(Span(*match.span()), "type")
            elif match["string"]:
                yield Token(Span(*match.span()), "string")
    for parameter in read.parameters or ():
        if parameter.default_span is not None:
            yield from _of_expression(text, moved(parameter.default_span, begin), frozenset())
    for hole in re.finditer(r"\?", text[begin : header.signature_span.end]):
        yield Token(moved(Span(*hole.span()), begin), "macro")


def _of_items(text: str, items: Iterable[Item], named: frozenset[Span]) -> Iterator[Token]:
    for item in items:
        match item:
            case Comment(span=span):
                yield Token(span, "comment")
            case Prose(line_spans=lines):
                for line in lines:
                    yield from _holes(text, line)
            case Field():
                yield from _of_field(text, item, named)


def _of_field(text: str, field: Field, named: frozenset[Span]) -> Iterator[Token]:
    if field.key in KEYWORDS:
        yield Token(field.key_span, "keyword")
    is_formal = any(field.value_span.start <= span.start < field.value_span.end for span in named)
    for line in field.value_spans:
        match field.key:
            case "requires" | "ensures" | "unspecified" | "example" | "raises":
                yield from _of_expression(text, line, named) if is_formal else _of_words(text, line, field.key)
            case "effects":
                yield from _of_effects(text, line)
            case "uses":
                yield from _of_uses(text, line)
            case key if key == MODULE:
                yield from (Token(Span(*match.span()), "namespace") for match in _dotted(text, line))
            case _:
                yield from _holes(text, line)


def _dotted(text: str, line: Span) -> Iterator[re.Match[str]]:
    return _DOTTED.finditer(text, line.start, line.end)


def _of_expression(text: str, line: Span, named: frozenset[Span]) -> Iterator[Token]:
    """The words of Python on one line; names of the spec are known already."""
    for match in _WORD.finditer(text, line.start, line.end):
        span, word = Span(*match.span()), match[0]
        if match["name"] is None:
            if match["attribute"] is None:
                yield Token(span, str(match.lastgroup))
        elif span in named:
            continue
        elif word in ("raises", "when") or keyword.iskeyword(word):
            yield Token(span, "keyword")
        elif word in EXCEPTIONS:
            yield Token(span, "class")
        elif word == "approx" or (word in BUILTIN_NAMES and text[span.end : span.end + 1] == "("):
            yield Token(span, "function", ("defaultLibrary",))


def _of_words(text: str, line: Span, key: str) -> Iterator[Token]:
    """What stands out in a value that names nothing of the spec: `raises: KeyError when absent`."""
    yield from _holes(text, line)
    if key == "raises":
        for match in re.compile(r"\w+").finditer(text, line.start, line.end):
            if match[0] in EXCEPTIONS:
                yield Token(Span(*match.span()), "class")
            elif match[0] == "when":
                yield Token(Span(*match.span()), "keyword")
                return


def _of_effects(text: str, line: Span) -> Iterator[Token]:
    for match in _EFFECT.finditer(text, line.start, line.end):
        yield Token(Span(*match.span()), "enumMember")


def _of_uses(text: str, line: Span) -> Iterator[Token]:
    before = ""
    for match in _dotted(text, line):
        span = Span(*match.span())
        if match[0] in ("from", "import"):
            yield Token(span, "keyword")
        elif before == "from":
            yield Token(span, "namespace")
        elif before:
            yield Token(span, "type")
        before = match[0]


def _holes(text: str, line: Span) -> Iterator[Token]:
    if "?" in line.slice(text):
        for _, start, end in inline_holes(line.slice(text)):
            yield Token(Span(line.start + start, line.start + end), "macro")
