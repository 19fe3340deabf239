"""Idioms on words, names and the layout of running text."""

import re
import unicodedata

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="count words number of how many in text sentence string word",
    variant="words are what white space separates",
    probes=['count_words("one - two")', 'count_words("rock-and-roll, baby!")', 'count_words("  ")'],
)
def count_words(text: str) -> int:
    """Return the number of words in a text, a word being a run of characters without white space.

    >>> count_words("The quick  brown fox")
    4
    >>> count_words("   ")
    0
    """
    return len(text.split())


@idiom(of="count_words", variant="a lone punctuation mark is not a word")
def count_words_with_letters(text: str) -> int:
    """Return the number of words in a text; what has neither letter nor digit is no word.

    >>> count_words_with_letters("one - two")
    2
    >>> count_words_with_letters("...")
    0
    """
    return sum(any(char.isalnum() for char in word) for word in text.split())


@idiom(of="count_words", variant="hyphens and other punctuation separate words too")
def count_words_between_punctuation(text: str) -> int:
    """Return the number of runs of letters and digits in a text, an apostrophe within one being part of it.

    >>> count_words_between_punctuation("rock-and-roll, don't stop")
    5
    >>> count_words_between_punctuation("")
    0
    """
    return len(re.findall(r"\w+(?:['\u2019]\w+)*", text))


@idiom(
    words="capitalize words title case titlecase uppercase first letter of each word every initial capital heading",
    variant="the rest of each word becomes lower case",
    probes=['capitalize_words("they\'re NASA fans")', 'capitalize_words("  two  spaces")'],
)
def capitalize_words(text: str) -> str:
    """Return a text with the first letter of every word in upper case and the rest in lower case, spacing kept.

    >>> capitalize_words("the quick BROWN fox")
    'The Quick Brown Fox'
    >>> capitalize_words("they're  here")
    "They're  Here"
    """
    return re.sub(r"\S+", lambda match: match[0].capitalize(), text)


@idiom(of="capitalize_words", variant="the rest of each word stays as it is")
def capitalize_words_keeping_rest(text: str) -> str:
    """Return a text with the first letter of every word in upper case and everything else as it was.

    >>> capitalize_words_keeping_rest("the NASA story")
    'The NASA Story'
    >>> capitalize_words_keeping_rest("")
    ''
    """
    return re.sub(r"\S+", lambda match: match[0][0].upper() + match[0][1:], text)


@idiom(of="capitalize_words", variant="a letter after an apostrophe or hyphen is upper case too")
def capitalize_every_part(text: str) -> str:
    """Return a text with every letter that follows a non-letter in upper case and the others in lower case.

    >>> capitalize_every_part("jean-luc picard")
    'Jean-Luc Picard'
    >>> capitalize_every_part("they're")
    "They'Re"
    """
    return text.title()


@idiom(
    words="longest word biggest largest in sentence text most letters characters maximum length",
    variant="punctuation is not part of a word; no word gives the empty text",
    probes=['longest_word("Stop everything!")', 'longest_word("")', 'longest_word("one two")'],
)
def longest_word(text: str) -> str:
    """Return the longest word of a text without punctuation around it, the first of equals; '' when there is none.

    >>> longest_word("The quick, brown fox!")
    'quick'
    >>> longest_word("")
    ''
    """
    return max(re.findall(r"\w+(?:['\u2019-]\w+)*", text), key=len, default="")


@idiom(of="longest_word", variant="words are what white space separates, punctuation included")
def longest_word_between_spaces(text: str) -> str:
    """Return the longest run of characters without white space, the first of equals; '' when there is none.

    >>> longest_word_between_spaces("The quick, brown fox!")
    'quick,'
    >>> longest_word_between_spaces("")
    ''
    """
    return max(text.split(), key=len, default="")


@idiom(of="longest_word", variant="a text without words raises ValueError")
def longest_word_of_nonempty(text: str) -> str:
    """Return the longest word of a text, the first of equals; raise ValueError when there is none.

    >>> longest_word_of_nonempty("The quick, brown fox!")
    'quick'
    >>> longest_word_of_nonempty("a bb cc")
    'bb'
    """
    found: list[str] = re.findall(r"\w+(?:['\u2019-]\w+)*", text)
    if not found:
        raise ValueError("the text contains no word")
    return max(found, key=len)


@idiom(of="longest_word", variant="of equally long words the last one")
def longest_word_last(text: str) -> str:
    """Return the longest word of a text, the last of equals; '' when there is none.

    >>> longest_word_last("a bb cc")
    'cc'
    >>> longest_word_last("")
    ''
    """
    return max(reversed(re.findall(r"\w+(?:['\u2019-]\w+)*", text)), key=len, default="")


@idiom(
    words="slug slugify url friendly permalink title lowercase hyphens dashes hyphenated address seo convert text",
    variant="accents are dropped and every other run of characters becomes a hyphen",
    probes=['slugify("Don\'t Panic!")', 'slugify("Cr\\u00e8me Br\\u00fbl\\u00e9e")', 'slugify("snake_case  text")'],
)
def slugify(text: str) -> str:
    """Return a text as lower case ASCII letters and digits with single hyphens between, for use in a URL.

    >>> slugify("  Hello, World! ")
    'hello-world'
    >>> slugify("Crème Brûlée")
    'creme-brulee'
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@idiom(of="slugify", variant="punctuation within words is removed, not replaced")
def slugify_removing_punctuation(text: str) -> str:
    """Return a text in lower case ASCII with hyphens for spaces and underscores, other characters removed.

    >>> slugify_removing_punctuation("Don't Panic!")
    'dont-panic'
    >>> slugify_removing_punctuation("Crème Brûlée")
    'creme-brulee'
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[\s_-]+", "-", re.sub(r"[^\w\s-]", "", plain)).strip("-")


@idiom(of="slugify", variant="letters of all languages are kept")
def slugify_keeping_letters(text: str) -> str:
    """Return a text as lower case letters and digits of any language with single hyphens between.

    >>> slugify_keeping_letters("Crème Brûlée!")
    'crème-brûlée'
    >>> slugify_keeping_letters("  Hello, World! ")
    'hello-world'
    """
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", text.lower())).strip("-")


@idiom(of="slugify", variant="underscores instead of hyphens")
def slugify_with_underscores(text: str) -> str:
    """Return a text as lower case ASCII letters and digits with single underscores between.

    >>> slugify_with_underscores("  Hello, World! ")
    'hello_world'
    >>> slugify_with_underscores("Crème Brûlée")
    'creme_brulee'
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


@idiom(
    words="extract find get parse all numbers numeric values digits integers floats decimals from inside a text string",
    variant="with sign and decimals",
    probes=['extract_numbers("3 apples, 4.5 pears, -2 plums")', 'extract_numbers("10-20")', 'extract_numbers("none")'],
)
def extract_numbers(text: str) -> list[float]:
    """Return the numbers that occur in a text, in order, with their signs and decimals.

    >>> extract_numbers("3 apples at 4.50, minus -2")
    [3.0, 4.5, -2.0]
    >>> extract_numbers("none")
    []
    """
    # A hyphen after a letter or digit, as in 10-20, is not a sign.
    return [float(number) for number in re.findall(r"(?:(?<!\w)-)?(?:[0-9]+(?:\.[0-9]+)?|(?<![0-9])\.[0-9]+)", text)]


@idiom(of="extract_numbers", variant="whole numbers without signs: every run of digits")
def extract_digit_runs(text: str) -> list[int]:
    """Return every run of digits in a text as a whole number, in order.

    >>> extract_digit_runs("Room 12, floor 3")
    [12, 3]
    >>> extract_digit_runs("none")
    []
    """
    return [int(number) for number in re.findall(r"[0-9]+", text)]


@idiom(of="extract_numbers", variant="whole numbers with signs")
def extract_integers(text: str) -> list[int]:
    """Return the whole numbers that occur in a text, in order, with their signs; 4.5 counts as 4 and 5.

    >>> extract_integers("from -5 to 10")
    [-5, 10]
    >>> extract_integers("10-20")
    [10, 20]
    """
    return [int(number) for number in re.findall(r"(?:(?<!\w)-)?[0-9]+", text)]


@idiom(
    words="initials initial first letters of full name person names monogram abbreviation acronym uppercase",
    variant="letters without dots",
    probes=['initials("Ada Lovelace")', 'initials("Jean-Luc picard")', 'initials("")'],
)
def initials(name: str) -> str:
    """Return the first letters of the words of a name in upper case.

    >>> initials("Ada Lovelace")
    'AL'
    >>> initials("  john ronald reuel tolkien ")
    'JRRT'
    """
    return "".join(word[0].upper() for word in name.split())


@idiom(of="initials", variant="a dot after each letter")
def initials_with_dots(name: str) -> str:
    """Return the first letters of the words of a name in upper case, each followed by a dot.

    >>> initials_with_dots("Ada Lovelace")
    'A.L.'
    >>> initials_with_dots("")
    ''
    """
    return "".join(word[0].upper() + "." for word in name.split())


@idiom(of="initials", variant="the parts of a hyphenated name count each")
def initials_of_hyphenated(name: str) -> str:
    """Return the first letters of the words of a name in upper case, hyphens separating words too.

    >>> initials_of_hyphenated("Jean-Luc Picard")
    'JLP'
    >>> initials_of_hyphenated("Ada Lovelace")
    'AL'
    """
    return "".join(word[0].upper() for word in name.replace("-", " ").split())
