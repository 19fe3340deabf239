import pytest

from fixture import Fixture, read_fixture
from lift_server.text import Span


def test_text_without_marks_stays_as_it_is():
    assert read_fixture("costs $5, $x and <b>") == Fixture("costs $5, $x and <b>", None, {})


def test_the_cursor_is_an_offset_of_the_text_without_marks():
    fixture = read_fixture("$<a>sp$</a>ec $0f")
    assert (fixture.text, fixture.cursor) == ("spec f", 5)


def test_spans_may_be_nested_and_repeated():
    fixture = read_fixture("$<b>one $<a>two$</a>$</b> $<a>three$</a>")
    assert fixture.text == "one two three"
    assert fixture.span("b").slice(fixture.text) == "one two"
    assert fixture.spans["a"] == [Span(4, 7), Span(8, 13)]


@pytest.mark.parametrize("marked", ["$0 and $0", "$<a>", "$</a>", "$<a>$<b>$</a>$</b>"])
def test_marks_that_do_not_pair_up_are_refused(marked: str):
    with pytest.raises(ValueError, match=r"cursor|closes nothing|not closed"):
        read_fixture(marked)
