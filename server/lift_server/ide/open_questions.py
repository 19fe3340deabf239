"""The open questions of a file, for a list of what is undecided in the whole workspace."""

from collections.abc import Iterator
from dataclasses import dataclass

from lift_ir.clauses import HoleKind
from lift_server.ide.code_actions import answer_title, is_answer
from lift_server.ide.diagnostics import question_code, question_span
from lift_server.ide.snapshot import Snapshot, is_outdated
from lift_server.text import Span


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """`spec` names the spec, `call` is what candidates disagree on ("" for other questions).

    `code` is that of the question's diagnostic. `answers`: what each is called in a list, and the title of the quick
    fix that gives it.
    """

    spec: str
    call: str
    question: str
    code: str
    span: Span
    answers: tuple[tuple[str, str], ...]


def open_questions(snapshot: Snapshot) -> Iterator[OpenQuestion]:
    """The questions of every spec as it stands; of one that has changed since it was lifted, those that it states."""
    for spec in snapshot.file.specs:
        result = snapshot.result(spec)
        lifted = None if is_outdated(result, spec) else result.lifted
        for hole in spec.ir.holes if lifted is None else lifted.undecided:
            name = (spec.ir if lifted is None else lifted.ir).signature.name
            choices = hole.choices if lifted is not None and name is not None else ()
            answers = tuple((choice.title, answer_title(hole, choice)) for choice in choices if is_answer(hole, choice))
            call = hole.subject if hole.kind is HoleKind.BEHAVIOUR else ""
            yield OpenQuestion(name or "", call, hole.question, question_code(hole), question_span(spec, hole), answers)
