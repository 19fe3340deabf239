"""Reads what a model answered: the body in it, as far as it compiles. Parses and compiles, executes nothing."""

import ast
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

from lift_server.checks.sandbox.worker.gate import FILE, MAX_SOURCE, Problem
from lift_server.checks.sandbox.worker.pipe import Pipe
from lift_server.checks.sandbox.worker.shape import header_function, is_clash, same_signature

_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Reading(NamedTuple):
    """The body (empty when there is none), how many of its last lines were cut off, what speaks against the whole of
    it, and the modules that it uses by name."""

    body: str
    cut: int
    problem: Problem | None
    modules: tuple[str, ...]


def serve(request: dict[str, Any], pipe: Pipe) -> None:
    """Answer one request with one frame."""
    reading = read(request["prefix"], request["text"], frozenset(request["allowed"]))
    pipe.write({"reading": reading})


def read(prefix: str, text: str, allowed: frozenset[str]) -> Reading:
    """The body in `text`, which is the body itself or a module that holds the whole function.

    The longest run of whole lines that compiles below `prefix` (header and docstring) is taken; nothing is re-indented
    or patched. `allowed` are the modules that may be imported at the top.
    """
    if len((prefix + text).encode("utf-8", "surrogatepass")) > MAX_SOURCE:
        return Reading("", 0, Problem("GATE02", f"{MAX_SOURCE:,}", 0), ())
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as Python reads it, strings included
    body: str | Problem | None = _body_of_module(text, prefix)
    if isinstance(body, Problem):
        return Reading("", 0, body, ())
    lines = [f"{line}\n" for line in (text if body is None else body).rstrip().split("\n")]
    problem: Problem | None = None
    for end in range(len(lines), 0, -1):
        if not lines[end - 1].strip():
            continue
        taken = "".join(lines[:end])
        tree, found = _compiled(prefix, taken)
        if tree is not None:
            return Reading(taken, len(lines) - end, problem, tuple(used_modules(tree, allowed)))
        problem = problem or found
    return Reading("", len(lines), problem or Problem("GATE11", "", 0), ())


def used_modules(tree: ast.Module, allowed: frozenset[str]) -> list[str]:
    """Modules of `allowed` that the code uses by a name that it does not bind itself; dotted where that is needed."""
    nodes = list(ast.walk(tree))
    bound = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound |= {name for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for name in _bound_by(node)}
    found: dict[str, None] = {}
    for node in nodes:
        if isinstance(node, ast.Name) and node.id in allowed and node.id not in bound:
            found[node.id] = None
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in found:
            dotted = f"{node.value.id}.{node.attr}"
            if dotted in sys.modules:
                found[dotted] = None
    return sorted(name for name in found if not any(other.startswith(f"{name}.") for other in found))


def _bound_by(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    for alias in node.names:
        yield alias.asname or alias.name.partition(".")[0]


def _compiled(prefix: str, body: str) -> tuple[ast.Module | None, Problem | None]:
    """The tree of the function; or None and what the compiler says, on a line that counts from the header's."""
    try:
        tree = ast.parse(prefix + body, FILE)
        alone = header_function(prefix)
        if len(tree.body) > 1:
            return None, Problem("GATE09", alone.name, tree.body[1].lineno)
        function = tree.body[0]
        if isinstance(function, _Function) and len(function.body) < len(alone.body):
            return None, Problem("GATE11", "", 0)
        compile(tree, FILE, "exec", dont_inherit=True)
    except SyntaxError as error:
        return None, Problem("GATE08" if is_clash(error.msg) else "GATE01", error.msg, error.lineno or 0)
    except (RecursionError, MemoryError):
        return None, Problem("GATE07", "", 0)
    except ValueError as error:
        return None, Problem("GATE01", str(error), 0)
    return tree, None


def _body_of_module(text: str, prefix: str) -> str | Problem | None:
    """The body of the function in a module, behind its own docstring; None when `text` holds no such function.

    Lines at the end that do not parse (words of the model, or what was cut off) are left out of the module.
    """
    wanted = header_function(prefix)
    lines = [f"{line}\n" for line in text.split("\n")] if f"def {wanted.name}" in text else []
    tree = next(filter(None, (_parsed("".join(lines[:end])) for end in range(len(lines), 0, -1))), None)
    if tree is None:
        return None
    functions = [node for node in tree.body if isinstance(node, _Function) and node.name == wanted.name]
    if not functions:
        return None
    if len(functions) > 1:
        return Problem("GATE09", wanted.name, functions[1].lineno)
    (function,) = functions
    if not same_signature(function, wanted):
        return Problem("GATE10", prefix.partition("\n")[0], function.lineno)
    first = function.body[0]
    if len(function.body) > 1 and ast.get_docstring(function, clean=False) is not None:
        start = first.end_lineno or first.lineno
    else:
        start = first.lineno - 1
    while first.lineno - 1 == start > function.lineno and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return "".join(lines[start : function.end_lineno])


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text, FILE)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
