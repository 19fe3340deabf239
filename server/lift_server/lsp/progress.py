"""Work-done progress that the server starts: shown when the client can show it, never in the way of the work."""

import asyncio
import uuid
from collections.abc import Callable
from types import TracebackType

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.progress import Progress as PyglsProgress


class WorkDoneProgress:
    """A context manager around a job. `cancel` is called when the user presses Cancel.

    The client is asked for a token beside the work (clients hand out none of their own, astral-sh/ruff
    `lazy_work_done_progress.rs`);
    what is reported before its answer is shown with the beginning.
    """

    def __init__(self, progress: PyglsProgress, title: str, cancel: Callable[[], object], *, supported: bool) -> None:
        self._progress = progress
        self._title = title
        self._cancel = cancel
        self._supported = supported
        self._token = str(uuid.uuid4())
        self._message = ""
        self._begun = False
        self._done = asyncio.Event()
        self._shown: asyncio.Task[None] | None = None

    def __enter__(self) -> "WorkDoneProgress":
        if self._supported:
            self._shown = asyncio.create_task(self._show(), name=f"progress of {self._title}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()

    def report(self, message: str) -> None:
        """Show what is being done now."""
        self._message = message
        if self._begun:
            self._progress.report(self._token, lsp.WorkDoneProgressReport(message=message, cancellable=True))

    async def _show(self) -> None:
        try:
            await self._progress.create_async(self._token)
        except JsonRpcException:
            return  # the client refused the token; the work goes on unseen
        self._progress.tokens[self._token].add_done_callback(lambda future: future.cancelled() and self._cancel())
        begin = lsp.WorkDoneProgressBegin(title=self._title, cancellable=True, message=self._message or None)
        self._progress.begin(self._token, begin)
        self._begun = True
        try:
            await self._done.wait()
        finally:
            self._begun = False
            self._progress.end(self._token, lsp.WorkDoneProgressEnd())
            self._progress.tokens.pop(self._token, None)  # pygls keeps it forever (openlawlibrary/pygls#607)
