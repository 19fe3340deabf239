"""The ways numbers are written: decimal digits, binary and other bases, Roman numerals."""

import itertools
import re

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="digit sum digits add up cross total of decimal checksum",
    variant="the sign is ignored",
    probes=["digit_sum(-12)", "digit_sum(0)"],
)
def digit_sum(n: int) -> int:
    """Return the sum of the decimal digits of n.

    >>> digit_sum(1234)
    10
    >>> digit_sum(0)
    0
    >>> digit_sum(-12)
    3
    """
    return sum(int(digit) for digit in str(abs(n)))


@idiom(of="digit_sum", variant="a negative number raises ValueError")
def digit_sum_checked(n: int) -> int:
    """Return the sum of the decimal digits of n.

    >>> digit_sum_checked(1234)
    10
    >>> digit_sum_checked(-12)
    Traceback (most recent call last):
        ...
    ValueError: n must not be negative
    """
    if n < 0:
        raise ValueError("n must not be negative")
    return sum(int(digit) for digit in str(n))


@idiom(
    words="reverse number digits integer backwards flip mirror turn around",
    variant="the sign is kept",
    probes=["reverse_number(-12)", "reverse_number(120)"],
)
def reverse_number(n: int) -> int:
    """Return the number with its decimal digits in reverse order.

    >>> reverse_number(123)
    321
    >>> reverse_number(120)
    21
    >>> reverse_number(-12)
    -21
    """
    reversed_number = int(str(abs(n))[::-1])
    return -reversed_number if n < 0 else reversed_number


@idiom(of="reverse_number", variant="a negative number raises ValueError")
def reverse_number_checked(n: int) -> int:
    """Return the number with its decimal digits in reverse order.

    >>> reverse_number_checked(123)
    321
    >>> reverse_number_checked(-12)
    Traceback (most recent call last):
        ...
    ValueError: n must not be negative
    """
    if n < 0:
        raise ValueError("n must not be negative")
    return int(str(n)[::-1])


@idiom(
    words="count digits number of how many decimal length integer places",
    probes=["count_digits(0)", "count_digits(-12)"],
)
def count_digits(n: int) -> int:
    """Return how many decimal digits n has, not counting the sign.

    >>> count_digits(2024)
    4
    >>> count_digits(0)
    1
    >>> count_digits(-12)
    2
    """
    return len(str(abs(n)))


@idiom(
    words="armstrong number narcissistic digits raised to the power sum equals itself pluperfect",
    probes=["is_armstrong_number(0)", "is_armstrong_number(-153)"],
)
def is_armstrong_number(n: int) -> bool:
    """Return whether n is the sum of its digits, each raised to the number of digits.

    >>> is_armstrong_number(153)
    True
    >>> is_armstrong_number(10)
    False
    >>> is_armstrong_number(0)
    True
    """
    if n < 0:
        return False
    digits = str(n)
    power_sum: int = sum(int(digit) ** len(digits) for digit in digits)
    return n == power_sum


@idiom(
    words="to binary convert decimal integer bits base 2 two representation string dual encode",
    variant="a negative number gets a minus sign",
    probes=["to_binary(-5)", "to_binary(0)"],
)
def to_binary(n: int) -> str:
    """Return the binary digits of n, without a prefix.

    >>> to_binary(10)
    '1010'
    >>> to_binary(0)
    '0'
    >>> to_binary(-5)
    '-101'
    """
    return format(n, "b")


@idiom(of="to_binary", variant="a negative number raises ValueError")
def to_binary_checked(n: int) -> str:
    """Return the binary digits of n, without a prefix.

    >>> to_binary_checked(10)
    '1010'
    >>> to_binary_checked(-5)
    Traceback (most recent call last):
        ...
    ValueError: n must not be negative
    """
    if n < 0:
        raise ValueError("n must not be negative")
    return format(n, "b")


@idiom(
    words="from binary parse bits string to decimal integer base 2 two convert decode dual",
    variant="a sign, a 0b prefix and surrounding white space are accepted",
    probes=['from_binary("0b11")', 'from_binary("")', 'from_binary("102")'],
)
def from_binary(text: str) -> int:
    """Return the integer that the binary digits stand for.

    >>> from_binary("1010")
    10
    >>> from_binary("0b11")
    3
    >>> from_binary("102")
    Traceback (most recent call last):
        ...
    ValueError: invalid literal for int() with base 2: '102'
    """
    return int(text, 2)


@idiom(of="from_binary", variant="anything but the digits 0 and 1 raises ValueError")
def from_binary_digits(text: str) -> int:
    """Return the integer that the binary digits stand for.

    >>> from_binary_digits("1010")
    10
    >>> from_binary_digits("0b11")
    Traceback (most recent call last):
        ...
    ValueError: not a binary number: '0b11'
    """
    if not re.fullmatch("[01]+", text):
        raise ValueError(f"not a binary number: {text!r}")
    return int(text, 2)


@idiom(
    words="to base convert integer radix hexadecimal octal number system digits arbitrary representation string",
    variant="digits above 9 are lower-case letters",
    probes=["to_base(255, 16)", "to_base(0, 2)", "to_base(-255, 16)", "to_base(5, 1)"],
)
def to_base(n: int, base: int) -> str:
    """Return the digits of n in a base from 2 to 36.

    >>> to_base(255, 16)
    'ff'
    >>> to_base(-10, 2)
    '-1010'
    >>> to_base(0, 7)
    '0'
    """
    if not 2 <= base <= 36:
        raise ValueError("base must be between 2 and 36")
    digits = []
    remaining = abs(n)
    while remaining:
        remaining, digit = divmod(remaining, base)
        digits.append("0123456789abcdefghijklmnopqrstuvwxyz"[digit])
    sign = "-" if n < 0 else ""
    return sign + ("".join(reversed(digits)) or "0")


@idiom(of="to_base", variant="digits above 9 are upper-case letters")
def to_base_upper_case(n: int, base: int) -> str:
    """Return the digits of n in a base from 2 to 36.

    >>> to_base_upper_case(255, 16)
    'FF'
    """
    if not 2 <= base <= 36:
        raise ValueError("base must be between 2 and 36")
    digits = []
    remaining = abs(n)
    while remaining:
        remaining, digit = divmod(remaining, base)
        digits.append("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit])
    sign = "-" if n < 0 else ""
    return sign + ("".join(reversed(digits)) or "0")


@idiom(
    words="to roman numeral convert integer latin letters I V X L C D M encode",
    variant="a number outside 1 to 3999 raises ValueError",
    probes=["to_roman(0)", "to_roman(1994)"],
)
def to_roman(n: int) -> str:
    """Return the Roman numeral of a number from 1 to 3999.

    >>> to_roman(1994)
    'MCMXCIV'
    >>> to_roman(3888)
    'MMMDCCCLXXXVIII'
    """
    if not 1 <= n <= 3999:
        raise ValueError("n must be between 1 and 3999")
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    symbols = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    numeral = ""
    for value, symbol in zip(values, symbols, strict=True):
        count, n = divmod(n, value)
        numeral += symbol * count
    return numeral


@idiom(of="to_roman", variant="a number below 1 gives an empty string; there is no upper limit")
def to_roman_unchecked(n: int) -> str:
    """Return the Roman numeral of a number, with as many M as it takes.

    >>> to_roman_unchecked(4001)
    'MMMMI'
    >>> to_roman_unchecked(0)
    ''
    """
    if n < 1:
        return ""
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    symbols = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    numeral = ""
    for value, symbol in zip(values, symbols, strict=True):
        count, n = divmod(n, value)
        numeral += symbol * count
    return numeral


@idiom(
    words="from roman numeral parse convert to integer decimal value latin letters decode read",
    variant="a letter that is none of I, V, X, L, C, D, M raises ValueError; their order is not checked",
    probes=['from_roman("IIII")', 'from_roman("xiv")', 'from_roman("")', 'from_roman("ABC")'],
)
def from_roman(text: str) -> int:
    """Return the number that a Roman numeral stands for.

    >>> from_roman("MCMXCIV")
    1994
    >>> from_roman("IIII")
    4
    >>> from_roman("ABC")
    Traceback (most recent call last):
        ...
    ValueError: not a Roman numeral: 'ABC'
    """
    letters = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    if not all(letter in letters for letter in text):
        raise ValueError(f"not a Roman numeral: {text!r}")
    values = [letters[letter] for letter in text]
    number = sum(values)
    for value, following in itertools.pairwise(values):
        if value < following:
            number -= 2 * value
    return number


@idiom(of="from_roman", variant="a malformed numeral such as IIII or an empty text raises ValueError")
def from_roman_strict(text: str) -> int:
    """Return the number that a well-formed Roman numeral stands for.

    >>> from_roman_strict("MCMXCIV")
    1994
    >>> from_roman_strict("IIII")
    Traceback (most recent call last):
        ...
    ValueError: not a Roman numeral: 'IIII'
    """
    well_formed = "M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})"
    if not text or not re.fullmatch(well_formed, text):
        raise ValueError(f"not a Roman numeral: {text!r}")
    letters = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    values = [letters[letter] for letter in text]
    number = sum(values)
    for value, following in itertools.pairwise(values):
        if value < following:
            number -= 2 * value
    return number


@idiom(of="from_roman", variant="lower-case letters are accepted")
def from_roman_any_case(text: str) -> int:
    """Return the number that a Roman numeral in capital or small letters stands for.

    >>> from_roman_any_case("xiv")
    14
    """
    letters = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    if not all(letter in letters for letter in text.upper()):
        raise ValueError(f"not a Roman numeral: {text!r}")
    values = [letters[letter] for letter in text.upper()]
    number = sum(values)
    for value, following in itertools.pairwise(values):
        if value < following:
            number -= 2 * value
    return number
