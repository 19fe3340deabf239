"""Equality and display of values and outcomes, in the process that asks: none of them runs code of a program."""

from collections import deque
from decimal import Decimal
from typing import Any

from lift_server.checks.sandbox.api import Died, Items, Opaque, Outcome, Raised, Record, Returned, TimedOut
from lift_server.checks.sandbox.worker.display import MAX_DISPLAY, shorten
from lift_server.checks.sandbox.worker.display import display as display


def same_value(a: object, b: object) -> bool:
    """Equality by structure and exact type; nan equals nan. Opaque values are the same when their types are."""
    if type(a) is not type(b):
        return False
    match a, b:
        case float(), float():
            return a == b or (a != a and b != b)
        case complex(), complex():
            return same_value(a.real, b.real) and same_value(a.imag, b.imag)
        case Decimal(), Decimal():
            return str(a) == str(b) if a.is_nan() or b.is_nan() else a == b
        case ((list() | tuple() | deque()), (list() | tuple() | deque())):
            return len(a) == len(b) and all(map(same_value, a, b))
        case dict(), dict():
            return (
                len(a) == len(b) and _same_members(a, b) and all(same_value(value, b[key]) for key, value in a.items())
            )
        case ((set() | frozenset()), (set() | frozenset())):
            return len(a) == len(b) and _same_members(a, b)
        case Record(), Record():
            return (a.type_name, a.is_tuple) == (b.type_name, b.is_tuple) and same_value(a.fields, b.fields)
        case Items(), Items():
            return a.complete == b.complete and same_value(a.values, b.values)
        case Opaque(), Opaque():
            return a.type_name == b.type_name
    return a == b


def _same_members(a: Any, b: Any) -> bool:
    own = {member: member for member in b}
    return all(member in own and same_value(member, own[member]) for member in a)


def same_outcome(a: Outcome, b: Outcome) -> bool:
    """Whether two calls had the same outcome: value and mutation, or exception and message."""
    if isinstance(a, Returned) and isinstance(b, Returned):
        return a.mutated == b.mutated and same_value(a.value, b.value)
    return a == b


def display_outcome(outcome: Outcome) -> str:
    """An outcome as a phrase: `returns 3`, `raises ValueError: negative`, `did not end within 0.3 s`."""
    match outcome:
        case Returned(value, mutated):
            change = " and changes its arguments" if mutated else ""
            if isinstance(value, Items):
                return shorten(f"yields {_items(value)}{change}", MAX_DISPLAY + 40)
            return f"returns {display(value)}{change}"
        case Raised(names, message):
            return f"raises {names[0]}{': ' if message else ''}{shorten(message)}"
        case TimedOut(seconds):
            return f"did not end within {seconds:g} s"
        case Died(reason):
            return reason


def _items(items: Items) -> str:
    if not items.values:
        return "nothing"
    shown = ", ".join(display(value) for value in items.values[:20])
    return shown if items.complete and len(items.values) <= 20 else f"{shown}, …"
