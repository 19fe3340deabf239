"""Components: what is evaluated is what is printed, and no result depends on the order of a set."""

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.search.component_samples import KINDS, calls, variables
from tests.search.rendering import rendered

from lift_server.engines.embedded.search.components import COMPONENTS, Component
from lift_server.engines.embedded.search.operators import NAMES, function_of
from lift_server.engines.embedded.search.types import fits, split, type_of

NUMBERS = {
    "int": st.integers(-5, 5) | st.integers(-(10**6), 10**6),
    "float": st.floats(-100, 100) | st.sampled_from([0.5, 2.5, 1e9, -7.0]),
}
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    **NUMBERS,
    "mixed": NUMBERS["int"] | NUMBERS["float"],
    "bool": st.booleans(),
    "str": st.text("abAB01 -,", max_size=4) | st.sampled_from(["12", "ff", "a-b-c", "10", "two words", "\u0130\u03a3"]),
}


def values(pattern: str, chosen: dict[str, str]) -> st.SearchStrategy[Any]:
    """Values of a pattern whose variables and classes are chosen."""
    name, parts = split(pattern)
    if name in ("iter", "seq"):
        name = chosen[name]
    if not parts:
        return SCALARS[chosen.get(name, name)]
    inner = [values(part, chosen) for part in parts]
    match name:
        case "list":
            return st.lists(inner[0], max_size=5)
        case "tuple":
            return st.lists(inner[0], min_size=3, max_size=5).map(tuple)
        case "set":
            return st.sets(inner[0], max_size=4)
        case "pair":
            return st.tuples(inner[0], inner[-1])
        case "dict":
            return st.dictionaries(inner[0], inner[1], max_size=4)
    raise AssertionError(name)


HERE = {"iter": ("list", "tuple", "set"), "seq": ("list", "tuple"), "N": ("int", "float", "mixed")}


@st.composite
def arguments(draw: st.DrawFn, component: Component) -> tuple[Any, ...]:
    """What the component may be applied to."""
    chosen = {
        name: draw(st.sampled_from(HERE.get(name) or KINDS.get(name, ("int", "str")))) for name in variables(component)
    }
    return tuple(draw(values(pattern, chosen)) for pattern in component.arguments)


def outcome(function: Any, given_: tuple[Any, ...]) -> tuple[object, ...]:
    """The value with its type, or that there is none."""
    try:
        value = function(*copy.deepcopy(given_))
    except Exception as error:
        return ("raises", isinstance(error, OverflowError))
    return (type(value), repr(value))


DIFFERENT = [item for item in COMPONENTS if item.run]


@pytest.mark.parametrize("component", DIFFERENT, ids=lambda item: f"{item.source}: {item.signature}")
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_evaluated_is_what_is_printed(component: Component, data: st.DataObject) -> None:
    drawn = data.draw(arguments(component))
    evaluated = outcome(function_of(component), drawn)
    if evaluated != ("raises", True):
        printed = Component(component.source, component.signature).function(NAMES)
        assert evaluated == outcome(printed, drawn)


def test_results_are_of_the_type_that_is_stated() -> None:
    for component in COMPONENTS:
        applied = list(calls(component))
        assert applied or "object" in component.signature, component
        for types, given_, (stated, value) in applied:
            assert fits(type_of(value), stated) or not value, (component, types, given_, value)


BY_SETS = (
    "sorted(sorted(set(words)), key=len)",
    "max(sorted(set(words)), key=len)",
    "min(sorted({x.lower() for x in words}), key=len)",
    "''.join(x for x in sorted(set(words)) if len(x) > 1)",
    "' '.join(sorted(set(words)))",
    "[x + y for x, y in zip(sorted(set(words)), words)]",
    "[x for x in sorted(set(words))]",
    "next(x for x in sorted(set(words)) if len(x) < 3)",
    "list(dict.fromkeys(sorted(set(words))))",
    "list(enumerate(sorted(set(words))))",
    "list({x: len(x) for x in sorted(set(words))})",
    "sum(len(x) / 7 for x in sorted(set(words)))",
    "sum([len(x) ** 0.5 for x in sorted({x.upper() for x in words})])",
    "list(itertools.pairwise(sorted(set(words))))",
    "[x for x in sorted(set(words), reverse=True) if words.count(x) > 1]",
    "tuple(sorted(set(words)))[0]",
)


def test_nothing_depends_on_the_order_of_a_set() -> None:
    texts = [rendered(source, {"words": "list[str]"}) for source in BY_SETS]
    command = [sys.executable, "-m", "tests.search.component_samples", json.dumps(texts)]
    root = Path(__file__).parents[2]
    (order, found), (other_order, other_found) = (
        json.loads(subprocess.check_output(command, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=root))
        for seed in ("1", "2")
    )
    assert order != other_order
    assert len(found) > len(texts)
    assert found == other_found
