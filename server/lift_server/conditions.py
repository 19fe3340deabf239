"""Conditions that keep a call out of a function's domain, from a fixed lattice.

One call never defines a domain by itself, so the author chooses among a few. Each condition is a text and a function of
plain values that says the same.
"""

import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lift_ir.formal import why_informal
from lift_server.checks.arguments import value_text

Bindings = Mapping[str, object]
"""The value of each parameter in one call; one that is left to its default may be absent."""

Test = Callable[..., bool]

_SYMBOLS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "!=": operator.ne,
    "==": operator.eq,
}
_OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "!=": "==", "==": "!="}
_TYPES = {kind.__name__: kind for kind in (bool, int, float, str, bytes, list, tuple, dict, set, frozenset)}
_TEXT_TESTS = {test.__name__: test for test in (str.isdigit, str.isalpha, str.isascii, str.islower)}
_TIMES = (date, time, timedelta)
_LONGEST_LITERAL = 80
_LONGEST_LENGTH = 3  # a limit at the length of one long call is an accident


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of a domain: `inside` is the condition of calls that belong to it, `outside` its exact opposite.

    `test` says for a call whether `inside` is true; None when the condition cannot be asked of its values.
    """

    inside: str
    outside: str
    test: Callable[[Bindings], bool | None]
    is_literal: bool = False


def limits(bad: Sequence[Bindings], good: Sequence[Bindings], probes: Sequence[Bindings] = ()) -> tuple[Limit, ...]:
    """Limits that exclude every call of `bad` and keep every call of `good`, the simplest first.

    `bad[0]` is the call that they are made for. Of limits that say the same about all `probes` (further calls) only the
    simplest stays, one that excludes them all does not; the last limit excludes exactly `bad`, if that can be written.
    """
    found: dict[object, Limit] = {}
    for _, limit in sorted((*_of_one(bad[0]), *_of_two(bad[0])), key=lambda ranked: ranked[0]):
        said = [limit.test(call) for call in probes]
        if _separates(limit, bad, good) and (not probes or True in said):
            found.setdefault(tuple(said) if probes else limit.inside, limit)
    literal = _literal(bad)
    if literal is None or not _separates(literal, bad, good):
        return tuple(found.values())
    return (*(limit for limit in found.values() if limit.inside != literal.inside), literal)


def offered(found: Sequence[Limit], fit: Callable[[Limit], float], count: int = 3) -> tuple[Limit, ...]:
    """At most `count` of the limits in their order: those that fit best, and the literal one."""
    general = [limit for limit in found if not limit.is_literal]
    places = count - (len(found) - len(general))
    best = {limit.inside for limit in sorted(general, key=lambda limit: -fit(limit))[:places]}
    return tuple(limit for limit in found if limit.is_literal or limit.inside in best)


def _separates(limit: Limit, bad: Sequence[Bindings], good: Sequence[Bindings]) -> bool:
    return all(limit.test(call) is False for call in bad) and all(limit.test(call) is True for call in good)


Ranked = tuple[int, Limit]


def _of_one(call: Bindings) -> Iterator[Ranked]:
    """Limits on one parameter each, with their rank: 0 is the simplest."""
    for name, value in call.items():
        if value is None:
            yield 0, _limit(f"{name} is not None", f"{name} is None", [name], lambda x: x is not None)
        if _is_number(value):
            yield from _of_number(name, value)
        if isinstance(value, Sized):
            yield from _of_sized(name, value)
        for kind in (kind for kind, of in _TYPES.items() if type(value) is of):
            test, text = _is_not_of(_TYPES[kind]), f"isinstance({name}, {kind})"
            yield 4, _limit(f"not {text}", text, [name], test)


def _of_number(name: str, value: Any) -> Iterator[Ranked]:
    if isinstance(value, float) and not math.isfinite(value):
        yield 1, _limit(f"math.isfinite({name})", f"not math.isfinite({name})", [name], math.isfinite)
        return
    for rank, symbol in ((3, ">="), (3, ">"), (3, "!="), (9, "<="), (9, "<")):
        yield rank, _comparison(name, symbol, 0)
    yield 9, _comparison(name, ">", value)
    yield 9, _comparison(name, "<", value)


def _of_sized(name: str, value: Sized) -> Iterator[Ranked]:
    size = len(value)
    yield 2, _length(name, ">", 0)
    for symbol in (">", "<", "!=") if 0 < size <= _LONGEST_LENGTH else ():
        yield 7, _length(name, symbol, size)
    if isinstance(value, str):
        yield 2, _limit(f'{name}.strip() != ""', f'{name}.strip() == ""', [name], _text_test(lambda x: x.strip() != ""))
        for method, test in _TEXT_TESTS.items():
            yield 8, _limit(f"{name}.{method}()", f"not {name}.{method}()", [name], _text_test(test))
    elif isinstance(value, list | tuple):
        yield from _of_items(name)


def _of_items(name: str) -> Iterator[Ranked]:
    yield 5, _limit(f"None not in {name}", f"None in {name}", [name], _items_test(lambda items: None not in items))
    for symbol in (">=", ">"):
        text = (f"all(item {symbol} 0 for item in {name})", f"any(item {_OPPOSITE[symbol]} 0 for item in {name})")
        yield 5, _limit(*text, [name], _each(_ordered(_than_zero(symbol))))
    finite = (f"all(math.isfinite(item) for item in {name})", f"any(not math.isfinite(item) for item in {name})")
    yield 5, _limit(*finite, [name], _each(math.isfinite))
    filled = (f"all(len(item) > 0 for item in {name})", f"any(len(item) == 0 for item in {name})")
    yield 6, _limit(*filled, [name], _each(lambda item: len(item) > 0))
    alike = (f"len(set({name})) == len({name})", f"len(set({name})) != len({name})")
    yield 10, _limit(*alike, [name], lambda x: len(set(x)) == len(x))
    rising = (f"list({name}) == sorted({name})", f"list({name}) != sorted({name})")
    yield 10, _limit(*rising, [name], lambda x: list(x) == sorted(x))


def _of_two(call: Bindings) -> Iterator[Ranked]:
    """Limits that relate two parameters: their order, their lengths, a number and a length, membership."""
    for first, a in call.items():
        for second, b in call.items():
            if first == second:
                continue
            if (_is_number(a) and _is_number(b)) or (isinstance(a, _TIMES) and isinstance(b, _TIMES)):
                for symbol in ("<=", "<"):
                    yield 6, _related(f"{first} {{}} {second}", symbol, [first, second], _order)
            elif _is_number(a) and isinstance(b, Sized):
                for symbol in ("<=", "<"):
                    yield 6, _related(f"{first} {{}} len({second})", symbol, [first, second], _order_to_length)
            elif isinstance(a, Sized) and isinstance(b, Sized) and first < second:
                yield 6, _related(f"len({first}) {{}} len({second})", "==", [first, second], _order_of_lengths)
            if isinstance(b, list | tuple | set | frozenset | dict) and not isinstance(a, list | dict | set):
                texts = (f"{first} in {second}", f"{first} not in {second}")
                yield 6, _limit(*texts, [first, second], _is_member)


def _literal(bad: Sequence[Bindings]) -> Limit | None:
    """The limit that excludes exactly these calls; None when one of them cannot be written shortly."""
    names = list(bad[0])
    if not names or any(list(call) != names for call in bad):
        return None
    calls = [tuple(call.values()) if len(names) > 1 else call[names[0]] for call in bad]
    subject = f"({', '.join(names)})" if len(names) > 1 else names[0]
    texts = [value_text(call) for call in calls]
    if len(calls) == 1:
        inside, outside = f"{subject} != {texts[0]}", f"{subject} == {texts[0]}"
    else:
        inside, outside = f"{subject} not in ({', '.join(texts)})", f"{subject} in ({', '.join(texts)})"
    if len(inside) > _LONGEST_LITERAL or why_informal(inside, names) or "('nan')" in inside.lower():
        return None

    def differs(*values: object) -> bool:
        return (values if len(names) > 1 else values[0]) not in calls

    return Limit(inside, outside, _on(names, differs), is_literal=True)


def _limit(inside: str, outside: str, names: Sequence[str], test: Test) -> Limit:
    return Limit(inside, outside, _on(names, test))


def _on(names: Sequence[str], test: Test) -> Callable[[Bindings], bool | None]:
    """The test on the values of these parameters: None when one is missing or the test does not apply to its type."""

    def asked(call: Bindings) -> bool | None:
        try:
            return bool(test(*(call[name] for name in names)))
        except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError):
            return None

    return asked


def _comparison(name: str, symbol: str, bound: Any) -> Limit:
    compare, text = _SYMBOLS[symbol], value_text(bound)
    test = _ordered(lambda x: compare(x, bound))
    return _limit(f"{name} {symbol} {text}", f"{name} {_OPPOSITE[symbol]} {text}", [name], test)


def _length(name: str, symbol: str, bound: int) -> Limit:
    compare = _SYMBOLS[symbol]
    opposite = "==" if (symbol, bound) == (">", 0) else _OPPOSITE[symbol]
    texts = (f"len({name}) {symbol} {bound}", f"len({name}) {opposite} {bound}")
    return _limit(*texts, [name], lambda x: compare(len(x), bound))


def _related(text: str, symbol: str, names: Sequence[str], test: Callable[[str], Test]) -> Limit:
    return _limit(text.format(symbol), text.format(_OPPOSITE[symbol]), names, test(symbol))


def _order(symbol: str) -> Test:
    # Comparing a date with a time raises TypeError: nothing is said then.
    return lambda a, b: _SYMBOLS[symbol](*((a, b) if isinstance(a, _TIMES) else (_number(a), _number(b))))


def _order_to_length(symbol: str) -> Test:
    return lambda a, items: _SYMBOLS[symbol](_number(a), len(items))


def _order_of_lengths(symbol: str) -> Test:
    return lambda a, b: _SYMBOLS[symbol](len(a), len(b))


def _is_member(value: Any, items: Any) -> bool:
    if value != value:
        raise ValueError
    return value in items


def _is_not_of(kind: type) -> Test:
    return lambda x: not isinstance(x, kind)


def _than_zero(symbol: str) -> Test:
    return lambda x: _SYMBOLS[symbol](x, 0)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal | Fraction) and not isinstance(value, bool)


def _number(value: Any) -> Any:
    """The value when it is a number with an order; raises TypeError or ValueError otherwise: nothing is said then."""
    if not isinstance(value, int | float | Decimal | Fraction):
        raise TypeError
    if value != value:
        raise ValueError
    return value


def _ordered(test: Test) -> Test:
    return lambda x: test(_number(x))


def _text_test(test: Test) -> Test:
    def on_text(value: object) -> bool:
        if not isinstance(value, str):
            raise TypeError
        return test(value)

    return on_text


def _items_test(test: Test) -> Test:
    def on_items(value: object) -> bool:
        if not isinstance(value, list | tuple):
            raise TypeError
        return test(value)

    return on_items


def _each(test: Test) -> Test:
    def on_each(items: object) -> bool:
        if not isinstance(items, list | tuple | set | frozenset):
            raise TypeError
        return False not in [test(item) for item in items]

    return on_each
