"""The texts that are sent, as files, so that review sees a change: `python -m grammar.golden_files` writes them."""

import json
from pathlib import Path

from lift_ir.draft import draft_schema
from lift_ir.grammar import Profile, body_grammar, profile_for
from lift_server.lower import read

FOLDER = Path(__file__).parent / "golden"

PROFILES = {
    "pure": Profile(),
    "generator": Profile(is_generator=True),
    "async": Profile(is_async=True),
    "async-generator": Profile(is_async=True, is_generator=True),
}

SPECS = {
    "sentence": "Add the two smallest numbers.\n",
    "header": "spec area(radius: float) -> float\n    The area of a circle.\n",
    "untyped": "spec area(radius, unit: str = 'm')\n    The area.\n    effects: none\n    ensures: never negative\n",
}


def texts() -> dict[str, str]:
    """File name: text."""
    grammars = {f"body-{name}.ebnf": body_grammar(profile) for name, profile in PROFILES.items()}
    schemas = {
        f"draft-{name}.json": json.dumps(draft_schema(read(text).specs[0].ir), indent=2) + "\n"
        for name, text in SPECS.items()
    }
    stdout = read("spec show(x: int) -> None\n    Print x.\n    effects: stdout\n").specs[0].ir
    return grammars | schemas | {"banned-stdout.txt": "\n".join(sorted(profile_for(stdout).banned)) + "\n"}


if __name__ == "__main__":
    for name, text in texts().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
