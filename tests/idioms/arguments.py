"""Arguments for every idiom: what its doctests and probes pass, changed a little, and plain values of plain types."""

import ast
import copy
import datetime as dt
import decimal
import doctest
import importlib
import inspect
import pkgutil
import random
import typing
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType, NoneType, UnionType
from typing import Any

from lift_server.engines.embedded import library

MODULES = sorted(info.name for info in pkgutil.iter_modules(library.__path__) if info.name != "mark")
CHARACTERS = "aAbzZ019 \t\n.,;:-_/+=%#@\"'()[]{}\\éßİ²٣中😀"


@dataclass(frozen=True, slots=True)
class Subject:
    """An idiom, its family's default, the calls known to be sensible, and the names of the errors that it declares."""

    function: Callable[..., Any]
    default: Callable[..., Any]
    parameters: tuple[Any, ...]
    result: Any
    calls: tuple[tuple[Any, ...], ...]
    errors: frozenset[str]

    @property
    def name(self) -> str:
        return self.function.__name__


def all_subjects() -> list[Subject]:
    """Return every idiom of the library in the order of the modules."""
    return [
        subject for name in MODULES for subject in _subjects_in(importlib.import_module(f"{library.__name__}.{name}"))
    ]


def drawn_arguments(subject: Subject, luck: random.Random) -> tuple[Any, ...]:
    """Return arguments of the declared types, near those that the idiom's own examples pass."""
    base = luck.choice(subject.calls)
    mixed = [
        luck.choice(subject.calls)[i] if luck.random() < 0.15 and base[i] is not None else value
        for i, value in enumerate(base)
    ]
    return tuple(
        _changed(copy.deepcopy(value), kind, luck) for value, kind in zip(mixed, subject.parameters, strict=True)
    )


def is_of_type(value: Any, kind: Any) -> bool:
    """Whether a value is of an annotated type, the items of containers included; an int will do for a float."""
    if kind is Any:
        return True
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (UnionType, typing.Union):
        return any(is_of_type(value, one) for one in inner)
    if origin is dict:
        return type(value) is dict and all(
            is_of_type(key, inner[0]) and is_of_type(item, inner[1]) for key, item in value.items()
        )
    if origin is tuple and inner[-1] is not ...:
        return type(value) is tuple and len(value) == len(inner) and all(map(is_of_type, value, inner))
    if origin is not None:
        return type(value) is origin and all(is_of_type(item, inner[0]) for item in value)
    if kind is float:
        return type(value) in (int, float)
    return type(value) is (NoneType if kind is None else kind)


def _subjects_in(module: ModuleType) -> list[Subject]:
    nodes = [node for node in ast.parse(inspect.getsource(module)).body if isinstance(node, ast.FunctionDef)]
    families: dict[str, list[ast.FunctionDef]] = {}
    for node in nodes:
        families.setdefault(_keywords(node).get("of", node.name), []).append(node)
    return [_subject(module, node, members) for members in families.values() for node in members]


def _keywords(node: ast.FunctionDef) -> dict[str, Any]:
    decorator = node.decorator_list[0]
    assert isinstance(decorator, ast.Call)
    return {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in decorator.keywords}


def _subject(module: ModuleType, node: ast.FunctionDef, family: list[ast.FunctionDef]) -> Subject:
    function = getattr(module, node.name)
    kinds = typing.get_type_hints(function)
    result = kinds.pop("return")
    calls = [call for member in family for call in _calls(module, member, {one.name for one in family})]
    typed = [call for call in calls if all(map(is_of_type, call, kinds.values()))]
    default = getattr(module, family[0].name)
    return Subject(
        function, default, tuple(kinds.values()), result, tuple(typed or calls), _declared_errors(node, family)
    )


def _calls(module: ModuleType, node: ast.FunctionDef, names: set[str]) -> list[tuple[Any, ...]]:
    examples = [example.source for example in doctest.DocTestParser().get_examples(ast.get_docstring(node) or "")]
    signature = inspect.signature(getattr(module, node.name))
    found = []
    for source in [*examples, *_keywords(node).get("probes", ())]:
        for call in ast.walk(ast.parse(source)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names:
                try:
                    values = [eval(ast.unparse(argument), vars(module)) for argument in call.args]
                    named = {str(item.arg): eval(ast.unparse(item.value), vars(module)) for item in call.keywords}
                except NameError:  # a variable of a comprehension
                    continue
                bound = signature.bind(*values, **named)
                bound.apply_defaults()
                found.append(tuple(bound.arguments.values()))
    return found


def _declared_errors(node: ast.FunctionDef, family: list[ast.FunctionDef]) -> frozenset[str]:
    """The errors that an idiom raises itself, or that its docstring or variant names."""
    raised = {
        call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        for item in ast.walk(node)
        if isinstance(item, ast.Raise)
        for call in [item.exc]
    }
    said = f"{ast.get_docstring(node)} {_keywords(node).get('variant', '')}"
    return frozenset(raised | {word.strip(":,;.") for word in said.split() if word.strip(":,;.").endswith("Error")})


def _changed(value: Any, kind: Any, luck: random.Random) -> Any:
    """Return a value like this one: of the same type, and of the annotated one where it says more."""
    if luck.random() < 0.3:
        return value
    match value:
        case bool():
            return luck.choice([True, False])
        case int() if kind is float and luck.random() < 0.5:
            return value + luck.choice([0.5, -0.25, 0.1])
        case int():
            return luck.choice([value + 1, value - 1, -value, 0, 1, 2, luck.randint(-9, 30)])
        case float():
            return luck.choice([value + 1, -value, value / 3, value * 10, 0.0, 1.0, luck.uniform(-50, 50)])
        case str():
            return _changed_text(value, luck)
        case decimal.Decimal():
            return luck.choice([value + 1, -value, value / 3, value.scaleb(2), decimal.Decimal(0)])
        case dt.date() | dt.datetime():
            return value + dt.timedelta(luck.choice([1, -1, 31, -31, 365, luck.randint(-2000, 2000)]))
        case list() | tuple():
            return _changed_items(value, kind, luck)
        case dict():
            inner = (*typing.get_args(kind), Any, Any)[1] if typing.get_origin(kind) is dict else Any
            kept = [(key, item) for key, item in value.items() if luck.random() < 0.8]
            luck.shuffle(kept)
            return {key: _changed(item, inner, luck) for key, item in kept}
    return value


def _changed_text(text: str, luck: random.Random) -> str:
    i = luck.randint(0, len(text))
    j = luck.randint(i, len(text))
    some = luck.choice(CHARACTERS)
    ways = [text[:i] + some + text[i:], text[:i] + some + text[i + 1 :], text[:i] + text[j:], text[i:j], text[:i] * 2]
    plain = "".join(luck.choices(CHARACTERS, k=luck.randint(0, 6)))
    return luck.choice([*ways, text[::-1], text.upper(), text.lower(), f" {text} ", "", plain])


def _changed_items(items: Any, kind: Any, luck: random.Random) -> Any:
    inner = typing.get_args(kind)
    if isinstance(items, tuple):
        kinds = inner if typing.get_origin(kind) is tuple and len(inner) == len(items) else [Any] * len(items)
        return tuple(_changed(item, one, luck) for item, one in zip(items, kinds, strict=True))
    one = inner[0] if inner else Any
    changed = [_changed(item, one, luck) for item in items if luck.random() < 0.85]
    if items and luck.random() < 0.4:
        changed.append(copy.deepcopy(luck.choice(items)))
    return luck.choice([changed, changed[::-1], luck.sample(changed, len(changed)), [], changed[:1]])
