"""What candidates do on the same calls: classes of equal behavior, how much each weighs, and the program to show."""

import io
import math
import tokenize
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lift_ir import TypeExpr
from lift_server.checks.arguments import value_text
from lift_server.checks.inputs import Input
from lift_server.checks.sandbox.api import Died, Items, Outcome, Raised, Record, Returned, TimedOut
from lift_server.checks.sandbox.compare import same_value

TOLERANCE = 1e-5
"""Relative difference up to which two floats are one answer: five significant digits."""

NEAR_ZERO = 1e-12
"""Absolute difference up to which two floats are one answer."""

RAISES = 0
"""The answer of a call that raises, whatever the exception: authors rarely care which one."""

ENGINE_WEIGHTS = {"embedded": 0.1}
"""Weight of an engine's candidates, all of them together; engines that are not named weigh 1."""

VARIANT_ENGINES = frozenset({"embedded"})
"""Engines whose candidates are variants of a library, the likeliest first, and not samples: the k-th weighs 1/k."""

_FLOOR = 0.02
_NUMBERS = (int, float, complex, Decimal, Fraction)
_SKIPPED = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER})
_BLOCKS = {tokenize.INDENT: "{", tokenize.DEDENT: "}", tokenize.NEWLINE: ";"}
_EMPTY_TYPES = frozenset({"None", "Any", "object"})


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate's program (its body) and what it did on each input. `samples`: how often an engine gave it."""

    program: str
    outcomes: tuple[Outcome, ...]
    engine: str = ""
    samples: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row did on an input: the number of its answer among those on this input (RAISES: an exception)."""

    answer: int
    mutated: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows over inputs. `cells[row][column]` is None where the call did not end, or ended its process.

    `weights` of the rows sum to 1 (0 when there are none).
    """

    inputs: tuple[Input, ...]
    rows: tuple[Row, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    weights: tuple[float, ...]

    def shares(self, column: int) -> dict[int, float]:
        """The share (0..1) of each answer on an input, the largest first. What is missing to 1 did not end."""
        found: dict[int, float] = {}
        for row, weight in zip(self.cells, self.weights, strict=True):
            if (cell := row[column]) is not None:
                found[cell.answer] = found.get(cell.answer, 0.0) + weight
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    def outcomes(self, column: int, answer: int) -> list[tuple[Outcome, float]]:
        """The outcomes that are this answer on the input, with the weight of their rows."""
        return [
            (row.outcomes[column], weight)
            for row, cells, weight in zip(self.rows, self.cells, self.weights, strict=True)
            if (cell := cells[column]) is not None and cell.answer == answer
        ]

    def giving(self, column: int, expected: Outcome) -> list[int]:
        """Indices of the rows whose answer on the input is `expected`."""
        return [index for index, row in enumerate(self.rows) if same_answer(row.outcomes[column], expected)]


@dataclass(frozen=True, slots=True)
class BehaviorClass:
    """Rows (indices) that do the same on every input, and their share (0..1) of the weight."""

    members: tuple[int, ...]
    share: float


def outcome_table(inputs: Sequence[Input], rows: Iterable[Row], returns: TypeExpr | None = None) -> Table:
    """The table of rows that ran on `inputs`. `returns`: the declared result type, for what weighs less."""
    rows = tuple(rows)
    columns = [_answers([row.outcomes[index] for row in rows]) for index in range(len(inputs))]
    cells = tuple(tuple(column[index] for column in columns) for index in range(len(rows)))
    none_is_fine = returns is not None and any(part.name in _EMPTY_TYPES for part in (returns, *returns.args))
    return Table(tuple(inputs), rows, cells, tuple(_weights(rows, none_is_fine)))


def narrowed(table: Table, rows: Sequence[int], columns: Sequence[int]) -> Table:
    """The part of the table with these rows and inputs; weights sum to 1 again."""
    total = sum(table.weights[row] for row in rows) or 1.0
    return Table(
        tuple(table.inputs[column] for column in columns),
        tuple(
            Row(row.program, tuple(row.outcomes[column] for column in columns), row.engine, row.samples)
            for row in (table.rows[index] for index in rows)
        ),
        tuple(tuple(table.cells[row][column] for column in columns) for row in rows),
        tuple(table.weights[row] / total for row in rows),
    )


def classes(table: Table, columns: Sequence[int] | None = None) -> tuple[BehaviorClass, ...]:
    """The classes over the inputs (all, or the given columns), the heaviest first.

    A row that did not end somewhere joins the heaviest class that it agrees with wherever it ended.
    """
    wanted = range(len(table.inputs)) if columns is None else columns
    behaviors = [tuple(row[column] for column in wanted) for row in table.cells]
    groups: dict[tuple[Cell | None, ...], list[int]] = {}
    for index, behavior in enumerate(behaviors):
        if None not in behavior:
            groups.setdefault(behavior, []).append(index)
    slow = [index for index, behavior in enumerate(behaviors) if None in behavior]
    weights = {behavior: sum(table.weights[index] for index in members) for behavior, members in groups.items()}
    for index in sorted(slow, key=lambda index: (behaviors[index].count(None), -table.weights[index])):
        behavior = behaviors[index]
        heaviest_first = sorted(groups, key=lambda known: -weights[known])
        joined = next((known for known in heaviest_first if _agree(behavior, known)), None)
        # Two slow rows that agree may have ended on different inputs: their class is known where either did.
        merged = behavior if joined is None else _merged(joined, behavior)
        members = [] if joined is None else groups.pop(joined)
        weight = 0.0 if joined is None else weights.pop(joined)
        groups[merged] = [*groups.get(merged, []), *members, index]
        weights[merged] = weights.get(merged, 0.0) + weight + table.weights[index]
    found = [BehaviorClass(tuple(sorted(members)), weights[behavior]) for behavior, members in groups.items()]
    return tuple(sorted(found, key=lambda item: (-item.share, item.members)))


def pick(table: Table, found: Sequence[BehaviorClass]) -> int | None:
    """The row to show: of the heaviest class the most frequent program, then the shortest; None without rows."""
    if not found:
        return None
    members = found[0].members
    programs = {index: normalized(table.rows[index].program) for index in members}
    frequency: Counter[str] = Counter()
    for index in members:
        frequency[programs[index]] += round(table.weights[index] * 1e9)
    return min(members, key=lambda index: (-frequency[programs[index]], len(table.rows[index].program), index))


def normalized(program: str) -> str:
    """The program without comments and layout; as it is when it has no tokens that Python knows."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(f"if 1:\n{program}").readline))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return program
    return " ".join(_BLOCKS.get(token.type, token.string) for token in tokens if token.type not in _SKIPPED)


def same_answer(a: Outcome, b: Outcome) -> bool:
    """Whether two outcomes of one call are the same answer: both raise, or return values that are equal for a spec."""
    if isinstance(a, Raised) and isinstance(b, Raised):
        return True
    return isinstance(a, Returned) and isinstance(b, Returned) and same_result(a.value, b.value)


def same_result(a: Any, b: Any) -> bool:
    """Equality as `==` in an example sees it, floats by tolerance; nan equals nan."""
    if isinstance(a, _NUMBERS) and isinstance(b, _NUMBERS):
        return same_number(a, b)
    match a, b:
        case (list(), list()) | (tuple(), tuple()) | (deque(), deque()):
            return len(a) == len(b) and all(map(same_result, a, b))
        case dict(), dict():
            return a.keys() == b.keys() and all(same_result(value, b[key]) for key, value in a.items())
        case ((set() | frozenset()), (set() | frozenset())):
            return bool(a == b)
        case Items(), Items():
            return a.complete == b.complete and same_result(a.values, b.values)
        case Record(), Record():
            return a.type_name == b.type_name and same_result(_named(a), _named(b))
    return same_value(a, b)


def same_number(a: Any, b: Any, tolerance: float = TOLERANCE) -> bool:
    """Whether two numbers are one: exactly, or by a relative tolerance when one of them is a float or complex."""
    if a == b or (a != a and b != b):
        return True
    if not isinstance(a, float | complex) and not isinstance(b, float | complex):
        return False
    try:
        if isinstance(a, complex) or isinstance(b, complex):
            a, b = complex(a), complex(b)
            return same_number(a.real, b.real, tolerance) and same_number(a.imag, b.imag, tolerance)
        return math.isclose(float(a), float(b), rel_tol=tolerance, abs_tol=NEAR_ZERO)
    except (OverflowError, ValueError):  # an integer beyond floats, a signaling nan
        return False


def _named(record: Record) -> dict[str, object]:
    return dict(record.fields)


def _answers(outcomes: Sequence[Outcome]) -> list[Cell | None]:
    """One input's column: answers are numbered from 1 in the order in which they appear."""
    known: list[object] = []
    numbers: dict[tuple[type, str], int] = {}
    return [_cell(outcome, known, numbers) for outcome in outcomes]


def _cell(outcome: Outcome, known: list[object], numbers: dict[tuple[type, str], int]) -> Cell | None:
    match outcome:
        case Raised():
            return Cell(RAISES)
        case TimedOut() | Died():
            return None
    value, key = outcome.value, (type(outcome.value), value_text(outcome.value))
    if key not in numbers:
        number = next((at for at, other in enumerate(known, 1) if same_result(value, other)), len(known) + 1)
        if number > len(known):
            known.append(value)
        numbers[key] = number
    return Cell(numbers[key], outcome.mutated)


def _weights(rows: Sequence[Row], none_is_fine: bool) -> list[float]:
    """Per engine by samples and how often a row answers sensibly, then mixed by the engines' fixed weights.

    A variant that raises was written so on purpose, so only samples are judged.
    """
    weights: list[float] = []
    variants: Counter[str] = Counter()
    for row in rows:
        if row.engine in VARIANT_ENGINES:
            variants[row.engine] += 1
            weights.append(1 / variants[row.engine])
        else:
            weights.append(row.samples * (_FLOOR + _sensible(row, none_is_fine)))
    totals: dict[str, float] = {}
    for row, weight in zip(rows, weights, strict=True):
        totals[row.engine] = totals.get(row.engine, 0.0) + weight
    scale = sum(ENGINE_WEIGHTS.get(engine, 1.0) for engine in totals)
    return [
        ENGINE_WEIGHTS.get(row.engine, 1.0) / scale * weight / totals[row.engine]
        for row, weight in zip(rows, weights, strict=True)
    ]


def _sensible(row: Row, none_is_fine: bool) -> float:
    """The share of the inputs on which the row ended and neither raised nor returned a None that is not declared."""
    ended = [outcome for outcome in row.outcomes if not isinstance(outcome, TimedOut | Died)]
    fine = sum(isinstance(outcome, Returned) and (none_is_fine or outcome.value is not None) for outcome in ended)
    return fine / len(ended) if ended else 0.0


def _agree(a: Sequence[Cell | None], b: Sequence[Cell | None]) -> bool:
    """Whether they agree on some input and differ on none on which both ended."""
    both = [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    return bool(both) and all(x == y for x, y in both)


def _merged(a: Sequence[Cell | None], b: Sequence[Cell | None]) -> tuple[Cell | None, ...]:
    return tuple(x if x is not None else y for x, y in zip(a, b, strict=True))
