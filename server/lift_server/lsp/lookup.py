"""What a request about a name needs: the document, the place in it, and the files that may name the same thing."""

import re
from dataclasses import dataclass

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from lift_server.ide.references import WorkspaceFile
from lift_server.lsp.state import LiftServer

_WORD = re.compile(r"\w+")


class Changed(JsonRpcException):
    """The document has changed while other files were read."""

    CODE = lsp.LSPErrorCodes.ContentModified.value
    MESSAGE = "The document has changed meanwhile."


@dataclass(frozen=True, slots=True)
class Lookup:
    """`here` is the document among `files`, `offset` the place in it."""

    here: WorkspaceFile
    offset: int
    files: list[WorkspaceFile]


async def look_up(server: LiftServer, uri: str, position: lsp.Position) -> Lookup | None:
    """What a name at a position may be about; None when the document is not Lift's. Raises `Changed`."""
    document = server.documents.get(uri)
    if document is None or not document.is_spec_file:
        return None
    offset = server.converter(document).offset(position)
    word = next((match[0] for match in _WORD.finditer(document.text) if match.end() >= offset), "")
    files = await server.workspace_files.all(word)
    if server.documents.get(uri) is not document:
        raise Changed
    return Lookup(server.workspace_files.of_document(document), offset, files)
