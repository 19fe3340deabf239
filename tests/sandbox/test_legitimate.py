"""Ordinary functions, sealed: the same outcome as without the sandbox."""

import ast
import asyncio
import copy
import doctest
import inspect
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

from lift_server.checks.sandbox import (
    Call,
    Items,
    Limits,
    Outcome,
    Program,
    Raised,
    Returned,
    Sandbox,
    display_outcome,
    same_outcome,
)
from lift_server.checks.sandbox.worker import codec

HERE = Path(__file__).parent
LIBRARY = HERE.parents[1] / "server" / "lift_server" / "engines" / "embedded" / "library"
PATIENT = Limits(wall=20, stall=5)
NOT_ALLOWED = {"rot13_by_codecs": "GATE03"}  # imports `codecs`, which no effect opens

Sample = tuple[str, str, list[ast.Call]]


def functions(path: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Each function of a module as a program: the module's imports and the function without decorators."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    head = [node for node in tree.body if _shared(node)]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.decorator_list = []
            yield "\n".join(map(ast.unparse, [*head, node])), node


def _shared(node: ast.stmt) -> bool:
    """Imports and type variables, apart from what belongs to this project."""
    if isinstance(node, ast.ImportFrom):
        return not (node.module or "").startswith("lift_server")
    return isinstance(node, ast.Import) or (isinstance(node, ast.Assign) and "TypeVar" in ast.unparse(node))


def ordinary() -> list[Sample]:
    return [(node.name, source, [_call(node.name)]) for source, node in functions(HERE / "ordinary.py")]


def library() -> list[Sample]:
    samples = []
    for path in sorted(LIBRARY.glob("*.py")):
        if path.stem in ("__init__", "mark"):
            continue
        for source, node in functions(path):
            calls = list(_doctest_calls(node.name, ast.get_docstring(node) or ""))
            if calls:
                samples.append((node.name, source, calls))
    return samples


def _call(name: str) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), [], [])


def _doctest_calls(name: str, docstring: str) -> Iterator[ast.Call]:
    """The calls of the function that stand anywhere in its examples."""
    for example in doctest.DocTestParser().get_examples(docstring):
        for node in ast.walk(ast.parse(example.source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield node


def in_this_process(source: str, calls: list[ast.Call]) -> Iterator[tuple[Call, Outcome]]:
    """Each call by value, with its outcome without a sandbox."""
    module = ModuleType("program")
    exec(compile(source, "<program>", "exec"), module.__dict__)
    for node in calls:
        try:
            args = [eval(ast.unparse(arg), module.__dict__) for arg in node.args]
            kwargs = [(key.arg or "", eval(ast.unparse(key.value), module.__dict__)) for key in node.keywords]
        except NameError:  # a name of the example's own
            continue
        name = ast.unparse(node.func)
        call = Call(name, tuple(copy.deepcopy(args)), tuple(copy.deepcopy(kwargs)))
        yield call, _outcome(module.__dict__[name], args, dict(kwargs))


def _outcome(function: Any, args: list[Any], kwargs: dict[str, Any]) -> Outcome:
    before = codec.dumps(codec.encode([args, list(kwargs.values())]))
    try:
        value = function(*args, **kwargs)
        if inspect.iscoroutine(value):
            value = asyncio.run(value)
        if isinstance(value, Iterator):
            items = tuple(islice(value, 1001))
            value = Items(items[:1000], len(items) <= 1000)
    except Exception as error:
        names = tuple(kind.__name__ for kind in type(error).__mro__ if issubclass(kind, BaseException))
        return Raised(names, str(error)[:500])
    mutated = codec.dumps(codec.encode([args, list(kwargs.values())])) != before
    return Returned(codec.decode(codec.encode(value)), mutated)


async def check_same(sandbox: Sandbox, samples: list[Sample]) -> None:
    different = []
    for name, source, nodes in samples:
        expected = await asyncio.to_thread(lambda: list(in_this_process(source, nodes)))  # noqa: B023 - awaited here
        run = await sandbox.run(Program(source), [call for call, _ in expected], PATIENT)
        if name in NOT_ALLOWED:
            assert [problem.code for problem in run.gate] == [NOT_ALLOWED[name]]
            continue
        different += [f"{name}: {problem.message}" for problem in run.gate] + [run.load_error] * bool(run.load_error)
        different += [
            f"{name}: {display_outcome(sealed)}, not {display_outcome(plain)}"
            for sealed, (_, plain) in zip(run.outcomes, expected, strict=False)
            if not same_outcome(sealed, plain)
        ]
    assert different == []


async def test_ordinary_functions_do_what_they_do_elsewhere(sandbox: Sandbox) -> None:
    await check_same(sandbox, ordinary())


async def test_every_idiom_of_the_library_does_what_it_does_elsewhere(sandbox: Sandbox) -> None:
    await check_same(sandbox, library())


def test_there_are_enough_of_them() -> None:
    assert len(ordinary()) + len(library()) >= 200
