"""Reading prose: its clauses, the sketches that they give, and what the program has to account for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lift_server.engines.embedded.prose.clauses import Clause, clauses, spaced
from lift_server.engines.embedded.prose.conditions import is_plain, negated
from lift_server.engines.embedded.prose.forms import FORMS, Form
from lift_server.engines.embedded.prose.guards import Guard, guards, otherwise, said_conditions
from lift_server.engines.embedded.prose.predicates import (
    NounPhrase,
    Predicate,
    conjoined,
    noun_phrase,
    operands,
    said_of_some,
)
from lift_server.engines.embedded.prose.program_signs import shows, signs
from lift_server.engines.embedded.prose.references import Scope
from lift_server.engines.embedded.search.request import Sketch
from lift_server.text import Span


@dataclass(frozen=True, slots=True)
class Obligation:
    """Words that a program has to account for: it shows one of the `signs`, or it does not heed them.

    `form` says what kind of phrase they are.
    """

    span: Span
    form: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """`read` are those of the clauses of which something was understood. Spans are offsets in the prose."""

    clauses: tuple[Clause, ...]
    read: tuple[Clause, ...]
    sketches: tuple[Sketch, ...]
    obligations: tuple[Obligation, ...]


def read(prose: str, types: Mapping[str, str], result: str = "any") -> Reading:
    """Read the prose of a function with these parameters; types are in the search's language. Never raises."""
    scope = Scope(types, result)
    found = clauses(prose)
    said = (guard for clause in found for guard in guards(clause.text, scope))
    missing = next((guard.value for guard in said if guard.is_for_nothing and guard.value is not None), None)
    understood: list[Clause] = []
    sketches: dict[Sketch, str] = {}
    obligations: dict[Obligation, None] = {}
    before: tuple[Sketch, ...] = ()
    for clause in found:
        drawn = [*_of_otherwise(clause.text, before, scope), *_sketches(clause.text, scope, missing)]
        before = tuple(drawn)
        due = list(_obligations(clause, scope))
        if drawn or due:
            understood.append(clause)
        for item in drawn:
            bare = replace(item, words="")
            sketches[bare] = f"{sketches.get(bare, '')} {item.words}".strip()
        obligations.update(dict.fromkeys(due))
    told = tuple(replace(item, words=words) for item, words in sketches.items())
    return Reading(found, tuple(understood), told, tuple(obligations))


def unaccounted(source: str, obligations: tuple[Obligation, ...]) -> tuple[Obligation, ...]:
    """The obligations of which the program shows no sign, in the order of the prose; none for text that is no Python.

    `source` is the whole program, the functions that it calls included.
    """
    found = signs(source)
    if not found:
        return ()
    return tuple(item for item in obligations if not shows(found, item.signs))


def _sketches(text: str, scope: Scope, missing: str | None) -> Iterator[Sketch]:
    for guard in guards(text, scope):
        yield from _of_guard(guard, scope)
    for source in said_conditions(text, scope):
        yield Sketch("value", source)
    for form in FORMS:
        for match in form.regex.finditer(text):
            yield from _said_in(match[0], _of_form(form, match, scope))
    yield from _of_things(text, scope, missing)


def _said_in(text: str, drawn: Iterator[Sketch]) -> Iterator[Sketch]:
    """The sketches with the words that tell of them."""
    return (replace(item, words=text) for item in drawn)


def _of_guard(guard: Guard, scope: Scope) -> Iterator[Sketch]:
    if guard.condition is None:
        return
    if guard.value is not None:
        yield Sketch("guard", guard.condition, result=guard.value)
    if guard.otherwise is not None:
        yield _choice(guard.condition, guard.value, guard.otherwise)
    yield Sketch("value", guard.condition)


def _choice(condition: str, value: str | None, other: str) -> Sketch:
    """What is returned where the condition does not hold; all that is returned when both values are known."""
    if value is None:
        return Sketch("guard", negated(condition), result=other)
    if (value, other) == ("True", "False"):
        return Sketch("value", condition)
    if (value, other) == ("False", "True"):
        return Sketch("value", negated(condition))
    return Sketch("value", f"{value} if {condition} else {other}", cost=2)


def _of_otherwise(text: str, before: Sequence[Sketch], scope: Scope) -> Iterator[Sketch]:
    """A sentence that begins with `otherwise` speaks of the only condition of the sentence before."""
    other = otherwise(text, scope)
    said = {item.source: item for item in reversed(before) if item.kind == "guard" or item.signature == ""}
    if other is not None and len(said) == 1:
        [item] = said.values()
        yield _choice(item.source, item.result or None, other)


def _of_form(form: Form, match: re.Match[str], scope: Scope) -> Iterator[Sketch]:
    bound = dict(operands(match, scope))
    if None in bound.values():
        return
    for sketch in form.sketches:
        source, _, signature = sketch.partition(" : ")
        if set(re.findall(r"\{(\w)\}", source)) <= bound.keys():
            yield from _over(source.format(**bound), signature, scope)


_WITHOUT_ORDER = ("len(", "all(", "any(", "sum(1 ", "max(each ", "min(each ", "set(")
"""What gives the same of a set in whatever order that comes."""

_MODULES = ("collections", "itertools", "math", "statistics")


def _over(source: str, signature: str, scope: Scope) -> Iterator[Sketch]:
    """An operator; where its source has a parameter it is a value, over the only parameter that it may be said of."""
    modules = tuple(name for name in _MODULES if f"{name}." in source)
    if not _names(source) & set(scope.types):
        yield Sketch("operator", source, signature, modules=modules)
        return
    first = signature.split()[0]
    kind = {"str": "text", "num": "number", "int": "number", "float": "number", "N": "number"}.get(first, "list")
    said_of = scope.only(kind)
    if said_of is None or said_of in _names(source) or signature.partition("->")[0].count(" ") > 1:
        return
    if scope.types[said_of].startswith("set") and not source.startswith(_WITHOUT_ORDER):
        return
    filled = re.sub(r"\ba\b", said_of, source)
    if is_plain(filled, scope):
        yield Sketch("value", filled, modules=modules)


def _names(source: str) -> set[str]:
    bare = re.sub(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"", "", source)
    return set(re.findall(r"(?<![.\w])[A-Za-z_]\w*", bare)) - {"a", "b"}


_COUNT = r"(?:number of|count(?:s|ing)?(?: of)?|how many)"
_THINGS = tuple(
    (re.compile(rf"\b{spaced(words)}\s+(?=\w)", re.IGNORECASE), sketches)
    for words, sketches in (
        (_COUNT, ("sum(1 for each in a if {p}) : {s} -> int",)),
        (r"(?:sum(?:s|ming)? of|sum(?:s|ming)? up|sums?|total of|adds? up|add)",
         ("sum(each for each in a if {p}) : {n} -> {e}",)),
        (r"product of", ("math.prod(each for each in a if {p}) : {n} -> {e}",)),
        (r"(?:average|mean) of", ("statistics.fmean(each for each in a if {p}) : {n} -> float",)),
        (r"(?:largest|maximum|biggest|greatest|highest)(?: of| among)?",
         ("max(each for each in a if {p}) : {n} -> {e}",
          "max((each for each in a if {p}), default=None) : {n} -> ?")),
        (r"(?:smallest|minimum|lowest)(?: of| among)?",
         ("min(each for each in a if {p}) : {n} -> {e}",
          "min((each for each in a if {p}), default=None) : {n} -> ?")),
        (r"(?:the )?first", ("next((each for each in a if {p}), None) : {s} -> ?",)),
        (r"(?:remov\w+|delet\w+|drop\w*|discard\w*|without|except|exclud\w+|ignor\w+|skip\w*)",
         ("[each for each in a if not ({p})] : {l} -> {l}", "''.join(each for each in a if not ({p})) : str -> str")),
        (r"(?:only|keep\w*|select\w*|filter\w*(?: \w+){0,5}? for|extract\w*|return\w*|find|get|all|list of|those)",
         ("[each for each in a if {p}] : {l} -> {l}", "''.join(each for each in a if {p}) : str -> str")),
        (r"(?:all|every|each|any|whether|if|no)",
         ("all({p} for each in a) : {s} -> bool", "any({p} for each in a) : {s} -> bool")),
    )
)  # fmt: skip
"""What is done with the things of a noun phrase: `{p}` is what is said of each, `{s}` the type of what holds them."""


def _of_things(text: str, scope: Scope, missing: str | None) -> Iterator[Sketch]:
    """`missing` is what is returned when what is looked for is not there."""
    for pattern, sketches in _THINGS:
        for match in pattern.finditer(text):
            phrase = noun_phrase(text, match.end(), scope)
            if phrase is None or not phrase.predicates:
                continue
            said = text[match.start() : phrase.end]
            for sketch in sketches:
                yield from _said_in(said, _filled(sketch, phrase, scope))
                other = sketch.replace("None", str(missing))
                if other != sketch and missing is not None:
                    yield from _said_in(said, _filled(other, phrase, scope))
            yield from _said_in(text[match.end() : phrase.end], _alone(phrase.predicates, scope))
    for predicate, start, end in said_of_some(text, scope):
        yield from _said_in(text[start:end], _alone((predicate,), scope))


def _filled(sketch: str, phrase: NounPhrase, scope: Scope) -> Iterator[Sketch]:
    said = conjoined(phrase)
    element = phrase.predicates[-1].type
    if element != "str" and "''.join" in sketch:
        return
    for holds in _holders(element, phrase.noun):
        if "''.join" in sketch and holds != "str":
            continue
        source, _, signature = sketch.partition(" : ")
        if "{n}" in signature and element not in ("int", "num"):
            continue
        if "{l}" in signature and holds == "str":
            signature = "str -> list[str]"
        thing = "str" if element == "str" else holds.removeprefix("list[").removesuffix("]")
        filled = signature.format(s=holds, n=holds, l=holds, e=thing)
        yield from _over(source.replace("{p}", said), filled, scope)


def _holders(element: str, noun: str) -> tuple[str, ...]:
    """The types of what such things are in."""
    if element != "str":
        return ("list[N]",) if element == "num" else ("list[int]",) if element == "int" else ("list[T]",)
    if re.match(r"words?|names?|lines?|strings?|keys?|tokens?", noun, re.IGNORECASE):
        return ("list[str]",)
    return ("str", "list[str]") if re.match(r"palindrom", noun, re.IGNORECASE) is None else ("list[str]",)


def _alone(predicates: Sequence[Predicate], scope: Scope) -> Iterator[Sketch]:
    """What is said of each thing, as an operator over one of them."""
    for item in predicates:
        type_ = item.type
        yield from _over(re.sub(r"\beach\b", "a", item.source), f"{type_} -> bool", scope)


_NATURAL = frozenset({"True", "False", "0", "1", "[]", "''", "{}", "()"})
_OF_VALUE = {"None": ("None", "get", "match", "next", "default"), "-1": ("-1", "find", "rfind", "default")}


_ASSUMED = re.compile(
    r"(?:note:?\s+)?(?:you (?:may|can) assume|it is (?:assumed|guaranteed)|assum(?:e|ing)|restrictions?|constraints?)"
    r"\b.*",
    re.I | re.S,
)
_GIVEN = re.compile(r"(?:you are |we are |is )?given\b[^,.]*,|\((?:[^()\s]+\s+){3,}[^()]*\)", re.IGNORECASE)
"""What is said of the input, and asides: no program shows that it heeds them."""


def _obligations(clause: Clause, scope: Scope) -> Iterator[Obligation]:
    text, start = clause.text, clause.span.start
    for guard in guards(text, scope):
        for value in (guard.value, guard.otherwise):
            if value is not None and value not in _NATURAL and value not in scope.types:
                yield Obligation(_moved(guard.span, start), "returned value", _OF_VALUE.get(value, (_bare(value),)))
    text = _GIVEN.sub(lambda match: "." * len(match[0]), _ASSUMED.sub(lambda match: "." * len(match[0]), text))
    taken: list[Span] = []
    for form in FORMS:
        for match in form.regex.finditer(text) if form.signs else ():
            span = Span(start + match.start(), start + match.end())
            bound = dict(operands(match, scope))
            if None in bound.values() or any(span.start < other.end and other.start < span.end for other in taken):
                continue
            taken.append(span)
            yield Obligation(span, form.name, tuple(form.signs.split()))
    for pattern, _ in _THINGS:
        for match in pattern.finditer(text):
            phrase = noun_phrase(text, match.end(), scope)
            if phrase is not None:
                span = Span(start + phrase.start, start + phrase.end)
                yield from (Obligation(span, "things", tuple(item.signs.split())) for item in phrase.predicates)


def _bare(value: str) -> str:
    """A literal as the signs of a program name it."""
    return value[1:-1] if value[0] in "'\"" else value


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
