"""The `.lift` files of the workspace folders: those that are open as the client sees them, the others as on disk."""

import asyncio
import logging
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from lift_server.ide.references import WorkspaceFile
from lift_server.lower import read
from lift_server.lsp.convert import Converter
from lift_server.lsp.documents import Document, Documents
from lift_server.module_path import resolve_target
from lift_server.source_files import UnreadableError, read_spec_file, spec_files_below
from lift_server.spec_file import SpecFile
from lift_server.text import Encoding, LineIndex

logger = logging.getLogger(__name__)

MAX_FILES = 2_000
MAX_FOLDERS = 20_000
"""A workspace with more of them answers from the first ones: a request is not worth reading a whole disk."""
UNWATCHED_SECONDS = 2.0
"""How long a listing is believed when the client does not report changes of files."""


Claimed = dict[tuple[Path, str], int]
"""The functions that a file claims, by module and name, and the 1-based line of each spec."""
_STATED = re.compile(
    r"^(?:module[ \t]*:[ \t]*(?P<module>[\w.]+)|spec[ \t]+(?:async[ \t]+)?(?P<name>\w+))", re.MULTILINE
)


@dataclass(slots=True)
class _OnDisk:
    """A file that was read, and what told its state: time of change in nanoseconds, and size. `file`: parsed on first
    use."""

    stamp: tuple[int, int]
    text: str
    file: SpecFile | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A `.lift` file as the client is told of it; `version` None when it is not open."""

    uri: str
    text: str
    version: int | None
    index: LineIndex

    def converter(self, encoding: Encoding) -> Converter:
        """Positions of the file's text."""
        return Converter(self.index, encoding)


class WorkspaceFiles:
    """Reads files when they are asked for, and again when they have changed. Its keys are those of `Documents`."""

    def __init__(
        self, documents: Documents, folders: Callable[[], list[Path]], folder_of: Callable[[Path], Path | None]
    ) -> None:
        self.is_watched = False
        self._documents = documents
        self._folders = folders
        self._folder_of = folder_of
        self._on_disk: dict[Path, _OnDisk] = {}
        self._listed_at: float | None = None
        self._modules: dict[tuple[Path, str | None], Path | None] = {}
        self._reading = asyncio.Lock()

    def changed(self) -> None:
        """Something was written, created, renamed or deleted: look again before the next answer."""
        self._listed_at = None
        self._modules.clear()

    async def all(self, word: str = "") -> list[WorkspaceFile]:
        """Every `.lift` file that holds `word`, the open documents first."""
        async with self._reading:
            await self._refresh()
            found = [self.of_document(item) for item in self._documents.spec_files() if word in item.text]
            for path, item in list(self._on_disk.items()):
                if word in item.text and self._documents.with_key(str(path)) is None:
                    if item.file is None:
                        item.file = read(item.text)
                        await asyncio.sleep(0)  # reading many files must not keep others waiting
                    found.append(WorkspaceFile(str(path), item.file, self._resolver(path, item.file.module)))
        return found

    async def claimed_on_disk(self) -> dict[str, Claimed]:
        """What each file that is not open claims, found without parsing it."""
        async with self._reading:
            await self._refresh()
        return {
            str(path): self._claims(path, item.text)
            for path, item in self._on_disk.items()
            if self._documents.with_key(str(path)) is None
        }

    def _claims(self, path: Path, text: str) -> Claimed:
        stated = list(_STATED.finditer(text))
        modules = [match["module"] for match in stated if match["module"]]
        module = self._resolve(path, modules[0] if modules else None, None)
        names = [match for match in stated if match["name"]]
        return {(module, match["name"]): text.count("\n", 0, match.start()) + 1 for match in names} if module else {}

    def of_document(self, document: Document) -> WorkspaceFile:
        """An open document among the files."""
        if document.path is None:
            return WorkspaceFile(document.key, document.file, lambda _module: None)
        return WorkspaceFile(document.key, document.file, self._resolver(document.path, document.file.module))

    def place(self, key: str) -> Place:
        """Where a file of `all` stands for the client."""
        if (document := self._documents.with_key(key)) is not None:
            return Place(document.uri, document.text, document.version, document.index)
        text = self._on_disk[Path(key)].text
        return Place(Path(key).as_uri(), text, None, LineIndex(text))

    async def _refresh(self) -> None:
        is_fresh = self.is_watched or time.monotonic() - (self._listed_at or 0.0) < UNWATCHED_SECONDS
        if self._listed_at is not None and is_fresh:
            return
        listed_at = time.monotonic()
        # Set first: what changes while files are read is looked at again.
        self._listed_at = listed_at
        stamps = dict(await asyncio.to_thread(lambda: list(_stamps(self._folders()))))
        for path in self._on_disk.keys() - stamps.keys():
            del self._on_disk[path]
        for path, stamp in stamps.items():
            known = self._on_disk.get(path)
            if known is None or known.stamp != stamp:
                self._read(path, stamp)
                await asyncio.sleep(0)

    def _read(self, path: Path, stamp: tuple[int, int]) -> None:
        try:
            self._on_disk[path] = _OnDisk(stamp, read_spec_file(path))
        except UnreadableError as error:
            self._on_disk.pop(path, None)
            logger.warning("%s", error)

    def _resolver(self, path: Path, own: str | None) -> Callable[[str | None], Path | None]:
        return partial(self._resolve, path, own)

    def _resolve(self, path: Path, own: str | None, module: str | None) -> Path | None:
        name = own if module is None else module
        if (path, name) not in self._modules:
            target = resolve_target(path, name, self._folder_of(path))
            self._modules[path, name] = target if isinstance(target, Path) else None
        return self._modules[path, name]


def _stamps(folders: list[Path]) -> Iterator[tuple[Path, tuple[int, int]]]:
    paths = (path for folder in folders for path in spec_files_below(folder, MAX_FOLDERS))
    for path in islice(paths, MAX_FILES):
        try:
            status = path.stat()
        except OSError:
            continue  # it went away meanwhile
        yield path, (status.st_mtime_ns, status.st_size)
