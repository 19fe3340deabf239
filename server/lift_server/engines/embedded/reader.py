"""Drafting what a spec leaves open: name, parameters and types, from its prose, its examples and the idiom."""

import ast
import re
from collections.abc import Iterable, Sequence

from lift_ir import IR, Inferred, Parameter, Provenance, TypeExpr, parse_type
from lift_ir.formal import BUILTIN_NAMES
from lift_ir.signature import identifier
from lift_server.engines.embedded.adapt import Roles, best_order, match_parameters
from lift_server.engines.embedded.evidence import ExampleCall, element_type, example_calls
from lift_server.engines.embedded.index import Idiom, IdiomParameter, Index
from lift_server.engines.embedded.kinds import agree, kind_of_literal, kind_of_type, may_equal

ENGINE = "embedded"

_FUNCTION_CALLED = re.compile(r"\b(?:function|method|routine)\s+(?:called|named)\s+[`'\"]?([A-Za-z_]\w*)")
_MENTIONED = re.compile(
    r"`(?P<quoted>[A-Za-z_]\w*)`"
    r"|(?<!function )(?<!method )\b(?:called|named)\s+['\"]?(?P<called>[A-Za-z_]\w*)"
    r"|(?<![\w'’.\-/^<\"])(?P<letter>[b-hj-z])(?![\w'’/\">!^]|\.\w|-(?!th\b))"
)
_LETTERS_OF_NUMBERS = frozenset("ijkmnxy")
_ELEMENTS = re.compile(r"\b(?:list|array|sequence|tuple)s?\s+of\s+(?:\w+\s+)?(\w+)\b", re.IGNORECASE)
_TYPE_OF_ELEMENTS = {
    **dict.fromkeys(("integers", "ints"), "int"),
    **dict.fromkeys(("numbers", "floats", "measurements", "prices", "amounts", "scores", "temperatures"), "float"),
    **dict.fromkeys(("strings", "words", "names", "texts", "sentences", "lines"), "str"),
}


def draft_ir(stated: IR, idiom: Idiom, index: Index) -> IR:
    """`stated` with name, parameters and types added where it has none; every addition is inferred from the idiom."""
    origin = Inferred(engine=ENGINE, model=idiom.family)
    calls = example_calls(stated)
    signature = stated.signature
    changes: dict[str, object] = {}
    if signature.parameters is None:
        roles = _new_roles(stated.intent, idiom, calls)
        parameters = tuple(Parameter(name=roles[item.name], origin=origin) for item in _in_call_order(idiom, calls))
    else:
        roles = dict(match_parameters(idiom, signature.parameters, index) or {})
        parameters = signature.parameters
    typed = _typed(parameters, roles, idiom, stated.intent, calls, origin)
    if typed != signature.parameters:
        changes["parameters"] = typed
    if signature.name is None:
        changes |= {"name": _function_name(stated.intent, idiom, calls), "name_origin": origin}
    if signature.returns is None:
        changes |= {"returns": _result_type(idiom, typed, roles), "returns_origin": origin}
    if not changes:
        return stated
    drafted = stated.signature.model_copy(update=changes)
    return stated.model_copy(update={"signature": drafted, "provenance": Provenance(engine=ENGINE, model=idiom.family)})


def fits_examples(idiom: Idiom, calls: Iterable[ExampleCall]) -> bool:
    """Whether the arguments and results of the examples may belong to the idiom, in some order of its parameters."""
    result = kind_of_type(idiom.result)
    for call in calls:
        if len(call.arguments) + len(call.keywords) != len(idiom.parameters):
            return False
        if not call.keywords and _order(idiom, call) is None:
            return False
        if call.expected is None or ("None" in idiom.result and _is_none(call.expected)):
            continue
        if _is_none(call.expected) or not agree(kind_of_literal(call.expected), result):
            return False
        if not may_equal(call.expected, idiom.result):
            return False
    return True


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _order(idiom: Idiom, call: ExampleCall) -> tuple[int, ...] | None:
    def fit(parameter: IdiomParameter, kind: str) -> float | None:
        expected = kind_of_type(parameter.type)
        return (1.0 if expected == kind else 0.0) if agree(expected, kind) else None

    return best_order([[fit(parameter, kind) for kind in call.kinds] for parameter in idiom.parameters])


def _in_call_order(idiom: Idiom, calls: Sequence[ExampleCall]) -> list[IdiomParameter]:
    """The idiom's parameters in the order in which the first positional example passes them."""
    for call in calls:
        if not call.keywords and (order := _order(idiom, call)) is not None:
            placed = zip(order, idiom.parameters, strict=True)
            return [parameter for _, parameter in sorted(placed, key=lambda pair: pair[0])]
    return list(idiom.parameters)


def _function_name(prose: str, idiom: Idiom, calls: Sequence[ExampleCall]) -> str:
    """The name that the examples call, else the one that the prose gives, else the idiom's."""
    said = [match[1] for match in _FUNCTION_CALLED.finditer(prose)]
    return next(filter(_is_name, [*(call.name for call in calls), *said]), idiom.family)


def _is_name(text: str) -> bool:
    try:
        return bool(identifier(text)) and text not in BUILTIN_NAMES
    except ValueError:
        return False


def _new_roles(prose: str, idiom: Idiom, calls: Sequence[ExampleCall]) -> dict[str, str]:
    """Idiom's parameter -> its name in the spec; names that examples or prose use win where it is clear whose."""
    names = [item.name for item in idiom.parameters]
    candidates = mentioned_names(prose, calls)
    words = set(re.findall(r"\w+", prose.lower()))
    open_names = [name for name in names if name not in words and name not in candidates]
    new = [name for name in candidates if name not in names]
    kinds = {item.name: kind_of_type(item.type) for item in idiom.parameters}
    if not open_names or len(new) != len(open_names) or not _suit(new, [kinds[name] for name in open_names]):
        return {name: name for name in names}
    return {name: name for name in names} | dict(zip(open_names, new, strict=True))


def mentioned_names(prose: str, calls: Sequence[ExampleCall]) -> list[str]:
    """What may be names of parameters: keywords of the examples, then what the prose mentions as a name."""
    mentioned = [name for call in calls for name, _ in call.keywords]
    mentioned += [match[match.lastgroup or 0] for match in _MENTIONED.finditer(prose)]
    called = {call.name for call in calls} | {match[1] for match in _FUNCTION_CALLED.finditer(prose)}
    return [name for name in dict.fromkeys(mentioned) if _is_name(name) and name not in {*called, "result"}]


def passed(call: ExampleCall, name: str, place: int) -> list[ast.expr]:
    """The argument for the parameter of this name at this place; empty when the call passes none."""
    named = [value for keyword, value in call.keywords if keyword == name]
    return named or list(call.arguments[place : place + 1])


def _suit(names: Sequence[str], kinds: Sequence[str]) -> bool:
    """Whether no letter that stands for a number by convention falls on something else (`chunks of size n`)."""
    return all(
        name not in _LETTERS_OF_NUMBERS or kind in ("number", "any") for name, kind in zip(names, kinds, strict=True)
    )


def _typed(
    parameters: Sequence[Parameter],
    roles: Roles,
    idiom: Idiom,
    prose: str,
    calls: Sequence[ExampleCall],
    origin: Inferred,
) -> tuple[Parameter, ...]:
    theirs = {new: next(item for item in idiom.parameters if item.name == old) for old, new in roles.items()}
    typed = []
    for place, parameter in enumerate(parameters):
        if parameter.type is None and parameter.name in theirs:
            arguments = [argument for call in calls for argument in passed(call, parameter.name, place)]
            type_expr = _parameter_type(theirs[parameter.name].type, prose, arguments)
            parameter = parameter.model_copy(update={"type": type_expr, "type_origin": origin})
        typed.append(parameter)
    return tuple(typed)


def _parameter_type(text: str, prose: str, arguments: Sequence[ast.expr]) -> TypeExpr:
    """The idiom's type; a list's elements and `Any` are narrowed to what examples pass, else to what the prose says."""
    if text == "Any":
        return parse_type(element_type(arguments) or text)
    if text not in ("list[Any]", "list[float]"):
        return parse_type(text)
    elements = [element for node in arguments if isinstance(node, ast.List) for element in node.elts]
    shown = element_type(elements) if elements else None
    said = (_TYPE_OF_ELEMENTS.get(match[1].lower()) for match in _ELEMENTS.finditer(prose))
    narrowed = shown or next(filter(None, said), None)
    allowed = ("int", "float") if text == "list[float]" else ("int", "float", "str", "bool")
    return parse_type(f"list[{narrowed}]" if narrowed in allowed else text)


def _result_type(idiom: Idiom, parameters: Sequence[Parameter], roles: Roles) -> TypeExpr:
    """The idiom's result type; where it is that of a narrowed `list[Any]` parameter it is narrowed too."""
    if idiom.result == "list[Any]":
        for theirs in idiom.parameters:
            narrowed = next((item.type for item in parameters if item.name == roles.get(theirs.name)), None)
            if theirs.type == "list[Any]" and narrowed is not None:
                return narrowed
    return parse_type(idiom.result)
