"""Meeting in the middle: what the other part of a sum, text or condition must be, looked up among known programs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lift_server.engines.embedded.search.components import COMPONENTS, Component
from lift_server.engines.embedded.search.program import ERROR, Program
from lift_server.engines.embedded.search.space import Goal, Space, Values, is_solution
from lift_server.engines.embedded.search.templates import Templates
from lift_server.engines.embedded.search.types import split

_BY_SOURCE = {(item.source, item.arguments): item for item in COMPONENTS}
MIN_LABELS = 4
"""Known truth values from which a condition may be split: fewer are given by too many pairs."""

MAX_OF_A_PART = 12
"""Programs that are taken for one part of a pair, the first ones: what both parts share is written once."""


def split_goals(space: Space) -> None:
    """Let the space look for both parts of its goals from now on."""
    for goal in list(space.goals):
        _split(space, goal)


def _split(space: Space, goal: Goal) -> None:
    if None in goal.values:
        return
    if goal.type == "bool" and len(goal.values) >= MIN_LABELS:
        space.made.append(_Conditions(goal).offer)
    elif goal.type in ("int", "float") or goal.type == "str" or goal.type.startswith("list["):
        space.made.append(_Parts(goal).offer)
        if goal.type == "str":
            space.made.append(Templates(goal).offer)
    elif goal.type.startswith("pair["):
        _split_pair(space, goal)


def _component(source: str, *patterns: str) -> Component:
    return _BY_SOURCE[source, patterns]


PLUS = _component("a + b", "N", "N")
MINUS = _component("a - b", "N", "N")
TIMES = _component("a * b", "N", "N")
JOINED = _component("a + b", "str", "str")
APPENDED = _component("a + b", "list[T]", "list[T]")
AND = _component("a and b", "bool", "bool")
OR = _component("a or b", "bool", "bool")
NOT = _component("not a", "bool")
PAIR = _component("(a, b)", "A", "B")


def combined(component: Component, run: Callable[..., object], type_: str, *parts: Program) -> Program:
    """The component applied, where no operator with a function is at hand."""
    values: list[object] = []
    for given in zip(*(part.values for part in parts), strict=True):
        if any(value is ERROR for value in given):
            values.append(ERROR)
            continue
        try:
            values.append(run(*given))
        except Exception:
            values.append(ERROR)
    uses = 0
    for part in parts:
        uses |= part.uses
    cost = component.cost + sum(part.cost for part in parts)
    return Program(type_, cost, tuple(values), component, parts, uses, ERROR in values)


@dataclass(slots=True, eq=False)
class _Parts:
    """Two parts of a number, a text or a list: when one is known, the other is computed and looked up."""

    goal: Goal
    _known: dict[object, Program] = field(default_factory=dict)

    def offer(self, program: Program) -> None:
        goal = self.goal
        if not _same_kind(program.type, goal.type):
            return
        values = program.values[: len(goal.values)]
        if program.fails and ERROR in values:
            return
        key = _hashable(values)
        if key in self._known:
            return
        self._known[key] = program
        if not program.uses:
            return
        try:
            ways = list(self._others(values))
        except TypeError:
            # A component whose signature promises too much.
            return
        for component, run, other, is_first in ways:
            found = self._known.get(_hashable(other))
            if found is not None and found is not program:
                parts = (program, found) if is_first else (found, program)
                whole = combined(component, run, goal.type, *parts)
                if is_solution(whole, goal):
                    goal.then(whole)

    def _others(self, values: Values) -> Iterator[tuple[Component, Callable[..., object], Values, bool]]:
        """What the other part would have to be, for each way of composing two."""
        pairs = list(zip(values, self.goal.values, strict=True))
        if self.goal.type in ("int", "float"):
            yield PLUS, _add, tuple(_rounded(want - part) for part, want in pairs), True  # type: ignore[operator]
            yield MINUS, _subtract, tuple(_rounded(part - want) for part, want in pairs), True  # type: ignore[operator]
            if all(part for part in values):
                divided = [want / part for part, want in pairs]  # type: ignore[operator]
                if self.goal.type == "float" or all(item == int(item) for item in divided):
                    yield TIMES, _multiply, tuple(map(_rounded, divided)), True
            return
        component = JOINED if self.goal.type == "str" else APPENDED
        if not all(values):
            return
        if all(want[: len(part)] == part for part, want in pairs):  # type: ignore[index, arg-type]
            yield component, _add, tuple(want[len(part) :] for part, want in pairs), True  # type: ignore[index, arg-type]
        if all(want[-len(part) :] == part for part, want in pairs):  # type: ignore[index, arg-type]
            yield component, _add, tuple(want[: -len(part)] for part, want in pairs), False  # type: ignore[index, arg-type]


def _same_kind(type_: str, goal: str) -> bool:
    numbers = ("int", "float")
    return type_ in numbers if goal in numbers else type_ == goal or (type_[:5] == goal[:5] == "list[")


def _add(one: object, other: object) -> object:
    return one + other  # type: ignore[operator]


def _subtract(one: object, other: object) -> object:
    return one - other  # type: ignore[operator]


def _multiply(one: object, other: object) -> object:
    return one * other  # type: ignore[operator]


def _rounded(value: object) -> object:
    """The value as a key: floats that differ in their last digits are one."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else float(f"{value:.9g}")
    return value


def _hashable(values: Values) -> object:
    try:
        key = tuple(map(_rounded, values))
        hash(key)
    except TypeError:
        return repr(values)
    return key


@dataclass(slots=True, eq=False)
class _Conditions:
    """Conjunctions and disjunctions of two conditions, each possibly negated, by the examples on which they hold."""

    goal: Goal
    _by_mask: dict[int, Program] = field(default_factory=dict)

    def offer(self, program: Program) -> None:
        if program.type != "bool" or not program.uses:
            return
        values = program.values[: len(self.goal.values)]
        if ERROR in values:
            return
        self._learn(_mask(values), program)
        self._learn(_mask([not value for value in values]), combined(NOT, lambda value: not value, "bool", program))

    def _learn(self, mask: int, program: Program) -> None:
        if mask in self._by_mask:
            return
        self._by_mask[mask] = program
        wanted = _mask(self.goal.values)
        for other_mask, other in list(self._by_mask.items()):
            if mask & other_mask == wanted and wanted not in (mask, other_mask):
                self.goal.then(combined(AND, lambda one, two: one and two, "bool", other, program))
            elif mask | other_mask == wanted and wanted not in (mask, other_mask):
                self.goal.then(combined(OR, lambda one, two: one or two, "bool", other, program))


def _mask(values: Iterable[object]) -> int:
    return sum(1 << at for at, value in enumerate(values) if value)


def _split_pair(space: Space, goal: Goal) -> None:
    """Look for the two parts of a pair on their own."""
    types = split(goal.type)[1]
    found: tuple[list[Program], list[Program]] = ([], [])

    def part(at: int) -> Callable[[Program], None]:
        def then(program: Program) -> None:
            if len(found[at]) < MAX_OF_A_PART:
                found[at].append(program)
                for other in found[1 - at]:
                    one, two = (program, other) if at == 0 else (other, program)
                    goal.then(combined(PAIR, lambda a, b: (a, b), goal.type, one, two))

        return then

    for at in (0, 1):
        values = tuple(value[at] for value in goal.values)  # type: ignore[index]
        inner_goal = Goal(types[at], values, part(at))
        space.goals.append(inner_goal)
        _split(space, inner_goal)
