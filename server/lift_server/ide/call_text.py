"""A call of a function with values of the right types, to be filled in."""

import re

from lift_ir import Parameter, ParameterKind, Signature, TypeExpr

_SAMPLES = {
    "int": "1",
    "float": "1.0",
    "complex": "1j",
    "bool": "True",
    "str": '"a"',
    "bytes": 'b"a"',
    "list": "[]",
    "Sequence": "[]",
    "Iterable": "[]",
    "Collection": "[]",
    "tuple": "()",
    "dict": "{}",
    "Mapping": "{}",
    "set": "set()",
    "frozenset": "frozenset()",
    "None": "None",
    "Decimal": 'decimal.Decimal("1")',
    "Fraction": "fractions.Fraction(1, 2)",
    "date": "datetime.date(2024, 2, 29)",
    "datetime": "datetime.datetime(2024, 2, 29)",
    "timedelta": "datetime.timedelta(1)",
}
_VARIADIC = (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)


def sample_value(type_expr: TypeExpr | None) -> str:
    """A literal of the type, the simplest that is not nothing; `...` where none is known."""
    if type_expr is None:
        return "..."
    if type_expr.name == "|":
        return sample_value(type_expr.args[0])
    if type_expr.name == "Literal" and type_expr.values:
        return type_expr.values[0]
    if type_expr.name in ("list", "Sequence", "Iterable", "Collection") and type_expr.args:
        inner = sample_value(type_expr.args[0])
        return "[]" if inner == "..." else f"[{inner}]"
    return _SAMPLES.get(type_expr.name, "...")


def plain_call(signature: Signature) -> str:
    """`f(1, k=2)`: the call with a value for each parameter that needs one."""
    return f"{signature.name}({', '.join(_argument(item, sample_value(item.type)) for item in _needed(signature))})"


def call_snippet(signature: Signature) -> str:
    """The same call as a snippet of the protocol: each value is a place to fill."""
    arguments = [
        _argument(item, f"${{{at}:{escaped(sample_value(item.type))}}}")
        for at, item in enumerate(_needed(signature), start=1)
    ]
    return f"{signature.name}({', '.join(arguments)})"


def escaped(text: str) -> str:
    """`text` as it stands in a snippet."""
    return re.sub(r"[\\$}]", r"\\\g<0>", text)


def _needed(signature: Signature) -> list[Parameter]:
    return [item for item in signature.parameters or () if item.default is None and item.kind not in _VARIADIC]


def _argument(parameter: Parameter, value: str) -> str:
    return f"{parameter.name}={value}" if parameter.kind is ParameterKind.KEYWORD_ONLY else value
