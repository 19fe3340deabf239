"""Small values of every type that a signature may use, the simplest first."""

import ast
import itertools
import math
import random
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial

from lift_ir import TypeExpr
from lift_ir.types import MODULE_OF_TYPE

_SEQUENCES = frozenset(
    ("list", "Sequence", "MutableSequence", "Iterable", "Collection", "Container", "Reversible", "Sized")
)
_SETS = frozenset({"set", "frozenset"})
_MAPPINGS = frozenset({"dict", "Mapping", "MutableMapping", "OrderedDict"})
_COLLECTIONS = frozenset({"deque", "Counter"})
_ANYTHING = frozenset({"Any", "object"})
MAX_PER_TYPE = 24

_BOUNDARY: dict[str, tuple[object, ...]] = {
    "None": (None,),
    "bool": (True, False),
    "int": (0, 1, 2, -1, 3, 5, 10, -2, 7, 4, 12, 100, -10, 6, 15, 17),
    "float": (0.0, 1.0, 2.5, -1.0, 0.5, 3.0, 10.0, -2.5, 100.0, 0.1, 7.25, -0.5),
    "complex": (0j, 1 + 2j, 1j, -1 + 0j),
    "str": (
        "", "a", "abc", "A", "ab", "1", " ", "hello", "a b", "aa", "123", "Hello World", "aba", "-1", "a,b",
        "abcabc", "3.14", " a ", "a1", "ABC", "a-b_c", "x = 1", "1,2,3",
        "12:30", "2024-01-31", "a\nb", "é",
    ),
    "bytes": (b"", b"a", b"abc", b"ab", b"\x00", b"hello", b"\xff"),
    "bytearray": (bytearray(), bytearray(b"a"), bytearray(b"abc"), bytearray(b"\x00\xff")),
    "range": (range(0), range(1), range(3), range(1, 4), range(0, 10, 2), range(3, 0, -1)),
    "Decimal": tuple(map(Decimal, ("0", "1", "0.5", "-1", "10", "2.50", "0.01", "-2.5", "100"))),
    "Fraction": (Fraction(0), Fraction(1), Fraction(1, 2), Fraction(-1, 3), Fraction(3), Fraction(5, 2), Fraction(-2)),
    "date": tuple(
        date(*parts)
        for parts in (
            (2024, 1, 1), (2024, 2, 29), (2023, 12, 31), (1970, 1, 1), (2024, 1, 31), (2023, 2, 28), (2000, 6, 15),
            (1900, 3, 1),
        )
    ),
    "datetime": tuple(
        map(
            datetime.fromisoformat,
            ("2024-01-01", "2024-02-29T12:30", "2023-12-31T23:59:59", "1970-01-01", "2024-03-10T09:05"),
        )
    ),
    "time": tuple(time(*parts) for parts in ((0, 0), (12, 0), (23, 59, 59), (9, 5), (12, 30), (0, 0, 1))),
    "timedelta": tuple(
        timedelta(seconds=seconds) for seconds in (0, 1, 60, 3600, 86_400, -1, 5_400, 604_800, 90_061, 0.5)
    ),
    "Any": (0, "a", None, 1, "", [], [1, 2], True, 1.5, {}, -1, "abc", {"a": 1}, (1, 2)),
    "Hashable": (0, "a", 1, "", (1, 2), None, -1, 1.5),
}  # fmt: skip

_SORTED_SHARE = 0.3
_NON_FINITE = (math.inf, -math.inf, math.nan)
_COLLECT: dict[str, Callable[[Iterable[object]], object]] = {"deque": deque, "Counter": Counter}
_COLLECTED: dict[str, type] = {"tuple": tuple, "set": set, "frozenset": frozenset, "deque": deque, "Counter": Counter}
_WORDS = ("a", "b", "ab", "cat", "dog", "word", "Test", "one", "two", "x1", "42", "Zoo")


def bare_name(type_expr: TypeExpr) -> str:
    """The type's name without the module in which the standard library defines it: `date` of `datetime.date`."""
    module, _, name = type_expr.name.rpartition(".")
    return name if MODULE_OF_TYPE.get(name) == module else type_expr.name


def why_no_values(type_expr: TypeExpr, brought: frozenset[str] = frozenset()) -> str:
    """Why no values are made for the type, as the end of "no inputs, because ..."; empty when they are.

    `brought`: names that a `uses:` clause imports; they are not the standard types of that name.
    """
    name = bare_name(type_expr)
    if name == "|":
        reasons = [why_no_values(arg, brought) for arg in type_expr.args]
        return reasons[0] if all(reasons) else ""
    if name == "Callable":
        return "a function cannot be passed in as a value"
    if name in ("Iterator", "Generator", "AsyncIterator", "AsyncIterable", "Awaitable"):
        return f"a value of type `{type_expr}` can be used only once, so it cannot be passed in"
    known = (
        name in _BOUNDARY
        or name in ("Literal", "tuple", *_ANYTHING)
        or name in _SEQUENCES | _SETS | _MAPPINGS | _COLLECTIONS
    )
    if not known or name in brought:
        return f"no values are known for the type `{type_expr}`"
    if name in _SETS | _MAPPINGS | {"Counter"} and type_expr.args and not any(_hashable(values_of(type_expr.args[0]))):
        return f"`{type_expr.args[0]}` cannot be an element or key here, since it is not hashable"
    return next((reason for arg in type_expr.args if arg.name != "..." and (reason := why_no_values(arg, brought))), "")


def values_of(type_expr: TypeExpr, *, non_finite: bool = False) -> list[object]:
    """Boundary and other small values of the type, at most MAX_PER_TYPE, the simplest first; [] when there are none.

    `non_finite`: infinities and nan are among the floats; otherwise they are left out, since few contracts mean them.
    """
    inner = partial(values_of, non_finite=non_finite)
    name, args = bare_name(type_expr), _item_types(type_expr)
    if name == "|":
        return _interleave([inner(arg) for arg in _possible(args)])[:MAX_PER_TYPE]
    if name == "Literal":
        return [ast.literal_eval(text) for text in type_expr.values]
    if name in _ANYTHING:
        return list(_BOUNDARY["Any"])
    if name in _SEQUENCES:
        return list[object](_lists(inner(args[0])))
    if name == "tuple":
        return _tuples(type_expr, inner)[:MAX_PER_TYPE]
    if name in _SETS:
        build: Callable[[Iterable[object]], object] = frozenset if name == "frozenset" else set
        items = list(_hashable(inner(args[0])))
        different = {frozenset(members): build(members) for members in _lists(items)}
        return list(different.values())[:MAX_PER_TYPE]
    if name in _MAPPINGS:
        keys, values = args
        return [_ordered(name, items) for items in _dicts(list(_hashable(inner(keys))), inner(values))[:MAX_PER_TYPE]]
    if name in _COLLECTIONS:
        return [_COLLECT[name](items) for items in _lists(inner(args[0]))]
    if name == "float" and non_finite:
        return [*_BOUNDARY["float"], *_NON_FINITE]
    return list(_BOUNDARY.get(name, ()))


def random_value(type_expr: TypeExpr, generator: random.Random) -> object:
    """A small random value of the type, for types that have `values_of`."""
    name, args = bare_name(type_expr), _item_types(type_expr)
    if name == "|":
        return random_value(generator.choice(_possible(args)), generator)
    if name == "int":
        return generator.choice((generator.randint(0, 9), generator.randint(-9, 20), generator.randint(0, 60)))
    if name == "float":
        return generator.choice((float(generator.randint(-5, 20)), generator.randint(-40, 80) / 4))
    if name == "str":
        return _random_text(generator)
    if name in _SEQUENCES:
        return _random_list(args[0], generator)
    if name == "tuple" and args:
        if args[-1].name == "...":
            return tuple(_random_list(args[0], generator))
        return tuple(random_value(arg, generator) for arg in args)
    if name in _SETS:
        members = _hashable(_random_list(args[0], generator))
        return frozenset(members) if name == "frozenset" else set(members)
    if name in _MAPPINGS:
        keys = _hashable(_random_list(args[0], generator))
        return _ordered(name, {key: random_value(args[1], generator) for key in keys})
    if name in _COLLECTIONS:
        return _COLLECT[name](_random_list(args[0], generator))
    return generator.choice(values_of(type_expr))


def conforms(value: object, type_expr: TypeExpr) -> bool:
    """Whether the value is one of the type, as far as `values_of` knows it; an int is a float, a bool is no int."""
    name, args = bare_name(type_expr), type_expr.args
    if name == "|":
        return any(conforms(value, arg) for arg in args)
    if name == "Literal":
        return any(type(value) is type(member) and value == member for member in values_of(type_expr))
    if name in _ANYTHING:
        return True
    if name == "Hashable":
        return _is_hashable(value)
    if name == "None":
        return value is None
    if name == "tuple" and args and args[-1].name != "...":
        return isinstance(value, tuple) and len(value) == len(args) and all(map(conforms, value, args))
    if name in _MAPPINGS:
        return type(value) is (OrderedDict if name == "OrderedDict" else dict) and (
            len(args) != 2 or all(conforms(key, args[0]) and conforms(item, args[1]) for key, item in value.items())
        )
    if name in _SEQUENCES | _SETS | _COLLECTIONS or name == "tuple":
        expected = _COLLECTED.get(name, list)
        items = list(value) if isinstance(value, Collection) else []
        return type(value) is expected and (not args or all(conforms(item, args[0]) for item in items))
    return name == type(value).__name__ or (name == "float" and type(value) is int)


def type_of(values: Sequence[object]) -> TypeExpr:
    """A type that all of `values` have, for a parameter whose type is undecided; Any when they are mixed or none."""
    found = {_type_of_one(value) for value in values}
    if found == {TypeExpr(name="int"), TypeExpr(name="float")}:
        return TypeExpr(name="float")
    return found.pop() if len(found) == 1 else TypeExpr(name="Any")


def _type_of_one(value: object) -> TypeExpr:
    match value:
        case None:
            return TypeExpr(name="Any")
        case list() | set() | frozenset():
            return TypeExpr(name=type(value).__name__, args=(type_of(list(value)),))
        case tuple():
            return TypeExpr(name="tuple", args=(*map(_type_of_one, value),))
        case dict():
            return TypeExpr(name="dict", args=(type_of(list(value)), type_of(list(value.values()))))
    name = type(value).__name__
    return TypeExpr(name=name if name in _BOUNDARY else "Any")


def _lists(items: Sequence[object]) -> Iterable[list[object]]:
    """Lists of `items` in shapes that matter: empty, one, ordered, reversed, repeated, many; of lists, rectangular."""
    if not items:
        return [[]]
    at = [items[index % len(items)] for index in range(8)]
    shapes = (
        (), (1,), (1, 2), (0,), (2, 1), (1, 1), (3,), (1, 2, 3), (2, 2, 1), (4, 1, 2), (0, 0), (1, 2, 1, 2),
        (5, 1, 6, 4, 2), (7, 3, 1, 1, 0),
    )  # fmt: skip
    lists = [[at[index] for index in shape] for shape in shapes]
    if isinstance(at[1], list) and at[1]:
        a, b, c, d = (at[1][0], *(member[0] if isinstance(member, list) and member else at[1][0] for member in at[2:5]))
        lists[2:2] = [[[a, b], [c, d]], [[a, b, c], [c, d, a]], [[a], [b]]]
    return lists


def _tuples(type_expr: TypeExpr, inner: Callable[[TypeExpr], list[object]]) -> list[object]:
    args = type_expr.args
    if not args:
        return [(), (1, 2), ("a", 1), (1,), (3, 1, 2)]
    if args[-1].name == "...":
        return [tuple(members) for members in _lists(inner(args[0]))]
    columns = [inner(arg) for arg in args]
    if not all(columns):
        return []
    longest = max(map(len, columns))
    diagonals: list[list[object]] = [
        [
            tuple(column[(index + shift * at) % len(column)] for at, column in enumerate(columns))
            for index in range(longest)
        ]
        for shift in (0, 1)
    ]
    return _interleave(diagonals)


def _dicts(keys: Sequence[object], values: Sequence[object]) -> list[dict[object, object]]:
    if not keys or not values:
        return [{}]
    dicts: list[dict[object, object]] = []
    for members in _lists(keys):
        if len(set(members)) == len(members):
            dicts.append({key: values[(index + 1) % len(values)] for index, key in enumerate(members)})
    dicts.append(dict.fromkeys(keys[1:3], values[0]))
    return dicts


def _possible(members: Iterable[TypeExpr]) -> list[TypeExpr]:
    return [member for member in members if not why_no_values(member)]


def _item_types(type_expr: TypeExpr) -> tuple[TypeExpr, ...]:
    """The type's arguments; those of a container that has none (or, as a mapping, not two) are plain ones."""
    name, args = bare_name(type_expr), type_expr.args
    if name in _MAPPINGS:
        return args if len(args) == 2 else (TypeExpr(name="str"), TypeExpr(name="int"))
    return args or ((TypeExpr(name="int"),) if name in _SEQUENCES | _SETS | _COLLECTIONS else ())


def _ordered(name: str, items: dict[object, object]) -> dict[object, object]:
    return OrderedDict(items) if name == "OrderedDict" else items


def _random_list(item: TypeExpr, generator: random.Random) -> list[object]:
    items = [random_value(item, generator) for _ in range(generator.choice((1, 2, 3, 3, 4, 5)))]
    # Many contracts ask for sorted input, which chance hardly gives.
    return sorted(items, key=_order_key) if generator.random() < _SORTED_SHARE else items


def _order_key(value: object) -> tuple[str, object]:
    return type(value).__name__, value if isinstance(value, int | float | str) else repr(value)


def _random_text(generator: random.Random) -> str:
    letters = "".join(generator.choices("abcABC12 ", k=generator.randint(1, 6)))
    words = " ".join(generator.choices(_WORDS, k=generator.randint(1, 3)))
    return generator.choice((letters, words))


def _interleave(columns: Sequence[Sequence[object]]) -> list[object]:
    missing = object()
    return [
        value for row in itertools.zip_longest(*columns, fillvalue=missing) for value in row if value is not missing
    ]


def _hashable(values: Iterable[object]) -> Iterable[object]:
    return (value for value in values if _is_hashable(value))


def _is_hashable(value: object) -> bool:
    if not isinstance(value, Hashable):
        return False
    return all(map(_is_hashable, value)) if isinstance(value, tuple) else True
