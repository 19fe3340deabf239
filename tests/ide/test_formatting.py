"""Formatting as edits."""

from hypothesis import given
from hypothesis import strategies as st

from lift_server.ide.formatting import formatting, line_edits
from lift_server.syntax.formatter import format_text
from lift_server.text import apply_edits

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
