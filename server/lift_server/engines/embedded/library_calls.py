"""Which functions of the library a search may call: those that the prose, or one sentence of it, speaks of."""

import re
from collections.abc import Iterator

from lift_server.engines.embedded.index import Idiom, Index
from lift_server.engines.embedded.retrieve import rank
from lift_server.engines.embedded.search.request import Helper
from lift_server.engines.embedded.search.types import split

FOR_ALL, FOR_A_SENTENCE = 6, 3
"""How many families are taken for the whole text, and for each sentence."""

MAX_PARAMETERS = 3
_PATTERNS = {"float": "num", "Any": "T", "int": "int", "str": "str", "bool": "bool"}
_ELEMENTS = {**_PATTERNS, "float": "N"}


def helpers_for(text: str, index: Index) -> tuple[Helper, ...]:
    """The default function of each family, the likeliest cheapest."""
    costs: dict[str, int] = {}
    for place, match in enumerate(rank(text, index, FOR_ALL)):
        costs.setdefault(match.family, 1 if place == 0 else 2)
    for sentence in re.split(r"(?<=[.;:!?])\s+|\n", text):
        for place, match in enumerate(rank(sentence, index, FOR_A_SENTENCE)):
            costs[match.family] = min(costs.get(match.family, 9), 2 if place == 0 else 3)
    return tuple(helper for family, cost in costs.items() for helper in _helpers(family, cost, index))


def _helpers(family: str, cost: int, index: Index) -> Iterator[Helper]:
    idiom = index.idioms(family)[0]
    patterns = [_pattern(item.type) for item in idiom.parameters]
    if len(patterns) <= MAX_PARAMETERS and all(patterns):
        yield Helper(idiom.name, tuple(filter(None, patterns)), _source(idiom), idiom.modules, cost)


def _pattern(type_: str) -> str | None:
    """The pattern of arguments of a type; None for what a search has no values of."""
    bare = type_.replace(" ", "")
    return _PATTERNS.get(bare) or _nested(bare)


def _nested(type_: str) -> str | None:
    """The same within a collection: whole numbers may stand for others there, and keys are texts."""
    if type_ in _ELEMENTS:
        return _ELEMENTS[type_]
    name, parts = split(type_)
    if (name, len(parts)) not in (("list", 1), ("dict", 2), ("tuple", 2)):
        return None
    if parts == ("Any", "Any"):
        return "pair[A,B]" if name == "tuple" else None
    inner = list(map(_nested, parts))
    if not all(inner) or (name == "dict" and inner[0] != "str"):
        return None
    if name == "dict" and inner[1] == "T":
        inner[1] = "V"
    return f"{'pair' if name == 'tuple' else name}[{','.join(filter(None, inner))}]"


def _source(idiom: Idiom) -> str:
    """The function without annotations, which could name what is not imported."""
    parameters = ", ".join(
        item.name if item.default is None else f"{item.name}={item.default}" for item in idiom.parameters
    )
    return f'def {idiom.name}({parameters}):\n    """{idiom.doc}"""\n{idiom.body}'
