"""Two engines: what is shown while the one with a model still writes, and what becomes of an open question."""

import sys
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from .editor import Editor, started
from .test_journey import SENTENCE, run_python

pytestmark = pytest.mark.asyncio(loop_scope="session")

POOLED = (sys.executable, str(Path(__file__).with_name("pooled_server.py")))
TEXT = f"spec factorial(n: int) -> int\n    {SENTENCE}"


def question(editor: Editor, uri: str) -> lsp.Diagnostic | None:
    """The question that is shown, as a warning or as a hint."""
    found = [item for item in editor.diagnostics(uri) if item.code in ("LIFT110", "LIFT111")]
    return found[0] if found else None


async def test_the_first_answer_is_shown_and_the_question_stays_when_a_model_joins(tmp_path: Path) -> None:
    async with started(tmp_path, command=POOLED) as editor:
        uri = await editor.open("factorial.lift", TEXT)
        editor.save(uri)
        await editor.until(lambda: "LIFT105" in editor.codes(uri) and "LIFT110" in editor.codes(uri))
        assert len(editor.began()) == 1, "the model still works"
        before = await editor.hover(uri)
        assert "`remote` still works" in before
        assert [item.title for item in await editor.actions(uri) if item.title.startswith("Insert")]
        first = question(editor, uri)
        titles = {item.title for item in await editor.actions(uri) if item.title.startswith("`factorial(-1)`: returns")}

        await editor.command("probe.open")
        await editor.until(lambda: "LIFT111" in editor.codes(uri))
        await editor.until(lambda: editor.began() == [])
        last = question(editor, uri)
        assert first is not None
        assert last is not None
        assert first.range == last.range
        assert first.message.partition(":")[0] == last.message.partition(":")[0]
        after = {item.title for item in await editor.actions(uri) if item.title.startswith("`factorial(-1)`: returns")}
        assert titles <= after
        hover = await editor.hover(uri)
        assert "remote: 1 request, 10 tokens read, 20 written in 2.0 s (10 tokens/s)" in hover
        assert "still works" not in hover


async def test_an_answer_needs_no_request(tmp_path: Path) -> None:
    async with started(tmp_path, command=POOLED) as editor:
        await editor.command("probe.open")
        uri = await editor.open("factorial.lift", TEXT)
        editor.save(uri)
        await editor.until(lambda: "LIFT111" in editor.codes(uri) and editor.began() == [])
        await editor.choose(uri, "`factorial(-1)`: returns 1")
        await editor.until(lambda: editor.shown[uri].version == 2 and editor.codes(uri) == ["LIFT105"])
        assert "remote: " not in (await editor.hover(uri)).replace("*remote", "")
        await editor.choose(uri, "Insert `factorial` into factorial.py")
        assert run_python(tmp_path / "factorial.py", "factorial(-1), factorial(5)") == "1 120"
