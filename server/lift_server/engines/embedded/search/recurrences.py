"""Folds and recurrences: what a loop gathers step by step, where no step's result is shown by itself.

The step is enumerated over samples of what it may be given, so that each behavior comes once, and then run as a loop
over the examples, the shortest first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from lift_server.engines.embedded.search.clock import Clock, OutOfTime
from lift_server.engines.embedded.search.components import COMPONENTS, Component
from lift_server.engines.embedded.search.operators import Operator, function_of
from lift_server.engines.embedded.search.program import ERROR, Form, Program
from lift_server.engines.embedded.search.remembered import is_large
from lift_server.engines.embedded.search.space import Goal, Space, is_close, leaf
from lift_server.engines.embedded.search.splits import combined
from lift_server.engines.embedded.search.steps import FOLD, RECURRENCES, STATE, Rounds, Run, Steps, for_steps, linear
from lift_server.engines.embedded.search.types import elements, fits, split, type_of

FROM = 2_000
"""Evaluations of ordinary expressions after which folds are looked for, when those gave nothing but choices."""

EVALUATIONS = 60_000
"""Evaluations of steps and loops together that they may take."""

COST = 3
"""What a loop that gathers costs besides its parts."""

MAX_STEP, MAX_GUARDED = 6, 9
"""The cost of a step, and of one with its condition."""

MAX_STEPS = 200
"""Items that one loop runs over."""

STEPS = 16
"""So many take as long as another evaluation does."""

SAMPLES, MAX_POOL = 24, 10
"""Points on which steps differ, and the states and items that they are made of."""

MAX_STARTS = 6
MIN_ITEMS = 3
"""Of all examples together, below which there is nothing to gather."""

_SCALARS = frozenset({"int", "float", "bool", "str"})
_BY_SOURCE = {(item.source, item.arguments): item for item in COMPONENTS}
_REST = {"list": _BY_SOURCE["a[1:]", ("list[T]",)], "str": _BY_SOURCE["a[1:]", ("str",)]}
_FIRST = _BY_SOURCE["a[0]", ("seq[T]",)]
_REVERSED = Component("reversed(a)", "seq[T] -> list[T]", "revers right backward low end", 1, run="list(a)[::-1]")
_RANGES = (
    Component("range(a)", "int -> list[int]", "", run="span(0, a)"),
    Component("range(1, a + 1)", "int -> list[int]", "", run="span(1, a + 1)"),
)
_EARLIER = Component("range(a - 1)", "int -> list[int]", "", run="span(0, a - 1)")


@dataclass(slots=True, eq=False)
class Recurrences:
    """Loops that give the goal. `variables` have values at all points, the examples' first."""

    clock: Clock
    variables: Sequence[Program]
    constants: Sequence[Program]
    operators: Sequence[Operator]
    goal: Goal

    def search(self) -> None:
        """Look for them; each one found is told to the goal. Raises OutOfTime when all of the time is spent."""
        most = self.clock.evaluated + EVALUATIONS
        if self.clock.most:
            most = min(most, self.clock.most)
        own = Clock(self.clock.deadline, self.clock.evaluated, most)
        try:
            self._search(own)
        except OutOfTime:
            if own.evaluated < most:
                raise
        finally:
            self.clock.evaluated = own.evaluated

    def _search(self, clock: Clock) -> None:
        kinds = [*self._recurrences(clock), *self._folds(clock)]
        for kind in kinds:
            if kind.form is not FOLD:
                for step in linear(kind, self.goal.type):
                    self._try(clock, kind, step)
        for cost in range(1, MAX_GUARDED + 1):
            for kind in kinds:
                if cost <= MAX_STEP:
                    for step in kind.space.level(cost):
                        self._try(clock, kind, step)
                if kind.form is FOLD:
                    for step in kind.guarded(cost, self.goal.type):
                        self._try(clock, kind, step)

    def _try(self, clock: Clock, kind: Steps, step: Program) -> None:
        """Run the step in each loop."""
        if not (kind.is_gathering(step) and kind.is_step(step, self.goal.type)):
            return
        run = kind.run_of(step)
        for loop in kind.loops:
            clock.tick()
            if all(self._is_right(clock, loop, at, run, kind.count) for at in loop.order):
                self.clock.evaluated = clock.evaluated
                self.goal.then(self._program(loop, kind, step, run))

    def _is_right(self, clock: Clock, loop: Rounds, at: int, run: Run, count: int) -> bool:
        for _ in range(len(loop.items[at] or ()) // STEPS):
            clock.tick()
        found = self._result(loop, at, run, count)
        return found is not ERROR and is_close(found, self.goal.values[at])

    def _result(self, loop: Rounds, at: int, run: Run, count: int) -> object:
        """What the loop gives at a point."""
        items, start = loop.items[at], loop.starts[at]
        if items is None or start is None:
            return ERROR
        known = [*start, None, *(variable.values[at] for variable in self.variables)]
        try:
            for item in items:
                known[count] = item
                value = run(known)
                if is_large(value):
                    return ERROR
                known[:count] = [*known[1:count], value]
        except Exception:
            return ERROR
        return known[0]

    def _program(self, loop: Rounds, kind: Steps, step: Program, run: Run) -> Program:
        values = tuple(self._result(loop, at, run, kind.count) for at in range(len(loop.items)))
        inner = sum(bit for bit, slot in kind.slots.items() if slot <= kind.count)
        uses = loop.source.uses | loop.start.uses | (step.uses & ~inner)
        cost = COST + loop.source.cost + loop.start.cost + step.cost
        parts = (loop.source, loop.start, kind.ordered(step) if kind.form is FOLD else step)
        return Program(self.goal.type, cost, values, kind.form, parts, uses, ERROR in values)

    def _folds(self, clock: Clock) -> Iterator[Steps]:
        """The steps over one gathered value, for each type of item."""
        if self.goal.type not in ("int", "float", "str") and not self.goal.type.startswith("list["):
            return
        loops: dict[str, list[Rounds]] = {}
        for source, start in self._sources():
            loop = self._loop(source, start, tuple(value if value is ERROR else (value,) for value in start.values))
            if loop is not None:
                loops.setdefault(elements(source.type) or "any", []).append(loop)
        for item_type, over in loops.items():
            yield self._steps(clock, FOLD, over, ("acc",), ("x", item_type, 1))

    def _sources(self) -> Iterator[tuple[Program, Program]]:
        """What may be looped over, each with the values that a fold may start from."""
        kept = [item for item in (*self.constants, *self.variables) if fits(item.type, self.goal.type)]
        if self.variables and self.goal.type.startswith("list["):
            kept.append(leaf("[]", self.goal.type, 1, ([],) * len(self.variables[0].values)))
        starts = sorted(kept, key=lambda item: item.cost)[:MAX_STARTS]
        for variable in self.variables:
            sources = []
            if variable.type == "int":
                sources = [_applied(component, "list[int]", variable) for component in _RANGES]
            name, item_type = split(variable.type)[0], elements(variable.type)
            if item_type is not None and item_type != "empty" and name in ("list", "str", "tuple", "pair"):
                sources = [variable, _applied(_REVERSED, f"list[{item_type}]", variable)]
                if name in _REST and fits(item_type, self.goal.type):
                    yield _applied(_REST[name], variable.type, variable), _applied(_FIRST, item_type, variable)
            yield from ((source, start) for source in sources for start in starts if start is not variable)

    def _recurrences(self, clock: Clock) -> Iterator[Steps]:
        """The steps over the last two or three values of a sequence."""
        if [variable.type for variable in self.variables] != ["int"] or self.goal.type not in ("int", "float"):
            return
        [number] = self.variables
        shown: dict[Any, object] = dict(zip(number.values, self.goal.values, strict=False))
        base = 0 if 0 in shown else 1
        source = _applied((_RANGES[0], _EARLIER)[base], "list[int]", number)
        for count, form in RECURRENCES.items():
            firsts = [(shown[base + at],) if base + at in shown else (0, 1) for at in range(count)]
            loops = []
            for first in product(*firsts):
                cost = sum(1 if value in (0, 1) else 2 for value in first)
                start = leaf(repr(first), "any", cost, (first,) * len(number.values))
                loop = self._loop(source, start, (first,) * len(number.values))
                if loop is not None:
                    loops.append(loop)
            # With fewer later values than first ones, some step gives any of them.
            if not loops or sum(at >= base + count for at in shown) < count:
                continue
            names = tuple(f"{STATE}[{at}]" for at in range(count))
            yield self._steps(clock, form, loops, names, ("i", "int", 2))

    def _loop(self, source: Program, start: Program, starts: Sequence[Any]) -> Rounds | None:
        """The loop; None where it cannot give what the examples show whatever its step is, or hardly loops."""
        items = tuple(_items(value) for value in source.values)
        known = range(len(self.goal.values))
        if any(items[at] is None or starts[at] is ERROR for at in known):
            return None
        counts = [len(items[at] or ()) for at in known]
        if any(not counts[at] and not is_close(starts[at][0], self.goal.values[at]) for at in known):
            return None
        order = sorted((at for at in known if counts[at]), key=counts.__getitem__)
        states = tuple(None if value is ERROR else value for value in starts)
        return Rounds(source, start, items, states, tuple(order)) if sum(counts) >= MIN_ITEMS else None

    def _steps(
        self, clock: Clock, form: Form, loops: list[Rounds], names: tuple[str, ...], item: tuple[str, str, int]
    ) -> Steps:
        """The space of steps over the state's values, of these names, and an item: name, type and cost."""
        count = len(names)
        rows = self._samples(loops, count)
        first = len(self.variables)
        slots = {1 << at: count + 1 + at for at in range(first)}
        slots |= {1 << (first + at): at for at in range(count + 1)}
        columns = list(zip(*rows, strict=True))
        leaves = [leaf(name, self.goal.type, 1, columns[at], 1 << (first + at)) for at, name in enumerate(names)]
        leaves.append(leaf(item[0], item[1], item[2], columns[count], 1 << (first + count)))
        outer = self.variables if form is FOLD else ()
        for at, variable in enumerate(outer):
            if variable.type in _SCALARS:
                leaves.append(replace(variable, values=columns[count + 1 + at]))
        for constant in self.constants:
            if constant.type in _SCALARS:
                cost = 1 if constant.values[0] == 0 else min(constant.cost, 2)
                leaves.append(replace(constant, cost=cost, values=constant.values[:1] * len(rows)))
        types = {split(self.goal.type)[0], split(item[1])[0], *(found.type for found in leaves)}
        made = [found for operator in self.operators if (found := for_steps(operator, types)) is not None]
        space = Space(clock, leaves, made, len(rows), len(rows))
        return Steps(form, space, loops, count, slots)

    def _samples(self, loops: Sequence[Rounds], count: int) -> list[tuple[Any, ...]]:
        """States, items and parameters that tell steps apart: values of the goal's type with items of the examples."""
        known = range(len(self.goal.values))
        pool: dict[str, object] = {}
        items: dict[str, tuple[Any, ...]] = {}
        for loop, at in product(loops, known):
            found = loop.items[at] or []
            for value in (*(loop.starts[at] or ()), self.goal.values[at], *found):
                if fits(type_of(value), self.goal.type):
                    pool[repr(value)] = value
            parameters = tuple(variable.values[at] for variable in self.variables)
            for value in found:
                items[repr((value, parameters))] = (value, *parameters)
        values = _spread(list(pool.values()), MAX_POOL)
        rows = [(*state, *item) for *state, item in product(*[values] * count, _spread(list(items.values()), MAX_POOL))]
        return _spread(rows, SAMPLES)


def _spread(rows: list[Any], most: int) -> list[Any]:
    """Some of the rows from all over them, in an order without a pattern."""
    return [rows[at * 7919 % len(rows)] for at in range(min(most, len(rows)))]


def _applied(component: Component, type_: str, part: Program) -> Program:
    return combined(component, function_of(component), type_, part)


def _items(value: object) -> list[Any] | None:
    if not isinstance(value, list | tuple | str) or len(value) > MAX_STEPS:
        return None
    return list(value)
