"""Broad kinds of values, so that types, literals and words can be compared."""

import ast

_KINDS = {
    "bool": "bool",
    "int": "number",
    "float": "number",
    "complex": "number",
    "Decimal": "number",
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
