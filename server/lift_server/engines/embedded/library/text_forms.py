"""Idioms that check whether a text reads as something: a number, JSON, balanced brackets, a time, an identifier."""

import json
import re

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="json valid validate validator well-formed parseable string document check is syntax",
    variant="strict: NaN and Infinity are refused",
    probes=['is_valid_json("NaN")', 'is_valid_json("5")', "is_valid_json(\"{'a': 1}\")", 'is_valid_json("")'],
)
def is_valid_json(text: str) -> bool:
    """Return whether a text is a JSON document.

    >>> is_valid_json('{"a": [1, 2.5, null]}')
    True
    >>> is_valid_json("{'a': 1}")
    False
    >>> is_valid_json("NaN")
    False
    """
    try:
        # json.loads knows NaN and Infinity, which JSON does not: int() refuses these words.
        json.loads(text, parse_constant=int, parse_int=float)
    except (ValueError, RecursionError):
        return False
    return True


@idiom(of="is_valid_json", variant="whatever json.loads accepts, NaN and Infinity too")
def is_loadable_json(text: str) -> bool:
    """Return whether json.loads accepts a text.

    >>> is_loadable_json('{"a": NaN}')
    True
    >>> is_loadable_json("{'a': 1}")
    False
    """
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


@idiom(of="is_valid_json", variant="the document must be an object or an array")
def is_json_container(text: str) -> bool:
    """Return whether a text is a JSON document that is an object or an array.

    >>> is_json_container("[1, 2]")
    True
    >>> is_json_container("5")
    False
    """
    try:
        return isinstance(json.loads(text, parse_constant=int, parse_int=float), dict | list)
    except (ValueError, RecursionError):
        return False


@idiom(
    words="balanced brackets parentheses braces parens matching matched nested closed properly open close pairs valid",
    variant="(), [] and {}; other characters are ignored",
    probes=[
        'balanced_brackets("([)]")',
        'balanced_brackets("(a[i])")',
        'balanced_brackets("")',
        'balanced_brackets("<(>)")',
    ],
)
def balanced_brackets(text: str) -> bool:
    """Return whether the brackets (), [] and {} of a text are closed in the right order, all else being ignored.

    >>> balanced_brackets("f(a[1], {2: (3)})")
    True
    >>> balanced_brackets("([)]")
    False
    >>> balanced_brackets("((")
    False
    """
    opening = {")": "(", "]": "[", "}": "{"}
    stack: list[str] = []
    for char in text:
        if char in "([{":
            stack.append(char)
        elif char in opening and (not stack or stack.pop() != opening[char]):
            return False
    return not stack


@idiom(of="balanced_brackets", variant="round brackets only, square and curly ones are ignored")
def balanced_parentheses(text: str) -> bool:
    """Return whether every ( of a text is closed by a ) and the other way round.

    >>> balanced_parentheses("(a (b) [c)")
    True
    >>> balanced_parentheses(")(")
    False
    """
    depth = 0
    for char in text:
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth < 0:
                return False
    return depth == 0


@idiom(of="balanced_brackets", variant="any other character makes it false")
def consists_of_balanced_brackets(text: str) -> bool:
    """Return whether a text consists only of the brackets (), [] and {}, closed in the right order.

    >>> consists_of_balanced_brackets("{[()]}")
    True
    >>> consists_of_balanced_brackets("(a)")
    False
    """
    opening = {")": "(", "]": "[", "}": "{"}
    stack: list[str] = []
    for char in text:
        if char in "([{":
            stack.append(char)
        elif char not in opening or not stack or stack.pop() != opening[char]:
            return False
    return not stack


@idiom(of="balanced_brackets", variant="angle brackets count as well")
def balanced_brackets_and_angles(text: str) -> bool:
    """Return whether the brackets (), [], {} and <> of a text are closed in the right order.

    >>> balanced_brackets_and_angles("<a>(b)</a>")
    True
    >>> balanced_brackets_and_angles("<(>)")
    False
    """
    opening = {")": "(", "]": "[", "}": "{", ">": "<"}
    stack: list[str] = []
    for char in text:
        if char in "([{<":
            stack.append(char)
        elif char in opening and (not stack or stack.pop() != opening[char]):
            return False
    return not stack


@idiom(
    words="time 24h 24 hour clock hh:mm military of day string valid validate validator check is format",
    variant="HH:MM with two digits each",
    probes=['is_time_24h("9:30")', 'is_time_24h("09:30:15")', 'is_time_24h("24:00")', 'is_time_24h("23:59")'],
)
def is_time_24h(text: str) -> bool:
    """Return whether a text is a time from 00:00 to 23:59 with two digits for the hour and the minute.

    >>> is_time_24h("23:59")
    True
    >>> is_time_24h("24:00")
    False
    >>> is_time_24h("9:30")
    False
    """
    return re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", text) is not None


@idiom(of="is_time_24h", variant="the hour may have one digit")
def is_time_24h_with_short_hour(text: str) -> bool:
    """Return whether a text is a time from 0:00 to 23:59, the hour having one digit or two.

    >>> is_time_24h_with_short_hour("9:30")
    True
    >>> is_time_24h_with_short_hour("24:00")
    False
    """
    return re.fullmatch(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]", text) is not None


@idiom(of="is_time_24h", variant="seconds may follow")
def is_time_24h_with_seconds(text: str) -> bool:
    """Return whether a text is a time from 00:00 to 23:59, perhaps followed by a colon and seconds.

    >>> is_time_24h_with_seconds("09:30:15")
    True
    >>> is_time_24h_with_seconds("09:30:60")
    False
    """
    return re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?", text) is not None


@idiom(of="is_time_24h", variant="24:00 is allowed, the end of the day")
def is_time_24h_or_midnight(text: str) -> bool:
    """Return whether a text is a time from 00:00 to 24:00 with two digits for the hour and the minute.

    >>> is_time_24h_or_midnight("24:00")
    True
    >>> is_time_24h_or_midnight("24:01")
    False
    """
    return re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00", text) is not None


@idiom(
    words="identifier variable name python programming language legal valid validate validator check letters",
    variant="as Python sees it, keywords included",
    probes=['is_identifier("class")', 'is_identifier("caf\\u00e9")', 'is_identifier("2nd")', 'is_identifier("")'],
)
def is_identifier(text: str) -> bool:
    """Return whether a text has the form of a Python identifier.

    >>> is_identifier("_name2")
    True
    >>> is_identifier("2nd")
    False
    """
    return text.isidentifier()


@idiom(of="is_identifier", variant="ASCII letters, digits and underscores only")
def is_ascii_identifier(text: str) -> bool:
    """Return whether a text is ASCII letters, digits and underscores of which the first is no digit.

    >>> is_ascii_identifier("_name2")
    True
    >>> is_ascii_identifier("café")
    False
    """
    return re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", text) is not None


@idiom(of="is_identifier", variant="keywords of Python are refused")
def is_free_identifier(text: str) -> bool:
    """Return whether a text has the form of a Python identifier and is no keyword.

    >>> is_free_identifier("klass")
    True
    >>> is_free_identifier("class")
    False
    """
    keywords = (
        "False None True and as assert async await break class continue def del elif else except finally for from "
        "global if import in is lambda nonlocal not or pass raise return try while with yield"
    )
    return text.isidentifier() and text not in keywords.split()
