"""What a person would not accept of a program, whatever its results: parts that no words and no custom account for.

A search by few examples finds such parts because they happen to give the results: every second item where nothing is
said of it, a number compared with a length, a threshold from nowhere. Each rule here is about one part.
"""

import ast
from collections.abc import Callable, Collection, Iterator
from functools import cache

from lift_server.engines.embedded.search.components import COMPONENTS, Component
from lift_server.engines.embedded.search.operators import CORE, OBSERVED, spoken
from lift_server.engines.embedded.search.program import ERROR, Form, Head, Leaf, Program
from lift_server.engines.embedded.search.quantities import POSITIONS, is_mixed
from lift_server.engines.embedded.search.request import Request
from lift_server.engines.embedded.search.steps import RECURRENCES

_STEPS = frozenset({"a[::b]", "a[::2]", "a[1::2]"})
_STEP_WORDS = (
    frozenset({"even", "odd", "everi", "nth", "altern"}),
    frozenset({"index", "indic", "posit", "place", "other", "second", "third", "step", "th", "altern"}),
)
"""A step needs a word of each: what is even may as well be the item."""

_SLICES = _STEPS | {"a[1:]", "a[:-1]", "a[:b]", "a[b:]", "a[-b:] if b else []", "a[-b:] if b else ''", "a[b:c]"}
_RANGES = frozenset({"list(range(a))", "list(range(1, a + 1))", "list(range(a, b))", "list(range(a, b + 1))",
                     "list(range(2, a))"})  # fmt: skip
_ENDS = frozenset({"max(a)", "min(a)", "a[0]", "a[-1]", "a[b]", "len(a)", *_SLICES})

_CUSTOMARY: dict[object, frozenset[str]] = {
    0: frozenset({"a == b", "a != b", "a < b", "a <= b", "max(a, b)", "min(a, b)", "a - b", "a.get(b, c)"}),
    1: frozenset({"a + b", "a - b", "a == b", "a != b", "a < b", "a <= b", "a.get(b, c)", "list(range(a, b))",
                  "list(range(a, b + 1))"}),
    2: frozenset({"a * b", "a / b", "a // b", "a % b", "a ** b", "a % b == 0"}),
    -1: frozenset({"a * b", "a ** b"}),
    "": frozenset({"b.join(a)", "a.replace(b, c)", "a == b", "a != b"}),
    " ": frozenset({"b.join(a)", "a.split(b)", "a.replace(b, '')", "a.replace(b, c)", "a + b", "a == b", "a != b"}),
}  # fmt: skip
"""Constants that need no words, by what they are an argument of."""

_COMPARISONS = frozenset({"a == b", "a != b", "a < b", "a <= b"})
"""Where one is customary for what was counted, not for what is given."""

_NAMED: dict[object, frozenset[str]] = {
    10: frozenset({"digit", "decim"}),
    " ": frozenset({"space", "blank", "word", "whitespac"}),
}
"""Words that name a constant without writing it."""

WORDS = POSITIONS.union(*_STEP_WORDS, *_NAMED.values())
"""All that is listened to besides the words of parts."""

_CHOICE = "a if c else b"
_GLUE = frozenset({"a and b", "a or b", "not a"})
_NOTHING: tuple[object, ...] = (None, "", [], 0, -1, True, False)
_OF_THINGS = _SLICES | {"(a, b)", "len(a)", "a % b", "a % b == 0"}
"""What is done to what changes: the first argument is no constant."""

_PAIRED = frozenset({"itertools.combinations(a, 2)", "itertools.pairwise(a)", "zip(a, b)"})
_SPECIAL = frozenset(
    item.source
    for item in COMPONENTS
    if item.modules in (("math",), ("statistics",))
    or item.source.startswith(("ord(", "chr(", "hex(", "bin(", "a.bit_count"))
) - {"math.prod(a)", "math.ceil(a)", "math.floor(a)", "statistics.fmean(a)"}
MAX_ENDING = 3
"""Letters that a word may have besides its stem."""

MAX_TEXT = 2
"""Characters of a text in a function of the library that needs no words."""

_LOOKUPS = frozenset({"a.index(b)", "a.find(b)"})
_PICKS = frozenset({"a[0]", "a[-1]", "a[b]"})

Rule = Callable[[Program, Request], bool]


def makes_sense(program: Program, request: Request) -> bool:
    """Whether all parameters are used and every part may stand where it does."""
    if any(not program.uses >> at & 1 for at in range(len(request.parameters))):
        return False
    return not any(rule(part, request) for part in shown_parts(program) for rule in RULES) and not is_mixed(
        program, request
    )


def shown_parts(program: Program, but: Collection[Head] = tuple(RECURRENCES.values())) -> Iterator[Program]:
    """The parts but for the steps of these loops: each step is shown by many rounds."""
    yield program
    for part in program.arguments[:-1] if program.head in but else program.arguments:
        yield from shown_parts(part, but)


def _never_changes(part: Program, request: Request) -> bool:
    """A constant in disguise: the same wherever it is computed, although what it is computed of is not."""
    if isinstance(part.head, Leaf) or part.type in ("bool", "none"):
        return False
    values = _distinct(part)
    if not part.uses:
        return bool(part.arguments)
    return len(values) == 1 and any(len(_distinct(argument)) > 2 for argument in part.arguments)


def _distinct(part: Program) -> set[str]:
    return {repr(value) for value in part.values if value is not ERROR}


def _steps_unasked(part: Program, request: Request) -> bool:
    """Every second item, where the prose does not speak of positions."""
    if _source(part) not in _STEPS or _is_read_in_a_phrase(part):
        return False
    stems = frozenset(request.stems)
    return any(words.isdisjoint(stems) for words in _STEP_WORDS)


def _computes_a_range(part: Program, request: Request) -> bool:
    """The end, length or a position of numbers that follow each other, the length of a part, a fixed place in a part:
    arithmetic says it."""
    if isinstance(part.head, Form):
        return part.head.over in ("enumerate(a)", "range(len(a))") and _source(part.arguments[0]) in _RANGES
    if not part.arguments:
        return False
    outer, inner = _source(part), _source(part.arguments[0])
    is_fixed = all(not place.uses for place in part.arguments[1:])
    return (
        (outer in _ENDS and inner in _RANGES)
        or (outer == "len(a)" and inner in _SLICES | {"[a]"})
        or (outer in _ENDS and outer not in ("max(a)", "min(a)") and inner in ("a[1:]", "a[:-1]") and is_fixed)
    )


def _adds_twice(part: Program, request: Request) -> bool:
    """A constant added to a sum with a constant: one of them would do."""
    return _is_shifted(part) and any(map(_is_shifted, part.arguments))


def _is_shifted(part: Program) -> bool:
    return _source(part) in ("a + b", "a - b") and part.type != "str" and any(not item.uses for item in part.arguments)


def _is_from_nowhere(part: Program, request: Request) -> bool:
    """A constant among the arguments that the prose does not give and custom does not either."""
    if not isinstance(part.head, Component):
        return False
    source = part.head.source
    if source == _CHOICE:
        if is_read(part.arguments[2]):
            return False
        return not _is_label(part.arguments[0], part.arguments[1], request)
    fixed = [at for at, item in enumerate(part.arguments) if not item.uses and isinstance(item.head, Leaf)]
    if 0 in fixed and source in _OF_THINGS:
        return True
    values = [part.arguments[at].values[0] for at in fixed]
    if source == "a + b" and part.type == "str":  # shown as it is, where it is not copied whole
        return any(value == result for value in values for _, result in request.examples)
    if 1 in values and source in _COMPARISONS and not _is_given(1, request):
        return any(isinstance(item.head, Leaf) and item.uses for item in part.arguments)
    return any(not _is_given(value, request) and source not in _customary(value) for value in values)


def _is_label(then: Program, otherwise: Program, request: Request) -> bool:
    """Whether each branch that is a constant is given or stands for nothing."""
    fixed = [part.values[0] for part in (then, otherwise) if not part.uses]
    return all(value in _NOTHING or _is_given(value, request) for value in fixed)


def _customary(value: object) -> frozenset[str]:
    is_plain = isinstance(value, int | str) and not isinstance(value, bool)
    return _CUSTOMARY.get(value, frozenset()) if is_plain else frozenset()


def _is_given(value: object, request: Request) -> bool:
    """Whether the prose has the constant or names it, as it does the vowels. Two numbers are the two parameters."""
    if isinstance(value, int) and value == len(request.parameters) > 1:
        return False
    if any(repr(value) == repr(known) for known in request.constants):
        return True
    if isinstance(value, int | str) and value in _NAMED:
        return not _NAMED[value].isdisjoint(request.stems)
    return isinstance(value, str) and value != "" and all(value != end for _, end in request.examples)


def _is_found_again(part: Program, request: Request) -> bool:
    """The position of an item that was taken from there: another one may be equal to it."""
    if isinstance(part.head, Form):
        sources = {_key(source) for source in part.arguments[:-1]}
        bound = set(part.head.names)
        return any(
            _source(inner) in _LOOKUPS
            and _key(inner.arguments[0]) in sources
            and isinstance(inner.arguments[1].head, Leaf)
            and inner.arguments[1].head.source in bound
            for inner in part.arguments[-1].walk()
        )
    if _source(part) not in _LOOKUPS:
        return False
    whole, item = part.arguments
    return _source(item) in _PICKS and _key(item.arguments[0]) == _key(whole)


def _pairs_for_nothing(part: Program, request: Request) -> bool:
    """A loop over pairs of which one side is never used."""
    if not isinstance(part.head, Form) or part.head.over not in _PAIRED:
        return False
    used = {inner.head.source for inner in part.arguments[-1].walk() if isinstance(inner.head, Leaf)}
    return not used.issuperset(part.head.names)


def _is_off_the_subject(part: Program, request: Request) -> bool:
    """A special function of which the prose says nothing telling, or one of the library that has to be called."""
    if not isinstance(part.head, Component) or part.head.is_read:
        return False
    if part.head.result != OBSERVED:
        telling = telling_words(request.stems, request.parameters) - _common_words()
        return part.head.source in _SPECIAL and not spoken(part.head.words, telling)
    name = part.head.source.partition("(")[0]
    source = next((item.source for item in request.helpers if item.name == name), "")
    return bool(source) and not _is_plain(source) and not tells(part, request)


def tells(part: Program, request: Request) -> bool:
    """Whether the part was read in the prose, or that has a telling word of it."""
    return _is_read_in_a_phrase(part) or bool(spoken(_words(part), telling_words(request.stems, request.parameters)))


def _is_read_in_a_phrase(part: Program) -> bool:
    return isinstance(part.head, Component) and part.head.is_read


@cache
def telling_words(stems: tuple[str, ...], parameters: tuple[str, ...]) -> frozenset[str]:
    """The words that tell what is done: those of kinds of values do not, and parameters' names mean the parameters."""
    names = [word for name in parameters for word in name.lower().split("_")]
    return frozenset(stem for stem in stems if stem not in KINDS and not any(_is_form(name, stem) for name in names))


def _is_form(word: str, stem: str) -> bool:
    return word.startswith(stem) and len(word) - len(stem) <= MAX_ENDING


def is_accounted_for(part: Program, request: Request) -> bool:
    """Whether the part is a parameter, constant or plain loop, was read in the prose, or is spoken of by it."""
    head = part.head
    if isinstance(head, Leaf) or (isinstance(head, Form) and head.over == "a" and head.source.startswith("[")):
        return True
    if isinstance(head, Component) and head.source in _GLUE:
        return True
    if part.type == "str" and _source(part) in ("a + b", "str(a)"):
        return True  # a text shows what it is put together of
    return tells(part, request)


def drops_unasked(program: Program, request: Request) -> bool:
    """Whether items are left out by their place although nothing speaks of that: right for the examples, perhaps."""
    return any(
        _source(part) in _SLICES | _PICKS and not is_accounted_for(part, request) for part in shown_parts(program)
    )


def is_read(condition: Program) -> bool:
    """Whether it came from the prose as it is."""
    return isinstance(condition.head, Leaf) and not condition.head.source.isidentifier()


@cache
def _common_words() -> frozenset[str]:
    """The words of what programs are made of whatever they are about."""
    return frozenset(word for item in COMPONENTS if item.source in CORE for word in item.words.split())


KINDS = frozenset(
    "number num integ float string text list tupl dictionari element item valu charact array in at from".split()
)
"""Words for kinds of values and places: they say nothing of what is done."""


@cache
def _is_plain(source: str) -> bool:
    """Whether the function is one expression without texts of its own."""
    [function] = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    texts = [
        node.value for node in ast.walk(function) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    is_one = len(function.body) == 2 and isinstance(function.body[1], ast.Return)
    return is_one and all(len(text) <= MAX_TEXT for text in texts[1:])


RULES: tuple[Rule, ...] = (
    _never_changes, _steps_unasked, _computes_a_range, _adds_twice, _is_from_nowhere, _is_found_again,
    _pairs_for_nothing, _is_off_the_subject,
)  # fmt: skip


def _source(part: Program) -> str:
    return part.head.source if isinstance(part.head, Component) else ""


def _words(part: Program) -> str:
    return "" if isinstance(part.head, Leaf) else part.head.words


def _key(part: Program) -> object:
    """What the part is written like."""
    return (part.head, *map(_key, part.arguments))
