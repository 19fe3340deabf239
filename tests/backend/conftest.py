"""One real vLLM for all tests that are marked `vllm`: it starts once, in most of a minute."""

from collections.abc import Iterator

import httpx
import pytest

from .server import CACHE, KEY, PYTHON, Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    assert PYTHON.exists(), "there is no second environment: run `make test-backend`"
    CACHE.mkdir(parents=True, exist_ok=True)
    log = CACHE / "server.log"
    log.unlink(missing_ok=True)
    server = Server(log)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """Raw HTTP to the server, with its key."""
    headers = {"Authorization": f"Bearer {KEY}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=100) as client:
        yield client
