"""Inserting and updating a function: where it goes, what it brings along, and when it must not."""

import pytest

from lift_server.module_text import TargetProblem
from lift_server.target import insert_function
from lift_server.text import apply_edits

FUNCTION = "def f(x: float) -> float:\n    return math.sqrt(x)\n"
PLAIN = "def f(x):\n    return x\n"


def check_insert(before: str, after: str, function: str = PLAIN, imports: tuple[str, ...] = ()) -> None:
    edits = insert_function(before, function, imports)
    assert not isinstance(edits, TargetProblem), edits.message
    assert apply_edits(before, list(edits)) == after
    assert insert_function(after, function, imports) == ()


def check_refused(module: str, *parts: str, function: str = PLAIN, imports: tuple[str, ...] = ()) -> TargetProblem:
    problem = insert_function(module, function, imports)
    assert isinstance(problem, TargetProblem)
    for part in parts:
        assert part in problem.message
    return problem


def test_a_new_module_is_imports_two_blank_lines_and_the_function() -> None:
    check_insert("", PLAIN)
    check_insert("", f"import math\n\n\n{FUNCTION}", FUNCTION, ("import math",))
    check_insert("# notes\n", f"# notes\n\nimport math\n\n\n{FUNCTION}", FUNCTION, ("import math",))
    check_insert("\n\n", f"\n\n{PLAIN}")


def test_a_new_function_goes_to_the_end_below_two_blank_lines() -> None:
    check_insert("x = 1\n", f"x = 1\n\n\n{PLAIN}")
    check_insert("x = 1\n\n", f"x = 1\n\n\n{PLAIN}")
    check_insert("x = 1\n\n\n\n\n", f"x = 1\n\n\n\n\n{PLAIN}")
    check_insert("def g():\n    pass\n    # end\n", f"def g():\n    pass\n    # end\n\n\n{PLAIN}")


def test_a_file_without_final_newline_stays_without() -> None:
    check_insert("x = 1", f"x = 1\n\n\n{PLAIN}".rstrip())
    check_insert("x = 1\n    ", f"x = 1\n    \n\n{PLAIN}".rstrip())


def test_a_new_function_stands_above_the_main_guard() -> None:
    check_insert(
        "def main():\n    pass\n\n\n# go\nif __name__ == '__main__':\n    main()\n",
        f"def main():\n    pass\n\n\n{PLAIN}\n\n# go\nif __name__ == '__main__':\n    main()\n",
    )
    check_insert(
        "import os\nif __name__ == '__main__':\n    os\n",
        f"import os\nimport math\n\n\n{FUNCTION}\n\nif __name__ == '__main__':\n    os\n",
        FUNCTION,
        ("import math",),
    )


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_are_those_of_the_module(ending: str) -> None:
    before = "import os\n\nx = os.sep\n"
    after = f"import os\nimport math\n\nx = os.sep\n\n\n{FUNCTION}"
    check_insert(before.replace("\n", ending), after.replace("\n", ending), FUNCTION, ("import math",))


def test_an_update_keeps_place_decorators_and_comments_above() -> None:
    check_insert(
        "a = 1\n\n# why f\n@cache  # fast\n@other\ndef f(x):  # old\n    return 0  # old\n    # old\n# after\nb = 2\n",
        "a = 1\n\n# why f\n@cache  # fast\n@other\ndef f(x):\n    return x\n# after\nb = 2\n",
    )


def test_an_update_of_the_last_line_keeps_the_end_of_the_file() -> None:
    check_insert("def f(x): return 0", PLAIN.rstrip())
    check_insert("def f(x): return 0\n\n\n", f"{PLAIN}\n\n")


def test_an_update_replaces_the_definition_that_holds() -> None:
    check_insert("@overload\ndef f(x: int): ...\ndef f(x):\n    return 0\n", f"@overload\ndef f(x: int): ...\n{PLAIN}")


def test_text_around_the_function_is_not_inserted() -> None:
    check_insert("x = 1\n", f"x = 1\n\n\n{PLAIN}", function=f"import math\n\n\n{PLAIN}# after\n\n")


@pytest.mark.parametrize(
    "there",
    [
        "import math\n",
        "import os, math  # both\n",
        "import math as math\n",
        "try:\n    import math\nexcept ImportError:\n    math = None\n",
        "x = 1\nimport math\n",
    ],
)
def test_an_import_that_is_there_is_not_added(there: str) -> None:
    check_insert(there, f"{there}\n\n{FUNCTION}", FUNCTION, ("import math",))


@pytest.mark.parametrize(
    "there",
    [
        "from typing import Sequence\n",
        "from collections.abc import (\n    Mapping,\n    Sequence,\n)\n",
        "from collections.abc import Sequence as Sequence\n",
    ],
)
def test_a_name_that_is_imported_is_not_imported_again(there: str) -> None:
    function = "def f(x: Sequence[int]) -> int:\n    return x[0]\n"
    check_insert(there, f"{there}\n\n{function}", function, ("from collections.abc import Sequence",))


def test_a_parent_package_is_not_its_submodule() -> None:
    function = "def f(x):\n    return urllib.parse.quote(x)\n"
    imports = ("import urllib.parse",)
    check_insert("import urllib\n", f"import urllib\nimport urllib.parse\n\n\n{function}", function, imports)
    check_insert("import urllib.parse\n", f"import urllib.parse\n\n\n{function}", function, imports)


def test_an_import_that_does_not_always_run_is_not_enough() -> None:
    check_insert(
        "if TYPE_CHECKING:\n    import math\n",
        f"import math\n\nif TYPE_CHECKING:\n    import math\n\n\n{FUNCTION}",
        FUNCTION,
        ("import math",),
    )


def test_an_import_below_the_function_is_not_enough() -> None:
    check_insert(
        "def f(x): return 0\nimport math\n", f"import math\n\n\n{FUNCTION}import math\n", FUNCTION, ("import math",)
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import os\n\nx = 1\n", "import os\nimport math\n\nx = 1\n"),
        ("import os  # files\nx = 1\n", "import os  # files\nimport math\nx = 1\n"),
        ("import os; x = 1\n", "import os; x = 1\nimport math\n"),
        ("import os\n\nimport numpy\n\nx = 1\n", "import os\nimport math\n\nimport numpy\n\nx = 1\n"),
        ("import numpy\nx = 1\n", "import numpy\nimport math\nx = 1\n"),
        ("from a import (\n    b,\n)\nx = 1\n", "from a import (\n    b,\n)\nimport math\nx = 1\n"),
        ('"""Doc."""\nx = 1\n', '"""Doc."""\n\nimport math\n\nx = 1\n'),
        ('"""Doc."""\n\n\nclass A: ...\n', '"""Doc."""\n\nimport math\n\n\nclass A: ...\n'),
        (
            "from __future__ import annotations\n\nx = 1\n",
            "from __future__ import annotations\n\nimport math\n\nx = 1\n",
        ),
        ("__version__ = '1'\nimport os\nx = 1\n", "__version__ = '1'\nimport os\nimport math\nx = 1\n"),
        ("x = 1\n", "import math\n\nx = 1\n"),
        ("# about x\nx = 1\n", "import math\n\n# about x\nx = 1\n"),
        ("# Licence\n\nx = 1\n", "# Licence\n\nimport math\n\nx = 1\n"),
        ("#!/bin/python\nx = 1\n", "#!/bin/python\n\nimport math\n\nx = 1\n"),
        ("#!/bin/python\n# about x\nx = 1\n", "#!/bin/python\n\nimport math\n\n# about x\nx = 1\n"),
        ("# x\n# coding: latin-1\nx = 1\n", "# x\n# coding: latin-1\n\nimport math\n\nx = 1\n"),
        ("\n# coding: latin-1\nx = 1\n", "\n# coding: latin-1\n\nimport math\n\nx = 1\n"),
        ("\ufeffx = 1\n", "\ufeffimport math\n\nx = 1\n"),
    ],
)
def test_imports_go_to_the_top_with_blank_lines_as_they_belong(before: str, after: str) -> None:
    check_insert(before, f"{after}\n\n{FUNCTION}", FUNCTION, ("import math",))


def test_several_imports_are_added_once_each() -> None:
    function = "def f(x: Sequence[float]) -> float:\n    return math.fsum(x)\n"
    imports = ("import math", "import math", "from collections.abc import Sequence")
    check_insert(
        "x = 1\n",
        f"import math\nfrom collections.abc import Sequence\n\nx = 1\n\n\n{function}",
        function,
        imports,
    )


@pytest.mark.parametrize(
    "line",
    [
        "math = 3",
        "def math(): ...",
        "class math: ...",
        "from numpy import math",
        "import numpy as math",
        "for math in x: ...",
        "import cmath as math",
    ],
)
def test_a_module_that_the_target_shadows_is_a_problem(line: str) -> None:
    problem = check_refused(f"x = 1\n{line}\n", "`math`", "line 2", function=FUNCTION, imports=("import math",))
    assert problem.span is not None


def test_names_inside_functions_and_classes_shadow_nothing() -> None:
    there = "def g(math):\n    sum = 1\nclass A:\n    math = 1\nx = [math for math in ()]\n"
    function = "def f(x):\n    return sum(x) + math.pi\n"
    check_insert(there, f"import math\n\n\n{there}\n\n{function}", function, ("import math",))


def test_a_builtin_that_the_target_redefines_is_a_problem() -> None:
    function = "def f(x):\n    return sum(x)\n"
    check_refused("def sum(x): ...\n", "builtin `sum`", "line 1", function=function)
    check_insert("def sum(x): ...\n", f"def sum(x): ...\n\n\n{PLAIN}")


def test_a_function_named_like_a_builtin_must_not_change_other_code() -> None:
    function = "def max(x):\n    return x\n"
    check_refused("y = max(1, 2)\n", "hide the builtin", function=function)
    check_insert("y = 1\n", f"y = 1\n\n\n{function}", function)
    check_insert("def max(x): ...\ny = max(1)\n", f"{function}y = max(1)\n", function)


@pytest.mark.parametrize("line", ["f = 1", "class f: ...", "from x import f", "import f", "with x as f: ..."])
def test_a_name_that_is_something_else_is_a_problem(line: str) -> None:
    check_refused(f"x = 1\n{line}\n", "`f`", "line 2")


def test_a_conditional_definition_is_left_alone() -> None:
    check_refused("if x:\n    def f(x): ...\n", "line 2", "left margin")


def test_a_syntax_error_in_the_module_is_a_problem() -> None:
    check_refused("x = 1\ndef broken(:\n", "line 2", "nothing was written")


@pytest.mark.parametrize("function", ["x = 1\n", "def f(:\n", PLAIN + "def g(): ...\n", "", "def f(x, x): ...\n"])
def test_what_is_not_one_function_is_refused(function: str) -> None:
    check_refused("x = 1\n", "nothing was written", function=function)


def test_a_function_that_is_too_long_is_refused() -> None:
    check_refused("x = 1\n", "20,000", function=PLAIN + "    # " + "x" * 20_000)
