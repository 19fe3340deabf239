"""What holds for every input: idioms on money, finance and intervals."""

import decimal
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift_server.engines.embedded.library import finance, intervals, money

AMOUNTS = st.decimals(min_value=0, max_value=10**7, places=4)
PERCENTS = st.decimals(min_value=0, max_value=100, places=2)
CENT = decimal.Decimal("0.01")
SPANS = st.tuples(st.integers(-50, 50), st.integers(1, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))
MANY_SPANS = st.lists(SPANS, max_size=12)
GROWTH = st.floats(0.001, 2)


def points(spans: list[tuple[float, float]]) -> set[int]:
    """The unit steps that half-open intervals cover."""
    return set(itertools.chain.from_iterable(range(int(start), int(end)) for start, end in spans))


@given(AMOUNTS)
def test_rounding_to_cents_moves_by_half_a_cent_at_most(amount: decimal.Decimal) -> None:
    for rounded in (money.round_to_cents(amount), money.round_to_even_cents(amount)):
        assert rounded.as_tuple().exponent == -2
        assert abs(rounded - amount) <= CENT / 2
    assert 0 <= amount - money.cut_to_cents(amount) < CENT


@given(st.integers(-10_000, 10_000), st.integers(1, 30))
def test_shares_of_a_bill_add_up_and_are_fair(cents: int, people: int) -> None:
    shares = money.split_bill(cents, people)
    assert (sum(shares), len(shares)) == (cents, people)
    assert max(shares) - min(shares) <= 1
    assert money.split_bill_rest_last(cents, people) == shares[::-1]


@given(st.integers(0, 10_000), st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any))
def test_parts_by_ratio_add_up_and_are_off_by_less_than_a_cent(cents: int, ratios: list[int]) -> None:
    parts = money.allocate_by_ratio(cents, ratios)
    assert sum(parts) == cents
    assert all(abs(part * sum(ratios) - cents * ratio) < sum(ratios) for part, ratio in zip(parts, ratios, strict=True))
    assert sum(money.allocate_by_ratio_rest_first(cents, ratios)) == cents


@given(AMOUNTS, PERCENTS)
def test_the_tax_in_a_gross_price_is_what_was_added(net: decimal.Decimal, percent: decimal.Decimal) -> None:
    gross = money.add_tax(net, percent)
    assert abs(gross - money.tax_in_price(gross, percent) - net) <= CENT
    assert abs(money.add_tax_exactly(net, percent) - gross) <= CENT / 2
    assert abs(money.add_tax_rounding_half_even(net, percent) - gross) <= CENT


@given(AMOUNTS, PERCENTS)
def test_a_discount_never_raises_the_price(price: decimal.Decimal, percent: decimal.Decimal) -> None:
    reduced = money.discounted_price(price, percent)
    assert 0 <= reduced <= price + CENT / 2
    assert money.discounted_price_at_least_zero(price, percent) == reduced


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_money_is_read_as_it_was_written(amount: decimal.Decimal) -> None:
    written = f"{amount:,.2f}"
    assert money.parse_money(f"${written}") == money.parse_money(f"{written} USD") == amount
    assert money.parse_money_or_none(f"-{written}") == -amount
    swapped = written.translate(str.maketrans(",.", ".,"))
    assert money.parse_european_money(f"{swapped} €") == amount


@pytest.mark.parametrize("text", ["", "$", "1.2.3", "12,34,567", "1,23", "ten dollars", "$1 and $2", "$-5", "--5"])
def test_what_is_no_amount_of_money_is_refused(text: str) -> None:
    assert money.parse_money_or_none(text) is None
    with pytest.raises(ValueError, match="not an amount"):
        money.parse_money(text)


@given(st.floats(1, 1e6), st.floats(0, 0.3), st.integers(1, 480))
def test_a_loan_is_worth_its_payments(principal: float, rate: float, months: int) -> None:
    payment = finance.loan_payment(principal, rate, months)
    worth = finance.net_present_value_from_next_year(rate / 12, [payment] * months)
    assert worth == pytest.approx(principal, rel=1e-4)
    assert finance.loan_payment_in_percent(principal, rate * 100, months) == pytest.approx(payment, rel=1e-4)


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_a_percent_change_leads_to_the_new_value(old: float, new: float) -> None:
    change = finance.percent_change(old, new)
    assert old * (1 + change / 100) == pytest.approx(new)
    assert finance.percent_change_or_none(old, new) == finance.percent_change_or_zero(old, new) == change


@given(st.floats(1, 1000), st.floats(1, 1000), st.floats(1, 40))
def test_growth_at_the_annual_rate_reaches_the_end(start: float, end: float, years: float) -> None:
    rate = finance.annual_growth_rate(start, end, years)
    assert start * (1 + rate) ** years == pytest.approx(end, rel=1e-6)


@given(st.floats(0, 1e6), GROWTH, st.floats(0, 50))
def test_simple_interest_is_linear_in_time(principal: float, rate: float, years: float) -> None:
    once = finance.simple_interest(principal, rate, years)
    assert finance.simple_interest(principal, rate, 2 * years) == pytest.approx(2 * once)
    assert finance.simple_interest_in_percent(principal, rate * 100, years) == pytest.approx(once)


@given(GROWTH, st.lists(st.floats(-1e6, 1e6), max_size=20))
def test_a_year_later_is_worth_less_by_the_rate(rate: float, flows: list[float]) -> None:
    later = finance.net_present_value_from_next_year(rate, flows)
    assert later * (1 + rate) == pytest.approx(finance.net_present_value(rate, flows), abs=1e-3)


@given(st.floats(1, 1e6), st.floats(0, 1e6))
def test_the_margin_of_the_price_is_the_profit(price: float, cost: float) -> None:
    assert price * finance.profit_margin(price, cost) / 100 == pytest.approx(price - cost, abs=1e-6)
    assert finance.profit_margin_as_fraction(price, cost) * 100 == pytest.approx(finance.profit_margin(price, cost))


@given(MANY_SPANS)
def test_merged_intervals_cover_the_same_and_are_apart(spans: list[tuple[float, float]]) -> None:
    merged = intervals.merge_intervals(spans)
    assert points(merged) == points(spans)
    assert all(first[1] < second[0] for first, second in itertools.pairwise(merged))
    assert points(intervals.merge_intervals_that_overlap(spans)) == points(spans)


@given(MANY_SPANS)
def test_gaps_and_intervals_fill_the_whole_span(spans: list[tuple[float, float]]) -> None:
    gaps = intervals.interval_gaps(spans)
    covered = points(spans)
    assert not points(gaps) & covered
    if spans:
        whole = set(range(int(min(spans)[0]), int(max(end for _, end in spans))))
        assert points(gaps) | covered == whole
    assert intervals.covered_length(spans) == len(covered)


@given(SPANS, SPANS)
def test_overlap_is_a_common_point(first: tuple[float, float], second: tuple[float, float]) -> None:
    common = points([first]) & points([second])
    assert intervals.intervals_overlap(first, second) == bool(common)
    found = intervals.interval_intersection(first, second)
    assert (points([found]) if found else set()) == common
    assert intervals.closed_intervals_overlap(first, second) == (
        intervals.closed_interval_intersection(first, second) is not None
    )


@given(MANY_SPANS)
def test_the_most_overlapping_are_counted_at_every_point(spans: list[tuple[float, float]]) -> None:
    def at_once(point: float, last: bool) -> int:
        return sum(start <= point < end or (last and point == end) for start, end in spans)

    assert intervals.most_overlapping(spans) == max((at_once(start, False) for start, _ in spans), default=0)
    assert intervals.most_overlapping_with_ends(spans) == max((at_once(start, True) for start, _ in spans), default=0)


@given(st.lists(st.integers(0, 60)))
def test_ranges_are_read_as_they_were_written(numbers: list[int]) -> None:
    text = intervals.compact_ranges(numbers)
    assert intervals.expand_ranges(text) == sorted(set(numbers))
    assert intervals.expand_ranges_sorted(intervals.compact_ranges_spaced(numbers)) == sorted(set(numbers))


@pytest.mark.parametrize("text", ["3-1", "a", "1--2", "1-2-3", "-4"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a range"):
        intervals.expand_ranges(text)
