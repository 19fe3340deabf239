"""Names for what loops bind: from the parameter that is looped over, the prose, or the kind of its elements."""

import ast
import builtins
import keyword
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lift_server.engines.embedded.search.expression import MARK
from lift_server.engines.embedded.search.expression_types import SAME_ELEMENTS, bound_types, type_of_expression
from lift_server.engines.embedded.search.types import elements, split

MODULES = frozenset({"math", "itertools", "collections", "statistics"})
_RESERVED = frozenset({*dir(builtins), *keyword.kwlist, *keyword.softkwlist, *MODULES})
_SINGULAR = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", ""))
IRREGULAR = {"matrices": "matrix", "indices": "index", "vertices": "vertex", "people": "person", "children": "child"}
_NOT_PLURAL = ("ss", "us", "is", "as")
_NO_NOUNS = frozenset("is was has does this its as times always sometimes perhaps thus plus minus less".split())
_GENERIC = re.compile(r"(?:[a-z]|row|each|item|place|key|value)\d*")
_NEIGHBORS = {"pairwise": ("previous", "current"), "combinations": ("first", "second")}
_OF_TEXT = ("word", "name", "line", "string", "text", "token", "item")
_COLLECTION = re.compile(r"\b(?:list|array|sequence|set|tuple|collection|dict|dictionary)s? of (?:\w+ ){0,2}?(\w+s)\b")
_WITHIN = r"\b(?:all|each|every) (?:\w+ )??(\w+) (?:of|in|from) (?:(?:a|an|the|all|each|every|these) )*(?:{names})\b"
_SHORT_LISTS = frozenset({"lst", "l", "arr", "nums", "xs", "ls", "values", "numbers", "items", "elements"})


def singular(name: str) -> str | None:
    """`words` -> `word`; None for what is no plural."""
    if name in IRREGULAR:
        return IRREGULAR[name]
    if len(name) < 4 or name.endswith(_NOT_PLURAL):
        return None
    for ending, instead in _SINGULAR:
        if name.endswith(ending):
            return name[: -len(ending)] + instead
    return None


def plural(name: str) -> str:
    """`word` -> `words`, `entry` -> `entries`, `person` -> `people`."""
    irregular = next((many for many, one in IRREGULAR.items() if one == name), None)
    if irregular is not None:
        return irregular
    if name.endswith("y") and name[-2:-1] not in tuple("aeiou"):
        return name[:-1] + "ies"
    return name + ("es" if name.endswith(("s", "x", "ch", "sh")) else "s")


@dataclass(frozen=True)
class Names:
    """What there is to name loop variables by. `types`: of the parameters. `taken`: names that mean something else.

    `prose` is the spec's text or its words, in order.
    """

    types: Mapping[str, str]
    prose: str = ""
    taken: frozenset[str] = frozenset()

    @cached_property
    def nouns(self) -> tuple[str, ...]:
        """What the prose calls the elements of its lists, then its other plurals; singular."""
        prose = self.prose.lower()
        plurals = [*_COLLECTION.findall(prose), *(word for word in re.findall(r"[a-z]+", prose) if word[-1] == "s")]
        found = (singular(word) for word in plurals if word not in _NO_NOUNS)
        return tuple(dict.fromkeys(word for word in found if word is not None))

    def avoiding(self, *names: str) -> "Names":
        """The same with further names taken."""
        return replace(self, taken=self.taken | {*names})

    def fresh(self, candidates: Sequence[str], also_taken: frozenset[str] = frozenset()) -> str:
        """The first candidate that is free."""
        if candidates[0] == "_":
            return "_"
        used = self.taken | also_taken | self.types.keys() | _RESERVED
        return next(name for name in _numbered(candidates) if name not in used and name.isidentifier())


def named(expression: ast.expr, names: Names) -> ast.expr:
    """The expression with its marked names replaced by those that people would choose. Changes it in place."""
    free = {node.id for node in ast.walk(expression) if isinstance(node, ast.Name) and MARK not in node.id}
    known = dict(names.types) | {name + MARK: type_ for name, type_ in names.types.items()}
    _name(expression, names.avoiding(*free), known, {name + MARK: name for name in names.types})
    return expression


def _name(node: ast.AST, names: Names, types: Mapping[str, str], final: Mapping[str, str]) -> None:
    if isinstance(node, ast.Name):
        node.id = final.get(node.id, node.id)
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        _name_comprehension(node, names, types, final)
    elif isinstance(node, ast.Call) and any(isinstance(item.value, ast.Lambda) for item in node.keywords):
        _name_call(node, names, types, final)
    elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Lambda):
        _name_fold(node, node.args[0], names, types, final)
    elif isinstance(node, ast.Lambda):
        _name_lambda(node, names, types, final)
    else:
        for child in ast.iter_child_nodes(node):
            _name(child, names, types, final)


def _name_comprehension(
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
    names: Names,
    types: Mapping[str, str],
    final: Mapping[str, str],
) -> None:
    inside, inside_types, inside_final = names, dict(types), dict(final)
    read = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)}
    for generator in node.generators:
        targets = [item for item in ast.walk(generator.target) if isinstance(item, ast.Name)]
        olds = [item.id for item in targets]
        _name(generator.iter, inside, inside_types, inside_final)
        found = bound_types(generator.iter, inside_types, len(olds))
        candidates = _candidates(olds, generator.iter, node, inside, inside_types)
        for target, old, type_, choice in zip(targets, olds, found, candidates, strict=True):
            new = inside.fresh(choice if old in read else ["_"])
            inside = inside.avoiding(new)
            inside_types[old] = inside_types[new] = type_
            inside_final[old] = target.id = new
        for test in generator.ifs:
            _name(test, inside, inside_types, inside_final)
    for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
        _name(part, inside, inside_types, inside_final)


def _name_call(node: ast.Call, names: Names, types: Mapping[str, str], final: Mapping[str, str]) -> None:
    source = node.args[0] if node.args else node
    lambdas = [(item.value, [argument.arg for argument in item.value.args.args]) for item in node.keywords
               if isinstance(item.value, ast.Lambda)]  # fmt: skip
    choices = [(item, olds, _candidates(olds, source, item, names, types)) for item, olds in lambdas]
    kinds = [bound_types(source, types, len(olds)) for _, olds in lambdas]
    for child in (node.func, *node.args, *(item.value for item in node.keywords)):
        if not isinstance(child, ast.Lambda):
            _name(child, names, types, final)
    for (item, olds, candidates), found in zip(choices, kinds, strict=True):
        inside, inside_final = names, dict(final)
        for argument, old, choice in zip(item.args.args, olds, candidates, strict=True):
            inside_final[old] = argument.arg = inside.fresh(choice)
            inside = inside.avoiding(argument.arg)
        _name(item.body, inside, {**types, **dict(zip(olds, found, strict=True))}, inside_final)


def _name_lambda(node: ast.Lambda, names: Names, types: Mapping[str, str], final: Mapping[str, str]) -> None:
    """A function of which nothing is known but what its parameters were called."""
    inside_final = dict(final)
    for argument in node.args.args:
        hint = argument.arg.partition(MARK)[0]
        fresh = names.fresh(["item"] if _GENERIC.fullmatch(hint) else [hint, "found"])
        names = names.avoiding(fresh)
        inside_final[argument.arg] = argument.arg = fresh
    _name(node.body, names, types, inside_final)


def _name_fold(
    node: ast.Call, step: ast.Lambda, names: Names, types: Mapping[str, str], final: Mapping[str, str]
) -> None:
    """`functools.reduce(lambda total, x: ..., source, start)`."""
    source = node.args[1] if len(node.args) > 1 else node
    olds = [item.arg for item in step.args.args]
    is_read = {part.id for part in ast.walk(step.body) if isinstance(part, ast.Name)}
    single = _single(olds[-1], source, step, names, types)
    kinds = ["any", *bound_types(source, types, 1)]
    texts = frozenset(old for old, kind in zip(olds, kinds, strict=False) if kind == "str")
    choices = [_of_fold(step, olds[0], texts), single if olds[-1] in is_read else ["_"]]
    for child in node.args[1:]:
        _name(child, names, types, final)
    inside, inside_final = names, dict(final)
    for argument, old, choice in zip(step.args.args, olds, choices, strict=False):
        inside_final[old] = argument.arg = inside.fresh(choice)
        inside = inside.avoiding(argument.arg)
    _name(step.body, inside, {**types, **dict(zip(olds, kinds, strict=False))}, inside_final)


def _of_fold(step: ast.Lambda, old: str, texts: Container[str]) -> list[str]:
    """What a fold gathers may be called; what a text is added to is no total."""
    steps = [step.body.body, step.body.orelse] if isinstance(step.body, ast.IfExp) else [step.body]
    for part in steps:
        match part:
            case ast.BinOp(left=ast.Name(id=name), op=operator, right=right) if name == old:
                if isinstance(operator, ast.Mult):
                    return ["product", "result"]
                is_text = isinstance(right, ast.Name) and right.id in texts
                if isinstance(operator, ast.Add) and not isinstance(right, ast.List) and not is_text:
                    return ["total", "result"]
    hint = old.partition(MARK)[0]
    return ["result"] if len(hint) < 4 else [hint, "result"]


def _candidates(
    olds: Sequence[str], source: ast.expr, loop: ast.AST, names: Names, types: Mapping[str, str]
) -> list[list[str]]:
    """Names for each of the variables that a loop over the source binds, the best first."""
    hints = [old.partition(MARK)[0] for old in olds]
    own = [[] if _GENERIC.fullmatch(hint) else [hint] for hint in hints]
    match source, olds:
        case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]), [_, _]:
            found = [["i", "index"], _element(inner, names, types)]
        case ast.Call(func=ast.Name(id="zip"), args=[*sources]), _ if len(sources) == len(olds) > 1:
            found = [_element(item, names, types) for item in sources]
            if len(olds) == 2 and found[0][:1] == found[1][:1]:
                found = [["left", "one"], ["right", "other"]]
        case ast.Call(func=ast.Attribute(attr="items"), args=[], keywords=[]), [_, _]:
            name = _name_of(source)
            type_ = type_of_expression(source.func.value, types) if isinstance(source.func, ast.Attribute) else "any"
            found = [_keys(name, type_, names), [*_of_name(name, names), "value"]]
        case ast.Call(func=ast.Attribute(attr=("pairwise" | "combinations") as name)), [_, _]:
            found = [[item] for item in _NEIGHBORS[name]]
        case _, [old]:
            found = [_single(old, source, loop, names, types)]
        case _:
            found = [["first"], ["second"], ["third"]][: len(olds)] if len(olds) < 4 else [["item"] for _ in olds]
    return [[*mine, *choice, "other", "item"] if choice else [*mine, "item", "other"]
            for mine, choice in zip(own, found, strict=True)]  # fmt: skip


def _single(old: str, source: ast.expr, loop: ast.AST, names: Names, types: Mapping[str, str]) -> list[str]:
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id == "range":
        if _is_index(old, loop) or _counts_items(source):
            return ["i", "j", "index"]
        return ["divisor", "number"] if _divides(old, loop) else ["number", "i"]
    return _element(source, names, types)


def _is_index(old: str, loop: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Subscript)
        and any(isinstance(part, ast.Name) and part.id == old for part in ast.walk(node.slice))
        for node in ast.walk(loop)
    )


def _counts_items(source: ast.Call) -> bool:
    match source.args:
        case [ast.Call(func=ast.Name(id="len"))]:
            return True
    return False


def _divides(old: str, loop: ast.AST) -> bool:
    return any(
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod)
        and isinstance(node.right, ast.Name) and node.right.id == old
        for node in ast.walk(loop)
    )  # fmt: skip


def _element(source: ast.expr, names: Names, types: Mapping[str, str]) -> list[str]:
    """What an element of the source may be called, the best name first."""
    match source:
        case ast.Call(func=ast.Name(id=name), args=[inner, *_]) if name in SAME_ELEMENTS:
            return _element(inner, names, types)
        case ast.Call(func=ast.Attribute(attr="fromkeys"), args=[inner]):
            return _element(inner, names, types)
        case ast.Call(func=ast.Attribute(attr="split"), args=arguments):
            return ["part", "piece"] if arguments else ["word"]
        case ast.Call(func=ast.Attribute(attr="splitlines")):
            return ["line"]
        case ast.Call(func=ast.Name(id="str")):
            return ["digit"]
        case ast.Call(func=ast.Name(id="range")):
            return ["number", "i"]
        case ast.Call(func=ast.Name(id="zip"), args=[ast.Starred()]):
            return ["column", "cells"]
        case ast.Call(func=ast.Attribute(value=inner, attr="values")):
            return [*_of_name(_name_of(inner), names), "value"]
        case ast.Subscript(value=inner, slice=ast.Slice()):
            return _element(inner, names, types)
        case ast.ListComp(elt=ast.Name(), generators=[ast.comprehension(iter=inner)]):
            return _element(inner, names, types)
    type_ = type_of_expression(source, types)
    if type_ == "str":
        return ["letter", "character"] if "letter" in names.nouns else ["character"]
    inner_type = elements(type_) or "any"
    name = _name_of(source)
    if split(type_)[0] == "dict":
        return _keys(name, type_, names)
    return [*_of_name(name, names), *_within(name, names), *_of_kind(inner_type, name, names)]


def _keys(name: str, type_: str, names: Names) -> list[str]:
    """Texts that are keys are what the prose speaks of as such, unless that is what the values are called."""
    said = next((noun for noun in _OF_TEXT if noun in names.nouns), "key") if type_.startswith("dict[str,") else "key"
    return ["key"] if said in _of_name(name, names) else [said, "key"]


def _within(name: str, names: Names) -> list[str]:
    """What the prose calls the items of one of several: `all cells of all rows`."""
    if not name:
        return []
    found = re.search(_WITHIN.format(names=rf"{re.escape(name)}|{re.escape(plural(name))}"), names.prose.lower())
    noun = "" if found is None else singular(found[1]) or found[1]
    return [noun] if noun and noun not in (name, "one", "item", "element", "value") else []


def _of_name(name: str, names: Names) -> list[str]:
    one = singular(name)
    if one is None or (name in _SHORT_LISTS and name not in ("numbers", "values", "items", "elements")):
        return []
    return [one.rpartition("_")[2] or one]


def _of_kind(type_: str, name: str, names: Names) -> list[str]:
    listed = [noun for noun in map(singular, _COLLECTION.findall(names.prose.lower())) if noun is not None]
    said = [noun for noun in listed if noun not in ("list", "array", "integer", "element", "float", "int", "value")]
    match split(type_)[0]:
        case "int" | "float":
            return [*said, "number"]
        case "str":
            return [*said, next((noun for noun in _OF_TEXT if noun in names.nouns), "text")]
        case "list" | "tuple":
            return ["row"]
        case "pair":
            return ["pair"]
        case "dict":
            return ["record"]
        case "bool":
            return ["flag"]
    return [*said, "row" if name in ("matrix", "grid", "board", "table") else "item"]


def _name_of(source: ast.expr) -> str:
    """The name at the root of the source."""
    while isinstance(source, ast.Call | ast.Attribute | ast.Subscript):
        source = source.func if isinstance(source, ast.Call) else source.value
    name = source.id.partition(MARK)[0] if isinstance(source, ast.Name) else ""
    return "" if name in MODULES else name


def _numbered(names: Sequence[str]) -> Iterator[str]:
    yield from names
    count = 2
    while True:
        yield f"{names[0]}_{count}"
        count += 1
