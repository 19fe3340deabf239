"""Reading what a client sends with a command or a request of Lift's own: anything may come."""

from collections.abc import Sequence

from pygls.exceptions import JsonRpcInvalidParams

from lift_server.lsp.documents import Document
from lift_server.lsp.state import LiftServer
from lift_server.spec_file import Spec


def specs_of(server: LiftServer, asked: str, uri: object, name: object = None) -> tuple[Document, tuple[Spec, ...]]:
    """The open document and its spec of that name, all of them for None. Raises JsonRpcInvalidParams, which says what
    `asked` (a command) takes."""
    if not isinstance(uri, str) or not (name is None or isinstance(name, str)):
        raise JsonRpcInvalidParams(f"{asked} takes a document URI and a spec's name or null, not {[uri, name]!r:.200}")
    document = server.documents.get(uri)
    if document is None or not document.is_spec_file:
        raise JsonRpcInvalidParams(f"{asked}: {uri:.200} is not an open .lift document")
    specs = tuple(spec for spec in document.file.specs if name in (None, spec.identity))
    if not specs:
        known = ", ".join(spec.identity for spec in document.file.specs) or "none"
        raise JsonRpcInvalidParams(f"{asked}: {uri:.200} has no spec {name!r:.100} (it has: {known})")
    return document, specs


def read_arguments(asked: str, arguments: Sequence[object], least: int, most: int, what: str) -> list[object]:
    """The arguments, with null for those left out. Raises JsonRpcInvalidParams when there are too few or too many."""
    if not least <= len(arguments) <= most:
        raise JsonRpcInvalidParams(f"{asked} takes {what}, not {list(arguments)!r:.200}")
    return [*arguments, *[None] * (most - len(arguments))]
