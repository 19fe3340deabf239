"""Operators at all points at once: what is compiled gives what the plain function gives, errors included."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from lift_server.engines.embedded.search.components import COMPONENTS, Component
from lift_server.engines.embedded.search.operators import OBSERVED, Operator, function_of
from lift_server.engines.embedded.search.pointwise import FROM, MAX_POINTS, Pointwise, pointwise
from lift_server.engines.embedded.search.program import ERROR
from lift_server.engines.embedded.search.remembered import observed_results

NUMBERS = (0, 1, 2, -1, 7, 65, True, 1.0, 2.5, -0.5)
TEXTS = ("", "a", "b c", "12", "1", "a,b", "Zz", "ff")
LISTS = ([], [1], [3, 1, 2], [2.5, 1], [True, False], ["b", "a"], [[1], [2, 3]], [("a", 1), ("b", 2)], "ab", {1, 2})
ARGUMENTS: dict[str, tuple[object, ...]] = {
    "str": TEXTS,
    "list[str]": (["b", "a"], [], ["a"]),
    "list[list[T]]": ([[1], [2, 3]], [[1, 2], [3, 4]]),
    "list[pair[H,V]]": ([("a", 1), ("b", 2)], []),
    "pair[A,B]": ((1, 2), ("a", 3)),
    "set[T]": ({1, 2}, set(), {3}),
    "set[H]": ({1, 2}, set(), {2, 3}),
    "bool": (True, False),
}
ANYTHING = (*NUMBERS, *TEXTS, *LISTS, {"a": 1, "b": 2}, (1, 2), None, ERROR)
SIZES = (1, 5, 12, MAX_POINTS, MAX_POINTS + 1)


def operator(component: Component, function: Callable[..., Any] | None = None) -> Operator:
    arguments = component.arguments
    return Operator(component, function or function_of(component), 1, arguments, component.result, component.commutes)


def values(chance: random.Random, pattern: str, points: int) -> tuple[object, ...]:
    """Mostly of the type, now and then anything."""
    name = pattern.partition("[")[0]
    usual = ARGUMENTS.get(pattern) or (
        LISTS if name in ("list", "seq", "iter", "tuple") else ({"a": 1, "b": 2}, {}) if name == "dict" else NUMBERS
    )
    return tuple(chance.choice(ANYTHING if chance.random() < 0.15 else usual) for _ in range(points))


def expected(function: Callable[..., Any], columns: tuple[tuple[object, ...], ...]) -> list[object]:
    found = []
    for row in zip(*columns, strict=True):
        try:
            found.append(ERROR if any(value is ERROR for value in row) else function(*row))
        except Exception:
            found.append(ERROR)
    return found


def check_at(component: Component, points: int, chance: random.Random) -> bool:
    """Compare on random arguments, first as a loop, then compiled; whether there was a result."""
    known = chance.randint(1, points)
    made = operator(component)
    run = pointwise(made, points, known)
    assert pointwise(made, points, known) is run
    found = [check_results(run, made, known, points, chance) for _ in range(3)]
    run.expect(FROM)
    for _ in range(FROM):
        run.careful(*[(ERROR,) * points] * len(component.arguments))
    found += [check_results(run, made, known, points, chance) for _ in range(3)]
    return any(found)


def check_results(run: Pointwise, made: Operator, known: int, points: int, chance: random.Random) -> bool:
    columns = tuple(values(chance, pattern, points) for pattern in made.patterns)
    wanted = tuple(expected(made.function, columns))
    fails = all(value is ERROR for value in wanted[:known])
    assert repr(run.careful(*columns)) == repr(() if fails else wanted), columns
    if ERROR not in wanted:
        assert repr(run.quick(*columns)) == repr(wanted), columns
    elif not any(ERROR in column for column in columns):
        with pytest.raises(Exception):  # noqa: B017, PT011
            run.quick(*columns)
    return any(value is not ERROR for value in wanted)


def test_what_is_compiled_gives_what_the_function_gives() -> None:
    components = [item for item in COMPONENTS if item.arguments]
    there = [check_at(item, SIZES[at % 3], random.Random(at)) for at, item in enumerate(components)]
    assert sum(there) > 0.9 * len(components)


def test_many_points_are_compiled_up_to_a_limit() -> None:
    chance = random.Random(0)
    for component in [item for item in COMPONENTS if item.source in ("a + b", "a in b")]:
        for points in SIZES[3:]:
            check_at(component, points, chance)


def test_a_source_of_its_own_is_called() -> None:
    made = operator(Component("a", "int -> int"), lambda value: value + 1)
    run = pointwise(made, 2, 2)
    run.expect(FROM)
    assert run.quick((1, 2)) == (2, 3)


def test_a_function_of_the_library_is_called_once_with_the_same_arguments() -> None:
    called = []

    def double(value: Any) -> Any:
        called.append(value)
        return value * 2

    made = operator(Component("double(a)", f"any -> {OBSERVED}"), double)
    for _ in range(2):
        found = observed_results(made, [(1,), (True,), (1.0,), ([1],), ("x",), (1,), (ERROR,)], 1)
        assert repr(found) == repr(((2, 2, 2.0, [1, 1], "xx", 2, ERROR), "any"))
    assert repr(called) == repr([1, True, 1.0, [1], "x"])


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("a",), (1,)], (("a", ERROR), "str")),
        ([(1,), ("a",)], None),
        ([("a",), ("a" * 1_000,)], None),
        ([([],), (["a"],)], (([], ["a"]), "list[str]")),
        ([([],), ([],)], (([], []), "list[empty]")),
    ],
)
def test_results_of_the_library_are_typed_and_neither_large_nor_missing(
    rows: list[tuple[object]], found: object
) -> None:
    def same(value: Any) -> Any:
        len(value)
        return value

    assert observed_results(operator(Component("same(a)", f"any -> {OBSERVED}"), same), rows, 1) == found
