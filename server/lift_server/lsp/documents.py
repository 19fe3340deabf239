"""The open documents: text, version and what was read from them. Lines and positions are Lift's own (see
`text.LineIndex`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lsprotocol import types as lsp

from lift_server.lower import read
from lift_server.lsp.convert import Converter, apply_changes
from lift_server.lsp.uris import is_virtual, key_of, path_of
from lift_server.source_files import SUFFIX
from lift_server.spec_file import SpecFile
from lift_server.target_file import read_target
from lift_server.text import Encoding, LineIndex


class Document:
    """One version of an open document; a change makes a new one, so that a job may keep the one it began with."""

    def __init__(self, uri: str, version: int, language: str, index: LineIndex) -> None:
        self.uri = uri
        self.version = version
        self.language = language
        self.index = index
        self.text = index.text
        self.key = key_of(uri)
        self.path = path_of(uri)

    @property
    def is_spec_file(self) -> bool:
        """Whether Lift reads it; other documents are kept because functions are inserted into them."""
        return (self.language == "lift" or self.key.endswith(SUFFIX)) and not is_virtual(self.uri)

    @cached_property
    def file(self) -> SpecFile:
        """The specs of the text; read on first use."""
        return read(self.text)

    def converter(self, encoding: Encoding) -> Converter:
        """Positions of this version."""
        return Converter(self.index, encoding)


@dataclass(frozen=True, slots=True)
class Module:
    """A Python module as the client sees it: `text` None when there is no such file, `version` None when it is not
    open."""

    path: Path
    uri: str
    text: str | None
    version: int | None = None

    def converter(self, encoding: Encoding) -> Converter:
        """Positions of the module's text."""
        return Converter(LineIndex(self.text or ""), encoding)


class Documents:
    """What the client has open, each in its latest version."""

    def __init__(self) -> None:
        self._by_key: dict[str, Document] = {}

    def open(self, item: lsp.TextDocumentItem) -> Document:
        """Take a document; one that is open already is replaced."""
        document = Document(item.uri, item.version, item.language_id, LineIndex(item.text))
        self._by_key[document.key] = document
        return document

    def change(
        self,
        identifier: lsp.VersionedTextDocumentIdentifier,
        changes: Sequence[lsp.TextDocumentContentChangeEvent],
        encoding: Encoding,
    ) -> Document:
        """The next version of an open document. Raises KeyError when the client never opened it."""
        old = self._by_key[key_of(identifier.uri)]
        index = apply_changes(old.index, changes, encoding)
        document = Document(old.uri, identifier.version, old.language, index)
        self._by_key[document.key] = document
        return document

    def close(self, uri: str) -> None:
        """Forget a document."""
        self._by_key.pop(key_of(uri), None)

    def get(self, uri: str) -> Document | None:
        """The open document of a URI, in any spelling."""
        return self._by_key.get(key_of(uri))

    def with_key(self, key: str) -> Document | None:
        """The open document whose `key` this is; the key of a file is its path."""
        return self._by_key.get(key)

    def module(self, path: Path) -> Module:
        """A module: the open document when the client has one, else what is on disk. Raises TargetError when it cannot
        be read."""
        if (document := self.with_key(str(path))) is not None:
            return Module(path, document.uri, document.text, document.version)
        target = read_target(path)
        return Module(path, path.as_uri(), None if target.data is None else target.text)

    def spec_files(self) -> Iterator[Document]:
        """Every open `.lift` document."""
        return iter([document for document in self._by_key.values() if document.is_spec_file])
