"""Parts of an expression that deserve a name of their own, and what they may be called."""

import ast
import copy
from collections.abc import Iterator

from lift_server.engines.embedded.search.expression import bound_names, renamed
from lift_server.engines.embedded.search.naming import plural
from lift_server.engines.embedded.search.printer import source
from lift_server.engines.embedded.search.trees import COMPREHENSIONS, all_names, called, is_iterator, occurrences

NAMED_FROM = 12
"""Columns from which a part that occurs twice gets a name."""

OFTEN = 3
OFTEN_FROM = 8
"""Columns from which a part that occurs that often gets a name."""

_TOTAL = frozenset(
    "sorted set sum Counter lower upper split splitlines sqrt join len any all abs list tuple str reversed enumerate"
    " zip range strip swapcase title capitalize count find fromkeys keys values items replace startswith endswith"
    " isalpha isdigit isupper islower isspace isalnum removeprefix removesuffix from_iterable pairwise"
    " accumulate".split()
)
_SLOW = frozenset("sorted set sum Counter lower upper split splitlines sqrt join max min mean median".split())

_BY_CALL = {
    "sorted": ("ordered",), "set": ("distinct",), "sum": ("total",), "max": ("largest",), "min": ("smallest",),
    "len": ("length", "count"), "Counter": ("counts",), "str": ("text", "digits"), "abs": ("distance",),
    "split": ("words", "parts"), "splitlines": ("lines",), "lower": ("lowered",), "upper": ("uppered",),
    "round": ("rounded",), "strip": ("stripped",), "count": ("count",), "mean": ("mean",), "median": ("median",),
    "sqrt": ("root",), "prod": ("product",), "join": ("joined",), "list": ("items",), "values": ("values",),
    "items": ("items", "entries"), "fromkeys": ("distinct",), "findall": ("matches", "found"), "isqrt": ("root",),
    "find": ("position",), "index": ("position",), "int": ("number",), "float": ("number",), "gcd": ("divisor",),
    "lcm": ("multiple",), "range": ("numbers",), "ord": ("code",), "title": ("titled",),
    "partition": ("parts",), "capitalize": ("capitalized",), "zip": ("pairs",), "pairwise": ("pairs",),
    "combinations": ("pairs",), "accumulate": ("totals",), "from_iterable": ("items",), "removeprefix": ("rest",),
    "removesuffix": ("rest",), "groupby": ("groups",),
}  # fmt: skip


def depth(tree: ast.AST) -> int:
    """How deep comprehensions and lambdas nest."""
    inner = max(map(depth, ast.iter_child_nodes(tree)), default=0)
    return inner + isinstance(tree, (*COMPREHENSIONS, ast.Lambda))


def always_computed(tree: ast.expr) -> Iterator[ast.expr]:
    """The parts that can be computed before the rest: outside of the bodies of loops and of what is conditional."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        is_part = isinstance(node, ast.Call | ast.ListComp | ast.SetComp | ast.DictComp | ast.BinOp | ast.Subscript)
        if is_part and not (is_iterator(node) and occurrences(node, tree) > 1):
            assert isinstance(node, ast.expr)
            yield node
        match node:
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                pending.append(node.generators[0].iter)
            case ast.BoolOp(values=[first, *_]):
                pending.append(first)
            case ast.IfExp(test=test):
                pending.append(test)
            case ast.Compare(left=left, comparators=[first, *_]):
                pending += [left, first]
            case ast.Call(func=ast.Attribute(value=receiver)):
                pending += [receiver, *node.args, *(item.value for item in node.keywords)]
            case ast.Call():
                pending += [*node.args, *(item.value for item in node.keywords)]
            case ast.BinOp(left=ast.BinOp(op=operator) as left, right=right) if type(operator) is type(node.op):
                # The beginning of a sum is no part that anybody would name.
                pending += [left.left, left.right, right]
            case ast.Lambda() | ast.FormattedValue():
                pass
            case _:
                pending += list(ast.iter_child_nodes(node))


def repeated(tree: ast.expr) -> ast.expr | None:
    """The longest part that occurs twice, is worth a name and always is computed."""
    counts: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.expr):
            text = ast.dump(node)
            counts[text] = counts.get(text, 0) + 1
    parts = [
        part
        for part in always_computed(tree)
        if counts[ast.dump(part)] > 1 and isinstance(part, (ast.Call, *COMPREHENSIONS))
        if _deserves_name(part, counts[ast.dump(part)])
    ]
    return max(parts, key=lambda part: len(source(part)), default=None)


def _deserves_name(part: ast.expr, count: int) -> bool:
    least = OFTEN_FROM if count >= OFTEN else NAMED_FROM
    return len(source(part)) >= least or has_loop(part)


def invariant(tree: ast.expr, may_fail: bool = False) -> ast.expr | None:
    """A part of a loop's body that is the same for every item and takes time; one that cannot fail unless it may."""
    for loop in ast.walk(tree):
        if not isinstance(loop, (*COMPREHENSIONS, ast.Lambda)):
            continue
        bound = _bound_in(tree)
        for part in _body_parts(loop):
            for node in ast.walk(part):
                match node:
                    case ast.BinOp() | ast.Call() | ast.ListComp() | ast.SetComp() if not bound & _read(
                        node
                    ) and _takes_time(node):
                        if is_iterator(node):
                            continue
                        if may_fail or cannot_fail(node) or _has_been_computed(node, tree):
                            return node
    return None


def as_outermost(part: ast.expr, tree: ast.expr) -> ast.expr:
    """The part with the names it has outside of the loop that it is taken from: there nothing is an `other`."""
    free = [name for name in bound_names(tree) if name not in all_names(part)]
    return renamed(copy.deepcopy(part), {"other": free[0]}) if free and "other" in _bound_in(part) else part


def _takes_time(node: ast.expr) -> bool:
    return has_loop(node) or any(isinstance(inner, ast.Call) and called(inner) in _SLOW for inner in ast.walk(node))


def cannot_fail(node: ast.expr) -> bool:
    """Whether computing it never raises, for operands on which it is defined at all."""
    return all(map(_is_safe, ast.walk(node)))


def _has_been_computed(node: ast.expr, tree: ast.expr) -> bool:
    """Whether it is `min(a)` where `max(a)` is needed for any item: both fail on nothing only."""
    ends = ("max", "min")
    match node:
        case ast.Call(func=ast.Name(id=name), args=[ast.Name(id=items)], keywords=[]) if name in ends:
            return any(
                isinstance(part, ast.Call) and called(part) in ends and [ast.dump(item) for item in part.args] == [
                    ast.dump(ast.Name(items, ast.Load()))
                ]
                for part in always_computed(tree)
            )  # fmt: skip
    return False


def _is_safe(node: ast.AST) -> bool:
    match node:
        case ast.Call():
            return called(node) in _TOTAL
        case ast.Subscript(slice=index):
            return isinstance(index, ast.Slice)
        case ast.BinOp(op=operator):
            return isinstance(operator, ast.Add | ast.Sub | ast.Mult)
    return not isinstance(node, ast.Lambda | ast.Starred)


def _read(node: ast.AST) -> set[str]:
    """The names that the node needs from outside."""
    return all_names(node) - _bound_in(node)


def _body_parts(loop: ast.AST) -> list[ast.expr]:
    match loop:
        case ast.Lambda(body=body):
            return [body]
        case ast.DictComp(key=key, value=value, generators=generators):
            return [key, value, *(test for item in generators for test in item.ifs)]
        case ast.ListComp(elt=element, generators=generators) | ast.SetComp(elt=element, generators=generators):
            return [element, *(test for item in generators for test in item.ifs)]
        case ast.GeneratorExp(elt=element, generators=generators):
            return [element, *(test for item in generators for test in item.ifs)]
    return []


def _bound_in(tree: ast.AST) -> set[str]:
    stored = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return stored | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}


def part_names(part: ast.expr) -> list[str]:
    """What the part's value may be called, the best name first."""
    match part:
        case ast.Call(args=[ast.Lambda(args=ast.arguments(args=[ast.arg(arg=name), *_])), *_]):
            return [name, "result"]
        case ast.BinOp(op=ast.Div(), left=ast.Call(func=ast.Name(id="sum")), right=ast.Call(func=ast.Name(id="len"))):
            return ["mean", "average"]
        case ast.Call(func=ast.Name(id="sum"), args=[ast.GeneratorExp(elt=ast.Constant())]):
            return ["count"]
        case ast.Call(func=ast.Name(id="max" | "min"), args=[_, _, *_]):
            return ["bound", "value"]
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _BY_CALL:
            return [*_BY_CALL[name], "value"]
        case ast.ListComp(elt=ast.Name(id=name), generators=[ast.comprehension(target=ast.Name(id=bound))]):
            return [plural(name) if name == bound else "result", "selected" if name == bound else "found", "result"]
        case ast.ListComp(elt=ast.Name(id=name)):
            return [plural(name), "result"]
        case ast.DictComp(value=ast.Call(func=ast.Name(id="sum" | "len") | ast.Attribute(attr="count"))):
            return ["counts", "result"]
        case ast.ListComp() | ast.DictComp() | ast.SetComp():
            return ["result", "values"]
        case ast.Call() if is_iterator(part):
            return ["values", "found"]
        case ast.Call(func=ast.Name(id=name)) if "_" in name and not name.startswith(("is_", "has_", "to_")):
            return [name.rpartition("_")[2], "value"]
        case ast.BinOp(op=ast.Sub()):
            return ["difference", "rest"]
        case ast.BinOp(op=ast.Mult()):
            return ["product"]
        case ast.BinOp(op=ast.Mod()):
            return ["remainder"]
        case ast.Subscript(slice=ast.Slice(step=ast.expr())):
            return ["backwards", "part"]
        case ast.Subscript(slice=ast.Slice()):
            return ["part", "rest"]
        case ast.Call(func=ast.Attribute(attr="replace")):
            return ["replaced", "text"]
    return ["value", "result"]


def plurals_of(element: ast.expr) -> list[str]:
    """What a list of such elements may be called."""
    match element:
        case ast.Name(id=name) | ast.IfExp(orelse=ast.Name(id=name)) | ast.IfExp(body=ast.Name(id=name)):
            return [plural(name)]
    return []


def has_loop(tree: ast.expr) -> bool:
    """Whether a comprehension is in the tree."""
    return any(isinstance(node, COMPREHENSIONS) for node in ast.walk(tree))


def shared_part(test: ast.expr, rest: ast.expr) -> ast.expr | None:
    """The longest part of a test, always computed there, that what follows needs too."""
    parts = [
        part for part in always_computed(test)
        if isinstance(part, (ast.Call, *COMPREHENSIONS)) and not is_iterator(part)
        if (after := occurrences(part, rest))
        if _deserves_name(part, occurrences(part, test) + after)
    ]  # fmt: skip
    return max(parts, key=lambda part: len(source(part)), default=None)
