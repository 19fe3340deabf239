"""Reading the `(parameters) -> type` of a header: Python's notation in which any part may be `?`."""

import ast
import re
from dataclasses import dataclass
from functools import lru_cache

from lift_ir.python_text import MAX_CHARS, too_big
from lift_ir.signature import ParameterKind, identifier
from lift_ir.types import BUILTIN_TYPES, IMPORTED_TYPES, MODULE_OF_TYPE, TypeExpr, TypeSyntaxError, parse_type
from lift_server.syntax.parser import STRING
from lift_server.syntax.tree import Header
from lift_server.text import Span


@dataclass(frozen=True, slots=True)
class ReadParameter:
    """One parameter. `span` is all of it; `asks_type`, `asks_default`: a `?` stands there."""

    name: str
    kind: ParameterKind
    span: Span
    name_span: Span
    type: TypeExpr | None
    type_span: Span | None
    default: str | None
    default_span: Span | None
    asks_type: bool
    asks_default: bool


@dataclass(frozen=True, slots=True)
class ReadSignature:
    """A signature; spans count from its first character.

    `parameters` is None without brackets and for `(?)`; `brackets` is the span between them. `asks_parameters`: a `?`
    stands for some of them; `asks_result`: `-> ?`. `problems` are messages with the place that they speak of.
    """

    parameters: tuple[ReadParameter, ...] | None = None
    brackets: Span | None = None
    returns: TypeExpr | None = None
    returns_span: Span | None = None
    asks_parameters: bool = False
    asks_result: bool = False
    problems: tuple[tuple[str, Span], ...] = ()


def stated_signature(text: str, header: Header | None) -> ReadSignature:
    """The signature in the header as it was read; spans count from its first character."""
    span = header.signature_span if header else None
    return read_signature(span.slice(text)) if span else ReadSignature()


_ASKED = re.compile(rf"{STRING}|(\?)")


@lru_cache(maxsize=2_048)
def read_signature(text: str) -> ReadSignature:
    """Read `(...) -> T`, `(...)` or `-> T`. Never raises: what cannot be read is a problem with a corrected text."""
    whole = Span(0, len(text))
    if reason := too_big(text):
        return ReadSignature(
            problems=((f"this signature cannot be read: {reason}; name a type or a helper with `uses:`", whole),)
        )
    masked = _ASKED.sub(lambda match: "_" if match[1] else match[0], text)
    opening = "def f" if text.startswith("(") else "def f()"
    function = _parse_function(f"{opening}{masked}: pass")
    if function is None:
        if reason := _why_unreadable(f"{opening}{masked}"):
            return ReadSignature(problems=((reason, whole),))
        better = corrected(text)
        return ReadSignature(problems=((f"expected `(name: type, ...) -> type`; write `{better}`", whole),))
    asked = frozenset(match.start() for match in _ASKED.finditer(text) if match[1])
    return _Reader(text, f"{opening}{masked}", len(opening), asked).read(function)


def _parse_function(source: str) -> ast.FunctionDef | None:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    function = body[0]
    is_header = len(body) == 1 and isinstance(function, ast.FunctionDef) and isinstance(function.body[0], ast.Pass)
    return function if is_header and isinstance(function, ast.FunctionDef) and len(function.body) == 1 else None


def _why_unreadable(source: str) -> str | None:
    """What is wrong with a header that would not read with other words either."""
    if source.rstrip().endswith(("(", "[", ",")):
        return "a `spec` line is one line, and this one ends inside its brackets; write all parameters on it"
    try:
        ast.parse(f"{source}: pass")
    except SyntaxError as error:
        if "default" in error.msg:
            return (
                "a parameter without a default stands behind one with a default, which Python does not allow; "
                "move it to the front, or write `= ?` behind it"
            )
    except (ValueError, RecursionError, MemoryError):
        pass
    return None


class _Reader:
    """Reads one parsed header: `source` is what Python parsed, in which the signature begins at `shift`."""

    def __init__(self, text: str, source: str, shift: int, asked: frozenset[int]) -> None:
        self.text = text
        self.line = source.encode()
        self.is_ascii = source.isascii()
        self.shift = shift
        self.asked = asked
        self.problems: list[tuple[str, Span]] = []

    def read(self, function: ast.FunctionDef) -> ReadSignature:
        arguments = function.args
        plain = [*arguments.posonlyargs, *arguments.args]
        defaults: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
        kinds = [ParameterKind.POSITIONAL_ONLY] * len(arguments.posonlyargs)
        kinds += [ParameterKind.POSITIONAL_OR_KEYWORD] * len(arguments.args)
        found = list(zip(plain, [*defaults, *arguments.defaults], kinds, strict=True))
        if arguments.vararg:
            found.append((arguments.vararg, None, ParameterKind.VAR_POSITIONAL))
        found += [
            (argument, default, ParameterKind.KEYWORD_ONLY)
            for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        ]
        if arguments.kwarg:
            found.append((arguments.kwarg, None, ParameterKind.VAR_KEYWORD))
        parameters: list[ReadParameter] = []
        asks_parameters = False
        for argument, default, kind in found:
            if self._span(argument).start in self.asked and argument.arg == "_":
                asks_parameters = True
            elif (parameter := self._parameter(argument, default, kind)) is not None:
                parameters.append(parameter)
        returns_span = self._span(function.returns) if function.returns else None
        returns, asks_result = self._type(returns_span)
        brackets = self._brackets(returns_span)
        return ReadSignature(
            parameters=None if brackets is None or (asks_parameters and not parameters) else tuple(parameters),
            brackets=brackets,
            returns=returns,
            returns_span=returns_span,
            asks_parameters=asks_parameters,
            asks_result=asks_result,
            problems=tuple(self.problems),
        )

    def _brackets(self, returns_span: Span | None) -> Span | None:
        if not self.text.startswith("("):
            return None
        before_result = self.text.rindex("->", 0, returns_span.start) if returns_span else len(self.text)
        return Span(1, self.text.rindex(")", 0, before_result))

    def _parameter(self, argument: ast.arg, default: ast.expr | None, kind: ParameterKind) -> ReadParameter | None:
        span = self._span(argument)
        asks = span.start in self.asked
        name_span = Span(span.start + asks, span.start + len(argument.arg))
        try:
            name = identifier(name_span.slice(self.text))
        except ValueError:
            self.problems.append(
                ("expected a parameter's name in plain letters, digits and `_`; write `x: float`", span)
            )
            return None
        type_span = self._span(argument.annotation) if argument.annotation else None
        type_expr, asks_type = self._type(type_span)
        if asks and type_expr is not None:
            self.problems.append(
                (f"a `?` stands for what is undecided; write `{name}: {type_expr}` or `{name}: ?`", span)
            )
        default_span = self._default_span(default) if default else None
        asks_default = default_span is not None and self._is_asked(default_span)
        return ReadParameter(
            name=name,
            kind=kind,
            span=Span(span.start, default_span.end if default_span else span.end),
            name_span=name_span,
            type=type_expr,
            type_span=type_span,
            default=None if default_span is None or asks_default else default_span.slice(self.text),
            default_span=default_span,
            asks_type=asks_type or (asks and type_expr is None),
            asks_default=asks_default,
        )

    def _type(self, span: Span | None) -> tuple[TypeExpr | None, bool]:
        if span is None:
            return None, False
        if self._is_asked(span):
            return None, True
        text = span.slice(self.text)
        try:
            return parse_type(text), False
        except TypeSyntaxError as error:
            better = _KNOWN_WORDS.get(text.strip("'\""), "list[int]")
            self.problems.append((f"expected a type, but {error}; write for example `{better}`", span))
            return None, False

    def _default_span(self, default: ast.expr) -> Span:
        """The default with all brackets around it: the tree knows only what is inside them."""
        span = self._span(default)
        start = len(self.text[: span.start].rstrip())
        end = span.end
        while self.text[start - 1] != "=":
            start = len(self.text[: start - 1].rstrip())
            end = self.text.index(")", end) + 1
        return Span(start + len(self.text[start : span.end]) - len(self.text[start : span.end].lstrip()), end)

    def _is_asked(self, span: Span) -> bool:
        return any(span.start <= offset < span.end for offset in self.asked)

    def _span(self, node: ast.arg | ast.expr) -> Span:
        return Span(self._offset(node.col_offset), self._offset(node.end_col_offset or node.col_offset))

    def _offset(self, column: int) -> int:
        return (column if self.is_ascii else len(self.line[:column].decode())) - self.shift


_KNOWN_WORDS = {
    **{name: name for name in (*BUILTIN_TYPES, *MODULE_OF_TYPE, *IMPORTED_TYPES, "None")},
    **{"string": "str", "text": "str", "integer": "int", "number": "float", "double": "float", "boolean": "bool"},
    **{"array": "list", "dictionary": "dict", "void": "None", "null": "None", "nothing": "None"},
}
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESULT = re.compile(r"->|=>|\breturns?\b")


def corrected(text: str) -> str:
    """A readable signature that is close to an unreadable one."""
    text = text[:MAX_CHARS].removeprefix("(")
    inside, *rest = text.rsplit(")", 1) if ")" in text else _RESULT.split(text, maxsplit=1)
    after = rest[-1] if rest else ""
    parameters = [better for piece in inside.split(",") if (better := _corrected_parameter(piece))]
    result = next((_KNOWN_WORDS[word] for word in _WORD.findall(after) if word in _KNOWN_WORDS), "?")
    better = f"({', '.join(dict.fromkeys(parameters))}) -> {result}"
    return better if not read_signature(better).problems else "(x: float) -> float"


def _corrected_parameter(piece: str) -> str | None:
    words = [word for word in _WORD.findall(piece) if word.isidentifier()]
    types = [word for word in words if word in _KNOWN_WORDS]
    names = [word for word in words if word not in types and _is_name(word)]
    if not names:
        return None
    return f"{names[0]}: {_KNOWN_WORDS[types[0]] if types else '?'}"


def _is_name(word: str) -> bool:
    try:
        return bool(identifier(word))
    except ValueError:
        return False
