"""Prose as features that a search compares: stems, pairs of stems, concepts and the shapes of literals."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

_TOKEN = re.compile(r"[a-z]!(?![\w=])|\d*n\+1|[a-z]+(?:['’][a-z]+)*(?:-[a-z]+(?:'[a-z]+)?)*-?\d*|\d+(?:\.\d+)?|%")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAY_HOLD_A_SHAPE = re.compile(r"[\d@:/#&<>_?=;$(\[{]|[a-z][A-Z]|[MDCLXVI]{3}|[.-]{2}")
MAX_CHARS = 2_000
"""Longer prose is cut: what a function does is said at its beginning."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known of words. `forms` maps a word to its stem where that is another word; `concepts` maps a stem to its concepts.

    `stop` words say nothing, `noise` stems little; `shapes` maps a shape's name to the pattern of such literals.
    """

    stop: frozenset[str]
    noise: frozenset[str]
    forms: Mapping[str, str]
    concepts: Mapping[str, tuple[str, ...]]
    shapes: Mapping[str, str]
    stem: Callable[[str], str]

    def read(self, word: str) -> str:
        """The stem of a lower-case word, spelling variants and abbreviations taken together."""
        known = self.forms.get(word)
        return self.stem(word) if known is None else known


def tokens(text: str) -> Iterable[str]:
    """The lower-case words of prose and names: `to_csvLine` gives to, csv, line; `SHA-256` gives sha256; `n!` stays."""
    for match in _TOKEN.finditer(_CAMEL.sub(" ", text[:MAX_CHARS]).replace("_", " ").lower()):
        yield match[0].replace("’", "'")


def stems(text: str, vocabulary: Vocabulary) -> list[str]:
    """The stems of all words that are no stop words, in order; hyphened words are taken apart unless known as one."""
    found: list[str] = []
    for token in tokens(text):
        if "-" in token and token not in vocabulary.forms:
            parts = [token.replace("-", "")] if token[-1].isdigit() else token.split("-")
        else:
            parts = [token]
        found += [vocabulary.read(part) for part in parts if part and part not in vocabulary.stop]
    return found


def pairs(found: list[str]) -> list[str]:
    """Neighboring stems, regardless of their order: `digit sum` for "sum of the digits" too."""
    return [" ".join(sorted(pair)) for pair in zip(found, found[1:], strict=False) if pair[0] != pair[1]]


def shapes(text: str, vocabulary: Vocabulary) -> list[str]:
    """`<name>` of every shape of literal that occurs in the text."""
    if not _MAY_HOLD_A_SHAPE.search(text):
        return []
    return [f"<{name}>" for name, pattern in vocabulary.shapes.items() if _compiled(pattern).search(text[:MAX_CHARS])]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
