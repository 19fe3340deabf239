"""Idioms on money in exact decimals and in cents: rounding, shares, taxes, discounts, amounts as text."""

import decimal
import re

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="round money amount decimal to cents cent pennies two places half up commercial currency exact",
    variant="halves are rounded away from zero",
    probes=['round_to_cents(decimal.Decimal("2.345"))', 'round_to_cents(decimal.Decimal("2.349"))'],
)
def round_to_cents(amount: decimal.Decimal) -> decimal.Decimal:
    """Return the amount rounded to cents, halves away from zero.

    >>> round_to_cents(decimal.Decimal("2.345"))
    Decimal('2.35')
    >>> round_to_cents(decimal.Decimal("7"))
    Decimal('7.00')
    """
    return amount.quantize(decimal.Decimal("0.01"), rounding=decimal.ROUND_HALF_UP)


@idiom(of="round_to_cents", variant="banker's rounding: halves go to the even cent")
def round_to_even_cents(amount: decimal.Decimal) -> decimal.Decimal:
    """Return the amount rounded to cents, halves to the even cent.

    >>> round_to_even_cents(decimal.Decimal("2.345"))
    Decimal('2.34')
    """
    return amount.quantize(decimal.Decimal("0.01"), rounding=decimal.ROUND_HALF_EVEN)


@idiom(of="round_to_cents", variant="fractions of a cent are cut off")
def cut_to_cents(amount: decimal.Decimal) -> decimal.Decimal:
    """Return the amount without its fractions of a cent.

    >>> cut_to_cents(decimal.Decimal("2.349"))
    Decimal('2.34')
    """
    return amount.quantize(decimal.Decimal("0.01"), rounding=decimal.ROUND_DOWN)


@idiom(
    words="split bill cents evenly fairly among people friends persons shares each pays restaurant divide equal",
    variant="the first ones pay the cents that are left over",
    probes=["split_bill(1000, 3)", "split_bill(5, 2)", "split_bill(100, 0)"],
)
def split_bill(cents: int, people: int) -> list[int]:
    """Return what each of the people pays in cents; the shares differ by one cent at most and add up to the bill.

    >>> split_bill(1000, 3)
    [334, 333, 333]
    >>> split_bill(100, 0)
    Traceback (most recent call last):
        ...
    ValueError: people must be at least 1
    """
    if people < 1:
        raise ValueError("people must be at least 1")
    share, rest = divmod(cents, people)
    return [share + 1] * rest + [share] * (people - rest)


@idiom(of="split_bill", variant="the last ones pay the cents that are left over")
def split_bill_rest_last(cents: int, people: int) -> list[int]:
    """Return what each of the people pays in cents; the last ones pay the cents that are left over.

    >>> split_bill_rest_last(1000, 3)
    [333, 333, 334]
    """
    if people < 1:
        raise ValueError("people must be at least 1")
    share, rest = divmod(cents, people)
    return [share] * (people - rest) + [share + 1] * rest


@idiom(
    words="allocate distribute split amount cents budget by ratio ratios weights proportion proportional parts exactly",
    variant="the largest remainders get the cents that are left over",
    probes=["allocate_by_ratio(100, [1, 1, 1])", "allocate_by_ratio(10, [3, 1, 3])", "allocate_by_ratio(7, [0, 0])"],
)
def allocate_by_ratio(cents: int, ratios: list[int]) -> list[int]:
    """Return the parts of an amount in cents in the given ratios; they add up to it.

    >>> allocate_by_ratio(100, [1, 1, 1])
    [34, 33, 33]
    >>> allocate_by_ratio(10, [3, 1, 3])
    [4, 2, 4]
    """
    whole = sum(ratios)
    if whole <= 0 or min(ratios) < 0:
        raise ValueError("ratios must not be negative and must have a positive sum")
    parts = [cents * ratio // whole for ratio in ratios]
    by_remainder = sorted(range(len(ratios)), key=lambda place: -(cents * ratios[place] % whole))
    for place in by_remainder[: cents - sum(parts)]:
        parts[place] += 1
    return parts


@idiom(of="allocate_by_ratio", variant="the first parts get the cents that are left over")
def allocate_by_ratio_rest_first(cents: int, ratios: list[int]) -> list[int]:
    """Return the parts of an amount in cents in the given ratios; the first ones get the cents that are left over.

    >>> allocate_by_ratio_rest_first(10, [3, 1, 3])
    [5, 1, 4]
    """
    whole = sum(ratios)
    if whole <= 0 or min(ratios) < 0:
        raise ValueError("ratios must not be negative and must have a positive sum")
    parts = [cents * ratio // whole for ratio in ratios]
    places = [place for place, ratio in enumerate(ratios) if ratio]
    for place in places[: cents - sum(parts)]:
        parts[place] += 1
    return parts


@idiom(
    words="add sales tax vat value added to net price gross including total with percent rate on top",
    variant="rounded to cents, halves up",
    probes=[
        'add_tax(decimal.Decimal("9.99"), decimal.Decimal("19"))',
        'add_tax(decimal.Decimal("0.50"), decimal.Decimal("5"))',
    ],
)
def add_tax(net: decimal.Decimal, percent: decimal.Decimal) -> decimal.Decimal:
    """Return the gross price: the net price with so many percent of tax, rounded to cents.

    >>> add_tax(decimal.Decimal("9.99"), decimal.Decimal("19"))
    Decimal('11.89')
    >>> add_tax(decimal.Decimal("100"), decimal.Decimal("7.5"))
    Decimal('107.50')
    """
    gross = net * (100 + percent) / 100
    return gross.quantize(decimal.Decimal("0.01"), rounding=decimal.ROUND_HALF_UP)


@idiom(of="add_tax", variant="rounded to cents, halves to the even cent")
def add_tax_rounding_half_even(net: decimal.Decimal, percent: decimal.Decimal) -> decimal.Decimal:
    """Return the gross price: the net price with so many percent of tax, rounded to cents, halves to even.

    >>> add_tax_rounding_half_even(decimal.Decimal("0.50"), decimal.Decimal("5"))
    Decimal('0.52')
    """
    gross = net * (100 + percent) / 100
    return gross.quantize(decimal.Decimal("0.01"), rounding=decimal.ROUND_HALF_EVEN)


@idiom(of="add_tax", variant="not rounded")
def add_tax_exactly(net: decimal.Decimal, percent: decimal.Decimal) -> decimal.Decimal:
    """Return the gross price: the net price with so many percent of tax, not rounded.

    >>> add_tax_exactly(decimal.Decimal("0.50"), decimal.Decimal("5"))
    Decimal('0.525')
    """
    return net * (100 + percent) / 100


@idiom(
    words="tax vat contained included in gross price extract portion out of total how much percent rate inclusive",
    probes=['tax_in_price(decimal.Decimal("119"), decimal.Decimal("19"))'],
)
def tax_in_price(gross: decimal.Decimal, percent: decimal.Decimal) -> decimal.Decimal:
    """Return the tax that a gross price contains at a rate of so many percent, rounded to cents.

    >>> tax_in_price(decimal.Decimal("119.00"), decimal.Decimal("19"))
    Decimal('19.00')
    >>> tax_in_price(decimal.Decimal("10.00"), decimal.Decimal("7"))
    Decimal('0.65')
    """
    tax = gross * percent / (100 + percent)
    return tax.quantize(decimal.Decimal("0.01"), rounding=decimal.ROUND_HALF_UP)


@idiom(
    words="discounted price discount percent off coupon reduce reduced sale rebate after voucher cheaper",
    variant="a percentage outside 0 to 100 raises ValueError",
    probes=[
        'discounted_price(decimal.Decimal("80"), decimal.Decimal("25"))',
        'discounted_price(decimal.Decimal("80"), decimal.Decimal("120"))',
    ],
)
def discounted_price(price: decimal.Decimal, percent: decimal.Decimal) -> decimal.Decimal:
    """Return the price less so many percent, rounded to cents.

    >>> discounted_price(decimal.Decimal("80"), decimal.Decimal("25"))
    Decimal('60.00')
    >>> discounted_price(decimal.Decimal("9.99"), decimal.Decimal("10"))
    Decimal('8.99')
    """
    if not 0 <= percent <= 100:
        raise ValueError("percent must be between 0 and 100")
    reduced = price * (100 - percent) / 100
    return reduced.quantize(decimal.Decimal("0.01"), rounding=decimal.ROUND_HALF_UP)


@idiom(of="discounted_price", variant="a percentage above 100 gives nothing to pay")
def discounted_price_at_least_zero(price: decimal.Decimal, percent: decimal.Decimal) -> decimal.Decimal:
    """Return the price less so many percent, rounded to cents; more than 100 percent count as 100.

    >>> discounted_price_at_least_zero(decimal.Decimal("80"), decimal.Decimal("120"))
    Decimal('0.00')
    """
    reduced = price * max(100 - percent, decimal.Decimal(0)) / 100
    return reduced.quantize(decimal.Decimal("0.01"), rounding=decimal.ROUND_HALF_UP)


@idiom(
    words="parse read money amount price text string currency sign dollar thousands separators into exact decimal",
    variant="commas separate thousands, a point the cents",
    probes=['parse_money("$1,234.50")', 'parse_money("1.234,50 €")', 'parse_money("free")'],
)
def parse_money(text: str) -> decimal.Decimal:
    """Return the amount of money that a text such as "$1,234.50" states; raise ValueError for anything else.

    >>> parse_money("$1,234.50")
    Decimal('1234.50')
    >>> parse_money("-12 EUR")
    Decimal('-12')
    """
    currency = r"[^\d\s.,+-]{1,3}"
    number = r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?"
    match = re.fullmatch(rf"([-+]?)(?:{currency}\s?)?{number}(?:\s?{currency})?", text.strip())
    if match is None:
        raise ValueError(f"not an amount of money: {text!r}")
    sign, whole, cents = match.groups(default="")
    return decimal.Decimal(sign + whole.replace(",", "") + cents)


@idiom(of="parse_money", variant="points separate thousands, a comma the cents")
def parse_european_money(text: str) -> decimal.Decimal:
    """Return the amount of money that a text such as "1.234,50 €" states; raise ValueError for anything else.

    >>> parse_european_money("1.234,50 €")
    Decimal('1234.50')
    """
    currency = r"[^\d\s.,+-]{1,3}"
    number = r"(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?"
    match = re.fullmatch(rf"([-+]?)(?:{currency}\s?)?{number}(?:\s?{currency})?", text.strip())
    if match is None:
        raise ValueError(f"not an amount of money: {text!r}")
    sign, whole, cents = match.groups(default="")
    return decimal.Decimal(sign + whole.replace(".", "") + cents.replace(",", "."))


@idiom(of="parse_money", variant="anything else gives None")
def parse_money_or_none(text: str) -> decimal.Decimal | None:
    """Return the amount of money that a text such as "$1,234.50" states, or None.

    >>> parse_money_or_none("$1,234.50")
    Decimal('1234.50')
    >>> parse_money_or_none("free") is None
    True
    """
    currency = r"[^\d\s.,+-]{1,3}"
    number = r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?"
    match = re.fullmatch(rf"([-+]?)(?:{currency}\s?)?{number}(?:\s?{currency})?", text.strip())
    if match is None:
        return None
    sign, whole, cents = match.groups(default="")
    return decimal.Decimal(sign + whole.replace(",", "") + cents)
