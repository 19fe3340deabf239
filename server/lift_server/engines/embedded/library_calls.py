"""Which functions of the library a search may call: those that the prose, or one sentence of it, speaks of."""

import re
from collections.abc import Iterator

from lift_server.engines.embedded.index import Idiom, Index
from lift_server.engines.embedded.retrieve import rank
from lift_server.engines.embedded.search.request import Helper

FOR_ALL, FOR_A_SENTENCE = 6, 3
"""How many families are taken for the whole text, and for each sentence."""

MAX_PARAMETERS = 3
_PATTERNS = {"float": "num", "Any": "T", "int": "int", "str": "str", "bool": "bool"}


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
    if type_ in _PATTERNS:
        return _PATTERNS[type_]
    for text, pattern in (("list[float]", "list[N]"), ("list[Any]", "list[T]"), ("list[int]", "list[int]"),
                          ("list[str]", "list[str]"), ("list[list[Any]]", "list[list[T]]"),
                          ("list[list[float]]", "list[list[N]]"), ("dict[str, Any]", "dict[str,V]")):  # fmt: skip
        if type_ == text:
            return pattern
    return None


def _source(idiom: Idiom) -> str:
    """The function without annotations, which could name what is not imported."""
    parameters = ", ".join(
        item.name if item.default is None else f"{item.name}={item.default}" for item in idiom.parameters
    )
    return f'def {idiom.name}({parameters}):\n    """{idiom.doc}"""\n{idiom.body}'
