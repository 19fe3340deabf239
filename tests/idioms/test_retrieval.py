"""Finding a family by words: measured on phrases that were never used for tuning, and on sentences about nothing here.

Tuning may look at the phrases with an even position and at the first half of the unrelated sentences, at nothing else.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from lift_ir import IR
from lift_server.engines.embedded import build_index
from lift_server.engines.embedded.choose import TIED, Nothing, choose
from lift_server.engines.embedded.index import Index, load_index
from lift_server.engines.embedded.retrieve import CONFIDENT, rank, says_enough

HERE = Path(__file__).parent
PHRASES = tomllib.loads((HERE / "phrases.toml").read_text(encoding="utf-8"))
LATER = tomllib.loads((HERE / "phrases_later.toml").read_text(encoding="utf-8"))
RENAMED = {"count_values": "tally"}
"""Families that the phrases know by another name than the library."""

LONGEST_SHARED = 4
"""Words in a row that a saying may have in common with a phrase: names of things are longer than three words."""


def phrases(*positions: int, of: dict[str, Any] = PHRASES) -> list[tuple[str, str]]:
    """(family, phrase) for the phrases at these positions of every family."""
    named = ((RENAMED.get(family, family), texts) for family, texts in of["phrases"].items())
    return [(family, texts[position]) for family, texts in named for position in positions]


def answer(text: str, index: Index) -> str | None:
    matches = rank(text, index)
    if not matches or matches[0].confidence < CONFIDENT:
        return None
    return matches[0].family if says_enough(text, matches[0].family, index) else None


def check_found(asked: list[tuple[str, str]], first: float, answered: float) -> None:
    """The right family comes first for at least `first` of the phrases; `answered`: and is sure enough to be
    offered."""
    index = load_index()
    ranked = [(family, rank(text, index)) for family, text in asked]
    assert sum(bool(found) and found[0].family == family for family, found in ranked) >= round(first * len(asked))
    # Numbers only: a failure must not show phrases that are held out.
    right = sum(answer(text, index) == family for family, text in asked)
    assert right >= round(answered * len(asked))


def word_runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z]{2,}", text.lower())
    return {tuple(words[place : place + length]) for place in range(len(words) - length + 1)}


def test_phrases_used_for_tuning_are_found() -> None:
    check_found(phrases(0, 2), 0.9, 0.85)


def test_phrases_never_used_for_tuning_are_found() -> None:
    check_found(phrases(1, 3), 0.85, 0.75)


def test_later_phrases_used_for_tuning_are_found() -> None:
    check_found(phrases(0, 2, of=LATER), 0.9, 0.85)


def test_later_phrases_never_used_for_tuning_are_found() -> None:
    check_found(phrases(1, 3, of=LATER), 0.85, 0.75)


def test_what_is_not_in_the_library_is_not_answered() -> None:
    index = load_index()
    answered = sum(answer(text, index) is not None for text in PHRASES["unrelated"]["sentences"])
    assert answered <= 5


def test_what_is_near_the_later_families_is_not_answered() -> None:
    """Here, too, the first half may be used for tuning and the second half may not."""
    index = load_index()
    answered = sum(answer(text, index) is not None for text in LATER["unrelated"]["sentences"])
    assert answered <= 5


def test_every_family_of_the_phrases_is_in_the_library() -> None:
    named = [family for family, _ in (*phrases(0), *phrases(0, of=LATER))]
    assert len(named) == len(set(named))
    assert set(named) <= set(load_index().names)


def runs_in_phrases() -> set[tuple[str, ...]]:
    every = (*phrases(0, 1, 2, 3), *phrases(0, 1, 2, 3, of=LATER))
    return set().union(*(word_runs(text, LONGEST_SHARED + 1) for _, text in every))


def test_no_saying_is_copied_from_a_phrase() -> None:
    copied = runs_in_phrases()
    for family, text in build_index.sayings():
        for saying in build_index.split(text):
            assert not word_runs(saying, LONGEST_SHARED + 1) & copied, f"{family}: {saying}"


def test_no_search_words_are_copied_from_a_phrase() -> None:
    """A few words in a row may agree: that is what things are called (`greatest common divisor`)."""
    index = load_index()
    copied = runs_in_phrases()
    for family in index.names:
        assert not word_runs(index.idioms(family)[0].words, LONGEST_SHARED + 1) & copied, family


def test_families_that_fit_equally_well_are_only_suggested() -> None:
    index = load_index()
    tied = 0
    for _, text in (*phrases(0, 2), *phrases(0, 2, of=LATER)):
        choices = choose(IR(intent=text), index)
        if not isinstance(choices, Nothing) and len(choices) > 1:
            first, second, *_ = choices
            if second.match.score >= TIED * first.match.score:
                tied += 1
                assert first.is_suggestion, text
                assert second.is_suggestion, text
    assert tied


@pytest.mark.parametrize("text", ["", "   ", "?", "...", "the of and", "\ud800", "x" * 100_000, "日本語"])
def test_text_without_known_words_has_no_answer(text: str) -> None:
    assert answer(text, load_index()) is None


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("n!", "factorial"),
        ("n choose k", "binomial_coefficient"),
        ("c to f", "celsius_to_fahrenheit"),
        ("median", "median"),
        ("palindrome", "is_palindrome"),
        ("Reverse the list", "reverse_list"),
    ],
)
def test_one_telling_word_or_notation_is_enough(text: str, family: str) -> None:
    assert answer(text, load_index()) == family


@pytest.mark.parametrize("text", ["x", "Do y.", "X.", "a b", "x to y", "n", "return x and y", "a number x", "data"])
def test_letters_and_words_that_say_little_are_no_answer(text: str) -> None:
    index = load_index()
    assert not any(says_enough(text, match.family, index) for match in rank(text, index))


@pytest.mark.parametrize(
    "text", ["hello world", "Hello, world!", "Print hello world", "the quick brown fox", "foo bar"]
)
def test_words_of_examples_are_no_answer(text: str) -> None:
    assert answer(text, load_index()) is None
