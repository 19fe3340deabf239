"""One request and its reply: from the store when it was asked before, else streamed, with progress and cost."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from lift_ir.candidate import Usage
from lift_server.engines.base import Progress, Replies, Report
from lift_server.engines.remote.faults import interrupted
from lift_server.engines.remote.replies import Finished, Reply, read_stored
from lift_server.engines.remote.requests import Request
from lift_server.engines.remote.transport import Transport
from lift_server.engines.remote.wire import Chunk

REPORT_SECONDS = 0.2
"""How often progress is told, at most."""

Receive = Callable[[Finished, int], Awaitable[None]]
"""Gets each choice when it is complete, and the tokens of the prompt, 0 while they are not known."""


@dataclass(slots=True)
class Exchange:
    """A request that is under way. `usage`: what it cost so far; None for a reply that was stored."""

    transport: Transport
    replies: Replies
    stage: str
    report: Report
    usage: Usage | None = None

    async def run(self, request: Request, receive: Receive) -> None:
        """Hand over every choice; a whole reply is stored. Raises RequestError, perhaps after some choices."""
        key = request.key(self.transport.endpoint)
        if (stored := read_stored(self.replies.get_reply(key) or "")) is not None:
            for choice in stored.choices:
                await receive(choice, stored.prompt_tokens)
            return
        reply = Reply(request.body.get("n", 1))
        clock = self.transport.clock
        started = clock.now()
        told, first = started, 0.0

        async def take(chunk: Chunk) -> None:
            nonlocal told, first
            now = clock.now()
            completed = reply.add(chunk, now - started)
            self.usage = reply.usage(now - started)
            first = first or now
            if now - told >= REPORT_SECONDS:
                told = now
                speed = reply.tokens / (now - first) if now > first else 0.0
                self.report(Progress(self.stage, tokens=reply.tokens, tokens_per_second=speed))
            for choice in completed:
                await receive(choice, reply.prompt_tokens)

        await self.transport.stream(request.path, request.body, self.report, take)
        if reply.growing or not reply.finished:
            raise interrupted(self.transport.origin)
        self.replies.put_reply(key, reply.stored())
