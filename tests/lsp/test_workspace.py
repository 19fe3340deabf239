"""Documents of every kind, several folders, files that change on disk, and the server's state."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp

from .editor import Editor, capabilities, started

pytestmark = pytest.mark.asyncio(loop_scope="session")

FACTORIAL = """\
spec factorial(n: int) -> int
    The factorial of a number.

    raises: ValueError when n < 0
    example: factorial(4) == 24
"""
GREATEST = """\

spec greatest(a: int, b: int) -> int
    The greatest common divisor of two numbers.

    requires: a > 0 and b > 0
    example: greatest(12, 18) == 6
"""
WRONG = "def factorial(n):\n    return n\n"


def event(uri: str, kind: lsp.FileChangeType) -> lsp.DidChangeWatchedFilesParams:
    return lsp.DidChangeWatchedFilesParams([lsp.FileEvent(uri, kind)])


def appear(editor: Editor, name: str, text: str) -> None:
    """A file is written by somebody else, as the client's watcher reports."""
    path = editor.root / name
    path.write_text(text)
    editor.client.workspace_did_change_watched_files(event(path.as_uri(), lsp.FileChangeType.Created))


async def test_an_edit_in_one_spec_leaves_the_results_of_the_others_in_place(editor: Editor) -> None:
    uri = await editor.open("numbers_.lift", FACTORIAL + GREATEST)
    editor.save(uri)
    await editor.until(lambda: editor.codes(uri).count("LIFT105") == 2 and editor.began() == [])
    bars = len(editor.progress)
    editor.replace(uri, "The factorial of a number.", "The factorial\n    of a whole number.")
    await editor.until(lambda: editor.shown[uri].version == 2)
    assert editor.codes(uri).count("LIFT107") == 1
    [ready] = [item for item in editor.diagnostics(uri) if item.code == "LIFT105"]
    assert "greatest" in ready.message
    assert ready.range.start.line == editor.texts[uri][: editor.texts[uri].index("spec greatest")].count("\n")
    assert "def greatest(" in await editor.hover(uri, editor.texts[uri].index("greatest"))
    editor.save(uri)
    await editor.until(lambda: editor.codes(uri).count("LIFT105") == 2 and editor.began() == [])
    assert len(editor.progress) == bars + 1


async def test_two_files_that_claim_one_function_are_both_told(editor: Editor) -> None:
    appear(editor, "other.lift", f"module: .numbers_\n\n{FACTORIAL}")
    uri = await editor.open("numbers_.lift", FACTORIAL)
    await editor.until(lambda: "LIFT303" in editor.codes(uri))
    assert editor.marked(uri, "LIFT303") == "factorial"
    [found] = [item for item in editor.diagnostics(uri) if item.code == "LIFT303"]
    assert "other.lift:3" in found.message
    other = await editor.open("other.lift", f"module: .numbers_\n\n{FACTORIAL}")
    await editor.until(lambda: "LIFT303" in editor.codes(other))
    editor.replace(other, "spec factorial(", "spec product(")
    await editor.until(lambda: "LIFT303" not in editor.codes(uri) and "LIFT303" not in editor.codes(other))
    editor.replace(other, "spec product(", "spec factorial(")
    await editor.until(lambda: "LIFT303" in editor.codes(uri) and "LIFT303" in editor.codes(other))
    (editor.root / "other.lift").unlink()
    editor.close(other)
    editor.client.workspace_did_delete_files(lsp.DeleteFilesParams([lsp.FileDelete(other)]))
    await editor.until(lambda: "LIFT303" not in editor.codes(uri))


async def test_nothing_is_inserted_for_two_specs(editor: Editor) -> None:
    appear(editor, "other.lift", f"module: .numbers_\n\n{FACTORIAL}")
    uri = await editor.open("numbers_.lift", FACTORIAL)
    await editor.until(lambda: "LIFT303" in editor.codes(uri))
    editor.save(uri)
    while "def factorial(" not in await editor.hover(uri):
        pass
    assert "LIFT105" not in editor.codes(uri)
    assert not [item for item in await editor.actions(uri) if item.title.startswith("Insert")]


async def test_a_module_that_changes_renames_or_goes_updates_the_findings(editor: Editor) -> None:
    uri = await editor.open("numbers_.lift", FACTORIAL)
    module = editor.root / "numbers_.py"
    module.write_text(WRONG)
    editor.client.workspace_did_change_watched_files(event(module.as_uri(), lsp.FileChangeType.Created))
    await editor.until(lambda: "LIFT201" in editor.codes(uri))
    elsewhere = editor.root / "elsewhere.py"
    module.rename(elsewhere)
    renamed = lsp.RenameFilesParams([lsp.FileRename(module.as_uri(), elsewhere.as_uri())])
    editor.client.workspace_did_rename_files(renamed)
    await editor.until(lambda: "LIFT201" not in editor.codes(uri))
    elsewhere.rename(module)
    back = lsp.RenameFilesParams([lsp.FileRename(elsewhere.as_uri(), module.as_uri())])
    editor.client.workspace_did_rename_files(back)
    await editor.until(lambda: "LIFT201" in editor.codes(uri))
    module.unlink()
    editor.client.workspace_did_delete_files(lsp.DeleteFilesParams([lsp.FileDelete(editor.root.as_uri())]))
    await editor.until(lambda: "LIFT201" not in editor.codes(uri))


async def test_a_module_that_is_closed_unsaved_counts_as_it_is_on_disk(editor: Editor) -> None:
    uri = await editor.open("numbers_.lift", FACTORIAL)
    (editor.root / "numbers_.py").write_text("")
    module = (editor.root / "numbers_.py").as_uri()
    editor.open_text(module, WRONG, "python")
    editor.client.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(module)))
    await editor.until(lambda: "LIFT201" in editor.codes(uri))
    editor.close(module)
    await editor.until(lambda: "LIFT201" not in editor.codes(uri))


@pytest.mark.parametrize("uri", ["untitled:Untitled-7", "vscode-vfs://github/owner/repo/numbers.lift", "buffer://x"])
async def test_documents_that_are_no_files_have_every_feature_but_a_module(editor: Editor, uri: str) -> None:
    editor.open_text(uri, FACTORIAL.replace("n < 0", "nn <"))
    document = lsp.TextDocumentIdentifier(uri)
    here: dict[str, Any] = {"text_document": document, "position": lsp.Position(0, 6)}
    client = editor.client
    found = await client.text_document_references_async(
        lsp.ReferenceParams(context=lsp.ReferenceContext(include_declaration=True), **here)
    )
    assert [item.uri for item in found or []] == [uri, uri]
    tokens = await client.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(document))
    assert tokens is not None
    assert tokens.data
    assert not await client.text_document_implementation_async(lsp.ImplementationParams(**here))
    edit = await client.text_document_rename_async(lsp.RenameParams(new_name="product", **here))
    assert edit is not None
    assert "factorial" in await editor.hover(uri)


async def test_several_folders_are_searched_and_may_come_and_go(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, name in ((one, "first"), (two, "second")):
        folder.mkdir()
        (folder / "specs.lift").write_text(f"spec {name}(n: int)\n    Words.\n")
    async with started(one) as editor:

        async def names() -> set[str]:
            found = await editor.client.workspace_symbol_async(lsp.WorkspaceSymbolParams(""))
            return {item.name for item in found or []}

        assert await names() == {"first"}
        folder = lsp.WorkspaceFolder(two.as_uri(), "two")
        event_ = lsp.WorkspaceFoldersChangeEvent(added=[folder], removed=[])
        editor.client.workspace_did_change_workspace_folders(lsp.DidChangeWorkspaceFoldersParams(event_))
        assert await names() == {"first", "second"}
        (one / "specs.lift").write_text("spec third(n: int)\n    Words.\n")
        editor.client.workspace_did_change_watched_files(
            event((one / "specs.lift").as_uri(), lsp.FileChangeType.Changed)
        )
        assert await names() == {"third", "second"}
        event_ = lsp.WorkspaceFoldersChangeEvent(added=[], removed=[folder])
        editor.client.workspace_did_change_workspace_folders(lsp.DidChangeWorkspaceFoldersParams(event_))
        assert await names() == {"third"}


def with_status() -> lsp.ClientCapabilities:
    known = capabilities()
    known.experimental = {"liftStatus": True}
    return known


async def told(editor: Editor, **wanted: object) -> dict[str, Any]:
    """Wait until the latest status is so."""
    await editor.until(lambda: bool(editor.statuses) and wanted.items() <= editor.statuses[-1].items())
    return editor.statuses[-1]


async def test_the_state_is_told_as_it_changes(tmp_path: Path) -> None:
    async with started(tmp_path, client_capabilities=with_status()) as editor:
        first = await told(editor, health="ok", quiescent=True)
        assert first == {"health": "ok", "quiescent": True, "engine": "embedded", "sandboxTier": "", "message": ""}
        uri = await editor.open("numbers_.lift", FACTORIAL)
        editor.save(uri)
        await told(editor, quiescent=False)
        after = await told(editor, quiescent=True)
        assert after["sandboxTier"] in ("sealed", "weak", "none")
        assert distinct(editor.statuses)


async def test_wrong_settings_and_missing_trust_are_part_of_the_state(tmp_path: Path) -> None:
    known = with_status()
    settings = {"run": "always"}
    async with started(
        tmp_path, client_capabilities=known, settings=settings, trusted=False, errors_expected=True
    ) as editor:
        status = await told(editor, health="warning")
        assert "`run` = 'always' is not allowed" in status["message"]
        assert "not trusted" in status["message"]
        [message] = editor.messages
        for part in ("`run`", "'always'", '"onSave"', '"onType"', '"manual"'):
            assert part in message
        editor.settings = {"run": "manual"}
        editor.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(None))
        await editor.until(lambda: "always" not in editor.statuses[-1]["message"])


async def test_an_internal_error_is_part_of_the_state(tmp_path: Path) -> None:
    async with started(tmp_path, client_capabilities=with_status(), errors_expected=True) as editor:
        unknown = lsp.VersionedTextDocumentIdentifier(2, editor.uri("never_opened.lift"))
        change = lsp.TextDocumentContentChangeWholeDocument("x")
        editor.client.text_document_did_change(lsp.DidChangeTextDocumentParams(unknown, [change]))
        status = await told(editor, health="error")
        assert "Internal error" in status["message"]
    assert [line for line in editor.log if "Traceback" in line]


async def test_a_client_that_does_not_ask_for_the_state_is_not_told(editor: Editor) -> None:
    uri = await editor.open("numbers_.lift", FACTORIAL)
    editor.save(uri)
    await editor.until(lambda: "LIFT105" in editor.codes(uri))
    assert editor.statuses == []


def distinct(items: Iterable[object]) -> bool:
    """Whether each item differs from the one before."""
    return all(one != other for one, other in pairwise(items))


async def test_a_module_is_looked_at_where_the_client_does_not_watch_files(tmp_path: Path) -> None:
    known = capabilities()
    assert known.workspace is not None
    known.workspace.did_change_watched_files = None
    async with started(tmp_path, client_capabilities=known) as editor:
        uri = await editor.open("factorial.lift", FACTORIAL)
        editor.save(uri)
        await editor.until(lambda: "LIFT105" in editor.codes(uri))
        (tmp_path / "factorial.py").write_text(WRONG)
        await editor.until(lambda: "LIFT105" not in editor.codes(uri))
        (tmp_path / "factorial.py").unlink()
        await editor.until(lambda: "LIFT105" in editor.codes(uri))
