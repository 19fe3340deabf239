"""What holds for every input: idioms on lists, their order, their groups, and dictionaries."""

import itertools
import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from tests.idioms.laws import Inputs, check_law, law, refuses

from lift_server.engines.embedded.library import grouping, mappings, mappings_nested, sequences, sorting

ITEM = st.integers(-5, 5)
ITEMS = st.lists(ITEM, max_size=10)
FEW = st.lists(ITEM, max_size=4)
SORTED = ITEMS.map(sorted)
SIZE = st.integers(1, 5)
STEPS = st.integers(-20, 20)
KEYS = st.sampled_from("abcde")
MAPPING = st.dictionaries(KEYS, ITEM)
NESTED = st.dictionaries(KEYS, st.recursive(ITEM, lambda inner: st.dictionaries(KEYS, inner, min_size=1), max_leaves=6))
WORDS = st.lists(st.text("aAbBé ", max_size=4), max_size=8)
TEXT = st.text("aAbB éß.,!\n", max_size=20)


def pairs(items: list[Any]) -> list[tuple[Any, Any]]:
    return list(itertools.pairwise(items))


LAWS = [
    law("distinct", lambda xs: sequences.remove_duplicates(xs) == sorted(set(xs), key=xs.index)
        == sequences.remove_duplicates_of_any_kind(xs)
        and sequences.remove_duplicates_and_sort(xs) == sorted(set(xs)), ITEMS),
    law("duplicates", lambda xs: sorting.has_duplicates(xs) == (sequences.remove_duplicates(xs) != xs), ITEMS),
    law("chunks joined", lambda xs, n: sequences.flatten(sequences.chunk(xs, n)) == xs
        and sequences.chunk_dropping_rest(xs, n) == [part for part in sequences.chunk(xs, n) if len(part) == n],
        ITEMS, SIZE),
    law("no chunks", lambda xs, n: refuses(sequences.chunk, xs, n) and refuses(sequences.sliding_window, xs, n)
        and sequences.chunk_or_nothing(xs, n) == sequences.sliding_window_or_nothing(xs, n) == [],
        ITEMS, st.integers(-5, 0)),
    law("flat", lambda xs: sequences.flatten_deeply([xs, [[xs]], []]) == xs + xs, ITEMS),
    law("rotated back", lambda xs, n: sequences.rotate_right(sequences.rotate_left(xs, n), n) == xs
        and sequences.rotate_left(xs, n + len(xs)) == sequences.rotate_left(xs, n), ITEMS, STEPS),
    law("interleaved", lambda xs: sequences.interleave(xs, xs) == [x for x in xs for _ in range(2)]
        == sequences.interleave_equal(xs, xs), ITEMS),
    law("nothing lost", lambda xs, ys: Counter(sequences.interleave(xs, ys)) == Counter(xs + ys)
        and len(sequences.interleave_shortest(xs, ys)) == 2 * min(len(xs), len(ys)), ITEMS, ITEMS),
    law("windows", lambda xs, n: sequences.sliding_window(xs, n) == [
        xs[i : i + n] for i in range(len(xs)) if i + n <= len(xs)], ITEMS, SIZE),
    law("neighbors", lambda xs: [list(pair) for pair in sequences.pairwise(xs)] == sequences.sliding_window(xs, 2),
        ITEMS),
    law("reversed twice", lambda xs: sequences.reverse_list(sequences.reverse_list(xs)) == xs
        and sequences.reverse_list(xs)[:1] == xs[-1:], ITEMS),
    law("every nth", lambda xs, n: sequences.take_every(xs, n) == [x for i, x in enumerate(xs) if i % n == 0], ITEMS,
        SIZE),
    law("permutations", lambda xs: len(sequences.permutations_of(xs)) == math.factorial(len(xs))
        and all(sorted(one) == sorted(xs) for one in sequences.permutations_of(xs))
        and {*map(tuple, sequences.distinct_permutations_of(xs))} == {*sequences.permutations_as_tuples(xs)}, FEW),
    law("subsets", lambda xs: len(sequences.power_set(xs)) == 2 ** len(xs)
        and [*map(len, sequences.power_set(xs))] == sorted(map(len, sequences.power_set(xs))), FEW),
    law("sorts", lambda xs: sorting.sort_ascending(xs) == sorting.bubble_sort(xs) == sorted(xs)
        == sorting.sort_descending(xs)[::-1], ITEMS),
    law("is sorted", lambda xs: sorting.is_sorted(xs) == (xs == sorted(xs))
        and sorting.is_strictly_increasing(xs) == (xs == sorted(set(xs)))
        and sorting.is_sorted_either_way(xs) == (sorting.is_sorted(xs) or sorting.is_sorted(xs[::-1])), FEW),
    law("search", lambda xs, x: (xs[sorting.binary_search(xs, x)] == x) if x in xs
        else sorting.binary_search(xs, x) == -1 and refuses(sorting.binary_search_checked, xs, x), SORTED, ITEM),
    law("index", lambda xs, x: (xs[: sorting.index_of(xs, x) + 1].count(x) == 1) if x in xs
        else sorting.index_of(xs, x) == -1 and refuses(sorting.index_of_checked, xs, x), ITEMS, ITEM),
    law("merged", lambda xs, ys: sorting.merge_sorted(xs, ys) == sorted(xs + ys), SORTED, SORTED),
    law("by length", lambda ws: [*map(len, sorting.sort_by_length(ws))] == sorted(map(len, ws))
        and Counter(sorting.sort_by_length(ws)) == Counter(ws)
        and all(len(a) < len(b) or (len(a) == len(b) and a <= b)
                for a, b in pairs(sorting.sort_by_length_and_alphabet(ws))), WORDS),
    law("sets", lambda xs, ys: {*sorting.intersection(xs, ys)} == {*xs} & {*ys}
        and {*sorting.union(xs, ys)} == {*xs} | {*ys} and {*sorting.difference(xs, ys)} == {*xs} - {*ys}, ITEMS, ITEMS),
    law("each listed once", lambda xs, ys: not sorting.has_duplicates(sorting.union(xs, ys))
        and not sorting.has_duplicates(sorting.intersection(xs, ys))
        and sorting.difference(xs, ys) == [x for x in xs if x not in ys]
        and sorting.intersection_with_repeats(xs, ys) == [x for x in xs if x in ys], ITEMS, ITEMS),
    law("most common", lambda xs, x: xs.count(sorting.most_common(xs)) == max(map(xs.count, xs))
        and sorting.smallest_most_common(xs) <= sorting.most_common(xs), st.lists(ITEM, min_size=1), ITEM),
    law("all equal", lambda xs: sorting.all_equal(xs) == (len(set(xs)) <= 1), st.lists(st.integers(0, 1), max_size=4)),
    law("by first letter", lambda ws: all(word[0] == key for key, group in grouping.group_by_first_letter(ws).items()
        for word in group) and Counter(sequences.flatten([*grouping.group_by_first_letter(ws).values()]))
        == Counter(filter(None, ws)), WORDS),
    law("groups by length", lambda ws: grouping.group_by_length(ws)
        == {len(word): [one for one in ws if len(one) == len(word)] for word in ws}, WORDS),
    law("tally", lambda xs: grouping.tally(xs) == Counter(xs) == dict(grouping.tally_most_common(xs)), ITEMS),
    law("words counted", lambda text: sum(grouping.word_frequencies_exact(text).values()) == len(text.split()), TEXT),
    law("characters counted", lambda text: grouping.character_frequencies(text) == Counter(text)
        and sum(grouping.letter_frequencies(text).values()) >= sum(c.isalpha() for c in text), TEXT),
    law("words in any case", lambda text: grouping.word_frequencies(text) == grouping.word_frequencies(text.lower()),
        st.text("aAbB .,!\n", max_size=20)),
    law("inverted", lambda m: all(m[key] == value for value, key in mappings.invert(m).items())
        and {*mappings.invert(m)} == {*m.values()}
        and sum(map(len, mappings.invert_to_lists(m).values())) == len(m)
        and refuses(mappings.invert_unique, m) == (len({*m.values()}) < len(m)), MAPPING),
    law("merged mappings", lambda a, b: mappings.merge(a, b) == a | b == mappings.merge_first_wins(b, a)
        and refuses(mappings.merge_disjoint, a, b) == bool({*a} & {*b}), MAPPING, MAPPING),
    law("merged deeply", lambda a, b: mappings.merge_deep(a, b) == mappings.merge_deep(mappings.merge_deep(a, b), b),
        NESTED, NESTED),
    law("by value", lambda m: [*mappings.sort_by_value(m).values()] == sorted(m.values())
        and mappings.sort_by_value(m) == m == dict(mappings.pairs_by_value_descending(m))
        and [*mappings.sort_by_value_descending(m).values()] == sorted(m.values(), reverse=True), MAPPING),
    law("largest value", lambda m: mappings.key_of_largest_or_none(m) is None if not m
        else m[mappings.key_of_largest(m)] == max(m.values()) == m[mappings.key_of_largest_last(m)], MAPPING),
    law("minimum", lambda m, x: mappings.filter_by_minimum(m, x) == {k: v for k, v in m.items() if v >= x}
        and mappings.filter_above_minimum(m, x) == mappings.filter_by_minimum(m, x + 1), MAPPING, ITEM),
    law("sums", lambda a, b: mappings.sum_values(mappings_nested.merge_sum(a, b))
        == mappings.sum_values(a) + mappings.sum_values(b), MAPPING, MAPPING),
    law("paths", lambda m: all(mappings_nested.deep_get(m, path) == value
        == mappings_nested.deep_get_checked(m, path) for path, value in mappings_nested.flatten_mapping(m).items()),
        NESTED),
    law("picked or omitted", lambda m, ks: mappings_nested.pick(m, ks) | mappings_nested.omit(m, ks) == m
        and not {*mappings_nested.omit(m, ks)} & {*ks} and {*mappings_nested.pick_with_none(m, ks)} == {*ks},
        MAPPING, st.lists(KEYS, max_size=4)),
]  # fmt: skip


@pytest.mark.parametrize(("holds", "inputs"), LAWS)
def test_law(holds: Callable[..., Any], inputs: Inputs) -> None:
    check_law(holds, inputs)
