"""A Python module as text: parsed at most once, never executed. Places are spans of code points."""

import ast
import re
import symtable
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lift_server.text import LineIndex, Span

MAX_MODULE_CHARS = 1_000_000
"""A longer module is left alone: parsing it would hold up the editor for seconds."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Attempt = ast.Try | ast.TryStar
_COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_SCOPES = Function | ast.ClassDef | ast.Lambda | _COMPREHENSIONS
_REST_OF_LINE = re.compile(r"[^\r\n]*")
_COMMENT_BELOW = re.compile(r"(?:(?>\r\n|\r|\n)[ \t\f]*)*(?>\r\n|\r|\n)\f?(?P<indent>[ \t]*)#[^\r\n]*")


@dataclass(frozen=True, slots=True)
class TargetProblem:
    """Why Lift leaves a module alone, as one message for people that names the line where there is one.

    `span` is the place in the module's text. `module` is a value for the spec's `module:` field that solves it, if any.
    """

    message: str
    span: Span | None = None
    module: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """One place in a module's own scope (no function, class or `if TYPE_CHECKING`) that gives `name` a meaning.

    `alias` is set for imports (`node` is the statement then). `attempt` is the innermost `try` whose body holds it.
    """

    name: str
    node: ast.AST
    alias: ast.alias | None = None
    attempt: Attempt | None = None


@dataclass(frozen=True, slots=True)
class ParsedModule:
    """A module that parses."""

    text: str
    body: tuple[ast.stmt, ...]
    lines: LineIndex

    def offset(self, line: int, column: int) -> int:
        """The offset of a place as `ast` counts: lines from 1, columns in bytes of UTF-8."""
        return self.lines.offset(line - 1, column, "utf-8")

    def start(self, node: ast.stmt) -> int:
        """Where the statement starts, its decorators included."""
        if isinstance(node, Function | ast.ClassDef) and node.decorator_list:
            first = node.decorator_list[0]
            return self.text.rindex("@", 0, self.offset(first.lineno, first.col_offset))
        return self.offset(node.lineno, node.col_offset)

    def span(self, node: ast.stmt) -> Span:
        """The statement from its decorators to its last token."""
        return Span(self.start(node), self._end(node))

    def block_end(self, node: ast.stmt) -> int:
        """The end of the statement with the rest of its last line and the comments below that are indented deeper."""
        end = self._line_end(self._end(node))
        column = self._indentation(node)
        while (match := _COMMENT_BELOW.match(self.text, end)) and len(match["indent"]) > column:
            end = match.end()
        return end

    def line_end(self, node: ast.stmt) -> int:
        """The end of the line on which the statement ends, or on which a later one ends that begins there (`a; b`)."""
        last = node
        for other in self.body:
            if other.lineno == last.end_lineno and other.lineno >= node.lineno:
                last = other
        return self._line_end(self._end(last))

    def line_number(self, node: ast.AST) -> int:
        """The 1-based line of a node, for messages."""
        return int(getattr(node, "lineno", 1))

    def _end(self, node: ast.stmt) -> int:
        return self.offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)

    def _line_end(self, offset: int) -> int:
        match = _REST_OF_LINE.match(self.text, offset)
        return match.end() if match else offset

    def _indentation(self, node: ast.stmt) -> int:
        line = self.lines.line_starts[node.lineno - 1]
        prefix = self.text[line : self.offset(node.lineno, node.col_offset)]
        return len(prefix.replace("\f", "").replace("\ufeff", ""))


@lru_cache(maxsize=4)
def parse_module(text: str) -> ParsedModule | TargetProblem:
    """Read a module; a byte order mark at its start is accepted. A problem names the line of a syntax error."""
    if len(text) > MAX_MODULE_CHARS:
        return TargetProblem(f"the module is longer than {MAX_MODULE_CHARS:,} characters; use another (`module:`)")
    # A form feed is white space to Python and as long as the mark, so that no offset changes.
    readable = "\f" + text[1:] if text.startswith("\ufeff") else text
    lines = LineIndex(readable)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(readable)
    except SyntaxError as error:
        return _syntax_problem(text, lines, error)
    except (RecursionError, MemoryError):
        return TargetProblem("the module is nested too deeply to be read; use another one (`module:`)")
    except ValueError:
        return TargetProblem("the module holds null bytes or broken characters; correct it first, nothing was written")
    return ParsedModule(text, tuple(tree.body), lines)


def _syntax_problem(text: str, lines: LineIndex, error: SyntaxError) -> TargetProblem:
    line = min(max(error.lineno or 1, 1), len(lines.line_starts))
    start = lines.line_starts[line - 1]
    match = _REST_OF_LINE.match(text, start)
    message = f"the module has a syntax error in line {line} ({error.msg}); correct it first, nothing was written"
    return TargetProblem(message, Span(start, match.end() if match else start))


def needed_names(source: str, *, annotations: bool = True) -> frozenset[str]:
    """Global names that `source`, or what it defines, may look up when it runs.

    `annotations`: whether they are evaluated, as they are without `from __future__ import annotations`. Raises
    SyntaxError for what parses and does not compile (such as one name for two parameters).
    """
    header = "" if annotations else "from __future__ import annotations\n"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pending = [symtable.symtable(header + source, "<module>", "exec")]
    except (RecursionError, MemoryError, ValueError):
        raise SyntaxError("it is nested too deeply") from None
    names: set[str] = set()
    while pending:
        scope = pending.pop()
        is_module = scope.get_type() == "module"
        for symbol in scope.get_symbols():
            looked_up = symbol.is_referenced() and (is_module or symbol.is_global())
            if looked_up or symbol.is_declared_global():
                names.add(symbol.get_name())
        pending += scope.get_children()
    return frozenset(names)


def module_bindings(body: Sequence[ast.stmt]) -> Iterator[Binding]:
    """Every binding that these statements make in the module's scope when it is imported, in order."""
    pending: list[tuple[ast.AST, Attempt | None]] = [(statement, None) for statement in reversed(body)]
    while pending:
        node, attempt = pending.pop()
        yield from _bound_by(node, attempt)
        inner: list[tuple[ast.AST, Attempt | None]]
        if isinstance(node, _SCOPES):
            continue
        if isinstance(node, Attempt):
            guarded: list[tuple[ast.AST, Attempt | None]] = [(child, node) for child in node.body]
            inner = guarded + [(part, attempt) for part in (*node.handlers, *node.orelse, *node.finalbody)]
        elif isinstance(node, ast.If) and is_type_checking(node):
            inner = [(child, attempt) for child in node.orelse]
        else:
            inner = [(child, attempt) for child in ast.iter_child_nodes(node)]
        pending += reversed(inner)


def _bound_by(node: ast.AST, attempt: Attempt | None) -> Iterator[Binding]:
    match node:
        case ast.Import(names=names):
            for alias in names:
                yield Binding(alias.asname or alias.name.partition(".")[0], node, alias, attempt)
        case ast.ImportFrom(names=names):
            for alias in names:
                yield Binding(alias.asname or alias.name, node, alias, attempt)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield Binding(name, node, None, attempt)
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield Binding(name, node, None, attempt)
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            yield Binding(name, node, None, attempt)
        case ast.ExceptHandler(name=str(name)):
            yield Binding(name, node, None, attempt)


def is_type_checking(node: ast.AST) -> bool:
    """Whether the statement is `if TYPE_CHECKING:`, whose body never runs."""
    return isinstance(node, ast.If) and last_name(node.test) == "TYPE_CHECKING"


def is_main_guard(node: ast.AST) -> bool:
    """Whether the statement is `if __name__ == "__main__":`, whose body does not run on import."""
    match node:
        case ast.If(
            test=ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()], comparators=[ast.Constant(value=name)])
        ):
            return name == "__main__"
    return False


def last_name(node: ast.expr) -> str:
    """The last part of a possibly dotted name; empty for any other expression."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def line_ending(text: str) -> str:
    """The line ending that `text` uses most; `\\n` when it has none."""
    windows = text.count("\r\n")
    counts = {"\n": text.count("\n") - windows, "\r\n": windows, "\r": text.count("\r") - windows}
    return max(counts, key=lambda ending: counts[ending])


def with_line_ending(text: str, ending: str) -> str:
    """`text` with every line ending replaced by `ending`."""
    return re.sub(r"\r\n|\r|\n", ending, text)
