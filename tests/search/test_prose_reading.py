"""Prose becomes parts of programs: guards, values and operators; what is not understood gives nothing."""

import ast
import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift_server.engines.embedded.prose.clauses import clauses
from lift_server.engines.embedded.prose.reading import read

TYPES = {
    "xs": {"xs": "list[int]"},
    "xs, k": {"xs": "list[int]", "k": "int"},
    "text": {"text": "str"},
    "n": {"n": "int"},
    "a, b": {"a": "int", "b": "int"},
    "one, other": {"one": "list[int]", "other": "list[int]"},
    "words": {"words": "list[str]"},
    "readings": {"readings": "list[int]"},
    "scores": {"scores": "dict[str,int]"},
    "n, x, y": {"n": "int", "x": "str", "y": "str"},
}

GUARDS = """
xs | Return None if the list is empty. | not xs | None
xs | Return None in case the input list is empty. | not xs | None
xs | If there are no numbers in the list, return -1. | not xs | -1
xs | If `xs` is empty, the function should return 0. | not xs | 0
xs | Return an empty list for an empty list. | not xs | []
xs | The longest row, 0 if there are no rows. | not xs | 0
xs | The first of them; None if there is none. | not xs | None
xs | The average of the values, zero for no values. | not xs | 0
xs | It returns 0 when the list has fewer than two elements. | len(xs) < 2 | 0
xs | If there are no even numbers, return None. | not any(each % 2 == 0 for each in xs) | None
xs | Return "none" if no negative numbers are found. | not any(each < 0 for each in xs) | 'none'
xs | If the first element is negative, return []. | xs[0] < 0 | []
xs, k | If k is zero, return the empty list. | k == 0 | []
xs, k | Returns None if the list is empty or k is negative. | not xs or k < 0 | None
xs, k | When k is greater than the length of the list, return -1. | k > len(xs) | -1
readings | If there are fewer than two readings, return 0. | len(readings) < 2 | 0
readings | Return None if there is only one value. | len(readings) == 1 | None
words | Return '' if there are at most 3 words. | len(words) <= 3 | ''
text | Return '' if the text has exactly 2 characters. | len(text) == 2 | ''
text | If the string is empty, return it unchanged. | not text | text
text | If text is None, return ''. | text is None | ''
text | Return 'short' if its length is less than 3. | len(text) < 3 | 'short'
text | Return False if the text contains a space. | ' ' in text | False
n | Return 1 if the number is zero. | n == 0 | 1
n | If it is not positive, return 0. | n <= 0 | 0
n | Return "big" if n is at least 100. | n >= 100 | 'big'
n | Return 'even' if n is divisible by 2. | n % 2 == 0 | 'even'
a, b | If b is zero, return None. | b == 0 | None
a, b | If they are equal, return 0. | a == b | 0
one, other | Return [] if either list is empty. | not one or not other | []
one, other | Return [] if both lists are empty. | not one and not other | []
one, other | If the two lists have the same length, return one. | len(one) == len(other) | one
scores | Return None for an empty dictionary. | not scores | None
n, x, y | If n is even return x, otherwise return y. | n % 2 == 0 | x
xs, k | Return the place of k if k is in xs, otherwise -1. | k not in xs | -1
xs, k | If k is positive, return the sum of some of them, otherwise return 0. | k <= 0 | 0
xs | If the list is not empty, tell the first one. Otherwise, return None. | not xs | None
"""

VALUES = """
n, x, y | Return x if n is odd and y otherwise. | x if n % 2 == 1 else y
n | If n is negative, return "down". Otherwise, return "up". | 'down' if n < 0 else 'up'
n | It is False if n is odd. Return False if n is odd and True otherwise. | n % 2 != 1
n | Whether the number is positive. | n > 0
n | Return "yes" if n is negative, otherwise return "no". | 'yes' if n < 0 else 'no'
text | Check if the string is a palindrome. | text == text[::-1]
xs | Return True if all items in the list are positive, and False otherwise. | all(item > 0 for item in xs)
xs, k | Whether the list is sorted by magic and the sum of its elements is at most k. | sum(xs) <= k
xs, k | The first k elements of the list. | xs[:k]
xs, k | The last k elements of the list. | xs[-k:] if k else []
"""

OPERATORS = """
xs | The sum of the even numbers. | sum(each for each in a if each % 2 == 0) | list[int] -> int
xs | The number of values greater than 10. | sum(1 for each in a if each > 10) | list[N] -> int
xs | How many numbers divisible by 3 or 5? | sum(1 for each in a if each % 3 == 0 or each % 5 == 0) | list[int] -> int
xs | The largest negative number. | max((each for each in a if each < 0), default=None) | list[N] -> ?
scores | The names of those whose score is at least 50. | a >= 50 | num -> bool
n | How many numbers below n there are which are divisible by 3 or 5. | a % 3 == 0 or a % 5 == 0 | int -> bool
xs | Everything that is not even. | not (a % 2 == 0) | int -> bool
xs | The largest negative one, 0 if there is none. | max((each for each in a if each < 0), default=0) | list[N] -> ?
words | The first word longer than 3, '' if none is. | next((each for each in a if len(each) > 3), '') | list[str] -> ?
readings | The first reading that is at least 400. | next((each for each in a if each >= 400), None) | list[N] -> ?
xs | Only the positive numbers. | [each for each in a if each > 0] | list[N] -> list[N]
xs | Remove the odd numbers. | [each for each in a if not (each % 2 == 1)] | list[int] -> list[int]
xs | The product of the non-zero numbers. | math.prod(each for each in a if each != 0) | list[N] -> N
xs | The sum of the numbers between 3 and 9. | sum(each for each in a if 3 <= each <= 9) | list[N] -> N
xs | Sum of numbers with at most two digits. | sum(each for each in a if len(str(abs(each))) <= 2) | list[int] -> int
xs | Sorted in descending order. | sorted(a, reverse=True) | iter[O] -> list[O]
xs | Rounded to two decimals. | round(a, 2) | float -> float
xs | Remove duplicates. | list(dict.fromkeys(a)) | seq[H] -> list[H]
xs | Every other item. | a[::2] | list[T] -> list[T]
text | The number of vowels in the text. | sum(1 for each in a if each in 'aeiouAEIOU') | str -> int
text | The number of uppercase letters. | sum(1 for each in a if each.isupper()) | str -> int
text | Keep only the digits. | ''.join(each for each in a if each.isdigit()) | str -> str
text | Remove all vowels from the text. | ''.join(each for each in a if not (each in 'aeiouAEIOU')) | str -> str
text | Replace commas with semicolons. | a.replace(',', ';') | str -> str
text | Remove spaces. | a.replace(' ', '') | str -> str
text | Numbers separated by commas. | a.split(',') | str -> list[str]
text | The sum of comma-separated numbers. | a.split(',') | str -> list[str]
text | Whether it starts with 'ab'. | a.startswith('ab') | str -> bool
words | Only words longer than 3. | [each for each in a if len(each) > 3] | list[str] -> list[str]
words | All words starting with 'b'. | [each for each in a if each.startswith('b')] | list[str] -> list[str]
words | The first non-empty word. | next((each for each in a if each), None) | list[T] -> ?
xs | Find the first negative number. | next((each for each in a if each < 0), None) | list[N] -> ?
words | Sorted by length. | sorted(a, key=len) | seq[str] -> list[str]
"""

NOT_UNDERSTOOD = """
xs | Return None if the moon is full.
xs | Return the answer if it feels right.
xs | If you wonder, return home.
xs | Keep only the beautiful numbers.
xs | Return the tired even numbers.
xs | If there are no positive or negative numbers, return 7.
xs, k | Return xs if k is lucky.
one, other | Return None if the list is empty.
n | Return the first m items.
n | If n ** n ** n is even, stop.
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" | ")] for line in table.strip().splitlines()]


def check_sketches(types: str, prose: str) -> list[tuple[str, str, str, str]]:
    """Kind, source, signature and result of what the prose gives; all of it is Python."""
    found = read(prose, TYPES[types]).sketches
    for item in found:
        ast.parse(item.source, mode="eval")
        ast.parse(item.result or "0", mode="eval")
        arguments, _, outcome = item.signature.partition("->")
        assert set(re.findall(r"\b[A-Z]\b", outcome)) <= set(re.findall(r"\b[A-Z]\b", arguments))
        assert ast.literal_eval(repr(dataclasses.asdict(item))) == dataclasses.asdict(item)
    return [(item.kind, item.source, item.signature, item.result) for item in found]


@pytest.mark.parametrize(("types", "prose", "condition", "value"), rows(GUARDS))
def test_guards(types: str, prose: str, condition: str, value: str) -> None:
    assert ("guard", condition, "", value) in check_sketches(types, prose)


@pytest.mark.parametrize(("types", "prose", "source"), rows(VALUES))
def test_values(types: str, prose: str, source: str) -> None:
    assert ("value", source, "", "") in check_sketches(types, prose)


@pytest.mark.parametrize(("types", "prose", "source", "signature"), rows(OPERATORS))
def test_operators(types: str, prose: str, source: str, signature: str) -> None:
    assert ("operator", source, signature, "") in check_sketches(types, prose)


@pytest.mark.parametrize(("types", "prose"), rows(NOT_UNDERSTOOD))
def test_what_is_not_understood_gives_nothing(types: str, prose: str) -> None:
    assert check_sketches(types, prose) == []


def test_examples_are_no_prose() -> None:
    prose = "The largest number.\n>>> f([1, 2])\n2\nFor xs = [3] the output should be 3\nf([]) == None"
    assert [clause.text for clause in clauses(prose)] == ["The largest number"]


def test_clauses_are_sentences_and_items() -> None:
    prose = "Sum them up, e.g. 1.5 and 2. If empty:\n- return 0;\n- say so!\n\nDone"
    assert [clause.text for clause in clauses(prose)] == [
        "Sum them up, e.g. 1.5 and 2", "If empty", "return 0", "say so", "Done",
    ]  # fmt: skip


WORDS = st.sampled_from(
    "return returns none if when the list is empty otherwise sum of even numbers greater than 3 ten k xs , . ; : 'a' "
    '"b" ( ) \n first last every other sorted in descending order remove replace with commas and or no number words '
    "longer - ` [] -1 without duplicates rounded to decimals divisible by between inclusive starts ends it".split(" ")
)  # fmt: skip


@given(st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=25).map(" ".join)), st.sampled_from(sorted(TYPES)))
def test_reading_never_raises_and_spans_lie_in_the_prose(prose: str, types: str) -> None:
    reading = read(prose, TYPES[types])
    for clause in reading.clauses:
        assert clause.span.slice(prose) == clause.text
    for item in reading.obligations:
        assert 0 <= item.span.start < item.span.end <= len(prose)
        assert any(
            clause.span.start <= item.span.start and item.span.end <= clause.span.end for clause in reading.clauses
        )
    assert set(reading.read) <= set(reading.clauses)
    check_sketches(types, prose)


@given(st.sampled_from(["xs", "", "or", "?"]), st.text(max_size=60))
def test_any_parameter_and_type_can_be_given(name: str, prose: str) -> None:
    read(f"Return None if {prose}, otherwise {name}.", {name: "list[pair[int,any]]"}, "any")
    read(prose, {})
