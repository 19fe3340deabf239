"""An edit of the prose that changes no word of which the search knows searches nothing again."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.search.requests import TOTAL_LENGTH, with_helper

from lift_server.engines.embedded.search.hearing import heard
from lift_server.engines.embedded.search.request import Helper, Request
from lift_server.engines.embedded.search.search import Solution, search
from lift_server.engines.embedded.search.solve import solve

INITIALS = replace(
    TOTAL_LENGTH,
    name="initials",
    result="list[str]",
    examples=(((["ab", "c"],), ["AB", "C"]), ((["x", "y", "zo"],), ["X", "Y", "ZO"])),
    stems=("uppercas",),
    prose="The list of cities in uppercase.",
    parameters=("data",),
)
UNHEARD = ("cities", "given", "pleas", "towns", "wibbl", "zebra")


def body(request: Request, kept: dict[bytes, list[Solution]] | None = None) -> str:
    return solve(request, kept=kept).answers[0].body


def test_other_words_only_name_and_rank_anew() -> None:
    kept: dict[bytes, list[Solution]] = {}
    edited = replace(INITIALS, stems=("pleas", "towns", "uppercas"), prose="Please, a list of towns in uppercase.")
    first, second = body(INITIALS, kept), body(edited, kept)
    assert len(kept) == 1
    assert first != second == body(edited)


def test_the_same_function_under_another_name_is_not_searched_again() -> None:
    kept: dict[bytes, list[Solution]] = {}
    assert body(INITIALS, kept) == body(replace(INITIALS, name="shouted", count=1), kept)
    assert len(kept) == 1


def test_a_word_that_makes_a_part_likely_is_another_search() -> None:
    kept: dict[bytes, list[Solution]] = {}
    body(INITIALS, kept)
    body(replace(INITIALS, stems=("sort", "uppercas")), kept)
    body(replace(INITIALS, examples=INITIALS.examples[:1]), kept)
    assert len(kept) == 3


@given(st.frozensets(st.sampled_from((*UNHEARD, "length", "total", "everi", "longest"))))
def test_only_words_of_parts_are_heard(stems: frozenset[str]) -> None:
    asked = replace(TOTAL_LENGTH, stems=tuple(sorted(stems)))
    assert set(heard(asked)) == stems - {*UNHEARD}


@pytest.mark.parametrize("word", ["altern", "third", "blank", "offset", "hyphen", "whitespac"])
def test_words_that_make_sense_of_a_part_are_heard(word: str) -> None:
    assert heard(replace(TOTAL_LENGTH, stems=(word,))) == (word,)


@given(st.frozensets(st.sampled_from(("wibbl", "zebra", "third", "item", "offset", "total", "posit")), max_size=5))
@settings(max_examples=15)
def test_what_is_not_heard_changes_no_program(stems: frozenset[str]) -> None:
    asked = replace(TOTAL_LENGTH, stems=tuple(sorted(stems)), evaluations=1_000)
    found = [[item.program.values for item in search(each)] for each in (asked, replace(asked, stems=heard(asked)))]
    assert found[0] == found[1]


def test_a_word_of_a_functions_name_is_heard_where_it_is_at_hand() -> None:
    helper = Helper("zebra_count", ("list[T]",), "def zebra_count(values):\n    return 0\n", (), 1)
    assert heard(replace(TOTAL_LENGTH, stems=("wibbl", "zebra"), helpers=(helper,))) == ("zebra",)
    assert heard(with_helper("    return 0\n", stems=("wibbl", "zebra"))) == ()
