"""The budget of a search: CPU time, and evaluations where the result must not depend on the machine."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


class OutOfTime(BaseException):
    """The budget is spent; no component may catch it."""


@dataclass(slots=True)
class Clock:
    """`tick` is called for every evaluation and looks at the time now and then. `evaluated` counts them, `most` of them
    are allowed (0: any number)."""

    deadline: float
    evaluated: int = 0
    most: int = 0

    def tick(self) -> None:
        """Raises OutOfTime."""
        self.evaluated += 1
        if self.evaluated & 127:
            return
        if time.process_time() > self.deadline or 0 < self.most <= self.evaluated:
            raise OutOfTime


class SlowError(Exception):
    """One evaluation takes long; it counts as one that raises."""


LIBRARY = "<library>"
"""The file name with which the library's functions are compiled: only there is an evaluation interrupted."""

PATIENCE = 0.02
"""CPU seconds after which an evaluation is looked at; it is interrupted when it is still the same one at the next."""


@contextmanager
def watched(clock: Clock) -> Iterator[None]:
    """Interrupt slow functions of the library, where the system has timers and this is the main thread."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    last = -1

    def look(number: int, frame: FrameType | None) -> None:
        nonlocal last
        stays, last = clock.evaluated == last, clock.evaluated
        while stays and frame is not None:
            if frame.f_code.co_filename == LIBRARY:
                raise SlowError
            frame = frame.f_back

    earlier = signal.signal(signal.SIGVTALRM, look)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, earlier)
