"""Values that a spec's text writes down: Python literals, and calls that build a value of the standard library.

Nothing is evaluated: a fixed table says which calls are known and which arguments they may have.
"""

import ast
import math
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

_SCALARS = (int, str)
_NON_FINITE = {name: float(name) for name in ("inf", "-inf", "nan", "infinity", "-infinity")}


def literal_value(node: ast.expr) -> Any:
    """The value of a literal, or of a call that `value_text` writes for one. Raises ValueError for anything else."""
    try:
        if not any(isinstance(part, ast.Call) for part in ast.walk(node)):
            return ast.literal_eval(node)
        return _value(node)
    except (ValueError, TypeError, SyntaxError, ArithmeticError, MemoryError, RecursionError) as error:
        raise ValueError(f"not a literal: {error}") from None


def _value(node: ast.expr) -> Any:
    match node:
        case ast.Call(func=function, args=args, keywords=keywords):
            build = _BUILD.get(ast.unparse(function))
            if build is None:
                raise ValueError(ast.unparse(function))
            return build(*map(_value, args), **{keyword.arg or "": _value(keyword.value) for keyword in keywords})
        case ast.List(elts=items):
            return list(map(_value, items))
        case ast.Tuple(elts=items):
            return tuple(map(_value, items))
        case ast.Set(elts=items):
            return set(map(_value, items))
        case ast.Dict(keys=keys, values=values) if None not in keys:
            return {_value(key): _value(value) for key, value in zip(keys, values, strict=True) if key is not None}
    return ast.literal_eval(node)


def _of_scalars(build: Callable[..., object]) -> Callable[..., object]:
    def made(*args: object, **kwargs: object) -> object:
        if not all(isinstance(value, _SCALARS) for value in (*args, *kwargs.values())):
            raise ValueError("not a scalar")
        return build(*args, **kwargs)

    return made


def _fraction(numerator: int, denominator: int = 1) -> Fraction:
    # No text: `Fraction("1e9999999")` computes all its digits.
    if not isinstance(numerator, int) or not isinstance(denominator, int):
        raise ValueError("not an integer")
    return Fraction(numerator, denominator)


def _float(text: str) -> float:
    if not isinstance(text, str) or text.lower() not in _NON_FINITE:
        raise ValueError("a float is written as a number")
    return math.nan if text.lower() == "nan" else _NON_FINITE[text.lower()]


_BUILD: dict[str, Callable[..., Any]] = {
    "set": set,
    "frozenset": frozenset,
    "float": _float,
    "collections.Counter": Counter,
    "collections.OrderedDict": OrderedDict,
    "collections.deque": deque,
    "datetime.date": _of_scalars(date),
    "datetime.datetime": _of_scalars(datetime),
    "datetime.time": _of_scalars(time),
    "datetime.timedelta": _of_scalars(timedelta),
    "decimal.Decimal": _of_scalars(Decimal),
    "fractions.Fraction": _fraction,
}
