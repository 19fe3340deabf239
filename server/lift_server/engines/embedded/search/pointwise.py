"""An operator at all points at once: for those much used, code without a loop and without a call at each point."""

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from lift_server.engines.embedded.search.components import Component
from lift_server.engines.embedded.search.operators import NAMES, Operator, function_of
from lift_server.engines.embedded.search.program import ERROR

FROM = 150
"""Evaluations after which compiling pays: it takes as long as about so many."""

MAX_POINTS = 64
"""Code and the time to compile it grow with the points."""

Values = tuple[object, ...]
Run = Callable[..., Values]


@dataclass(slots=True, eq=False)
class Pointwise:
    """Functions of one tuple of values for each argument, that give the tuple of results.

    `quick` is for arguments without ERROR and raises what the operator raises. `careful` gives ERROR where the operator
    raises or an argument is ERROR; nothing at all when that is so at all of the `known` points, the first ones.
    """

    operator: Operator
    points: int
    known: int
    quick: Run
    careful: Run
    _times: int = 0
    _careful_times: int = 0

    def expect(self, times: int) -> None:
        """Be ready for so many more evaluations."""
        before, self._times = self._times, self._times + times
        if before < FROM <= self._times and self.points <= MAX_POINTS:
            self.quick = _compiled(self.operator, _quick_lines(self.operator, self.points))

    def loop(self, *columns: Values) -> Values:
        """`careful` until it was used often."""
        self._careful_times += 1
        if self._careful_times == FROM and self.points <= MAX_POINTS:
            self.careful = _compiled(self.operator, _careful_lines(self.operator, self.points, self.known))
        rows = zip(*columns, strict=True) if columns else iter([()] * self.points)
        values = _results(self.operator.function, islice(rows, self.known))
        if all(value is ERROR for value in values):
            return ()
        return (*values, *_results(self.operator.function, rows))


def pointwise(operator: Operator, points: int, known: int) -> Pointwise:
    """What was made for the operator at so many points, or is made now."""
    found: Pointwise | None = operator.pointwise.get((points, known))
    if found is None:
        function = operator.function

        def quick(*columns: Values) -> Values:
            return tuple(map(function, *columns))

        found = operator.pointwise[points, known] = Pointwise(operator, points, known, quick, quick)
        found.careful = found.loop
    return found


def _results(function: Callable[..., object], rows: Iterable[tuple[object, ...]]) -> list[object]:
    """Those at all rows of an iterator, ERROR where the function raises."""
    values: list[object] = []
    while True:
        try:
            for row in rows:
                values.append(ERROR if ERROR in row else function(*row))
        except Exception:
            # The iterator goes on behind the row that raised.
            values.append(ERROR)
        else:
            return values


def _compiled(operator: Operator, lines: list[str]) -> Run:
    names: dict[str, Any] = {**NAMES, "function": operator.function}
    exec(compile("\n ".join(lines), "<pointwise>", "exec"), names)
    run: Run = names["run"]
    return run


def _quick_lines(operator: Operator, points: int) -> list[str]:
    text = _text(operator)
    return [*_head(operator, points), f"return ({', '.join(text.replace(AT, str(at)) for at in range(points))},)"]


def _careful_lines(operator: Operator, points: int, known: int) -> list[str]:
    text, names = _text(operator), _parameters(operator)
    lines = _head(operator, points)
    for at in range(points):
        fails = "".join(f"... if {name}{at} is ... else " for name in names)
        lines.append(f"try: v{at} = {fails}{text.replace(AT, str(at))}")
        lines.append(f"except Exception: v{at} = ...")
        if at == known - 1:
            lines.append(f"if {' is '.join(f'v{place}' for place in range(known))} is ...: return ()")
    return [*lines, f"return ({''.join(f'v{at}, ' for at in range(points))})"]


def _head(operator: Operator, points: int) -> list[str]:
    names = _parameters(operator)
    unpacked = [f"{''.join(f'{name}{at}, ' for at in range(points))} = {name}" for name in names]
    return [f"def run({', '.join(names)}):", *unpacked]


def _parameters(operator: Operator) -> str:
    return "abc"[: len(operator.patterns)]


AT = "_at_"
"""Stands behind a name for the number of a point."""


def _text(operator: Operator) -> str:
    """The operator's source at a point; a call where the function is not a component's own."""
    if operator.function is function_of(operator.component):
        return _numbered(operator.component)
    return f"function({', '.join(f'{name}{AT}' for name in _parameters(operator))})"


@cache
def _numbered(component: Component) -> str:
    tree = ast.parse(component.run or component.source, mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in ("a", "b", "c"):
            node.id += AT
    return f"({ast.unparse(tree)})"
