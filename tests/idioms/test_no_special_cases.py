"""The sentences that the examples open with are found like any other: only the library's data knows their subjects."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
EMBEDDED = ROOT / "server" / "lift_server" / "engines" / "embedded"
DATA = {EMBEDDED / name for name in ("index.json", "sayings.toml", "synonyms.toml", "unknowns.toml")}
SUBJECTS = re.compile(rb"factorial|e-?mail", re.IGNORECASE)


def files() -> list[Path]:
    """Everything that is shipped beside the library's own sources and data."""
    found = [
        path
        for folder in ("server", "ir_schema", "modal_backend")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    ]
    kept = [
        path for path in found if "__pycache__" not in path.parts and not any(".ruff" in part for part in path.parts)
    ]
    return [path for path in kept if EMBEDDED / "library" not in path.parents and path not in DATA]


def test_no_code_mentions_the_subjects_of_the_fixed_sentences() -> None:
    checked = files()
    assert len(checked) > 20
    mentions = [str(path.relative_to(ROOT)) for path in checked if SUBJECTS.search(path.read_bytes())]
    assert not mentions
