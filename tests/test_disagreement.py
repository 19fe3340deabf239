"""From a sentence to the right function: candidates run side by side in the sandbox, one question, any answer."""

import ast
import importlib
import inspect
import textwrap
from collections.abc import AsyncIterator, Sequence
from types import ModuleType

import pytest
import pytest_asyncio

from lift_ir import Candidate
from lift_ir.clauses import Choice, Hole
from lift_server.checks.inputs import generate_inputs
from lift_server.checks.sandbox import Sandbox
from lift_server.checks.verify import prepare
from lift_server.disagreement import Comparison, Held, compare, with_open
from lift_server.lower import read
from lift_server.pool import Companions, program_of
from lift_server.questions import (
    History,
)

LIBRARY = "lift_server.engines.embedded.library"


def choice(hole: Hole, start: str) -> Choice:
    return next(item for item in hole.choices if item.title.startswith(start))


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as made:
        yield made


def variants(module: ModuleType, family: str) -> list[Candidate]:
    """The library's idioms of a family as candidates: their bodies, without docstrings."""
    found = []
    for node in ast.parse(inspect.getsource(module)).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        marks = [keyword for call in node.decorator_list if isinstance(call, ast.Call) for keyword in call.keywords]
        of = [ast.literal_eval(keyword.value) for keyword in marks if keyword.arg == "of"] or [node.name]
        if of == [family]:
            lines = inspect.getsource(module).splitlines()[node.body[1].lineno - 1 : node.end_lineno]
            modules = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)} & set(vars(module))
            used = tuple(sorted(name for name in modules if inspect.ismodule(getattr(module, name))))
            found.append(Candidate(body=textwrap.dedent("\n".join(lines)).replace("\n", "\n    "), engine="embedded"))
            found[-1] = found[-1].model_copy(update={"body": "    " + found[-1].body.rstrip() + "\n", "modules": used})
    return found


def probes(module: ModuleType, family: str) -> list[str]:
    """The calls that the library drafts for a family."""
    node = next(
        node
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.FunctionDef) and node.name == family
    )
    marks = [keyword for call in node.decorator_list if isinstance(call, ast.Call) for keyword in call.keywords]
    return list(next(ast.literal_eval(keyword.value) for keyword in marks if keyword.arg == "probes"))


async def lifted(
    text: str, bodies: Sequence[Candidate], drafted: Sequence[str], sandbox: Sandbox, history: History
) -> Comparison:
    """What becomes of candidates of the one spec in `text`."""
    ir = read(text).specs[0].ir
    given = with_open(generate_inputs(ir, drafted), history)
    held = []
    async with prepare(ir, sandbox, given) as checks:
        for body in bodies:
            program = program_of(ir, body, Companions())
            if (await checks.check(program.source, program.modules)).holds:
                held.append(Held(body, program))
        return await compare(checks, held, given, history, {})


async def check_settled(
    text: str, bodies: Sequence[Candidate], drafted: Sequence[str], sandbox: Sandbox, asked: str, shows: dict[str, int]
) -> None:
    """The spec is asked this one question; each of the answers settles it and shows the candidate of that index."""
    first = await lifted(text, bodies, drafted, sandbox, History())
    assert first.hole is not None
    assert first.hole.subject == asked
    for answer, index in shows.items():
        clause = choice(first.hole, answer).clause
        second = await lifted(f"{text}    {clause}\n", bodies, drafted, sandbox, first.history)
        assert second.hole is None, f"`{clause}` leaves a question: {second.hole}"
        assert second.shown is not None
        assert bodies.index(second.shown.candidate) == index, clause


FACTORIALS = [
    "Create a function to calculate the factorial of a number.",
    "The product of all integers from 1 to n.",
]
ANSWERS = {
    "raises ValueError (this call)": 0,
    "raises ValueError whenever n < 0": 0,
    "returns 1": 1,
    "not a valid input: requires n >= 0": 0,
    "don't care": 0,
}


@pytest.mark.parametrize("sentence", FACTORIALS)
async def test_variants_of_the_library_ask_about_negative_factorials_once(sandbox: Sandbox, sentence: str) -> None:
    bodies = variants(importlib.import_module(f"{LIBRARY}.number_series"), "factorial")
    text = f"spec factorial(n: int) -> int\n    {sentence}\n"
    drafted = ["factorial(-1)", "factorial(0)"]
    await check_settled(text, bodies, drafted, sandbox, "factorial(-1)", ANSWERS | {"returns 0": 2})


async def test_suggestions_do_not_argue_with_answers(sandbox: Sandbox) -> None:
    answer = Candidate(body="    return n\n", engine="embedded")
    suggestion = Candidate(body="    return n + 1\n", engine="embedded", stance="suggest")
    found = await lifted("spec f(n: int) -> int\n    Give n.\n", [suggestion, answer], [], sandbox, History())
    assert found.hole is None
    assert found.shown is not None
    assert found.shown.candidate == answer


async def test_samples_of_a_model_ask_the_same(sandbox: Sandbox) -> None:
    bodies = [
        Candidate(body=body, engine="remote", modules=("math",))
        for body in (
            "    if n < 0:\n        raise ValueError('negative')\n    return math.prod(range(1, n + 1))\n",
            "    result = 1\n    for i in range(1, n + 1):\n        result *= i\n    return result\n",
            "    return 1 if n <= 1 else n * factorial(n - 1)\n",
        )
    ]
    text = f"spec factorial(n: int) -> int\n    {FACTORIALS[0]}\n"
    shortest = {"not a valid input: requires n >= 0": 2, "don't care": 2, "returns 1": 2}
    await check_settled(text, bodies, [], sandbox, "factorial(-1)", ANSWERS | shortest)


@pytest.mark.parametrize(
    ("module", "header", "asked", "answers"),
    [
        ("averages", "mean(numbers: list[float]) -> float", "mean([])", 2),
        ("averages", "median(numbers: list[float]) -> float", "median([])", 2),
        ("durations", "parse_duration(text: str) -> int", "parse_duration('90')", 3),
        ("sequences", "chunk(items: list[int], size: int) -> list[list[int]]", "chunk([1, 2, 3], 2)", 2),
        ("numbers", "integer_square_root(n: int) -> int", "integer_square_root(-1)", 3),
    ],
)
async def test_other_functions_are_asked_in_kind(
    sandbox: Sandbox, module: str, header: str, asked: str, answers: int
) -> None:
    family = header.partition("(")[0]
    library = importlib.import_module(f"{LIBRARY}.{module}")
    bodies, drafted = variants(library, family), probes(library, family)
    text = f"spec {header}\n    What {family} says.\n"
    first = await lifted(text, bodies, drafted, sandbox, History())
    assert first.hole is not None
    assert first.hole.evidence is not None
    assert first.hole.subject == asked
    assert len(first.hole.evidence.answers) == answers
    for item in first.hole.choices:
        if item.clause.startswith("example:"):
            second = await lifted(f"{text}    {item.clause}\n", bodies, drafted, sandbox, first.history)
            assert second.hole is None or second.hole.subject != asked
            assert second.shown is not None
            kept = [row for row in second.table.rows if row.program == second.shown.candidate.body]
            assert len(kept) == 1
