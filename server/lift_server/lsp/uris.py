"""What a URI of the client names."""

from pathlib import Path
from urllib.parse import unquote

from pygls.uris import to_fs_path

IR_SCHEME = "lift-ir"
CANDIDATES_SCHEME = "lift-candidates"


def path_of(uri: str) -> Path | None:
    """The file that a URI names; None for other schemes (`untitled:`, `vscode-vfs:`)."""
    path = to_fs_path(uri)
    return Path(path) if path else None


def key_of(uri: str) -> str:
    """One key for every spelling of a URI."""
    path = path_of(uri)
    return unquote(uri) if path is None else str(path)


def is_virtual(uri: str) -> bool:
    """Whether the URI is that of a text which Lift itself makes."""
    return uri.partition(":")[0] in (IR_SCHEME, CANDIDATES_SCHEME)
