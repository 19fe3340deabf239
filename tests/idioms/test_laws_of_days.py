"""What holds for every input: idioms on dates as people write and count them, and on durations."""

import calendar
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from tests.idioms.laws import Inputs, check_law, law, refuses

from lift_server.engines.embedded.library import date_formats, dates, durations

DAY = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
NEAR = st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
YEAR = st.integers(1, 9999) | st.integers(1, 99).map(lambda century: 100 * century)
MONTHS = st.integers(-500, 500)
SECONDS = st.integers(0, 10**6)
MINUTES = st.integers(0, 24 * 60 - 1)

LAWS = [
    law("leap years", lambda y: dates.is_leap_year(y) == calendar.isleap(y)
        == (dates.days_in_month(y, 2) == 29), YEAR),
    law("days of months", lambda y, m: dates.days_in_month(y, m) == calendar.monthrange(y, m)[1], YEAR, st.integers(1,
        12)),
    law("days between", lambda a, b: dates.add_days(a, dates.days_from_first_to_second(a, b)) == b
        and dates.days_between(a, b) == dates.days_between(b, a) == abs(dates.days_from_first_to_second(a, b))
        == dates.days_between_inclusive(a, b) - 1, DAY, DAY),
    law("days of the week", lambda d: dates.day_of_week(d) == d.strftime("%A")
        and dates.day_of_week_short(d) == dates.day_of_week(d)[:3]
        and dates.day_of_week_number(d) == dates.day_of_week_index(d) + 1 == d.isoweekday()
        and dates.is_weekend(d) == dates.day_of_week(d).startswith("S"), DAY),
    law("age on birthdays", lambda d, years: dates.age(d, d.replace(year=d.year + years)) == years
        and dates.age(d, d.replace(year=d.year + years) - dt.timedelta(1)) == years - 1,
        DAY.filter(lambda day: day.day < 29), st.integers(1, 90)),
    law("age before birth", lambda a, b: refuses(dates.age, a, b) == (b < a)
        and (dates.age_of_unborn_is_negative(a, b) < 0) == (b < a), DAY, DAY),
    law("months", lambda d: dates.first_of_month(d) <= d <= dates.last_of_month(d)
        and dates.first_of_month(d).day == 1 and dates.add_days(dates.last_of_month(d), 1).day == 1
        and dates.last_of_month(d).month == d.month, DAY),
    law("quarters", lambda d: dates.quarter(d) == (d.month + 2) // 3
        and dates.quarter_label(d) == f"Q{dates.quarter(d)}",
        DAY),
    law("written dates", lambda d: all(read(date_formats.format_date(d)) == d for read in (
        date_formats.parse_iso_date, date_formats.parse_iso_date_or_none,
        date_formats.parse_iso_date_leniently, date_formats.parse_any_iso_date)), DAY),
    law("forms of dates", lambda d: date_formats.format_date_day_first(d) == d.strftime("%d/%m/%Y")
        and date_formats.format_date_month_first(d) == d.strftime("%m/%d/%Y")
        and date_formats.format_date_with_dots(d) == d.strftime("%d.%m.%Y")
        and date_formats.format_date_in_words(d) == f"{d:%B} {d.day}, {d.year}", DAY),
    law("added months", lambda d, n: date_formats.add_months(d, n).month == (d.month - 1 + n) % 12 + 1
        and date_formats.add_months(d, n).year == d.year + (d.month - 1 + n) // 12
        and date_formats.add_months(d, n).day <= d.day and date_formats.add_months(d.replace(day=1), n).day == 1,
        DAY, MONTHS),
    law("added months meet", lambda d, n: refuses(date_formats.add_months_exactly, d, n)
        == (date_formats.add_months(d, n).day != d.day)
        and 0 <= (date_formats.add_months_running_over(d, n) - date_formats.add_months(d, n)).days <= 3, DAY, MONTHS),
    law("working days", lambda a, b: date_formats.business_days_in_either_order(a, b) == sum(
        (min(a, b) + dt.timedelta(i)).weekday() < 5 for i in range(abs((b - a).days) + 1))
        == date_formats.business_days(min(a, b), max(a, b)), NEAR, NEAR),
    law("working days before", lambda a, n: date_formats.business_days(a, a + dt.timedelta(n))
        - date_formats.business_days_before(a, a + dt.timedelta(n)) == ((a + dt.timedelta(n)).weekday() < 5),
        NEAR, st.integers(0, 60)),
    law("durations", lambda n: durations.parse_duration(durations.format_duration(n)) == n
        == durations.parse_duration_or_none(durations.format_duration_with_zeros(n))
        == durations.parse_duration_or_zero(durations.format_duration_with_days(n)), SECONDS),
    law("durations with colons", lambda n: sum(int(part) * unit for part, unit in zip(
        durations.seconds_to_clock(n).split(":"), (3600, 60, 1), strict=True)) == n
        and durations.seconds_to_signed_clock(-n) == "-" * (n > 0) + durations.seconds_to_signed_clock(n)
        and durations.seconds_to_signed_clock(n) == durations.seconds_to_clock(n)
        and durations.seconds_to_time_of_day(n) == durations.seconds_to_clock(n % 86400), SECONDS),
    law("clock", lambda n: durations.clock_to_minutes(f"{n // 60:02}:{n % 60:02}") == n
        == durations.clock_duration_to_minutes(f"{n // 60:02}:{n % 60:02}"), MINUTES),
    law("no clock", lambda h, m: refuses(durations.clock_to_minutes, f"{h}:{m:02}")
        and (refuses(durations.clock_duration_to_minutes, f"{h}:{m:02}") == (m > 59)),
        st.integers(24, 99), st.integers(0, 99)),
    law("no duration", lambda t: refuses(durations.parse_duration, t) and durations.parse_duration_or_none(t) is None
        and durations.parse_duration_or_zero(t) == 0, st.sampled_from(["", "h", "1x", "1h 2", "--1s", "²s", "one"])),
]  # fmt: skip


@pytest.mark.parametrize(("holds", "inputs"), LAWS)
def test_law(holds: Callable[..., Any], inputs: Inputs) -> None:
    check_law(holds, inputs)
