"""Evaluates a spec's expressions in a sealed process where no candidate runs: functions are stubs."""

import ast
import collections
import operator
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

from lift_server.checks.sandbox.worker import codec
from lift_server.checks.sandbox.worker.approx import approx
from lift_server.checks.sandbox.worker.display import display
from lift_server.checks.sandbox.worker.gate import MAX_SOURCE
from lift_server.checks.sandbox.worker.pipe import Pipe
from lift_server.checks.sandbox.worker.program import describe
from lift_server.checks.sandbox.worker.values import Record

_FILE = "<spec>"
_MAX_EXPRESSION = 4_000  # characters: a clause has at most 2,000, checks may wrap it
_IMPORT = re.compile(r"^\s*(?:from|import)\s+([\w.]+)", re.MULTILINE)
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}


class ProgramError(Exception):
    """An exception that a function of the program raised; its class is not known here."""

    def __init__(self, names: list[str], message: str) -> None:
        super().__init__(message)
        self.names, self.message = names, message


class _Missing(BaseException):
    """Evaluation needs the result of this call, given as data."""

    def __init__(self, call: list[Any]) -> None:
        super().__init__()
        self.call = call


class _Unknown:
    """An opaque value: equal to nothing, itself included."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, type_name: str) -> None:
        self._type_name = type_name

    def __eq__(self, other: object) -> bool:
        return False

    def __repr__(self) -> str:
        return f"<{self._type_name}>"


def modules_of(prelude: str) -> list[str]:
    """The modules that import lines name."""
    return _IMPORT.findall(prelude)


def serve(request: dict[str, Any], pipe: Pipe) -> None:
    """Execute the prelude, then answer each question of each request with one frame."""
    names: dict[str, Any] = {name: sys.modules[name] for name in request["names"] if name in sys.modules}
    names["approx"] = approx
    build = codec.Build(_Unknown, _record, _iterator)
    results: dict[bytes, list[Any]] = {}
    names |= {name: _stub(name, results, build) for name in request["functions"]}
    try:
        exec(compile(_import_lines(request["prelude"]), _FILE, "exec"), names)
    except Exception as error:
        pipe.write({"load": describe(error)})
        return
    pipe.write({"ready": request["token"]})
    while True:
        asked = pipe.read()
        results.clear()
        results.update((_key(function, args, kwargs), outcome) for (function, args, kwargs), outcome in asked["known"])
        for expression, bindings in asked["questions"]:
            bound = {name: codec.decode(value, build) for name, value in bindings}
            pipe.write([request["token"], *_answer(expression, {**names, **bound})])


def _import_lines(prelude: str) -> ast.Module:
    if len(prelude) > MAX_SOURCE:
        raise ValueError("the import lines are too long")
    tree = ast.parse(prelude, _FILE)
    if not all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in tree.body):
        raise ValueError("only import lines may come before an expression")
    return tree


def _answer(expression: str, names: dict[str, Any]) -> tuple[Any, ...]:
    """(v)alue and printed sides, (n)eeds a call, or (f)ailed: names, message, whether the program raised it."""
    try:
        value, sides = _evaluate(expression, names)
    except _Missing as missing:
        return "n", missing.call
    except ProgramError as error:
        return "f", error.names, error.message, True
    except BaseException as error:
        return "f", *describe(error), False
    try:
        return "v", codec.encode(value), sides
    except codec.TooLarge:
        return "v", {"o": f"{type(value).__name__}, too large"}, sides


def _evaluate(expression: str, names: dict[str, Any]) -> tuple[Any, list[str] | None]:
    if len(expression) > _MAX_EXPRESSION:
        raise ValueError(f"the expression is longer than {_MAX_EXPRESSION:,} characters")
    tree = ast.parse(expression.strip(), _FILE, "eval")
    root = tree.body
    if not isinstance(root, ast.Compare) or len(root.ops) > 1:
        return _value(root, names), None
    left, right = _value(root.left, names), _value(root.comparators[0], names)
    value = _COMPARISONS[type(root.ops[0])](left, right)
    return value, [display(left), display(right)]


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), _FILE, "eval"), names)


def _stub(name: str, results: dict[bytes, list[Any]], build: codec.Build) -> Callable[..., Any]:
    def stub(*args: Any, **kwargs: Any) -> Any:
        call = [name, codec.encode(list(args)), codec.encode([[key, value] for key, value in kwargs.items()])]
        outcome = results.get(_key(*call))
        if outcome is None:
            raise _Missing(call)
        kind, *payload = outcome
        if kind == "r":
            return codec.decode(payload[0], build)
        raise ProgramError(*payload)

    stub.__name__ = stub.__qualname__ = name
    return stub


def _key(function: str, args: Any, kwargs: Any) -> bytes:
    """A call by value; the order of keyword arguments does not matter."""
    return codec.dumps([function, args, sorted(kwargs, key=operator.itemgetter(0))])


def _iterator(values: tuple[object, ...], complete: bool) -> Iterator[object]:
    yield from values
    if not complete:
        raise ProgramError(["TooManyItems"], f"only the first {len(values):,} items of the iterator were computed")


def _record(name: str, fields: tuple[tuple[str, object], ...], is_tuple: bool) -> object:
    """An object that reads, compares and prints as the dataclass or named tuple that it was."""
    keys = [key for key, _ in fields]
    if is_tuple:
        made: Any = collections.namedtuple(name, keys)  # type: ignore[misc]
        return made(*[value for _, value in fields])
    return _Instance(name, dict(fields))


class _Instance:
    """A dataclass instance known by structure."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, type_name: str, fields: dict[str, object]) -> None:
        self._type_name, self._fields = type_name, fields

    def __getattr__(self, name: str) -> object:
        try:
            return self._fields[name]
        except KeyError:
            raise AttributeError(f"{self._type_name!r} object has no attribute {name!r}") from None

    def __eq__(self, other: object) -> bool:
        if type(other) is not _Instance:
            return NotImplemented
        return self._type_name == other._type_name and self._fields == other._fields

    def __repr__(self) -> str:
        return repr(self.record())

    def record(self) -> Record:
        """The structure it was made from."""
        return Record(self._type_name, tuple(self._fields.items()))


codec.ENCODERS[_Unknown] = lambda encoder, value, depth: {"o": value._type_name}
codec.ENCODERS[_Instance] = lambda encoder, value, depth: encoder.structure(Record, value.record(), depth)
