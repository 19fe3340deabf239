"""The repairs of pygls 2.1.1 (`lsp/protocol.py`), each through the real process. A test goes when its repair goes."""

import sys
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from .editor import started

pytestmark = pytest.mark.asyncio(loop_scope="session")


PROBED = (sys.executable, str(Path(__file__).with_name("probed_server.py")))


async def test_finished_notifications_leave_nothing_behind(tmp_path: Path) -> None:
    async with started(tmp_path, command=PROBED) as editor:
        before = await editor.command("probe.pending")
        for _ in range(200):
            editor.client.set_trace(lsp.SetTraceParams(lsp.TraceValue.Off))
        assert await editor.command("probe.pending") <= before


async def test_a_late_reply_to_a_cancelled_question_is_no_error(tmp_path: Path) -> None:
    async with started(tmp_path, command=PROBED) as editor:
        await editor.command("probe.cancelQuestion")
        # The client has answered the question before it sees the answer to this one.
        await editor.command("probe.pending")
        assert editor.messages == []


async def test_a_wish_to_cancel_that_comes_too_late_is_not_logged(tmp_path: Path) -> None:
    async with started(tmp_path) as editor:
        editor.client.cancel_request(lsp.CancelParams(987_654))
        with pytest.raises(Exception, match="takes nothing"):
            await editor.command("lift.liftAll", 1)
    assert [line for line in editor.log if "refused" in line]
    assert not [line for line in editor.log if "Cancel" in line]


async def test_shutdown_succeeds_while_a_command_runs(tmp_path: Path) -> None:
    async with started(tmp_path, command=PROBED) as editor:
        running = editor.client.workspace_execute_command(lsp.ExecuteCommandParams("probe.wait"))
        await editor.command("probe.pending")
        assert not running.done()
    # Leaving has shut the server down, which raises when the server answers with an error.
    assert running.exception() is not None


async def test_lines_end_where_the_protocol_says(tmp_path: Path) -> None:
    """pygls splits lines at form feeds and U+2028 too; Lift keeps documents of its own."""
    text = "spec area(radius: float) -> float\n    The\f area\u2028 of.\n    nonsense\n    example: area(2)\n"
    async with started(tmp_path) as editor:
        uri = await editor.open("shapes.lift", text)
        await editor.until(lambda: uri in editor.shown)
        editor.replace(uri, "    nonsense\n", "    hole: which \U0001d11e unit?\n")
        await editor.until(lambda: editor.shown[uri].version == 2)
        assert editor.marked(uri, "LIFT101") == "hole: which \U0001d11e unit?"
