"""Lists of anything: reshaping, cutting, rotating, combining."""

import itertools
from typing import Any

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="remove duplicates unique distinct deduplicate dedupe repeated elements drop keep first occurrence once",
    variant="elements must be hashable",
    probes=["remove_duplicates([3, 1, 3, 2, 1])", "remove_duplicates([[1], [1]])"],
)
def remove_duplicates(items: list[Any]) -> list[Any]:
    """Return the distinct items in the order of their first occurrence.

    Raises TypeError for unhashable items.

    >>> remove_duplicates([3, 1, 3, 2, 1])
    [3, 1, 2]
    >>> remove_duplicates([])
    []
    """
    return list(dict.fromkeys(items))


@idiom(of="remove_duplicates", variant="elements may be lists and other unhashable values")
def remove_duplicates_of_any_kind(items: list[Any]) -> list[Any]:
    """Return the distinct items in the order of their first occurrence.

    >>> remove_duplicates_of_any_kind([[1], [2], [1]])
    [[1], [2]]
    """
    distinct = []
    for item in items:
        if item not in distinct:
            distinct.append(item)
    return distinct


@idiom(of="remove_duplicates", variant="the result is sorted")
def remove_duplicates_and_sort(items: list[Any]) -> list[Any]:
    """Return the distinct items in ascending order.

    Raises TypeError for unhashable items.

    >>> remove_duplicates_and_sort([3, 1, 3, 2, 1])
    [1, 2, 3]
    """
    return sorted(set(items))


@idiom(
    words="flatten nested list of lists unnest concatenate sublists single flat level join chain",
    variant="one level of nesting is removed",
    probes=["flatten([[1, [2]], [3]])", "flatten([])"],
)
def flatten(nested: list[Any]) -> list[Any]:
    """Return the elements of all inner lists as one list.

    Raises TypeError for an element that is neither a list nor anything else that can be iterated over.

    >>> flatten([[1, 2], [], [3]])
    [1, 2, 3]
    >>> flatten([[1, [2]], [3]])
    [1, [2], 3]
    """
    return [item for part in nested for item in part]


@idiom(of="flatten", variant="every level of nesting is removed")
def flatten_deeply(nested: list[Any]) -> list[Any]:
    """Return the elements of all lists, however deeply nested, as one list.

    >>> flatten_deeply([[1, [2, [3]]], [], 4])
    [1, 2, 3, 4]
    """
    flat = []
    pending = nested[::-1]
    while pending:
        item = pending.pop()
        if isinstance(item, list):
            pending.extend(reversed(item))
        else:
            flat.append(item)
    return flat


@idiom(
    words="chunk split into pieces groups batches blocks of size n partition slices parts equal",
    variant="the last piece may be shorter; a size below 1 raises ValueError",
    probes=["chunk([1, 2, 3], 2)", "chunk([1, 2], 0)", "chunk([], 2)"],
)
def chunk(items: list[Any], size: int) -> list[list[Any]]:
    """Return the items cut into pieces of the given size, the last one possibly shorter.

    >>> chunk([1, 2, 3, 4, 5], 2)
    [[1, 2], [3, 4], [5]]
    >>> chunk([], 2)
    []
    """
    if size < 1:
        raise ValueError("size must be at least 1")
    return [items[start : start + size] for start in range(0, len(items), size)]


@idiom(of="chunk", variant="an incomplete last piece is dropped")
def chunk_dropping_rest(items: list[Any], size: int) -> list[list[Any]]:
    """Return the items cut into pieces of exactly the given size, without what is left over.

    >>> chunk_dropping_rest([1, 2, 3, 4, 5], 2)
    [[1, 2], [3, 4]]
    """
    if size < 1:
        raise ValueError("size must be at least 1")
    return [items[start : start + size] for start in range(0, len(items) - size + 1, size)]


@idiom(of="chunk", variant="a size below 1 gives an empty list")
def chunk_or_nothing(items: list[Any], size: int) -> list[list[Any]]:
    """Return the items cut into pieces of the given size, the last one possibly shorter.

    >>> chunk_or_nothing([1, 2, 3], 2)
    [[1, 2], [3]]
    >>> chunk_or_nothing([1, 2, 3], 0)
    []
    """
    if size < 1:
        return []
    return [items[start : start + size] for start in range(0, len(items), size)]


@idiom(
    words="rotate left shift cycle circular items to the front move first elements end steps k times",
    probes=["rotate_left([1, 2, 3], 4)", "rotate_left([], 1)", "rotate_left([1, 2, 3], -1)"],
)
def rotate_left(items: list[Any], steps: int) -> list[Any]:
    """Return the items moved to the left by so many places, those that fall out coming back at the end.

    >>> rotate_left([1, 2, 3, 4], 1)
    [2, 3, 4, 1]
    >>> rotate_left([1, 2, 3], 5)
    [3, 1, 2]
    >>> rotate_left([], 2)
    []
    """
    if not items:
        return []
    start = steps % len(items)
    return items[start:] + items[:start]


@idiom(
    words="rotate right shift cycle circular items to the back move last elements front steps k times",
    probes=["rotate_right([1, 2, 3], 4)", "rotate_right([], 1)", "rotate_right([1, 2, 3], -1)"],
)
def rotate_right(items: list[Any], steps: int) -> list[Any]:
    """Return the items moved to the right by so many places, those that fall out coming back at the front.

    >>> rotate_right([1, 2, 3, 4], 1)
    [4, 1, 2, 3]
    >>> rotate_right([1, 2, 3], 5)
    [2, 3, 1]
    >>> rotate_right([], 2)
    []
    """
    if not items:
        return []
    start = -steps % len(items)
    return items[start:] + items[:start]


@idiom(
    words="interleave alternate alternating weave merge two lists zip mix turns shuffle together elementwise",
    variant="the rest of the longer list comes last",
    probes=["interleave([1, 2, 3], [9])", "interleave([], [1])"],
)
def interleave(first: list[Any], second: list[Any]) -> list[Any]:
    """Return the items of two lists in turn, then the rest of the longer one.

    >>> interleave([1, 3], [2, 4])
    [1, 2, 3, 4]
    >>> interleave([1, 3, 5], [2])
    [1, 2, 3, 5]
    """
    shorter = min(len(first), len(second))
    alternating = [item for pair in zip(first, second, strict=False) for item in pair]
    return alternating + first[shorter:] + second[shorter:]


@idiom(of="interleave", variant="the rest of the longer list is dropped")
def interleave_shortest(first: list[Any], second: list[Any]) -> list[Any]:
    """Return the items of two lists in turn, as far as the shorter one goes.

    >>> interleave_shortest([1, 3, 5], [2])
    [1, 2]
    """
    return [item for pair in zip(first, second, strict=False) for item in pair]


@idiom(of="interleave", variant="lists of different lengths raise ValueError")
def interleave_equal(first: list[Any], second: list[Any]) -> list[Any]:
    """Return the items of two equally long lists in turn.

    >>> interleave_equal([1, 3], [2, 4])
    [1, 2, 3, 4]
    >>> interleave_equal([1, 3, 5], [2])
    Traceback (most recent call last):
        ...
    ValueError: the lists must have the same length
    """
    if len(first) != len(second):
        raise ValueError("the lists must have the same length")
    return [item for pair in zip(first, second, strict=True) for item in pair]


@idiom(
    words="sliding window consecutive sublists overlapping windows size n-grams contiguous runs subarrays",
    variant="a size below 1 raises ValueError",
    probes=["sliding_window([1, 2], 3)", "sliding_window([1, 2], 0)"],
)
def sliding_window(items: list[Any], size: int) -> list[list[Any]]:
    """Return every run of size consecutive items.

    >>> sliding_window([1, 2, 3, 4], 2)
    [[1, 2], [2, 3], [3, 4]]
    >>> sliding_window([1, 2], 3)
    []
    """
    if size < 1:
        raise ValueError("size must be at least 1")
    return [items[start : start + size] for start in range(len(items) - size + 1)]


@idiom(of="sliding_window", variant="a size below 1 gives an empty list")
def sliding_window_or_nothing(items: list[Any], size: int) -> list[list[Any]]:
    """Return every run of size consecutive items.

    >>> sliding_window_or_nothing([1, 2, 3], 2)
    [[1, 2], [2, 3]]
    >>> sliding_window_or_nothing([1, 2, 3], 0)
    []
    """
    if size < 1:
        return []
    return [items[start : start + size] for start in range(len(items) - size + 1)]


@idiom(
    words="pairwise adjacent pairs neighbors consecutive neighbouring next following tuples couples",
    probes=["pairwise([1, 2, 3])", "pairwise([1])"],
)
def pairwise(items: list[Any]) -> list[tuple[Any, Any]]:
    """Return the pairs of adjacent items.

    >>> pairwise([1, 2, 3])
    [(1, 2), (2, 3)]
    >>> pairwise([1])
    []
    """
    return list(itertools.pairwise(items))


@idiom(
    words="reverse list backwards invert order flip turn around last to first mirrored",
    probes=["reverse_list([1, 2, 3])", "reverse_list([])"],
)
def reverse_list(items: list[Any]) -> list[Any]:
    """Return the items in reverse order.

    >>> reverse_list([1, 2, 3])
    [3, 2, 1]
    >>> reverse_list([])
    []
    """
    return items[::-1]


@idiom(
    words="take every nth element step stride skip sample alternate each other second third",
    probes=["take_every([1, 2, 3, 4], 2)", "take_every([1, 2], 0)"],
)
def take_every(items: list[Any], step: int) -> list[Any]:
    """Return the first item and every step-th one after it.

    >>> take_every([1, 2, 3, 4, 5], 2)
    [1, 3, 5]
    >>> take_every([], 3)
    []
    """
    if step < 1:
        raise ValueError("step must be at least 1")
    return items[::step]


@idiom(
    words="permutations arrangements orderings all possible orders of items rearrange shuffles",
    variant="each permutation is a list",
    probes=["permutations_of([1, 2])", "permutations_of([])", "permutations_of([1, 1])"],
)
def permutations_of(items: list[Any]) -> list[list[Any]]:
    """Return all orders of the items, as lists.

    >>> permutations_of([1, 2, 3])
    [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]]
    >>> permutations_of([])
    [[]]
    """
    return [list(permutation) for permutation in itertools.permutations(items)]


@idiom(of="permutations_of", variant="each permutation is a tuple")
def permutations_as_tuples(items: list[Any]) -> list[tuple[Any, ...]]:
    """Return all orders of the items, as tuples.

    >>> permutations_as_tuples([1, 2])
    [(1, 2), (2, 1)]
    """
    return list(itertools.permutations(items))


@idiom(of="permutations_of", variant="orders that look the same are listed once")
def distinct_permutations_of(items: list[Any]) -> list[list[Any]]:
    """Return all different orders of the items, as lists.

    >>> distinct_permutations_of([1, 1, 2])
    [[1, 1, 2], [1, 2, 1], [2, 1, 1]]
    """
    return [list(permutation) for permutation in dict.fromkeys(itertools.permutations(items))]


@idiom(
    words="power set powerset all subsets subsequences combinations of every size selections",
    variant="each subset is a list, smaller ones first",
    probes=["power_set([1, 2])", "power_set([])"],
)
def power_set(items: list[Any]) -> list[list[Any]]:
    """Return all subsets of the items, the smaller ones first.

    >>> power_set([1, 2, 3])
    [[], [1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3]]
    >>> power_set([])
    [[]]
    """
    sizes = range(len(items) + 1)
    return [list(subset) for size in sizes for subset in itertools.combinations(items, size)]


@idiom(of="power_set", variant="each subset is a tuple")
def power_set_as_tuples(items: list[Any]) -> list[tuple[Any, ...]]:
    """Return all subsets of the items as tuples, the smaller ones first.

    >>> power_set_as_tuples([1, 2])
    [(), (1,), (2,), (1, 2)]
    """
    sizes = range(len(items) + 1)
    return [subset for size in sizes for subset in itertools.combinations(items, size)]
