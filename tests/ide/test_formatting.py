"""Formatting as edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixture import read_fixture
from lift_server.ide.formatting import formatting, line_edits, on_type_formatting, range_formatting
from lift_server.syntax.formatter import format_text
from lift_server.text import Span, apply_edits

from .scenes import snapshot

LINES = st.lists(st.sampled_from(["a", "  a", "b ", "", "\U0001d11e", "a\u2028b"]), max_size=8)


def check_formatting(before: str, after: str, *, edits: int) -> None:
    """Formatting makes `after` of `before` with so many edits."""
    found = formatting(snapshot(before))
    assert len(found) == edits
    assert apply_edits(before, list(found)) == after


def test_a_formatted_file_gets_no_edit() -> None:
    text = "spec f(n: int) -> int\n    Twice the number.\n"
    check_formatting(text, text, edits=0)


def test_lines_that_are_laid_out_well_are_not_touched() -> None:
    check_formatting(
        "spec f(n: int) -> int\n    Twice.\n\n  ensures: result == n + n\n    example: f(1) == 2\n",
        "spec f(n: int) -> int\n    Twice.\n\n    ensures: result == n + n\n    example: f(1) == 2\n",
        edits=1,
    )


@given(LINES, LINES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_the_edits_lead_from_one_text_to_the_other(before: list[str], after: list[str], ending: str) -> None:
    one, other = ending.join(before), ending.join(after)
    assert apply_edits(one, list(line_edits(one, other))) == other


@given(st.text(alphabet="spec f(:)\n #x?\r\t", max_size=100))
def test_any_text_is_formatted_as_the_formatter_does(text: str) -> None:
    assert apply_edits(text, list(formatting(snapshot(text)))) == format_text(text)


def check_range(marked: str, after: str) -> None:
    """Formatting the marked lines makes `after`."""
    fixture = read_fixture(marked)
    edits = range_formatting(snapshot(fixture.text), fixture.span("sel"))
    assert apply_edits(fixture.text, list(edits)) == after


def check_on_type(marked: str, after: str) -> None:
    """The line break before the cursor was typed; the line is indented so."""
    fixture = read_fixture(marked)
    assert fixture.cursor is not None
    edits = on_type_formatting(snapshot(fixture.text), fixture.cursor)
    assert apply_edits(fixture.text, list(edits)) == after


def test_only_the_selected_lines_are_formatted() -> None:
    check_range(
        "spec f( n )->int\n  Twice.\n\n\n$<sel>  ensures:   result == n$</sel>\n  example:  f(1) == 2\n",
        "spec f( n )->int\n  Twice.\n\n    ensures: result == n\n  example:  f(1) == 2\n",
    )


@given(st.text(alphabet="spec f(:)\n #x?\r\t", max_size=100))
def test_formatting_all_lines_as_a_range_is_formatting_the_file(text: str) -> None:
    made = apply_edits(text, list(range_formatting(snapshot(text), Span(0, len(text)))))
    assert made == format_text(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("spec f(n)\n$0", "spec f(n)\n    "),
        ("spec f(n)\n  ensures: result == 1\n$0", "spec f(n)\n  ensures: result == 1\n  "),
        ("spec f(n)\n  ensures: (result ==\n$0", "spec f(n)\n  ensures: (result ==\n      "),
        ("spec f(n)\n  ensures: result ==\n$0", "spec f(n)\n  ensures: result ==\n      "),
        ("spec f(n)\n  ensures: result ==\n$0n", "spec f(n)\n  ensures: result ==\n      n"),
        ("spec f(n)\n  ensures: n\n$0example: f(1)", "spec f(n)\n  ensures: n\n  example: f(1)"),
        ("spec f(n)\n  ensures: (n +\n     n)\n$0", "spec f(n)\n  ensures: (n +\n     n)\n  "),
        ("spec f(n)\n  ensures: (n +\n     n +\n$0", "spec f(n)\n  ensures: (n +\n     n +\n     "),
        ("spec f(n)\n  ensures:\n$0", "spec f(n)\n  ensures:\n      "),
        ("spec f(n)\r\n    Words.\r\n$0", "spec f(n)\r\n    Words.\r\n    "),
        ("spec f(n)\n  ensures: n\n\n  $0", "spec f(n)\n  ensures: n\n\n  "),
        ("spec f(n)\n  Words.\n$0spec g\n", "spec f(n)\n  Words.\nspec g\n"),
        ("A sentence.\n$0", "A sentence.\n"),
        ("$0", ""),
    ],
)
def test_a_new_line_is_indented_as_what_stands_above_asks(before: str, after: str) -> None:
    check_on_type(before, after)


@given(st.text(alphabet="spec f(:)\n #x?\r\tensures: (", max_size=80), st.integers(0, 90))
def test_typing_changes_nothing_but_the_indentation_of_the_line(text: str, offset: int) -> None:
    edits = on_type_formatting(snapshot(text), min(offset, len(text)))
    assert len(edits) <= 1
    for edit in edits:
        assert edit.span.slice(text).strip() == edit.text.strip() == ""
        assert not set("\r\n") & set(edit.span.slice(text) + edit.text)
