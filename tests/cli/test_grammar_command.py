"""`lift grammar`: schema, prefix and grammar of one spec."""

import json
from argparse import Namespace
from pathlib import Path

import pytest

from lift_ir.draft import draft_schema
from lift_ir.grammar import Profile, body_grammar
from lift_server.grammar_command import grammar
from lift_server.lower import read

TWO = "spec f(x: int) -> int\n    Doubles x.\n\nspec g() -> Iterator[int]\n    Counts.\n"


def run(path: Path, text: str, spec: str | None = None, *, as_json: bool = False) -> int:
    path.write_text(text, encoding="utf-8")
    return grammar(Namespace(file=path, spec=spec, json=as_json))


def test_it_prints_what_a_model_is_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "a.lift", TWO, "f", as_json=True) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == {
        "schema": draft_schema(read(TWO).specs[0].ir),
        "prefix": 'def f(x: int) -> int:\n    """Doubles x."""\n',
        "grammar": body_grammar(Profile()),
    }


def test_it_prints_three_sections(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "a.lift", TWO, "g") == 0
    printed = capsys.readouterr().out
    assert [line for line in printed.splitlines() if line.startswith("# The ")] == [
        "# The schema of a draft: what the spec does not state.",
        "# The start of the answer, given to the model.",
        "# The grammar of the body below it.",
    ]
    assert printed.endswith(body_grammar(Profile(is_generator=True)))


def test_an_unnamed_spec_has_no_prefix_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "a.lift", "Add two numbers.\n", as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["prefix"] is None


@pytest.mark.parametrize(
    ("text", "spec", "message"),
    [
        (TWO, None, "name one of its specs with --spec: f, g"),
        (TWO, "h", "it holds no spec `h`, but f, g"),
        ("", None, "it holds no spec"),
    ],
)
def test_it_says_which_specs_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, spec: str | None, message: str
) -> None:
    assert run(tmp_path / "a.lift", text, spec) == 2
    assert message in capsys.readouterr().err
