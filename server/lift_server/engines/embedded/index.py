"""The library as the engine uses it: `index.json`, generated from the library's sources, which are never imported."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lift_server.engines.embedded.words import Vocabulary

INDEX_FILE = Path(__file__).with_name("index.json")


@dataclass(frozen=True, slots=True)
class IdiomParameter:
    """A parameter of an idiom: its type and default as source text; `default` is None when there is none."""

    name: str
    type: str
    default: str | None


@dataclass(frozen=True, slots=True)
class Idiom:
    """One function of the library. `body` is its source below the docstring; `examples` are (call, printed result)."""

    name: str
    family: str
    variant: str
    words: str
    probes: tuple[str, ...]
    doc: str
    parameters: tuple[IdiomParameter, ...]
    result: str
    body: str
    modules: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Index:
    """The families in the order of `names` and what a search needs to rank them.

    `kinds` are the kinds of values of each family's result and parameters, in that order. `terms` maps a feature to
    "family count family count ...", counts in tenths and families as positions in `names`; `lengths` are the families'
    sizes. `unknown_terms` maps a feature to the sayings about things that the library does not do, by position in
    `unknown_sizes` (sums of their features' weights). `sources` are the idioms of a family as the file has them.
    """

    names: tuple[str, ...]
    kinds: tuple[tuple[str, ...], ...]
    terms: Mapping[str, str]
    lengths: tuple[float, ...]
    unknown_terms: Mapping[str, str]
    unknown_sizes: tuple[float, ...]
    vocabulary: Vocabulary
    sources: Mapping[str, list[dict[str, Any]]]

    @property
    def mean_length(self) -> float:
        """The families' mean size."""
        return sum(self.lengths) / len(self.lengths)

    def idioms(self, family: str) -> tuple[Idiom, ...]:
        """The idioms of a family, the default first."""
        return tuple(map(_idiom, self.sources[family]))


@cache
def load_index() -> Index:
    """The index that belongs to this installation."""
    data = json.loads(INDEX_FILE.read_text(encoding="utf-8"))
    terms, unknown_terms = data["terms"], data["unknown_terms"]
    return Index(
        names=tuple(data["families"]),
        kinds=tuple(tuple(item.split()) for item in data["kinds"]),
        terms=terms,
        lengths=tuple(data["lengths"]),
        unknown_terms=unknown_terms,
        unknown_sizes=tuple(data["unknown_sizes"]),
        vocabulary=_vocabulary(data["vocabulary"], (terms, unknown_terms)),
        sources=data["families"],
    )


def _idiom(data: dict[str, Any]) -> Idiom:
    return Idiom(
        name=data["name"],
        family=data["family"],
        variant=data["variant"],
        words=data["words"],
        probes=tuple(data["probes"]),
        doc=data["doc"],
        parameters=tuple(IdiomParameter(*item) for item in data["parameters"]),
        result=data["result"],
        body=data["body"],
        modules=tuple(data["modules"]),
        examples=tuple((call, printed) for call, printed in data["examples"]),
    )


def _vocabulary(data: dict[str, Any], known: tuple[Mapping[str, str], ...]) -> Vocabulary:
    def stem(word: str) -> str:
        return word if any(word in stems for stems in known) else _snowball(word)

    return Vocabulary(
        stop=frozenset(data["stop"]),
        noise=frozenset(data["noise"]),
        forms=data["forms"],
        concepts={stem: tuple(items) for stem, items in data["concepts"].items()},
        kinds={word: tuple(items) for word, items in data["kinds"].items()},
        shapes=data["shapes"],
        outcome=frozenset(data["outcome"]),
        source=frozenset(data["source"]),
        asks_first=frozenset(data["asks_first"]),
        asks=frozenset(data["asks"]),
        stem=stem,
    )


@cache
def _snowball(word: str) -> str:
    """The stem of a word that the index has never seen; the stemmer takes 20 ms to import, so it waits for one."""
    import snowballstemmer  # type: ignore[import-untyped]

    return str(snowballstemmer.stemmer("english").stemWord(word))
