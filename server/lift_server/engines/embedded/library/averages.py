"""Averages: mean, median, mode, weighted, geometric, harmonic, moving."""

import math
import statistics

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="mean average arithmetic numbers list sum divided by count typical value",
    variant="nothing raises ValueError",
    probes=["mean([])", "mean([1, 2])"],
)
def mean(numbers: list[float]) -> float:
    """Return the arithmetic mean of the numbers.

    >>> mean([1, 2, 6])
    3.0
    >>> mean([])
    Traceback (most recent call last):
        ...
    ValueError: numbers must not be empty
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    return sum(numbers) / len(numbers)


@idiom(of="mean", variant="nothing gives 0.0")
def mean_or_zero(numbers: list[float]) -> float:
    """Return the arithmetic mean of the numbers, 0.0 when there are none.

    >>> mean_or_zero([1, 2, 6])
    3.0
    >>> mean_or_zero([])
    0.0
    """
    return sum(numbers) / len(numbers) if numbers else 0.0


@idiom(of="mean", variant="nothing gives None")
def mean_or_none(numbers: list[float]) -> float | None:
    """Return the arithmetic mean of the numbers, or None when there are none.

    >>> mean_or_none([1, 2, 6])
    3.0
    >>> mean_or_none([]) is None
    True
    """
    return sum(numbers) / len(numbers) if numbers else None


@idiom(
    words="median middle value numbers sorted center half above below 50th",
    variant="nothing raises ValueError",
    probes=["median([])", "median([4, 1, 3, 2])"],
)
def median(numbers: list[float]) -> float:
    """Return the middle number in order, or the mean of the two middle ones.

    >>> median([5, 1, 3])
    3
    >>> median([4, 1, 3, 2])
    2.5
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    return statistics.median(numbers)


@idiom(of="median", variant="nothing gives 0.0")
def median_or_zero(numbers: list[float]) -> float:
    """Return the middle number in order, or the mean of the two middle ones; 0.0 when there are none.

    >>> median_or_zero([5, 1, 3])
    3
    >>> median_or_zero([])
    0.0
    """
    return statistics.median(numbers) if numbers else 0.0


@idiom(of="median", variant="nothing gives None")
def median_or_none(numbers: list[float]) -> float | None:
    """Return the middle number in order, or the mean of the two middle ones; None when there are none.

    >>> median_or_none([5, 1, 3])
    3
    >>> median_or_none([]) is None
    True
    """
    return statistics.median(numbers) if numbers else None


@idiom(
    words="mode most frequent common number value occurs often modal statistics",
    variant="the first of several; nothing raises ValueError",
    probes=["mode([])", "mode([2, 2, 1, 1])"],
)
def mode(numbers: list[float]) -> float:
    """Return the number that occurs most often, the first one of several.

    >>> mode([1, 2, 2, 3])
    2
    >>> mode([2, 2, 1, 1])
    2
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    return statistics.mode(numbers)


@idiom(of="mode", variant="a list of all of several; nothing gives an empty list")
def modes(numbers: list[float]) -> list[float]:
    """Return the numbers that occur most often, in the order of their first occurrence.

    >>> modes([2, 2, 1, 1, 3])
    [2, 1]
    >>> modes([])
    []
    """
    return statistics.multimode(numbers)


@idiom(of="mode", variant="nothing gives None")
def mode_or_none(numbers: list[float]) -> float | None:
    """Return the number that occurs most often, the first one of several, or None.

    >>> mode_or_none([1, 2, 2])
    2
    >>> mode_or_none([]) is None
    True
    """
    return statistics.mode(numbers) if numbers else None


@idiom(of="mode", variant="the smallest of several")
def smallest_mode(numbers: list[float]) -> float:
    """Return the number that occurs most often, the smallest one of several.

    >>> smallest_mode([2, 2, 1, 1, 3])
    1
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    return min(statistics.multimode(numbers))


@idiom(
    words="weighted mean average weights values importance grade credits sum of products",
    variant="weights that add up to 0 raise ValueError",
    probes=["weighted_mean([1, 2], [0, 0])", "weighted_mean([1, 2], [1])", "weighted_mean([1, 2], [1, 3])"],
)
def weighted_mean(values: list[float], weights: list[float]) -> float:
    """Return the mean of the values, each counted with its weight.

    >>> weighted_mean([1, 2], [1, 3])
    1.75
    >>> weighted_mean([1, 2], [1])
    Traceback (most recent call last):
        ...
    ValueError: values and weights must have the same length
    """
    if len(values) != len(weights):
        raise ValueError("values and weights must have the same length")
    total_weight = sum(weights)
    if total_weight == 0:
        raise ValueError("the weights must not add up to zero")
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / total_weight


@idiom(of="weighted_mean", variant="weights that add up to 0 give 0.0")
def weighted_mean_or_zero(values: list[float], weights: list[float]) -> float:
    """Return the mean of the values, each counted with its weight.

    >>> weighted_mean_or_zero([1, 2], [1, 3])
    1.75
    >>> weighted_mean_or_zero([1, 2], [0, 0])
    0.0
    """
    if len(values) != len(weights):
        raise ValueError("values and weights must have the same length")
    total_weight = sum(weights)
    if total_weight == 0:
        return 0.0
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / total_weight


@idiom(
    words="geometric mean average root of product growth factor rates nth",
    variant="a negative number or nothing raises ValueError",
    probes=["geometric_mean([])", "geometric_mean([-1, 4])", "geometric_mean([0, 4])"],
)
def geometric_mean(numbers: list[float]) -> float:
    """Return the n-th root of the product of n numbers.

    >>> geometric_mean([2, 8])
    4.0
    >>> geometric_mean([0, 4])
    0.0
    """
    if not numbers or min(numbers) < 0:
        raise ValueError("there must be numbers, none of them negative")
    if 0 in numbers:
        return 0.0
    return math.exp(math.fsum(math.log(number) for number in numbers) / len(numbers))


@idiom(of="geometric_mean", variant="nothing gives 0.0")
def geometric_mean_or_zero(numbers: list[float]) -> float:
    """Return the n-th root of the product of n numbers, 0.0 when there are none.

    >>> geometric_mean_or_zero([2, 8])
    4.0
    >>> geometric_mean_or_zero([])
    0.0
    """
    if any(number < 0 for number in numbers):
        raise ValueError("no number may be negative")
    if not numbers or 0 in numbers:
        return 0.0
    return math.exp(math.fsum(math.log(number) for number in numbers) / len(numbers))


@idiom(
    words="harmonic mean average reciprocals speed rates inverse",
    variant="a zero among the numbers gives 0.0; a negative number or nothing raises ValueError",
    probes=["harmonic_mean([])", "harmonic_mean([0, 4])", "harmonic_mean([-1, 4])"],
)
def harmonic_mean(numbers: list[float]) -> float:
    """Return the count of the numbers divided by the sum of their reciprocals.

    >>> harmonic_mean([40, 60])
    48.0
    >>> harmonic_mean([0, 4])
    0.0
    """
    if not numbers or min(numbers) < 0:
        raise ValueError("there must be numbers, none of them negative")
    return float(statistics.harmonic_mean(numbers))


@idiom(of="harmonic_mean", variant="a zero among the numbers raises ValueError")
def harmonic_mean_of_positive(numbers: list[float]) -> float:
    """Return the count of the numbers divided by the sum of their reciprocals.

    >>> harmonic_mean_of_positive([40, 60])
    48.0
    >>> harmonic_mean_of_positive([0, 4])
    Traceback (most recent call last):
        ...
    ValueError: there must be numbers, all of them positive
    """
    if not numbers or min(numbers) <= 0:
        raise ValueError("there must be numbers, all of them positive")
    return float(statistics.harmonic_mean(numbers))


@idiom(
    words="moving average rolling mean sliding window smooth time series simple sma",
    variant="only full windows count; a size below 1 raises ValueError",
    probes=["moving_average([1, 2, 3], 2)", "moving_average([1], 2)", "moving_average([1], 0)"],
)
def moving_average(numbers: list[float], size: int) -> list[float]:
    """Return the mean of every run of size consecutive numbers.

    >>> moving_average([1, 2, 3, 6], 2)
    [1.5, 2.5, 4.5]
    >>> moving_average([1, 2], 3)
    []
    """
    if size < 1:
        raise ValueError("size must be at least 1")
    return [sum(numbers[start : start + size]) / size for start in range(len(numbers) - size + 1)]


@idiom(of="moving_average", variant="the first windows are shorter, one result per number")
def moving_average_from_start(numbers: list[float], size: int) -> list[float]:
    """Return for every number the mean of it and up to size - 1 numbers before it.

    >>> moving_average_from_start([1, 2, 3, 6], 2)
    [1.0, 1.5, 2.5, 4.5]
    """
    if size < 1:
        raise ValueError("size must be at least 1")
    windows = [numbers[max(end - size, 0) : end] for end in range(1, len(numbers) + 1)]
    return [sum(window) / len(window) for window in windows]


@idiom(of="moving_average", variant="a size below 1 gives an empty list")
def moving_average_or_nothing(numbers: list[float], size: int) -> list[float]:
    """Return the mean of every run of size consecutive numbers.

    >>> moving_average_or_nothing([1, 2, 3, 6], 2)
    [1.5, 2.5, 4.5]
    >>> moving_average_or_nothing([1, 2], 0)
    []
    """
    if size < 1:
        return []
    return [sum(numbers[start : start + size]) / size for start in range(len(numbers) - size + 1)]


@idiom(
    words="cumulative average running mean so far progressive prefix averages",
    probes=["cumulative_average([2, 4, 9])", "cumulative_average([])"],
)
def cumulative_average(numbers: list[float]) -> list[float]:
    """Return the means of the first one, two, three and more numbers.

    >>> cumulative_average([2, 4, 9])
    [2.0, 3.0, 5.0]
    >>> cumulative_average([])
    []
    """
    averages = []
    subtotal = 0.0
    for count, number in enumerate(numbers, start=1):
        subtotal += number
        averages.append(subtotal / count)
    return averages
