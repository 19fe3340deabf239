"""Drafts IRs and writes candidates with a model on a server."""

from collections.abc import AsyncGenerator

from lift_ir import IR
from lift_server.engines.base import Capabilities, Draft, Feedback, Report, Services, Silence, Written, unheard

ENGINE = "remote"


class RemoteEngine:
    """Asks the server of the setting `endpoint`."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def capabilities(self) -> Capabilities:
        """What is known without asking the server."""
        settings = self._services.settings
        return Capabilities(ENGINE, usable=False, detail="not asked yet", model=settings.model)

    async def examine(self) -> Capabilities:
        """What the server says of itself."""
        return self.capabilities()

    async def draft(self, source: str, stated: IR, feedback: Feedback, report: Report = unheard) -> Draft:
        """The spec with what the model reads in it."""
        return Draft(stated, silence="the remote engine is not ready", again=True)

    async def write(self, source: str, ir: IR, count: int, feedback: Feedback) -> AsyncGenerator[Written, None]:
        """What the model writes."""
        yield Silence("the remote engine is not ready", again=True)

    async def close(self) -> None:
        """Close what is open."""
