"""Idioms on weekdays, weeks, months and years of calendar dates."""

import calendar
import datetime

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="add business days working workdays weekdays to date skip weekends due delivery later monday friday",
    probes=[
        "add_business_days(datetime.date(2024, 3, 1), 1)",
        "add_business_days(datetime.date(2024, 3, 2), 0)",
        "add_business_days(datetime.date(2024, 3, 4), -1)",
    ],
)
def add_business_days(day: datetime.date, days: int) -> datetime.date:
    """Return the date so many working days, Monday to Friday, after a date; before it for a negative number.

    >>> add_business_days(datetime.date(2024, 3, 1), 1)
    datetime.date(2024, 3, 4)
    >>> add_business_days(datetime.date(2024, 3, 4), -1)
    datetime.date(2024, 3, 1)
    """
    step = datetime.timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        day += step
        if day.weekday() < 5:
            left -= 1
    return day


@idiom(
    words="next weekday coming following upcoming monday tuesday friday date after given day of the week",
    variant="strictly after the date",
    probes=["next_weekday(datetime.date(2024, 3, 1), 0)", "next_weekday(datetime.date(2024, 3, 1), 4)"],
)
def next_weekday(day: datetime.date, weekday: int) -> datetime.date:
    """Return the first date after the given one that falls on a weekday, 0 for Monday to 6 for Sunday.

    >>> next_weekday(datetime.date(2024, 3, 1), 0)
    datetime.date(2024, 3, 4)
    >>> next_weekday(datetime.date(2024, 3, 1), 4)
    datetime.date(2024, 3, 8)
    """
    return day + datetime.timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


@idiom(of="next_weekday", variant="the date itself counts")
def weekday_on_or_after(day: datetime.date, weekday: int) -> datetime.date:
    """Return the first date from the given one on that falls on a weekday, 0 for Monday to 6 for Sunday.

    >>> weekday_on_or_after(datetime.date(2024, 3, 1), 4)
    datetime.date(2024, 3, 1)
    """
    return day + datetime.timedelta(days=(weekday - day.weekday()) % 7)


@idiom(
    words="nth weekday of month first second third fourth last monday thursday tuesday thanksgiving date in year",
    variant="a weekday that the month lacks raises ValueError",
    probes=["nth_weekday(2024, 11, 3, 4)", "nth_weekday(2024, 11, 3, 5)", "nth_weekday(2024, 11, 3, -1)"],
)
def nth_weekday(year: int, month: int, weekday: int, n: int) -> datetime.date:
    """Return the date of the n-th weekday, 0 for Monday to 6 for Sunday, of a month.

    >>> nth_weekday(2024, 11, 3, 4)
    datetime.date(2024, 11, 28)
    >>> nth_weekday(2024, 11, 3, 5)
    Traceback (most recent call last):
        ...
    ValueError: the month has no such weekday
    """
    first = datetime.date(year, month, 1)
    day = 1 + (weekday - first.weekday()) % 7 + 7 * (n - 1)
    if n < 1 or day > calendar.monthrange(year, month)[1]:
        raise ValueError("the month has no such weekday")
    return first.replace(day=day)


@idiom(of="nth_weekday", variant="a negative n counts from the end of the month")
def nth_weekday_from_either_end(year: int, month: int, weekday: int, n: int) -> datetime.date:
    """Return the date of the n-th weekday, 0 for Monday to 6 for Sunday, of a month; -1 is the last one.

    >>> nth_weekday_from_either_end(2024, 11, 3, -1)
    datetime.date(2024, 11, 28)
    """
    length = calendar.monthrange(year, month)[1]
    days = [day for day in range(1, length + 1) if datetime.date(year, month, day).weekday() == weekday]
    if n == 0 or abs(n) > len(days):
        raise ValueError("the month has no such weekday")
    return datetime.date(year, month, days[n - 1 if n > 0 else n])


@idiom(of="nth_weekday", variant="a weekday that the month lacks gives None")
def nth_weekday_or_none(year: int, month: int, weekday: int, n: int) -> datetime.date | None:
    """Return the date of the n-th weekday, 0 for Monday to 6 for Sunday, of a month, or None when there is none.

    >>> nth_weekday_or_none(2024, 11, 3, 4)
    datetime.date(2024, 11, 28)
    >>> nth_weekday_or_none(2024, 11, 3, 5) is None
    True
    """
    first = datetime.date(year, month, 1)
    day = 1 + (weekday - first.weekday()) % 7 + 7 * (n - 1)
    if n < 1 or day > calendar.monthrange(year, month)[1]:
        return None
    return first.replace(day=day)


@idiom(
    words="iso week number calendar week of the year date kw isocalendar weeknumber",
    variant="the number alone",
    probes=["iso_week(datetime.date(2024, 12, 30))"],
)
def iso_week(day: datetime.date) -> int:
    """Return the number of the ISO week that a date lies in, 1 to 53.

    >>> iso_week(datetime.date(2024, 3, 1))
    9
    >>> iso_week(datetime.date(2024, 12, 30))
    1
    """
    return day.isocalendar().week


@idiom(of="iso_week", variant='with its year, "2025-W01"')
def iso_week_label(day: datetime.date) -> str:
    """Return the ISO week that a date lies in with the year that the week belongs to.

    >>> iso_week_label(datetime.date(2024, 12, 30))
    '2025-W01'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


@idiom(
    words="day of the year number ordinal 1 to 366 julian date since january first yday",
    probes=["day_of_year(datetime.date(2024, 12, 31))"],
)
def day_of_year(day: datetime.date) -> int:
    """Return the number of a date within its year, from 1 for January 1.

    >>> day_of_year(datetime.date(2024, 3, 1))
    61
    >>> day_of_year(datetime.date(2023, 12, 31))
    365
    """
    return day.timetuple().tm_yday


@idiom(
    words="months between two dates full whole complete number of elapsed difference count tenure",
    variant="complete months",
    probes=[
        "months_between(datetime.date(2024, 1, 31), datetime.date(2024, 3, 30))",
        "months_between(datetime.date(2024, 3, 1), datetime.date(2024, 1, 1))",
    ],
)
def months_between(first: datetime.date, second: datetime.date) -> int:
    """Return how many complete months lie between two dates, whichever is the earlier.

    >>> months_between(datetime.date(2024, 1, 15), datetime.date(2024, 3, 15))
    2
    >>> months_between(datetime.date(2024, 1, 15), datetime.date(2024, 3, 14))
    1
    """
    start, end = sorted((first, second))
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if end.day < start.day else months


@idiom(of="months_between", variant="the days of the month do not matter")
def calendar_months_between(first: datetime.date, second: datetime.date) -> int:
    """Return by how many calendar months two dates differ, whatever their days, whichever is the earlier.

    >>> calendar_months_between(datetime.date(2024, 1, 31), datetime.date(2024, 2, 1))
    1
    """
    return abs((second.year - first.year) * 12 + second.month - first.month)


@idiom(of="months_between", variant="negative when the second date is the earlier one")
def months_from_first_to_second(first: datetime.date, second: datetime.date) -> int:
    """Return how many complete months lie between two dates; negative when the second is the earlier one.

    >>> months_from_first_to_second(datetime.date(2024, 3, 1), datetime.date(2024, 1, 1))
    -2
    """
    start, end = sorted((first, second))
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return months if first <= second else -months


@idiom(
    words="date range list every all dates days between first and last start end inclusive calendar generate",
    variant="the last date is included",
    probes=["date_range(datetime.date(2024, 2, 28), datetime.date(2024, 3, 1))"],
)
def date_range(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Return all dates from the first to the last, both included.

    >>> [day.day for day in date_range(datetime.date(2024, 2, 28), datetime.date(2024, 3, 1))]
    [28, 29, 1]
    >>> date_range(datetime.date(2024, 2, 2), datetime.date(2024, 2, 1))
    []
    """
    return [first + datetime.timedelta(days=days) for days in range((last - first).days + 1)]


@idiom(of="date_range", variant="the last date is not included")
def date_range_before(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Return all dates from the first on that come before the last.

    >>> [day.day for day in date_range_before(datetime.date(2024, 2, 28), datetime.date(2024, 3, 1))]
    [28, 29]
    """
    return [first + datetime.timedelta(days=days) for days in range((last - first).days)]


@idiom(
    words="easter sunday date in year gregorian computus christian holiday when falls",
    probes=["easter_sunday(2024)", "easter_sunday(1583)"],
)
def easter_sunday(year: int) -> datetime.date:
    """Return the date of Easter Sunday in a year of the Gregorian calendar.

    >>> easter_sunday(2024)
    datetime.date(2024, 3, 31)
    >>> easter_sunday(2038)
    datetime.date(2038, 4, 25)
    """
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    full_moon = epact - epact // 28 * (1 - 29 // (epact + 1) * ((21 - golden) // 11))
    weekday = (year + year // 4 + full_moon + 2 - century + century // 4) % 7
    offset = full_moon - weekday
    month = 3 + (offset + 40) // 44
    return datetime.date(year, month, offset + 28 - 31 * (month // 4))


@idiom(
    words="days until next birthday birth date today countdown left wait anniversary coming",
    variant="29 February is celebrated on 1 March in other years",
    probes=[
        "days_until_birthday(datetime.date(1990, 5, 10), datetime.date(2024, 5, 10))",
        "days_until_birthday(datetime.date(2000, 2, 29), datetime.date(2023, 2, 1))",
    ],
)
def days_until_birthday(birth: datetime.date, today: datetime.date) -> int:
    """Return how many days are left until the next birthday, 0 on the day itself.

    >>> days_until_birthday(datetime.date(1990, 5, 10), datetime.date(2024, 5, 1))
    9
    >>> days_until_birthday(datetime.date(1990, 5, 10), datetime.date(2024, 5, 10))
    0
    """
    for year in (today.year, today.year + 1):
        leap_day = (birth.month, birth.day) == (2, 29) and not calendar.isleap(year)
        birthday = datetime.date(year, 3, 1) if leap_day else birth.replace(year=year)
        if birthday >= today:
            break
    return (birthday - today).days


@idiom(of="days_until_birthday", variant="29 February is celebrated on 28 February in other years")
def days_until_birthday_in_february(birth: datetime.date, today: datetime.date) -> int:
    """Return how many days are left until the next birthday; 29 February is celebrated on the 28th in other years.

    >>> days_until_birthday_in_february(datetime.date(2000, 2, 29), datetime.date(2023, 2, 1))
    27
    """
    for year in (today.year, today.year + 1):
        leap_day = (birth.month, birth.day) == (2, 29) and not calendar.isleap(year)
        birthday = birth.replace(year=year, day=28 if leap_day else birth.day)
        if birthday >= today:
            break
    return (birthday - today).days


@idiom(
    words="fiscal financial business year of date first month begins starts april october accounting",
    variant="named by the year in which it ends",
    probes=["fiscal_year(datetime.date(2024, 5, 1), 4)", "fiscal_year(datetime.date(2024, 5, 1), 1)"],
)
def fiscal_year(day: datetime.date, first_month: int) -> int:
    """Return the fiscal year of a date, named by the calendar year in which it ends.

    >>> fiscal_year(datetime.date(2024, 5, 1), 4)
    2025
    >>> fiscal_year(datetime.date(2024, 3, 31), 4)
    2024
    """
    return day.year + 1 if 1 < first_month <= day.month else day.year


@idiom(of="fiscal_year", variant="named by the year in which it begins")
def fiscal_year_by_start(day: datetime.date, first_month: int) -> int:
    """Return the fiscal year of a date, named by the calendar year in which it begins.

    >>> fiscal_year_by_start(datetime.date(2024, 3, 31), 4)
    2023
    """
    return day.year if day.month >= first_month else day.year - 1


@idiom(
    words="start of week monday first day beginning date on or before that week's",
    variant="the week begins on Monday",
    probes=["start_of_week(datetime.date(2024, 3, 3))"],
)
def start_of_week(day: datetime.date) -> datetime.date:
    """Return the Monday of the week that a date lies in.

    >>> start_of_week(datetime.date(2024, 3, 3))
    datetime.date(2024, 2, 26)
    >>> start_of_week(datetime.date(2024, 2, 26))
    datetime.date(2024, 2, 26)
    """
    return day - datetime.timedelta(days=day.weekday())


@idiom(of="start_of_week", variant="the week begins on Sunday")
def start_of_week_on_sunday(day: datetime.date) -> datetime.date:
    """Return the Sunday with which the week of a date begins.

    >>> start_of_week_on_sunday(datetime.date(2024, 3, 2))
    datetime.date(2024, 2, 25)
    """
    return day - datetime.timedelta(days=day.isoweekday() % 7)


@idiom(
    words="first day of quarter start beginning date q1 q2 q3 q4 current quarterly",
    probes=["first_of_quarter(datetime.date(2024, 5, 20))"],
)
def first_of_quarter(day: datetime.date) -> datetime.date:
    """Return the first day of the quarter that a date lies in.

    >>> first_of_quarter(datetime.date(2024, 5, 20))
    datetime.date(2024, 4, 1)
    >>> first_of_quarter(datetime.date(2024, 12, 31))
    datetime.date(2024, 10, 1)
    """
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
