"""Idioms that group and count into dictionaries."""

import collections
import re
from typing import Any

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="group words strings names by first letter initial starting character dictionary index alphabetically bucket",
    variant="upper and lower case letters are different groups; empty words are left out",
    probes=['group_by_first_letter(["Apple", "avocado", "bean"])', 'group_by_first_letter(["", "a"])'],
)
def group_by_first_letter(words: list[str]) -> dict[str, list[str]]:
    """Return a dictionary from each first letter to the words that begin with it, empty words left out.

    >>> group_by_first_letter(["apple", "bean", "avocado"])
    {'a': ['apple', 'avocado'], 'b': ['bean']}
    >>> group_by_first_letter([""])
    {}
    """
    groups: dict[str, list[str]] = {}
    for word in words:
        if word:
            groups.setdefault(word[0], []).append(word)
    return groups


@idiom(of="group_by_first_letter", variant="the case is ignored, groups have lower case keys")
def group_by_first_letter_ignoring_case(words: list[str]) -> dict[str, list[str]]:
    """Return a dictionary from each first letter in lower case to the words that begin with it, empty words left out.

    >>> group_by_first_letter_ignoring_case(["Apple", "bean", "avocado"])
    {'a': ['Apple', 'avocado'], 'b': ['bean']}
    >>> group_by_first_letter_ignoring_case([])
    {}
    """
    groups: dict[str, list[str]] = {}
    for word in words:
        if word:
            groups.setdefault(word[0].lower(), []).append(word)
    return groups


@idiom(of="group_by_first_letter", variant="empty words are a group of their own")
def group_by_first_letter_with_empty(words: list[str]) -> dict[str, list[str]]:
    """Return a dictionary from each first letter to the words that begin with it; empty words have the key ''.

    >>> group_by_first_letter_with_empty(["apple", "", "avocado"])
    {'a': ['apple', 'avocado'], '': ['']}
    >>> group_by_first_letter_with_empty([])
    {}
    """
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[:1], []).append(word)
    return groups


@idiom(words="group words strings by length size number of characters letters dictionary bucket same")
def group_by_length(words: list[str]) -> dict[int, list[str]]:
    """Return a dictionary from each length to the words that have it.

    >>> group_by_length(["a", "to", "b", "ten"])
    {1: ['a', 'b'], 2: ['to'], 3: ['ten']}
    >>> group_by_length([])
    {}
    """
    groups: dict[int, list[str]] = {}
    for word in words:
        groups.setdefault(len(word), []).append(word)
    return groups


@idiom(
    words="tally count values items elements occurrences how often each appears frequency frequencies list histogram",
    variant="in the order of first occurrence",
    probes=['tally(["b", "a", "a"])', "tally([])"],
)
def tally(items: list[Any]) -> dict[Any, int]:
    """Return a dictionary from each distinct item to the number of times it occurs, in order of first occurrence.

    >>> tally(["b", "a", "a"])
    {'b': 1, 'a': 2}
    >>> tally([])
    {}
    """
    return dict(collections.Counter(items))


@idiom(of="tally", variant="as pairs, the most frequent first")
def tally_most_common(items: list[Any]) -> list[tuple[Any, int]]:
    """Return pairs of each distinct item and the number of times it occurs, the most frequent first.

    >>> tally_most_common(["b", "a", "a"])
    [('a', 2), ('b', 1)]
    >>> tally_most_common([])
    []
    """
    return collections.Counter(items).most_common()


@idiom(
    words="word frequency frequencies count words how often each occurs appears occurrences text histogram dictionary",
    variant="the case and the punctuation around words are ignored",
    probes=['word_frequencies("The cat, the dog.")', 'word_frequencies("Don\'t stop")', 'word_frequencies("")'],
)
def word_frequencies(text: str) -> dict[str, int]:
    """Return a dictionary from each word of a text, in lower case and without punctuation, to how often it occurs.

    >>> word_frequencies("The cat and the dog.")
    {'the': 2, 'cat': 1, 'and': 1, 'dog': 1}
    >>> word_frequencies("")
    {}
    """
    return dict(collections.Counter(re.findall(r"\w+(?:['\u2019-]\w+)*", text.lower())))


@idiom(of="word_frequencies", variant="exact words, separated by white space")
def word_frequencies_exact(text: str) -> dict[str, int]:
    """Return a dictionary from each run of characters without white space to how often it occurs, case included.

    >>> word_frequencies_exact("the cat the dog. The end")
    {'the': 2, 'cat': 1, 'dog.': 1, 'The': 1, 'end': 1}
    >>> word_frequencies_exact("")
    {}
    """
    return dict(collections.Counter(text.split()))


@idiom(of="word_frequencies", variant="the case is ignored, punctuation stays with its word")
def word_frequencies_ignoring_case(text: str) -> dict[str, int]:
    """Return a dictionary from each run of characters without white space, in lower case, to how often it occurs.

    >>> word_frequencies_ignoring_case("The cat the dog.")
    {'the': 2, 'cat': 1, 'dog.': 1}
    >>> word_frequencies_ignoring_case("")
    {}
    """
    return dict(collections.Counter(text.lower().split()))


@idiom(
    words="character frequency frequencies count characters letters how often each occurs appears occurrences text",
    variant="every character as written",
    probes=['character_frequencies("Aa b!")', 'character_frequencies("")'],
)
def character_frequencies(text: str) -> dict[str, int]:
    """Return a dictionary from each character of a text to the number of times it occurs.

    >>> character_frequencies("hello")
    {'h': 1, 'e': 1, 'l': 2, 'o': 1}
    >>> character_frequencies("")
    {}
    """
    return dict(collections.Counter(text))


@idiom(of="character_frequencies", variant="white space does not count")
def character_frequencies_without_space(text: str) -> dict[str, int]:
    """Return a dictionary from each character other than white space to the number of times it occurs.

    >>> character_frequencies_without_space("a b a")
    {'a': 2, 'b': 1}
    >>> character_frequencies_without_space(" ")
    {}
    """
    return dict(collections.Counter(char for char in text if not char.isspace()))


@idiom(of="character_frequencies", variant="upper and lower case are equal")
def character_frequencies_ignoring_case(text: str) -> dict[str, int]:
    """Return a dictionary from each character of a text, in lower case, to the number of times it occurs.

    >>> character_frequencies_ignoring_case("Anna")
    {'a': 2, 'n': 2}
    >>> character_frequencies_ignoring_case("")
    {}
    """
    return dict(collections.Counter(text.lower()))


@idiom(of="character_frequencies", variant="only letters count and their case is ignored")
def letter_frequencies(text: str) -> dict[str, int]:
    """Return a dictionary from each letter of a text, in lower case, to the number of times it occurs.

    >>> letter_frequencies("Anna, 12!")
    {'a': 2, 'n': 2}
    >>> letter_frequencies("123")
    {}
    """
    return dict(collections.Counter(char for char in text.lower() if char.isalpha()))
