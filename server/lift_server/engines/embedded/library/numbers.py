"""Single numbers: parity, sign, limits, roots, powers, rounding."""

import decimal
import math

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="even parity divisible by two 2 multiple remainder integer test check", probes=["is_even(0)", "is_even(-3)"]
)
def is_even(n: int) -> bool:
    """Return whether n is divisible by two.

    >>> is_even(4)
    True
    >>> is_even(-3)
    False
    """
    return n % 2 == 0


@idiom(words="odd parity not even remainder uneven integer test check", probes=["is_odd(0)", "is_odd(-3)"])
def is_odd(n: int) -> bool:
    """Return whether n is not divisible by two.

    >>> is_odd(-3)
    True
    >>> is_odd(0)
    False
    """
    return n % 2 != 0


@idiom(words="sign signum positive negative zero minus plus -1 0 1", probes=["sign(0)", "sign(-2.5)"])
def sign(number: float) -> int:
    """Return -1 for a negative number, 0 for zero and 1 for a positive one.

    >>> sign(-2.5)
    -1
    >>> sign(0)
    0
    >>> sign(7)
    1
    """
    return (number > 0) - (number < 0)


@idiom(
    words="clamp clip limit bound restrict constrain range between minimum maximum low high interval",
    variant="reversed limits give low",
    probes=["clamp(5, 10, 0)", "clamp(15, 0, 10)"],
)
def clamp(value: float, low: float, high: float) -> float:
    """Return the value, or the nearer limit when it lies outside low to high.

    >>> clamp(15, 0, 10)
    10
    >>> clamp(-1, 0, 10)
    0
    >>> clamp(2.5, 0, 10)
    2.5
    """
    return max(low, min(value, high))


@idiom(of="clamp", variant="reversed limits raise ValueError")
def clamp_checking_limits(value: float, low: float, high: float) -> float:
    """Return the value, or the nearer limit when it lies outside low to high.

    >>> clamp_checking_limits(15, 0, 10)
    10
    >>> clamp_checking_limits(5, 10, 0)
    Traceback (most recent call last):
        ...
    ValueError: low must not exceed high
    """
    if low > high:
        raise ValueError("low must not exceed high")
    return max(low, min(value, high))


@idiom(
    words="absolute difference distance between two numbers gap apart subtract far positive magnitude",
    probes=["absolute_difference(3, 7)", "absolute_difference(-2, 2)"],
)
def absolute_difference(a: float, b: float) -> float:
    """Return how far apart two numbers are.

    >>> absolute_difference(3, 7)
    4
    >>> absolute_difference(-2, -5)
    3
    """
    return abs(a - b)


@idiom(
    words="integer square root floor isqrt whole rounded down largest whose square",
    variant="a negative number raises ValueError",
    probes=["integer_square_root(-1)", "integer_square_root(15)"],
)
def integer_square_root(n: int) -> int:
    """Return the largest integer whose square does not exceed n.

    >>> integer_square_root(15)
    3
    >>> integer_square_root(0)
    0
    """
    if n < 0:
        raise ValueError("n must not be negative")
    return math.isqrt(n)


@idiom(of="integer_square_root", variant="a negative number gives -1")
def integer_square_root_or_minus_one(n: int) -> int:
    """Return the largest integer whose square does not exceed n.

    >>> integer_square_root_or_minus_one(16)
    4
    >>> integer_square_root_or_minus_one(-4)
    -1
    """
    return math.isqrt(n) if n >= 0 else -1


@idiom(of="integer_square_root", variant="a negative number gives 0")
def integer_square_root_or_zero(n: int) -> int:
    """Return the largest integer whose square does not exceed n.

    >>> integer_square_root_or_zero(-4)
    0
    """
    return math.isqrt(max(n, 0))


@idiom(
    words="power raise exponent exponentiation base raised to the pow times itself",
    probes=["power(2, -1)", "power(0, 0)"],
)
def power(base: float, exponent: int) -> float:
    """Return the base raised to the exponent.

    Raises ZeroDivisionError for the base 0 with a negative exponent.

    >>> power(2, 10)
    1024
    >>> power(2, -1)
    0.5
    >>> power(0, 0)
    1
    """
    return base**exponent


@idiom(
    words="perfect square number whole root quadratic test check is integer",
    probes=["is_perfect_square(0)", "is_perfect_square(-4)"],
)
def is_perfect_square(n: int) -> bool:
    """Return whether n is the square of an integer.

    >>> is_perfect_square(49)
    True
    >>> is_perfect_square(50)
    False
    >>> is_perfect_square(-4)
    False
    """
    return n >= 0 and math.isqrt(n) ** 2 == n


@idiom(
    words="power of two 2 binary single bit test check is exponent",
    probes=["is_power_of_two(1)", "is_power_of_two(0)"],
)
def is_power_of_two(n: int) -> bool:
    """Return whether n is 1, 2, 4, 8 or another power of two.

    >>> is_power_of_two(64)
    True
    >>> is_power_of_two(1)
    True
    >>> is_power_of_two(0)
    False
    """
    return n > 0 and n & (n - 1) == 0


@idiom(
    words="round half up commercial rounding decimal places digits nearest precision",
    variant="halves are rounded away from zero",
    probes=["round_half_up(-2.5, 0)", "round_half_up(2.675, 2)"],
)
def round_half_up(number: float, digits: int) -> float:
    """Return the number rounded to so many decimal places, halves away from zero.

    >>> round_half_up(2.5, 0)
    3.0
    >>> round_half_up(2.675, 2)
    2.68
    >>> round_half_up(-2.5, 0)
    -3.0
    """
    if not math.isfinite(number):
        return number
    step = decimal.Decimal(1).scaleb(-digits)
    context = decimal.Context(prec=1000)
    return float(decimal.Decimal(str(number)).quantize(step, decimal.ROUND_HALF_UP, context))


@idiom(of="round_half_up", variant="a negative half is rounded towards zero")
def round_half_up_towards_infinity(number: float, digits: int) -> float:
    """Return the number rounded to so many decimal places, halves towards the greater number.

    >>> round_half_up_towards_infinity(2.5, 0)
    3.0
    >>> round_half_up_towards_infinity(-2.5, 0)
    -2.0
    """
    if not math.isfinite(number):
        return number
    step = decimal.Decimal(1).scaleb(-digits)
    context = decimal.Context(prec=1000)
    rounding = decimal.ROUND_HALF_UP if number > 0 else decimal.ROUND_HALF_DOWN
    return float(decimal.Decimal(str(number)).quantize(step, rounding, context))
