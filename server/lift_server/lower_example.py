"""Examples that are not quite Python: what their author means."""

import ast
import re
from collections.abc import Collection

from lift_ir.formal import called_names, free_names, is_call, is_expression
from lift_ir.python_text import too_big
from lift_server.formality import why_no_example

_SEPARATOR = re.compile(r"\s*(?:=>|->|(?<![=!<>:])=(?![=>])|\b(?:returns|gives|yields|is)\b)\s*")


def meant_examples(text: str, name: str | None, known: Collection[str]) -> tuple[str, ...]:
    """The formal examples that the informal `text` probably means, such as `f(3) = 6`; () when it means none.

    `name`: the function, None when it has none yet; `known`: names of specs and imports.
    """
    if "(" not in text or "\n" in text or too_big(text):
        return ()
    meant = _listed(text) or _separated(text)
    functions = [name or next(iter(called_names(item)), None) for item in meant]
    names = {*known, *(function for function in functions if function)}
    if any(why_no_example(item, function, names, ()) for item, function in zip(meant, functions, strict=True)):
        return ()
    return meant


def _listed(text: str) -> tuple[str, ...]:
    """Several comparisons parted by commas."""
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    if not isinstance(tree, ast.Tuple) or not all(isinstance(item, ast.Compare) for item in tree.elts):
        return ()
    return tuple(ast.get_source_segment(text, item) or "" for item in tree.elts)


def _separated(text: str) -> tuple[str, ...]:
    """A call and its result with something else than `==` between them."""
    for match in _SEPARATOR.finditer(text):
        call, result = text[: match.start()], text[match.end() :].rstrip(" .;")
        if is_call(call) and is_expression(result) and not free_names(result):
            return (f"{call} == {result}",)
    return ()
