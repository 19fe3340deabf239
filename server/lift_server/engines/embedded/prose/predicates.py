"""What words say of each thing in a collection: `even numbers`, `words longer than 3`, `letters that are vowels`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from lift_server.engines.embedded.prose.clauses import spaced
from lift_server.engines.embedded.prose.references import Scope

E = "each"
"""The name of a thing in the sources of this module."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A condition over `each`, the type of what it is said of, and the signs by which a program shows it."""

    source: str
    type: str
    signs: str


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Things and what is said of them; the offsets are those of the phrase in its text. `noun` is as written."""

    predicates: tuple[Predicate, ...]
    noun: str
    start: int
    end: int


_ADJECTIVES = (
    ("positive", "each > 0", "num", "> < 0 1 positive sign"),
    ("negative", "each < 0", "num", "< > 0 negative sign"),
    ("non-?negative", "each >= 0", "num", ">= < 0 > -1"),
    ("non-?positive", "each <= 0", "num", "<= > 0 < 1"),
    ("non-?zero", "each != 0", "num", "!= 0 not if filter"),
    ("even(?:ly)?", "each % 2 == 0", "int", "% & even :: 2 //"),
    ("odd", "each % 2 == 1", "int", "% & odd :: 2 //"),
    (
        "prime",
        "each > 1 and all(each % divisor for divisor in range(2, math.isqrt(each) + 1))",
        "int",
        "% prime sieve in",
    ),
    ("single-?digit|one-?digit", "abs(each) < 10", "int", "10 9 len"),
    ("two-?digit", "10 <= abs(each) < 100", "int", "10 9 99 100 len"),
    (
        "upper-?case|capital(?:ized)?",
        "each.isupper()",
        "str",
        "isupper upper istitl capit swapcas ord ASCII_UPPER <text",
    ),
    ("lower-?case", "each.islower()", "str", "islower lower casefold swapcas ord ASCII_UPPER <text"),
    ("alphabetic(?:al)?", "each.isalpha()", "str", "isalpha lower upper ord ascii <text"),
    ("alphanumeric", "each.isalnum()", "str", "isalnum isalpha isdigit re ascii <text"),
    ("numeric", "each.isdigit()", "str", "isdigit isnumer isdecim int float re <text"),
    ("non-?empty|non-?blank", "each", "T", "if not filter split len != strip >"),
)
_NOUNS = (
    ("numbers?|integers?|ints?|floats?|values?|elements?|items?|entries|entry|ones?|members?", "", "", ""),
    ("characters?|chars?|letters?|strings?|words?|names?|lines?|keys?|tokens?", "", "str", ""),
    ("vowels?", "each in 'aeiouAEIOU'", "str", "aeiou aeiouAEIOU AEIOU a vowel"),
    ("consonants?", "each.isalpha() and each not in 'aeiouAEIOU'", "str", "aeiou aeiouAEIOU a consonant bcdfghjklmnpqrstvwxyz"),
    ("digits?", "each.isdigit()", "str", "isdigit isnumer isdecim str % divmod digit int re <text ord"),
    ("spaces?|blanks?", "each == ' '", "str", "<space isspace split replac strip join re"),
    ("white-?spaces?(?: characters?)?", "each.isspace()", "str", "isspace split strip <space re"),
    ("punctuation(?: marks?| characters?)?", "not each.isalnum() and not each.isspace()", "str",
     "isalnum isalpha punctuat re translat strip <text"),
    ("evens", "each % 2 == 0", "int", "% & even :: 2"),
    ("odds", "each % 2 == 1", "int", "% & odd :: 2"),
    ("primes", "each > 1 and all(each % divisor for divisor in range(2, math.isqrt(each) + 1))", "int", "% prime sieve"),
    ("positives", "each > 0", "num", "> < 0"),
    ("negatives", "each < 0", "num", "< > 0"),
    ("zeros|zeroes", "each == 0", "num", "0 != == if not"),
    ("palindromes?", "each == each[::-1]", "str", "::- revers palindrom"),
)  # fmt: skip
_AFTER = (
    (r"(?:strictly )?(?:greater|larger|bigger|more|higher) than (?P<n>\S+)|above (?P<n2>\S+)|exceeding (?P<n3>\S+)",
     "each > {n}", "num", "> < >= <="),
    (r"(?:strictly )?(?:less|smaller|lower|fewer) than (?P<n>\S+)|below (?P<n2>\S+)|under (?P<n3>\S+)",
     "each < {n}", "num", "> < >= <= range takewhil bisect"),
    (r"at least (?P<n>\S+)(?! char| letter| digit)|(?:greater|more) than or equal to (?P<n2>\S+)",
     "each >= {n}", "num", "> < >= <="),
    (r"at most (?P<n>\S+)(?! char| letter| digit)|(?:less|smaller) than or equal to (?P<n2>\S+)",
     "each <= {n}", "num", "> < >= <= range"),
    (r"between (?P<n>\S+) and (?P<m>\S+)(?:,? \(?inclusive\)?)?", "{n} <= each <= {m}", "num", "> < >= <= range in"),
    (r"(?:evenly )?(?:divisible by|multiples of) (?P<n>\S+?) or (?P<m>\S+)", "each % {n} == 0 or each % {m} == 0",
     "int", "% :: divmod gcd //"),
    (r"(?:evenly )?(?:divisible by|multiples of) (?P<n>\S+)", "each % {n} == 0", "int", "% :: divmod gcd //"),
    (r"longer than (?P<n>\S+)|(?:of|with|having) more than (?P<n2>\S+) (?:characters|letters)", "len(each) > {n}", "str",
     "len"),
    (r"shorter than (?P<n>\S+)|(?:of|with|having) (?:less|fewer) than (?P<n2>\S+) (?:characters|letters)",
     "len(each) < {n}", "str", "len"),
    (r"(?:of|with|having) (?:a )?length (?P<n>\w+)|(?:of|with|having) (?:exactly )?(?P<n2>\S+) (?:characters|letters)",
     "len(each) == {n}", "str", "len"),
    (r"(?:of|with|having) at least (?P<n>\S+) (?:characters|letters)", "len(each) >= {n}", "str", "len"),
    (r"(?:of|with|having) (?:at most|up to) (?P<n>\S+) (?:characters|letters)", "len(each) <= {n}", "str", "len"),
    (r"(?:of|with|having) (?:at most|up to) (?P<n>\S+) digits", "len(str(abs(each))) <= {n}", "int", "len 10 100 1000 99"),
    (r"(?:of|with|having) at least (?P<n>\S+) digits", "len(str(abs(each))) >= {n}", "int", "len 10 100 1000 99"),
    (r"(?:of|with|having) (?:exactly )?(?P<n>\S+) digits", "len(str(abs(each))) == {n}", "int", "len 10 100 1000 99"),
    (r"(?:starts?|starting|begins?|beginning) with (?:the (?:letter|prefix|character|string) |a |an )?(?P<q>'[^']*'|\"[^\"]*\"|\S+)",
     "each.startswith({q})", "str", "startswith 0 : re match index find removeprefix"),
    (r"(?:ends?|ending) (?:with|in) (?:the (?:letter|suffix|character|string) |a |an )?(?P<q>'[^']*'|\"[^\"]*\"|\S+)",
     "each.endswith({q})", "str", "endswith - re : removesuffix"),
    (r"(?:contains?|containing) (?:the (?:letter|character|string|substring) |a |an )?(?P<q>'[^']*'|\"[^\"]*\"|\S+)",
     "{q} in each", "str", "in find count index re"),
    (r"(?:not equal to|different from|other than) (?P<n>\S+)", "each != {n}", "num", "!= =="),
    (r"equal to (?P<n>\S+)", "each == {n}", "num", "== != count in index"),
)  # fmt: skip

_HOLES = ("a", "b")
"""The arguments of a sketch: parameters of these names cannot stand in it."""

_SKIPPED = re.compile(
    r"(?:(?:the|all|of|a|an|any|every|each|its|their|given|those|these|only|input|and|just|no)\s+)*", re.I
)
_WHERE = re.compile(
    r"(?:\s+(?:in|of|from|within|among)\s+(?!even\b|odd\b)(?:(?:the|a|an|given|input|this|that|each|two|both)\s+)*`?[\w.]+`?"
    r"(?:\s+(?:of\s+(?:\w+\s+)?\w+s|`?[a-z]{1,3}\d?`?))?(?=[\s,.]|$))?",
    re.IGNORECASE,
)
_THAT = re.compile(
    r",?\s*(?:\(?(?:that|which|who|whose value)\s+)?(?:(?:is|are|were|has|have|a|an)\s+)*(?P<also>also\s+)?(?P<not>not\s+)?",
    re.I,
)
_BETWEEN = re.compile(r",?\s+(?!(?:and|or)\b)", re.I)
_AND = re.compile(r"\s+and\s+(?:also\s+)?(?:(?:that|which)\s+)?(?:(?:is|are|have)\s+)?", re.I)


@cache
def _rows(rows: tuple[tuple[str, str, str, str], ...]) -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    return tuple(
        (re.compile(rf"(?:{spaced(pattern)})(?!\w|-)", re.IGNORECASE), source, type_, signs)
        for pattern, source, type_, signs in rows
    )


def noun_phrase(text: str, start: int, scope: Scope) -> NounPhrase | None:
    """The things that the text speaks of from `start` on; None where a word of it is not known."""
    at = start = _past(_SKIPPED, text, start)
    said: list[Predicate] = []
    while found := _matched(_ADJECTIVES, text, at, scope):
        predicate, end = found
        following = _past(_BETWEEN, text, end)
        if following == end:
            break
        said.append(predicate)
        at = following
    for pattern, source, type_, signs in _rows(_NOUNS):
        if match := pattern.match(text, at):
            if source:
                said.append(Predicate(source, type_, signs))
            after, end = _after(text, match.end(), scope)
            return NounPhrase((*said, *after), match[0], start, end)
    for match, types in _named(text, at, scope):
        after, end = _after(text, match.end(), scope)
        said += after
        if all(item.type in types for item in said):
            return NounPhrase(tuple(said), match[0], start, end)
    return None


def said_of_some(text: str, scope: Scope) -> Iterator[tuple[Predicate, int, int]]:
    """What relative clauses say, whatever they say it of: `those whose price is at least 50`; where each stands."""
    for match in _RELATIVE.finditer(text):
        if found := _matched(_AFTER, text, match.end(), scope) or _matched(_ADJECTIVES, text, match.end(), scope):
            predicate, end = found
            if match["not"]:
                predicate = replace(predicate, source=f"not ({predicate.source})")
            yield predicate, match.end(), end


_RELATIVE = re.compile(
    r"\b(?:(?:that|which|who) (?:is|are|was|were|has|have)|whose(?: \w+){1,2}? (?:is|are))\s+(?P<not>not\s+)?", re.I
)


def _named(text: str, at: int, scope: Scope) -> Iterator[tuple[re.Match[str], tuple[str, ...]]]:
    """A noun that is the name of a parameter in singular or plural, with the types of what may be said of each."""
    if match := _NOUN.match(text, at):
        for name, type_ in scope.types.items():
            last = name.rpartition("_")[2].lower()
            if type_.startswith("list[") and not noun_forms(last).isdisjoint(noun_forms(match[0].lower())):
                yield match, (*_SAID_OF.get(type_.removeprefix("list[").removesuffix("]"), ()), "T")


_NOUN = re.compile(r"[a-z]{2,}", re.I)
_SAID_OF = {"int": ("int", "num"), "float": ("num",), "str": ("str",)}


def noun_forms(noun: str) -> set[str]:
    """The noun with what its plural may be."""
    return {noun, f"{noun}s", f"{noun}es", f"{noun[:-1]}ies" if noun.endswith("y") else noun}


def conjoined(phrase: NounPhrase) -> str:
    """All that is said of each thing as one condition."""
    sources = [item.source for item in phrase.predicates]
    if len(sources) == 1:
        return sources[0]
    return " and ".join(f"({source})" if " or " in source else source for source in sources)


def _after(text: str, at: int, scope: Scope) -> tuple[list[Predicate], int]:
    """What is said behind the noun, and where that ends."""
    said: list[Predicate] = []
    place = _past(_WHERE, text, at)
    end = place
    while True:
        opening = (_THAT if not said else _AND).match(text, place)
        if opening is None:
            return said, end
        start = opening.end()
        found = _matched(_AFTER, text, start, scope) or _matched(_ADJECTIVES, text, start, scope)
        if found is None or (said and opening.end() == place) or start == place:
            return said, end
        predicate, end = found
        if "not" in opening.groupdict() and opening["not"]:
            predicate = Predicate(f"not ({predicate.source})", predicate.type, predicate.signs)
        said.append(predicate)
        place = end


def _matched(
    rows: tuple[tuple[str, str, str, str], ...], text: str, at: int, scope: Scope
) -> tuple[Predicate, int] | None:
    for pattern, source, type_, signs in _rows(rows):
        match = pattern.match(text, at)
        if match is None:
            continue
        bound = dict(operands(match, scope))
        if None not in bound.values():
            return Predicate(source.format(**bound), type_, signs), match.end()
    return None


def operands(match: re.Match[str], scope: Scope) -> Iterator[tuple[str, str | None]]:
    """The sources of what the places of a pattern found, by letter: `n`, `m` numbers, `q`, `r` texts; None for what is
    neither."""
    for name, said in match.groupdict().items():
        if said is not None and name[0] in "nmqr":
            bare = said.rstrip(",.)")
            found = scope.number(bare) if name[0] in "nm" else scope.text(bare)
            yield name[0], None if found in _HOLES else found


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return at if match is None else match.end()
