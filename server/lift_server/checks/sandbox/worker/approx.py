"""`approx` for the spec's expressions, with pytest's meaning, nested values included."""

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from numbers import Complex
from typing import Any

_RELATIVE = 1e-6
_ABSOLUTE = 1e-12


class approx:  # noqa: N801 - the name that specs use
    """Equals a number within `abs` or `rel` (default 1e-12 and 1e-6 of the expected one), or a collection of such."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, expected: object, rel: Any = None, abs: Any = None, nan_ok: bool = False) -> None:
        for name, tolerance in (("rel", rel), ("abs", abs)):
            if tolerance is not None and not tolerance >= 0:
                raise ValueError(f"approx: {name} must be a number that is not negative, not {tolerance!r}")
        if isinstance(expected, set | frozenset):
            raise TypeError("approx does not compare sets: they have no order")
        self.expected, self.rel, self.abs, self.nan_ok = expected, rel, abs, nan_ok

    def __eq__(self, actual: object) -> bool:
        return self._matches(actual, self.expected)

    def __repr__(self) -> str:
        return f"approx({self._print(self.expected)})"

    def _matches(self, actual: Any, expected: Any) -> bool:
        if isinstance(expected, Mapping):
            return (
                isinstance(actual, Mapping)
                and actual.keys() == expected.keys()
                and all(self._matches(actual[key], value) for key, value in expected.items())
            )
        if _is_sequence(expected):
            return (
                _is_sequence(actual)
                and len(actual) == len(expected)
                and all(self._matches(a, b) for a, b in zip(actual, expected, strict=True))
            )
        return self._close(actual, expected)

    def _close(self, actual: Any, expected: Any) -> bool:
        if isinstance(actual, bool) is not isinstance(expected, bool):
            return False
        if actual == expected:
            return True
        if not _is_number(actual) or not _is_number(expected):
            return False
        if _is(math.isnan, expected):
            return self.nan_ok and _is(math.isnan, actual)
        if _is(math.isinf, expected) or _is(math.isinf, actual) or _is(math.isnan, actual):
            return False
        if isinstance(actual, Decimal) is not isinstance(expected, Decimal):
            actual, expected = _same_kind(actual, expected)
        return bool(abs(actual - expected) <= self._tolerance(expected))

    def _tolerance(self, expected: Any) -> Any:
        convert: Callable[[Any], Any] = (lambda v: Decimal(str(v))) if isinstance(expected, Decimal) else (lambda v: v)
        absolute = convert(_ABSOLUTE if self.abs is None else self.abs)
        if self.rel is None and self.abs is not None:
            return absolute
        return max(convert(_RELATIVE if self.rel is None else self.rel) * abs(expected), absolute)

    def _print(self, expected: Any) -> str:
        if isinstance(expected, Mapping):
            return "{" + ", ".join(f"{key!r}: {self._print(value)}" for key, value in expected.items()) + "}"
        if _is_sequence(expected):
            start, end = ("(", ")") if isinstance(expected, tuple) else ("[", "]")
            return start + ", ".join(map(self._print, expected)) + end
        if (
            not _is_number(expected)
            or isinstance(expected, bool)
            or _is(math.isnan, expected)
            or _is(math.isinf, expected)
        ):
            return repr(expected)
        return f"{expected} ± {float(self._tolerance(expected)):.1e}"


def _is_number(value: object) -> bool:
    return isinstance(value, Complex | Decimal)


def _is_sequence(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray)


def _is(test: Callable[[Any], bool], value: Any) -> bool:
    if isinstance(value, complex):
        return test(value.real) or test(value.imag)
    return _is_number(value) and test(value)


def _same_kind(actual: Any, expected: Any) -> tuple[Any, Any]:
    """A Decimal beside a number of another kind: both as the kind of `expected`."""
    if isinstance(expected, Decimal):
        return Decimal(str(actual)) if not isinstance(actual, complex) else Decimal("NaN"), expected
    return float(actual), expected
