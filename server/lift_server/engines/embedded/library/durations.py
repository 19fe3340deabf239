"""Idioms on durations in seconds and times of the day."""

import re

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="format duration elapsed time seconds human readable hours minutes 1h 2m 3s convert pretty text",
    variant='units with letters, "1h 2m 3s", without those that are zero',
    probes=["format_duration(3723)", "format_duration(7205)", "format_duration(0)", "format_duration(90000)"],
)
def format_duration(seconds: int) -> str:
    """Return a number of seconds as hours, minutes and seconds, such as "1h 2m 3s"; raise ValueError below zero.

    >>> format_duration(3723)
    '1h 2m 3s'
    >>> format_duration(7200)
    '2h'
    >>> format_duration(0)
    '0s'
    """
    if seconds < 0:
        raise ValueError("seconds must not be negative")
    parts = [(seconds // 3600, "h"), (seconds // 60 % 60, "m"), (seconds % 60, "s")]
    return " ".join(f"{number}{unit}" for number, unit in parts if number) or "0s"


@idiom(of="format_duration", variant='with colons, "1:02:03"')
def format_duration_with_colons(seconds: int) -> str:
    """Return a number of seconds as hours, minutes and seconds, such as "1:02:03"; raise ValueError below zero.

    >>> format_duration_with_colons(3723)
    '1:02:03'
    >>> format_duration_with_colons(59)
    '0:00:59'
    """
    if seconds < 0:
        raise ValueError("seconds must not be negative")
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@idiom(of="format_duration", variant='all units, "2h 0m 5s"')
def format_duration_with_zeros(seconds: int) -> str:
    """Return a number of seconds as hours, minutes and seconds, zero ones included; raise ValueError below zero.

    >>> format_duration_with_zeros(7205)
    '2h 0m 5s'
    >>> format_duration_with_zeros(0)
    '0h 0m 0s'
    """
    if seconds < 0:
        raise ValueError("seconds must not be negative")
    return f"{seconds // 3600}h {seconds // 60 % 60}m {seconds % 60}s"


@idiom(of="format_duration", variant='days above 24 hours, "1d 1h"')
def format_duration_with_days(seconds: int) -> str:
    """Return a number of seconds as days, hours, minutes and seconds, such as "1d 1h"; raise ValueError below zero.

    >>> format_duration_with_days(90000)
    '1d 1h'
    >>> format_duration_with_days(0)
    '0s'
    """
    if seconds < 0:
        raise ValueError("seconds must not be negative")
    parts = [(seconds // 86400, "d"), (seconds // 3600 % 24, "h"), (seconds // 60 % 60, "m"), (seconds % 60, "s")]
    return " ".join(f"{number}{unit}" for number, unit in parts if number) or "0s"


@idiom(of="format_duration", variant='in words, "1 hour 2 minutes 3 seconds"')
def format_duration_in_words(seconds: int) -> str:
    """Return a number of seconds as hours, minutes and seconds in words; raise ValueError below zero.

    >>> format_duration_in_words(3723)
    '1 hour 2 minutes 3 seconds'
    >>> format_duration_in_words(0)
    '0 seconds'
    """
    if seconds < 0:
        raise ValueError("seconds must not be negative")
    parts = [(seconds // 3600, "hour"), (seconds // 60 % 60, "minute"), (seconds % 60, "second")]
    named = [f"{number} {unit}" + ("" if number == 1 else "s") for number, unit in parts if number]
    return " ".join(named) or "0 seconds"


@idiom(
    words="parse duration read text string into seconds 1h 30m hours minutes days time span interval timeout convert",
    variant="bad text raises ValueError",
    probes=['parse_duration("1h 30m")', 'parse_duration("soon")', 'parse_duration("90")', 'parse_duration("")'],
)
def parse_duration(text: str) -> int:
    """Return the seconds of a text of numbers with the units d, h, m and s; raise ValueError for any other text.

    >>> parse_duration("1h 30m")
    5400
    >>> parse_duration("2d4h10s")
    187210
    """
    lowered = text.lower()
    if not re.fullmatch(r"\s*(?:[0-9]+\s*[dhms]\s*)+", lowered):
        raise ValueError(f"not a duration such as '1h 30m': {text!r}")
    factors = {"d": 86400, "h": 3600, "m": 60, "s": 1}
    return sum(int(number) * factors[unit] for number, unit in re.findall(r"([0-9]+)\s*([dhms])", lowered))


@idiom(of="parse_duration", variant="bad text gives 0")
def parse_duration_or_zero(text: str) -> int:
    """Return the seconds of a text of numbers with the units d, h, m and s, or 0 for any other text.

    >>> parse_duration_or_zero("1h 30m")
    5400
    >>> parse_duration_or_zero("soon")
    0
    """
    lowered = text.lower()
    if not re.fullmatch(r"\s*(?:[0-9]+\s*[dhms]\s*)+", lowered):
        return 0
    factors = {"d": 86400, "h": 3600, "m": 60, "s": 1}
    return sum(int(number) * factors[unit] for number, unit in re.findall(r"([0-9]+)\s*([dhms])", lowered))


@idiom(of="parse_duration", variant="bad text gives None")
def parse_duration_or_none(text: str) -> int | None:
    """Return the seconds of a text of numbers with the units d, h, m and s, or None for any other text.

    >>> parse_duration_or_none("1h 30m")
    5400
    >>> parse_duration_or_none("soon") is None
    True
    """
    lowered = text.lower()
    if not re.fullmatch(r"\s*(?:[0-9]+\s*[dhms]\s*)+", lowered):
        return None
    factors = {"d": 86400, "h": 3600, "m": 60, "s": 1}
    return sum(int(number) * factors[unit] for number, unit in re.findall(r"([0-9]+)\s*([dhms])", lowered))


@idiom(of="parse_duration", variant="a number without unit is seconds")
def parse_duration_or_seconds(text: str) -> int:
    """Return the seconds of a text of numbers with the units d, h, m and s, by default seconds; else raise ValueError.

    >>> parse_duration_or_seconds("90")
    90
    >>> parse_duration_or_seconds("1m 30")
    90
    """
    lowered = text.lower()
    if not re.fullmatch(r"\s*(?:[0-9]+\s*[dhms]\s*)*(?:[0-9]+\s*)?", lowered) or not lowered.strip():
        raise ValueError(f"not a duration such as '1h 30m': {text!r}")
    factors = {"d": 86400, "h": 3600, "m": 60, "s": 1, "": 1}
    return sum(int(number) * factors[unit] for number, unit in re.findall(r"([0-9]+)\s*([dhms]?)", lowered))


@idiom(
    words="seconds to clock hh:mm:ss hours minutes digital time display zero padded two digits stopwatch convert",
    variant="negative seconds raise ValueError; the hours run on above 23",
    probes=["seconds_to_clock(3661)", "seconds_to_clock(90000)", "seconds_to_clock(-5)", "seconds_to_clock(0)"],
)
def seconds_to_clock(seconds: int) -> str:
    """Return a number of seconds in the form HH:MM:SS, hours beyond 23 included; raise ValueError below zero.

    >>> seconds_to_clock(3661)
    '01:01:01'
    >>> seconds_to_clock(90000)
    '25:00:00'
    """
    if seconds < 0:
        raise ValueError("seconds must not be negative")
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@idiom(of="seconds_to_clock", variant="the hours begin again at 24")
def seconds_to_time_of_day(seconds: int) -> str:
    """Return a number of seconds since midnight as a time of day, HH:MM:SS; raise ValueError below zero.

    >>> seconds_to_time_of_day(3661)
    '01:01:01'
    >>> seconds_to_time_of_day(90000)
    '01:00:00'
    """
    if seconds < 0:
        raise ValueError("seconds must not be negative")
    return f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@idiom(of="seconds_to_clock", variant="negative seconds get a minus sign")
def seconds_to_signed_clock(seconds: int) -> str:
    """Return a number of seconds in the form HH:MM:SS, with a minus sign in front below zero.

    >>> seconds_to_signed_clock(3661)
    '01:01:01'
    >>> seconds_to_signed_clock(-5)
    '-00:00:05'
    """
    sign, total = ("-" if seconds < 0 else ""), abs(seconds)
    return f"{sign}{total // 3600:02}:{total // 60 % 60:02}:{total % 60:02}"


@idiom(
    words="clock time to minutes since midnight hh:mm string hours convert parse of day",
    variant="an hour above 23 raises ValueError",
    probes=['clock_to_minutes("09:30")', 'clock_to_minutes("25:00")', 'clock_to_minutes("9:60")'],
)
def clock_to_minutes(text: str) -> int:
    """Return the minutes since midnight of a time of the form HH:MM; raise ValueError for any other text.

    >>> clock_to_minutes("09:30")
    570
    >>> clock_to_minutes("23:59")
    1439
    """
    match = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text)
    if match is None:
        raise ValueError(f"not a time of the form HH:MM: {text!r}")
    return int(match[1]) * 60 + int(match[2])


@idiom(of="clock_to_minutes", variant="hours above 23 are allowed")
def clock_duration_to_minutes(text: str) -> int:
    """Return the minutes of a duration of the form H:MM with any number of hours; raise ValueError for any other text.

    >>> clock_duration_to_minutes("09:30")
    570
    >>> clock_duration_to_minutes("100:00")
    6000
    """
    match = re.fullmatch(r"([0-9]+):([0-5][0-9])", text)
    if match is None:
        raise ValueError(f"not a duration of the form H:MM: {text!r}")
    return int(match[1]) * 60 + int(match[2])
