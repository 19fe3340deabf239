"""What a rename touches in the module: Lift's own functions, and nothing else."""

import re

from fixture import read_fixture
from lift_server.ide.python_names import PythonNames, python_names
from lift_server.module_text import TargetProblem
from lift_server.target import FoundFunction, find_function

AREA = '''\
"""area, radius."""
import math

radius = 3


def $<spec>area$</spec>($<par>radius$</par>: float, places: int = 2) -> float:
    """The area for a radius.

    $<par>radius$</par>: in metres
    Raises ValueError when $<par>radius$</par> > 1e9.

    >>> $<spec>area$</spec>($<par>radius$</par>=0)
    0.0
    """
    radius_ = [radius for radius in (1, 2)] + [$<par>radius$</par>]
    key = lambda radius: radius.radius
    text = f"{$<par>radius$</par>:.2f} radius"
    if $<par>radius$</par> < 0:
        $<par>radius$</par> = -$<par>radius$</par>
        return $<spec>area$</spec>($<par>radius$</par>=$<par>radius$</par>, places=places)
    return math.pi * $<par>radius$</par> ** 2


def double(radius: float) -> float:
    """Twice.

    >>> double(area(1))
    """
    return 2 * $<spec>area$</spec>($<par>radius$</par>=radius)


def author(area):
    return area(radius=1)
'''


def ours(text: str, *names: str):  # type: ignore[no-untyped-def]
    """Whether a hash is of one of the named functions."""
    found = [find_function(text, name) for name in names]
    hashes = {item.body_hash for item in found if isinstance(item, FoundFunction)}
    return hashes.__contains__


def check_names(marked: str, name: str, parameter: str | None, mark: str, *own: str) -> PythonNames:
    """Exactly the spans of that mark are renamed when the functions `own` are Lift's."""
    fixture = read_fixture(marked)
    found = python_names(fixture.text, name, parameter, "other", ours(fixture.text, *own))
    assert isinstance(found, PythonNames), found
    assert list(found.spans) == sorted(fixture.spans[mark])
    return found


def check_problem(text: str, name: str, parameter: str | None, new: str, part: str, *own: str) -> None:
    found = python_names(text, name, parameter, new, ours(text, *own))
    assert isinstance(found, TargetProblem)
    assert part in found.message


def test_a_parameter_with_its_description_and_keywords() -> None:
    found = check_names(AREA, "area", "radius", "par", "area", "double")
    assert found.functions == ("area", "double")


def test_a_function_with_its_calls_and_doctests() -> None:
    marked = AREA.replace(">>> double(area(1))", ">>> double($<spec>area$</spec>(1))")
    found = check_names(marked, "area", None, "spec", "area", "double")
    assert found.functions == ("area", "double")
    assert found.authors_line is None


def test_code_of_the_author_is_left_alone_and_named() -> None:
    marked = re.sub(r"2 \* \$<spec>area\$</spec>", "2 * area", AREA)
    found = check_names(marked, "area", None, "spec", "area")
    assert found.authors_line == 30
    exported = check_names('__all__ = ["f"]\n\n\ndef $<spec>f$</spec>():\n    return 1\n', "f", None, "spec", "f")
    assert exported.authors_line == 1


def test_a_function_of_the_author_is_left_alone() -> None:
    text = read_fixture(AREA).text
    check_problem(text, "area", None, "other", "was not written by Lift", "double")
    assert python_names(text, "volume", None, "other", ours(text)) is None


def test_a_name_that_is_taken_is_refused() -> None:
    text = read_fixture(AREA).text
    check_problem(text, "area", None, "double", "means something else there already", "area", "double")
    check_problem(text, "area", None, "key", "means something else inside `area`", "area")
    check_problem(text, "area", "radius", "places", "means something else inside `area`", "area")
    check_problem(text, "area", "radius", "radius_", "means something else inside `area`", "area")
    caught = "def f(n):\n    try:\n        pass\n    except ValueError as n:\n        pass\n"
    check_problem(caught, "f", "n", "m", "another meaning", "f")


def test_a_module_that_does_not_parse_is_left_alone() -> None:
    check_problem("def f(:\n", "f", None, "g", "line 1")
