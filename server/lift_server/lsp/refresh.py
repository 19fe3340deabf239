"""Asking the client to ask again: hints, lenses and virtual documents change when a job ends, not when text does."""

import asyncio
import logging

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

logger = logging.getLogger(__name__)

PAUSE = 0.05
"""Seconds in which results are gathered: a file's jobs often end together, and one request serves them all."""


class Refresher:
    """Tells one client that what it shows beside the text is old. Must be used on the event loop."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.shown: set[str] = set()
        """URIs of the virtual documents that the client was given."""

    def ask(self) -> None:
        """Have lenses, hints and virtual documents asked for again, soon."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PAUSE, self._send)

    def close(self) -> None:
        """Ask for nothing more."""
        if self._timer is not None:
            self._timer.cancel()
        for task in self._tasks:
            task.cancel()

    def _send(self) -> None:
        self._timer = None
        task = asyncio.create_task(self._request(), name="refresh")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _request(self) -> None:
        capabilities = self._server.client_capabilities
        try:
            if get_capability(capabilities, "workspace.code_lens.refresh_support"):
                await self._server.workspace_code_lens_refresh_async(None)
            if get_capability(capabilities, "workspace.inlay_hint.refresh_support"):
                await self._server.workspace_inlay_hint_refresh_async(None)
            for uri in tuple(self.shown):
                params = lsp.TextDocumentContentRefreshParams(uri)
                await self._server.workspace_text_document_content_refresh_async(params)
        except JsonRpcException as error:
            logger.warning("the client did not refresh: %s", error)
