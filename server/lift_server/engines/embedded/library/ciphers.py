"""Idioms that rewrite a text: naming styles, ciphers, run lengths, masks, padding."""

import itertools
import re
import string

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="snake case to camel camelcase convert underscores underscore identifier name variable capitals",
    variant="the first word stays lower case: camelCase",
    probes=['snake_to_camel("hello_world")', 'snake_to_camel("_private_name")', 'snake_to_camel("HTTP_code")'],
)
def snake_to_camel(text: str) -> str:
    """Return a snake_case name in camelCase, underscores at the ends being kept.

    >>> snake_to_camel("hello_big_world")
    'helloBigWorld'
    >>> snake_to_camel("_private_name")
    '_privateName'
    """
    return re.sub(r"(?<=[^_])_+([^_])", lambda match: match[1].upper(), text)


@idiom(of="snake_to_camel", variant="the first word is capitalized too: PascalCase")
def snake_to_pascal(text: str) -> str:
    """Return a snake_case name in PascalCase, underscores at the ends being kept.

    >>> snake_to_pascal("hello_big_world")
    'HelloBigWorld'
    >>> snake_to_pascal("")
    ''
    """
    return re.sub(
        r"(^_*|(?<=[^_])_+)([^_])", lambda match: (match[1] if not match.start() else "") + match[2].upper(), text
    )


@idiom(
    words="camel case snake snakecase convert pascal camelcase identifier name variable underscores underscore",
    variant="an acronym is one word: HTTPServer becomes http_server",
    probes=['camel_to_snake("helloWorld")', 'camel_to_snake("HTTPServer")', 'camel_to_snake("")'],
)
def camel_to_snake(text: str) -> str:
    """Return a camelCase or PascalCase name in snake_case, an acronym being one word.

    >>> camel_to_snake("helloBigWorld")
    'hello_big_world'
    >>> camel_to_snake("parseHTTPResponse")
    'parse_http_response'
    """
    result = ""
    for index, char in enumerate(text):
        previous, following = text[max(index - 1, 0) : index], text[index + 1 : index + 2]
        starts_word = char.isupper() and (not previous.isupper() or following.islower())
        if starts_word and previous not in ("", "_"):
            result += "_"
        result += char.lower()
    return result


@idiom(of="camel_to_snake", variant="every capital begins a word: HTTPServer becomes h_t_t_p_server")
def camel_to_snake_every_capital(text: str) -> str:
    """Return a camelCase or PascalCase name in snake_case, every capital letter beginning a word.

    >>> camel_to_snake_every_capital("helloWorld")
    'hello_world'
    >>> camel_to_snake_every_capital("userID")
    'user_i_d'
    """
    result = ""
    for char in text:
        if char.isupper() and result and not result.endswith("_"):
            result += "_"
        result += char.lower()
    return result


@idiom(
    words="caesar cipher shift letters encrypt encode rotate alphabet encryption key substitution positions wrap around"
)
def caesar_cipher(text: str, shift: int) -> str:
    """Return a text with every letter from a to z moved shift places along the alphabet, case and the rest kept.

    >>> caesar_cipher("Hello, World!", 3)
    'Khoor, Zruog!'
    >>> caesar_cipher("Khoor", -3)
    'Hello'
    """
    shift %= 26
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    shifted = lower[shift:] + lower[:shift] + upper[shift:] + upper[:shift]
    return text.translate(str.maketrans(lower + upper, shifted))


@idiom(
    words="run length encode encoding rle compress compression consecutive repeated characters counts runs string",
    variant='the count follows the character: "a3b1"',
    probes=['run_length_encode("aaab")', 'run_length_encode("")', 'run_length_encode("abc")'],
)
def run_length_encode(text: str) -> str:
    """Return a text with every run of one character written as the character and its count.

    >>> run_length_encode("aaabcc")
    'a3b1c2'
    >>> run_length_encode("")
    ''
    """
    return "".join(f"{char}{sum(1 for _ in run)}" for char, run in itertools.groupby(text))


@idiom(of="run_length_encode", variant='the count precedes the character: "3a1b"')
def run_length_encode_count_first(text: str) -> str:
    """Return a text with every run of one character written as its count and the character.

    >>> run_length_encode_count_first("aaabcc")
    '3a1b2c'
    >>> run_length_encode_count_first("")
    ''
    """
    return "".join(f"{sum(1 for _ in run)}{char}" for char, run in itertools.groupby(text))


@idiom(of="run_length_encode", variant='a count of one is left out: "a3b"')
def run_length_encode_without_ones(text: str) -> str:
    """Return a text with every run of one character written as the character and its count if that is above one.

    >>> run_length_encode_without_ones("aaabcc")
    'a3bc2'
    >>> run_length_encode_without_ones("abc")
    'abc'
    """
    runs = [(char, sum(1 for _ in run)) for char, run in itertools.groupby(text)]
    return "".join(char if count == 1 else f"{char}{count}" for char, count in runs)


@idiom(of="run_length_encode", variant="a list of pairs of character and count")
def run_length_pairs(text: str) -> list[tuple[str, int]]:
    """Return the runs of equal characters in a text as pairs of character and count.

    >>> run_length_pairs("aaab")
    [('a', 3), ('b', 1)]
    >>> run_length_pairs("")
    []
    """
    return [(char, sum(1 for _ in run)) for char, run in itertools.groupby(text)]


@idiom(
    words="run length decode decoding rle decompress expand uncompress counts characters repeated string original",
    variant='a count follows every character: "a3b1"; other text raises ValueError',
    probes=[
        'run_length_decode("a3b1")',
        'run_length_decode("a3b")',
        'run_length_decode("3a1b")',
        'run_length_decode("")',
    ],
)
def run_length_decode(text: str) -> str:
    """Return the text that characters, each followed by its count, stand for; raise ValueError when a count is missing.

    >>> run_length_decode("a3b1c2")
    'aaabcc'
    >>> run_length_decode("")
    ''
    """
    if not re.fullmatch(r"(?:[^0-9][0-9]+)*", text):
        raise ValueError(f"every character must be followed by a count: {text!r}")
    return "".join(char * int(count) for char, count in re.findall(r"([^0-9])([0-9]+)", text))


@idiom(of="run_length_decode", variant='the count precedes the character: "3a1b"')
def run_length_decode_count_first(text: str) -> str:
    """Return the text that counts, each followed by its character, stand for; raise ValueError when a count is missing.

    >>> run_length_decode_count_first("3a1b2c")
    'aaabcc'
    >>> run_length_decode_count_first("")
    ''
    """
    if not re.fullmatch(r"(?:[0-9]+[^0-9])*", text):
        raise ValueError(f"every character must be preceded by a count: {text!r}")
    return "".join(char * int(count) for count, char in re.findall(r"([0-9]+)([^0-9])", text))


@idiom(of="run_length_decode", variant='a missing count means one: "a3b"')
def run_length_decode_without_ones(text: str) -> str:
    """Return the text that characters with optional counts stand for; raise ValueError when it begins with a count.

    >>> run_length_decode_without_ones("a3bc2")
    'aaabcc'
    >>> run_length_decode_without_ones("abc")
    'abc'
    """
    if not re.fullmatch(r"(?:[^0-9][0-9]*)*", text):
        raise ValueError(f"a count must follow a character: {text!r}")
    return "".join(char * int(count or 1) for char, count in re.findall(r"([^0-9])([0-9]*)", text))


@idiom(words="rot13 rot 13 rotate thirteen letters cipher encode decode obfuscate alphabet half substitution")
def rot13(text: str) -> str:
    """Return a text with every letter from a to z moved 13 places along the alphabet, case and the rest kept.

    >>> rot13("Hello, World!")
    'Uryyb, Jbeyq!'
    >>> rot13("Uryyb")
    'Hello'
    """
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    return text.translate(str.maketrans(lower + upper, lower[13:] + lower[:13] + upper[13:] + upper[:13]))
