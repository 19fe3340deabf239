"""What is reachable from outside a container."""

from collections.abc import MutableMapping
from typing import Any

import pytest

from lift_modal.guard import HEADER, TOKEN_VARIABLE, Guard

PASSED = "passed"


async def outcome(path: str, token: str | None = None, kind: str = "http") -> int | str:
    """PASSED when the server behind the guard gets the request, else the status or close code."""
    sent: list[MutableMapping[str, Any]] = []
    passed: list[str] = []

    async def server(scope: Any, receive: Any, send: Any) -> None:
        passed.append(scope["path"])

    async def receive() -> MutableMapping[str, Any]:
        raise AssertionError("a guard reads no body")

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    headers = [] if token is None else [(HEADER.encode(), token.encode())]
    await Guard(server)({"type": kind, "path": path, "headers": headers}, receive, send)
    if passed:
        assert not sent
        return PASSED
    return int(sent[0].get("status") or sent[0]["code"])


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "secret")


@pytest.mark.parametrize("path", ["/health", "/version", "/metrics", "/v1/models", "/v1/chat/completions"])
async def test_what_lift_and_an_operator_need_passes(path: str) -> None:
    assert await outcome(path) == PASSED


@pytest.mark.parametrize(
    "path", ["/sleep", "/wake_up", "/collective_rpc", "/reset_prefix_cache", "/v1/load_lora_adapter", "/v1/models/x"]
)
async def test_the_rest_is_not_there(path: str) -> None:
    assert await outcome(path) == 404
    assert await outcome(path, token="guess") == 404
    assert await outcome(path, token="") == 404


async def test_the_container_itself_may_do_all() -> None:
    assert await outcome("/sleep", token="secret") == PASSED


async def test_without_a_token_nobody_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE)
    assert await outcome("/sleep", token="") == 404
    assert await outcome("/health") == PASSED


async def test_websockets_are_closed_and_lifespan_passes() -> None:
    assert await outcome("/v1/realtime", kind="websocket") == 1008
    assert await outcome("", kind="lifespan") == PASSED
