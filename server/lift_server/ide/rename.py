"""Renaming a spec or a parameter: everywhere in the workspace, and in the function when Lift wrote it."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lift_ir.formal import KNOWN_NAMES
from lift_ir.python_text import parse_expression
from lift_ir.signature import identifier
from lift_server.ide.occurrences import NameKind, Occurrence, Symbol, occurrence_at
from lift_server.ide.references import WorkspaceFile, home_of, references
from lift_server.syntax.words import KEYWORDS
from lift_server.text import Edit, Span


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something cannot be renamed (so), for people."""

    message: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """What is renamed: `symbol` as its own file `home` calls it, and the edits of each `.lift` file by its key."""

    home: WorkspaceFile
    symbol: Symbol
    edits: dict[str, tuple[Edit, ...]]


def prepare_rename(here: WorkspaceFile, offset: int) -> Occurrence | Refusal:
    """The name at the offset, when it can be renamed."""
    at = occurrence_at(here.file, offset)
    if at is None:
        return Refusal("Lift renames specs and parameters: put the cursor on the name of one.")
    if at.symbol.kind is NameKind.RESULT:
        return Refusal("`result` is what a function returns; it has no other name.")
    return at


def rename(files: Sequence[WorkspaceFile], here: WorkspaceFile, offset: int, new: str) -> Renaming | Refusal:
    """The edits that call what stands at the offset `new`."""
    at = prepare_rename(here, offset)
    if isinstance(at, Refusal):
        return at
    home, symbol = home_of(files, here, at.symbol)
    if symbol.module:
        what = f"`{symbol.name}` comes from `{symbol.module}`, which no .lift file of the workspace describes"
        return Refusal(f"{what}; rename it there.")
    refusal = _unusable(new, symbol.kind) or _taken(home, symbol, new)
    if refusal is not None:
        return refusal
    edits: dict[str, list[Edit]] = {}
    for reference in references(files, here, offset):
        edits.setdefault(reference.key, []).append(Edit(reference.occurrence.span, new))
    return Renaming(home, symbol, {key: tuple(items) for key, items in edits.items()})


def _unusable(new: str, kind: NameKind) -> Refusal | None:
    try:
        identifier(new)
    except ValueError as error:
        return Refusal(f"`{new[:40]}` cannot be a name: {error}.")
    if kind is NameKind.PARAMETER and (new in KEYWORDS or new == "result"):
        return Refusal(f"`{new}` means something else in a spec; take another name for the parameter.")
    if kind is NameKind.SPEC and new in KNOWN_NAMES:
        return Refusal(f"`{new}` is a name of Python's own; take another one for the spec.")
    return None


def _taken(home: WorkspaceFile, symbol: Symbol, new: str) -> Refusal | None:
    specs = [spec for spec in home.file.specs if spec.identity == symbol.spec]
    if len(specs) > 1:
        return Refusal(f"Two specs are named `{symbol.spec}`; rename one of them by hand first.")
    names = {spec.ir.signature.name for spec in home.file.specs}
    if new in names and new != symbol.name:
        return Refusal(f"The file has a spec named `{new}` already.")
    if symbol.kind is NameKind.PARAMETER and specs and new != symbol.name:
        spec = specs[0]
        text = Span(spec.block.start, spec.block.span.end).slice(home.file.tree.text)
        if new in spec.ir.signature.parameter_names:
            return Refusal(f"`{symbol.spec}` has a parameter `{new}` already.")
        values = [item.condition.text for item in spec.ir.assertions]
        values += [item.condition.text for item in spec.ir.raises if item.condition is not None]
        if any(new in _names_in(value) for value in values):
            return Refusal(f"A clause of `{symbol.spec}` uses the name `{new}` already.")
        if re.search(rf"^[ \t]*{new}[ \t]*:", text, re.MULTILINE):
            return Refusal(f"A line of `{symbol.spec}` begins with `{new}:`, and would describe the parameter then.")
    return None


def _names_in(value: str) -> set[str]:
    """Every name that an expression uses or binds; none when the value is not one."""
    try:
        nodes = list(ast.walk(parse_expression(value)))
    except ValueError:
        return set()
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return names | {node.arg for node in nodes if isinstance(node, ast.arg)}
