"""What a spec says of calls that are refused, as the first lines of a body: `if n < 0: raise ValueError(...)`."""

import ast
import builtins

from lift_ir import IR, Raises
from lift_ir.effects import PURE_MODULES
from lift_ir.formal import BUILTIN_NAMES, free_names
from lift_ir.python_text import parse_expression


def refusals(ir: IR) -> tuple[str, frozenset[str]]:
    """The lines for the `raises:` clauses with a formal condition over the parameters, and the modules they use."""
    lines, modules = [], set[str]()
    for clause in ir.raises:
        condition = _condition(clause, ir)
        exception = clause.exceptions[0]
        if condition is None or not isinstance(getattr(builtins, exception, None), type):
            continue
        modules |= set(free_names(condition)) & PURE_MODULES - set(ir.signature.parameter_names)
        lines.append(f"    if {condition}:\n        raise {exception}({_quoted(condition)})\n")
    return "".join(lines), frozenset(modules)


def _condition(clause: Raises, ir: IR) -> str | None:
    """The condition on one line; None for one that is informal or needs more than parameters, builtins and modules."""
    if clause.condition is None or not clause.condition.is_formal:
        return None
    try:
        text = ast.unparse(parse_expression(clause.condition.text))
    except ValueError:
        return None
    known = {*ir.signature.parameter_names, *BUILTIN_NAMES, *PURE_MODULES}
    return text if set(free_names(text)) <= known and ir.signature.name not in free_names(text) else None


def _quoted(text: str) -> str:
    return f'"{text}"' if not set(text) & set('"\\') and text.isprintable() else repr(text)
