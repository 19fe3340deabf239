"""Expressions as the search would hand them over to be rendered, and functions with the bodies that come out."""

import ast
import collections
import copy
import functools
import itertools
import math
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from lift_server.engines.embedded.search.expression import MARK, bound_names, parsed, renamed
from lift_server.engines.embedded.search.render import has_unbound, written
from lift_server.engines.embedded.search.request import Helper, Request

SAMPLES: dict[str, list[Any]] = {
    "int": [5, 0, 1, 12, -3],
    "float": [1.5, 0.0, -2.0, 3.0, 0.5],
    "str": ["ab cd", "", "Hello World", "x", "# a\n#! b\n12"],
    "bool": [True, False],
    "list[int]": [[5, 0, 1, 12, -3], [], [1, 1], [7], [-1, 2, 2]],
    "list[float]": [[1.5, -2.0], [], [3.0], [0.5, 0.5]],
    "list[str]": [["ab", "c", "ab"], [], ["Hello"], ["x", "", "x"], ["b", "a"]],
    "list[list[str]]": [[["ab", ""], ["c"]], [], [[]], [["", "x"]]],
    "list[list[int]]": [[[1, 2], [3]], [], [[]], [[4, 4, -4]]],
    "list[list[list[int]]]": [[[[1], [2, -3]], [[4]]], [], [[]]],
    "dict[str,float]": [{"a": 1.5, "b": 0.5}, {}],
    "list[dict[str,int]]": [[{"age": 40, "level": 2, "height": 180}, {"age": 3, "level": 1, "height": 90}], []],
}


def marked(source: str, parameters: Sequence[str]) -> ast.expr:
    """The expression with unique names for what it binds and marked parameters; a called name is never one."""
    numbers = itertools.count(1)
    tree = parsed(source)
    tree = renamed(tree, {name: f"{name}{MARK}{next(numbers)}" for name in bound_names(tree)})
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in parameters and id(node) not in called:
            node.id += MARK
    return tree


def rendered(source: str, types: dict[str, str], prose: str = "", helpers: Sequence[Helper] = ()) -> str:
    """The function `f` for an expression over parameters of these types, which does what the expression does."""
    tree = marked(source, list(types))
    function = _function(tree, list(types), helpers)
    known = []
    for at in range(5):
        point = tuple(copy.deepcopy(SAMPLES[type_][at % len(SAMPLES[type_])]) for type_ in types.values())
        try:
            known.append((point, function(*copy.deepcopy(point))))
        except Exception:
            continue
    assert known
    request = Request(
        name="f", parameters=tuple(types), types=tuple(types.values()), result="any", examples=tuple(known), probes=(),
        stems=(), constants=(), helpers=tuple(helpers), seconds=1.0, count=1, prose=prose,
    )  # fmt: skip

    def keeps(candidate: ast.expr) -> bool:
        if has_unbound(candidate, [name + MARK for name in types]):
            return False
        try:
            other = _function(candidate, list(types), helpers)
            return all(_same(other(*copy.deepcopy(point)), value) for point, value in known)
        except Exception:
            return False

    body, modules = written(tree, request, keeps)
    text = f"def f({', '.join(types)}):\n{body}"
    for point, value in known:
        assert _same(function_of(text, modules)(*copy.deepcopy(point)), value), (text, point, value)
    return text


def function_of(text: str, modules: Sequence[str]) -> Callable[..., Any]:
    """The function `f` of a text that may use only these modules."""
    names: dict[str, Any] = {name: import_module(name) for name in modules}
    exec(compile(text, "<rendered>", "exec"), names)
    function: Callable[..., Any] = names["f"]
    return function


def _function(tree: ast.expr, parameters: Sequence[str], helpers: Sequence[Helper]) -> Callable[..., Any]:
    names: dict[str, Any] = {"collections": collections, "math": math, "itertools": itertools, "functools": functools}
    for helper in helpers:
        names |= {module: import_module(module) for module in helper.modules}
        exec(helper.source, names)
    arguments = ", ".join(name + MARK for name in parameters)
    function: Callable[..., Any] = eval(f"lambda {arguments}: {ast.unparse(tree)}", names)
    return function


def _same(one: object, other: object) -> bool:
    close = isinstance(one, float) and isinstance(other, float) and math.isclose(one, other)
    return type(one) is type(other) and (one == other or close)
