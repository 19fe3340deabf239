"""All expressions over some variables, cheapest first, one for each behavior on the points."""

import marshal
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product as combinations_of

from lift_server.engines.embedded.search.clock import Clock
from lift_server.engines.embedded.search.components import MAX_BITS, MAX_ITEMS
from lift_server.engines.embedded.search.operators import OBSERVED, Operator
from lift_server.engines.embedded.search.program import ERROR, Leaf, Program
from lift_server.engines.embedded.search.types import fits, joined, type_of

_SCALARS = frozenset({"int", "float", "bool", "str", "none"})
TOO_LARGE = "large"
"""The type of what is not kept."""

Values = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """What is looked for: the values at the first points. `then` makes of a program that has them one that solves."""

    type: str
    values: Values
    then: Callable[[Program], None]


@dataclass(slots=True, eq=False)
class Space:
    """`known`: how many of the points, the first ones, are examples; the rest only tells expressions apart.

    `made` is told of every new program. `extend` gives further programs of a cost, such as loops.
    """

    clock: Clock
    leaves: Sequence[Program]
    operators: Sequence[Operator]
    points: int
    known: int
    goals: list[Goal] = field(default_factory=list)
    extend: "Callable[[int], Iterator[Program]] | None" = None
    made: "list[Callable[[Program], None]]" = field(default_factory=list)
    levels: list[list[Program]] = field(default_factory=lambda: [[]])
    _banks: list[dict[str, list[Program]]] = field(default_factory=lambda: [{}])
    _seen: dict[str, set[object]] = field(default_factory=lambda: defaultdict(set))

    def level(self, cost: int) -> list[Program]:
        """The programs of this cost; those that are cheaper are made first. Raises OutOfTime."""
        while len(self.levels) <= cost:
            self._grow(len(self.levels))
        return self.levels[cost]

    def _grow(self, cost: int) -> None:
        self.levels.append([])
        self._banks.append({})
        for leaf in self.leaves:
            if leaf.cost == cost:
                self._add(leaf)
        for operator in self.operators:
            if operator.cost < cost or (operator.cost == cost and not operator.patterns):
                self._apply(operator, cost)
        if self.extend is not None:
            for program in self.extend(cost):
                self._add(program)

    def _apply(self, operator: Operator, cost: int) -> None:
        """All applications of this cost: for each way of sharing it, for all types that are there and fit."""
        count = len(operator.patterns)
        budget = cost - operator.cost
        if not count:
            if budget == 0:
                self._combine(operator, (), operator.result, cost)
            return
        for costs in partitions(budget, count):
            banks = [self._banks[at] for at in costs]
            fitting = [[t for t in bank if operator.admits(place, t)] for place, bank in enumerate(banks)]
            if not all(fitting):
                continue
            for types in combinations_of(*fitting):
                if operator.commutes and (types[0], costs[0]) > (types[1], costs[1]):
                    continue
                result = operator.result_of(types)
                if result is None:
                    continue
                groups = [bank[type_] for bank, type_ in zip(banks, types, strict=True)]
                if count == 2:
                    same = operator.commutes and groups[0] is groups[1]
                    self._pairs(operator, groups[0], groups[1], result, cost, same)
                else:
                    for arguments in combinations_of(*groups):
                        self._combine(operator, arguments, result, cost)

    def _pairs(
        self, operator: Operator, ones: list[Program], others: list[Program], result: str, cost: int, same: bool
    ) -> None:
        function, tick, evaluate = operator.function, self.clock.tick, self._evaluate
        for at, one in enumerate(ones):
            values = one.values
            for other in others[at:] if same else others:
                if not one.uses and not other.uses:
                    continue
                tick()
                fails = one.fails or other.fails
                if not fails:
                    try:
                        found = tuple(map(function, values, other.values))
                    except Exception:
                        fails = True
                if fails:
                    found = evaluate(function, (one, other))
                    fails = ERROR in found
                type_ = self._observed(found) if result == OBSERVED else result
                key = self._new_key(type_, found, fails)
                if key is not None:
                    made = Program(type_, cost, found, operator.component, (one, other), one.uses | other.uses, fails)
                    self._keep(made, key)

    def _combine(self, operator: Operator, arguments: tuple[Program, ...], type_: str, cost: int) -> None:
        self.clock.tick()
        function = operator.function
        fails = not arguments or any(argument.fails for argument in arguments)
        if not fails:
            try:
                values = tuple(map(function, *(argument.values for argument in arguments)))
            except Exception:
                fails = True
        if fails:
            values = self._evaluate(function, arguments)
            fails = ERROR in values
        if type_ == OBSERVED:
            type_ = self._observed(values)
        key = self._new_key(type_, values, fails)
        if key is not None:
            uses = 0
            for argument in arguments:
                uses |= argument.uses
            self._keep(Program(type_, cost, values, operator.component, arguments, uses, fails), key)

    def _evaluate(self, function: Callable[..., object], arguments: tuple[Program, ...]) -> Values:
        """Point by point, with ERROR where the function raises or an argument did."""
        values: list[object] = []
        given_to_all = (
            zip(*(argument.values for argument in arguments), strict=True) if arguments else [()] * self.points
        )
        for given in given_to_all:
            if ERROR in given:
                values.append(ERROR)
                continue
            try:
                values.append(function(*given))
            except Exception:
                values.append(ERROR)
        return tuple(values)

    def _new_key(self, type_: str, values: Values, fails: bool) -> object:
        """What tells the behavior from others; None when it is known, too large, or fails on all examples."""
        if type_ == TOO_LARGE or (fails and all(value is ERROR for value in values[: self.known])):
            return None
        if type_ == "str" and any(value is not ERROR and len(value) > MAX_ITEMS for value in values):  # type: ignore[arg-type]
            return None
        key = values if type_ in _SCALARS else _key(type_, values)
        return None if key is None or key in self._seen[type_] else key

    def _observed(self, values: Values) -> str:
        """The type of a helper's results; `any` for what is too large."""
        if any(is_large(value) for value in values):
            return TOO_LARGE
        return observed(values)

    def _add(self, program: Program) -> None:
        key = self._new_key(program.type, program.values, program.fails)
        if key is not None:
            self._keep(program, key)

    def _keep(self, program: Program, key: object) -> None:
        self._seen[program.type].add(key)
        self._banks[program.cost].setdefault(program.type, []).append(program)
        self.levels[program.cost].append(program)
        for goal in self.goals:
            if is_solution(program, goal):
                goal.then(program)
        for told in self.made:
            told(program)


def observed(values: Values) -> str:
    """The type of the values that are there; `any` for none."""
    found = joined(type_of(value) for value in values if value is not ERROR)
    return "any" if found == "empty" else found


def is_solution(program: Program, goal: Goal) -> bool:
    """Whether the program has the goal's values where they are known."""
    found = program.values[: len(goal.values)]
    if not fits(program.type, goal.type):
        # A goal's type is that of its values without None.
        return program.type == "any" and found == goal.values and all(map(is_close, found, goal.values))
    return found == goal.values or ("float" in goal.type and all(map(is_close, found, goal.values)))


def is_close(found: object, wanted: object) -> bool:
    """Equality that forgives floats their last digits."""
    if isinstance(found, float) or isinstance(wanted, float):
        if not isinstance(found, int | float) or not isinstance(wanted, int | float):
            return False
        try:
            return math.isclose(found, wanted, rel_tol=1e-7, abs_tol=1e-9)
        except OverflowError:
            return False
    if isinstance(found, list | tuple) and isinstance(wanted, list | tuple):
        return type(found) is type(wanted) and len(found) == len(wanted) and all(map(is_close, found, wanted))
    return found == wanted and type(found) is type(wanted)


def is_large(value: object) -> bool:
    """Whether it has more items than a search works on, those of its items included."""
    if isinstance(value, int):
        return value.bit_length() > 4 * MAX_BITS
    if isinstance(value, str):
        return len(value) > MAX_ITEMS
    if not isinstance(value, list | tuple | dict | set):
        return False
    if len(value) > MAX_ITEMS:
        return True
    inner = value.values() if isinstance(value, dict) else value
    return sum(len(item) for item in inner if isinstance(item, list | tuple | str | set)) > 4 * MAX_ITEMS


MAX_BYTES = 40_000
"""Of the values at all points together."""


def _key(type_: str, values: Values) -> object:
    """What tells behaviors apart; None for values that are too large."""
    if "set[" in type_ or type_ == "any":
        try:
            key = repr([sorted(map(repr, value)) if isinstance(value, set) else value for value in values])
        except ValueError:
            return None
        return key if len(key) <= MAX_BYTES else None
    try:
        found = marshal.dumps(values, 2)  # type: ignore[arg-type]
    except ValueError:
        return None
    return found if len(found) <= MAX_BYTES else None


@cache
def partitions(total: int, parts: int) -> tuple[tuple[int, ...], ...]:
    """All ways to share the total among so many parts of at least 1."""
    if total < parts:
        return ()
    if parts == 1:
        return ((total,),)
    return tuple(
        (first, *rest) for first in range(1, total - parts + 2) for rest in partitions(total - first, parts - 1)
    )


def leaf(source: str, type_: str, cost: int, values: Values, bit: int = 0) -> Program:
    """A variable (with its bit) or a constant."""
    return Program(type_, cost, values, Leaf(source, bool(bit)), (), bit, ERROR in values)
