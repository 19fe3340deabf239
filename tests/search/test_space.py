"""The enumeration: each expression does what its values say, no behavior comes twice, the cheapest comes first."""

import ast
import copy
from typing import Any

import pytest

from lift_server.engines.embedded.search.clock import LIBRARY, Clock, OutOfTime, SlowError, watched
from lift_server.engines.embedded.search.expression import expression
from lift_server.engines.embedded.search.loops import Loops
from lift_server.engines.embedded.search.operators import NAMES, guarded, operators
from lift_server.engines.embedded.search.program import ERROR, Form, Program
from lift_server.engines.embedded.search.space import Space, leaf
from lift_server.engines.embedded.search.types import type_of

FOREVER = float("inf")
LISTS = ([3, 1, 2], [], [5, 5])
NUMBERS = (2, 0, 7)


def space_of(most: int = 0, depth: int = 1) -> Space:
    """Expressions over a list and a number, with loops."""
    variables = [leaf("xs", "list[int]", 1, LISTS, 1), leaf("n", "int", 1, NUMBERS, 2)]
    constants = [leaf("1", "int", 1, (1, 1, 1))]
    stems = frozenset({"sum", "even", "sort"})
    clock = Clock(FOREVER, most=most)
    made = operators(stems)
    space = Space(clock, [*variables, *constants], made, 3, 3)
    loops = Loops(clock, stems, made, variables, constants, 3, depth, frozenset())
    space.made.append(loops.offer)
    space.extend = loops.programs
    return space


def programs(space: Space, cost: int) -> list[Program]:
    return [program for at in range(cost + 1) for program in space.level(at)]


def evaluated(program: Program, at: int) -> Any:
    """What Python makes of the program's source at a point."""
    source = ast.unparse(ast.fix_missing_locations(_named(expression(program))))
    try:
        return eval(f"lambda xs, n: ({source})", dict(NAMES))(copy.copy(LISTS[at]), NUMBERS[at])
    except Exception:
        return ERROR


def _named(tree: ast.expr) -> ast.expr:
    """Loop variables as identifiers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = node.id.replace("·", "_")
        elif isinstance(node, ast.arg):
            node.arg = node.arg.replace("·", "_")
    return tree


def test_the_source_does_what_the_values_say() -> None:
    for program in programs(space_of(), 5):
        for at, value in enumerate(program.values):
            found = evaluated(program, at)
            assert value is ERROR or found == value, ast.unparse(expression(program))


def test_no_behavior_comes_twice_and_none_fails_everywhere() -> None:
    seen = [(program.type, repr(program.values)) for program in programs(space_of(), 5)]
    assert len(seen) > 50
    assert len(set(seen)) == len(seen)
    assert not any(values == repr((ERROR,) * 3) for _, values in seen)


def test_levels_are_costs_and_types_are_those_of_the_values() -> None:
    space = space_of()
    for cost in range(6):
        for program in space.level(cost):
            assert program.cost == cost
            if program.type in ("int", "bool", "str"):
                assert {type_of(value) for value in program.values if value is not ERROR} == {program.type}


def test_what_is_said_is_cheaper() -> None:
    costs = {operator.component.source: operator.cost for operator in operators(frozenset({"reversed", "lcm"}))}
    assert costs["math.lcm(a, b)"] == 1 < costs["math.gcd(a, b)"]


def test_the_same_request_has_the_same_programs() -> None:
    one, other = ([ast.unparse(expression(item)) for item in programs(space_of(), 5)] for _ in range(2))
    assert one == other


def test_evaluations_end_the_enumeration() -> None:
    space = space_of(most=1_000)
    with pytest.raises(OutOfTime):
        space.level(20)
    assert 1_000 <= space.clock.evaluated < 1_200


def test_a_function_that_was_slow_three_times_is_not_called_again() -> None:
    calls = []

    def slow(value: int) -> int:
        calls.append(value)
        raise SlowError

    function = guarded(slow)
    for value in range(5):
        with pytest.raises((SlowError, OverflowError)):
            function(value)
    assert calls == [0, 1, 2]


def test_large_arguments_are_kept_from_the_library() -> None:
    function = guarded(len)
    assert function([1, 2]) == 2
    with pytest.raises(OverflowError):
        function(list(range(1_000)))


def test_a_slow_function_of_the_library_is_interrupted() -> None:
    names: dict[str, Any] = {}
    exec(compile("def f():\n    for _ in range(10**9):\n        pass", LIBRARY, "exec"), names)
    with watched(Clock(FOREVER)), pytest.raises(SlowError):
        names["f"]()


def test_what_no_loop_binds_is_a_part_of_bodies_too() -> None:
    loops = [item for item in programs(space_of(), 7) if isinstance(item.head, Form)]
    parts = [part for loop in loops for part in loop.arguments[-1].walk() if part.arguments]
    assert any(part.uses == 2 for part in parts)
    assert not any(part.uses == 0 for part in parts if len(part.arguments) == 2)
