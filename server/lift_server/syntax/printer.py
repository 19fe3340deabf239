"""The IR's text form: what an author could have written. `lower(parse(print_ir(ir)))` is the IR, origins aside."""

from collections.abc import Collection, Iterator

from lift_ir import IR, Assertion, Condition, Effect, Example, Hole, Parameter, Raises, Signature, Unspecified, Use
from lift_ir.clauses import HoleKind
from lift_ir.formal import is_expression
from lift_ir.signature import ParameterKind
from lift_ir.types import unknown_names
from lift_server.syntax.parser import BYTE_ORDER_MARK
from lift_server.syntax.words import escape_holes, escape_line

INDENT = "    "
NOTHING: frozenset[str] = frozenset()


def print_ir(ir: IR) -> str:
    """A whole block with its final newline; without a header, as a whole file, when the signature is blank."""
    asked = frozenset(hole.subject for hole in ir.holes if hole.subject and hole.kind is not HoleKind.SIGNATURE)
    asked_types = frozenset(hole.subject for hole in ir.holes if hole.kind is HoleKind.SIGNATURE)
    brought = frozenset(use.name for use in ir.uses if use.module)
    header = print_header(ir.signature, asked_types, brought)
    prose = print_prose(ir.intent, ir.signature.parameter_names, asked)
    clauses = "\n".join(_clauses(ir, asked))
    body = "\n\n".join(part for part in (prose, clauses) if part)
    if header == "spec" and body and not body.startswith(BYTE_ORDER_MARK):
        return f"{body}\n"
    return f"{header}\n{indented(body)}\n" if body else f"{header}\n"


def _clauses(ir: IR, asked: Collection[str]) -> Iterator[str]:
    for parameter in ir.signature.parameters or ():
        if parameter.description:
            yield print_description(parameter, asked)
    yield from map(print_use, ir.uses)
    for assertion in ir.assertions:
        yield print_assertion(assertion, asked)
    for raises in ir.raises:
        yield print_raises(raises, asked)
    if ir.effects:
        yield print_effects(ir.effects)
    for example in ir.examples:
        yield print_example(example, asked)
    for unspecified in ir.unspecified:
        yield print_unspecified(unspecified, asked)
    for hole in ir.holes:
        if hole.kind is HoleKind.INTENT and not hole.subject:
            yield print_hole(hole)


def indented(text: str, by: str = INDENT) -> str:
    """`text` with `by` before each line that is not empty."""
    return "\n".join(by + line if line else "" for line in text.split("\n"))


def print_prose(text: str, keys: Collection[str] = NOTHING, asked: Collection[str] = NOTHING) -> str:
    """Prose in which no line reads as a clause (`keys`: parameters), and only the names `asked` as holes."""
    return "\n".join(escape_line(line, keys) for line in escape_holes(text, asked).split("\n"))


def print_header(signature: Signature, asked: Collection[str] = NOTHING, brought: frozenset[str] = NOTHING) -> str:
    """The `spec` line. `asked`: parameters, `->` and `()` that have a `?`; `brought`: types that `uses:` imports."""
    head = " ".join(part for part in ("spec", "async" if signature.is_async else "", signature.name or "") if part)
    parameters = None
    if signature.parameters is not None:
        parameters = print_parameters(signature.parameters, asked, brought)
    elif "()" in asked:
        parameters = "?"
    if parameters is not None:
        head += f"{'' if signature.name else ' '}({parameters})"
    if signature.returns is not None:
        return f"{head} -> {signature.returns}"
    return f"{head} -> ?" if "->" in asked else head


def print_parameters(
    parameters: Collection[Parameter], asked: Collection[str] = NOTHING, brought: frozenset[str] = NOTHING
) -> str:
    """The text between the brackets of a header."""
    parts = ["?"] if "()" in asked else []
    previous: ParameterKind | None = None
    positional_only = ParameterKind.POSITIONAL_ONLY
    for parameter in parameters:
        if previous is positional_only and parameter.kind is not positional_only:
            parts.append("/")
        if parameter.kind is ParameterKind.KEYWORD_ONLY and previous not in (
            parameter.kind,
            ParameterKind.VAR_POSITIONAL,
        ):
            parts.append("*")
        parts.append(print_parameter(parameter, parameter.name in asked, brought))
        previous = parameter.kind
    if previous is positional_only:
        parts.append("/")
    return ", ".join(parts)


_PREFIX = {ParameterKind.VAR_POSITIONAL: "*", ParameterKind.VAR_KEYWORD: "**"}


def print_parameter(parameter: Parameter, asks: bool = False, brought: frozenset[str] = NOTHING) -> str:
    """One parameter of a header; `asks`: a `?` stands for its type, or for its default when the type is known."""
    type_text = str(parameter.type) if parameter.type else "?" if asks else ""
    default = parameter.default
    if asks and parameter.type and not default and not unknown_names(parameter.type, brought):
        default = "?"
    text = _PREFIX.get(parameter.kind, "") + parameter.name + (f": {type_text}" if type_text else "")
    return text if default is None else f"{text} = {default}" if type_text else f"{text}={default}"


def print_description(parameter: Parameter, asked: Collection[str] = NOTHING) -> str:
    """`NAME: what it is`."""
    return f"{parameter.name}: {escape_holes(parameter.description, asked)}"


def print_use(use: Use) -> str:
    """`uses: NAME` or `uses: from MODULE import NAME`."""
    return f"uses: from {use.module} import {use.name}" if use.module else f"uses: {use.name}"


def print_assertion(assertion: Assertion, asked: Collection[str] = NOTHING) -> str:
    """`requires: COND` or `ensures: COND`."""
    key = "requires" if assertion.kind == "precondition" else "ensures"
    return _clause(f"{key}: {_condition(assertion.condition, asked)}")


def print_raises(raises: Raises, asked: Collection[str] = NOTHING) -> str:
    """`raises: E1, E2 when COND`."""
    exceptions = ", ".join(raises.exceptions)
    when = f" when {_condition(raises.condition, asked)}" if raises.condition else ""
    return _clause(f"raises: {exceptions}{when}")


def print_effects(effects: Collection[Effect]) -> str:
    """`effects: E1, E2`, or `effects: none`."""
    return f"effects: {', '.join(effects) or 'none'}"


def print_example(example: Example, asked: Collection[str] = NOTHING) -> str:
    """`example: EXPRESSION` or `example: CALL raises E`."""
    raises = f" raises {', '.join(example.raises)}" if example.raises else ""
    return _clause(f"example: {_value(example.text, asked)}{raises}")


def print_clause(clause: Assertion | Raises | Example) -> str:
    """Whichever of the clauses that are checked it is."""
    match clause:
        case Assertion():
            return print_assertion(clause)
        case Raises():
            return print_raises(clause)
        case Example():
            return print_example(clause)


def print_unspecified(unspecified: Unspecified, asked: Collection[str] = NOTHING) -> str:
    """`unspecified: CALL`."""
    return _clause(f"unspecified: {_value(unspecified.call, asked)}")


def print_hole(hole: Hole) -> str:
    """`hole: QUESTION`."""
    return f"hole: {hole.question}"


def _condition(condition: Condition, asked: Collection[str]) -> str:
    return _value(condition.text, asked)


def _value(text: str, asked: Collection[str]) -> str:
    return text if is_expression(text) else escape_holes(text, asked)


def _clause(text: str) -> str:
    """The clause with the lines behind its first indented, and kept from reading as anything else."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(INDENT + escape_line(line, None) for line in rest)])
