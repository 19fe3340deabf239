"""Idioms on calendar dates."""

import calendar
import datetime

from lift_server.engines.embedded.library.mark import idiom


@idiom(words="leap year leapyear gregorian calendar february 29 366 days divisible by 4 100 400 check")
def is_leap_year(year: int) -> bool:
    """Return whether a year has 366 days in the Gregorian calendar.

    >>> [is_leap_year(year) for year in (1900, 2000, 2023, 2024)]
    [False, True, False, True]
    >>> is_leap_year(2100)
    False
    """
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@idiom(words="days in month number of how many length year february leap calendar")
def days_in_month(year: int, month: int) -> int:
    """Return the number of days of a month, 1 being January; raise ValueError when there is no such month.

    >>> days_in_month(2024, 2)
    29
    >>> days_in_month(2023, 4)
    30
    """
    if not 1 <= month <= 12:
        raise ValueError(f"month must be 1 to 12, not {month}")
    return calendar.monthrange(year, month)[1]


@idiom(
    words="days between two dates number of difference distance elapsed apart how many until since count",
    variant="never negative, whichever date is first",
    probes=[
        "days_between(datetime.date(2024, 3, 1), datetime.date(2024, 2, 28))",
        "days_between(datetime.date(2024, 1, 1), datetime.date(2024, 1, 1))",
    ],
)
def days_between(first: datetime.date, second: datetime.date) -> int:
    """Return the number of days between two dates, in whichever order they come.

    >>> days_between(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
    365
    >>> days_between(datetime.date(2024, 3, 1), datetime.date(2024, 2, 28))
    2
    """
    return abs((second - first).days)


@idiom(of="days_between", variant="negative when the second date is earlier")
def days_from_first_to_second(first: datetime.date, second: datetime.date) -> int:
    """Return the number of days from the first date to the second, negative when the second is earlier.

    >>> days_from_first_to_second(datetime.date(2024, 1, 1), datetime.date(2024, 1, 31))
    30
    >>> days_from_first_to_second(datetime.date(2024, 3, 1), datetime.date(2024, 2, 28))
    -2
    """
    return (second - first).days


@idiom(of="days_between", variant="both the first and the last day count")
def days_between_inclusive(first: datetime.date, second: datetime.date) -> int:
    """Return the number of days in the span of two dates, both of them included.

    >>> days_between_inclusive(datetime.date(2024, 1, 1), datetime.date(2024, 1, 31))
    31
    >>> days_between_inclusive(datetime.date(2024, 1, 1), datetime.date(2024, 1, 1))
    1
    """
    return abs((second - first).days) + 1


@idiom(
    words="day of week weekday name monday tuesday sunday which date falls on english",
    variant="the full English name",
    probes=["day_of_week(datetime.date(2024, 1, 1))", "day_of_week(datetime.date(2024, 1, 7))"],
)
def day_of_week(day: datetime.date) -> str:
    """Return the English name of the weekday of a date.

    >>> day_of_week(datetime.date(2024, 1, 1))
    'Monday'
    >>> day_of_week(datetime.date(2000, 2, 29))
    'Tuesday'
    """
    return ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][day.weekday()]


@idiom(of="day_of_week", variant="three letters of the English name")
def day_of_week_short(day: datetime.date) -> str:
    """Return the first three letters of the English name of the weekday of a date.

    >>> day_of_week_short(datetime.date(2024, 1, 1))
    'Mon'
    >>> day_of_week_short(datetime.date(2000, 2, 29))
    'Tue'
    """
    return ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][day.weekday()]


@idiom(of="day_of_week", variant="a number from 1 for Monday to 7 for Sunday")
def day_of_week_number(day: datetime.date) -> int:
    """Return the ISO number of the weekday of a date, 1 being Monday and 7 Sunday.

    >>> day_of_week_number(datetime.date(2024, 1, 1))
    1
    >>> day_of_week_number(datetime.date(2024, 1, 7))
    7
    """
    return day.isoweekday()


@idiom(of="day_of_week", variant="a number from 0 for Monday to 6 for Sunday")
def day_of_week_index(day: datetime.date) -> int:
    """Return the index of the weekday of a date, 0 being Monday and 6 Sunday.

    >>> day_of_week_index(datetime.date(2024, 1, 1))
    0
    >>> day_of_week_index(datetime.date(2024, 1, 7))
    6
    """
    return day.weekday()


@idiom(
    words="age years old birthday born birth date of person today completed full how calculate",
    variant="a birth after today raises ValueError; 29 February comes on 1 March",
    probes=[
        "age(datetime.date(2000, 2, 29), datetime.date(2023, 2, 28))",
        "age(datetime.date(2024, 5, 2), datetime.date(2024, 5, 1))",
        "age(datetime.date(2000, 5, 2), datetime.date(2024, 5, 2))",
    ],
)
def age(birth: datetime.date, today: datetime.date) -> int:
    """Return the age in completed years of someone born on birth; raise ValueError when birth is after today.

    >>> age(datetime.date(1990, 6, 15), datetime.date(2024, 6, 14))
    33
    >>> age(datetime.date(1990, 6, 15), datetime.date(2024, 6, 15))
    34
    """
    if birth > today:
        raise ValueError("birth must not be after today")
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


@idiom(of="age", variant="a birth after today gives a negative number")
def age_of_unborn_is_negative(birth: datetime.date, today: datetime.date) -> int:
    """Return the completed years between birth and today, negative when birth is after today.

    >>> age_of_unborn_is_negative(datetime.date(1990, 6, 15), datetime.date(2024, 6, 14))
    33
    >>> age_of_unborn_is_negative(datetime.date(2025, 1, 1), datetime.date(2024, 6, 15))
    -1
    """
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


@idiom(of="age", variant="29 February comes on 28 February in other years")
def age_with_leap_day_in_february(birth: datetime.date, today: datetime.date) -> int:
    """Return the age in completed years, a birthday on 29 February being on 28 February in years without that day.

    >>> age_with_leap_day_in_february(datetime.date(2000, 2, 29), datetime.date(2023, 2, 28))
    23
    >>> age_with_leap_day_in_february(datetime.date(2000, 2, 29), datetime.date(2024, 2, 28))
    23
    """
    if birth > today:
        raise ValueError("birth must not be after today")
    birthday = min(birth.day, calendar.monthrange(today.year, birth.month)[1])
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birthday))


@idiom(words="add days date plus later after shift forward future subtract offset calendar due")
def add_days(day: datetime.date, days: int) -> datetime.date:
    """Return the date a number of days after a date, before it when days is negative.

    >>> add_days(datetime.date(2024, 2, 28), 2)
    datetime.date(2024, 3, 1)
    >>> add_days(datetime.date(2024, 1, 1), -1)
    datetime.date(2023, 12, 31)
    """
    return day + datetime.timedelta(days=days)


@idiom(words="weekend saturday sunday date falls on day off check not a weekday")
def is_weekend(day: datetime.date) -> bool:
    """Return whether a date is a Saturday or a Sunday.

    >>> is_weekend(datetime.date(2024, 1, 6))
    True
    >>> is_weekend(datetime.date(2024, 1, 8))
    False
    """
    return day.weekday() >= 5


@idiom(
    words="quarter of year fiscal calendar which date month q1 q2 q3 q4",
    variant="a number from 1 to 4",
    probes=["quarter(datetime.date(2024, 3, 31))", "quarter(datetime.date(2024, 12, 31))"],
)
def quarter(day: datetime.date) -> int:
    """Return the quarter of the year, 1 to 4, to which a date belongs.

    >>> quarter(datetime.date(2024, 3, 31))
    1
    >>> quarter(datetime.date(2024, 4, 1))
    2
    """
    return (day.month + 2) // 3


@idiom(of="quarter", variant='a text such as "Q1"')
def quarter_label(day: datetime.date) -> str:
    """Return the quarter of the year to which a date belongs, written "Q1" to "Q4".

    >>> quarter_label(datetime.date(2024, 3, 31))
    'Q1'
    >>> quarter_label(datetime.date(2024, 10, 1))
    'Q4'
    """
    return f"Q{(day.month + 2) // 3}"


@idiom(words="first day of month start beginning the date")
def first_of_month(day: datetime.date) -> datetime.date:
    """Return the first day of the month of a date.

    >>> first_of_month(datetime.date(2024, 2, 29))
    datetime.date(2024, 2, 1)
    >>> first_of_month(datetime.date(2023, 12, 1))
    datetime.date(2023, 12, 1)
    """
    return day.replace(day=1)


@idiom(words="last day of month end the date final ultimo")
def last_of_month(day: datetime.date) -> datetime.date:
    """Return the last day of the month of a date.

    >>> last_of_month(datetime.date(2024, 2, 1))
    datetime.date(2024, 2, 29)
    >>> last_of_month(datetime.date(2023, 12, 31))
    datetime.date(2023, 12, 31)
    """
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
