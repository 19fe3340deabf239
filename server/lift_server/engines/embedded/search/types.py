"""The search's own small type language: observed from values, matched against patterns of components.

A type is text: `int float bool str none any`, `list[T] tuple[T] set[T] dict[K,V] pair[A,B]`. `tuple[T]` has elements of
one type, `pair[A,B]` is a tuple of two. Patterns add capital variables and the classes `num`, `iter[T]` and `seq[T]`;
`object` is what has no type of its own.
"""

from collections.abc import Iterable
from functools import cache

ORDERED = frozenset({"int", "float", "bool", "str"})
HASHABLE = frozenset({"int", "float", "bool", "str", "none"})
Bindings = tuple[tuple[str, str], ...]


@cache
def split(type_: str) -> tuple[str, tuple[str, ...]]:
    """The outermost name and the arguments."""
    name, bracket, rest = type_.partition("[")
    if not bracket:
        return name, ()
    parts, depth, start = [], 0, 0
    inner = rest[:-1]
    for at, character in enumerate(inner):
        depth += (character == "[") - (character == "]")
        if character == "," and depth == 0:
            parts.append(inner[start:at])
            start = at + 1
    return name, (*parts, inner[start:])


@cache
def depth(type_: str) -> int:
    """How deep collections nest in the type."""
    _, parts = split(type_)
    return 1 + max(map(depth, parts)) if parts else 0


_PLAIN = {type(None): "none", bool: "bool", int: "int", float: "float", str: "str"}


def type_of(value: object) -> str:
    """The type of a value, by looking at all of it."""
    match value:
        case None:
            return "none"
        case bool() | int() | float() | str():
            return type(value).__name__
        case list():
            return f"list[{type_of_all(value)}]"
        case tuple() if len(value) == 2:
            return f"pair[{type_of(value[0])},{type_of(value[1])}]"
        case tuple():
            return f"tuple[{type_of_all(value)}]"
        case set() | frozenset():
            return f"set[{type_of_all(value)}]"
        case dict():
            return f"dict[{type_of_all(value)},{type_of_all(value.values())}]"
    return "any"


def type_of_all(values: Iterable[object]) -> str:
    """The narrowest type of all values; `empty` when there are none. Most often they are many of a plain type."""
    values = list(values)
    kinds = set(map(type, values))
    if kinds <= _PLAIN.keys():
        return joined(_PLAIN[kind] for kind in kinds)
    return joined(map(type_of, values))


def joined(types: Iterable[str]) -> str:
    """The narrowest type that holds values of all; `empty` for none of them."""
    result = "empty"
    for item in types:
        result = join(result, item)
    return result


@cache
def join(one: str, other: str) -> str:
    """The narrowest type that holds values of both."""
    if one == other or other == "empty":
        return one
    if one == "empty":
        return other
    if {one, other} == {"int", "float"}:
        return "float"
    (name, parts), (other_name, other_parts) = split(one), split(other)
    if {name, other_name} == {"pair", "tuple"}:
        elements = joined((*parts, *other_parts))
        return f"tuple[{elements}]"
    if name != other_name or not parts:
        return "any"
    return f"{name}[{','.join(map(join, parts, other_parts))}]"


@cache
def elements(type_: str) -> str | None:
    """The type of what iterating gives; None for what cannot be iterated."""
    name, parts = split(type_)
    match name:
        case "str":
            return "str"
        case "list" | "tuple" | "set" | "dict":
            return parts[0]
        case "pair":
            return join(*parts)
    return None


@cache
def is_ordered(type_: str) -> bool:
    """Whether values of the type can be sorted."""
    name, parts = split(type_)
    return name in ORDERED or (name in ("list", "tuple", "pair") and all(map(is_ordered, parts)))


@cache
def is_hashable(type_: str) -> bool:
    """Whether values of the type can be keys."""
    name, parts = split(type_)
    return name in HASHABLE or (name in ("tuple", "pair") and all(map(is_hashable, parts)))


@cache
def match(pattern: str, type_: str, bound: Bindings = ()) -> Bindings | None:
    """The variables with which the pattern is the type, `bound` among them; None when it is not.

    `O` stands for ordered types, `H` for hashable ones, `N` for one of int and float.
    """
    name, parts = split(pattern)
    if len(name) == 1:
        return _bind(name, type_, bound)
    if name == "num":
        return bound if type_ in ("int", "float") else None
    if name == "any":
        return bound
    if name == "object":
        return bound if type_ == "any" else None
    if name in ("iter", "seq"):
        found = elements(type_)
        if found is None or (name == "seq" and split(type_)[0] in ("set", "dict")):
            return None
        return match(parts[0], found, bound)
    type_name, type_parts = split(type_)
    if name == "tuple" and type_name == "pair":
        type_name, type_parts = "tuple", (join(*type_parts),)
    if name != type_name or len(parts) != len(type_parts):
        return None
    result: Bindings | None = bound
    for part, inner in zip(parts, type_parts, strict=True):
        result = None if result is None else match(part, inner, result)
    return result


def _bind(variable: str, type_: str, bound: Bindings) -> Bindings | None:
    if type_ != "empty" and not _admits(variable, type_):
        return None
    earlier = dict(bound).get(variable)
    if earlier is None:
        return (*bound, (variable, type_))
    both = join(earlier, type_)
    if both == "any" or not _admits(variable, both):
        return None
    return (*((name, both if name == variable else found) for name, found in bound),)


def _admits(variable: str, type_: str) -> bool:
    match variable:
        case "O":
            return is_ordered(type_)
        case "H":
            return is_hashable(type_)
        case "N":
            return type_ in ("int", "float", "empty")
    return True


@cache
def substitute(pattern: str, bound: Bindings) -> str:
    """The pattern with its variables replaced."""
    name, parts = split(pattern)
    if len(name) == 1:
        return dict(bound)[name]
    return f"{name}[{','.join(substitute(part, bound) for part in parts)}]" if parts else name


@cache
def fits(type_: str, wanted: str) -> bool:
    """Whether values of the type may stand where the other is wanted."""
    return type_ == wanted or wanted == "any" or join(type_, wanted) == wanted


def of_annotation(text: str) -> str:
    """The type of an annotation such as `list[int] | None`; `any` for what the language has no word for."""
    text = text.replace(" ", "").replace("typing.", "")
    name, parts = split(text) if "|" not in text else ("any", ())
    match name.lower():
        case "int" | "float" | "bool" | "str":
            return name.lower()
        case "list" | "sequence" | "iterable" if len(parts) == 1:
            return f"list[{of_annotation(parts[0])}]"
        case "set" | "frozenset" if len(parts) == 1:
            return f"set[{of_annotation(parts[0])}]"
        case "tuple" if len(parts) == 2 and parts[1] == "...":
            return f"tuple[{of_annotation(parts[0])}]"
        case "tuple" if len(parts) == 2:
            return f"pair[{of_annotation(parts[0])},{of_annotation(parts[1])}]"
        case "tuple" if parts:
            return f"tuple[{joined(map(of_annotation, parts))}]"
        case "dict" | "mapping" if len(parts) == 2:
            return f"dict[{of_annotation(parts[0])},{of_annotation(parts[1])}]"
    return "any"
