"""A program as the body of a function that people would have written."""

import ast
import copy
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any

from lift_server.engines.embedded.search.expression import MARK, expression
from lift_server.engines.embedded.search.inline import body_of, definition, inlined
from lift_server.engines.embedded.search.naming import MODULES, Names, named
from lift_server.engines.embedded.search.operators import NAMES
from lift_server.engines.embedded.search.phrases import with_f_strings, without_hidden
from lift_server.engines.embedded.search.printer import block
from lift_server.engines.embedded.search.program import ERROR, Program
from lift_server.engines.embedded.search.request import Helper, Request
from lift_server.engines.embedded.search.simplify import simplify
from lift_server.engines.embedded.search.space import is_close
from lift_server.engines.embedded.search.statements import statements
from lift_server.engines.embedded.search.trees import all_names
from lift_server.engines.embedded.search.types import joined, type_of

_OF_PHRASES = frozenset({"functools", "operator"})


def render(program: Program, request: Request) -> tuple[str, tuple[str, ...]]:
    """The body, indented by four spaces, and the modules that it uses by name."""
    names = _names(request.helpers)
    return written(expression(program, request.parameters), request, _keeping(program.values, request, names))


def written(tree: ast.expr, request: Request, keeps: Callable[[ast.expr], bool]) -> tuple[str, tuple[str, ...]]:
    """The body for an expression with marked names; `keeps` tells whether another one does the same."""
    helpers = {helper.name: helper for helper in request.helpers}
    tree = simplify(tree, keeps)
    short = inlined(copy.deepcopy(tree), helpers)
    if keeps(short):
        tree = simplify(short, keeps)
    tree = without_hidden(tree, request.parameters)
    called = [name for name in helpers if name in all_names(tree)]
    names = Names(_types(request), request.prose, frozenset(called) | {request.name})
    tree = with_f_strings(named(tree, names))
    body = body_of(tree, helpers, names, request.name)
    if body is None:
        body = "".join(definition(helpers[name]) for name in called) + block(statements(tree, names))
    if body.startswith("    def "):
        # What it follows is the docstring.
        body = "\n" + body
    modules = {module for helper in request.helpers for module in helper.modules} | MODULES | _OF_PHRASES
    return body, tuple(sorted(_used(body) & modules - {*request.parameters}))


def _types(request: Request) -> dict[str, str]:
    """The parameters' types as far as they are declared, else as the examples have them."""
    columns = zip(*(arguments for arguments, _ in request.examples), strict=True)
    observed = [joined(map(type_of, column)) for column in columns] or list(request.types)
    pairs = zip(request.types, observed, strict=True)
    types = [observed if "any" in declared else declared for declared, observed in pairs]
    return dict(zip(request.parameters, types, strict=True))


def _used(body: str) -> set[str]:
    """The names whose attributes the body uses."""
    attributes = (node for node in ast.walk(ast.parse("def f():\n" + body)) if isinstance(node, ast.Attribute))
    return {node.value.id for node in attributes if isinstance(node.value, ast.Name)}


def _names(helpers: Iterable[Helper]) -> dict[str, Any]:
    names: dict[str, Any] = dict(NAMES)
    for helper in helpers:
        space: dict[str, Any] = {module: import_module(module) for module in helper.modules}
        exec(compile(helper.source, "<library>", "exec"), space)
        names[helper.name] = space[helper.name]
        names |= {module: space[module] for module in helper.modules}
    return names


def _keeping(values: Sequence[object], request: Request, names: dict[str, Any]) -> Callable[[ast.expr], bool]:
    """Whether an expression gives the values, where there are some: elsewhere it could take forever."""
    points = [arguments for arguments, _ in request.examples] + list(request.probes)
    known = [(point, value) for point, value in zip(points, values, strict=True) if value is not ERROR]
    parameters = [name + MARK for name in request.parameters]

    def keeps(tree: ast.expr) -> bool:
        if has_unbound(tree, parameters):
            return False
        try:
            function = _compiled(tree, parameters, names)
            return all(_same(function(*copy.deepcopy(point)), value) for point, value in known)
        except Exception:
            return False

    return keeps


def has_unbound(tree: ast.expr, parameters: Iterable[str]) -> bool:
    """Whether a name of a loop occurs outside of it; on empty lists that would not show."""
    return _reads_unbound(tree, frozenset(parameters))


def _reads_unbound(node: ast.AST, bound: frozenset[str]) -> bool:
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            return MARK in name and name not in bound
        case ast.Lambda(args=arguments, body=body):
            return _reads_unbound(body, bound.union(item.arg for item in arguments.args))
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            for generator in node.generators:
                if _reads_unbound(generator.iter, bound):
                    return True
                bound |= all_names(generator.target)
                if any(_reads_unbound(test, bound) for test in generator.ifs):
                    return True
            parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
            return any(_reads_unbound(part, bound) for part in parts)
    return any(_reads_unbound(child, bound) for child in ast.iter_child_nodes(node))


def _compiled(tree: ast.expr, parameters: Sequence[str], names: dict[str, Any]) -> Callable[..., object]:
    arguments = ast.arguments([], [ast.arg(name) for name in parameters], None, [], [], None, [])
    whole = ast.fix_missing_locations(ast.Expression(ast.Lambda(arguments, copy.deepcopy(tree))))
    function: Callable[..., object] = eval(compile(whole, "<simplified>", "eval"), names)
    return function


def _same(found: object, wanted: object) -> bool:
    """Equal, and of one type: a float's last digits are forgiven."""
    if type(found) is not type(wanted) and not (isinstance(found, dict) and isinstance(wanted, dict)):
        return False
    return found == wanted or is_close(found, wanted)
