"""Comprehensions: for each thing that can be looped over, a space of expressions over what the loop binds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import chain, repeat
from typing import Any

from lift_server.engines.embedded.search.binders import BINDERS, Binder
from lift_server.engines.embedded.search.clock import Clock
from lift_server.engines.embedded.search.operators import Operator, spoken
from lift_server.engines.embedded.search.program import ERROR, Form, Program
from lift_server.engines.embedded.search.space import Goal, Space, leaf
from lift_server.engines.embedded.search.splits import split_goals
from lift_server.engines.embedded.search.types import elements, is_hashable, is_ordered

MAX_ITEMS = 160
"""Items of all points together, above which a loop is not tried."""

MAX_SOURCE_COST = 5
MAX_LOOPS, MAX_INNER_LOOPS = 400, 30
"""How many loops one space may have: the outermost one, and one within a loop."""

AHEAD = 2
"""How many cost levels further a loop is searched whose items have known results."""

UNSAID = 1
"""What a binder costs more when the prose has none of its words."""


_Run = Callable[[list[Any], tuple[object, ...]], Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """A comprehension: source over `body`, `element`, `names` and `loop`, how it is computed, and its cost."""

    source: str
    run: _Run
    cost: int
    words: str = ""


def _kept(items: list[Any], values: tuple[object, ...]) -> list[Any]:
    return [item for item, value in zip(items, values, strict=True) if value]


def _first(items: list[Any], values: tuple[object, ...]) -> Any:
    return next(item for item, value in zip(items, values, strict=True) if value)


def _by(choose: Callable[..., Any]) -> _Run:
    def run(items: list[Any], values: tuple[object, ...]) -> Any:
        keys = list(values)
        return items[choose(range(len(items)), key=keys.__getitem__)]

    return run


def _sorted_by(items: list[Any], values: tuple[object, ...]) -> list[Any]:
    keys: list[Any] = list(values)
    return [items[at] for at in sorted(range(len(items)), key=keys.__getitem__)]


MAP = Shape("[{body} for {names} in {loop}]", lambda items, values: list(values), 1, "each everi")
FILTER = Shape(
    "[{element} for {names} in {loop} if {body}]", _kept, 1, "filter only keep remov delet exclud select contain"
)
ANY = Shape("any({body} for {names} in {loop})", lambda items, values: any(values), 1, "any exist some contain two")
ALL = Shape("all({body} for {names} in {loop})", lambda items, values: all(values), 1, "all everi each only")
COUNT = Shape(
    "sum(1 for {names} in {loop} if {body})", lambda items, values: sum(map(bool, values)), 1, "count number many"
)
FIRST = Shape("next({element} for {names} in {loop} if {body})", _first, 2, "first smallest least find")
MAX_BY = Shape("max({loop}, key=lambda {names}: {body})", _by(max), 2, "longest largest most greatest maximum highest")
MIN_BY = Shape("min({loop}, key=lambda {names}: {body})", _by(min), 2, "shortest smallest closest least minimum")
SORT_BY = Shape("sorted({loop}, key=lambda {names}: {body})", _sorted_by, 2, "sort order ascend by accord")
SORT_DOWN = Shape(
    "sorted({loop}, key=lambda {names}: {body}, reverse=True)",
    lambda items, values: [items[at] for at in sorted(range(len(items)), key=values.__getitem__, reverse=True)],  # type: ignore[arg-type]
    2,
    "descend decreas highest largest most revers",
)
JOIN = Shape("''.join({body} for {names} in {loop})", lambda items, values: "".join(values), 1)  # type: ignore[arg-type]
JOIN_WORDS = Shape("' '.join({body} for {names} in {loop})", lambda items, values: " ".join(values), 1)  # type: ignore[arg-type]
JOIN_KEPT = Shape(
    "''.join({element} for {names} in {loop} if {body})", lambda items, values: "".join(_kept(items, values)), 1
)
MAPPING = Shape(
    "{{{element}: {body} for {names} in {loop}}}", lambda items, values: dict(zip(items, values, strict=True)), 2
)
KEPT_ENTRIES = Shape("{{k: v for {names} in {loop} if {body}}}", _kept, 1, FILTER.words)
"""What it gives are the keys, of which `Loop.program` makes the mapping."""
MEMBERS = Shape("{{{body} for {names} in {loop}}}", lambda items, values: set(values), 2, "uniqu distinct")
SHAPES = (
    MAP, FILTER, ANY, ALL, COUNT, FIRST, MAX_BY, MIN_BY, SORT_BY, SORT_DOWN, JOIN, JOIN_WORDS, JOIN_KEPT, MAPPING,
    MEMBERS, KEPT_ENTRIES,
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Loop:
    """A binder over sources. `ends[p]` is where the items of the outer point p end among all items.

    `items[p]` are the elements, None where a source raises. `cost` is that of the sources and the binder.
    """

    binder: Binder
    sources: tuple[Program, ...]
    names: tuple[str, ...]
    items: list[list[Any] | None]
    types: tuple[str, ...]
    element_type: str
    space: Space
    bound: int
    cost: int
    has_goal: bool = False

    def emissions(self, body: Program, wanted: frozenset[str]) -> Iterator[tuple[Shape, str]]:
        """The shapes that a body of this type can have, each with the type that results."""
        if not body.uses & self.bound:
            return
        alone = self.binder.over == "a" and len(self.names) == 1
        if body.type == "bool":
            yield FILTER, f"list[{self.element_type}]"
            yield ANY, "bool"
            yield ALL, "bool"
            yield COUNT, "int"
            yield FIRST, self.element_type
            if self.binder.over == "a.items()":
                yield KEPT_ENTRIES, f"dict[{','.join(self.types)}]"
            if "list[bool]" in wanted:
                yield MAP, "list[bool]"
            return
        yield MAP, f"list[{body.type}]"
        if is_hashable(body.type) and body.cost > 1:
            yield MEMBERS, f"set[{body.type}]"
        if alone and body.cost > 1 and is_ordered(body.type):
            yield SORT_BY, f"list[{self.element_type}]"
            yield SORT_DOWN, f"list[{self.element_type}]"
            yield MAX_BY, self.element_type
            yield MIN_BY, self.element_type
        if is_hashable(self.element_type) and any(type_.startswith("dict") for type_ in wanted):
            yield MAPPING, f"dict[{self.element_type},{body.type}]"

    def program(self, shape: Shape, type_: str, body: Program, cost: int) -> Program:
        """The expression with this body, computed at every outer point."""
        values: list[object] = []
        at = 0
        for place, items in enumerate(self.items):
            if items is None:
                values.append(ERROR)
                continue
            part = body.values[at : at + len(items)]
            at += len(items)
            if body.fails and ERROR in part:
                values.append(ERROR)
                continue
            try:
                value = shape.run(items, part)
            except Exception:
                value = ERROR
            if shape is KEPT_ENTRIES:
                entries: Any = self.sources[0].values[place]
                value = {key: entries[key] for key in value}
            values.append(value)
        uses = (body.uses & ~self.bound) | self.sources[0].uses | self.sources[-1].uses
        source = shape.source.replace("{element}", self.binder.element)
        head = Form(source, self.names, self.binder.over, f"{shape.words} {self.binder.words}")
        return Program(type_, cost, tuple(values), head, (*self.sources, body), uses, ERROR in values)


def derived(goal: Goal, loop: Loop, known: int) -> Iterator[tuple[Shape, str, Goal]]:
    """What the items must give so that the comprehension gives the goal, where the goal shows that."""
    items = loop.items[:known]
    if any(found is None for found in items):
        return
    pairs = [(found or [], value) for found, value in zip(items, goal.values, strict=True)]
    if goal.type.startswith("list[") and all(len(found) == len(value) for found, value in pairs):  # type: ignore[arg-type]
        values = [item for _, value in pairs for item in value]  # type: ignore[attr-defined]
        yield MAP, goal.type, Goal(elements(goal.type) or "any", tuple(values), goal.then)
    if goal.type.startswith("list[") and (labels := _labels(pairs)):
        yield FILTER, goal.type, Goal("bool", tuple(labels), goal.then)
    if goal.type == "str":
        texts = [str(value) for _, value in pairs]
        for shape, separator in _joins(texts, [len(found) for found, _ in pairs]):
            parts = [text.split(separator) if separator else list(text) for text in texts if text]
            yield shape, "str", Goal("str", tuple(item for part in parts for item in part), goal.then)
        kept = [(list(found), list(text)) for (found, _), text in zip(pairs, texts, strict=True)]
        if loop.types[-1] == "str" and (labels := _labels(kept)):
            yield JOIN_KEPT, "str", Goal("bool", tuple(labels), goal.then)


SEPARATORS = (", ", ",", "\n", "; ", ";", " ", "-", "_", "/", "|", "&", "+", ".", ":", "")
"""What may be between joined texts."""


def _joins(texts: Sequence[str], counts: Sequence[int]) -> Iterator[tuple[Shape, str]]:
    """The ways to join so many items that may have given the texts: with the longest of the separators that fit."""
    for separator in SEPARATORS:
        sizes = [len(text.split(separator)) if separator and text else len(text) for text in texts]
        if sizes == list(counts) and max(sizes) > 1:
            yield _join_by(separator), separator
            return


@cache
def _join_by(separator: str) -> Shape:
    if separator in ("", " "):
        return JOIN_WORDS if separator else JOIN
    source = f"{separator!r}.join({{body}} for {{names}} in {{loop}})"
    return Shape(source, lambda items, values: separator.join(values), 1, "join separ line")  # type: ignore[arg-type]


def _labels(pairs: "Sequence[tuple[list[Any], Any]]") -> list[bool] | None:
    """For each item whether it is kept, when only one choice gives the values; None when several do, or all is kept."""
    labels: list[bool] = []
    for found, value in pairs:
        kept = list(value)
        present = [item in kept for item in found]
        if [item for item, keep in zip(found, present, strict=True) if keep] != kept:
            return None
        labels += present
    return labels if True in labels and False in labels else None


@dataclass(slots=True, eq=False)
class Loops:
    """The loops of one space: `offer` takes a program that may be looped over, `programs` gives comprehensions.

    `depth` is how many loops deep they may nest. `variables` are what the outer space knows.
    """

    clock: Clock
    stems: frozenset[str]
    operators: Sequence[Operator]
    variables: Sequence[Program]
    constants: Sequence[Program]
    known: int
    depth: int
    wanted: frozenset[str]
    goal: Goal | None = None
    level: int = 0
    loops: list[Loop] = field(default_factory=list)
    _pending: list[tuple[int, Callable[[], Loop | None]]] = field(default_factory=list)
    _sources: list[Program] = field(default_factory=list)
    _shared: Space | None = None

    def offer(self, program: Program) -> None:
        """Loop over the program's value, where it has elements."""
        if (
            program.cost > MAX_SOURCE_COST
            or len(self.loops) + len(self._pending) >= (MAX_INNER_LOOPS if self.level else MAX_LOOPS)
            or not program.uses
        ):
            return
        if elements(program.type) is None:
            return
        for binder in BINDERS:
            if binder.pairs:
                for other in self._sources:
                    self._add(binder, (other, program))
            else:
                self._add(binder, (program,))
        if program.cost <= 2 and len(self._sources) < 4:
            self._sources.append(program)

    def _add(self, binder: Binder, sources: tuple[Program, ...]) -> None:
        types = binder.types_of(*(source.type for source in sources))
        if types is None or "empty" in types:
            return
        said = bool(spoken(binder.words, self.stems))
        cost = sum(source.cost for source in sources) + binder.cost + (UNSAID if binder.words and not said else 0)
        self._pending.append((cost, partial(self._loop, binder, sources, types, cost)))

    def _loop(
        self,
        binder: Binder,
        sources: tuple[Program, ...],
        types: tuple[str, ...],
        cost: int,
    ) -> Loop | None:
        """The loop; None where there is nothing to loop over, or too much."""
        items = [_items(binder, values) for values in zip(*(source.values for source in sources), strict=True)]
        total = sum(len(found) for found in items if found is not None)
        if not total or total > MAX_ITEMS or not any(items[: self.known]):
            return None
        flat = [item for found in items if found is not None for item in found]
        known = sum(len(found) for found in items[: self.known] if found is not None)
        counts = [0 if found is None else len(found) for found in items]
        leaves: list[Program] = []
        bound = 0
        names = tuple(f"{name}{self.level or ''}" for name in binder.names)
        first_free = max((program.uses for program in self.variables), default=0).bit_length()
        columns = [flat] if len(names) == 1 else [list(column) for column in zip(*flat, strict=True)]
        for at, (name, type_) in enumerate(zip(names, types, strict=True)):
            bit = 1 << (first_free + at)
            bound |= bit
            leaves.append(leaf(name, type_, 1, tuple(columns[at]), bit))
        space = Space(self.clock, tuple(leaves), self.operators, len(flat), known, own=bound)
        space.given = lambda cost: (_spread(program, counts) for program in self._outside().level(cost))
        leaves += [_spread(outer, counts) for outer in (*self.variables, *self.constants)]
        if self.depth > 1:
            inner = Loops(
                self.clock, self.stems, self.operators, leaves[: len(names) + len(self.variables)],
                leaves[len(names) + len(self.variables) :], known, self.depth - 1, frozenset(),
                level=self.level + 1,
            )  # fmt: skip
            space.extend = inner.programs
            space.made.append(inner.offer)
        element = types[0] if binder.element == binder.names[0] else types[-1]
        if binder.element.startswith("("):
            element = f"pair[{','.join(types)}]"
        picked = [None if found is None else list(map(binder.pick, found)) for found in items]
        loop = Loop(binder, sources, names, picked, types, element, space, bound, cost)
        if self.goal is not None:
            for shape, type_, wanted in derived(self.goal, loop, self.known):
                space.goals.append(Goal(wanted.type, wanted.values, partial(self._solve, loop, shape, type_)))
                loop.has_goal = True
        if loop.has_goal:
            split_goals(space)
        return loop

    def _outside(self) -> Space:
        """The expressions over what no loop binds: they are the same in all loops, and computed only once."""
        if self._shared is None:
            leaves = [*self.variables, *self.constants]
            self._shared = Space(self.clock, leaves, self.operators, len(leaves[0].values), self.known)
        return self._shared

    def _solve(self, loop: Loop, shape: Shape, type_: str, body: Program) -> None:
        assert self.goal is not None
        self.goal.then(loop.program(shape, type_, body, loop.cost + shape.cost + body.cost))

    def programs(self, cost: int) -> Iterator[Program]:
        """The comprehensions of this cost. A loop is made only when it can have a body."""
        ahead = AHEAD if self.goal is not None else 0
        made = [make() for needed, make in self._pending if needed + 2 <= cost + ahead]
        self.loops += [loop for loop in made if loop is not None]
        self._pending = [(needed, make) for needed, make in self._pending if needed + 2 > cost + ahead]
        for loop in self.loops:
            if loop.has_goal:
                loop.space.level(max(cost - loop.cost, 0) + AHEAD)
            for price in (1, 2):
                if cost - loop.cost - price < 1:
                    continue
                for body in loop.space.level(cost - loop.cost - price):
                    for shape, type_ in loop.emissions(body, self.wanted):
                        if shape.cost == price:
                            self.clock.tick()
                            yield loop.program(shape, type_, body, cost)


def _items(binder: Binder, values: tuple[object, ...]) -> list[Any] | None:
    if any(value is ERROR for value in values):
        return None
    try:
        return list(binder.run(*values))
    except Exception:
        return None


def _spread(program: Program, counts: Sequence[int]) -> Program:
    """The outer program at every item."""
    values = tuple(chain.from_iterable(map(repeat, program.values, counts)))
    fails = program.fails and ERROR in values
    return Program(program.type, program.cost, values, program.head, program.arguments, program.uses, fails)
