"""The import rules of ARCHITECTURE.md, read from the sources: a rule that is not held here is not held."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SERVER = ROOT / "server"
MODAL = ROOT / "modal_backend"
SEARCH = SERVER / "lift_server" / "engines" / "embedded" / "search"
PURE = [
    "text.py",
    "diagnostics.py",
    "spec_file.py",
    "lower.py",
    "holes.py",
    "questions.py",
    "answers.py",
    "conditions.py",
    "explanation.py",
    "syntax",
    "ide",
]
PURE_CHECKS = ["report.py", "inputs.py", "values_by_type.py", "arguments.py", "behaviour.py", "literals.py"]
EDITOR_OR_NETWORK = {"pygls", "lsprotocol", "httpx", "asyncio"}
SLOW_TO_IMPORT = {"libcst", "hypothesis", "httpx", "rich"}


def sources(*paths: Path) -> list[Path]:
    found = [file for path in paths for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    assert found, f"no source at {paths}"
    return found


def imports(path: Path, *, top_level: bool = False) -> Iterator[str]:
    """Dotted names of the modules that a file imports, anywhere or (top_level) when it is imported itself."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(_run_at_import(tree)) if top_level else list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def _run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from _run_at_import(child)


def top(name: str) -> str:
    return name.split(".")[0]


def check_never_imports(paths: list[Path], forbidden: set[str], *, top_level: bool = False) -> None:
    found = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in imports(path, top_level=top_level)
        if any(name == item or name.startswith(f"{item}.") for item in forbidden)
    }
    assert not found


def test_the_contract_imports_pydantic_and_the_standard_library_only() -> None:
    allowed = {"lift_ir", "pydantic", *sys.stdlib_module_names}
    for path in sources(ROOT / "ir_schema"):
        assert {top(name) for name in imports(path)} <= allowed, path


def test_the_backend_and_the_server_share_the_contract_only() -> None:
    allowed = {"lift_modal", "lift_ir", "modal", "pydantic", "pydantic_settings", "huggingface_hub"}
    for path in sources(MODAL):
        assert {top(name) for name in imports(path)} <= allowed | sys.stdlib_module_names, path
    check_never_imports(sources(SERVER, ROOT / "ir_schema"), {"lift_modal", "modal"})


def test_vllm_loads_the_guard_without_modal() -> None:
    """It is imported by vLLM's process, and the image's build imports `image` where `lift_ir` is not yet mounted."""
    guarded = ("lift_modal.guard", {"modal", "lift_ir"}), ("lift_modal.image", {"lift_ir", "lift_server"})
    for module, absent in guarded:
        program = f"import sys, {module}; sys.exit(not {absent!r}.isdisjoint(sys.modules))"
        assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0, module


def test_pure_parts_know_no_editor_and_no_network() -> None:
    package = SERVER / "lift_server"
    paths = [package / name for name in PURE] + [package / "checks" / name for name in PURE_CHECKS]
    check_never_imports(sources(*paths), EDITOR_OR_NETWORK)


def test_only_lsp_knows_the_protocol() -> None:
    package = SERVER / "lift_server"
    outside = [path for path in sources(package) if (package / "lsp") not in path.parents]
    check_never_imports(outside, {"pygls", "lsprotocol"})
    importers = {path.name for path in outside if "lift_server.lsp" in {name[:15] for name in imports(path)}}
    assert importers <= {"cli.py"}


def test_a_feature_has_one_file_name_in_both_layers() -> None:
    package = SERVER / "lift_server"
    features = {path.name for path in sources(package / "ide")} - {"__init__.py"}
    assert {"hover.py", "code_actions.py", "symbols.py", "formatting.py"} <= features
    assert {"hover.py", "code_actions.py", "symbols.py", "formatting.py"} <= {
        path.name for path in sources(package / "lsp")
    }


def test_the_pipeline_knows_engines_by_their_protocol() -> None:
    package = SERVER / "lift_server"
    knows_base_only = [path for path in sources(package) if (package / "engines") not in path.parents]
    allowed = {"lift_server.engines.base", "lift_server.engines.table"}
    for path in knows_base_only:
        assert {name for name in imports(path) if name.startswith("lift_server.engines")} <= allowed, path


def test_engines_know_neither_store_nor_checks_nor_holes() -> None:
    forbidden = {"lift_server.store", "lift_server.checks", "lift_server.holes", "lift_server.pipeline"}
    check_never_imports(sources(SERVER / "lift_server" / "engines"), forbidden)


def test_only_pipeline_and_session_touch_the_store() -> None:
    package = SERVER / "lift_server"
    users = {path.name for path in sources(package) if "lift_server.store" in set(imports(path))}
    assert users <= {"pipeline.py", "session.py"}


def test_nothing_is_evaluated_in_the_server() -> None:
    """`eval`, `exec`, `compile` and `__import__` are called in the sandbox's worker and in the search's only (rule
    6)."""
    workers = {SERVER / "lift_server" / "checks" / "sandbox" / "worker", SEARCH}
    for path in sources(ROOT / "ir_schema", SERVER, MODAL):
        if not workers.isdisjoint(path.parents):
            continue
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not calls & {"eval", "exec", "compile", "__import__"}, path


def test_the_search_is_a_world_of_its_own() -> None:
    """Its process loads this package and the standard library; the server loads what is asked and answered, as data,
    and what renames, and evaluates nothing."""
    for path in sources(SEARCH):
        ours = {name for name in imports(path) if top(name) not in sys.stdlib_module_names}
        assert all(name.startswith("lift_server.engines.embedded.search.") for name in ours), path
    data = {f"lift_server.engines.embedded.search.{name}" for name in ("answers", "renaming", "request", "types")}
    for path in sources(SERVER):
        if SEARCH not in path.parents:
            assert {name for name in imports(path) if ".embedded.search." in name} <= data, path


def test_starting_loads_no_search() -> None:
    """A spec without examples needs none of it."""
    program = """
import sys
from lift_server.engines.embedded.engine import EmbeddedEngine
import lift_server.lsp.server
EmbeddedEngine()
names = ("search.request", "searcher", "composing", "prose")
sys.exit(any(f"lift_server.engines.embedded.{name}" in sys.modules for name in names))
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_slow_libraries_are_imported_on_first_use() -> None:
    check_never_imports(sources(SERVER), SLOW_TO_IMPORT, top_level=True)


@pytest.mark.parametrize("forbidden", ["lsprotocol", "pygls", "httpx", "libcst", "hypothesis", "rich"])
def test_starting_the_cli_does_not_load(forbidden: str) -> None:
    program = f"import sys, lift_server.cli, lift_server.commands; sys.exit({forbidden!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_every_file_is_one_idea() -> None:
    """A file beyond about 400 lines wants to be two (library and tables of data aside)."""
    library = SERVER / "lift_server" / "engines" / "embedded" / "library"
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources(ROOT / "ir_schema", SERVER, MODAL)
        if library not in path.parents and (lines := path.read_text(encoding="utf-8").count("\n")) > 420
    }
    assert not long


def test_no_helper_drawers() -> None:
    names = {path.stem for path in sources(ROOT / "ir_schema", SERVER, MODAL)}
    assert not names & {"utils", "util", "helpers", "common", "misc"}
