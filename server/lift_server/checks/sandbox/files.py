"""The folder in which a program with file effects works: made empty, measured, and removed whatever was made of it."""

import asyncio
import contextlib
import itertools
import os
import tempfile
from collections.abc import AsyncIterator, Iterator

from lift_server.checks.sandbox.limits import SandboxError

_NOBODY = 65534


@contextlib.asynccontextmanager
async def work_folder() -> AsyncIterator[str]:
    """An empty folder for one worker, removed at the end. Raises SandboxError when it cannot be made."""
    try:
        folder = tempfile.mkdtemp(prefix="lift-")
        if os.geteuid() == 0:
            os.chown(folder, _NOBODY, _NOBODY)
    except OSError as error:
        raise SandboxError(f"cannot make a folder for a check: {error.strerror}") from error
    try:
        yield folder
    finally:
        await asyncio.shield(asyncio.to_thread(remove_tree, folder))


def tree_bytes(folder: str) -> int:
    """Bytes of all files below `folder`, each file counted as one block at least; unreadable parts are skipped."""
    total, folders = 0, [folder]
    while folders:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    total += max(4096, entry.stat(follow_symlinks=False).st_size)
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
    return total


def remove_tree(folder: str) -> None:
    """Remove a folder that a program filled: of any depth, so folders inside it are emptied into it first."""
    numbers = itertools.count()
    pending = True
    while pending:
        pending = False
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in list(entries):
                if entry.is_dir(follow_symlinks=False):
                    pending |= _dissolve(entry.path, folder, numbers)
                else:
                    os.unlink(entry.path)
    with contextlib.suppress(OSError):
        os.rmdir(folder)


def _dissolve(inner: str, folder: str, numbers: Iterator[int]) -> bool:
    """Move the content of `inner` into `folder` and remove it; whether there is more to do."""
    try:
        for name in os.listdir(inner):
            os.rename(os.path.join(inner, name), os.path.join(folder, f".lift-{next(numbers)}"))
        os.rmdir(inner)
    except OSError:
        return False
    return True
