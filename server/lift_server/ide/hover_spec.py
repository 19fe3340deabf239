"""The hover of a spec: what Lift understood, what was checked, and the code with what it cost, as Markdown."""

import json
import re
from collections.abc import Iterator, Sequence

from lift_ir import IR, Candidate
from lift_ir.clauses import Hole, HoleKind
from lift_ir.render import render_module
from lift_server.checks.report import Clause, ClauseCheck, Report, Verdict, clause_of
from lift_server.explanation import inferred_by_origin, informal_clauses, usage_text
from lift_server.ide.markdown import cell, code, fence, table
from lift_server.ide.snapshot import Result, Snapshot, is_outdated
from lift_server.lifted import CheckedCandidate, Lifted
from lift_server.spec_file import Spec
from lift_server.syntax.printer import print_clause, print_ir

SHOWN_RUNS = 3
_SHOWN_SECONDS = 0.05
_BORDER = re.compile(r"""(?<![\w.])(-1|0|1|0\.0|None|True|False|''|\[\]|\(\)|\{\}|set\(\))(?![\w.])""")
MARK = {Verdict.HOLDS: "✓", Verdict.FAILS: "✗", Verdict.NOT_EXERCISED: "–", Verdict.NOT_CHECKED: "?"}


def spec_sections(spec: Spec, snapshot: Snapshot) -> list[str]:
    """The parts of a spec's hover."""
    return list(_sections(spec, snapshot.result(spec), snapshot))


def ir_text(spec: Spec, result: Result) -> str:
    """The IR in the notation of `.lift` files: with what engines inferred when it was lifted, else as it is stated."""
    return print_ir(_ir_of(spec, result))


def ir_json(results: Sequence[tuple[Spec, Result]]) -> str:
    """The same as JSON (`lift-ir.schema.json`): one object for one spec, else an array."""
    irs = [_ir_of(spec, result).model_dump(mode="json") for spec, result in results]
    return json.dumps(irs[0] if len(irs) == 1 else irs, indent=2, ensure_ascii=False) + "\n"


def _ir_of(spec: Spec, result: Result) -> IR:
    return spec.ir if result.lifted is None else result.lifted.ir


def _sections(spec: Spec, result: Result, snapshot: Snapshot) -> Iterator[str]:
    lifted, ir = result.lifted, _ir_of(spec, result)
    yield f"**{ir.signature.name or 'spec'}** — {_state(spec, result, snapshot)}"
    yield fence("lift", ir_text(spec, result))
    inferred = list(_inferred(ir))
    if inferred:
        yield table(("clause", "origin"), inferred)
    informal = [*_informal(ir), *(_could_be_written(lifted) if lifted is not None else ())]
    if informal:
        yield "\n".join(informal)
    if lifted is None:
        return
    for hole in lifted.holes:
        if hole.kind is HoleKind.BEHAVIOUR and hole.evidence is not None:
            yield why_asked(hole)
    asked = [hole for hole in lifted.holes if hole.kind is not HoleKind.BEHAVIOUR]
    if asked:
        yield "\n".join(f"- open: {hole.question}{' (must be answered first)' * hole.blocks}" for hole in asked)
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
        yield table(("clause", "verdict", "calls"), _checks(lifted.ir, best.report))
    if best.report.unstable:
        calls = ", ".join(map(code, best.report.unstable[:SHOWN_RUNS]))
        yield f"- does not do the same each time it is called: {calls}"
    if best.report.holds and best.report.runs:
        yield "\n".join(["What it does at the border. Is it what you mean?", "", *_border_runs(best.report)])
    if best.report.gate:
        yield "\n".join(f"- refused before it ran: {problem.message}" for problem in best.report.gate)
    if lifted.ir.signature.name is not None:
        yield fence("python", render_module(lifted.ir, candidate))
    model = f" ({candidate.model})" if candidate.model else ""
    note = f": {candidate.note}" if candidate.note else ""
    more = f", {others} more candidate{'s' if others > 1 else ''}" if others else ""
    ran = f", run {tier}" if tier else ""
    yield f"*{candidate.engine}{model}{note}{more}{ran}{_cost(candidate, lifted.seconds)}*"


def _cost(candidate: Candidate, seconds: float) -> str:
    """What it took: the tokens of this candidate, the seconds of all the lifting."""
    usage = candidate.usage
    tokens = usage.prompt_tokens + usage.completion_tokens
    spent = f", {usage.prompt_tokens} + {usage.completion_tokens} tokens" if tokens else ""
    return f"{spent}, lifted in {seconds:.1f} s" if seconds >= _SHOWN_SECONDS else spent


def why_asked(hole: Hole) -> str:
    """What candidates did on the call of a question about behavior, as a table, and what can be answered."""
    assert hole.evidence is not None
    rows = [f"| {code(answer.outcome)} | {answer.share:.0%} |" for answer in hole.evidence.answers]
    why = f"**Why do you ask?** Candidates satisfy all that the spec says and disagree on {code(hole.evidence.call)}:"
    parts = [why, table(("answer", "share of candidates"), rows)]
    if hole.choices:
        parts.append(f"Each answer is one quick fix: {', '.join(code(choice.title) for choice in hole.choices)}.")
    return "\n\n".join(parts)


def _border_runs(report: Report) -> Iterator[str]:
    """A few of the runs: on values of different kinds where functions often differ, then on whatever comes first."""

    def kind(call: str) -> str:
        found = _BORDER.search(call, call.find("("))
        return found[1] if found else ""

    first = {kind(run[0]): run for run in reversed(report.runs)}
    border = [run for run in report.runs if kind(run[0]) and first[kind(run[0])] == run]
    others = [run for run in report.runs if run not in border]
    return (f"- {code(call)} {code(outcome)}" for call, outcome in (border + others)[:SHOWN_RUNS])


def _checks(ir: IR, report: Report) -> Iterator[str]:
    for check in report.clauses:
        verdict = f"{MARK[check.verdict]} {check.verdict}"
        yield f"| {code(clause_line(clause_of(ir, check)))} | {verdict} | {cell(tested(check))} |"


def tested(check: ClauseCheck) -> str:
    """How often a clause was tested, and the call that breaks it."""
    calls = f"{check.held} of {check.exercised} hold" if check.exercised else check.reason or "none"
    if (shown := check.counterexample) is not None:
        calls += f"; {code(shown.call)}: expected {code(shown.expected)}, {code(shown.actual)}"
    return calls


def _informal(ir: IR) -> Iterator[str]:
    """What is kept and shown but never executed, and which rule makes it so."""
    for clause, because in informal_clauses(ir):
        yield f"- {code(clause)} is not executed, because {because}"


def _could_be_written(lifted: Lifted) -> Iterator[str]:
    """The formal text that is offered for informal clauses, and on how many calls it held."""
    for clause, formal, item in lifted.proposed():
        calls = f"held on {item.held} of {item.exercised} calls"
        yield f"- {code(clause_line(clause))} could be written {code(clause_line(formal))}: {calls}"


def _inferred(ir: IR) -> Iterator[str]:
    for label, parts in inferred_by_origin(ir).items():
        yield f"| {', '.join(map(code, parts))} | {cell(label)} |"


def clause_line(clause: Clause) -> str:
    """The clause on one line, as it is written in a spec."""
    return " ".join(print_clause(clause).split())
