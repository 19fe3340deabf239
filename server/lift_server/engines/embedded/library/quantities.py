"""Idioms that write numbers for people and read them back: sizes, money, versions, words."""

import fractions
import re

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="format bytes file size human readable kib mib gib kilobytes megabytes gigabytes units convert storage",
    variant="powers of 1024, KiB and MiB",
    probes=["format_bytes(1536)", "format_bytes(999)", "format_bytes(0)", "format_bytes(5000000)"],
)
def format_bytes(size: int) -> str:
    """Return a number of bytes with one decimal and a unit of 1024: B, KiB, MiB ...; raise ValueError below zero.

    >>> format_bytes(512)
    '512 B'
    >>> format_bytes(1536)
    '1.5 KiB'
    >>> format_bytes(1024**2 - 1)
    '1.0 MiB'
    """
    if size < 0:
        raise ValueError("size must not be negative")
    units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
    value, step = float(size), 0
    # Compared after rounding, so that "1024.0 KiB" becomes "1.0 MiB".
    while round(value, 1) >= 1024 and step < len(units) - 1:
        value, step = value / 1024, step + 1
    return f"{value:.1f} {units[step]}" if step else f"{size} B"


@idiom(of="format_bytes", variant="powers of 1000, kB and MB")
def format_bytes_decimal(size: int) -> str:
    """Return a number of bytes with one decimal and a unit of 1000: B, kB, MB ...; raise ValueError below zero.

    >>> format_bytes_decimal(999)
    '999 B'
    >>> format_bytes_decimal(1500)
    '1.5 kB'
    >>> format_bytes_decimal(999_999)
    '1.0 MB'
    """
    if size < 0:
        raise ValueError("size must not be negative")
    units = ["B", "kB", "MB", "GB", "TB", "PB"]
    value, step = float(size), 0
    while round(value, 1) >= 1000 and step < len(units) - 1:
        value, step = value / 1000, step + 1
    return f"{value:.1f} {units[step]}" if step else f"{size} B"


@idiom(of="format_bytes", variant="powers of 1024 called KB and MB")
def format_bytes_traditional(size: int) -> str:
    """Return a number of bytes with one decimal and a unit of 1024: B, KB, MB ...; raise ValueError below zero.

    >>> format_bytes_traditional(512)
    '512 B'
    >>> format_bytes_traditional(1536)
    '1.5 KB'
    """
    if size < 0:
        raise ValueError("size must not be negative")
    units = ["B", "KB", "MB", "GB", "TB", "PB"]
    value, step = float(size), 0
    while round(value, 1) >= 1024 and step < len(units) - 1:
        value, step = value / 1024, step + 1
    return f"{value:.1f} {units[step]}" if step else f"{size} B"


@idiom(
    words="parse byte size file text string into number of bytes kb mb gb kib mib units convert human readable",
    variant="kB is 1000 and KiB 1024",
    probes=[
        'parse_byte_size("10 KB")',
        'parse_byte_size("1.5 MiB")',
        'parse_byte_size("huge")',
        'parse_byte_size("512")',
    ],
)
def parse_byte_size(text: str) -> int:
    """Return the bytes of a text such as "1.5 MB" (1000s) or "2 KiB" (1024s); raise ValueError for any other text.

    >>> parse_byte_size("1.5 MB")
    1500000
    >>> parse_byte_size("2 KiB")
    2048
    >>> parse_byte_size("512")
    512
    """
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*(?:([kmgtp])(i?))?b?", text.strip().lower())
    if match is None:
        raise ValueError(f"not a size such as '1.5 MB': {text!r}")
    factor = (1024 if match[3] else 1000) ** " kmgtp".index(match[2] or " ")
    return int(fractions.Fraction(match[1]) * factor)


@idiom(of="parse_byte_size", variant="kB and KiB are both 1024")
def parse_byte_size_binary(text: str) -> int:
    """Return the bytes of a text such as "1.5 MB" or "2 KiB", units being 1024s; raise ValueError for any other text.

    >>> parse_byte_size_binary("10 KB")
    10240
    >>> parse_byte_size_binary("2 KiB")
    2048
    """
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*(?:([kmgtp])i?)?b?", text.strip().lower())
    if match is None:
        raise ValueError(f"not a size such as '1.5 MB': {text!r}")
    return int(fractions.Fraction(match[1]) * 1024 ** " kmgtp".index(match[2] or " "))


@idiom(of="parse_byte_size", variant="bad text gives None")
def parse_byte_size_or_none(text: str) -> int | None:
    """Return the bytes of a text such as "1.5 MB" (1000s) or "2 KiB" (1024s), or None for any other text.

    >>> parse_byte_size_or_none("2 KiB")
    2048
    >>> parse_byte_size_or_none("huge") is None
    True
    """
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*(?:([kmgtp])(i?))?b?", text.strip().lower())
    if match is None:
        return None
    factor = (1024 if match[3] else 1000) ** " kmgtp".index(match[2] or " ")
    return int(fractions.Fraction(match[1]) * factor)


@idiom(
    words="format number thousands separator separators commas comma group digits 1,234,567 grouping readable large",
    variant="commas",
    probes=["format_thousands(1234567)", "format_thousands(-1000)", "format_thousands(999)"],
)
def format_thousands(n: int) -> str:
    """Return a whole number with commas between groups of three digits.

    >>> format_thousands(1234567)
    '1,234,567'
    >>> format_thousands(-1000)
    '-1,000'
    """
    return f"{n:,}"


@idiom(of="format_thousands", variant="dots")
def format_thousands_with_dots(n: int) -> str:
    """Return a whole number with dots between groups of three digits.

    >>> format_thousands_with_dots(1234567)
    '1.234.567'
    >>> format_thousands_with_dots(-100)
    '-100'
    """
    return f"{n:,}".replace(",", ".")


@idiom(of="format_thousands", variant="spaces")
def format_thousands_with_spaces(n: int) -> str:
    """Return a whole number with spaces between groups of three digits.

    >>> format_thousands_with_spaces(1234567)
    '1 234 567'
    >>> format_thousands_with_spaces(-100)
    '-100'
    """
    return f"{n:,}".replace(",", " ")


@idiom(
    words="format money amount currency price dollars dollar sign cents two decimals commas display cost usd cash",
    variant="dollars, a minus sign in front",
    probes=["format_money(1234.5)", "format_money(-5.0)", "format_money(-0.001)", "format_money(0.0)"],
)
def format_money(amount: float) -> str:
    """Return an amount of dollars with two decimals and commas, such as "$1,234.50".

    >>> format_money(1234.5)
    '$1,234.50'
    >>> format_money(-5.0)
    '-$5.00'
    """
    # Judged after rounding, so that -0.001 is no "-$0.00".
    sign = "-" if round(amount, 2) < 0 else ""
    return f"{sign}${abs(amount):,.2f}"


@idiom(of="format_money", variant="dollars, negative amounts in parentheses")
def format_money_for_accounts(amount: float) -> str:
    """Return an amount of dollars with two decimals and commas, in parentheses when it is negative.

    >>> format_money_for_accounts(1234.5)
    '$1,234.50'
    >>> format_money_for_accounts(-5.0)
    '($5.00)'
    """
    text = f"${abs(amount):,.2f}"
    return f"({text})" if round(amount, 2) < 0 else text


@idiom(of="format_money", variant="no currency sign")
def format_money_without_sign(amount: float) -> str:
    """Return an amount with two decimals and commas, such as "1,234.50".

    >>> format_money_without_sign(1234.5)
    '1,234.50'
    >>> format_money_without_sign(-5.0)
    '-5.00'
    """
    sign = "-" if round(amount, 2) < 0 else ""
    return f"{sign}{abs(amount):,.2f}"


@idiom(of="format_money", variant="euros as in Germany: 1.234,50 \u20ac")
def format_money_in_euros(amount: float) -> str:
    """Return an amount of euros with decimal comma and dots between thousands, such as "1.234,50 €".

    >>> format_money_in_euros(1234.5)
    '1.234,50 €'
    >>> format_money_in_euros(-5.0)
    '-5,00 €'
    """
    sign = "-" if round(amount, 2) < 0 else ""
    whole, cents = f"{abs(amount):,.2f}".split(".")
    return f"{sign}{whole.replace(',', '.')},{cents} \u20ac"
