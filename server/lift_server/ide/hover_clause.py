"""The hover of one part of a spec: clause, parameter, question or keyword."""

from collections.abc import Iterator

from lift_ir import IR, Effect, Example, Parameter, Stated
from lift_ir.clauses import Hole, HoleKind
from lift_ir.formal import free_names
from lift_ir.ir import origin_label
from lift_server.checks.report import Clause, Report
from lift_server.explanation import informal_clauses
from lift_server.ide.hover_spec import MARK, clause_line, tested, why_asked
from lift_server.ide.keywords import EFFECTS, KEYWORDS
from lift_server.ide.markdown import code, fence
from lift_server.ide.outcomes import runs_of
from lift_server.ide.place import clauses_at
from lift_server.ide.snapshot import Snapshot, check_of, is_outdated
from lift_server.spec_file import Spec
from lift_server.syntax.printer import print_clause, print_parameter, print_unspecified
from lift_server.syntax.tree import Field


def clause_sections(snapshot: Snapshot, spec: Spec, field: Field) -> Iterator[str]:
    """What a clause means, why it is not executed, how often it was tested and what broke it."""
    yield fence("lift", " ".join(field.span.slice(snapshot.file.tree.text).split()))
    yield KEYWORDS[field.key].meaning
    if field.key == "effects" and spec.ir.effects:
        yield effects_list(spec.ir.effects)
    lifted = snapshot.result(spec).lifted
    because = dict(informal_clauses(spec.ir if lifted is None else lifted.ir))
    for unspecified in spec.ir.unspecified:
        if field.key == "unspecified" and _is_of(unspecified.origin, spec, field):
            yield from _informal(because.get(print_unspecified(unspecified)))
    for clause in clauses_at(spec, field):
        yield from _informal(because.get(print_clause(clause)))
        for informal, formal, item in lifted.proposed() if lifted is not None else ():
            if print_clause(informal) == print_clause(clause):
                held = f"it held on {item.held} of {item.exercised} calls"
                yield f"It could be written {code(clause_line(formal))}: {held}."
        found = [line for about in _reports(snapshot, spec) for line in _found(*about, clause)]
        if found:
            yield "\n".join(found)


def effects_list(effects: tuple[Effect, ...]) -> str:
    """What each effect lets the function do."""
    return "\n".join(f"- {code(effect)}: {EFFECTS[effect]}" for effect in effects)


def _is_of(origin: object, spec: Spec, field: Field) -> bool:
    return isinstance(origin, Stated) and origin.span is not None and spec.span_of(origin.span) == field.span


def _informal(because: str | None) -> Iterator[str]:
    if because:
        yield f"It is not executed, because {because}."


def _reports(snapshot: Snapshot, spec: Spec) -> Iterator[tuple[str, IR, Report]]:
    """Whose checks are known: (subject, IR that the report is about, report)."""
    result = snapshot.result(spec)
    check, checked, lifted = result.module_check, result.checked, result.lifted
    if lifted is not None and lifted.candidates:
        yield (
            f"the best candidate{' (outdated)' if is_outdated(result, spec) else ''}",
            lifted.ir,
            (lifted.candidates[0].report),
        )
    if check is not None and check.function is not None and check.report is not None and checked is not None:
        where = f" in {snapshot.module.name}" if snapshot.module is not None else ""
        outdated = "" if checked.source == spec.source else " (outdated)"
        yield f"`{check.function.name}`{where}{outdated}", checked.ir, check.report


def _found(subject: str, ir: IR, report: Report, clause: Clause) -> Iterator[str]:
    check = check_of(ir, report, clause)
    if check is None:
        return
    yield f"- {subject}: {MARK[check.verdict]} {check.verdict}, {tested(check)}"
    if isinstance(clause, Example) and check.counterexample is None:
        for call, outcome in runs_of(clause.text, ir, report):
            yield f"- {subject}: {code(call)} {code(outcome)}"


def parameter_sections(spec: Spec, parameter: Parameter) -> Iterator[str]:
    """A parameter: its type and where that comes from, its description, and the clauses that speak of it."""
    origins = dict.fromkeys(
        origin_label(origin) for origin in (parameter.origin, parameter.type_origin) if not isinstance(origin, Stated)
    )
    yield fence("python", print_parameter(parameter))
    described = f": {parameter.description}" if parameter.description else ""
    yield f"**parameter** of `{spec.ir.signature.name or 'the function'}`{described}"
    if origins:
        yield f"*{', '.join(origins)}*"
    elif parameter.type is None:
        yield "Its type is not decided."
    clauses: tuple[Clause, ...] = (*spec.ir.assertions, *spec.ir.raises)
    lines = [f"- {code(clause_line(item))}" for item in clauses if parameter.name in _names_in(item)]
    if lines:
        yield "\n".join(lines)


def _names_in(clause: Clause) -> tuple[str, ...]:
    if isinstance(clause, Example):
        return free_names(clause.text)
    return free_names(clause.condition.text) if clause.condition is not None else ()


def hole_sections(hole: Hole) -> Iterator[str]:
    """An open question: what it asks, whether it blocks, how it can be answered, and the evidence."""
    yield f"**Open question**: {hole.question}"
    if hole.kind is HoleKind.BEHAVIOUR and hole.evidence is not None:
        yield why_asked(hole)
        return
    yield (
        "Nothing is inserted until it is answered." if hole.blocks else "A function can be inserted while it is open."
    )
    yield _how_to_answer(hole)


def _how_to_answer(hole: Hole) -> str:
    if hole.choices:
        return "\n".join(f"- {choice.title}" for choice in hole.choices)
    if hole.kind is HoleKind.SIGNATURE:
        return "Write it in the `spec` line, or accept what was inferred with the quick fix."
    if hole.subject:
        return f"Replace `?{hole.subject}` by what you mean."
    return "Say it in the prose or in a clause, and remove the question."
