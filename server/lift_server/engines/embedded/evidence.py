"""What a spec's examples show of its signature: read as syntax, never evaluated."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lift_ir import IR, Example
from lift_ir.formal import BUILTIN_NAMES
from lift_ir.python_text import parse_expression
from lift_server.engines.embedded.kinds import kind_of_literal


@dataclass(frozen=True, slots=True)
class ExampleCall:
    """One call of the spec's function in an example. `expected` is None when the example shows no result."""

    name: str
    arguments: tuple[ast.expr, ...]
    keywords: tuple[tuple[str, ast.expr], ...]
    expected: ast.expr | None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the positional arguments."""
        return tuple(map(kind_of_literal, self.arguments))


def example_calls(ir: IR) -> tuple[ExampleCall, ...]:
    """The first plain call of a function that is no builtin in every example that parses."""
    return tuple(call for example in ir.examples for call in _calls_in(example, ir.signature.name))


def distinct_calls(calls: Iterable[ExampleCall]) -> int:
    """How many calls there are with different arguments."""
    return len({_arguments_text(call) for call in calls})


def _arguments_text(call: ExampleCall) -> str:
    keywords = [f"{name}={ast.dump(value)}" for name, value in sorted(call.keywords, key=lambda pair: pair[0])]
    return ", ".join([*map(ast.dump, call.arguments), *keywords])


def _calls_in(example: Example, name: str | None) -> Iterator[ExampleCall]:
    try:
        tree = parse_expression(example.text)
    except ValueError:
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not _is_meant(node.func.id, name):
            continue
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            return
        keywords = tuple((item.arg, item.value) for item in node.keywords if item.arg)
        yield ExampleCall(node.func.id, tuple(node.args), keywords, _expected(tree, node))
        return


def _is_meant(called: str, name: str | None) -> bool:
    return called == name if name else called not in BUILTIN_NAMES and called != "approx"


def _expected(tree: ast.expr, call: ast.Call) -> ast.expr | None:
    match tree:
        case ast.Compare(left=left, ops=[ast.Eq() | ast.Is()], comparators=[right]) if left is call:
            return right
        case ast.Compare(left=left, ops=[ast.Eq() | ast.Is()], comparators=[right]) if right is call:
            return left
        case ast.UnaryOp(op=ast.Not(), operand=operand) if operand is call:
            return ast.Constant(value=False)
        case ast.Call() if tree is call:
            return None
    return None


def element_type(nodes: Iterable[ast.expr]) -> str | None:
    """The one type of all literals, as source text; None when they are mixed, none or no literals."""
    found: set[str] = set()
    for node in nodes:
        try:
            found.add(type(ast.literal_eval(node)).__name__)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return None
    if found == {"int", "float"}:
        return "float"
    return found.pop() if len(found) == 1 and found <= {"int", "float", "str", "bool"} else None
