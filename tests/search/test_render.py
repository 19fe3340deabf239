"""From programs to bodies: whatever the search finds is rendered as a function that does the same."""

import copy
from dataclasses import replace
from typing import Any

import pytest
from tests.search.rendering import function_of
from tests.search.requests import TOTAL_LENGTH

from lift_ir.effects import PURE_MODULES
from lift_server.checks.sandbox.worker.gate import check
from lift_server.engines.embedded.search.components import Component
from lift_server.engines.embedded.search.expression import MARK
from lift_server.engines.embedded.search.printer import WIDTH
from lift_server.engines.embedded.search.program import ERROR, Form, Leaf, Program
from lift_server.engines.embedded.search.render import render
from lift_server.engines.embedded.search.request import Request
from lift_server.engines.embedded.search.search import search

Point = tuple[Any, ...]


def request_for(
    parameters: tuple[str, ...], types: tuple[str, ...], *examples: tuple[Point, Any], stems: str = ""
) -> Request:
    return replace(
        TOTAL_LENGTH, name="f", parameters=parameters, types=types, result="any", examples=examples, probes=(),
        stems=tuple(stems.split()), evaluations=4_000,
    )  # fmt: skip


REQUESTS = [
    TOTAL_LENGTH,
    request_for(("numbers",), ("list[int]",), (([3, 1, 2],), 3), (([5],), 5), (([2, 9, 4],), 9), stems="max sort"),
    request_for(("x", "i"), ("list[int]", "int"), (([3, 1, 2], 1), [3, 2]), (([5, 0], 2), [5]), (([0, 1], 1), [])),
    request_for(("list", "str"), ("list[str]", "str"), ((["a", "b"], "-"), "a-b"), ((["x"], "+"), "x")),
    request_for(("prices",), ("dict[str,float]",), (({"a": 1.5, "b": 2.0},), ["b"]), (({"c": 3.0},), ["c"])),
    request_for(("rows",), ("list[list[int]]",), (([[1, 2], [3]],), [3, 3]), (([[4]],), [4]), stems="sum row each"),
    request_for(("s",), ("str",), (("ab cd",), "AB CD"), (("x",), "X"), stems="upper word"),
]


def check_rendered(program: Program, request: Request) -> str:
    """Renders the program and checks that the text passes the gate and gives the program's values. The text."""
    body, modules = render(program, request)
    text = f"def f({', '.join(request.parameters)}):\n{body}"
    imports = "".join(f"import {module}\n" for module in modules)
    assert check(imports + text, PURE_MODULES, frozenset())[0] == []
    assert MARK not in text
    assert max(map(len, text.splitlines())) <= WIDTH
    function = function_of(text, modules)
    points = [arguments for arguments, _ in request.examples] + list(request.probes)
    for point, value in zip(points, program.values, strict=True):
        if value is not ERROR:
            assert function(*copy.deepcopy(point)) == value, (text, point, value)
    return text


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda item: "-".join(item.parameters))
def test_whatever_is_found_is_rendered_as_what_it_does(request_: Request) -> None:
    found = search(request_)
    assert found
    for solution in found[:40]:
        check_rendered(solution.program, request_)


def variable(name: str, type_: str, bit: int, *values: object) -> Program:
    return Program(type_, 1, values, Leaf(name, True), (), 1 << bit)


def test_a_loop_variable_is_no_parameter_of_the_same_name() -> None:
    request = request_for(("x", "y"), ("list[int]", "int"), (([1, 2], 3), [4, 5]))
    source = variable("x", "list[int]", 0, [1, 2])
    body = Program("int", 3, (4, 5), Component("a + b", "N N -> N"), (
        variable("x", "int", 2, 1, 2), variable("y", "int", 1, 3, 3),
    ), 0b110)  # fmt: skip
    form = Form("[{body} for {names} in {loop}]", ("x",), "a")
    program = Program("list[int]", 5, ([4, 5],), form, (source, body), 0b11)
    assert check_rendered(program, request) == "def f(x, y):\n    return [number + y for number in x]\n"


def test_what_an_inner_loop_keeps_is_bound_by_it() -> None:
    request = request_for(("rows",), ("list[list[int]]",), (([[1, 2], [-3]],), [[1, 2], []]))
    source = variable("rows", "list[list[int]]", 0, [[1, 2], [-3]])
    zero = Program("int", 1, (0, 0, 0), Leaf("0", False))
    positive = Program("bool", 3, (True, True, False), Component("a < b", "num num -> bool"), (
        zero, variable("x1", "int", 2, 1, 2, -3),
    ), 0b100)  # fmt: skip
    kept = Form("[x for {names} in {loop} if {body}]", ("x1",), "a")
    inner = Program("list[int]", 5, ([1, 2], []), kept, (variable("x", "list[int]", 1, [1, 2], [-3]), positive), 0b10)
    outer = Form("[{body} for {names} in {loop}]", ("x",), "a")
    program = Program("list[list[int]]", 7, ([[1, 2], []],), outer, (source, inner), 1)
    expected = "def f(rows):\n    return [[number for number in row if number > 0] for row in rows]\n"
    assert check_rendered(program, request) == expected


def test_what_a_component_binds_itself_never_takes_an_arguments_name() -> None:
    request = request_for(("i",), ("list[int]",), (([1, 2],), [[1], [1, 2]]))
    source = variable("i", "list[int]", 0, [1, 2])
    prefixes = Component("[a[:i] for i in range(1, len(a) + 1)]", "list[T] -> list[list[T]]")
    program = Program("list[list[int]]", 4, ([[1], [1, 2]],), prefixes, (source,), 1)
    assert check_rendered(program, request) == "def f(i):\n    return [i[:j] for j in range(1, len(i) + 1)]\n"


def test_a_said_value_may_be_any_expression_over_the_parameters() -> None:
    request = request_for(("sum", "parts"), ("int", "list[int]"), ((4, [1, 2]), True))
    said = Program("bool", 1, (True,), Leaf("sum > max(x for x in parts)", True), (), 0b11)
    assert check_rendered(said, request) == "def f(sum, parts):\n    return sum > max(parts)\n"


def test_where_a_program_fails_nothing_is_computed() -> None:
    request = request_for(("n",), ("int",), ((2,), 4), ((10**9,), 0))
    power = Component("a ** b", "N N -> N")
    n = variable("n", "int", 0, 2, 10**9)
    body, _ = render(Program("int", 3, (4, ERROR), power, (n, n), 1, True), request)
    assert body == "    return n**n\n"


def test_a_float_without_a_literal_comes_from_math() -> None:
    request = request_for(("x",), ("float",), ((1.0,), False))
    component = Component("a == b", "N N -> bool")
    infinite = Program("float", 2, (float("inf"),), Leaf("inf", False))
    program = Program("bool", 4, (False,), component, (variable("x", "float", 0, 1.0), infinite), 1)
    assert check_rendered(program, request) == "def f(x):\n    return x == math.inf\n"
    assert render(program, request)[1] == ("math",)
