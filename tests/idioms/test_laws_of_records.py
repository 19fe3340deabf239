"""What holds for every input: idioms on records and on dictionaries that are compared, combined and rearranged."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift_server.engines.embedded.library import mappings_changed, mappings_nested, records

KEYS = st.sampled_from(["a", "b", "c", "d"])
ROWS = st.lists(st.fixed_dictionaries({"k": st.integers(0, 3), "v": st.integers(-9, 9)}), max_size=10)
FLAT = st.dictionaries(KEYS, st.integers(0, 3))
NESTED = st.recursive(st.integers(0, 9), lambda inner: st.dictionaries(KEYS, inner, min_size=1, max_size=3)).filter(
    lambda value: isinstance(value, dict)
)
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)


@given(ROWS)
def test_groups_have_every_record_once_in_order(rows: list[dict[str, Any]]) -> None:
    groups = records.group_records(rows, "k")
    assert sorted(map(repr, (row for group in groups.values() for row in group))) == sorted(map(repr, rows))
    assert all(group == records.filter_records(rows, "k", key) for key, group in groups.items())
    assert records.count_by(rows, "k") == {key: len(group) for key, group in groups.items()}
    assert records.sum_by_group(rows, "k", "v") == {
        key: sum(records.pluck(group, "v")) for key, group in groups.items()
    }
    assert records.group_records_having_key(rows, "k") == records.group_records_or_none(rows, "k") == groups


@given(ROWS)
def test_one_record_is_kept_for_each_value(rows: list[dict[str, Any]]) -> None:
    groups = records.group_records(rows, "k")
    assert records.unique_records(rows, "k") == [group[0] for group in groups.values()]
    assert records.unique_records_last(rows, "k") == [group[-1] for group in groups.values()]
    assert records.index_records(rows, "k") == {key: group[-1] for key, group in groups.items()}
    assert records.index_first_records(rows, "k") == {key: group[0] for key, group in groups.items()}


def test_records_that_are_not_unique_are_refused() -> None:
    with pytest.raises(ValueError, match="repeat a value of 'k'"):
        records.index_unique_records([{"k": 1}, {"k": 1}], "k")


@given(ROWS)
def test_sorted_records_are_the_same_in_order(rows: list[dict[str, Any]]) -> None:
    ascending = records.sort_records(rows, "v")
    assert records.pluck_required(ascending, "v") == sorted(records.pluck_existing(rows, "v"))
    assert records.pluck(records.sort_records_descending(rows, "v"), "v") == records.pluck(ascending, "v")[::-1]
    assert records.sort_records_missing_last([{}, *rows], "v") == [*ascending, {}]


@given(ROWS, ROWS)
def test_a_join_has_every_pair_that_agrees(left: list[dict[str, Any]], right: list[dict[str, Any]]) -> None:
    others = mappings_of(right)
    joined = records.join_records(left, others, "k")
    assert joined == [row | other for row in left for other in others if row["k"] == other["k"]]
    lonely = [row for row in left if not records.filter_records(others, "k", row["k"])]
    assert len(records.left_join_records(left, others, "k")) == len(joined) + len(lonely)


def mappings_of(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [mappings_changed.rename_keys(row, {"v": "w"}) for row in rows]


@given(st.lists(st.fixed_dictionaries({"name": CELLS, "note, long": CELLS}), min_size=1, max_size=5))
def test_records_survive_csv(rows: list[dict[str, str]]) -> None:
    assert records.csv_to_records(records.records_to_csv_with_crlf(rows)) == rows
    if not any("\r" in cell for row in rows for cell in row.values()):  # csv quotes it only where it ends lines
        assert records.csv_to_records(records.records_to_csv(rows)) == rows


@given(NESTED, NESTED)
def test_a_deep_merge_has_all_of_the_second_and_changes_nothing(first: dict[str, Any], second: dict[str, Any]) -> None:
    before = copy.deepcopy((first, second))
    merged = mappings_changed.deep_merge(first, second)
    assert (first, second) == before
    flat = mappings_nested.flatten_mapping(second)
    assert {path: mappings_nested.deep_get(merged, path) for path in flat} == flat
    assert mappings_changed.deep_merge(merged, second) == merged
    assert mappings_changed.deep_merge_joining_lists(first, second) == merged


@given(NESTED)
def test_nested_dictionaries_survive_flattening(mapping: dict[str, Any]) -> None:
    assert mappings_changed.unflatten_mapping(mappings_nested.flatten_mapping(mapping)) == mapping


@given(NESTED, st.lists(KEYS, min_size=1, max_size=3), st.integers())
def test_what_is_set_at_a_path_is_found_there(mapping: dict[str, Any], keys: list[str], value: int) -> None:
    before = copy.deepcopy(mapping)
    changed = mappings_changed.deep_set(mapping, ".".join(keys), value)
    assert mappings_nested.deep_get(changed, ".".join(keys)) == value
    assert mapping == before


@given(FLAT, FLAT)
def test_a_difference_leads_from_old_to_new(old: dict[str, int], new: dict[str, int]) -> None:
    found = mappings_changed.mapping_difference(old, new)
    changed = {key: value for key, (_, value) in found["changed"].items()}
    kept = mappings_nested.omit(old, list(found["removed"]))
    assert kept | found["added"] | changed == new
    assert mappings_changed.mapping_changes(old, new) == found | {"changed": changed}


@given(FLAT)
def test_rearranged_dictionaries_keep_their_entries(mapping: dict[str, int]) -> None:
    assert list(mappings_changed.sort_by_key(mapping)) == sorted(mapping)
    assert list(mappings_changed.sort_by_key_descending(mapping)) == sorted(mapping, reverse=True)
    assert mappings_changed.sort_by_key(mapping) == mapping
    assert mappings_changed.zip_to_mapping(list(mapping), list(mapping.values())) == mapping
    names = {key: key.upper() for key in mapping}
    assert mappings_changed.select_and_rename_keys(mapping, names) == mappings_changed.rename_keys(mapping, names)
    assert mappings_changed.group_pairs(list(mapping.items())) == {key: [value] for key, value in mapping.items()}


@given(st.lists(KEYS, unique=True), st.lists(st.integers()))
def test_lists_of_different_length_are_paired_as_far_as_they_go(keys: list[str], values: list[int]) -> None:
    shortest = mappings_changed.zip_to_shortest_mapping(keys, values)
    assert list(shortest.values()) == values[: len(keys)]
    filled = mappings_changed.zip_to_mapping_with_none(keys, values)
    assert list(filled) == keys
    assert mappings_changed.remove_none_values(filled) == shortest
    assert mappings_changed.remove_empty_values(filled) == shortest


@given(st.dictionaries(KEYS, st.integers(1, 99), min_size=1), st.integers(0, 5))
def test_shares_add_up_and_the_largest_come_first(mapping: dict[str, float], n: int) -> None:
    assert sum(mappings_changed.share_of_total(mapping).values()) == pytest.approx(1)
    assert sum(mappings_changed.percent_of_total(mapping).values()) == pytest.approx(100)
    best = mappings_changed.largest_entries(mapping, n)
    assert list(best.values()) == sorted(mapping.values(), reverse=True)[:n]
    assert best.items() <= mapping.items()


@given(st.dictionaries(KEYS, st.lists(KEYS, min_size=1, unique=True)))
def test_lists_inverted_twice_are_the_same_sets(mapping: dict[str, list[str]]) -> None:
    twice = mappings_changed.invert_lists(mappings_changed.invert_lists(mapping))
    assert {key: set(items) for key, items in twice.items()} == {key: set(items) for key, items in mapping.items()}
