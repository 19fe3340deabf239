"""What the commands show for a spec, as lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lift_ir import IR
from lift_ir.render import render_module
from lift_server.checks.report import ClauseCheck, Report, Verdict, clause_of
from lift_server.diagnostics import Diagnostic
from lift_server.explanation import inferred_by_origin, informal_clauses, usage_text
from lift_server.lifted import Lifted
from lift_server.spec_file import Spec
from lift_server.syntax.printer import (
    print_clause,
    print_ir,
)
from lift_server.terminal import Line
from lift_server.text import LineIndex

_MARK = {Verdict.HOLDS: "✓", Verdict.FAILS: "✗", Verdict.NOT_EXERCISED: "-", Verdict.NOT_CHECKED: "?"}
_STYLE = {
    Verdict.HOLDS: "green",
    Verdict.FAILS: "bold red",
    Verdict.NOT_EXERCISED: "yellow",
    Verdict.NOT_CHECKED: "yellow",
}
NO_PROPOSALS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Located:
    """Where a spec stands: its file and 1-based line."""

    path: Path
    line: int
    spec: Spec

    def label(self, name: str | None = None) -> str:
        """`path:line name`, as a terminal links it."""
        return f"{self.path}:{self.line} {name or self.spec.ir.signature.name or 'unnamed spec'}"


def problem_line(path: Path, lines: LineIndex, diagnostic: Diagnostic) -> Line:
    """`path:line:column: severity CODE: message` (1-based), as compilers print it."""
    line, column = lines.position(diagnostic.span.start, "utf-32")
    style = "red" if diagnostic.severity == "error" else "yellow"
    return Line(f"{path}:{line + 1}:{column + 1}: {diagnostic.severity} {diagnostic.code}: {diagnostic.message}", style)


def problem_json(path: Path, lines: LineIndex, diagnostic: Diagnostic) -> dict[str, Any]:
    """The diagnostic for `--json`; line and column are 1-based, the column counts code points."""
    line, column = lines.position(diagnostic.span.start, "utf-32")
    return {
        "path": str(path),
        "line": line + 1,
        "column": column + 1,
        "severity": str(diagnostic.severity),
        "code": diagnostic.code,
        "message": diagnostic.message,
    }


def ir_lines(ir: IR) -> Iterator[Line]:
    """The IR as the spec that the author could have written; what is not stated says where it comes from."""
    yield Line(print_ir(ir).rstrip("\n"))
    for label, parts in inferred_by_origin(ir).items():
        yield Line(f"  ({', '.join(parts)}: {label})", "dim")


def report_lines(ir: IR, report: Report) -> Iterator[Line]:
    """The verdict on every clause, with counts and counterexamples."""
    for problem in report.gate:
        yield Line(f"  ✗ not run: {problem.message}" + (f" (line {problem.line})" if problem.line else ""), "bold red")
    for call in report.unstable[:3]:
        yield Line(f"  ✗ {call} does not do the same each time it is called", "bold red")
    for check in report.clauses:
        yield Line(
            f"  {_MARK[check.verdict]} {print_clause(clause_of(ir, check))}  {_count(check)}", _STYLE[check.verdict]
        )
        if (found := check.counterexample) is not None:
            yield Line(f"      {found.call}: expected {found.expected}, {found.actual}", "red")
    if report.problem:
        yield Line(f"  ✗ {report.problem}", "bold red")
    for doubt in filter(None, (report.not_run, report.doubt)):
        yield Line(f"  ? {doubt}", "yellow")
    if report.clauses or report.gate:
        return
    if report.holds:
        yield Line("  no example or formal clause to check; it ran without trouble", "yellow")
    for call, outcome in report.runs[:4]:
        yield Line(f"      {call} {outcome}", "dim")


def _count(check: ClauseCheck) -> str:
    if check.verdict in (Verdict.NOT_CHECKED, Verdict.NOT_EXERCISED):
        return f"{check.verdict}: {check.reason}" if check.reason else str(check.verdict)
    if check.reason and check.counterexample is None:
        return check.reason
    return f"{check.held} of {check.exercised}"


def informal_lines(ir: IR, proposals: Mapping[str, str] = NO_PROPOSALS) -> Iterator[Line]:
    """Clauses that are kept and shown but not executed; `proposals`: how a clause (printed) could be written."""
    for clause, because in informal_clauses(ir):
        yield Line(f"  · {clause}  not executed: {because}", "dim")
        if clause in proposals:
            yield Line(f"      could be written: {proposals[clause]}", "dim")


def lifted_lines(lifted: Lifted) -> Iterator[Line]:
    """IR, questions, checks and code of a result."""
    yield from ir_lines(lifted.ir)
    for hole in lifted.holes:
        yield Line(f"  ? {hole.question}" + (" (must be answered first)" if hole.blocks else ""), "magenta")
    for note in lifted.notes:
        yield Line(f"  {note}", "yellow")
    for used in lifted.usage:
        yield Line(f"  {usage_text(used)}", "dim")
    best = lifted.candidates[0] if lifted.candidates else None
    if best is None:
        return
    if lifted.chosen is None:
        yield Line(f"  none of {len(lifted.candidates)} candidates holds; the best one:", "bold red")
    yield from report_lines(lifted.ir, best.report)
    proposals = {print_clause(clause): print_clause(formal) for clause, formal, _ in lifted.proposed()}
    yield from informal_lines(lifted.ir, proposals)
    if lifted.ir.signature.name is not None:
        yield Line(render_module(lifted.ir, best.candidate).rstrip("\n"), "python")


def engine_line(name: str, usable: bool, detail: str) -> Line:
    """One engine: usable or not, and why."""
    return Line(f"{'✓' if usable else '✗'} {name}: {detail}", "" if usable else "yellow")
