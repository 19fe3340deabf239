"""The life of the process that searches, from outside: what it answers, and that it is gone when it should be."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace

import psutil
import pytest
import pytest_asyncio

from lift_server.engines.embedded.search.answers import Solved
from lift_server.engines.embedded.search.request import Request, Trial, dump
from lift_server.engines.embedded.searcher import COMMAND, Gone, Searcher

from .requests import TOTAL_LENGTH, with_helper

ENDLESS = "    return sum(iter(int, 1))\n"
"""In C: no handler of a signal written in Python gets a turn."""


@pytest_asyncio.fixture
async def searcher() -> AsyncIterator[Searcher]:
    made = Searcher()
    yield made
    await made.close()
    assert not children()


def children() -> list[int]:
    """The processes that search now."""
    return [child.pid for child in psutil.Process().children() if is_search(child)]


def is_search(process: psutil.Process) -> bool:
    try:
        return COMMAND[-1] in process.cmdline()
    except psutil.NoSuchProcess:
        return False


def check_gone(pids: list[int]) -> None:
    """Ended, and not even waiting to be waited for."""
    assert pids
    assert not any(map(psutil.pid_exists, pids))


async def last(searcher: Searcher, request: Request) -> Solved | Gone:
    return [item async for item in searcher.solve(request)][-1]


async def test_answers_are_judged_rendered_and_true(searcher: Searcher) -> None:
    solved = await last(searcher, TOTAL_LENGTH)
    assert isinstance(solved, Solved)
    assert solved.is_last
    best = solved.answers[0]
    names: dict[str, object] = {}
    exec(f"def f(words):\n{best.body}", names)
    function = names["f"]
    assert callable(function)
    assert [function(*arguments) for arguments, _ in TOTAL_LENGTH.examples] == [0, 3, 11]
    assert best.stance == "answer"


async def test_what_is_known_comes_before_the_end(searcher: Searcher) -> None:
    items = [item async for item in searcher.solve(TOTAL_LENGTH)]
    assert [isinstance(item, Solved) and item.is_last for item in items] == [False] * (len(items) - 1) + [True]
    assert any(isinstance(item, Solved) and item.answers for item in items[:-1])


async def test_one_process_serves_one_request_after_the_other(searcher: Searcher) -> None:
    await last(searcher, TOTAL_LENGTH)
    first = children()
    await last(searcher, replace(TOTAL_LENGTH, count=1))
    assert len(first) == 1
    assert children() == first


async def test_the_same_request_needs_no_process(searcher: Searcher) -> None:
    solved = await last(searcher, TOTAL_LENGTH)
    pids = children()
    await searcher.close()
    check_gone(pids)
    assert [item async for item in searcher.solve(TOTAL_LENGTH)] == [solved]
    assert not children()


async def test_requests_at_once_do_not_mix(searcher: Searcher) -> None:
    counts = (1, 2, 3, 4)
    found = await asyncio.gather(*(last(searcher, replace(TOTAL_LENGTH, count=count)) for count in counts))
    assert all(isinstance(item, Solved) and len(item.answers) <= n for item, n in zip(found, counts, strict=True))
    assert len(children()) == 1


@pytest.mark.parametrize("seconds", [60.0, 2.0])
async def test_whoever_stops_listening_ends_the_process(searcher: Searcher, seconds: float) -> None:
    async with aclosing(searcher.solve(with_helper(ENDLESS, seconds=seconds))) as told:
        await anext(told)
        pids = children()
    check_gone(pids)


async def test_a_cancelled_task_leaves_no_process(searcher: Searcher) -> None:
    heard = asyncio.Event()

    async def listen() -> None:
        async with aclosing(searcher.solve(with_helper(ENDLESS))) as told:
            async for _ in told:
                heard.set()

    task = asyncio.create_task(listen())
    await heard.wait()
    pids = children()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    check_gone(pids)


async def test_a_cancelled_request_that_waits_for_its_turn_is_gone(searcher: Searcher) -> None:
    endless = [replace(with_helper(ENDLESS), count=count) for count in range(1, 5)]
    tasks = [asyncio.create_task(last(searcher, request)) for request in endless]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    assert all(
        isinstance(item, asyncio.CancelledError) for item in await asyncio.gather(*tasks, return_exceptions=True)
    )
    assert not children()
    assert isinstance(await last(searcher, TOTAL_LENGTH), Solved)


async def test_an_endless_component_is_ended_by_the_kernel(searcher: Searcher) -> None:
    assert await last(searcher, with_helper(ENDLESS, seconds=0.01)) == Gone("ran into its limits of time or memory")
    assert not children()
    assert isinstance(await last(searcher, TOTAL_LENGTH), Solved), "the next one is another process"


async def test_an_endless_trial_is_ended_too(searcher: Searcher) -> None:
    request = replace(TOTAL_LENGTH, seconds=0.01, trials=(Trial(ENDLESS, (), settles=True),))
    assert await last(searcher, request) == Gone("ran into its limits of time or memory")


async def test_memory_is_limited_and_given_back(searcher: Searcher) -> None:
    """A component that wants all of it fails; the rest of the search goes on, and the process does not stay."""
    greedy = """\
    if hasattr(helped, "was_called"):
        return 0
    helped.was_called = True
    held = []
    while True:
        held.append(bytearray(1 << 24))
"""
    solved = await last(searcher, with_helper(greedy))
    assert isinstance(solved, Solved)
    assert solved.answers
    assert 128 << 20 < solved.memory < 640 << 20
    assert not children()


async def test_a_trial_that_settles_is_all_there_is(searcher: Searcher) -> None:
    wrong, right = "    return 3\n", "    return sum(map(len, words))\n"
    trials = tuple(Trial(body, (), settles=True) for body in (wrong, right))
    solved = await last(searcher, replace(TOTAL_LENGTH, trials=trials))
    assert isinstance(solved, Solved)
    assert solved.fitting == (1,)
    assert not solved.answers


async def test_a_trial_that_is_only_suggested_does_not_stop_the_search(searcher: Searcher) -> None:
    trials = (Trial("    return sum(map(len, words))\n", (), settles=False),)
    solved = await last(searcher, replace(TOTAL_LENGTH, trials=trials))
    assert isinstance(solved, Solved)
    assert solved.fitting == (0,)
    assert solved.answers


@pytest.mark.parametrize(
    "program",
    [
        "pass",
        "print('nonsense')",
        "print({'fitting': 3})",
        "import sys; sys.stdin.readline(); print('{', end='')",
        "import os; os.kill(os.getpid(), 9)",
    ],
)
async def test_a_process_that_dies_or_talks_nonsense_is_a_reason(program: str) -> None:
    searcher = Searcher(command=(sys.executable, "-S", "-c", program))
    assert await last(searcher, TOTAL_LENGTH) == Gone("ran into its limits of time or memory")
    await searcher.close()


async def test_a_process_that_cannot_start_is_a_reason() -> None:
    found = await last(Searcher(command=("/nowhere/python",)), TOTAL_LENGTH)
    assert isinstance(found, Gone)
    assert "could not be started" in found.reason


async def test_a_process_that_says_nothing_is_ended() -> None:
    silent = Searcher(command=(sys.executable, "-S", "-c", "import time; time.sleep(600)"), wall=0.05)
    found = await last(silent, TOTAL_LENGTH)
    assert isinstance(found, Gone)
    assert "did not answer within" in found.reason
    assert not children()


@pytest.mark.parametrize("line", [b"", b"\n", b"nonsense\n", b"{}\n", b"[1]\n", b"(" * 5_000 + b"\n", b"\xff\n"])
def test_a_malformed_request_ends_the_process_in_silence(line: bytes) -> None:
    done = subprocess.run(COMMAND, input=line + dump(TOTAL_LENGTH), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert not line or not done.stdout


def test_the_process_loads_nothing_else_of_the_project() -> None:
    command = (sys.executable, "-X", "importtime", *COMMAND[1:])
    done = subprocess.run(command, input=dump(TOTAL_LENGTH), capture_output=True, check=True)
    loaded = {line.rpartition(b"|")[2].strip().decode() for line in done.stderr.splitlines()}
    assert "lift_server.engines.embedded.search.search" in loaded
    ours = {name for name in loaded if name.partition(".")[0] in ("lift_server", "lift_ir", "pydantic", "asyncio")}
    assert all(name.startswith("lift_server.engines.embedded.search.") for name in ours)
