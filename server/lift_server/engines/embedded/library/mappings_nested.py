"""Idioms on dictionaries within dictionaries, and on parts and sums of dictionaries."""

from typing import Any

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="deep get nested value lookup dotted path dots dictionary dict mapping json access inside safely or none key",
    variant="a missing key gives None",
    probes=[
        'deep_get({"a": {"b": 1}}, "a.c")',
        'deep_get({"a": [{"b": 1}]}, "a.0.b")',
        'deep_get({"a": 1}, "a.b")',
        'deep_get({"a.b": 1}, "a.b")',
    ],
)
def deep_get(mapping: dict[str, Any], path: str) -> Any:
    """Return the value at a path of keys separated by dots in nested dictionaries, or None when there is none.

    >>> deep_get({"user": {"name": "Ada"}}, "user.name")
    'Ada'
    >>> deep_get({"user": {}}, "user.name") is None
    True
    """
    value: object = mapping
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return value


@idiom(of="deep_get", variant="a missing key raises KeyError")
def deep_get_checked(mapping: dict[str, Any], path: str) -> Any:
    """Return the value at a path of keys separated by dots in nested dictionaries; raise KeyError when there is none.

    >>> deep_get_checked({"user": {"name": "Ada"}}, "user.name")
    'Ada'
    >>> deep_get_checked({"a": None}, "a") is None
    True
    """
    value: object = mapping
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            raise KeyError(path)
        value = value[key]
    return value


@idiom(of="deep_get", variant="a number in the path is the index of a list")
def deep_get_with_indices(mapping: dict[str, Any], path: str) -> Any:
    """Return the value at a path of keys and list indices separated by dots, or None when there is none.

    >>> deep_get_with_indices({"users": [{"name": "Ada"}]}, "users.0.name")
    'Ada'
    >>> deep_get_with_indices({"users": []}, "users.0.name") is None
    True
    """
    value: object = mapping
    for key in path.split("."):
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


@idiom(
    words="flatten flat unnest nested dictionary dict mapping dotted keys dots single level one json path",
    variant="an empty dictionary within is kept as a value",
    probes=['flatten_mapping({"a": {"b": 1, "c": {"d": 2}}})', 'flatten_mapping({"a": {}, "b": [1]})'],
)
def flatten_mapping(mapping: dict[str, Any]) -> dict[str, Any]:
    """Return the values of nested dictionaries in one dictionary whose keys are the paths, joined by dots.

    >>> flatten_mapping({"a": 1, "b": {"c": 2, "d": {"e": 3}}})
    {'a': 1, 'b.c': 2, 'b.d.e': 3}
    >>> flatten_mapping({"a": {}})
    {'a': {}}
    """
    result: dict[str, object] = {}
    pending = list(reversed(mapping.items()))
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict) and value:
            pending.extend((f"{path}.{key}", inner) for key, inner in reversed(value.items()))
        else:
            result[path] = value
    return result


@idiom(of="flatten_mapping", variant="an empty dictionary within is left out")
def flatten_mapping_without_empty(mapping: dict[str, Any]) -> dict[str, Any]:
    """Return the values of nested dictionaries in one dictionary keyed by dotted paths, empty dictionaries left out.

    >>> flatten_mapping_without_empty({"a": 1, "b": {"c": 2, "d": {}}})
    {'a': 1, 'b.c': 2}
    >>> flatten_mapping_without_empty({})
    {}
    """
    result: dict[str, object] = {}
    pending = list(reversed(mapping.items()))
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict):
            pending.extend((f"{path}.{key}", inner) for key, inner in reversed(value.items()))
        else:
            result[path] = value
    return result


@idiom(of="flatten_mapping", variant="elements of lists get their index as key too")
def flatten_mapping_and_lists(mapping: dict[str, Any]) -> dict[str, Any]:
    """Return the values of nested dictionaries and lists in one dictionary keyed by paths of keys and indices.

    >>> flatten_mapping_and_lists({"a": [1, {"b": 2}]})
    {'a.0': 1, 'a.1.b': 2}
    >>> flatten_mapping_and_lists({"a": {}, "b": []})
    {'a': {}, 'b': []}
    """
    result: dict[str, object] = {}
    pending = list(reversed(mapping.items()))
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict) and value:
            pending.extend((f"{path}.{key}", inner) for key, inner in reversed(value.items()))
        elif isinstance(value, list) and value:
            pending.extend((f"{path}.{index}", value[index]) for index in reversed(range(len(value))))
        else:
            result[path] = value
    return result


@idiom(
    words="pick select keep extract subset only certain given keys dictionary dict mapping whitelist project fields",
    variant="a key that is missing is left out",
    probes=['pick({"a": 1, "b": 2}, ["b", "x"])', 'pick({"a": 1}, [])'],
)
def pick(mapping: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    """Return the entries of a mapping that have the given keys, in the order of the keys; missing ones are left out.

    >>> pick({"a": 1, "b": 2, "c": 3}, ["c", "a", "x"])
    {'c': 3, 'a': 1}
    >>> pick({"a": 1}, [])
    {}
    """
    return {key: mapping[key] for key in keys if key in mapping}


@idiom(of="pick", variant="a key that is missing raises KeyError")
def pick_checked(mapping: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    """Return the entries of a mapping that have the given keys; raise KeyError when one is missing.

    >>> pick_checked({"a": 1, "b": 2}, ["b"])
    {'b': 2}
    >>> pick_checked({"a": 1}, [])
    {}
    """
    return {key: mapping[key] for key in keys}


@idiom(of="pick", variant="a key that is missing gets None")
def pick_with_none(mapping: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    """Return a dictionary from the given keys to their values in a mapping, None where there is none.

    >>> pick_with_none({"a": 1, "b": 2}, ["b", "x"])
    {'b': 2, 'x': None}
    >>> pick_with_none({"a": 1}, [])
    {}
    """
    return {key: mapping.get(key) for key in keys}


@idiom(
    words="omit exclude remove drop without certain given keys dictionary dict mapping blacklist fields delete except"
)
def omit(mapping: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    """Return the entries of a mapping that have none of the given keys.

    >>> omit({"a": 1, "b": 2, "c": 3}, ["b", "x"])
    {'a': 1, 'c': 3}
    >>> omit({}, ["a"])
    {}
    """
    return {key: value for key, value in mapping.items() if key not in keys}


@idiom(
    words="merge combine sum add values together equal same common keys two dictionaries dicts mappings counts totals"
)
def merge_sum(first: dict[str, float], second: dict[str, float]) -> dict[str, float]:
    """Return a dictionary with the keys of both mappings and the sums of their values.

    >>> merge_sum({"a": 1, "b": 2}, {"b": 3, "c": 4})
    {'a': 1, 'b': 5, 'c': 4}
    >>> merge_sum({}, {})
    {}
    """
    return {key: first.get(key, 0) + second.get(key, 0) for key in [*first, *second]}
