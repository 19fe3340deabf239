"""Offsets and the positions of the Language Server Protocol."""

import re
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lift_server.text import Edit, Encoding, LineIndex, Span, apply_edits

TEXTS = st.lists(
    st.sampled_from(["a", "é", "数", "😀", "\r\n", "\n", "\r", "\f", "\u2028", "\x85", "\ufeff", "\0", "e\u0301"]),
    max_size=20,
).map("".join) | st.text(st.characters(exclude_categories=["Cs"]))
ENCODINGS = st.sampled_from(get_args(Encoding))


def code_units(text: str, encoding: Encoding) -> int:
    return (
        len(text.encode(f"{encoding}-le" if encoding != "utf-8" else encoding))
        // {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    )


@given(TEXTS, ENCODINGS, st.data())
@example("😀\r\n\r\n\r\u2028x\f\n", "utf-16", None)
def test_every_span_round_trips(text: str, encoding: Encoding, data: st.DataObject | None):
    index = LineIndex(text)
    offsets = range(len(text) + 1) if data is None else [data.draw(st.integers(0, len(text))) for _ in range(2)]
    for offset in offsets:
        line, character = index.position(offset, encoding)
        inside_line_end = text[offset - 1 : offset + 1] == "\r\n"
        at_line_end = offset - 1 if inside_line_end else offset
        assert index.offset(line, character, encoding) == at_line_end
        assert index.line_of(offset) == line


@given(TEXTS, ENCODINGS)
def test_a_position_counts_lines_and_code_units(text: str, encoding: Encoding):
    index = LineIndex(text)
    lines = re.split("\r\n|\r|\n", text)
    assert len(index.line_starts) == len(lines)
    for line, (start, content) in enumerate(zip(index.line_starts, lines, strict=True)):
        assert text.startswith(content, start)
        assert index.position(start + len(content), encoding) == (line, code_units(content, encoding))
        assert index.offset(line, code_units(content, encoding), encoding) == start + len(content)


@given(TEXTS, ENCODINGS, st.integers(-2, 30), st.integers(-2, 30))
def test_any_position_is_clamped_to_its_line(text: str, encoding: Encoding, line: int, character: int):
    index = LineIndex(text)
    offset = index.offset(line, character, encoding)
    assert 0 <= offset <= len(text)
    if 0 <= line < len(index.line_starts):
        assert index.line_of(offset) == line


def test_a_position_inside_a_character_is_its_start():
    index = LineIndex("a😀b")
    assert index.offset(0, 2, "utf-16") == 1
    assert [index.offset(0, character, "utf-8") for character in range(1, 7)] == [1, 1, 1, 1, 2, 3]


def test_offsets_out_of_range_are_clamped():
    index = LineIndex("ab\nc")
    assert index.position(-1, "utf-16") == (0, 0)
    assert index.position(99, "utf-16") == (1, 1)


def test_many_lines_of_any_kind_are_indexed():
    for ending in ("\n", "\r", "\r\n"):
        index = LineIndex(f"line{ending}" * 100_000)
        assert index.line_of(len(index.text)) == 100_000


def test_edits_speak_of_the_text_before_any_of_them():
    edits = [Edit(Span(4, 5), "X"), Edit(Span(0, 0), "<"), Edit(Span(0, 1), "A"), Edit(Span(5, 5), ">")]
    assert apply_edits("abcde", edits) == "<AbcdX>"


def test_overlapping_edits_are_refused():
    with pytest.raises(ValueError, match="overlap"):
        apply_edits("abc", [Edit(Span(0, 2), ""), Edit(Span(1, 3), "")])


def test_a_cursor_behind_a_span_touches_it():
    span = Span(1, 3)
    assert [span.contains(offset) for offset in range(5)] == [False, True, True, True, False]
    assert span.slice("abcd") == "bc"
