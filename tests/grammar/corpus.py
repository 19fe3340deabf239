"""Real functions as bodies: from the standard library, this project and, given its path, HumanEval.

A body is what a model would write below header and docstring. Import statements are taken out of it: they are no part
of a body under the grammar, Lift puts them at the top of the module.
"""

import ast
import gzip
import itertools
import json
import random
import re
import sysconfig
import textwrap
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HEADER = "def f(a, b=1, *args, **kwargs):\n"
ROOT = Path(__file__).parents[2]
_SKIPPED = {"test", "tests", "idlelib", "lib2to3", "site-packages", "turtledemo", "__pycache__"}


@dataclass(frozen=True, slots=True)
class Body:
    """One function: where it comes from, its body's text as it stands, and its tree."""

    origin: str
    text: str
    function: ast.FunctionDef | ast.AsyncFunctionDef

    @property
    def normalized(self) -> str:
        """The body as `ast.unparse` prints it."""
        return ast.unparse(self.function).partition("\n")[2] + "\n"

    @property
    def is_async(self) -> bool:
        """Whether it is an `async def`."""
        return isinstance(self.function, ast.AsyncFunctionDef)

    @property
    def is_generator(self) -> bool:
        """Whether it yields itself, not in a function inside it."""
        return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(self.function))


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions and lambdas inside it."""
    for child in ast.iter_child_nodes(function):
        yield child
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from own_nodes(child)


def standard_library(count: int, seed: int) -> list[Body]:
    """`count` functions of the standard library, drawn with `seed`."""
    found = _standard_library()
    return random.Random(seed).sample(found, min(count, len(found)))


@cache
def _standard_library() -> list[Body]:
    folder = Path(sysconfig.get_paths()["stdlib"])
    return list(bodies_of(file for file in sorted(folder.rglob("*.py")) if not _SKIPPED.intersection(file.parts)))


def own_source() -> list[Body]:
    """Every function of this project's own packages."""
    return list(bodies_of(file for folder in ("ir_schema", "server") for file in sorted((ROOT / folder).rglob("*.py"))))


def human_eval(folder: Path) -> list[Body]:
    """The canonical solutions of HumanEval; `folder` holds humaneval.jsonl.gz."""
    with gzip.open(folder / "humaneval.jsonl.gz", "rt", encoding="utf-8") as lines:
        tasks = [json.loads(line) for line in lines]
    return [_body(task["task_id"], HEADER + task["canonical_solution"].rstrip("\n") + "\n") for task in tasks]


def bodies_of(files: Iterable[Path]) -> Iterator[Body]:
    """The functions and methods of source files, each on its own; functions on the line of their header are left
    out."""
    for file in files:
        try:
            source = file.read_text(encoding="utf-8")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(source)
        except (SyntaxError, ValueError):
            continue
        lines = lines_of(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.body[0].lineno > node.lineno:
                start, end = _body_start(node, lines), node.end_lineno
                text = textwrap.dedent("".join(lines[start:end]))
                keyword = "async " if isinstance(node, ast.AsyncFunctionDef) else ""
                whole = keyword + HEADER + textwrap.indent(text.rstrip("\n") + "\n", "    ")
                try:
                    yield _body(f"{file.name}:{node.lineno} {node.name}", whole)
                except SyntaxError:
                    continue  # a string over several lines that dedenting tore


def lines_of(source: str) -> list[str]:
    """The lines that the compiler counts, with their ends: a form feed ends none."""
    return re.findall(r"[^\n]*\n|[^\n]+", source)


def _body_start(node: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]) -> int:
    """The line behind the header: the first statement's, or that of the comments above it."""
    start = node.body[0].lineno - 1
    while lines[start - 1].lstrip().startswith("#") and start > node.lineno:
        start -= 1
    return start


def _body(origin: str, source: str) -> Body:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = _without_imports(source)
        tree = ast.parse(source)
    (function,) = tree.body
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    text = source.partition("\n")[2]
    return Body(origin, text, function)


def _without_imports(source: str) -> str:
    """The source with each import statement taken out; `pass` stands where a block would be empty.

    One that shares its line with other code stays.
    """
    lines = lines_of(source)
    for node in ast.walk(ast.parse(source)):
        for block in (getattr(node, name, None) for name in ("body", "orelse", "finalbody")):
            if not isinstance(block, list):
                continue
            imports = [
                item for item in block if isinstance(item, ast.Import | ast.ImportFrom) and _is_alone(item, lines)
            ]
            for index, item in enumerate(imports):
                assert item.end_lineno is not None
                only = len(imports) == len(block) and index == 0
                first = " " * item.col_offset + "pass\n" if only else ""
                lines[item.lineno - 1 : item.end_lineno] = [first] + [""] * (item.end_lineno - item.lineno)
    return "".join(lines)


def _is_alone(item: ast.stmt, lines: list[str]) -> bool:
    assert item.end_lineno is not None
    before = lines[item.lineno - 1].encode()[: item.col_offset]
    after = lines[item.end_lineno - 1].encode()[item.end_col_offset :]
    return not before.strip() and (not after.strip() or after.strip().startswith(b"#"))


def left_out(body: Body, max_depth: int) -> list[str]:
    """What of the body the grammar leaves out by design; empty when all of it should be accepted."""
    found: Counter[str] = Counter()
    for node in ast.walk(body.function):
        if isinstance(node, ast.ClassDef):
            found["class"] += 1
        elif isinstance(node, ast.TryStar):
            found["except*"] += 1
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found["import on a shared line"] += 1
        elif isinstance(node, ast.MatchAs) and node.pattern is not None:
            found["`as` in a pattern"] += 1
        elif isinstance(node, ast.MatchMapping) and node.rest is not None:
            found["`**` in a pattern"] += 1
        elif isinstance(node, ast.MatchOr) and any(map(_is_capture, ast.walk(node))):
            found["alternatives that bind"] += 1
        elif isinstance(node, ast.MatchOr) and any(map(_has_arguments, node.patterns)):
            found["a class with arguments among alternatives"] += 1
        elif isinstance(node, ast.Nonlocal) and node in body.function.body:
            found["`nonlocal` of a function around the body"] += 1
        elif isinstance(node, ast.AsyncFunctionDef) and node is not body.function and not body.is_async:
            found["async function inside a plain one"] += 1
        elif isinstance(node, ast.FunctionDef) and node is not body.function and body.is_async:
            found["plain function inside an async one"] += 1
    first = itertools.dropwhile(_is_docstring_or_global, body.function.body)
    if any(isinstance(node, ast.Global) for statement in first for node in (statement, *own_nodes(statement))):
        found["global behind other statements"] += 1
    found["yield in an expression"] += sum(_is_inner_yield(node) for node in ast.walk(body.function))
    if _depth(body.function.body) > max_depth:
        found[f"more than {max_depth} levels"] += 1
    return sorted(+found)


def _is_capture(pattern: ast.AST) -> bool:
    return isinstance(pattern, ast.MatchAs | ast.MatchStar) and pattern.name is not None


def _has_arguments(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchClass) and bool(pattern.patterns or pattern.kwd_patterns)


def _is_docstring_or_global(node: ast.stmt) -> bool:
    return isinstance(node, ast.Global) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _is_inner_yield(node: ast.AST) -> bool:
    statement = isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Return | ast.Await)
    return not statement and any(isinstance(child, ast.Yield | ast.YieldFrom) for child in ast.iter_child_nodes(node))


def _depth(block: list[ast.stmt]) -> int:
    deepest = 1
    for statement in block:
        for name in ("body", "orelse", "finalbody"):
            inner = getattr(statement, name, [])
            if inner:
                is_elif = name == "orelse" and isinstance(statement, ast.If) and isinstance(inner[0], ast.If)
                deepest = max(deepest, _depth(inner) + (0 if is_elif and len(inner) == 1 else 1))
        for handler in getattr(statement, "handlers", []):
            deepest = max(deepest, 1 + _depth(handler.body))
        for case in getattr(statement, "cases", []):
            deepest = max(deepest, 2 + _depth(case.body))
    return deepest
