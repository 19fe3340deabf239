"""A long day of typing: edits while jobs are started and cancelled (`make soak` for the full count)."""

from pathlib import Path

import psutil
import pytest

from .raw_client import RawClient
from .test_fuzz import initialize_params

EDITS = 25_000
WARM_UP = 15_000
"""Edits after which every cache of texts of specs is full; half of the edits are a new text."""
GROWTH = 2.0
"""MiB that a server may grow in the 10,000 edits from then on: 0.2 kB an edit."""
SPECS = """\
spec factorial(n: int) -> int
    The factorial of a number.

    raises: ValueError when n < 0
    example: factorial(4) == 24

spec greatest(a: int, b: int) -> int
    The greatest common divisor of two numbers.

    requires: a > 0 and b > 0
    example: greatest(12, 18) == 6
"""


async def type_away(root: Path, edits: int, warm_up: int) -> tuple[float, float]:
    """Edit a file so often, lifting it every tenth time; returns MiB after the warm-up and in the end."""
    client = RawClient(root)
    await client.start()
    params = initialize_params(root)
    params["initializationOptions"] = {"trusted": True, "settings": {"run": "onSave"}}
    await client.initialize(params)
    server = psutil.Process(client.process.pid)
    uri = (root / "numbers_.lift").as_uri()
    item = {"uri": uri, "languageId": "lift", "version": 1, "text": SPECS}
    client.notify("textDocument/didOpen", {"textDocument": item})
    after_warm_up = 0.0
    for number in range(edits):
        version = number + 2
        client.versions[uri] = version
        there = {"line": 1, "character": 4}
        # One word comes and goes, so that every other version is a new text for the jobs.
        change = (
            {"range": {"start": there, "end": there}, "text": f"Word{number} "}
            if number % 2 == 0
            else {"range": {"start": there, "end": {"line": 1, "character": 9 + len(str(number - 1))}}, "text": ""}
        )
        document = {"uri": uri, "version": version}
        client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
        if number % 10 == 4:
            client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        if number % 50 == 49:
            client.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": there})
            await client.answered()
        if number + 1 == warm_up:
            after_warm_up = server.memory_info().rss / 2**20
    in_the_end = server.memory_info().rss / 2**20
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    children = server.children(recursive=True)
    await client.stop()
    assert client.process.returncode == 0
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    assert client.progress == set()
    assert client.problems == []
    assert client.popups == []
    assert not [line for line in client.log if "ERROR" in line or "Traceback" in line], "\n".join(client.log[-40:])
    return after_warm_up, in_the_end


async def test_typing_while_jobs_come_and_go(tmp_path: Path) -> None:
    await type_away(tmp_path, 200, 100)


@pytest.mark.soak
@pytest.mark.timeout(1800)
async def test_memory_stays_flat_over_a_long_day(tmp_path: Path) -> None:
    before, after = await type_away(tmp_path, EDITS, WARM_UP)
    print(f"{EDITS} edits: {before:.1f} MiB after {WARM_UP}, {after:.1f} MiB in the end")
    assert after - before < GROWTH
