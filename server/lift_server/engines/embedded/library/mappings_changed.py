"""Idioms that compare, combine and rearrange dictionaries."""

import heapq
from typing import Any

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="deep merge nested dictionaries dicts recursive recursively update overlay settings configuration defaults",
    variant="lists are replaced",
    probes=['deep_merge({"a": {"b": 1, "c": 2}}, {"a": {"c": 3}})', 'deep_merge({"a": [1]}, {"a": [2]})'],
)
def deep_merge(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Return two nested dictionaries in one; where both have dictionaries they are merged, else the second wins.

    >>> deep_merge({"a": {"b": 1, "c": 2}}, {"a": {"c": 3}, "d": 4})
    {'a': {'b': 1, 'c': 3}, 'd': 4}
    >>> deep_merge({"a": {"b": 1}}, {"a": 5})
    {'a': 5}
    """
    merged = dict(first)
    pending = [(merged, second)]
    while pending:
        target, source = pending.pop()
        for key, value in source.items():
            if isinstance(value, dict) and isinstance(target.get(key), dict):
                target[key] = dict(target[key])
                pending.append((target[key], value))
            else:
                target[key] = value
    return merged


@idiom(of="deep_merge", variant="lists are joined")
def deep_merge_joining_lists(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Return two nested dictionaries in one; dictionaries are merged, lists joined, else the second wins.

    >>> deep_merge_joining_lists({"a": [1], "b": 2}, {"a": [3], "b": 4})
    {'a': [1, 3], 'b': 4}
    """
    merged = dict(first)
    pending = [(merged, second)]
    while pending:
        target, source = pending.pop()
        for key, value in source.items():
            old = target.get(key)
            if isinstance(value, dict) and isinstance(old, dict):
                target[key] = dict(old)
                pending.append((target[key], value))
            elif isinstance(value, list) and isinstance(old, list):
                target[key] = old + value
            else:
                target[key] = value
    return merged


@idiom(
    words="unflatten expand dotted keys paths into nested dictionaries dicts dictionary dict dots inverse of flatten",
    probes=[
        'unflatten_mapping({"a.b": 1, "a.c": 2, "d": 3})',
        'unflatten_mapping({"a": 1, "a.b": 2})',
    ],
)
def unflatten_mapping(mapping: dict[str, Any]) -> dict[str, Any]:
    """Return nested dictionaries from one whose keys are paths joined by dots; raise ValueError when two conflict.

    >>> unflatten_mapping({"a.b": 1, "a.c": 2, "d": 3})
    {'a': {'b': 1, 'c': 2}, 'd': 3}
    >>> unflatten_mapping({"a": 1, "a.b": 2})
    Traceback (most recent call last):
        ...
    ValueError: 'a.b' conflicts with another key
    """
    nested: dict[str, object] = {}
    for path, value in mapping.items():
        *parents, last = path.split(".")
        inner: object = nested
        for parent in parents:
            inner = inner.setdefault(parent, {}) if isinstance(inner, dict) else None
        if not isinstance(inner, dict) or last in inner:
            raise ValueError(f"{path!r} conflicts with another key")
        inner[last] = value
    return nested


@idiom(
    words="difference diff compare two dictionaries dicts added removed changed keys old new version settings",
    variant="changed entries have their old and new value",
    probes=['mapping_difference({"a": 1, "b": 2}, {"b": 3, "c": 4})'],
)
def mapping_difference(old: dict[str, Any], new: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return which entries were added, which were removed, and the old and new values of those that changed.

    >>> mapping_difference({"a": 1, "b": 2}, {"b": 3, "c": 4})
    {'added': {'c': 4}, 'removed': {'a': 1}, 'changed': {'b': (2, 3)}}
    >>> mapping_difference({"a": 1}, {"a": 1})
    {'added': {}, 'removed': {}, 'changed': {}}
    """
    return {
        "added": {key: value for key, value in new.items() if key not in old},
        "removed": {key: value for key, value in old.items() if key not in new},
        "changed": {key: (value, new[key]) for key, value in old.items() if key in new and new[key] != value},
    }


@idiom(of="mapping_difference", variant="changed entries have their new value")
def mapping_changes(old: dict[str, Any], new: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return which entries were added, which were removed, and the new values of those that changed.

    >>> mapping_changes({"a": 1, "b": 2}, {"b": 3, "c": 4})
    {'added': {'c': 4}, 'removed': {'a': 1}, 'changed': {'b': 3}}
    """
    return {
        "added": {key: value for key, value in new.items() if key not in old},
        "removed": {key: value for key, value in old.items() if key not in new},
        "changed": {key: value for key, value in new.items() if key in old and old[key] != value},
    }


@idiom(
    words="rename keys dictionary dict mapping fields old to new names translate replace column",
    variant="keys without a new name stay",
    probes=['rename_keys({"a": 1, "b": 2}, {"a": "x"})'],
)
def rename_keys(mapping: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Return the dictionary with the keys that have a new name renamed.

    >>> rename_keys({"a": 1, "b": 2}, {"a": "x"})
    {'x': 1, 'b': 2}
    >>> rename_keys({"a": 1}, {})
    {'a': 1}
    """
    return {names.get(key, key): value for key, value in mapping.items()}


@idiom(of="rename_keys", variant="keys without a new name are dropped")
def select_and_rename_keys(mapping: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Return the entries of the dictionary whose keys have a new name, under that name.

    >>> select_and_rename_keys({"a": 1, "b": 2}, {"a": "x"})
    {'x': 1}
    """
    return {names[key]: value for key, value in mapping.items() if key in names}


@idiom(
    words="sort dictionary dict mapping by key keys alphabetical order entries ascending arrange",
    variant="in ascending order",
    probes=['sort_by_key({"b": 1, "a": 2})'],
)
def sort_by_key(mapping: dict[str, Any]) -> dict[str, Any]:
    """Return the dictionary with its entries in ascending order of their keys.

    >>> sort_by_key({"b": 1, "a": 2})
    {'a': 2, 'b': 1}
    >>> sort_by_key({})
    {}
    """
    return {key: mapping[key] for key in sorted(mapping)}


@idiom(of="sort_by_key", variant="in descending order")
def sort_by_key_descending(mapping: dict[str, Any]) -> dict[str, Any]:
    """Return the dictionary with its entries in descending order of their keys.

    >>> list(sort_by_key_descending({"a": 2, "b": 1}))
    ['b', 'a']
    """
    return {key: mapping[key] for key in sorted(mapping, reverse=True)}


@idiom(
    words="zip keys values two lists to dictionary dict combine make from header row names pair",
    variant="lists of different length raise ValueError",
    probes=['zip_to_mapping(["a", "b"], [1, 2])', 'zip_to_mapping(["a", "b"], [1])'],
)
def zip_to_mapping(keys: list[Any], values: list[Any]) -> dict[Any, Any]:
    """Return a dictionary from each key to the value in the same place; raise ValueError when the numbers differ.

    >>> zip_to_mapping(["a", "b"], [1, 2])
    {'a': 1, 'b': 2}
    >>> zip_to_mapping([], [])
    {}
    """
    return dict(zip(keys, values, strict=True))


@idiom(of="zip_to_mapping", variant="what is left over of the longer list is ignored")
def zip_to_shortest_mapping(keys: list[Any], values: list[Any]) -> dict[Any, Any]:
    """Return a dictionary from each key to the value in the same place, as far as both lists go.

    >>> zip_to_shortest_mapping(["a", "b"], [1])
    {'a': 1}
    """
    return dict(zip(keys, values, strict=False))


@idiom(of="zip_to_mapping", variant="keys without a value get None")
def zip_to_mapping_with_none(keys: list[Any], values: list[Any]) -> dict[Any, Any]:
    """Return a dictionary from each key to the value in the same place, None where there is none.

    >>> zip_to_mapping_with_none(["a", "b"], [1])
    {'a': 1, 'b': None}
    """
    return dict.fromkeys(keys) | dict(zip(keys, values, strict=False))


@idiom(
    words="remove none null values dictionary dict mapping without missing drop entries clean compact payload unset",
    variant="only None is removed",
    probes=['remove_none_values({"a": None, "b": 0, "c": ""})'],
)
def remove_none_values(mapping: dict[str, Any]) -> dict[str, Any]:
    """Return the entries of the dictionary whose value is not None.

    >>> remove_none_values({"a": None, "b": 0})
    {'b': 0}
    >>> remove_none_values({})
    {}
    """
    return {key: value for key, value in mapping.items() if value is not None}


@idiom(of="remove_none_values", variant="empty texts, lists and dictionaries are removed as well")
def remove_empty_values(mapping: dict[str, Any]) -> dict[str, Any]:
    """Return the entries of the dictionary whose value is neither None nor an empty text, list or dictionary.

    >>> remove_empty_values({"a": None, "b": 0, "c": ""})
    {'b': 0}
    """
    return {key: value for key, value in mapping.items() if value is not None and value not in ("", [], {})}


@idiom(
    words="share of total proportion fraction each value dictionary dict mapping relative part whole normalize sum one",
    variant="fractions of 1; a sum of 0 raises ValueError",
    probes=['share_of_total({"a": 1, "b": 3})', 'share_of_total({"a": 0})'],
)
def share_of_total(mapping: dict[str, float]) -> dict[str, float]:
    """Return each value as a fraction of the sum of all; raise ValueError when that is 0.

    >>> share_of_total({"a": 1, "b": 3})
    {'a': 0.25, 'b': 0.75}
    >>> share_of_total({"a": 0})
    Traceback (most recent call last):
        ...
    ValueError: the values must not add up to 0
    """
    whole = sum(mapping.values())
    if whole == 0:
        raise ValueError("the values must not add up to 0")
    return {key: value / whole for key, value in mapping.items()}


@idiom(of="share_of_total", variant="percentages")
def percent_of_total(mapping: dict[str, float]) -> dict[str, float]:
    """Return each value as a percentage of the sum of all; raise ValueError when that is 0.

    >>> percent_of_total({"a": 1, "b": 3})
    {'a': 25.0, 'b': 75.0}
    """
    whole = sum(mapping.values())
    if whole == 0:
        raise ValueError("the values must not add up to 0")
    return {key: value / whole * 100 for key, value in mapping.items()}


@idiom(
    words="deep set nested value at dotted path update assign dictionary dict mapping key create missing copy put",
    probes=['deep_set({"a": {"b": 1}}, "a.b", 2)', 'deep_set({}, "a.b", 2)', 'deep_set({"a": 1}, "a.b", 2)'],
)
def deep_set(mapping: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return a copy of nested dictionaries with a value set at a path of keys separated by dots, created if missing.

    >>> deep_set({"a": {"b": 1, "c": 5}}, "a.b", 2)
    {'a': {'b': 2, 'c': 5}}
    >>> deep_set({}, "a.b", 2)
    {'a': {'b': 2}}
    """
    *parents, last = path.split(".")
    changed = inner = dict(mapping)
    for parent in parents:
        below = inner.get(parent)
        inner[parent] = dict(below) if isinstance(below, dict) else {}
        inner = inner[parent]
    inner[last] = value
    return changed


@idiom(
    words="largest entries top n best highest values dictionary dict mapping leaderboard scores items greatest most",
    probes=['largest_entries({"a": 1, "b": 3, "c": 2}, 2)', 'largest_entries({"a": 1}, 5)'],
)
def largest_entries(mapping: dict[str, float], n: int) -> dict[str, float]:
    """Return the n entries with the largest values, the largest first.

    >>> largest_entries({"a": 1, "b": 3, "c": 2}, 2)
    {'b': 3, 'c': 2}
    >>> largest_entries({}, 2)
    {}
    """
    return {key: mapping[key] for key in heapq.nlargest(n, mapping, key=lambda key: mapping[key])}


@idiom(
    words="invert dictionary dict of lists inverted index tags posts reverse lookup values keys members",
    probes=['invert_lists({"a": ["x", "y"], "b": ["x"]})'],
)
def invert_lists(mapping: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return a dictionary from everything in the lists to the keys whose lists have it.

    >>> invert_lists({"a": ["x", "y"], "b": ["x"]})
    {'x': ['a', 'b'], 'y': ['a']}
    >>> invert_lists({"a": []})
    {}
    """
    found: dict[str, list[str]] = {}
    for key, items in mapping.items():
        for item in dict.fromkeys(items):
            found.setdefault(item, []).append(key)
    return found


@idiom(
    words="group pairs key value tuples by first element into dictionary dict of lists multimap collect",
    probes=['group_pairs([("a", 1), ("b", 2), ("a", 3)])'],
)
def group_pairs(pairs: list[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Return a dictionary from the first member of each pair to the list of the second ones.

    >>> group_pairs([("a", 1), ("b", 2), ("a", 3)])
    {'a': [1, 3], 'b': [2]}
    >>> group_pairs([])
    {}
    """
    groups: dict[object, list[object]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
