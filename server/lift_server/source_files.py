"""Finding and reading `.lift` files on disk."""

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

SUFFIX = ".lift"
MAX_BYTES = 1_000_000
_SKIPPED_FOLDERS = frozenset({"__pycache__", "node_modules", "site-packages"})


class UnreadableError(Exception):
    """A file or path that cannot be read as spec text; the message says why and what to do."""


def find_spec_files(paths: Iterable[Path]) -> list[Path]:
    """The `.lift` files that the paths name: files as given, folders searched (hidden and dependency folders left
    out), each once.

    Raises UnreadableError when a path does not exist, is no `.lift` file, or a folder holds none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(spec_files_below(path))
            if not inside:
                raise UnreadableError(f"{path}: no {SUFFIX} file in this folder")
            found.update(dict.fromkeys(inside))
        elif not path.exists():
            raise UnreadableError(f"{path}: no such file or folder")
        elif path.suffix != SUFFIX:
            raise UnreadableError(f"{path}: not a {SUFFIX} file")
        else:
            found[path] = None
    return list(found)


def spec_files_below(folder: Path, max_folders: int = sys.maxsize) -> Iterator[Path]:
    """The `.lift` files of a folder, hidden and dependency folders left out; the first `max_folders` folders are
    read."""
    for root, folders, names in islice(os.walk(folder), max_folders):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _SKIPPED_FOLDERS]
        yield from (Path(root) / name for name in names if name.endswith(SUFFIX) and not name.startswith("."))


def read_spec_file(path: Path) -> str:
    """The file's text with its line ends as they are; a byte order mark is dropped. Raises UnreadableError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(f"{path}: larger than {MAX_BYTES:,} bytes; split it into several spec files")
        data = path.read_bytes()
    except PermissionError:
        raise UnreadableError(f"{path}: no permission to read it; check its mode and owner") from None
    except OSError as error:
        raise UnreadableError(f"{path}: cannot be read ({error.strerror or error})") from None
    return decode(data, str(path))


def decode(data: bytes, name: str) -> str:
    """UTF-8 text of a spec file; raises UnreadableError that names the first bad byte."""
    if b"\x00" in data:
        raise UnreadableError(f"{name}: binary data (a NUL byte at offset {data.index(0)}), not a spec file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{name}: not UTF-8 (byte 0x{data[error.start]:02x} at offset {error.start}); save it as UTF-8"
        ) from None
