"""From a name to the spec that gives it its meaning, and from a spec to its Python function and back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lift_server.ide.occurrences import NameKind, Symbol, occurrence_at, occurrences_of
from lift_server.ide.references import WorkspaceFile, home_of
from lift_server.spec_file import Spec
from lift_server.text import Span


@dataclass(frozen=True, slots=True)
class SpecPlace:
    """A place in a `.lift` file."""

    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class FunctionPlace:
    """A function of a Python module, which need not exist."""

    module: Path
    name: str


def definition(
    files: Sequence[WorkspaceFile], here: WorkspaceFile, offset: int
) -> tuple[SpecPlace | FunctionPlace, ...]:
    """Where the name at the offset gets its meaning. On a spec's own name: its function, then the spec."""
    at = occurrence_at(here.file, offset)
    if at is None:
        return ()
    home, symbol = home_of(files, here, at.symbol)
    if symbol.module:
        module = here.resolve(symbol.module)
        return () if module is None else (FunctionPlace(module, symbol.spec),)
    defined = [item for item in occurrences_of(home.file, symbol) if item.is_definition]
    found = tuple(SpecPlace(home.key, item.span) for item in defined)
    if at.is_definition and symbol.kind is NameKind.SPEC:
        return (*_function(home, symbol), *found)
    return found


def implementation(here: WorkspaceFile, offset: int) -> tuple[FunctionPlace, ...]:
    """The function of the spec that holds the offset."""
    at = occurrence_at(here.file, offset)
    if at is not None and at.symbol.kind is NameKind.SPEC and not at.symbol.module:
        return _function(here, at.symbol)
    spec = next((spec for spec in reversed(here.file.specs) if spec.block.span.contains(offset)), None)
    if spec is None or spec.ir.signature.name is None:
        return ()
    return _function(here, Symbol(NameKind.SPEC, spec.ir.signature.name, spec.ir.signature.name))


def _function(here: WorkspaceFile, symbol: Symbol) -> tuple[FunctionPlace, ...]:
    module = here.resolve(None)
    return () if module is None else (FunctionPlace(module, symbol.name),)


_DEF = r"^(?:async[ \t]+)?def[ \t]+(?P<name>{})[ \t]*\("


def function_span(module_text: str, name: str) -> Span | None:
    """The name in the last definition at the margin. Found without parsing, which takes too long for a request."""
    found = list(re.finditer(_DEF.format(re.escape(name)), module_text, re.MULTILINE))
    return Span(*found[-1].span("name")) if found else None


def function_at(module_text: str, offset: int) -> str | None:
    """The name of the function at the margin that an offset stands in or behind; None above the first one."""
    found = [match for match in re.finditer(_DEF.format(r"\w+"), module_text, re.MULTILINE) if match.start() <= offset]
    return found[-1]["name"] if found else None


def spec_of_function(files: Sequence[WorkspaceFile], module: Path, name: str) -> tuple[SpecPlace, ...]:
    """The specs that describe a function of a module."""
    return tuple(
        SpecPlace(file.key, _name_span(spec))
        for file in files
        for spec in file.file.specs
        if spec.ir.signature.name == name and file.resolve(None) == module
    )


def _name_span(spec: Spec) -> Span:
    header = spec.block.header
    return header.name_span if header is not None and header.name_span is not None else spec.head_span
