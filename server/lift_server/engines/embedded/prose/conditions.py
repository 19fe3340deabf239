"""Conditions and values in words as Python over the parameters: `the list is empty` is `not xs`."""

import ast
import re
from collections.abc import Iterator

from lift_server.engines.embedded.formalise import formal_text
from lift_server.engines.embedded.prose.predicates import E, conjoined, noun_forms, noun_phrase
from lift_server.engines.embedded.prose.references import Scope, kind_of, kind_of_noun

MAX_CHARS = 200
"""Longer phrases are not read as conditions."""

_EMPTY = re.compile(r"(?:for |given |on )?(?:an? |the )?empty (?P<of>.+)", re.I)
_IS_EMPTY = re.compile(
    r"(?P<of>.+?) (?:is|are)(?: an?)? (?:empty|blank)(?: (?:list|string|array|text|one|dict\w*))?", re.I
)
_ARE_NONE = re.compile(
    r"there (?:is|are|exists?) (?:no|not any) (?P<things>.+)"
    r"|no (?P<such>.+?) (?:exists?|(?:is|are) (?:found|present|left|there|given)|matches)"
    r"|no (?P<bare>[\w-]+)|(?:there (?:is|are)|it has|if) (?P<none>none)",
    re.I,
)
_ARE_SO_MANY = re.compile(
    r"(?:there (?:is|are)|(?:it|the \w+) (?:has|have|contains?)) "
    r"(?P<sign>fewer than|less than|more than|at least|at most|exactly|only) (?P<n>\S+) (?P<things>[a-z]+)(?: in .+)?",
    re.I,
)
_SIGNS = {"fewer than": "<", "less than": "<", "more than": ">", "at least": ">=", "at most": "<=", "exactly": "==",
          "only": "=="}  # fmt: skip
_SOME_THINGS = re.compile(r"[a-z-]+s|people|children|data|none", re.I)
_HAS_NONE = re.compile(
    r"(?P<of>.+?) (?:has no|contains no|does(?: not|n't) (?:contain|have)(?: any)?) (?P<things>.+)", re.I
)
_CONTAINS = re.compile(
    r"(?P<of>.+?) (?P<not>does not contain|doesn't contain)?(?(not)|(?:contains|includes)) (?P<what>.+)", re.I
)
_IS_NONE = re.compile(r"(?!there)(?P<of>.+?) is (?P<not>not )?none", re.I)
_IS_NUMBER = re.compile(r"(?P<of>\w+) (?:is|equals)(?: equal to| exactly)? (?P<not>not )?(?P<number>-?[\w.]+)", re.I)
_EITHER = re.compile(
    r"(?:either|one|any)(?: of the| input| given| of the two)* (?P<noun>\w+?)s? (?:is|are) (?P<said>.+)", re.I
)
_SAME = re.compile(r"(?P<one>\S+) and (?P<other>\S+) are (?:equal|the same|identical)", re.I)
_OPENING = re.compile(r"^(?:and |then |only )*(?:when|if|in case|whenever|where)\s+", re.I)


def condition(text: str, scope: Scope) -> str | None:
    """The source of a condition; None when a word of it is not understood or it is no plain expression."""
    if len(text) > MAX_CHARS:
        return None
    source = _condition(_OPENING.sub("", " ".join(text.split()).strip(" ,.;:")), scope, 2)
    return source if source is not None and is_plain(source, scope) else None


def _condition(text: str, scope: Scope, depth: int) -> str | None:
    whole = _simple(text, scope)
    if whole is not None or not depth:
        return whole
    for word in (" or ", " and "):
        if word in text:
            parts = [_condition(part.strip(" ,"), scope, 0) for part in text.split(word)]
            if all(parts):
                return word.join(part if part is not None else "" for part in _bracketed(parts, word))
    return None


def _bracketed(parts: list[str | None], word: str) -> Iterator[str]:
    for part in parts:
        other = " or " if word == " and " else None
        yield f"({part})" if part and other and other in part else str(part)


def _simple(text: str, scope: Scope) -> str | None:
    if match := _IS_NONE.fullmatch(text):
        found = scope.parameter(match["of"])
        return found and f"{found} is {'not ' if match['not'] else ''}None"
    if match := _EITHER.fullmatch(text):
        return _either(match, scope)
    match = _IS_NUMBER.fullmatch(scope.resolve(text))
    if match and match["of"] in scope.types and (number := scope.number(match["number"])):
        return f"{match['of']} {'!=' if match['not'] else '=='} {number}"
    empty = _EMPTY.fullmatch(text) or _IS_EMPTY.fullmatch(text)
    if empty and (found := _collection(empty["of"], scope)):
        return f"not {found}"
    if match := _ARE_NONE.fullmatch(text):
        return _none_of(match["things"] or match["such"] or match["bare"] or match["none"], _held(scope), scope)
    if match := _ARE_SO_MANY.fullmatch(text):
        held, number = _held(scope), scope.number(match["n"])
        if held and number and _is_in(match["things"].lower(), held, scope):
            return f"len({held}) {_SIGNS[match['sign'].lower()]} {number}"
    if match := _HAS_NONE.fullmatch(text):
        return _none_of(match["things"], _collection(match["of"], scope), scope)
    if match := _CONTAINS.fullmatch(text):
        return _contains(match, scope)
    if match := _SAME.fullmatch(scope.resolve(text)):
        one, other = scope.parameter(match["one"]), scope.parameter(match["other"])
        return f"{one} == {other}" if one and other else None
    formal = formal_text(scope.resolve(text), scope.names)
    return formal and _tidy(formal)


def _is_in(things: str, held: str, scope: Scope) -> bool:
    """Whether such things are what the parameter consists of."""
    if kind_of(scope.types[held]) == "text":
        return re.fullmatch(r"characters?|chars?|letters?", things) is not None
    is_any = re.fullmatch(r"items?|elements?|entry|entries|values?", things) is not None
    return is_any or not noun_forms(held.rpartition("_")[2].lower()).isdisjoint(noun_forms(things))


def _either(match: re.Match[str], scope: Scope) -> str | None:
    """What holds of one of two parameters of a kind."""
    found = scope.by_kind.get(kind_of_noun(match["noun"]) or "", ())
    parts = [_simple(f"{name} is {match['said']}", scope) for name in found]
    return f"{parts[0]} or {parts[1]}" if len(parts) == 2 and all(parts) else None


def _held(scope: Scope) -> str | None:
    """The one parameter that holds things."""
    return scope.iterable() or scope.only("mapping")


def _collection(text: str, scope: Scope) -> str | None:
    """The parameter that the text describes, when it can be empty."""
    found = scope.parameter(text)
    if found is None and text.strip().lower() in ("it", "input", "the input"):
        found = scope.iterable()
    if found is None and (kind := kind_of_noun(text.strip())):
        found = scope.only(kind)
    return found if found and kind_of(scope.types[found]) in ("list", "text", "mapping", "any") else None


def _none_of(things: str, of: str | None, scope: Scope) -> str | None:
    """That the collection has none of the things."""
    phrase = noun_phrase(things, 0, scope)
    if of is None:
        return None
    if phrase is None or phrase.end < len(things.rstrip()):
        # Whatever things they are: where there is nothing at all there are none.
        return f"not {of}" if _SOME_THINGS.fullmatch(things.strip()) else None
    if not phrase.predicates:
        return f"not {of}"
    return f"not any({conjoined(phrase)} for {E} in {of})"


def _contains(match: re.Match[str], scope: Scope) -> str | None:
    of = _collection(match["of"], scope)
    what = scope.parameter(match["what"]) or scope.text(match["what"])
    return f"{what} {'not ' if match['not'] else ''}in {of}" if of and what and of != what else None


def _tidy(formal: str) -> str:
    """As people write it: `not xs` for `len(xs) == 0`."""
    return re.sub(r"^len\((\w+)\) > 0$", r"\1", re.sub(r"\blen\((\w+)\) == 0", r"not \1", formal))


_OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.Lt: ast.GtE, ast.Gt: ast.LtE, ast.In: ast.NotIn, ast.Is: ast.IsNot,
}  # fmt: skip
_OPPOSITES |= {other: one for one, other in _OPPOSITES.items()}


def negated(condition: str) -> str:
    """The opposite of a condition, as people write it."""
    tree = ast.parse(condition, mode="eval").body
    match tree:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return ast.unparse(operand)
        case ast.Compare(left=left, ops=[operator], comparators=comparators):
            return ast.unparse(ast.Compare(left, [_OPPOSITES[type(operator)]()], comparators))
    return ast.unparse(ast.UnaryOp(ast.Not(), tree))


_CALLS = frozenset(
    "len abs all any sum min max sorted set list tuple str int float round enumerate zip bin hex ord chr dict".split()
)
_METHODS = frozenset(
    "lower upper isdigit isalpha isalnum isspace isupper islower startswith endswith strip split splitlines join count "
    "replace title capitalize swapcase isfinite ceil floor sqrt isqrt prod median mean fmean fromkeys".split()
)
_MODULES = frozenset({"math", "statistics"})
_BOUND = (E, "row", "pair", "end", "divisor", "item", "part", "item_")
"""Names that sources of this package and formal texts bind."""

_NODES = (
    ast.Expression, ast.Name, ast.Load, ast.Store, ast.Compare, ast.cmpop, ast.BoolOp, ast.boolop, ast.UnaryOp,
    ast.unaryop, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod, ast.Div, ast.BitAnd, ast.Call,
    ast.keyword, ast.Attribute, ast.Subscript, ast.Slice, ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.GeneratorExp,
    ast.comprehension, ast.IfExp,
)  # fmt: skip


def is_plain(source: str, scope: Scope) -> bool:
    """Whether the source is an expression of known functions over the parameters, which can neither take long nor harm.

    Conditions of the prose may hold the author's own text.
    """
    try:
        tree = ast.parse(source, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    known = {*scope.types, *_CALLS, *_MODULES, "a", "b", *_BOUND}
    return len(source) <= 2 * MAX_CHARS and all(_is_plain(node, known) for node in ast.walk(tree))


def _is_plain(node: ast.AST, known: set[str]) -> bool:
    match node:
        case ast.Constant(value=bool() | None):
            return True
        case ast.Constant(value=int() | float() as value):
            return abs(value) < 10**9
        case ast.Constant(value=str()):
            return True
        case ast.Name(id=name):
            return name in known
        case ast.Attribute(attr=name):
            return name in _METHODS
    return isinstance(node, _NODES)
