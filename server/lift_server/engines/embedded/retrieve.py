"""Which families of the library a spec may mean: BM25 over its words, and how sure one can be."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lift_ir import IR
from lift_server.engines.embedded.index import Index
from lift_server.engines.embedded.words import Vocabulary, features, is_question, is_shape, is_stem, kinds

SATURATION, LENGTH = 0.6, 0.4
"""BM25's k1 and b."""

TELLING, SPECIFIC = 3.0, 4.3
"""Rarity from which one word is enough to mean a family: a word of its name, and anything else."""

INCIDENTAL = 1.0
"""A word that counts no more in a family stands in one saying about it, as the words of an example do."""

UNKNOWN_COUNTS = 0.25
"""A saying about something unknown counts as much of a document when rarity is measured."""

CONFIDENT = 0.6
"""Confidence from which a family is an answer, measured on the tuning half of the test's phrases."""

NOT_A_QUESTION, A_QUESTION, KIND, REST = 0.3, 0.15, 0.1, 0.35
"""Evidence against a family without and with a yes-or-no result, for or against a kind; what later sentences weigh."""


DOUBT, MARGIN, AMOUNT = 1.2, 0.3, 0.1
"""What likeness to something unknown takes from confidence, and what distance to the rival and covered words add."""

SYNONYM_SHARE, FROM_UNKNOWN, FROM_RARE = 0.5, 0.2, 0.5
"""How much of a word its concept covers; what lowers the share of words known elsewhere, and of words met once."""


@dataclass(frozen=True, slots=True)
class Match:
    """A family and how well it fits. `confidence` is comparable between specs, `score` only within one."""

    family: str
    score: float
    confidence: float


def rarity(families: int, unknown: int, total: int) -> float:
    """How much a feature says that is in `families` of `total` families and in `unknown` sayings of unknown things."""
    found = families + unknown * UNKNOWN_COUNTS
    return math.log(1 + (total - min(found, total - 1) + 0.5) / (found + 0.5))


def text_of(ir: IR) -> str:
    """The words that describe what the spec's function does, the most telling first."""
    signature = ir.signature
    return _text_with_names(ir, [signature.name or "", *(item.name for item in signature.parameters or ())])


def telling_text(ir: IR) -> str:
    """The words that an answer must rest on: those of `text_of` without the parameters' names."""
    return _text_with_names(ir, [ir.signature.name or ""])


def _text_with_names(ir: IR, names: Sequence[str]) -> str:
    described = [item.description for item in ir.signature.parameters or ()]
    informal = [item.condition.text for item in ir.assertions if not item.condition.is_formal]
    said = " ".join(name.replace("_", " ") for name in names if len(name) > 2)
    return "\n".join([ir.intent, said, *described, *informal]).strip()


def says_enough(text: str, family: str, index: Index) -> bool:
    """Whether the text shares enough with a family to mean it, however well the rest fits.

    Two words, the family's whole name, the shape of a literal, a telling word of its name, or something that hardly any
    other family has: a word, a pair with a word in it, or a change such as `c to f`. Single letters are no words, and
    words that are all incidental to the family are no evidence: `hello world` stands in the examples of many.
    """
    vocabulary, place = index.vocabulary, index.names.index(family)
    said = features(text, vocabulary)
    words = [item for item in said if is_stem(item) and len(item) > 1 and _has(place, item, index)]
    shared = [item for item in said if _shares(place, item, index)]
    if words and not any(map(is_shape, shared)) and all(_most(place, item, index) <= INCIDENTAL for item in words):
        return False
    if len(words) > 1:
        return True
    if any(is_shape(item) or (_is_specific(item, index) and _has_word(item, vocabulary)) for item in shared):
        return True
    outcomes = [item for item in shared if item[0] == ">" and _is_specific(item, index)]
    if outcomes and any(item[-1] == ">" for item in shared):
        return True
    name = {item for item in features(family, vocabulary) if is_stem(item)} - vocabulary.noise
    telling = [item for item in words if item in name and _rarity(item, index) >= TELLING]
    return bool(telling or (words and name and all(_senses(words[0], index) & _senses(item, index) for item in name)))


def _has_word(feature: str, vocabulary: Vocabulary) -> bool:
    """Whether the feature is a stem or a pair of stems, and one of them neither a letter nor noise."""
    stems = feature.split()
    return (is_stem(feature) or len(stems) > 1) and any(
        len(item) > 1 and item not in vocabulary.noise for item in stems
    )


def _is_specific(feature: str, index: Index) -> bool:
    return _rarity(feature, index) >= SPECIFIC


def _shares(place: int, feature: str, index: Index) -> bool:
    return place in _posting(index.terms.get(feature, ""))


def _senses(stem: str, index: Index) -> set[str]:
    return {stem, *index.vocabulary.concepts.get(stem, ())}


def _has(place: int, stem: str, index: Index) -> bool:
    return any(_shares(place, item, index) for item in _senses(stem, index))


def _most(place: int, stem: str, index: Index) -> float:
    """How much the stem or one of its concepts counts in the family."""
    return max(_posting(index.terms.get(item, "")).get(place, 0.0) for item in _senses(stem, index))


def rank(text: str, index: Index, limit: int = 6) -> list[Match]:
    """The likeliest families first. Empty when the text has no word that the library knows."""
    weights = _weights(text, index)
    scores: dict[int, float] = defaultdict(float)
    counts: dict[str, dict[int, float]] = {}
    mean_length = index.mean_length
    mass = 0.0
    rarities = {feature: _rarity(feature, index) for feature in weights}
    for feature, weight in weights.items():
        strength = weight * rarities[feature]
        if is_stem(feature) or is_shape(feature):
            mass += strength
        counts[feature] = found = _posting(index.terms.get(feature, ""))
        for place, count in found.items():
            count /= 1 - LENGTH + LENGTH * index.lengths[place] / mean_length
            scores[place] += strength * count * (SATURATION + 1) / (count + SATURATION)
    if not scores:
        return []
    asked, named = is_question(text, index.vocabulary), kinds(text, index.vocabulary)
    totals = {place: score / mass + _by_kind(place, asked, named, index) for place, score in scores.items() if mass}
    best = sorted(totals, key=lambda place: (-totals[place], place))[:limit]
    doubt = DOUBT * _likeness_to_unknown(weights, rarities, mass, index)
    matches = []
    for position, place in enumerate(best):
        rival = best[1] if position == 0 and len(best) > 1 else best[0]
        margin = (totals[place] - totals[rival]) / max(abs(totals[place]), 0.01) if len(best) > 1 else 1.0
        covered = _covered(place, weights, rarities, counts, index)
        confidence = (
            covered / mass + AMOUNT * math.sqrt(covered) - doubt * (1 - covered / mass) + MARGIN * max(-1.0, margin)
        )
        matches.append(Match(index.names[place], totals[place], confidence))
    return matches


def _weights(text: str, index: Index) -> Mapping[str, float]:
    """The features of the text: of its first line or sentence in full, of the rest in part."""
    first, separator, rest = _first_sentence(text)
    weights = features(first, index.vocabulary)
    if separator:
        for feature, weight in features(rest, index.vocabulary).items():
            weights.setdefault(feature, weight * REST)
    return weights


def _first_sentence(text: str) -> tuple[str, str, str]:
    for end in (".\n", ". ", "\n\n", "\n"):
        first, separator, rest = text.partition(end)
        if separator and len(first) > 8:
            return first, separator, rest
    return text, "", ""


def _rarity(feature: str, index: Index) -> float:
    known = (index.terms.get(feature, "").count(" ") + 1) // 2
    unknown = index.unknown_terms.get(feature, "")
    return rarity(known, unknown.count(" ") + bool(unknown), len(index.names))


def _posting(text: str) -> dict[int, float]:
    numbers = list(map(int, text.split()))
    return {place: count / 10 for place, count in zip(numbers[::2], numbers[1::2], strict=True)}


def _by_kind(place: int, asked: bool, named: frozenset[str], index: Index) -> float:
    """What the kinds of values that the text names say for or against a family."""
    result, *_ = index.kinds[place]
    evidence = sum(KIND if kind in index.kinds[place] else -KIND for kind in named)
    if asked and result != "bool":
        evidence -= NOT_A_QUESTION
    if not asked and result == "bool":
        evidence -= A_QUESTION
    return evidence


def _covered(
    place: int,
    weights: Mapping[str, float],
    rarities: Mapping[str, float],
    counts: Mapping[str, Mapping[int, float]],
    index: Index,
) -> float:
    """How much of the text the family accounts for: words that it shares with unknown things count less."""
    covered = 0.0
    for feature, weight in weights.items():
        if not (is_stem(feature) or is_shape(feature)):
            continue
        share = _share(feature, counts[feature].get(place, 0.0), 1.0, index)
        if not share:
            concepts = index.vocabulary.concepts.get(feature, ())
            shares = (_share(item, counts.get(item, {}).get(place, 0.0), SYNONYM_SHARE, index) for item in concepts)
            share = max(shares, default=0.0)
        covered += weight * rarities[feature] * share
    return covered


def _share(feature: str, count: float, most: float, index: Index) -> float:
    if not count:
        return 0.0
    unknown = index.unknown_terms.get(feature, "")
    return most * count / (count + FROM_UNKNOWN * (unknown.count(" ") + bool(unknown)) + FROM_RARE)


def _likeness_to_unknown(
    weights: Mapping[str, float], rarities: Mapping[str, float], mass: float, index: Index
) -> float:
    """How close the text is to the closest saying about something that the library does not do, 0 to about 1."""
    common: dict[int, float] = defaultdict(float)
    for feature, weight in weights.items():
        if is_stem(feature) or " " in feature:
            for place in map(int, index.unknown_terms.get(feature, "").split()):
                common[place] += weight * rarities[feature]
    return max((value / math.sqrt(mass * index.unknown_sizes[place]) for place, value in common.items()), default=0.0)
