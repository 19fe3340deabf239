"""Replays recorded samples through Lift's inputs, sandbox, behavior classes and questions, with a simulated user.

The user answers from the reference: with its value, or "not a valid input" where its contract is violated or it raises.
No reference output chooses inputs, candidates or questions.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.recorded import ENGINE, LEFT_OUT, WHERE, Recording, Sampled, Task, data_hash, load_tasks, recorded
from lift_server.calibration import THRESHOLD
from lift_server.checks.behaviour import Row, classes, outcome_table, pick
from lift_server.checks.inputs import Source
from lift_server.checks.sandbox import Sandbox
from lift_server.checks.sandbox.api import Returned
from lift_server.questions import MAX_QUESTIONS, History, is_warning, next_question

SHOWN = (0, 1, 2, 3, 5)
DRAWS = 4
"""How many random draws a number of candidates below all is averaged over."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many candidates are drawn: `first`, and `rest` more unless all of those ran and did the same."""

    first: int
    rest: int = 0

    def __str__(self) -> str:
        return f"{self.first}+{self.rest}" if self.rest else str(self.first)


@dataclass(frozen=True, slots=True)
class Trial:
    """One task with one draw of candidates.

    `right`: whether the program shown is right after 0..MAX_QUESTIONS answers, on base and on stricter tests.
    `samples`: how many candidates were drawn. `invalid`: how many answers were "not a valid input". `seconds`: of the
    classes and the first question.
    """

    samples: int
    right: tuple[tuple[bool, bool], ...]
    drawn_right: tuple[float, float]
    ceiling: tuple[bool, bool]
    questions: int
    invalid: int
    warned: bool
    seconds: float
    calls: tuple[str, ...]


def simulate(task: Task, recording: Recording, drawn: Sequence[int], threshold: float) -> Trial:
    """Show a program, ask, answer, show again, until nothing is asked."""
    chosen = set(drawn)
    programs = [(item, len(chosen.intersection(item.samples))) for item in recording.programs]
    drawn_programs = [(item, count) for item, count in programs if count]
    alive = [(item, count) for item, count in drawn_programs if item.outcomes]
    inputs, truth = list(recording.inputs), list(recording.truth)
    columns = list(range(len(inputs)))
    right: list[tuple[bool, bool]] = []
    calls: list[str] = []
    history, warned, seconds = History(), False, 0.0
    while True:
        started = time.perf_counter()
        table = outcome_table(
            [inputs[column] for column in columns],
            [Row(item.body, tuple(item.outcomes[c] for c in columns), ENGINE, count) for item, count in alive],
            task.ir.signature.returns,
        )
        shown = pick(table, classes(table))
        question = next_question(table, task.ir.signature, history)
        if not right:
            seconds = time.perf_counter() - started
            warned = question is not None and is_warning(table, task.ir.signature, question, threshold)
        right.append((False, False) if shown is None else (alive[shown][0].base, alive[shown][0].strict))
        if question is None:
            break
        column = columns[question.column]
        calls.append(inputs[column].text)
        answer = truth[column]
        history = history.answered(question.call, "behavior" if isinstance(answer, Returned) else "invalid")
        if isinstance(answer, Returned):
            inputs[column] = replace(inputs[column], source=Source.EXAMPLE)
            kept = table.giving(question.column, answer)
            # An answer that no candidate gives leaves those that satisfy all earlier ones.
            alive = [alive[row] for row in kept] or alive
        else:
            columns.remove(column)
    right += [right[-1]] * (MAX_QUESTIONS + 1 - len(right))
    return Trial(
        samples=len(drawn),
        right=tuple(right),
        drawn_right=_rates(drawn_programs),
        ceiling=(any(item.base for item, _ in drawn_programs), any(item.strict for item, _ in drawn_programs)),
        questions=len(history.asked),
        invalid=len(history.invalid),
        warned=warned,
        seconds=seconds,
        calls=tuple(calls),
    )


def _rates(programs: Iterable[tuple[Sampled, int]]) -> tuple[float, float]:
    counted = list(programs)
    total = sum(count for _, count in counted)
    return (
        sum(count for item, count in counted if item.base) / total,
        sum(count for item, count in counted if item.strict) / total,
    )


def share_right(recording: Recording) -> float:
    """The share of all samples that pass the base tests."""
    return _rates((item, len(item.samples)) for item in recording.programs)[0]


def draws(recording: Recording, plan: Plan, task: Task) -> list[list[int]]:
    """The samples of each draw: all of them once, or as many as planned at random DRAWS times. Plans of one total draw
    the same ones in the same order."""
    samples = sorted(index for item in recording.programs for index in item.samples)
    count = plan.first + plan.rest
    if count >= len(samples):
        return [samples]
    drawn = [random.Random(f"{task.name} {seed}").sample(samples, count) for seed in range(DRAWS)]
    return [one[: plan.first] if plan.rest and agree(task, recording, one[: plan.first]) else one for one in drawn]


def agree(task: Task, recording: Recording, drawn: Sequence[int]) -> bool:
    """Whether all of these samples ran and did the same."""
    programs = [(item, len(set(drawn).intersection(item.samples))) for item in recording.programs]
    rows = [Row(item.body, item.outcomes, ENGINE, count) for item, count in programs if count]
    if not all(row.outcomes for row in rows):
        return False
    return len(classes(outcome_table(recording.inputs, rows, task.ir.signature.returns))) == 1


def summary(trials: Sequence[Trial]) -> dict[str, object]:
    """The figures of one number of candidates, in percent where they are shares."""
    picks = [trial for trial in trials if trial.right[0][0]]
    questions = sum(trial.questions for trial in trials)
    figures: dict[str, object] = {}
    for at, tests in enumerate(("base", "strict")):
        figures[tests] = {
            "random": _percent(trial.drawn_right[at] for trial in trials),
            **{str(n): _percent(trial.right[n][at] for trial in trials) for n in SHOWN},
            "ceiling": _percent(trial.ceiling[at] for trial in trials),
        }
    return figures | {
        "samples_per_task": round(statistics.fmean(trial.samples for trial in trials), 2),
        "questions_per_task": round(questions / len(trials), 2),
        "not_a_valid_input": _percent([sum(trial.invalid for trial in trials) / questions if questions else 0.0]),
        "tasks_with_a_question": _percent(trial.questions > 0 for trial in trials),
        "tasks_with_a_warning": _percent(trial.warned for trial in trials),
        "false_alarms_on_right_picks": _percent(trial.warned for trial in picks),
    }


def _percent(values: Iterable[float]) -> float:
    return round(100 * statistics.fmean(values), 1)


def times(recordings: Sequence[tuple[Task, Recording]], trials: Sequence[Trial]) -> dict[str, object]:
    """Milliseconds per task (median, 95th percentile) with as many candidates as were drawn on average, by part."""
    count = statistics.fmean(trial.samples for trial in trials)
    inputs = [recording.input_seconds for _, recording in recordings]
    running = [
        count * statistics.fmean(item.seconds for item in recording.programs for _ in item.samples)
        for _, recording in recordings
    ]
    asking = [trial.seconds for trial in trials]
    return {"inputs": _spread(inputs), "running": _spread(running), "classes_and_question": _spread(asking)}


def _spread(seconds: Sequence[float]) -> list[float]:
    ordered = sorted(seconds)
    return [round(1000 * ordered[int(share * (len(ordered) - 1))], 1) for share in (0.5, 0.95)]


def markdown(report: dict[str, object], results: dict[Plan, dict[str, object]]) -> str:
    """The report as a page."""
    lines = [
        "# Holes by disagreement, on recorded samples",
        "",
        f"{report['tasks']} tasks of HumanEval, CodeGen-Mono-16B, prompts without examples"
        + (f", those with {report['right']:.0%} of right samples." if report["right"] else "."),
        "Pass@1 (%) of the one program shown.",
        f"Data: SHA-256 `{report['data']}`.",
        "",
    ]
    for tests in ("base", "strict"):
        lines += [
            f"## {tests.capitalize()} tests",
            "",
            "| N | random | 0 | 1 | 2 | 3 | 5 answers | ceiling |",
            "|" + "---|" * 8,
        ]
        for count, figures in results.items():
            row = figures[tests]
            assert isinstance(row, dict)
            lines.append(f"| {count} | " + " | ".join(str(value) for value in row.values()) + " |")
        lines.append("")
    keys = [key for key in next(iter(results.values())) if key not in ("base", "strict", "times")]
    lines += [
        "## Questions",
        "",
        "| N | " + " | ".join(key.replace("_", " ") for key in keys) + " |",
        "|" + "---|" * (len(keys) + 1),
    ]
    lines += [
        f"| {count} | " + " | ".join(str(figures[key]) for key in keys) + " |" for count, figures in results.items()
    ]
    lines += ["", "## Milliseconds per task (median, 95th percentile)", ""]
    lines += [f"- N = {count}: {json.dumps(figures['times'])}" for count, figures in results.items()]
    left_out = [f"- {name}: {why}." for name, why in {**LEFT_OUT, **report["failed"]}.items()]  # type: ignore[dict-item]
    return "\n".join([*lines, "", "## Left out", "", *left_out]) + "\n"


async def run(arguments: argparse.Namespace) -> int:
    """Record what is not recorded yet, replay, write the report."""
    folder: Path = arguments.data
    data = data_hash(folder)
    tasks = load_tasks(folder)[arguments.tasks]
    recordings: list[tuple[Task, Recording]] = []
    failed: dict[str, str] = {}
    async with Sandbox() as sandbox:
        if sandbox.tier != "sealed":
            sys.exit(f"recorded code is not run here: {sandbox.findings[0].detail}")
        for at, task in enumerate(tasks, 1):
            print(f"\r{at}/{len(tasks)} {task.name}    ", end="", file=sys.stderr, flush=True)
            try:
                recordings.append((task, await recorded(task, sandbox, arguments.out / "recordings", data)))
            except ValueError as error:
                failed[task.name] = str(error)
    print(file=sys.stderr)
    recordings = [(task, recording) for task, recording in recordings if share_right(recording) >= arguments.right]
    results: dict[Plan, dict[str, object]] = {}
    details: dict[str, dict[str, object]] = {}
    for plan in arguments.n:
        trials: list[Trial] = []
        for task, recording in recordings:
            made = [simulate(task, recording, drawn, arguments.threshold) for drawn in draws(recording, plan, task)]
            trials += made
            details.setdefault(task.name, {})[str(plan)] = [
                [[r[0] for r in t.right], t.invalid, list(t.calls)] for t in made
            ]
        results[plan] = summary(trials) | {"times": times(recordings, trials)}
        print(f"N = {plan}: {json.dumps(results[plan])}", file=sys.stderr)
    report: dict[str, object] = {
        "data": data,
        "tasks": len(recordings),
        "threshold": arguments.threshold,
        "right": arguments.right,
        "failed": failed,
        "results": {str(plan): figures for plan, figures in results.items()},
        "details": details,
    }
    (arguments.out / "holes.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    page = markdown(report, results)
    (arguments.out / "holes.md").write_text(page, encoding="utf-8")
    print(page)
    return 0


def main() -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with the data files")
    parser.add_argument(
        "--out", type=Path, default=Path("build/holes"), help="recordings and reports (default: build/holes)"
    )
    parser.add_argument(
        "--n",
        type=_plans,
        default=_plans("4,8,16,100"),
        metavar="N,N",
        help="numbers of candidates; 3+5: three, and five more unless those agree",
    )
    parser.add_argument(
        "--right", type=float, default=0.0, metavar="SHARE", help="only tasks with this share of right samples"
    )
    parser.add_argument("--tasks", type=_slice, default=slice(None), metavar="FROM:TO", help="only these tasks")
    parser.add_argument("--threshold", type=float, default=THRESHOLD, help="share below which a question is a warning")
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error(f"--data DIR is needed: a folder with the public data, which this project does not ship.\n{WHERE}")
    try:
        return asyncio.run(run(arguments))
    except FileNotFoundError as error:
        parser.error(f"{error.filename} is missing.\n{WHERE}")


def _plans(text: str) -> tuple[Plan, ...]:
    return tuple(Plan(*map(int, part.split("+", 1))) for part in text.split(","))


def _slice(text: str) -> slice:
    first, _, last = text.partition(":")
    return slice(int(first or 0), int(last) if last else None)


if __name__ == "__main__":
    sys.exit(main())
