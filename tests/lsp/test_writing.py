"""Completion, hints, lenses, offers, commands and texts through the real server."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
import pytest_asyncio
from lsprotocol import types as lsp

from lift_server.ide.code_actions import Action
from lift_server.lsp.code_actions import action_tags
from lift_server.text import Span

from .editor import Editor, capabilities, started
from .rich_client import Answers, all_capabilities, rich
from .test_journey import SENTENCE, run_python

pytestmark = pytest.mark.asyncio(loop_scope="session")

CONTRACT = """\
spec factorial(n: int) -> int
    The factorial of a number.

    raises: ValueError when n < 0
    example: factorial(5) == 120
"""
TWO = f"""\
{CONTRACT}
spec gcd(a: int, b: int) -> int
    The greatest common divisor of two numbers.

    example: gcd(12, 18) == 6
"""
BROKEN = "def factorial(n: int) -> int:\n    return n * 3\n"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def rich_editor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Editor, Answers]]:
    async with rich(tmp_path_factory.mktemp("workspace")) as both:
        yield both


@pytest_asyncio.fixture(loop_scope="session")
async def client(rich_editor: tuple[Editor, Answers], request: pytest.FixtureRequest) -> AsyncIterator[Editor]:
    """The editor in a folder of the test's own."""
    editor, answers = rich_editor
    workspace = editor.root
    folder = workspace / request.node.name.translate(dict.fromkeys(map(ord, "[]/ "), "_"))
    folder.mkdir()
    editor.begin(folder)
    answers.__init__()  # type: ignore[misc]
    yield editor
    for uri in list(editor.texts):
        editor.close(uri)
    await editor.until(lambda: editor.began() == [])
    editor.root = workspace
    editor.check_quiet()


@pytest.fixture
def answers(rich_editor: tuple[Editor, Answers], client: Editor) -> Answers:
    return rich_editor[1]


async def ready(editor: Editor, text: str, name: str = "numbers_.lift") -> str:
    """Open and save a spec file, and wait until all of its functions may be inserted."""
    uri = await editor.open(name, text)
    editor.save(uri)
    count = max(text.count("spec "), 1)
    await editor.until(lambda: editor.codes(uri).count("LIFT105") == count)
    return uri


async def complete(editor: Editor, uri: str, offset: int, trigger: str = "") -> dict[str, lsp.CompletionItem]:
    """What is offered at an offset, by label."""
    kind = lsp.CompletionTriggerKind.TriggerCharacter if trigger else lsp.CompletionTriggerKind.Invoked
    found = await editor.client.text_document_completion_async(
        lsp.CompletionParams(
            lsp.TextDocumentIdentifier(uri),
            editor.position(uri, offset),
            lsp.CompletionContext(kind, trigger or None),
        )
    )
    items = found.items if isinstance(found, lsp.CompletionList) else found or []
    return {item.label: item for item in items}


def accept(editor: Editor, uri: str, item: lsp.CompletionItem) -> None:
    """Do what the client does when the item is chosen; places of a snippet keep their marks."""
    assert isinstance(item.text_edit, lsp.TextEdit)
    text = editor.texts[uri]
    where = item.text_edit.range
    editor.edit(uri, editor.offset(text, where.start), editor.offset(text, where.end), item.text_edit.new_text)


async def lenses(editor: Editor, uri: str) -> list[lsp.Command]:
    found = await editor.client.text_document_code_lens_async(lsp.CodeLensParams(lsp.TextDocumentIdentifier(uri)))
    return [lens.command for lens in found or [] if lens.command is not None]


async def hints(editor: Editor, uri: str) -> list[lsp.InlayHint]:
    whole = lsp.Range(lsp.Position(0, 0), editor.position(uri, len(editor.texts[uri])))
    params = lsp.InlayHintParams(lsp.TextDocumentIdentifier(uri), whole)
    return list(await editor.client.text_document_inlay_hint_async(params) or [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_completion_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    async with started(tmp_path, encoding=encoding) as editor:
        text = "spec f(n: int) -> int\n    \U0001d11e ŝ.\n\n    ensures: '\U0001d11e' != res\n"
        uri = await editor.open("numbers_.lift", text)
        found = await complete(editor, uri, text.index("res\n") + 3)
        accept(editor, uri, found["result"])
        assert editor.texts[uri] == text.replace("!= res", "!= result")


async def test_a_clause_with_its_documentation(client: Editor) -> None:
    uri = await client.open("numbers_.lift", f"{CONTRACT}    req")
    found = await complete(client, uri, len(client.texts[uri]))
    item = found["requires"]
    assert item.documentation is None
    resolved = await client.client.completion_item_resolve_async(item)
    assert isinstance(resolved.documentation, lsp.MarkupContent)
    assert "A precondition" in resolved.documentation.value
    accept(client, uri, item)
    assert client.texts[uri] == f"{CONTRACT}    requires: "


async def test_a_client_without_snippets_gets_plain_text(client: Editor, editor: Editor) -> None:
    for one, call in ((client, "factorial(${1:1}) == $0"), (editor, "factorial(1) == ")):
        uri = await one.open("numbers_.lift", f"{CONTRACT}    example: ")
        item = (await complete(one, uri, len(one.texts[uri])))["factorial"]
        is_snippet = item.insert_text_format == lsp.InsertTextFormat.Snippet
        assert (item.text_edit.new_text if item.text_edit else "", is_snippet) == (call, one is client)


async def test_an_item_that_is_not_ours_is_resolved_to_itself(client: Editor) -> None:
    for data in (None, 1, {"uri": 3}, {"uri": "file:///no.lift", "topic": "keyword:ensures"}):
        resolved = await client.client.completion_item_resolve_async(lsp.CompletionItem(label="x", data=data))
        assert (resolved.label, resolved.documentation) == ("x", None)


async def test_the_candidate_is_run_on_the_example_that_is_being_written(client: Editor) -> None:
    uri = await ready(client, CONTRACT)
    end = len(client.texts[uri])
    client.edit(uri, end, end, "    example: factorial(13) ==")
    found = await complete(client, uri, len(client.texts[uri]), "=")
    accept(client, uri, found["6227020800"])
    assert client.texts[uri].endswith("factorial(13) == 6227020800")


async def test_nothing_is_run_for_a_completion_before_anything_was(tmp_path: Path) -> None:
    async with rich(tmp_path) as (editor, _):
        await ready(editor, CONTRACT)
    async with rich(tmp_path) as (editor, _):
        uri = await editor.open("numbers_.lift", f"{CONTRACT}    example: factorial(13) == ")
        assert "6227020800" not in await complete(editor, uri, len(editor.texts[uri]))
        assert editor.process.children() == []


async def test_hints_show_what_was_inferred_and_are_accepted(client: Editor, answers: Answers) -> None:
    uri = await ready(client, SENTENCE, "factorial.lift")
    await client.until(lambda: {"hints", "lenses"} <= {*answers.refreshed})
    [hint] = await hints(client, uri)
    assert str(hint.label).startswith("spec factorial(")
    edit = lsp.TextDocumentEdit(
        lsp.OptionalVersionedTextDocumentIdentifier(uri, client.versions[uri]), list(hint.text_edits or [])
    )
    client.apply(lsp.WorkspaceEdit(document_changes=[edit]))
    assert client.texts[uri] == f"{hint.label}\n    {SENTENCE}"


async def test_a_broken_example_shows_its_value(client: Editor) -> None:
    (client.root / "numbers_.py").write_text(BROKEN)
    uri = await client.open("numbers_.lift", CONTRACT)
    await client.command("lift.check", uri, "factorial")
    await client.until(lambda: "LIFT201" in client.codes(uri))
    [hint] = await hints(client, uri)
    assert hint.label == "returns 15"
    assert [edit.new_text for edit in hint.text_edits or []] == ["example: factorial(5) == 15"]
    assert "Run checks" in [lens.title for lens in await lenses(client, uri)]


async def test_a_lens_inserts_the_function(client: Editor, answers: Answers) -> None:
    uri = await ready(client, CONTRACT)
    found = {lens.title: lens for lens in await lenses(client, uri)}
    assert "2 of 2 hold" in found
    lens = found["Insert `factorial` into numbers_.py"]
    await client.command(lens.command, *(lens.arguments or []))
    assert run_python(client.root / "numbers_.py", "factorial(5)") == "120"
    await client.until(lambda: "LIFT105" not in client.codes(uri))
    assert "Insert `factorial` into numbers_.py" not in [item.title for item in await lenses(client, uri)]
    assert answers.questions == []


async def fix_all(editor: Editor, uri: str, only: str = "source.fixAll") -> list[lsp.CodeAction]:
    params = lsp.CodeActionParams(
        lsp.TextDocumentIdentifier(uri),
        lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0)),
        lsp.CodeActionContext([], only=[only]),
    )
    found = await editor.client.text_document_code_action_async(params)
    return [item for item in found or [] if isinstance(item, lsp.CodeAction)]


@pytest.mark.parametrize("only", ["source", "source.fixAll", "source.fixAll.lift"])
async def test_fix_all_inserts_every_settled_function_in_one_edit(client: Editor, only: str) -> None:
    uri = await ready(client, TWO)
    [action] = await fix_all(client, uri, only)
    assert action.kind == "source.fixAll.lift"
    action = await client.client.code_action_resolve_async(action)
    assert action.edit is not None
    client.apply(action.edit)
    assert run_python(client.root / "numbers_.py", "factorial(5), gcd(4, 6)") == "120 2"
    await client.until(lambda: "LIFT105" not in client.codes(uri))
    assert await fix_all(client, uri) == []


async def test_other_kinds_are_not_answered(client: Editor) -> None:
    uri = await ready(client, CONTRACT)
    assert await fix_all(client, uri, "source.organizeImports") == []
    assert {item.kind for item in await fix_all(client, uri, "refactor")} == {lsp.CodeActionKind.RefactorRewrite}
    assert {item.kind for item in await fix_all(client, uri, "quickfix")} == {lsp.CodeActionKind.QuickFix}


async def test_fix_all_leaves_an_open_question_alone(client: Editor) -> None:
    uri = await ready(client, SENTENCE, "factorial.lift")
    assert await fix_all(client, uri) == []


@pytest.mark.parametrize("by_model", [True, False])
async def test_a_client_that_knows_the_tag_is_told_of_a_model(by_model: bool) -> None:
    action = Action("Insert", Span(0, 0), by_model=by_model)
    assert action_tags(all_capabilities(), action) == ([lsp.CodeActionTag.LlmGenerated] if by_model else None)
    assert action_tags(capabilities(), action) is None


async def test_an_example_from_a_run_is_added(client: Editor) -> None:
    uri = await ready(client, CONTRACT)
    titles = [item.title for item in await client.actions(uri) if item.title.startswith("Add `example:")]
    assert titles
    await client.choose(uri, titles[0])
    clause = titles[0].removeprefix("Add `").removesuffix("` from a run")
    assert client.texts[uri] == f"{CONTRACT}    {clause}\n"
    await client.until(lambda: client.shown[uri].version == 2 and "LIFT105" in client.codes(uri))


async def test_an_authors_function_is_confirmed_in_the_edit(client: Editor, answers: Answers) -> None:
    (client.root / "numbers_.py").write_text(BROKEN)
    uri = await client.open("numbers_.lift", CONTRACT)
    client.save(uri)
    await client.until(lambda: "LIFT301" in client.codes(uri))
    await client.command("lift.insert", uri, "factorial")
    [edit] = answers.edits
    assert [note.needs_confirmation for note in (edit.change_annotations or {}).values()] == [True]
    assert answers.questions == []


@pytest.mark.parametrize(("choice", "result"), [("Keep mine", "15"), (None, "15"), ("Replace", "120")])
async def test_a_client_that_cannot_confirm_is_asked(tmp_path: Path, choice: str | None, result: str) -> None:
    async with rich(tmp_path, annotations=False) as (editor, answers):
        (tmp_path / "numbers_.py").write_text(BROKEN)
        uri = await editor.open("numbers_.lift", CONTRACT)
        editor.save(uri)
        await editor.until(lambda: "LIFT301" in editor.codes(uri))
        [action] = [item for item in await editor.actions(uri) if item.title.startswith("Update")]
        assert action.edit is None
        assert action.command is not None
        answers.choice = choice
        await editor.command(action.command.command, *(action.command.arguments or []))
        assert "Replaces your own `factorial`" in answers.questions[0].message
        assert run_python(tmp_path / "numbers_.py", "factorial(5)") == result


async def test_the_ir_as_json_and_text(client: Editor) -> None:
    uri = await ready(client, CONTRACT)
    assert await client.command("lift.showIr", uri, "factorial") == CONTRACT
    ir = json.loads(await client.command("lift.showIr", uri, "factorial", "json"))
    assert ir["signature"]["name"] == "factorial"
    text, data = client.documents_shown
    names = [unquote(shown.uri).rpartition("/")[2] for shown in (text, data)]
    assert names == ["factorial (IR).lift", "factorial (IR).json"]
    asked = {"uri": uri, "spec": "factorial", "format": "text"}
    answer = await client.client.protocol.send_request_async("lift/ir", asked)
    assert (answer.text, answer.uri) == (CONTRACT, text.uri)


async def test_a_virtual_document_follows_its_spec(client: Editor, answers: Answers) -> None:
    await client.until(lambda: lsp.WORKSPACE_TEXT_DOCUMENT_CONTENT in client.registered)
    sentence = "Work out the factorial of a number\n"
    uri = await client.open("factorial.lift", sentence)
    await client.command("lift.showIr", uri, None)
    [shown] = client.documents_shown
    assert shown.uri.startswith("lift-ir:/")
    assert unquote(shown.uri).endswith("/factorial (IR).lift")
    params = lsp.TextDocumentContentParams(shown.uri)
    before = await client.client.workspace_text_document_content_async(params)
    assert before.text == sentence
    client.open_text(shown.uri, before.text)
    client.save(uri)
    await client.until(lambda: "texts" in answers.refreshed)
    await client.until(lambda: "LIFT105" in client.codes(uri))
    after = await client.client.workspace_text_document_content_async(params)
    assert after.text.startswith("spec factorial(")
    assert shown.uri not in client.shown


async def test_candidates_beside_each_other(client: Editor) -> None:
    uri = await ready(client, SENTENCE, "factorial.lift")
    text = await client.command("lift.compareCandidates", uri, None)
    assert "# Calls on which they differ:" in text
    assert "factorial(-1)" in text
    answer = await client.client.protocol.send_request_async("lift/candidates", {"uri": uri, "spec": None})
    assert len(answer.candidates) > 1
    assert answer.candidates[0].title.startswith(f"1 of {len(answer.candidates)}, chosen, embedded")
    assert all("def factorial(" in item.code for item in answer.candidates)
    content = lsp.TextDocumentContentParams(answer.uri)
    assert (await client.client.workspace_text_document_content_async(content)).text == text
    compile(text, "candidates", "exec")


async def test_a_question_is_explained(client: Editor) -> None:
    uri = await ready(client, SENTENCE, "factorial.lift")
    text = await client.command("lift.explainHole", uri, None, "factorial(-1)")
    assert "**Why do you ask?**" in text
    path = Path(unquote(urlparse(client.documents_shown[-1].uri).path))
    assert path.read_text() == text


async def test_cleared_results_are_found_anew(client: Editor) -> None:
    uri = await ready(client, CONTRACT)
    lifted = len(client.progress)
    await client.command("lift.clearResults", uri)
    await client.until(lambda: "LIFT105" not in client.codes(uri))
    assert "not lifted yet" in await client.hover(uri)
    client.save(uri)
    await client.until(lambda: "LIFT105" in client.codes(uri))
    assert len(client.progress) == lifted + 1


async def test_the_engine_is_selected_and_stays(client: Editor, answers: Answers) -> None:
    assert await client.command("lift.selectEngine", "embedded") == "embedded"
    await client.configure({"engine": "auto"})
    answers.choice = "embedded"
    assert await client.command("lift.selectEngine") == "embedded"
    assert "In use: embedded" in answers.questions[-1].message
    answers.choice = None
    assert await client.command("lift.selectEngine") is None


async def test_what_cannot_be_done_is_explained_in_one_line_of_the_log(tmp_path: Path) -> None:
    async with rich(tmp_path) as (editor, answers):
        uri = await editor.open("numbers_.lift", CONTRACT)
        refused: list[tuple[str, list[object], str]] = [
            ("lift.insert", [uri, "factorial"], "was not lifted yet"),
            ("lift.insert", [uri], "a document URI and a spec's name"),
            ("lift.insert", [uri, None], "has no spec"),
            ("lift.check", [uri, "triple"], "it has: factorial"),
            ("lift.compareCandidates", [uri, "factorial"], "no candidates to compare"),
            ("lift.explainHole", [uri], "no open question"),
            ("lift.showIr", [uri, None, "yaml"], '"text" or "json"'),
            ("lift.showIr", [uri, None, "json", 1], "takes a document URI"),
            ("lift.clearResults", ["file:///nowhere.lift"], "not an open .lift document"),
            ("lift.liftAll", [1], "takes nothing"),
            ("lift.selectEngine", ["gpt"], "there is no engine 'gpt'"),
            ("lift.selectEngine", [["auto"]], "there is no engine"),
        ]
        for command, arguments, message in refused:
            with pytest.raises(Exception, match=message):
                await editor.command(command, *arguments)
        for method in ("lift/ir", "lift/candidates"):
            for params in (None, {}, {"uri": 1}, {"uri": uri, "spec": ["x"]}):
                with pytest.raises(Exception, match="takes a document URI"):
                    await editor.client.protocol.send_request_async(method, params)
        for nowhere in ("lift-ir:/nothing/factorial/factorial%20(IR).lift", "lift-ir:/nothing", "lift-ir:"):
            with pytest.raises(Exception, match="not open any more"):
                await editor.client.workspace_text_document_content_async(lsp.TextDocumentContentParams(nowhere))
        editor.save(uri)
        await editor.until(lambda: "LIFT105" in editor.codes(uri))
        answers.applies = False
        with pytest.raises(Exception, match="read-only"):
            await editor.command("lift.insert", uri, "factorial")
    assert sum("refused" in line for line in editor.log) == len(refused) + 8 + 4


async def test_without_trust_commands_run_nothing(tmp_path: Path) -> None:
    async with started(tmp_path, trusted=False, errors_expected=True) as editor:
        uri = await editor.open("numbers_.lift", CONTRACT)
        await editor.command("lift.check", uri, None)
        await editor.command("lift.clearResults", uri)
        assert [item.title for item in await lenses(editor, uri)] == ["not lifted: the workspace is not trusted"]
        assert editor.process.children() == []
        assert not (tmp_path / ".store").exists()
