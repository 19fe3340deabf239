"""Arguments of calls: bound to a signature, put back into a call, and printed as source that a spec could hold."""

import math
from collections import Counter, OrderedDict, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from lift_ir import ParameterKind, Signature
from lift_server.checks.sandbox.api import Call, Items, Opaque, Record

Keyword = tuple[str, object]
_POSITIONAL = (ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD)


def bind(signature: Signature, args: Sequence[object], kwargs: Iterable[Keyword]) -> dict[str, object] | None:
    """The values given for each parameter, in the order of the signature; None when the call does not fit it.

    Parameters left to their default are absent; `*args` is a tuple and `**kwargs` a dict, absent when empty.
    """
    given = dict(kwargs)
    rest = list(args)
    bound: dict[str, object] = {}
    for parameter in signature.parameters or ():
        name, kind = parameter.name, parameter.kind
        if kind is ParameterKind.VAR_POSITIONAL:
            if rest:
                bound[name] = tuple(rest)
            rest = []
        elif kind is ParameterKind.VAR_KEYWORD:
            if given:
                bound[name] = given
            given = {}
        elif kind in _POSITIONAL and rest:
            bound[name] = rest.pop(0)
        elif kind is not ParameterKind.POSITIONAL_ONLY and name in given:
            bound[name] = given.pop(name)
        elif parameter.default is None:
            return None
    return None if rest or given else bound


def unbind(signature: Signature, bound: Mapping[str, object]) -> tuple[tuple[object, ...], tuple[Keyword, ...]]:
    """The (args, kwargs) that give `bound`: positional where possible, by name after a parameter that is left out."""
    args: list[object] = []
    kwargs: dict[str, object] = {}
    positional = True
    for parameter in signature.parameters or ():
        if parameter.name not in bound:
            positional = positional and parameter.kind not in _POSITIONAL
            continue
        value = bound[parameter.name]
        if parameter.kind is ParameterKind.VAR_POSITIONAL and isinstance(value, tuple):
            args.extend(value if positional else ())
        elif parameter.kind is ParameterKind.VAR_KEYWORD and isinstance(value, dict):
            kwargs.update(value)
        elif parameter.kind in _POSITIONAL and positional:
            args.append(value)
        elif parameter.kind is not ParameterKind.POSITIONAL_ONLY:
            kwargs[parameter.name] = value
    return tuple(args), tuple(kwargs.items())


def call_text(call: Call) -> str:
    """The call as source: `f([1, 2], k=3)`."""
    parts = [*map(value_text, call.args), *(f"{name}={value_text(value)}" for name, value in call.kwargs)]
    return f"{call.function}({', '.join(parts)})"


def value_text(value: object) -> str:
    """The value as a formal expression with an equal value; sets are sorted, so that equal values print alike.

    Values that no expression builds (Opaque) print as `<type>`.
    """
    match value:
        case float() if not math.isfinite(value):
            return f"float('{value}')"
        case list():
            return f"[{_listed(value)}]"
        case tuple():
            return f"({_listed(value)}{',' if len(value) == 1 else ''})"
        case Counter():
            return f"collections.Counter({value_text(dict(value))})"
        case OrderedDict():
            return f"collections.OrderedDict({value_text(dict(value))})"
        case deque():
            return f"collections.deque([{_listed(value)}])"
        case dict():
            return "{" + ", ".join(f"{value_text(key)}: {value_text(item)}" for key, item in value.items()) + "}"
        case set():
            return "{" + ", ".join(sorted(map(value_text, value), key=_short_first)) + "}" if value else "set()"
        case frozenset():
            return f"frozenset({value_text(set(value)) if value else ''})"
        case Decimal():
            return f"decimal.{value!r}"
        case Fraction():
            return f"fractions.{value!r}"
        case datetime() | date() | time() | timedelta():
            return repr(value)
        case Items(values=values):
            return f"iter([{_listed(values)}])"
        case Opaque(type_name=name):
            return f"<{name}>"
        case Record(type_name=name, fields=fields):
            return f"{name}({', '.join(f'{field}={value_text(item)}' for field, item in fields)})"
        case int() if not isinstance(value, bool):
            return _integer_text(value)
    return repr(value)


def _listed(values: Sequence[object]) -> str:
    return ", ".join(map(value_text, values))


def _short_first(text: str) -> tuple[int, str]:
    return len(text), text


def _integer_text(value: int) -> str:
    # Python refuses to print integers of more than 4,300 digits in decimal.
    return repr(value) if value.bit_length() < 10_000 else hex(value)
