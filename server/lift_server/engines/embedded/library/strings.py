"""Idioms on the characters of a text."""

import collections
import re
import string
import unicodedata

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="reverse reversed backwards backward flip mirror text string characters letters order inverted end to start"
)
def reverse_string(text: str) -> str:
    """Return the characters of a text in reverse order.

    >>> reverse_string("stressed")
    'desserts'
    >>> reverse_string("")
    ''
    """
    return text[::-1]


@idiom(
    words="palindrome palindromic reads same forwards backwards reversed mirror symmetric phrase word text string",
    variant="case, spaces and punctuation are ignored",
    probes=['is_palindrome("A man, a plan, a canal: Panama")', 'is_palindrome("Level")', 'is_palindrome("")'],
)
def is_palindrome(text: str) -> bool:
    """Return whether the letters and digits of a text read the same in both directions, whatever their case.

    >>> is_palindrome("A man, a plan, a canal: Panama")
    True
    >>> is_palindrome("palindrome")
    False
    """
    characters = [char for char in text.casefold() if char.isalnum()]
    return characters == characters[::-1]


@idiom(of="is_palindrome", variant="exactly as written, case and spaces count")
def is_palindrome_as_written(text: str) -> bool:
    """Return whether a text reads the same in both directions, character by character.

    >>> is_palindrome_as_written("level")
    True
    >>> is_palindrome_as_written("Level")
    False
    """
    return text == text[::-1]


@idiom(of="is_palindrome", variant="only the case is ignored, spaces and punctuation count")
def is_palindrome_ignoring_case(text: str) -> bool:
    """Return whether a text reads the same in both directions, upper and lower case being equal.

    >>> is_palindrome_ignoring_case("Level")
    True
    >>> is_palindrome_ignoring_case("nurses run")
    False
    """
    folded = text.casefold()
    return folded == folded[::-1]


@idiom(
    words="count number how many vowels vowel letters a e i o u in text string sentence word occurrences",
    variant="a, e, i, o and u in either case",
    probes=['count_vowels("Crystal day")', 'count_vowels("Caf\\u00e9")', 'count_vowels("EDUCATION")'],
)
def count_vowels(text: str) -> int:
    """Return how many of the letters a, e, i, o and u, in either case, a text contains.

    >>> count_vowels("Education")
    5
    >>> count_vowels("rhythm")
    0
    """
    return sum(char in "aeiouAEIOU" for char in text)


@idiom(of="count_vowels", variant="y is a vowel as well")
def count_vowels_with_y(text: str) -> int:
    """Return how many of the letters a, e, i, o, u and y, in either case, a text contains.

    >>> count_vowels_with_y("rhythm")
    1
    >>> count_vowels_with_y("Yellow")
    3
    """
    return sum(char in "aeiouyAEIOUY" for char in text)


@idiom(of="count_vowels", variant="vowels with accents count as well")
def count_vowels_with_accents(text: str) -> int:
    """Return how many vowels a text contains, those with accents included.

    >>> count_vowels_with_accents("Café olé")
    4
    >>> count_vowels_with_accents("rhythm")
    0
    """
    return sum(char in "aeiouAEIOU" for char in unicodedata.normalize("NFD", text))


@idiom(words="remove delete strip drop vowels vowel disemvowel without a e i o u text string letters consonants only")
def remove_vowels(text: str) -> str:
    """Return a text without the letters a, e, i, o and u in either case.

    >>> remove_vowels("Programming")
    'Prgrmmng'
    >>> remove_vowels("AEIOU")
    ''
    """
    return re.sub(r"[aeiouAEIOU]", "", text)


@idiom(
    words="remove delete strip drop punctuation punctuations marks symbols commas periods special characters clean",
    variant="all Unicode punctuation and the ASCII symbols are removed",
    probes=['remove_punctuation("well-known: \\u00bfs\\u00ed?")', 'remove_punctuation("a,b")'],
)
def remove_punctuation(text: str) -> str:
    """Return a text without punctuation marks and the symbols of the keyboard.

    >>> remove_punctuation("Hello, world! (It's 5 $)")
    'Hello world Its 5 '
    >>> remove_punctuation("¿Qué?")
    'Qué'
    """
    return "".join(
        char for char in text if char not in string.punctuation and not unicodedata.category(char).startswith("P")
    )


@idiom(of="remove_punctuation", variant="only ASCII punctuation is removed")
def remove_ascii_punctuation(text: str) -> str:
    """Return a text without the characters of string.punctuation.

    >>> remove_ascii_punctuation("Hello, world!")
    'Hello world'
    >>> remove_ascii_punctuation("¿Qué?")
    '¿Qué'
    """
    return text.translate(str.maketrans("", "", string.punctuation))


@idiom(of="remove_punctuation", variant="each mark becomes a space")
def replace_punctuation_by_space(text: str) -> str:
    """Return a text in which each punctuation mark or symbol of the keyboard is a space.

    >>> replace_punctuation_by_space("well-known")
    'well known'
    >>> replace_punctuation_by_space("¿Qué?")
    ' Qué '
    """
    return "".join(
        " " if char in string.punctuation or unicodedata.category(char).startswith("P") else char for char in text
    )


@idiom(
    words="collapse squeeze normalize whitespace white space spaces multiple extra repeated single one trim tidy clean",
    variant="ends are trimmed",
    probes=['collapse_whitespace("  a  b ")', 'collapse_whitespace("a \\n\\n  b")'],
)
def collapse_whitespace(text: str) -> str:
    """Return a text in which every run of white space is one space, without white space at the ends.

    >>> collapse_whitespace("  one   two three ")
    'one two three'
    >>> collapse_whitespace("   ")
    ''
    """
    return " ".join(text.split())


@idiom(of="collapse_whitespace", variant="a run at an end becomes one space too")
def collapse_whitespace_everywhere(text: str) -> str:
    """Return a text in which every run of white space is one space, at the ends too.

    >>> collapse_whitespace_everywhere("  one   two ")
    ' one two '
    >>> collapse_whitespace_everywhere("")
    ''
    """
    return re.sub(r"\s+", " ", text)


@idiom(of="collapse_whitespace", variant="line breaks are kept, each line is tidied")
def collapse_whitespace_in_lines(text: str) -> str:
    """Return a text in which every line is trimmed and has single spaces, the line breaks being kept.

    >>> collapse_whitespace_in_lines("a  b\\n  c ").splitlines()
    ['a b', 'c']
    >>> collapse_whitespace_in_lines("  one   two ")
    'one two'
    """
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


@idiom(
    words="count occurrences substring part appears how many times occurs within contains pattern text string number",
    variant="occurrences that overlap count once",
    probes=['count_occurrences("aaaa", "aa")', 'count_occurrences("Abab", "ab")', 'count_occurrences("abc", "")'],
)
def count_occurrences(text: str, part: str) -> int:
    """Return how often a part occurs in a text without overlapping itself.

    >>> count_occurrences("banana", "an")
    2
    >>> count_occurrences("aaaa", "aa")
    2
    """
    return text.count(part)


@idiom(of="count_occurrences", variant="overlapping occurrences count each")
def count_overlapping_occurrences(text: str, part: str) -> int:
    """Return how often a part occurs in a text, overlapping occurrences included.

    >>> count_overlapping_occurrences("aaaa", "aa")
    3
    >>> count_overlapping_occurrences("abc", "x")
    0
    """
    return sum(text.startswith(part, start) for start in range(len(text) - len(part) + 1))


@idiom(of="count_occurrences", variant="upper and lower case are equal")
def count_occurrences_ignoring_case(text: str, part: str) -> int:
    """Return how often a part occurs in a text, whatever the case of the letters.

    >>> count_occurrences_ignoring_case("Banana BAN", "ban")
    2
    >>> count_occurrences_ignoring_case("abc", "x")
    0
    """
    return text.casefold().count(part.casefold())


@idiom(of="count_occurrences", variant="an empty part occurs never")
def count_occurrences_of_nonempty(text: str, part: str) -> int:
    """Return how often a part occurs in a text without overlapping itself; an empty part gives 0.

    >>> count_occurrences_of_nonempty("banana", "an")
    2
    >>> count_occurrences_of_nonempty("banana", "")
    0
    """
    return text.count(part) if part else 0


@idiom(words="pangram every letter all letters of the alphabet contains uses each sentence text at least once a to z")
def is_pangram(text: str) -> bool:
    """Return whether a text contains every letter from a to z, in either case.

    >>> is_pangram("The quick brown fox jumps over the lazy dog")
    True
    >>> is_pangram("")
    False
    """
    return set(string.ascii_lowercase) <= set(text.lower())


@idiom(
    words="first unique character non-repeating nonrepeated unrepeated letter appears occurs only once single text",
    variant="no such character gives None",
    probes=['first_unique_character("aabb")', 'first_unique_character("")', 'first_unique_character("swiss")'],
)
def first_unique_character(text: str) -> str | None:
    """Return the first character that occurs once in a text, or None when there is none.

    >>> first_unique_character("swiss")
    'w'
    >>> first_unique_character("aabb") is None
    True
    """
    counts = collections.Counter(text)
    return next((char for char in text if counts[char] == 1), None)


@idiom(of="first_unique_character", variant="no such character gives the empty text")
def first_unique_character_or_empty(text: str) -> str:
    """Return the first character that occurs once in a text, or the empty text when there is none.

    >>> first_unique_character_or_empty("swiss")
    'w'
    >>> first_unique_character_or_empty("aabb")
    ''
    """
    counts = collections.Counter(text)
    return next((char for char in text if counts[char] == 1), "")


@idiom(of="first_unique_character", variant="gives the index, -1 when there is none")
def first_unique_character_index(text: str) -> int:
    """Return the index of the first character that occurs once in a text, or -1 when there is none.

    >>> first_unique_character_index("swiss")
    1
    >>> first_unique_character_index("aabb")
    -1
    """
    counts = collections.Counter(text)
    return next((index for index, char in enumerate(text) if counts[char] == 1), -1)


@idiom(words="swap case invert toggle flip upper to lower uppercase lowercase letters text string switch")
def swap_case(text: str) -> str:
    """Return a text with upper case letters turned to lower case and the other way round.

    >>> swap_case("Hello World")
    'hELLO wORLD'
    >>> swap_case("abc123")
    'ABC123'
    """
    return text.swapcase()
