"""The checked-in JSON Schema says what the models say."""

import json

import jsonschema
import pytest
from hypothesis import given, settings

from language.irs import irs
from lift_ir import IR
from lift_ir.schema import SCHEMA_FILE, schema_text

SCHEMA = jsonschema.Draft202012Validator(json.loads(schema_text()))


def test_the_checked_in_schema_is_current():
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "run `make generate`"


@given(irs())
@settings(max_examples=30)
def test_every_ir_is_valid_by_the_schema(ir: IR):
    SCHEMA.validate(json.loads(ir.model_dump_json()))


@pytest.mark.parametrize(
    "change", [{"version": 2}, {"extra": 1}, {"effects": ["magic"]}, {"assertions": [{"kind": "wish"}]}]
)
def test_what_is_no_ir_is_refused_by_schema_and_model(change: dict[str, object]):
    data = IR().model_dump(mode="json") | change
    assert not SCHEMA.is_valid(data)
    with pytest.raises(ValueError, match="validation error"):
        IR.model_validate(data)
