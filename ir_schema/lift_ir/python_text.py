"""Reading short pieces of Python that stand in a spec. Nothing here evaluates anything."""

import ast
import warnings

MAX_CHARS = 2_000
MAX_NESTING = 50
MAX_DEPTH = 120
"""Levels of syntax below which the standard library's recursive tools (`ast.unparse`) are safe."""


def parse_expression(text: str) -> ast.expr:
    """The syntax tree of one expression, which may span several lines.

    Raises ValueError with a one-line reason: not an expression, longer than MAX_CHARS characters, nested deeper than
    MAX_NESTING brackets or MAX_DEPTH operators.
    """
    if problem := too_big(text):
        raise ValueError(problem)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(f"(\n{text}\n)", mode="eval").body
            # In two kinds of brackets, so that neither is what makes `a, b` or `a) + (b` an expression.
            listed = ast.parse(f"[\n{text}\n]", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError("it is not a Python expression") from None
    if not isinstance(listed, ast.List) or [_place(item) for item in listed.elts] != [_place(tree)]:
        raise ValueError("it is not a single Python expression")
    if _is_deeper(tree, MAX_DEPTH):
        raise ValueError(f"it is nested deeper than {MAX_DEPTH} operators")
    return tree


def too_big(text: str) -> str | None:
    """Why `text` is refused before it is parsed; None when it is not."""
    if len(text) > MAX_CHARS:
        return f"it is longer than {MAX_CHARS} characters"
    if nesting(text) > MAX_NESTING:
        return f"it is nested deeper than {MAX_NESTING} brackets"
    return None


def nesting(text: str) -> int:
    """The greatest depth of brackets in `text`, strings and comments included: an upper bound, found without
    parsing."""
    opening = sum(map(text.count, "([{"))
    if opening < 2:
        return opening
    depth = deepest = 0
    for character in text:
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth -= 1
    return deepest


def _place(node: ast.expr) -> tuple[type, int, int, int | None, int | None]:
    return type(node), node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


def _is_deeper(tree: ast.AST, limit: int) -> bool:
    level = [tree]
    for _ in range(limit):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return False
    return True
