"""The hover of a spec: what Lift understood, what was checked, and the code, as Markdown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lift_ir import IR
from lift_ir.clauses import Hole, HoleKind
from lift_ir.render import render_module
from lift_server.checks.report import Clause, Report, Verdict, clause_of
from lift_server.explanation import inferred_by_origin, informal_clauses, usage_text
from lift_server.ide.snapshot import Result, Snapshot, is_outdated
from lift_server.lifted import CheckedCandidate, Lifted
from lift_server.spec_file import Spec
from lift_server.syntax.printer import print_clause, print_ir
from lift_server.text import Span

MAX_CELL = 80
SHOWN_RUNS = 3
_BORDER = re.compile(r"""(?<![\w.])(-1|0|1|0\.0|None|True|False|''|\[\]|\(\)|\{\}|set\(\))(?![\w.])""")
_MARK = {Verdict.HOLDS: "✓", Verdict.FAILS: "✗", Verdict.NOT_EXERCISED: "–", Verdict.NOT_CHECKED: "?"}


@dataclass(frozen=True, slots=True)
class Hover:
    """The text, and the span that it is about."""

    markdown: str
    span: Span


def hover(snapshot: Snapshot, offset: int) -> Hover | None:
    """What is known of the spec at the offset, anywhere in its block; None outside of specs."""
    spec = snapshot.spec_at(offset)
    if spec is None:
        return None
    return Hover("\n\n".join(_sections(spec, snapshot.result(spec), snapshot)), spec.head_span)


def ir_text(spec: Spec, result: Result) -> str:
    """The IR in the notation of `.lift` files: with what engines inferred when it was lifted, else as it is stated."""
    return print_ir(_ir_of(spec, result))


def _ir_of(spec: Spec, result: Result) -> IR:
    return spec.ir if result.lifted is None else result.lifted.ir


def _sections(spec: Spec, result: Result, snapshot: Snapshot) -> Iterator[str]:
    lifted, ir = result.lifted, _ir_of(spec, result)
    yield f"**{ir.signature.name or 'spec'}** — {_state(spec, result, snapshot)}"
    yield _fence("lift", ir_text(spec, result))
    inferred = list(_inferred(ir))
    if inferred:
        yield "\n".join(["| clause | origin |", "| --- | --- |", *inferred])
    informal = [*_informal(ir), *(_could_be_written(lifted) if lifted is not None else ())]
    if informal:
        yield "\n".join(informal)
    if lifted is None:
        return
    for hole in lifted.holes:
        if hole.kind is HoleKind.BEHAVIOUR and hole.evidence is not None:
            yield _why_asked(hole)
    if lifted.candidates:
        yield from _candidate_sections(lifted, lifted.candidates[0], snapshot.tier)
    if lifted.usage:
        yield "\n".join(f"- {usage_text(used)}" for used in lifted.usage)
    if lifted.notes:
        yield "\n".join(f"- {note}" for note in lifted.notes)


def _state(spec: Spec, result: Result, snapshot: Snapshot) -> str:
    lifted = result.lifted
    if lifted is None:
        if not snapshot.trusted:
            return "not lifted: the workspace is not trusted"
        return f"not lifted: {result.failure}" if result.failure else "not lifted yet"
    questions = f", {len(lifted.undecided)} open" if lifted.undecided else ""
    if lifted.chosen is not None:
        stance = "" if lifted.chosen.candidate.stance == "answer" else " (only a suggestion)"
        state = f"a candidate holds{stance}"
    else:
        state = "no candidate holds" if lifted.candidates else "no candidate"
    outdated = " — **outdated**: the spec has changed since" if is_outdated(result, spec) else ""
    return f"{state}{questions}{outdated}"


def _candidate_sections(lifted: Lifted, best: CheckedCandidate, tier: str) -> Iterator[str]:
    candidate, others = best.candidate, len(lifted.candidates) - 1
    if best.report.clauses:
        yield "\n".join(["| clause | verdict | calls |", "| --- | --- | --- |", *_checks(lifted.ir, best.report)])
    if best.report.unstable:
        calls = ", ".join(map(_code, best.report.unstable[:SHOWN_RUNS]))
        yield f"- does not do the same each time it is called: {calls}"
    if best.report.holds and best.report.runs:
        yield "\n".join(["What it does at the border. Is it what you mean?", "", *_border_runs(best.report)])
    if best.report.gate:
        yield "\n".join(f"- refused before it ran: {problem.message}" for problem in best.report.gate)
    if lifted.ir.signature.name is not None:
        yield _fence("python", render_module(lifted.ir, candidate))
    model = f" ({candidate.model})" if candidate.model else ""
    note = f": {candidate.note}" if candidate.note else ""
    more = f", {others} more candidate{'s' if others > 1 else ''}" if others else ""
    yield f"*{candidate.engine}{model}{note}{more}{f', run {tier}' if tier else ''}*"


def _why_asked(hole: Hole) -> str:
    """What candidates did on the call of the question, as a table."""
    assert hole.evidence is not None
    rows = [f"| {_code(answer.outcome)} | {answer.share:.0%} |" for answer in hole.evidence.answers]
    why = f"**Why do you ask?** Candidates satisfy all that the spec says and disagree on {_code(hole.evidence.call)}:"
    return "\n".join([why, "", "| answer | share of candidates |", "| --- | --- |", *rows])


def _border_runs(report: Report) -> Iterator[str]:
    """A few of the runs: on values of different kinds where functions often differ, then on whatever comes first."""

    def kind(call: str) -> str:
        found = _BORDER.search(call, call.find("("))
        return found[1] if found else ""

    first = {kind(run[0]): run for run in reversed(report.runs)}
    border = [run for run in report.runs if kind(run[0]) and first[kind(run[0])] == run]
    others = [run for run in report.runs if run not in border]
    return (f"- {_code(call)} {_code(outcome)}" for call, outcome in (border + others)[:SHOWN_RUNS])


def _checks(ir: IR, report: Report) -> Iterator[str]:
    for check in report.clauses:
        calls = f"{check.held} of {check.exercised} hold" if check.exercised else check.reason or "none"
        if check.counterexample is not None:
            shown = check.counterexample
            calls += f"; {_code(shown.call)}: expected {_code(shown.expected)}, {_code(shown.actual)}"
        verdict = f"{_MARK[check.verdict]} {check.verdict}"
        yield f"| {_code(clause_line(clause_of(ir, check)))} | {verdict} | {_cell(calls)} |"


def _informal(ir: IR) -> Iterator[str]:
    """What is kept and shown but never executed, and which rule makes it so."""
    for clause, because in informal_clauses(ir):
        yield f"- {_code(clause)} is not executed, because {because}"


def _could_be_written(lifted: Lifted) -> Iterator[str]:
    """The formal text that is offered for informal clauses, and on how many calls it held."""
    for clause, formal, item in lifted.proposed():
        calls = f"held on {item.held} of {item.exercised} calls"
        yield f"- {_code(clause_line(clause))} could be written {_code(clause_line(formal))}: {calls}"


def _inferred(ir: IR) -> Iterator[str]:
    for label, parts in inferred_by_origin(ir).items():
        yield f"| {', '.join(map(_code, parts))} | {_cell(label)} |"


def clause_line(clause: Clause) -> str:
    """The clause on one line, as it is written in a spec."""
    return " ".join(print_clause(clause).split())


def _code(text: str) -> str:
    """`text` as code in a table's cell, shortened: bars and backticks would end the cell or the code."""
    text = " ".join(text.split())
    short = text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"
    return f"`{short.replace('`', 'ˋ').replace('|', '∣')}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _fence(language: str, text: str) -> str:
    """A code block that no text inside can end."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"
