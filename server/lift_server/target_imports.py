"""The imports of a target module: which ones a function still needs, and where they go."""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lift_server.module_text import Attempt, Binding, Function, ParsedModule, module_bindings
from lift_server.text import Edit, Span

LINE_END = re.compile(r"\r\n|\r|\n")
_BLANK_LINES = re.compile(r"(?:[ \t\f]*(?>\r\n|\r|\n))*")
_COMMENT_BLOCK = re.compile(r"(?:#[^\r\n]*(?>\r\n|\r|\n|\Z))+")
_MARKED_LINES = re.compile(
    r"(?:[ \t\f]*(?:#[^\r\n]*)?(?>\r\n|\r|\n))?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*[-\w.]+[^\r\n]*(?>\r\n|\r|\n|\Z)"
    r"|#![^\r\n]*(?>\r\n|\r|\n|\Z)"
)
"""Lines that must stay at the top: `#!`, and the coding comment in line 1 or 2."""

_TYPE_MODULES = ("typing", "typing_extensions", "collections.abc")


@dataclass(frozen=True, slots=True)
class Need:
    """An import of the function: `import MODULE` (`name` empty) or `from MODULE import NAME`; it defines `bound`."""

    line: str
    module: str
    name: str
    bound: str


def needs_of(line: str) -> Iterator[Need]:
    """What one import statement brings."""
    for node in ast.parse(line).body:
        for binding in module_bindings([node]):
            if isinstance(node, ast.ImportFrom) and binding.alias:
                module = "." * node.level + (node.module or "")
                yield Need(f"from {module} import {binding.alias.name}", module, binding.alias.name, binding.name)
            elif binding.alias:
                yield Need(f"import {binding.alias.name}", binding.alias.name, "", binding.name)


def is_same(binding: Binding, need: Need) -> bool:
    """Whether the binding is what `need` would bind: the same object, or the same top-level package."""
    alias, node = binding.alias, binding.node
    if alias is None or binding.name != need.bound:
        return False
    if isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        is_one_type = module in _TYPE_MODULES and need.module in _TYPE_MODULES
        return alias.name == need.name and (is_one_type or module == need.module)
    return not need.name and alias.asname in (None, alias.name)


def is_provided(module: ParsedModule, need: Need, before: int) -> bool:
    """Whether an import above the offset `before` brings it in every run: one in a `try` counts, one in an `if` not."""
    for statement in module.body:
        if module.start(statement) >= before:
            break
        for binding in module_bindings([statement]):
            always = binding.node is statement or (binding.attempt is not None and binding.attempt is statement)
            if always and is_same(binding, need) and (need.name or _loads(binding, need.module)):
                return True
    return False


def _loads(binding: Binding, module: str) -> bool:
    return binding.alias is not None and (binding.alias.name == module or binding.alias.name.startswith(f"{module}."))


def new_imports(module: ParsedModule, lines: Sequence[str], ending: str) -> Edit:
    """Below the imports at the module's top, else below its docstring, else above the first statement's comments."""
    text, block = module.text, ending.join(lines)
    anchor, is_import = _import_anchor(module, lines)
    if anchor is not None:
        place = module.line_end(anchor)
        if is_import:
            return Edit(Span(place, place), ending + block)
        gap = lacking_lines(text, place, _gap_before_next(module, anchor))
        return Edit(Span(place, place), ending * 2 + block + ending * gap)
    start = 1 if text.startswith("\ufeff") else 0
    comments = _COMMENT_BLOCK.match(text, start)
    is_apart = comments is not None and _blank_lines(text, comments.end()) > 0
    marked = _MARKED_LINES.match(text, start)
    head = comments if is_apart else marked
    gap = _gap_before_next(module, None)
    if head is None or head.end() == start:
        return Edit(Span(start, start), block + ending * (1 + max(gap - _blank_lines(text, start), 0)))
    place = start + len(head[0].rstrip("\r\n"))
    return Edit(Span(place, place), ending * 2 + block + ending * lacking_lines(text, place, gap))


def _import_anchor(module: ParsedModule, lines: Sequence[str]) -> tuple[ast.stmt | None, bool]:
    """The statement to insert below, and whether it is an ordinary import."""
    anchor: ast.stmt | None = None
    imports: list[ast.stmt] = []
    for index, statement in enumerate(module.body):
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            anchor = statement
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            imports.append(statement)
        elif index == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            anchor = statement
        elif not _belongs_to_header(statement):
            break
    standard = [statement for statement in imports if _is_standard(statement)]
    if standard and all(_is_standard(ast.parse(line).body[0]) for line in lines):
        return standard[-1], True
    return (imports[-1], True) if imports else (anchor, False)


def _belongs_to_header(statement: ast.stmt) -> bool:
    """`__version__ = ...`, `if TYPE_CHECKING: import ...`, `try: import ...`."""
    if isinstance(statement, ast.Assign):
        return all(isinstance(target, ast.Name) and target.id.startswith("__") for target in statement.targets)
    bound_by = [binding.node for binding in module_bindings([statement])]
    return isinstance(statement, ast.If | Attempt) and all(
        isinstance(node, ast.Import | ast.ImportFrom) for node in bound_by
    )


def _is_standard(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.ImportFrom):
        return statement.level == 0 and (statement.module or "").partition(".")[0] in sys.stdlib_module_names
    return isinstance(statement, ast.Import) and statement.names[0].name.partition(".")[0] in sys.stdlib_module_names


def _gap_before_next(module: ParsedModule, anchor: ast.stmt | None) -> int:
    """How many blank lines Python's style wants between an import and what follows `anchor`."""
    index = 0 if anchor is None else module.body.index(anchor) + 1
    following = module.body[index] if index < len(module.body) else None
    return 2 if isinstance(following, Function | ast.ClassDef) else 1


def lacking_lines(text: str, place: int, wanted: int) -> int:
    """How many line endings to add at a line's end so that `wanted` blank lines follow; none when nothing follows."""
    match = _BLANK_LINES.match(text, place)
    if match is None or match.end() == len(text):
        return 0
    return max(0, wanted + 1 - _blank_lines(text, place))


def _blank_lines(text: str, place: int) -> int:
    match = _BLANK_LINES.match(text, place)
    return len(LINE_END.findall(match[0])) if match else 0
