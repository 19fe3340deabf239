"""Idioms on version numbers and on numbers in words."""

import itertools
import re

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="parse version number string text tuple integers major minor patch semantic semver dotted release components",
    variant="numbers and dots only; other text raises ValueError",
    probes=['parse_version("1.2.3")', 'parse_version("v1.2.3-rc1")', 'parse_version("1.2.0")', 'parse_version("")'],
)
def parse_version(text: str) -> tuple[int, ...]:
    """Return the numbers of a version such as "1.10.2"; raise ValueError for any other text.

    >>> parse_version("1.10.2")
    (1, 10, 2)
    >>> parse_version("7")
    (7,)
    """
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)*", text):
        raise ValueError(f"not a version number: {text!r}")
    return tuple(int(part) for part in text.split("."))


@idiom(of="parse_version", variant='a "v" in front and a suffix such as -rc1 are ignored')
def parse_version_leniently(text: str) -> tuple[int, ...]:
    """Return the numbers of a version such as "v1.10.2-rc1", ignoring the letter and the suffix; else raise ValueError.

    >>> parse_version_leniently("v1.10.2-rc1")
    (1, 10, 2)
    >>> parse_version_leniently("7")
    (7,)
    """
    match = re.fullmatch(r"[vV]?([0-9]+(?:\.[0-9]+)*)(?:[+-].*)?", text)
    if match is None:
        raise ValueError(f"not a version number: {text!r}")
    return tuple(int(part) for part in match[1].split("."))


@idiom(of="parse_version", variant="zeros at the end are dropped")
def parse_version_without_zeros(text: str) -> tuple[int, ...]:
    """Return the numbers of a version such as "1.10.2" without zeros at its end; raise ValueError for any other text.

    >>> parse_version_without_zeros("1.2.0")
    (1, 2)
    >>> parse_version_without_zeros("1.10.2")
    (1, 10, 2)
    """
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)*", text):
        raise ValueError(f"not a version number: {text!r}")
    parts = [int(part) for part in text.split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


@idiom(
    words="compare version numbers strings two versions newer older semantic semver which is greater less equal -1 0 1",
    variant="missing parts are zero: 1.2 equals 1.2.0",
    probes=['compare_versions("1.2", "1.2.0")', 'compare_versions("1.10", "1.9")', 'compare_versions("1.x", "1.0")'],
)
def compare_versions(first: str, second: str) -> int:
    """Return -1, 0 or 1 as the first version is older, equal or newer; raise ValueError for what is no version number.

    >>> compare_versions("1.10", "1.9")
    1
    >>> compare_versions("1.2", "1.2.0")
    0
    >>> compare_versions("2.0", "10.0")
    -1
    """
    for version in (first, second):
        if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)*", version):
            raise ValueError(f"not a version number: {version!r}")
    for left, right in itertools.zip_longest(first.split("."), second.split("."), fillvalue="0"):
        if int(left) != int(right):
            return 1 if int(left) > int(right) else -1
    return 0


@idiom(of="compare_versions", variant="a missing part is less than zero: 1.2 is older than 1.2.0")
def compare_versions_by_parts(first: str, second: str) -> int:
    """Return -1, 0 or 1 as the first version is older, equal or newer, a missing part being less than zero.

    >>> compare_versions_by_parts("1.2", "1.2.0")
    -1
    >>> compare_versions_by_parts("1.10", "1.9")
    1
    """
    for version in (first, second):
        if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)*", version):
            raise ValueError(f"not a version number: {version!r}")
    left, right = [int(part) for part in first.split(".")], [int(part) for part in second.split(".")]
    return (left > right) - (left < right)


@idiom(
    words="number to words spell out in english written text letters say integer cardinal convert numeral cheque",
    variant='American, without "and"; 0 to 999999, others raise ValueError',
    probes=["number_to_words(105)", "number_to_words(-7)", "number_to_words(1000000)", "number_to_words(0)"],
)
def number_to_words(n: int) -> str:
    """Return a number from 0 to 999999 in English words; raise ValueError for others.

    >>> number_to_words(342)
    'three hundred forty-two'
    >>> number_to_words(21_000)
    'twenty-one thousand'
    >>> number_to_words(0)
    'zero'
    """
    if not 0 <= n <= 999_999:
        raise ValueError("n must be 0 to 999999")
    names = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    )
    ones = names.split()
    tens = ["", "", *ones[20:]]
    words: list[str] = []
    for group, scale in ((n // 1000, ["thousand"]), (n % 1000, [])):
        hundreds, rest = divmod(group, 100)
        if hundreds:
            words += [ones[hundreds], "hundred"]
        if rest >= 20:
            words.append(tens[rest // 10] + (f"-{ones[rest % 10]}" if rest % 10 else ""))
        elif rest:
            words.append(ones[rest])
        if group:
            words += scale
    return " ".join(words) or "zero"


@idiom(of="number_to_words", variant='British, with "and" before tens and ones')
def number_to_british_words(n: int) -> str:
    """Return a number from 0 to 999999 in British English words; raise ValueError for others.

    >>> number_to_british_words(342)
    'three hundred and forty-two'
    >>> number_to_british_words(1005)
    'one thousand and five'
    """
    if not 0 <= n <= 999_999:
        raise ValueError("n must be 0 to 999999")
    names = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    )
    ones = names.split()
    tens = ["", "", *ones[20:]]
    words: list[str] = []
    for group, scale in ((n // 1000, ["thousand"]), (n % 1000, [])):
        hundreds, rest = divmod(group, 100)
        if hundreds:
            words += [ones[hundreds], "hundred"]
        if rest and words:
            words.append("and")
        if rest >= 20:
            words.append(tens[rest // 10] + (f"-{ones[rest % 10]}" if rest % 10 else ""))
        elif rest:
            words.append(ones[rest])
        if group:
            words += scale
    return " ".join(words) or "zero"


@idiom(of="number_to_words", variant="negative numbers begin with minus")
def number_to_words_with_minus(n: int) -> str:
    """Return a number from -999999 to 999999 in English words; raise ValueError for others.

    >>> number_to_words_with_minus(-342)
    'minus three hundred forty-two'
    >>> number_to_words_with_minus(0)
    'zero'
    """
    if not -999_999 <= n <= 999_999:
        raise ValueError("n must be -999999 to 999999")
    names = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    )
    ones = names.split()
    tens = ["", "", *ones[20:]]
    words = ["minus"] if n < 0 else []
    for group, scale in ((abs(n) // 1000, ["thousand"]), (abs(n) % 1000, [])):
        hundreds, rest = divmod(group, 100)
        if hundreds:
            words += [ones[hundreds], "hundred"]
        if rest >= 20:
            words.append(tens[rest // 10] + (f"-{ones[rest % 10]}" if rest % 10 else ""))
        elif rest:
            words.append(ones[rest])
        if group:
            words += scale
    return " ".join(words) or "zero"
