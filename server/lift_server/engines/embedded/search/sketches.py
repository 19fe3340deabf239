"""What the prose tells of the program, made ready for the search: operators, and values at its points."""

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lift_server.engines.embedded.search.components import COMPONENTS, Component
from lift_server.engines.embedded.search.operators import NAMES, Operator, spoken
from lift_server.engines.embedded.search.program import ERROR, Leaf, Program
from lift_server.engines.embedded.search.request import Request, Sketch
from lift_server.engines.embedded.search.space import observed


def with_sketches(operators: Sequence[Operator], sketches: Sequence[Sketch]) -> list[Operator]:
    """The operators with those of the sketches, which take the place of dearer ones with the same source."""
    cheap = {(item.component.source, item.patterns) for item in operators if item.cost == 1}
    said = {}
    for sketch in sketches:
        made = _operator(sketch) if sketch.kind == "operator" else None
        if made is not None and (sketch.source, made.patterns) not in cheap:
            said[sketch.source, made.patterns] = made
    return [item for item in operators if (item.component.source, item.patterns) not in said] + list(said.values())


def _operator(sketch: Sketch) -> Operator:
    component = Component(
        sketch.source, sketch.signature, _telling(sketch), sketch.cost,
        run=_bounded(sketch.source), modules=sketch.modules, is_read=True,
    )  # fmt: skip
    return Operator(component, component.function(NAMES), sketch.cost, component.arguments, component.result, False)


def _bounded(source: str) -> str:
    """The source with what may take long or much memory replaced by what raises then."""
    source = re.sub(r"\ba \*\* (\d)", r"power(a, \1)", source.replace(" in range(", " in span("))
    return re.sub(r"\ba \* (\d+)", r"times(a, \1)", source)


def sketch_values(request: Request, points: Sequence[tuple[Any, ...]]) -> Iterator[Program]:
    """The values among the sketches at the points."""
    for sketch in request.sketches:
        if sketch.kind == "value":
            program = value(sketch.source, sketch.cost, request, points, _telling(sketch))
            if program is not None:
                yield program


_KNOWN = " ".join(word for item in COMPONENTS for word in item.words.split() if len(word) > 2)


_CALLS = {item.source.removesuffix("(a)"): item.words for item in COMPONENTS if item.source.endswith("(a)")}


def _telling(sketch: Sketch) -> str:
    """The words of its phrase that tell of some component, others tell of what the function is for; and the words of
    what it calls outermost: a set is without duplicates whatever the phrase says."""
    tree = ast.parse(sketch.source, mode="eval").body
    outermost = [tree.left, tree.right] if isinstance(tree, ast.BinOp) else [tree]
    called = {_CALLS.get(ast.unparse(node.func), "") for node in outermost if isinstance(node, ast.Call)}
    return " ".join(sorted({*spoken(_KNOWN, frozenset(sketch.words.split())), *" ".join(called).split()}))


def value(
    source: str, cost: int, request: Request, points: Sequence[tuple[Any, ...]], words: str = ""
) -> Program | None:
    """An expression over the parameters as a program without parts; None where it fails at all points."""
    function = _function(source, request.parameters)
    values = tuple(_called(function, point) for point in points)
    if all(item is ERROR for item in values):
        return None
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    uses = sum(1 << at for at, name in enumerate(request.parameters) if name in names)
    return Program(observed(values), cost, values, Leaf(source, bool(uses), words), (), uses, ERROR in values)


def _function(source: str, parameters: Sequence[str]) -> Callable[..., Any]:
    code = compile(f"lambda {', '.join(parameters)}: {source}", "<sketch>", "eval")
    function: Callable[..., Any] = eval(code, dict(NAMES))
    return function


def _called(function: Callable[..., Any], point: tuple[Any, ...]) -> object:
    try:
        return function(*point)
    except Exception:
        return ERROR
