"""From a sentence to a function in a Python file, through the real server, as an editor sees it."""

import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from .editor import Editor, capabilities, started

pytestmark = pytest.mark.asyncio(loop_scope="session")


SENTENCE = "Create a function to calculate the factorial of a number\n"
CONTRACT = """\
spec double(n: int) -> int
    Twice the number.

    ensures: result == n + n
    example: double(4) == 8
"""
BROKEN = "def double(n: int) -> int:\n    return n * 3\n"


def run_python(module: Path, expression: str) -> str:
    """The printed value of an expression over a module, in a process of its own."""
    program = f"from {module.stem} import *; print({expression})"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=module.parent, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


async def lifted(editor: Editor, name: str, text: str) -> str:
    """Open and save a spec file, and wait until its function is ready to be inserted."""
    uri = await editor.open(name, text)
    editor.save(uri)
    await editor.until(lambda: "LIFT105" in editor.codes(uri))
    return uri


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_a_sentence_becomes_a_function(tmp_path: Path, encoding: str) -> None:
    async with started(tmp_path, encoding=encoding) as editor:
        assert editor.encoding == encoding
        text = f"# \U0001d11e ŝ\n{SENTENCE}"
        uri = await editor.open("factorial.lift", text)
        await editor.until(lambda: uri in editor.shown)
        assert editor.codes(uri) == []
        assert "not lifted yet" in await editor.hover(uri, len(text) - 4)

        editor.save(uri)
        await editor.until(lambda: "LIFT105" in editor.codes(uri))
        await editor.until(lambda: editor.ended() == 1)
        assert editor.marked(uri, "LIFT105") == SENTENCE.strip()
        hover = await editor.hover(uri, len(text) - 4)
        assert "spec factorial(" in hover
        assert "inferred by embedded" in hover
        assert "def factorial(" in hover

        action = await editor.choose(uri, "Insert `factorial` into factorial.py", len(text) - 4)
        assert not action.is_preferred
        assert action.title.endswith("(1 open question)")
        assert [item.code for item in action.diagnostics or []] == ["LIFT105"]
        module = tmp_path / "factorial.py"
        assert run_python(module, "factorial(0), factorial(5), factorial(10)") == "1 120 3628800"
        await editor.until(lambda: "LIFT105" not in editor.codes(uri))
        assert not [item for item in await editor.actions(uri, len(text) - 4) if "factorial.py" in item.title]


async def test_an_accepted_signature_names_the_spec(editor: Editor) -> None:
    uri = await lifted(editor, "factorial.lift", SENTENCE)
    await editor.choose(uri, "Accept inferred signature")
    header, *body = editor.texts[uri].splitlines()
    assert header.startswith("spec factorial(")
    assert body == [f"    {SENTENCE.strip()}"]
    editor.save(uri)
    await editor.until(lambda: editor.shown[uri].version == 2 and "LIFT105" in editor.codes(uri))
    assert editor.marked(uri, "LIFT105") == header


async def test_a_broken_function_is_an_error_on_the_clause_it_breaks(editor: Editor) -> None:
    await editor.configure({"run": "manual"})
    (editor.root / "numbers_.py").write_text(BROKEN)
    uri = await editor.open("numbers_.lift", CONTRACT)
    editor.save(uri)
    await editor.until(lambda: "LIFT201" in editor.codes(uri))
    assert editor.marked(uri, "LIFT201") == "example: double(4) == 8"
    [message] = [item.message for item in editor.diagnostics(uri) if item.code == "LIFT201"]
    assert "`double(4)`: expected == 8, returns 12" in message

    module = editor.uri("numbers_.py")
    editor.open_text(module, BROKEN, "python")
    editor.replace(module, "n * 3", "n * 2")
    editor.save(module)
    await editor.until(lambda: editor.codes(uri) == [])
    assert editor.progress == {}


async def test_another_program_writes_the_module(editor: Editor) -> None:
    await editor.configure({"run": "manual"})
    await editor.until(lambda: lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES in editor.registered)
    uri = await editor.open("numbers_.lift", CONTRACT)
    await editor.until(lambda: uri in editor.shown)
    (editor.root / "numbers_.py").write_text(BROKEN)
    editor.module_changed(editor.uri("numbers_.py"))
    await editor.until(lambda: "LIFT201" in editor.codes(uri))


async def test_the_authors_function_is_replaced_only_after_confirmation(editor: Editor) -> None:
    (editor.root / "factorial.py").write_text("def factorial(n):\n    return 42\n")
    uri = await editor.open("factorial.lift", SENTENCE)
    editor.save(uri)
    await editor.until(lambda: "LIFT301" in editor.codes(uri))
    action = await editor.choose(uri, "Update `factorial` in factorial.py (replaces your own version")
    assert not action.is_preferred
    assert action.edit is not None
    assert [note.needs_confirmation for note in (action.edit.change_annotations or {}).values()] == [True]
    assert run_python(editor.root / "factorial.py", "factorial(5)") == "120"


async def test_a_large_module_is_planned_beside_the_server(editor: Editor) -> None:
    large = "".join(f"def function_{number}() -> int:\n    return {number}\n\n\n" for number in range(600))
    (editor.root / "factorial.py").write_text(large)
    uri = await lifted(editor, "factorial.lift", SENTENCE)
    await editor.choose(uri, "Insert `factorial` into factorial.py")
    assert (editor.root / "factorial.py").read_text().startswith(f"import math\n\n\n{large[:40]}")
    assert run_python(editor.root / "factorial.py", "factorial(5), function_599()") == "120 599"


async def test_a_module_with_a_syntax_error_is_left_alone(editor: Editor) -> None:
    (editor.root / "factorial.py").write_text("def (:\n")
    uri = await editor.open("factorial.lift", SENTENCE)
    editor.save(uri)
    await editor.until(lambda: "LIFT302" in editor.codes(uri))
    assert not [item for item in await editor.actions(uri) if item.title.startswith("Insert")]


async def test_an_offer_is_refused_once_the_spec_has_changed(tmp_path: Path) -> None:
    async with started(tmp_path, errors_expected=True) as editor:
        uri = await lifted(editor, "factorial.lift", SENTENCE)
        [action] = [item for item in await editor.actions(uri) if item.title.startswith("Insert")]
        editor.replace(uri, "factorial", "square")
        with pytest.raises(Exception, match="has changed since this was offered"):
            await editor.client.code_action_resolve_async(action)
        assert not (tmp_path / "factorial.py").exists()


async def test_a_client_that_cannot_resolve_gets_the_edit_at_once(tmp_path: Path) -> None:
    async with started(tmp_path, client_capabilities=capabilities(resolves=False)) as editor:
        uri = await lifted(editor, "factorial.lift", SENTENCE)
        [action] = [item for item in await editor.actions(uri) if item.title.startswith("Insert")]
        assert action.edit is not None


async def test_what_has_changed_is_shown_as_outdated(editor: Editor) -> None:
    uri = await lifted(editor, "factorial.lift", SENTENCE)
    editor.replace(uri, "number", "positive number")
    await editor.until(lambda: editor.shown[uri].version == 2)
    assert "LIFT107" in editor.codes(uri)
    assert "outdated" in await editor.hover(uri)
    assert not [item for item in await editor.actions(uri) if item.title.startswith("Insert")]
    editor.replace(uri, "positive number", "number")
    await editor.until(lambda: editor.shown[uri].version == 3)
    assert "LIFT107" not in editor.codes(uri)


async def test_reopening_an_unchanged_file_computes_nothing(tmp_path: Path) -> None:
    async with started(tmp_path) as editor:
        uri = await lifted(editor, "factorial.lift", SENTENCE)
        await editor.choose(uri, "Insert")
    async with started(tmp_path) as editor:
        uri = await editor.open("factorial.lift", SENTENCE)
        await editor.until(lambda: uri in editor.shown)
        assert "def factorial(" in await editor.hover(uri)
        assert not {"LIFT105", "LIFT107", "LIFT301"} & set(editor.codes(uri))
        assert editor.progress == {}
        assert editor.process.children() == []


async def test_a_document_without_a_file_is_lifted_but_not_inserted(editor: Editor) -> None:
    uri = "untitled:Untitled-1"
    editor.open_text(uri, "Calculate the factorial of a number.\n")
    await editor.command("lift.lift", uri, None)
    await editor.until(lambda: editor.ended() == 1)
    assert "def factorial(" in await editor.hover(uri)
    assert not [item for item in await editor.actions(uri) if item.title.startswith("Insert")]
