"""Functions of the library within what is rendered: their expression or body instead of a call, else a nested `def`."""

import ast
import copy
import itertools
import textwrap
from collections.abc import Container, Mapping, Sequence
from importlib import import_module

from lift_server.engines.embedded.search.expression import MARK, bound_names, filled, renamed
from lift_server.engines.embedded.search.forms import is_trivial
from lift_server.engines.embedded.search.naming import Names
from lift_server.engines.embedded.search.parts import part_names
from lift_server.engines.embedded.search.printer import block, source
from lift_server.engines.embedded.search.renaming import renamed_body
from lift_server.engines.embedded.search.request import Helper
from lift_server.engines.embedded.search.trees import COMPREHENSIONS, all_names, negated


def inlined(tree: ast.expr, helpers: Mapping[str, Helper]) -> ast.expr:
    """The tree with each helper that is one expression replaced by it, where that goes in all places. In place."""
    for name, helper in helpers.items():
        tried = _inlined(copy.deepcopy(tree), helper)
        if not any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(tried)):
            tree = tried
    return tree


def _inlined(tree: ast.expr, helper: Helper) -> ast.expr:
    numbers = itertools.count(1)

    class Inline(ast.NodeTransformer):
        def visit_Call(self, node: ast.Call) -> ast.expr:
            self.generic_visit(node)
            match node:
                case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name == helper.name:
                    return _expression_of(helper, arguments, numbers) or node
            return node

    result = Inline().visit(tree)
    assert isinstance(result, ast.expr)
    return result


def _expression_of(helper: Helper, arguments: Sequence[ast.expr], numbers: "itertools.count[int]") -> ast.expr | None:
    function = _function(helper)
    parameters = [item.arg for item in function.args.args]
    value = _value_of(helper, function)
    if value is None or len(parameters) != len(arguments):
        return None
    for name, argument in zip(parameters, arguments, strict=True):
        if not isinstance(argument, ast.Name | ast.Constant) and not _occurs_once(name, value):
            return None
    value = renamed(
        copy.deepcopy(value), {name: f"{name}{MARK}{helper.name}{next(numbers)}" for name in bound_names(value)}
    )
    return filled(value, dict(zip(parameters, arguments, strict=True)))


def _value_of(helper: Helper, function: ast.FunctionDef) -> ast.expr | None:
    """What the function returns where it does nothing else, or refuses before only what it would fail on anyway."""
    match _without_docstring(function):
        case [ast.Return(value=ast.expr() as value)]:
            return value
        case [
            ast.If(test=ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)), body=[ast.Raise()], orelse=[]),
            ast.Return(value=ast.expr() as value),
        ] if [item.arg for item in function.args.args] == [name] and _fails_on_nothing(helper, name, value):
            return value
    return None


def _fails_on_nothing(helper: Helper, name: str, value: ast.expr) -> bool:
    space: dict[str, object] = {module: import_module(module) for module in helper.modules}
    try:
        eval(compile(ast.Expression(copy.deepcopy(value)), "<library>", "eval"), space | {name: []})
    except (ValueError, ZeroDivisionError, IndexError):
        return True
    except Exception:
        return False
    return False


def _occurs_once(name: str, value: ast.expr) -> bool:
    """Whether the value reads the name once, and not in the body of a loop."""
    places = [node for node in ast.walk(value) if isinstance(node, ast.Name) and node.id == name]
    loops = [node for node in ast.walk(value) if isinstance(node, (*COMPREHENSIONS, ast.Lambda))]
    sources = [loop.generators[0].iter for loop in loops if not isinstance(loop, ast.Lambda)]
    outside = {id(node) for item in sources for node in ast.walk(item)}
    inside = {id(node) for loop in loops for node in ast.walk(loop)} - outside
    return len(places) <= 1 and not any(id(place) in inside for place in places)


def body_of(tree: ast.expr, helpers: Mapping[str, Helper], names: Names, function: str) -> str | None:
    """A helper's own body behind the guards of the named tree, when a call of it is all that they leave; else None."""
    guards: list[ast.If] = []
    while isinstance(tree, ast.IfExp) and (is_trivial(tree.body) or is_trivial(tree.orelse)):
        is_first = is_trivial(tree.body)
        test, found, rest = (
            (tree.test, tree.body, tree.orelse) if is_first else (negated(tree.test), tree.orelse, tree.body)
        )
        if all_names(test) & helpers.keys():
            return None
        guards.append(ast.If(test, [ast.Return(found)], []))
        tree = rest
    body = _body_of(tree, helpers, names, function)
    if body is None:
        return None
    known = {source(guard.test) for guard in guards}
    return block(guards) + _without_refusal(body, known)


def _without_refusal(body: str, known: Container[str]) -> str:
    """The body without an error that it begins with, where guards have left nothing that would raise it."""
    first = ast.parse("if True:\n" + body).body[0]
    assert isinstance(first, ast.If)
    match first.body:
        case [ast.If(test=test, body=[ast.Raise()], orelse=[]) as refusal, _, *_] if source(test) in known:
            assert refusal.end_lineno is not None
            return "".join(body.splitlines(keepends=True)[refusal.end_lineno - 1 :])
    return body


def _body_of(tree: ast.expr, helpers: Mapping[str, Helper], names: Names, function: str) -> str | None:
    """The helper's own body, when the named tree is nothing but a call of it; arguments that are no parameters get
    names first.

    None when it is more than that, when an argument calls it too, or when the body needs a name that the spec uses
    otherwise.
    """
    match tree:
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in helpers:
            helper = helpers[name]
        case _:
            return None
    parameters = [item.arg for item in _function(helper).args.args]
    if len(parameters) != len(arguments):
        return None
    needed = {name for argument in arguments for name in all_names(argument)} & helpers.keys()
    if helper.name in needed:
        return None
    before = "".join(definition(helpers[name]) for name in helpers if name in needed)
    roles: dict[str, str] = {}
    for parameter, argument in zip(parameters, arguments, strict=True):
        if isinstance(argument, ast.Name) and argument.id in names.types and argument.id not in roles.values():
            roles[parameter] = argument.id
            continue
        fresh = names.fresh([parameter, *part_names(argument)], frozenset(_locals(helper)) - {parameter})
        names = names.avoiding(fresh)
        roles[parameter] = fresh
        before += block([ast.Assign([ast.Name(fresh, ast.Store())], argument)])
    body = renamed_body(helper.name, parameters, _body(helper), roles, function)
    return None if body is None else before + body


def definition(helper: Helper) -> str:
    """The helper as a nested function."""
    return textwrap.indent(helper.source.rstrip() + "\n\n", "    ", lambda line: bool(line.strip()))


def _function(helper: Helper) -> ast.FunctionDef:
    function = ast.parse(helper.source).body[0]
    assert isinstance(function, ast.FunctionDef)
    return function


def _without_docstring(function: ast.FunctionDef) -> list[ast.stmt]:
    return function.body[1:] if ast.get_docstring(function) is not None else function.body


def _locals(helper: Helper) -> set[str]:
    function = _function(helper)
    stored = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return stored | {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}


def _body(helper: Helper) -> str:
    """The helper's source below header and docstring."""
    lines = helper.source.splitlines(keepends=True)
    return "".join(lines[_without_docstring(_function(helper))[0].lineno - 1 :])
