"""`approx` means what pytest's means, and nested values besides."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lift_server.checks.sandbox.worker.approx import approx

NUMBERS = st.one_of(
    st.integers(-100, 100),
    st.floats(),
    st.floats(0.99999, 1.00001),
    st.sampled_from([0.0, 1.0, 1 + 1e-6, 1 + 1e-7, 1e-12, 1e-13, math.inf, -math.inf, math.nan]),
    st.complex_numbers(max_magnitude=10),
)
TOLERANCES = st.none() | st.sampled_from([0, 1e-9, 1e-3, 0.5])


@given(NUMBERS, NUMBERS, TOLERANCES, TOLERANCES, st.booleans())
@settings(max_examples=500, deadline=None)
def test_numbers_compare_as_in_pytest(actual: Any, expected: Any, rel: Any, abs_: Any, nan_ok: bool) -> None:
    ours = actual == approx(expected, rel, abs_, nan_ok)
    assert ours == (actual == pytest.approx(expected, rel, abs_, nan_ok))


@given(st.lists(NUMBERS, max_size=4), st.lists(NUMBERS, max_size=4))
@settings(deadline=None)
def test_collections_compare_as_in_pytest(actual: list[Any], expected: list[Any]) -> None:
    assert (actual == approx(expected)) == (actual == pytest.approx(expected))
    keyed = dict(enumerate(actual)), dict(enumerate(expected))
    assert (keyed[0] == approx(keyed[1])) == (keyed[0] == pytest.approx(keyed[1]))


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (0.1 + 0.2, approx(0.3)),
        ([0.1 + 0.2, "a"], approx([0.3, "a"])),
        ((0.1 + 0.2,), approx((0.3,))),
        ({"a": [0.1 + 0.2]}, approx({"a": [0.3]})),
        ([[0.1 + 0.2], {"x": (1.0, None)}], approx([[0.3], {"x": (1.0, None)}])),
        (Decimal("1.0000001"), approx(Decimal(1))),
        (Decimal("1.0000001"), approx(1)),
        (Fraction(1, 3), approx(0.3333333)),
        (12.5663, approx(12.566, abs=0.001)),
        (True, approx(True)),
    ],
)
def test_close_values_are_equal_both_ways(actual: object, expected: approx) -> None:
    assert actual == expected
    assert expected == actual
    assert (actual != expected) is False


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (0.31, approx(0.3)),
        ([0.3], approx([0.3, 0.3])),
        ({"a": 0.3}, approx({"b": 0.3})),
        ("0.3", approx(0.3)),
        (None, approx(0.3)),
        (1, approx(True)),
        ("abc", approx(["a", "b", "c"])),
        (12.568, approx(12.566, abs=0.001)),
    ],
)
def test_other_values_are_not(actual: object, expected: approx) -> None:
    assert actual != expected
    assert expected != actual


@pytest.mark.parametrize("options", [{"rel": -1}, {"abs": -1e-9}, {"rel": math.nan}])
def test_a_tolerance_is_a_number_that_is_not_negative(options: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be a number that is not negative"):
        approx(1, **options)


def test_sets_are_not_compared() -> None:
    with pytest.raises(TypeError, match="no order"):
        approx({1.0})


def test_it_prints_value_and_tolerance() -> None:
    assert repr(approx([1.5, "a", math.inf])) == "approx([1.5 ± 1.5e-06, 'a', inf])"
