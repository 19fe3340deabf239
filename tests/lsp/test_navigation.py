"""Names, tokens, ranges and formatting through the real process, in every position encoding."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types as lsp

from fixture import Fixture, read_fixture
from lift_server.ide.semantic_tokens import semantic_tokens
from lift_server.ide.token_legend import TYPES
from lift_server.lower import read
from lift_server.text import Span

from .editor import Editor, capabilities, started

pytestmark = pytest.mark.asyncio(loop_scope="session")

CLEF = "\U0001d11e"
FILES = {
    "shapes.lift": """\
# A é note.
# And a {clef}.

spec $<spec>area$</spec>($<par>radius$</par>: float) -> float
    The area, {clef} or é, of a `$<par>radius$</par>`.

    $<par>radius$</par>: in {clef} metres
    ensures: "{clef}é" + str($<par>$0radius$</par>) == str($<par>radius$</par>) or result > 0
    example: $<spec>area$</spec>($<par>radius$</par>=2) == 4

spec twice(n: float) -> float
    "{clef}" `$<spec>area$</spec>` twice.

    ensures: result == 2 * $<spec>area$</spec>(n)
""".replace("{clef}", CLEF),
    "more.lift": f"""\
spec more(n: int) -> int
    uses: from shapes import $<spec>area$</spec>
    ensures: "{CLEF}" == str($<spec>area$</spec>($<par>radius$</par>=n))
""",
}


@pytest_asyncio.fixture(loop_scope="session", params=["utf-8", "utf-16", "utf-32"])
async def shapes(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[Editor, dict[str, Fixture]]]:
    """An editor of this encoding with `shapes.lift` open and `more.lift` on disk."""
    fixtures = {name: read_fixture(text) for name, text in FILES.items()}
    async with started(tmp_path, encoding=request.param) as editor:
        assert editor.encoding == request.param
        (tmp_path / "more.lift").write_bytes(fixtures["more.lift"].text.encode())
        await editor.open("shapes.lift", fixtures["shapes.lift"].text)
        yield editor, fixtures


def span(editor: Editor, text: str, item: lsp.Range) -> Span:
    return Span(editor.offset(text, item.start), editor.offset(text, item.end))


def place(editor: Editor, name: str, offset: int) -> dict[str, Any]:
    return {
        "text_document": lsp.TextDocumentIdentifier(editor.uri(name)),
        "position": editor.position(editor.uri(name), offset),
    }


async def test_what_the_client_is_told_is_where_it_says(shapes: tuple[Editor, dict[str, Fixture]]) -> None:
    editor, fixtures = shapes
    fixture = fixtures["shapes.lift"]
    text, uri = fixture.text, editor.uri("shapes.lift")
    assert fixture.cursor is not None
    here = place(editor, "shapes.lift", fixture.cursor)
    document = lsp.TextDocumentIdentifier(uri)
    client = editor.client

    highlights = await client.text_document_document_highlight_async(lsp.DocumentHighlightParams(**here))
    assert [span(editor, text, item.range) for item in highlights or []] == sorted(fixture.spans["par"])
    assert (highlights or [])[0].kind is lsp.DocumentHighlightKind.Write

    context = lsp.ReferenceContext(include_declaration=True)
    found = await client.text_document_references_async(lsp.ReferenceParams(context=context, **here))
    by_file = {
        name: [span(editor, item.text, place.range) for place in found or [] if place.uri == editor.uri(name)]
        for name, item in fixtures.items()
    }
    assert by_file == {name: sorted(item.spans["par"]) for name, item in fixtures.items()}
    context = lsp.ReferenceContext(include_declaration=False)
    without = await client.text_document_references_async(lsp.ReferenceParams(context=context, **here))
    assert len(without or []) == len(found or []) - 1

    definitions = await client.text_document_definition_async(lsp.DefinitionParams(**here))
    assert isinstance(definitions, list)
    [definition] = definitions
    assert isinstance(definition, lsp.Location)
    assert span(editor, text, definition.range) == min(fixture.spans["par"])

    chains = await client.text_document_selection_range_async(lsp.SelectionRangeParams(document, [here["position"]]))
    [chain] = chains or []
    assert span(editor, text, chain.range).slice(text) == "radius"
    assert chain.parent is not None
    assert span(editor, text, chain.parent.range).slice(text) == "str(radius)"

    folds = await client.text_document_folding_range_async(lsp.FoldingRangeParams(document))
    assert [(fold.start_line, fold.end_line) for fold in folds or []] == [(0, 1), (3, 8), (10, 13)]

    symbols = await client.workspace_symbol_async(lsp.WorkspaceSymbolParams("ar"))
    assert [(item.name, Path(str(item.location.uri)).name) for item in symbols or []] == [("area", "shapes.lift")]
    every = await client.workspace_symbol_async(lsp.WorkspaceSymbolParams(""))
    assert [item.name for item in every or []] == ["area", "more", "twice"]


async def test_tokens_stand_where_the_words_stand(shapes: tuple[Editor, dict[str, Fixture]]) -> None:
    editor, fixtures = shapes
    text = fixtures["shapes.lift"].text
    document = lsp.TextDocumentIdentifier(editor.uri("shapes.lift"))
    full = await editor.client.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(document))
    assert full is not None
    wanted = [(item.span, item.kind) for item in semantic_tokens(read(text))]
    assert decoded(editor, text, full.data) == wanted
    start, end = (editor.position(editor.uri("shapes.lift"), offset) for offset in (60, 200))
    params = lsp.SemanticTokensRangeParams(document, lsp.Range(start, end))
    some = await editor.client.text_document_semantic_tokens_range_async(params)
    assert some is not None
    assert decoded(editor, text, some.data) == [item for item in wanted if item[0].start <= 200 and item[0].end >= 60]


def decoded(editor: Editor, text: str, data: Any) -> list[tuple[Span, str]]:
    found = []
    line = character = 0
    for index in range(0, len(data), 5):
        lines, characters, length, kind, _ = data[index : index + 5]
        line, character = line + lines, characters + (character if lines == 0 else 0)
        where = lsp.Range(lsp.Position(line, character), lsp.Position(line, character + length))
        found.append((span(editor, text, where), TYPES[kind]))
    return found


@pytest.mark.parametrize("mark", ["par", "spec"])
async def test_a_rename_changes_every_file_and_the_function_that_lift_wrote(
    shapes: tuple[Editor, dict[str, Fixture]], mark: str
) -> None:
    editor, fixtures = shapes
    offset = fixtures["shapes.lift"].spans[mark][0].start
    here = place(editor, "shapes.lift", offset)
    prepared = await editor.client.text_document_prepare_rename_async(lsp.PrepareRenameParams(**here))
    assert isinstance(prepared, lsp.PrepareRenamePlaceholder)
    edit = await editor.client.text_document_rename_async(lsp.RenameParams(new_name="other", **here))
    assert edit is not None
    editor.apply(edit)
    renamed = {
        name: read_fixture(re.sub(rf"\$<{mark}>(\$0)?\w+\$</{mark}>", "other", text)).text
        for name, text in FILES.items()
    }
    assert editor.texts[editor.uri("shapes.lift")] == renamed["shapes.lift"]
    assert (editor.root / "more.lift").read_bytes().decode() == renamed["more.lift"]


INSERTED = """\
spec factorial(n: int) -> int
    The factorial of a number.

    raises: ValueError when n < 0
    example: factorial(4) == 24
"""


async def inserted(editor: Editor) -> str:
    """A file whose function stands in its module."""
    uri = await editor.open("numbers_.lift", INSERTED)
    editor.save(uri)
    await editor.until(lambda: "LIFT105" in editor.codes(uri))
    await editor.choose(uri, "Insert")
    await editor.until(lambda: "LIFT105" not in editor.codes(uri))
    return uri


@pytest.mark.parametrize(
    ("word", "new", "replaced"),
    [
        ("n: int", "value", ["n: int", "when n <", "if n <", "(2, n +"]),
        ("factorial(n", "product", ["def factorial(", ">>> factorial("]),
    ],
)
async def test_a_rename_keeps_the_function_lifts_own(editor: Editor, word: str, new: str, replaced: list[str]) -> None:
    uri = await inserted(editor)
    module = editor.root / "numbers_.py"
    old = "n" if word == "n: int" else "factorial"
    expected = module.read_text()
    for text in replaced:
        assert text in expected
        expected = expected.replace(text, re.sub(rf"\b{old}\b", new, text))
    params = lsp.RenameParams(new_name=new, **place(editor, "numbers_.lift", INSERTED.index(word)))
    edit = await editor.client.text_document_rename_async(params)
    assert edit is not None
    editor.apply(edit)
    assert module.read_text() == expected
    editor.save(uri)
    await editor.until(lambda: "LIFT107" not in editor.codes(uri) and editor.began() == [])
    titles = [item.title for item in await editor.actions(uri)]
    assert not [title for title in titles if "your own" in title]


async def test_a_function_that_was_edited_is_not_renamed_and_the_user_is_told(tmp_path: Path) -> None:
    async with started(tmp_path, errors_expected=True) as editor:
        await inserted(editor)
        module = tmp_path / "numbers_.py"
        module.write_text(module.read_text().replace("return", "return 0 or"))
        params = lsp.RenameParams(new_name="value", **place(editor, "numbers_.lift", INSERTED.index("n: int")))
        edit = await editor.client.text_document_rename_async(params)
        assert edit is not None
        changes = edit.document_changes
        assert changes is not None
        assert len(changes) == 1
        assert "Only the spec was renamed, not `factorial` in numbers_.py" in editor.messages[0]


async def test_a_refused_rename_says_why(editor: Editor) -> None:
    await editor.open("shapes.lift", "spec area(n: int)\n    Words.\n")
    with pytest.raises(Exception, match="cannot be a name"):
        await editor.client.text_document_rename_async(
            lsp.RenameParams(new_name="two words", **place(editor, "shapes.lift", 5))
        )
    with pytest.raises(Exception, match="put the cursor on"):
        await editor.client.text_document_prepare_rename_async(
            lsp.PrepareRenameParams(**place(editor, "shapes.lift", 25))
        )


async def test_from_spec_to_function_and_back(editor: Editor) -> None:
    uri = await inserted(editor)
    module = editor.root / "numbers_.py"
    here = place(editor, "numbers_.lift", INSERTED.index("factorial"))
    for ask in (
        editor.client.text_document_definition_async(lsp.DefinitionParams(**here)),
        editor.client.text_document_implementation_async(lsp.ImplementationParams(**here)),
    ):
        found = await ask
        assert isinstance(found, list)
        [function] = found
        assert isinstance(function, lsp.Location)
        assert function.uri == module.as_uri()
        text = module.read_text()
        assert span(editor, text, function.range).slice(text) == "factorial"
    line = len(text.splitlines()) - 1
    back = await editor.command("lift.goToSpec", module.as_uri(), {"line": line, "character": 4})
    assert back["uri"] == uri
    [shown] = editor.documents_shown
    assert shown.uri == uri
    assert (await editor.command("lift.goToSpec", module.as_uri(), "factorial"))["uri"] == uri
    assert await editor.command("lift.goToSpec", module.as_uri(), "triple") is None


async def test_the_module_line_is_a_link_once_the_module_exists(editor: Editor) -> None:
    uri = await editor.open("a.lift", "module: .shapes\n\nspec f(n)\n    Words.\n")
    params = lsp.DocumentLinkParams(lsp.TextDocumentIdentifier(uri))
    assert not await editor.client.text_document_document_link_async(params)
    (editor.root / "shapes.py").write_text("x = 1\n")
    [link] = await editor.client.text_document_document_link_async(params) or []
    assert link.target == (editor.root / "shapes.py").as_uri()
    assert span(editor, editor.texts[uri], link.range).slice(editor.texts[uri]) == ".shapes"


async def test_a_range_and_a_new_line_are_formatted(editor: Editor) -> None:
    text = f"spec f( n )\n  {CLEF}  Words.\n  ensures:   n\n"
    uri = await editor.open("a.lift", text)
    options = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
    document = lsp.TextDocumentIdentifier(uri)
    where = lsp.Range(lsp.Position(2, 0), lsp.Position(2, 3))
    params = lsp.DocumentRangeFormattingParams(document, where, options)
    [edit] = await editor.client.text_document_range_formatting_async(params) or []
    assert edit.new_text.endswith("    ensures: n")
    editor.edit(uri, len(text), len(text), "\n")
    editor.replace(uri, "n\n\n", "n\n")
    typed = lsp.DocumentOnTypeFormattingParams(document, lsp.Position(3, 0), "\n", options)
    [edit] = await editor.client.text_document_on_type_formatting_async(typed) or []
    assert edit.new_text == "  "


async def test_a_client_without_document_changes_gets_a_plain_edit(tmp_path: Path) -> None:
    known = capabilities()
    assert known.workspace is not None
    known.workspace.workspace_edit = lsp.WorkspaceEditClientCapabilities()
    async with started(tmp_path, client_capabilities=known) as editor:
        uri = await editor.open("shapes.lift", "spec area(n: int)\n    Words.\n")
        edit = await editor.client.text_document_rename_async(
            lsp.RenameParams(new_name="size", **place(editor, "shapes.lift", 5))
        )
        assert edit is not None
        assert edit.changes is not None
        assert list(edit.changes) == [uri]
