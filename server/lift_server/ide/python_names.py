"""Where a function that Lift wrote names itself and its parameters: in its code and in the doctests of its
docstring."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lift_server.module_text import Function, ParsedModule, TargetProblem, module_bindings, parse_module
from lift_server.target import FoundFunction, find_function
from lift_server.text import Span

MAX_CHARS = 100_000
"""A longer module takes longer to read than the editor may stand still."""
_REPLACED = re.compile(r"\{[^{}]*\}")
_DOCTEST = re.compile(r"^[ \t]*(?:>>>|\.\.\.) [^\r\n]*", re.MULTILINE)
_RAISES = re.compile(r"^[ \t]*Raises [\w., ]+ when ([^\r\n]*)", re.MULTILINE)
"""As `lift_ir.render` writes it."""
_Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass(frozen=True, slots=True)
class PythonNames:
    """Spans to rename, in the functions of these names. `authors_line`: a line (from 1) of code by somebody else that
    uses the function, None without one."""

    spans: tuple[Span, ...]
    functions: tuple[str, ...]
    authors_line: int | None = None


def python_names(
    module_text: str, function: str, parameter: str | None, new: str, is_ours: Callable[[str], bool]
) -> PythonNames | TargetProblem | None:
    """What has to be renamed in a module for the spec `function`, or for its `parameter`, to be called `new`.

    None when the module has no such function. `is_ours` knows hashes of functions that Lift wrote; only those are
    touched, and it is a problem when the function is another one, or when `new` means something in it already.
    """
    if len(module_text) > MAX_CHARS:
        return TargetProblem("the module is too long to be changed while the editor waits")
    module = parse_module(module_text)
    if isinstance(module, TargetProblem):
        return module
    own = _own_functions(module, function, is_ours)
    found = find_function(module_text, function)
    if found is None or isinstance(found, TargetProblem):
        return found
    if found.span not in [item.span for item, _ in own]:
        return TargetProblem(f"`{function}` was not written by Lift, or was edited since")
    if parameter is None and not _is_free(module, new):
        return TargetProblem(f"`{new}` means something else there already")
    spans: set[Span] = set()
    functions: set[str] = set()
    for item, other in own:
        is_home = item.span == found.span
        inside = set(_Reader(module, function, parameter).read(item, other, is_home=is_home))
        # A keyword in a call clashes with nothing.
        if inside and (is_home or parameter is None) and (problem := _taken(module, other, parameter, new)):
            return problem
        spans |= inside
        functions |= {item.name} if inside else set()
    uses = [] if parameter is not None else list(_authors_lines(module, function, own))
    return PythonNames(tuple(sorted(spans)), tuple(sorted(functions)), min(uses, default=None))


def _own_functions(
    module: ParsedModule, mentioned: str, is_ours: Callable[[str], bool]
) -> list[tuple[FoundFunction, Function]]:
    """The functions that Lift wrote, as far as they hold a name."""
    found: list[tuple[FoundFunction, Function]] = []
    functions = [node for node in module.body if isinstance(node, Function)]
    for name in {node.name for node in functions if mentioned in module.span(node).slice(module.text)}:
        item = find_function(module.text, name)
        if not isinstance(item, FoundFunction) or not is_ours(item.body_hash):
            continue
        nodes = [node for node in module.body if isinstance(node, Function) and module.start(node) == item.span.start]
        found += [(item, node) for node in nodes]
    return found


def _is_free(module: ParsedModule, name: str) -> bool:
    return all(binding.name != name for binding in module_bindings(module.body))


def _taken(module: ParsedModule, node: Function, parameter: str | None, new: str) -> TargetProblem | None:
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    names |= {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
    bare = {part.name for part in ast.walk(node) if isinstance(part, ast.ExceptHandler | ast.MatchAs | ast.MatchStar)}
    scoped = {name for part in ast.walk(node) if isinstance(part, ast.Global | ast.Nonlocal) for name in part.names}
    if new in names | bare | scoped | {node.name}:
        return TargetProblem(f"`{new}` means something else inside `{node.name}` (line {module.line_number(node)})")
    if parameter in bare | scoped:
        return TargetProblem(f"`{node.name}` gives `{parameter}` another meaning inside")
    return None


def _authors_lines(module: ParsedModule, function: str, own: list[tuple[FoundFunction, Function]]) -> Iterator[int]:
    ours = [node for _, node in own]
    for statement in module.body:
        if statement in ours or (isinstance(statement, Function) and _binds(statement, function)):
            continue
        for node in ast.walk(statement):
            is_name = isinstance(node, ast.Name) and node.id == function
            is_exported = isinstance(node, ast.Constant) and node.value == function
            if is_name or is_exported:
                yield module.line_number(node)


class _Reader:
    """Finds the places of one name in one function."""

    def __init__(self, module: ParsedModule, function: str, parameter: str | None) -> None:
        self.module = module
        self.function = function
        self.parameter = parameter

    def read(self, found: FoundFunction, node: Function, *, is_home: bool) -> Iterator[Span]:
        wanted = self.function if self.parameter is None else self.parameter
        if is_home or self.parameter is None:
            if is_home and self.parameter is None:
                yield found.name_span
            if self.parameter is not None or not _binds(node, wanted):
                yield from self._names(node.body, wanted)
        if is_home and self.parameter is not None:
            for argument in ast.walk(node.args):
                if isinstance(argument, ast.arg) and argument.arg == wanted:
                    yield self._span(argument, wanted)
        if self.parameter is not None:
            yield from self._keywords(node, self.parameter)
        yield from self._docstring(node, is_home)

    def _span(self, node: ast.AST, name: str) -> Span:
        start = self.module.offset(int(getattr(node, "lineno", 1)), int(getattr(node, "col_offset", 0)))
        return Span(start, start + len(name))

    def _keywords(self, node: Function, parameter: str) -> Iterator[Span]:
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == self.function:
                for keyword in call.keywords:
                    if keyword.arg == parameter:
                        yield self._span(keyword, parameter)

    def _names(self, nodes: list[ast.stmt] | list[ast.AST], name: str) -> Iterator[Span]:
        pending: list[ast.AST] = list(nodes)
        while pending:
            node = pending.pop()
            if isinstance(node, ast.Name) and node.id == name:
                yield self._span(node, name)
            elif isinstance(node, ast.JoinedStr):
                yield from self._in_string(node, name)
            elif isinstance(node, _Scope) and _binds(node, name):
                pending += [*node.args.defaults, *(item for item in node.args.kw_defaults if item is not None)]
            elif isinstance(node, _Comprehension) and _stores(node, name):
                pending.append(node.generators[0].iter)
            else:
                pending += ast.iter_child_nodes(node)

    def _in_string(self, node: ast.JoinedStr, name: str) -> Iterator[Span]:
        """Names in an f-string, whose places Python tells from 3.12 on only."""
        start = self.module.offset(node.lineno, node.col_offset)
        end = self.module.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        for part in _REPLACED.finditer(self.module.text, start, end):
            for match in re.compile(rf"(?<![\w.]){name}\b").finditer(self.module.text, *part.span()):
                yield Span(*match.span())

    def _docstring(self, node: Function, is_home: bool) -> Iterator[Span]:
        """The function's name in doctests; of a parameter also the line that describes it and keywords in doctests."""
        first = node.body[0]
        if not (isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)):
            return
        start = self.module.offset(first.lineno, first.col_offset)
        end = self.module.offset(first.end_lineno or first.lineno, first.end_col_offset or 0)
        text = self.module.text
        if self.parameter is not None and is_home:
            for match in re.compile(rf"^[ \t]*(?:[rR]?\"\"\")?({self.parameter}):(?= )", re.MULTILINE).finditer(
                text, start, end
            ):
                yield Span(*match.span(1))
            for line in _RAISES.finditer(text, start, end):
                named = re.compile(rf"(?<![\w.]){self.parameter}\b").finditer(text, *line.span(1))
                yield from (Span(*match.span()) for match in named)
        for line in _DOCTEST.finditer(text, start, end):
            if self.parameter is None:
                found = re.compile(rf"(?<![\w.]){self.function}(?=\s*\()").finditer(text, *line.span())
            elif f"{self.function}(" in line[0]:
                found = re.compile(rf"(?<=[(,\s]){self.parameter}(?=\s*=[^=])").finditer(text, *line.span())
            else:
                continue
            yield from (Span(*match.span()) for match in found)


def _binds(node: _Scope, name: str) -> bool:
    """Whether a function or lambda gives the name a meaning of its own."""
    if any(isinstance(part, ast.arg) and part.arg == name for part in ast.walk(node.args)):
        return True
    if isinstance(node, ast.Lambda):
        return False
    return any(_stores(statement, name) for statement in node.body)


def _stores(node: ast.AST, name: str) -> bool:
    return any(
        isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Store) for part in ast.walk(node)
    )
