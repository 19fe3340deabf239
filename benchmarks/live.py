"""`make test-live LIFT_URL=...`: the production path against a deployed server with a real model.

Both opening sentences, the examples of the repository, and functions with hidden cases that no model sees. What comes
out is a dated table (Markdown and JSON): correctness, latency, tokens, questions. Keys come from the environment, as
for `lift`.
"""

import argparse
import ast
import asyncio
import json
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from lift_ir import IR, Candidate, Example
from lift_ir.render import render_function, render_imports
from lift_server.checks.report import Verdict
from lift_server.checks.sandbox import Sandbox
from lift_server.checks.verify import verify
from lift_server.lifted import Lifted
from lift_server.lower import read
from lift_server.session import Session
from lift_server.settings import Settings, load_settings
from lift_server.spec_file import Spec

ROOT = Path(__file__).parents[1]
CASES = Path(__file__).with_name("live_specs.toml")
USAGE = 2
MAX_NOTE = 160
"""Characters of a note in the table."""
HEAD = (
    "| kind | spec | right | hidden cases | s | candidates | requests | tokens in/out | questions | note |\n"
    + "|---" * 10
    + "|"
)


@dataclass(frozen=True, slots=True)
class Task:
    """A spec to lift. `others`: the specs of its file. `hidden`: cases in which `f` is the function."""

    kind: str
    title: str
    spec: Spec
    others: tuple[Spec, ...]
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a task. `hidden`: how many of its hidden cases hold, and how many there are. `holds`: whether a
    candidate satisfies all that is stated. `tokens`: prompt and completion, of all `requests`."""

    kind: str
    title: str
    holds: bool
    hidden: tuple[int, int]
    seconds: float
    candidates: int
    requests: int
    tokens: tuple[int, int]
    questions: int
    note: str = ""

    @property
    def is_right(self) -> bool:
        """Whether everything that judges it says so."""
        return self.holds and self.hidden[0] == self.hidden[1]


def load_tasks() -> list[Task]:
    """Sentences, examples, functions: in this order."""
    data = tomllib.loads(CASES.read_text(encoding="utf-8"))
    tasks = []
    for path in sorted((ROOT / "examples").glob("*.lift")):
        specs = read(path.read_text(encoding="utf-8")).specs
        hidden = tuple(data["seeds"].get(path.name, ()))
        kind = "sentence" if hidden else "example"
        tasks += [Task(kind, f"{path.stem}: {spec.identity}", spec, specs, hidden) for spec in specs]
    for item in data["functions"]:
        (spec,) = read(item["spec"].lstrip("\n")).specs
        tasks.append(Task("function", spec.identity, spec, (spec,), tuple(item["hidden"])))
    order = ("sentence", "example", "function")
    return sorted(tasks, key=lambda task: order.index(task.kind))


def hidden_example(case: str, name: str) -> Example:
    """The case about the function `name`."""
    expression, _, raised = case.partition(" raises ")
    tree = ast.parse(expression, mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "f":
            node.id = name
    return Example(text=ast.unparse(tree), raises=(raised,) if raised else ())


async def judge(ir: IR, candidate: Candidate, cases: Sequence[str], sandbox: Sandbox) -> int:
    """How many of the cases the candidate satisfies, executed in the sandbox like any example."""
    if ir.signature.name is None:
        return 0
    examples = tuple(hidden_example(case, ir.signature.name) for case in cases)
    asked = IR(signature=ir.signature, effects=ir.effects, uses=ir.uses, examples=examples)
    source = "\n".join([*render_imports(asked, candidate.modules), "", render_function(asked, candidate.body)])
    report = await verify(asked, source, sandbox, (), modules=candidate.modules)
    return sum(item.kind == "example" and item.verdict is Verdict.HOLDS for item in report.clauses)


async def measure(session: Session, task: Task) -> Row:
    """Lift one spec with nothing stored, and judge what would be offered."""
    started = time.perf_counter()
    lifted = await session.lift(task.spec, task.others, lambda _: None)
    seconds = time.perf_counter() - started
    chosen = lifted.chosen
    passed = 0
    if chosen is not None and task.hidden:
        passed = await judge(lifted.ir, chosen.candidate, task.hidden, await session.sandbox())
    return Row(
        kind=task.kind,
        title=task.title,
        holds=chosen is not None,
        hidden=(passed, len(task.hidden)),
        seconds=round(seconds, 2),
        candidates=len(lifted.candidates),
        requests=sum(item.requests for item in lifted.usage),
        tokens=(
            sum(item.prompt_tokens for item in lifted.usage),
            sum(item.completion_tokens for item in lifted.usage),
        ),
        questions=len(lifted.holes),
        note="" if chosen is not None else _why_not(lifted)[:MAX_NOTE],
    )


def _why_not(lifted: Lifted) -> str:
    """What engines said, else how the first candidate fails, else what is missing to write a function."""
    if lifted.notes:
        return " ".join(lifted.notes)
    if not lifted.candidates:
        return "; ".join(hole.question for hole in lifted.holes if hole.blocks)
    report = lifted.candidates[0].report
    broken = [item.counterexample for item in report.clauses if item.counterexample]
    reasons = [problem.message for problem in report.gate] + [f"{item.call}: {item.actual}" for item in broken]
    return "; ".join(["no candidate holds", *reasons, report.problem or report.not_run]).rstrip("; ")


class UnusableError(Exception):
    """The engine cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Run:
    """All rows. `engine`: what it says of itself and of its server. `first`: seconds until the server was asked what it
    can do and the first spec was lifted once, a cold start included if there was one."""

    engine: str
    first: float
    rows: list[Row]


async def run(settings: Settings, tasks: Sequence[Task], show: Callable[[Row], None]) -> Run:
    """Lift every task. Raises UnusableError before the first when nobody would answer."""
    started = time.perf_counter()
    async with Session(settings, trusted=True) as session:
        (engine,) = [item for item in await session.examine() if item.name == settings.engine]
        if not engine.usable:
            raise UnusableError(engine.detail)
        await measure(session, tasks[0])
    first = time.perf_counter() - started
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        async with Session(settings.model_copy(update={"store_path": Path(folder)}), trusted=True) as session:
            for task in tasks:
                rows.append(await measure(session, task))
                show(rows[-1])
    return Run(engine.detail, first, rows)


def markdown(about: dict[str, object], rows: Sequence[Row]) -> str:
    """The rows as a page."""
    lines = [f"# Lift with a real model, {about['date']}", ""]
    lines += [f"- {name}: {value}" for name, value in about.items() if name != "date"]
    lines += ["", HEAD, *map(_line, rows)]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    cells = [
        row.kind,
        row.title,
        "yes" if row.is_right else "no",
        f"{row.hidden[0]}/{row.hidden[1]}" if row.hidden[1] else "",
        f"{row.seconds:.2f}",
        str(row.candidates),
        str(row.requests),
        f"{row.tokens[0]}/{row.tokens[1]}",
        str(row.questions),
        row.note.replace("|", "\\|"),
    ]
    return f"| {' | '.join(cells)} |"


def summary(settings: Settings, done: Run) -> dict[str, object]:
    """What heads the table. Nothing secret: keys are in no setting."""
    rows = done.rows
    seconds = sorted(row.seconds for row in rows)
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "settings": settings.model_dump_json(exclude_defaults=True, exclude={"store_path"}),
        "engine": done.engine,
        "first spec, a cold start included if there was one": f"{done.first:.1f} s",
        "right": f"{sum(row.is_right for row in rows)} of {len(rows)}",
        "seconds per spec": f"median {seconds[len(seconds) // 2]:.2f}, longest {seconds[-1]:.2f}",
        "requests": sum(row.requests for row in rows),
        "tokens in/out": f"{sum(row.tokens[0] for row in rows)}/{sum(row.tokens[1] for row in rows)}",
        "questions": sum(row.questions for row in rows),
    }


def main(arguments: Sequence[str]) -> int:
    """The exit status: 0 all right, 1 something is wrong, USAGE without an address where somebody answers."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description=__doc__)
    parser.add_argument("--url", default="", help="the deployed server; nothing is asked without it")
    parser.add_argument("--model", default="", help="which of its models; not needed when it serves one")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "live", help="folder of the tables")
    given = parser.parse_args(arguments)
    if not given.url:
        print("live: no server is named: make test-live LIFT_URL=https://... (docs/modal.md)", file=sys.stderr)
        return USAGE
    with tempfile.TemporaryDirectory() as folder:
        flags = {"engine": "remote", "endpoint": given.url, "model": given.model or None, "budget_seconds": 900.0}
        settings, messages = load_settings(flags={**flags, "store_path": folder})
        if messages:
            print("\n".join(f"live: {message}" for message in messages), file=sys.stderr)
            return USAGE
        print(HEAD)
        try:
            done = asyncio.run(run(settings, load_tasks(), lambda row: print(_line(row), flush=True)))
        except UnusableError as error:
            print(f"live: {error}", file=sys.stderr)
            return USAGE
    about = summary(settings, done)
    given.out.mkdir(parents=True, exist_ok=True)
    name = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    report = json.dumps({"about": about, "rows": [asdict(row) for row in done.rows]}, indent=2)
    (given.out / f"{name}.json").write_text(report + "\n", encoding="utf-8")
    (given.out / f"{name}.md").write_text(markdown(about, done.rows), encoding="utf-8")
    print("\n" + "\n".join(f"{key}: {value}" for key, value in about.items()) + f"\n{given.out / name}.md")
    return 0 if all(row.is_right for row in done.rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
