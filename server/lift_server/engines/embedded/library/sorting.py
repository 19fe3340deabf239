"""Order and search: sorting, merging, looking up, comparing lists as sets."""

import bisect
import collections
import heapq
import itertools
from typing import Any

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="is sorted ascending order check increasing ordered already test nondecreasing",
    variant="equal neighbors are allowed",
    probes=["is_sorted([1, 1, 2])", "is_sorted([])", "is_sorted([2, 1])"],
)
def is_sorted(items: list[Any]) -> bool:
    """Return whether no item is smaller than the one before it.

    >>> is_sorted([1, 2, 2, 5])
    True
    >>> is_sorted([2, 1])
    False
    >>> is_sorted([])
    True
    """
    return all(earlier <= later for earlier, later in itertools.pairwise(items))


@idiom(of="is_sorted", variant="equal neighbors are not allowed")
def is_strictly_increasing(items: list[Any]) -> bool:
    """Return whether every item is greater than the one before it.

    >>> is_strictly_increasing([1, 2, 5])
    True
    >>> is_strictly_increasing([1, 2, 2])
    False
    """
    return all(earlier < later for earlier, later in itertools.pairwise(items))


@idiom(of="is_sorted", variant="descending order counts as sorted, too")
def is_sorted_either_way(items: list[Any]) -> bool:
    """Return whether the items are in ascending or in descending order.

    >>> is_sorted_either_way([3, 2, 1])
    True
    >>> is_sorted_either_way([1, 3, 2])
    False
    """
    return items in (sorted(items), sorted(items, reverse=True))


@idiom(
    words="binary search find sorted list index position bisect logarithmic halving locate target lookup",
    variant="a missing target gives -1",
    probes=["binary_search([1, 3, 5], 4)", "binary_search([], 1)", "binary_search([1, 3, 5], 5)"],
)
def binary_search(items: list[Any], target: Any) -> int:
    """Return the index of the target in sorted items, the first one of several, or -1.

    >>> binary_search([1, 3, 5, 7], 5)
    2
    >>> binary_search([1, 3, 5, 7], 4)
    -1
    """
    index = bisect.bisect_left(items, target)
    return index if index < len(items) and items[index] == target else -1


@idiom(of="binary_search", variant="a missing target gives None")
def binary_search_or_none(items: list[Any], target: Any) -> int | None:
    """Return the index of the target in sorted items, the first one of several, or None.

    >>> binary_search_or_none([1, 3, 5, 7], 5)
    2
    >>> binary_search_or_none([1, 3, 5, 7], 4) is None
    True
    """
    index = bisect.bisect_left(items, target)
    return index if index < len(items) and items[index] == target else None


@idiom(of="binary_search", variant="a missing target raises ValueError")
def binary_search_checked(items: list[Any], target: Any) -> int:
    """Return the index of the target in sorted items, the first one of several.

    >>> binary_search_checked([1, 3, 5, 7], 5)
    2
    >>> binary_search_checked([1, 3, 5, 7], 4)
    Traceback (most recent call last):
        ...
    ValueError: target not found
    """
    index = bisect.bisect_left(items, target)
    if index == len(items) or items[index] != target:
        raise ValueError("target not found")
    return index


@idiom(
    words="index of position find first occurrence linear search locate element where lookup target",
    variant="a missing target gives -1",
    probes=["index_of([1, 2], 3)", "index_of([2, 2], 2)"],
)
def index_of(items: list[Any], target: Any) -> int:
    """Return the index of the first item equal to the target, or -1.

    >>> index_of([4, 8, 8], 8)
    1
    >>> index_of([4, 8], 5)
    -1
    """
    return items.index(target) if target in items else -1


@idiom(of="index_of", variant="a missing target gives None")
def index_of_or_none(items: list[Any], target: Any) -> int | None:
    """Return the index of the first item equal to the target, or None.

    >>> index_of_or_none([4, 8, 8], 8)
    1
    >>> index_of_or_none([4, 8], 5) is None
    True
    """
    return items.index(target) if target in items else None


@idiom(of="index_of", variant="a missing target raises ValueError")
def index_of_checked(items: list[Any], target: Any) -> int:
    """Return the index of the first item equal to the target.

    >>> index_of_checked([4, 8, 8], 8)
    1
    >>> index_of_checked([4, 8], 5)
    Traceback (most recent call last):
        ...
    ValueError: target not found
    """
    if target not in items:
        raise ValueError("target not found")
    return items.index(target)


@idiom(
    words="merge sorted lists two combine ordered join into one mergesort step",
    probes=["merge_sorted([1, 4], [2, 3])", "merge_sorted([], [1])"],
)
def merge_sorted(first: list[Any], second: list[Any]) -> list[Any]:
    """Return the items of two sorted lists as one sorted list.

    >>> merge_sorted([1, 4, 6], [2, 4])
    [1, 2, 4, 4, 6]
    >>> merge_sorted([], [1])
    [1]
    """
    return list(heapq.merge(first, second))


@idiom(
    words="bubble sort algorithm swap adjacent exchange ascending order implement",
    probes=["bubble_sort([3, 1, 2])", "bubble_sort([])"],
)
def bubble_sort(items: list[Any]) -> list[Any]:
    """Return the items in ascending order, sorted by exchanging neighbors.

    >>> bubble_sort([3, 1, 2, 1])
    [1, 1, 2, 3]
    >>> bubble_sort([])
    []
    """
    result = list(items)
    for end in range(len(result) - 1, 0, -1):
        for position in range(end):
            if result[position + 1] < result[position]:
                result[position], result[position + 1] = result[position + 1], result[position]
    return result


@idiom(
    words="sort ascending order increasing arrange ordered smallest first low to high list numbers alphabetically",
    probes=["sort_ascending([3, 1, 2])", "sort_ascending([])"],
)
def sort_ascending(items: list[Any]) -> list[Any]:
    """Return the items in ascending order.

    >>> sort_ascending([3, 1, 2])
    [1, 2, 3]
    >>> sort_ascending([])
    []
    """
    return sorted(items)


@idiom(
    words="sort descending order decreasing arrange largest greatest first high to low reverse sorted list",
    probes=["sort_descending([3, 1, 2])", "sort_descending([])"],
)
def sort_descending(items: list[Any]) -> list[Any]:
    """Return the items in descending order.

    >>> sort_descending([3, 1, 2])
    [3, 2, 1]
    >>> sort_descending([])
    []
    """
    return sorted(items, reverse=True)


@idiom(
    words="sort by length words strings shortest first order arrange size characters",
    variant="words of equal length keep their order",
    probes=['sort_by_length(["bb", "aa", "c"])', "sort_by_length([])"],
)
def sort_by_length(words: list[str]) -> list[str]:
    """Return the words ordered by length, the shortest first.

    >>> sort_by_length(["pear", "fig", "apple", "nut"])
    ['fig', 'nut', 'pear', 'apple']
    >>> sort_by_length([])
    []
    """
    return sorted(words, key=len)


@idiom(of="sort_by_length", variant="words of equal length are in alphabetical order")
def sort_by_length_and_alphabet(words: list[str]) -> list[str]:
    """Return the words ordered by length, the shortest first, and by alphabet within a length.

    >>> sort_by_length_and_alphabet(["bb", "aa", "c"])
    ['c', 'aa', 'bb']
    """
    return sorted(words, key=lambda word: (len(word), word))


@idiom(of="sort_by_length", variant="the longest words come first")
def sort_by_length_descending(words: list[str]) -> list[str]:
    """Return the words ordered by length, the longest first.

    >>> sort_by_length_descending(["fig", "apple", "nut"])
    ['apple', 'fig', 'nut']
    """
    return sorted(words, key=len, reverse=True)


@idiom(
    words="intersection common elements shared both lists overlap in both set and",
    variant="each common item is listed once",
    probes=["intersection([1, 1, 2], [1, 3])", "intersection([], [1])"],
)
def intersection(first: list[Any], second: list[Any]) -> list[Any]:
    """Return the distinct items that are in both lists, in the order of the first.

    >>> intersection([3, 1, 2, 3], [2, 3, 4])
    [3, 2]
    >>> intersection([], [1])
    []
    """
    return [item for item in dict.fromkeys(first) if item in second]


@idiom(of="intersection", variant="repeated items of the first list are kept")
def intersection_with_repeats(first: list[Any], second: list[Any]) -> list[Any]:
    """Return the items of the first list that are in the second, too.

    >>> intersection_with_repeats([3, 1, 2, 3], [2, 3, 4])
    [3, 2, 3]
    """
    return [item for item in first if item in second]


@idiom(
    words="union combine two lists without duplicates either all distinct merge set or",
    probes=["union([1, 1], [2, 1])", "union([], [])"],
)
def union(first: list[Any], second: list[Any]) -> list[Any]:
    """Return the distinct items of both lists, in order.

    >>> union([3, 1], [1, 2])
    [3, 1, 2]
    >>> union([], [])
    []
    """
    return list(dict.fromkeys(first + second))


@idiom(
    words="difference elements in first but not in second list exclude subtract remove missing set minus without",
    variant="repeated items of the first list are kept",
    probes=["difference([1, 1, 2], [2])", "difference([], [1])"],
)
def difference(first: list[Any], second: list[Any]) -> list[Any]:
    """Return the items of the first list that are not in the second.

    >>> difference([1, 2, 1, 3], [2])
    [1, 1, 3]
    >>> difference([], [1])
    []
    """
    return [item for item in first if item not in second]


@idiom(of="difference", variant="each item is listed once")
def distinct_difference(first: list[Any], second: list[Any]) -> list[Any]:
    """Return the distinct items of the first list that are not in the second.

    >>> distinct_difference([1, 2, 1, 3], [2])
    [1, 3]
    """
    return [item for item in dict.fromkeys(first) if item not in second]


@idiom(
    words="most common frequent element occurs often item majority popular highest frequency count value",
    variant="the first of several; nothing raises ValueError",
    probes=["most_common([])", "most_common([2, 1, 1, 2])"],
)
def most_common(items: list[Any]) -> Any:
    """Return the item that occurs most often, the first one of several.

    >>> most_common(["a", "b", "b"])
    'b'
    >>> most_common([2, 1, 1, 2])
    2
    """
    if not items:
        raise ValueError("items must not be empty")
    return collections.Counter(items).most_common(1)[0][0]


@idiom(of="most_common", variant="nothing gives None")
def most_common_or_none(items: list[Any]) -> Any:
    """Return the item that occurs most often, the first one of several, or None.

    >>> most_common_or_none([1, 2, 2])
    2
    >>> most_common_or_none([]) is None
    True
    """
    if not items:
        return None
    return collections.Counter(items).most_common(1)[0][0]


@idiom(of="most_common", variant="the smallest of several")
def smallest_most_common(items: list[Any]) -> Any:
    """Return the item that occurs most often, the smallest one of several.

    >>> smallest_most_common([2, 1, 1, 2])
    1
    """
    if not items:
        raise ValueError("items must not be empty")
    counts = collections.Counter(items)
    return min(counts, key=lambda item: (-counts[item], item))


@idiom(
    words="all equal same identical elements uniform list every test check",
    probes=["all_equal([])", "all_equal([1, 1.0])"],
)
def all_equal(items: list[Any]) -> bool:
    """Return whether all items are equal.

    >>> all_equal([7, 7, 7])
    True
    >>> all_equal([7, 8])
    False
    >>> all_equal([])
    True
    """
    return all(item == items[0] for item in items)


@idiom(
    words="has duplicates contains repeated twice repetition any duplicate not unique test check list",
    probes=["has_duplicates([])", "has_duplicates([1, 1])"],
)
def has_duplicates(items: list[Any]) -> bool:
    """Return whether some item occurs more than once.

    >>> has_duplicates([1, 2, 1])
    True
    >>> has_duplicates([1, 2, 3])
    False
    >>> has_duplicates([])
    False
    """
    return len(set(items)) < len(items)
