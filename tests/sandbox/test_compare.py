"""Equality and display of values and outcomes."""

import math
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from lift_server.checks.sandbox import (
    Died,
    Items,
    Opaque,
    Outcome,
    Raised,
    Record,
    Returned,
    TimedOut,
    display,
    display_outcome,
    same_outcome,
    same_value,
)

from .values import VALUES


@given(VALUES)
@settings(max_examples=100, deadline=None)
def test_a_value_is_the_same_as_itself_and_prints_on_one_line(value: object) -> None:
    assert same_value(value, value)
    text = display(value)
    assert 0 < len(text) <= 200
    assert "\n" not in text
    text.encode()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (1, 1.0),
        (1, True),
        ([1], [True]),
        ([1], (1,)),
        ({1: "a"}, {1.0: "a"}),
        ({1}, {True}),
        ({1, 2}, frozenset({1, 2})),
        ({"a": 1}, Counter(a=1)),
        ("a", b"a"),
        (math.nan, 0.0),
        (Record("A", (("x", 1),)), Record("B", (("x", 1),))),
        (Record("A", (("x", 1),)), Record("A", (("x", 1.0),))),
        (Items((1,), True), Items((1,), False)),
        (Opaque("a"), Opaque("b")),
        (Decimal("NaN"), Decimal("sNaN")),
    ],
)
def test_values_that_differ_in_type_or_content_are_not_the_same(a: object, b: object) -> None:
    assert not same_value(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([math.nan, {"x": math.nan}], [math.nan, {"x": math.nan}]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (complex(math.nan, 1), complex(math.nan, 1)),
        (Decimal("NaN"), Decimal("NaN")),
        (Opaque("a"), Opaque("a")),
    ],
)
def test_values_of_the_same_structure_are_the_same(a: object, b: object) -> None:
    assert same_value(a, b)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a\nb", "'a\\nb'"),
        ("\udc80", "'\\udc80'"),
        (Opaque("re.Match"), "<re.Match>"),
        ([Record("P", (("x", 1), ("y", "a")))], "[P(x=1, y='a')]"),
        (date(2024, 1, 2), "datetime.date(2024, 1, 2)"),
        ([10**5000], "<list, too large to print>"),
        ("x" * 500, "'" + "x" * 198 + "…"),
    ],
)
def test_display(value: object, text: str) -> None:
    assert display(value) == text


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (Returned(3), "returns 3"),
        (Returned([1], mutated=True), "returns [1] and changes its arguments"),
        (Returned(Items((1, 2), True)), "yields 1, 2"),
        (Returned(Items((), True)), "yields nothing"),
        (Returned(Items((0,) * 1000, False)), "yields " + "0, " * 20 + "…"),
        (Raised(("ValueError", "Exception"), "below zero"), "raises ValueError: below zero"),
        (Raised(("KeyError",), ""), "raises KeyError"),
        (TimedOut(0.5), "did not end within 0.5 s"),
        (Died("crashed (SIGSEGV)"), "crashed (SIGSEGV)"),
    ],
)
def test_an_outcome_reads_as_a_phrase(outcome: Outcome, text: str) -> None:
    assert display_outcome(outcome) == text


def test_outcomes_are_the_same_by_value_and_mutation() -> None:
    assert same_outcome(Returned(math.nan), Returned(math.nan))
    assert not same_outcome(Returned(1), Returned(1, mutated=True))
    assert not same_outcome(Returned(1), Returned(1.0))
    assert not same_outcome(Raised(("A",), "x"), Raised(("A",), "y"))
