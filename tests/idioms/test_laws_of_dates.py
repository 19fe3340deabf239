"""What holds for every input: idioms on calendars and clocks."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift_server.engines.embedded.library import calendars, clocks

DAY = datetime.timedelta(days=1)
DATES = st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31))
WEEKDAYS = st.integers(0, 6)
CLOCKS = st.times().map(lambda time: f"{time:%H:%M}")


@given(DATES, st.integers(-60, 60))
def test_working_days_added_end_on_one_and_count(day: datetime.date, days: int) -> None:
    end = calendars.add_business_days(day, days)
    assert days == 0 or end.weekday() < 5
    first, last = sorted((day, end))
    passed = [item for item in calendars.date_range(first, last) if item != day and item.weekday() < 5]
    assert len(passed) == abs(days)


@given(DATES, WEEKDAYS)
def test_the_next_weekday_is_within_a_week(day: datetime.date, weekday: int) -> None:
    later = calendars.next_weekday(day, weekday)
    assert later.weekday() == weekday
    assert 1 <= (later - day).days <= 7
    assert calendars.weekday_on_or_after(day, weekday) == calendars.next_weekday(day - DAY, weekday)


@given(DATES)
def test_every_date_is_the_nth_of_its_weekday(day: datetime.date) -> None:
    place = (day.year, day.month, day.weekday(), (day.day - 1) // 7 + 1)
    assert calendars.nth_weekday(*place) == calendars.nth_weekday_from_either_end(*place) == day
    last = calendars.nth_weekday_from_either_end(day.year, day.month, day.weekday(), -1)
    assert (last + 7 * DAY).month != day.month
    assert calendars.nth_weekday_or_none(day.year, day.month, day.weekday(), 6) is None


@given(DATES)
def test_parts_of_a_date_agree_with_strftime(day: datetime.date) -> None:
    assert calendars.iso_week(day) == int(day.strftime("%V"))
    assert calendars.iso_week_label(day) == day.strftime("%G-W%V")
    assert calendars.day_of_year(day) == int(day.strftime("%j"))


@given(DATES, DATES)
def test_months_between_dates_are_at_most_those_of_the_calendar(first: datetime.date, second: datetime.date) -> None:
    months = calendars.months_between(first, second)
    assert calendars.calendar_months_between(first, second) - months in (0, 1)
    assert abs(calendars.months_from_first_to_second(first, second)) == months


@given(DATES, st.integers(-5, 90))
def test_a_range_of_dates_has_every_day(first: datetime.date, days: int) -> None:
    dates = calendars.date_range(first, first + days * DAY)
    assert dates == [first + place * DAY for place in range(days + 1)]
    assert calendars.date_range_before(first, first + days * DAY) == dates[:-1]


@given(st.integers(1583, 9999))
def test_easter_is_a_sunday_in_spring(year: int) -> None:
    easter = calendars.easter_sunday(year)
    assert easter.weekday() == 6
    assert datetime.date(year, 3, 22) <= easter <= datetime.date(year, 4, 25)


@pytest.mark.parametrize("day", ["1818-03-22", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2025-04-20"])
def test_easter_in_years_that_are_known_to_be_hard(day: str) -> None:
    assert calendars.easter_sunday(int(day[:4])).isoformat() == day


@given(DATES, DATES)
def test_a_birthday_comes_within_a_year(birth: datetime.date, today: datetime.date) -> None:
    days = calendars.days_until_birthday(birth, today)
    assert 0 <= days <= 366
    if (birth.month, birth.day) != (2, 29):
        comes = today + days * DAY
        assert (comes.month, comes.day) == (birth.month, birth.day)
        assert calendars.days_until_birthday_in_february(birth, today) == days


@given(DATES, st.integers(1, 12))
def test_a_fiscal_year_turns_with_its_first_month(day: datetime.date, month: int) -> None:
    begins = datetime.date(calendars.fiscal_year_by_start(day, month), month, 1)
    assert begins <= day < begins.replace(year=begins.year + 1)
    assert calendars.fiscal_year(day, month) == begins.year + (month > 1)


@given(DATES)
def test_a_week_and_a_quarter_begin_before_every_day_of_theirs(day: datetime.date) -> None:
    monday, sunday = calendars.start_of_week(day), calendars.start_of_week_on_sunday(day)
    assert (monday.weekday(), sunday.weekday()) == (0, 6)
    assert 0 <= (day - monday).days < 7
    assert 0 <= (day - sunday).days < 7
    quarter = calendars.first_of_quarter(day)
    assert quarter.day == 1
    assert quarter.month in (1, 4, 7, 10)
    assert 0 <= (day - quarter).days < 92


@given(CLOCKS)
def test_a_time_of_day_survives_the_twelve_hour_clock(text: str) -> None:
    assert clocks.to_24_hour_clock(clocks.to_12_hour_clock(text)) == text
    assert clocks.to_24_hour_clock(clocks.to_12_hour_clock_padded(text)) == text


@given(CLOCKS, CLOCKS)
def test_minutes_added_to_the_start_give_the_end(start: str, end: str) -> None:
    minutes = clocks.minutes_between(start, end)
    assert 0 <= minutes < 1440
    assert clocks.add_minutes_to_clock(start, minutes) == end
    assert clocks.signed_minutes_between(start, end) % 1440 == minutes
    hours = clocks.clock_to_decimal_hours(end) - clocks.clock_to_decimal_hours(start)
    assert hours * 60 == pytest.approx(clocks.signed_minutes_between(start, end))


@given(st.integers(0, 10**9))
def test_how_long_ago_begins_with_a_count(seconds: int) -> None:
    said = clocks.time_ago(seconds)
    assert (said == "just now") == (seconds < 60)
    assert said == "just now" or clocks.time_ago_to_the_second(seconds) == said
    assert not said.startswith("0")


@given(DATES)
def test_months_are_known_by_name_and_abbreviation(day: datetime.date) -> None:
    for name in (f"{day:%B}", f"{day:%b}".upper()):
        assert clocks.month_number(name) == clocks.month_number_from_beginning(name) == day.month


@given(st.integers(0, 59), st.integers(0, 59), st.integers(1, 30))
def test_cron_fields_match_what_a_range_has(first: int, value: int, step: int) -> None:
    last = min(59, first + 20)
    assert clocks.cron_field_matches("*", value)
    assert clocks.cron_field_matches(f"{first}-{last}/{step}", value) == (value in range(first, last + 1, step))
    assert clocks.cron_field_matches(f"*/{step}", value) == (value % step == 0)
    assert clocks.cron_day_field_matches(f"*/{step}", value + 1) == (value % step == 0)
    assert clocks.cron_field_matches(f"{first},{last}", value) == (value in (first, last))


@given(st.integers(-(10**9), 4 * 10**9))
def test_time_stamps_survive_iso_text(timestamp: int) -> None:
    text = clocks.timestamp_to_iso(timestamp)
    assert clocks.iso_to_timestamp(text) == clocks.iso_with_offset_to_timestamp(text) == timestamp
    assert clocks.iso_to_timestamp(text.removesuffix("Z")) == timestamp
