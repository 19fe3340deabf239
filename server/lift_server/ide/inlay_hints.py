"""Text shown between the words of a spec: the inferred parts of its signature, and what a failing example really
gives."""

from collections.abc import Iterator
from dataclasses import dataclass

from lift_ir import IR, Example
from lift_server.checks.expressions import comparison
from lift_server.checks.report import ClauseCheck, Report, Verdict, clause_of
from lift_server.ide.outcomes import canonical_call, example_clause, printed_outcome
from lift_server.ide.snapshot import Snapshot, is_outdated, stated_span
from lift_server.lifted import Lifted
from lift_server.spec_file import Spec
from lift_server.syntax.edits import pin_signature
from lift_server.text import Edit, Span

MAX_LABEL = 60


@dataclass(frozen=True, slots=True)
class InlayHint:
    """`label` at `offset`, with a blank before or behind it. `edits` write what it says; none: it is only shown.
    `is_type`: it completes a signature."""

    offset: int
    label: str
    tooltip: str
    edits: tuple[Edit, ...] = ()
    is_type: bool = False
    blank_before: bool = False
    blank_after: bool = False


def inlay_hints(snapshot: Snapshot, within: Span) -> tuple[InlayHint, ...]:
    """The hints whose offsets lie in `within`, by offset."""
    found = [hint for spec in snapshot.specs_touching(within) for hint in _of_spec(snapshot, spec)]
    return tuple(sorted((hint for hint in found if within.contains(hint.offset)), key=lambda hint: hint.offset))


def _of_spec(snapshot: Snapshot, spec: Spec) -> Iterator[InlayHint]:
    result = snapshot.result(spec)
    lifted = result.lifted
    if lifted is not None and not is_outdated(result, spec):
        yield from _signature(snapshot, spec, lifted)
    check, checked = result.module_check, result.checked
    if check is not None and check.function is not None and check.report is not None and checked is not None:
        where = f"`{check.function.name}`" + (f" in {snapshot.module.name}" if snapshot.module is not None else "")
        ir = checked.ir if lifted is None else _named(checked.ir, lifted)
        hints = list(_failing(spec, ir, check.report, where, is_current=checked.source == spec.source))
        if hints:
            yield from hints
            return
    if lifted is not None and lifted.candidates:
        report = lifted.candidates[0].report
        yield from _failing(spec, lifted.ir, report, "the best candidate", is_current=not is_outdated(result, spec))


def _named(ir: IR, lifted: Lifted) -> IR:
    """The IR with the signature that was inferred, when it has no name of its own."""
    return ir if ir.signature.name is not None else ir.model_copy(update={"signature": lifted.ir.signature})


def _signature(snapshot: Snapshot, spec: Spec, lifted: Lifted) -> Iterator[InlayHint]:
    """What the engine added to the signature: the edits that would write it, shown where they would stand."""
    signature = lifted.ir.signature
    if signature.name is None:
        return
    edits = tuple(pin_signature(snapshot.file, spec, signature))
    tooltip = "Inferred; not written in the spec."
    if edits and spec.block.header is None:
        header = edits[0].text.strip().splitlines()[-1]
        yield InlayHint(edits[0].span.start, header, tooltip, edits, is_type=True, blank_after=True)
        return
    for edit in edits:
        label = edit.text.rstrip()
        yield InlayHint(edit.span.end, label, tooltip, (edit,), is_type=True)


def _failing(spec: Spec, ir: IR, report: Report, subject: str, *, is_current: bool) -> Iterator[InlayHint]:
    """What came back for each failing example, beside what it expects."""
    for check in report.clauses:
        clause = clause_of(ir, check)
        if check.verdict is not Verdict.FAILS or check.counterexample is None or not isinstance(clause, Example):
            continue
        span = stated_span(spec, clause)
        if span is None:
            continue
        actual = check.counterexample.actual
        label = actual if len(actual) <= MAX_LABEL else f"{actual[: MAX_LABEL - 1]}…"
        tooltip = f"{subject[0].upper()}{subject[1:]}: {check.counterexample.call} {actual}"
        edits = _accepting(spec, ir, clause, check, span) if is_current else ()
        yield InlayHint(span.end, label, tooltip, edits, blank_before=True)


def _accepting(spec: Spec, ir: IR, clause: Example, check: ClauseCheck, span: Span) -> tuple[Edit, ...]:
    """The example as the function has it; only where the example is one call and its outcome, which can be written."""
    assert check.counterexample is not None
    name = ir.signature.name
    call = canonical_call(check.counterexample.call, ir)
    compared = None if clause.raises or name is None else comparison(clause.text, [name])
    is_plain = bool(clause.raises) or (compared is not None and compared.is_call and compared.operator == "==")
    text = example_clause(call, printed_outcome(check.counterexample.actual), ir) if call and is_plain else ""
    return (Edit(span, text),) if text else ()
