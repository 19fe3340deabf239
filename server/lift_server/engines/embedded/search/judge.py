"""How far a found program may be believed: what the examples tell against what the program costs."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from lift_server.engines.embedded.search.answers import Stance
from lift_server.engines.embedded.search.binders import BINDERS
from lift_server.engines.embedded.search.components import COMPONENTS, Component
from lift_server.engines.embedded.search.cover import is_where_it_fails
from lift_server.engines.embedded.search.loops import SHAPES
from lift_server.engines.embedded.search.operators import spoken
from lift_server.engines.embedded.search.program import ERROR, Head, Leaf, Program
from lift_server.engines.embedded.search.request import Request
from lift_server.engines.embedded.search.sense import drops_unasked, is_read, tells

ANSWER = 3.0
"""Bits of the examples' results for each unit of cost from which a program is an answer, set on development tasks."""

SUGGEST = 0.4
"""The same for a suggestion; below it there is silence."""

UNUSED = 3.0
"""What a parameter that is not used adds to the score."""

FAILING_PROBE = 0.3
COVERED = 1.0
"""What a rare word of the prose that a part of the program accounts for takes from the score."""

ODD = 1.0
"""What a part adds that is applied to the same twice, or is a constant copied from a result."""

TELLING = 0.7
"""The weight of a word of the prose from which a condition is one of which the prose speaks."""

_USUAL = (0, 1, 2, -1, 10, "", None)

_MAX_BITS = 30.0


@dataclass(frozen=True, slots=True)
class Judged:
    """A program with its score (lower is better) and what may be done with it."""

    program: Program
    score: float
    stance: Stance


def judge(programs: Sequence[Program], request: Request) -> list[Judged]:
    """Those that may be shown: the best one, then rivals that behave differently and are built differently.

    The programs make sense, each for itself.
    """
    ranked = sorted(programs, key=lambda program: score(program, request))
    told = information([result for _, result in request.examples])
    shown: list[Program] = []
    for program in ranked:
        if len(shown) == request.count:
            break
        if told / program.cost >= SUGGEST and all(_is_rival(program, other) for other in shown):
            shown.append(program)
    return [Judged(program, score(program, request), _stance(program, told, request)) for program in shown]


def score(program: Program, request: Request) -> float:
    """Cost, and what speaks against it: parameters that it does not use, probes on which it fails."""
    unused = sum(1 for at in range(len(request.parameters)) if not program.uses >> at & 1)
    failing = sum(1 for value in program.values[len(request.examples) :] if value is ERROR)
    odd = sum(1 for part in program.walk() if _is_odd(part))
    shown = {repr(result) for _, result in request.examples} - {repr(value) for value in (*request.constants, *_USUAL)}
    copied = {part.head for part in program.walk() if not part.uses and isinstance(part.head, Leaf)}
    odd += sum(1 for head in copied if head.source in shown)
    covered = sum(credits(program, request))
    cost = program.cost - _written_once(program, set())
    return cost + UNUSED * unused + FAILING_PROBE * failing + ODD * odd - COVERED * covered


def _written_once(program: Program, seen: set[int]) -> int:
    """What is saved where the same part stands in several places: it gets a name."""
    if not program.arguments:
        return 0
    if id(program) in seen:
        return program.cost - 1
    seen.add(id(program))
    return sum(_written_once(part, seen) for part in program.arguments)


def credits(program: Program, request: Request) -> list[float]:
    """The weights of the words that the parts account for: one word for a part, and one part for a word; all of a
    phrase for the part that was read in it."""
    stems = frozenset(request.stems)
    heads = dict.fromkeys(part.head for part in program.walk())
    claims = [(weight(word), word, head) for head in heads for word in spoken(head.words, stems)]
    claims.sort(key=lambda claim: (-claim[0], claim[1]))
    heard: set[object] = set()
    found = []
    for credit, word, head in claims:
        if word not in heard and head not in heard:
            heard |= {word} if _is_of_a_phrase(head) else {word, head}
            found.append(credit)
    return found


def _is_of_a_phrase(head: Head) -> bool:
    return isinstance(head, Leaf) or (isinstance(head, Component) and head.is_read)


def said(program: Program, request: Request) -> frozenset[str]:
    """The stems of the prose that a part of the program accounts for."""
    stems = frozenset(request.stems)
    heads = {part.head for part in program.walk()}
    return frozenset().union(*(spoken(head.words, stems) for head in heads))


@cache
def weights() -> dict[str, float]:
    """For each word of a component or loop how telling it is: 1 when it is one's alone, 0 when it is everybody's."""
    counts = Counter(word for item in (*COMPONENTS, *BINDERS, *SHAPES) for word in set(item.words.split()))
    most = math.log(len(COMPONENTS))
    return {word: 1 - math.log(count) / most for word, count in counts.items()}


@cache
def weight(stem: str) -> float:
    """The weight (0 to 1) of the word that the stem is or begins with."""
    found = weights()
    return found.get(stem) or max((found[word] for word in found if stem.startswith(word)), default=1.0)


def _is_odd(part: Program) -> bool:
    """Whether it is applied to the same thing twice, or compares texts by order."""
    arguments = part.arguments
    if len(arguments) == 2 and arguments[0] is arguments[1]:
        return isinstance(part.head, Component) and part.head.source not in ("a * b", "a + b")
    return isinstance(part.head, Component) and part.head.source == "a < b" and arguments[0].type == "str"


def _stance(program: Program, told: float, request: Request) -> Stance:
    """A choice of whose condition the prose does not speak is no answer: with few examples most of them are wrong.

    Neither is one that leaves out items by their place unasked. Each part of a pair is an answer, or the pair is none.
    """
    if _is_choice(program):
        condition = program.arguments[2]
        is_backed = _is_settled(program, request) and len(request.examples) > condition.cost
        if not (is_backed or is_read(condition) or is_where_it_fails(program)):
            return "suggest"
    if drops_unasked(program, request):
        return "suggest"
    shares = [told / program.cost]
    if isinstance(program.head, Component) and program.head.source == "(a, b)":
        columns = zip(*(result for _, result in request.examples), strict=True)
        shares += [information(column) / part.cost for column, part in zip(columns, program.arguments, strict=True)]
    return "answer" if min(shares) >= ANSWER else "suggest"


def _is_choice(program: Program) -> bool:
    return isinstance(program.head, Component) and program.head.source == "a if c else b"


def _is_settled(choice: Program, request: Request) -> bool:
    """Whether the condition was read in the prose, every part of it is spoken of, or it holds where the rest fails."""
    condition = choice.arguments[2]
    parts = [part for part in condition.walk() if not isinstance(part.head, Leaf)]
    is_spoken_of = is_told(condition, request) and all(tells(part, request) for part in parts)
    return is_read(condition) or is_spoken_of or is_where_it_fails(choice)


def is_told(condition: Program, request: Request) -> bool:
    """Whether the prose speaks of the condition with a telling word."""
    return any(weight(word) > TELLING for word in said(condition, request))


def information(results: Sequence[object]) -> float:
    """Bits that the distinct results carry; truth values are counted each."""
    distinct = {repr(result): result for result in results}
    if all(isinstance(result, bool) for result in distinct.values()):
        return float(len(results)) if len(distinct) > 1 else 1.0
    return sum(_bits(result) for result in distinct.values())


def _bits(value: object) -> float:
    match value:
        case None | bool():
            return 1.0
        case int():
            return 3.0 + math.log2(1 + abs(value))
        case float():
            return 6.0 + math.log2(1 + abs(value)) if math.isfinite(value) else 3.0
        case str():
            return min(_MAX_BITS, 1.0 + 3.0 * len(value))
        case dict():
            return min(_MAX_BITS, 1.0 + sum(_bits(key) + _bits(item) for key, item in value.items()))
        case list() | tuple() | set():
            return min(_MAX_BITS, 1.0 + sum(map(_bits, value)))
    return 1.0


def _is_rival(program: Program, other: Program) -> bool:
    """Whether it behaves differently and is not the other with one part more."""
    parts, other_parts = _parts(program), _parts(other)
    return program.values != other.values and not (parts <= other_parts or other_parts <= parts)


def _parts(program: Program) -> frozenset[str]:
    return frozenset(part.head.source for part in program.walk() if not isinstance(part.head, Leaf))
