"""Formatting: indentation and blanks around clauses. Words, lines and their order stay as the author wrote them."""

from collections.abc import Sequence
from dataclasses import dataclass

from lift_ir.formal import has_long_string
from lift_ir.prose import dedented, spaces_for_indentation
from lift_server.syntax.parser import BYTE_ORDER_MARK, parse, without_comment
from lift_server.syntax.signature import stated_signature
from lift_server.syntax.tree import Comment, Field, Header, Item, Prose, Tree, is_on_line_of
from lift_server.syntax.words import KEYWORDS, is_spec_line
from lift_server.text import Span, count_line_ends, line_start

INDENT = "    "


def format_text(text: str) -> str:
    """`text` with bodies indented by four, `key: value` and at most one empty line in a row. Idempotent.

    Prose keeps its lines and their relative indentation, the file its kind of line ending and its byte order mark.
    """
    lines = _lines(parse(text))
    _part_blocks(lines)
    ending = line_ending(text)
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    body = "".join(
        (ending if line.after_blank and index else "") + line.text + ending for index, line in enumerate(lines)
    )
    return mark + body


def line_ending(text: str) -> str:
    """The line ending that most lines of `text` have; `\\n` when there is none."""
    windows = text.count("\r\n")
    counts = {"\n": text.count("\n") - windows, "\r\n": windows, "\r": text.count("\r") - windows}
    return max(counts, key=lambda ending: counts[ending])


@dataclass(slots=True)
class _Line:
    """A line of the file that is not empty, and how it is written. `kind`: header, comment, clause or prose.

    `deeper`: a line of prose stands deeper than the clauses of its block. `kept`: a line of a clause stays where it is.
    """

    span: Span
    kind: str
    text: str
    deeper: bool = False
    kept: bool = False
    after_blank: bool = False


def _lines(tree: Tree) -> list[_Line]:
    lines = _body(tree.text, tree.preamble, "", frozenset())
    for block in tree.blocks:
        if block.header is None:
            lines += _body(tree.text, block.items, "", frozenset())
            continue
        parameters = stated_signature(tree.text, block.header).parameters or ()
        names = frozenset(parameter.name for parameter in parameters) - {"result"}
        lines.append(_Line(block.header.span, "header", _header(tree.text, block.header)))
        lines += _body(tree.text, block.items, INDENT, names)
    clause_is_open = kept = False
    end = 0
    for line in lines:
        line.after_blank = count_line_ends(tree.text[end : line.span.start]) > 1
        end = line.span.end
        if line.kind == "prose":
            # Without an empty line, a deeper line would now continue the clause above it.
            line.after_blank |= clause_is_open and (line.deeper or kept)
        kept = line.kept or (line.kind == "comment" and kept)
        clause_is_open = line.kind == "clause" or (line.kind == "comment" and clause_is_open and not line.after_blank)
    return lines


def _part_blocks(lines: Sequence[_Line]) -> None:
    """An empty line before each header, or before the comments that stand right above it at the margin."""
    for index, line in enumerate(lines):
        if line.kind != "header":
            continue
        while index and not lines[index].after_blank and lines[index - 1].text.startswith("#"):
            index -= 1
        lines[index].after_blank = True


def _header(text: str, header: Header) -> str:
    raw = header.span.slice(text)
    name = header.name_span.slice(text) if header.name_span else ""
    signature = header.signature_span.slice(text) if header.signature_span else ""
    head = " ".join(part for part in ("spec", "async" if header.is_async else "", name) if part)
    gap = " " if signature and not (name and signature.startswith("(")) else ""
    comment = raw[len(without_comment(raw)) :].strip()
    written = f"{head}{gap}{signature}" + (f"  {comment}" if comment else "")
    # A colon too many, say, is the author's to remove.
    return written if "".join(written.split()) == "".join(raw.split()) else raw


def _body(text: str, items: Sequence[Item], base: str, names: frozenset[str]) -> list[_Line]:
    lines: list[_Line] = []
    prose: list[Span] = []
    for item in items:
        if isinstance(item, Comment):
            inside = bool(lines) and lines[-1].span.start > item.span.start
            lines.append(_Line(item.span, "comment", base + (INDENT if inside else "") + item.span.slice(text)))
        elif isinstance(item, Field) and (item.key in KEYWORDS or item.key in names):
            lines += _clause(text, item, base)
        else:
            prose += _prose_spans(text, item)
    lines += _prose(text, prose, base)
    lines.sort(key=lambda line: line.span)
    for line in reversed(lines):
        if line.kind != "comment" or line.span.start != line_start(text, line.span.start):
            break
        # It stands at the margin behind the block: it speaks of what follows.
        line.text = line.span.slice(text)
    return lines


def _clause(text: str, field: Field, base: str) -> list[_Line]:
    if has_long_string(field.value_span.slice(text)):
        # Other blanks would be another string.
        beside = is_on_line_of(text, field.key_span.end, field.value_span.start)
        spans = [_whole_line(text, span) for span in (field.key_span, *field.value_spans[beside:])]
        return [_Line(span, "clause", span.slice(text), kept=True) for span in spans]
    head = field.key_span
    values = field.value_spans
    written = f"{base}{field.key}:"
    if values and is_on_line_of(text, field.key_span.end, values[0].start):
        head = Span(head.start, values[0].end)
        written += f" {values[0].slice(text)}"
        values = values[1:]
    rest = dedented([_with_indentation(text, span) for span in values])
    lines = [_Line(span, "clause", f"{base}{INDENT}{line}") for span, line in zip(values, rest, strict=True)]
    return [_Line(head, "clause", written), *lines]


def _whole_line(text: str, span: Span) -> Span:
    ends = [end for end in (text.find("\n", span.end), text.find("\r", span.end)) if end >= 0]
    return Span(line_start(text, span.start), min(ends, default=len(text)))


def _prose_spans(text: str, item: Field | Prose) -> Sequence[Span]:
    if isinstance(item, Prose):
        return item.line_spans
    first, *rest = item.value_spans or (item.span,)
    if not is_on_line_of(text, item.key_span.end, first.start):
        return [Span(item.key_span.start, text.index(":", item.key_span.end) + 1), first, *rest]
    return [Span(item.key_span.start, first.end), *rest]


def _prose(text: str, spans: Sequence[Span], base: str) -> list[_Line]:
    written = dedented([_with_indentation(text, span) for span in spans])
    if not base and any(is_spec_line(line) or line.startswith(BYTE_ORDER_MARK) for line in written):
        # At the margin these lines would open a spec, or the file.
        return [_Line(span, "prose", INDENT + line, deeper=True) for span, line in zip(spans, written, strict=True)]
    return [
        _Line(span, "prose", base + line, deeper=line[0].isspace()) for span, line in zip(spans, written, strict=True)
    ]


def _with_indentation(text: str, span: Span) -> str:
    return spaces_for_indentation(text[line_start(text, span.start) : span.end])
