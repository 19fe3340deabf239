"""The open questions of a spec: what the author states as undecided, and what is missing to write a function at all."""

from lift_ir import IR
from lift_ir.clauses import Hole, HoleKind
from lift_ir.types import unknown_names


def open_questions(ir: IR) -> tuple[Hole, ...]:
    """All open holes of the spec, blocking ones first, each asked once."""
    stated = list(ir.holes)
    asked = {hole.subject for hole in stated if hole.kind is HoleKind.SIGNATURE}
    missing = [hole for hole in _missing_in_signature(ir) if hole.subject not in asked]
    # One unknown type may stand in several places: it is one question.
    once = {hole.question: hole for hole in reversed([*stated, *missing])}
    in_order = list(once.values())[::-1]
    return tuple(sorted(in_order, key=lambda hole: not hole.blocks))


def _missing_in_signature(ir: IR) -> list[Hole]:
    signature = ir.signature
    holes: list[Hole] = []
    if signature.name is None:
        holes.append(
            _signature_hole("name", "What is the function called? Write `spec NAME(...) -> T` above the text.")
        )
    if signature.parameters is None:
        holes.append(_signature_hole("()", "Which parameters does it take, and of which types?"))
    brought = frozenset(use.name for use in ir.uses)
    for parameter in signature.parameters or ():
        if parameter.type is None:
            holes.append(_signature_hole(parameter.name, f"Which type has `{parameter.name}`?"))
        elif unknown := unknown_names(parameter.type, brought):
            holes.append(_unknown_type(parameter.name, unknown[0]))
    if signature.returns is None:
        holes.append(_signature_hole("->", "Which type does it return?"))
    elif unknown := unknown_names(signature.returns, brought):
        holes.append(_unknown_type("->", unknown[0]))
    return holes


def _signature_hole(subject: str, question: str) -> Hole:
    return Hole(kind=HoleKind.SIGNATURE, subject=subject, question=question, blocks=True)


def _unknown_type(subject: str, name: str) -> Hole:
    return _signature_hole(subject, f"What is `{name}`? Say where it comes from: `uses: from MODULE import {name}`.")
