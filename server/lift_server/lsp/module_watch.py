"""Modules on disk, for a client that cannot tell when one is written."""

from collections.abc import Iterable
from pathlib import Path

_Stamp = tuple[int, int] | None


class ModuleWatch:
    """What modules were like when they were last looked at."""

    def __init__(self) -> None:
        self._seen: dict[Path, _Stamp] = {}

    def begin(self, path: Path) -> None:
        """What happens to the module from now on is a change."""
        self._seen.setdefault(path, _stamp(path))

    def changed(self, paths: Iterable[Path]) -> list[Path]:
        """Those of the modules that were written, created or removed since the last look; the others are forgotten."""
        before, self._seen = self._seen, {path: _stamp(path) for path in paths}
        return [path for path, stamp in self._seen.items() if before.get(path, stamp) != stamp]


def _stamp(path: Path) -> _Stamp:
    """When it was written, in nanoseconds, and its bytes; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
