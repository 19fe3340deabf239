"""Steps of loops that gather: expressions over what was gathered until then and the next item."""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from operator import itemgetter
from typing import Any

from lift_server.engines.embedded.search.components import Component
from lift_server.engines.embedded.search.cover import CHOICE
from lift_server.engines.embedded.search.operators import OBSERVED, Operator, function_of
from lift_server.engines.embedded.search.program import Form, Leaf, Program
from lift_server.engines.embedded.search.space import Space, leaf
from lift_server.engines.embedded.search.splits import MINUS, PLUS, TIMES
from lift_server.engines.embedded.search.types import fits, split

COEFFICIENTS = {2: 5, 3: 2}
"""How large they may be in a linear recurrence over so many values."""

_COLLECTED = frozenset({"str", "list", "tuple", "pair", "set", "dict", "float", "object"})
"""Types whose components are left out where no variable is of them."""

FOLD = Form(
    "functools.reduce(lambda {names}: {body}, {loop}, {start})", ("acc", "x"), "a",
    "run accumul balanc each until carri reduc fold",
)  # fmt: skip
STATE = "state"
RECURRENCES = {
    count: Form(
        f"functools.reduce(lambda {{names}}: ({', '.join(f'{STATE}[{at}]' for at in range(1, count))}, {{body}}), "
        "{loop}, {start})[0]",
        (STATE, "i"),
        "a",
        "sequenc recurr previous preced term nth th sum last two three",
    )
    for count in (2, 3)
}
GATHERING = (FOLD, *RECURRENCES.values())

_USUAL = frozenset("a + b|a - b|a * b|max(a, b)|min(a, b)|a < b|a <= b|a == b|a != b|a[-1]|[a]".split("|"))
"""What steps are composed of whatever the prose says, at a component's own cost."""

_POSSIBLE = frozenset("a / b|a // b|a % b|a % 2 == 0|a % 2 == 1|abs(a)|-a|a in b|len(a)|int(a)".split("|"))
"""The same, at the cost for this prose."""

Run = Callable[[list[Any]], Any]


@dataclass(frozen=True, slots=True)
class Rounds:
    """What a step is run over: `items` and `starts` (the state's values) at each point, None where there are none.

    `order` are the examples, those with the fewest items first.
    """

    source: Program
    start: Program
    items: tuple[list[Any] | None, ...]
    starts: tuple[tuple[Any, ...] | None, ...]
    order: tuple[int, ...]


@dataclass(slots=True, eq=False)
class Steps:
    """The steps over one kind of state and items, and what they are run over.

    `count` values are the state. `slots` tells where a variable, by its bit, is among state, item and parameters.
    """

    form: Form
    space: Space
    loops: list[Rounds]
    count: int
    slots: dict[int, int]
    _runs: dict[Program, Run] = field(default_factory=dict)

    def is_step(self, program: Program, type_: str) -> bool:
        """Whether it can be the state's next value, and depends on state or item."""
        return fits(program.type, type_) and self.is_inner(program)

    def is_inner(self, program: Program) -> bool:
        """Whether it depends on state or item."""
        return any(program.uses & bit for bit, slot in self.slots.items() if slot <= self.count)

    def is_gathering(self, program: Program) -> bool:
        """Whether it depends on the state."""
        return any(program.uses & bit for bit, slot in self.slots.items() if slot < self.count)

    def guarded(self, cost: int, type_: str) -> Iterator[Program]:
        """The steps of this cost that are taken only where a condition holds."""
        same = self.space.leaves[0]
        for price in range(1, cost - 1):
            steps = [item for item in self.space.level(price) if item is not same and self.is_step(item, type_)]
            for condition in self.space.level(cost - price - 1) if steps else ():
                if condition.type == "bool" and self.is_inner(condition):
                    for step in steps:
                        uses = step.uses | same.uses | condition.uses
                        yield Program(type_, cost, (), CHOICE, (step, same, condition), uses)

    def run_of(self, program: Program) -> Run:
        """The program as a function of the state, the item and the parameters."""
        head = program.head
        if isinstance(head, Leaf):
            if program.uses:
                return itemgetter(self.slots[program.uses])
            value = program.values[0]
            return lambda known: value
        assert isinstance(head, Component)
        parts = [self._part(part) for part in program.arguments]
        if head is CHOICE:
            then, otherwise, condition = parts
            return lambda known: then(known) if condition(known) else otherwise(known)
        function = function_of(head)
        match parts:
            case [one]:
                return lambda known: function(one(known))
            case [one, other]:
                return lambda known: function(one(known), other(known))
        return lambda known: function(*(part(known) for part in parts))

    def ordered(self, step: Program) -> Program:
        """The step with the state on the left of sums and products, as people write it."""
        parts = tuple(map(self.ordered, step.arguments))
        if step.head in (PLUS, TIMES) and self.is_gathering(parts[1]) and not self.is_gathering(parts[0]):
            parts = (parts[1], parts[0])
        return replace(step, arguments=parts)

    def _part(self, program: Program) -> Run:
        if program not in self._runs:
            self._runs[program] = self.run_of(program)
        return self._runs[program]


def linear(kind: Steps, type_: str) -> list[Program]:
    """Sums of the state's values with small factors, and a constant, the cheapest first."""
    most = COEFFICIENTS[kind.count]
    state = kind.space.leaves[: kind.count]
    found = []
    for factors in product(range(-most, most + 1), repeat=kind.count):
        for more in (0, 1, -1):
            terms = [(factor, part) for factor, part in zip(factors, state, strict=True) if factor]
            if more:
                terms.append((more, _number(1)))
            terms.sort(key=lambda term: term[0] < 0)
            if len(terms) > 1 and terms[0][0] > 0:
                found.append(_sum(terms, type_))
    return sorted(found, key=lambda step: step.cost)


def _sum(terms: Sequence[tuple[int, Program]], type_: str) -> Program:
    """The terms, the first of which is positive, as a sum without values."""
    whole: Program | None = None
    for factor, part in terms:
        term = part if abs(factor) == 1 else _both(TIMES, _number(abs(factor)), part, type_)
        whole = term if whole is None else _both(PLUS if factor > 0 else MINUS, whole, term, type_)
    assert whole is not None
    return whole


def _both(component: Component, one: Program, other: Program, type_: str) -> Program:
    return Program(type_, 1 + one.cost + other.cost, (), component, (one, other), one.uses | other.uses)


def _number(value: int) -> Program:
    return leaf(str(value), "int", 1, (value,))


def for_steps(operator: Operator, types: Container[str]) -> Operator | None:
    """The operator with what it costs in a step; None for one that belongs into no step over these types."""
    component = operator.component
    for pattern in (*operator.patterns, operator.result):
        name, _ = split(pattern)
        if name in _COLLECTED and name not in types:
            return None
    if component.source in _USUAL:
        return replace(operator, cost=component.cost)
    is_said = operator.cost == component.cost and operator.result != OBSERVED and operator.patterns
    return operator if is_said or component.source in _POSSIBLE else None
