"""The main job: the bare factorial sentence, as a whole process and inside a warm session. Seconds of wall time."""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lift_server.lower import read
from lift_server.session import Session
from lift_server.settings import Settings

SENTENCE = "Create a function to calculate the factorial of a number\n"


def whole_process(runs: int, *, keep_store: bool) -> list[float]:
    """Wall seconds of `lift build factorial.lift`; with `keep_store` the result is known from the run before."""
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder, "factorial.lift")
        spec.write_text(SENTENCE, encoding="utf-8")
        for run in range(runs + 1):
            store = Path(folder, "store" if keep_store else f"store{run}")
            environment = {**os.environ, "LIFT_STORE_PATH": str(store)}
            Path(folder, "factorial.py").unlink(missing_ok=True)
            started = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "lift_server.cli", "build", str(spec)],
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            seconds.append(time.perf_counter() - started)
    return seconds[1:]


async def warm_session(runs: int) -> list[float]:
    """Wall seconds of one lift in a session whose fork servers run; every run has a store of its own."""
    seconds = []
    file = read(SENTENCE)
    with tempfile.TemporaryDirectory() as folder:
        async with Session(Settings(store_path=Path(folder)), trusted=True) as session:
            for run in range(runs + 1):
                await session.reconfigure(Settings(store_path=Path(folder, str(run))))
                started = time.perf_counter()
                lifted = await session.lift(file.specs[0], file.specs, lambda _: None)
                seconds.append(time.perf_counter() - started)
                assert lifted.chosen is not None
    return seconds[1:]


def show(title: str, seconds: list[float]) -> None:
    """One row: median and 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(f"{title:<55} p50 {statistics.median(ordered) * 1000:7.1f} ms   p95 {p95 * 1000:7.1f} ms   n={len(ordered)}")


if __name__ == "__main__":
    show("bare sentence, whole process, nothing stored", whole_process(50, keep_store=False))
    show("bare sentence, whole process, second run", whole_process(50, keep_store=True))
    show("bare sentence, warm session, nothing stored", asyncio.run(warm_session(50)))
