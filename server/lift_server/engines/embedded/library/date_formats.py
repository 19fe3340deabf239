"""Idioms that read and write dates, and that count in months and working days."""

import calendar
import datetime
import re

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="parse read convert iso date string text to yyyy-mm-dd year month day from 8601",
    variant="exactly YYYY-MM-DD; anything else raises ValueError",
    probes=['parse_iso_date("2024-1-5")', 'parse_iso_date("20240105")', 'parse_iso_date("2023-02-29")'],
)
def parse_iso_date(text: str) -> datetime.date:
    """Return the date that a text of the form YYYY-MM-DD names; raise ValueError for any other text.

    >>> parse_iso_date("2024-02-29")
    datetime.date(2024, 2, 29)
    >>> parse_iso_date("1999-12-31")
    datetime.date(1999, 12, 31)
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f"not a date of the form YYYY-MM-DD: {text!r}")
    return datetime.date(int(text[:4]), int(text[5:7]), int(text[8:]))


@idiom(of="parse_iso_date", variant="anything but a date YYYY-MM-DD gives None")
def parse_iso_date_or_none(text: str) -> datetime.date | None:
    """Return the date that a text of the form YYYY-MM-DD names, or None for any other text.

    >>> parse_iso_date_or_none("2024-02-29")
    datetime.date(2024, 2, 29)
    >>> parse_iso_date_or_none("2023-02-29") is None
    True
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return datetime.date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        return None


@idiom(of="parse_iso_date", variant="months and days may have one digit")
def parse_iso_date_leniently(text: str) -> datetime.date:
    """Return the date that year, month and day, joined by hyphens, name; raise ValueError for any other text.

    >>> parse_iso_date_leniently("2024-1-5")
    datetime.date(2024, 1, 5)
    >>> parse_iso_date_leniently("2024-02-29")
    datetime.date(2024, 2, 29)
    """
    match = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    if match is None:
        raise ValueError(f"not a date of the form YYYY-MM-DD: {text!r}")
    return datetime.date(int(match[1]), int(match[2]), int(match[3]))


@idiom(of="parse_iso_date", variant="all forms of ISO 8601 dates, such as 20240105 and 2024-W01-5")
def parse_any_iso_date(text: str) -> datetime.date:
    """Return the date that a text in any ISO 8601 form names; raise ValueError for any other text.

    >>> parse_any_iso_date("20240229")
    datetime.date(2024, 2, 29)
    >>> parse_any_iso_date("2024-W01-5")
    datetime.date(2024, 1, 5)
    """
    return datetime.date.fromisoformat(text)


@idiom(
    words="format date write print as string text iso yyyy-mm-dd year month day display representation",
    variant="YYYY-MM-DD",
    probes=["format_date(datetime.date(2024, 3, 5))", "format_date(datetime.date(800, 12, 25))"],
)
def format_date(day: datetime.date) -> str:
    """Return a date in the form YYYY-MM-DD.

    >>> format_date(datetime.date(2024, 3, 5))
    '2024-03-05'
    >>> format_date(datetime.date(800, 12, 25))
    '0800-12-25'
    """
    return f"{day.year:04}-{day.month:02}-{day.day:02}"


@idiom(of="format_date", variant="DD/MM/YYYY")
def format_date_day_first(day: datetime.date) -> str:
    """Return a date in the form DD/MM/YYYY.

    >>> format_date_day_first(datetime.date(2024, 3, 5))
    '05/03/2024'
    >>> format_date_day_first(datetime.date(800, 12, 25))
    '25/12/0800'
    """
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


@idiom(of="format_date", variant="MM/DD/YYYY")
def format_date_month_first(day: datetime.date) -> str:
    """Return a date in the form MM/DD/YYYY.

    >>> format_date_month_first(datetime.date(2024, 3, 5))
    '03/05/2024'
    >>> format_date_month_first(datetime.date(800, 12, 25))
    '12/25/0800'
    """
    return f"{day.month:02}/{day.day:02}/{day.year:04}"


@idiom(of="format_date", variant="DD.MM.YYYY")
def format_date_with_dots(day: datetime.date) -> str:
    """Return a date in the form DD.MM.YYYY.

    >>> format_date_with_dots(datetime.date(2024, 3, 5))
    '05.03.2024'
    >>> format_date_with_dots(datetime.date(800, 12, 25))
    '25.12.0800'
    """
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


@idiom(of="format_date", variant="with the English name of the month: March 5, 2024")
def format_date_in_words(day: datetime.date) -> str:
    """Return a date with the English name of its month, such as "March 5, 2024".

    >>> format_date_in_words(datetime.date(2024, 3, 5))
    'March 5, 2024'
    >>> format_date_in_words(datetime.date(800, 12, 25))
    'December 25, 800'
    """
    return f"{calendar.month_name[day.month]} {day.day}, {day.year}"


@idiom(
    words="add months date plus later shift forward month offset subtract calendar renewal monthly billing",
    variant="a day that the month lacks becomes its last day",
    probes=["add_months(datetime.date(2024, 1, 31), 1)", "add_months(datetime.date(2024, 3, 31), -1)"],
)
def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the same day a number of months later, or the last day of that month when it has no such day.

    >>> add_months(datetime.date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    >>> add_months(datetime.date(2024, 1, 15), -2)
    datetime.date(2023, 11, 15)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"the year must be 1 to 9999, not {year}")
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@idiom(of="add_months", variant="a day that the month lacks raises ValueError")
def add_months_exactly(day: datetime.date, months: int) -> datetime.date:
    """Return the same day a number of months later; raise ValueError when that month has no such day.

    >>> add_months_exactly(datetime.date(2024, 1, 15), 1)
    datetime.date(2024, 2, 15)
    >>> add_months_exactly(datetime.date(2024, 1, 15), -2)
    datetime.date(2023, 11, 15)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, day.day)


@idiom(of="add_months", variant="days that the month lacks run into the next month")
def add_months_running_over(day: datetime.date, months: int) -> datetime.date:
    """Return the same day a number of months later, days beyond the end of that month running into the next.

    >>> add_months_running_over(datetime.date(2024, 1, 31), 1)
    datetime.date(2024, 3, 2)
    >>> add_months_running_over(datetime.date(2024, 1, 15), -2)
    datetime.date(2023, 11, 15)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, 1) + datetime.timedelta(days=day.day - 1)


@idiom(
    words="business days working workdays weekdays count number between two dates monday to friday excluding weekends",
    variant="first and last day both count",
    probes=[
        "business_days(datetime.date(2024, 1, 1), datetime.date(2024, 1, 8))",
        "business_days(datetime.date(2024, 1, 8), datetime.date(2024, 1, 1))",
    ],
)
def business_days(first: datetime.date, second: datetime.date) -> int:
    """Return the number of days from Monday to Friday from the first date to the second, both included.

    >>> business_days(datetime.date(2024, 1, 1), datetime.date(2024, 1, 7))
    5
    >>> business_days(datetime.date(2024, 1, 6), datetime.date(2024, 1, 8))
    1
    """
    days = max((second - first).days + 1, 0)
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum((first.weekday() + offset) % 7 < 5 for offset in range(rest))


@idiom(of="business_days", variant="the last day does not count")
def business_days_before(first: datetime.date, second: datetime.date) -> int:
    """Return the number of days from Monday to Friday from the first date up to, not including, the second.

    >>> business_days_before(datetime.date(2024, 1, 1), datetime.date(2024, 1, 5))
    4
    >>> business_days_before(datetime.date(2024, 1, 1), datetime.date(2024, 1, 1))
    0
    """
    days = max((second - first).days, 0)
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum((first.weekday() + offset) % 7 < 5 for offset in range(rest))


@idiom(of="business_days", variant="the order of the dates does not matter")
def business_days_in_either_order(first: datetime.date, second: datetime.date) -> int:
    """Return the number of days from Monday to Friday in the span of two dates, both included, in either order.

    >>> business_days_in_either_order(datetime.date(2024, 1, 7), datetime.date(2024, 1, 1))
    5
    >>> business_days_in_either_order(datetime.date(2024, 1, 6), datetime.date(2024, 1, 6))
    0
    """
    start = min(first, second)
    weeks, rest = divmod(abs((second - first).days) + 1, 7)
    return weeks * 5 + sum((start.weekday() + offset) % 7 < 5 for offset in range(rest))
