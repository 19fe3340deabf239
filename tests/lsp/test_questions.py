"""A sentence leaves something open: the question, its answers, and what they do, as an editor sees it."""

from pathlib import Path

import pytest
from lsprotocol import types as lsp

from lift_server.lsp.documents import Document
from lift_server.lsp.workspace_edit import workspace_edit
from lift_server.text import LineIndex

from .editor import Editor, capabilities, started
from .test_journey import SENTENCE, run_python

pytestmark = pytest.mark.asyncio(loop_scope="session")

CALL = "`factorial(-1)`: "
HEADER = "spec factorial(n: int) -> int\n"


async def asked(editor: Editor, text: str = SENTENCE) -> str:
    """Open and save a spec file, and wait until its one question is shown."""
    uri = await editor.open("factorial.lift", text)
    editor.save(uri)
    await editor.until(lambda: "LIFT110" in editor.codes(uri) and "LIFT105" in editor.codes(uri))
    assert sorted(editor.codes(uri)) == ["LIFT105", "LIFT110"]
    return uri


async def settled(editor: Editor, uri: str) -> None:
    """Wait until the text as it stands is lifted and leaves nothing open."""
    await editor.until(lambda: shown(editor, uri) == ["LIFT105"])


def shown(editor: Editor, uri: str) -> list[str]:
    """The codes shown for the document as it stands; none while they are those of an older version."""
    return editor.codes(uri) if editor.shown[uri].version == editor.versions[uri] else []


def put(editor: Editor, uri: str, text: str) -> None:
    """Make this the document's text, as undo does."""
    editor.edit(uri, 0, len(editor.texts[uri]), text)


async def check_answer(editor: Editor, title: str, clause: str) -> Path:
    """The bare sentence asks one question; this answer writes this clause, without a save; returns the module that has
    the function of the answer."""
    uri = await asked(editor)
    action = await editor.choose(uri, f"{CALL}{title}")
    assert [item.code for item in action.diagnostics or []] == ["LIFT110"]
    assert editor.texts[uri] == f"{HEADER}    {SENTENCE}\n    {clause}\n"
    await settled(editor, uri)
    inserted = await editor.choose(uri, "Insert `factorial` into factorial.py")
    assert inserted.is_preferred
    return editor.root / "factorial.py"


async def test_the_question_says_what_candidates_do(editor: Editor) -> None:
    uri = await asked(editor)
    [item] = [item for item in editor.diagnostics(uri) if item.code == "LIFT110"]
    assert item.severity == lsp.DiagnosticSeverity.Warning
    assert item.message.startswith("Candidates disagree on `factorial(-1)`: what should it do? So far: ")
    assert "raises ValueError (" in item.message
    assert "returns 1 (" in item.message
    assert editor.marked(uri, "LIFT110") == SENTENCE.strip()
    assert "**Why do you ask?**" in await editor.hover(uri)


async def test_raises_whenever(editor: Editor) -> None:
    module = await check_answer(editor, "raises ValueError whenever n < 0", "raises: ValueError when n < 0")
    assert run_python(module, "factorial(0), factorial(5)") == "1 120"
    with pytest.raises(Exception, match="non-zero exit status"):
        run_python(module, "factorial(-7)")


async def test_returns_1(editor: Editor) -> None:
    module = await check_answer(editor, "returns 1", "example: factorial(-1) == 1")
    assert run_python(module, "factorial(-1), factorial(0), factorial(5)") == "1 1 120"


async def test_not_a_valid_input(editor: Editor) -> None:
    module = await check_answer(editor, "not a valid input: requires n >= 0", "requires: n >= 0")
    assert run_python(module, "factorial(0), factorial(5)") == "1 120"


async def test_dont_care(editor: Editor) -> None:
    await check_answer(editor, "don't care", "unspecified: factorial(-1)")


async def test_a_typed_answer_begins_with_the_usual_one_selected(editor: Editor) -> None:
    uri = await asked(editor)
    await editor.choose(uri, f"{CALL}I'll type it")
    assert editor.texts[uri] == f"{HEADER}    {SENTENCE}\n    example: factorial(-1) == 1\n"
    assert editor.selected == "1"
    editor.replace(uri, "factorial(-1) == 1", "factorial(-1) == 0")
    editor.save(uri)
    await settled(editor, uri)
    await editor.choose(uri, "Insert `factorial` into factorial.py")
    assert run_python(editor.root / "factorial.py", "factorial(-1), factorial(5)") == "0 120"


async def test_a_client_without_snippets_gets_a_value_to_change(tmp_path: Path) -> None:
    async with started(tmp_path, client_capabilities=capabilities(snippets=False)) as editor:
        uri = await asked(editor)
        await editor.choose(uri, f"{CALL}I'll type it")
        assert editor.texts[uri] == f"{HEADER}    {SENTENCE}\n    example: factorial(-1) == 1\n"
        assert editor.selected == ""


@pytest.mark.parametrize("text", [SENTENCE, f"{HEADER}    {SENTENCE}"], ids=["bare", "named"])
async def test_undo_of_an_answer_brings_the_question_back(editor: Editor, text: str) -> None:
    uri = await asked(editor, text)
    for _ in range(2):
        await editor.choose(uri, f"{CALL}returns 1")
        await settled(editor, uri)
        put(editor, uri, text)
        await editor.until(lambda: "LIFT110" in shown(editor, uri) and "LIFT107" not in shown(editor, uri))
        assert [item.title for item in await editor.actions(uri) if item.title.startswith(f"{CALL}returns 0")]


async def test_an_answer_is_for_the_text_that_it_was_offered_for(editor: Editor) -> None:
    uri = await asked(editor)
    [action] = [item for item in await editor.actions(uri) if item.title == f"{CALL}returns 1"]
    editor.edit(uri, 0, 0, "# A note.\n")
    assert action.edit is not None
    with pytest.raises(AssertionError, match="an edit of another version"):
        editor.apply(action.edit)


async def test_an_answer_that_is_taken_out_is_asked_for_again(editor: Editor) -> None:
    uri = await asked(editor, f"{HEADER}    {SENTENCE}")
    await editor.choose(uri, f"{CALL}returns 1")
    await settled(editor, uri)
    put(editor, uri, f"{HEADER}    {SENTENCE.replace('a number', 'a whole number')}")
    editor.save(uri)
    await editor.until(lambda: sorted(shown(editor, uri)) == ["LIFT105", "LIFT110"])
    assert "`factorial(-1)`" in (await editor.hover(uri))


async def test_answers_in_conflict_name_each_other(editor: Editor) -> None:
    one, other = "example: factorial(-1) == 1", "raises: ValueError when n < 0"
    uri = await editor.open("factorial.lift", f"{HEADER}    {SENTENCE}\n    {one}\n    {other}\n")
    editor.save(uri)
    await editor.until(lambda: "LIFT112" in editor.codes(uri))
    [item] = [item for item in editor.diagnostics(uri) if item.code == "LIFT112"]
    assert item.severity == lsp.DiagnosticSeverity.Error
    assert editor.marked(uri, "LIFT112") == other
    [related] = item.related_information or []
    text = editor.texts[uri]
    where = related.location.range
    assert text[editor.offset(text, where.start) : editor.offset(text, where.end)] == one
    assert not [item for item in await editor.actions(uri) if item.title.startswith("Insert")]


async def test_an_edit_elsewhere_leaves_the_question_as_it_is(editor: Editor) -> None:
    uri = await asked(editor, f"{HEADER}    {SENTENCE}")
    editor.edit(uri, 0, 0, "# A note.\n\n")
    await editor.until(lambda: sorted(shown(editor, uri)) == ["LIFT105", "LIFT110"])
    assert editor.marked(uri, "LIFT110") == HEADER.strip()

    editor.replace(uri, "a number", "a whole number")
    await editor.until(lambda: sorted(shown(editor, uri)) == ["LIFT107", "LIFT110"])
    assert not [item for item in await editor.actions(uri, len("# A note.\n\n")) if item.title.startswith(CALL)]
    editor.save(uri)
    await editor.until(lambda: sorted(shown(editor, uri)) == ["LIFT105", "LIFT110"])
    [item] = [item for item in editor.diagnostics(uri) if item.code == "LIFT110"]
    assert "`factorial(-1)`" in item.message


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
async def test_a_value_in_a_snippet_is_taken_as_it_is(editor: Editor, end: str) -> None:
    value = "{'$1': '\\\\}'}"
    text = f"spec f(){end}    F.{end}"
    uri = await editor.open("f.lift", text)
    clause = f"{end}    example: f('$', '}}') == {value}"
    edits = [lsp.TextEdit(lsp.Range(editor.position(uri, 14), editor.position(uri, 14)), clause)]
    document = Document(uri, 1, "lift", LineIndex(text))
    edit = workspace_edit(capabilities(), document, edits, typed=value)
    editor.apply(edit)
    assert editor.texts[uri] == text[:14] + clause + text[14:]
    assert editor.selected == value


async def test_the_workspace_lists_its_questions_in_files_that_are_open_and_that_are_not(tmp_path: Path) -> None:
    (tmp_path / "stated.lift").write_text("spec area(radius: float) -> float\n    The area.\n\n    hole: which unit?\n")
    (tmp_path / "clear.lift").write_text("spec twice(n: int) -> int\n    Twice.\n")

    async def listed(editor: Editor) -> dict[str, list[tuple[str, str, list[str]]]]:
        answer = await editor.client.protocol.send_request_async("lift/questions", {})
        return {
            item.uri.rpartition("/")[2]: [(q.spec, q.question, [a.title for a in q.answers]) for q in item.questions]
            for item in answer.files
        }

    async with started(tmp_path) as editor:
        uri = await asked(editor)
        [(spec, question, titles)] = (while_open := await listed(editor))["factorial.lift"]
        assert (spec, "factorial(-1)" in question) == ("factorial", True)
        assert f"{CALL}returns 1" in titles
        assert set(titles) <= {action.title for action in await editor.actions(uri)}
        assert while_open.keys() == {"factorial.lift", "stated.lift"}
        assert while_open["stated.lift"] == [("area", "which unit?", [])]
        (tmp_path / "factorial.lift").write_text(SENTENCE)
        editor.close(uri)
        assert await listed(editor) == while_open

    async with started(tmp_path, trusted=False) as editor:
        assert (await listed(editor)).keys() == {"stated.lift"}
