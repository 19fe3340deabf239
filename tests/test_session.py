"""What a session owns: one sandbox for all who ask, none in an untrusted workspace, one question about a weak one."""

import asyncio
from pathlib import Path

import psutil
import pytest

from lift_server import session as session_module
from lift_server.checks.sandbox import Finding, Program, Sandbox
from lift_server.checks.sandbox.api import Call, Returned
from lift_server.lower import read
from lift_server.session import Session, UntrustedError
from lift_server.settings import Settings

DOUBLE = Program("def double(n):\n    return 2 * n\n")


def make_session(folder: Path, *, trusted: bool = True, **more: object) -> Session:
    return Session(Settings(store_path=folder), trusted=trusted, **more)  # type: ignore[arg-type]


class WeakSandbox(Sandbox):
    """A sandbox whose self-test observed that a file could be read."""

    async def __aenter__(self) -> "WeakSandbox":
        await super().__aenter__()
        self.tier = "weak"
        self.findings = (Finding("read a file", False, "the file was read"),)
        return self


async def run_double(session: Session) -> object:
    run = await (await session.sandbox()).run(DOUBLE, [Call("double", (4,))])
    return run.outcomes or run.load_error


async def test_all_who_ask_at_once_get_one_sandbox(tmp_path: Path) -> None:
    async with make_session(tmp_path) as session:
        assert session.tier == ""
        first, second = await asyncio.gather(session.sandbox(), session.sandbox())
        assert first is second
        assert session.tier == "sealed"
        assert await run_double(session) == (Returned(8),)


async def test_nothing_is_left_behind(tmp_path: Path) -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    async with make_session(tmp_path) as session:
        await run_double(session)
    assert {child.pid for child in psutil.Process().children(recursive=True)} <= before


async def test_an_untrusted_workspace_starts_nothing(tmp_path: Path) -> None:
    spec = read("Create a function to calculate the factorial of a number\n").specs[0]
    async with make_session(tmp_path, trusted=False) as session:
        with pytest.raises(UntrustedError):
            await session.lift(spec, (), lambda _: None)
        with pytest.raises(UntrustedError):
            await session.check(spec, (), "def factorial(n): ...\n")
        assert session.tier == ""


@pytest.mark.parametrize("allowed", [True, False])
async def test_a_weak_machine_asks_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: bool) -> None:
    monkeypatch.setattr(session_module, "Sandbox", WeakSandbox)
    asked: list[str] = []

    async def ask(what_is_open: str) -> bool:
        asked.append(what_is_open)
        return allowed

    async with make_session(tmp_path, may_run_weak=ask) as session:
        found = [await run_double(session), await run_double(session)]
        assert (found == [(Returned(8),)] * 2) == allowed
        assert len(asked) == 1
        assert "read a file" in asked[0]


async def test_a_weak_machine_runs_nothing_unless_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "Sandbox", WeakSandbox)
    async with make_session(tmp_path) as session:
        assert "confines programs only in part" in str(await run_double(session))


async def test_other_settings_are_there_at_once_and_what_they_replace_is_closed_later(tmp_path: Path) -> None:
    async with make_session(tmp_path) as session:
        await run_double(session)
        before = session.engines
        closed = session.reconfigure(session.settings.model_copy(update={"candidates": 3}))
        assert session.settings.candidates == 3
        assert not set(map(id, session.engines)) & set(map(id, before))
        await closed
        assert await run_double(session) == (Returned(8),)
