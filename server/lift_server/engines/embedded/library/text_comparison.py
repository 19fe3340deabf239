"""Idioms that compare texts."""

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="anagram anagrams rearranged rearrangement rearrange letters same two words strings permutation each other",
    variant="case and spaces are ignored",
    probes=[
        'is_anagram("Listen", "Silent")',
        'is_anagram("dirty room", "dormitory")',
        'is_anagram("I\'m a dot", "to Adim")',
    ],
)
def is_anagram(first: str, second: str) -> bool:
    """Return whether two texts consist of the same characters in any order, ignoring case and white space.

    >>> is_anagram("Dirty room", "dormitory")
    True
    >>> is_anagram("hello", "yellow")
    False
    """
    return sorted("".join(first.casefold().split())) == sorted("".join(second.casefold().split()))


@idiom(of="is_anagram", variant="exactly as written, case and spaces count")
def is_anagram_as_written(first: str, second: str) -> bool:
    """Return whether two texts consist of exactly the same characters in any order.

    >>> is_anagram_as_written("listen", "silent")
    True
    >>> is_anagram_as_written("Listen", "Silent")
    False
    """
    return sorted(first) == sorted(second)


@idiom(of="is_anagram", variant="punctuation is ignored as well as case and spaces")
def is_anagram_of_letters(first: str, second: str) -> bool:
    """Return whether two texts consist of the same letters and digits in any order, whatever their case.

    >>> is_anagram_of_letters("Eleven plus two!", "Twelve plus one.")
    True
    >>> is_anagram_of_letters("hello", "yellow")
    False
    """
    return sorted(filter(str.isalnum, first.casefold())) == sorted(filter(str.isalnum, second.casefold()))


@idiom(
    words="longest common prefix shared beginning start of strings list words same leading characters",
    probes=['common_prefix(["flower", "flow", "flight"])', "common_prefix([])"],
)
def common_prefix(words: list[str]) -> str:
    """Return the longest text with which all strings of a list begin.

    >>> common_prefix(["flower", "flow", "flight"])
    'fl'
    >>> common_prefix([])
    ''
    """
    if not words:
        return ""
    smallest, largest = min(words), max(words)
    for index, char in enumerate(smallest):
        if char != largest[index]:
            return smallest[:index]
    return smallest


@idiom(words="levenshtein edit distance insertions deletions substitutions edits minimum number two strings similarity")
def levenshtein_distance(first: str, second: str) -> int:
    """Return the least number of insertions, deletions and substitutions that turn one text into the other.

    >>> levenshtein_distance("kitten", "sitting")
    3
    >>> levenshtein_distance("", "abc")
    3
    """
    previous = list(range(len(second) + 1))
    for row, left in enumerate(first, start=1):
        current = [row]
        for column, right in enumerate(second, start=1):
            current.append(min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (left != right)))
        previous = current
    return previous[-1]


@idiom(
    words="hamming distance differing different positions characters mismatches count two strings equal length differ",
    variant="texts of unequal length raise ValueError",
    probes=['hamming_distance("karolin", "kathrin")', 'hamming_distance("abc", "abcde")'],
)
def hamming_distance(first: str, second: str) -> int:
    """Return the number of positions at which two texts of equal length differ; raise ValueError for unequal lengths.

    >>> hamming_distance("karolin", "kathrin")
    3
    >>> hamming_distance("", "")
    0
    """
    if len(first) != len(second):
        raise ValueError("the texts must have the same length")
    return sum(left != right for left, right in zip(first, second, strict=True))


@idiom(of="hamming_distance", variant="only the length of the shorter text is compared")
def hamming_distance_of_shortest(first: str, second: str) -> int:
    """Return the number of positions at which two texts differ, up to the end of the shorter one.

    >>> hamming_distance_of_shortest("abc", "abxde")
    1
    >>> hamming_distance_of_shortest("", "abc")
    0
    """
    return sum(left != right for left, right in zip(first, second, strict=False))


@idiom(of="hamming_distance", variant="characters that one text has more count as differences")
def hamming_distance_with_rest(first: str, second: str) -> int:
    """Return the number of positions at which two texts differ; what one text has more differs.

    >>> hamming_distance_with_rest("abc", "abxde")
    3
    >>> hamming_distance_with_rest("abc", "abc")
    0
    """
    differing = sum(left != right for left, right in zip(first, second, strict=False))
    return differing + abs(len(first) - len(second))
