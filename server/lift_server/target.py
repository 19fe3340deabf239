"""The Python module that a spec belongs to: find its function there, and change that function only.

Everything works on text and returns edits, so that the editor and the terminal write the same bytes. Places come from
`ast` and the text stays the author's: a concrete syntax tree costs ten times as much, more than a code action may take.
"""

import ast
import builtins
import hashlib
import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lift_server.module_text import (
    Attempt,
    Binding,
    Function,
    ParsedModule,
    TargetProblem,
    is_main_guard,
    last_name,
    line_ending,
    module_bindings,
    needed_names,
    parse_module,
    with_line_ending,
)
from lift_server.target_imports import LINE_END, Need, is_provided, is_same, lacking_lines, needs_of, new_imports
from lift_server.text import Edit, Span, apply_edits

MAX_FUNCTION_CHARS = 20_000
_BUILTINS = frozenset(dir(builtins))
_DEF = re.compile(r"\bdef[\s\\]+")


@dataclass(frozen=True, slots=True)
class FoundFunction:
    """A function of a module's own level.

    `span` runs from the first decorator, `definition` from `def`, both to the end of the body with the comments in it;
    `header` is `def` to the colon, `body` what follows header and docstring (empty at the end when nothing does).
    `earlier` are definitions of the same name that this one replaces at run time (overloads are none).
    `is_conditional`: it stands in an `if`, `try`, `for` or `with`.
    """

    name: str
    span: Span
    definition: Span
    header: Span
    name_span: Span
    body: Span
    is_async: bool
    parameters: tuple[str, ...]
    body_hash: str
    earlier: tuple[Span, ...] = ()
    is_conditional: bool = False


def find_function(module_text: str, name: str) -> FoundFunction | TargetProblem | None:
    """The definition of `name` that holds once the module is imported; None when it defines none.

    Methods, nested functions and what stands under `if TYPE_CHECKING` are no functions of the module. A problem when
    the module cannot be read.
    """
    module = parse_module(module_text)
    return module if isinstance(module, TargetProblem) else _find(module, name)


def _find(module: ParsedModule, name: str) -> FoundFunction | None:
    nodes = [binding.node for binding in module_bindings(module.body) if binding.name == name]
    all_found = [node for node in nodes if isinstance(node, Function)]
    top = [node for node in all_found if node in module.body]
    found = (top or all_found)[-1:]
    if not found:
        return None
    earlier = [node for node in top[:-1] if not _is_overload(node)]
    return _described(module, found[0], tuple(map(module.span, earlier)), not top)


def _described(module: ParsedModule, node: Function, earlier: tuple[Span, ...], is_conditional: bool) -> FoundFunction:
    start, end = module.offset(node.lineno, node.col_offset), module.block_end(node)
    statements = node.body[1:] if _has_docstring(node) else node.body
    body = Span(module.start(statements[0]) if statements else end, end)
    match = _DEF.search(module.text, start)
    name_start = match.end() if match else start
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    parameters = [*positional, arguments.vararg, *arguments.kwonlyargs, arguments.kwarg]
    return FoundFunction(
        name=node.name,
        span=Span(module.start(node), end),
        definition=Span(start, end),
        header=Span(start, _header_end(module.text, start, module.start(node.body[0]))),
        name_span=Span(name_start, name_start + len(node.name)),
        body=body,
        is_async=isinstance(node, ast.AsyncFunctionDef),
        parameters=tuple(parameter.arg for parameter in parameters if parameter is not None),
        body_hash=_hash(node),
        earlier=earlier,
        is_conditional=is_conditional,
    )


def _header_end(text: str, start: int, first_statement: int) -> int:
    """The offset after the colon that ends the header."""
    header = text[start:first_statement].replace("\r\n", " \n").replace("\r", "\n")
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(header, newline="\n").readline):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
            if token.string == ":" and depth == 0:
                row, column = token.end
                return start + sum(len(line) + 1 for line in header.split("\n")[: row - 1]) + column
    return first_statement


def normalised_body_hash(function_source: str) -> str:
    """A hash of what a function's source does: blind to docstring, decorators, comments and formatting.

    Raises ValueError when the text is not one function (imports may precede it).
    """
    module = parse_module(function_source)
    node = None if isinstance(module, TargetProblem) else _only_function(module)
    if node is None:
        raise ValueError("the source is not one function")
    return _hash(node)


def _hash(node: Function) -> str:
    digest = hashlib.sha256(f"{type(node).__name__} {node.name}".encode())
    body = node.body[1:] if _has_docstring(node) else node.body
    for part in (node.args, node.returns, *getattr(node, "type_params", ()), *body):
        for fact in _facts(part):
            digest.update(fact.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _facts(part: ast.AST | None) -> Iterator[str]:
    """The tree as lines: unlike `ast.dump`, for any depth and number, and the same in every version of Python."""
    for node in ast.walk(part) if part is not None else ():
        yield f"\n{type(node).__name__}"
        for field, value in ast.iter_fields(node):
            items = value if isinstance(value, list) else [value]
            if field != "kind" and value not in (None, []):
                yield f"\n.{field}" + "".join(f" {_fact(item)}" for item in items)
    yield "\n"


def _fact(value: object) -> str:
    if isinstance(value, ast.AST):
        return "*"
    # Python refuses to print huge numbers in decimal.
    return hex(value) if type(value) is int else repr(value)


def _has_docstring(node: Function) -> bool:
    first = node.body[0]
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)


def _is_overload(node: Function) -> bool:
    return any(last_name(decorator) == "overload" for decorator in node.decorator_list)


def _only_function(module: ParsedModule) -> Function | None:
    functions = [node for node in module.body if isinstance(node, Function)]
    others = [node for node in module.body if not isinstance(node, Function | ast.Import | ast.ImportFrom)]
    return functions[0] if len(functions) == 1 and not others else None


def insert_function(
    module_text: str, function_text: str, imports: Sequence[str] = ()
) -> tuple[Edit, ...] | TargetProblem:
    """The edits that put the function into the module: where it stands, else at the end; none when nothing changes.

    `imports` are statements as `lift_ir.render.render_imports` writes them; those that the module lacks are added once.
    The edits touch the definition and imports only: decorators, comments above, line endings and everything else stay.
    It is a problem when a name of the function means something else in the module, or when the function would change
    what other code there means.
    """
    module, function = parse_module(module_text), _definition_of(function_text)
    if isinstance(module, TargetProblem):
        return module
    if isinstance(function, TargetProblem):
        return function
    name, definition = function
    found = _find(module, name)
    position = found.span.start if found and not found.is_conditional else len(module_text)
    needs = [need for line in dict.fromkeys(imports) for need in needs_of(line)]
    missing = [need for need in dict.fromkeys(needs) if not is_provided(module, need, position)]
    problem = _name_clash(module, name, found) or _meaning_clash(module, name, definition, needs)
    problem = problem or _builtin_clash(module, [*([] if found else [name]), *(need.bound for need in missing)])
    if problem:
        return problem
    ending = line_ending(module_text)
    definition = with_line_ending(definition, ending)
    lines = [need.line for need in missing]
    if found:
        changed = found.definition.slice(module_text) != definition
        edits = [Edit(found.definition, definition)] if changed else []
    elif module.body:
        edits = [_new_function(module, definition, ending)]
    else:
        content = (ending.join(lines) + ending * 3 if lines else "") + definition
        edits = [_at_end(module_text, content, ending, blank=1 if lines else 2)]
    if lines and module.body:
        edits.insert(0, new_imports(module, lines, ending))
    return _verified(module, name, definition, tuple(edits), len(lines) + (not found))


def _definition_of(function_text: str) -> tuple[str, str] | TargetProblem:
    """Name and canonical text of the function: exactly what `find_function` covers once it is inserted."""
    if len(function_text) > MAX_FUNCTION_CHARS:
        return TargetProblem(f"the function is longer than {MAX_FUNCTION_CHARS:,} characters; nothing was written")
    parsed = parse_module(function_text)
    node = None if isinstance(parsed, TargetProblem) else _only_function(parsed)
    if node is None or isinstance(parsed, TargetProblem):
        return TargetProblem("what was to be inserted is not one Python function; nothing was written")
    return node.name, Span(parsed.offset(node.lineno, node.col_offset), parsed.block_end(node)).slice(function_text)


def _name_clash(module: ParsedModule, name: str, found: FoundFunction | None) -> TargetProblem | None:
    """Whether `name` is taken by something that Lift must not replace."""
    if found is not None and not found.is_conditional:
        return None
    for binding in module_bindings(module.body):
        if binding.name == name:
            line = module.line_number(binding.node)
            if isinstance(binding.node, Function):
                reason = f"`{name}` is defined inside another statement (line {line}); move it to the left margin first"
            else:
                reason = f"`{name}` already means something else in the module (line {line}); rename one of the two"
            return TargetProblem(reason, _place(module, binding))
    return None


def _meaning_clash(module: ParsedModule, name: str, definition: str, needs: Sequence[Need]) -> TargetProblem | None:
    """Whether a module or builtin that the function uses has another meaning in the module."""
    try:
        used = needed_names(definition) - {name}
    except SyntaxError as error:
        return TargetProblem(f"the function does not compile ({error.msg}); nothing was written")
    bindings = [binding for binding in module_bindings(module.body) if binding.name != name]
    for need in needs:
        own = [binding for binding in bindings if is_same(binding, need)]
        attempts = [binding.attempt for binding in own if binding.attempt is not None]
        for binding in bindings:
            is_other = binding.name == need.bound and binding not in own
            if is_other and not any(_is_within(binding, attempt) for attempt in attempts):
                return _shadowed(module, binding, f"it needs `{need.line}`")
    imported = {need.bound for need in needs}
    for binding in bindings:
        if binding.name in used and binding.name in _BUILTINS and binding.name not in imported:
            return _shadowed(module, binding, f"it uses the builtin `{binding.name}`")
    return None


def _is_within(binding: Binding, attempt: Attempt) -> bool:
    return any(node is binding.node for node in ast.walk(attempt))


def _shadowed(module: ParsedModule, binding: Binding, need: str) -> TargetProblem:
    line = module.line_number(binding.node)
    reason = f"{need}, but `{binding.name}` means something else there (line {line}); rename that"
    return TargetProblem(f"the function cannot stand in the module: {reason}", _place(module, binding))


def _builtin_clash(module: ParsedModule, names: Sequence[str]) -> TargetProblem | None:
    """Whether a new name would hide a builtin from the code that stands in the module."""
    taken = [name for name in names if name in _BUILTINS]
    if not taken:
        return None
    bound = {binding.name for binding in module_bindings(module.body)}
    try:
        used = needed_names(module.text.removeprefix("\ufeff"))
    except SyntaxError as error:
        return TargetProblem(f"the module does not compile ({error.msg}); correct it first, nothing was written")
    for name in taken:
        if name in used and name not in bound:
            return TargetProblem(f"`{name}` would hide the builtin that other code of the module uses; rename the spec")
    return None


def _place(module: ParsedModule, binding: Binding) -> Span:
    node = binding.node
    line, column = module.line_number(node), int(getattr(node, "col_offset", 0))
    start = module.offset(line, column)
    return Span(start, max(start, min(module.lines.offset(line, 0, "utf-32"), len(module.text))))


def _new_function(module: ParsedModule, definition: str, ending: str) -> Edit:
    """At the end, but above a closing `if __name__ == "__main__":`, which could not call it otherwise."""
    if len(module.body) < 2 or not is_main_guard(module.body[-1]):
        return _at_end(module.text, definition, ending, blank=2)
    above = module.body[-2]
    place = module.block_end(above)
    return Edit(Span(place, place), ending * 3 + definition + ending * lacking_lines(module.text, place, 2))


def _at_end(text: str, content: str, ending: str, *, blank: int) -> Edit:
    """Append below `blank` blank lines; whether the file ends in a newline stays as it is (an empty file gets one)."""
    place = Span(len(text), len(text))
    if not text.removeprefix("\ufeff"):
        return Edit(place, content + ending)
    has_newline = text.endswith(("\n", "\r"))
    used = text.rstrip(" \t\f\r\n\ufeff")
    newlines = len(LINE_END.findall(text, len(used)))
    if not used:
        return Edit(place, ("" if has_newline else ending) + content + ending)
    gap = max(blank + 1 - newlines, 0 if has_newline else 1)
    return Edit(place, ending * gap + content + (ending if has_newline else ""))


def _verified(
    module: ParsedModule, name: str, definition: str, edits: tuple[Edit, ...], added: int
) -> tuple[Edit, ...] | TargetProblem:
    """`edits`, once it is certain that the module parses with them and holds what it held, plus what was added."""
    if not edits:
        return ()
    text = apply_edits(module.text, list(edits))
    result = parse_module(text)
    if isinstance(result, ParsedModule) and len(result.body) == len(module.body) + added:
        found = _find(result, name)
        if found is not None and found.definition.slice(text) == definition:
            return edits
    return TargetProblem(f"`{name}` cannot be placed safely in this module; insert it by hand, nothing was written")
