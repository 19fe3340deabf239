"""Figures of the sandbox: latency, throughput, killing, start. `python -m benchmarks.sandbox`."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from lift_server.checks.sandbox import Call, Died, Limits, Program, Question, Returned, Run, Sandbox, TimedOut, posix

UNSEALED = Path(__file__).with_name("unsealed.py")
ADD = Program("def f(x): return x + 1")
SORT = Program("def f(x): return sorted(x)")
SPLIT = Program("def f(x): return x.split()")
HANG = Program("def f(x):\n    while True: pass")
BOMB = Program("def f(x):\n    keep = []\n    while True: keep.append(bytearray(10 ** 7))")
TWENTY = [17, 3, 11, 19, 2, 5, 13, 7, 1, 20, 4, 9, 16, 8, 12, 6, 18, 10, 15, 14]
TEXT = "the quick brown fox jumps over the lazy dog"
PAUSE = 0.02  # seconds between two saves, generously short


async def timed(work: Callable[[], Awaitable[Run]]) -> tuple[float, Run]:
    """Seconds, and what came back."""
    start = time.perf_counter()
    run = await work()
    return time.perf_counter() - start, run


async def measure(sandbox: Sandbox, program: Program, calls: list[Call], times: int, pause: float = 0.0) -> list[float]:
    """Milliseconds of each of `times` checks, all of which must succeed."""
    figures = []
    for _ in range(times):
        seconds, run = await timed(lambda: sandbox.run(program, calls))
        if not all(isinstance(outcome, Returned) for outcome in run.outcomes) or len(run.outcomes) != len(calls):
            raise SystemExit(f"the benchmark's own program failed: {run}"[:500])
        figures.append(seconds * 1e3)
        await asyncio.sleep(pause)
    return figures


def show(name: str, figures: list[float], unit: str = "ms") -> None:
    """One line: minimum, median and 95th percentile."""
    ordered = sorted(figures)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(f"{name:<44} min {ordered[0]:8.2f}  median {statistics.median(ordered):8.2f}  p95 {p95:8.2f} {unit}")


async def latency(sandbox: Sandbox) -> None:
    """One candidate, from the call to its outcomes."""
    single = [Call("f", (1,))]
    show("1 input, a pause before (as in an editor)", await measure(sandbox, ADD, single, 100, PAUSE))
    show("1 input, back to back", await measure(sandbox, ADD, single, 300))
    show("1,000 inputs (sort 20 integers)", await measure(sandbox, SORT, [Call("f", (TWENTY,))] * 1000, 30))
    show("1,000 inputs (add)", await measure(sandbox, ADD, [Call("f", (n,)) for n in range(1000)], 30))


async def throughput(sandbox: Sandbox) -> None:
    """Candidates and calls in a second."""
    count = 300
    start = time.perf_counter()
    await asyncio.gather(*(sandbox.run(ADD, [Call("f", (1,))]) for _ in range(count)))
    print(f"{'candidates a second, 1 input':<44} {count / (time.perf_counter() - start):12,.0f}")
    limits = Limits(wall=20, output=64 << 20)
    for name, program, value in (("integers", ADD, 7), ("20-item lists", SORT, TWENTY), ("strings", SPLIT, TEXT)):
        calls = [Call("f", (value,))] * 10_000
        seconds, run = await timed(lambda: sandbox.run(program, calls, limits))  # noqa: B023 - awaited here
        done = sum(isinstance(outcome, Returned) for outcome in run.outcomes)
        print(f"{'calls a second, ' + name:<44} {done / seconds:12,.0f}")


async def killing(sandbox: Sandbox) -> None:
    """Time from the call of a program that never ends by itself to its outcome."""
    for name, program in (("a hang is killed after", HANG), ("a memory bomb is killed after", BOMB)):
        figures = []
        for _ in range(10):
            seconds, run = await timed(lambda: sandbox.run(program, [Call("f", (1,))]))  # noqa: B023 - awaited here
            assert isinstance(run.outcomes[0], TimedOut | Died), run
            figures.append(seconds * 1e3)
        show(name, figures)


async def judging(sandbox: Sandbox) -> None:
    """A judge of its own, and one that is asked again."""
    questions = [Question("f(x) == x + 1", (("x", n),)) for n in range(100)]
    known = [(Call("f", (n,)), Returned(n + 1)) for n in range(100)]
    fresh, warm = [], []
    for _ in range(30):
        start = time.perf_counter()
        async with sandbox.judge(["f"]) as judge:
            await judge.ask(questions[:1], known[:1])
            fresh.append((time.perf_counter() - start) * 1e3)
            start = time.perf_counter()
            await judge.ask(questions, known)
            warm.append((time.perf_counter() - start) * 1e3)
    show("a judge, started and asked 1 question", fresh)
    show("100 questions to a judge", warm)


async def starting() -> None:
    """The fork server with its self-test, once a session."""
    figures = []
    for _ in range(8):
        start = time.perf_counter()
        async with Sandbox() as sandbox:
            figures.append((time.perf_counter() - start) * 1e3)
            memory = sandbox.report().memory_bytes
    show("fork server start and self-test", figures)
    print(f"{'memory of the fork server':<44} {(memory or 0) / (1 << 20):12.1f} MB")


async def cost_of_sealing(sandbox: Sandbox) -> None:
    """Medians with and without limits and confinement, measured in turns."""
    sealed_main, posix.MAIN = posix.MAIN, UNSEALED
    try:
        async with Sandbox() as unsealed:
            unsealed.allow_weak = True
            sealed, bare = [], []
            for _ in range(30):
                sealed += await measure(sandbox, ADD, [Call("f", (1,))], 10)
                bare += await measure(unsealed, ADD, [Call("f", (1,))], 10)
    finally:
        posix.MAIN = sealed_main
    print(
        f"{'sealed to unsealed, 1 input back to back':<44} {statistics.median(sealed) / statistics.median(bare):12.2f}"
    )


async def main() -> None:
    """Print all figures."""
    await starting()
    async with Sandbox() as sandbox:
        print(f"tier: {sandbox.tier} ({', '.join(sandbox.layers)})")
        await measure(sandbox, ADD, [Call("f", (1,))], 50)
        await latency(sandbox)
        await throughput(sandbox)
        await killing(sandbox)
        await judging(sandbox)
        await cost_of_sealing(sandbox)


if __name__ == "__main__":
    asyncio.run(main())
