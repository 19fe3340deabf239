"""Neighbors of a value: what an example's argument becomes when one thing about it changes."""

import random
from collections import Counter, OrderedDict, deque
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from lift_ir import TypeExpr
from lift_server.checks.arguments import value_text
from lift_server.checks.values_by_type import conforms, values_of

_ATTEMPTS = 6


def mutate(value: object, type_expr: TypeExpr, generator: random.Random) -> object:
    """A value of the type that differs from `value` in one respect; `value` itself when none was found.

    The value is not changed. A value that is not of the type (an author's example may hold one) is left as it is.
    """
    if not conforms(value, type_expr):
        return value
    before = value_text(value)
    for _ in range(_ATTEMPTS):
        changed = _neighbor(value, generator)
        if conforms(changed, type_expr) and value_text(changed) != before:
            return changed
    return generator.choice(values_of(type_expr) or [value])


def _neighbor(value: object, generator: random.Random) -> object:
    match value:
        case bool():
            return not value
        case int():
            return generator.choice((value + 1, value - 1, -value, value * 2, value // 2, 0))
        case float():
            return generator.choice((value + 1, value - 1, 0.0 - value, value / 2, value + 0.5, 0.0))
        case Decimal() | Fraction():
            return generator.choice((value + 1, value - 1, -value, value * 2))
        case str():
            return _text_neighbor(value, generator)
        case bytes():
            return generator.choice((value[1:], value[:-1], value + value, value[::-1], value + b"a"))
        case list():
            return _list_neighbor(value, generator)
        case tuple():
            return tuple(_list_neighbor(list(value), generator))
        case Counter() | deque():
            return type(value)(_list_neighbor(sorted(value, key=value_text), generator))
        case OrderedDict():
            return OrderedDict(_dict_neighbor(dict(value), generator))
        case dict():
            return _dict_neighbor(value, generator)
        case set() | frozenset():
            members = sorted(value, key=value_text)
            return type(value)(item for item in _list_neighbor(members, generator) if item.__hash__ is not None)
        case datetime():
            return _moved(value, timedelta(days=generator.choice((0, 1, 31, -1)), hours=generator.choice((-1, 1))))
        case date():
            return _moved(value, timedelta(days=generator.choice((1, -1, 31, -31, 366))))
        case time():
            return value.replace(hour=generator.randint(0, 23))
        case timedelta():
            return generator.choice((-value, value * 2, value + timedelta(seconds=1)))
    return value


def _moved(value: date, by: timedelta) -> date:
    try:
        return value + by
    except OverflowError:
        return value


def _text_neighbor(text: str, generator: random.Random) -> str:
    at = generator.randrange(len(text)) if text else 0
    return generator.choice(
        (
            text[:at] + text[at + 1 :],
            text[: at + 1] + text[at:],
            text[:at] + generator.choice("ab1 A") + text[at + 1 :],
            text[::-1],
            text.swapcase(),
            text + " ",
            " " + text,
            text + text if len(text) < 20 else text[: len(text) // 2],
            text[: at + 1],
        )
    )


def _list_neighbor(items: list[object], generator: random.Random) -> list[object]:
    if not items:
        return []
    at = generator.randrange(len(items))
    changed = [*items[:at], _neighbor(items[at], generator), *items[at + 1 :]]
    return generator.choice(
        (
            changed,
            changed,
            [*items[:at], *items[at + 1 :]],
            [*items[: at + 1], *items[at:]],
            items[::-1],
            [*items, changed[at]],
        )
    )


def _dict_neighbor(items: dict[object, object], generator: random.Random) -> dict[object, object]:
    if not items:
        return {}
    key = generator.choice(list(items))
    changed = _neighbor(items[key], generator)
    without = {other: item for other, item in items.items() if other != key}
    fresh = _neighbor(key, generator)
    return generator.choice(
        (
            items | {key: changed},
            without,
            items | {fresh: changed} if fresh.__hash__ is not None else without,
            {key: items[key]},
        )
    )
