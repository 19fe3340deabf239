"""Idioms that divide lists, choose from them and combine several."""

import collections
import heapq
import itertools
from typing import Any

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="top n largest highest best greatest numbers values scores list descending nlargest most k first",
    probes=["top_n([3, 9, 1, 7], 2)", "top_n([3], 5)", "top_n([3, 1], 0)"],
)
def top_n(numbers: list[float], n: int) -> list[float]:
    """Return the n largest numbers, the largest first.

    >>> top_n([3, 9, 1, 7], 2)
    [9, 7]
    >>> top_n([3], 5)
    [3]
    """
    return heapq.nlargest(n, numbers)


@idiom(
    words="ranks rank ranking place position of each number score competition ties equal share leaderboard standings",
    variant="ties share a rank, the ranks after them are skipped",
    probes=["ranks([30, 10, 30, 20])"],
)
def ranks(numbers: list[float]) -> list[int]:
    """Return the rank of each number, 1 for the largest; equal numbers share a rank and the next ones are skipped.

    >>> ranks([30, 10, 30, 20])
    [1, 4, 1, 3]
    >>> ranks([])
    []
    """
    ordered = sorted(numbers, reverse=True)
    rank_of: dict[float, int] = {}
    for rank, number in enumerate(ordered, start=1):
        rank_of.setdefault(number, rank)
    return [rank_of[number] for number in numbers]


@idiom(of="ranks", variant="dense: ties share a rank, none is skipped")
def dense_ranks(numbers: list[float]) -> list[int]:
    """Return the rank of each number, 1 for the largest; equal numbers share a rank and none is skipped.

    >>> dense_ranks([30, 10, 30, 20])
    [1, 3, 1, 2]
    """
    rank_of = {number: rank for rank, number in enumerate(sorted(set(numbers), reverse=True), start=1)}
    return [rank_of[number] for number in numbers]


@idiom(of="ranks", variant="1 is the smallest")
def ranks_from_smallest(numbers: list[float]) -> list[int]:
    """Return the rank of each number, 1 for the smallest; equal numbers share a rank and the next ones are skipped.

    >>> ranks_from_smallest([30, 10, 30, 20])
    [3, 1, 3, 2]
    """
    rank_of: dict[float, int] = {}
    for rank, number in enumerate(sorted(numbers), start=1):
        rank_of.setdefault(number, rank)
    return [rank_of[number] for number in numbers]


@idiom(
    words="split evenly divide distribute list into n nearly equal parts groups shares consecutive workers balanced",
    variant="consecutive items stay together, the first parts are longer",
    probes=["split_evenly([1, 2, 3, 4, 5], 2)", "split_evenly([1], 3)", "split_evenly([1], 0)"],
)
def split_evenly(items: list[Any], parts: int) -> list[list[Any]]:
    """Return the items in so many consecutive parts whose lengths differ by one at most, the longer ones first.

    >>> split_evenly([1, 2, 3, 4, 5], 2)
    [[1, 2, 3], [4, 5]]
    >>> split_evenly([1], 3)
    [[1], [], []]
    """
    if parts < 1:
        raise ValueError("parts must be at least 1")
    size, longer = divmod(len(items), parts)
    starts = [place * size + min(place, longer) for place in range(parts + 1)]
    return [items[start:end] for start, end in itertools.pairwise(starts)]


@idiom(of="split_evenly", variant="dealt out in turn like cards")
def deal_out(items: list[Any], parts: int) -> list[list[Any]]:
    """Return the items dealt out in turn to so many parts.

    >>> deal_out([1, 2, 3, 4, 5], 2)
    [[1, 3, 5], [2, 4]]
    """
    if parts < 1:
        raise ValueError("parts must be at least 1")
    return [items[start::parts] for start in range(parts)]


@idiom(
    words="round robin take turns alternate several lists iterables interleave many until exhausted first of each",
    probes=["round_robin([[1, 2, 3], [4], [5, 6]])", "round_robin([])"],
)
def round_robin(lists: list[list[Any]]) -> list[Any]:
    """Return the items of the lists taken in turn, one from each, until all are used up.

    >>> round_robin([[1, 2, 3], [4], [5, 6]])
    [1, 4, 5, 2, 6, 3]
    >>> round_robin([])
    []
    """
    longest = max(map(len, lists), default=0)
    return [items[place] for place in range(longest) for items in lists if place < len(items)]


@idiom(
    words="group runs consecutive equal items neighbors same adjacent groupby split list where value changes",
    probes=["group_runs([1, 1, 2, 1])", "group_runs([])"],
)
def group_runs(items: list[Any]) -> list[list[Any]]:
    """Return the items in lists of consecutive equal ones.

    >>> group_runs([1, 1, 2, 1])
    [[1, 1], [2], [1]]
    >>> group_runs([])
    []
    """
    return [list(run) for _, run in itertools.groupby(items)]


@idiom(
    words="cartesian product cross join all pairs every combination of item from two lists each with each",
    probes=['cartesian_product([1, 2], ["a", "b"])', "cartesian_product([1], [])"],
)
def cartesian_product(first: list[Any], second: list[Any]) -> list[tuple[Any, Any]]:
    """Return all pairs of an item of the first list and an item of the second.

    >>> cartesian_product([1, 2], ["a", "b"])
    [(1, 'a'), (1, 'b'), (2, 'a'), (2, 'b')]
    >>> cartesian_product([1], [])
    []
    """
    return list(itertools.product(first, second))


@idiom(
    words="combinations of k items choose size subsets ways to pick teams regardless of order list itertools",
    variant="an item is chosen once at most",
    probes=["combinations_of([1, 2, 3], 2)", "combinations_of([1], 2)"],
)
def combinations_of(items: list[Any], size: int) -> list[list[Any]]:
    """Return all ways to choose so many of the items, in their order.

    >>> combinations_of([1, 2, 3], 2)
    [[1, 2], [1, 3], [2, 3]]
    >>> combinations_of([1], 2)
    []
    """
    return [list(chosen) for chosen in itertools.combinations(items, size)]


@idiom(of="combinations_of", variant="an item may be chosen again")
def combinations_with_repeats(items: list[Any], size: int) -> list[list[Any]]:
    """Return all ways to choose so many of the items, each as often as wanted, in their order.

    >>> combinations_with_repeats([1, 2], 2)
    [[1, 1], [1, 2], [2, 2]]
    """
    return [list(chosen) for chosen in itertools.combinations_with_replacement(items, size)]


@idiom(
    words="symmetric difference items exactly one two lists either but not both unshared exclusive or xor sets",
    probes=["symmetric_difference([1, 2, 3], [3, 4])", "symmetric_difference([1, 1], [])"],
)
def symmetric_difference(first: list[Any], second: list[Any]) -> list[Any]:
    """Return the items that only one of two lists has, each once, those of the first list first.

    >>> symmetric_difference([1, 2, 3], [3, 4])
    [1, 2, 4]
    >>> symmetric_difference([1], [1])
    []
    """
    only_first = [item for item in first if item not in second]
    only_second = [item for item in second if item not in first]
    return list(dict.fromkeys(only_first + only_second))


@idiom(
    words="subset all items of first list in second contained included every element has required check superset",
    variant="repeated items count once",
    probes=["is_subset([1, 2], [2, 1, 3])", "is_subset([1, 1], [1])", "is_subset([], [])"],
)
def is_subset(first: list[Any], second: list[Any]) -> bool:
    """Return whether every item of the first list is in the second.

    >>> is_subset([1, 2], [2, 1, 3])
    True
    >>> is_subset([1, 4], [1, 2])
    False
    """
    return all(item in second for item in first)


@idiom(of="is_subset", variant="a repeated item must be repeated in the second list too")
def is_multisubset(first: list[Any], second: list[Any]) -> bool:
    """Return whether every item of the first list is in the second at least as often.

    >>> is_multisubset([1, 1], [1])
    False
    """
    return collections.Counter(first) <= collections.Counter(second)


@idiom(
    words="split list at separator item delimiter element value break into sublists sections between markers",
    variant="empty parts are kept",
    probes=["split_at([1, 0, 2, 3, 0], 0)", "split_at([0, 0], 0)", "split_at([], 0)"],
)
def split_at(items: list[Any], separator: Any) -> list[list[Any]]:
    """Return the parts of a list between the items that equal a separator; parts may be empty.

    >>> split_at([1, 0, 2, 3, 0], 0)
    [[1], [2, 3], []]
    >>> split_at([], 0)
    [[]]
    """
    parts: list[list[object]] = [[]]
    for item in items:
        if item == separator:
            parts.append([])
        else:
            parts[-1].append(item)
    return parts


@idiom(of="split_at", variant="empty parts are left out")
def split_at_without_empty(items: list[Any], separator: Any) -> list[list[Any]]:
    """Return the parts of a list between the items that equal a separator, without empty ones.

    >>> split_at_without_empty([1, 0, 2, 3, 0], 0)
    [[1], [2, 3]]
    """
    groups = itertools.groupby(items, key=lambda item: item == separator)
    return [list(group) for is_separator, group in groups if not is_separator]


@idiom(
    words="unzip pairs tuples separate into two lists first second members split apart transpose",
    probes=['unzip_pairs([(1, "a"), (2, "b")])', "unzip_pairs([])"],
)
def unzip_pairs(pairs: list[tuple[Any, Any]]) -> tuple[list[Any], list[Any]]:
    """Return the first and the second members of the pairs in two lists.

    >>> unzip_pairs([(1, "a"), (2, "b")])
    ([1, 2], ['a', 'b'])
    >>> unzip_pairs([])
    ([], [])
    """
    return [first for first, _ in pairs], [second for _, second in pairs]


@idiom(
    words="paginate page pagination slice of list number items per page size results offset show one",
    variant="pages count from 1; a page that does not exist is empty",
    probes=["paginate([1, 2, 3, 4, 5], 2, 2)", "paginate([1], 2, 2)", "paginate([1, 2, 3], 0, 2)"],
)
def paginate(items: list[Any], page: int, size: int) -> list[Any]:
    """Return the items on a page, counted from 1, of so many items each.

    >>> paginate([1, 2, 3, 4, 5], 2, 2)
    [3, 4]
    >>> paginate([1], 2, 2)
    []
    """
    if page < 1 or size < 1:
        raise ValueError("page and size must be at least 1")
    return items[(page - 1) * size : page * size]


@idiom(of="paginate", variant="pages count from 0")
def paginate_from_zero(items: list[Any], page: int, size: int) -> list[Any]:
    """Return the items on a page, counted from 0, of so many items each.

    >>> paginate_from_zero([1, 2, 3, 4, 5], 1, 2)
    [3, 4]
    """
    if page < 0 or size < 1:
        raise ValueError("page must not be negative and size must be at least 1")
    return items[page * size : (page + 1) * size]


@idiom(
    words="page count number of pages needed total items per page size pagination how many last partly filled",
    variant="nothing needs no page",
    probes=["page_count(11, 5)", "page_count(0, 5)", "page_count(5, 0)"],
)
def page_count(total: int, size: int) -> int:
    """Return how many pages of so many items each a total of items needs.

    >>> page_count(11, 5)
    3
    >>> page_count(0, 5)
    0
    """
    if total < 0 or size < 1:
        raise ValueError("total must not be negative and size must be at least 1")
    return -(-total // size)


@idiom(of="page_count", variant="there is always one page")
def page_count_at_least_one(total: int, size: int) -> int:
    """Return how many pages of so many items each a total of items needs, at least one.

    >>> page_count_at_least_one(0, 5)
    1
    """
    if total < 0 or size < 1:
        raise ValueError("total must not be negative and size must be at least 1")
    return max(1, -(-total // size))
