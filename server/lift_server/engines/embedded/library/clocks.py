"""Idioms on times of day as text, on time stamps, and on the fields of schedules."""

import calendar
import datetime
import re

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="24 hour clock to 12 hour am pm time format military convert twelve american 15:30",
    variant="without a leading zero",
    probes=['to_12_hour_clock("15:30")', 'to_12_hour_clock("00:05")', 'to_12_hour_clock("24:00")'],
)
def to_12_hour_clock(text: str) -> str:
    """Return a time of day such as "15:30" in the form "3:30 PM"; raise ValueError when it is none.

    >>> to_12_hour_clock("15:30")
    '3:30 PM'
    >>> to_12_hour_clock("00:05")
    '12:05 AM'
    """
    match = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text.strip())
    if match is None:
        raise ValueError(f"not a time of day: {text!r}")
    hour = int(match[1])
    return f"{hour % 12 or 12}:{match[2]} {'AM' if hour < 12 else 'PM'}"


@idiom(of="to_12_hour_clock", variant="the hour has two digits")
def to_12_hour_clock_padded(text: str) -> str:
    """Return a time of day such as "15:30" in the form "03:30 PM"; raise ValueError when it is none.

    >>> to_12_hour_clock_padded("15:30")
    '03:30 PM'
    """
    match = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text.strip())
    if match is None:
        raise ValueError(f"not a time of day: {text!r}")
    hour = int(match[1])
    return f"{hour % 12 or 12:02}:{match[2]} {'AM' if hour < 12 else 'PM'}"


@idiom(
    words="12 hour am pm clock to 24 hour military time convert parse twelve format 3:30 pm",
    probes=['to_24_hour_clock("3:30 PM")', 'to_24_hour_clock("12:05am")', 'to_24_hour_clock("13:00 PM")'],
)
def to_24_hour_clock(text: str) -> str:
    """Return a time such as "3:30 PM" in the form "15:30"; raise ValueError when it is none.

    >>> to_24_hour_clock("3:30 PM")
    '15:30'
    >>> to_24_hour_clock("12:05 am")
    '00:05'
    """
    match = re.fullmatch(r"(0?[1-9]|1[0-2]):([0-5][0-9])\s*([AaPp])\.?[Mm]\.?", text.strip())
    if match is None:
        raise ValueError(f"not a time with AM or PM: {text!r}")
    hour = int(match[1]) % 12 + (12 if match[3] in "Pp" else 0)
    return f"{hour:02}:{match[2]}"


@idiom(
    words="minutes between two clock times of day start end shift length duration hh:mm past midnight overnight",
    variant="an end before the start is on the next day",
    probes=['minutes_between("22:00", "06:30")', 'minutes_between("08:00", "08:00")'],
)
def minutes_between(start: str, end: str) -> int:
    """Return the minutes from one time of day to the next occurrence of another, both in the form "HH:MM".

    >>> minutes_between("22:00", "06:30")
    510
    >>> minutes_between("08:00", "09:15")
    75
    """
    first, second = (datetime.datetime.strptime(text, "%H:%M") for text in (start, end))
    return (second - first) // datetime.timedelta(minutes=1) % 1440


@idiom(of="minutes_between", variant="an end before the start gives a negative number")
def signed_minutes_between(start: str, end: str) -> int:
    """Return the minutes from one time of day to another of the same day, both in the form "HH:MM".

    >>> signed_minutes_between("22:00", "06:30")
    -930
    """
    first, second = (datetime.datetime.strptime(text, "%H:%M") for text in (start, end))
    return (second - first) // datetime.timedelta(minutes=1)


@idiom(
    words="add minutes to clock time of day later hh:mm plus arrival departure shift wrap around midnight",
    probes=['add_minutes_to_clock("23:30", 45)', 'add_minutes_to_clock("00:10", -20)'],
)
def add_minutes_to_clock(text: str, minutes: int) -> str:
    """Return the time of day so many minutes after another, in the form "HH:MM"; it begins again at midnight.

    >>> add_minutes_to_clock("23:30", 45)
    '00:15'
    >>> add_minutes_to_clock("00:10", -20)
    '23:50'
    """
    later = datetime.datetime.strptime(text, "%H:%M").replace(year=2000) + datetime.timedelta(minutes=minutes)
    return f"{later:%H:%M}"


@idiom(
    words="time ago relative human readable seconds minutes hours days humanize age just now since",
    variant="the largest unit alone",
    probes=["time_ago(30)", "time_ago(200)", "time_ago(86400)", "time_ago(0)"],
)
def time_ago(seconds: int) -> str:
    """Return how long ago something was in words, in its largest whole unit.

    >>> time_ago(200)
    '3 minutes ago'
    >>> time_ago(86400)
    '1 day ago'
    """
    units = [("year", 31536000), ("month", 2592000), ("week", 604800), ("day", 86400), ("hour", 3600), ("minute", 60)]
    for unit, size in units:
        count = seconds // size
        if count >= 1:
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


@idiom(of="time_ago", variant="less than a minute is told in seconds")
def time_ago_to_the_second(seconds: int) -> str:
    """Return how long ago something was in words, in its largest whole unit down to seconds.

    >>> time_ago_to_the_second(30)
    '30 seconds ago'
    """
    units = [("year", 31536000), ("month", 2592000), ("week", 604800), ("day", 86400), ("hour", 3600), ("minute", 60)]
    for unit, size in [*units, ("second", 1)]:
        count = seconds // size
        if count >= 1:
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


@idiom(
    words="month name to number english january february march abbreviation jan feb convert index of",
    variant="names and their first three letters, in any case",
    probes=['month_number("March")', 'month_number("sept")', 'month_number("dec")', 'month_number("x")'],
)
def month_number(name: str) -> int:
    """Return the number of a month from its English name or the first three letters; raise ValueError for others.

    >>> month_number("March")
    3
    >>> month_number("dec")
    12
    """
    months = "january february march april may june july august september october november december".split()
    wanted = name.strip().lower().rstrip(".")
    for number, month in enumerate(months, start=1):
        if wanted in (month, month[:3]):
            return number
    raise ValueError(f"not a month: {name!r}")


@idiom(of="month_number", variant="any beginning of three or more letters counts")
def month_number_from_beginning(name: str) -> int:
    """Return the number of a month from the beginning of its English name, three letters or more.

    >>> month_number_from_beginning("sept")
    9
    """
    months = "january february march april may june july august september october november december".split()
    wanted = name.strip().lower().rstrip(".")
    for number, month in enumerate(months, start=1):
        if len(wanted) >= 3 and month.startswith(wanted):
            return number
    raise ValueError(f"not a month: {name!r}")


@idiom(
    words="cron crontab field matches value minute hour schedule expression step range list star */15 1-5",
    variant="steps count from 0, as for minutes and hours",
    probes=[
        'cron_field_matches("*/15", 30)',
        'cron_field_matches("1-5,9", 9)',
        'cron_field_matches("*/2", 3)',
        'cron_field_matches("x", 1)',
    ],
)
def cron_field_matches(field: str, value: int) -> bool:
    """Return whether a field of a cron schedule, such as "*/15" or "1-5,9", matches a value; steps count from 0.

    >>> cron_field_matches("*/15", 30)
    True
    >>> cron_field_matches("1-5,9", 7)
    False
    """
    for part in field.split(","):
        match = re.fullmatch(r"(?:\*|(\d+)(?:-(\d+))?)(?:/([1-9]\d*))?", part)
        if match is None:
            raise ValueError(f"not a field of a cron schedule: {field!r}")
        first, last, step = match.groups()
        start = int(first or 0)
        end = start if first and not step else value
        if start <= value <= int(last or end) and (value - start) % int(step or 1) == 0:
            return True
    return False


@idiom(of="cron_field_matches", variant="steps count from 1, as for days and months")
def cron_day_field_matches(field: str, value: int) -> bool:
    """Return whether a field of a cron schedule, such as "*/2" or "1-5,9", matches a value; steps count from 1.

    >>> cron_day_field_matches("*/2", 3)
    True
    """
    for part in field.split(","):
        match = re.fullmatch(r"(?:\*|(\d+)(?:-(\d+))?)(?:/([1-9]\d*))?", part)
        if match is None:
            raise ValueError(f"not a field of a cron schedule: {field!r}")
        first, last, step = match.groups()
        start = int(first or 1)
        end = start if first and not step else value
        if start <= value <= int(last or end) and (value - start) % int(step or 1) == 0:
            return True
    return False


@idiom(
    words="unix timestamp epoch seconds since 1970 to iso 8601 date and time utc format readable convert",
    probes=["timestamp_to_iso(0)", "timestamp_to_iso(1704448800)"],
)
def timestamp_to_iso(timestamp: int) -> str:
    """Return a Unix time as ISO 8601 date and time in UTC.

    >>> timestamp_to_iso(1704448800)
    '2024-01-05T10:00:00Z'
    >>> timestamp_to_iso(0)
    '1970-01-01T00:00:00Z'
    """
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=timestamp)
    return f"{moment.isoformat()}Z"


@idiom(
    words="iso 8601 date and time text to unix timestamp epoch seconds since 1970 parse convert utc",
    variant="without an offset it is UTC",
    probes=[
        'iso_to_timestamp("2024-01-05T10:00:00Z")',
        'iso_to_timestamp("2024-01-05T12:00:00+02:00")',
        'iso_to_timestamp("2024-01-05T10:00:00")',
    ],
)
def iso_to_timestamp(text: str) -> int:
    """Return the Unix time of an ISO 8601 date and time, in whole seconds; without an offset it is UTC.

    >>> iso_to_timestamp("2024-01-05T10:00:00Z")
    1704448800
    >>> iso_to_timestamp("2024-01-05T12:00:00+02:00")
    1704448800
    """
    return calendar.timegm(datetime.datetime.fromisoformat(text).utctimetuple())


@idiom(of="iso_to_timestamp", variant="an offset is required")
def iso_with_offset_to_timestamp(text: str) -> int:
    """Return the Unix time of an ISO 8601 date and time, in whole seconds; without an offset raise ValueError.

    >>> iso_with_offset_to_timestamp("2024-01-05T10:00:00Z")
    1704448800
    """
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("text must state the offset from UTC")
    return calendar.timegm(moment.utctimetuple())


@idiom(
    words="clock hours and minutes hh:mm to decimal hours fraction time sheet working industrial convert",
    probes=['clock_to_decimal_hours("7:45")', 'clock_to_decimal_hours("120:30")', 'clock_to_decimal_hours("1:75")'],
)
def clock_to_decimal_hours(text: str) -> float:
    """Return a duration such as "7:45" in hours; raise ValueError when it is none.

    >>> clock_to_decimal_hours("7:45")
    7.75
    >>> clock_to_decimal_hours("1:75")
    Traceback (most recent call last):
        ...
    ValueError: not hours and minutes: '1:75'
    """
    match = re.fullmatch(r"(\d+):([0-5]\d)", text.strip())
    if match is None:
        raise ValueError(f"not hours and minutes: {text!r}")
    return int(match[1]) + int(match[2]) / 60
