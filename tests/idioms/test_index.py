"""The generated index: current, complete, and true to the library's sources."""

import ast
import json
import subprocess
import sys

import pytest

from lift_server.engines.embedded.build_index import build
from lift_server.engines.embedded.index import INDEX_FILE, load_index

OLD = "index.json is not current; run `python -m lift_server.engines.embedded.build_index`"


def test_the_index_is_current() -> None:
    written = json.loads(INDEX_FILE.read_text(encoding="utf-8"))
    built = json.loads(build())
    stale = [key for key in built if built[key] != written.get(key)]
    assert not stale, OLD
    assert built.keys() == written.keys(), OLD


@pytest.mark.parametrize("family", load_index().names)
def test_a_body_is_the_function_below_its_docstring(family: str) -> None:
    """With its header before it and its imports, every body defines a function that passes the idiom's own examples."""
    for idiom in load_index().idioms(family):
        assert idiom.family == family
        assert idiom.body.endswith("\n")
        assert not idiom.body.endswith("\n\n")
        assert all(line.startswith("    ") for line in idiom.body.splitlines() if line)
        source = f"def {idiom.name}({', '.join(item.name for item in idiom.parameters)}):\n{idiom.body}"
        assert isinstance(ast.parse(source).body[0], ast.FunctionDef)
        assert idiom.doc.startswith("Return ")
        assert idiom.examples


def test_a_family_starts_with_its_default_and_tells_its_variants_apart() -> None:
    index = load_index()
    for family in index.names:
        default, *others = index.idioms(family)
        assert default.name == family
        assert default.words
        variants = [idiom.variant for idiom in (default, *others)]
        assert len(variants) == len(set(variants))
        assert not others or all(variants)


def test_probes_call_the_family() -> None:
    index = load_index()
    for family in index.names:
        for probe in index.idioms(family)[0].probes:
            call = ast.parse(probe, mode="eval").body
            assert isinstance(call, ast.Call)
            assert ast.unparse(call.func) == family


def test_the_engine_imports_neither_the_library_nor_the_stemmer() -> None:
    """The library is data: starting costs no import of it, and known words need no stemmer."""
    program = (
        "import sys\n"
        "from lift_server.engines.embedded.engine import EmbeddedEngine\n"
        "from lift_server.engines.embedded.index import load_index\n"
        "from lift_server.engines.embedded.retrieve import rank\n"
        "assert rank('reverse the words of a sentence', load_index())\n"
        "loaded = [name for name in sys.modules if 'snowball' in name or 'embedded.library' in name]\n"
        "sys.exit(len(loaded))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
