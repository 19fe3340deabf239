"""Growing a selection: word, expression, value, clause, spec, file."""

import ast
import re

from lift_ir.python_text import parse_expression
from lift_server.spec_file import SpecFile
from lift_server.syntax.tree import Field, Header, Item, Prose
from lift_server.text import LineIndex, Span

_WORD = re.compile(r"\w+")


def selection(file: SpecFile, offset: int) -> tuple[Span, ...]:
    """The spans around an offset, from the smallest to the whole file, each inside the next and larger by something."""
    text = file.tree.text
    spans = [Span(0, len(text))]
    items = file.tree.preamble
    for block in file.tree.blocks:
        if block.span.contains(offset):
            spans.append(Span(block.span.start, block.span.start + len(block.span.slice(text).rstrip())))
            items = block.items
            if block.header is not None and block.header.span.contains(offset):
                spans += _in_header(block.header)
    for item in items:
        if item.span.contains(offset):
            spans += _in_item(text, item, offset)
    spans += [Span(*match.span()) for match in _WORD.finditer(text, *_line(text, offset))]
    return _nested(spans, offset)


def _line(text: str, offset: int) -> tuple[int, int]:
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    ends = [end for mark in "\r\n" if (end := text.find(mark, offset)) >= 0]
    return start, min(ends, default=len(text))


def _in_header(header: Header) -> list[Span]:
    return [span for span in (header.span, header.signature_span, header.name_span) if span is not None]


def _in_item(text: str, item: Item, offset: int) -> list[Span]:
    spans = [item.span]
    if isinstance(item, Prose):
        spans += item.line_spans
    elif isinstance(item, Field):
        spans += [item.value_span, *item.value_spans]
        if item.value_span.contains(offset):
            spans += _in_expression(item.value_span.slice(text), item.value_span.start)
    return spans


def _in_expression(source: str, start: int) -> list[Span]:
    """The parts of an expression; none when the value is not one, as it stands in the file."""
    try:
        tree = parse_expression(source)
    except ValueError:
        return []
    # `parse_expression` puts a line with a bracket above.
    lines = LineIndex(f"(\n{source}\n)")
    spans = []
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and node.end_lineno is not None and node.end_col_offset is not None:
            begin = lines.offset(node.lineno - 1, node.col_offset, "utf-8") - 2
            end = lines.offset(node.end_lineno - 1, node.end_col_offset, "utf-8") - 2
            spans.append(Span(start + max(begin, 0), start + end))
    return spans


def _nested(spans: list[Span], offset: int) -> tuple[Span, ...]:
    """Those that hold the offset, as a chain."""
    chain: list[Span] = []
    around = {span for span in spans if span.contains(offset) and span.start < span.end}
    for span in sorted(around, key=lambda span: (span.end - span.start, span.start)):
        if not chain or (span.start <= chain[-1].start and chain[-1].end <= span.end):
            chain.append(span)
    return tuple(chain) or (Span(0, 0),)
