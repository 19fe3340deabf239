"""What the model is told: the author's words, what they mean, and examples in the form that is asked for."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from lift_ir.draft import Draft, draft_schema, parse_draft, read_draft
from lift_ir.ir import Provenance
from lift_ir.render import render_docstring, render_header
from lift_server.engines import prompts
from lift_server.engines.base import Feedback
from lift_server.engines.prompts import draft_messages, prompt_version, write_messages
from lift_server.lower import read

FOLDER = Path(prompts.__file__).parent
EXAMPLES = tomllib.loads((FOLDER / "examples.toml").read_text(encoding="utf-8"))
SPEC = """\
spec total(prices: list[float]) -> float
    What all prices come to. An empty list is refused with "nothing to add".

    effects: time
    example: total([1.0, 2.0]) == 3.0
"""


def name_of(example: dict[str, str]) -> str:
    return example["spec"].strip().partition("\n")[0]


@pytest.mark.parametrize("example", EXAMPLES["draft"], ids=name_of)
def test_an_example_of_a_draft_is_what_its_schema_asks_for(example: dict[str, str]) -> None:
    spec = read(example["spec"]).specs[0]
    schema = draft_schema(spec.ir)
    data = json.loads(example["reply"])
    jsonschema.validate(data, schema)
    assert list(data) == list(schema["properties"])
    draft = parse_draft(example["reply"])
    assert isinstance(draft, Draft)
    drafted = read_draft(draft, spec.ir, spec.source, Provenance(engine="remote"))
    assert drafted.dropped == (), "nothing in an example may be of no use"
    assert drafted.ir.signature.is_complete
    assert len(drafted.inputs) == len(draft.args)


@pytest.mark.parametrize("example", EXAMPLES["write"], ids=name_of)
def test_an_example_of_a_function_has_lift_s_own_start(example: dict[str, str]) -> None:
    spec = read(example["spec"]).specs[0]
    assert example["header"] == render_header(spec.ir) + render_docstring(spec.ir)
    compile(example["header"] + example["body"], "example", "exec")
    assert example["body"].startswith("    ")


def test_the_model_sees_the_author_s_words() -> None:
    spec = read(SPEC).specs[0]
    for messages in (
        write_messages(spec.source, spec.ir, Feedback(), "body"),
        draft_messages(spec.source, spec.ir, draft_schema(spec.ir)["properties"]),
    ):
        asked = next(turn["content"] for turn in reversed(messages) if turn["role"] == "user")
        assert SPEC.strip() in asked
        assert "Understood as" not in asked, "it would say the same"
        assert "additionalProperties" not in str(messages)


def test_the_model_sees_what_was_inferred() -> None:
    spec = read("Add two numbers\n").specs[0]
    understood = (
        read("spec add(a: int, b: int) -> int\n    Add two numbers\n\n    ensures: result == a + b\n").specs[0].ir
    )
    asked = write_messages(spec.source, understood, Feedback(), "body")[-2]["content"]
    assert "Add two numbers" in asked
    assert "ensures: result == a + b" in asked


def test_the_start_of_the_answer_is_the_rendered_function() -> None:
    spec = read(SPEC).specs[0]
    start = render_header(spec.ir) + render_docstring(spec.ir)
    assert write_messages(spec.source, spec.ir, Feedback(), "body")[-1] == {"role": "assistant", "content": start}
    for form in ("json", "fence"):
        assert write_messages(spec.source, spec.ir, Feedback(), form)[-1]["role"] == "user"  # type: ignore[arg-type]


def test_effects_bring_their_modules() -> None:
    spec = read(SPEC).specs[0]
    messages = write_messages(spec.source, spec.ir, Feedback(), "body")
    assert "These modules exist too: time." in messages[-2]["content"]
    pure = read(SPEC.replace("effects: time", "effects: none")).specs[0]
    assert write_messages(pure.source, pure.ir, Feedback(), "body")[0] == messages[0], "a shared prefix"
    assert "These modules" not in write_messages(pure.source, pure.ir, Feedback(), "body")[-2]["content"]


def test_clauses_to_make_formal_are_listed() -> None:
    spec = read("spec f(n: int) -> int\n    ensures: the result is small\n").specs[0]
    messages = draft_messages(spec.source, spec.ir, draft_schema(spec.ir)["properties"])
    assert messages[-1]["content"].endswith("Clauses for `formal`:\nensures: the result is small")


def test_every_key_of_a_draft_is_explained() -> None:
    assert set(tomllib.loads((FOLDER / "fields.toml").read_text(encoding="utf-8"))) == set(Draft.model_fields)


def test_the_version_is_that_of_the_texts() -> None:
    assert prompt_version() == prompt_version()
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == set(prompts._FILES)
