"""Formal text for assertions in words: a table of phrases over parameters and `result`; nothing is guessed.

A phrase is `SUBJECT PREDICATE`. Subject and operands are parameters, `result`, their lengths or plain numbers; one word
that is none of these and nothing is proposed.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lift_ir import IR, Condition, TypeExpr
from lift_ir.formal import called_names, free_names, why_informal
from lift_ir.python_text import parse_expression
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
    (r"is longer than {t}(?: {counted})?", "len({s}) > {length}"),
    (r"is shorter than {t}(?: {counted})?", "len({s}) < {length}"),
    (r"is (?:not|no|never) longer than {t}(?: {counted})?", "len({s}) <= {length}"),
    (r"is (?:not|no|never) shorter than {t}(?: {counted})?", "len({s}) >= {length}"),
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
    (r"is one of the {counted} (?:of|in) {t}", "{s} in {t}"),
    (r"is one of {t}(?:'s {counted})?", "{s} in {t}"),
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
"""Phrases and what they mean: `{s}` is the subject, `{t}` and `{u}` operands, `{list}` the subject as a list,
`{length}` the operand when it is a number, else its length."""

_OF_TWO = (
    (r"has the same (?:length|size)", "len({s}) == len({t})"),
    (r"is (?:equal|the same)", "{s} == {t}"),
    (r"is different", "{s} != {t}"),
)
"""What is said of two subjects together."""


def _compiled(pattern: str) -> re.Pattern[str]:
    """One pattern from a row: its alternatives may each name their operands."""
    seen = {"t": 0, "u": 0}

    def operand(match: re.Match[str]) -> str:
        seen[match[1]] += 1
        return f"(?P<{match[1]}{seen[match[1]]}>.+?)"

    with_operands = re.sub(r"\{([tu])\}", operand, pattern.replace("{counted}", _COUNTED))
    return re.compile(f"(?:{with_operands})", re.IGNORECASE)


Rows = tuple[tuple[re.Pattern[str], str], ...]
_ROWS: Rows = tuple((_compiled(pattern), template) for pattern, template in _PREDICATES)
_OF_TWO_ROWS: Rows = tuple((_compiled(pattern), template) for pattern, template in _OF_TWO)
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
_TOGETHER = re.compile(rf"(?:all )?(?:the )?{_COUNTED} (?:of|in) (?P<of>.+)", re.IGNORECASE)
_COLLECTIVE = re.compile(r"is (?:unique|distinct|sorted|ordered|in \w+ order|in order|ascending|descending)\b.*", re.I)
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
        return self._arithmetic(bare)

    def _arithmetic(self, text: str) -> str | None:
        """`text` when it is itself an expression over the names, such as `n - 1` or `len(xs)`."""
        if why_informal(text, self.types, any_expression=True) or not set(free_names(text)) - set(called_names(text)):
            return None
        if not set(free_names(text)) <= {*self.types, *called_names(text)}:
            return None
        match parse_expression(text):
            case ast.BinOp():
                return f"({text})"
            case ast.Call() | ast.Subscript():
                return text
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
    for pattern, plain in _REPLACED:
        # A parameter may be called like one of the words.
        if not any(match[0] in names for match in pattern.finditer(phrase)):
            phrase = pattern.sub(plain, phrase)
    split = _SUBJECT.fullmatch(phrase)
    if split is None:
        return None
    subject, rest = split["subject"], split["rest"]
    if (match := _TOGETHER.fullmatch(subject)) and _COLLECTIVE.fullmatch(rest):
        of = scope.term(match["of"])
        return _predicate(_ROWS, rest, of, scope) if of in names else None
    if match := _EACH.fullmatch(subject):
        of, item = scope.term(match["of"]), scope.item()
        inner = _predicate(_ROWS, rest, item, _Scope({**names, item: None}))
        return f"all({inner} for {item} in {of})" if of in names and inner else None
    if match := _TWO.fullmatch(subject):
        return _of_two(rest, scope.term(match["first"]), scope.term(match["second"]), scope)
    return _predicate(_ROWS, rest, scope.term(subject), scope)


def _of_two(rest: str, first: str | None, second: str | None, scope: _Scope) -> str | None:
    if first is None or second is None:
        return None
    if together := _predicate(_OF_TWO_ROWS, rest, first, scope, {"t": second}):
        return together
    each = [_predicate(_ROWS, rest, term, scope) for term in (first, second)]
    return " and ".join(part for part in each if part) if all(each) else None


def _predicate(
    rows: Rows, rest: str, subject: str | None, scope: _Scope, given: Mapping[str, str] = MappingProxyType({})
) -> str | None:
    if subject is None:
        return None
    for pattern, template in rows:
        match = pattern.fullmatch(rest)
        if match is None:
            continue
        operands = {name[0]: scope.term(text) for name, text in match.groupdict().items() if text is not None}
        operands.update(given)
        if None in operands.values():
            continue
        first = operands.get("t") or ""
        return template.format(
            s=subject,
            list=subject if scope.is_list(subject) else f"list({subject})",
            item=scope.item(),
            length=first if _NUMBER.fullmatch(first) else f"len({first})",
            **operands,
        )
    return None
