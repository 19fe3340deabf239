"""Writing to a terminal: styled when there is one, plain text when piped."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from lift_server.engines.base import Progress
from lift_server.explanation import progress_text


@dataclass(frozen=True, slots=True)
class Line:
    """One line of output. `style` is a style of rich (`bold`, `red`, ...) or `python`/`diff` for highlighted source."""

    text: str
    style: str = ""


def write(lines: Iterable[Line], stream: TextIO | None = None) -> None:
    """Print the lines to `stream` (standard output), with colors only when it is a terminal."""
    stream = stream or sys.stdout
    if not stream.isatty():
        for line in lines:
            print(_encodable(line.text, stream), file=stream)
        return
    from rich.console import Console
    from rich.syntax import Syntax
    from rich.text import Text

    console = Console(file=stream, highlight=False)
    for line in lines:
        if line.style in ("python", "diff"):
            console.print(Syntax(line.text, line.style, theme="ansi_dark", background_color="default"))
        else:
            console.print(Text(line.text, style=line.style), soft_wrap=True)


def _encodable(text: str, stream: TextIO) -> str:
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


Update = Callable[[str, int], None]


@contextmanager
def progress_bar(total: int) -> Iterator["Bar"]:
    """A progress bar over `total` specs on standard error while it is a terminal; silent otherwise."""
    if not sys.stderr.isatty():
        yield Bar(None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield Bar(lambda text, done: progress.update(task, description=text, completed=done))


class Bar:
    """Where the bar stands: which spec, and how many are done."""

    def __init__(self, update: Update | None) -> None:
        self._update = update
        self._done = 0
        self._label = ""

    def start(self, label: str) -> None:
        """The next spec begins."""
        self._label = label
        self._show("")

    def report(self, progress: Progress) -> None:
        """The pipeline's progress on the present spec."""
        self._show(progress_text(progress))

    def finish(self) -> None:
        """The present spec is done."""
        self._done += 1
        self._show("")

    def _show(self, stage: str) -> None:
        if self._update is not None:
            self._update(f"{self._label} {stage}".rstrip(), self._done)
