"""The time that one spec may take. What it waits for a server that is starting is not its own."""

import asyncio

from lift_server.engines.base import Progress, Report

PATIENCE = 0.9
"""The share of a spec's time after which nothing more is waited for, so that what had come is still compared."""


class Budget:
    """`seconds` for engines and checks, from now on; up to `start_seconds` more for servers that are starting. Made
    within the event loop, whose time it uses; `limit` is to be entered."""

    def __init__(self, seconds: float, start_seconds: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._seconds, self._start_seconds = seconds, start_seconds
        self._not_counted = 0.0
        self._counted_until = self._began
        self.limit = asyncio.timeout_at(self._at(1.0))

    def _at(self, share: float) -> float:
        return self._began + share * self._seconds + self._not_counted

    @property
    def patience(self) -> float:
        """When to stop waiting for engines, in the loop's time. It may move away."""
        return self._at(PATIENCE)

    def heard(self, report: Report) -> Report:
        """The report that also notes the waits that are told of. Waits at the same time are one."""

        def noting(progress: Progress) -> None:
            self._leave_out(progress.starting)
            report(progress)

        return noting

    def _leave_out(self, seconds: float) -> None:
        begin = max(self._loop.time(), self._counted_until)
        added = min(self._loop.time() + seconds - begin, self._start_seconds - self._not_counted)
        if seconds > 0 and added > 0 and not self.limit.expired():
            self._not_counted += added
            self._counted_until = begin + added
            self.limit.reschedule(self._at(1.0))

    def after(self, share: float) -> str:
        """For people: that this share of the time is over."""
        waited = f", not counting {self._not_counted:.0f} s of a server's start" if self._not_counted >= 1 else ""
        return f" after {share * self._seconds:g} s{waited} (setting `budget_seconds`)"
