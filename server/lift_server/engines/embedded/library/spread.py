"""How numbers spread: variance, quantiles, scaling."""

import math
import statistics

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="variance spread squared deviation mean dispersion sigma population sample statistics numbers",
    variant="of a population, divided by n; nothing raises ValueError",
    probes=["variance([1, 3])", "variance([])", "variance([5])"],
)
def variance(numbers: list[float]) -> float:
    """Return the mean squared deviation of the numbers from their mean.

    >>> variance([2, 4, 4, 4, 5, 5, 7, 9])
    4.0
    >>> variance([5])
    0.0
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    return float(statistics.pvariance(numbers))


@idiom(of="variance", variant="of a sample, divided by n - 1; fewer than two numbers raise ValueError")
def sample_variance(numbers: list[float]) -> float:
    """Return the squared deviations of the numbers from their mean, divided by one less than their count.

    >>> sample_variance([1, 3])
    2.0
    """
    if len(numbers) < 2:
        raise ValueError("there must be at least two numbers")
    return float(statistics.variance(numbers))


@idiom(of="variance", variant="of a population; nothing gives 0.0")
def variance_or_zero(numbers: list[float]) -> float:
    """Return the mean squared deviation of the numbers from their mean, 0.0 when there are none.

    >>> variance_or_zero([1, 3])
    1.0
    >>> variance_or_zero([])
    0.0
    """
    return float(statistics.pvariance(numbers)) if numbers else 0.0


@idiom(
    words="standard deviation stdev std spread dispersion sigma variation population sample root of variance",
    variant="of a population, divided by n; nothing raises ValueError",
    probes=["standard_deviation([1, 3])", "standard_deviation([])", "standard_deviation([5])"],
)
def standard_deviation(numbers: list[float]) -> float:
    """Return the root of the mean squared deviation of the numbers from their mean.

    >>> standard_deviation([2, 4, 4, 4, 5, 5, 7, 9])
    2.0
    >>> standard_deviation([5])
    0.0
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    return statistics.pstdev(numbers)


@idiom(of="standard_deviation", variant="of a sample, divided by n - 1; fewer than two numbers raise ValueError")
def sample_standard_deviation(numbers: list[float]) -> float:
    """Return the standard deviation estimated from a sample.

    >>> sample_standard_deviation([1, 3, 5])
    2.0
    """
    if len(numbers) < 2:
        raise ValueError("there must be at least two numbers")
    return statistics.stdev(numbers)


@idiom(of="standard_deviation", variant="of a population; nothing gives 0.0")
def standard_deviation_or_zero(numbers: list[float]) -> float:
    """Return the root of the mean squared deviation of the numbers from their mean, 0.0 when there are none.

    >>> standard_deviation_or_zero([1, 3])
    1.0
    >>> standard_deviation_or_zero([])
    0.0
    """
    return statistics.pstdev(numbers) if numbers else 0.0


@idiom(
    words="value range span difference between largest and smallest maximum minus minimum spread extent numbers",
    variant="nothing raises ValueError",
    probes=["value_range([])", "value_range([3, 9, 2])"],
)
def value_range(numbers: list[float]) -> float:
    """Return the difference between the largest and the smallest number.

    >>> value_range([3, 9, 2])
    7
    >>> value_range([5])
    0
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    return max(numbers) - min(numbers)


@idiom(of="value_range", variant="nothing gives 0")
def value_range_or_zero(numbers: list[float]) -> float:
    """Return the difference between the largest and the smallest number, 0 when there are none.

    >>> value_range_or_zero([3, 9, 2])
    7
    >>> value_range_or_zero([])
    0
    """
    return max(numbers) - min(numbers) if numbers else 0


@idiom(
    words="percentile quantile percent rank below which p-th statistics value distribution",
    variant="interpolated between neighbors; nothing raises ValueError",
    probes=["percentile([1, 2, 3, 4], 50)", "percentile([], 50)", "percentile([1, 2], 101)"],
)
def percentile(numbers: list[float], percent: float) -> float:
    """Return the value below which the given percentage of the numbers lies, interpolated linearly.

    >>> percentile([1, 2, 3, 4], 50)
    2.5
    >>> percentile([40, 10, 30, 20, 50], 75)
    40.0
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    if not 0 <= percent <= 100:
        raise ValueError("percent must be between 0 and 100")
    ordered = sorted(numbers)
    position = (len(ordered) - 1) * percent / 100
    lower = ordered[math.floor(position)]
    upper = ordered[math.ceil(position)]
    return lower + (upper - lower) * (position - math.floor(position))


@idiom(of="percentile", variant="the nearest rank, always one of the numbers")
def percentile_nearest_rank(numbers: list[float], percent: float) -> float:
    """Return the smallest number that at least the given percentage of the numbers does not exceed.

    >>> percentile_nearest_rank([1, 2, 3, 4], 50)
    2
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    if not 0 <= percent <= 100:
        raise ValueError("percent must be between 0 and 100")
    rank = math.ceil(len(numbers) * percent / 100)
    return sorted(numbers)[max(rank, 1) - 1]


@idiom(
    words="normalize scale rescale min-max scaling between 0 and 1 unit interval feature numbers",
    variant="from 0 to 1; equal numbers give 0.0",
    probes=["normalize([1, 1])", "normalize([])", "normalize([1, 2, 5])"],
)
def normalize(numbers: list[float]) -> list[float]:
    """Return the numbers scaled so that the smallest is 0 and the largest 1.

    >>> normalize([1, 2, 5])
    [0.0, 0.25, 1.0]
    >>> normalize([3, 3])
    [0.0, 0.0]
    >>> normalize([])
    []
    """
    if not numbers:
        return []
    low, high = min(numbers), max(numbers)
    if low == high:
        return [0.0] * len(numbers)
    return [(number - low) / (high - low) for number in numbers]


@idiom(of="normalize", variant="equal numbers raise ValueError")
def normalize_checked(numbers: list[float]) -> list[float]:
    """Return the numbers scaled so that the smallest is 0 and the largest 1.

    >>> normalize_checked([1, 2, 5])
    [0.0, 0.25, 1.0]
    >>> normalize_checked([3, 3])
    Traceback (most recent call last):
        ...
    ValueError: the numbers must not all be equal
    """
    if not numbers:
        return []
    low, high = min(numbers), max(numbers)
    if low == high:
        raise ValueError("the numbers must not all be equal")
    return [(number - low) / (high - low) for number in numbers]


@idiom(of="normalize", variant="scaled to add up to 1; a sum of 0 raises ValueError")
def normalize_to_sum(numbers: list[float]) -> list[float]:
    """Return the numbers scaled so that they add up to 1.

    >>> normalize_to_sum([1, 2, 5])
    [0.125, 0.25, 0.625]
    """
    if not numbers:
        return []
    sum_of_numbers = sum(numbers)
    if sum_of_numbers == 0:
        raise ValueError("the numbers must not add up to zero")
    return [number / sum_of_numbers for number in numbers]


@idiom(
    words="z scores standardize standard score deviations from mean zscore standardization numbers",
    variant="with the deviation of a population; equal numbers give 0.0",
    probes=["z_scores([1, 3])", "z_scores([2, 2])", "z_scores([])"],
)
def z_scores(numbers: list[float]) -> list[float]:
    """Return by how many standard deviations each number differs from the mean.

    >>> z_scores([1, 3])
    [-1.0, 1.0]
    >>> z_scores([2, 2])
    [0.0, 0.0]
    >>> z_scores([])
    []
    """
    if not numbers:
        return []
    center, deviation = statistics.fmean(numbers), statistics.pstdev(numbers)
    if deviation == 0:
        return [0.0] * len(numbers)
    return [(number - center) / deviation for number in numbers]


@idiom(of="z_scores", variant="with the deviation of a sample; fewer than two numbers raise ValueError")
def sample_z_scores(numbers: list[float]) -> list[float]:
    """Return by how many sample standard deviations each number differs from the mean.

    >>> sample_z_scores([1, 3, 5])
    [-1.0, 0.0, 1.0]
    """
    if len(numbers) < 2:
        raise ValueError("there must be at least two numbers")
    center, deviation = statistics.fmean(numbers), statistics.stdev(numbers)
    if deviation == 0:
        return [0.0] * len(numbers)
    return [(number - center) / deviation for number in numbers]


@idiom(of="z_scores", variant="equal numbers raise ValueError")
def z_scores_checked(numbers: list[float]) -> list[float]:
    """Return by how many standard deviations each number differs from the mean.

    >>> z_scores_checked([1, 3])
    [-1.0, 1.0]
    >>> z_scores_checked([2, 2])
    Traceback (most recent call last):
        ...
    ValueError: the numbers must not all be equal
    """
    if not numbers:
        return []
    center, deviation = statistics.fmean(numbers), statistics.pstdev(numbers)
    if deviation == 0:
        raise ValueError("the numbers must not all be equal")
    return [(number - center) / deviation for number in numbers]


@idiom(
    words="interquartile range iqr quartiles q3 q1 middle half spread upper lower difference",
    variant="quartiles interpolated between the extremes; nothing raises ValueError",
    probes=["interquartile_range([1, 2, 3, 4])", "interquartile_range([5])", "interquartile_range([])"],
)
def interquartile_range(numbers: list[float]) -> float:
    """Return the difference between the third and the first quartile.

    >>> interquartile_range([1, 2, 3, 4, 5])
    2.0
    >>> interquartile_range([5])
    0.0
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    if len(numbers) == 1:
        return 0.0
    first, _, third = statistics.quantiles(numbers, n=4, method="inclusive")
    return third - first


@idiom(of="interquartile_range", variant="quartiles are the medians of the lower and the upper half")
def interquartile_range_of_halves(numbers: list[float]) -> float:
    """Return the difference between the medians of the upper and the lower half, the middle number in neither.

    >>> interquartile_range_of_halves([1, 2, 3, 4, 5])
    3.0
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    if len(numbers) == 1:
        return 0.0
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return float(statistics.median(ordered[-half:]) - statistics.median(ordered[:half]))
