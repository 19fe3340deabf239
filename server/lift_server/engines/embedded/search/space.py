"""All expressions over some variables, cheapest first, one for each behavior on the points."""

import marshal
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product as combinations_of

from lift_server.engines.embedded.search.clock import Clock
from lift_server.engines.embedded.search.components import MAX_ITEMS
from lift_server.engines.embedded.search.operators import OBSERVED, Operator
from lift_server.engines.embedded.search.pointwise import Pointwise, pointwise
from lift_server.engines.embedded.search.program import ERROR, Leaf, Program
from lift_server.engines.embedded.search.remembered import observed_results
from lift_server.engines.embedded.search.types import fits, is_ordered, type_of_all

_SCALARS = frozenset({"int", "float", "bool", "str", "none"})
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

    `made` is told of every new program. `extend` gives further programs of a cost, such as loops; `given` those that
    use none of the variables with the bits `own`, which are not made here then.
    """

    clock: Clock
    leaves: Sequence[Program]
    operators: Sequence[Operator]
    points: int
    known: int
    goals: list[Goal] = field(default_factory=list)
    own: int = -1
    given: "Callable[[int], Iterator[Program]] | None" = None
    extend: "Callable[[int], Iterator[Program]] | None" = None
    made: "list[Callable[[Program], None]]" = field(default_factory=list)
    levels: list[list[Program]] = field(default_factory=lambda: [[]])
    _banks: list[dict[str, list[Program]]] = field(default_factory=lambda: [{}])
    _seen: dict[str, set[object]] = field(default_factory=lambda: defaultdict(_unwanted))

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
        if self.given is not None:
            for program in self.given(cost):
                self._add(program)
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
            if budget or self.given is not None:
                return
            if operator.result == OBSERVED:
                self._observe(operator, [()], cost)
            else:
                self._combine(operator, iter([()]), operator.result, cost)
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
                if result == OBSERVED:
                    self._observe(operator, combinations_of(*groups), cost)
                elif count == 1:
                    self._singles(operator, groups[0], result, cost)
                elif count == 2:
                    self._pairs(operator, groups[0], groups[1], result, cost)
                else:
                    self._combine(operator, combinations_of(*groups), result, cost)

    def _observe(self, operator: Operator, rows: Iterable[tuple[Program, ...]], cost: int) -> None:
        """Applications of what tells its type only when it is called."""
        for arguments in rows:
            if not self._is_own(arguments):
                continue
            self.clock.tick()
            columns = [argument.values for argument in arguments]
            points = zip(*columns, strict=True) if columns else [()] * self.points
            found = observed_results(operator, points, self.known)
            if found is not None:
                values, type_ = found
                key = _key(type_, values)
                if key not in self._seen[type_]:
                    self._make(operator, arguments, type_, cost, values, ERROR in values, key)

    def _singles(self, operator: Operator, ones: list[Program], result: str, cost: int) -> None:
        run, tick = self._ready(operator, len(ones)), self.clock.tick
        quick, seen, is_key = run.quick, self._seen[result], result in _SCALARS
        for one in ones if self.given is None else [one for one in ones if one.uses & self.own]:
            tick()
            fails = one.fails
            try:
                values = run.careful(one.values) if fails else quick(one.values)
            except Exception:
                values, fails = run.careful(one.values), True
            key = values if is_key else _key(result, values)
            if key not in seen:
                self._make(operator, (one,), result, cost, values, fails, key)

    def _pairs(self, operator: Operator, ones: list[Program], others: list[Program], result: str, cost: int) -> None:
        run, tick = self._ready(operator, len(ones) * len(others)), self.clock.tick
        quick, seen, is_key, own = run.quick, self._seen[result], result in _SCALARS, self.own
        each_once = operator.commutes and ones is others
        with_own = [other for other in others if other.uses & own]
        for at, one in enumerate(ones):
            first, fail = one.values, one.fails
            rest = others if one.uses & own else with_own
            if each_once:
                rest = [other for other in others[at:] if (one.uses | other.uses) & own]
            for other in rest:
                tick()
                fails = fail or other.fails
                try:
                    values = run.careful(first, other.values) if fails else quick(first, other.values)
                except Exception:
                    values, fails = run.careful(first, other.values), True
                key = values if is_key else _key(result, values)
                if key not in seen:
                    self._make(operator, (one, other), result, cost, values, fails, key)

    def _combine(self, operator: Operator, rows: Iterator[tuple[Program, ...]], result: str, cost: int) -> None:
        """Applications to any number of arguments; those to one or two have their own loops for speed."""
        run = self._ready(operator, 0)
        for arguments in rows:
            if not self._is_own(arguments):
                continue
            self.clock.tick()
            values = run.careful(*(argument.values for argument in arguments))
            key = _key(result, values)
            if key not in self._seen[result]:
                self._make(operator, arguments, result, cost, values, ERROR in values, key)

    def _is_own(self, arguments: tuple[Program, ...]) -> bool:
        """Whether the application is made here: it is not given, and no pair of constants."""
        if self.given is None and len(arguments) != 2:
            return True
        return any(argument.uses & self.own for argument in arguments)

    def _ready(self, operator: Operator, times: int) -> Pointwise:
        run = pointwise(operator, self.points, self.known)
        run.expect(times)
        return run

    def _make(
        self,
        operator: Operator,
        arguments: tuple[Program, ...],
        type_: str,
        cost: int,
        values: Values,
        fails: bool,
        key: object,
    ) -> None:
        """Keep the application, whose behavior is new."""
        uses = 0
        for argument in arguments:
            uses |= argument.uses
        self._keep(Program(type_, cost, values, operator.component, arguments, uses, fails), key)

    def _add(self, program: Program) -> None:
        if program.fails and all(value is ERROR for value in program.values[: self.known]):
            return
        key = _key(program.type, program.values)
        if key not in self._seen[program.type]:
            self._keep(program, key)

    def _keep(self, program: Program, key: object) -> None:
        if program.type == "str" and any(len(text) > MAX_ITEMS for text in program.values if isinstance(text, str)):
            return
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
    found = type_of_all(value for value in values if value is not ERROR)
    return "any" if found == "empty" else found


def is_solution(program: Program, goal: Goal) -> bool:
    """Whether the program has the goal's values where they are known."""
    if not fits(program.type, goal.type):
        if program.type != "any":
            return False
        # A goal's type is that of its values without None.
        found = program.values[: len(goal.values)]
        return found == goal.values and all(map(is_close, found, goal.values))
    found = program.values[: len(goal.values)]
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


def _unwanted() -> set[object]:
    return {(), None}


MAX_BYTES = 40_000
"""Of the values at all points together."""


def _key(type_: str, values: Values) -> object:
    """What tells behaviors apart; None for values that are too large, nothing for no values.

    Of long data it is the hash, 64 bits: the data of all programs would take more memory than the programs.
    """
    if type_ in _SCALARS or not values:
        return values
    data: str | bytes
    try:
        if type_.startswith("set[") and is_ordered(type_[4:-1]):
            data = marshal.dumps([value if value is ERROR else sorted(value) for value in values], 2)  # type: ignore[call-overload]
        elif "set[" in type_ or type_ == "any":
            data = repr([sorted(map(repr, value)) if isinstance(value, set) else value for value in values])
        else:
            data = marshal.dumps(values, 2)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        # Too deep, or not of its type.
        return None
    return hash(data) if len(data) <= MAX_BYTES else None


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
