"""One server for the tests that need no other: starting one takes longer than most of them."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from .editor import Editor, started


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_editor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    async with started(tmp_path_factory.mktemp("workspace"), errors_expected=True) as editor:
        yield editor


@pytest_asyncio.fixture(loop_scope="session")
async def editor(shared_editor: Editor, request: pytest.FixtureRequest) -> AsyncIterator[Editor]:
    """The shared editor in a folder of the test's own, with nothing open and nothing reported yet."""
    workspace = shared_editor.root
    folder = workspace / request.node.name.translate(dict.fromkeys(map(ord, "[]/ "), "_"))
    folder.mkdir()
    shared_editor.begin(folder)
    yield shared_editor
    for uri in list(shared_editor.texts):
        shared_editor.close(uri)
    await shared_editor.configure({})
    await shared_editor.until(lambda: shared_editor.began() == [])
    shared_editor.root = workspace
    shared_editor.check_quiet()
