"""Refuses JSON schemas that XGrammar 0.2.8 (or vLLM before it) ignores, rejects or gets wrong.

What is allowed is a list, not the rest of a list: each of its constructs is tested with the pinned XGrammar.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_ALLOWED = frozenset(
    {
        "$defs", "$ref", "additionalProperties", "anyOf", "const", "description", "enum", "items", "maxItems",
        "minItems", "pattern", "prefixItems", "properties", "required", "title", "type",
    }
)  # fmt: skip

_CONTROL = "lets raw control characters through and no escapes: check the length afterwards"
_IGNORED = "is ignored without a word"
_REFUSED = "is refused by vLLM before XGrammar sees it"
_BECAUSE = {
    "minLength": _CONTROL,
    "maxLength": _CONTROL,
    "not": _IGNORED,
    "if": _IGNORED,
    "then": _IGNORED,
    "else": _IGNORED,
    "contains": _IGNORED,
    "dependentRequired": _IGNORED,
    "dependentSchemas": _IGNORED,
    "allOf": "of more than one branch is refused by vLLM, and ignored when the request falls back to another backend",
    "uniqueItems": _REFUSED,
    "multipleOf": _REFUSED,
    "patternProperties": _REFUSED,
    "propertyNames": _REFUSED,
    "oneOf": "does not exclude values that fit two branches: write `anyOf`",
    "discriminator": "beside `oneOf` is refused by llguidance: write `anyOf`",
    "default": "makes a property optional, and optional properties are left out at random: require it",
}
_NO_REGEX = ("(?", "\\b", "\\B", "\\1", "\\p")


@dataclass(frozen=True, slots=True)
class SchemaProblem:
    """Where in the schema (a JSON pointer), and what is wrong there."""

    pointer: str
    message: str


def lint_schema(schema: object, pointer: str = "") -> tuple[SchemaProblem, ...]:
    """Every construct of the schema that must not be sent; () when it may be."""
    if not isinstance(schema, dict):
        return (SchemaProblem(pointer or "/", "a schema is an object here"),)
    return tuple(_problems(schema, pointer))


def _problems(schema: dict[str, Any], pointer: str) -> Iterator[SchemaProblem]:
    for keyword in schema:
        if keyword not in _ALLOWED:
            because = _BECAUSE.get(keyword, "is not among the constructs that are tested with XGrammar")
            yield SchemaProblem(f"{pointer}/{keyword}", f"`{keyword}` {because}")
    if schema.get("type") == "object" or "properties" in schema:
        yield from _object_problems(schema, pointer)
    if schema.get("type") == "array":
        yield from _array_problems(schema, pointer)
    if "pattern" in schema:
        yield from _pattern_problems(schema["pattern"], f"{pointer}/pattern")
    if not schema.keys() & {"type", "properties", "enum", "const", "anyOf", "$ref"}:
        yield SchemaProblem(pointer or "/", "says nothing of its type, so that anything fits")
    for where, inner in _inner(schema):
        yield from lint_schema(inner, f"{pointer}/{where}")


def _object_problems(schema: dict[str, Any], pointer: str) -> Iterator[SchemaProblem]:
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        yield SchemaProblem(pointer or "/", "an object without `properties` holds anything")
    elif schema.get("required") != list(properties):
        yield SchemaProblem(f"{pointer}/required", "`required` names every property, in their order")
    if schema.get("additionalProperties") is not False:
        yield SchemaProblem(f"{pointer}/additionalProperties", "`additionalProperties` is false")


def _array_problems(schema: dict[str, Any], pointer: str) -> Iterator[SchemaProblem]:
    if "maxItems" not in schema:
        yield SchemaProblem(pointer or "/", "a list without `maxItems` can go on until the reply is cut off")
    if "prefixItems" in schema:
        count = len(schema["prefixItems"])
        if schema.get("items") is not False or schema.get("minItems") != count or schema.get("maxItems") != count:
            yield SchemaProblem(pointer or "/", "`prefixItems` comes with `items: false` and as many items as it names")
    elif not isinstance(schema.get("items"), dict):
        yield SchemaProblem(pointer or "/", "a list says what its items are")


def _pattern_problems(pattern: object, pointer: str) -> Iterator[SchemaProblem]:
    if not isinstance(pattern, str) or not (pattern.startswith("^") and pattern.endswith("$")):
        yield SchemaProblem(pointer, "a pattern is anchored with `^` and `$`")
    elif any(construct in pattern for construct in _NO_REGEX):
        yield SchemaProblem(pointer, "groups with `?`, word boundaries, back references and `\\p` are not supported")


def _inner(schema: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for keyword in ("properties", "$defs"):
        if isinstance(schema.get(keyword), dict):
            yield from ((f"{keyword}/{name}", inner) for name, inner in schema[keyword].items())
    for keyword in ("anyOf", "prefixItems"):
        yield from ((f"{keyword}/{at}", inner) for at, inner in enumerate(schema.get(keyword, ())))
    if "items" in schema and schema["items"] is not False:
        yield "items", schema["items"]
