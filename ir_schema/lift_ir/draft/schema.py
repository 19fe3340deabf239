"""The schema of a draft, made from what a spec states: known parts are not asked for, so that they cost no tokens."""

import json
from typing import Any

from lift_ir.clauses import Assertion
from lift_ir.draft.model import (
    MAX_ANSWERS,
    MAX_ARGUMENTS,
    MAX_CLAUSES,
    MAX_HOLES,
    MAX_PARAMETERS,
    MAX_RAISES,
)
from lift_ir.effects import Effect
from lift_ir.ir import IR
from lift_ir.origin import Stated

Schema = dict[str, Any]

IDENTIFIER = "^[a-z][a-z0-9_]*$"
_TEXT: Schema = {"type": "string"}


def draft_schema(stated: IR) -> Schema:
    """The JSON schema of a draft for this spec. Every property is required, and their order is that of generation:
    reasoning first, what decides most before what depends on it, questions last.

    It uses only what `lint_schema` allows. A reply under it always is a `Draft`.
    """
    signature = stated.signature
    untyped = [parameter.name for parameter in signature.parameters or () if parameter.type is None]
    informal = informal_assertions(stated)
    properties: Schema = {"think": _TEXT}
    if signature.name is None:
        properties["name"] = {"type": "string", "pattern": IDENTIFIER}
    if signature.parameters is None:
        name = {"type": "string", "pattern": IDENTIFIER}
        properties["params"] = _list(_object({"n": name, "t": _TEXT, "d": _TEXT}), MAX_PARAMETERS)
    if untyped:
        properties["types"] = _object(dict.fromkeys(untyped, _TEXT))
    if signature.returns is None:
        properties["ret"] = _TEXT
    if not states_effects(stated):
        properties["eff"] = _list({"enum": [effect.value for effect in Effect]}, len(Effect))
    properties["req"] = _list(_TEXT, MAX_CLAUSES)
    properties["ens"] = _list(_TEXT, MAX_CLAUSES)
    properties["rai"] = _list(_object({"e": _TEXT, "w": _TEXT}), MAX_RAISES)
    properties["args"] = _list(_TEXT, MAX_ARGUMENTS)
    if informal:
        properties["formal"] = _list(_TEXT, len(informal)) | {"minItems": len(informal)}
    properties["holes"] = _list(_object({"w": _TEXT, "q": _TEXT, "a": _list(_TEXT, MAX_ANSWERS)}), MAX_HOLES)
    return _object(properties)


def schema_text(schema: Schema) -> str:
    """The schema as the one text that is sent everywhere."""
    return json.dumps(schema, separators=(",", ":"))


def states_effects(ir: IR) -> bool:
    """Whether the author wrote an `effects:` clause; leaving it out means none, but is no statement."""
    return bool(ir.effects) or (isinstance(ir.effects_origin, Stated) and ir.effects_origin.span is not None)


def informal_assertions(ir: IR) -> list[Assertion]:
    """The assertions that an engine is asked to formalize, in the order of `Draft.formal`."""
    return [assertion for assertion in ir.assertions if not assertion.condition.is_formal]


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema, most: int) -> Schema:
    return {"type": "array", "items": items, "maxItems": most}
