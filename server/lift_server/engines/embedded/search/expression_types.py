"""Types of expressions as far as their form tells, in the search's language: for names and layout, never for truth."""

import ast
from collections.abc import Mapping

from lift_server.engines.embedded.search.types import elements, split

SAME_ELEMENTS = frozenset({"sorted", "set", "list", "reversed", "tuple", "frozenset"})
"""Functions that give the elements of what they are given."""

_TEXTS = frozenset(
    "lower upper casefold strip lstrip rstrip replace swapcase title capitalize join removeprefix removesuffix center"
    " ljust rjust zfill sub".split()
)


def type_of_expression(source: ast.expr, types: Mapping[str, str]) -> str:
    """The type of a source's value in the search's language as far as its form tells; `any` otherwise."""
    match source:
        case ast.Name(id=name):
            return types.get(name, "any")
        case ast.Constant(value=str()) | ast.JoinedStr() | ast.Call(func=ast.Name(id="str" | "bin" | "hex")):
            return "str"
        case ast.Call(func=ast.Name(id="range")):
            return "list[int]"
        case ast.Call(func=ast.Name(id=name), args=[inner, *_]) if name in SAME_ELEMENTS:
            found = elements(type_of_expression(inner, types))
            return f"list[{found}]" if found else "any"
        case ast.Call(func=ast.Attribute(attr="split" | "splitlines" | "findall")):
            return "list[str]"
        case ast.Call(func=ast.Name(id="max" | "min"), args=[inner]):
            return elements(type_of_expression(inner, types)) or "any"
        case ast.Call(func=ast.Attribute(value=inner, attr="keys" | "values" | "items" as part)):
            name, parts = split(type_of_expression(inner, types))
            if name == "dict":
                return f"list[{parts[0]}]" if part == "keys" else f"list[{parts[1]}]" if part == "values" else "any"
        case ast.Call(func=ast.Attribute(attr=name)) if name in _TEXTS:
            return "str"
        case ast.Subscript(value=inner, slice=ast.Slice()):
            return type_of_expression(inner, types)
        case ast.Subscript(value=inner):
            return elements(type_of_expression(inner, types)) or "any"
        case ast.BinOp(left=left, right=right, op=ast.Add()):
            return type_of_expression(left, types) if not isinstance(left, ast.Constant) else type_of_expression(
                right, types
            )  # fmt: skip
        case ast.Call(func=ast.Attribute(attr="from_iterable"), args=[inner]):
            found = elements(elements(type_of_expression(inner, types)) or "any")
            return f"list[{found}]" if found else "any"
        case ast.Call(func=ast.Attribute(attr="accumulate"), args=[inner, *_]):
            return type_of_expression(inner, types)
        case ast.ListComp(elt=element, generators=generators) | ast.SetComp(elt=element, generators=generators):
            inside = dict(types)
            for item in generators:
                olds = [part.id for part in ast.walk(item.target) if isinstance(part, ast.Name)]
                inside |= dict(zip(olds, bound_types(item.iter, inside, len(olds)), strict=True))
            return f"list[{type_of_expression(element, inside)}]"
    return "any"


def bound_types(source: ast.expr, types: Mapping[str, str], count: int) -> list[str]:
    """The types of the variables that a loop over the source binds."""
    match source:
        case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]) if count == 2:
            return ["int", elements(type_of_expression(inner, types)) or "any"]
        case ast.Call(func=ast.Name(id="zip"), args=sources) if len(sources) == count:
            return [elements(type_of_expression(item, types)) or "any" for item in sources]
        case ast.Call(func=ast.Attribute(attr="pairwise" | "combinations"), args=[inner, *_]):
            return [elements(type_of_expression(inner, types)) or "any"] * count
        case ast.Call(func=ast.Attribute(value=inner, attr="items")) if count == 2:
            name, parts = split(type_of_expression(inner, types))
            return list(parts) if name == "dict" else ["any", "any"]
    found = elements(type_of_expression(source, types)) or "any"
    parts = split(found)[1]
    return [found] if count == 1 else list(parts) if len(parts) == count else ["any"] * count
