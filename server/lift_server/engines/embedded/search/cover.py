"""Programs with an `if`: one value where a condition holds, another elsewhere."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import product

from lift_server.engines.embedded.search.components import COMPONENTS
from lift_server.engines.embedded.search.program import ERROR, Program
from lift_server.engines.embedded.search.space import Goal, is_close
from lift_server.engines.embedded.search.types import fits

CHOICE = next(item for item in COMPONENTS if item.source == "a if c else b")
MIN_SUPPORT = 2
"""Examples that each branch of an `if` must explain."""

MIN_SUPPORT_SAID = 1
"""The same for a condition about nothing: empty, zero, None."""


KEPT = 6
"""Programs that are kept for one set of examples, the cheapest ones."""


@dataclass(slots=True, eq=False)
class Cover:
    """The cheapest programs for each set of solved examples, the cheapest conditions for each set where they hold."""

    goal: Goal
    _solvers: dict[int, list[Program]] = field(default_factory=dict)
    _conditions: dict[int, list[Program]] = field(default_factory=dict)
    _everywhere: dict[int, Program] = field(default_factory=dict)

    def offer(self, program: Program) -> None:
        """Learn what the program solves, and where it holds."""
        values = program.values[: len(self.goal.values)]
        if program.type == "bool" and program.uses and ERROR not in values:
            _keep(self._conditions, _mask(values), program)
            if not program.fails:
                self._everywhere.setdefault(_mask(program.values), program)
        if fits(program.type, self.goal.type) or program.type == "none":
            solved = _mask([_same(*pair) for pair in zip(values, self.goal.values, strict=True)])
            if solved:
                _keep(self._solvers, solved, program)

    def choices(self, said: Callable[[Program], bool], most: int) -> list[Program]:
        """Up to `most` programs with one `if` that solve all examples, the cheapest first.

        `said` tells whether the prose speaks of a condition, so that one example is enough.
        """
        everything = (1 << len(self.goal.values)) - 1
        found = list(self._fallbacks(everything))
        for mask, conditions in self._conditions.items():
            rest = everything & ~mask
            support = min(mask.bit_count(), rest.bit_count())
            if support == 0:
                continue
            thens, others = self._solving(mask), self._solving(rest)
            if not thens or not others:
                continue
            for condition in conditions:
                if support < (MIN_SUPPORT_SAID if said(condition) else MIN_SUPPORT):
                    continue
                for then, otherwise in product(thens, others):
                    if then is not otherwise:
                        found.append((then, otherwise, condition))
        cheapest = nsmallest(most, found, key=lambda parts: sum(part.cost for part in parts))
        return [self._choice(*parts) for parts in cheapest]

    def _fallbacks(self, everything: int) -> Iterator[tuple[Program, Program, Program]]:
        """Programs that fail on exactly the examples that they do not solve, with the condition on which they fail
        wherever that is known: such a condition needs no words."""
        for solved, items in self._solvers.items():
            rest = everything & ~solved
            for item in items if rest else ():
                failing = _mask([value is ERROR for value in item.values])
                condition = self._everywhere.get(failing)
                if condition is not None and failing & everything == rest and (thens := self._solving(rest)):
                    yield thens[0], item, condition

    def _choice(self, then: Program, otherwise: Program, condition: Program) -> Program:
        """The branch that is not taken may fail."""
        parts = (then, otherwise, condition)
        rows = zip(*(part.values for part in parts), strict=True)
        values = tuple(ERROR if c is ERROR else a if c else b for a, b, c in rows)
        uses = then.uses | otherwise.uses | condition.uses
        cost = CHOICE.cost + sum(part.cost for part in parts)
        return Program(self.goal.type, cost, values, CHOICE, parts, uses, ERROR in values)

    def _solving(self, mask: int) -> list[Program]:
        fitting = [item for solved, items in self._solvers.items() if solved & mask == mask for item in items]
        return sorted(fitting, key=lambda program: program.cost)[:KEPT]


def _keep(kept: dict[int, list[Program]], mask: int, program: Program) -> None:
    items = kept.setdefault(mask, [])
    if len(items) < KEPT:
        items.append(program)


def is_where_it_fails(choice: Program) -> bool:
    """Whether the condition of an `if` holds exactly where the other branch fails, at all points."""
    _, otherwise, condition = choice.arguments
    pairs = zip(condition.values, otherwise.values, strict=True)
    return otherwise.fails and all(bool(holds) == (value is ERROR) for holds, value in pairs)


def _mask(values: Iterable[object]) -> int:
    return sum(1 << at for at, value in enumerate(values) if value)


def _same(found: object, wanted: object) -> bool:
    return found is not ERROR and is_close(found, wanted)
