"""The line above a spec: how it stands, and what can be done with it at one click."""

from collections.abc import Iterator
from dataclasses import dataclass

from lift_server.checks.report import Report, Verdict
from lift_server.ide.insertion_offers import insertion_title
from lift_server.ide.snapshot import Result, Snapshot, is_outdated
from lift_server.spec_file import Spec
from lift_server.text import Span


@dataclass(frozen=True, slots=True)
class CodeLens:
    """`title` above `span`; a click runs `command` on the spec."""

    span: Span
    title: str
    command: str
    spec: str


def code_lenses(snapshot: Snapshot) -> tuple[CodeLens, ...]:
    """The lenses of every spec, in the order of the file."""
    return tuple(lens for spec in snapshot.file.specs for lens in _of_spec(snapshot, spec))


def _of_spec(snapshot: Snapshot, spec: Spec) -> Iterator[CodeLens]:
    result = snapshot.result(spec)

    def lens(title: str, command: str) -> CodeLens:
        return CodeLens(spec.head_span, title, command, spec.identity)

    yield lens(state(spec, result, snapshot), "lift.showIr")
    if not snapshot.trusted:
        return
    yield lens("Lift" if result.lifted is None or is_outdated(result, spec) else "Lift again", "lift.lift")
    if result.module_check is not None and result.module_check.function is not None:
        yield lens("Run checks", "lift.check")
    if (title := insertion_title(snapshot, spec)) is not None:
        yield lens(title, "lift.insert")
    if result.lifted is not None and len(result.lifted.candidates) > 1:
        yield lens(f"Compare {len(result.lifted.candidates)} candidates", "lift.compareCandidates")


def state(spec: Spec, result: Result, snapshot: Snapshot) -> str:
    """How the spec stands, in a few words: `4 of 4 hold, 1 question`."""
    lifted = result.lifted
    if lifted is None:
        if not snapshot.trusted:
            return "not lifted: the workspace is not trusted"
        return "lifting failed" if result.failure else "not lifted"
    parts = [_checks(lifted.candidates[0].report) if lifted.candidates else "no candidate"]
    if lifted.candidates and lifted.candidates[0].candidate.stance == "suggest":
        parts.append("only a suggestion")
    if questions := len(lifted.undecided):
        parts.append(f"{questions} question{'s' if questions > 1 else ''}")
    if is_outdated(result, spec):
        parts.append("outdated")
    return ", ".join(parts)


def _checks(report: Report) -> str:
    held = sum(check.verdict is Verdict.HOLDS for check in report.clauses)
    if report.clauses:
        return f"{held} of {len(report.clauses)} hold"
    return "runs, nothing to check" if report.holds else "does not run"
