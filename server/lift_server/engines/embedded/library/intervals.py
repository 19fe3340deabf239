"""Idioms on intervals, pairs of start and end, and on ranges of integers as text."""

import itertools
import re

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="merge overlapping intervals ranges join combine touching time spans union start end bookings slots",
    variant="intervals that touch are merged",
    probes=["merge_intervals([(1, 3), (2, 5), (7, 8)])", "merge_intervals([(1, 2), (2, 3)])"],
)
def merge_intervals(intervals: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the intervals in order, those that overlap or touch merged into one.

    >>> merge_intervals([(7, 8), (1, 3), (2, 5)])
    [(1, 5), (7, 8)]
    >>> merge_intervals([(1, 2), (2, 3)])
    [(1, 3)]
    """
    merged: list[tuple[float, float]] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@idiom(of="merge_intervals", variant="intervals that only touch stay apart")
def merge_intervals_that_overlap(intervals: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the intervals in order, those that overlap merged into one; those that only touch stay apart.

    >>> merge_intervals_that_overlap([(1, 2), (2, 4), (3, 5)])
    [(1, 2), (2, 5)]
    """
    merged: list[tuple[float, float]] = []
    for start, end in sorted(intervals):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@idiom(
    words="intervals ranges overlap overlapping collide conflict intersect two bookings appointments meetings clash",
    variant="intervals that only touch do not overlap",
    probes=["intervals_overlap((1, 3), (2, 5))", "intervals_overlap((1, 2), (2, 3))"],
)
def intervals_overlap(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Return whether two intervals have more than an end in common.

    >>> intervals_overlap((1, 3), (2, 5))
    True
    >>> intervals_overlap((1, 2), (2, 3))
    False
    """
    return first[0] < second[1] and second[0] < first[1]


@idiom(of="intervals_overlap", variant="intervals that touch overlap")
def closed_intervals_overlap(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Return whether two intervals, ends included, have a point in common.

    >>> closed_intervals_overlap((1, 2), (2, 3))
    True
    """
    return first[0] <= second[1] and second[0] <= first[1]


@idiom(
    words="interval intersection common part two intervals ranges overlap shared span both start end",
    variant="intervals that only touch have nothing in common",
    probes=["interval_intersection((1, 4), (2, 6))", "interval_intersection((1, 2), (2, 3))"],
)
def interval_intersection(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float] | None:
    """Return the interval that two intervals have in common, or None.

    >>> interval_intersection((1, 4), (2, 6))
    (2, 4)
    >>> interval_intersection((1, 2), (2, 3)) is None
    True
    """
    start, end = max(first[0], second[0]), min(first[1], second[1])
    return (start, end) if start < end else None


@idiom(of="interval_intersection", variant="intervals that touch have that point in common")
def closed_interval_intersection(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float] | None:
    """Return the interval that two intervals, ends included, have in common, or None.

    >>> closed_interval_intersection((1, 2), (2, 3))
    (2, 2)
    """
    start, end = max(first[0], second[0]), min(first[1], second[1])
    return (start, end) if start <= end else None


@idiom(
    words="interval gaps holes free slots between intervals ranges uncovered missing spans bookings available",
    probes=["interval_gaps([(1, 3), (5, 6), (2, 4)])", "interval_gaps([])"],
)
def interval_gaps(intervals: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the intervals between the given ones that none of them covers, in order.

    >>> interval_gaps([(1, 3), (8, 9), (2, 5)])
    [(5, 8)]
    >>> interval_gaps([])
    []
    """
    ordered = sorted(intervals)
    ends = itertools.accumulate((end for _, end in ordered), max)
    return [(end, start) for end, (start, _) in zip(ends, ordered[1:], strict=False) if end < start]


@idiom(
    words="covered length total time union of intervals ranges overlapping counted once measure duration coverage",
    probes=["covered_length([(1, 4), (3, 6), (10, 11)])", "covered_length([])"],
)
def covered_length(intervals: list[tuple[float, float]]) -> float:
    """Return how much the intervals cover together; where they overlap counts once.

    >>> covered_length([(1, 4), (3, 6), (10, 11)])
    6
    >>> covered_length([])
    0
    """
    covered: float = 0
    reached = float("-inf")
    for start, end in sorted(intervals):
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered


@idiom(
    words="most overlapping intervals at same time maximum concurrent simultaneous sessions rooms needed peak meetings",
    variant="an interval that begins where another ends does not overlap it",
    probes=["most_overlapping([(1, 4), (2, 5), (3, 6), (7, 8)])", "most_overlapping([(1, 2), (2, 3)])"],
)
def most_overlapping(intervals: list[tuple[float, float]]) -> int:
    """Return the greatest number of intervals that overlap at one time; an interval's end is not part of it.

    >>> most_overlapping([(1, 4), (2, 5), (4, 6)])
    2
    >>> most_overlapping([])
    0
    """
    steps = sorted([(start, 1) for start, _ in intervals] + [(end, -1) for _, end in intervals])
    return max(itertools.accumulate(step for _, step in steps), default=0)


@idiom(of="most_overlapping", variant="an interval that begins where another ends overlaps it")
def most_overlapping_with_ends(intervals: list[tuple[float, float]]) -> int:
    """Return the greatest number of intervals, ends included, that overlap at one time.

    >>> most_overlapping_with_ends([(1, 2), (2, 3)])
    2
    """
    steps = sorted([(start, -1) for start, _ in intervals] + [(end, 1) for _, end in intervals])
    return max(itertools.accumulate(-step for _, step in steps), default=0)


@idiom(
    words="expand ranges parse page numbers text list integers dash hyphen comma from to print pages 1-3,5",
    variant="in the order of the text, repeated numbers stay",
    probes=['expand_ranges("1-3,7")', 'expand_ranges("5,1-2,2")', 'expand_ranges("3-1")', 'expand_ranges("")'],
)
def expand_ranges(text: str) -> list[int]:
    """Return the integers that a text such as "1-3,7" names; raise ValueError for anything else.

    >>> expand_ranges("1-3, 7")
    [1, 2, 3, 7]
    >>> expand_ranges("3-1")
    Traceback (most recent call last):
        ...
    ValueError: not a range: '3-1'
    """
    numbers: list[int] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        match = re.fullmatch(r"(\d+)(?:\s*-\s*(\d+))?", part)
        if match is None or int(match[2] or match[1]) < int(match[1]):
            raise ValueError(f"not a range: {part!r}")
        numbers += range(int(match[1]), int(match[2] or match[1]) + 1)
    return numbers


@idiom(of="expand_ranges", variant="sorted, each number once")
def expand_ranges_sorted(text: str) -> list[int]:
    """Return the integers that a text such as "1-3,7" names, sorted, each once; raise ValueError for anything else.

    >>> expand_ranges_sorted("5,1-2,2")
    [1, 2, 5]
    """
    numbers: set[int] = set()
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        match = re.fullmatch(r"(\d+)(?:\s*-\s*(\d+))?", part)
        if match is None or int(match[2] or match[1]) < int(match[1]):
            raise ValueError(f"not a range: {part!r}")
        numbers.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return sorted(numbers)


@idiom(
    words="compact ranges summarize consecutive integers numbers as text dash runs page list compress collapse 1-3,5",
    variant="separated by a comma",
    probes=["compact_ranges([1, 2, 3, 7])", "compact_ranges([3, 1, 2, 2])"],
)
def compact_ranges(numbers: list[int]) -> str:
    """Return the numbers in order as text in which runs of consecutive ones are written "first-last".

    >>> compact_ranges([7, 1, 2, 3])
    '1-3,7'
    >>> compact_ranges([])
    ''
    """
    ordered = sorted(set(numbers))
    parts = []
    for _, run in itertools.groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        parts.append(str(members[0]) if len(members) == 1 else f"{members[0]}-{members[-1]}")
    return ",".join(parts)


@idiom(of="compact_ranges", variant="separated by a comma and a space")
def compact_ranges_spaced(numbers: list[int]) -> str:
    """Return the numbers in order as text in which runs of consecutive ones are written "first-last", spaced.

    >>> compact_ranges_spaced([7, 1, 2, 3])
    '1-3, 7'
    """
    ordered = sorted(set(numbers))
    parts = []
    for _, run in itertools.groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        parts.append(str(members[0]) if len(members) == 1 else f"{members[0]}-{members[-1]}")
    return ", ".join(parts)
