"""What is returned where: `return None if the list is empty`, `if n is even, return x, otherwise return y`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lift_server.engines.embedded.prose.clauses import spaced
from lift_server.engines.embedded.prose.conditions import condition
from lift_server.engines.embedded.prose.references import Scope
from lift_server.text import Span


@dataclass(frozen=True, slots=True)
class Guard:
    """`value` is returned where `condition` holds, and `otherwise` elsewhere; None for what was not understood.

    `span` is in the text that was read; `is_for_nothing` where the condition is that what is looked for is not there.
    """

    condition: str | None
    value: str | None
    otherwise: str | None
    span: Span
    is_for_nothing: bool = False


_RETURN = (
    r"(?:returns?|returning|gives?|yields?|outputs?|produces?|the (?:result|output|answer|value) (?:is|should be))"
)
_SUBJECT = r"(?:it|you|we|the (?:function|result|output|program)|this(?: function)?)"
_SHOULD = rf"(?:(?:{_SUBJECT} (?:should |must |shall |will |needs? to |have to )?|just |then |simply |please )+)?"
_IF = r"(?:if|when|whenever|in case|in the case (?:that|where|of)|for|on)"
_LITERAL = r"(?:'[^'\n]*'|\"[^\"\n]*\"|-?\d+(?:\.\d+)?|\[ ?\]|\(\)|\{\}|(?:an? |the )?empty \w+)"
_VALUE = (
    rf"(?:{_LITERAL}|(?:the )?(?:value of )?`?\w+`?(?: itself| unchanged| as is)?"
    r"|(?:the )?(?:same|original|given|input) \w+)"
)
_END = r"(?=[\s,.;)]*(?:[,.;)\n]|$))"
_OTHERWISE = r"(?:otherwise|else|if not|in (?:all )?other cases?|in any other case)"
_OTHER = (
    rf"(?P<rest>,? (?:and |or )?(?:{_RETURN} )?(?P<other>{_VALUE}) {_OTHERWISE}"
    rf"|[,;.]? {_OTHERWISE}[,:]? {_SHOULD}(?:{_RETURN} )?(?P<other2>{_VALUE}))"
)
_CONDITION = r"(?P<c>[^,.;]+?)"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){spaced(pattern)}", re.I)


_PATTERNS = tuple(
    _compiled(pattern)
    for pattern in (
        rf"{_IF} {_CONDITION},? (?:then )?{_SHOULD}{_RETURN} (?:them as |it as )?(?P<v>{_VALUE})"
        rf"(?:{_OTHER}|{_END})",
        rf"{_RETURN} (?P<v>{_VALUE}),? {_IF}(?: and only if)? {_CONDITION}(?:{_OTHER}|(?=\s*(?:[,.;)]|$)))",
        rf"{_IF} {_CONDITION},? (?:then )?{_SHOULD}{_RETURN} (?P<v>[^,.;]+?){_OTHER}",
        rf"{_RETURN} (?P<v>[^,.;]+?),? {_IF}(?: and only if)? {_CONDITION}{_OTHER}",
        rf"(?:^|(?<=[,;:(]) ?|(?:and|or) )(?P<v>{_LITERAL}|zero|none|nothing) {_IF} {_CONDITION}(?=\s*(?:[,.;)]|$))",
        rf"(?P<c>empty \w+) (?:should )?(?:gives?|returns?|yields?) (?P<v>{_VALUE})(?=\s*(?:[,.;)]|$))",
    )
)
_ELSE = _compiled(rf"(?:and )?{_OTHERWISE},? {_SHOULD}(?:{_RETURN} )?(?P<v>{_VALUE}){_END}")
_SAID = _compiled(
    r"(?:if|when|whenever|in case|unless|whether(?: or not)?|check (?:if|that)|checks (?:if|that)) (?P<c>[^,.;]+)"
)
_CUT = re.compile(
    r"\s+(?:return|then|otherwise|and\s+false|or\s+false|and\s+return|else|the\s+function|it\s+should)\b", re.I
)


_NOTHING_THERE = re.compile(
    r"(?:there(?: is| are| was| were|'s)|there exists?|it (?:has|contains)|(?:the )?\w+ (?:has|have|contains?)) "
    r"(?:no|none)\b.*"
    r"|no (?:such )?(?:[\w-]+ ){1,6}?(?:is|are|was|were|exists?|matches|match|found|qualif(?:y|ies)|can be found)\b.*"
    r"|no(?: such)? [\w-]+|none(?: of .+)?(?: (?:is|are|do|does|exists?|matches|match|found|qualifies))?\b.*"
    r"|(?:it|.+) (?:is|are|was|can) ?not (?:be )?(?:found|there|present)|(?:it|.+) (?:does not|doesn't) exist",
    re.I,
)


def guards(text: str, scope: Scope) -> Iterator[Guard]:
    """The guards that the text tells of, in order; no part of the text is read twice."""
    at = 0
    while matches := [match for pattern in _PATTERNS if (match := pattern.search(text, at))]:
        match = min(matches, key=lambda item: (item.start(), -item.end()))
        groups = match.groupdict()
        said = groups.get("other") or groups.get("other2")
        other = scope.value(said) if said else None
        end = match.start("rest") if said and other is None else match.end()
        is_for_nothing = bool(_NOTHING_THERE.fullmatch(" ".join(match["c"].split())))
        span = Span(match.start(), end)
        yield Guard(condition(match["c"], scope), scope.value(match["v"]), other, span, is_for_nothing)
        at = end


def otherwise(text: str, scope: Scope) -> str | None:
    """What a sentence that begins with `otherwise` says is returned."""
    match = _ELSE.match(text)
    return scope.value(match["v"]) if match else None


def said_conditions(text: str, scope: Scope) -> Iterator[str]:
    """The conditions of which the text speaks, whatever it says about them."""
    for match in _SAID.finditer(text):
        cut = _CUT.search(match["c"])
        wholes = (match["c"], match["c"][: cut.start()] if cut else "")
        whole = next(filter(None, (condition(said, scope) for said in wholes)), None)
        if whole is not None:
            yield whole
        else:
            parts = re.split(r"\s(?:and|or)\s", match["c"])
            yield from filter(None, (condition(part, scope) for part in parts if len(parts) > 1))
