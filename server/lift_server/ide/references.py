"""Where a spec or a parameter is named, in its own file and in the others of the workspace."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lift_server.ide.occurrences import NameKind, Occurrence, Symbol, occurrence_at, occurrences_of
from lift_server.spec_file import SpecFile


@dataclass(frozen=True, slots=True)
class WorkspaceFile:
    """A `.lift` file: `key` is what the caller calls it, `resolve` finds the file of a dotted module named in it.

    `resolve(None)` is the file's own module. Modules that cannot be found are None.
    """

    key: str
    file: SpecFile
    resolve: Callable[[str | None], Path | None]


@dataclass(frozen=True, slots=True)
class Reference:
    """An occurrence and the key of its file."""

    key: str
    occurrence: Occurrence


def references(files: Sequence[WorkspaceFile], here: WorkspaceFile, offset: int) -> tuple[Reference, ...]:
    """Every place that names what stands at the offset, its definition included; none when nothing is named there."""
    at = occurrence_at(here.file, offset)
    if at is None:
        return ()
    home, symbol = home_of(files, here, at.symbol)
    found = [Reference(home.key, item) for item in occurrences_of(home.file, symbol)]
    if symbol.kind is NameKind.RESULT or (home is here and symbol.module):
        return tuple(found)
    for other in files:
        if other.key != home.key:
            found += _from_elsewhere(home, other, symbol)
    return tuple(found)


def home_of(files: Iterable[WorkspaceFile], here: WorkspaceFile, symbol: Symbol) -> tuple[WorkspaceFile, Symbol]:
    """The file whose spec the symbol is about, and the symbol as it is called there; `here` when that is unknown."""
    if not symbol.module:
        return here, symbol
    module = here.resolve(symbol.module)
    for other in files:
        named = any(spec.ir.signature.name == symbol.spec for spec in other.file.specs)
        if named and module is not None and other.resolve(None) == module:
            return other, replace(symbol, module="")
    return here, symbol


def _from_elsewhere(home: WorkspaceFile, other: WorkspaceFile, symbol: Symbol) -> list[Reference]:
    """Places in another file whose `uses: from MODULE import NAME` brings the spec."""
    modules = {
        use.module for spec in other.file.specs for use in spec.ir.uses if use.module and use.name == symbol.spec
    }
    own = home.resolve(None) if modules else None
    meant = {replace(symbol, module=module) for module in modules if own is not None and other.resolve(module) == own}
    if not meant:
        return []
    return [Reference(other.key, item) for wanted in meant for item in occurrences_of(other.file, wanted)]
