"""Specs with examples that no idiom satisfies: what is composed, offered, asked and said. Searches are limited by
evaluations, never by time."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from lift_ir import Candidate
from lift_ir.clauses import HoleKind
from lift_server.engines.base import Feedback, Silence
from lift_server.engines.embedded.engine import EmbeddedEngine
from lift_server.lifted import Lifted
from lift_server.lower import read

from .scripted import Bench

ABOVE = """\
spec kept(xs: list[int], limit: int) -> list[int]
    The entries of xs that are larger than the limit.

    example: kept([1, 5, 3], 2) == [5, 3]
    example: kept([], 0) == []
    example: kept([7, 9, 8, 1], 7) == [9, 8]
"""
LITTLE = """\
spec mixed(left: int, right: int) -> int
    The frobnication of both.

    example: mixed(3, 4) == 12
"""
UNHEEDED = """\
spec longest(words: list[str]) -> int
    The length of the longest of the words, ignoring case.

    example: longest(["a", "bcd", "ef"]) == 3
    example: longest(["hello", "you"]) == 5
    example: longest(["four", "three hundred"]) == 13
"""


@pytest_asyncio.fixture
async def engine() -> AsyncIterator[EmbeddedEngine]:
    made = EmbeddedEngine(evaluations=4_000)
    yield made
    await made.close()


async def candidates(engine: EmbeddedEngine, text: str, count: int = 8) -> list[Candidate]:
    """What the engine writes for a spec with a whole signature."""
    [spec] = read(text).specs
    written = [item async for item in engine.write(spec.source, spec.ir, count, Feedback())]
    return [item for item in written if isinstance(item, Candidate)]


def said(lifted: Lifted) -> str:
    return " ".join(lifted.notes)


async def test_a_composed_function_is_checked_and_ready(bench: Bench, engine: EmbeddedEngine) -> None:
    lifted = await bench.lift(ABOVE, engine)
    best = lifted.insertable
    assert best is not None
    assert best.report.holds
    assert [check.verdict for check in best.report.clauses] == ["holds"] * 3
    assert (best.candidate.engine, best.candidate.model) == ("embedded", "search")
    assert best.candidate.note == "composed by 3 examples"
    assert "limit" in best.candidate.body


@pytest.mark.parametrize(
    ("condition", "lines"),
    [
        ("limit < 0", 'if limit < 0:\n        raise ValueError("limit < 0")'),
        ("any(math.isnan(x) for x in xs)", 'raise ValueError("any((math.isnan(x) for x in xs))")'),
        ("limit in (  # not these\n            -1, -2\n        )", 'raise ValueError("limit in (-1, -2)")'),
    ],
)
async def test_what_is_refused_is_refused_first(
    bench: Bench, engine: EmbeddedEngine, condition: str, lines: str
) -> None:
    lifted = await bench.lift(f"{ABOVE}    raises: ValueError when {condition}\n", engine)
    assert lifted.chosen is not None
    body = lifted.chosen.candidate.body
    assert lines in body
    assert body.startswith("    if ")


async def test_a_spec_without_a_signature_gets_the_one_of_its_examples(bench: Bench, engine: EmbeddedEngine) -> None:
    text = ABOVE.replace("kept(xs: list[int], limit: int) -> list[int]", "kept")
    lifted = await bench.lift(text, engine)
    assert lifted.chosen is not None
    assert str(lifted.ir.signature.returns) == "list[int]"
    assert [str(item.type) for item in lifted.ir.signature.parameters or ()] == ["list[int]", "int"]
    assert lifted.chosen.candidate.model == "search"


async def test_one_example_makes_no_more_than_a_suggestion(bench: Bench, engine: EmbeddedEngine) -> None:
    lifted = await bench.lift(LITTLE, engine)
    assert lifted.insertable is None
    assert {item.candidate.stance for item in lifted.candidates} <= {"suggest"}
    assert "An example of `mixed(" in said(lifted)


async def test_what_nothing_fits_says_what_would_help(bench: Bench, engine: EmbeddedEngine) -> None:
    lifted = await bench.lift(f"{LITTLE.replace('12', '83927461')}    example: mixed(5, 6) == 1029384\n", engine)
    assert not lifted.candidates
    assert "a model would help most" in said(lifted)


async def test_words_that_nothing_accounts_for_are_a_question_on_these_words(
    bench: Bench, engine: EmbeddedEngine
) -> None:
    lifted = await bench.lift(f"# A note above.\n\n{UNHEEDED}", engine)
    assert lifted.chosen is not None
    assert lifted.chosen.candidate.stance == "suggest"
    [hole] = [item for item in lifted.holes if item.kind is HoleKind.INTENT]
    assert hole.span is not None
    assert UNHEEDED[hole.span.start : hole.span.end] == "ignoring case"
    assert hole.is_hint
    assert lifted.insertable is None


async def test_idioms_that_break_an_example_do_not_take_the_places(engine: EmbeddedEngine) -> None:
    """The library's mean divides by the length; here it is the examples that count."""
    text = """\
spec mean(numbers: list[float]) -> float
    The mean of the numbers.

    example: mean([1.0, 4.0]) == 6.0
    example: mean([2.0, 3.0, 5.0]) == 11.0
    example: mean([]) == 1.0
"""
    [first, *_] = await candidates(engine, text, count=2)
    assert first.model == "search"
    idioms = {item.model for item in await candidates(engine, text.partition("    example")[0])}
    assert idioms
    assert "search" not in idioms


async def test_nothing_is_composed_to_please_one_wrong_example(bench: Bench, engine: EmbeddedEngine) -> None:
    text = "spec mean(numbers: list[float]) -> float\n    The arithmetic mean of the numbers.\n\n"
    lifted = await bench.lift(f"{text}    example: mean([1.0, 4.0]) == 6.0\n", engine)
    assert lifted.chosen is None
    assert {item.candidate.model for item in lifted.candidates}.isdisjoint({"search"})
    assert lifted.candidates[0].report.fails


async def test_an_idiom_that_satisfies_the_examples_needs_no_search(engine: EmbeddedEngine) -> None:
    text = """\
spec mean(numbers: list[float]) -> float
    The arithmetic mean of the numbers.

    example: mean([1.0, 4.0]) == 2.5
    example: mean([2.0]) == 2.0
"""
    found = await candidates(engine, text)
    assert found
    assert "search" not in {item.model for item in found}


async def test_no_examples_no_search(engine: EmbeddedEngine) -> None:
    [spec] = read("spec frob(n: int) -> int\n    The frobnication of it.\n").specs
    [silence] = [item async for item in engine.write(spec.source, spec.ir, 8, Feedback())]
    assert isinstance(silence, Silence)
    assert "An example such as `frob(...) == ...`" in silence.reason
