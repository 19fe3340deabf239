"""Idioms that read and write data as text: CSV lines, key-value pairs, query strings, JSON."""

import csv
import io
import json
import re
import urllib.parse
from typing import Any

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="parse csv line row split comma separated values fields columns quoted quotes read record into list",
    variant="white space around fields is kept; bad quoting raises ValueError",
    probes=[
        'parse_csv_line("a, b")',
        "parse_csv_line('\"Doe, Jane\",42')",
        "parse_csv_line('\"a')",
        'parse_csv_line("")',
    ],
)
def parse_csv_line(text: str) -> list[str]:
    """Return the fields of one line of comma-separated values, quotes resolved; raise ValueError for bad quoting.

    >>> parse_csv_line('1,"Doe, Jane","a ""b"" c",')
    ['1', 'Doe, Jane', 'a "b" c', '']
    >>> parse_csv_line("")
    []
    """
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error as error:
        raise ValueError(f"not one line of comma-separated values: {text!r}") from error


@idiom(of="parse_csv_line", variant="white space around fields is removed")
def parse_csv_line_trimmed(text: str) -> list[str]:
    """Return the fields of one line of comma-separated values without white space around them.

    >>> parse_csv_line_trimmed('a , "b, c" ,d')
    ['a', 'b, c', 'd']
    >>> parse_csv_line_trimmed("")
    []
    """
    try:
        fields = next(csv.reader([text], skipinitialspace=True), [])
    except csv.Error as error:
        raise ValueError(f"not one line of comma-separated values: {text!r}") from error
    return [field.strip() for field in fields]


@idiom(of="parse_csv_line", variant="quotes mean nothing, every comma separates")
def split_at_commas(text: str) -> list[str]:
    """Return the parts of a text between commas; an empty text has none.

    >>> split_at_commas("a,b,,c")
    ['a', 'b', '', 'c']
    >>> split_at_commas("")
    []
    """
    return text.split(",") if text else []


@idiom(of="parse_csv_line", variant="bad quoting is read as well as it can be")
def parse_csv_line_leniently(text: str) -> list[str]:
    """Return the fields of one line of comma-separated values, a quote that is never closed being tolerated.

    >>> parse_csv_line_leniently('1,"Doe, Jane')
    ['1', 'Doe, Jane']
    >>> parse_csv_line_leniently("a, b")
    ['a', ' b']
    """
    try:
        return next(csv.reader([text]), [])
    except csv.Error as error:
        raise ValueError(f"not one line of comma-separated values: {text!r}") from error


@idiom(
    words="csv line row write format join fields comma separated values quote escape commas quotes record export build",
    variant="quotes only where they are needed",
    probes=["to_csv_line(['a', 'b, c'])", "to_csv_line([])", "to_csv_line(['say \"hi\"'])"],
)
def to_csv_line(fields: list[str]) -> str:
    """Return the fields as one line of comma-separated values without line end, quoted where needed.

    >>> to_csv_line(["1", "Doe, Jane", ""])
    '1,"Doe, Jane",'
    >>> to_csv_line([])
    ''
    """
    buffer = io.StringIO()
    csv.writer(buffer).writerow(fields)
    return buffer.getvalue().removesuffix("\r\n")


@idiom(of="to_csv_line", variant="quotes around every field")
def to_csv_line_all_quoted(fields: list[str]) -> str:
    """Return the fields, each in quotes, as one line of comma-separated values without line end.

    >>> to_csv_line_all_quoted(["1", "Doe"])
    '"1","Doe"'
    >>> to_csv_line_all_quoted([])
    ''
    """
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerow(fields)
    return buffer.getvalue().removesuffix("\r\n")


@idiom(
    words="parse key value pairs equals sign semicolon separated string dictionary dict settings options cookie",
    variant="separated by semicolons; a pair without = raises ValueError",
    probes=['parse_key_values("a=1; b=2")', 'parse_key_values("a=1;flag")', 'parse_key_values("a=1,b=2")'],
)
def parse_key_values(text: str) -> dict[str, str]:
    """Return the pairs of a text such as "a=1; b=2" as a dictionary; raise ValueError for a pair without "=".

    >>> parse_key_values("host=example.com; port = 80;")
    {'host': 'example.com', 'port': '80'}
    >>> parse_key_values("")
    {}
    """
    result: dict[str, str] = {}
    for pair in text.split(";"):
        key, equals, value = pair.partition("=")
        if equals:
            result[key.strip()] = value.strip()
        elif key.strip():
            raise ValueError(f"not a pair of the form key=value: {pair.strip()!r}")
    return result


@idiom(of="parse_key_values", variant="a pair without = is skipped")
def parse_key_values_skipping(text: str) -> dict[str, str]:
    """Return the pairs of a text such as "a=1; b=2" as a dictionary, skipping what has no "=".

    >>> parse_key_values_skipping("a=1; flag; b=2")
    {'a': '1', 'b': '2'}
    >>> parse_key_values_skipping("")
    {}
    """
    pairs = [pair.partition("=") for pair in text.split(";")]
    return {key.strip(): value.strip() for key, equals, value in pairs if equals}


@idiom(of="parse_key_values", variant="separated by commas or semicolons")
def parse_key_values_with_commas(text: str) -> dict[str, str]:
    """Return the pairs of a text such as "a=1, b=2; c=3" as a dictionary; raise ValueError for a pair without "=".

    >>> parse_key_values_with_commas("a=1, b=2; c=3")
    {'a': '1', 'b': '2', 'c': '3'}
    >>> parse_key_values_with_commas("")
    {}
    """
    result: dict[str, str] = {}
    for pair in re.split("[,;]", text):
        key, equals, value = pair.partition("=")
        if equals:
            result[key.strip()] = value.strip()
        elif key.strip():
            raise ValueError(f"not a pair of the form key=value: {pair.strip()!r}")
    return result


@idiom(of="parse_key_values", variant="a key without = gets an empty value")
def parse_key_values_with_flags(text: str) -> dict[str, str]:
    """Return the pairs of a text such as "a=1; b=2" as a dictionary, a key without "=" having an empty value.

    >>> parse_key_values_with_flags("a=1; flag")
    {'a': '1', 'flag': ''}
    >>> parse_key_values_with_flags("")
    {}
    """
    pairs = [pair.partition("=") for pair in text.split(";") if pair.strip()]
    return {key.strip(): value.strip() for key, _, value in pairs}


@idiom(
    words="parse query string url parameters params arguments decode ampersand percent-encoded dictionary dict get",
    variant="the last of equal names wins, empty values are kept",
    probes=[
        'parse_query_string("a=1&a=2")',
        'parse_query_string("a=&b=2")',
        'parse_query_string("?q=caf%C3%A9+noir")',
    ],
)
def parse_query_string(text: str) -> dict[str, str]:
    """Return the decoded parameters of a URL's query string, with or without "?", the last of equal names winning.

    >>> parse_query_string("?q=fish+%26+chips&page=2")
    {'q': 'fish & chips', 'page': '2'}
    >>> parse_query_string("")
    {}
    """
    return dict(urllib.parse.parse_qsl(text.removeprefix("?"), keep_blank_values=True))


@idiom(of="parse_query_string", variant="every name has the list of its values")
def parse_query_string_to_lists(text: str) -> dict[str, list[str]]:
    """Return the decoded parameters of a URL's query string, with or without "?", as lists of values.

    >>> parse_query_string_to_lists("a=1&b=2&a=3")
    {'a': ['1', '3'], 'b': ['2']}
    >>> parse_query_string_to_lists("")
    {}
    """
    return urllib.parse.parse_qs(text.removeprefix("?"), keep_blank_values=True)


@idiom(of="parse_query_string", variant="the first of equal names wins")
def parse_query_string_first_wins(text: str) -> dict[str, str]:
    """Return the decoded parameters of a URL's query string, with or without "?", the first of equal names winning.

    >>> parse_query_string_first_wins("a=1&a=2")
    {'a': '1'}
    >>> parse_query_string_first_wins("")
    {}
    """
    return dict(reversed(urllib.parse.parse_qsl(text.removeprefix("?"), keep_blank_values=True)))


@idiom(of="parse_query_string", variant="empty values are left out")
def parse_query_string_without_empty(text: str) -> dict[str, str]:
    """Return the decoded parameters of a URL's query string that have a value, the last of equal names winning.

    >>> parse_query_string_without_empty("a=&b=2")
    {'b': '2'}
    >>> parse_query_string_without_empty("")
    {}
    """
    return dict(urllib.parse.parse_qsl(text.removeprefix("?")))


@idiom(
    words="build query string url parameters params encode urlencode percent escape ampersand dictionary dict make",
    variant="spaces become +",
    probes=['build_query_string({"q": "a b&c", "p": "1"})', "build_query_string({})"],
)
def build_query_string(mapping: dict[str, str]) -> str:
    """Return the entries of a mapping as a URL's query string without "?", spaces being written "+".

    >>> build_query_string({"q": "fish & chips", "page": "2"})
    'q=fish+%26+chips&page=2'
    >>> build_query_string({})
    ''
    """
    return urllib.parse.urlencode(mapping)


@idiom(of="build_query_string", variant="spaces become %20")
def build_query_string_with_percents(mapping: dict[str, str]) -> str:
    """Return the entries of a mapping as a URL's query string without "?", spaces being written "%20".

    >>> build_query_string_with_percents({"q": "fish & chips"})
    'q=fish%20%26%20chips'
    >>> build_query_string_with_percents({})
    ''
    """
    return urllib.parse.urlencode(mapping, quote_via=urllib.parse.quote)


@idiom(of="build_query_string", variant="names in alphabetical order")
def build_query_string_sorted(mapping: dict[str, str]) -> str:
    """Return the entries of a mapping, ordered by name, as a URL's query string without "?".

    >>> build_query_string_sorted({"q": "a b", "page": "2"})
    'page=2&q=a+b'
    >>> build_query_string_sorted({})
    ''
    """
    return urllib.parse.urlencode(sorted(mapping.items()))


@idiom(
    words="parse json read decode load deserialize text string into object dictionary list value",
    variant="bad text raises ValueError",
    probes=["parse_json('{\"a\": [1, null]}')", 'parse_json("oops")', 'parse_json("")'],
)
def parse_json(text: str) -> Any:
    """Return the value that a JSON text describes; raise ValueError for any other text.

    >>> parse_json('{"a": [1, 2.5, null]}')
    {'a': [1, 2.5, None]}
    >>> parse_json("true")
    True
    """
    return json.loads(text)


@idiom(of="parse_json", variant="bad text gives None")
def parse_json_or_none(text: str) -> Any:
    """Return the value that a JSON text describes, or None for any other text.

    >>> parse_json_or_none('{"a": 1}')
    {'a': 1}
    >>> parse_json_or_none("oops") is None
    True
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


@idiom(
    words="json encode serialize dump dumps write convert value object dictionary list to string text stringify",
    variant="on one line, letters beyond ASCII escaped",
    probes=['to_json({"b": [1, None], "a": "\\u00e9"})', "to_json({})"],
)
def to_json(value: Any) -> str:
    """Return a value as JSON on one line in ASCII; raise TypeError for what JSON cannot represent.

    >>> to_json({"a": [1, None, True]})
    '{"a": [1, null, true]}'
    >>> to_json("é")
    '"\\\\u00e9"'
    """
    return json.dumps(value)


@idiom(of="to_json", variant="on one line, all letters as they are")
def to_json_unescaped(value: Any) -> str:
    """Return a value as JSON on one line with letters of all languages as they are.

    >>> to_json_unescaped({"name": "Zoë"})
    '{"name": "Zoë"}'
    >>> to_json_unescaped([1, None])
    '[1, null]'
    """
    return json.dumps(value, ensure_ascii=False)


@idiom(of="to_json", variant="indented by two")
def to_json_indented(value: Any) -> str:
    """Return a value as JSON over several lines, indented by two.

    >>> print(to_json_indented({"a": 1}))
    {
      "a": 1
    }
    >>> to_json_indented([])
    '[]'
    """
    return json.dumps(value, indent=2)


@idiom(of="to_json", variant="keys in alphabetical order")
def to_json_sorted(value: Any) -> str:
    """Return a value as JSON on one line with the keys of its objects in order.

    >>> to_json_sorted({"b": 1, "a": 2})
    '{"a": 2, "b": 1}'
    >>> to_json_sorted([])
    '[]'
    """
    return json.dumps(value, sort_keys=True)


@idiom(of="to_json", variant="compact, without spaces")
def to_json_compact(value: Any) -> str:
    """Return a value as JSON without any white space between its parts.

    >>> to_json_compact({"a": [1, 2]})
    '{"a":[1,2]}'
    >>> to_json_compact([])
    '[]'
    """
    return json.dumps(value, separators=(",", ":"))
