"""In a workspace that is not trusted nothing is generated and nothing runs."""

from pathlib import Path

import pytest

from .editor import started
from .test_journey import SENTENCE

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_nothing_runs_without_trust(tmp_path: Path) -> None:
    async with started(tmp_path, trusted=False, errors_expected=True) as editor:
        (tmp_path / "factorial.py").write_text("def factorial(n):\n    return 42\n")
        uri = await editor.open("factorial.lift", SENTENCE)
        editor.save(uri)
        editor.module_changed(editor.uri("factorial.py"))
        await editor.command("lift.lift", uri, None)
        await editor.until(lambda: "LIFT109" in editor.codes(uri))
        await editor.until(lambda: any("not trusted" in message for message in editor.messages))
        assert "not trusted" in await editor.hover(uri)
        assert await editor.actions(uri) == []
        assert editor.codes(uri) == ["LIFT109"]
        assert editor.progress == {}
        assert editor.process.children() == []
        assert not (tmp_path / ".store").exists()
