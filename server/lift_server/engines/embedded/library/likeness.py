"""Idioms on how alike texts, sets and vectors are, and on series of measurements."""

import difflib
import math
import statistics
from typing import Any

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="jaccard similarity index two sets lists tags intersection over union shared elements overlap coefficient",
    variant="two empty lists are alike",
    probes=["jaccard_similarity([1, 2, 3], [2, 3, 4])", "jaccard_similarity([], [])"],
)
def jaccard_similarity(first: list[Any], second: list[Any]) -> float:
    """Return how many of the different items of two lists both have, as a fraction; 1.0 for two empty lists.

    >>> jaccard_similarity([1, 2, 3], [2, 3, 4])
    0.5
    >>> jaccard_similarity([], [])
    1.0
    """
    either = set(first) | set(second)
    return len(set(first) & set(second)) / len(either) if either else 1.0


@idiom(of="jaccard_similarity", variant="two empty lists are not alike")
def jaccard_similarity_or_zero(first: list[Any], second: list[Any]) -> float:
    """Return how many of the different items of two lists both have, as a fraction; 0.0 for two empty lists.

    >>> jaccard_similarity_or_zero([], [])
    0.0
    """
    either = set(first) | set(second)
    return len(set(first) & set(second)) / len(either) if either else 0.0


@idiom(
    words="closest match most similar word option fuzzy approximate did you mean misspelled typo suggestion spelling",
    variant="None when nothing is similar",
    probes=['closest_match("appel", ["ape", "apple"])', 'closest_match("xyz", ["apple"])'],
)
def closest_match(word: str, options: list[str]) -> str | None:
    """Return the option that is most similar to a word, or None when none is similar enough.

    >>> closest_match("appel", ["ape", "apple", "peach"])
    'apple'
    >>> closest_match("xyz", ["apple"]) is None
    True
    """
    return next(iter(difflib.get_close_matches(word, options, n=1)), None)


@idiom(of="closest_match", variant="however dissimilar it is, None only without options")
def nearest_option(word: str, options: list[str]) -> str | None:
    """Return the option that is most similar to a word, or None when there are no options.

    >>> nearest_option("xyz", ["apple"])
    'apple'
    """
    return max(options, key=lambda option: difflib.SequenceMatcher(None, word, option).ratio(), default=None)


@idiom(
    words="text similarity ratio two strings alike fraction score compare difflib sequencematcher matching",
    variant="upper and lower case differ",
    probes=['text_similarity("abcd", "bcde")', 'text_similarity("AB", "ab")'],
)
def text_similarity(first: str, second: str) -> float:
    """Return how alike two texts are, from 0.0 to 1.0.

    >>> text_similarity("abcd", "bcde")
    0.75
    >>> text_similarity("abc", "abc")
    1.0
    """
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


@idiom(of="text_similarity", variant="upper and lower case are equal")
def text_similarity_ignoring_case(first: str, second: str) -> float:
    """Return how alike two texts are, from 0.0 to 1.0, upper and lower case being equal.

    >>> text_similarity_ignoring_case("AB", "ab")
    1.0
    """
    return difflib.SequenceMatcher(None, first.casefold(), second.casefold(), autojunk=False).ratio()


@idiom(
    words="unified diff lines differ differences two texts versions old new patch compare line by line changes",
    probes=['unified_diff("a\\nb\\n", "a\\nc\\n")', 'unified_diff("a", "a")'],
)
def unified_diff(old: str, new: str) -> str:
    r"""Return the lines in which two texts differ in the unified format, without file names; empty when they agree.

    >>> print(unified_diff("a\nb\n", "a\nc\n"))
    @@ -1,2 +1,2 @@
     a
    -b
    +c
    >>> unified_diff("same", "same")
    ''
    """
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm=""))
    return "\n".join(lines[2:])


@idiom(
    words="cosine similarity angle two vectors lists of numbers dot product norm direction embeddings",
    variant="a vector of zeros raises ValueError",
    probes=["cosine_similarity([1, 0], [1, 1])", "cosine_similarity([0, 0], [1, 1])"],
)
def cosine_similarity(first: list[float], second: list[float]) -> float:
    """Return the cosine of the angle between two vectors of the same length; raise ValueError when one is zero.

    >>> round(cosine_similarity([1, 0], [1, 1]), 4)
    0.7071
    >>> cosine_similarity([0, 0], [1, 1])
    Traceback (most recent call last):
        ...
    ValueError: a vector of zeros has no direction
    """
    lengths = math.hypot(*first) * math.hypot(*second)
    if lengths == 0:
        raise ValueError("a vector of zeros has no direction")
    return sum(x * y for x, y in zip(first, second, strict=True)) / lengths


@idiom(of="cosine_similarity", variant="a vector of zeros gives 0.0")
def cosine_similarity_or_zero(first: list[float], second: list[float]) -> float:
    """Return the cosine of the angle between two vectors of the same length, 0.0 when one is zero.

    >>> cosine_similarity_or_zero([0, 0], [1, 1])
    0.0
    """
    lengths = math.hypot(*first) * math.hypot(*second)
    return sum(x * y for x, y in zip(first, second, strict=True)) / lengths if lengths else 0.0


@idiom(
    words="root mean square rms quadratic mean effective value numbers voltage signal",
    variant="nothing raises ValueError",
    probes=["root_mean_square([3, 4])", "root_mean_square([])"],
)
def root_mean_square(numbers: list[float]) -> float:
    """Return the square root of the mean of the squares; raise ValueError when there are no numbers.

    >>> round(root_mean_square([3, 4]), 4)
    3.5355
    >>> root_mean_square([5, -5])
    5.0
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    return math.hypot(*numbers) / math.sqrt(len(numbers))


@idiom(of="root_mean_square", variant="nothing gives 0.0")
def root_mean_square_or_zero(numbers: list[float]) -> float:
    """Return the square root of the mean of the squares, 0.0 when there are no numbers.

    >>> root_mean_square_or_zero([])
    0.0
    """
    return math.hypot(*numbers) / math.sqrt(len(numbers)) if numbers else 0.0


@idiom(
    words="exponential moving average ema exponentially weighted smoothing factor alpha series recent prices smooth",
    probes=["exponential_moving_average([1, 2, 4], 0.5)", "exponential_moving_average([], 0.5)"],
)
def exponential_moving_average(numbers: list[float], factor: float) -> list[float]:
    """Return the series smoothed: each result is `factor` of the number and the rest of the result before it.

    >>> exponential_moving_average([1, 2, 4], 0.5)
    [1, 1.5, 2.75]
    >>> exponential_moving_average([], 0.5)
    []
    """
    if not 0 < factor <= 1:
        raise ValueError("factor must be above 0 and at most 1")
    smoothed = numbers[:1]
    for number in numbers[1:]:
        smoothed.append(factor * number + (1 - factor) * smoothed[-1])
    return smoothed


@idiom(
    words="outliers outlier unusual extreme values interquartile range iqr quartiles 1.5 fence tukey detect far",
    variant="more than 1.5 interquartile ranges outside the quartiles",
    probes=["outliers([1, 2, 3, 4, 100])", "outliers([1, 2])", "outliers([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9])"],
)
def outliers(numbers: list[float]) -> list[float]:
    """Return the numbers that lie more than 1.5 interquartile ranges below the first or above the third quartile.

    >>> outliers([1, 2, 3, 4, 100])
    [100]
    >>> outliers([5])
    []
    """
    if len(numbers) < 2:
        return []
    lower, _, upper = statistics.quantiles(numbers, n=4, method="inclusive")
    fence = 1.5 * (upper - lower)
    return [number for number in numbers if number < lower - fence or number > upper + fence]


@idiom(of="outliers", variant="more than 3 standard deviations from the mean")
def outliers_by_deviation(numbers: list[float]) -> list[float]:
    """Return the numbers that lie more than 3 standard deviations of the population from the mean.

    >>> outliers_by_deviation([0] * 11 + [9])
    [9]
    """
    if not numbers:
        return []
    middle, deviation = statistics.fmean(numbers), statistics.pstdev(numbers)
    return [number for number in numbers if abs(number - middle) > 3 * deviation]
