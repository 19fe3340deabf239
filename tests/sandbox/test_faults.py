"""The sandbox survives the death of anything: one clear error, and the next check works."""

import asyncio
import contextlib
import gc
import os
import resource
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator

import psutil
import pytest
import pytest_asyncio

from lift_server.checks.sandbox import (
    Call,
    Died,
    Limits,
    Program,
    Question,
    Returned,
    Run,
    Sandbox,
    SandboxError,
    Value,
)


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox for one test, since its parts are killed here."""
    async with Sandbox() as started:
        yield started


HANG = Program("def f():\n    while True: pass")
ONE = Program("def f(): return 1")
LONG = Limits(wall=30, stall=30)


async def check_works(sandbox: Sandbox) -> None:
    assert (await sandbox.run(ONE, [Call("f")])).outcomes == (Returned(1),)


def started(before: frozenset[int]) -> list[psutil.Process]:
    """Processes below this one that were not there before: other tests may keep a server of their own."""
    return [child for child in psutil.Process().children(recursive=True) if child.pid not in before]


def running() -> frozenset[int]:
    return frozenset(child.pid for child in psutil.Process().children(recursive=True))


def children(sandbox: Sandbox) -> list[psutil.Process]:
    assert sandbox.process is not None
    return psutil.Process(sandbox.process).children()


async def busy_worker(sandbox: Sandbox) -> int:
    """The process id of the worker that hangs: the one that uses processor time."""
    while True:
        for child in children(sandbox):
            with contextlib.suppress(psutil.NoSuchProcess):
                if child.cpu_times().user > 0.05:
                    return child.pid
        await asyncio.sleep(0.01)


async def gone(process: int) -> None:
    """Wait until a process has ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        while psutil.Process(process).status() != psutil.STATUS_ZOMBIE:
            await asyncio.sleep(0.001)
    await asyncio.sleep(0.001)


async def hanging(sandbox: Sandbox) -> "asyncio.Task[Run]":
    task = asyncio.create_task(sandbox.run(HANG, [Call("f")], LONG))
    await busy_worker(sandbox)
    return task


async def test_the_fork_server_is_killed_during_a_run(sandbox: Sandbox) -> None:
    task = await hanging(sandbox)
    worker = await busy_worker(sandbox)
    assert sandbox.process is not None
    os.kill(sandbox.process, signal.SIGKILL)
    with pytest.raises(SandboxError, match="fork server ended; it starts again with the next check"):
        await task
    await check_works(sandbox)
    await gone(worker)


async def test_the_fork_server_is_killed_between_runs(sandbox: Sandbox) -> None:
    await check_works(sandbox)
    assert sandbox.process is not None
    os.kill(sandbox.process, signal.SIGKILL)
    await gone(sandbox.process)
    await asyncio.sleep(0.01)
    await check_works(sandbox)


async def test_the_worker_is_killed_during_a_call(sandbox: Sandbox) -> None:
    task = await hanging(sandbox)
    os.kill(await busy_worker(sandbox), signal.SIGKILL)
    assert (await task).outcomes == (Died("was ended by SIGKILL"),)
    await check_works(sandbox)


@pytest.mark.parametrize("sent", [b"\0\0\0\x40[", b"\xff\xff\xff\xff", b"\0\0\0\2{]", b"\0\0\0\2[]"])
async def test_a_frame_that_is_cut_or_wrong_is_an_outcome(sandbox: Sandbox, sent: bytes) -> None:
    source = f"import io\ndef f():\n    io.open.__call__; getattr(io, '_' 'io').FileIO(3, 'wb').write({sent!r})"
    run = await sandbox.run(Program(source), [Call("f")] * 2, Limits(stall=0.1))
    assert len(run.outcomes) == 2
    await check_works(sandbox)


async def test_cancelling_a_run_ends_its_worker(sandbox: Sandbox) -> None:
    task = await hanging(sandbox)
    worker = await busy_worker(sandbox)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await gone(worker)
    await check_works(sandbox)


@pytest.mark.parametrize("reached", [0, 1, 2])
async def test_cancelling_while_it_starts_leaves_nothing(reached: int) -> None:
    before = running()
    sandbox = Sandbox()
    task = asyncio.create_task(sandbox.__aenter__())
    while len(started(before)) < reached:
        await asyncio.sleep(0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await sandbox.__aexit__(None, None, None)
    assert started(before) == []


async def test_a_judge_whose_worker_dies_answers_again(sandbox: Sandbox) -> None:
    async with sandbox.judge([]) as judge:
        for child in children(sandbox):
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
            await gone(child.pid)
        assert await judge.ask([Question("1 == 1")]) == (Value(True, ("1", "1")),)


async def test_a_server_that_does_not_answer_is_replaced(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lift_server.checks.sandbox.supply.SEALING_SECONDS", 0.2)
    stopped = sandbox.process
    assert stopped is not None
    os.kill(stopped, signal.SIGSTOP)
    for _ in range(3):  # the first finds a worker that is sealed already
        await check_works(sandbox)
    assert sandbox.process != stopped
    await gone(stopped)


@contextlib.contextmanager
def no_descriptors_left() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken: list[socket.socket] = []
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, hard), hard))
    try:
        with contextlib.suppress(OSError):
            while True:
                taken.append(socket.socket(socket.AF_UNIX))
        yield
    finally:
        for item in taken:
            item.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def test_no_descriptors_left_is_one_clear_error(sandbox: Sandbox) -> None:
    await check_works(sandbox)
    with no_descriptors_left():
        await check_works(sandbox)  # with the worker that is ready
        with pytest.raises(SandboxError, match="cannot start a check: Too many open files"):
            await sandbox.run(ONE, [Call("f")])
    await check_works(sandbox)


async def test_no_interpreter_is_the_tier_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    async with Sandbox() as sandbox:
        assert sandbox.tier == "none"
        run = await sandbox.run(ONE, [Call("f")])
    assert run.load_error.startswith("nothing is run on this machine: cannot start /nowhere/python")


async def test_a_program_that_does_not_read_cannot_block_the_sandbox(sandbox: Sandbox) -> None:
    """More than the pipe holds is sent while the worker is busy."""
    source = "def f(x):\n    if x == 'first':\n        while True: pass\n    return len(x)"
    calls = [Call("f", ("first",)), *[Call("f", ("y" * 100_000,))] * 60]
    run = await sandbox.run(Program(source), calls, Limits(wall=5, stall=0.1, output=1 << 20))
    assert [outcome for outcome in run.outcomes[1:] if outcome != Returned(100_000)] == []


async def test_leaving_ends_every_process() -> None:
    before = running()
    async with Sandbox() as sandbox:
        program = Program("def f(): return 1")
        run = await sandbox.run(program, [Call("f")])
        await sandbox.recheck(program, [Call("f")], run)
        task = await hanging(sandbox)
        family = started(before)
        assert len(family) >= 4
    with pytest.raises(SandboxError):
        await task
    for process in family:
        await gone(process.pid)
    sandbox.tier = "sealed"
    with pytest.raises(SandboxError, match="closed"):
        await sandbox.run(ONE, [Call("f")])


async def leftovers() -> tuple[int, int]:
    """Descriptors and processes of this process at rest: the same several times, with one spare worker."""
    me = psutil.Process()
    seen: list[tuple[int, int]] = []
    while len(seen) < 500 and (len(seen) < 10 or len(set(seen[-10:])) > 1 or seen[-1][1] != 2):
        await asyncio.sleep(0.005)
        seen.append((me.num_fds(), len(me.children(recursive=True))))
    return seen[-1]


async def check_flat(sandbox: Sandbox, count: int) -> None:
    programs = [
        (ONE, Limits()),
        (Program("def f(): raise ValueError"), Limits()),
        (Program("def f(:"), Limits()),
        (Program("while True: pass"), Limits(stall=0.005)),
        (Program("def f(): return 'x' * 10 ** 5"), Limits(output=1000)),
        (Program("import os"), Limits()),
    ]
    for _ in range(20):
        await check_works(sandbox)
    me = psutil.Process()
    gc.collect()  # what earlier tests left open is theirs
    before, memory = await leftovers(), me.memory_info().rss
    for n in range(count):
        program, limits = programs[n % len(programs)]
        await sandbox.run(program, [Call("f")], limits)
    after = await leftovers()
    grown = me.memory_info().rss - memory
    print(f"{count:,} checks: descriptors and processes {before} -> {after}, memory {grown / (1 << 20):+.1f} MB")
    assert after == before
    assert grown < 20 << 20


async def test_nothing_leaks_in_many_checks(sandbox: Sandbox) -> None:
    await check_flat(sandbox, 150)


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_nothing_leaks_in_ten_thousand_checks(sandbox: Sandbox, share: int) -> None:
    await check_flat(sandbox, 10_000 // share)
