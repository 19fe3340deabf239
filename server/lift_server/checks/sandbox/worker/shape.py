"""What a candidate is besides valid Python: one function at the end, with exactly the header that was asked for."""

import ast
import re
from collections.abc import Iterator

_CLASH = re.compile(
    r"keyword argument repeated|duplicate (parameter|argument)|multiple assignments to name|no binding for nonlocal"
    r"|is (parameter|nonlocal) and (global|nonlocal)|cannot rebind comprehension iteration variable"
    r"|checks duplicate key|attribute name repeated"
)

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_clash(message: str) -> bool:
    """Whether the compiler complains of equal names or keys, or of an unbound one: what no grammar can exclude."""
    return _CLASH.search(message) is not None


def shape_findings(tree: ast.Module, header: str) -> Iterator[tuple[str, str, int]]:
    """(code, detail, line) of what makes the module's end other than one function with this header."""
    wanted = header_function(header)
    functions = [node for node in tree.body if isinstance(node, _Function) and node.name == wanted.name]
    for extra in functions[1:]:
        yield "GATE09", wanted.name, extra.lineno
    if not functions:
        yield "GATE09", wanted.name, 0
    elif len(functions) == 1 and tree.body[-1] is not functions[0]:
        after = tree.body[tree.body.index(functions[0]) + 1]
        yield "GATE09", wanted.name, after.lineno
    elif not same_signature(functions[0], wanted):
        yield "GATE10", header.partition("\n")[0], functions[0].lineno


def header_function(header: str) -> _Function:
    """The function that a header line, with or without a docstring below it, begins."""
    (function,) = ast.parse(f"{header.rstrip()}\n    pass").body
    assert isinstance(function, _Function)
    return function


def same_signature(one: _Function, other: _Function) -> bool:
    """Whether name, parameters with types and defaults, result and `async` are the same."""
    return type(one) is type(other) and _signature(one) == _signature(other)


def _signature(function: _Function) -> tuple[str, str, str]:
    returns = "" if function.returns is None else ast.dump(function.returns)
    return function.name, ast.dump(function.args), returns + ",".join(map(ast.dump, function.decorator_list))
