"""Guards that the prose tells of: the search looks for what is returned behind them."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lift_server.engines.embedded.search.components import COMPONENTS
from lift_server.engines.embedded.search.program import ERROR, Program
from lift_server.engines.embedded.search.request import Request, Sketch
from lift_server.engines.embedded.search.sketches import value
from lift_server.engines.embedded.search.space import is_close, observed

CHOICE = next(item for item in COMPONENTS if item.source == "a if c else b")
COST = 1
"""What a guard adds to a program's cost: little, since the author spoke of it."""

_BOUNDARIES: dict[str, object] = {"int": 0, "float": 0.0, "str": "", "list": [], "dict": {}}
Point = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Guard:
    """Its parts at all points, the added ones included, and the points where it is the first that holds."""

    condition: Program
    result: Program
    points: tuple[int, ...]


def behind_guards(request: Request) -> tuple[Request, Callable[[Program], Program]]:
    """The request for what is returned behind the guards, and what makes a whole program of its solution.

    A guard that contradicts an example was misread and is left out, and so is one that leaves no example. The whole
    program's values are in the order of the request that was given; those of its parts are not.
    """
    examples = [arguments for arguments, _ in request.examples]
    points = [*examples, *request.probes, *_boundaries(request)]
    guards: list[_Guard] = []
    rest = set(range(len(points)))
    for sketch in request.sketches:
        found = _guard(sketch, request, points, rest) if sketch.kind == "guard" else None
        if found is not None and any(at not in found.points for at in rest if at < len(examples)):
            guards.append(found)
            rest -= set(found.points)
    if not guards:
        return request, lambda program: program
    order = [*sorted(rest), *sorted(set(range(len(points))) - rest)]
    known = [at for at in order if at in rest and at < len(examples)]
    inner = replace(
        request,
        examples=tuple(request.examples[at] for at in known),
        probes=tuple(points[at] for at in order if at not in known),
    )
    shown = len(examples) + len(request.probes)
    return inner, functools.partial(_whole, guards=guards, order=order, shown=shown)


def _boundaries(request: Request) -> list[Point]:
    """The first example's arguments with an empty or zero value for one of them: there guards usually hold."""
    if not request.examples:
        return []
    first = request.examples[0][0]
    found = []
    for at, argument in enumerate(first):
        boundary = _BOUNDARIES.get(type(argument).__name__)
        if boundary is not None:
            found.append((*first[:at], boundary, *first[at + 1 :]))
    return found


def _guard(sketch: Sketch, request: Request, points: Sequence[Point], rest: set[int]) -> _Guard | None:
    condition = value(sketch.source, COST, request, points)
    result = value(sketch.result, 1, request, points)
    if condition is None or result is None or not condition.uses:
        return None
    holds = tuple(at for at in sorted(rest) if condition.values[at] is not ERROR and condition.values[at])
    fits = (is_close(result.values[at], request.examples[at][1]) for at in holds if at < len(request.examples))
    return _Guard(condition, result, holds) if holds and all(fits) else None


def _whole(rest: Program, guards: Sequence[_Guard], order: Sequence[int], shown: int) -> Program:
    """The program with those of the guards before it that change what it gives."""
    values = [rest.values[order.index(at)] for at in range(len(order))]
    needed = [guard for guard in guards if any(not _same(values[at], guard.result.values[at]) for at in guard.points)]
    program = replace(rest, values=tuple(values[:shown]))
    for guard in reversed(needed):
        for at in guard.points:
            values[at] = guard.result.values[at]
        parts = (_cut(guard.result, shown), program, _cut(guard.condition, shown))
        program = Program(
            observed(tuple(values[:shown])),
            program.cost + COST,
            tuple(values[:shown]),
            CHOICE,
            parts,
            program.uses | guard.condition.uses | guard.result.uses,
            ERROR in values[:shown],
        )
    return program


def _same(found: object, wanted: object) -> bool:
    return found is not ERROR and is_close(found, wanted)


def _cut(program: Program, shown: int) -> Program:
    return replace(program, values=program.values[:shown])
