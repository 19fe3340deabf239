"""Conditions that an author may choose from: texts that say what their functions say, and keep what is accepted."""

import itertools
import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift_ir.formal import why_informal
from lift_server.conditions import Bindings, Limit, limits, offered


def texts(bad: Sequence[Bindings], good: Sequence[Bindings] = (), probes: Sequence[Bindings] = ()) -> list[str]:
    return [limit.inside for limit in limits(bad, good, probes)]


def test_a_negative_number_offers_its_sign_first_and_itself_last() -> None:
    found = texts([{"n": -1}], probes=[{"n": n} for n in (0, 1, 5, -2)])
    assert found[0] == "n >= 0"
    assert found[-1] == "n != -1"


def test_accepted_calls_are_kept() -> None:
    assert "n > 0" not in texts([{"n": -1}], good=[{"n": 0}])
    assert texts([{"n": -1}], good=[{"n": 0}, {"n": -5}])[-1] == "n != -1"


def test_every_earlier_invalid_call_is_excluded() -> None:
    found = texts([{"n": -1}, {"n": -7}])
    assert found[0] == "n >= 0"
    assert found[-1] == "n not in (-1, -7)"


def test_the_opposite_is_for_raises() -> None:
    first = limits([{"n": -1}], [])[0]
    assert (first.inside, first.outside) == ("n >= 0", "n < 0")


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        ({"xs": []}, "len(xs) > 0"),
        ({"text": ""}, "len(text) > 0"),
        ({"text": "  "}, 'text.strip() != ""'),
        ({"x": math.nan}, "math.isfinite(x)"),
        ({"x": math.inf}, "math.isfinite(x)"),
        ({"x": None}, "x is not None"),
        ({"x": True}, "not isinstance(x, bool)"),
        ({"xs": [1, -2]}, "all(item >= 0 for item in xs)"),
        ({"xs": [1, None]}, "None not in xs"),
        ({"rows": [[1], []]}, "all(len(item) > 0 for item in rows)"),
        ({"xs": [1, 1]}, "len(set(xs)) == len(xs)"),
        ({"xs": [2, 1]}, "list(xs) == sorted(xs)"),
        ({"low": 3, "high": 1}, "low <= high"),
        ({"end": date(2024, 1, 1), "start": date(2024, 1, 2)}, "start <= end"),
        ({"xs": [1], "k": 2}, "k <= len(xs)"),
        ({"xs": [1], "k": 0}, "k > 0"),
        ({"a": [1], "b": [1, 2]}, "len(a) == len(b)"),
        ({"x": 3, "xs": [1]}, "x in xs"),
        ({"n": 100}, "n < 100"),
        ({"word": "a b"}, "word.isalpha()"),
        ({"n": Decimal(-1)}, "n >= 0"),
    ],
)
def test_the_lattice_knows(bad: Bindings, expected: str) -> None:
    assert expected in texts([bad])


def test_conditions_that_say_the_same_of_all_known_calls_are_offered_once() -> None:
    probes = [{"n": n} for n in (1, 2, 3, -1, -2)]
    found = texts([{"n": -1}], probes=probes)
    assert "n >= 0" in found
    assert "n > 0" not in found


def test_a_condition_that_excludes_everything_is_not_offered() -> None:
    probes = [{"n": n} for n in (1, 2, 3)]
    assert "n < 0" not in texts([{"n": 5}], probes=probes)


def test_at_most_three_are_offered_and_the_literal_one_among_them() -> None:
    found = limits([{"a": -1, "b": 0}], [])
    assert len(found) > 3
    chosen = offered(found, lambda limit: 1.0 if limit.inside == "b > 0" else 0.0)
    assert len(chosen) == 3
    assert "b > 0" in [limit.inside for limit in chosen]
    assert [limit.is_literal for limit in chosen] == [False, False, True]


def test_a_value_that_cannot_be_written_has_no_literal_condition() -> None:
    assert not any(limit.is_literal for limit in limits([{"x": math.nan}], []))
    assert not any(limit.is_literal for limit in limits([{"x": "long" * 100}], []))


def test_a_function_without_parameters_has_no_conditions() -> None:
    assert limits([{}], []) == ()


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.sampled_from([0.0, -0.5, 2.5, math.inf, -math.inf, math.nan]),
    st.sampled_from(["", " ", "a", "Ab", "12", "é", "a b"]),
)
values = st.one_of(
    scalars,
    st.lists(st.integers(-3, 3), max_size=3),
    st.lists(scalars, max_size=3),
    st.lists(st.lists(st.integers(0, 2), max_size=2), max_size=2),
    st.tuples(st.integers(-2, 2), st.integers(-2, 2)),
    st.dictionaries(st.sampled_from("ab"), st.integers(-1, 1), max_size=2),
)
calls = st.lists(st.fixed_dictionaries({"a": values, "b": values}), min_size=1, max_size=4)
single = st.lists(st.fixed_dictionaries({"n": values}), min_size=1, max_size=4)


def said(text: str, call: Bindings) -> object:
    """What Python says; the name of the exception when it raises."""
    try:
        return bool(eval(text, {"math": math}, dict(call)))
    except Exception as error:
        return type(error).__name__


def check_text_says_what_the_test_says(limit: Limit, call: Bindings) -> None:
    answer = limit.test(call)
    if answer is not None:
        assert said(limit.inside, call) is answer, limit.inside
        assert said(limit.outside, call) is not answer, limit.outside


@given(st.one_of(calls, single))
def test_texts_and_functions_say_the_same(known: list[dict[str, object]]) -> None:
    for limit in limits(known[:1], []):
        for call in known:
            check_text_says_what_the_test_says(limit, call)


@given(st.one_of(calls, single))
def test_every_text_is_formal(known: list[dict[str, object]]) -> None:
    for limit in limits(known[:1], []):
        assert why_informal(limit.inside, list(known[0])) is None, limit.inside
        assert why_informal(limit.outside, list(known[0])) is None, limit.outside


@given(st.one_of(calls, single), st.integers(1, 3))
def test_limits_exclude_the_bad_and_keep_the_good(known: list[dict[str, object]], count: int) -> None:
    bad, good = known[:count], known[count:]
    for limit, probes in itertools.product(limits(bad, good), [known]):
        assert all(limit.test(call) is False for call in bad)
        assert all(limit.test(call) is True for call in good)
        assert [limit.test(call) for call in probes].count(None) == 0
    inside = [limit.inside for limit in limits(bad, good, known)]
    assert len(set(inside)) == len(inside)
