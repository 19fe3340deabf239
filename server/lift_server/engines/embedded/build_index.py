"""Write `index.json` from the library's sources and the data beside it.

Run as `python -m lift_server.engines.embedded.build_index`.
"""

import ast
import doctest
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import snowballstemmer  # type: ignore[import-untyped]

from lift_server.engines.embedded.index import INDEX_FILE
from lift_server.engines.embedded.kinds import kind_of_type
from lift_server.engines.embedded.retrieve import rarity
from lift_server.engines.embedded.words import Vocabulary, features, is_stem

HERE = Path(__file__).parent
NAME, WORDS, DOC, PARAMETERS, SAYING = 3.0, 1.5, 1.0, 0.5, 1.0
"""How often a word of these fields counts. Neighbors in a list of search words are half a pair."""


def build() -> str:
    """The text of the index: JSON with sorted terms and a line's end, the same for the same sources."""
    idioms = [idiom for path in sorted((HERE / "library").glob("*.py")) for idiom in read_idioms(path)]
    families = {idiom["name"]: [idiom] for idiom in idioms if idiom["family"] == idiom["name"]}
    for idiom in idioms:
        if idiom["family"] != idiom["name"]:
            families[idiom["family"]].append(idiom)
    said = {name: split(text) for name, text in sayings()}
    if unclaimed := said.keys() - families.keys():
        raise ValueError(f"sayings.toml speaks of families that the library lacks: {', '.join(sorted(unclaimed))}")
    unknown = [saying for _, text in _sections("unknowns.toml") for saying in split(text)]

    seen: dict[str, str] = {}
    vocabulary = read_vocabulary(seen)
    counts = [_counts(group[0], said.get(name, []), vocabulary) for name, group in families.items()]
    unknown_features = [features(saying, vocabulary) for saying in unknown]
    terms = _postings((count.items() for count in counts), lambda count: f" {round(count * 10)}")
    unknown_terms = _postings((found.items() for found in unknown_features), lambda _: "")
    rarities = {
        feature: rarity(len(terms.get(feature, "").split()) // 2, len(places.split()), len(families))
        for feature, places in unknown_terms.items()
    }
    sizes = [
        sum(weight * rarities[item] for item, weight in found.items() if is_stem(item) or " " in item)
        for found in unknown_features
    ]
    return _printed(
        {
            "families": families,
            "kinds": [_kinds(group[0]) for group in families.values()],
            "lengths": [round(sum(value for key, value in count.items() if is_stem(key)), 1) for count in counts],
            "unknown_sizes": [round(size, 2) for size in sizes],
            "terms": terms,
            "unknown_terms": unknown_terms,
            "vocabulary": _vocabulary_data(vocabulary, seen),
        }
    )


def read_idioms(path: Path) -> Iterator[dict[str, Any]]:
    """Every decorated function of a library module, as the index keeps it."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    imported = [alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names]
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or not node.decorator_list:
            continue
        decorator = node.decorator_list[0]
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "idiom":
            keywords = {item.arg: ast.literal_eval(item.value) for item in decorator.keywords}
            yield _idiom(node, keywords, source.splitlines(keepends=True), imported)


def _idiom(node: ast.FunctionDef, keywords: dict[Any, Any], lines: list[str], imported: list[str]) -> dict[str, Any]:
    docstring = ast.get_docstring(node) or ""
    arguments = node.args.args
    defaults = [None] * (len(arguments) - len(node.args.defaults)) + [ast.unparse(item) for item in node.args.defaults]
    names = [item for part in node.body for item in ast.walk(part) if isinstance(item, ast.Attribute | ast.Name)]
    used = set(map(ast.unparse, names))
    return {
        "name": node.name,
        "family": keywords.get("of") or node.name,
        "variant": keywords.get("variant", ""),
        "words": keywords.get("words", ""),
        "probes": list(keywords.get("probes", ())),
        "doc": docstring.split("\n\n")[0].replace("\n", " "),
        "parameters": [
            [argument.arg, ast.unparse(argument.annotation) if argument.annotation else "Any", default]
            for argument, default in zip(arguments, defaults, strict=True)
        ],
        "result": ast.unparse(node.returns) if node.returns else "Any",
        "body": "".join(lines[node.body[0].end_lineno or 0 : node.end_lineno]).lstrip("\n"),
        "modules": sorted(module for module in imported if module in used),
        "examples": [
            [item.source.strip(), item.want.strip()] for item in doctest.DocTestParser().get_examples(docstring)
        ],
    }


def read_vocabulary(seen: dict[str, str]) -> Vocabulary:
    """The vocabulary of `synonyms.toml`; every word that it is asked to stem joins `seen` with its stem."""
    data = tomllib.loads((HERE / "synonyms.toml").read_text(encoding="utf-8"))
    snowball = cache(snowballstemmer.stemmer("english").stemWord)
    forms = {word: snowball(first) for first, others in data["same"].items() for word in (first, *others.split())}

    def stem(word: str) -> str:
        seen[word] = forms.get(word) or snowball(word)
        return seen[word]

    return Vocabulary(
        stop=frozenset(f"{data['stop']} {data['lead']}".split()),
        noise=frozenset(map(stem, data["noise"].split())),
        forms=forms,
        concepts=_inverted((f"~{concept}", map(stem, words.split())) for concept, words in data["concepts"].items()),
        kinds=_inverted((kind, words.split()) for kind, words in data["kinds"].items()),
        shapes=data["shapes"],
        outcome=frozenset(data["direction"]["outcome"].split()),
        source=frozenset(data["direction"]["input"].split()),
        asks_first=frozenset(data["question"]["first"].split()),
        asks=frozenset(data["question"]["anywhere"].split()),
        stem=stem,
    )


def split(text: str) -> list[str]:
    """The sayings of a text that separates them by semicolons."""
    return [" ".join(saying.split()) for saying in text.split(";") if saying.strip()]


def sayings() -> Iterator[tuple[str, str]]:
    """(family, text) of everything in `sayings.toml`."""
    return _sections("sayings.toml")


def _sections(file: str) -> Iterator[tuple[str, str]]:
    for section in tomllib.loads((HERE / file).read_text(encoding="utf-8")).values():
        yield from section.items()


def _counts(idiom: dict[str, Any], sayings: list[str], vocabulary: Vocabulary) -> dict[str, float]:
    counts: dict[str, float] = defaultdict(float)
    parameters = " ".join(name for name, _, _ in idiom["parameters"])
    fields = [
        (idiom["name"].replace("_", " "), NAME),
        (idiom["words"], WORDS),
        (idiom["doc"].removeprefix("Return"), DOC),
        (parameters, PARAMETERS),
        *((saying, SAYING) for saying in sayings),
    ]
    for text, weight in fields:
        for feature in features(text, vocabulary):
            counts[feature] += weight * (0.5 if text == idiom["words"] and " " in feature else 1.0)
    return counts


def _kinds(idiom: dict[str, Any]) -> str:
    return " ".join(map(kind_of_type, [idiom["result"], *(type_text for _, type_text, _ in idiom["parameters"])]))


def _postings(documents: Iterable[Iterable[tuple[str, float]]], suffix: Any) -> dict[str, str]:
    postings: dict[str, list[str]] = defaultdict(list)
    for place, found in enumerate(documents):
        for feature, count in found:
            postings[feature].append(f"{place}{suffix(count)}")
    return {feature: " ".join(postings[feature]) for feature in sorted(postings)}


def _inverted(groups: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, words in groups:
        for word in words:
            if name not in found[word]:
                found[word].append(name)
    return {word: tuple(names) for word, names in found.items()}


def _vocabulary_data(vocabulary: Vocabulary, seen: dict[str, str]) -> dict[str, Any]:
    forms = {**{word: stem for word, stem in seen.items() if word != stem}, **vocabulary.forms}
    return {
        "stop": sorted(vocabulary.stop),
        "noise": sorted(vocabulary.noise),
        "forms": dict(sorted(forms.items())),
        "concepts": vocabulary.concepts,
        "kinds": vocabulary.kinds,
        "shapes": vocabulary.shapes,
        "outcome": sorted(vocabulary.outcome),
        "source": sorted(vocabulary.source),
        "asks_first": sorted(vocabulary.asks_first),
        "asks": sorted(vocabulary.asks),
    }


def _printed(data: dict[str, Any]) -> str:
    """One line for each entry of the tables, so that a change of the library is a readable change of the index."""
    return json.dumps(data, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    INDEX_FILE.write_text(build(), encoding="utf-8")
