"""What holds for every input: idioms on parts of lists and on lists that are changed."""

import itertools
import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift_server.engines.embedded.library import list_changes, list_parts

NUMBERS = st.lists(st.integers(-20, 20), max_size=15)
FEW = st.lists(st.integers(0, 4), max_size=8)
WORDS = st.lists(st.text("aAbB019", max_size=5), max_size=8)


@given(NUMBERS, st.integers(0, 20))
def test_the_top_is_the_beginning_of_the_order(numbers: list[float], n: int) -> None:
    assert list_parts.top_n(numbers, n) == sorted(numbers, reverse=True)[:n]


@given(NUMBERS)
def test_a_rank_counts_what_is_better(numbers: list[float]) -> None:
    assert list_parts.ranks(numbers) == [1 + sum(other > number for other in numbers) for number in numbers]
    assert list_parts.dense_ranks(numbers) == [1 + sum(x > number for x in set(numbers)) for number in numbers]
    assert list_parts.ranks_from_smallest(numbers) == list_parts.ranks([-number for number in numbers])


@given(NUMBERS, st.integers(1, 20))
def test_even_parts_have_all_items_in_order(items: list[int], parts: int) -> None:
    split = list_parts.split_evenly(items, parts)
    assert list(itertools.chain.from_iterable(split)) == items
    assert [len(part) for part in list_parts.deal_out(items, parts)] == [len(part) for part in split]
    assert len(split) == parts
    assert max(map(len, split)) - min(map(len, split)) <= 1
    assert list_parts.round_robin(list_parts.deal_out(items, parts)) == items


@given(FEW)
def test_runs_are_equal_and_differ_from_their_neighbors(items: list[int]) -> None:
    runs = list_parts.group_runs(items)
    assert list(itertools.chain.from_iterable(runs)) == items
    assert all(len(set(run)) == 1 for run in runs)
    assert all(first[0] != second[0] for first, second in itertools.pairwise(runs))


@given(FEW, FEW)
def test_pairs_of_two_lists(first: list[int], second: list[int]) -> None:
    pairs = list_parts.cartesian_product(first, second)
    assert len(pairs) == len(first) * len(second)
    assert list_parts.unzip_pairs(pairs)[0] == [item for item in first for _ in second]
    assert set(list_parts.symmetric_difference(first, second)) == set(first) ^ set(second)
    assert list_parts.is_subset(first, second) == (set(first) <= set(second))
    assert list_parts.is_multisubset(first, second) == (not Counter(first) - Counter(second))


@given(st.lists(st.integers(0, 99), max_size=6, unique=True), st.integers(0, 7))
def test_combinations_are_as_many_as_the_formula_says(items: list[int], size: int) -> None:
    found = list_parts.combinations_of(items, size)
    assert len(found) == len(set(map(tuple, found))) == math.comb(len(items), size)
    assert all(chosen == [item for item in items if item in chosen] for chosen in found)
    assert all(chosen in list_parts.combinations_with_repeats(items, size) for chosen in found)


@given(FEW)
def test_parts_between_separators_join_to_the_list(items: list[int]) -> None:
    parts = list_parts.split_at(items, 0)
    joined = [item for part in parts for item in (0, *part)][1:]
    assert joined == items
    assert list_parts.split_at_without_empty(items, 0) == list(filter(None, parts))


@given(NUMBERS, st.integers(1, 6))
def test_the_pages_have_all_items(items: list[int], size: int) -> None:
    pages = list_parts.page_count(len(items), size)
    shown = [list_parts.paginate(items, page, size) for page in range(1, pages + 1)]
    assert list(itertools.chain.from_iterable(shown)) == items
    assert list_parts.paginate(items, pages + 1, size) == []
    assert all(list_parts.paginate_from_zero(items, place, size) == page for place, page in enumerate(shown))
    assert list_parts.page_count_at_least_one(len(items), size) == max(1, pages)


@given(st.lists(st.integers(), min_size=1), st.data())
def test_moved_and_swapped_items_come_back(items: list[int], data: st.DataObject) -> None:
    first, second = (data.draw(st.integers(0, len(items) - 1)) for _ in range(2))
    moved = list_changes.move_item(items, first, second)
    assert moved[second] == items[first]
    assert list_changes.move_item(moved, second, first) == items
    swapped = list_changes.swap_items(items, first, second)
    assert list_changes.swap_items(swapped, first, second) == items
    assert (swapped[first], swapped[second]) == (items[second], items[first])


@given(NUMBERS, st.integers(0, 20))
def test_padded_lists_have_the_length(items: list[int], length: int) -> None:
    padded = list_changes.pad_list(items, length, None)
    assert len(padded) == max(length, len(items))
    assert list_changes.remove_none(padded) == items
    assert list_changes.remove_none(list_changes.pad_list_at_start(items, length, None)) == items
    assert list_changes.fit_list(items, length, None) == padded[:length]


@given(st.lists(st.integers(-5, 5), min_size=1))
def test_the_index_of_the_largest_is_one_of_its_indices(numbers: list[float]) -> None:
    places = list_changes.all_indices(numbers, max(numbers))
    assert list_changes.index_of_largest(numbers) == list_changes.index_of_largest_or_none(numbers) == places[0]
    assert list_changes.last_index_of_largest(numbers) == places[-1]
    assert list_changes.running_maximum(numbers)[-1] == max(numbers)
    assert list_changes.running_maximum(numbers) == [max(numbers[: place + 1]) for place in range(len(numbers))]


@given(NUMBERS, st.integers(-20, 20))
def test_an_item_inserted_in_order_keeps_it(items: list[int], item: int) -> None:
    assert list_changes.insert_sorted(sorted(items), item) == sorted([*items, item])


@given(st.lists(st.integers(0, 10**6)))
def test_names_with_numbers_sort_by_the_numbers(numbers: list[int]) -> None:
    names = [f"file{number}.txt" for number in numbers]
    wanted = [f"file{number}.txt" for number in sorted(numbers)]
    assert list_changes.natural_sort(names) == list_changes.natural_sort_by_case(names) == wanted


@given(WORDS)
def test_sorted_words_are_the_same_words(words: list[str]) -> None:
    for found in (list_changes.natural_sort(words), list_changes.sort_ignoring_case(words)):
        assert Counter(found) == Counter(words)
    lower = [word.casefold() for word in list_changes.sort_ignoring_case(words)]
    assert lower == sorted(lower)


@given(FEW)
def test_replaced_and_reordered_items(items: list[Any]) -> None:
    replaced = list_changes.replace_item(items, 0, 9)
    assert list_changes.replace_item(replaced, 9, 0) == items
    assert 0 not in replaced
    assert list_changes.remove_falsy(items) == [item for item in items if item]
    assert list_changes.sort_by_order(items, [4, 3, 2, 1, 0]) == sorted(items, reverse=True)
    assert list_changes.sort_by_complete_order(items, [4, 3, 2, 1, 0]) == sorted(items, reverse=True)
    assert list_changes.sort_by_order(items, [0]) == sorted(items, key=bool)


def test_an_order_that_must_be_complete() -> None:
    with pytest.raises(ValueError, match="not in list"):
        list_changes.sort_by_complete_order(["x"], ["a"])
