"""What a program's source shows: names, operators, constants and slices, for comparison with what prose demands."""

import ast
import re
from collections.abc import Iterable, Iterator

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>", ast.Lt: "<", ast.Gt: ">",
    ast.LtE: "<=", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in", ast.NotIn: "in", ast.Not: "not",
    ast.And: "and", ast.Or: "or", ast.If: "if", ast.IfExp: "if", ast.For: "for", ast.comprehension: "for",
    ast.While: "while", ast.Tuple: "(,", ast.JoinedStr: "fstring", ast.Dict: "dict", ast.DictComp: "dict",
    ast.Set: "set", ast.SetComp: "set", ast.Try: "if", ast.Match: "if", ast.USub: "-",
}  # fmt: skip
_PARTS = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+|\d+")


def signs(source: str) -> frozenset[str]:
    """The signs of a program; empty for text that is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return frozenset()
    return frozenset(sign for node in ast.walk(tree) for sign in _signs(node))


def _signs(node: ast.AST) -> Iterator[str]:
    if type(node) in _OPERATORS:
        yield _OPERATORS[type(node)]
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
            yield name
            yield from (part.lower() for part in _PARTS.findall(name))
        case ast.Constant(value=str(text)):
            yield text
            yield "<text"
            if text.isspace():
                yield "<space"
        case ast.Constant(value=value):
            yield repr(value)
        case ast.BinOp(op=ast.Sub()):
            yield "a-b"
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
            yield f"-{value!r}"
        case ast.Slice(step=None):
            yield ":"
        case ast.Slice(step=ast.UnaryOp(op=ast.USub())):
            yield from (":", "::", "::-")
        case ast.Slice():
            yield from (":", "::")
        case ast.Subscript(slice=ast.UnaryOp(op=ast.USub())):
            yield "[-"
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (alias.name for alias in names)


def shows(found: frozenset[str], wanted: Iterable[str]) -> bool:
    """Whether the program has one of the signs that are wanted, words of them may be beginnings."""
    for sign in wanted:
        if sign in found:
            return True
        if len(sign) > 2 and sign.isalpha() and any(item.startswith(sign) for item in found):
            return True
    return False
