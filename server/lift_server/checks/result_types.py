"""Whether a result plainly contradicts the type that the spec declares."""

import ast
from collections import Counter, OrderedDict, deque
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from lift_ir import TypeExpr
from lift_server.checks.sandbox.api import Items, Opaque, Record
from lift_server.checks.values_by_type import bare_name

_CLASSES: dict[str, tuple[type, ...]] = {
    "None": (type(None),),
    "bool": (bool,),
    "int": (int,),
    "float": (float, int),
    "complex": (complex, float, int),
    "str": (str,),
    "bytes": (bytes,),
    "bytearray": (bytearray,),
    "range": (range,),
    "Decimal": (Decimal,),
    "Fraction": (Fraction,),
    "date": (date,),
    "datetime": (datetime,),
    "time": (time,),
    "timedelta": (timedelta,),
    "list": (list,),
    "tuple": (tuple,),
    "set": (set,),
    "frozenset": (frozenset,),
    "dict": (dict,),
    "Mapping": (dict,),
    "MutableMapping": (dict,),
    "OrderedDict": (OrderedDict,),
    "Counter": (Counter,),
    "deque": (deque,),
    **dict.fromkeys(("Iterator", "Generator", "AsyncIterator", "AsyncGenerator"), (Items,)),
    **dict.fromkeys(
        ("Sequence", "MutableSequence", "Iterable", "Collection", "Container", "Reversible", "AsyncIterable"),
        (Collection, Items),
    ),
}
_NUMBERS = frozenset({"int", "float", "complex"})


def contradicts(value: object, type_expr: TypeExpr, brought: frozenset[str] = frozenset()) -> bool:
    """Whether the value cannot be one of the type. False in doubt: unknown types, and values of the program's own
    classes.

    `brought`: names that a `uses:` clause imports; they are not the standard types of that name. An int is a float, a
    bool is no int; iterators arrive as Items.
    """
    name, args = bare_name(type_expr), type_expr.args
    if isinstance(value, Opaque | Record) or name in brought:
        return False
    if name == "|":
        return all(contradicts(value, arg, brought) for arg in args)
    if name == "Literal":
        members = [ast.literal_eval(text) for text in type_expr.values]
        return not any(type(value) is type(member) and value == member for member in members)
    classes = _CLASSES.get(name)
    if classes is None:
        return False
    if not isinstance(value, classes) or (name in _NUMBERS and isinstance(value, bool)):
        return True
    return any(contradicts(item, arg, brought) for item, arg in _parts(value, name, args))


def _parts(value: object, name: str, args: tuple[TypeExpr, ...]) -> Iterable[tuple[object, TypeExpr]]:
    """The items of a container, each with the type that it should have; a tuple of another length is no pair at all."""
    if not args:
        return ()
    if isinstance(value, dict):
        key, item = (args[0], args[-1]) if len(args) == 2 else (args[0], TypeExpr(name="Any"))
        return (pair for entry in value.items() for pair in zip(entry, (key, item), strict=True))
    if name == "tuple" and isinstance(value, tuple) and args[-1].name != "...":
        never = TypeExpr(name="Literal")
        return zip(value, args, strict=True) if len(value) == len(args) else ((value, never),)
    if isinstance(value, Items):
        return ((item, args[0]) for item in value.values)
    if isinstance(value, list | tuple | set | frozenset | deque | range):
        return ((item, args[0]) for item in value)
    return ()
