"""Specs of a whole workspace, found by a few letters of their names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lift_server.spec_file import Spec, SpecFile
from lift_server.text import Span

MAX_SYMBOLS = 256
"""A client asks again with each letter; nobody reads more than a page."""


@dataclass(frozen=True, slots=True)
class Found:
    """A named spec: `file` is what the caller called its file."""

    name: str
    file: str
    span: Span


def workspace_symbols(files: Iterable[tuple[str, SpecFile]], query: str) -> tuple[Found, ...]:
    """The specs whose names hold the letters of `query` in order, whatever their case: prefixes first, then by name."""
    letters = "".join(query.split()).casefold()
    found = [
        Found(name, key, _name_span(spec))
        for key, file in files
        for spec in file.specs
        if (name := spec.ir.signature.name) is not None and _matches(name.casefold(), letters)
    ]
    found.sort(key=lambda item: (not item.name.casefold().startswith(letters), item.name, item.file, item.span))
    return tuple(found[:MAX_SYMBOLS])


def _matches(name: str, letters: str) -> bool:
    left: Iterator[str] = iter(name)
    return all(letter in left for letter in letters)


def _name_span(spec: Spec) -> Span:
    header = spec.block.header
    return header.name_span if header is not None and header.name_span is not None else spec.head_span
