"""Turns of phrase that are no rewriting rule: f-strings, and what a parameter's name hides."""

import ast
import builtins
from collections.abc import Iterable

from lift_server.engines.embedded.search.printer import source

MAX_FIELD = 32
"""Columns of an expression within an f-string."""


def with_f_strings(tree: ast.expr) -> ast.expr:
    """`a + ", " + str(b)` as an f-string, wherever that is one. Changes the tree in place."""

    class Join(ast.NodeTransformer):
        def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
            terms = _terms(node)
            joined = _f_string(terms) if isinstance(node.op, ast.Add) else None
            if joined is not None:
                return joined
            self.generic_visit(node)
            return node

    result = Join().visit(tree)
    assert isinstance(result, ast.expr)
    return result


def _terms(tree: ast.expr) -> list[ast.expr]:
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Add):
        return [*_terms(tree.left), *_terms(tree.right)]
    return [tree]


def _f_string(terms: list[ast.expr]) -> ast.JoinedStr | None:
    """The terms in one text; None where that would not be plainer, or where it is no text at all."""
    constants = [term for term in terms if isinstance(term, ast.Constant) and isinstance(term.value, str)]
    converted = [term for term in terms if _converted(term) is not None]
    if not (constants and (converted or len(terms) > 2)) and len(converted) < 2:
        return None
    parts: list[ast.expr] = []
    for term in terms:
        if isinstance(term, ast.Constant):
            if not isinstance(term.value, str) or '"' in term.value or "\\" in term.value:
                return None
            parts.append(term)
            continue
        inner = _converted(term) or term
        text = source(inner)
        if len(text) > MAX_FIELD or any(character in text for character in "\"'\\{}:!"):
            return None
        parts.append(ast.FormattedValue(inner, -1))
    return ast.JoinedStr(parts)


def _converted(term: ast.expr) -> ast.expr | None:
    match term:
        case ast.Call(func=ast.Name(id="str"), args=[inner], keywords=[]):
            return inner
    return None


def without_hidden(tree: ast.expr, parameters: Iterable[str]) -> ast.expr:
    """The tree without calls of builtins that parameters hide, where Python has another way. In place.

    Parameters still have marked names.
    """
    hidden = set(parameters) & set(dir(builtins))
    if not hidden:
        return tree

    class Replace(ast.NodeTransformer):
        def visit_Call(self, node: ast.Call) -> ast.expr:
            self.generic_visit(node)
            match node:
                case ast.Call(func=ast.Name(id=name), args=[only], keywords=keywords) if name in hidden:
                    return _instead(name, only, keywords) or node
                case ast.Call(func=ast.Name(id="max" | "min" as name), args=[_, _, *_]) if name in hidden:
                    return _instead(name, ast.Tuple(node.args, ast.Load()), node.keywords) or node
            return node

    result = Replace().visit(tree)
    assert isinstance(result, ast.expr)
    return result


def _instead(name: str, only: ast.expr, keywords: list[ast.keyword]) -> ast.expr | None:
    spread: list[ast.expr] = [ast.Starred(only, ast.Load())]
    last = ast.UnaryOp(ast.USub(), ast.Constant(1))
    match name:
        case "list" if isinstance(only, ast.GeneratorExp):
            return ast.ListComp(only.elt, only.generators)
        case "list":
            return ast.List(spread, ast.Load())
        case "set":
            return ast.Set(spread)
        case "tuple":
            return ast.Tuple(spread, ast.Load())
        case "str":
            return ast.JoinedStr([ast.FormattedValue(only, -1)])
        case "min" if not keywords:
            return ast.Subscript(ast.Call(ast.Name("sorted", ast.Load()), [only], []), ast.Constant(0), ast.Load())
        case "max" if not keywords:
            return ast.Subscript(ast.Call(ast.Name("sorted", ast.Load()), [only], []), last, ast.Load())
        case "sum":
            adding = ast.Attribute(ast.Name("operator", ast.Load()), "add", ast.Load())
            reduce = ast.Attribute(ast.Name("functools", ast.Load()), "reduce", ast.Load())
            return ast.Call(reduce, [adding, only, ast.Constant(0)], [])
    return None
