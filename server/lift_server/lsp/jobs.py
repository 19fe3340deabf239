"""Long work off the message loop: one task per key, the latest content wins, and nothing outlives the connection."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, order=True)
class JobKey:
    """What a job works on: `kind` (`lift` or `check`), the document (`Documents` key) and the spec's identity in it."""

    document: str
    spec: str
    kind: str


class Jobs:
    """The running tasks. Must be used on the event loop only."""

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        """`changed` is called whenever a job begins or ends."""
        self._changed = changed
        self._current: dict[JobKey, tuple[str, asyncio.Task[None]]] = {}
        self._all: set[asyncio.Task[None]] = set()

    def start(self, key: JobKey, content: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run `work` for this content. A running job of the same content goes on; one of other content is cancelled."""
        running = self._current.get(key)
        if running is not None and running[0] == content:
            return
        self.cancel(key)
        task = asyncio.create_task(work(), name=f"{key.kind} {key.spec}")
        self._current[key] = (content, task)
        self._all.add(task)
        task.add_done_callback(lambda done: self._finished(key, done))
        self._changed()

    def cancel(self, key: JobKey) -> None:
        """Stop the job of this key, if one runs."""
        if (running := self._current.pop(key, None)) is not None:
            running[1].cancel()

    def cancel_document(self, document: str) -> None:
        """Stop every job of a document."""
        for key in [key for key in self._current if key.document == document]:
            self.cancel(key)

    def cancel_spec(self, document: str, spec: str) -> None:
        """Stop every job of one spec of a document."""
        for key in [key for key in self._current if (key.document, key.spec) == (document, spec)]:
            self.cancel(key)

    def running(self) -> set[JobKey]:
        """The keys of the jobs that are under way."""
        return set(self._current)

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs, what was cancelled included."""
        return not self._all

    def cancel_all(self) -> asyncio.Future[list[BaseException | None]]:
        """Cancel everything; done when it has cleaned up."""
        self._current.clear()
        for task in self._all:
            task.cancel()
        return asyncio.gather(*self._all, return_exceptions=True)

    def _finished(self, key: JobKey, task: asyncio.Task[None]) -> None:
        self._all.discard(task)
        self._changed()
        if (running := self._current.get(key)) is not None and running[1] is task:
            del self._current[key]
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("%s failed", task.get_name(), exc_info=error)
