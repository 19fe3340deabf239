"""Lists of numbers: totals, extremes, running values, filters, searches for sums."""

import itertools
import math

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="sum total add up all numbers list values addition together amount",
    probes=["total([])", "total([1, 2.5])"],
)
def total(numbers: list[float]) -> float:
    """Return the sum of the numbers.

    >>> total([1, 2, 3])
    6
    >>> total([])
    0
    """
    return sum(numbers)


@idiom(
    words="product multiply all numbers list together multiplication values times",
    variant="the product of nothing is 1",
    probes=["product([])", "product([2, 3, 4])"],
)
def product(numbers: list[float]) -> float:
    """Return the product of the numbers.

    >>> product([2, 3, 4])
    24
    >>> product([])
    1
    """
    return math.prod(numbers)


@idiom(of="product", variant="the product of nothing is 0")
def product_or_zero(numbers: list[float]) -> float:
    """Return the product of the numbers, 0 when there are none.

    >>> product_or_zero([2, 3, 4])
    24
    >>> product_or_zero([])
    0
    """
    return math.prod(numbers) if numbers else 0


@idiom(
    words="maximum max largest greatest biggest highest number value list find",
    variant="nothing raises ValueError",
    probes=["maximum([])", "maximum([-1, -5])"],
)
def maximum(numbers: list[float]) -> float:
    """Return the largest number.

    >>> maximum([3, 9, 2])
    9
    >>> maximum([-5, -1.5])
    -1.5
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    return max(numbers)


@idiom(of="maximum", variant="nothing gives None")
def maximum_or_none(numbers: list[float]) -> float | None:
    """Return the largest number, or None when there are none.

    >>> maximum_or_none([3, 9, 2])
    9
    >>> maximum_or_none([]) is None
    True
    """
    return max(numbers, default=None)


@idiom(
    words="minimum min smallest least lowest number value list find",
    variant="nothing raises ValueError",
    probes=["minimum([])", "minimum([-1, -5])"],
)
def minimum(numbers: list[float]) -> float:
    """Return the smallest number.

    >>> minimum([3, 9, 2])
    2
    >>> minimum([-5, -1.5])
    -5
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    return min(numbers)


@idiom(of="minimum", variant="nothing gives None")
def minimum_or_none(numbers: list[float]) -> float | None:
    """Return the smallest number, or None when there are none.

    >>> minimum_or_none([3, 9, 2])
    2
    >>> minimum_or_none([]) is None
    True
    """
    return min(numbers, default=None)


@idiom(
    words="second largest number greatest highest biggest runner-up maximum 2nd next to",
    variant="equal numbers count once; fewer than two raise ValueError",
    probes=["second_largest([3, 3, 1])", "second_largest([1])"],
)
def second_largest(numbers: list[float]) -> float:
    """Return the second largest of the distinct numbers.

    >>> second_largest([4, 9, 9, 7])
    7
    >>> second_largest([2, 1])
    1
    """
    distinct = sorted(set(numbers))
    if len(distinct) < 2:
        raise ValueError("there must be at least two distinct numbers")
    return distinct[-2]


@idiom(of="second_largest", variant="fewer than two distinct numbers give None")
def second_largest_or_none(numbers: list[float]) -> float | None:
    """Return the second largest of the distinct numbers, or None.

    >>> second_largest_or_none([4, 9, 9, 7])
    7
    >>> second_largest_or_none([5, 5]) is None
    True
    """
    distinct = sorted(set(numbers))
    return distinct[-2] if len(distinct) > 1 else None


@idiom(of="second_largest", variant="equal numbers count separately")
def second_largest_with_repeats(numbers: list[float]) -> float:
    """Return the second number in descending order.

    >>> second_largest_with_repeats([4, 9, 9, 7])
    9
    """
    if len(numbers) < 2:
        raise ValueError("there must be at least two numbers")
    return sorted(numbers)[-2]


@idiom(
    words="running total cumulative sum accumulate prefix sums partial progressive so far",
    probes=["running_total([1, 2, 3])", "running_total([])"],
)
def running_total(numbers: list[float]) -> list[float]:
    """Return the sums of the first one, two, three and more numbers.

    >>> running_total([1, 2, 3])
    [1, 3, 6]
    >>> running_total([])
    []
    """
    return list(itertools.accumulate(numbers))


@idiom(
    words="differences adjacent consecutive neighboring subtract successive deltas changes between steps",
    probes=["differences([1, 4, 2])", "differences([1])"],
)
def differences(numbers: list[float]) -> list[float]:
    """Return by how much each number exceeds the one before it.

    >>> differences([1, 4, 2])
    [3, -2]
    >>> differences([1])
    []
    """
    return [later - earlier for earlier, later in itertools.pairwise(numbers)]


@idiom(
    words="partition even odd split separate divide numbers into evens odds parity groups two lists",
    probes=["partition_even_odd([1, 2, 3])", "partition_even_odd([])"],
)
def partition_even_odd(numbers: list[int]) -> tuple[list[int], list[int]]:
    """Return the even numbers and the odd numbers.

    >>> partition_even_odd([1, 2, 3, 4, 0])
    ([2, 4, 0], [1, 3])
    >>> partition_even_odd([])
    ([], [])
    """
    even = [number for number in numbers if number % 2 == 0]
    odd = [number for number in numbers if number % 2 != 0]
    return even, odd


@idiom(
    words="filter even numbers keep only evens select list divisible by two remove odd",
    probes=["filter_even([1, 2, 0, -4])", "filter_even([])"],
)
def filter_even(numbers: list[int]) -> list[int]:
    """Return the even numbers.

    >>> filter_even([1, 2, 0, -4, 7])
    [2, 0, -4]
    >>> filter_even([])
    []
    """
    return [number for number in numbers if number % 2 == 0]


@idiom(
    words="filter positive numbers keep only greater than zero select list remove negative",
    variant="zero is left out",
    probes=["filter_positive([1, 0, -2])", "filter_positive([])"],
)
def filter_positive(numbers: list[float]) -> list[float]:
    """Return the numbers greater than zero.

    >>> filter_positive([1, 0, -2, 0.5])
    [1, 0.5]
    >>> filter_positive([])
    []
    """
    return [number for number in numbers if number > 0]


@idiom(of="filter_positive", variant="zero is kept")
def filter_not_negative(numbers: list[float]) -> list[float]:
    """Return the numbers that are not negative.

    >>> filter_not_negative([1, 0, -2, 0.5])
    [1, 0, 0.5]
    """
    return [number for number in numbers if number >= 0]


@idiom(
    words="squares square each number list squared power of two multiply by itself map every",
    probes=["squares([1, -2, 0.5])", "squares([])"],
)
def squares(numbers: list[float]) -> list[float]:
    """Return the square of every number.

    >>> squares([1, -2, 0.5])
    [1, 4, 0.25]
    >>> squares([])
    []
    """
    return [number**2 for number in numbers]


@idiom(
    words="two sum indices pair of numbers adding up to target add equals find which positions",
    variant="no pair gives None; of several, the pair that is complete first",
    probes=["two_sum([1, 2], 9)", "two_sum([1, 2, 3, 4], 5)"],
)
def two_sum(numbers: list[float], target: float) -> tuple[int, int] | None:
    """Return the indices of two numbers that add up to the target, or None.

    >>> two_sum([2, 7, 11, 15], 9)
    (0, 1)
    >>> two_sum([3, 3], 6)
    (0, 1)
    >>> two_sum([3], 6) is None
    True
    """
    index_by_number: dict[float, int] = {}
    for index, number in enumerate(numbers):
        if target - number in index_by_number:
            return index_by_number[target - number], index
        index_by_number.setdefault(number, index)
    return None


@idiom(of="two_sum", variant="no pair raises ValueError")
def two_sum_checked(numbers: list[float], target: float) -> tuple[int, int]:
    """Return the indices of two numbers that add up to the target.

    >>> two_sum_checked([2, 7, 11, 15], 9)
    (0, 1)
    >>> two_sum_checked([1, 2], 9)
    Traceback (most recent call last):
        ...
    ValueError: no two numbers add up to the target
    """
    index_by_number: dict[float, int] = {}
    for index, number in enumerate(numbers):
        if target - number in index_by_number:
            return index_by_number[target - number], index
        index_by_number.setdefault(number, index)
    raise ValueError("no two numbers add up to the target")


@idiom(of="two_sum", variant="of several pairs, the one whose first number comes earliest")
def two_sum_earliest_first(numbers: list[float], target: float) -> tuple[int, int] | None:
    """Return the indices of two numbers that add up to the target, or None.

    >>> two_sum_earliest_first([1, 2, 3, 4], 5)
    (0, 3)
    """
    for (i, first), (j, second) in itertools.combinations(enumerate(numbers), 2):
        if first + second == target:
            return i, j
    return None


@idiom(
    words="maximum subarray sum kadane largest contiguous consecutive sublist greatest run segment",
    variant="at least one number is taken; nothing raises ValueError",
    probes=["max_subarray_sum([-3, -1])", "max_subarray_sum([])", "max_subarray_sum([2, -1, 3])"],
)
def max_subarray_sum(numbers: list[int]) -> int:
    """Return the largest sum of consecutive numbers.

    >>> max_subarray_sum([-2, 1, -3, 4, -1, 2, 1, -5, 4])
    6
    >>> max_subarray_sum([-3, -1])
    -1
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    best = ending = numbers[0]
    for number in numbers[1:]:
        ending = max(ending + number, number)
        best = max(best, ending)
    return best


@idiom(of="max_subarray_sum", variant="taking no number gives 0")
def max_subarray_sum_or_zero(numbers: list[int]) -> int:
    """Return the largest sum of consecutive numbers, 0 when all are negative.

    >>> max_subarray_sum_or_zero([-2, 1, -3, 4, -1, 2, 1, -5, 4])
    6
    >>> max_subarray_sum_or_zero([-3, -1])
    0
    """
    best = ending = 0
    for number in numbers:
        ending = max(ending + number, 0)
        best = max(best, ending)
    return best


@idiom(
    words="count if greater than threshold how many numbers exceed above over limit larger bigger",
    variant="a number equal to the threshold does not count",
    probes=["count_if_greater([1, 5, 9], 5)", "count_if_greater([], 0)"],
)
def count_if_greater(numbers: list[float], threshold: float) -> int:
    """Return how many numbers are greater than the threshold.

    >>> count_if_greater([1, 5, 9], 5)
    1
    >>> count_if_greater([], 0)
    0
    """
    return sum(number > threshold for number in numbers)


@idiom(of="count_if_greater", variant="a number equal to the threshold counts")
def count_if_at_least(numbers: list[float], threshold: float) -> int:
    """Return how many numbers are greater than or equal to the threshold.

    >>> count_if_at_least([1, 5, 9], 5)
    2
    """
    return sum(number >= threshold for number in numbers)
