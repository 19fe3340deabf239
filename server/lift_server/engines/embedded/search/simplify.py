"""Rewriting an expression into what people would write, without changing what it gives on any point."""

import ast
import copy
import itertools
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeGuard

from lift_server.engines.embedded.search.expression import filled, parsed, renamed
from lift_server.engines.embedded.search.rewrites import plainer
from lift_server.engines.embedded.search.rules import ANYWHERE, CONDITIONS, HEADERS, LOOPED_OVER, UNORDERED
from lift_server.engines.embedded.search.slices import summed, whole_number
from lift_server.engines.embedded.search.trees import called

MAX_REWRITES = 40
Keeps = Callable[[ast.expr], bool]
Place = Literal["anywhere", "condition", "looped over", "unordered", "header"]

_CLOSED = frozenset("ABC")
_BINDERS = frozenset("xy")
_UNORDERED_CALLS = frozenset({"sum", "max", "min", "set", "any", "all", "sorted", "frozenset"})
_LOOPING_CALLS = _UNORDERED_CALLS | {"enumerate", "tuple", "dict", "join", "prod", "Counter", "accumulate", "pairwise"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what replaces it, in places of one kind."""

    text: str
    place: Place
    found: ast.AST
    better: ast.AST


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of `rules.py`, parsed."""
    return (
        *_rules(ANYWHERE, "anywhere"),
        *_rules(CONDITIONS, "condition"),
        *_rules(LOOPED_OVER, "looped over"),
        *_rules(UNORDERED, "unordered"),
        *_rules(HEADERS, "header"),
    )


def _rules(lines: str, place: Place) -> Iterator[Rule]:
    for line in lines.strip().splitlines():
        found, better = line.split(" -> ")
        if place == "header":
            yield Rule(line, place, _header(found), _header(better))
        else:
            yield Rule(line, place, parsed(found), parsed(better))


def _header(text: str) -> ast.comprehension:
    comprehension = parsed(f"[0 {text}]")
    assert isinstance(comprehension, ast.ListComp)
    return comprehension.generators[0]


def simplify(expression: ast.expr, keeps: Keeps) -> ast.expr:
    """The expression after all rewrites that `keeps` allows: it says whether one still gives the same values."""
    current = _folded(expression)
    refused: set[str] = set()
    for _ in range(MAX_REWRITES):
        better = next(_kept(current, keeps, refused), None)
        if better is None:
            break
        current = better
    return current


def _kept(current: ast.expr, keeps: Keeps, refused: set[str]) -> Iterator[ast.expr]:
    for rewritten in _rewrites(current):
        text = ast.dump(rewritten)
        if text in refused:
            continue
        refused.add(text)
        if keeps(rewritten):
            yield _folded(rewritten)


def _folded(expression: ast.expr) -> ast.expr:
    """The expression with what is known computed: sums of whole numbers, texts of numbers, conditions in conditions."""

    class Fold(ast.NodeTransformer):
        def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
            self.generic_visit(node)
            one, other = whole_number(node.left), whole_number(node.right)
            if one is None or other is None or not isinstance(node.op, ast.Add | ast.Sub | ast.Mult):
                return node
            run = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}[type(node.op)]
            return parsed(repr(run(one, other)))

        def visit_BoolOp(self, node: ast.BoolOp) -> ast.BoolOp:
            self.generic_visit(node)
            parts = (part.values if _is_part(part, node) else [part] for part in node.values)
            return ast.BoolOp(node.op, [value for values in parts for value in values])

        def visit_Call(self, node: ast.Call) -> ast.expr:
            self.generic_visit(node)
            match node:
                case ast.Call(func=ast.Name(id="str"), args=[ast.Constant(value=int(value))], keywords=[]):
                    return ast.Constant(str(value))
                case ast.Call(
                    func=ast.Attribute(value=ast.Constant(value=""), attr="split"), args=[ast.Constant(value=str(by))]
                ) if by:
                    return ast.List([ast.Constant("")], ast.Load())
                case ast.Call(func=ast.Name(id="range"), args=arguments):
                    return ast.Call(node.func, list(map(summed, arguments)), [])
            return node

        def visit_Slice(self, node: ast.Slice) -> ast.Slice:
            self.generic_visit(node)
            bounds = (part and summed(part) for part in (node.lower, node.upper, node.step))
            return ast.Slice(*bounds)

    result = Fold().visit(copy.deepcopy(expression))
    assert isinstance(result, ast.expr)
    return result


def _is_part(part: ast.expr, whole: ast.BoolOp) -> TypeGuard[ast.BoolOp]:
    return isinstance(part, ast.BoolOp) and type(part.op) is type(whole.op)


def _rewrites(expression: ast.expr) -> Iterator[ast.expr]:
    for node, places in _positions(expression):
        for better in plainer(node, places):
            yield _replaced(expression, node, copy.deepcopy(better))
        for rule in rules():
            if rule.place in places and type(rule.found) is type(node):
                bound: dict[str, ast.AST] = {}
                if _matches(rule, node, bound):
                    yield _replaced(expression, node, _built(rule, node, bound))
                elif isinstance(node, ast.BoolOp):
                    for at, one in enumerate(_pairs(node)):
                        bound = {}
                        if _matches(rule, one, bound):
                            merged = _built(rule, one, bound)
                            assert isinstance(merged, ast.expr)
                            values = [*node.values[:at], merged, *node.values[at + 2 :]]
                            yield _replaced(expression, node, copy.deepcopy(ast.BoolOp(node.op, values)))


def _pairs(node: ast.BoolOp) -> list[ast.BoolOp]:
    """Each two neighbors of a longer condition."""
    if len(node.values) == 2:
        return []
    return [ast.BoolOp(node.op, [one, other]) for one, other in itertools.pairwise(node.values)]


def _positions(expression: ast.expr) -> Iterator[tuple[ast.AST, frozenset[str]]]:
    """Every node with the kinds of places that it stands in, outermost first."""
    pending: list[tuple[ast.AST, frozenset[str]]] = [(expression, frozenset({"anywhere"}))]
    while pending:
        node, places = pending.pop(0)
        yield node, places
        pending += [(child, places_of) for child, places_of in _children(node, places)]


def _children(node: ast.AST, places: frozenset[str]) -> Iterator[tuple[ast.AST, frozenset[str]]]:
    anywhere = frozenset({"anywhere"})
    condition = anywhere | {"condition"}
    loop = anywhere | {"looped over"}
    special: dict[int, frozenset[str]] = {}
    match node:
        case ast.IfExp(test=test):
            special[id(test)] = condition
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            special[id(operand)] = condition
        case ast.BoolOp(values=values) if "condition" in places:
            special |= {id(value): condition for value in values}
        case ast.comprehension(iter=source, ifs=ifs):
            special |= {id(test): condition for test in ifs}
            special[id(source)] = loop | {"unordered"} if "unordered" in places else loop
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[argument, *_]) if name in _LOOPING_CALLS:
            special[id(argument)] = loop | {"unordered"} if name in _UNORDERED_CALLS and _is_free(node) else loop
            if name in ("any", "all") and isinstance(argument, ast.GeneratorExp | ast.ListComp):
                special[id(argument)] = loop
        case ast.Call(func=ast.Name(id="len"), args=[argument]):
            special[id(argument)] = anywhere | {"unordered"}
        case ast.Call(func=ast.Name(id="zip"), args=arguments):
            special |= {id(argument): loop for argument in arguments}
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.comprehension):
            is_unordered = isinstance(node, ast.SetComp) or "unordered" in places
            yield child, frozenset({"header", "unordered"} if is_unordered else {"header"})
        else:
            yield child, special.get(id(child), anywhere)


def _is_free(call: ast.Call) -> bool:
    """Whether the order of what the call loops over makes no difference: with a key, ties would be told apart, and a
    sum of fractions is rounded at each step."""
    if call.keywords or len(call.args) != 1:
        return False
    [argument] = call.args
    if called(call) == "sum" and isinstance(argument, ast.GeneratorExp | ast.ListComp):
        return _is_whole(argument.elt)
    return True


def _is_whole(element: ast.expr) -> bool:
    """Whether it is a whole number, or an item itself: no hash seed decides the place of a number in a set."""
    match element:
        case ast.Name() | ast.Constant(value=int()):
            return True
        case ast.Call():
            return called(element) in ("len", "ord", "int", "count")
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Sub() | ast.Mult() | ast.FloorDiv() | ast.Mod()):
            return _is_whole(left) and _is_whole(right)
    return False


def _matches(rule: Rule, node: ast.AST, bound: dict[str, ast.AST]) -> bool:
    if rule.place == "header":
        assert isinstance(rule.found, ast.comprehension)
        assert isinstance(node, ast.comprehension)
        if not _fits(rule.found.target, node.target, bound) or not _fits(rule.found.iter, node.iter, bound):
            return False
    elif not _fits(rule.found, node, bound):
        return False
    names = {part.id for name, part in bound.items() if name in _BINDERS and isinstance(part, ast.Name)}
    closed = [part for name, part in bound.items() if name in _CLOSED]
    return not names or not any(
        isinstance(inner, ast.Name) and inner.id in names for part in closed for inner in ast.walk(part)
    )


def _fits(pattern: ast.AST, node: ast.AST, bound: dict[str, ast.AST]) -> bool:
    if isinstance(pattern, ast.Name) and len(pattern.id) == 1:
        return _stands_for(pattern.id, node) and _bind(pattern.id, node, bound)
    if isinstance(pattern, ast.arg) and isinstance(node, ast.arg):
        return _bind("x", ast.Name(node.arg, ast.Load()), bound)
    if type(pattern) is not type(node):
        return False
    return all(
        _same_field(getattr(pattern, name), getattr(node, name), bound)
        for name in pattern._fields
        if name not in ("ctx", "type_comment", "kind")
    )


def _same_field(one: object, other: object, bound: dict[str, ast.AST]) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_same_field(a, b, bound) for a, b in zip(one, other, strict=True))
    if isinstance(one, ast.AST):
        return isinstance(other, ast.AST) and _fits(one, other, bound)
    return one == other and type(one) is type(other)


def _stands_for(name: str, node: ast.AST) -> bool:
    match name:
        case "K":
            return isinstance(node, ast.Constant)
        case "N" | "M":
            return isinstance(node, ast.Constant) and isinstance(node.value, int | float)
        case "F" | "x" | "y":
            return isinstance(node, ast.Name)
    return isinstance(node, ast.expr)


def _bind(name: str, node: ast.AST, bound: dict[str, ast.AST]) -> bool:
    earlier = bound.setdefault(name, node)
    if isinstance(earlier, ast.Name) and isinstance(node, ast.Name):
        return earlier.id == node.id
    return earlier is node or ast.dump(earlier) == ast.dump(node)


def _built(rule: Rule, node: ast.AST, bound: Mapping[str, ast.AST]) -> ast.AST:
    template = copy.deepcopy(rule.better)
    kept = {part.id for part in ast.walk(rule.better) if isinstance(part, ast.Name)}
    x, y = bound.get("x"), bound.get("y")
    merged: dict[str, str] = {}
    if isinstance(x, ast.Name) and isinstance(y, ast.Name) and rule.place != "header" and "y" not in kept:
        merged[y.id] = x.id
    parts = {
        name: renamed(copy.deepcopy(part), merged)
        for name, part in bound.items()
        if isinstance(part, ast.expr) and name not in _BINDERS
    }
    names = {name: part.id for name, part in bound.items() if name in _BINDERS and isinstance(part, ast.Name)}
    if isinstance(template, ast.comprehension):
        assert isinstance(node, ast.comprehension)
        target, source = renamed(template.target, names), filled(renamed(template.iter, names), parts)
        return ast.comprehension(target, source, copy.deepcopy(node.ifs), node.is_async)
    assert isinstance(template, ast.expr)
    return filled(renamed(template, names), parts)


def _replaced(expression: ast.expr, target: ast.AST, better: ast.AST) -> ast.expr:
    """A copy of the expression with one of its nodes replaced."""
    memo = {id(target): better}
    return copy.deepcopy(expression, memo)
