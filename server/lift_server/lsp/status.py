"""`lift/status`: how the server fares, told as a state and not as a pop-up.

Sent to clients whose capabilities have `experimental.liftStatus`; the others know no such notification.
"""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

METHOD = "lift/status"


@dataclass(frozen=True, slots=True)
class Status:
    """`quiescent`: nothing is being lifted or checked. `engine`: the engines in use. `sandboxTier`: `sealed`, `weak`,
    `none`; empty while nothing was run. `message` says why `health` is not `ok`."""

    health: Literal["ok", "warning", "error"]
    quiescent: bool
    engine: str
    sandboxTier: str  # noqa: N815, the protocol's spelling
    message: str


class StatusReporter:
    """Sends the status whenever it has changed, once for all that happens in one turn of the loop."""

    def __init__(self, current: Callable[[], Status], send: Callable[[str, object], None]) -> None:
        self._current = current
        self._send = send
        self._sent: Status | None = None
        self._scheduled = False
        self.is_wanted = False

    def changed(self) -> None:
        """Something that the status speaks of may have changed."""
        if self.is_wanted and not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._report)

    def _report(self) -> None:
        self._scheduled = False
        status = self._current()
        if status != self._sent:
            self._sent = status
            self._send(METHOD, asdict(status))
