"""The self-test: what is observed to be denied decides the tier, and is shown."""

from pathlib import Path

import pytest

from lift_server.checks.sandbox import Finding, Limits, Sandbox
from lift_server.checks.sandbox.selftest import ESSENTIAL, observe, tier_of
from lift_server.checks.sandbox.supply import Supply

UNSEALED = Path(__file__).parents[2] / "benchmarks" / "unsealed.py"
ALL = ("process", "read a file", "signal", "stat a file", "thread", "executable memory", "TCP", "UDP", "write a file")


async def test_everything_is_denied_here(sandbox: Sandbox) -> None:
    assert sorted(finding.name for finding in sandbox.findings) == sorted(ALL)
    assert [finding for finding in sandbox.findings if not finding.denied] == []
    assert sandbox.tier == "sealed"


async def test_the_same_probes_succeed_in_a_process_that_is_not_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The probes see what is open: a worker without seccomp and Landlock is weak."""
    supply = Supply(Limits())
    monkeypatch.setattr("lift_server.checks.sandbox.posix.MAIN", UNSEALED)
    try:
        async with supply.worker(Limits()) as worker:
            findings = await observe(worker)
    finally:
        await supply.close()
    assert [finding for finding in findings if finding.denied] == []
    assert tier_of(findings) == "weak"


async def test_the_report_says_what_a_person_needs_to_know(sandbox: Sandbox) -> None:
    report = sandbox.report()
    assert (report.tier, report.findings) == ("sealed", sandbox.findings)
    assert {"rlimits", "seccomp"} <= set(report.layers)
    assert report.start_seconds > 0
    assert report.memory_bytes is not None
    assert 1 << 20 < report.memory_bytes < 100 << 20
    assert report.system.startswith("Linux")


@pytest.mark.parametrize("open_", sorted(ESSENTIAL))
def test_one_essential_thing_that_is_not_denied_is_weak(open_: str) -> None:
    findings = tuple(Finding(name, name != open_, "") for name in ALL)
    assert tier_of(findings) == "weak"
    assert tier_of(tuple(Finding(name, True, "") for name in ALL)) == "sealed"
    assert tier_of(()) == "none"
