"""Prose as features that a search compares: stems, pairs of stems, concepts, inputs and outcomes, shapes."""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

_TOKEN = re.compile(
    r"->|→|=>|[a-z]!(?![\w=])|\d*n\+1|[a-z]+(?:['’][a-z]+)*(?:-[a-z]+(?:'[a-z]+)?)*-?\d*|\d+(?:\.\d+)?|%"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_QUOTED = re.compile(r"`[^`\n]*`|\"[^\"]*\"|(?<!\w)'[^']{2,}'(?!\w)")
_MAY_HOLD_A_SHAPE = re.compile(r"[\d@:/#&<>_?=;$(\[{]|[a-z][A-Z]|[MDCLXVI]{3}|[.-]{2}")
_CHANGE = re.compile(r"\b(?:to|into|becomes?|gives)\b|->|→|=>")
_ARROWS = ("->", "→", "=>")
_NEAR = 3
"""How many stems before and after `to`, `from` and the like count as their two sides."""

MAX_CHARS = 2_000
"""Longer prose is cut: what a function does is said at its beginning."""

CONCEPT, PAIR, SHAPE, SIDE, NOISE, QUOTED = 0.45, 0.5, 1.0, 0.6, 0.35, 0.4
"""What the kinds of features weigh beside a plain stem."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known of words.

    `forms` maps a word to its stem, `concepts` a stem to its concepts, `kinds` a word to the kinds of values that it
    may name, `shapes` a shape's name to the pattern of such literals. `stop` words say nothing, `noise` stems little.
    `outcome` words stand before what comes out, `source` words before what goes in. A yes-or-no question has a word
    of `asks_first` at its beginning or one of `asks` anywhere.
    """

    stop: frozenset[str]
    noise: frozenset[str]
    forms: Mapping[str, str]
    concepts: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, tuple[str, ...]]
    shapes: Mapping[str, str]
    outcome: frozenset[str]
    source: frozenset[str]
    asks_first: frozenset[str]
    asks: frozenset[str]
    stem: Callable[[str], str]

    def read(self, word: str) -> str:
        """The stem of a lower-case word; spelling variants and abbreviations have one stem."""
        known = self.forms.get(word)
        return self.stem(word) if known is None else known


def tokens(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The lower-case words of prose and names, in order.

    `to_csvLine` gives to, csv, line; `SHA-256` gives sha256; `n!` stays; a hyphened word is one word only when known.
    """
    for match in _TOKEN.finditer(_CAMEL.sub(" ", text[:MAX_CHARS]).replace("_", " ").lower()):
        token = match[0].replace("’", "'")
        if "-" not in token or token in vocabulary.forms or token in _ARROWS:
            yield token
        elif token[-1].isdigit():
            yield token.replace("-", "")
        else:
            yield from filter(None, token.split("-"))


def features(text: str, vocabulary: Vocabulary) -> dict[str, float]:
    """Feature -> its weight before rarity counts. Quoted words and those in literals count less: they are data.

    A plain stem stands for itself; `a b` is a pair of neighbors regardless of their order, `~c` a concept, `<s>` the
    shape of a literal, `>x` an outcome and `x>` an input.
    """
    text = text[:MAX_CHARS]
    found_shapes = _shapes(text, vocabulary)
    description = _QUOTED.sub(" ", text)
    for pattern in found_shapes.values():
        description = pattern.sub(" ", description)
    sequence = list(tokens(description, vocabulary))
    found = [vocabulary.read(token) for token in sequence if token not in vocabulary.stop and token not in _ARROWS]
    weights = {stem: NOISE if stem in vocabulary.noise else 1.0 for stem in found}
    for first, second in itertools.pairwise(found):
        if first != second:
            noisy = first in vocabulary.noise or second in vocabulary.noise
            weights[" ".join(sorted((first, second)))] = PAIR * (0.5 if noisy else 1.0)
    for stem in set(found):
        weights.update(dict.fromkeys(vocabulary.concepts.get(stem, ()), CONCEPT))
    for side, stem in _sides(sequence, vocabulary):
        weights[side] = SIDE * (0.4 if stem in vocabulary.noise else 1.0)
    weights.update(dict.fromkeys((f"<{name}>" for name in found_shapes), SHAPE))
    weights.update(dict.fromkeys(_sides_of_shapes(text, found_shapes), SHAPE))
    for token in tokens(text, vocabulary):
        if token not in vocabulary.stop and token not in _ARROWS:
            weights.setdefault(vocabulary.read(token), QUOTED)
    return weights


def is_stem(feature: str) -> bool:
    """Whether the feature is a plain stem."""
    return feature[0] not in "~<>" and feature[-1] != ">" and " " not in feature


def is_shape(feature: str) -> bool:
    """Whether the feature is the shape of a literal."""
    return feature[0] == "<" and feature[-1] == ">"


def kinds(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The kinds of values that the words of the text may name: text, list, mapping, date, number."""
    return frozenset(kind for token in tokens(text, vocabulary) for kind in vocabulary.kinds.get(token, ()))


def is_question(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the text asks for yes or no."""
    sequence = list(tokens(text, vocabulary))
    if not sequence:
        return False
    asked = text.rstrip().endswith("?") and sequence[0] not in ("what", "which", "how")
    return asked or sequence[0] in vocabulary.asks_first or not vocabulary.asks.isdisjoint(sequence)


def _sides(sequence: list[str], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """(feature, stem) of what stands beside words such as `to`, `into`, `becomes` and `from`."""
    for place, token in enumerate(sequence):
        after = sequence[place + 1 :]
        if token in vocabulary.outcome:
            yield from ((f">{stem}", stem) for stem in _near(after, vocabulary))
            yield from ((f"{stem}>", stem) for stem in _near(reversed(sequence[:place]), vocabulary))
        elif token in vocabulary.source:
            yield from ((f"{stem}>", stem) for stem in _near(after, vocabulary))


def _near(following: Iterable[str], vocabulary: Vocabulary) -> Iterator[str]:
    taken = 0
    for token in following:
        if taken == _NEAR or token in vocabulary.outcome:
            return
        if token in vocabulary.stop:
            if token in vocabulary.source:
                return
            continue
        taken += 1
        yield vocabulary.read(token)


def _shapes(text: str, vocabulary: Vocabulary) -> dict[str, re.Pattern[str]]:
    """The shapes of literals in the text, with their patterns."""
    if not _MAY_HOLD_A_SHAPE.search(text):
        return {}
    compiled = ((name, _compiled(pattern)) for name, pattern in vocabulary.shapes.items())
    return {name: pattern for name, pattern in compiled if pattern.search(text)}


def _sides_of_shapes(text: str, found: Mapping[str, re.Pattern[str]]) -> Iterator[str]:
    """`>name` and `name>` for shapes that stand on one side only of the first `to`, `becomes` or arrow."""
    change = _CHANGE.search(text) if found else None
    if change is None:
        return
    for name, pattern in found.items():
        before, after = pattern.search(text[: change.start()]), pattern.search(text[change.end() :])
        if bool(before) != bool(after):
            yield f"{name}>" if before else f">{name}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
