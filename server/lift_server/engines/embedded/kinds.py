"""Broad kinds of values, so that types, literals and words can be compared."""

import ast
from collections.abc import Iterator

_CONTAINERS = frozenset(("list", "tuple", "set", "frozenset"))

_KINDS = {
    "bool": "bool",
    "int": "number",
    "float": "number",
    "complex": "number",
    "Decimal": "decimal",
    "Fraction": "number",
    "str": "text",
    "list": "list",
    "tuple": "list",
    "set": "list",
    "frozenset": "list",
    "Sequence": "list",
    "Iterable": "list",
    "Collection": "list",
    "dict": "mapping",
    "Mapping": "mapping",
    "date": "date",
    "datetime": "date",
}


def kind_of_type(text: str) -> str:
    """The kind of a type in Python's notation: that of its outermost name, without None; `any` when it has none."""
    outermost = text.split("[")[0].split("|")[0].strip().rsplit(".", 1)[-1]
    return _KINDS.get(outermost, "any")


def kind_of_literal(node: ast.expr) -> str:
    """The kind of value that an argument or expected result of an example has; `any` when the text does not show it."""
    match node:
        case ast.Constant(value=bool()):
            return "bool"
        case ast.Constant(value=int() | float() | complex()):
            return "number"
        case ast.Constant(value=str()):
            return "text"
        case ast.UnaryOp(operand=ast.Constant(value=int() | float())):
            return "number"
        case ast.List() | ast.Tuple() | ast.Set() | ast.ListComp() | ast.SetComp():
            return "list"
        case ast.Dict() | ast.DictComp():
            return "mapping"
        case ast.Call(func=ast.Attribute(attr="date" | "datetime")):
            return "date"
        case ast.Call(func=ast.Name(id="approx")):
            return "number"
    return "any"


def agree(first: str, second: str) -> bool:
    """Whether a value of one kind may stand where the other is expected."""
    return first == second or "any" in (first, second) or {first, second} == {"bool", "number"}


def may_equal(literal: ast.expr, type_: str) -> bool:
    """Whether a value of the type, in Python's notation, may equal what an example expects; True for what is no
    literal. Whole and other numbers are alike, truth values are no numbers, and a list equals no tuple."""
    try:
        return _may_equal(literal, ast.parse(type_.strip(), mode="eval").body)
    except (SyntaxError, ValueError):
        return True


def _may_equal(literal: ast.expr, type_: ast.expr) -> bool:
    match literal, type_:
        case _, ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _may_equal(literal, left) or _may_equal(literal, right)
        case ast.List(elts=items), ast.Subscript(value=ast.Name(id="list"), slice=inner):
            return all(_may_equal(item, inner) for item in items)
        case ast.Tuple(elts=items), ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=types)):
            if isinstance(types[-1], ast.Constant):
                types = types[:1] * len(items)
            return len(items) == len(types) and all(map(_may_equal, items, types))
    name = next(_outermost(type_))
    shown = _CLASSES.get(type(literal), ()) if not isinstance(literal, ast.Constant) else _of_constant(literal.value)
    return not shown or name not in _COMPARED or name in shown


_COMPARED = frozenset({"bool", "int", "float", "str", "list", "tuple", "set", "frozenset", "dict", "None"})
_CLASSES: dict[type[ast.expr], tuple[str, ...]] = {
    ast.List: ("list",), ast.Tuple: ("tuple",), ast.Set: ("set", "frozenset"), ast.Dict: ("dict",),
    ast.UnaryOp: ("int", "float", "bool"),
}  # fmt: skip
"""What displays of values are, as far as types that are compared tell."""


def _of_constant(value: object) -> tuple[str, ...]:
    match value:
        case bool():
            return ("bool",)
        case int() | float():
            return ("int", "float", "bool") if value in (0, 1) else ("int", "float")
        case str():
            return ("str",)
        case None:
            return ("None",)
    return ()


def admits(declared: str, offered: str) -> bool:
    """Whether every value of a result type may be returned under a header that declares another, as far as kinds tell.

    Numbers are one kind, but truth values are none; None must be declared; a list is no tuple and no set.
    """
    members = tuple(_members(declared))
    return all(any(_admits(mine, theirs) for mine in members) for theirs in _members(offered))


def _admits(declared: str, offered: str) -> bool:
    if "None" in (declared, offered):
        return declared in (offered, "Any", "object")
    if declared in _CONTAINERS and offered in _CONTAINERS:
        return declared == offered
    kinds = kind_of_type(declared), kind_of_type(offered)
    return kinds[0] == kinds[1] or "any" in kinds


def _members(text: str) -> Iterator[str]:
    """The outermost names of a union's members; one for any other type, and `Any` for what is no type."""
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        yield "Any"
        return
    yield from _outermost(node)


def _outermost(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            yield from _outermost(left)
            yield from _outermost(right)
        case ast.Subscript(value=ast.Name(id="Optional") | ast.Attribute(attr="Optional"), slice=inner):
            yield from _outermost(inner)
            yield "None"
        case ast.Subscript(value=ast.Name(id="Union") | ast.Attribute(attr="Union"), slice=ast.Tuple(elts=parts)):
            for part in parts:
                yield from _outermost(part)
        case ast.Subscript(value=value):
            yield from _outermost(value)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield name
        case ast.Constant(value=None):
            yield "None"
        case _:
            yield "Any"
