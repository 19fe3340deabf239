"""Integers that come from a rule of counting: factorials, Fibonacci numbers, Collatz, coefficients, FizzBuzz."""

import math

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="factorial product descending integers n! multiply one up to permutations count",
    variant="a negative number raises ValueError",
    probes=["factorial(-1)", "factorial(0)"],
)
def factorial(n: int) -> int:
    """Return the product of the integers from 1 to n.

    >>> factorial(5)
    120
    >>> factorial(0)
    1
    """
    if n < 0:
        raise ValueError("n must not be negative")
    return math.prod(range(2, n + 1))


@idiom(of="factorial", variant="a negative number gives 1")
def factorial_of_negative_is_one(n: int) -> int:
    """Return the product of the integers from 1 to n.

    >>> factorial_of_negative_is_one(5)
    120
    >>> factorial_of_negative_is_one(-1)
    1
    """
    return math.prod(range(2, n + 1))


@idiom(of="factorial", variant="a negative number gives 0")
def factorial_of_negative_is_zero(n: int) -> int:
    """Return the product of the integers from 1 to n.

    >>> factorial_of_negative_is_zero(5)
    120
    >>> factorial_of_negative_is_zero(-1)
    0
    """
    if n < 0:
        return 0
    return math.prod(range(2, n + 1))


@idiom(
    words="fibonacci number nth n-th term element position sum of the two preceding fib rabbits",
    variant="starts with 0, 1 at n = 0; a negative n raises ValueError",
    probes=["fibonacci_number(0)", "fibonacci_number(1)", "fibonacci_number(-1)"],
)
def fibonacci_number(n: int) -> int:
    """Return the n-th Fibonacci number, where number 0 is 0 and number 1 is 1.

    >>> fibonacci_number(10)
    55
    >>> fibonacci_number(0)
    0
    """
    if n < 0:
        raise ValueError("n must not be negative")
    current, following = 0, 1
    for _ in range(n):
        current, following = following, current + following
    return current


@idiom(of="fibonacci_number", variant="starts with 1, 1 at n = 1; n = 0 raises ValueError")
def fibonacci_number_counted_from_one(n: int) -> int:
    """Return the n-th Fibonacci number, where numbers 1 and 2 are 1.

    >>> fibonacci_number_counted_from_one(10)
    55
    >>> fibonacci_number_counted_from_one(0)
    Traceback (most recent call last):
        ...
    ValueError: n must be at least 1
    """
    if n < 1:
        raise ValueError("n must be at least 1")
    current, following = 0, 1
    for _ in range(n):
        current, following = following, current + following
    return current


@idiom(of="fibonacci_number", variant="a negative n gives 0")
def fibonacci_number_of_negative_is_zero(n: int) -> int:
    """Return the n-th Fibonacci number, where number 0 is 0 and number 1 is 1.

    >>> fibonacci_number_of_negative_is_zero(10)
    55
    >>> fibonacci_number_of_negative_is_zero(-1)
    0
    """
    current, following = 0, 1
    for _ in range(n):
        current, following = following, current + following
    return current


@idiom(of="fibonacci_number", variant="starts with 1, 1 at n = 0")
def fibonacci_number_starting_with_one(n: int) -> int:
    """Return the n-th Fibonacci number, where numbers 0 and 1 are 1.

    >>> fibonacci_number_starting_with_one(0)
    1
    >>> fibonacci_number_starting_with_one(10)
    89
    """
    if n < 0:
        raise ValueError("n must not be negative")
    current, following = 1, 1
    for _ in range(n):
        current, following = following, current + following
    return current


@idiom(of="fibonacci_number", variant="starts with 0, 1 at n = 1; n = 0 raises ValueError")
def fibonacci_number_first_is_zero(n: int) -> int:
    """Return the n-th Fibonacci number, where number 1 is 0 and number 2 is 1.

    >>> fibonacci_number_first_is_zero(1)
    0
    >>> fibonacci_number_first_is_zero(10)
    34
    """
    if n < 1:
        raise ValueError("n must be at least 1")
    current, following = 0, 1
    for _ in range(n - 1):
        current, following = following, current + following
    return current


@idiom(
    words="fibonacci sequence series list first numbers terms generate fib all count",
    variant="starts with 0, 1; a negative count gives an empty list",
    probes=["fibonacci_sequence(5)", "fibonacci_sequence(-1)"],
)
def fibonacci_sequence(count: int) -> list[int]:
    """Return the first count Fibonacci numbers.

    >>> fibonacci_sequence(7)
    [0, 1, 1, 2, 3, 5, 8]
    >>> fibonacci_sequence(0)
    []
    """
    sequence = []
    current, following = 0, 1
    for _ in range(count):
        sequence.append(current)
        current, following = following, current + following
    return sequence


@idiom(of="fibonacci_sequence", variant="a negative count raises ValueError")
def fibonacci_sequence_checking_count(count: int) -> list[int]:
    """Return the first count Fibonacci numbers.

    >>> fibonacci_sequence_checking_count(3)
    [0, 1, 1]
    >>> fibonacci_sequence_checking_count(-1)
    Traceback (most recent call last):
        ...
    ValueError: count must not be negative
    """
    if count < 0:
        raise ValueError("count must not be negative")
    sequence = []
    current, following = 0, 1
    for _ in range(count):
        sequence.append(current)
        current, following = following, current + following
    return sequence


@idiom(of="fibonacci_sequence", variant="starts with 1, 1")
def fibonacci_sequence_starting_with_one(count: int) -> list[int]:
    """Return the first count Fibonacci numbers, beginning with 1, 1.

    >>> fibonacci_sequence_starting_with_one(7)
    [1, 1, 2, 3, 5, 8, 13]
    """
    sequence = []
    current, following = 1, 1
    for _ in range(count):
        sequence.append(current)
        current, following = following, current + following
    return sequence


@idiom(
    words="collatz steps hailstone 3n+1 conjecture sequence length halve triple reach one",
    variant="a number below 1 raises ValueError",
    probes=["collatz_steps(0)", "collatz_steps(1)"],
)
def collatz_steps(n: int) -> int:
    """Return how many Collatz steps lead from n to 1.

    >>> collatz_steps(6)
    8
    >>> collatz_steps(1)
    0
    """
    if n < 1:
        raise ValueError("n must be at least 1")
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


@idiom(of="collatz_steps", variant="a number below 1 gives 0")
def collatz_steps_or_zero(n: int) -> int:
    """Return how many Collatz steps lead from n to 1.

    >>> collatz_steps_or_zero(6)
    8
    >>> collatz_steps_or_zero(0)
    0
    """
    steps = 0
    while n > 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


@idiom(
    words="binomial coefficient combinations choose n over k ways to pick subsets unordered nCr selections",
    variant="a negative argument raises ValueError",
    probes=["binomial_coefficient(3, 5)", "binomial_coefficient(3, -1)"],
)
def binomial_coefficient(n: int, k: int) -> int:
    """Return the number of ways to choose k of n things without regard to order.

    >>> binomial_coefficient(5, 2)
    10
    >>> binomial_coefficient(3, 5)
    0
    >>> binomial_coefficient(0, 0)
    1
    """
    if n < 0 or k < 0:
        raise ValueError("n and k must not be negative")
    return math.comb(n, k)


@idiom(of="binomial_coefficient", variant="a negative argument gives 0")
def binomial_coefficient_or_zero(n: int, k: int) -> int:
    """Return the number of ways to choose k of n things without regard to order.

    >>> binomial_coefficient_or_zero(5, 2)
    10
    >>> binomial_coefficient_or_zero(3, -1)
    0
    """
    if n < 0 or k < 0:
        return 0
    return math.comb(n, k)


@idiom(
    words="triangular number sum of first n integers 1 to up natural numbers gauss add all consecutive",
    variant="a negative number gives 0",
    probes=["triangular_number(-3)", "triangular_number(0)"],
)
def triangular_number(n: int) -> int:
    """Return the sum of the integers from 1 to n.

    >>> triangular_number(100)
    5050
    >>> triangular_number(0)
    0
    """
    return n * (n + 1) // 2 if n > 0 else 0


@idiom(of="triangular_number", variant="a negative number raises ValueError")
def triangular_number_checked(n: int) -> int:
    """Return the sum of the integers from 1 to n.

    >>> triangular_number_checked(4)
    10
    >>> triangular_number_checked(-3)
    Traceback (most recent call last):
        ...
    ValueError: n must not be negative
    """
    if n < 0:
        raise ValueError("n must not be negative")
    return n * (n + 1) // 2


@idiom(
    words="fizzbuzz fizz buzz divisible three five 3 5 15 words game counting",
    variant="all words from 1 to n",
    probes=["fizzbuzz(15)", "fizzbuzz(0)"],
)
def fizzbuzz(n: int) -> list[str]:
    """Return the FizzBuzz words for the numbers from 1 to n.

    >>> fizzbuzz(5)
    ['1', '2', 'Fizz', '4', 'Buzz']
    >>> fizzbuzz(15)[-1]
    'FizzBuzz'
    >>> fizzbuzz(0)
    []
    """
    words = []
    for number in range(1, n + 1):
        word = "Fizz" * (number % 3 == 0) + "Buzz" * (number % 5 == 0)
        words.append(word or str(number))
    return words


@idiom(of="fizzbuzz", variant="only the word for n itself")
def fizzbuzz_word(n: int) -> str:
    """Return Fizz, Buzz, FizzBuzz or the number itself as text.

    >>> fizzbuzz_word(9)
    'Fizz'
    >>> fizzbuzz_word(7)
    '7'
    """
    word = "Fizz" * (n % 3 == 0) + "Buzz" * (n % 5 == 0)
    return word or str(n)
