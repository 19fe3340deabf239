"""The remote engine as people meet it: in the terminal and in an editor, with the sandbox and the store."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.lsp.editor import started
from tests.remote.models import BODIES, VLLM, Model
from tests.remote.scripted import HOLD, Reply, Request, Server, serving

from lift_server.cli import main

SPEC = "spec add(a: int, b: int) -> int\n    The sum.\n\n    example: add(1, 2) == 3\n    example: add(0, 5) == 5\n"
SECRET = "sk-live-5f0c9a"


@contextmanager
def running(model: Model) -> Iterator[Server]:
    """The server in a thread of its own, for a command that runs its own loop."""
    ready, done = threading.Event(), asyncio.Event()
    found: list[tuple[Server, asyncio.AbstractEventLoop]] = []

    async def serve() -> None:
        async with serving(model) as server:
            found.append((server, asyncio.get_running_loop()))
            ready.set()
            await done.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    ready.wait()
    server, loop = found[0]
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIFT_STORE_PATH", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_here")
def test_a_build_asks_once_and_a_cleared_cache_asks_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "add.lift").write_text(SPEC)
    with running(Model(key=SECRET)) as server:
        monkeypatch.setenv("LIFT_ENDPOINT", f"{server.address}/v1")
        monkeypatch.setenv("LIFT_ENGINE", "remote")
        assert main(["build", "add.lift"]) == 1
        assert "does not accept the key" in capsys.readouterr().out

        monkeypatch.setenv("LIFT_API_KEY", SECRET)
        assert main(["engines", "--json"]) == 0
        [remote] = [item for item in json.loads(capsys.readouterr().out) if item["name"] == "remote"]
        assert f"{server.address}: coder, version 0.33.0, dialect vllm" in remote["detail"]
        assert main(["build", "add.lift"]) == 0
        assert any(body in (tmp_path / "add.py").read_text() for body in BODIES)

        server.requests.clear()
        assert main(["build", "add.lift"]) == 0
        assert server.requests == [], "what is known costs nothing"

        capsys.readouterr()
        assert main(["cache", "--json"]) == 0
        kept = json.loads(capsys.readouterr().out)
        assert kept["results"]["count"] >= 1
        assert kept["replies"]["count"] == 2, "the probe and the candidates"
        assert main(["cache", "--clear"]) == 0
        assert "replies: 0, 0 bytes" in capsys.readouterr().out
        assert main(["build", "add.lift"]) == 0
        assert server.requests != []
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert SECRET.encode() not in everything


@pytest.mark.usefixtures("_here")
def test_without_an_endpoint_the_engine_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["engines"]) == 0
    assert "give its address in the setting `endpoint`" in " ".join(capsys.readouterr().out.split())
    Path("add.lift").write_text(SPEC)
    assert main(["build", "--engine", "remote", "add.lift"]) == 1
    assert "give its address in the setting `endpoint`" in " ".join(capsys.readouterr().out.split())


async def test_an_editor_gives_its_key(tmp_path: Path) -> None:
    async with serving(Model(key=SECRET)) as server:
        settings = {"engine": "remote", "endpoint": server.address}
        async with started(tmp_path, settings=settings, errors_expected=True) as editor:
            editor.client.protocol.notify("lift/setKey", {"origin": "nonsense", "apiKey": SECRET})
            editor.client.protocol.notify("lift/setKey", {"origin": server.address, "apiKey": 3})
            uri = await editor.open("add.lift", SPEC)
            editor.save(uri)
            await editor.until(lambda: editor.ended() == 1)
            assert "does not accept the key" in await editor.hover(uri)

            editor.client.protocol.notify("lift/setKey", {"origin": server.address, "apiKey": SECRET})
            await editor.command("lift.lift", uri, None)
            await editor.until(lambda: editor.ended() == 2)
            assert any("Insert" in action.title for action in await editor.actions(uri))
            assert {request.headers.get("authorization") for request in server.requests} == {None, f"Bearer {SECRET}"}
            assert not [line for line in editor.log if SECRET in line]
            assert any("`origin` is not the address" in line for line in editor.log)


async def test_an_editor_lifts_four_specs_at_once_when_all_wait_for_a_server(tmp_path: Path) -> None:
    def answer(request: Request) -> Reply:
        return HOLD if (request.body or {}).get("stream") else VLLM(request)

    text = "\n".join(SPEC.replace("add", f"add{number}") for number in range(6))
    async with serving(answer) as server:
        settings = {"engine": "remote", "endpoint": server.address}
        async with started(tmp_path, settings=settings) as editor:
            uri = await editor.open("add.lift", text)
            editor.save(uri)
            await editor.until(lambda: len(editor.began()) == 4)
            await editor.hover(uri)
            assert len(editor.began()) == 4


async def test_a_workspace_that_is_not_trusted_sends_nothing(tmp_path: Path) -> None:
    async with serving(VLLM) as server:
        settings = {"engine": "remote", "endpoint": server.address}
        async with started(tmp_path, settings=settings, trusted=False, errors_expected=True) as editor:
            uri = await editor.open("add.lift", SPEC)
            editor.save(uri)
            await editor.command("lift.lift", uri, None)
            await editor.command("lift.showIr", uri, None)
            await editor.until(lambda: any("not trusted" in message for message in editor.messages))
        assert server.requests == []
