"""What `lift check` runs: the function and what it reaches, and why it may not run."""

import pytest

from lift_ir import Effect
from lift_server.slicing import Slice, slice_for


def check_slice(module: str, source: str, *, modules: tuple[str, ...] = (), name: str = "f") -> None:
    assert slice_for(module, [name]) == Slice(source, modules)


def check_problem(module: str, *messages: str, effects: tuple[Effect, ...] = ()) -> None:
    assert [problem.message for problem in slice_for(module, ["f"], effects).problems] == list(messages)


def test_a_function_alone() -> None:
    check_slice(
        "x = 1\n\n@staticmethod\ndef f(a):\n    return a\n\n\ny = 2\n", "@staticmethod\ndef f(a):\n    return a\n"
    )


def test_what_is_reached_comes_along_in_the_order_of_the_source() -> None:
    module = (
        '"""Doc."""\nimport os, math\nimport json\nRATE = 2\nUNUSED = os.getcwd()\nLIMIT = RATE * math.pi\n'
        "def g(x):\n    return h(x) + LIMIT\ndef f(x=RATE):\n    return g(x)\n"
        "class H:\n    rate = RATE\ndef h(x):\n    return H.rate\n"
    )
    source = (
        "import math\nRATE = 2\nLIMIT = RATE * math.pi\n"
        "def g(x):\n    return h(x) + LIMIT\ndef f(x=RATE):\n    return g(x)\n"
        "class H:\n    rate = RATE\ndef h(x):\n    return H.rate\n"
    )
    check_slice(module, source, modules=("math",))


def test_locals_are_not_reached() -> None:
    check_slice(
        "x = open('x')\ndef f(x):\n    y = x\n    return [x for x in y]\ny = x\n",
        "def f(x):\n    y = x\n    return [x for x in y]\n",
    )


def test_every_binding_of_a_name_and_every_change_of_it() -> None:
    module = (
        "TABLE = {}\nOTHER = {}\nTABLE['a'] = 1\nOTHER['a'] = 1\nTABLE.update(b=2)\nCOUNT = 1\nCOUNT += 1\n"
        "for key in 'xy':\n    TABLE[key] = COUNT\ndef f(k):\n    return TABLE[k]\ndel TABLE['a']\n"
    )
    check_slice(module, module.replace("OTHER = {}\n", "").replace("OTHER['a'] = 1\n", ""))


def test_global_statements_need_their_variable() -> None:
    module = "count = 0\ndef f():\n    global count\n    count = count + 1\n    return count\n"
    check_slice(module, module)


def test_two_statements_on_one_line_are_two() -> None:
    check_slice("a = 1; b = print(2)\r\ndef f():\r\n    return a\r\n", "a = 1\ndef f():\n    return a\n")


def test_the_main_guard_and_type_checking_blocks_do_not_run() -> None:
    module = (
        "if __name__ == '__main__':\n    x = 2\nif TYPE_CHECKING:\n    import numpy\n    x = 3\nx = 1\n"
        "def f() -> 'numpy.ndarray':\n    return x\n"
    )
    check_slice(module, "x = 1\ndef f() -> 'numpy.ndarray':\n    return x\n")


def test_annotations_that_are_not_evaluated_need_nothing() -> None:
    module = (
        "from __future__ import annotations\nimport numpy\ndef f(x: numpy.ndarray) -> numpy.ndarray:\n    return x\n"
    )
    check_slice(module, module.replace("import numpy\n", ""))
    check_problem(module.replace("from __future__ import annotations\n", ""), "imports numpy (line 1)")


def test_conditional_definitions_are_whole() -> None:
    module = "import sys\nif sys:\n    def f(): return 1\nelse:\n    def f(): return 2\n"
    assert slice_for(module, ["f"], [Effect.STDIN]).source == module


@pytest.mark.parametrize(
    ("line", "use", "modules"),
    [
        ("import math, os", "math.pi", ("math",)),
        ("import urllib.parse", "urllib.parse.quote", ("urllib.parse",)),
        ("from urllib import parse", "parse.quote", ("urllib", "urllib.parse")),
        ("from collections.abc import Sequence, Mapping as M", "M", ("collections.abc",)),
        ("import decimal as d", "d.Decimal", ("decimal",)),
        ("from math import *", "pi", ("math",)),
        ("try:\n    import math\nexcept ImportError:\n    math = None", "math", ("math",)),
    ],
)
def test_modules_that_are_loaded(line: str, use: str, modules: tuple[str, ...]) -> None:
    sliced = slice_for(f"{line}\ndef f():\n    return {use}\n", ["f"])
    assert sliced.problems == ()
    assert sliced.modules == modules
    namespace: dict[str, object] = {}
    exec(sliced.source, namespace)
    assert callable(namespace["f"])


def test_imports_inside_the_function_count() -> None:
    check_slice(
        "def f():\n    import math\n    return math\n",
        "def f():\n    import math\n    return math\n",
        modules=("math",),
    )
    check_problem("def f():\n    from numpy import linalg\n", "imports numpy (line 2)")


def test_imports_that_may_not_run_here() -> None:
    check_problem("import numpy as np\ndef f():\n    return np\n", "imports numpy (line 1)")
    check_problem("x = 1\nfrom scipy.stats import norm\ndef f():\n    return norm\n", "imports scipy.stats (line 2)")
    check_problem("from .near import g\ndef f():\n    return g()\n", "imports .near (line 1)")
    check_problem("from . import near\ndef f():\n    return near\n", "imports . (line 1)")
    check_problem("from shapes import *\ndef f():\n    return area\n", "imports shapes (line 1)")
    check_problem("import numpy\nimport pandas\ndef f():\n    return 1\n")


def test_imports_that_an_effect_allows() -> None:
    module = "import random\ndef f():\n    return random.random()\n"
    check_problem(module, "imports random (line 1), which needs `effects: random`")
    check_problem(module, effects=(Effect.RANDOM,))
    assert "`effects: reads files` or" in slice_for("import os\ndef f(): os", ["f"]).problems[0].message


def test_a_problem_has_a_place() -> None:
    module = "x = 1\nimport numpy\ndef f():\n    return numpy\n"
    (problem,) = slice_for(module, ["f"]).problems
    assert problem.span is not None
    assert problem.span.slice(module) == "import numpy"


def test_a_star_import_matters_when_it_may_give_a_name() -> None:
    late = "def g():\n    return 1\nfrom other import *\ndef f():\n    return g()\n"
    check_problem(late, "imports other (line 3)")
    check_problem("from other import *\ndef f(x):\n    return x\n")
    check_problem("from other import *\ndef f(x):\n    return len(x)\n", "imports other (line 1)")


def test_a_function_that_is_not_there() -> None:
    check_problem("x = 1\n", "the module defines no `f`")
    check_problem("from .near import f\n", "imports .near (line 1)")


def test_a_module_that_cannot_be_read() -> None:
    (problem,) = slice_for("x = (\n", ["f"]).problems
    assert "line 1" in problem.message
    (problem,) = slice_for("def f(x, x):\n    return 1\n", ["f"]).problems
    assert "duplicate argument" in problem.message


def test_the_slice_is_capped() -> None:
    check_problem(
        f"TEXT = '{'x' * 20_000}'\ndef f():\n    return TEXT\n", "the function and what it uses are larger than 20 kB"
    )


def test_several_functions_share_a_slice() -> None:
    sliced = slice_for("x = 1\ndef f(): return x\ndef g(): return x\ndef h(): return x\n", ["g", "f"])
    assert sliced.source == "x = 1\ndef f(): return x\ndef g(): return x\n"
