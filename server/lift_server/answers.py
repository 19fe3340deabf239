"""How an answer to a question is written: what candidates did on a call, as a phrase and as a clause of the spec."""

import builtins
from collections.abc import Callable, Collection, Sequence
from typing import Any

from lift_ir.formal import why_informal
from lift_server.checks.arguments import value_text
from lift_server.checks.behaviour import NEAR_ZERO, same_number
from lift_server.checks.sandbox.api import Items, Outcome, Raised, Returned
from lift_server.checks.sandbox.worker.display import shorten

EXCEPTIONS = frozenset(
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, Exception)
)
_APPROX = 1e-6  # the tolerance of a plain `approx`
_WIDER = (1e-5, 1e-4)
_DIGITS = range(1, 16)
_PLAIN_FLOAT_CHARS = 10
_MAX_PHRASE = 60
_MAX_VALUE = 300

Weighted = Sequence[tuple[Outcome, float]]
"""Outcomes that are one answer, with the weight (0..1) of the candidates behind each."""


def exception_name(outcomes: Weighted) -> str:
    """The builtin exception that most of the weight raises; a class of a module counts as its nearest builtin base."""
    found: dict[str, float] = {}
    for outcome, weight in outcomes:
        if isinstance(outcome, Raised):
            name = next((name for name in outcome.names if name in EXCEPTIONS), "Exception")
            found[name] = found.get(name, 0.0) + weight
    return max(found, key=lambda name: found[name], default="Exception")


def phrase_of(outcomes: Weighted) -> str:
    """The answer for people: `returns 3`, `raises ValueError`, `yields 1, 2`."""
    value = _usual(outcomes)
    if value is None:
        return f"raises {exception_name(outcomes)}"
    if isinstance(value.value, Items):
        shown = ", ".join(map(value_text, value.value.values)) or "nothing"
        return shorten(f"yields {shown}", _MAX_PHRASE)
    shown, _ = _written(value.value, _values(outcomes))
    return shorten(f"returns {shown}", _MAX_PHRASE)


def clause_of(call: str, outcomes: Weighted, names: Collection[str]) -> str:
    """The `example:` clause that this answer of `call` satisfies; "" when it cannot be written.

    `names`: what the spec's expressions may use besides builtins and modules.
    """
    usual = _usual(outcomes)
    if usual is None:
        return f"example: {call} raises {exception_name(outcomes)}"
    value, values = usual.value, _values(outcomes)
    if isinstance(value, Items):
        if not value.complete:
            return ""
        call, values = f"list({call})", [list(item.values) for item in values if isinstance(item, Items)]
        value = list(value.values)
    if value is None:
        text = f"{call} is None"
    elif value != value and isinstance(value, float):
        text = f"math.isnan({call})"
    else:
        shown, tolerance = _written(value, values)
        text = f"{call} == {shown}" if tolerance is None else f"{call} == approx({shown}{_relative(tolerance)})"
    if len(text) > len(call) + _MAX_VALUE or why_informal(text, names):
        return ""
    return f"example: {text}"


def _relative(tolerance: float) -> str:
    return "" if tolerance == _APPROX else f", rel={tolerance:g}"


def _usual(outcomes: Weighted) -> Returned | None:
    """The returned value with the most weight; None when the answer is an exception."""
    weights: dict[str, float] = {}
    by_text: dict[str, Returned] = {}
    for outcome, weight in outcomes:
        if isinstance(outcome, Returned):
            text = value_text(outcome.value)
            weights[text] = weights.get(text, 0.0) + weight
            by_text.setdefault(text, outcome)
    return by_text[max(weights, key=lambda text: weights[text])] if weights else None


def _values(outcomes: Weighted) -> list[object]:
    return [outcome.value for outcome, _ in outcomes if isinstance(outcome, Returned)]


def _written(value: object, values: Sequence[object]) -> tuple[str, float | None]:
    """The value's text, and the relative tolerance under which it equals all of `values`: None when it does exactly.

    A float with many digits is cut to those that matter, also when all are equal: `0.30000000000000004` is `0.3`.
    """
    longest = max((len(repr(number)) for number in _floats(value)), default=0)
    if longest <= _PLAIN_FLOAT_CHARS and all(_close(value, other, 0.0) for other in values):
        return value_text(value), None
    for tolerance in (_APPROX, *_WIDER):
        for digits in _DIGITS:
            short = _rounded(value, digits)
            if all(_close(short, other, tolerance) for other in values):
                return value_text(short), tolerance
    return value_text(value), _APPROX


def _floats(value: Any) -> list[float]:
    match value:
        case float():
            return [value]
        case complex():
            return [value.real, value.imag]
        case list() | tuple():
            return [number for item in value for number in _floats(item)]
        case dict():
            return [number for item in value.values() for number in _floats(item)]
    return []


def _rounded(value: Any, digits: int) -> Any:
    match value:
        case float():
            return float(f"{value:.{digits}g}")
        case complex():
            return complex(_rounded(value.real, digits), _rounded(value.imag, digits))
    return _map(value, lambda item: _rounded(item, digits))


def _map(value: Any, change: Callable[[Any], Any]) -> Any:
    if type(value) in (list, tuple):
        return type(value)(map(change, value))
    if type(value) is dict:
        return {key: change(item) for key, item in value.items()}
    return value


def _close(shown: Any, other: Any, tolerance: float) -> bool:
    """Whether `other == approx(shown, rel=tolerance)`, or `other == shown` for tolerance 0."""
    if isinstance(shown, list | tuple) and isinstance(other, list | tuple):
        return len(shown) == len(other) and all(_close(a, b, tolerance) for a, b in zip(shown, other, strict=True))
    if isinstance(shown, dict) and isinstance(other, dict):
        return shown.keys() == other.keys() and all(_close(item, other[key], tolerance) for key, item in shown.items())
    if not tolerance or not isinstance(shown, float | complex):
        return bool(shown == other)
    try:
        return bool(abs(other - shown) <= max(tolerance * abs(shown), NEAR_ZERO))
    except (TypeError, ArithmeticError):
        return same_number(shown, other, tolerance)
