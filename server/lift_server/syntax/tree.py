"""The syntax tree of a `.lift` file: nodes that span its text, and the lossless tokens. All spans are offsets of
`Tree.text`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lift_server.diagnostics import Diagnostic
from lift_server.syntax.words import is_escaped
from lift_server.text import Span


class TokenKind(StrEnum):
    """What a stretch of text is; semantic tokens and the formatter work on these."""

    COMMENT = "comment"
    SPEC = "spec"
    ASYNC = "async"
    NAME = "name"
    SIGNATURE = "signature"
    KEY = "key"
    COLON = "colon"
    VALUE = "value"
    PROSE = "prose"
    ESCAPE = "escape"
    SPACE = "space"
    NEWLINE = "newline"


@dataclass(frozen=True, slots=True)
class Token:
    """One token. Concatenating the text of all tokens gives the file back (the lossless law)."""

    kind: TokenKind
    span: Span


@dataclass(frozen=True, slots=True)
class Header:
    """`spec [async] [NAME] [(params)] [-> T]`: `span` without the line's end. `signature_span`: from `(` or `->` on,
    None when absent."""

    span: Span
    is_async: bool
    name_span: Span | None
    signature_span: Span | None


@dataclass(frozen=True, slots=True)
class Field:
    """`key: value` with its continuation lines. `value_spans` are the stretches of the value, one a line, trimmed;
    empty when there is no value."""

    key: str
    span: Span
    key_span: Span
    value_spans: tuple[Span, ...]

    @property
    def value_span(self) -> Span:
        """From the first to the last character of the value; the empty span behind the colon when there is none."""
        if not self.value_spans:
            return Span(self.span.end, self.span.end)
        return Span(self.value_spans[0].start, self.value_spans[-1].end)


@dataclass(frozen=True, slots=True)
class Prose:
    """A run of prose lines (with the empty lines between them). `line_spans` hold the lines from their first to their
    last visible character."""

    span: Span
    line_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """A whole line that starts with `#`."""

    span: Span


Item = Field | Prose | Comment


@dataclass(frozen=True, slots=True)
class Block:
    """One spec: its header (None for the unnamed spec that is the whole file) and what follows, in order."""

    span: Span
    header: Header | None
    items: tuple[Item, ...]

    @property
    def start(self) -> int:
        """The offset from which the spans in the spec's IR count: the header's, or the file's when it is one spec."""
        return self.span.start if self.header is not None else 0


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed file. `preamble` is what precedes the first block: comments, `module:`, the note. Errors are found
    while parsing."""

    text: str
    preamble: tuple[Item, ...]
    blocks: tuple[Block, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens in order. Made anew each time: most readers of a tree need none."""
        return tuple(_tokens(self))


Mark = tuple[int, int, TokenKind]


def _tokens(tree: Tree) -> Iterator[Token]:
    position = 0
    for start, end, kind in sorted(_marks(tree)):
        yield from _gap(tree.text, position, start)
        yield Token(kind, Span(start, end))
        position = end
    yield from _gap(tree.text, position, len(tree.text))


_GAP = re.compile(r"(?P<newline>\r\n|\r|\n)|(?P<space>(?:[^\S\r\n]|\ufeff)+)|(?P<colon>:)|(?P<comment>#[^\r\n]*)")


def _gap(text: str, start: int, end: int) -> Iterator[Token]:
    """What stands between nodes: white space, a byte order mark, a colon too many and the comment behind a header."""
    for match in _GAP.finditer(text, start, end):
        yield Token(TokenKind(match.lastgroup or ""), Span(*match.span()))


def _marks(tree: Tree) -> Iterator[Mark]:
    yield from _item_marks(tree.text, tree.preamble)
    for block in tree.blocks:
        if block.header is not None:
            yield from _header_marks(tree.text, block.header)
        yield from _item_marks(tree.text, block.items)


def _header_marks(text: str, header: Header) -> Iterator[Mark]:
    start = header.span.start
    yield start, start + len("spec"), TokenKind.SPEC
    if header.is_async:
        word = text.index("async", start + len("spec"))
        yield word, word + len("async"), TokenKind.ASYNC
    if header.name_span is not None:
        yield header.name_span.start, header.name_span.end, TokenKind.NAME
    if header.signature_span is not None:
        yield header.signature_span.start, header.signature_span.end, TokenKind.SIGNATURE


def _item_marks(text: str, items: tuple[Item, ...]) -> Iterator[Mark]:
    for item in items:
        match item:
            case Comment(span=span):
                yield span.start, span.end, TokenKind.COMMENT
            case Prose(line_spans=lines):
                for line in lines:
                    yield from _line_marks(text, line, TokenKind.PROSE)
            case Field(key_span=key, value_spans=values):
                yield key.start, key.end, TokenKind.KEY
                colon = text.index(":", key.end)
                yield colon, colon + 1, TokenKind.COLON
                if values and is_on_line_of(text, colon, values[0].start):
                    yield values[0].start, values[0].end, TokenKind.VALUE
                    values = values[1:]
                for line in values:
                    yield from _line_marks(text, line, TokenKind.VALUE)


def _line_marks(text: str, line: Span, kind: TokenKind) -> Iterator[Mark]:
    start = line.start
    if text[start] == "\\" and is_escaped(text, start):
        yield start, start + 1, TokenKind.ESCAPE
        start += 1
    yield start, line.end, kind


def is_on_line_of(text: str, before: int, after: int) -> bool:
    """Whether no line ends between the offsets `before` and `after`."""
    return text.find("\n", before, after) < 0 and text.find("\r", before, after) < 0
