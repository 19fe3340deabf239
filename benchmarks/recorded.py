"""Recorded samples of a model on HumanEval, run once through the sandbox; what a replay needs is kept on disk.

Nothing is generated. Recorded code is untrusted: it runs in Lift's sandbox and nowhere else.
"""

import ast
import gzip
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lift_ir import IR, Candidate, Effect, Inferred, Parameter, Signature, TypeExpr
from lift_server.checks.arguments import bind
from lift_server.checks.behaviour import normalized
from lift_server.checks.inputs import Input, Source, generate_inputs
from lift_server.checks.observe import observe
from lift_server.checks.sandbox import Limits, Sandbox
from lift_server.checks.sandbox.api import Call, Died, Outcome, Program, Raised, Returned, Run, TimedOut
from lift_server.checks.sandbox.worker import codec
from lift_server.checks.values_by_type import type_of
from lift_server.lower import read
from lift_server.pool import Companions, program_of

FILES = {
    "tasks": "humaneval.jsonl.gz",
    "strict": "humanevalplus.jsonl.gz",
    "samples": "codet-humaneval-codegen16b-solutions.jsonl.gz",
    "drafts": "codet-humaneval-codegen16b-tests.jsonl.gz",
}
WHERE = """\
HumanEval: github.com/openai/human-eval (MIT); HumanEval+: github.com/evalplus/humanevalplus_release (Apache-2.0);
samples and drafted asserts of CodeGen-Mono-16B: github.com/microsoft/CodeT (MIT)"""
LEFT_OUT = {
    "HumanEval/32": "any root of the polynomial is right, so no single value answers a question",
    "HumanEval/160": "its reference calls `eval`, which the sandbox refuses, so nobody can answer",
}
ENGINE = "recorded"
MAX_STRICT_TESTS = 250
_REFERENCE = Limits(stall=20.0, wall=60.0)
EFFECTS = (Effect.RANDOM,)  # one reference tests for primes at random
_TIMES_REFERENCE = 5
_MIN_WALL, _MAX_WALL = 1.0, 6.0
_ATOL = 1e-6
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Task:
    """A task as a spec without examples, with a model's bodies and drafted calls for it, and what judges the bodies.

    `solution` is what the tests expect; `reference` is the same with the contract that says which inputs are valid.
    """

    name: str
    ir: IR
    companions: Companions
    bodies: tuple[str, ...]
    drafted: tuple[str, ...]
    solution: str
    reference: str
    base: tuple[Call, ...]
    strict: tuple[Call, ...]
    atol: float


@dataclass(frozen=True, slots=True)
class Sampled:
    """One distinct program: its body, the samples (indices) that are it, what it does, and whether it is right.

    `outcomes` is empty when it was refused or could not be loaded. `seconds`: of running it on the inputs.
    """

    body: str
    samples: tuple[int, ...]
    outcomes: tuple[Outcome, ...]
    base: bool
    strict: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Recording:
    """All that needs execution. `truth`: the reference on the inputs, Raised where its contract is violated."""

    inputs: tuple[Input, ...]
    truth: tuple[Outcome, ...]
    programs: tuple[Sampled, ...]
    input_seconds: float


def data_hash(folder: Path) -> str:
    """The SHA-256 of the data files, in order, as hexadecimal. Raises OSError."""
    digest = hashlib.sha256()
    for name in FILES.values():
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def load_tasks(folder: Path) -> list[Task]:
    """All tasks but those left out, in HumanEval's order. Raises OSError, and ValueError for data of another form."""
    rows = {kind: list(rows_of(folder / name)) for kind, name in FILES.items()}
    strict = {row["task_id"]: row for row in rows["strict"]}
    drafts = {_key(row["prompt"]): row["samples"] for row in rows["drafts"]}
    samples = {_key(row["prompt"]): row for row in rows["samples"]}
    tasks = []
    for row in rows["tasks"]:
        if row["task_id"] in LEFT_OUT:
            continue
        # The samples are in another order; five names occur twice, so the words of the prompt decide.
        key = max(
            (key for key in samples if key[0] == row["entry_point"]), key=lambda key: _common(key[1], row["prompt"])
        )
        tasks.append(_task(strict[row["task_id"]], samples.pop(key), drafts[key]))
    return tasks


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a compressed file of JSON lines. Raises OSError and ValueError."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _key(prompt: str) -> tuple[str, str]:
    """The function's name and the prompt up to the end of its docstring (the asserts' prompts go on behind it)."""
    head = prompt.split("\n    pass\n\n# check")[0].strip()
    return re.findall(r"^def\s+(\w+)", head, re.MULTILINE)[-1], head


def _common(text: str, other: str) -> float:
    words, others = set(text.split()), set(other.split())
    return len(words & others) / len(words)


def _task(strict: dict[str, Any], recorded: dict[str, Any], drafts: Sequence[str]) -> Task:
    name, prompt = strict["entry_point"], recorded["prompt"]
    tree = ast.parse(prompt)
    node = tree.body[-1]
    if not isinstance(node, ast.FunctionDef):
        raise ValueError(f"{strict['task_id']}: the prompt does not end in a function")
    header = f"{name}({ast.unparse(node.args)})" + (f" -> {ast.unparse(node.returns)}" if node.returns else "")
    stated = read(f"spec {header}\n").specs[0].ir
    drafted = tuple(_asserted(drafts))
    ir = stated.model_copy(
        update={"intent": ast.get_docstring(node) or "", "signature": _typed(stated.signature, drafted)}
    )
    functions = [ast.unparse(part) for part in tree.body[:-1] if isinstance(part, ast.FunctionDef)]
    imports = [ast.unparse(part) for part in tree.body[:-1] if isinstance(part, ast.Import | ast.ImportFrom)]
    return Task(
        name=strict["task_id"],
        ir=IR.model_validate(ir.model_dump()),
        companions=Companions(source="\n\n".join(functions), imports=tuple(imports)),
        bodies=tuple(map(_body, recorded["samples"])),
        drafted=drafted,
        solution=strict["prompt"] + strict["canonical_solution"],
        reference=strict["prompt"] + strict["contract"] + strict["canonical_solution"],
        base=tuple(Call(name, tuple(args)) for args in strict["base_input"]),
        strict=tuple(Call(name, tuple(args)) for args in strict["plus_input"][:MAX_STRICT_TESTS]),
        atol=strict["atol"],
    )


def _body(sample: str) -> str:
    """The sample up to its first line that is not indented."""
    lines = sample.split("\n")
    end = next((at for at, line in enumerate(lines) if line.strip() and not line[0].isspace()), len(lines))
    return "\n".join(lines[:end]).rstrip() + "\n"


def _asserted(drafts: Sequence[str]) -> Iterator[str]:
    """The expressions that the model asserts, each once, in the order in which it wrote them."""
    seen: set[str] = set()
    for draft in drafts:
        for line in f"assert {draft}".split("\n"):
            text = line.strip()
            if text in seen or len(text) > 1000:
                continue
            seen.add(text)
            try:
                (node,) = ast.parse(text).body
            except (SyntaxError, ValueError, MemoryError, RecursionError):
                continue
            if isinstance(node, ast.Assert):
                yield ast.unparse(node.test)


def _typed(signature: Signature, drafted: Sequence[str]) -> Signature:
    """The signature with the types that most drafted calls have, for parameters without one: what an engine drafts."""
    untyped = Signature(
        name=signature.name, parameters=tuple(Parameter(name=p.name) for p in signature.parameters or ())
    )
    calls = [
        item.call
        for item in generate_inputs(IR(signature=untyped), drafted, limit=500)
        if item.source is Source.DRAFTED
    ]
    bound = [values for call in calls if (values := bind(signature, call.args, call.kwargs)) is not None]
    parameters = []
    for parameter in signature.parameters or ():
        if parameter.type is None and (found := _usual_type([values[parameter.name] for values in bound])):
            parameter = parameter.model_copy(update={"type": found, "type_origin": Inferred(engine=ENGINE)})
        parameters.append(parameter)
    return signature.model_copy(update={"parameters": tuple(parameters)})


def _usual_type(values: Sequence[object]) -> TypeExpr | None:
    types = Counter(type_of([value]) for value in values if value not in ([], {}, (), None))
    if not types:
        return None
    if types[TypeExpr(name="float")] and types[TypeExpr(name="int")]:
        return TypeExpr(name="float")
    return types.most_common(1)[0][0]


async def record(task: Task, sandbox: Sandbox) -> Recording:
    """Run the task's distinct programs on its inputs and its tests, and the reference on both."""
    started = time.perf_counter()
    inputs = generate_inputs(task.ir, task.drafted, seed=0)
    input_seconds = time.perf_counter() - started
    truth = await observe(sandbox, Program(task.reference, effects=EFFECTS), inputs)
    tests = [
        await tests_of(Program(task.solution, effects=EFFECTS), calls, sandbox) for calls in (task.base, task.strict)
    ]
    if not truth or not all(isinstance(outcome, Returned) for outcome in tests[0].expected):
        raise ValueError("the reference does not pass its own tests here")
    by_program: dict[str, list[int]] = {}
    for index, body in enumerate(task.bodies):
        by_program.setdefault(normalized(body), []).append(index)
    programs = [await _sampled(task, samples, inputs, tests, sandbox) for samples in by_program.values()]
    return Recording(inputs, truth, tuple(programs), input_seconds)


async def tests_of(solution: Program, calls: Sequence[Call], sandbox: Sandbox) -> "Tests":
    """The calls with what the solution does on them, and limits by the time that it took."""
    started = time.perf_counter()
    expected = (await sandbox.run(solution, calls, _REFERENCE)).outcomes
    wall = min(_MAX_WALL, max(_MIN_WALL, _TIMES_REFERENCE * (time.perf_counter() - started)))
    return Tests(tuple(calls), expected, Limits(stall=min(wall, 0.5), wall=wall))


async def _sampled(
    task: Task, samples: Sequence[int], inputs: Sequence[Input], tests: Sequence["Tests"], sandbox: Sandbox
) -> Sampled:
    body = task.bodies[samples[0]]
    program = program_of(task.ir, Candidate(body=body, engine=ENGINE), task.companions)
    started = time.perf_counter()
    outcomes = await observe(sandbox, program, inputs)
    seconds = time.perf_counter() - started
    right = [bool(outcomes)]
    for part in tests:
        right.append(right[-1] and part.passes(await sandbox.run(program, part.calls, part.limits), task.atol))
    return Sampled(body, tuple(samples), outcomes, right[1], right[2], seconds)


@dataclass(frozen=True, slots=True)
class Tests:
    """Calls, what the reference does on them, and how long a program may take for all of them."""

    calls: tuple[Call, ...]
    expected: tuple[Outcome, ...]
    limits: Limits

    def passes(self, run: Run, atol: float) -> bool:
        """Whether the run's outcomes are the expected ones."""
        return len(run.outcomes) == len(self.calls) and all(
            isinstance(outcome, Returned) and _is_right(outcome.value, wanted.value, atol)
            for outcome, wanted in zip(run.outcomes, self.expected, strict=True)
            if isinstance(wanted, Returned)
        )


def _is_right(value: Any, wanted: Any, atol: float) -> bool:
    """EvalPlus' rule: equal, or floats within an absolute tolerance."""
    if isinstance(wanted, float) or (atol and isinstance(wanted, int) and isinstance(value, float)):
        return isinstance(value, int | float) and bool(
            value == wanted
            or abs(value - wanted) <= (atol or _ATOL) + 1e-7 * abs(wanted)
            or (value != value and wanted != wanted)
        )
    if isinstance(wanted, list | tuple) and type(value) is type(wanted):
        return len(value) == len(wanted) and all(_is_right(a, b, atol) for a, b in zip(value, wanted, strict=True))
    return bool(value == wanted)


async def recorded(task: Task, sandbox: Sandbox, folder: Path, data: str) -> Recording:
    """The kept recording when it was made from the same data and inputs, else a new one, which is kept."""
    texts = [item.text for item in generate_inputs(task.ir, task.drafted, seed=0)]
    key = hashlib.sha256(json.dumps([_VERSION, data, task.name, texts, task.bodies]).encode()).hexdigest()
    path = folder / f"{task.name.replace('/', '-')}.json"
    if path.exists() and (kept := json.loads(path.read_text(encoding="ascii")))["key"] == key:
        return _loaded(kept)
    made = await record(task, sandbox)
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps({"key": key, **_dumped(made)}), encoding="ascii")
    unfinished.replace(path)
    return made


def _dumped(recording: Recording) -> dict[str, Any]:
    return {
        "inputs": [
            [item.call.function, codec.encode(item.call.args), codec.encode(item.call.kwargs), item.source.value]
            for item in recording.inputs
        ],
        "truth": [_outcome_data(outcome) for outcome in recording.truth],
        "programs": [
            [item.body, item.samples, [_outcome_data(o) for o in item.outcomes], item.base, item.strict, item.seconds]
            for item in recording.programs
        ],
        "input_seconds": recording.input_seconds,
    }


def _loaded(data: dict[str, Any]) -> Recording:
    return Recording(
        tuple(
            Input(Call(function, codec.decode(args), codec.decode(kwargs)), Source(source))
            for function, args, kwargs, source in data["inputs"]
        ),
        tuple(map(_outcome, data["truth"])),
        tuple(
            Sampled(body, tuple(samples), tuple(map(_outcome, outcomes)), base, strict, seconds)
            for body, samples, outcomes, base, strict, seconds in data["programs"]
        ),
        data["input_seconds"],
    )


def _outcome_data(outcome: Outcome) -> list[Any]:
    match outcome:
        case Returned(value, mutated):
            return ["returned", codec.encode(value), mutated]
        case Raised(names, message):
            return ["raised", names, message]
        case TimedOut(seconds):
            return ["timed out", seconds]
        case Died(reason):
            return ["died", reason]


def _outcome(data: list[Any]) -> Outcome:
    match data:
        case ["returned", value, bool(mutated)]:
            return Returned(codec.decode(value), mutated)
        case ["raised", names, message]:
            return Raised(tuple(names), message)
        case ["timed out", seconds]:
            return TimedOut(seconds)
        case ["died", reason]:
            return Died(reason)
    raise ValueError(f"not an outcome: {data}")
