"""What a loop may run over: one list's elements, neighbors, pairs, two lists side by side, a mapping's items."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from lift_server.engines.embedded.search.types import elements, join, split

_Types = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Binder:
    """`names` are bound to each item of `run(*values of the sources)`; `over` is its source, with `a` and `b`.

    `types_of` gives the names' types for the sources' types, None where it does not apply. `element` is what a filter
    keeps, over the names.
    """

    names: tuple[str, ...]
    over: str
    run: Callable[..., Iterable[Any]]
    types_of: Callable[..., _Types | None]
    element: str
    cost: int = 0
    words: str = ""
    modules: tuple[str, ...] = ()

    def pick(self, item: Any) -> Any:
        """The element of an item that is bound to the names."""
        if len(self.names) == 1 or self.element.startswith("("):
            return item
        return item[self.names.index(self.element)]

    @property
    def pairs(self) -> bool:
        """Whether it takes two sources."""
        return self.over == "zip(a, b)"


def _each(type_: str) -> _Types | None:
    found = elements(type_)
    return None if found in (None, "empty") or split(type_)[0] in ("set", "dict") else (str(found),)


def _position(type_: str) -> _Types | None:
    return None if _each(type_) is None else ("int",)


def _positions(values: Any) -> Iterable[Any]:
    return range(len(values))


def _enumerated(type_: str) -> _Types | None:
    found = _each(type_)
    return None if found is None else ("int", *found)


def _twice(type_: str) -> _Types | None:
    found = _each(type_)
    return None if found is None else (*found, *found)


def _items(type_: str) -> _Types | None:
    name, parts = split(type_)
    return parts if name == "dict" and "empty" not in parts else None


def _unpacked(type_: str) -> _Types | None:
    found = elements(type_)
    if split(type_)[0] != "list" or found is None or split(found)[0] != "pair":
        return None
    return split(found)[1]


def _nested(type_: str) -> _Types | None:
    row = elements(type_)
    return None if row is None or split(row)[0] not in ("list", "tuple") else _each(row)


def _zipped(one: str, other: str) -> _Types | None:
    first, second = _each(one), _each(other)
    return None if first is None or second is None or join(one, other) == "empty" else (*first, *second)


def _neighbors(values: Any) -> Iterable[Any]:
    return itertools.pairwise(values)


def _flattened(rows: Any) -> Iterable[Any]:
    return [item for row in rows for item in row]


def _combined(values: Any) -> Iterable[Any]:
    return itertools.combinations(values, 2)


BINDERS = (
    Binder(("x",), "a", list, _each, "x"),
    Binder(("i", "x"), "enumerate(a)", enumerate, _enumerated, "x", 1, "index indic posit odd even everi th"),
    Binder(("i",), "range(len(a))", _positions, _position, "i", 1, "index indic posit substr rotat shift cyclic"),
    Binder(("x", "y"), "itertools.pairwise(a)", _neighbors, _twice, "(x, y)", 1,
           "adjac consecut neighbor next previous pair sort order increas monoton", ("itertools",)),
    Binder(("x", "y"), "itertools.combinations(a, 2)", _combined, _twice, "(x, y)", 1,
           "pair two any distinct closest each between", ("itertools",)),
    Binder(("k", "v"), "a.items()", lambda value: value.items(), _items, "k", 0, "key valu item"),
    Binder(("x", "y"), "a", list, _unpacked, "(x, y)", 0, ""),
    Binder(("x",), "row", _flattened, _nested, "x", 1, "nest matrix row flatten all"),
    Binder(("x", "y"), "zip(a, b)", zip, _zipped, "(x, y)", 0, "pair correspond both each two index element"),
)  # fmt: skip
