"""Which text of a spec is formal: an expression that Lift may hand to the sandbox, and what it means when it is not."""

import ast
import builtins
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

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
    try:
        tree = parse_expression(text)
    except ValueError as error:
        return _Facts(unreadable_because=str(error))
    nodes = list(ast.walk(tree))
    bound = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    used = dict.fromkeys(node.id for node in nodes if isinstance(node, ast.Name) and node.id not in bound)
    calls = [
        (node.lineno, node.col_offset, node.func.id)
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
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


def _misuses_is(node: ast.AST) -> bool:
    return isinstance(node, ast.Compare) and any(
        isinstance(operator, ast.Is | ast.IsNot) and not _is_singleton(operand)
        for operator, operand in zip(node.ops, node.comparators, strict=True)
    )


def _is_singleton(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool))
