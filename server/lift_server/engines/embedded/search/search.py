"""The search for one request: expressions over the parameters until they give every expected result."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from lift_server.engines.embedded.search.clock import Clock, OutOfTime, watched
from lift_server.engines.embedded.search.components import Component
from lift_server.engines.embedded.search.cover import CHOICE, Cover
from lift_server.engines.embedded.search.guards import behind_guards
from lift_server.engines.embedded.search.judge import is_told
from lift_server.engines.embedded.search.loops import Loops
from lift_server.engines.embedded.search.operators import helper_operators, operators
from lift_server.engines.embedded.search.program import Program
from lift_server.engines.embedded.search.recurrences import FROM, Recurrences
from lift_server.engines.embedded.search.request import Request
from lift_server.engines.embedded.search.sense import makes_sense
from lift_server.engines.embedded.search.sketches import sketch_values, with_sketches
from lift_server.engines.embedded.search.space import Goal, Space, leaf
from lift_server.engines.embedded.search.splits import split_goals
from lift_server.engines.embedded.search.steps import GATHERING
from lift_server.engines.embedded.search.types import join, joined, type_of

MAX_COST = 30
SLACK = 5
"""How much dearer than the first solution another one may be."""

MAX_CHOICES = 12
"""Programs with an `if` that are taken after each level, the cheapest."""

DEPTH = 2
"""How deep loops may nest."""


@dataclass(frozen=True, slots=True)
class Solution:
    """A program that gives all expected results, with the number of evaluations until it was found."""

    program: Program
    evaluated: int


def search(
    request: Request, tell: Callable[[Solution], None] = lambda _: None, clock: Clock | None = None
) -> list[Solution]:
    """Solutions as they were found; `tell` hears of each at once. Ends with the clock, which is the request's budget
    unless another one is given."""
    clock = clock or Clock(time.process_time() + request.seconds, most=request.evaluations)
    found: list[Solution] = []
    cheapest: dict[str, int] = {}

    stated = request
    request, whole = behind_guards(request)

    is_settled = False

    def solve(rest: Program) -> None:
        nonlocal is_settled
        program = whole(rest)
        # An expression that does what a loop does is found later, and better.
        behavior = repr((program.type, program.values, rest.head in GATHERING))
        # What is put together of parts is found before a plainer program that does the same.
        if not program.uses or cheapest.get(behavior, MAX_COST * MAX_COST) <= program.cost:
            return
        # What nobody would accept is not what is looked for: the search goes on.
        if not makes_sense(program, stated):
            return
        cheapest[behavior] = program.cost
        # A choice may be nothing but a way to tell the examples apart.
        is_settled = is_settled or rest.head is not CHOICE
        solution = Solution(program, clock.evaluated)
        found.append(solution)
        tell(solution)

    space, cover, recurrences = _space(request, clock, solve)

    def spoken_of(condition: Program) -> bool:
        return _is_about_nothing(condition, request) or is_told(condition, request)

    earlier = 0
    with watched(clock), suppress(OutOfTime):
        for cost in range(1, MAX_COST):
            space.level(cost)
            if found and cost > min(item.program.cost for item in found) + SLACK:
                break
            for program in cover.choices(spoken_of, MAX_CHOICES):
                solve(program)
            if earlier < FROM <= clock.evaluated and not is_settled:
                recurrences.search()
            earlier = clock.evaluated
    return found


def _space(request: Request, clock: Clock, solve: Callable[[Program], None]) -> tuple[Space, Cover, Recurrences]:
    points = [arguments for arguments, _ in request.examples] + list(request.probes)
    known = len(request.examples)
    results = tuple(result for _, result in request.examples)
    goal = Goal(_goal_type(request.result, results), results, solve)
    variables = [
        leaf(name, _parameter_type(request.types[at], [values[at] for values in points]), 1,
             tuple(values[at] for values in points), 1 << at)
        for at, name in enumerate(request.parameters)
    ]  # fmt: skip
    constants = list(_constants(request, goal, len(points)))
    stems = frozenset(request.stems)
    known_operators = [
        *operators(stems, [goal.type, *(variable.type for variable in variables)]),
        *helper_operators(request.helpers, stems),
    ]
    made = with_sketches(known_operators, request.sketches)
    shown = list(sketch_values(request, points))
    space = Space(clock, [*variables, *shown, *constants], made, len(points), known, [goal])
    loops = Loops(clock, stems, made, variables, constants, known, DEPTH, _wanted(goal.type), goal)
    cover = Cover(goal)
    space.made += [cover.offer, loops.offer]
    split_goals(space)
    space.extend = loops.programs
    return space, cover, Recurrences(clock, variables, constants, known_operators, goal)


KNOWN_BY_WORD = {
    "vowel": ("aeiou", "AEIOU", "aeiouAEIOU"),
    "alphabet": ("abcdefghijklmnopqrstuvwxyz",),
    "comma": (",",),
    "space": (" ",),
    "underscor": ("_",),
    "hyphen": ("-",),
    "dash": ("-",),
}
"""Constants that the prose names without writing them."""


def _wanted(type_: str) -> frozenset[str]:
    return frozenset({type_})


def _goal_type(declared: str, results: tuple[object, ...]) -> str:
    """The type of the results that are not None: what is None under a condition is a choice's part."""
    observed = joined(type_of(result) for result in results if result is not None)
    if observed == "empty":
        observed = "none"
    if declared == "any" or observed == "any":
        return observed
    both = join(declared, observed)
    return observed if both == "any" else both


def _parameter_type(declared: str, values: list[object]) -> str:
    observed = joined(map(type_of, values))
    both = observed if declared == "any" else join(observed, declared)
    return observed if both == "any" else both


def _constants(request: Request, goal: Goal, points: int) -> Iterator[Program]:
    """Constants of the prose first, then the usual ones; for a result of few values those."""
    costs: dict[str, tuple[object, int]] = {}

    def offer(value: object, cost: int) -> None:
        text = repr(value)
        if text not in costs or costs[text][1] > cost:
            costs[text] = (value, cost)

    for value in request.constants:
        offer(value, 1)
    for value, cost in ((0, 2), (1, 1), (2, 2), (-1, 3), (10, 3)):
        offer(value, cost)
    for stem, values in KNOWN_BY_WORD.items():
        if stem in request.stems:
            for known in values:
                offer(known, 1)
    if any("str" in item for item in (*request.types, goal.type)):
        offer("", 2)
        offer(" ", 2)
    times = Counter(map(repr, goal.values))
    for value in goal.values:
        is_nothing = value is None or value in ("", [], 0, -1)
        if is_nothing or (isinstance(value, str | int) and times[repr(value)] > 1 and len(repr(value)) < 20):
            offer(value, 2)
    for text, (value, cost) in costs.items():
        yield leaf(text, type_of(value), cost, (value,) * points)


NOTHING = frozenset({"empti", "zero", "none", "null", "blank", "negat"})
"""Words that speak of a value for which there is nothing to do."""


def _is_about_nothing(condition: Program, request: Request) -> bool:
    """Whether the condition asks for an empty or zero value of which the prose speaks."""
    if NOTHING.isdisjoint(request.stems):
        return False
    constants = [part for part in condition.walk() if not part.uses]
    is_empty = isinstance(condition.head, Component) and condition.head.source == "not a"
    return is_empty or any(part.values[0] in (0, "", None) for part in constants)
