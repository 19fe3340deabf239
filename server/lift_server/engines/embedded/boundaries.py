"""Unlabelled arguments for a search: boundary values and changes of an example's, of the same types throughout."""

from collections.abc import Iterator, Sequence
from typing import Any

Arguments = tuple[Any, ...]

_MOST = 4


def probes_near(calls: Sequence[Arguments]) -> tuple[Arguments, ...]:
    """A few arguments that are none of the calls', made of the last one's: programs that agree on all examples may
    differ there."""
    if not calls:
        return ()
    last = max(calls, key=lambda arguments: len(repr(arguments)))
    found: list[Arguments] = []
    for arguments in _near(last):
        if repr(arguments) not in map(repr, [*calls, *found]):
            found.append(arguments)
    return tuple(found[:_MOST])


def _near(arguments: Arguments) -> Iterator[Arguments]:
    for change in (_smallest, _turned, _single, _grown):
        yield tuple(map(change, arguments))
    for place in range(len(arguments)):
        yield (*arguments[:place], _smallest(arguments[place]), *arguments[place + 1 :])


def _smallest(value: Any) -> Any:
    """Nothing of that type: empty or zero."""
    match value:
        case bool() | None:
            return value
        case int() | float() | str() | list() | set() | dict():
            return type(value)()
        case tuple():
            return tuple(map(_smallest, value))
    return value


def _single(value: Any) -> Any:
    """One of that type: its first element, one."""
    match value:
        case bool():
            return not value
        case int():
            return 1
        case float():
            return 1.0
        case str() | list():
            return value[:1]
        case set() | dict():
            return type(value)(list(value.items() if isinstance(value, dict) else sorted(value, key=repr))[:1])
        case tuple():
            return tuple(map(_single, value))
    return value


def _turned(value: Any) -> Any:
    """The other way round: negative, backwards, with one element twice."""
    match value:
        case bool():
            return not value
        case int() | float():
            return -value
        case str():
            return value[::-1].swapcase()
        case list():
            return [*reversed(value), *value[:1]]
        case tuple():
            return tuple(map(_turned, value))
        case dict():
            return {key: _turned(item) for key, item in value.items()}
    return value


def _grown(value: Any) -> Any:
    """A little more: the next number, another element."""
    match value:
        case bool():
            return value
        case int() | float():
            return value + 1
        case str():
            return f"{value} {value[:1]}"
        case list():
            return [*map(_grown, value), *value[-1:]]
        case tuple():
            return tuple(map(_grown, value))
        case dict():
            return {key: _grown(item) for key, item in value.items()}
    return value
