"""Functions of the library at all points: each is called once with the same arguments, and its results are typed."""

import marshal
from collections.abc import Iterable

from lift_server.engines.embedded.search.components import MAX_BITS, MAX_ITEMS
from lift_server.engines.embedded.search.operators import Operator
from lift_server.engines.embedded.search.program import ERROR
from lift_server.engines.embedded.search.types import joined, type_of

_Result = tuple[object, str]
_FAILED: _Result = (ERROR, "")
_LARGE: _Result = (ERROR, "large")


def observed_results(
    operator: Operator, rows: Iterable[tuple[object, ...]], known: int
) -> tuple[tuple[object, ...], str] | None:
    """The results for the rows of arguments, ERROR where there is none, with their type.

    None for what is not kept: with a large result, or without one in the `known` first rows.
    """
    values: list[object] = []
    types: dict[str, None] = {}
    for row in rows:
        value, type_ = _FAILED if ERROR in row else _result(operator, row)
        if type_ == "large":
            return None
        if type_:
            types[type_] = None
        values.append(value)
        if len(values) == known and not types:
            return None
    found = joined(types)
    return tuple(values), "any" if found == "empty" else found


def _result(operator: Operator, arguments: tuple[object, ...]) -> _Result:
    try:
        key = marshal.dumps(arguments, 2)  # type: ignore[arg-type]
    except ValueError:
        # Such as dates.
        return _called(operator, arguments)
    found: _Result | None = operator.remembered.get(key)
    if found is None:
        found = operator.remembered[key] = _called(operator, arguments)
    return found


def _called(operator: Operator, arguments: tuple[object, ...]) -> _Result:
    try:
        value = operator.function(*arguments)
    except Exception:
        return _FAILED
    return _LARGE if is_large(value) else (value, type_of(value))


def is_large(value: object) -> bool:
    """Whether it has more items than a search works on, those of its items included."""
    if isinstance(value, int):
        return value.bit_length() > 4 * MAX_BITS
    if isinstance(value, str):
        return len(value) > MAX_ITEMS
    if not isinstance(value, (list, tuple, dict, set)):
        return False
    if len(value) > MAX_ITEMS:
        return True
    inner = value.values() if isinstance(value, dict) else value
    return sum(len(item) for item in inner if isinstance(item, (list, tuple, str, set))) > 4 * MAX_ITEMS
