"""Candidates from a model: asked for at once, each read by a sealed worker as soon as it is complete."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from lift_ir import IR, Candidate
from lift_ir.candidate import Usage
from lift_server.engines.base import Feedback, Progress, ReadBody, Replies, Silence, Spent, Written
from lift_server.engines.plain_text import code_in, repair_request
from lift_server.engines.prompts import Messages, function_start, write_messages
from lift_server.engines.remote.exchange import Exchange
from lift_server.engines.remote.faults import RequestError
from lift_server.engines.remote.probe import Server
from lift_server.engines.remote.replies import Finished
from lift_server.engines.remote.requests import FUNCTION_TOKENS, Request, form_of, write_request
from lift_server.engines.remote.transport import Transport
from lift_server.engines.remote.wire import read_tokens

AT_ONCE = 4
"""Requests at once to a server that gives one choice each."""


@dataclass(slots=True)
class Writing:
    """The candidates of one spec. `emit` gets what is found, in the order in which it is."""

    engine: str
    transport: Transport
    replies: Replies
    read: ReadBody
    server: Server
    emit: Callable[[Written], None]
    found: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    worst: tuple[str, str, int] | None = None

    async def run(self, source: str, ir: IR, count: int, feedback: Feedback) -> None:
        """Raises RequestError when nothing came because of it."""
        messages = write_messages(source, ir, feedback, form_of(self.server))
        tokens = await self._tokens(messages) if self.server.start == "tokens" else ()
        if self.server.many or count == 1:
            requests = [write_request(self.server, ir, messages, count, feedback.drawn, tokens)]
        else:
            seeds = range(feedback.drawn, feedback.drawn + count)
            requests = [write_request(self.server, ir, messages, 1, seed, tokens) for seed in seeds]
        failure = await self._ask_all(requests, ir)
        if not self.found and self.worst is not None and form_of(self.server) != "body":
            reply, problem, line = self.worst
            self.emit(Progress("nothing compiles; asking for a correction"))
            asked = repair_request(function_start(ir), reply, problem, line)
            turns = [*messages, {"role": "assistant", "content": reply}, {"role": "user", "content": asked}]
            failure = await self._ask_all([write_request(self.server, ir, turns, 1, 0)], ir) or failure
        if failure is not None and not self.found:
            raise failure
        if failure is not None:
            self.emit(Silence(str(failure), again=failure.again))
        if self.rejected:
            self.emit(Silence(self._rejections(), replies=self.rejected.total()))

    async def _ask_all(self, requests: list[Request], ir: IR) -> RequestError | None:
        """The first failure, when there is one; the others go on."""
        slots = asyncio.Semaphore(AT_ONCE)
        failures: list[Exception] = []

        async def ask(request: Request) -> None:
            async with slots:
                try:
                    if not failures:
                        await self._ask(request, ir)
                except Exception as error:
                    failures.append(error)

        # A group would wrap what went wrong.
        async with asyncio.TaskGroup() as group:
            for request in requests:
                group.create_task(ask(request))
        for error in failures:
            if not isinstance(error, RequestError):
                raise error
        return next((error for error in failures if isinstance(error, RequestError)), None)

    async def _ask(self, request: Request, ir: IR) -> None:
        async def receive(choice: Finished, prompt_tokens: int) -> None:
            share = prompt_tokens // max(1, request.body.get("n", 1))
            usage = Usage(prompt_tokens=share, completion_tokens=choice.tokens, seconds=choice.seconds)
            await self._take(choice, request, ir, usage)

        exchange = Exchange(self.transport, self.replies, f"{self.server.model} writes", self.emit)
        try:
            await exchange.run(request, receive)
        finally:
            if exchange.usage is not None:
                self.emit(Spent(exchange.usage))

    async def _take(self, choice: Finished, request: Request, ir: IR, usage: Usage) -> None:
        """Emit what the choice holds, or note why it holds nothing."""
        if choice.finish == "length":
            self.rejected[f"cut off after {usage.completion_tokens or FUNCTION_TOKENS:,} tokens"] += 1
            return
        if choice.finish == "content_filter":
            self.rejected["withheld by the server's content filter"] += 1
            return
        text = _code(choice.text, request)
        if text is None:
            self.rejected["not the JSON object that was asked for"] += 1
            return
        reading = await self.read(function_start(ir), text, ir.effects)
        is_whole = reading.cut == 0 or request.form != "body"
        if not reading.body or not is_whole:
            problem = reading.problem or "no function"
            self.worst = self.worst or (text, problem, reading.line)
            self.rejected[f"not compilable ({problem})" if reading.problem else "without a function"] += 1
            return
        self.found += 1
        self.emit(
            Candidate(
                body=reading.body,
                modules=reading.modules,
                engine=self.engine,
                model=self.server.model,
                seed=request.body["seed"] + choice.index,
                usage=usage,
            )
        )

    def _rejections(self) -> str:
        total = self.found + self.rejected.total()
        parts = ", ".join(f"{count} {reason}" for reason, count in self.rejected.most_common(3))
        advice = "" if self.found else "; write more of the spec, or use a larger `model`"
        return f"{self.rejected.total()} of {total} replies of {self.server.model} could not be used: {parts}{advice}."

    async def _tokens(self, messages: Messages) -> tuple[int, ...]:
        """The chat as the server's template renders it, and the start of the answer behind it."""
        *turns, start = messages
        rendered = {"model": self.server.model, "messages": turns, "add_generation_prompt": True}
        begun = {"model": self.server.model, "prompt": start["content"], "add_special_tokens": False}
        found: tuple[int, ...] = ()
        for body in (rendered, begun):
            found += read_tokens(await self.transport.fetch("/tokenize", body, self.emit), self.transport.origin)
        return found


def _code(text: str, request: Request) -> str | None:
    """The code of a reply; None when it is not in the form that was asked for."""
    if request.form == "body":
        return text
    if request.form == "fence":
        return code_in(text)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    code = data.get("function") if isinstance(data, dict) else None
    return code_in(code) if isinstance(code, str) else None
