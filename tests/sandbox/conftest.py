"""One sandbox per module of tests: starting it costs more than most checks."""

from collections.abc import AsyncIterator

import pytest_asyncio

from lift_server.checks.sandbox import Sandbox


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as started:
        assert started.tier == "sealed", started.findings
        yield started
