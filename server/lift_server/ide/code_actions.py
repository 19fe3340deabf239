"""Quick fixes and offers at a place: insert or update a function, accept what was inferred, correct what is wrong."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from lift_ir import IR, Inferred, Stated
from lift_ir.clauses import Hole, HoleKind
from lift_server.ide.diagnostics import (
    DRIFT,
    FUNCTION_BREAKS_CLAUSE,
    ONLY_A_SUGGESTION,
    READY,
    diagnostics,
    question_code,
    question_span,
)
from lift_server.ide.snapshot import Snapshot, is_outdated
from lift_server.lifted import CheckedCandidate, Lifted
from lift_server.spec_file import Spec
from lift_server.syntax.edits import add_clauses, pin_signature
from lift_server.syntax.printer import print_clause, print_header
from lift_server.syntax.tree import Field
from lift_server.text import Edit, Span

INSERTION_CODES = frozenset({READY, ONLY_A_SUGGESTION, DRIFT, FUNCTION_BREAKS_CLAUSE})


@dataclass(frozen=True, slots=True)
class Insertion:
    """The offer to put a spec's function into the module. `offered_for` is refused once it is not what would be offered
    again."""

    spec: str
    offered_for: str


@dataclass(frozen=True, slots=True)
class Action:
    """One entry of the menu: `edits` of the `.lift` file, or an `insertion` whose edit is made when it is chosen.

    `codes` are those of the diagnostics in `span` that it answers. `settles`: the edited text says all that was asked,
    so that it is lifted at once. `typed`: the end of the last edit's text, which the author is to type over.
    """

    title: str
    span: Span
    codes: frozenset[str] = frozenset()
    edits: tuple[Edit, ...] = ()
    insertion: Insertion | None = None
    preferred: bool = False
    settles: bool = False
    typed: str = ""


def code_actions(snapshot: Snapshot, selection: Span) -> tuple[Action, ...]:
    """What can be done at the selection: answers to its question, insertions, then the rest."""
    actions: list[Action] = []
    for spec in snapshot.specs_touching(selection):
        actions += _answers(snapshot, spec, selection)
        actions += _insertion(snapshot, spec)
        actions += _accept_signature(snapshot, spec)
        actions += _formal_texts(snapshot, spec, selection)
    return (*actions, *_fixes(snapshot, selection))


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


def _insertion(snapshot: Snapshot, spec: Spec) -> Iterator[Action]:
    offer, insertion = insertable(snapshot, spec), insertion_offer(snapshot, spec)
    if offer is None or insertion is None or snapshot.module is None:
        return
    lifted, chosen = offer
    result = snapshot.result(spec)
    check = result.module_check
    if check is None or (check.function is None and check.reason):
        return  # what stands in the module is not known, or it cannot be read
    stands = check.function is not None
    if stands and not result.drifted:
        return
    is_authors = stands and not check.is_ours
    name, module = lifted.ir.signature.name, snapshot.module.name
    title = f"Update `{name}` in {module}" if stands else f"Insert `{name}` into {module}"
    remarks = [
        *(["replaces your own version"] if is_authors else []),
        *(["suggestion"] if chosen.candidate.stance == "suggest" else []),
        *([f"{len(lifted.holes)} open question{'s' if len(lifted.holes) > 1 else ''}"] if lifted.holes else []),
    ]
    if remarks:
        title += f" ({', '.join(remarks)})"
    yield Action(title, spec.block.span, INSERTION_CODES, insertion=insertion, preferred=not remarks)


def _answers(snapshot: Snapshot, spec: Spec, selection: Span) -> Iterator[Action]:
    """One action for each answer to the questions about behavior that stand at the selection."""
    result = snapshot.result(spec)
    if result.lifted is None or is_outdated(result, spec):
        return
    signature = result.lifted.ir.signature
    for hole in result.lifted.holes:
        span = question_span(spec, hole)
        if hole.kind is not HoleKind.BEHAVIOUR or not _touch(span, selection) or signature.name is None:
            continue
        for choice in hole.choices:
            left, value = _usual_example(hole)
            typed = "" if choice.clause else value
            yield Action(
                f"`{hole.subject}`: {choice.title}",
                span,
                frozenset({question_code(hole)}),
                tuple(add_clauses(snapshot.file, spec, [choice.clause or f"{left}{value}"], signature)),
                settles=not typed,
                typed=typed,
            )


def _usual_example(hole: Hole) -> tuple[str, str]:
    """The example to begin with when the author types a value, before the value and from there on: the usual answer."""
    lefts = [f"example: {call} == " for call in (hole.subject, f"list({hole.subject})")]
    found = ((left, choice.clause) for choice in hole.choices for left in lefts if choice.clause.startswith(left))
    left, clause = next(found, (lefts[0], f"{lefts[0]}None"))
    return left, clause.removeprefix(left)


def _touch(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _accept_signature(snapshot: Snapshot, spec: Spec) -> Iterator[Action]:
    result = snapshot.result(spec)
    if result.lifted is None or is_outdated(result, spec) or not _infers_signature(result.lifted.ir):
        return
    signature = result.lifted.ir.signature
    if signature.name is None or not (edits := tuple(pin_signature(snapshot.file, spec, signature))):
        return
    yield Action(f"Accept inferred signature: {print_header(signature)}", spec.block.span, edits=edits)


def _formal_texts(snapshot: Snapshot, spec: Spec, selection: Span) -> Iterator[Action]:
    """For each informal clause at the selection that candidates showed how to write: its value, replaced in place."""
    result = snapshot.result(spec)
    if result.lifted is None or is_outdated(result, spec):
        return
    fields = {item.span: item for item in spec.block.items if isinstance(item, Field)}
    for clause, formal, proposal in result.lifted.proposed():
        place = clause.origin.span if isinstance(clause.origin, Stated) else None
        field = fields.get(spec.span_of(place)) if place is not None else None
        if field is not None and _touch(field.span, selection):
            line = " ".join(print_clause(formal).split())
            value = field.value_span
            pinned = add_clauses(snapshot.file, spec, [], result.lifted.ir.signature)
            # Pinning indents every line; those of the value are gone.
            around = [edit for edit in pinned if not value.start < edit.span.start < value.end]
            edit = Edit(value, line.removeprefix(f"{proposal.kind}: "))
            yield Action(f"Write it as `{line}`", field.span, edits=(*around, edit))


def _infers_signature(ir: IR) -> bool:
    signature = ir.signature
    origins = [signature.name_origin, signature.returns_origin]
    for parameter in signature.parameters or ():
        origins += [parameter.origin, parameter.type_origin]
    return any(isinstance(origin, Inferred) for origin in origins)


def _fixes(snapshot: Snapshot, selection: Span) -> Iterator[Action]:
    for item in diagnostics(snapshot):
        if _touch(item.span, selection):
            for fix in item.fixes:
                yield Action(fix.title, item.span, frozenset({item.code}), fix.edits, preferred=fix.preferred)
