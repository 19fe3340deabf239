"""Texts with fixed parts between computed ones, `f"#{number} ({city})"`: all of them are read off the results."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lift_server.engines.embedded.search.components import COMPONENTS, Component
from lift_server.engines.embedded.search.program import ERROR, Program
from lift_server.engines.embedded.search.space import Goal, leaf

JOINED = next(item for item in COMPONENTS if item.signature == "str str -> str" and item.source == "a + b")
TEXT_OF = next(item for item in COMPONENTS if item.signature == "num -> str" and item.source == "str(a)")
COST = 1
"""What a template costs besides its computed parts and one for each fixed one."""

MAX_PIECES = 24
MAX_PARTS = 9
MAX_NODES = 400
"""Beginnings of the results that are looked at for one new piece."""

_Ends = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A computed part with its text in each result."""

    program: Program
    texts: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Templates:
    """Ways to write all results of a goal as pieces with the same fixed texts between them; at least two results
    differ, else everything would be fixed."""

    goal: Goal
    _pieces: dict[tuple[str, ...], _Piece] = field(default_factory=dict)

    def offer(self, program: Program) -> None:
        """Learn a piece, and tell the goal of templates with it."""
        if program.type not in ("str", "int") or not program.uses or len(self._pieces) >= MAX_PIECES:
            return
        values = program.values[: len(self.goal.values)]
        if ERROR in values:
            return
        texts = tuple(map(str, values))
        if texts in self._pieces or not all(texts) or len(set(texts)) < 2:
            return
        if not all(text in str(whole) for text, whole in zip(texts, self.goal.values, strict=True)):
            return
        new = self._pieces[texts] = _Piece(program, texts)
        parts = next(self._ways(new), None)
        if parts is not None:
            self.goal.then(_joined(parts, len(program.values)))

    def _ways(self, new: _Piece) -> Iterator[tuple[_Piece | str, ...]]:
        """Templates with this piece and a fixed part: fewer parts first."""
        results = tuple(map(str, self.goal.values))
        pending: list[tuple[_Ends, tuple[_Piece | str, ...]]] = [((0,) * len(results), ())]
        for ends, parts in pending:
            rest = [result[end:] for result, end in zip(results, ends, strict=True)]
            fixed = _common_start(rest)
            if new in parts and all(text == fixed for text in rest):
                whole = (*parts, fixed) if fixed else parts
                if any(isinstance(part, str) for part in whole):
                    yield whole
                continue
            if len(pending) > MAX_NODES or len(parts) >= MAX_PARTS:
                continue
            for size in range(len(fixed) + 1):
                for piece in self._pieces.values():
                    if all(text.startswith(said, size) for text, said in zip(rest, piece.texts, strict=True)):
                        after = tuple(end + size + len(said) for end, said in zip(ends, piece.texts, strict=True))
                        between = (fixed[:size],) if size else ()
                        pending.append((after, (*parts, *between, piece)))


def _common_start(texts: list[str]) -> str:
    first, last = min(texts), max(texts)
    size = next((at for at, (one, two) in enumerate(zip(first, last, strict=False)) if one != two), len(first))
    return first[:size]


def _joined(parts: tuple[_Piece | str, ...], points: int) -> Program:
    """The parts in one text."""
    texts = [
        leaf(repr(part), "str", 1, (part,) * points) if isinstance(part, str) else _text_of(part.program)
        for part in parts
    ]
    whole = texts[0]
    for part in texts[1:]:
        whole = _combined(JOINED, whole, part)
    return replace(whole, cost=COST + sum(part.cost for part in texts))


def _text_of(program: Program) -> Program:
    return program if program.type == "str" else _combined(TEXT_OF, program)


def _combined(component: Component, *parts: Program) -> Program:
    """Their texts one after the other, ERROR where one of them has none."""
    rows = zip(*(part.values for part in parts), strict=True)
    values = tuple(ERROR if ERROR in row else "".join(map(str, row)) for row in rows)
    uses = 0
    for part in parts:
        uses |= part.uses
    return Program("str", sum(part.cost for part in parts), values, component, parts, uses, ERROR in values)
