"""The one place where a function is put together: header and docstring from the IR, body from the candidate,
untouched."""

import ast
import re
import textwrap
from collections.abc import Collection, Iterable

from lift_ir.candidate import Candidate
from lift_ir.clauses import Example
from lift_ir.effects import Effect
from lift_ir.formal import BUILTIN_NAMES, free_names, is_call_of
from lift_ir.ir import IR
from lift_ir.python_text import parse_expression
from lift_ir.signature import Parameter, ParameterKind, Signature
from lift_ir.types import IMPORTED_TYPES, MODULE_OF_TYPE, NONE, TypeExpr

INDENT = "    "
DOCSTRING_WIDTH = 96
_PREFIX = {ParameterKind.VAR_POSITIONAL: "*", ParameterKind.VAR_KEYWORD: "**"}


def render_function(ir: IR, body: str) -> str:
    """The whole function: header, docstring and `body` exactly as given (see Candidate.body). Raises ValueError
    without a name."""
    return render_header(ir) + render_docstring(ir) + body


def render_header(ir: IR) -> str:
    """The `def` line with its newline. Undecided types are left out; raises ValueError when the spec has no name."""
    signature = ir.signature
    if signature.name is None:
        raise ValueError("an unnamed spec has no header")
    brought = frozenset(use.name for use in ir.uses)
    parameters = render_parameters(signature.parameters or (), brought)
    returns = "" if signature.returns is None else f" -> {annotation(signature.returns, brought)}"
    return f"{'async ' if signature.is_async else ''}def {signature.name}({parameters}){returns}:\n"


def render_parameters(parameters: Iterable[Parameter], brought: frozenset[str]) -> str:
    """The text between the brackets of a header, with `/` and `*` where the kinds need them."""
    parts: list[str] = []
    previous: ParameterKind | None = None
    for parameter in parameters:
        kind = parameter.kind
        if previous is ParameterKind.POSITIONAL_ONLY and kind is not ParameterKind.POSITIONAL_ONLY:
            parts.append("/")
        if kind is ParameterKind.KEYWORD_ONLY and previous not in (
            ParameterKind.KEYWORD_ONLY,
            ParameterKind.VAR_POSITIONAL,
        ):
            parts.append("*")
        parts.append(_render_parameter(parameter, brought))
        previous = kind
    if previous is ParameterKind.POSITIONAL_ONLY:
        parts.append("/")
    return ", ".join(parts)


def _render_parameter(parameter: Parameter, brought: frozenset[str]) -> str:
    text = _PREFIX.get(parameter.kind, "") + parameter.name
    if parameter.type is not None:
        text += f": {annotation(parameter.type, brought)}"
    if parameter.default is None:
        return text
    return text + (" = " if parameter.type is not None else "=") + parameter.default


def annotation(type_expr: TypeExpr, brought: frozenset[str] = frozenset()) -> str:
    """The type as Python source; standard types that live in a module are dotted unless `brought` by a `uses:`
    clause."""
    if type_expr.name == "|":
        return " | ".join(annotation(arg, brought) for arg in type_expr.args)
    inner = ", ".join((*(annotation(arg, brought) for arg in type_expr.args), *type_expr.values))
    if type_expr.name == "[]":
        return f"[{inner}]"
    module = MODULE_OF_TYPE.get(type_expr.name)
    name = f"{module}.{type_expr.name}" if module and type_expr.name not in brought else type_expr.name
    return f"{name}[{inner}]" if inner else name


def render_imports(ir: IR, modules: Iterable[str]) -> tuple[str, ...]:
    """The import statements (one a line, sorted, without newlines) that header, body (`modules`) and `uses:` need."""
    brought = {use.name for use in ir.uses if use.module}
    plain = set(modules)
    named = {f"from {use.module} import {use.name}" for use in ir.uses if use.module}
    for type_expr in _types_of(ir.signature):
        for part in type_expr.walk():
            if part.name in brought:
                continue
            if part.name in MODULE_OF_TYPE:
                plain.add(MODULE_OF_TYPE[part.name])
            elif part.name in IMPORTED_TYPES:
                named.add(f"from {IMPORTED_TYPES[part.name]} import {part.name}")
            elif "." in part.name and part.name.rsplit(".", 1)[0] in MODULE_OF_TYPE.values():
                plain.add(part.name.rsplit(".", 1)[0])
    return (*sorted(f"import {module}" for module in plain), *sorted(named))


def _types_of(signature: Signature) -> list[TypeExpr]:
    types = [parameter.type for parameter in signature.parameters or () if parameter.type is not None]
    return [*types, signature.returns] if signature.returns is not None else types


def render_docstring(ir: IR) -> str:
    """The docstring's lines, indented, with a newline at the end; empty when there is nothing to say.

    It holds the author's words, what each parameter is, what is raised, and the plain examples as doctests.
    """
    sections = [section for section in (_prose_lines(ir), _notes(ir), _doctests(ir)) if section]
    lines: list[str] = []
    for section in sections:
        lines += ["", *section] if lines else section
    if not lines:
        return ""
    text = "\n".join(f"{INDENT}{line}" if line else "" for line in map(_escape, lines))
    if len(lines) == 1:
        return f'{INDENT}"""{text.strip()}"""\n'
    return f'{INDENT}"""{text.strip()}\n{INDENT}"""\n'


def _prose_lines(ir: IR) -> list[str]:
    """The author's words, wrapped. A line that doctest would run is marked: only examples are known to hold."""
    lines: list[str] = []
    for line in ir.intent.split("\n") if ir.intent else []:
        hang = line[: len(line) - len(line.lstrip())]
        lines += textwrap.wrap(
            line, DOCSTRING_WIDTH, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
        ) or [""]
    if lines and len(lines) == 1 and lines[0][-1].isalnum():
        lines[0] += "."
    return [_PROMPT.sub(r"\1| ", line) for line in lines]


_PROMPT = re.compile(r"^(\s*)(?=>>>)")


def _notes(ir: IR) -> list[str]:
    described = [f"{item.name}: {item.description}" for item in ir.signature.parameters or () if item.description]
    raised = [
        f"Raises {' or '.join(item.exceptions)}"
        + (f" when {' '.join(item.condition.text.split())}." if item.condition else ".")
        for item in ir.raises
    ]
    return [*described, *raised]


def _doctests(ir: IR) -> list[str]:
    if ir.signature.is_async or _TALKS.intersection(ir.effects):
        return []
    imported = {statement.split()[-1].split(".")[0] for statement in render_imports(ir, ())}
    names = {ir.signature.name, *BUILTIN_NAMES, *imported}
    return [line for example in ir.examples for line in _doctest(example, ir.signature, names)]


_TALKS = frozenset((Effect.STDIN, Effect.STDOUT))
"""Effects that a session shows between the call and its value."""


def _doctest(example: Example, signature: Signature, names: Collection[str | None]) -> list[str]:
    """The example as a session that passes in the module of the function; empty when `names` do not suffice there."""
    if not example.is_formal or example.raises or any(name not in names for name in free_names(example.text)):
        return []
    tree = parse_expression(example.text)
    if isinstance(tree, ast.Compare) and isinstance(tree.ops[0], ast.Eq) and len(tree.ops) == 1:
        printed = _printed_literal(tree.comparators[0], signature.returns)
        if printed is not None and is_call_of(ast.unparse(tree.left), signature.name or ""):
            return _session(ast.unparse(tree.left), "" if printed == "None" else printed)
    return _session(ast.unparse(tree) if _is_truth(tree) else f"bool({ast.unparse(tree)})", "True")


def _session(expression: str, printed: str) -> list[str]:
    # An f-string may be written over several lines.
    if "\n" in expression:
        return []
    return [f">>> {expression}", printed] if printed else [f">>> {expression}"]


def _is_truth(node: ast.expr) -> bool:
    """Whether the value of the expression is True or False, not only true or false."""
    if isinstance(node, ast.BoolOp):
        return all(map(_is_truth, node.values))
    return isinstance(node, ast.Compare) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))


def _printed_literal(node: ast.expr, returns: TypeExpr | None) -> str | None:
    """What a session prints for a call that equals the literal; None when equal values of that type print
    differently."""
    try:
        value = ast.literal_eval(node)
        printed = repr(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    return printed if _prints_alike(value, returns) and len(printed) <= DOCSTRING_WIDTH else None


def _prints_alike(value: object, type_expr: TypeExpr | None) -> bool:
    """Whether all values of the type that equal `value` have its `repr`: 0 and 0.0 do not, nor do reordered dicts."""
    if type_expr is None:
        return False
    if type_expr.name == "|":
        # Whatever else the union holds may equal the value and print differently; only None equals nothing else.
        others = [arg for arg in type_expr.args if arg != NONE]
        return len(others) < len(type_expr.args) and (
            value is None or (len(others) == 1 and not isinstance(value, int) and _prints_alike(value, others[0]))
        )
    if value is None:
        return type_expr == NONE
    if type_expr.name != type(value).__name__:
        return False
    if isinstance(value, list | tuple):
        items = type_expr.args
        if isinstance(value, list) or (len(items) == 2 and items[1].name == "..."):
            items = items[:1] * len(value)
        return not value or (len(items) == len(value) and all(map(_prints_alike, value, items)))
    return isinstance(value, bool | int | str | bytes)


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _escape(line: str) -> str:
    """The line as it may stand between triple quotes in a file that any UTF-8 editor opens."""
    line = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    line = _CONTROL.sub(lambda match: ascii(match[0])[1:-1], line)
    return line[:-1] + '\\"' if line.endswith('"') else line


def render_module(ir: IR, candidate: Candidate) -> str:
    """A module of its own that holds just the function: imports, two blank lines, the function."""
    imports = "\n".join(render_imports(ir, candidate.modules))
    return (f"{imports}\n\n\n" if imports else "") + render_function(ir, candidate.body)
