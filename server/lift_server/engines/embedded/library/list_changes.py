"""Idioms that find, replace and reorder items of lists."""

import bisect
import itertools
import re
from typing import Any

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="move item list element from one index position to another reorder drag rearrange entry",
    probes=['move_item(["a", "b", "c"], 0, 2)', 'move_item(["a", "b", "c"], 2, 0)', "move_item([], 0, 0)"],
)
def move_item(items: list[Any], source: int, target: int) -> list[Any]:
    """Return the list with the item at one index moved to another; raise IndexError when it has no such item.

    >>> move_item(["a", "b", "c"], 0, 2)
    ['b', 'c', 'a']
    >>> move_item(["a", "b", "c"], 2, 0)
    ['c', 'a', 'b']
    """
    changed = list(items)
    changed.insert(target, changed.pop(source))
    return changed


@idiom(
    words="pad list fill up extend to length with value missing end append default empty cells",
    variant="filled at the end",
    probes=["pad_list([1, 2], 4, 0)", "pad_list([1, 2], 1, 0)"],
)
def pad_list(items: list[Any], length: int, fill: Any) -> list[Any]:
    """Return the list filled up at its end to a length; longer ones stay as they are.

    >>> pad_list([1, 2], 4, 0)
    [1, 2, 0, 0]
    >>> pad_list([1, 2], 1, 0)
    [1, 2]
    """
    return items + [fill] * (length - len(items))


@idiom(of="pad_list", variant="filled at the beginning")
def pad_list_at_start(items: list[Any], length: int, fill: Any) -> list[Any]:
    """Return the list filled up at its beginning to a length; longer ones stay as they are.

    >>> pad_list_at_start([1, 2], 4, 0)
    [0, 0, 1, 2]
    """
    return [fill] * (length - len(items)) + items


@idiom(of="pad_list", variant="filled at the end; a longer list is cut")
def fit_list(items: list[Any], length: int, fill: Any) -> list[Any]:
    """Return the list filled up at its end or cut, so that it has a length.

    >>> fit_list([1, 2, 3], 2, 0)
    [1, 2]
    """
    return (items + [fill] * (length - len(items)))[: max(length, 0)]


@idiom(
    words="index of largest number argmax position of maximum highest greatest biggest list where place",
    variant="the first of several; nothing raises ValueError",
    probes=["index_of_largest([3, 9, 1, 9])", "index_of_largest([])"],
)
def index_of_largest(numbers: list[float]) -> int:
    """Return the index of the largest number, the first of several; raise ValueError when there is none.

    >>> index_of_largest([3, 9, 1, 9])
    1
    >>> index_of_largest([5])
    0
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    return max(range(len(numbers)), key=numbers.__getitem__)


@idiom(of="index_of_largest", variant="nothing gives None")
def index_of_largest_or_none(numbers: list[float]) -> int | None:
    """Return the index of the largest number, the first of several, or None when there is none.

    >>> index_of_largest_or_none([3, 9, 1, 9])
    1
    >>> index_of_largest_or_none([]) is None
    True
    """
    return max(range(len(numbers)), key=numbers.__getitem__, default=None)


@idiom(of="index_of_largest", variant="the last of several; nothing raises ValueError")
def last_index_of_largest(numbers: list[float]) -> int:
    """Return the index of the largest number, the last of several; raise ValueError when there is none.

    >>> last_index_of_largest([3, 9, 1, 9])
    3
    """
    if not numbers:
        raise ValueError("numbers must not be empty")
    return max(range(len(numbers)), key=lambda place: (numbers[place], place))


@idiom(
    words="all indices positions every index of item value list occurrences where places find enumerate",
    probes=["all_indices([1, 2, 1], 1)", "all_indices([], 1)"],
)
def all_indices(items: list[Any], target: Any) -> list[int]:
    """Return the indices of all items that equal the target.

    >>> all_indices([1, 2, 1], 1)
    [0, 2]
    >>> all_indices([1, 2], 3)
    []
    """
    return [place for place, item in enumerate(items) if item == target]


@idiom(
    words="insert into sorted list keep order ordered value item add right place bisect insort",
    probes=["insert_sorted([1, 3, 5], 4)", "insert_sorted([], 4)"],
)
def insert_sorted(items: list[Any], item: Any) -> list[Any]:
    """Return a sorted list with one more item in its place, after those that equal it.

    >>> insert_sorted([1, 3, 5], 4)
    [1, 3, 4, 5]
    >>> insert_sorted([], 4)
    [4]
    """
    place = bisect.bisect_right(items, item)
    return [*items[:place], item, *items[place:]]


@idiom(
    words="running maximum cumulative max largest so far each position record high accumulate highest numbers list",
    probes=["running_maximum([1, 3, 2, 5])", "running_maximum([])"],
)
def running_maximum(numbers: list[float]) -> list[float]:
    """Return the largest number so far at every place.

    >>> running_maximum([1, 3, 2, 5])
    [1, 3, 3, 5]
    >>> running_maximum([])
    []
    """
    return list(itertools.accumulate(numbers, max))


@idiom(
    words="natural sort order human file names numbers embedded file2 file10 alphanumeric strings numeric parts",
    variant="upper and lower case are equal",
    probes=['natural_sort(["file10", "file2", "File1"])', 'natural_sort(["b", "B", "a"])'],
)
def natural_sort(words: list[str]) -> list[str]:
    """Return the words in an order in which numbers within them count by their value, ignoring case.

    >>> natural_sort(["file10", "file2", "File1"])
    ['File1', 'file2', 'file10']
    >>> natural_sort(["b", "a2", "a"])
    ['a', 'a2', 'b']
    """

    def key(word: str) -> list[int | str]:
        parts = re.split(r"([0-9]+)", word.casefold())
        return [int(part) if place % 2 else part for place, part in enumerate(parts)]

    return sorted(words, key=key)


@idiom(of="natural_sort", variant="capitals come before small letters")
def natural_sort_by_case(words: list[str]) -> list[str]:
    """Return the words in an order in which numbers within them count by their value, capitals first.

    >>> natural_sort_by_case(["b", "a10", "B", "a9"])
    ['B', 'a9', 'a10', 'b']
    """

    def key(word: str) -> list[int | str]:
        parts = re.split(r"([0-9]+)", word)
        return [int(part) if place % 2 else part for place, part in enumerate(parts)]

    return sorted(words, key=key)


@idiom(
    words="sort ignoring case insensitive alphabetically words strings names without regard to upper lower",
    probes=['sort_ignoring_case(["banana", "Apple", "cherry"])', 'sort_ignoring_case(["b", "B"])'],
)
def sort_ignoring_case(words: list[str]) -> list[str]:
    """Return the words in alphabetical order, upper and lower case being equal.

    >>> sort_ignoring_case(["banana", "Apple", "cherry"])
    ['Apple', 'banana', 'cherry']
    >>> sort_ignoring_case([])
    []
    """
    return sorted(words, key=str.casefold)


@idiom(
    words="remove none null list without missing values drop filter out nulls entries clean compact",
    variant="only None is removed",
    probes=['remove_none([1, None, 0, ""])'],
)
def remove_none(items: list[Any]) -> list[Any]:
    """Return the items that are not None.

    >>> remove_none([1, None, 0])
    [1, 0]
    >>> remove_none([])
    []
    """
    return [item for item in items if item is not None]


@idiom(of="remove_none", variant="everything that counts as false is removed: None, 0, empty texts and lists")
def remove_falsy(items: list[Any]) -> list[Any]:
    """Return the items that count as true.

    >>> remove_falsy([1, None, 0, ""])
    [1]
    """
    return [item for item in items if item]


@idiom(
    words="replace item every occurrence value list another new old substitute element swap out all",
    probes=["replace_item([1, 2, 1], 1, 9)", "replace_item([1], 2, 9)"],
)
def replace_item(items: list[Any], old: Any, new: Any) -> list[Any]:
    """Return the list with every item that equals the old one replaced by the new.

    >>> replace_item([1, 2, 1], 1, 9)
    [9, 2, 9]
    >>> replace_item([1], 2, 9)
    [1]
    """
    return [new if item == old else item for item in items]


@idiom(
    words="swap exchange two items elements of list at positions indices trade places i and j interchange",
    probes=["swap_items([1, 2, 3], 0, 2)", "swap_items([1], 0, 1)"],
)
def swap_items(items: list[Any], first: int, second: int) -> list[Any]:
    """Return the list with the items at two indices exchanged; raise IndexError when it has no such item.

    >>> swap_items([1, 2, 3], 0, 2)
    [3, 2, 1]
    >>> swap_items([1, 2, 3], 0, -1)
    [3, 2, 1]
    """
    changed = list(items)
    changed[first], changed[second] = changed[second], changed[first]
    return changed


@idiom(
    words="sort by custom order given priority list sequence arrange items according to low medium high ranking",
    variant="items that the order does not name come last",
    probes=['sort_by_order(["b", "x", "a"], ["a", "b"])'],
)
def sort_by_order(items: list[Any], order: list[Any]) -> list[Any]:
    """Return the items in the order in which another list has them, those that it lacks last.

    >>> sort_by_order(["high", "low", "high"], ["low", "medium", "high"])
    ['low', 'high', 'high']
    >>> sort_by_order(["b", "x", "a"], ["a", "b"])
    ['a', 'b', 'x']
    """
    place_of = {item: place for place, item in enumerate(order)}
    return sorted(items, key=lambda item: place_of.get(item, len(order)))


@idiom(of="sort_by_order", variant="an item that the order does not name raises ValueError")
def sort_by_complete_order(items: list[Any], order: list[Any]) -> list[Any]:
    """Return the items in the order in which another list has them; raise ValueError when it lacks one.

    >>> sort_by_complete_order(["b", "a"], ["a", "b"])
    ['a', 'b']
    """
    return sorted(items, key=order.index)
