"""Frames from a stream, and the watch over a worker."""

import asyncio
import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lift_server.checks.sandbox.process import FrameReader, Schedule, Watch, frame


class Transport:
    """Counts what a reader asks of its connection."""

    aborted = 0

    def abort(self) -> None:
        self.aborted += 1


def read_chunks(chunks: list[bytes], limit: int | None) -> tuple[list[bytes], FrameReader, Transport]:
    frames: list[bytes] = []
    reader, transport = FrameReader(frames.append, lambda: None, limit), Transport()
    reader.transport = transport
    for chunk in chunks:
        reader.data_received(chunk)
    return frames, reader, transport


@given(st.lists(st.binary(max_size=50), max_size=8), st.lists(st.integers(1, 20), min_size=1))
@settings(deadline=None)
def test_frames_do_not_depend_on_how_the_stream_is_cut(bodies: list[bytes], sizes: list[int]) -> None:
    stream, chunks, at = b"".join(map(frame, bodies)), [], 0
    while at < len(stream):
        size = sizes[len(chunks) % len(sizes)]
        chunks.append(stream[at : at + size])
        at += size
    frames, reader, transport = read_chunks(chunks, None)
    assert (frames, reader.overflowed, transport.aborted) == (bodies, False, 0)


@pytest.mark.parametrize(
    "stream", [struct.pack("!I", 0xFFFFFFFF) + b"x", struct.pack("!I", 101), frame(b"x" * 60) + frame(b"y" * 60)]
)
def test_a_stream_beyond_its_limit_is_cut_off(stream: bytes) -> None:
    _, reader, transport = read_chunks([stream[i : i + 7] for i in range(0, len(stream), 7)], 100)
    assert reader.overflowed
    assert transport.aborted


def test_a_stream_may_be_allowed_more() -> None:
    frames, reader, _ = read_chunks([frame(b"x" * 60)], 100)
    reader.allow(100)
    reader.data_received(frame(b"y" * 60))
    assert (len(frames), reader.overflowed) == (2, False)


class Clockwork:
    """A worker that is killed once and waits for a processor for a share of the time. `held_up`: it is ready to run at
    each look, so that what it waits is not counted yet."""

    def __init__(self, share: float, *, held_up: bool = False) -> None:
        self._share, self._held_up = share, held_up
        self._start = asyncio.get_running_loop().time()
        self.killed = asyncio.Event()

    def schedule(self) -> Schedule:
        passed = asyncio.get_running_loop().time() - self._start
        waited = 0.0 if self._held_up else self._share * passed
        return Schedule((1 - self._share) * passed, waited, self._held_up)

    def kill(self) -> None:
        self.killed.set()


async def first_killed(*watched: tuple[str, Any]) -> str:
    """The name of the worker that is killed first."""
    tasks = {asyncio.create_task(worker.killed.wait()): name for name, worker in watched}
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    return tasks[done.pop()]


@pytest.mark.parametrize("held_up", [False, True])
@pytest.mark.parametrize(("stall", "wall", "reason"), [(0.02, 9.0, "stall"), (9.0, 0.02, "wall")])
async def test_a_worker_that_only_waits_for_a_processor_is_given_more_time(
    stall: float, wall: float, reason: str, held_up: bool
) -> None:
    starved, hanging = Clockwork(1.0, held_up=held_up), Clockwork(0.0, held_up=held_up)
    watches = [Watch(worker, stall, wall) for worker in (starved, hanging)]  # type: ignore[arg-type]
    assert await first_killed(("starved", starved), ("hanging", hanging)) == "hanging"
    assert [watch.expired for watch in watches] == ["", reason]
    await starved.killed.wait()  # but not for ever


@pytest.mark.parametrize(("stall", "wall"), [(3.0, 99.0), (99.0, 3.0)])
async def test_time_in_which_nothing_ran_here_does_not_count(
    monkeypatch: pytest.MonkeyPatch, stall: float, wall: float
) -> None:
    loop = asyncio.get_running_loop()
    now, worker = loop.time, Clockwork(0.0)
    watch = Watch(worker, stall, wall)  # type: ignore[arg-type]
    monkeypatch.setattr(loop, "time", lambda: now() + 60)  # as in a machine that was paused
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert watch.elapsed() < 1
    assert not worker.killed.is_set()
    watch.close()


async def test_an_idle_worker_does_not_stall() -> None:
    idle, busy = Clockwork(0.0), Clockwork(0.0)
    watch = Watch(idle, 0.01, 9.0)  # type: ignore[arg-type]
    watch.progress(busy=False)
    Watch(busy, 0.05, 9.0)  # type: ignore[arg-type]
    assert await first_killed(("idle", idle), ("busy", busy)) == "busy"
    watch.close()
