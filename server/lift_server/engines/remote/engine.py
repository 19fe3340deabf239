"""The engine that asks a model on a server: what it may do here, and which server answers."""

import asyncio
import hashlib
import json
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing

from lift_ir import IR
from lift_server.engines.base import (
    NOTHING_SPENT,
    Capabilities,
    Draft,
    Feedback,
    Report,
    Services,
    Silence,
    Written,
    unheard,
)
from lift_server.engines.prompts import prompt_version
from lift_server.engines.remote.drafting import Drafting, leaves_nothing_to_infer
from lift_server.engines.remote.faults import RequestError
from lift_server.engines.remote.probe import Server, probe, read_server, write_server
from lift_server.engines.remote.transport import Clock, Transport, is_loopback
from lift_server.engines.remote.writing import Writing

ENGINE = "remote"
PROBE_DAYS = 1
"""How long a server is taken to be what it was found to be."""
_DAY = 86_400
Work = Callable[[Callable[[Written], None]], Coroutine[None, None, None]]


class RemoteEngine:
    """Asks the server of the setting `endpoint`, which is probed before its first request."""

    def __init__(self, services: Services, clock: Clock | None = None) -> None:
        settings = services.settings
        self._services = services
        self._clock = clock or Clock()
        self._transport = (
            Transport(settings.endpoint, settings.model, settings.request_seconds, services.key_for, self._clock)
            if settings.endpoint
            else None
        )
        self._server: Server | None = None
        self._probing = asyncio.Lock()

    def capabilities(self) -> Capabilities:
        """What is known without asking the server; `version` is that of the prompts, with the address."""
        settings = self._services.settings
        problem = self._problem()
        known = self._server.describe() if self._server else "not asked yet"
        detail = problem or f"{settings.endpoint}: {known}"
        version = f"{prompt_version()} {settings.endpoint}"
        return Capabilities(ENGINE, not problem, detail, model=settings.model, version=version)

    def _problem(self) -> str:
        """Why no server is asked; empty when one may be."""
        settings = self._services.settings
        if not settings.endpoint:
            return "no server is set up; give its address in the setting `endpoint` (LIFT_ENDPOINT)"
        if not self._services.trusted:
            return "the workspace is not trusted, so that nothing of it is sent"
        if settings.endpoint.startswith("http:") and not (is_loopback(settings.endpoint) or settings.allow_http):
            return f"{settings.endpoint} is not encrypted; use https, or set `allow_http` in a network that you trust"
        return ""

    async def examine(self, report: Report = unheard) -> Capabilities:
        """What the server proves now, whatever was known of it."""
        known = self.capabilities()
        if not known.usable:
            return known
        try:
            self._forget()
            server, transport = await self._probed(report)
        except RequestError as failure:
            return Capabilities(ENGINE, usable=False, detail=str(failure), model=known.model, version=known.version)
        key = f", key from {transport.key_place}" if transport.key_place else ", no key"
        detail = f"{transport.endpoint}: {server.describe()}{key}"
        return Capabilities(ENGINE, usable=True, detail=detail, model=known.model, version=known.version)

    async def draft(self, source: str, stated: IR, feedback: Feedback, report: Report = unheard) -> Draft:
        """The spec with what the model reads in it; the stated IR alone when nothing is left to infer."""
        if problem := self._problem():
            return Draft(stated, silence=problem)
        if leaves_nothing_to_infer(stated):
            return Draft(stated)
        drafting: Drafting | None = None
        try:
            server, transport = await self._probed(report)
            drafting = Drafting(ENGINE, transport, self._services.replies, server, report)
            return await drafting.run(source, stated)
        except RequestError as failure:
            usage = drafting.usage if drafting else NOTHING_SPENT
            return Draft(stated, silence=self._failed(failure), usage=usage, again=failure.again)

    async def write(self, source: str, ir: IR, count: int, feedback: Feedback) -> AsyncGenerator[Written, None]:
        """What the model writes, each candidate when it is complete."""
        if problem := self._problem():
            yield Silence(problem)
            return

        async def work(emit: Callable[[Written], None]) -> None:
            try:
                server, transport = await self._probed(emit)
                writing = Writing(ENGINE, transport, self._services.replies, self._services.read, server, emit)
                await writing.run(source, ir, count, feedback)
            except RequestError as failure:
                emit(Silence(self._failed(failure), again=failure.again))

        async with aclosing(_emitted(work)) as items:
            async for item in items:
                yield item

    async def close(self) -> None:
        """Close the connections to the server."""
        if self._transport is not None:
            await self._transport.close()

    async def _probed(self, report: Report) -> tuple[Server, Transport]:
        """The server; what was found lately, by any process, is not asked again. Raises RequestError."""
        assert self._transport is not None, "without an endpoint nothing is asked"
        async with self._probing:
            self._server = self._server or self._known()
            if self._server is None:
                self._server = await probe(self._transport, self._services.settings.model, report)
                found = {"at": self._clock.today(), "server": write_server(self._server)}
                self._services.replies.put_reply(self._probe_key(), json.dumps(found))
        return self._server, self._transport

    def _known(self) -> Server | None:
        try:
            found = json.loads(self._services.replies.get_reply(self._probe_key()) or "")
            is_recent = 0 <= self._clock.today() - found["at"] < PROBE_DAYS * _DAY
            return read_server(found["server"]) if is_recent else None
        except (ValueError, TypeError, KeyError):
            return None

    def _probe_key(self) -> str:
        settings = self._services.settings
        return hashlib.sha256(json.dumps(["probe", settings.endpoint, settings.model]).encode()).hexdigest()

    def _forget(self) -> None:
        self._server = None
        self._services.replies.put_reply(self._probe_key(), "")

    def _failed(self, failure: RequestError) -> str:
        """What to say; a server that refuses a request may have changed, and is asked anew."""
        if failure.kind in ("refused", "no model", "invalid"):
            self._forget()
        return str(failure)


async def _emitted(work: Work) -> AsyncGenerator[Written, None]:
    """What `work` emits, as it comes; it goes on while the consumer is busy and is cancelled with the generator."""
    queue: asyncio.Queue[Written | None] = asyncio.Queue()
    task = asyncio.create_task(work(queue.put_nowait))
    task.add_done_callback(lambda _: queue.put_nowait(None))
    try:
        while (item := await queue.get()) is not None:
            yield item
        await task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
