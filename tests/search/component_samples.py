"""Applications of components to a few values each, and what they give: the same in every process."""

import itertools
import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from lift_server.engines.embedded.search.components import COMPONENTS, Component
from lift_server.engines.embedded.search.operators import function_of
from lift_server.engines.embedded.search.types import match, split, substitute

KINDS = {"O": ("int", "float", "str"), "H": ("int", "str"), "K": ("int", "str"), "N": ("int", "float"),
         "num": ("int", "float"), "object": ("int", "float", "str")}  # fmt: skip
"""What the variables and classes of a pattern stand for here; any other variable is a number or a text."""


def variables(component: Component) -> list[str]:
    """The variables and classes in the argument patterns, each once."""
    return sorted(set(re.findall(r"\b(?:[A-Z]|num|object|iter|seq)\b", " ".join(component.arguments))))


SAMPLES: dict[str, list[Any]] = {
    "int": [-3, 0, 2, 70], "float": [-1.5, 2.0], "bool": [False, True], "str": ["", "ab", "x", "10", "b-a c"],
}  # fmt: skip
TEXTS = {"ab", "c", "", "xy", "Q", "zz", "b", "aa", "d", "yx"}


def samples(type_: str) -> list[Any]:
    """A few values of a type."""
    name, parts = split(type_)
    if not parts:
        return SAMPLES[type_]
    first = samples(parts[0])
    match name:
        case "list":
            return [[], first, first[:1] * 2]
        case "tuple":
            return [(*first, *first[:1])]
        case "set":
            return [set(), TEXTS if parts[0] == "str" else set(first)]
        case "pair":
            return list(zip(first, samples(parts[1]), strict=False))
    return [{}, dict(zip(first, itertools.cycle(samples(parts[1])), strict=False))]


def concrete(component: Component) -> Iterator[tuple[str, ...]]:
    """The types that the arguments may have, with texts or whole numbers for each variable."""
    names = variables(component)
    holders = {"iter": ("list", "tuple", "set", "dict", "str"), "seq": ("list", "tuple", "str")}
    for choice in itertools.product(*(holders.get(name, KINDS.get(name, ("int", "str"))) for name in names)):
        chosen = dict(zip(names, choice, strict=True))
        types = tuple(filled(pattern, chosen) for pattern in component.arguments)
        if all(types):
            yield types


def filled(pattern: str, chosen: dict[str, str]) -> str:
    name, parts = split(pattern)
    inner = [filled(part, chosen) for part in parts]
    if not parts:
        return chosen.get(name, name)
    match chosen.get(name, name):
        case "str":
            return "str" if inner == ["str"] else ""
        case "dict":
            return f"dict[{inner[0]},{inner[-1] if len(inner) > 1 else 'int'}]"
        case other:
            return f"{other}[{','.join(inner)}]"


def calls(component: Component) -> Iterator[tuple[tuple[str, ...], tuple[Any, ...], object]]:
    """Types, arguments and result of applications that are allowed and do not fail."""
    for types in concrete(component):
        bound: Any = ()
        for pattern, type_ in zip(component.arguments, types, strict=True):
            bound = None if bound is None else match(pattern, type_, bound)
        if bound is None:
            continue
        for given_ in itertools.product(*map(samples, types)):
            with suppress(Exception):
                yield types, given_, (substitute(component.result, bound), function_of(component)(*given_))


def ordered(value: Any) -> Any:
    """The value with its sets in order."""
    if isinstance(value, set):
        return ["set", *sorted(value)]
    return [type(value).__name__, *map(ordered, value)] if isinstance(value, list | tuple) else repr(value)


def of_sets() -> list[str]:
    """What all components give for sets of texts."""
    return [
        f"{component.source} of {types}: {ordered(value)}"
        for component in COMPONENTS
        for types, _, (_, value) in calls(component)
        if any("set[str]" in type_ for type_ in types)
    ]


def of_functions(texts: list[str]) -> list[str]:
    """What functions `f` with these texts give for a list of texts and for what is in it, backwards."""
    found = []
    for text in texts:
        names: dict[str, Any] = {module: __import__(module) for module in ("collections", "itertools", "math")}
        exec(text, names)
        words = [*sorted(TEXTS), *sorted(TEXTS)]
        found.append(f"{text}{ordered(names['f'](words))} {ordered(names['f'](words[::-1]))}")
    return found


if __name__ == "__main__":
    print(json.dumps([list(TEXTS), of_sets() + of_functions(json.loads(sys.argv[1]))]))
