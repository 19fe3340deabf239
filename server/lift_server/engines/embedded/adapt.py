"""Fitting an idiom to a spec: which parameter is which, and the body under the spec's names. Nothing else is edited."""

import itertools
from collections.abc import Mapping, Sequence

from lift_ir import Parameter, ParameterKind
from lift_server.engines.embedded.index import Idiom, IdiomParameter, Index
from lift_server.engines.embedded.kinds import agree, kind_of_type
from lift_server.engines.embedded.search.renaming import renamed_body
from lift_server.engines.embedded.words import features, is_stem

Roles = Mapping[str, str]
"""Idiom's parameter -> spec's parameter."""

MOST_PARAMETERS = 5


def match_parameters(idiom: Idiom, parameters: Sequence[Parameter], index: Index) -> Roles | None:
    """Which parameter of the spec plays the part of each of the idiom's: by name, then kind and words, then order.

    None when their numbers differ, when a kind contradicts, or when the spec collects arguments.
    """
    collecting = (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)
    if len(parameters) != len(idiom.parameters) or any(item.kind in collecting for item in parameters):
        return None
    order = best_order([[_likeness(theirs, mine, index) for mine in parameters] for theirs in idiom.parameters])
    if order is None:
        return None
    return {theirs.name: parameters[place].name for theirs, place in zip(idiom.parameters, order, strict=True)}


def best_order(table: Sequence[Sequence[float | None]]) -> tuple[int, ...] | None:
    """For each row the column that it gets, so that the sum is greatest; ties keep the order. None where none fits.

    None in the table excludes that pair.
    """
    if len(table) > MOST_PARAMETERS:
        return None
    best: tuple[int, ...] | None = None
    best_sum = float("-inf")
    for order in itertools.permutations(range(len(table))):
        values = [table[row][column] for row, column in enumerate(order)]
        total = sum(value for value in values if value is not None)
        if None not in values and total > best_sum:
            best, best_sum = order, total
    return best


def _likeness(theirs: IdiomParameter, mine: Parameter, index: Index) -> float | None:
    kind = kind_of_type(str(mine.type)) if mine.type is not None else "any"
    if not agree(kind, kind_of_type(theirs.type)):
        return None
    if theirs.name == mine.name:
        return 8.0
    related = _meaning(theirs.name, index) & _meaning(mine.name, index)
    return (1.0 if kind == kind_of_type(theirs.type) else 0.0) + 2.0 * bool(related)


def _meaning(name: str, index: Index) -> set[str]:
    return {item for item in features(name, index.vocabulary) if is_stem(item) or item[0] == "~"}


def adapt_body(idiom: Idiom, roles: Roles, name: str) -> str | None:
    """The idiom's body with its parameters renamed; see `renamed_body`."""
    return renamed_body(idiom.name, [item.name for item in idiom.parameters], idiom.body, roles, name)
