"""Idioms on interest, loans, growth and profit; rates are fractions such as 0.05 unless a variant says percent."""

import math

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="monthly loan payment mortgage installment annuity credit repay principal borrow rate months constant",
    variant="the yearly rate is a fraction such as 0.05",
    probes=["loan_payment(1200, 0.05, 12)", "loan_payment(1200, 0, 12)", "loan_payment(1200, 0.05, 0)"],
)
def loan_payment(principal: float, rate: float, months: int) -> float:
    """Return the constant monthly payment that pays a loan off in so many months at a yearly rate such as 0.05.

    >>> round(loan_payment(200_000, 0.06, 360), 2)
    1199.1
    >>> loan_payment(1200, 0, 12)
    100.0
    """
    if months < 1:
        raise ValueError("months must be at least 1")
    monthly = rate / 12
    if monthly == 0:
        return principal / months
    return principal * monthly / -math.expm1(-months * math.log1p(monthly))


@idiom(of="loan_payment", variant="the yearly rate is a percentage such as 5")
def loan_payment_in_percent(principal: float, rate: float, months: int) -> float:
    """Return the constant monthly payment that pays a loan off in so many months at a yearly rate in percent.

    >>> round(loan_payment_in_percent(200_000, 6, 360), 2)
    1199.1
    """
    if months < 1:
        raise ValueError("months must be at least 1")
    monthly = rate / 1200
    if monthly == 0:
        return principal / months
    return principal * monthly / -math.expm1(-months * math.log1p(monthly))


@idiom(
    words="percent percentage change increase decrease rise fall relative from old to new previous current value",
    variant="an old value of 0 raises ValueError",
    probes=["percent_change(80, 100)", "percent_change(0, 5)", "percent_change(-50, 50)"],
)
def percent_change(old: float, new: float) -> float:
    """Return by how many percent the new value differs from the old one; negative for a fall.

    >>> percent_change(80, 100)
    25.0
    >>> percent_change(200, 150)
    -25.0
    """
    if old == 0:
        raise ValueError("old must not be 0")
    return (new - old) / abs(old) * 100


@idiom(of="percent_change", variant="an old value of 0 gives None")
def percent_change_or_none(old: float, new: float) -> float | None:
    """Return by how many percent the new value differs from the old one, or None when that is 0.

    >>> percent_change_or_none(80, 100)
    25.0
    >>> percent_change_or_none(0, 5) is None
    True
    """
    return (new - old) / abs(old) * 100 if old else None


@idiom(of="percent_change", variant="an old value of 0 gives 0.0")
def percent_change_or_zero(old: float, new: float) -> float:
    """Return by how many percent the new value differs from the old one, 0.0 when that is 0.

    >>> percent_change_or_zero(0, 5)
    0.0
    """
    return (new - old) / abs(old) * 100 if old else 0.0


@idiom(
    words="simple interest principal rate years without compounding flat earned deposit linear",
    variant="the rate is a fraction such as 0.05",
    probes=["simple_interest(1000, 0.05, 3)"],
)
def simple_interest(principal: float, rate: float, years: float) -> float:
    """Return the interest on a principal after some years at a yearly rate such as 0.05, without compounding.

    >>> round(simple_interest(1000, 0.05, 3), 2)
    150.0
    >>> simple_interest(1000, 0.05, 0)
    0.0
    """
    return principal * rate * years


@idiom(of="simple_interest", variant="the rate is a percentage such as 5")
def simple_interest_in_percent(principal: float, rate: float, years: float) -> float:
    """Return the interest on a principal after some years at a yearly rate in percent, without compounding.

    >>> simple_interest_in_percent(1000, 5, 3)
    150.0
    """
    return principal * rate * years / 100


@idiom(
    words="net present value npv discount future cash flows payments today rate investment worth",
    variant="the first cash flow is today's",
    probes=["net_present_value(0.1, [-100, 60, 60])", "net_present_value(0.1, [])"],
)
def net_present_value(rate: float, cash_flows: list[float]) -> float:
    """Return what yearly cash flows, the first of them now, are worth today at a discount rate such as 0.1.

    >>> round(net_present_value(0.1, [-100, 60, 60]), 2)
    4.13
    >>> net_present_value(0.1, [])
    0
    """
    return sum(flow / (1 + rate) ** year for year, flow in enumerate(cash_flows))


@idiom(of="net_present_value", variant="the first cash flow comes after a year")
def net_present_value_from_next_year(rate: float, cash_flows: list[float]) -> float:
    """Return what yearly cash flows, the first of them in a year, are worth today at a discount rate such as 0.1.

    >>> round(net_present_value_from_next_year(0.1, [110, 121]), 2)
    200.0
    """
    return sum(flow / (1 + rate) ** year for year, flow in enumerate(cash_flows, start=1))


@idiom(
    words="compound annual growth rate cagr yearly average growth per year from start to end value revenue",
    probes=["annual_growth_rate(100, 121, 2)", "annual_growth_rate(0, 5, 1)"],
)
def annual_growth_rate(start: float, end: float, years: float) -> float:
    """Return the constant yearly rate, 0.1 for ten percent, at which a value grows from start to end.

    >>> round(annual_growth_rate(100, 121, 2), 4)
    0.1
    >>> annual_growth_rate(0, 5, 1)
    Traceback (most recent call last):
        ...
    ValueError: start and years must be positive, end must not be negative
    """
    if start <= 0 or years <= 0 or end < 0:
        raise ValueError("start and years must be positive, end must not be negative")
    return math.pow(end / start, 1 / years) - 1


@idiom(
    words="profit margin percent share of selling price cost sold bought earnings revenue gross",
    variant="in percent of the price",
    probes=["profit_margin(100, 60)", "profit_margin(0, 5)"],
)
def profit_margin(price: float, cost: float) -> float:
    """Return the profit as a percentage of the selling price.

    >>> profit_margin(100, 60)
    40.0
    >>> profit_margin(0, 5)
    Traceback (most recent call last):
        ...
    ValueError: price must not be 0
    """
    if price == 0:
        raise ValueError("price must not be 0")
    return (price - cost) / price * 100


@idiom(of="profit_margin", variant="a fraction of the price, 0.4 for 40 percent")
def profit_margin_as_fraction(price: float, cost: float) -> float:
    """Return the profit as a fraction of the selling price.

    >>> profit_margin_as_fraction(100, 60)
    0.4
    """
    if price == 0:
        raise ValueError("price must not be 0")
    return (price - cost) / price
