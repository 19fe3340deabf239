"""The constant texts: grammars per profile and schemas per kind of spec, against files that review sees."""

import subprocess
import sys

import pytest

from grammar.golden_files import FOLDER, PROFILES, SPECS, texts
from lift_ir.draft import draft_schema
from lift_ir.draft.lint import lint_schema
from lift_ir.grammar import body_grammar
from lift_server.lower import read


@pytest.mark.parametrize("name", texts())
def test_the_text_is_the_one_in_review(name: str) -> None:
    assert texts()[name] == (FOLDER / name).read_text(encoding="utf-8"), "run `python -m grammar.golden_files`"


def test_every_file_in_review_is_made_from_something() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(texts())


def test_a_grammar_is_the_same_in_every_process() -> None:
    program = "from lift_ir.grammar import *; import sys; sys.stdout.write(body_grammar(Profile()))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        )
        for seed in ("1", "2")
    ]
    assert [run.stdout for run in runs] == [body_grammar(PROFILES["pure"])] * 2


@pytest.mark.parametrize("name", SPECS)
def test_a_schema_asks_for_nothing_that_is_stated(name: str) -> None:
    ir = read(SPECS[name]).specs[0].ir
    schema = draft_schema(ir)
    assert lint_schema(schema) == ()
    asked = list(schema["properties"])
    assert asked[0] == "think"
    assert asked[-1] == "holes"
    assert ("name" in asked) == (ir.signature.name is None)
    assert ("params" in asked) == (ir.signature.parameters is None)
    assert ("ret" in asked) == (ir.signature.returns is None)


def test_a_schema_asks_for_the_types_and_formal_texts_that_are_missing() -> None:
    properties = draft_schema(read(SPECS["untyped"]).specs[0].ir)["properties"]
    assert list(properties["types"]["properties"]) == ["radius"]
    assert (properties["formal"]["minItems"], properties["formal"]["maxItems"]) == (1, 1)
    assert "eff" not in properties
