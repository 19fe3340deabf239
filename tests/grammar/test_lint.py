"""The lint of schemas: each construct that XGrammar ignores, rejects or gets wrong has its message."""

import pytest

from lift_ir.draft.lint import lint_schema

TEXT = {"type": "string"}
LONG = {"type": "array", "items": {"maxLength": 1, **TEXT}, "maxItems": 1}


def an_object(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


@pytest.mark.parametrize(
    "schema",
    [
        an_object(a=TEXT, b={"type": "array", "items": TEXT, "maxItems": 3}),
        an_object(a={"enum": ["x", "y"]}, b={"const": None}, c={"anyOf": [TEXT, {"type": "null"}]}),
        an_object(a={"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}),
        an_object(a={"type": "array", "prefixItems": [TEXT, TEXT], "items": False, "minItems": 2, "maxItems": 2}),
        an_object(a={"$ref": "#/$defs/T"}) | {"$defs": {"T": TEXT}},
    ],
)
def test_what_is_tested_is_allowed(schema: object) -> None:
    assert lint_schema(schema) == ()


@pytest.mark.parametrize(
    ("schema", "pointer", "words"),
    [
        (TEXT | {"maxLength": 3}, "/maxLength", "control characters"),
        (TEXT | {"minLength": 3}, "/minLength", "control characters"),
        (TEXT | {"not": {"const": "a"}}, "/not", "ignored"),
        (TEXT | {"if": TEXT, "then": TEXT}, "/if", "ignored"),
        (TEXT | {"format": "date"}, "/format", "not among the constructs"),
        ({"type": "integer", "multipleOf": 3}, "/multipleOf", "refused by vLLM"),
        ({"type": "array", "items": TEXT, "maxItems": 2, "uniqueItems": True}, "/uniqueItems", "refused by vLLM"),
        ({"allOf": [TEXT, TEXT]}, "/allOf", "more than one branch"),
        ({"oneOf": [TEXT, TEXT]}, "/oneOf", "anyOf"),
        ({"anyOf": [TEXT], "discriminator": {"propertyName": "k"}}, "/discriminator", "llguidance"),
        ({"type": "array", "items": TEXT}, "/", "maxItems"),
        ({"type": "array", "maxItems": 2}, "/", "what its items are"),
        ({"type": "array", "prefixItems": [TEXT], "items": TEXT, "maxItems": 1}, "/", "items: false"),
        ({"type": "object"}, "/", "holds anything"),
        (an_object(a=TEXT) | {"required": []}, "/required", "every property"),
        (an_object(a=TEXT) | {"additionalProperties": True}, "/additionalProperties", "is false"),
        (an_object(a=TEXT | {"default": ""}), "/properties/a/default", "optional"),
        (an_object(a=TEXT | {"pattern": "[a-z]"}), "/properties/a/pattern", "anchored"),
        (an_object(a=TEXT | {"pattern": "^(?!x).*$"}), "/properties/a/pattern", "not supported"),
        (an_object(a={"description": "text"}), "/properties/a", "anything fits"),
        (an_object(a=True), "/properties/a", "a schema is an object"),
        (an_object(a=LONG), "/properties/a/items/maxLength", "control"),
        ({"anyOf": [TEXT, {"not": TEXT, **TEXT}]}, "/anyOf/1/not", "ignored"),
        (TEXT | {"$defs": {"T": {"minLength": 1, **TEXT}}}, "/$defs/T/minLength", "control"),
        ([TEXT], "/", "a schema is an object"),
    ],
)  # fmt: skip
def test_what_is_not_is_refused_at_its_place(schema: object, pointer: str, words: str) -> None:
    problems = {problem.pointer: problem.message for problem in lint_schema(schema)}
    assert words in problems[pointer]
