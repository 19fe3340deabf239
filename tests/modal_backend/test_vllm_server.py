"""The life of vLLM in a container, with a scripted program in its place."""

import json
import shlex
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lift_ir import IR
from lift_ir.draft import draft_schema, schema_text
from lift_ir.grammar import Profile, body_grammar
from lift_modal.settings import Settings
from lift_modal.vllm_server import ServerError, VllmServer
from lift_modal.warm import warm_profiles

Start = Callable[..., VllmServer]
PROGRAM = Path(__file__).with_name("scripted_vllm.py")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def start(tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts a server that behaves as the keyword arguments say; see `scripted_vllm`."""
    command = tmp_path / "vllm"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {shlex.quote(str(PROGRAM))} "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("LOG", str(log))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    servers: list[VllmServer] = []

    def started(settings: Settings | None = None, **script: object) -> VllmServer:
        monkeypatch.setenv("SCRIPT", json.dumps(script))
        servers.append(VllmServer(settings or Settings(), port=port))
        return servers[-1]

    yield started
    for server in servers:
        server.stop(margin=0)


def requests(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_it_is_ready_when_it_is_healthy(start: Start, log: Path) -> None:
    start(unhealthy=3).wait_until_healthy(pause=0.01)
    assert [request["path"] for request in requests(log)] == ["/health"] * 4


def test_grammars_and_schemas_are_compiled_before_the_first_spec(start: Start, log: Path) -> None:
    server = start()
    server.wait_until_healthy(pause=0.01)
    server.warm()
    bodies = [request["body"] for request in requests(log) if request["path"] == "/v1/completions"]
    grammars = {body["structured_outputs"]["grammar"] for body in bodies if "grammar" in body["structured_outputs"]}
    schemas = [body["structured_outputs"]["json"] for body in bodies if "json" in body["structured_outputs"]]
    assert grammars == {body_grammar(profile) for profile in warm_profiles()}
    assert len(schemas) == 2
    assert schema_text(draft_schema(IR())) in schemas
    assert all((body["max_tokens"], body["model"]) == (1, Settings().model) for body in bodies)


def test_the_profile_of_most_specs_comes_first() -> None:
    assert warm_profiles()[0] == Profile()
    assert any(profile.is_async for profile in warm_profiles())
    assert any(profile.is_generator for profile in warm_profiles())
    assert any("open" not in profile.banned for profile in warm_profiles())


def test_a_refused_grammar_stops_the_start(start: Start) -> None:
    server = start(completions=400)
    server.wait_until_healthy(pause=0.01)
    with pytest.raises(ServerError, match=r"refused a grammar or schema of Lift \(400\): grammar error"):
        server.warm()


def test_sleep_and_wake_carry_the_token_of_the_container(start: Start, log: Path) -> None:
    server = start()
    server.wait_until_healthy(pause=0.01)
    server.sleep()
    server.wake_up()
    last = requests(log)[-2:]
    assert [request["path"] for request in last] == ["/sleep?level=1", "/wake_up"]
    assert all(request["token"] for request in last)


def test_its_own_requests_carry_the_key(start: Start, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VLLM_API_KEY", "sk-1")
    start().wait_until_healthy(pause=0.01)
    assert requests(log)[-1]["authorization"] == "Bearer sk-1"


def test_the_end_of_vllm_is_reported_at_once(start: Start) -> None:
    with pytest.raises(ServerError, match="vLLM ended with status 3 while it started"):
        start(exit=3).wait_until_healthy(pause=0.01)


def test_it_ends_politely(start: Start) -> None:
    server = start()
    server.wait_until_healthy(pause=0.01)
    server.stop()
    assert server._process.returncode == 0
    server.stop()


def test_it_ends_by_force(start: Start) -> None:
    server = start(Settings(exit_grace_period=0), stubborn=True)
    server.wait_until_healthy(pause=0.01)
    server.stop(margin=0)
    assert server._process.returncode == -9
