"""What holds for every input: idioms on single numbers, their digits, their factors, and formulas."""

import itertools
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from tests.idioms.laws import Inputs, check_law, law, near, refuses

from lift_server.engines.embedded.library import (
    formulas,
    matrices,
    number_series,
    number_theory,
    numbers,
    numerals,
    quantities,
)

INTEGERS = st.integers(-(10**6), 10**6)
NATURALS = st.integers(0, 3000)
POSITIVE = st.integers(1, 3000)
SMALL = st.integers(0, 30)
AMOUNTS = st.floats(-1e6, 1e6)
SIDES = st.floats(0.01, 1e3)
VECTORS = st.lists(st.integers(-9, 9), min_size=2, max_size=2)
SQUARES = st.lists(VECTORS, min_size=2, max_size=2)

LAWS = [
    law("even or odd", lambda n: numbers.is_even(n) != numbers.is_odd(n) == bool(n % 2), INTEGERS),
    law("sign times size", lambda x: numbers.sign(x) * numbers.absolute_difference(x, 0) == x, AMOUNTS),
    law("clamp", lambda x, low, more: numbers.clamp(x, low, low + more) == sorted([x, low, low + more])[1],
        INTEGERS, INTEGERS, NATURALS),
    law("difference", lambda a, b: numbers.absolute_difference(a, b) == max(a, b) - min(a, b), AMOUNTS, AMOUNTS),
    law("root", lambda n: numbers.integer_square_root(n) ** 2 <= n < (numbers.integer_square_root(n) + 1) ** 2,
        NATURALS),
    law("square", lambda n: numbers.is_perfect_square(n) == any(i * i == n for i in range(60)), NATURALS),
    law("square of a square", lambda n: numbers.is_perfect_square(n * n), INTEGERS),
    law("power", lambda b, n: numbers.power(b, n) == math.prod([b] * n), st.integers(-9, 9), SMALL),
    law("power of two", lambda n: numbers.is_power_of_two(n) == (n in [1 << i for i in range(14)]),
        st.integers(-5, 9000) | st.sampled_from([1, 2, 4, 64, 4096])),
    law("rounding", lambda x, d: abs(numbers.round_half_up(x, d) - x) <= 0.5 * 10.0**-d + 1e-9,
        AMOUNTS, st.integers(-3, 6)),
    law("rounding twice",
        lambda x, d: numbers.round_half_up(numbers.round_half_up(x, d), d) == numbers.round_half_up(x, d),
        AMOUNTS, st.integers(-3, 6)),
    law("halves", lambda n: numbers.round_half_up(n + 0.5, 0) == (n + 1 if n >= 0 else n)
        and numbers.round_half_up_towards_infinity(n + 0.5, 0) == n + 1, INTEGERS),
    law("primes", lambda n: number_theory.is_prime(n) == (n > 1 and all(n % i for i in range(2, n))),
        st.integers(-3, 400)),
    law("primes up to",
        lambda n: number_theory.primes_up_to(n) == [i for i in range(n + 1) if number_theory.is_prime(i)],
        st.integers(-3, 300)),
    law("prime factors", lambda n: math.prod(number_theory.prime_factors(n)) == n
        and all(map(number_theory.is_prime, number_theory.prime_factors(n))), POSITIVE),
    law("distinct factors",
        lambda n: number_theory.distinct_prime_factors(n) == sorted(set(number_theory.prime_factors(n))), POSITIVE),
    law("divisors", lambda n: number_theory.divisors(n) == [i for i in range(1, n + 1) if n % i == 0], POSITIVE),
    law("perfect", lambda n: number_theory.is_perfect_number(n) == (sum(number_theory.proper_divisors(n)) == n),
        st.integers(1, 600) | st.sampled_from([6, 28, 496, 8128])),
    law("gcd and lcm",
        lambda a, b: number_theory.greatest_common_divisor(a, b) * number_theory.least_common_multiple(a, b)
        == abs(a * b), INTEGERS, INTEGERS),
    law("factorial", lambda n: number_series.factorial(n + 1) == (n + 1) * number_series.factorial(n), SMALL),
    law("fibonacci numbers", lambda n: number_series.fibonacci_number(n + 2)
        == number_series.fibonacci_number(n + 1) + number_series.fibonacci_number(n), SMALL),
    law("fibonacci sequence", lambda n: number_series.fibonacci_sequence(n)
        == [number_series.fibonacci_number(i) for i in range(n)], SMALL),
    law("collatz", lambda n: number_series.collatz_steps(2 * n) == number_series.collatz_steps(n) + 1, POSITIVE),
    law("pascal", lambda n: matrices.pascal_triangle(n)
        == [[number_series.binomial_coefficient(row, k) for k in range(row + 1)] for row in range(n)], SMALL),
    law("triangular", lambda n: number_series.triangular_number(n) == sum(range(n + 1)), NATURALS),
    law("fizzbuzz", lambda n: number_series.fizzbuzz(n)
        == [number_series.fizzbuzz_word(i) for i in range(1, n + 1)]
        and all(("Fizz" in word) == (i % 3 == 0) and ("Buzz" in word) == (i % 5 == 0)
                for i, word in enumerate(number_series.fizzbuzz(n), 1)), SMALL),
    law("digit sum", lambda n: numerals.digit_sum(n) % 9 == n % 9 and numerals.digit_sum(-n) == numerals.digit_sum(n),
        st.integers(0, 10**6)),
    law("reversed number", lambda n: numerals.reverse_number(numerals.reverse_number(10 * n + 1)) == 10 * n + 1,
        st.integers(0, 10**6)),
    law("digits", lambda n: 10 ** (numerals.count_digits(n) - 1) <= n < 10 ** numerals.count_digits(n),
        st.integers(1, 10**9)),
    law("armstrong", lambda n: numerals.is_armstrong_number(n)
        == (sum(int(digit) ** numerals.count_digits(n) for digit in str(n)) == n),
        NATURALS | st.sampled_from([153, 370, 9474])),
    law("binary", lambda n: numerals.from_binary(numerals.to_binary(n)) == n, INTEGERS),
    law("base", lambda n, base: int(numerals.to_base(n, base), base) == n, INTEGERS, st.integers(2, 36)),
    law("roman", lambda n: numerals.from_roman(numerals.to_roman(n)) == n
        and numerals.from_roman_strict(numerals.to_roman(n)) == n
        and numerals.from_roman_any_case(numerals.to_roman(n).lower()) == n, st.integers(1, 3999)),
    law("roman out of range", lambda n: refuses(numerals.to_roman, n) == (not 1 <= n <= 3999),
        st.integers(-9, 5000)),
    law("thousands", lambda n: int(quantities.format_thousands(n).replace(",", "")) == n
        and all(len(part) == 3 for part in quantities.format_thousands(n).split(",")[1:]), INTEGERS),
    law("sizes in bytes", lambda n: quantities.parse_byte_size(f"{n} KiB") == 1024 * n
        and quantities.parse_byte_size(f"{n} kB") == 1000 * n
        and quantities.parse_byte_size_binary(f"{n} kB") == 1024 * n, NATURALS),
    law("bytes and back", lambda n: abs(quantities.parse_byte_size(quantities.format_bytes(n)) - n) <= n * 0.06,
        st.integers(0, 10**12)),
    law("money", lambda cents: float(quantities.format_money(cents / 100).replace("$", "").replace(",", ""))
        == cents / 100, st.integers(-(10**8), 10**8)),
    law("temperatures", lambda x: near(formulas.fahrenheit_to_celsius(formulas.celsius_to_fahrenheit(x)), x), AMOUNTS),
    law("percentage", lambda part, whole: near(formulas.percentage(part, whole) * whole / 100, part), AMOUNTS, SIDES),
    law("interest", lambda money, rate, years: near(
        formulas.compound_interest(money, rate, years), money * (1 + rate) ** years)
        and near(formulas.compound_interest_in_percent(money, rate * 100, years), money * (1 + rate) ** years),
        SIDES, st.floats(0, 0.2), st.integers(0, 40)),
    law("hypotenuse", lambda a, b: near(formulas.hypotenuse(a, b) ** 2, a * a + b * b)
        and near(formulas.distance_between_points((0, 0), (a, b)), formulas.hypotenuse(a, b)), SIDES, SIDES),
    law("circle", lambda r: near(formulas.circle_area(2 * r), 4 * formulas.circle_area(r)), SIDES),
    law("triangle", lambda a, b: near(formulas.triangle_area(a, b, math.hypot(a, b)), a * b / 2),
        st.floats(1, 100), st.floats(1, 100)),
    law("no triangle", lambda a, b: refuses(formulas.triangle_area, a, b, a + b + 1), SIDES, SIDES),
    law("quadratic roots",
        lambda a, p, q: sorted(formulas.quadratic_roots(a, -a * (p + q), a * p * q)) == pytest.approx(sorted({p, q})),
        st.sampled_from([-2, 1, 3]), st.integers(-50, 50), st.integers(-50, 50)),
    law("transposed twice", lambda rows: matrices.transpose(matrices.transpose(rows)) == rows,
        st.lists(st.lists(INTEGERS, min_size=3, max_size=3), min_size=1, max_size=5)),
    law("dot product", lambda a, b: matrices.dot_product(a, b) == matrices.matrix_multiply([a], [[b[0]], [b[1]]])[0][0]
        == a[0] * b[0] + a[1] * b[1], VECTORS, VECTORS),
    law("matrix product", lambda a, b, c: matrices.matrix_multiply(matrices.matrix_multiply(a, b), c)
        == matrices.matrix_multiply(a, matrices.matrix_multiply(b, c)), SQUARES, SQUARES, SQUARES),
]  # fmt: skip


@pytest.mark.parametrize(("holds", "inputs"), LAWS)
def test_law(holds: Callable[..., Any], inputs: Inputs) -> None:
    check_law(holds, inputs)


def test_collatz_and_primes_of_the_first_numbers_are_those_of_the_books() -> None:
    assert [number_series.collatz_steps(n) for n in range(1, 8)] == [0, 1, 7, 2, 5, 8, 16]
    assert list(itertools.islice(filter(number_theory.is_prime, itertools.count()), 6)) == [2, 3, 5, 7, 11, 13]
