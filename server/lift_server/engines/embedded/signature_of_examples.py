"""The signature that a spec's examples show, where no idiom says more: read as syntax, never evaluated."""

import ast
from collections import Counter
from collections.abc import Iterable, Sequence

from lift_ir import IR, Inferred, Parameter, Provenance, TypeExpr, parse_type
from lift_server.engines.embedded.evidence import ExampleCall, example_calls
from lift_server.engines.embedded.reader import ENGINE, mentioned_names, passed
from lift_server.engines.embedded.search.types import joined, split, type_of

ORIGIN = Inferred(engine=ENGINE, model="examples")

_NAMES = {"int": "number", "float": "number", "str": "text", "bool": "flag", "dict": "mapping", "set": "members"}
_PLURALS = {"int": "numbers", "float": "numbers", "str": "texts", "list": "rows", "pair": "pairs", "tuple": "rows"}
_ORDINALS = ("first", "second", "third", "fourth", "fifth")


def ir_of_examples(stated: IR) -> IR | None:
    """`stated` with name, parameters and types added as the examples show them; None when they do not show all that
    is missing."""
    signature, calls = stated.signature, example_calls(stated)
    if not calls or signature.is_complete:
        return None
    name = signature.name or calls[0].name
    calls = tuple(call for call in calls if call.name == name)
    parameters = signature.parameters if signature.parameters is not None else _parameters(stated.intent, calls)
    if parameters is None:
        return None
    typed = tuple(_typed(item, place, calls) for place, item in enumerate(parameters))
    changes: dict[str, object] = {"parameters": typed}
    if signature.name is None:
        changes |= {"name": name, "name_origin": ORIGIN}
    if signature.returns is None:
        results = [call.expected for call in calls if call.expected is not None]
        changes |= {"returns": type_of_literals(results), "returns_origin": ORIGIN}
    drafted = signature.model_copy(update=changes)
    if not drafted.is_complete:
        return None
    provenance = Provenance(engine=ENGINE, model=ORIGIN.model)
    return stated.model_copy(update={"signature": drafted, "provenance": provenance})


def _parameters(prose: str, calls: Sequence[ExampleCall]) -> tuple[Parameter, ...] | None:
    """One for each argument; None when the calls differ in how many they pass, or in the keywords."""
    shapes = {(len(call.arguments), tuple(sorted(name for name, _ in call.keywords))) for call in calls}
    if len(shapes) > 1:
        return None
    [(count, keywords)] = shapes
    mentioned = [name for name in mentioned_names(prose, calls) if name not in keywords]
    columns = [[call.arguments[at] for call in calls] for at in range(count)]
    names = mentioned if len(mentioned) == count else _names_by_type(list(map(_type_of_values, columns)))
    return tuple(Parameter(name=name, origin=ORIGIN) for name in (*names, *keywords))


def _names_by_type(types: Sequence[str]) -> list[str]:
    """A name for each type; `first_`, `second_` and so on before one that several would have."""
    names = [_name_of(item) for item in types]
    counts, met, found = Counter(names), Counter[str](), []
    for name in names:
        ordinal = _ORDINALS[met[name]] if met[name] < len(_ORDINALS) else f"other_{met[name]}"
        found.append(name if counts[name] == 1 else f"{ordinal}_{name}")
        met[name] += 1
    return found


def _name_of(type_: str) -> str:
    name, parts = split(type_)
    return _PLURALS.get(split(parts[0])[0], "items") if name == "list" else _NAMES.get(name, "value")


def _typed(parameter: Parameter, place: int, calls: Sequence[ExampleCall]) -> Parameter:
    if parameter.type is not None:
        return parameter
    shown = type_of_literals(argument for call in calls for argument in passed(call, parameter.name, place))
    return parameter.model_copy(update={"type": shown, "type_origin": ORIGIN})


def type_of_literals(nodes: Iterable[ast.expr]) -> TypeExpr | None:
    """The type of all these values, with `| None` where one of them is None; None when they show no type."""
    nodes = list(nodes)
    values = [node for node in nodes if not (isinstance(node, ast.Constant) and node.value is None)]
    shown = _annotation(_type_of_values(values)) if values else ""
    if shown in ("", "Any"):
        return None
    return parse_type(shown if len(values) == len(nodes) else f"{shown} | None")


def _type_of_values(nodes: Sequence[ast.expr]) -> str:
    """Their common type in the search's language; `any` when they have none, or one is no literal."""
    try:
        return joined(type_of(_value(node)) for node in nodes)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return "any"


def _value(node: ast.expr) -> object:
    match node:
        case ast.Call(func=ast.Name(id="approx")):
            return 0.0
    return ast.literal_eval(node)


def _annotation(type_: str) -> str:
    """A type of the search's language in Python's notation."""
    name, parts = split(type_)
    inner = list(map(_annotation, parts))
    match name:
        case "any" | "empty":
            return "Any"
        case "none":
            return "None"
        case "pair":
            return f"tuple[{', '.join(inner)}]"
        case "tuple":
            return f"tuple[{inner[0]}, ...]"
    return f"{name}[{', '.join(inner)}]" if inner else name
