"""What holds for every input: idioms on lists of numbers, their averages, their spread, and relations of two."""

import itertools
import math
import statistics
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from tests.idioms.laws import Inputs, check_law, law, near, refuses

from lift_server.engines.embedded.library import averages, number_lists, relations, spread

WHOLE = st.integers(-1000, 1000)
NUMBERS = st.lists(WHOLE, max_size=12)
SOME = st.lists(WHOLE, min_size=1, max_size=12)
TWO = st.lists(WHOLE, min_size=2, max_size=12).filter(lambda numbers: len(set(numbers)) > 1)
POSITIVE = st.lists(st.floats(0.1, 1000), min_size=1, max_size=12)

LAWS = [
    law("mean", lambda xs: near(averages.mean(xs) * len(xs), sum(xs))
        and min(xs) <= averages.mean(xs) <= max(xs), SOME),
    law("median", lambda xs: averages.median(xs) == statistics.median(xs) == averages.median_or_none(xs), SOME),
    law("mode", lambda xs: all(xs.count(averages.mode(xs)) >= xs.count(x) for x in xs)
        and averages.mode(xs) in averages.modes(xs) and averages.smallest_mode(xs) == min(averages.modes(xs)), SOME),
    law("nothing", lambda xs: all(refuses(function, []) for function in (
        averages.mean, averages.median, averages.mode, averages.geometric_mean, averages.harmonic_mean,
        number_lists.maximum, number_lists.minimum, spread.variance, spread.value_range)), st.just([])),
    law("weighted mean", lambda xs: near(averages.weighted_mean(xs, [2] * len(xs)), averages.mean(xs)), SOME),
    law("means in order", lambda xs: averages.harmonic_mean(xs) <= averages.geometric_mean(xs) + 1e-6
        and averages.geometric_mean(xs) <= averages.mean(xs) + 1e-6, POSITIVE),
    law("moving average", lambda xs, size: near(averages.moving_average(xs, size), [
        averages.mean(xs[i : i + size]) for i in range(len(xs) - size + 1)])
        and len(averages.moving_average_from_start(xs, size)) == len(xs), NUMBERS, st.integers(1, 5)),
    law("cumulative average", lambda xs: near(
        averages.cumulative_average(xs), [averages.mean(xs[: i + 1]) for i in range(len(xs))]), NUMBERS),
    law("total", lambda xs, ys: number_lists.total(xs + ys) == number_lists.total(xs) + number_lists.total(ys),
        NUMBERS, NUMBERS),
    law("product", lambda xs, ys: number_lists.product(xs + ys) == number_lists.product(xs) * number_lists.product(ys),
        NUMBERS, NUMBERS),
    law("extremes", lambda xs: (number_lists.minimum(xs), number_lists.maximum(xs)) == (sorted(xs)[0], sorted(xs)[-1])
        and spread.value_range(xs) == number_lists.maximum(xs) - number_lists.minimum(xs), SOME),
    law("second largest", lambda xs: number_lists.second_largest(xs) == sorted(set(xs))[-2]
        and number_lists.second_largest_with_repeats(xs) == sorted(xs)[-2], TWO),
    law("running total undone", lambda xs: number_lists.differences([0, *number_lists.running_total(xs)]) == xs,
        NUMBERS),
    law("even and odd", lambda xs: number_lists.partition_even_odd(xs)
        == (number_lists.filter_even(xs), [x for x in xs if x % 2]), NUMBERS),

           law("positive",
        lambda xs: number_lists.filter_positive(xs) == [x for x in number_lists.filter_not_negative(xs) if x],
        NUMBERS),
    law("squares", lambda xs: [math.isqrt(x) for x in number_lists.squares(xs)] == list(map(abs, xs)), NUMBERS),
    law("two that add up", lambda xs, target: (number_lists.two_sum(xs, target) is None)
        == all(a + b != target for a, b in itertools.combinations(xs, 2)),
        st.lists(st.integers(-9, 9), max_size=8), st.integers(-9, 9)),
    law("the two add up", lambda xs: sum(xs[i] for i in number_lists.two_sum(xs, xs[0] + xs[1]) or ()) == xs[0] + xs[1],
        TWO),
    law("best stretch", lambda xs: number_lists.max_subarray_sum(xs) == max(
        sum(xs[i:j]) for i in range(len(xs)) for j in range(i + 1, len(xs) + 1)), SOME),
    law("count above", lambda xs, x: number_lists.count_if_at_least(xs, x)
        == number_lists.count_if_greater(xs, x) + xs.count(x), NUMBERS, WHOLE),
    law("variance", lambda xs: near(spread.variance(xs), statistics.pvariance(xs))
        and near(spread.sample_variance(xs), statistics.variance(xs)), TWO),
    law("moved", lambda xs, by: near(spread.standard_deviation([x + by for x in xs]), spread.standard_deviation(xs))
        and near(spread.standard_deviation(xs) ** 2, spread.variance(xs)), SOME, WHOLE),
    law("percentile", lambda xs: (spread.percentile(xs, 0), spread.percentile(xs, 50), spread.percentile(xs, 100))
        == (min(xs), statistics.median(xs), max(xs)), SOME),
    law("nearest rank", lambda xs, percent: spread.percentile_nearest_rank(xs, percent) in xs, SOME, st.floats(0, 100)),
    law("normalized", lambda xs: (min(spread.normalize(xs)), max(spread.normalize(xs))) == (0, 1), TWO),
    law("shares", lambda xs: near(sum(spread.normalize_to_sum(xs)), 1), POSITIVE),
    law("z scores", lambda xs: near(sum(spread.z_scores(xs)), 0)
        and near(spread.standard_deviation(spread.z_scores(xs)), 1), TWO),
    law("middle half", lambda xs: 0 <= spread.interquartile_range(xs) <= spread.value_range(xs), SOME),
    law("correlation", lambda xs, a, b: near(relations.correlation(xs, [a * x + b for x in xs]), 1),
        TWO, st.integers(1, 9), WHOLE),
    law("correlation is mutual", lambda xs: near(relations.correlation(xs, sorted(xs)),
        relations.correlation(sorted(xs), xs)),
        TWO),
    law("regression", lambda xs, a, b: near(relations.linear_regression(xs, [a * x + b for x in xs]), (a, b)),
        TWO, st.integers(-9, 9), WHOLE),
    law("histogram", lambda xs, bins: sum(relations.histogram(xs, bins)) == len(xs)
        and len(relations.histogram(xs, bins)) == bins, SOME, st.integers(1, 6)),
]  # fmt: skip


@pytest.mark.parametrize(("holds", "inputs"), LAWS)
def test_law(holds: Callable[..., Any], inputs: Inputs) -> None:
    check_law(holds, inputs)
