"""Calls worth trying on a function: from examples, drafts, types and the numbers and words of the spec."""

import ast
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, islice, zip_longest

from lift_ir import IR, Parameter, ParameterKind, Signature, TypeExpr
from lift_ir.python_text import parse_expression
from lift_server.checks.arguments import bind, call_text, unbind
from lift_server.checks.literals import literal_value
from lift_server.checks.mutations import mutate
from lift_server.checks.sandbox.api import Call
from lift_server.checks.values_by_type import bare_name, conforms, random_value, type_of, values_of, why_no_values

MAX_CHARS = 200
"""A call longer than this, printed, is not an input that a person reads."""

_SHARES = {"drafted": 15, "example mutation": 20, "draft mutation": 20, "harvested": 20}
"""How many of every 80 inputs come from a source at most; examples are all taken and types fill up what is left."""

_LARGE = (1_000, -1_000)  # larger ones only tell that a loop is long, for a tenth of a second each
_MOST_LARGE_INPUTS = 6
_LARGEST_CONSTANT = 100_000
_LONGEST_CONSTANT = 40
_NUMBER = re.compile(r"(?<![\w.])-?\d{1,6}(?:\.\d{1,6})?(?![\w.]*\w)")
_QUOTED = re.compile(r"\"([^\"\n]+)\"|(?<!\w)'([^'\n]+)'(?!\w)|`([^`\n]+)`")
_NON_FINITE = re.compile(r"\b(nan|inf|infinity|infinite|finite|isfinite|isnan|isinf)\b", re.IGNORECASE)


class Source(StrEnum):
    """Where an input comes from."""

    EXAMPLE = "example"
    DRAFTED = "drafted"
    EXAMPLE_MUTATION = "example mutation"
    DRAFT_MUTATION = "draft mutation"
    TYPED = "typed"
    HARVESTED = "harvested"


@dataclass(frozen=True, slots=True)
class Input:
    """A call of the function and where it comes from. Its values are never changed by anyone."""

    call: Call
    source: Source

    @property
    def text(self) -> str:
        """The call as source."""
        return call_text(self.call)


@dataclass(frozen=True, slots=True)
class Constants:
    """Numbers and quoted words of the spec's text, in order; `non_finite` when it speaks of nan or infinity."""

    integers: tuple[int, ...] = ()
    floats: tuple[float, ...] = ()
    strings: tuple[str, ...] = ()
    non_finite: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    """One parameter, its type, whether it may be left out, and its values, the simplest first."""

    parameter: Parameter
    type: TypeExpr
    values: list[object]
    harvested: list[object] = field(default_factory=list)

    @property
    def optional(self) -> bool:
        variadic = (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)
        return self.parameter.default is not None or self.parameter.kind in variadic


def why_no_inputs(ir: IR) -> str:
    """Why no inputs can be made from the parameters' types, as the end of "no inputs, because ..."; "" when they can.

    Inputs whose arguments the spec's examples or a draft give exist even then.
    """
    if ir.signature.parameters is None:
        return "its parameters are undecided"
    brought = frozenset(use.name for use in ir.uses if use.module)
    for parameter in ir.signature.parameters:
        reason = why_no_values(parameter.type, brought) if parameter.type is not None else ""
        if reason and parameter.default is None:
            return f"{reason} (parameter `{parameter.name}`)"
    return ""


def generate_inputs(ir: IR, drafted: Iterable[str] = (), *, seed: int = 0, limit: int = 80) -> tuple[Input, ...]:
    """Up to `limit` different calls, the simplest first; the same for the same arguments. () for an unnamed spec.

    `drafted` are calls as source text; those whose arguments are no literals are left out, as in the spec's examples.
    """
    signature = ir.signature
    if signature.name is None or signature.parameters is None:
        return ()
    generator = random.Random(seed)
    stated = list(_literal_calls((example.text for example in ir.examples if example.is_formal), signature))
    drafts = list(_literal_calls(drafted, signature))
    columns = _columns(ir, [*stated, *drafts])
    rest = [column for column in columns if column.values or not column.optional]

    def cap(source: Source) -> int:
        return max(1, _SHARES[source] * limit // 80)

    found: dict[str, Input] = {}

    def take(bounds: Iterable[dict[str, object]], source: Source, count: int) -> None:
        before = len(found)
        for bound in bounds:
            if len(found) >= min(limit, before + count):
                return
            args, kwargs = unbind(signature, bound)
            item = Input(Call(signature.name or "", args, kwargs), source)
            if len(text := item.text) <= MAX_CHARS:
                found.setdefault(text, item)

    take(stated, Source.EXAMPLE, limit)
    take(drafts, Source.DRAFTED, cap(Source.DRAFTED))
    take(_mutations(stated, columns, generator, limit), Source.EXAMPLE_MUTATION, cap(Source.EXAMPLE_MUTATION))
    take(_mutations(drafts, columns, generator, limit), Source.DRAFT_MUTATION, cap(Source.DRAFT_MUTATION))
    if all(column.values for column in rest):
        take(_harvested(rest, generator), Source.HARVESTED, cap(Source.HARVESTED))
        take(chain(_boundary(rest), _random(rest, generator, 4 * limit)), Source.TYPED, limit)
    return tuple(sorted(found.values(), key=lambda item: cost(item.text)))


def large_inputs(ir: IR) -> tuple[Input, ...]:
    """A few calls with one large integer each, beside plain values of the other parameters; () without integers.

    A function may be slow on them, so they come after all others, and no question is asked about them.
    """
    signature = ir.signature
    stated = list(_literal_calls((example.text for example in ir.examples if example.is_formal), signature))
    columns = [column for column in _columns(ir, stated) if column.values or not column.optional]
    if signature.name is None or not all(column.values for column in columns):
        return ()
    plain = _plain(columns)
    integers = [column.parameter.name for column in columns if bare_name(column.type) == "int"]
    bounds = [plain | {name: value} for value in _LARGE for name in integers]
    return tuple(
        Input(Call(signature.name, *unbind(signature, bound)), Source.TYPED) for bound in bounds[:_MOST_LARGE_INPUTS]
    )


def cost(text: str) -> tuple[int, int, str]:
    """A sort key for calls printed as source: short ones with small numbers first, characters beyond ASCII last."""
    strange = sum(not character.isascii() or character == "\\" for character in text)
    numbers = re.findall(r"\d+", text)
    long_numbers = sum(len(number) > 3 for number in numbers)
    return len(text) + 4 * strange + 2 * long_numbers, sum(int(number[:4]) for number in numbers), text


def harvest(ir: IR) -> Constants:
    """The constants of the spec's text: its prose, descriptions, and clauses other than examples."""
    clauses = [item.condition.text for item in ir.assertions]
    clauses += [item.condition.text for item in ir.raises if item.condition]
    parameters = ir.signature.parameters or ()
    text = "\n".join([ir.intent, *(parameter.description for parameter in parameters), *clauses])
    numbers = dict.fromkeys(match[0] for match in _NUMBER.finditer(text))
    integers = [int(number) for number in numbers if "." not in number and abs(int(number)) <= _LARGEST_CONSTANT]
    names = {*ir.signature.parameter_names, ir.signature.name}
    strings = dict.fromkeys(next(filter(None, match.groups())) for match in _QUOTED.finditer(text))
    return Constants(
        integers=tuple(dict.fromkeys(near for value in integers for near in (value, value - 1, value + 1))),
        floats=tuple(dict.fromkeys(near for number in numbers for near in _near(float(number)))),
        strings=tuple(text for text in strings if text not in names and len(text) <= _LONGEST_CONSTANT),
        non_finite=bool(_NON_FINITE.search(text)),
    )


def _near(number: float) -> tuple[float, ...]:
    return number, number - 1, number + 1


def literal_calls(texts: Iterable[str], signature: Signature) -> list[Call]:
    """The function's calls in `texts` (expressions as source) whose arguments are literals and fit the signature."""
    bounds = _literal_calls(texts, signature)
    return [Call(signature.name or "", *unbind(signature, bound)) for bound in bounds]


def _literal_calls(texts: Iterable[str], signature: Signature) -> Iterator[dict[str, object]]:
    """The bound arguments of the function's calls in `texts` whose arguments are literals and fit the signature."""
    for text in texts:
        try:
            tree = parse_expression(text)
        except ValueError:
            continue
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
            if not isinstance(call.func, ast.Name) or call.func.id != signature.name:
                continue
            try:
                args = [literal_value(argument) for argument in call.args]
                kwargs = [(keyword.arg or "", literal_value(keyword.value)) for keyword in call.keywords]
            except ValueError:
                continue
            bound = bind(signature, args, kwargs)
            if bound is not None:
                yield bound


def _columns(ir: IR, known: Sequence[dict[str, object]]) -> list[_Column]:
    constants = harvest(ir)
    brought = frozenset(use.name for use in ir.uses if use.module)
    columns = []
    for parameter in ir.signature.parameters or ():
        given = [bound[parameter.name] for bound in known if parameter.name in bound]
        type_expr = _type_of_parameter(parameter, given)
        if why_no_values(type_expr, brought):
            columns.append(_Column(parameter, type_expr, []))
            continue
        values = values_of(type_expr, non_finite=constants.non_finite)
        columns.append(_Column(parameter, type_expr, values, _constants_of(type_expr, constants)))
    return columns


def _type_of_parameter(parameter: Parameter, given: list[object]) -> TypeExpr:
    """The type of the value that `bind` gives for the parameter: a tuple for `*args`, a dict for `**kwargs`."""
    if parameter.type is None:
        return type_of(given)
    if parameter.kind is ParameterKind.VAR_POSITIONAL:
        return TypeExpr(name="tuple", args=(parameter.type, TypeExpr(name="...")))
    if parameter.kind is ParameterKind.VAR_KEYWORD:
        return TypeExpr(name="dict", args=(TypeExpr(name="Literal", values=("'key'", "'name'", "'x'")), parameter.type))
    return parameter.type


def _constants_of(type_expr: TypeExpr, constants: Constants) -> list[object]:
    """The constants as values of the type, alone or inside the smallest containers."""
    name, args = bare_name(type_expr), type_expr.args
    if name == "int":
        return list(constants.integers)
    if name == "float":
        return list(constants.floats)
    if name == "str":
        return [*constants.strings, *(f"a{text}b" for text in constants.strings)]
    if name == "|":
        return [value for arg in args for value in _constants_of(arg, constants)]
    if name == "dict" and len(args) == 2:
        keys, values = _constants_of(args[0], constants), values_of(args[1])
        return [{key: value} for key in keys if args[0].name in ("str", "int") for value in values[1:2]]
    if len(args) != 1 and not (name == "tuple" and args and args[-1].name == "..."):
        return []
    inner = _constants_of(args[0], constants)
    lists = [[value] for value in inner] + [inner[:2], inner[:3]]
    built = [tuple(members) if name == "tuple" else members for members in lists if members]
    return [value for value in built if conforms(value, type_expr)]


def _mutations(
    known: Sequence[dict[str, object]], columns: Sequence[_Column], generator: random.Random, count: int
) -> Iterator[dict[str, object]]:
    changeable = {column.parameter.name: column.type for column in columns if column.values}
    for _ in range(count if known and changeable else 0):
        bound = dict(generator.choice(known))
        name = generator.choice([name for name in bound if name in changeable] or [""])
        if name:
            yield bound | {name: mutate(bound[name], changeable[name], generator)}


def _boundary(columns: Sequence[_Column]) -> Iterator[dict[str, object]]:
    """Every value of every parameter once beside plain values of the others, then all parameters along their lists."""
    plain = _plain(columns)
    yield plain
    varied = [[plain | {column.parameter.name: value} for value in column.values] for column in columns]
    yield from islice((bound for row in zip_longest(*varied) for bound in row if bound is not None), 40)
    if len(columns) > 1:
        for index in range(8):
            yield {column.parameter.name: column.values[index % len(column.values)] for column in columns}


def _harvested(columns: Sequence[_Column], generator: random.Random) -> Iterator[dict[str, object]]:
    plain = _plain(columns)
    varied = [[(column.parameter.name, value) for value in column.harvested] for column in columns]
    for row in zip_longest(*varied):
        for pair in row:
            if pair is not None:
                yield plain | dict([pair])
                yield _random_bound(columns, generator) | dict([pair])


def _random(columns: Sequence[_Column], generator: random.Random, count: int) -> Iterator[dict[str, object]]:
    for _ in range(count if columns else 0):
        yield _random_bound(columns, generator)


def _random_bound(columns: Sequence[_Column], generator: random.Random) -> dict[str, object]:
    bound: dict[str, object] = {}
    for column in columns:
        if column.optional and generator.random() < 0.5:
            continue
        boundary = generator.random() < 0.3
        bound[column.parameter.name] = (
            generator.choice(column.values) if boundary else random_value(column.type, generator)
        )
    return bound


def _plain(columns: Sequence[_Column]) -> dict[str, object]:
    """The second simplest value of every parameter that needs one: the first is often empty or zero."""
    return {column.parameter.name: column.values[:2][-1] for column in columns if not column.optional}
