"""`make test-live`: its hidden cases can be satisfied, its judge tells right from wrong, and without an address it asks
nobody."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from benchmarks.live import Task, judge, load_tasks, main, markdown, measure, run, summary

from lift_ir import Candidate
from lift_server.checks.sandbox import Sandbox
from lift_server.lower import read
from lift_server.session import Session
from lift_server.settings import Settings

from .references import MODULES, bodies

in_one_loop = pytest.mark.asyncio(loop_scope="module")
TASKS = load_tasks()
FUNCTIONS = [task for task in TASKS if task.kind == "function"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as started:
        yield started


def candidate(body: str) -> Candidate:
    return Candidate(body=body, modules=tuple(name for name in MODULES if f"{name}." in body), engine="reference")


@in_one_loop
@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: task.title)
async def test_a_right_function_passes_and_a_stub_does_not(sandbox: Sandbox, task: Task) -> None:
    right = candidate(bodies()[task.title])
    assert await judge(task.spec.ir, right, task.hidden, sandbox) == len(task.hidden)
    assert await judge(task.spec.ir, candidate("    return None\n"), task.hidden, sandbox) == 0


@in_one_loop
async def test_a_wrong_function_fails_some(sandbox: Sandbox) -> None:
    (task,) = [task for task in FUNCTIONS if task.title == "is_leap_year"]
    assert await judge(task.spec.ir, candidate("    return year % 4 == 0\n"), task.hidden, sandbox) == 3


def test_what_is_asked() -> None:
    kinds = [task.kind for task in TASKS]
    assert (kinds.count("sentence"), kinds.count("function")) == (2, 18)
    assert kinds.count("example") > 15
    assert all(task.hidden for task in TASKS if task.kind != "example")
    assert set(bodies()) == {task.title for task in FUNCTIONS}


async def test_the_production_path_makes_the_table(tmp_path: Path) -> None:
    """With the embedded engine in the place of a model: sessions, store, judge and table are the same."""
    settings = Settings(engine="embedded", store_path=tmp_path)
    shown = []
    done = await run(settings, TASKS[:2], shown.append)
    assert shown == done.rows
    assert [(row.is_right, row.hidden) for row in done.rows] == [(True, (8, 8)), (True, (4, 4))]
    page = markdown(summary(settings, done), done.rows)
    assert "- right: 2 of 2" in page
    assert "| sentence | factorial: #0 | yes | 4/4 |" in page


async def test_silence_is_a_row_that_says_why(tmp_path: Path) -> None:
    (task,) = [task for task in FUNCTIONS if task.title == "spiral"]
    async with Session(Settings(engine="embedded", store_path=tmp_path), trusted=True) as session:
        row = await measure(session, task)
    assert not row.is_right
    assert row.hidden == (0, 3)
    assert row.note


async def test_a_candidate_that_fails_is_a_row_that_says_how(tmp_path: Path) -> None:
    spec = read("Create a function to calculate the factorial of a number\n\nexample: factorial(1) == 7\n").specs[0]
    async with Session(Settings(engine="embedded", store_path=tmp_path), trusted=True) as session:
        row = await measure(session, Task("function", "wrong example", spec, (spec,)))
    assert not row.holds
    assert row.note == "no candidate holds; factorial(1): returns 1"


def test_without_an_address_nobody_is_asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--out", str(tmp_path / "out")]) == 2
    assert "make test-live LIFT_URL=" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_where_nobody_answers_it_stops_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, unused_tcp_port: int
) -> None:
    assert main(["--url", f"http://127.0.0.1:{unused_tcp_port}", "--out", str(tmp_path / "out")]) == 2
    assert f"127.0.0.1:{unused_tcp_port}" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_address_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--url", "not an address"]) == 2
    assert "an address such as https://host:8000" in capsys.readouterr().err
