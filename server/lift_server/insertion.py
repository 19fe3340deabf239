"""What writing a candidate into its module would change: computed for the editor and the terminal alike, written by
neither."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lift_ir import IR, Candidate
from lift_ir.render import render_function, render_imports
from lift_server.module_text import TargetProblem
from lift_server.target import find_function, insert_function, normalised_body_hash
from lift_server.text import Edit, apply_edits


@dataclass(frozen=True, slots=True)
class Insertion:
    """`edits` are on the module's present text, which is empty when it does not exist; no edits: the function stands
    there already.

    `replaces` says whose function gives way: an author's needs confirmation. `body_hash` names the new function in the
    store.
    """

    path: Path
    exists: bool
    edits: tuple[Edit, ...]
    new_text: str
    replaces: Literal["nothing", "ours", "authors"]
    body_hash: str


def plan_insertion(
    ir: IR, candidate: Candidate, path: Path, module_text: str | None, is_ours: Callable[[str], bool]
) -> Insertion | TargetProblem:
    """The insertion of a candidate into the module at `path`; `module_text` None: there is no such file yet."""
    function = render_function(ir, candidate.body)
    present = module_text or ""
    edits = insert_function(present, function, render_imports(ir, candidate.modules))
    if isinstance(edits, TargetProblem):
        return edits
    body_hash = normalised_body_hash(function)
    name = ir.signature.name or ""
    found = find_function(present, name)
    replaces: Literal["nothing", "ours", "authors"] = "nothing"
    if found is not None and not isinstance(found, TargetProblem):
        replaces = "ours" if found.body_hash == body_hash or is_ours(found.body_hash) else "authors"
    return Insertion(path, module_text is not None, edits, apply_edits(present, list(edits)), replaces, body_hash)
