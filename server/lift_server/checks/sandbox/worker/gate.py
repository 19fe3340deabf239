"""The static gate: early, plain messages on the source line. It is not the boundary; the sealed process is."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from types import CodeType, ModuleType
from typing import NamedTuple

from lift_server.checks.sandbox.worker.shape import is_clash, shape_findings

MAX_SOURCE = 20_000  # bytes; parsing longer text can exhaust the C stack
FILE = "<program>"

_EFFECTS_OF_BUILTIN = {
    "open": ("reads files", "writes files"),
    "input": ("stdin",),
    "print": ("stdout",),
}
_NEVER = frozenset({
    "exec", "eval", "compile", "__import__", "__builtins__", "__loader__", "__spec__", "breakpoint", "globals",
    "help", "exit", "quit",
})  # fmt: skip
_INTERNALS = frozenset({
    "__subclasses__", "__globals__", "__builtins__", "__code__", "__closure__", "__bases__", "__base__",
    "__mro__", "__self__", "__loader__", "__spec__", "__import__", "__traceback__", "__reduce__",
    "__reduce_ex__", "gi_frame", "gi_code", "cr_frame", "cr_code", "ag_frame", "ag_code", "f_back", "f_globals",
    "f_locals", "f_builtins", "f_code", "tb_frame", "tb_next", "co_code", "co_consts",
})  # fmt: skip
_NAME = re.compile(r"\w+")


class Problem(NamedTuple):
    """A stable code, the name or text it is about, and the 1-based line."""

    code: str
    detail: str
    line: int


def check(
    source: str, modules: frozenset[str], effects: frozenset[str], header: str = ""
) -> tuple[list[Problem], CodeType | None]:
    """What speaks against executing `source`, in source order, and its code when nothing does.

    `modules` are the top-level modules it may use, `effects` the names of the effects it has. With `header`, it ends in
    one function that has exactly this header.
    """
    if len(source.encode("utf-8", "surrogatepass")) > MAX_SOURCE:
        return [Problem("GATE02", f"{MAX_SOURCE:,}", 0)], None
    try:
        tree = ast.parse(source, FILE)
        found = set(_problems(tree, modules, effects))
        found.update(Problem(*finding) for finding in (shape_findings(tree, header) if header else ()))
        problems = sorted(found, key=lambda problem: (problem.line, problem.code))
        return problems, None if problems else compile(tree, FILE, "exec", dont_inherit=True)
    except SyntaxError as error:
        return [Problem("GATE08" if is_clash(error.msg) else "GATE01", error.msg, error.lineno or 0)], None
    except (RecursionError, MemoryError):
        return [Problem("GATE07", "", 0)], None
    except ValueError as error:  # a null character, or a lone surrogate
        return [Problem("GATE01", str(error), 0)], None


def _problems(tree: ast.Module, modules: frozenset[str], effects: frozenset[str]) -> Iterator[Problem]:
    nodes = list(ast.walk(tree))
    bound = set(_bound_names(nodes))
    imported = dict(_imported(nodes))
    for node in nodes:
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Import | ast.ImportFrom):
            for name in _import_names(node):
                if name.partition(".")[0] not in modules and name != "__future__":
                    yield Problem("GATE03", name, line)
            if isinstance(node, ast.ImportFrom) and not node.level:
                for alias in node.names:
                    yield from _module_leak(node.module or "", alias.name, modules, line)
        elif isinstance(node, ast.Name) and node.id not in bound:
            if node.id in _NEVER:
                yield Problem("GATE05", node.id, line)
            elif node.id in _EFFECTS_OF_BUILTIN and effects.isdisjoint(_EFFECTS_OF_BUILTIN[node.id]):
                yield Problem("GATE04", node.id, line)
        elif isinstance(node, ast.Attribute):
            if node.attr in _INTERNALS:
                yield Problem("GATE06", node.attr, line)
            elif isinstance(node.value, ast.Name) and node.value.id in imported:
                yield from _module_leak(imported[node.value.id], node.attr, modules, line)
        elif isinstance(node, ast.Call):
            for text in _strings_of_call(node):
                for name in _INTERNALS.intersection(_NAME.findall(text)):
                    yield Problem("GATE06", name, line)
        elif isinstance(node, ast.MatchClass):
            for name in _INTERNALS.intersection(node.kwd_attrs):
                yield Problem("GATE06", name, line)


def _import_names(node: ast.Import | ast.ImportFrom) -> Iterable[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return ["." * node.level + (node.module or "")]


def _imported(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    """Names bound to modules by `import`, with the module they stand for."""
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2


def _bound_names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Names that the program defines somewhere: they are not the builtins of that name."""
    for node in nodes:
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.alias):
            yield node.asname or node.name


def _module_leak(module: str, attribute: str, modules: frozenset[str], line: int) -> Iterator[Problem]:
    """A module reached as an attribute of an allowed one, such as `json.codecs`, is an import of it."""
    found = getattr(sys.modules.get(module), attribute, None)
    if not isinstance(found, ModuleType) or f"{module}.{attribute}" in sys.modules:
        return
    if found.__name__.partition(".")[0] not in modules:
        yield Problem("GATE03", found.__name__, line)


def _strings_of_call(node: ast.Call) -> Iterator[str]:
    receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
    for part in (*node.args, receiver):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
