"""The static gate: what it refuses, with the message and the line."""

import sys
from textwrap import dedent

import pytest

from lift_ir.effects import PURE_MODULES, Effect, allowed_modules
from lift_server.checks.sandbox import Call, Program, Returned, Sandbox
from lift_server.checks.sandbox.gate import GATE_CODES, gate_problem
from lift_server.checks.sandbox.worker import gate
from lift_server.checks.sandbox.worker.fork_server import PRELOAD


def findings(source: str, *effects: Effect) -> list[tuple[str, str, int]]:
    problems, code = gate.check(dedent(source), allowed_modules(effects), frozenset(e.value for e in effects))
    assert (code is None) == bool(problems)
    return [tuple(problem) for problem in problems]


HEADER = "def f(x: int) -> int:\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import math\ndef g(): pass\ndef f(x: int) -> int:\n    return math.pi", []),
        ("def f(x: int) -> int:\n    return 1\nx = 1", [("GATE09", "f", 3)]),
        ("def f(x: int) -> int:\n    pass\ndef f(x: int) -> int:\n    return 1", [("GATE09", "f", 3)]),
        ("def g(x: int) -> int:\n    return 1", [("GATE09", "f", 0)]),
        ("def f(x: int, y=1) -> int:\n    return 1", [("GATE10", HEADER.strip(), 1)]),
        ("async def f(x: int) -> int:\n    return 1", [("GATE10", HEADER.strip(), 1)]),
        ("@staticmethod\ndef f(x: int) -> int:\n    return 1", [("GATE10", HEADER.strip(), 2)]),
    ],
)
def test_a_candidate_is_one_function_with_its_header_at_the_end(source: str, expected: list[object]) -> None:
    problems, _ = gate.check(source, PURE_MODULES, frozenset(), HEADER)
    assert [tuple(problem) for problem in problems] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(:", ("GATE01", "invalid syntax", 1)),
        ("x = 1\n  y = 2", ("GATE01", "unexpected indent", 2)),
        ("x = '\0'", ("GATE01", "source code string cannot contain null bytes", 0)),
        ("x = 1 # " + "y" * 20_000, ("GATE02", "20,000", 0)),
        ("import os", ("GATE03", "os", 1)),
        ("import math\nfrom subprocess import run", ("GATE03", "subprocess", 2)),
        ("from .own import f", ("GATE03", ".own", 1)),
        ("import ｏｓ", ("GATE03", "os", 1)),
        ("import json\nx = json.codecs", ("GATE03", "codecs", 2)),
        ("from random import _os", ("GATE03", "random", 1)),
        ("from json import codecs", ("GATE03", "codecs", 1)),
        ("def f():\n    return open('x')", ("GATE04", "open", 2)),
        ("print(1)", ("GATE04", "print", 1)),
        ("x = input()", ("GATE04", "input", 1)),
        ("eval('1')", ("GATE05", "eval", 1)),
        ("x = __builtins__", ("GATE05", "__builtins__", 1)),
        ("x = ().__class__.__base__", ("GATE06", "__base__", 1)),
        ("x = getattr(f, '__globals__')", ("GATE06", "__globals__", 1)),
        ("x = '{0.__globals__}'.format(f)", ("GATE06", "__globals__", 1)),
        ("match 1:\n    case object(__self__=k): pass", ("GATE06", "__self__", 2)),
        ("x = " + "-" * 19_000 + "1", ("GATE07", "", 0)),
        ("def f(x): return f(x=1, x=2)", ("GATE08", "keyword argument repeated: x", 1)),
        ("def f(): return lambda x, x: 1", ("GATE08", "duplicate argument 'x' in function definition", 1)),
        ("def f():\n    def g():\n        nonlocal y", ("GATE08", "no binding for nonlocal 'y' found", 3)),
    ],
)
def test_a_program_is_refused_on_its_line(source: str, expected: tuple[str, str, int]) -> None:
    assert expected in findings(source)


@pytest.mark.parametrize(
    "source",
    [
        "from __future__ import annotations",
        "import urllib.parse\nfrom collections.abc import Iterator",
        "def f(input, print): return print(input)",
        "def open(x): return x\ny = open(1)",
        "class A:\n    def __init__(self): self.__dict__['a'] = type(self).__name__\n    def __len__(self): return 1",
        "def f(x): return getattr(x, 'real', None)",
        "def f():\n    '''Uses __globals__ nowhere.'''",
        "import datetime as time\nx = time.date.today",
    ],
)
def test_ordinary_code_passes(source: str) -> None:
    assert findings(source) == []


@pytest.mark.parametrize(
    ("source", "effect"),
    [
        ("import os\nx = open", Effect.READS_FILES),
        ("import tempfile\nopen('x', 'w')", Effect.WRITES_FILES),
        ("import time", Effect.TIME),
        ("import random", Effect.RANDOM),
        ("import os\nx = os.environ", Effect.ENV),
        ("x = input()", Effect.STDIN),
        ("print(1)", Effect.STDOUT),
    ],
)
def test_an_effect_opens_its_part_and_no_other(source: str, effect: Effect) -> None:
    assert findings(source)
    assert findings(source, effect) == []


@pytest.mark.parametrize(
    ("finding", "message"),
    [
        (
            ["GATE03", "os", 1],
            "imports `os`, but the spec has no effect that needs it (add `effects: reads files` if it shall)",
        ),
        (["GATE03", "numpy", 1], "imports `numpy`, but the spec has no effect that needs it"),
        (
            ["GATE04", "print", 1],
            "uses `print`, but the spec has no effect that needs it (add `effects: stdout` if it shall)",
        ),
        (["GATE01", "invalid syntax", 4], "the code is not valid Python: invalid syntax"),
    ],
)
def test_findings_are_messages_that_say_what_to_do(finding: list[object], message: str) -> None:
    problem = gate_problem(finding)
    assert (problem.code, problem.message, problem.line) == (finding[0], message, finding[2])


def test_a_finding_of_another_shape_is_refused() -> None:
    for hostile in (["GATE99", "", 1], ["GATE01", 3, 1], ["GATE01", "", "1"], 3, [1]):
        with pytest.raises((ValueError, TypeError)):
            gate_problem(hostile)


def test_every_code_has_a_message() -> None:
    assert sorted(GATE_CODES) == [f"GATE{n:02}" for n in range(1, 12)]


def test_a_sealed_process_has_every_pure_module_loaded_before() -> None:
    """It cannot open a file, so what is not preloaded cannot be imported."""
    assert set(PRELOAD) >= PURE_MODULES
    assert sys.stdlib_module_names >= PURE_MODULES


@pytest.mark.parametrize(
    "source", ["x = '\udc80'", "x = '\\udc80'\ndef f(): return 1", "\ufeffdef f(): return 1", "\x0c\ndef f(): return 1"]
)
async def test_odd_text_is_refused_or_run_but_breaks_nothing(sandbox: Sandbox, source: str) -> None:
    run = await sandbox.run(Program(source), [Call("f")])
    assert run.gate or run.outcomes == (Returned(1),)


async def test_a_refused_program_is_not_executed(sandbox: Sandbox) -> None:
    run = await sandbox.run(Program("import math\nimport socket\nwhile True: pass"), [Call("f")])
    assert [(problem.code, problem.line) for problem in run.gate] == [("GATE03", 2)]
    assert run.outcomes == ()
