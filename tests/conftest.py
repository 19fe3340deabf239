"""What holds for every test: nothing of the developer's own settings reaches it."""

import os

import pytest
from hypothesis import settings

# CI judges the change, not the day's luck; everywhere else new examples are tried with each run.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("developer", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "developer")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long-counts-over", type=int, default=1, help="divide the long counts of `soak` by this")


@pytest.fixture
def share(request: pytest.FixtureRequest) -> int:
    """What the long counts are divided by."""
    return int(request.config.getoption("--long-counts-over"))


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("LIFT_")]:
        monkeypatch.delenv(name)
