"""What holds for every input: idioms on texts, their words, their layout, and codes from which they are read again."""

import base64
import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from tests.idioms.laws import Inputs, check_law, law, refuses

from lift_server.engines.embedded.library import (
    ciphers,
    colors_and_paths,
    encodings,
    formats,
    markup,
    strings,
    text_comparison,
    text_layout,
    versions,
    words,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LETTERS = st.text("abcXYZ", max_size=12)
PROSE = st.text("abC dé.,-'!\n\t", max_size=25)
ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
NAME = st.text("abcdefgh", min_size=1, max_size=6)
NAMES = st.lists(NAME, min_size=1, max_size=5)
SIZE = st.integers(1, 20)
BYTE = st.integers(0, 255)
NUMBERS = st.lists(st.integers(0, 99), min_size=1, max_size=4)
VALUES = st.dictionaries(NAME, st.text("abc +&=%é;", max_size=6), max_size=4)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


def dotted(parts: list[int]) -> str:
    return ".".join(map(str, parts))


LAWS = [
    law("reversed twice", lambda t: strings.reverse_string(strings.reverse_string(t)) == t, TEXT),
    law("palindromes", lambda t: strings.is_palindrome(t + t[::-1]) and strings.is_palindrome_as_written(t + t[::-1])
        and strings.is_palindrome_as_written(t) == (t == t[::-1]), LETTERS),
    law("vowels", lambda t: len(t) - len(strings.remove_vowels(t)) == strings.count_vowels(t)
        and strings.count_vowels(t) <= strings.count_vowels_with_y(t), ASCII),
    law("punctuation", lambda t: not re.search(r"[!-/:-@\[-`{-~]", strings.remove_punctuation(t))
        and len(strings.replace_punctuation_by_space(t)) == len(t)
        and strings.remove_ascii_punctuation(t) == strings.remove_punctuation(t), ASCII),
    law("white space", lambda t: strings.collapse_whitespace(t) == " ".join(t.split())
        and not re.search(r"\s\s", strings.collapse_whitespace_everywhere(t))
        and strings.collapse_whitespace_in_lines(t).split() == t.split(), PROSE),
    law("occurrences", lambda t, part: strings.count_occurrences_of_nonempty(t, part)
        == (t.count(part) if part else 0) <= strings.count_overlapping_occurrences(t, part)
        and strings.count_occurrences(t, part) == t.count(part), st.text("ab", max_size=9), st.text("ab", max_size=2)),
    law("pangram", lambda t: not strings.is_pangram(t)
        and strings.is_pangram(f"{t}the quick brown fox jumps over the lazy dog".upper()), LETTERS),
    law("unique character", lambda t: strings.first_unique_character(t)
        == next((c for c in t if t.count(c) == 1), None)
        and strings.first_unique_character_index(t) == t.find(strings.first_unique_character(t) or "-"), LETTERS),
    law("case swapped twice", lambda t: strings.swap_case(strings.swap_case(t)) == t, ASCII),
    law("words", lambda t: words.count_words(t) == len(t.split()) >= words.count_words_with_letters(t), PROSE),
    law("capitals", lambda t: words.capitalize_words(words.capitalize_words(t)) == words.capitalize_words(t)
        and words.capitalize_words(t).lower() == t.lower() and words.capitalize_every_part(t).lower() == t.lower()
        and words.capitalize_words_keeping_rest(t).lower() == t.lower(), PROSE),
    law("longest word", lambda t: len(words.longest_word_between_spaces(t)) == max(map(len, t.split()), default=0)
        and len(words.longest_word_last(t)) == len(words.longest_word(t)) and words.longest_word(t) in t, PROSE),
    law("slugs", lambda t: re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", words.slugify(t))
        and words.slugify(words.slugify(t)) == words.slugify(t)
        and words.slugify_with_underscores(t) == words.slugify(t).replace("-", "_"), TEXT),
    law("numbers in texts", lambda ns: words.extract_numbers(" and ".join(map(str, ns))) == ns
        and words.extract_integers(" and ".join(map(str, ns))) == ns
        and words.extract_digit_runs(" and ".join(map(str, ns))) == [*map(abs, ns)],
        st.lists(st.integers(-999, 999), max_size=5)),
    law("initials", lambda ns: words.initials(" ".join(ns)) == "".join(name[0].upper() for name in ns)
        and words.initials_with_dots(" ".join(ns)).replace(".", "").replace(" ", "") == words.initials(" ".join(ns)),
        NAMES),
    law("anagrams", lambda t: text_comparison.is_anagram_as_written(t, t[::-1])
        and text_comparison.is_anagram(t, t.swapcase()[::-1]) and not text_comparison.is_anagram(t, t + "q"), LETTERS),
    law("common prefix", lambda start, ns: text_comparison.common_prefix([start + name for name in ns])
        == start + text_comparison.common_prefix(ns), LETTERS, NAMES),
    law("edit distance", lambda a, b, c: text_comparison.levenshtein_distance(a, c)
        <= text_comparison.levenshtein_distance(a, b) + text_comparison.levenshtein_distance(b, c)
        and text_comparison.levenshtein_distance(a, b) == text_comparison.levenshtein_distance(b, a)
        and (text_comparison.levenshtein_distance(a, b) == 0) == (a == b)
        and text_comparison.levenshtein_distance(a, b) <= text_comparison.hamming_distance_with_rest(a, b),
        LETTERS, LETTERS, LETTERS),
    law("hamming distance", lambda a, b: refuses(text_comparison.hamming_distance, a, b) == (len(a) != len(b))
        and text_comparison.hamming_distance_of_shortest(a, b) == sum(x != y for x, y in zip(a, b, strict=False)),
        LETTERS, LETTERS),
    law("truncated", lambda t, n: len(text_layout.truncate(t, n)) == min(len(t), n)
        and text_layout.truncate_without_mark(t, n) == t[:n]
        and (text_layout.truncate(t, n) == t) == (len(t) <= n), st.text("ab", max_size=30), st.integers(4, 20)),
    law("wrapped", lambda t, n: "".join(text_layout.wrap_text(t, n)).replace(" ", "") == "".join(t.split())
        and all(len(line) <= n for line in text_layout.wrap_text(t, n))
        and " ".join(text_layout.wrap_text_keeping_words(t, n)).split() == t.split(),
        st.text("ab \n", max_size=40), SIZE),
    law("joined with and", lambda ns: re.split(", | and ", text_layout.join_with_and(ns)) == ns
        and re.split(", and |, | and ", text_layout.join_with_oxford_comma(ns)) == ns, NAMES),
    law("masked", lambda t, n: len(text_layout.mask(t, n)) == len(t) and text_layout.mask(t, n)[-n:] == t[-n:]
        and not set(text_layout.mask(t, n)[:-n]) & set(t), LETTERS, SIZE),
    law("padded", lambda t, n: text_layout.pad_left(t, n, "*") == t.rjust(n, "*")
        == text_layout.pad_left_with_pattern(t, n, "*") and refuses(text_layout.pad_left, t, n, "**"), LETTERS, SIZE),
    law("ordinals", lambda n: re.fullmatch(f"{n}(st|nd|rd|th)", text_layout.ordinal(n))
        and text_layout.ordinal(n + 100)[-2:] == text_layout.ordinal(n)[-2:]
        and text_layout.ordinal_of_positive(n) == text_layout.ordinal(n), st.integers(1, 10**6)),
    law("camels and snakes", lambda ns: ciphers.camel_to_snake(ciphers.snake_to_camel("_".join(ns))) == "_".join(ns)
        and ciphers.camel_to_snake(ciphers.snake_to_pascal("_".join(ns))) == "_".join(ns),
        st.lists(st.text("abc", min_size=2, max_size=5), min_size=1, max_size=4)),
    law("caesar", lambda t, n: ciphers.caesar_cipher(ciphers.caesar_cipher(t, n), -n) == t
        and ciphers.caesar_cipher(t, 13) == ciphers.rot13(t) and ciphers.rot13(ciphers.rot13(t)) == t,
        TEXT, st.integers(-60, 60)),
    law("run lengths", lambda t: ciphers.run_length_decode(ciphers.run_length_encode(t)) == t
        and ciphers.run_length_decode_count_first(ciphers.run_length_encode_count_first(t)) == t
        and ciphers.run_length_decode_without_ones(ciphers.run_length_encode_without_ones(t)) == t
        and "".join(c * n for c, n in ciphers.run_length_pairs(t)) == t, st.text("aab \n#", max_size=30)),
    law("base64", lambda t: encodings.base64_decode(encodings.base64_encode(t)) == t
        and encodings.base64_decode_from_url(encodings.base64_encode_for_url(t)) == t
        and base64.b64decode(encodings.base64_encode(t)).decode() == t
        and encodings.base64_decode_ignoring_space(" \n".join(encodings.base64_encode(t))) == t, TEXT),
    law("checksums", lambda t, u: (encodings.checksum_sha256(t) == encodings.checksum_sha256(u)) == (t == u)
        and int(encodings.crc32_hex(t), 16) == encodings.crc32(t) < 2**32
        and len(encodings.crc32_hex(t)) == 8, TEXT, TEXT),
    law("morse", lambda ns: encodings.morse_decode(encodings.morse_encode(" ".join(ns))) == " ".join(ns).upper()
        and encodings.morse_decode_with_marks(encodings.morse_encode(" ".join(ns))) == " ".join(ns).upper(), NAMES),
    law("csv", lambda fields: formats.parse_csv_line(formats.to_csv_line(fields)) == fields
        == formats.parse_csv_line(formats.to_csv_line_all_quoted(fields)), st.lists(ASCII, min_size=1, max_size=5)),
    law("pairs", lambda m: formats.parse_key_values(";".join(f"{k}={v}" for k, v in m.items())) == m,
        st.dictionaries(NAME, NAME)),
    law("query strings", lambda m: formats.parse_query_string(formats.build_query_string(m)) == m
        == formats.parse_query_string(formats.build_query_string_with_percents(m))
        == formats.parse_query_string_first_wins(formats.build_query_string_sorted(m)), VALUES),
    law("json", lambda value: all(formats.parse_json(write(value)) == value for write in (
        formats.to_json, formats.to_json_unescaped, formats.to_json_indented, formats.to_json_sorted,
        formats.to_json_compact)) and formats.to_json(value).isascii()
        and json.loads(formats.to_json(value)) == value, JSON),
    law("html", lambda t: markup.html_unescape(markup.html_escape(t)) == t == html.unescape(markup.html_escape(t))
        and not set("<>\"'") & set(markup.html_escape(t)) and markup.strip_html_tags(markup.html_escape(t))
        == markup.html_escape(t) and markup.strip_html_tags(f"<b class='x'>{markup.html_escape(t)}</b>")
        == markup.html_escape(t), ASCII),
    law("tables", lambda rows: len(markup.markdown_table(rows).splitlines()) == len(rows) + 1
        and len({len(line) for line in markup.aligned_markdown_table(rows).splitlines()}) == 1,
        st.lists(st.lists(NAME, min_size=2, max_size=2), min_size=1, max_size=4)),
    law("colors", lambda r, g, b: colors_and_paths.hex_to_rgb(colors_and_paths.rgb_to_hex(r, g, b)) == (r, g, b)
        == colors_and_paths.six_digit_hex_to_rgb(colors_and_paths.rgb_to_upper_hex(r, g, b))
        and colors_and_paths.rgb_to_hex_clamped(r, g, b) == colors_and_paths.rgb_to_hex(r, g, b)
        and colors_and_paths.rgb_to_hex_clamped(r + 256, g, -1 - b) == colors_and_paths.rgb_to_hex(255, g, 0)
        and refuses(colors_and_paths.rgb_to_hex, r, g, b + 256), BYTE, BYTE, BYTE),
    law("short colors", lambda r, g, b: colors_and_paths.hex_to_rgb(f"#{r % 16:x}{g % 16:x}{b % 16:x}")
        == (r % 16 * 17, g % 16 * 17, b % 16 * 17), BYTE, BYTE, BYTE),
    law("extensions", lambda ns, end: colors_and_paths.file_extension(f"{'/'.join(ns)}.tar.{end}") == f".{end}"
        and colors_and_paths.file_extensions_joined(f"{'/'.join(ns)}.tar.{end}") == f".tar.{end}"
        and colors_and_paths.file_extension_without_dot(f"{'/'.join(ns)}.{end}") == end
        and colors_and_paths.file_extension(f"a.b/{ns[0]}") == "", NAMES, NAME),
    law("domains", lambda ns, n: colors_and_paths.url_domain(f"https://u:p@WWW.{'.'.join(ns)}.org:{n}/a?b=c://d")
        == f"www.{'.'.join(ns)}.org"
        and colors_and_paths.url_domain_without_www(f"https://www.{'.'.join(ns)}.org") == f"{'.'.join(ns)}.org",
        NAMES, st.integers(1, 65535)),
    law("versions", lambda a: list(versions.parse_version(dotted(a))) == a
        == list(versions.parse_version_leniently(f"v{dotted(a)}-rc1"))
        and versions.parse_version_without_zeros(dotted([*a, 0])) == versions.parse_version_without_zeros(dotted(a)),
        NUMBERS),
    law("order of versions", lambda a, b: versions.compare_versions_by_parts(dotted(a), dotted(b)) == (a > b) - (a < b)
        and versions.compare_versions(dotted(a), dotted(b)) == -versions.compare_versions(dotted(b), dotted(a))
        and versions.compare_versions(dotted(a), dotted([*a, 0])) == 0, NUMBERS, NUMBERS),
    law("number words", lambda n, k: (versions.number_to_words(n) == versions.number_to_words(k)) == (n == k)
        and versions.number_to_words_with_minus(-n) == "minus " * (n > 0) + versions.number_to_words(n)
        and versions.number_to_british_words(n).replace(" and ", " ") == versions.number_to_words(n),
        st.integers(0, 999_999), st.integers(0, 999_999)),
]  # fmt: skip


@pytest.mark.parametrize(("holds", "inputs"), LAWS)
def test_law(holds: Callable[..., Any], inputs: Inputs) -> None:
    check_law(holds, inputs)
