"""The language server with an endpoint: from a saved sentence to a function in a Python file, through a real vLLM."""

from pathlib import Path

import pytest

from lsp.editor import started
from lsp.test_journey import run_python

from .recorder import Recorder
from .replies import FACTORIAL
from .server import KEY, Server

pytestmark = [pytest.mark.vllm, pytest.mark.asyncio(loop_scope="session")]

SENTENCE = "Create a function to calculate the factorial of a number\n"


async def test_a_sentence_becomes_a_function(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIFT_API_KEY", KEY)
    with Recorder(server.url, FACTORIAL.script) as recorder:
        settings = {"endpoint": recorder.url, "engine": "remote"}
        async with started(tmp_path, settings=settings) as editor:
            uri = await editor.open("factorial.lift", SENTENCE)
            editor.save(uri)
            await editor.until(lambda: "LIFT105" in editor.codes(uri))
            hover = await editor.hover(uri)
            assert "inferred by remote" in hover
            assert "tiny" in hover
            await editor.choose(uri, "Insert `factorial` into factorial.py")
            module = tmp_path / "factorial.py"
            assert run_python(module, "factorial(0), factorial(5), factorial(10)") == "1 120 3628800"
            assert any(body in module.read_text(encoding="utf-8") for body in FACTORIAL.bodies)
        assert [len(recorder.drafts()), len(recorder.functions())] == [1, 1]

        recorder.requests.clear()
        async with started(tmp_path, settings=settings) as editor:
            uri = await editor.open("factorial.lift", SENTENCE)
            await editor.until(lambda: uri in editor.shown)
            assert "inferred by remote" in await editor.hover(uri)
            editor.save(uri)
            assert "def factorial(" in await editor.hover(uri)
        assert recorder.requests == []
