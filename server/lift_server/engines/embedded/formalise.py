"""Formal text for assertions in words: a table of phrases over parameters and `result`; nothing is guessed.

A phrase is `SUBJECT PREDICATE`. Subject and operands are parameters, `result`, their lengths or plain numbers; one word
that is none of these and nothing is proposed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lift_ir import IR, Condition, TypeExpr
from lift_ir.formal import why_informal
from lift_server.engines.base import ClauseKey, Formalisation

_NUMBERS = {
    word: str(number) for number, word in enumerate("zero one two three four five six seven eight nine ten".split())
}
_ITEM_NAMES = ("item", "each", "part")

_PLAIN = (
    (r"\bmust (?:always )?be\b|\bshould be\b|\bhas to be\b|\bhave to be\b|\bneeds? to be\b|\bis always\b", "is"),
    (r"\b(?:must not|mustn't|should not|cannot|can't|can not|may not|is never|are never) be\b|\bis never\b", "is not"),
    (r"\bisn't\b|\baren't\b|\bare not\b", "is not"),
    (r"\bare\b", "is"),
    (r"\b(?:must|should|cannot|has to|have to|needs? to) (?:have|contain)\b|\bhave\b|\bcontains\b|\bcontain\b", "has"),
    (r"\b(?:must|should) (start|begin|end)\b", r"\1s"),
    (r"\bis (?:all|always)\b", "is"),
)
"""Ways of speaking that mean the same."""

_COUNTED = r"(?:items?|elements?|entries|characters?|chars|values|keys)"

_PREDICATES = (
    (r"is (?:strictly )?positive", "{s} > 0"),
    (r"is (?:strictly )?negative", "{s} < 0"),
    (r"is (?:non-?negative|not negative)", "{s} >= 0"),
    (r"is (?:non-?positive|not positive)", "{s} <= 0"),
    (r"is (?:not zero|non-?zero)", "{s} != 0"),
    (r"is even", "{s} % 2 == 0"),
    (r"is (?:odd|not even)", "{s} % 2 == 1"),
    (r"is finite", "math.isfinite({s})"),
    (r"is (?:an integer|integral|a whole number)", "{s} % 1 == 0"),
    (r"is (?:divisible by|a multiple of) {t}", "{s} % {t} == 0"),
    (r"is a divisor of {t}|divides {t}(?: evenly)?", "{t} % {s} == 0"),
    (r"is (?:greater|larger|bigger|more|higher) than {t}|is above {t}|exceeds {t}", "{s} > {t}"),
    (r"is (?:less|smaller|lower|fewer) than {t}|is below {t}|is under {t}", "{s} < {t}"),
    (r"is at least {t}|is (?:not|no) (?:less|smaller|lower) than {t}", "{s} >= {t}"),
    (r"is (?:greater|larger|more) than or equal to {t}", "{s} >= {t}"),
    (r"is at most {t}|is (?:not|no) (?:greater|larger|more|bigger|higher) than {t}", "{s} <= {t}"),
    (r"does not exceed {t}|never exceeds {t}|is (?:less|smaller) than or equal to {t}", "{s} <= {t}"),
    (r"is (?:equal to|the same as) {t}|equals {t}", "{s} == {t}"),
    (r"is (?:not equal to|different from|not the same as) {t}|differs from {t}", "{s} != {t}"),
    (r"is (?:strictly|exclusively) between {t} and {u}|is between {t} and {u},? exclusive(?:ly)?", "{t} < {s} < {u}"),
    (r"is between {t} and {u}(?:,? ?\(?inclusive(?:ly)?\)?)?|is in the range from {t} to {u}", "{t} <= {s} <= {u}"),
    (r"is (?:not empty|non-?empty)|is never empty", "len({s}) > 0"),
    (r"is empty|has no {counted}", "len({s}) == 0"),
    (r"has at least {t} {counted}", "len({s}) >= {t}"),
    (r"has (?:at most|no more than) {t} {counted}", "len({s}) <= {t}"),
    (r"has more than {t} {counted}", "len({s}) > {t}"),
    (r"has (?:fewer|less) than {t} {counted}", "len({s}) < {t}"),
    (r"has (?:exactly )?{t} {counted}", "len({s}) == {t}"),
    (r"(?:has|is) (?:the|of the) same (?:length|size) as {t}|is as long as {t}", "len({s}) == len({t})"),
    (r"is longer than {t}", "len({s}) > len({t})"),
    (r"is shorter than {t}", "len({s}) < len({t})"),
    (r"is (?:not|no|never) longer than {t}", "len({s}) <= len({t})"),
    (r"is (?:not|no|never) shorter than {t}", "len({s}) >= len({t})"),
    (
        r"has no duplicates?(?: {counted})?|has (?:only )?(?:unique|distinct) {counted}|is (?:unique|distinct)",
        "len(set({s})) == len({s})",
    ),
    (r"is (?:sorted|ordered|in order)(?: in)?(?: (?:ascending|increasing))?(?: order)?", "{list} == sorted({s})"),
    (r"is in (?:ascending|increasing) order|is ascending", "{list} == sorted({s})"),
    (
        r"is (?:sorted|ordered)(?: in)? (?:descending|decreasing)(?: order)?|is in (?:descending|decreasing) order",
        "{list} == sorted({s}, reverse=True)",
    ),
    (r"is a palindrome", "{s} == {s}[::-1]"),
    (r"is the reverse of {t}|is {t} reversed", "{s} == {t}[::-1]"),
    (r"is a permutation of {t}|has the same {counted} as {t}", "sorted({s}) == sorted({t})"),
    (r"is a subset of {t}", "set({s}) <= set({t})"),
    (r"is one of {t}(?:'s {counted})?|is one of the {counted} (?:of|in) {t}", "{s} in {t}"),
    (r"is in {t}|occurs in {t}|is an? (?:element|item|member) of {t}|is a (?:key|substring) of {t}", "{s} in {t}"),
    (r"is not in {t}|is not one of {t}|does not occur in {t}", "{s} not in {t}"),
    (r"(?:is a prefix of|begins) {t}", "{t}.startswith({s})"),
    (r"is a suffix of {t}", "{t}.endswith({s})"),
    (r"(?:starts|begins) with {t}", "{s}.startswith({t})"),
    (r"ends with {t}", "{s}.endswith({t})"),
    (r"has only digits|is only digits|is made of digits", "all({item}.isdigit() for {item} in {s})"),
    (r"has only letters|is only letters|is made of letters", "all({item}.isalpha() for {item} in {s})"),
    (r"is (?:in )?(?:lower-? ?case|lower-?cased)", "{s} == {s}.lower()"),
    (r"is (?:in )?(?:upper-? ?case|upper-?cased)", "{s} == {s}.upper()"),
)
"""Phrases and what they mean: `{s}` is the subject, `{t}` and `{u}` operands, `{list}` the subject as a list."""


def _compiled(pattern: str) -> re.Pattern[str]:
    """One pattern from a row: its alternatives may each name their operands."""
    seen = {"t": 0, "u": 0}

    def operand(match: re.Match[str]) -> str:
        seen[match[1]] += 1
        return f"(?P<{match[1]}{seen[match[1]]}>.+?)"

    with_operands = re.sub(r"\{([tu])\}", operand, pattern.replace("{counted}", _COUNTED))
    return re.compile(f"(?:{with_operands})", re.IGNORECASE)


_ROWS = tuple((_compiled(pattern), template) for pattern, template in _PREDICATES)
_REPLACED = tuple((re.compile(pattern, re.IGNORECASE), plain) for pattern, plain in _PLAIN)
_SUBJECT = re.compile(
    r"(?P<subject>.+?)"
    r" (?P<rest>(?:is|has|does not|never|occurs|equals|exceeds|differs|divides|starts|begins|ends)\b.*)",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"(?:all|every|each)(?: of)?(?: the)? "
    r"(?:items?|elements?|entry|entries|values?|numbers?|characters?|strings?|words?) (?:of|in) (?P<of>.+)",
    re.IGNORECASE,
)
_LENGTH = re.compile(rf"(?:the )?(?:length|size|number of {_COUNTED}) (?:of|in) (?P<of>.+)", re.IGNORECASE)
_TOTAL = re.compile(r"(?:the )?(?P<what>sum|maximum|minimum) of (?P<of>.+)", re.IGNORECASE)
_OWN_LENGTH = re.compile(r"(?P<of>\S+)'s (?:length|size)", re.IGNORECASE)
_RESULT = re.compile(r"(?:the )?(?:result|return value|returned value)", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_QUOTED = re.compile(r"'[^'\\]*'|\"[^\"\\]*\"")
_FUNCTION_OF = {"sum": "sum", "maximum": "max", "minimum": "min"}
_TWO = re.compile(r"(?:both )?(?P<first>\S+) and (?P<second>\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Scope:
    """The names that a clause may use, with their types where known."""

    types: dict[str, TypeExpr | None]

    def term(self, text: str) -> str | None:
        """What `text` stands for as an expression; None when some word of it is unknown."""
        text = text.strip()
        bare = text.strip("`")
        named = bare if bare in self.types else bare.removeprefix("the ").removeprefix("The ").strip("`")
        if named in self.types:
            return named
        if "result" in self.types and _RESULT.fullmatch(bare):
            return "result"
        if _NUMBER.fullmatch(bare) or _QUOTED.fullmatch(bare):
            return bare
        if bare.lower() in _NUMBERS:
            return _NUMBERS[bare.lower()]
        if match := _LENGTH.fullmatch(text) or _OWN_LENGTH.fullmatch(text):
            return self._applied("len", match["of"])
        if match := _TOTAL.fullmatch(text):
            return self._applied(_FUNCTION_OF[match["what"].lower()], match["of"])
        return None

    def _applied(self, function: str, text: str) -> str | None:
        inner = self.term(text)
        return f"{function}({inner})" if inner in self.types else None

    def item(self) -> str:
        """A name for the items of a collection."""
        return next((name for name in _ITEM_NAMES if name not in self.types), "item_")

    def is_list(self, term: str) -> bool:
        found = self.types.get(term)
        return found is not None and found.name in ("list", "Sequence")


def formalise(ir: IR) -> tuple[Formalisation, ...]:
    """Formal text for the informal clauses of a spec that the table understands; each proposal is formal."""
    return tuple(_proposals(ir))


def _proposals(ir: IR) -> Iterator[Formalisation]:
    parameters = {item.name: item.type for item in ir.signature.parameters or ()}
    inside = _Scope(parameters)
    outside = _Scope({**parameters, "result": ir.signature.returns})
    clauses: list[tuple[ClauseKey, Condition | None, _Scope]] = [
        *(("requires", item.condition, inside) for item in ir.preconditions),
        *(("ensures", item.condition, outside) for item in ir.postconditions),
        *(("raises", item.condition, inside) for item in ir.raises),
    ]
    for key, condition, scope in clauses:
        if condition is None or why_informal(condition.text, scope.types) is None:
            continue
        formal = formal_text(condition.text, scope.types)
        if formal is not None and why_informal(formal, scope.types) is None:
            yield Formalisation(key, condition.text, formal)


def formal_text(text: str, names: dict[str, TypeExpr | None]) -> str | None:
    """What a phrase means over `names` (with their types, where known); None when a part of it is not understood."""
    scope = _Scope(names)
    phrase = " ".join(text.split()).rstrip(".")
    # A parameter may be called like one of the words.
    for pattern, plain in _REPLACED:
        phrase = pattern.sub(lambda match, plain=plain: _unless_name(match, plain, names), phrase)
    split = _SUBJECT.fullmatch(phrase)
    if split is None:
        return None
    subject, rest = split["subject"], split["rest"]
    if match := _EACH.fullmatch(subject):
        of, item = scope.term(match["of"]), scope.item()
        inner = _predicate(rest, item, _Scope({**names, item: None}))
        return f"all({inner} for {item} in {of})" if of in names and inner else None
    if (term := scope.term(subject)) is not None:
        return _predicate(rest, term, scope)
    if match := _TWO.fullmatch(subject):
        both = [scope.term(match["first"].rstrip(",")), scope.term(match["second"])]
        parts = [_predicate(rest, term, scope) for term in both if term is not None]
        return " and ".join(part for part in parts if part) if len(parts) == 2 and all(parts) else None
    return None


def _unless_name(match: re.Match[str], plain: str, names: dict[str, TypeExpr | None]) -> str:
    return match[0] if match[0] in names else match.expand(plain)


def _predicate(rest: str, subject: str, scope: _Scope) -> str | None:
    for pattern, template in _ROWS:
        match = pattern.fullmatch(rest)
        if match is None:
            continue
        operands = {name[0]: scope.term(text) for name, text in match.groupdict().items() if text is not None}
        if None in operands.values():
            continue
        listed = subject if scope.is_list(subject) else f"list({subject})"
        return template.format(s=subject, list=listed, item=scope.item(), **operands)
    return None
