"""Findings of a file: the static ones, and what lifting and checking its specs has shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lift_ir import IR, Stated
from lift_ir.clauses import Hole, HoleKind
from lift_server.checks.report import ClauseCheck, Counterexample, Report, Verdict, clause_of
from lift_server.diagnostics import Diagnostic, Fix, Related, Severity, diagnose
from lift_server.ide.snapshot import Result, Snapshot, is_outdated, stated_span
from lift_server.lifted import Lifted
from lift_server.spec_file import Spec
from lift_server.syntax.printer import print_clause
from lift_server.syntax.tree import Prose
from lift_server.text import Edit, Span

OPEN_QUESTION = "LIFT101"
BLOCKING_QUESTION = "LIFT102"
NO_CANDIDATE_HOLDS = "LIFT103"
ONLY_A_SUGGESTION = "LIFT104"
READY = "LIFT105"
NO_CANDIDATE = "LIFT106"
OUTDATED = "LIFT107"
LIFTING_FAILED = "LIFT108"
UNTRUSTED = "LIFT109"
DISAGREEMENT = "LIFT110"
UNUSUAL_DISAGREEMENT = "LIFT111"
CONFLICT = "LIFT112"
FUNCTION_BREAKS_CLAUSE = "LIFT201"
CANDIDATE_BREAKS_CLAUSE = "LIFT202"
NOT_EXERCISED = "LIFT203"
NOT_CHECKED = "LIFT204"
FUNCTION_NOT_CHECKED = "LIFT205"
UNSTABLE = "LIFT206"
DRIFT = "LIFT301"
NO_TARGET = "LIFT302"
CLAIMED_TWICE = "LIFT303"

MAX_CALLS = 3


def diagnostics(snapshot: Snapshot) -> tuple[Diagnostic, ...]:
    """All findings of the file, the static ones first."""
    found = list(fixable(snapshot))
    for spec in snapshot.file.specs:
        found += _about_the_claim(snapshot, spec)
        result = snapshot.result(spec)
        found += _about_the_function(snapshot, spec, result)
        found += _about_the_result(snapshot, spec, result)
    return tuple(dict.fromkeys(found))


def fixable(snapshot: Snapshot) -> Iterator[Diagnostic]:
    """The findings that may have a fix: those of the text itself and of the file as a whole."""
    yield from snapshot.file.diagnostics
    if snapshot.file.specs:
        yield from _about_the_file(snapshot, snapshot.file.specs[0])


def _about_the_file(snapshot: Snapshot, first: Spec) -> Iterator[Diagnostic]:
    if not snapshot.trusted:
        message = (
            "This workspace is not trusted, so Lift neither generates nor runs code here. Trust it to lift its specs."
        )
        yield diagnose(UNTRUSTED, first.head_span, message)
    problem = snapshot.module_problem
    if problem is not None:
        span = snapshot.file.module_span or first.head_span
        yield diagnose(NO_TARGET, span, _sentence(problem.message), fixes=_module_fixes(snapshot, problem.module))


def _about_the_claim(snapshot: Snapshot, spec: Spec) -> Iterator[Diagnostic]:
    name = spec.ir.signature.name
    if name is not None and (places := snapshot.claimed.get(name)) and snapshot.module is not None:
        header = spec.block.header
        span = header.name_span if header is not None and header.name_span is not None else spec.head_span
        message = f"`{name}` in {snapshot.module.name} belongs to the spec at {places[0]} too; rename one of them"
        yield diagnose(CLAIMED_TWICE, span, message)


def _module_fixes(snapshot: Snapshot, module: str) -> tuple[Fix, ...]:
    if not module:
        return ()
    span, line = snapshot.file.module_span, f"module: {module}"
    edit = Edit(Span(0, 0), f"{line}\n\n") if span is None else Edit(span, line)
    return (Fix(f"Write `{line}`", (edit,), preferred=True),)


def _about_the_result(snapshot: Snapshot, spec: Spec, result: Result) -> Iterator[Diagnostic]:
    if result.failure:
        yield diagnose(LIFTING_FAILED, spec.head_span, result.failure)
    lifted = result.lifted
    if lifted is None:
        yield from (_question(spec, hole) for hole in spec.ir.holes)
    elif is_outdated(result, spec):
        message = (
            "The spec has changed since it was lifted: what is shown of it is outdated. Save the file to lift it again."
        )
        yield diagnose(OUTDATED, spec.head_span, message)
        yield from (_question(spec, hole) for hole in spec.ir.holes)
        yield from _outdated(_question(spec, hole) for hole in _observed(lifted))
        yield from _outdated(_about_clauses(spec, lifted))
    else:
        yield from (_question(spec, hole) for hole in lifted.holes)
        yield from _about_clauses(spec, lifted)
        yield from _about_candidates(snapshot, spec, lifted)


def _observed(lifted: Lifted) -> Iterator[Hole]:
    """Questions that came from running candidates: an edit does not take them back."""
    return (hole for hole in lifted.holes if hole.kind is HoleKind.BEHAVIOUR)


def _question(spec: Spec, hole: Hole) -> Diagnostic:
    span = question_span(spec, hole)
    if hole.kind is not HoleKind.BEHAVIOUR:
        found = diagnose(question_code(hole), span, hole.question)
        return replace(found, severity=Severity.HINT) if hole.is_hint else found
    answers = hole.evidence.answers if hole.evidence else ()
    shown = ", ".join(f"{answer.outcome} ({answer.share:.0%})" for answer in answers)
    message = f"{hole.question} So far: {shown}." if shown else hole.question
    prose = next((item for item in spec.block.items if isinstance(item, Prose)), None)
    related = () if prose is None or prose.span == span else (Related(prose.span, "the words it arises from"),)
    return diagnose(question_code(hole), span, message, related=related)


def question_code(hole: Hole) -> str:
    """The code of a question's diagnostic."""
    if hole.kind is not HoleKind.BEHAVIOUR:
        return BLOCKING_QUESTION if hole.blocks else OPEN_QUESTION
    return UNUSUAL_DISAGREEMENT if hole.is_hint else DISAGREEMENT


def question_span(spec: Spec, hole: Hole) -> Span:
    """Where a question of the spec stands in its present text: what it arises from, else where the spec begins."""
    for stated in spec.ir.holes:
        is_same = (stated.kind, stated.subject, stated.question) == (hole.kind, hole.subject, hole.question)
        if is_same and stated.span is not None:
            return spec.span_of(stated.span)
    is_found = hole.kind is HoleKind.BEHAVIOUR or not isinstance(hole.origin, Stated)
    if is_found and hole.span is not None:
        return spec.span_of(hole.span)
    return spec.head_span


def _about_candidates(snapshot: Snapshot, spec: Spec, lifted: Lifted) -> Iterator[Diagnostic]:
    head, best = spec.head_span, lifted.chosen
    if not lifted.candidates:
        if lifted.notes:
            yield diagnose(NO_CANDIDATE, head, " ".join(map(_sentence, lifted.notes)))
        return
    if best is None:
        yield diagnose(NO_CANDIDATE_HOLDS, head, _why_none_holds(lifted))
        return
    name = lifted.ir.signature.name or "the function"
    if best.candidate.stance == "suggest":
        note = f" ({best.candidate.note})" if best.candidate.note else ""
        message = (
            f"The {best.candidate.engine} engine only suggests a body for `{name}`{note}: it may not be what is meant. "
            "Read it in the hover before you insert it, or say more about what the function should do."
        )
        yield diagnose(ONLY_A_SUGGESTION, head, message)
    elif name in snapshot.claimed:
        return
    elif lifted.insertable is not None and snapshot.module is not None and _is_missing(snapshot.result(spec)):
        yield diagnose(READY, head, f"`{name}` is checked and ready: insert it into {snapshot.module.name}.")


def _is_missing(result: Result) -> bool:
    """Whether the module is known, fine, and has no such function."""
    check = result.module_check
    return check is not None and check.function is None and not check.reason


def _why_none_holds(lifted: Lifted) -> str:
    count, best = len(lifted.candidates), lifted.candidates[0].report
    if best.unstable:
        return "Nothing to insert: the best candidate does not do the same each time it is called."
    if best.problem or best.doubt:
        return f"Nothing to insert: the best candidate {'fails' if best.problem else 'tells nothing'} ({best.reason})."
    if best.not_run:
        return f"Nothing to insert: the code could not be run ({best.not_run})."
    if best.gate:
        return f"Nothing to insert: the code was refused before it ran ({best.gate[0].message})."
    if not best.fails:
        reasons = [item.reason for item in best.clauses if item.verdict is Verdict.NOT_CHECKED and item.reason]
        return f"Nothing to insert: the code could not be checked completely ({'; '.join(dict.fromkeys(reasons))})."
    tried = "the only candidate breaks" if count == 1 else f"each of {count} candidates breaks"
    return f"Nothing to insert: {tried} a clause. Check that clause, or say more about what the function should do."


def _about_clauses(spec: Spec, lifted: Lifted) -> Iterator[Diagnostic]:
    if not lifted.candidates:
        return
    report = lifted.candidates[0].report
    conflict = [report.clauses[at] for at in lifted.conflict if at < len(report.clauses)]
    yield from _conflict(spec, lifted.ir, conflict)
    yield from _unstable(spec, report, "The best candidate")
    broken = [check for check in report.clauses if check not in conflict]
    yield from _broken(spec, lifted.ir, broken, CANDIDATE_BREAKS_CLAUSE, "The best candidate")
    for check in broken:
        if check.verdict is Verdict.NOT_EXERCISED:
            message = f"Not exercised: {check.reason or 'no input reached it'}."
            yield from _on_clause(spec, lifted.ir, check, NOT_EXERCISED, message)
        elif check.verdict is Verdict.NOT_CHECKED:
            message = f"Not checked: {check.reason or 'it could not be run'}."
            yield from _on_clause(spec, lifted.ir, check, NOT_CHECKED, message)


def _conflict(spec: Spec, ir: IR, checks: Sequence[ClauseCheck]) -> Iterator[Diagnostic]:
    """One finding, on the clause that stands last in the text, for clauses that no candidate satisfies together."""
    if not checks:
        return
    clauses = [clause_of(ir, check) for check in checks]
    places = [stated_span(spec, clause) or spec.head_span for clause in clauses]
    order = sorted(range(len(places)), key=lambda at: places[at])
    texts = [f"`{' '.join(print_clause(clauses[at]).split())}`" for at in order]
    shown = next((_shown(check.counterexample) for check in checks if check.counterexample), ".")
    if len(order) == 1:
        message = f"No candidate satisfies {texts[0]}. The best one breaks it{shown} Check the clause."
    else:
        message = (
            f"No candidate satisfies both {' and '.join(texts)}. The best one breaks one of them{shown} "
            "If they contradict each other, change or remove one."
        )
    related = tuple(Related(places[at], "no candidate satisfies this one as well") for at in order[:-1])
    yield diagnose(CONFLICT, places[order[-1]], message, related=related)


def _unstable(spec: Spec, report: Report, subject: str) -> Iterator[Diagnostic]:
    if report.unstable:
        calls = ", ".join(f"`{call}`" for call in report.unstable[:MAX_CALLS])
        yield diagnose(UNSTABLE, spec.head_span, f"{subject} does not do the same each time it is called: {calls}.")


def _broken(spec: Spec, ir: IR, checks: Iterable[ClauseCheck], code: str, subject: str) -> Iterator[Diagnostic]:
    for check in checks:
        if check.verdict is Verdict.FAILS:
            message = f"{subject} breaks this clause{_shown(check.counterexample)}"
            if check.reason and check.counterexample is None:
                message = f"This clause cannot hold: {check.reason}."
            yield from _on_clause(spec, ir, check, code, message)


def _on_clause(spec: Spec, ir: IR, check: ClauseCheck, code: str, message: str) -> Iterator[Diagnostic]:
    clause = clause_of(ir, check)
    span = stated_span(spec, clause)
    if span is not None:
        yield diagnose(code, span, message)
    elif not isinstance(clause.origin, Stated):
        yield diagnose(code, spec.head_span, f"{message} The clause is inferred; the hover shows it.")


def _shown(counterexample: Counterexample | None) -> str:
    if counterexample is None:
        return "."
    return f": `{counterexample.call}`: expected {counterexample.expected}, {counterexample.actual}."


def _outdated(items: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    for item in items:
        severity = Severity.HINT if item.severity is Severity.HINT else Severity.INFORMATION
        yield replace(item, message=f"{item.message} (Outdated: the spec has changed since.)", severity=severity)


def _about_the_function(snapshot: Snapshot, spec: Spec, result: Result) -> Iterator[Diagnostic]:
    """The function that stands in the module, against the spec."""
    check, checked = result.module_check, result.checked
    if check is None or checked is None or snapshot.module is None:
        return
    module = snapshot.module.name
    if check.function is None:
        if check.reason:
            yield diagnose(NO_TARGET, spec.head_span, f"Nothing can be inserted into {module}: {check.reason}.")
        return
    found = _function_findings(spec, result, f"`{check.function.name}` in {module}")
    yield from found if checked.source == spec.source else _outdated(found)


def _function_findings(spec: Spec, result: Result, subject: str) -> Iterator[Diagnostic]:
    check, checked = result.module_check, result.checked
    assert check is not None
    assert checked is not None
    report = check.report
    reasons = [check.reason]
    if report is not None:
        reasons = [report.not_run, report.doubt, *(problem.message for problem in report.gate)]
    for reason in filter(None, reasons):
        yield diagnose(FUNCTION_NOT_CHECKED, spec.head_span, f"{subject} was not checked: {reason}.")
    if report is not None:
        yield from _unstable(spec, report, subject)
        if report.problem:
            yield diagnose(FUNCTION_BREAKS_CLAUSE, spec.head_span, f"{subject} fails: {report.problem}.")
        yield from _broken(spec, checked.ir, report.clauses, FUNCTION_BREAKS_CLAUSE, subject)
    if result.drifted and not is_outdated(result, spec):
        why = "the spec has changed since Lift wrote it" if check.is_ours else "it was written or edited by hand"
        yield diagnose(DRIFT, spec.head_span, f"{subject} is not the function that Lift checked for this spec: {why}.")


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
