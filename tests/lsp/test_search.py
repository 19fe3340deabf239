"""What a search composes, as an editor sees it: an answer is offered, a suggestion only shown."""

import sys
from pathlib import Path

import psutil
import pytest
from lsprotocol import types as lsp

from lift_server.engines.embedded.searcher import COMMAND

from .editor import Editor, started
from .test_journey import run_python
from .test_writing import fix_all

pytestmark = pytest.mark.asyncio(loop_scope="session")

SEARCHING = (sys.executable, str(Path(__file__).with_name("searching_server.py")))
ANSWER = """\
spec kept(xs: list[int], limit: int) -> list[int]
    The entries of xs that are larger than the limit.

    example: kept([1, 5, 3], 2) == [5, 3]
    example: kept([], 0) == []
    example: kept([7, 9, 8, 1], 7) == [9, 8]
"""
SUGGESTION = """\
spec mixed(left: int, right: int) -> int
    The frobnication of both.

    example: mixed(3, 4) == 12
"""


def searches(editor: Editor) -> list[psutil.Process]:
    """The server's processes that search."""
    return [child for child in editor.process.children(recursive=True) if COMMAND[-1] in child.cmdline()]


async def test_an_answer_is_inserted_by_one_click(tmp_path: Path) -> None:
    async with started(tmp_path, command=SEARCHING) as editor:
        uri = await editor.open("lists.lift", ANSWER)
        editor.save(uri)
        await editor.until(lambda: "LIFT105" in editor.codes(uri))
        assert "composed by 3 examples" in await editor.hover(uri)
        chosen = await editor.choose(uri, "Insert `kept` into lists.py")
        assert chosen.is_preferred
        assert run_python(tmp_path / "lists.py", "kept([4, 1, 3], 2)") == "[4, 3]"


async def test_a_suggestion_is_shown_and_never_put_in_unseen(tmp_path: Path) -> None:
    async with started(tmp_path, command=SEARCHING) as editor:
        uri = await editor.open("lists.lift", f"{ANSWER}\n{SUGGESTION}")
        editor.save(uri)
        await editor.until(lambda: {"LIFT104", "LIFT105"} <= set(editor.codes(uri)))
        [shown] = [item for item in editor.diagnostics(uri) if item.code == "LIFT104"]
        assert shown.severity in (lsp.DiagnosticSeverity.Information, lsp.DiagnosticSeverity.Hint)
        place = len(ANSWER) + 6
        [offer] = [item for item in await editor.actions(uri, place) if item.title.startswith("Insert `mixed`")]
        assert "(suggestion" in offer.title
        assert not offer.is_preferred
        assert "An example of `mixed(" in await editor.hover(uri, place)
        [action] = await fix_all(editor, uri)
        edit = action.edit or (await editor.client.code_action_resolve_async(action)).edit
        assert edit is not None
        editor.apply(edit)
        assert "def kept" in (tmp_path / "lists.py").read_text()
        assert "def mixed" not in (tmp_path / "lists.py").read_text()


async def test_the_server_searches_in_a_process_that_ends_with_it(tmp_path: Path) -> None:
    async with started(tmp_path, command=SEARCHING) as editor:
        uri = await editor.open("lists.lift", ANSWER.partition("    example")[0])
        editor.save(uri)
        await editor.until(lambda: editor.ended() == 1)
        assert not searches(editor)
        other = await editor.open("more.lift", ANSWER)
        editor.save(other)
        await editor.until(lambda: "LIFT105" in editor.codes(other))
        [process] = searches(editor)
    assert not process.is_running()
