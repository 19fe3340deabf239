"""Words of the prose that no part of a program accounts for; a program that heeds them is not blamed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixture import read_fixture
from lift_server.engines.embedded.prose.reading import read, unaccounted

TYPES = {"xs": "list[int]", "text": "str"}

HEEDED = """
The numbers sorted in descending order. | sorted(xs, reverse=True)
The numbers sorted in descending order. | sorted(xs)[::-1]
The numbers sorted in descending order. | heapq.nlargest(len(xs), xs)
Whether both are equal, ignoring case. | text.casefold() == other.casefold()
Return None if the list is empty, else the largest. | max(xs, default=None)
Return -1 if the text has no comma. | text.find(',')
Return "none" if there are no even numbers. | next((x for x in xs if x % 2 == 0), 'none')
The sum of the even numbers. | sum(xs[::2])
The sum of the even numbers. | sum(x for x in xs if is_even(x))
How many vowels there are. | sum(c in 'aeiou' for c in text)
The mean rounded to two decimals. | f"{sum(xs) / len(xs):.2f}"
Without duplicates. | [x for i, x in enumerate(xs) if x not in xs[:i]]
The words, longest word first. | sorted(text.split(), key=len)
The two that are closest to each other. | min(itertools.combinations(xs, 2), key=lambda p: abs(p[0] - p[1]))
Every other item. | [x for i, x in enumerate(xs) if i % 2 == 0]
You may assume that the list is sorted in ascending order. | sum(xs)
Given a list of positive numbers, return the last of them. | xs[-1]
Return an empty list if there is nothing. | [x for x in xs]
"""

NOT_HEEDED = """
The numbers $<s>sorted in descending order$</s>. | list(xs)
Whether both are equal, $<s>ignoring case$</s>. | text == other
$<s>Return None if the list is empty$</s>, else the largest. | max(xs)
$<s>Return -1 if the text has no comma$</s>. | text.index(',') + 1
$<s>Return "none" if there are no even numbers$</s>, else the first. | next(x for x in xs if x % 2 == 0)
The sum of the $<s>even numbers$</s>. | sum(xs)
The mean $<s>rounded to two decimals$</s>. | sum(xs) / len(xs)
$<s>Without duplicates$</s>, please. | list(xs)
$<s>Every other item$</s>. | xs[1:]
The words of the text $<s>in upper case$</s>. | text.split()
$<s>The first three items$</s>. | xs
The two that are $<s>closest to each other$</s>. | (min(xs), xs[-1])
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" | ")] for line in table.strip().splitlines()]


def check_unaccounted(marked: str, expression: str) -> None:
    """The marked words, and they alone, are those that the program does not heed."""
    fixture = read_fixture(marked)
    source = f"def f(xs, text, other=''):\n    return {expression}\n"
    found = unaccounted(source, read(fixture.text, TYPES).obligations)
    assert [item.span for item in found] == fixture.spans.get("s", [])


@pytest.mark.parametrize(("marked", "expression"), [*rows(HEEDED), *rows(NOT_HEEDED)])
def test_what_a_program_does_not_heed(marked: str, expression: str) -> None:
    check_unaccounted(marked, expression)


def test_a_function_that_is_called_counts() -> None:
    obligations = read("The text backwards.", TYPES).obligations
    assert unaccounted("def f(text):\n    return text", obligations)
    assert not unaccounted(
        "def f(text):\n    def turned(t):\n        return t[::-1]\n    return turned(text)", obligations
    )


@given(st.text(max_size=60))
def test_any_text_may_stand_for_a_program(source: str) -> None:
    unaccounted(source, read("Sorted, without duplicates.", TYPES).obligations)
