"""What numbers of a program count or measure: an item of a list is no length, and a position is no letter's code."""

from lift_server.engines.embedded.search.components import Component
from lift_server.engines.embedded.search.program import Form, Leaf, Program
from lift_server.engines.embedded.search.request import Request

PLACE, ITEM, CODE, REST = "place", "item", "code", "rest"
"""A length, count or position; an item of a list of numbers; a letter's code; what a division leaves."""

_PLACES = frozenset({"len(a)", "a.count(b)", "a.index(b)", "a.find(b)", "a.bit_count()"})
_ITEMS_OF = frozenset({"a.count(b)", "a.index(b)"})
_ALIKE = frozenset("a + b|a - b|a == b|a != b|a < b|a <= b|max(a, b)|min(a, b)|a in b|[a, b]".split("|"))
"""What is sensible of numbers of one quantity only."""

_SAME = frozenset("-a|abs(a)|round(a)|round(a, b)|int(a)|float(a)|sum(a)|max(a)|min(a)|sorted(a)|a[0]|a[-1]|a[1:]|"
                  "a[:-1]|a[::-1]|a[::2]|a[1::2]|set(a)|list(a)|a[:b]|a[b:]|a[-b:] if b else []|a[b:c]|a[b]|"
                  "sorted(a, reverse=True)|list(dict.fromkeys(a))".split("|"))  # fmt: skip
"""What gives the quantity of its first argument."""

_AT = {"a[b]": 1, "a[:b]": 1, "a[b:]": 1, "a[-b:] if b else []": 1, "a[b:c]": 1, "a[::b]": 1}
"""Positions: which argument is one."""

POSITIONS = frozenset({"index", "indic", "posit", "place", "rank", "offset"})
"""Words with which an item may be a position."""

_NUMBERS = ("list[int]", "list[float]", "tuple[int]", "tuple[float]", "list[list[int]]", "list[list[float]]")


def is_mixed(program: Program, request: Request) -> bool:
    """Whether different quantities are added or compared, or an item is used as a position.

    Where the prose speaks of positions an item may be one.
    """
    is_loose = not POSITIONS.isdisjoint(request.stems)
    try:
        _quantity(program, {}, is_loose)
    except _MixedError:
        return True
    return False


class _MixedError(Exception):
    """Two quantities where one belongs."""


def _quantity(part: Program, bound: dict[str, str | None], is_loose: bool) -> str | None:
    """What the number, or each number of the list, measures; None where that is open. Raises _MixedError."""
    head = part.head
    if isinstance(head, Leaf):
        return bound.get(head.source, ITEM if part.uses and part.type in _NUMBERS else None)
    if isinstance(head, Form):
        return _of_loop(part, head, bound, is_loose)
    found = [_quantity(argument, bound, is_loose) for argument in part.arguments]
    return _of_component(part, head, found, is_loose)


def _of_component(part: Program, head: Component, found: list[str | None], is_loose: bool) -> str | None:
    source = head.source
    if source in _PLACES:
        if source in _ITEMS_OF and {found[0], found[1]} >= {PLACE, ITEM} and not is_loose:
            raise _MixedError
        return PLACE
    if source == "ord(a)":
        return CODE
    if source == "a % b":
        return REST
    if source in _AT and part.arguments[0].type[:4] != "dict":
        for place in found[_AT[source] :]:
            if place not in (None, PLACE) and not is_loose:
                raise _MixedError
    if source in _ALIKE:
        known = {item for item in found if item is not None}
        if len(known) > 1 and not (is_loose and known == {PLACE, ITEM}):
            raise _MixedError
        return next(iter(known)) if len(known) == 1 else None
    if source in ("a * b", "a // b", "a / b") and not part.arguments[1].uses:
        return found[0]
    if source == "a * b" and not part.arguments[0].uses:
        return found[1]
    return found[0] if source in _SAME else None


def _of_loop(part: Program, head: Form, bound: dict[str, str | None], is_loose: bool) -> str | None:
    sources, body = part.arguments[:-1], part.arguments[-1]
    found = [_quantity(source, bound, is_loose) for source in sources]
    given: list[str | None] = [found[0]] * len(head.names)
    if head.over == "zip(a, b)":
        given = found
    elif head.over in ("enumerate(a)", "range(len(a))"):
        given = [PLACE, found[0]][: len(head.names)]
    elif head.over == "a.items()" or len(given) > 2:
        given = [None] * len(head.names)
    inner = _quantity(body, bound | dict(zip(head.names, given, strict=True)), is_loose)
    if head.source.startswith("sum(1"):
        return PLACE
    if head.source.startswith(("[{body}", "{{{body}")):
        return inner
    return found[0] if body.type == "bool" and head.over == "a" else None
