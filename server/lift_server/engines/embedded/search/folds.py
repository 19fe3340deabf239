"""Folds, `functools.reduce` of a lambda, as loops: one result, or a state of several values that starts as a tuple."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from lift_server.engines.embedded.search.naming import Names
from lift_server.engines.embedded.search.trees import all_names, negated, substituted

_STATES = {2: ("previous", "current"), 3: ("first", "second", "third")}


@dataclass(frozen=True, slots=True)
class Fold:
    """`gathered` and `bound` are the names of the lambda; `state` counts the values of a tuple, 0 for one result."""

    gathered: str
    bound: str
    step: ast.expr
    source: ast.expr
    start: ast.expr
    state: int

    @classmethod
    def of(cls, tree: ast.AST) -> "Fold | None":
        """The fold that the tree is."""
        match tree:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="functools"), attr="reduce"),
                args=[ast.Lambda(args=ast.arguments(args=[gathered, bound]), body=step), source, start],
            ):
                count = len(start.elts) if isinstance(start, ast.Tuple) else 0
                if count and not (isinstance(step, ast.Tuple) and len(step.elts) == count and count in _STATES):
                    count = 0
                return cls(gathered.arg, bound.arg, step, source, start, count)
        return None

    def states(self, tree: ast.expr, part: ast.expr, names: Names) -> tuple[list[str], ast.expr]:
        """Names for the values of the state, and the tree in which they stand for the fold."""
        taken = frozenset(all_names(tree))
        found = [names.fresh([name], taken) for name in _STATES[self.state]]
        for at, name in enumerate(found):
            tree = substituted(tree, _at(part, at), ast.Name(name, ast.Load()))
        return found, substituted(tree, part, _tuple(found, ast.Load()))

    def statements(self, names: Sequence[str]) -> list[ast.stmt]:
        """The loop that leaves the result, or the state's values, in variables of these names."""
        if self.state:
            step = self.step
            for at, name in enumerate(names):
                step = substituted(step, _at(ast.Name(self.gathered, ast.Load()), at), ast.Name(name, ast.Load()))
            stored: ast.expr = _tuple(names, ast.Store())
            body: list[ast.stmt] = [ast.Assign([stored], step)]
        else:
            stored = ast.Name(names[0], ast.Store())
            step = substituted(self.step, ast.Name(self.gathered, ast.Load()), ast.Name(names[0], ast.Load()))
            body = _updated(names[0], step, isinstance(self.start, ast.Constant), isinstance(self.start, ast.List))
        loop = ast.For(ast.Name(self.bound, ast.Store()), self.source, body, [])
        return [ast.Assign([stored], self.start), loop]


def _updated(name: str, step: ast.expr, is_constant: bool, is_new_list: bool) -> list[ast.stmt]:
    """Statements that give the variable its next value; `+=` only on what nobody else holds."""
    match step:
        case ast.IfExp(test=test, body=ast.Name(id=same), orelse=other) if same == name:
            return [ast.If(negated(test), _updated(name, other, is_constant, is_new_list), [])]
        case ast.IfExp(test=test, body=body, orelse=ast.Name(id=same)) if same == name:
            return [ast.If(test, _updated(name, body, is_constant, is_new_list), [])]
        case ast.IfExp(test=test, body=body, orelse=other):
            then = _updated(name, body, is_constant, is_new_list)
            return [ast.If(test, then, _updated(name, other, is_constant, is_new_list))]
        case ast.BinOp(left=ast.Name(id=same), op=ast.Add(), right=ast.List(elts=[element])) if (
            same == name and is_new_list
        ):
            append = ast.Attribute(ast.Name(name, ast.Load()), "append", ast.Load())
            return [ast.Expr(ast.Call(append, [element], []))]
        case ast.BinOp(left=ast.Name(id=same), op=operator, right=right) if same == name and is_constant:
            return [ast.AugAssign(ast.Name(name, ast.Store()), operator, right)]
    return [ast.Assign([ast.Name(name, ast.Store())], step)]


def _at(tree: ast.expr, place: int) -> ast.expr:
    return ast.Subscript(tree, ast.Constant(place), ast.Load())


def _tuple(names: Sequence[str], context: ast.expr_context) -> ast.Tuple:
    return ast.Tuple([ast.Name(name, type(context)()) for name in names], context)
