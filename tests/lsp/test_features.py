"""Formatting, outline, commands, settings: what needs no lifted spec."""

from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from lsprotocol import types as lsp

from .editor import Editor, started
from .test_journey import CONTRACT, SENTENCE

pytestmark = pytest.mark.asyncio(loop_scope="session")


UNTIDY = "spec double( n:int )->int\n  Twice \U0001d11e the number.\n  example: double(4) == 8\n"


async def test_formatting_lays_out_the_document(editor: Editor) -> None:
    uri = await editor.open("numbers_.lift", UNTIDY)
    options = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
    params = lsp.DocumentFormattingParams(lsp.TextDocumentIdentifier(uri), options)
    edits = await editor.client.text_document_formatting_async(params)
    assert edits
    document = lsp.OptionalVersionedTextDocumentIdentifier(uri, 1)
    editor.apply(lsp.WorkspaceEdit(document_changes=[lsp.TextDocumentEdit(document, list(edits))]))
    assert "    Twice \U0001d11e the number.\n" in editor.texts[uri]
    assert not await editor.client.text_document_formatting_async(params)


async def test_the_outline_holds_specs_and_their_clauses(editor: Editor) -> None:
    uri = await editor.open("numbers_.lift", CONTRACT)
    params = lsp.DocumentSymbolParams(lsp.TextDocumentIdentifier(uri))
    [symbol] = await editor.client.text_document_document_symbol_async(params) or []
    assert isinstance(symbol, lsp.DocumentSymbol)
    assert symbol.name == "double"
    assert [child.name for child in symbol.children or []] == ["ensures", "example"]


async def test_showing_the_ir_opens_it(editor: Editor) -> None:
    uri = await editor.open("numbers_.lift", CONTRACT)
    text = await editor.command("lift.showIr", uri, "double")
    assert text == CONTRACT
    [shown] = editor.documents_shown
    assert Path(unquote(urlparse(shown.uri).path)).read_text() == CONTRACT


async def test_lift_all_lifts_every_open_document(editor: Editor) -> None:
    await editor.configure({"run": "manual"})
    uris = [await editor.open(name, SENTENCE) for name in ("one.lift", "two.lift")]
    await editor.command("lift.liftAll")
    await editor.until(lambda: all("LIFT105" in editor.codes(uri) for uri in uris))


async def test_wrong_arguments_of_a_command_are_explained(tmp_path: Path) -> None:
    async with started(tmp_path, errors_expected=True) as editor:
        uri = await editor.open("numbers_.lift", CONTRACT)
        wrong: list[tuple[list[object], str]] = [
            ([], "takes a document URI"),
            ([1, None], "takes a document URI"),
            (["file:///nowhere.lift", None], "not an open .lift document"),
            ([uri, "triple"], "it has: double"),
        ]
        for arguments, message in wrong:
            with pytest.raises(Exception, match=message):
                await editor.command("lift.lift", *arguments)
        for place in ([], [1], [uri], [uri, {"line": "one"}]):
            with pytest.raises(Exception, match=r"takes the URI|has line and character"):
                await editor.command("lift.goToSpec", *place)
        assert editor.messages == []


async def test_lifting_while_typing(editor: Editor) -> None:
    await editor.configure({"run": "onType"})
    uri = await editor.open("factorial.lift", "Create a function to calculate the factorial of a")
    editor.edit(uri, len(editor.texts[uri]), len(editor.texts[uri]), " number\n")
    await editor.until(lambda: "LIFT105" in editor.codes(uri))


async def test_a_wrong_setting_is_shown_once(tmp_path: Path) -> None:
    async with started(tmp_path, settings={"run": "always"}, errors_expected=True) as editor:
        await editor.until(lambda: len(editor.messages) == 1)
        assert "onSave" in editor.messages[0]
        editor.settings = {"run": "always"}
        for _ in range(3):
            editor.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(None))
        await editor.command("lift.liftAll")
        assert len(editor.messages) == 1


async def test_changed_settings_take_effect(editor: Editor) -> None:
    uri = await editor.open("factorial.lift", "Compute the factorial of a whole number.\n")
    await editor.configure({"run": "manual"})
    editor.save(uri)
    assert "not lifted yet" in await editor.hover(uri)
    await editor.configure({"run": "onSave"})
    editor.save(uri)
    await editor.until(lambda: "LIFT105" in editor.codes(uri))


async def test_a_file_that_is_no_text_has_one_finding(editor: Editor) -> None:
    uri = await editor.open("binary.lift", "spec f\0\0\n" * 100)
    await editor.until(lambda: uri in editor.shown)
    assert editor.codes(uri) == ["LIFT030"]


async def test_an_internal_error_is_shown_once_and_the_server_goes_on(tmp_path: Path) -> None:
    async with started(tmp_path, errors_expected=True) as editor:
        uri = await editor.open("factorial.lift", SENTENCE)
        unknown = lsp.VersionedTextDocumentIdentifier(2, editor.uri("never_opened.lift"))
        change = lsp.TextDocumentContentChangeWholeDocument("x")
        for _ in range(3):
            editor.client.text_document_did_change(lsp.DidChangeTextDocumentParams(unknown, [change]))
        assert "not lifted yet" in await editor.hover(uri)
        assert len(editor.messages) == 1
        assert "Internal error" in editor.messages[0]
