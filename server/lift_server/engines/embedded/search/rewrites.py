"""Rewrites that are no pattern: loops over loops, positions instead of items, slices of slices, tests of emptiness."""

import ast
import copy
from collections.abc import Iterator, Mapping, Sequence

from lift_server.engines.embedded.search.expression import MARK
from lift_server.engines.embedded.search.slices import length, sliced
from lift_server.engines.embedded.search.trees import (
    COMPREHENSIONS,
    Comprehension,
    all_names,
    is_iterator,
    is_truth,
    same,
)

_SIZED = frozenset({"list", "sorted", "set", "tuple", "frozenset", "len"})
_MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}


def plainer(node: ast.AST, places: frozenset[str]) -> Iterator[ast.expr]:
    """What the node could be instead, in places of these kinds; the most telling first."""
    if isinstance(node, COMPREHENSIONS):
        yield from _as_one_loop(node)
        yield from _over_items(node)
    match node:
        case ast.ListComp(elt=element, generators=generators) if "looped over" in places:
            yield ast.GeneratorExp(element, generators)
        case ast.Call(func=ast.Name(id="set"), args=[ast.ListComp() | ast.GeneratorExp() as loop], keywords=[]):
            yield ast.SetComp(loop.elt, loop.generators)
        case ast.Call(func=ast.Name(id="list"), args=[ast.ListComp() | ast.GeneratorExp() as loop], keywords=[]):
            yield ast.ListComp(loop.elt, loop.generators)
        case ast.Call(func=ast.Name(id="len"), args=[ast.Call(func=ast.Name(id="range")) as numbers]):
            if (count := length(numbers)) is not None:
                yield count
        case ast.Call(func=ast.Name(id=name), args=[only], keywords=[]) if "condition" in places and name in _SIZED:
            if not is_iterator(only) and not isinstance(only, ast.GeneratorExp):
                yield only
        case ast.Compare(left=left, ops=[sign], comparators=[right]) if type(sign) in _MIRRORED:
            # The item is what is spoken of.
            if _is_bound(right) and not _is_bound(left):
                yield ast.Compare(right, [_MIRRORED[type(sign)]()], [left])
        case ast.BoolOp():
            yield from _without_emptiness(node, "condition" in places)
        case ast.Subscript(
            value=ast.ListComp(generators=[ast.comprehension(iter=source, ifs=[])]) as loop, slice=index
        ) if not is_iterator(source):
            yield from _picked(loop, index)
        case ast.Subscript():
            yield from sliced(node)


def _is_bound(expression: ast.expr) -> bool:
    """Whether it uses a name that a loop around it binds."""
    names = [part for part in ast.walk(expression) if isinstance(part, ast.Name)]
    inner = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    inner |= {part.arg for part in ast.walk(expression) if isinstance(part, ast.arg)}
    return any(MARK in name.id and not name.id.endswith(MARK) and name.id not in inner for name in names)


def _without_emptiness(node: ast.BoolOp, is_condition: bool) -> Iterator[ast.expr]:
    """`not a or not any(.. for .. in a)` without its first part: nothing holds for some item of an empty list."""
    said = [_looped_over(value, isinstance(node.op, ast.And)) for value in node.values]
    for value in node.values:
        tested = value.operand if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not) else value
        if isinstance(node.op, ast.Or) != (tested is not value) or not any(
            same(tested, looped) for looped in said if looped is not None
        ):
            continue
        rest = [other for other in node.values if other is not value]
        if is_condition or all(map(is_truth, node.values)):
            yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _looped_over(value: ast.expr, is_and: bool) -> ast.expr | None:
    """What the value loops over when it is False, or True within an `or`, for certain where that is empty."""
    call, wanted = value, "any" if is_and else "all"
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not):
        call, wanted = value.operand, "all" if is_and else "any"
    match call:
        case ast.Call(func=ast.Name(id=name), args=[ast.GeneratorExp(generators=[generator])]) if name == wanted:
            return generator.iter
    return None


def _as_one_loop(loop: Comprehension) -> Iterator[ast.expr]:
    """The comprehension without another one that it only loops over."""
    for at, generator in enumerate(loop.generators):
        for generators, parts in _inner(generator):
            bound = {name for item in generators for name in all_names(item.target)} - all_names(generator.target)
            rest = _rest(loop, at)
            if bound & {name for part in rest for name in all_names(part)}:
                continue
            if all(_goes(name, part, rest) for name, part in parts.items()):
                yield _replaced(loop, at, generators, parts)


def _inner(generator: ast.comprehension) -> Iterator[tuple[list[ast.comprehension], dict[str, ast.expr]]]:
    """Loops that could stand instead, and what the names that the generator binds are then."""
    match generator.target, generator.iter:
        case ast.Name(id=name), ast.ListComp() | ast.GeneratorExp() as inner:
            yield inner.generators, {name: inner.elt}
        case ast.Tuple(elts=targets), (ast.ListComp() | ast.GeneratorExp()) as inner:
            if isinstance(inner.elt, ast.Tuple) and len(inner.elt.elts) == len(targets):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
                if len(names) == len(targets):
                    yield inner.generators, dict(zip(names, inner.elt.elts, strict=True))
        case ast.Name(id=name), ast.DictComp() as inner:
            yield inner.generators, {name: inner.key}
        case ast.Name(id=name), ast.Call(func=ast.Attribute(value=ast.DictComp() as inner, attr="values"), args=[]):
            yield inner.generators, {name: inner.value}
        case (
            ast.Tuple(elts=[ast.Name(id=key), ast.Name(id=value)]),
            ast.Call(func=ast.Attribute(value=ast.DictComp() as inner, attr="items"), args=[]),
        ):
            yield inner.generators, {key: inner.key, value: inner.value}
        case ast.Tuple(elts=targets), ast.Call(func=ast.Name(id="zip" | "enumerate" as called), args=arguments):
            first = 1 if called == "enumerate" else 0
            for at, argument in enumerate(arguments[: 1 if first else len(arguments)]):
                match argument, targets[at + first]:
                    case (
                        (ast.ListComp() | ast.GeneratorExp()) as inner,
                        ast.Name(id=name),
                    ) if len(inner.generators) == 1 and not inner.generators[0].ifs:
                        [single] = inner.generators
                        if isinstance(single.target, ast.Name):
                            target = ast.Tuple(_set_at(targets, at + first, single.target), ast.Store())
                            loops = _set_at(arguments, at, single.iter)
                            call = ast.Call(generator.iter.func, loops, generator.iter.keywords)
                            yield [ast.comprehension(target, call, [], 0)], {name: inner.elt}


def _set_at(items: Sequence[ast.expr], at: int, item: ast.expr) -> list[ast.expr]:
    return [*items[:at], item, *items[at + 1 :]]


def _rest(loop: Comprehension, at: int) -> list[ast.expr]:
    """What may read the names that a generator binds."""
    later = [part for item in loop.generators[at + 1 :] for part in (item.iter, *item.ifs)]
    last = [loop.key, loop.value] if isinstance(loop, ast.DictComp) else [loop.elt]
    return [*loop.generators[at].ifs, *later, *last]


def _goes(name: str, part: ast.expr, rest: Sequence[ast.expr]) -> bool:
    """Whether the part can stand for the name: it is a name itself, or is computed no more often than before."""
    if isinstance(part, ast.Name | ast.Constant):
        return True
    places = [node for item in rest for node in ast.walk(item) if isinstance(node, ast.Name) and node.id == name]
    inner = [node for item in rest for node in ast.walk(item) if isinstance(node, (*COMPREHENSIONS, ast.Lambda))]
    repeated = {id(node) for item in inner for node in ast.walk(item)}
    return len(places) <= 1 and not any(id(place) in repeated for place in places)


def _replaced(
    loop: Comprehension, at: int, generators: Sequence[ast.comprehension], parts: Mapping[str, ast.expr]
) -> ast.expr:
    """The comprehension with other generators in the place of one, and parts in the places of the names it bound."""

    class Put(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return copy.deepcopy(parts.get(node.id, node)) if isinstance(node.ctx, ast.Load) else node

    whole = copy.deepcopy(loop)
    old = whole.generators[at]
    new = copy.deepcopy(list(generators))
    if new:
        new[-1].ifs += [Put().visit(test) for test in old.ifs]
    for later in whole.generators[at + 1 :]:
        later.iter = Put().visit(later.iter)
        later.ifs = [Put().visit(test) for test in later.ifs]
    whole.generators[at : at + 1] = new
    if isinstance(whole, ast.DictComp):
        whole.key, whole.value = Put().visit(whole.key), Put().visit(whole.value)
    else:
        whole.elt = Put().visit(whole.elt)
    return whole


def _over_items(loop: Comprehension) -> Iterator[ast.expr]:
    """A loop over items instead of one over the positions or keys by which they are picked."""
    for at, generator in enumerate(loop.generators):
        if not isinstance(generator.target, ast.Name):
            continue
        i = generator.target.id
        x, y = (f"{letter}{MARK}{i.partition(MARK)[2] or i}{letter}" for letter in "xy")
        for items, source, names, picks in _sources(generator.iter, i, x, y):
            pick = _Pick(items, i, picks)
            changed = pick.visit(copy.deepcopy(loop))
            targets: list[ast.expr] = [ast.Name(name, ast.Store()) for name in names]
            target = targets[0] if len(targets) == 1 else ast.Tuple(targets, ast.Store())
            changed.generators[at] = ast.comprehension(target, source, changed.generators[at].ifs, 0)
            is_read = any(i in all_names(part) for part in _rest(changed, at))
            if pick.seen == picks.keys() and is_read == (i in names):
                yield changed


def _sources(
    loop: ast.expr, i: str, x: str, y: str
) -> Iterator[tuple[ast.expr, ast.expr, tuple[str, ...], dict[int, str]]]:
    """What is picked from, what to loop over instead, which names that binds, and those of the items at offsets."""
    match loop:
        case ast.Call(func=ast.Name(id="range"), args=[ast.Call(func=ast.Name(id="len"), args=[items])]):
            yield items, items, (x,), {0: x}
            yield items, ast.Call(ast.Name("enumerate", ast.Load()), [items], []), (i, x), {0: x}
        case ast.Call(
            func=ast.Name(id="range"),
            args=[
                ast.BinOp(
                    left=ast.Call(func=ast.Name(id="len"), args=[items]), op=ast.Sub(), right=ast.Constant(value=1)
                )
            ],
        ):
            yield items, _pairwise(items), (x, y), {0: x, 1: y}
        case ast.Call(
            func=ast.Name(id="range"), args=[ast.Constant(value=1), ast.Call(func=ast.Name(id="len"), args=[items])]
        ):
            yield items, _pairwise(items), (x, y), {-1: x, 0: y}
        case ast.Name() as items:
            yield items, ast.Call(ast.Attribute(items, "items", ast.Load()), [], []), (i, x), {0: x}
            yield items, ast.Call(ast.Attribute(items, "values", ast.Load()), [], []), (x,), {0: x}


def _pairwise(items: ast.expr) -> ast.expr:
    return ast.Call(ast.Attribute(ast.Name("itertools", ast.Load()), "pairwise", ast.Load()), [items], [])


class _Pick(ast.NodeTransformer):
    """Names for the items at positions near `i`."""

    def __init__(self, items: ast.expr, i: str, names: Mapping[int, str]) -> None:
        self._items, self._i, self._names = items, i, names
        self.seen: set[int] = set()

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        offset = self._offset(node.slice)
        if offset is not None and offset in self._names and same(node.value, self._items):
            self.seen.add(offset)
            return ast.Name(self._names[offset], ast.Load())
        self.generic_visit(node)
        return node

    def _offset(self, index: ast.expr) -> int | None:
        match index:
            case ast.Name(id=name) if name == self._i:
                return 0
            case ast.BinOp(left=ast.Name(id=name), op=ast.Add(), right=ast.Constant(value=1)) if name == self._i:
                return 1
            case ast.BinOp(left=ast.Name(id=name), op=ast.Sub(), right=ast.Constant(value=1)) if name == self._i:
                return -1
        return None


def _picked(loop: ast.ListComp, index: ast.expr) -> Iterator[ast.expr]:
    """`[f(x) for x in a][1:]` as `[f(x) for x in a[1:]]`, and `[f(x) for x in a][0]` as `f(a[0])`."""
    [generator] = loop.generators
    part = ast.Subscript(generator.iter, index, ast.Load())
    if isinstance(index, ast.Slice):
        yield ast.ListComp(loop.elt, [ast.comprehension(generator.target, part, [], 0)])
    elif isinstance(generator.target, ast.Name) and _goes(generator.target.id, part, [loop.elt]):
        single = ast.ListComp(loop.elt, [ast.comprehension(generator.target, part, [], 0)])
        yield _replaced(single, 0, [], {generator.target.id: part}).elt  # type: ignore[attr-defined]
