"""Which form an expression has, as far as its layout depends on that."""

import ast

from lift_server.engines.embedded.search.printer import source
from lift_server.engines.embedded.search.trees import is_truth, negated


def container(loop: ast.expr) -> ast.Name | None:
    """The variable that is empty when there is nothing to loop over."""
    match loop:
        case ast.Name():
            return loop
        case ast.Call(func=ast.Name(id="set" | "sorted" | "list" | "reversed" | "enumerate"), args=[inner, *_]):
            return container(inner)
        case ast.Call(func=ast.Name(id="range"), args=[ast.Call(func=ast.Name(id="len"), args=[inner])]):
            return container(inner)
    return None


def is_loop(tree: ast.expr) -> bool:
    """Whether the whole value comes from one comprehension."""
    return is_collected(tree) or (
        isinstance(tree, ast.Call) and any(isinstance(a, ast.GeneratorExp) for a in tree.args)
    )


def as_steps(tree: ast.expr) -> ast.IfExp | None:
    """`a and b` as: unless a, False; then b. `a or b` as: if a, True; then b."""
    match tree:
        case ast.BoolOp(op=operator, values=[first, second]) if is_truth(first):
            is_and = isinstance(operator, ast.And)
            return ast.IfExp(negated(first) if is_and else first, ast.Constant(not is_and), second)
    return None


def after_truth(tree: ast.expr) -> ast.IfExp | None:
    """`bool(a) and b` as: unless a, False; then b. `bool(a) or b` as: if a, True; then b."""
    match tree:
        case ast.BoolOp(op=operator, values=[ast.Call(func=ast.Name(id="bool"), args=[tested]), *rest]):
            last = rest[0] if len(rest) == 1 else ast.BoolOp(operator, rest)
            if isinstance(operator, ast.And):
                return ast.IfExp(ast.UnaryOp(ast.Not(), tested), ast.Constant(False), last)
            return ast.IfExp(tested, ast.Constant(True), last)
    return None


def between_brackets(call: ast.Call) -> str:
    """The text of the arguments."""
    return source(call)[len(source(call.func)) + 1 : -1]


def is_collected(tree: ast.expr) -> bool:
    """Whether a loop can gather the value."""
    match tree:
        case ast.ListComp() | ast.SetComp() | ast.DictComp():
            return True
        case ast.Call(func=ast.Name(id="sum"), args=[ast.GeneratorExp()], keywords=[]):
            return True
    return False


def is_trivial(tree: ast.expr) -> bool:
    """Whether it is a constant or empty."""
    match tree:
        case ast.Constant() | ast.List(elts=[]) | ast.Tuple(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.UnaryOp(operand=ast.Constant()):
            return True
    return False
