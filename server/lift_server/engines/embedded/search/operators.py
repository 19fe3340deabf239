"""Components made ready for one spec: functions, costs by the words of its prose, result types by argument types."""

import collections
import functools
import itertools
import math
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from lift_server.engines.embedded.search.clock import LIBRARY, SlowError
from lift_server.engines.embedded.search.components import COMPONENTS, MAX_BITS, MAX_ITEMS, Component
from lift_server.engines.embedded.search.request import Helper
from lift_server.engines.embedded.search.types import Bindings, depth, match, split, substitute


def times(one: Any, other: Any) -> Any:
    """`one * other` unless it is large. Raises OverflowError."""
    if isinstance(one, int) and isinstance(other, int):
        if one.bit_length() + other.bit_length() > MAX_BITS:
            raise OverflowError
    elif not isinstance(one, int | float) and len(one) * other > MAX_ITEMS:
        raise OverflowError
    return one * other


def power(one: Any, other: Any) -> Any:
    """`one ** other` unless it is large, complex or a fraction of whole numbers. Raises OverflowError."""
    if isinstance(one, int) and isinstance(other, int) and other < 0:
        raise OverflowError
    if abs(other) > MAX_BITS or (isinstance(one, int) and one.bit_length() * abs(other) > MAX_BITS):
        raise OverflowError
    result = one**other
    if isinstance(result, complex):
        raise OverflowError
    return result


def product(values: list[Any]) -> Any:
    """`math.prod` unless it is large. Raises OverflowError."""
    result: Any = 1
    for value in values:
        result = times(result, value) if isinstance(value, int) and isinstance(result, int) else result * value
    return result


def comb(one: int, other: int) -> int:
    """`math.comb` of small numbers. Raises OverflowError."""
    if one > 64:
        raise OverflowError
    return math.comb(one, other)


def span(start: int, stop: int) -> list[int]:
    """`range` as a list of at most MAX_ITEMS. Raises OverflowError."""
    if stop - start > MAX_ITEMS:
        raise OverflowError
    return list(range(start, stop))


def stretches(values: Any) -> list[Any]:
    """All contiguous parts of a short sequence. Raises OverflowError."""
    if len(values) > 16:
        raise OverflowError
    return [values[start:end] for start in range(len(values)) for end in range(start + 1, len(values) + 1)]


def character(code: int) -> str:
    """`chr` of what can be printed. Raises OverflowError."""
    if not 32 <= code < 0x3000:
        raise OverflowError
    return chr(code)


def padded(text: str, width: int) -> str:
    """`str.zfill` of a small width. Raises OverflowError."""
    if width > MAX_ITEMS:
        raise OverflowError
    return text.zfill(width)


def centered(text: str, width: int) -> str:
    """`str.center` of a small width. Raises OverflowError."""
    if width > MAX_ITEMS:
        raise OverflowError
    return text.center(width)


NAMES: dict[str, Any] = {
    item.__name__: item for item in (stretches, times, power, product, comb, span, character, padded, centered)
} | {
    "collections": collections,
    "functools": functools,
    "itertools": itertools,
    "math": math,
    "statistics": statistics,
}


@dataclass(slots=True, eq=False)
class Operator:
    """A component with its function and its cost for this spec."""

    component: Component
    function: Callable[..., Any]
    cost: int
    patterns: tuple[str, ...]
    result: str
    commutes: bool
    depth: int = 2
    _results: dict[tuple[str, ...], str | None] = field(default_factory=dict)
    _admitted: dict[tuple[int, str], bool] = field(default_factory=dict)
    pointwise: dict[tuple[int, int], Any] = field(default_factory=dict)
    remembered: dict[bytes, Any] = field(default_factory=dict)

    def admits(self, place: int, type_: str) -> bool:
        """Whether an argument may have the type."""
        known = self._admitted.get((place, type_))
        if known is None:
            known = self._admitted[place, type_] = match(self.patterns[place], type_) is not None
        return known

    def result_of(self, types: tuple[str, ...]) -> str | None:
        """The result's type for arguments of these types; None when they do not fit together."""
        if types not in self._results:
            self._results[types] = self._result_of(types)
        return self._results[types]

    def _result_of(self, types: tuple[str, ...]) -> str | None:
        bound: Bindings = ()
        for pattern, type_ in zip(self.patterns, types, strict=True):
            more = match(pattern, type_, bound)
            if more is None:
                return None
            bound = more
        if self.result == OBSERVED:
            return OBSERVED
        try:
            result = substitute(self.result, bound)
        except KeyError:
            # A variable that no argument binds: a sketch of the prose reader may leave it open.
            return OBSERVED
        return None if result == "empty" or depth(result) > self.depth else result


@cache
def function_of(component: Component) -> Callable[..., Any]:
    """The component as a function of its arguments."""
    return component.function(NAMES)


OBSERVED = "?"
"""The result of a helper: its type is seen when it is called."""


MAX_SLOW = 3
"""How often a function of the library may be too slow before it is left out."""

MAX_NUMBER, MAX_LENGTH = 100_000, 100
"""Arguments for the library's functions: some of them take time that grows fast."""


def guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function for small arguments, until it was too slow a few times. Raises OverflowError otherwise."""
    slow = 0

    def call(*arguments: Any) -> Any:
        nonlocal slow
        if slow >= MAX_SLOW or not all(map(_is_small, arguments)):
            raise OverflowError
        try:
            return function(*arguments)
        except SlowError:
            slow += 1
            raise

    return call


def _is_small(value: Any) -> bool:
    if isinstance(value, set):
        # What a function does with any value may depend on the order in which it comes.
        return False
    if isinstance(value, int | float):
        return abs(value) <= MAX_NUMBER
    return not hasattr(value, "__len__") or len(value) <= MAX_LENGTH


def speaks_of(stem: str, name: str) -> bool:
    """Whether a word of the function's name begins as the stem does."""
    short = stem[:-1] if len(stem) > 4 else stem
    return len(stem) > 2 and any(part.startswith(short) for part in name.split("_"))


def helper_operators(helpers: Iterable[Helper], stems: Iterable[str] = ()) -> list[Operator]:
    """The library's functions as operators. Their sources are Lift's own."""
    made = []
    for helper in helpers:
        names: dict[str, Any] = {module: import_module(module) for module in helper.modules}
        exec(compile(helper.source, LIBRARY, "exec"), names)
        call = f"{helper.name}({', '.join('abc'[: len(helper.patterns)])})"
        words = " ".join(stem for stem in stems if speaks_of(stem, helper.name))
        component = Component(call, f"{' '.join(helper.patterns)} -> {OBSERVED}", words, modules=helper.modules)
        made.append(Operator(component, guarded(names[helper.name]), helper.cost, helper.patterns, OBSERVED, False))
    return made


SAID, SILENT = 0, 2
"""What is added to a component's cost when the prose has one of its words, and when it has none."""

CORE = frozenset(
    "a + b|a - b|a * b|a % b|a // b|a == b|a < b|a <= b|len(a)|a[0]|a[-1]|a[b]|a in b|not a|a and b|a or b|sorted(a)|"
    "str(a)|sum(a)|max(a)|min(a)|a.count(b)|abs(a)|set(a)|list(range(a))|''.join(a)|a.split()|a[::-1]".split("|")
)
"""What programs are made of whatever they are about: one less when the prose has none of the words."""


RARE = frozenset({"pair", "dict", "tuple", "list[pair", "list[list"})
"""Results for which there is no component unless the prose or a type of the spec speaks of them."""


@cache
def spoken(words: str, stems: frozenset[str]) -> frozenset[str]:
    """The stems that are one of these words, or a longer form of one."""
    known = words.split()
    long = tuple(word for word in known if len(word) > 3)
    return frozenset(stem for stem in stems if stem in known or (long and stem.startswith(long)))


def _outer(type_: str) -> str:
    """The outermost name, that of a list's elements with it."""
    name, parts = split(type_)
    inner = split(parts[0])[0] if parts else ""
    return f"list[{inner}" if name == "list" and inner in ("pair", "list") else name


def operators(
    stems: frozenset[str], types: Iterable[str] = (), components: Iterable[Component] = COMPONENTS
) -> list[Operator]:
    """The components with their costs under these stems of the prose, for a spec with these types."""
    types = frozenset(map(_outer, types))
    made = []
    for component in components:
        is_said = bool(spoken(component.words, stems))
        if not is_said and _outer(component.result) in RARE and _outer(component.result) not in types:
            continue
        prior = SAID if is_said else SILENT - (component.source in CORE)
        made.append(
            Operator(
                component,
                function_of(component),
                component.cost + prior,
                component.arguments,
                component.result,
                component.commutes,
            )
        )
    return made
