"""Which functions may be put into the module now, and in which words that is offered."""

import hashlib
from dataclasses import dataclass

from lift_server.checks.behaviour import VARIANT_ENGINES
from lift_server.ide.snapshot import Snapshot, is_outdated
from lift_server.lifted import CheckedCandidate, Lifted
from lift_server.spec_file import Spec


@dataclass(frozen=True, slots=True)
class Insertion:
    """The offer to put a spec's function into the module. `offered_for` is refused once it is not what would be offered
    again."""

    spec: str
    offered_for: str


def insertable(snapshot: Snapshot, spec: Spec) -> tuple[Lifted, CheckedCandidate] | None:
    """The result and the candidate that may be inserted now; None when the result is outdated or something blocks
    it."""
    result = snapshot.result(spec)
    lifted = result.lifted
    if lifted is None or lifted.chosen is None or is_outdated(result, spec) or snapshot.module is None:
        return None
    if lifted.ir.signature.name in snapshot.claimed:
        return None
    if not lifted.ir.signature.is_complete or any(hole.blocks for hole in lifted.holes):
        return None
    return lifted, lifted.chosen


def insertion_offer(snapshot: Snapshot, spec: Spec) -> Insertion | None:
    """The insertion that may be offered for a spec as things stand."""
    offer = insertable(snapshot, spec)
    if offer is None:
        return None
    check = snapshot.result(spec).module_check
    function = check.function if check is not None else None
    parts = (spec.source, offer[0].ir.model_dump_json(), offer[1].candidate.key, str(snapshot.module))
    content = "\0".join((*parts, function.body_hash if function is not None else ""))
    return Insertion(spec.identity, hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest())


def insertion_title(snapshot: Snapshot, spec: Spec) -> str | None:
    """`Insert f into shapes.py (1 open question)`; None when there is nothing to insert or update."""
    title, remarks = _title(snapshot, spec)
    return f"{title} ({', '.join(remarks)})" if title and remarks else title or None


def is_settled(snapshot: Snapshot, spec: Spec) -> bool:
    """Whether the spec's function may be inserted or updated without another look: nothing is open, no author's work
    gives way, and no engine merely suggests it."""
    title, remarks = _title(snapshot, spec)
    return bool(title) and not remarks


def replaces_authors(snapshot: Snapshot, spec: Spec) -> bool:
    """Whether inserting the spec's function would overwrite one that Lift did not write."""
    check = snapshot.result(spec).module_check
    return check is not None and check.function is not None and not check.is_ours


def why_nothing_to_insert(snapshot: Snapshot, spec: Spec) -> str:
    """Why nothing is offered for the spec, and what to do; empty when something is."""
    result = snapshot.result(spec)
    lifted, check = result.lifted, result.module_check
    if insertion_title(snapshot, spec) is not None:
        return ""
    if lifted is None:
        return "Nothing to insert: the spec was not lifted yet."
    if is_outdated(result, spec):
        return "Nothing to insert: the spec has changed since it was lifted. Lift it again first."
    if snapshot.module is None:
        return "Nothing to insert: this document has no module. Save it as a file in the workspace first."
    if lifted.chosen is None:
        return "Nothing to insert: no candidate holds."
    if lifted.ir.signature.name in snapshot.claimed:
        return "Nothing to insert: a spec of another file claims this function."
    if insertable(snapshot, spec) is None:
        return "Nothing to insert: a question of the spec must be answered first."
    if check is not None and check.reason:
        return f"Nothing to insert: {check.reason}."
    if check is None:
        return "Nothing to insert yet: the module is being read. Try again."
    return f"Nothing to insert: the function in {snapshot.module.name} is the one that was checked."


def is_by_model(engine: str) -> bool:
    """Whether a model wrote what this engine gives; the library of the embedded one has none."""
    return engine not in VARIANT_ENGINES


def _title(snapshot: Snapshot, spec: Spec) -> tuple[str, list[str]]:
    """What is offered and what speaks against doing it unseen; no title: nothing is."""
    offer, result = insertable(snapshot, spec), snapshot.result(spec)
    check = result.module_check
    if offer is None or snapshot.module is None or check is None or (check.function is None and check.reason):
        return "", []  # nothing to insert, or what stands in the module is not known or cannot be read
    stands = check.function is not None
    if stands and not result.drifted:
        return "", []
    lifted, chosen = offer
    name, module = lifted.ir.signature.name, snapshot.module.name
    questions = len(lifted.undecided)
    remarks = [
        *(["replaces your own version"] if replaces_authors(snapshot, spec) else []),
        *(["suggestion"] if chosen.candidate.stance == "suggest" else []),
        *([f"{questions} open question{'s' if questions > 1 else ''}"] if questions else []),
    ]
    return (f"Update `{name}` in {module}" if stands else f"Insert `{name}` into {module}"), remarks
