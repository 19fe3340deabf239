"""One sandbox per module of tests: starting it costs more than most checks."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from lift_server.checks.sandbox import Sandbox

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of one module share an event loop, as their sandbox does."""
    for item in items:
        if HERE in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as started:
        assert started.tier == "sealed", started.findings
        yield started
