"""The whole pipeline over HTTP: a random model is asked as a real one is, and its replies are judged the same way."""

import asyncio
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from lift_ir import IR, Candidate
from lift_ir.render import render_module
from lift_server.engines.base import Feedback, Progress, Silence
from lift_server.lifted import Lifted
from lift_server.lower import read
from lift_server.session import Session
from lift_server.settings import Settings
from lift_server.streams import FIRST

from .recorder import Recorder, scripted
from .replies import DIGITS, endless
from .server import CONTEXT, KEY, MODEL, SEATS, Server
from .shapes import SENTENCE, SPEC

pytestmark = pytest.mark.vllm

ROOT = Path(__file__).parents[2]
MANY = 2 * SEATS
"""Candidates of a lift that is to be interrupted: of fewer, all is written before it is."""
SIGNED = ("circle.lift", "durations.lift", "pagination.lift", "slugs.lift")


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIFT_API_KEY", KEY)


@pytest.fixture
def recorder(server: Server) -> Iterator[Recorder]:
    with Recorder(server.url) as recorder:
        yield recorder


@asynccontextmanager
async def opened(url: str, store: Path, **changes: object) -> AsyncIterator[Session]:
    """A session that has only the remote engine."""
    settings = Settings.model_validate({"engine": "remote", "endpoint": url, "store_path": store, **changes})
    async with Session(settings, trusted=True) as session:
        yield session


async def lift(session: Session, text: str, seen: list[Progress] | None = None) -> Lifted:
    """The only spec of a text, lifted."""
    [spec] = read(text).specs
    return await session.lift(spec, (), [].append if seen is None else seen.append)


def check_compiles(ir: IR, candidate: Candidate) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # nonsense that compiles
        compile(render_module(ir, candidate), "candidate.py", "exec")


async def test_the_server_is_recognized(server: Server, tmp_path: Path) -> None:
    async with opened(server.url, tmp_path) as session:
        [found] = [item for item in await session.examine() if item.name == "remote"]
    assert found.usable
    assert MODEL in found.detail
    assert "vllm" in found.detail
    assert KEY not in found.detail


async def test_random_weights_give_drafts_that_validate(server: Server, tmp_path: Path) -> None:
    sentences = ["Add two numbers", "The longest word of a text", "Sort names", "Reverse a list", SENTENCE]
    async with opened(server.url, tmp_path) as session:
        [engine] = session.engines
        for sentence in sentences:
            [spec] = read(sentence).specs
            draft = await engine.draft(spec.source, spec.ir, Feedback())
            assert not draft.silence
            assert draft.ir != spec.ir
            assert draft.ir.intent == spec.ir.intent
            assert IR.model_validate_json(draft.ir.model_dump_json()) == draft.ir


@pytest.mark.parametrize("example", SIGNED)
async def test_random_weights_give_functions_that_compile(server: Server, tmp_path: Path, example: str) -> None:
    """Every complete reply compiles: the only thing that may be wrong with one is that it was cut off."""
    spec = read((ROOT / "examples" / example).read_text(encoding="utf-8")).specs[0]
    async with opened(server.url, tmp_path) as session:
        [engine] = session.engines
        items = [item async for item in engine.write(spec.source, spec.ir, 8, Feedback())]
    found = [item for item in items if isinstance(item, Candidate)]
    assert found
    for candidate in found:
        check_compiles(spec.ir, candidate)
        assert candidate.model == MODEL
        assert candidate.usage.completion_tokens > 0
    said = " ".join(item.reason for item in items if isinstance(item, Silence))
    assert "compilable" not in said


async def test_random_functions_are_judged_like_any_other(server: Server, tmp_path: Path) -> None:
    async with opened(server.url, tmp_path) as session:
        lifted = await lift(session, SPEC)
    assert lifted.candidates
    assert lifted.chosen is None
    assert not any(item.report.holds for item in lifted.candidates)


async def test_a_sentence_is_drafted_written_and_checked(recorder: Recorder, tmp_path: Path) -> None:
    recorder.script = DIGITS.script
    async with opened(recorder.url, tmp_path) as session:
        lifted = await lift(session, SENTENCE)
    assert lifted.chosen is not None
    assert lifted.chosen.candidate.body in DIGITS.bodies
    assert lifted.ir.signature.name == "digit_sum"
    assert {item.candidate.body for item in lifted.candidates} <= set(DIGITS.bodies)
    assert [len(recorder.drafts()), len(recorder.functions())] == [1, 1]
    assert recorder.functions()[0]["n"] == FIRST, "they agree: no more are asked for"


async def test_candidates_that_fail_bring_the_rest_with_other_seeds(recorder: Recorder, tmp_path: Path) -> None:
    recorder.script = scripted({}, ["    return -radius\n"])
    async with opened(recorder.url, tmp_path) as session:
        lifted = await lift(session, SPEC)
    assert lifted.chosen is None
    first, rest, repair = recorder.functions()
    assert [(item["n"], item["seed"]) for item in (first, rest)] == [(FIRST, 0), (8 - FIRST, FIRST)]
    assert first["messages"] == rest["messages"] != repair["messages"], "one prompt, which the server knows"
    assert sum(item.samples for item in lifted.candidates) == 16


async def test_a_signature_that_is_stated_is_not_asked_for(recorder: Recorder, tmp_path: Path) -> None:
    recorder.script = DIGITS.script
    text = "spec digit_sum(number: int) -> int\n    Add up the digits of a number.\n\n    ensures: result >= 0\n"
    async with opened(recorder.url, tmp_path) as session:
        lifted = await lift(session, text)
    assert lifted.chosen is not None
    assert [len(recorder.drafts()), len(recorder.functions())] == [0, 1]


async def test_what_was_asked_once_is_not_asked_again(recorder: Recorder, tmp_path: Path) -> None:
    recorder.script = DIGITS.script
    async with opened(recorder.url, tmp_path) as session:
        first = await lift(session, SENTENCE)
        asked = len(recorder.requests)
        assert await lift(session, SENTENCE) == first
    async with opened(recorder.url, tmp_path) as session:
        assert await lift(session, SENTENCE) == first
    assert len(recorder.requests) == asked


async def test_a_reply_outlives_the_result_that_it_led_to(recorder: Recorder, tmp_path: Path) -> None:
    """Another number of candidates asks for other functions, not for another draft."""
    recorder.script = DIGITS.script
    async with opened(recorder.url, tmp_path) as session:
        await lift(session, SENTENCE)
    async with opened(recorder.url, tmp_path, candidates=2) as session:
        await lift(session, SENTENCE)
    assert [len(recorder.drafts()), len(recorder.functions())] == [1, 2]


async def test_a_reply_that_is_cut_off_is_no_candidate(recorder: Recorder, tmp_path: Path) -> None:
    recorder.script = endless
    async with opened(recorder.url, tmp_path, candidates=2) as session:
        lifted = await lift(session, SPEC)
    assert lifted.candidates == ()
    assert "cut off" in " ".join(lifted.notes)


FAULTS = {
    "a wrong key": ({"LIFT_API_KEY": "sk-wrong-5e1"}, {}, SPEC, "key"),
    "an unknown model": ({}, {"model": "nope"}, SPEC, "nope"),
    "too long a prompt": ({}, {}, SPEC + "    Words. " * CONTEXT, "context"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_refusal_is_reported(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    environment, settings, text, word = FAULTS[fault]
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    async with opened(server.url, tmp_path, **settings) as session:
        lifted = await lift(session, text)
    assert lifted.candidates == ()
    said = " ".join(lifted.notes)
    assert word in said
    assert KEY not in said
    assert "sk-wrong" not in said


async def test_cancelling_stops_the_server(recorder: Recorder, server: Server, tmp_path: Path) -> None:
    recorder.script = endless
    before = server.metric("vllm:generation_tokens_total")
    async with opened(recorder.url, tmp_path, candidates=MANY) as session:
        task = await writing(session)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    while await asyncio.to_thread(server.metric, "vllm:num_requests_running"):
        pass  # the timeout of the test is the limit
    assert server.metric("vllm:generation_tokens_total") - before < MANY * 1500 / 2


async def writing(session: Session) -> asyncio.Task[Lifted]:
    """A lift of which functions are coming in."""
    begun = asyncio.Event()

    class Watched(list[Progress]):
        def append(self, progress: Progress) -> None:
            if progress.tokens and "writes" in progress.stage:
                begun.set()

    task = asyncio.create_task(lift(session, SPEC, Watched()))
    await asyncio.wait([task, asyncio.create_task(begun.wait())], return_when=asyncio.FIRST_COMPLETED)
    assert begun.is_set(), await task
    return task


async def test_a_server_that_dies_in_the_middle_is_reported_and_used_again(
    recorder: Recorder, server: Server, tmp_path: Path
) -> None:
    recorder.script = endless
    async with opened(recorder.url, tmp_path, candidates=MANY) as session:
        task = await writing(session)
        try:
            server.kill()
            lifted = await task
        finally:
            await asyncio.to_thread(server.start)
        assert lifted.candidates == ()
        assert lifted.notes
        recorder.script = scripted(
            {}, ["    if radius < 0:\n        raise ValueError\n    return 3.14159 * radius**2\n"]
        )
        assert (await lift(session, SPEC)).chosen is not None
