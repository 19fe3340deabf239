"""Asks a worker of its own about a spec's expressions; replaces it when it hangs or dies."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Any, Self

from lift_server.checks.sandbox.api import Call, Died, Failed, Judged, Needs, Outcome, Question, TimedOut, Value
from lift_server.checks.sandbox.execution import why_died
from lift_server.checks.sandbox.limits import Limits
from lift_server.checks.sandbox.process import Watch, Worker
from lift_server.checks.sandbox.wire import call_data, call_of, clean, judge_task, outcome_data, raised_parts
from lift_server.checks.sandbox.worker import codec
from lift_server.checks.sandbox.worker.display import MAX_DISPLAY

_FOREVER = 1e9


class Judge:
    """Evaluates expressions of one spec, in which `functions` are stubs. An async context manager."""

    def __init__(
        self,
        take: Callable[[], Awaitable[Worker]],
        refusal: Callable[[], str],
        functions: Sequence[str],
        prelude: str,
        limits: Limits,
    ) -> None:
        self._take, self._refusal, self._limits = take, refusal, limits
        self._functions, self._prelude = functions, prelude
        self._worker: Worker | None = None
        self._token = ""
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    async def ask(
        self, questions: Sequence[Question], known: Sequence[tuple[Call, Outcome]] = ()
    ) -> tuple[Judged, ...]:
        """One result per question, in order; `known` are results of the program's functions. Raises SandboxError."""
        refusal = self._refusal()
        if refusal:
            return (Died(refusal),) * len(questions)
        results = list(_known(known))
        asked = [_question_data(question) for question in questions]
        answers: list[Judged] = []
        async with self._turn:
            try:
                while len(answers) < len(questions):
                    answers += await self._ask(results, asked[len(answers) :])
            except BaseException:
                self._end()
                raise
        return tuple(answers)

    async def _ask(self, known: list[Any], questions: list[list[Any] | Died]) -> list[Judged]:
        """Answers to the first questions: all of them, or up to the one that cost the worker its life."""
        if isinstance(questions[0], Died):
            return [questions[0]]
        sendable = questions[: next((i for i, item in enumerate(questions) if isinstance(item, Died)), None)]
        worker = await self._ready()
        if isinstance(worker, Failed | TimedOut | Died):
            return [worker] * len(sendable)
        worker.allow(self._limits.output)
        worker.send({"known": known, "questions": sendable})
        watch = Watch(worker, self._limits.stall, _FOREVER)
        answers: list[Judged] = []
        try:
            while len(answers) < len(sendable):
                data = await worker.receive()
                if data is None:
                    answers.append(await self._lost(worker, watch))
                    self._end()
                    break
                answers.append(_judged(data, self._token))
                watch.progress(busy=True)
        except codec.CodecError:
            self._end()
            answers.append(Died("broke the protocol of its process"))
        finally:
            watch.close()
        return answers

    async def _ready(self) -> Worker | Failed | TimedOut | Died:
        """The worker with the prelude executed, or why there is none."""
        if self._worker is not None:
            return self._worker
        task = judge_task(self._functions, self._prelude)
        worker = self._worker = await self._take()
        self._token = task["token"]
        worker.send(task)
        watch = Watch(worker, self._limits.stall, self._limits.wall)
        try:
            data = await worker.receive()
            if data is None:
                lost = await self._lost(worker, watch)
                self._end()
                return lost
        finally:
            watch.close()
        match data:
            case {"ready": ready} if ready == self._token:
                return worker
            case {"load": [names, message]}:
                self._end()
                return Failed(*raised_parts(names, message))
        self._end()
        return Died("broke the protocol of its process")

    async def _lost(self, worker: Worker, watch: Watch) -> TimedOut | Died:
        if watch.expired:
            return TimedOut(self._limits.stall)
        return Died(await why_died(worker))

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()


def _known(known: Sequence[tuple[Call, Outcome]]) -> list[list[Any]]:
    results = []
    for call, outcome in known:
        try:
            results.append([call_data(call), outcome_data(outcome)])
        except (codec.TooLarge, ValueError):
            continue  # it cannot be asked for either
    return results


def _question_data(question: Question) -> list[Any] | Died:
    try:
        return [question.expression, [[name, codec.encode(value)] for name, value in question.bindings]]
    except codec.TooLarge:
        return Died("not judged: a value is too large to pass")


def _judged(data: Any, token: str) -> Judged:
    """A judge's answer. Raises CodecError for anything else."""
    match data:
        case [str(given), "v", value, None] if given == token:
            return Value(codec.decode(value))
        case [str(given), "v", value, [str(left), str(right)]] if given == token:
            return Value(codec.decode(value), (clean(left, MAX_DISPLAY), clean(right, MAX_DISPLAY)))
        case [str(given), "n", call] if given == token:
            return Needs((call_of(call),))
        case [str(given), "f", names, message, bool(by_program)] if given == token:
            return Failed(*raised_parts(names, message), by_program)
    raise codec.CodecError("not an answer")
