"""How a clause is asked of the judge, and how what it expects reads in a counterexample. Evaluates nothing."""

import ast
from collections.abc import Collection
from dataclasses import dataclass

from lift_ir.python_text import parse_expression

_SYMBOLS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=", "is": "is", "is not": "is not"}


def as_expression(text: str) -> str:
    """The text as one expression for the judge, on however many lines it is."""
    return f"(\n{text}\n)"


def as_condition(text: str) -> str:
    """The expression to ask for the truth of `text`: a comparison as it is, anything else made a bool inside the judge.

    A value such as a match object cannot leave the sandbox, but whether it is true can.
    """
    expression = as_expression(text)
    return expression if isinstance(parse_expression(text), ast.Compare) else f"not not {expression}"


def one_line(text: str) -> str:
    """The clause's text on one line."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Comparison:
    """A single comparison, seen from the side that calls the function: `call OPERATOR other`.

    `side` is which printed operand belongs to `call` (0 or 1). `is_call`: that side is nothing but the call.
    """

    call: str
    operator: str
    other: str
    side: int
    is_call: bool


def comparison(text: str, functions: Collection[str]) -> Comparison | None:
    """`text` as one comparison of which one side calls one of `functions`; None for any other expression."""
    tree = parse_expression(text)
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
        return None
    left, operator, right = tree.left, _SYMBOLS[type(tree.ops[0])], tree.comparators[0]
    if _calls(left, functions):
        return Comparison(ast.unparse(left), operator, ast.unparse(right), 0, _is_call(left, functions))
    if _calls(right, functions) and operator in _MIRRORED:
        return Comparison(ast.unparse(right), _MIRRORED[operator], ast.unparse(left), 1, _is_call(right, functions))
    return None


def free_names(text: str) -> frozenset[str]:
    """The plain names that the formal expression takes from outside."""
    tree = parse_expression(text)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    bound = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return frozenset(node.id for node in names) - bound


def _calls(node: ast.expr, functions: Collection[str]) -> bool:
    return any(_is_call(part, functions) for part in ast.walk(node))


def _is_call(node: ast.AST, functions: Collection[str]) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions
