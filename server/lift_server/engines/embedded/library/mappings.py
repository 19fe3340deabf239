"""Idioms on dictionaries."""

from typing import Any

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="invert inverse reverse swap flip exchange keys and values dictionary dict mapping lookup turned around",
    variant="of keys with equal values the last one wins",
    probes=['invert({"a": 1, "b": 1})', 'invert({"a": 1, "b": 2})', "invert({})"],
)
def invert(mapping: dict[str, Any]) -> dict[Any, str]:
    """Return a dictionary from the values of a mapping to its keys; the last of several keys with one value wins.

    >>> invert({"a": 1, "b": 2})
    {1: 'a', 2: 'b'}
    >>> invert({"a": 1, "b": 1})
    {1: 'b'}
    """
    return {value: key for key, value in mapping.items()}


@idiom(of="invert", variant="the keys of equal values are collected in lists")
def invert_to_lists(mapping: dict[str, Any]) -> dict[Any, list[str]]:
    """Return a dictionary from each value of a mapping to the list of its keys.

    >>> invert_to_lists({"a": 1, "b": 2, "c": 1})
    {1: ['a', 'c'], 2: ['b']}
    >>> invert_to_lists({})
    {}
    """
    result: dict[object, list[str]] = {}
    for key, value in mapping.items():
        result.setdefault(value, []).append(key)
    return result


@idiom(of="invert", variant="equal values raise ValueError")
def invert_unique(mapping: dict[str, Any]) -> dict[Any, str]:
    """Return a dictionary from the values of a mapping to its keys; raise ValueError when a value occurs twice.

    >>> invert_unique({"a": 1, "b": 2})
    {1: 'a', 2: 'b'}
    >>> invert_unique({})
    {}
    """
    result: dict[object, str] = {}
    for key, value in mapping.items():
        if value in result:
            raise ValueError(f"the value {value!r} occurs more than once")
        result[value] = key
    return result


@idiom(of="invert", variant="of keys with equal values the first one wins")
def invert_first_wins(mapping: dict[str, Any]) -> dict[Any, str]:
    """Return a dictionary from the values of a mapping to its keys; the first of several keys with one value wins.

    >>> invert_first_wins({"a": 1, "b": 1})
    {1: 'a'}
    >>> invert_first_wins({})
    {}
    """
    result: dict[object, str] = {}
    for key, value in mapping.items():
        result.setdefault(value, key)
    return result


@idiom(
    words="merge combine join union update two dictionaries dicts mappings into one overlay override second defaults",
    variant="the second mapping wins",
    probes=['merge({"a": 1}, {"a": 2})', 'merge({"a": {"x": 1}}, {"a": {"y": 2}})'],
)
def merge(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Return a dictionary with the entries of both mappings; where both have a key, the second one's value.

    >>> merge({"a": 1, "b": 2}, {"b": 3})
    {'a': 1, 'b': 3}
    >>> merge({}, {})
    {}
    """
    return {**first, **second}


@idiom(of="merge", variant="the first mapping wins")
def merge_first_wins(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Return a dictionary with the entries of both mappings; where both have a key, the first one's value.

    >>> merge_first_wins({"a": 1, "b": 2}, {"b": 3, "c": 4})
    {'a': 1, 'b': 2, 'c': 4}
    >>> merge_first_wins({}, {})
    {}
    """
    return {**first, **{key: value for key, value in second.items() if key not in first}}


@idiom(of="merge", variant="dictionaries within are merged too; otherwise the second mapping wins")
def merge_deep(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Return a dictionary with the entries of both mappings, dictionaries that both have under one key being merged.

    >>> merge_deep({"a": {"x": 1}}, {"a": {"y": 2}})
    {'a': {'x': 1, 'y': 2}}
    >>> merge_deep({"a": 1}, {"a": {"y": 2}})
    {'a': {'y': 2}}
    """
    result = dict(first)
    pending = [(result, second)]
    while pending:
        target, source = pending.pop()
        for key, value in source.items():
            if isinstance(value, dict) and isinstance(target.get(key), dict):
                target[key] = dict(target[key])
                pending.append((target[key], value))
            else:
                target[key] = value
    return result


@idiom(of="merge", variant="a key that both have raises ValueError")
def merge_disjoint(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Return a dictionary with the entries of both mappings; raise ValueError when they share a key.

    >>> merge_disjoint({"a": 1}, {"b": 2})
    {'a': 1, 'b': 2}
    >>> merge_disjoint({}, {})
    {}
    """
    shared = [key for key in first if key in second]
    if shared:
        raise ValueError(f"both mappings have the key {shared[0]!r}")
    return {**first, **second}


@idiom(
    words="sort order arrange dictionary dict mapping by value values ascending smallest first items entries",
    variant="smallest first, as a dictionary",
    probes=['sort_by_value({"b": 2, "a": 1, "c": 2})', "sort_by_value({})"],
)
def sort_by_value(mapping: dict[str, float]) -> dict[str, float]:
    """Return the entries of a mapping in a dictionary ordered by value, the smallest first.

    >>> sort_by_value({"a": 3, "b": 1, "c": 2})
    {'b': 1, 'c': 2, 'a': 3}
    >>> sort_by_value({})
    {}
    """
    return dict(sorted(mapping.items(), key=lambda item: item[1]))


@idiom(of="sort_by_value", variant="largest first, as a dictionary")
def sort_by_value_descending(mapping: dict[str, float]) -> dict[str, float]:
    """Return the entries of a mapping in a dictionary ordered by value, the largest first.

    >>> sort_by_value_descending({"a": 3, "b": 1, "c": 2})
    {'a': 3, 'c': 2, 'b': 1}
    >>> sort_by_value_descending({})
    {}
    """
    return dict(sorted(mapping.items(), key=lambda item: item[1], reverse=True))


@idiom(of="sort_by_value", variant="smallest first, as a list of pairs")
def pairs_by_value(mapping: dict[str, float]) -> list[tuple[str, float]]:
    """Return the pairs of key and value of a mapping ordered by value, the smallest first.

    >>> pairs_by_value({"a": 3, "b": 1})
    [('b', 1), ('a', 3)]
    >>> pairs_by_value({})
    []
    """
    return sorted(mapping.items(), key=lambda item: item[1])


@idiom(of="sort_by_value", variant="largest first, as a list of pairs")
def pairs_by_value_descending(mapping: dict[str, float]) -> list[tuple[str, float]]:
    """Return the pairs of key and value of a mapping ordered by value, the largest first.

    >>> pairs_by_value_descending({"a": 3, "b": 1, "c": 4})
    [('c', 4), ('a', 3), ('b', 1)]
    >>> pairs_by_value_descending({})
    []
    """
    return sorted(mapping.items(), key=lambda item: item[1], reverse=True)


@idiom(
    words="key of largest greatest highest maximum max value dictionary dict mapping which winner top best score",
    variant="the first of equals; an empty mapping raises ValueError",
    probes=['key_of_largest({"a": 2, "b": 2})', "key_of_largest({})"],
)
def key_of_largest(mapping: dict[str, float]) -> str:
    """Return the key with the greatest value, the first of equals; raise ValueError for an empty mapping.

    >>> key_of_largest({"ann": 3, "bob": 7, "eve": 5})
    'bob'
    >>> key_of_largest({"a": -1, "b": -1})
    'a'
    """
    if not mapping:
        raise ValueError("the mapping is empty")
    return max(mapping, key=lambda key: mapping[key])


@idiom(of="key_of_largest", variant="an empty mapping gives None")
def key_of_largest_or_none(mapping: dict[str, float]) -> str | None:
    """Return the key with the greatest value, the first of equals, or None for an empty mapping.

    >>> key_of_largest_or_none({"ann": 3, "bob": 7})
    'bob'
    >>> key_of_largest_or_none({}) is None
    True
    """
    return max(mapping, key=lambda key: mapping[key], default=None)


@idiom(of="key_of_largest", variant="the last of equals")
def key_of_largest_last(mapping: dict[str, float]) -> str:
    """Return the key with the greatest value, the last of equals; raise ValueError for an empty mapping.

    >>> key_of_largest_last({"a": 2, "b": 2, "c": 1})
    'b'
    >>> key_of_largest_last({"ann": 3})
    'ann'
    """
    if not mapping:
        raise ValueError("the mapping is empty")
    return max(reversed(mapping), key=lambda key: mapping[key])


@idiom(words="sum add up total all the values of dictionary dict mapping numbers amounts altogether")
def sum_values(mapping: dict[str, float]) -> float:
    """Return the sum of the values of a mapping.

    >>> sum_values({"apples": 3, "pears": 4})
    7
    >>> sum_values({})
    0
    """
    return sum(mapping.values())


@idiom(
    words="filter keep select entries items dictionary dict mapping values at least minimum threshold above greater",
    variant="a value equal to the minimum is kept",
    probes=['filter_by_minimum({"a": 1, "b": 2, "c": 3}, 2)', "filter_by_minimum({}, 0)"],
)
def filter_by_minimum(mapping: dict[str, float], minimum: float) -> dict[str, float]:
    """Return the entries of a mapping whose value is at least a minimum.

    >>> filter_by_minimum({"ann": 40, "bob": 70, "eve": 50}, 50)
    {'bob': 70, 'eve': 50}
    >>> filter_by_minimum({}, 1)
    {}
    """
    return {key: value for key, value in mapping.items() if value >= minimum}


@idiom(of="filter_by_minimum", variant="only values greater than the minimum are kept")
def filter_above_minimum(mapping: dict[str, float], minimum: float) -> dict[str, float]:
    """Return the entries of a mapping whose value is greater than a minimum.

    >>> filter_above_minimum({"ann": 40, "bob": 70, "eve": 50}, 50)
    {'bob': 70}
    >>> filter_above_minimum({}, 1)
    {}
    """
    return {key: value for key, value in mapping.items() if value > minimum}
