"""The candidates of a spec beside each other: their functions, and the calls on which they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from lift_ir.render import render_module
from lift_server.checks.report import Verdict
from lift_server.ide.markdown import MAX_CELL
from lift_server.lifted import CheckedCandidate, Lifted

MAX_ROWS = 40


@dataclass(frozen=True, slots=True)
class ShownCandidate:
    """One candidate: `title` says whose it is and how it stands, `code` is the function as it would be inserted."""

    title: str
    engine: str
    model: str
    note: str
    holds: bool
    code: str


def candidates(lifted: Lifted) -> tuple[ShownCandidate, ...]:
    """All candidates, the chosen one first."""
    return tuple(_shown(lifted, item, number) for number, item in enumerate(lifted.candidates, start=1))


def comparison(lifted: Lifted) -> str:
    """All candidates as one Python text: first, as comments, the calls on which they differ, then each function."""
    shown = candidates(lifted)
    count = f"{len(shown)} candidate{'' if len(shown) == 1 else 's'}"
    head = [f"# {lifted.ir.signature.name or 'the spec'}: {count}", *_differences(lifted.candidates)]
    return "\n\n\n".join(["\n".join(head), *(f"# {item.title}\n{item.code.rstrip()}" for item in shown)]) + "\n"


def _shown(lifted: Lifted, item: CheckedCandidate, number: int) -> ShownCandidate:
    candidate, report = item.candidate, item.report
    held = sum(check.verdict is Verdict.HOLDS for check in report.clauses)
    state = "holds" if report.holds else report.verdict.value
    counts = f", {held} of {len(report.clauses)} clauses hold" if report.clauses else ""
    who = candidate.engine + (f" ({candidate.model})" if candidate.model else "")
    note = f": {candidate.note}" if candidate.note else ""
    chosen = ", chosen" if item is lifted.chosen else ""
    stance = ", only a suggestion" if candidate.stance == "suggest" else ""
    title = " ".join(f"{number} of {len(lifted.candidates)}{chosen}, {who}{note}: {state}{counts}{stance}".split())
    code = render_module(lifted.ir, candidate) if lifted.ir.signature.name is not None else candidate.body
    return ShownCandidate(title, candidate.engine, candidate.model, candidate.note, report.holds, code)


def _differences(checked: Sequence[CheckedCandidate]) -> list[str]:
    """A table of the calls that not all candidates answer alike, as comments."""
    runs = [dict(item.report.runs) for item in checked]
    calls = list(dict.fromkeys(call for made in runs for call in made))
    rows = [(call, *(made.get(call, "") for made in runs)) for call in calls]
    differing = [row for row in rows if len({outcome for outcome in row[1:] if outcome}) > 1][:MAX_ROWS]
    if not differing:
        return ["# They do the same on every call that was made."] if len(checked) > 1 else []
    header = ("call", *(str(number) for number in range(1, len(checked) + 1)))
    table = [tuple(map(_cell, row)) for row in (header, *differing)]
    widths = [max(len(row[column]) for row in table) for column in range(len(header))]
    lines = ("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in table)
    return ["#", "# Calls on which they differ:", *(f"#   {line}" for line in lines)]


def _cell(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MAX_CELL else f"{text[: MAX_CELL - 1]}…"
