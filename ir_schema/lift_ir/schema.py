"""The JSON Schema of the contract, checked in beside it. `python -m lift_ir.schema` writes it anew."""

import json
from pathlib import Path

from pydantic.json_schema import models_json_schema

from lift_ir.candidate import Candidate
from lift_ir.ir import IR, IR_VERSION

SCHEMA_FILE = Path(__file__).parents[1] / "lift-ir.schema.json"


def schema_text() -> str:
    """The schema as the file holds it: an `IR` at the root, `Candidate` among the definitions."""
    _, schema = models_json_schema([(IR, "serialization"), (Candidate, "serialization")])
    root = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Lift IR, version {IR_VERSION}",
        "$ref": "#/$defs/IR",
    }
    return json.dumps(root | schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
