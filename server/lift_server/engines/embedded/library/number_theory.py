"""Divisibility: primes, factors, divisors, common divisors and multiples."""

import math

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="prime number primality test check is only divisible by one and itself no divisors",
    probes=["is_prime(1)", "is_prime(-7)"],
)
def is_prime(n: int) -> bool:
    """Return whether n is a prime number.

    >>> is_prime(97)
    True
    >>> is_prime(91)
    False
    >>> is_prime(1)
    False
    """
    if n < 2:
        return False
    return all(n % divisor != 0 for divisor in range(2, math.isqrt(n) + 1))


@idiom(
    words="primes up to limit list all prime numbers sieve eratosthenes below until generate",
    variant="the limit itself is included",
    probes=["primes_up_to(7)", "primes_up_to(1)"],
)
def primes_up_to(limit: int) -> list[int]:
    """Return the prime numbers up to and including the limit.

    >>> primes_up_to(11)
    [2, 3, 5, 7, 11]
    >>> primes_up_to(1)
    []
    """
    if limit < 2:
        return []
    prime = [False, False] + [True] * (limit - 1)
    for number in range(2, math.isqrt(limit) + 1):
        if prime[number]:
            for multiple in range(number * number, limit + 1, number):
                prime[multiple] = False
    return [number for number in range(limit + 1) if prime[number]]


@idiom(of="primes_up_to", variant="the limit itself is excluded")
def primes_below(limit: int) -> list[int]:
    """Return the prime numbers below the limit.

    >>> primes_below(11)
    [2, 3, 5, 7]
    >>> primes_below(2)
    []
    """
    if limit <= 2:
        return []
    prime = [False, False] + [True] * (limit - 2)
    for number in range(2, math.isqrt(limit) + 1):
        if prime[number]:
            for multiple in range(number * number, limit, number):
                prime[multiple] = False
    return [number for number in range(limit) if prime[number]]


@idiom(
    words="prime factors factorization factorize decompose factorise integer into primes decomposition",
    variant="repeated factors are repeated; a number below 1 raises ValueError",
    probes=["prime_factors(12)", "prime_factors(1)", "prime_factors(0)"],
)
def prime_factors(n: int) -> list[int]:
    """Return the prime factors of n in ascending order, as often as they divide it.

    >>> prime_factors(60)
    [2, 2, 3, 5]
    >>> prime_factors(1)
    []
    """
    if n < 1:
        raise ValueError("n must be at least 1")
    factors = []
    divisor = 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            factors.append(divisor)
            n //= divisor
        divisor += 1
    if n > 1:
        factors.append(n)
    return factors


@idiom(of="prime_factors", variant="a number below 1 gives an empty list")
def prime_factors_or_none(n: int) -> list[int]:
    """Return the prime factors of n in ascending order, as often as they divide it.

    >>> prime_factors_or_none(12)
    [2, 2, 3]
    >>> prime_factors_or_none(0)
    []
    """
    factors = []
    divisor = 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            factors.append(divisor)
            n //= divisor
        divisor += 1
    if n > 1:
        factors.append(n)
    return factors


@idiom(of="prime_factors", variant="each prime is listed once")
def distinct_prime_factors(n: int) -> list[int]:
    """Return the distinct prime factors of n in ascending order.

    >>> distinct_prime_factors(60)
    [2, 3, 5]
    """
    if n < 1:
        raise ValueError("n must be at least 1")
    factors = []
    divisor = 2
    while divisor * divisor <= n:
        if n % divisor == 0:
            factors.append(divisor)
        while n % divisor == 0:
            n //= divisor
        divisor += 1
    if n > 1:
        factors.append(n)
    return factors


@idiom(
    words="greatest common divisor gcd highest factor hcf gcf largest euclid divides both shared",
    probes=["greatest_common_divisor(0, 5)", "greatest_common_divisor(-4, 6)"],
)
def greatest_common_divisor(a: int, b: int) -> int:
    """Return the greatest integer that divides both numbers.

    >>> greatest_common_divisor(12, 18)
    6
    >>> greatest_common_divisor(0, 5)
    5
    >>> greatest_common_divisor(-4, 6)
    2
    """
    return math.gcd(a, b)


@idiom(
    words="least common multiple lcm lowest smallest both shared divisible by",
    probes=["least_common_multiple(0, 5)", "least_common_multiple(-4, 6)"],
)
def least_common_multiple(a: int, b: int) -> int:
    """Return the smallest positive multiple of both numbers, or 0 when one of them is 0.

    >>> least_common_multiple(4, 6)
    12
    >>> least_common_multiple(0, 5)
    0
    """
    return math.lcm(a, b)


@idiom(
    words="divisors factors list all numbers that divide evenly without remainder positive of",
    variant="a number below 1 raises ValueError",
    probes=["divisors(6)", "divisors(0)"],
)
def divisors(n: int) -> list[int]:
    """Return the positive divisors of n in ascending order.

    >>> divisors(12)
    [1, 2, 3, 4, 6, 12]
    >>> divisors(9)
    [1, 3, 9]
    >>> divisors(1)
    [1]
    """
    if n < 1:
        raise ValueError("n must be at least 1")
    small = [divisor for divisor in range(1, math.isqrt(n) + 1) if n % divisor == 0]
    large = [n // divisor for divisor in reversed(small) if divisor * divisor != n]
    return small + large


@idiom(of="divisors", variant="a number below 1 gives an empty list")
def divisors_or_none(n: int) -> list[int]:
    """Return the positive divisors of n in ascending order.

    >>> divisors_or_none(6)
    [1, 2, 3, 6]
    >>> divisors_or_none(0)
    []
    """
    if n < 1:
        return []
    small = [divisor for divisor in range(1, math.isqrt(n) + 1) if n % divisor == 0]
    large = [n // divisor for divisor in reversed(small) if divisor * divisor != n]
    return small + large


@idiom(of="divisors", variant="n itself is left out")
def proper_divisors(n: int) -> list[int]:
    """Return the positive divisors of n that are smaller than n, in ascending order.

    >>> proper_divisors(12)
    [1, 2, 3, 4, 6]
    >>> proper_divisors(1)
    []
    """
    if n < 1:
        raise ValueError("n must be at least 1")
    small = [divisor for divisor in range(1, math.isqrt(n) + 1) if n % divisor == 0]
    large = [n // divisor for divisor in reversed(small) if divisor * divisor != n]
    return (small + large)[:-1]


@idiom(
    words="perfect number equals sum of proper divisors test check is",
    probes=["is_perfect_number(1)", "is_perfect_number(-6)"],
)
def is_perfect_number(n: int) -> bool:
    """Return whether n is the sum of its divisors below n.

    >>> is_perfect_number(28)
    True
    >>> is_perfect_number(12)
    False
    >>> is_perfect_number(1)
    False
    """
    if n < 2:
        return False
    divisor_sum = 1
    for divisor in range(2, math.isqrt(n) + 1):
        if n % divisor == 0:
            divisor_sum += divisor if divisor * divisor == n else divisor + n // divisor
    return divisor_sum == n
