"""The links of a file: `module:` leads to the Python module."""

from dataclasses import dataclass
from pathlib import Path

from lift_server.ide.snapshot import Snapshot
from lift_server.syntax.tree import Field
from lift_server.text import Span


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of the file that leads to a file."""

    span: Span
    target: Path


def document_links(snapshot: Snapshot) -> tuple[Link, ...]:
    """The value of `module:`, when the file's functions have a place."""
    tree, stated = snapshot.file.tree, snapshot.file.module_span
    if stated is None or snapshot.module is None:
        return ()
    items = [*tree.preamble, *(tree.blocks[0].items if tree.blocks else ())]
    field = next((item for item in items if isinstance(item, Field) and item.span == stated), None)
    return () if field is None else (Link(field.value_span, snapshot.module),)
