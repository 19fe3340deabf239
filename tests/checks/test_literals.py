"""Values written in a spec: read without evaluating anything."""

import math
from collections import Counter, OrderedDict, deque
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift_ir.python_text import parse_expression
from lift_server.checks.arguments import value_text
from lift_server.checks.literals import literal_value

values = st.one_of(
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=4),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.decimals(allow_nan=False),
    st.fractions(),
    st.frozensets(st.integers(), max_size=3),
    st.lists(st.dates(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.fractions(), max_size=2),
    st.sets(st.integers(), max_size=2),
    st.builds(deque, st.lists(st.integers(), max_size=2)),
    st.builds(Counter, st.lists(st.sampled_from("ab"), max_size=3)),
    st.builds(OrderedDict, st.dictionaries(st.sampled_from("ab"), st.dates())),
)


@given(values)
def test_what_is_printed_is_read_back(value: object) -> None:
    read = literal_value(parse_expression(value_text(value)))
    assert read == value
    assert type(read) is type(value)


def test_nan_is_read() -> None:
    assert math.isnan(literal_value(parse_expression("float('nan')")))


@pytest.mark.parametrize(
    "text",
    [
        "open('x')",
        "datetime.date(2024, 13, 1)",
        "datetime.date(x)",
        "fractions.Fraction('1e999999999')",
        "fractions.Fraction(1, 0)",
        "float('1')",
        "datetime.date([1])",
        "[f(1)]",
        "{**{}, 'a': set()}",
        "datetime.date.today()",
        "set(1)",
        "decimal.Decimal('x')",
        "datetime.timedelta(days=10**30)",
        "__import__('os')",
        "date(2024, 1, 1)",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a literal"):
        literal_value(parse_expression(text))


def test_known_values() -> None:
    text = "[datetime.date(2024, 2, 29), datetime.time(9, 5), datetime.timedelta(days=1), decimal.Decimal('0.10')]"
    assert literal_value(parse_expression(text)) == [date(2024, 2, 29), time(9, 5), timedelta(1), Decimal("0.10")]
    assert literal_value(parse_expression("datetime.datetime(2024, 1, 2, 3, 4)")) == datetime(2024, 1, 2, 3, 4)
    assert literal_value(parse_expression("{fractions.Fraction(1, 2): frozenset({1})}")) == {Fraction(1, 2): {1}}
