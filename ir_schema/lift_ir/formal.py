"""Which text of a spec is formal: an expression that Lift may hand to the sandbox, and what it means when it is not."""

import ast
import builtins
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeGuard

from lift_ir.effects import PURE_MODULES
from lift_ir.python_text import parse_expression

_NOT_FOR_SPECS = frozenset(
    """
        breakpoint compile copyright credits delattr eval exec exit getattr globals help input license locals memoryview
        open print quit setattr vars
    """.split()
)
BUILTIN_NAMES = frozenset(name for name in dir(builtins) if not name.startswith("_")) - _NOT_FOR_SPECS
"""Builtins that a formal expression may use."""

KNOWN_NAMES = BUILTIN_NAMES | PURE_MODULES | {"approx"}
"""Names that resolve in every formal expression."""


def why_informal(text: str, names: Collection[str], *, any_expression: bool = False) -> str | None:
    """Why `text` is not formal, as the end of "not executed, because ..."; None when it is formal (DESIGN section 2).

    `names`: parameters, `result`, specs and imports in scope; builtins, `approx` and allowed modules are known.
    `any_expression` drops the rule that the root is a comparison, boolean operation, `not` or call.
    """
    facts = _facts(text)
    if facts.unreadable_because:
        return facts.unreadable_because
    for name in facts.free:
        if name not in names and name not in KNOWN_NAMES:
            return f"`{name}` is not a parameter, `result`, a spec, a builtin or an allowed module"
    if facts.misuses_is:
        return "`is` compares only with None, True or False here; write `==` for equality"
    if facts.awaits:
        return "it awaits or yields"
    if any_expression or facts.is_predicate:
        return None
    return "it is neither a comparison, a boolean operation, `not` nor a call"


_STRING_OR_COMMENT = re.compile(
    r"""#[^\r\n]*|("{3}|'{3})(?:\\.|(?!\1).)*(?:\1|\Z)|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'""", re.DOTALL
)


def long_strings(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every string literal in `text` that goes over several lines, the one that never ends included."""
    if "\n" not in text and "\r" not in text:
        return
    for match in _STRING_OR_COMMENT.finditer(text):
        if not match[0].startswith("#") and ("\n" in match[0] or "\r" in match[0]):
            yield match.span()


def has_long_string(text: str) -> bool:
    """Whether a string literal goes over several lines of `text`: clauses do not keep the indentation inside it."""
    return next(long_strings(text), None) is not None


def is_expression(text: str) -> bool:
    """Whether `text` reads as one Python expression, whatever its names mean."""
    return not _facts(text).unreadable_because


def free_names(text: str) -> tuple[str, ...]:
    """Names that the expression uses and does not bind itself; () when it does not parse."""
    return _facts(text).free


def called_names(text: str) -> tuple[str, ...]:
    """Plain names that are called anywhere in the expression, in the order of the source; () when it does not parse."""
    return _facts(text).called


def is_call(text: str) -> bool:
    """Whether the whole of `text` is one call."""
    return _facts(text).is_call


def is_call_of(text: str, name: str) -> bool:
    """Whether the whole of `text` is one call of the plain name `name`."""
    return _facts(text).root_call == name


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is true of an expression whatever names are in scope."""

    unreadable_because: str = ""
    free: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    misuses_is: bool = False
    awaits: bool = False
    is_predicate: bool = False
    is_call: bool = False
    root_call: str | None = None


@lru_cache(maxsize=8_192)
def _facts(text: str) -> _Facts:
    """Cached: an edit changes one clause of a file and all of them are read again."""
    if has_long_string(text):
        return _Facts(unreadable_because="a string in it goes over several lines")
    try:
        tree = parse_expression(text)
    except ValueError as error:
        return _Facts(unreadable_because=str(error))
    nodes = list(ast.walk(tree))
    used = dict.fromkeys(node.id for node in free_nodes(tree))
    calls = [
        (node.lineno, node.col_offset, node.func.id)
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in used
    ]
    root = tree.op if isinstance(tree, ast.UnaryOp) else tree
    return _Facts(
        free=tuple(used),
        called=tuple(dict.fromkeys(name for _, _, name in sorted(calls))),
        misuses_is=any(_misuses_is(node) for node in nodes),
        awaits=any(isinstance(node, ast.Await | ast.Yield | ast.YieldFrom) for node in nodes),
        is_predicate=isinstance(root, ast.Compare | ast.BoolOp | ast.Not | ast.Call),
        is_call=isinstance(tree, ast.Call),
        root_call=tree.func.id if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) else None,
    )


_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def free_nodes(tree: ast.expr) -> Iterator[ast.Name]:
    """Where an expression uses names that it does not bind itself, in the order of the source."""
    return _free(tree, _assigned(tree))


def _free(node: ast.AST, bound: frozenset[str]) -> Iterator[ast.Name]:
    """Names that `node` uses and that neither it nor `bound` binds, in the order of the source."""
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Load) and node.id not in bound:
            yield node
    elif isinstance(node, ast.Lambda):
        for default in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
            yield from _free(default, bound)
        arguments = {part.arg for part in ast.walk(node.args) if isinstance(part, ast.arg)}
        yield from _free(node.body, bound | arguments | _assigned(node.body))
    elif isinstance(node, _Comprehension):
        # All but the first iterable is evaluated inside.
        first = node.generators[0].iter
        yield from _free(first, bound)
        targets = [generator.target for generator in node.generators]
        stored = {part.id for target in targets for part in ast.walk(target) if _is_stored(part)}
        inside = bound | stored
        for child in ast.iter_child_nodes(node):
            parts = ast.iter_child_nodes(child) if isinstance(child, ast.comprehension) else (child,)
            for part in parts:
                if part is not first:
                    yield from _free(part, inside)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _free(child, bound)


def _is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _assigned(node: ast.AST) -> frozenset[str]:
    """Names that `:=` binds in the scope of `node`: those in comprehensions too, those in a lambda not."""
    if isinstance(node, ast.Lambda):
        return frozenset()
    own = frozenset((node.target.id,)) if isinstance(node, ast.NamedExpr) else frozenset()
    return own.union(*map(_assigned, ast.iter_child_nodes(node)))


def _misuses_is(node: ast.AST) -> bool:
    return isinstance(node, ast.Compare) and any(
        isinstance(operator, ast.Is | ast.IsNot) and not _is_singleton(operand)
        for operator, operand in zip(node.ops, node.comparators, strict=True)
    )


def _is_singleton(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool))
