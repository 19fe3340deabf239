"""Which form an expression has, as far as its layout depends on that."""

import ast
import copy

from lift_server.engines.embedded.search.expression import bound_names
from lift_server.engines.embedded.search.parts import cannot_fail
from lift_server.engines.embedded.search.printer import source
from lift_server.engines.embedded.search.trees import (
    COMPREHENSIONS,
    Comprehension,
    all_names,
    is_truth,
    negated,
    substituted,
)


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


def nothing(tree: ast.expr) -> ast.expr | None:
    """What a comprehension gives when no item is kept; None for what is no comprehension or fails then."""
    match tree:
        case ast.ListComp():
            return ast.List([], ast.Load())
        case ast.SetComp():
            return ast.Call(ast.Name("set", ast.Load()), [], [])
        case ast.DictComp():
            return ast.Dict([], [])
        case ast.Call(func=ast.Name(id="any" | "all" | "sum" as name), args=[ast.GeneratorExp()], keywords=[]):
            return ast.Constant({"any": False, "all": True, "sum": 0}[name])
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()), attr="join"), args=[ast.GeneratorExp()]):
            return ast.Constant("")
    return None


def unswitched(tree: ast.expr) -> ast.IfExp | None:
    """The comprehension behind those of its conditions that are the same for all items, and cannot fail."""
    if (empty := nothing(tree)) is None:
        return None
    loop = tree.args[0] if isinstance(tree, ast.Call) else tree
    if not isinstance(loop, COMPREHENSIONS) or len(loop.generators) > 1:
        return None
    bound = {*bound_names(loop)}
    tests = [part for test in loop.generators[0].ifs for part in _conjuncts(test)]
    fixed = [test for test in tests if not bound & all_names(test) and cannot_fail(test)]
    if not fixed:
        return None
    kept = [test for test in tests if test not in fixed]
    rest = substituted(tree, loop, _with_tests(loop, kept))
    return ast.IfExp(fixed[0] if len(fixed) == 1 else ast.BoolOp(ast.And(), fixed), rest, empty)


def _with_tests(loop: Comprehension, tests: list[ast.expr]) -> ast.expr:
    """The comprehension with these conditions only; without any, it may be all that it loops over."""
    [generator] = loop.generators
    if not tests and not isinstance(loop, ast.DictComp) and source(loop.elt) == source(generator.target):
        called = {ast.ListComp: "list", ast.SetComp: "set"}.get(type(loop))
        return ast.Call(ast.Name(called, ast.Load()), [generator.iter], []) if called else generator.iter
    whole = copy.deepcopy(loop)
    whole.generators[0].ifs = [ast.BoolOp(ast.And(), tests)] if len(tests) > 1 else tests
    return whole


def _conjuncts(test: ast.expr) -> list[ast.expr]:
    return test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]


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
