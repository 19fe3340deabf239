"""Idioms that check the form of a text: passwords, names, dates, numbers, JSON, brackets; all return a bool."""

import datetime
import re

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="strong password strength secure policy rules uppercase lowercase digit special character length valid check",
    variant="8 characters with lower case, upper case, digit and special character",
    probes=[
        'is_strong_password("Passw0rd!")',
        'is_strong_password("Passw0rd")',
        'is_strong_password("Correct-Horse-7")',
        'is_strong_password("")',
    ],
)
def is_strong_password(text: str) -> bool:
    """Return whether a text has 8 characters or more, among them lower case, upper case, a digit and a special one.

    >>> is_strong_password("Passw0rd!")
    True
    >>> is_strong_password("password")
    False
    """
    return (
        len(text) >= 8
        and any(char.islower() for char in text)
        and any(char.isupper() for char in text)
        and any(char.isdigit() for char in text)
        and any(not char.isalnum() and not char.isspace() for char in text)
    )


@idiom(of="is_strong_password", variant="8 characters with lower case, upper case and digit")
def is_strong_password_without_special(text: str) -> bool:
    """Return whether a text has 8 characters or more, among them lower case, upper case and a digit.

    >>> is_strong_password_without_special("Passw0rd")
    True
    >>> is_strong_password_without_special("password")
    False
    """
    return (
        len(text) >= 8
        and any(char.islower() for char in text)
        and any(char.isupper() for char in text)
        and any(char.isdigit() for char in text)
    )


@idiom(of="is_strong_password", variant="12 characters with lower case, upper case, digit and special character")
def is_long_strong_password(text: str) -> bool:
    """Return whether a text has 12 characters or more, among them lower case, upper case, a digit and a special one.

    >>> is_long_strong_password("Correct-Horse-7")
    True
    >>> is_long_strong_password("Passw0rd!")
    False
    """
    return (
        len(text) >= 12
        and any(char.islower() for char in text)
        and any(char.isupper() for char in text)
        and any(char.isdigit() for char in text)
        and any(not char.isalnum() and not char.isspace() for char in text)
    )


@idiom(
    words="username user name login handle nickname account valid validate validator check is allowed characters",
    variant="3 to 20 ASCII letters, digits and underscores, a letter first",
    probes=['is_username("ada_lovelace")', 'is_username("1up")', 'is_username("ada-l")', 'is_username("ab")'],
)
def is_username(text: str) -> bool:
    """Return whether a text is 3 to 20 ASCII letters, digits and underscores of which the first is a letter.

    >>> is_username("ada_lovelace")
    True
    >>> is_username("1up")
    False
    >>> is_username("ab")
    False
    """
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{2,19}", text) is not None


@idiom(of="is_username", variant="a digit or underscore may be first")
def is_username_of_any_start(text: str) -> bool:
    """Return whether a text is 3 to 20 ASCII letters, digits and underscores.

    >>> is_username_of_any_start("1up")
    True
    >>> is_username_of_any_start("ada-l")
    False
    """
    return re.fullmatch(r"[A-Za-z0-9_]{3,20}", text) is not None


@idiom(of="is_username", variant="hyphens and dots are allowed after the first letter")
def is_username_with_hyphens(text: str) -> bool:
    """Return whether a text is 3 to 20 ASCII letters, digits, underscores, hyphens and dots, a letter being first.

    >>> is_username_with_hyphens("ada-l")
    True
    >>> is_username_with_hyphens("1up")
    False
    """
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]{2,19}", text) is not None


@idiom(
    words="iso date yyyy-mm-dd calendar day exists string valid validate validator check is real format 8601",
    variant="exactly YYYY-MM-DD and a day that exists",
    probes=['is_iso_date("2023-02-29")', 'is_iso_date("20240105")', 'is_iso_date("2024-1-5")'],
)
def is_iso_date(text: str) -> bool:
    """Return whether a text of the form YYYY-MM-DD names a day that exists.

    >>> is_iso_date("2024-02-29")
    True
    >>> is_iso_date("2023-02-29")
    False
    >>> is_iso_date("2024-1-5")
    False
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


@idiom(of="is_iso_date", variant="only the form counts, months and days are not looked up")
def has_iso_date_form(text: str) -> bool:
    """Return whether a text has the form YYYY-MM-DD, whether the day exists or not.

    >>> has_iso_date_form("2023-02-29")
    True
    >>> has_iso_date_form("2024-1-5")
    False
    """
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None


@idiom(of="is_iso_date", variant="all forms of ISO 8601 dates, such as 20240105")
def is_any_iso_date(text: str) -> bool:
    """Return whether a text in any ISO 8601 form names a day that exists.

    >>> is_any_iso_date("20240229")
    True
    >>> is_any_iso_date("2023-02-29")
    False
    """
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


@idiom(
    words="integer text string is an whole number digits only numeric parseable int sign valid validate check",
    variant="digits, perhaps after a sign",
    probes=['is_integer_text("-5")', 'is_integer_text(" 5 ")', 'is_integer_text("5.0")', 'is_integer_text("")'],
)
def is_integer_text(text: str) -> bool:
    """Return whether a text is a whole number in decimal digits, perhaps with a sign.

    >>> is_integer_text("-42")
    True
    >>> is_integer_text("4.2")
    False
    >>> is_integer_text("")
    False
    """
    return re.fullmatch(r"[+-]?[0-9]+", text) is not None


@idiom(of="is_integer_text", variant="white space around the number is allowed")
def is_integer_text_with_space(text: str) -> bool:
    """Return whether a text is a whole number, perhaps with a sign and white space around it.

    >>> is_integer_text_with_space(" -42 ")
    True
    >>> is_integer_text_with_space("4 2")
    False
    """
    return re.fullmatch(r"[+-]?[0-9]+", text.strip()) is not None


@idiom(of="is_integer_text", variant="no sign, digits only")
def is_digits_text(text: str) -> bool:
    """Return whether a text consists of one or more of the digits 0 to 9.

    >>> is_digits_text("42")
    True
    >>> is_digits_text("-42")
    False
    """
    return re.fullmatch(r"[0-9]+", text) is not None


@idiom(
    words="number text string is a numeric decimal float real parseable exponent scientific valid validate check",
    variant="a decimal number, perhaps with sign, fraction and exponent",
    probes=['is_number_text("1e5")', 'is_number_text(" 1 ")', 'is_number_text("nan")', 'is_number_text(".5")'],
)
def is_number_text(text: str) -> bool:
    """Return whether a text is a decimal number, perhaps with a sign, a fraction and an exponent.

    >>> is_number_text("-3.14")
    True
    >>> is_number_text("1e-5")
    True
    >>> is_number_text("1.2.3")
    False
    """
    return re.fullmatch(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", text) is not None


@idiom(of="is_number_text", variant="whatever float() accepts: white space, nan and inf too")
def is_float_text(text: str) -> bool:
    """Return whether float() accepts a text.

    >>> is_float_text(" 3.14 ")
    True
    >>> is_float_text("nan")
    True
    >>> is_float_text("pi")
    False
    """
    try:
        float(text)
    except ValueError:
        return False
    return True


@idiom(of="is_number_text", variant="no exponent")
def is_plain_number_text(text: str) -> bool:
    """Return whether a text is a decimal number, perhaps with a sign and a fraction, without exponent.

    >>> is_plain_number_text("-3.14")
    True
    >>> is_plain_number_text("1e5")
    False
    """
    return re.fullmatch(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", text) is not None
