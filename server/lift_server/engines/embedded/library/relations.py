"""Two lists of numbers and distributions: correlation, regression, histogram."""

import statistics

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="correlation coefficient pearson r relationship between two variables linear covariance lists",
    variant="constant data raise ValueError",
    probes=["correlation([1, 2], [3, 3])", "correlation([1, 2], [1])", "correlation([1, 2], [2, 1])"],
)
def correlation(xs: list[float], ys: list[float]) -> float:
    """Return the correlation coefficient of two equally long lists, from -1 to 1.

    >>> correlation([1, 2, 3], [2, 4, 6])
    1.0
    >>> correlation([1, 2, 3], [3, 2, 1])
    -1.0
    """
    if len(xs) != len(ys) or len(xs) < 2:
        raise ValueError("xs and ys must have the same length, at least 2")
    if min(xs) == max(xs) or min(ys) == max(ys):
        raise ValueError("xs and ys must not be constant")
    return statistics.correlation(xs, ys)


@idiom(of="correlation", variant="constant data give 0.0")
def correlation_or_zero(xs: list[float], ys: list[float]) -> float:
    """Return the correlation coefficient of two equally long lists, 0.0 when one of them is constant.

    >>> correlation_or_zero([1, 2, 3], [2, 4, 6])
    1.0
    >>> correlation_or_zero([1, 2], [3, 3])
    0.0
    """
    if len(xs) != len(ys) or len(xs) < 2:
        raise ValueError("xs and ys must have the same length, at least 2")
    if min(xs) == max(xs) or min(ys) == max(ys):
        return 0.0
    return statistics.correlation(xs, ys)


@idiom(
    words="linear regression least squares fit line slope intercept trend best fitting straight points",
    variant="the slope, then the intercept",
    probes=["linear_regression([1, 2, 3], [2, 4, 6])", "linear_regression([1, 1], [1, 2])"],
)
def linear_regression(xs: list[float], ys: list[float]) -> tuple[float, float]:
    """Return the slope and the intercept of the line that fits the points best.

    >>> linear_regression([1, 2, 3], [3, 5, 7])
    (2.0, 1.0)
    >>> linear_regression([0, 1], [4, 4])
    (0.0, 4.0)
    """
    if len(xs) != len(ys) or len(xs) < 2:
        raise ValueError("xs and ys must have the same length, at least 2")
    if min(xs) == max(xs):
        raise ValueError("xs must not be constant")
    slope, intercept = statistics.linear_regression(xs, ys)
    return slope, intercept


@idiom(of="linear_regression", variant="the intercept, then the slope")
def linear_regression_intercept_first(xs: list[float], ys: list[float]) -> tuple[float, float]:
    """Return the intercept and the slope of the line that fits the points best.

    >>> linear_regression_intercept_first([1, 2, 3], [3, 5, 7])
    (1.0, 2.0)
    """
    if len(xs) != len(ys) or len(xs) < 2:
        raise ValueError("xs and ys must have the same length, at least 2")
    if min(xs) == max(xs):
        raise ValueError("xs must not be constant")
    slope, intercept = statistics.linear_regression(xs, ys)
    return intercept, slope


@idiom(
    words="histogram bins buckets counts frequency distribution equal width intervals how many per",
    probes=["histogram([1, 2, 3, 4], 2)", "histogram([], 2)", "histogram([5, 5], 2)", "histogram([1], 0)"],
)
def histogram(numbers: list[float], bins: int) -> list[int]:
    """Return how many numbers fall into each of so many equally wide bins from the smallest to the largest.

    >>> histogram([1, 2, 2, 3, 9], 4)
    [3, 1, 0, 1]
    >>> histogram([], 2)
    [0, 0]
    >>> histogram([5, 5], 2)
    [2, 0]
    """
    if bins < 1:
        raise ValueError("bins must be at least 1")
    counts = [0] * bins
    if not numbers:
        return counts
    low = min(numbers)
    width = (max(numbers) - low) / bins
    for number in numbers:
        index = int((number - low) / width) if width > 0 else 0
        counts[min(index, bins - 1)] += 1
    return counts
