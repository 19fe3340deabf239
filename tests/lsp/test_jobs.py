"""Long work: cancelling, superseding, shutting down in the middle, a checker that dies, a thousand edits."""

import signal
from pathlib import Path

import psutil
import pytest
from lsprotocol import types as lsp

from .editor import Editor, started
from .test_journey import BROKEN, CONTRACT, SENTENCE, lifted
from .test_protocol import PROBED

pytestmark = pytest.mark.asyncio(loop_scope="session")


ENDLESS = """\
spec factorial(n: int) -> int
    Create a function to calculate the factorial of a number

    example: factorial(sum(1 for _ in iter(int, 1))) == 1
"""
"""Its example computes its argument forever, so that a job is under way for as long as the checks allow."""
EDITS = 1000


async def under_way(editor: Editor, uri: str) -> str:
    """Wait until a job shows its progress; returns the progress token."""
    await editor.until(lambda: len(editor.began()) == 1)
    return editor.began()[0]


async def test_cancel_stops_the_work_and_its_processes(editor: Editor) -> None:
    uri = await editor.open("endless.lift", ENDLESS)
    editor.save(uri)
    token = await under_way(editor, uri)
    editor.client.window_work_done_progress_cancel(lsp.WorkDoneProgressCancelParams(token))
    await editor.until(lambda: editor.ended() == 1)
    assert "not lifted yet" in await editor.hover(uri)
    assert editor.codes(uri) == []


async def test_a_newer_text_supersedes_the_job(editor: Editor) -> None:
    uri = await editor.open("endless.lift", ENDLESS)
    editor.save(uri)
    await under_way(editor, uri)
    editor.replace(uri, "sum(1 for _ in iter(int, 1))", "0")
    editor.save(uri)
    await editor.until(lambda: "LIFT105" in editor.codes(uri))
    await editor.until(lambda: editor.ended() == len(editor.progress) == 2)


async def test_closing_a_document_stops_its_jobs(editor: Editor) -> None:
    uri = await editor.open("endless.lift", ENDLESS)
    editor.save(uri)
    await under_way(editor, uri)
    editor.close(uri)
    await editor.until(lambda: editor.ended() == 1)


async def test_shutdown_with_a_job_running_leaves_no_process(tmp_path: Path) -> None:
    async with started(tmp_path) as editor:
        family = await at_work(editor)
        assert len(family) > 1
    assert editor.server.returncode == 0
    assert psutil.wait_procs(family, timeout=10)[1] == []


async def test_a_client_that_vanishes_takes_everything_with_it(tmp_path: Path) -> None:
    async with started(tmp_path) as editor:
        family = await at_work(editor)
        assert editor.server.stdin is not None
        editor.server.stdin.close()
        assert await editor.server.wait() == 0
        editor.leave_without_shutdown()
    assert psutil.wait_procs(family, timeout=10)[1] == []


async def test_a_terminated_server_takes_everything_with_it(tmp_path: Path) -> None:
    async with started(tmp_path) as editor:
        family = await at_work(editor)
        editor.server.terminate()
        assert await editor.server.wait() == 128 + signal.SIGTERM
        editor.leave_without_shutdown()
    assert psutil.wait_procs(family, timeout=10)[1] == []


async def test_leaving_without_a_shutdown_is_a_failure(tmp_path: Path) -> None:
    async with started(tmp_path) as editor:
        editor.client.exit(None)
        assert await editor.server.wait() == 1
        editor.leave_without_shutdown()


async def at_work(editor: Editor) -> list[psutil.Process]:
    """Have a job run; returns the server and all its descendants."""
    uri = await editor.open("endless.lift", ENDLESS)
    editor.save(uri)
    await under_way(editor, uri)
    return [editor.process, *editor.process.children(recursive=True)]


async def test_the_next_lift_works_after_the_checker_has_crashed(tmp_path: Path) -> None:
    async with started(tmp_path) as editor:
        await lifted(editor, "factorial.lift", SENTENCE)
        children = editor.process.children()
        assert children
        for child in children:
            child.kill()
        (tmp_path / "numbers_.py").write_text(BROKEN)
        uri = await editor.open("numbers_.lift", CONTRACT)
        editor.save(uri)
        await editor.until(lambda: "LIFT201" in editor.codes(uri))


async def test_a_thousand_edits_leave_nothing_behind(tmp_path: Path) -> None:
    async with started(tmp_path, command=PROBED) as editor:
        uri = await editor.open("numbers_.lift", CONTRACT)
        await edited(editor, uri, EDITS)  # fills the caches, which are bounded
        pending = await editor.command("probe.pending")
        grown = []
        for _ in range(3):  # a leak grows each time, a collection that is due grows once
            memory = editor.process.memory_info().rss
            await edited(editor, uri, EDITS)
            grown.append(editor.process.memory_info().rss - memory)
        assert await editor.command("probe.pending") <= pending
        assert min(grown) < 4_000_000


async def edited(editor: Editor, uri: str, count: int) -> None:
    """Type a line and take it away again, over and over, as fast as the server reads."""
    place = len(CONTRACT)
    for number in range(count):
        if number % 2:
            editor.edit(uri, place, len(editor.texts[uri]), "")
        else:
            editor.edit(uri, place, place, f"    hole: question {number}?\n")
        if number % 50 == 49:
            await editor.hover(uri)
