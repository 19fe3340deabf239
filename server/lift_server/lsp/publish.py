"""Pushing diagnostics: at once on a change, again when a job has something new, never for an older version."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from lift_server.diagnostics import Diagnostic
from lift_server.lsp.documents import Document


@dataclass(slots=True)
class _Published:
    """What the client was last told of one document, and what finding it out cost."""

    version: int | None = None
    findings: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0
    ended: float = 0.0
    timer: asyncio.TimerHandle | None = None


class Publisher:
    """Sends the diagnostics of documents: `compute` finds them, `send` tells the client."""

    def __init__(
        self,
        latest: Callable[[str], Document | None],
        compute: Callable[[Document], tuple[Diagnostic, ...]],
        send: Callable[[Document, tuple[Diagnostic, ...]], None],
    ) -> None:
        self._latest = latest
        self._compute = compute
        self._send = send
        self._published: dict[str, _Published] = {}

    def publish(self, key: str) -> None:
        """Tell the client now, or, while it types faster than the file is read, as soon as reading takes half of the
        time at most."""
        state = self._published.setdefault(key, _Published())
        if state.timer is not None:
            return
        wait = state.ended + state.seconds - time.perf_counter()
        if wait > 0:
            state.timer = asyncio.get_running_loop().call_later(wait, self._run, key)
        else:
            self._run(key)

    def publish_soon(self, key: str) -> None:
        """Tell the client once what is being published has been; a document that is not shown is left alone."""
        if key in self._published:
            asyncio.get_running_loop().call_soon(self.publish, key)

    def clear(self, document: Document) -> None:
        """The document was closed: its diagnostics go."""
        state = self._published.pop(document.key, None)
        if state is not None and state.timer is not None:
            state.timer.cancel()
        if state is not None and state.findings:
            self._send(document, ())

    def _run(self, key: str) -> None:
        state = self._published.get(key)
        document = self._latest(key)
        if state is None or document is None:
            return
        state.timer = None
        started = time.perf_counter()
        findings = self._compute(document)
        # A client moves marks along with edits: equal positions in a newer version have to be said again.
        if findings != state.findings or (findings and document.version != state.version) or state.version is None:
            self._send(document, findings)
        state.version, state.findings = document.version, findings
        state.ended = time.perf_counter()
        state.seconds = state.ended - started
