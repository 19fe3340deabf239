"""Quick fixes and offers at a place: insert or update a function, accept what was inferred, correct what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass

from lift_ir import IR, Inferred, Stated
from lift_ir.clauses import Choice, Hole, HoleKind
from lift_server.ide.clause_offers import clause_offers
from lift_server.ide.diagnostics import (
    DRIFT,
    FUNCTION_BREAKS_CLAUSE,
    ONLY_A_SUGGESTION,
    READY,
    fixable,
    question_code,
    question_span,
)
from lift_server.ide.insertion_offers import (
    Insertion,
    insertion_offer,
    insertion_title,
    is_by_model,
    is_settled,
    replaces_authors,
)
from lift_server.ide.snapshot import Snapshot, is_outdated
from lift_server.spec_file import Spec
from lift_server.syntax.edits import add_clauses, pin_signature
from lift_server.syntax.printer import print_clause, print_header
from lift_server.syntax.tree import Field
from lift_server.text import Edit, Span

INSERTION_CODES = frozenset({READY, ONLY_A_SUGGESTION, DRIFT, FUNCTION_BREAKS_CLAUSE})
QUICK_FIX = "quickfix"
REWRITE = "refactor.rewrite"
FIX_ALL = "source.fixAll.lift"
KINDS = (QUICK_FIX, REWRITE, FIX_ALL)


@dataclass(frozen=True, slots=True)
class Action:
    """One entry of the menu: `edits` of the `.lift` file, or `insertions` whose edit is made when it is chosen.

    `kind` is one of KINDS. `codes` are those of the diagnostics in `span` that it answers. `settles`: the edited text
    says all that was asked, so that it is lifted at once. `typed`: the end of the last edit's text, which the author is
    to type over. `by_model`: a model wrote what it inserts.
    `replaces_authors`: a function that Lift did not write gives way, so that the author is asked first.
    """

    title: str
    span: Span
    codes: frozenset[str] = frozenset()
    edits: tuple[Edit, ...] = ()
    insertions: tuple[Insertion, ...] = ()
    preferred: bool = False
    settles: bool = False
    typed: str = ""
    kind: str = QUICK_FIX
    by_model: bool = False
    replaces_authors: bool = False


def code_actions(snapshot: Snapshot, selection: Span) -> tuple[Action, ...]:
    """What can be done at the selection: answers to its question, insertions, then the rest."""
    actions: list[Action] = []
    for spec in snapshot.specs_touching(selection):
        actions += _answers(snapshot, spec, selection)
        actions += _insertion(snapshot, spec)
        actions += _accept_signature(snapshot, spec)
        actions += _formal_texts(snapshot, spec, selection)
        actions += (
            Action(
                offer.title, offer.span, edits=offer.edits, settles=offer.settles, kind=REWRITE, by_model=offer.by_model
            )
            for offer in clause_offers(snapshot, spec, selection)
        )
    return (*actions, *_fixes(snapshot, selection))


def fix_all(snapshot: Snapshot) -> Action | None:
    """Insert or update every function about which nothing is open; None when there is none."""
    settled = [spec for spec in snapshot.file.specs if is_settled(snapshot, spec)]
    offers = tuple(offer for spec in settled if (offer := insertion_offer(snapshot, spec)) is not None)
    if not offers:
        return None
    title = f"Insert or update all settled functions ({len(offers)})"
    by_model = any(_is_by_model(snapshot, spec) for spec in settled)
    whole = Span(0, len(snapshot.file.tree.text))
    return Action(title, whole, INSERTION_CODES, insertions=offers, kind=FIX_ALL, by_model=by_model)


def _is_by_model(snapshot: Snapshot, spec: Spec) -> bool:
    lifted = snapshot.result(spec).lifted
    return lifted is not None and lifted.chosen is not None and is_by_model(lifted.chosen.candidate.engine)


def _insertion(snapshot: Snapshot, spec: Spec) -> Iterator[Action]:
    offer, title = insertion_offer(snapshot, spec), insertion_title(snapshot, spec)
    if offer is None or title is None:
        return
    yield Action(
        title,
        spec.block.span,
        INSERTION_CODES,
        insertions=(offer,),
        preferred=is_settled(snapshot, spec),
        by_model=_is_by_model(snapshot, spec),
        replaces_authors=replaces_authors(snapshot, spec),
    )


def _answers(snapshot: Snapshot, spec: Spec, selection: Span) -> Iterator[Action]:
    """One action for each answer to the questions that stand at the selection."""
    result = snapshot.result(spec)
    if result.lifted is None or is_outdated(result, spec):
        return
    signature = result.lifted.ir.signature
    for hole in result.lifted.holes:
        span = question_span(spec, hole)
        if not _touch(span, selection) or signature.name is None:
            continue
        for choice in hole.choices:
            if not is_answer(hole, choice):
                continue
            left, value = _usual_example(hole)
            typed = "" if choice.clause else value
            yield Action(
                answer_title(hole, choice),
                span,
                frozenset({question_code(hole)}),
                tuple(add_clauses(snapshot.file, spec, [choice.clause or f"{left}{value}"], signature)),
                settles=not typed,
                typed=typed,
            )


def is_answer(hole: Hole, choice: Choice) -> bool:
    """Whether a choice can be given with a quick fix: one without a clause has a value to type, which only a call
    has."""
    return bool(choice.clause) or hole.kind is HoleKind.BEHAVIOUR


def answer_title(hole: Hole, choice: Choice) -> str:
    """The title of the quick fix that gives an answer."""
    asked = f"`{hole.subject}`:" if hole.kind is HoleKind.BEHAVIOUR else hole.question
    return f"{asked} {choice.title}"


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
    for item in fixable(snapshot):
        if _touch(item.span, selection):
            for fix in item.fixes:
                yield Action(fix.title, item.span, frozenset({item.code}), fix.edits, preferred=fix.preferred)
