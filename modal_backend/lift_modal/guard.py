"""ASGI middleware of vLLM: only what Lift and an operator need is reachable from outside the container.

vLLM's development endpoints (sleep, wake up, running methods on workers) exist while snapshots are on. They must not be
open to those who may merely generate.
"""

import hmac
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

OPEN = frozenset(
    {
        "/health",
        "/version",
        "/metrics",
        "/tokenize",
        "/v1/models",
        "/v1/completions",
        "/v1/chat/completions",
    }
)
HEADER = "x-lift-guard"
TOKEN_VARIABLE = "LIFT_GUARD_TOKEN"
"""The environment variable with the token of this container."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Guard:
    """Answers 404 to everything but OPEN, unless the request carries the container's own token."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._token = os.environ.get(TOKEN_VARIABLE, "").encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection; requests for other paths never reach vLLM, WebSockets are closed."""
        if scope["type"] == "lifespan" or self._may_pass(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            headers = [(b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": 404, "headers": headers})
            await send({"type": "http.response.body", "body": b'{"error":{"message":"Not Found","code":404}}'})

    def _may_pass(self, scope: Scope) -> bool:
        if scope["type"] == "http" and scope["path"] in OPEN:
            return True
        given = dict(scope["headers"]).get(HEADER.encode(), b"")
        return bool(self._token) and hmac.compare_digest(given, self._token)
