"""HumanEval through the embedded engine: docstrings become `.lift` specs, hidden tests run in the sandbox.

`solved`: the first candidate passes the hidden tests; `exactly`: it agrees with the reference on the mutated inputs of
HumanEval+ as well. `overfitted`: it satisfies the spec's examples and fails. Times are CPU seconds of the search.
"""

import argparse
import ast
import asyncio
import gc
import multiprocessing
import random
import resource
import statistics
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.humaneval import Prompt, prompts
from benchmarks.recorded import EFFECTS, FILES, LEFT_OUT, WHERE, Tests, rows_of, tests_of
from lift_ir import IR, Candidate
from lift_ir.render import render_function, render_imports
from lift_server.checks.sandbox import Sandbox
from lift_server.checks.sandbox.api import Call, Program
from lift_server.engines.base import Feedback
from lift_server.engines.embedded.composing import Composer, candidates
from lift_server.engines.embedded.engine import EmbeddedEngine
from lift_server.engines.embedded.index import load_index
from lift_server.engines.embedded.search.answers import Solved
from lift_server.engines.embedded.search.clock import Clock
from lift_server.engines.embedded.search.request import Request
from lift_server.engines.embedded.search.search import search
from lift_server.engines.embedded.search.solve import solve
from lift_server.engines.embedded.searcher import COMMAND, ENVIRONMENT, Searcher
from lift_server.lower import read
from lift_server.pool import Companions, program_of

GRACE = 3.0
"""CPU seconds beyond the budget after which a search is ended."""

COUNT = 8
MEASURED = 8
"""Tasks on which evaluations are counted."""

STARTS = 9
"""Times that a process is started."""

MODES = ("with idioms", "without idioms", "prose only")


@dataclass(frozen=True, slots=True)
class Task:
    """A task as a spec, with what judges an answer: the tests, and the reference on mutated inputs."""

    at: int
    name: str
    prompt: Prompt
    row: dict[str, Any]
    strict: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a task. `stance`: of the first candidate, `silent` for none. `seconds`: CPU until it was found."""

    at: int
    stance: str
    is_right: bool = False
    is_exact: bool = False
    seconds: float = 0.0
    source: str = ""


def load(folder: Path, half: str) -> list[Task]:
    """The tasks of one half, by their place in the file. Raises OSError and ValueError."""
    strict = {row["task_id"]: row for row in rows_of(folder / FILES["strict"])}
    wanted = {"even": (0,), "odd": (1,), "all": (0, 1)}[half]
    return [
        Task(at, row["task_id"], prompt, row, strict[row["task_id"]])
        for at, row, prompt in prompts(folder / FILES["tasks"])
        if at % 2 in wanted
    ]


async def attempt(task: Task, mode: str, seconds: float, sandbox: Sandbox) -> Result:
    """Ask the engine and judge its first candidate."""
    text = task.prompt.spec(with_examples=mode != "prose only")
    engine = EmbeddedEngine()
    stated = read(text).specs[0].ir
    ir = (await engine.draft(text, stated, Feedback())).ir
    idioms = [item async for item in engine.write(text, _without_examples(ir), COUNT, Feedback())]
    drafted = [item for item in idioms if isinstance(item, Candidate)]
    first, spent = await _first(text, ir, drafted, mode, seconds)
    if first is None:
        return Result(task.at, "silent")
    right, exact = await _judged(task, ir, first, sandbox)
    source = "\n".join([*render_imports(ir, first.modules), render_function(ir, first.body)])
    return Result(task.at, first.stance, right, exact, spent, source)


def _without_examples(ir: IR) -> IR:
    return ir.model_copy(update={"examples": ()})


async def _first(
    text: str, ir: IR, idioms: list[Candidate], mode: str, seconds: float
) -> tuple[Candidate | None, float]:
    """The first candidate that satisfies the examples, and when it was known."""
    if mode == "prose only":
        return (idioms[0] if idioms else None), 0.0
    trials = idioms if mode == "with idioms" else []
    request = Composer(0).request(ir, load_index(), COUNT, trials)
    if request is None:  # nothing to search by: the library answers alone
        return (trials[0] if trials else None), 0.0
    request = replace(request, seconds=seconds)
    if mode == "without idioms":
        request = replace(request, helpers=())
    told = await asyncio.to_thread(_searched, request)
    if not told:
        return None, 0.0
    best = _best(text, ir, request, told[-1][1], trials)
    known = (spent for spent, solved in told if _best(text, ir, request, solved, trials) == best)
    return best, next(known)


def _best(text: str, ir: IR, request: Request, solved: Solved, idioms: list[Candidate]) -> Candidate | None:
    if not solved.fitting and not solved.answers:
        return None
    return candidates(text, ir, request, solved, idioms)[0]


def _searched(request: Request) -> list[tuple[float, Solved]]:
    """All that a process of its own tells, with the CPU seconds since its start."""
    here, there = multiprocessing.get_context("spawn").Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_search, args=(request, there))
    process.start()
    there.close()
    told: list[tuple[float, Solved]] = []
    try:
        while True:
            told.append(here.recv())
    except EOFError:
        process.join()
    return told


def _search(request: Request, out: Connection) -> None:
    limit = round(time.process_time() + request.seconds + GRACE)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    started = time.process_time()
    last = solve(request, lambda solved: out.send((time.process_time() - started, solved)))
    out.send((time.process_time() - started, last))


async def _judged(task: Task, ir: IR, candidate: Candidate, sandbox: Sandbox) -> tuple[bool, bool]:
    if task.name in LEFT_OUT:
        return False, False
    strict = task.strict
    program = program_of(ir, candidate, _companions(task))
    solution = Program(strict["prompt"] + strict["canonical_solution"], effects=EFFECTS)
    passed: list[bool] = []
    for inputs in (strict["base_input"], strict["plus_input"][:60]):
        calls = tuple(Call(task.prompt.name, tuple(arguments)) for arguments in inputs)
        tests: Tests = await tests_of(solution, calls, sandbox)
        passed.append(tests.passes(await sandbox.run(program, tests.calls, tests.limits), strict["atol"]))
    return passed[0], all(passed)


def _companions(task: Task) -> Companions:
    """The other functions of the prompt and its imports."""
    body = ast.parse(task.row["prompt"]).body
    functions = [
        ast.unparse(item) for item in body if isinstance(item, ast.FunctionDef) and item.name != task.prompt.name
    ]
    imports = tuple(ast.unparse(item) for item in body if isinstance(item, ast.Import | ast.ImportFrom))
    return Companions(source="\n\n".join(functions), imports=imports)


async def run(
    tasks: Sequence[Task], mode: str, seconds: float, jobs: int, sandbox: Sandbox, tell: Callable[[Result], None]
) -> list[Result]:
    """The results in the order of the tasks, up to `jobs` at the same time; `tell` hears of each at once."""
    places = asyncio.Semaphore(jobs)

    async def one(task: Task) -> Result:
        async with places:
            result = await attempt(task, mode, seconds, sandbox)
            tell(result)
            return result

    return await asyncio.gather(*map(one, tasks))


def table(mode: str, results: Sequence[Result]) -> str:
    """A few lines of figures."""
    counted = Counter((item.stance, item.is_right) for item in results)
    answered, suggested = counted["answer", True] + counted["answer", False], counted["suggest", True]
    right = [item for item in results if item.is_right]
    times = sorted(item.seconds for item in right)
    precision = f"{counted['answer', True] / answered:.2f}" if answered else "-"
    lines = [
        f"{mode}: {len(results)} tasks",
        f"  solved {len(right)} ({len(right) / len(results):.1%}), exactly {sum(item.is_exact for item in results)}; "
        f"overfitted {counted['answer', False] + counted['suggest', False]}; silent {counted['silent', False]}",
        f"  answers {answered}, right {counted['answer', True]}, precision {precision}; "
        f"suggestions {suggested + counted['suggest', False]}, right {suggested}",
    ]
    if times:
        lines.append(f"  CPU to a right answer: p50 {statistics.median(times):.3f} s, p90 {_at(times, 0.9):.3f} s")
    return "\n".join(lines)


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))]


def evaluations_per_second(tasks: Sequence[Task], seconds: float) -> float:
    """Of searches in this process, on a few tasks spread over the half, without looking for garbage, as in `solve`."""
    evaluated, spent = 0, 0.0
    for request in _requests(tasks[:: max(1, len(tasks) // MEASURED)]):
        gc.collect()
        gc.disable()
        started = time.process_time()
        clock = Clock(started + seconds)
        search(request, clock=clock)
        evaluated += clock.evaluated
        spent += time.process_time() - started
        gc.enable()
    return evaluated / spent if spent else 0.0


def start_of_worker() -> tuple[float, float]:
    """Seconds that a process of the search takes to start and to end when nothing is asked, of the clock and of its
    CPU: medians."""
    taken, spent = [], []
    for _ in range(STARTS):
        began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(COMMAND, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(time.perf_counter() - began)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(taken), statistics.median(spent)


@dataclass(frozen=True, slots=True)
class Used:
    """What the process of a search needed: bytes of memory, seconds, and seconds after an edit of the prose."""

    memory: int
    first: float
    edited: float


async def used_by_worker(tasks: Sequence[Task], seconds: float) -> list[Used]:
    """For a few tasks spread over the half."""
    used = []
    for request in _requests(tasks[:: max(1, len(tasks) // MEASURED)]):
        searcher = Searcher()
        asked = replace(request, seconds=seconds)
        memory, first = await _timed(searcher, asked)
        _, edited = await _timed(searcher, replace(asked, prose=f"{asked.prose}\nThank you."))
        used.append(Used(memory, first, edited))
        await searcher.close()
    return used


async def _timed(searcher: Searcher, request: Request) -> tuple[int, float]:
    """Bytes that the process had used at most when it had answered, and seconds until then."""
    began, memory = time.perf_counter(), 0
    async for told in searcher.solve(request):
        memory = told.memory if isinstance(told, Solved) else 0
    return memory, time.perf_counter() - began


def _requests(tasks: Iterable[Task]) -> Iterator[Request]:
    for task in tasks:
        request = Composer(0).request(read(task.prompt.spec()).specs[0].ir, load_index(), COUNT, [])
        if request is not None:
            yield request


def _line(result: Result) -> str:
    kind = "exact" if result.is_exact else "right" if result.is_right else "wrong"
    return f"    {result.at} {result.stance} {kind if result.source else ''}"


def drawn(results: Sequence[Result], seed: int) -> list[str]:
    """Twenty of the functions, by chance."""
    shown = [item for item in results if item.source]
    chosen = random.Random(seed).sample(shown, min(20, len(shown)))
    return [f"# {item.stance}, {'right' if item.is_right else 'wrong'}\n{item.source}" for item in chosen]


async def main(arguments: argparse.Namespace) -> None:
    """Run what is asked for and print it."""
    tasks = load(arguments.data, arguments.half)
    print(WHERE)

    def tell(result: Result) -> None:
        if arguments.half == "even":
            print(_line(result), flush=True)

    async with Sandbox() as sandbox:
        for mode in MODES:
            results = await run(tasks, mode, arguments.seconds, arguments.jobs, sandbox, tell)
            print(table(mode, results), flush=True)
            if mode == MODES[0] and arguments.draw is not None:
                print("\n\n".join(drawn(results, arguments.draw)), flush=True)
    print(f"evaluations per CPU second: {evaluations_per_second(tasks, arguments.seconds):,.0f}")
    taken, spent = start_of_worker()
    print(f"start of a search's process: {taken * 1e3:.0f} ms, {spent * 1e3:.0f} ms of CPU")
    if used := await used_by_worker(tasks, arguments.seconds):
        memory = sorted(item.memory for item in used)
        print(f"its memory: p50 {statistics.median(memory) / 2**20:.0f} MiB, most {memory[-1] / 2**20:.0f}")
        first, edited = (
            statistics.median(times) * 1e3 for times in zip(*((i.first, i.edited) for i in used), strict=True)
        )
        print(f"answered after {first:.0f} ms, after an edit of the prose that no part is about {edited:.0f} ms (p50)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with humaneval.jsonl.gz and humanevalplus.jsonl.gz"
    )
    parser.add_argument("--half", choices=("even", "odd", "all"), default="odd")
    parser.add_argument("--seconds", type=float, default=2.0, help="CPU seconds of a search")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--draw", type=int, metavar="SEED", help="print twenty functions, drawn with this seed")
    asyncio.run(main(parser.parse_args()))
