"""An engine that follows a script, and a bench that lifts texts one after the other, as an editor does."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field

from lift_ir import IR, Candidate
from lift_ir.candidate import Usage
from lift_ir.clauses import Hole, HoleKind
from lift_server.checks.sandbox import Sandbox
from lift_server.engines.base import (
    NOTHING_SPENT,
    Capabilities,
    Draft,
    Engine,
    Feedback,
    Formalisation,
    Progress,
    Report,
    Written,
    unheard,
)
from lift_server.lifted import Lifted
from lift_server.lower import read
from lift_server.pipeline import Pipeline
from lift_server.store import Store
from lift_server.streams import FIRST

NUMBER = "spec f(n: int) -> int\n    Something about a number.\n"
SAME = ("n", "+n", "n + 0")


def answer(expression: str, **changes: object) -> Candidate:
    """A candidate that returns the expression."""
    fields = {"body": f"    return {expression}\n", "engine": "scripted", **changes}
    return Candidate.model_validate(fields)


@dataclass
class Scripted:
    """Gives the next batch of its script for a function at each request and records what it was asked.

    `drafted` has the signature and the clauses that it adds to every spec; None: it adds nothing.
    """

    script: Mapping[str, Sequence[Sequence[Written]]]
    formalisations: tuple[Formalisation, ...] = ()
    requests: list[tuple[str, int, Feedback]] = field(default_factory=list)
    name: str = "scripted"
    drafted: IR | None = None
    silence: str = ""
    usage: Usage = NOTHING_SPENT
    notes: tuple[str, ...] = ()
    drafts: int = 0

    def capabilities(self) -> Capabilities:
        return Capabilities(self.name, True, "follows a script")

    async def examine(self) -> Capabilities:
        return self.capabilities()

    async def close(self) -> None:
        pass

    async def draft(self, source: str, stated: IR, feedback: Feedback, report: Report = unheard) -> Draft:
        self.drafts += 1
        return Draft(
            _read_as(stated, self.drafted), (), self.silence, self.formalisations, self.usage, notes=self.notes
        )

    async def write(self, source: str, ir: IR, count: int, feedback: Feedback) -> AsyncGenerator[Written, None]:
        name = ir.signature.name or ""
        before = sum(asked == name for asked, _, _ in self.requests)
        self.requests.append((name, count, feedback))
        for item in self.script[name][before] if before < len(self.script[name]) else ():
            yield item.model_copy(update={"engine": self.name}) if isinstance(item, Candidate) else item


def _read_as(stated: IR, drafted: IR | None) -> IR:
    if drafted is None:
        return stated
    clauses = {name: (*getattr(stated, name), *getattr(drafted, name)) for name in ("assertions", "raises", "holes")}
    return stated.model_copy(update={"signature": drafted.signature, **clauses})


@dataclass
class Gated(Scripted):
    """Writes each item only when the gate is opened for it; `was_left` once nobody waits for it any more."""

    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    was_left: bool = False

    async def write(self, source: str, ir: IR, count: int, feedback: Feedback) -> AsyncGenerator[Written, None]:
        try:
            async for item in super().write(source, ir, count, feedback):
                await self.gate.acquire()
                yield item
            await self.gate.acquire()
        finally:
            self.was_left = True


class Broken(Scripted):
    """Fails where it is asked to write."""

    async def write(self, source: str, ir: IR, count: int, feedback: Feedback) -> AsyncGenerator[Written, None]:
        raise OSError("the cable is gone")
        yield


@dataclass
class Bench:
    """Lifts texts one after the other: what was asked is remembered. `partial` are the results on the way."""

    sandbox: Sandbox
    store: Store
    latest: MutableMapping[tuple[str, str], Lifted] = field(default_factory=dict)
    reported: list[Progress] = field(default_factory=list)
    partial: list[Lifted] = field(default_factory=list)
    price: float = 0.0
    candidates: int = FIRST
    start_seconds: float = 0.0

    async def lift(
        self, text: str, *engines: Engine, ordinal: int = 0, seconds: float = 60.0, file: str = "a.lift"
    ) -> Lifted:
        specs = read(text).specs
        pipeline = Pipeline(
            engines,
            self.sandbox,
            self.store,
            self.candidates,
            seconds,
            self.price,
            self.start_seconds,
            self.latest,
        )
        return await pipeline.lift(specs[ordinal], specs, self.reported.append, file, self.partial.append)

    def restart(self) -> None:
        """Forget all but the store."""
        self.latest.clear()


def bodies(lifted: Lifted) -> list[str]:
    """What the candidates return, in the result's order."""
    return [item.candidate.body.strip().removeprefix("return ") for item in lifted.candidates]


def question(lifted: Lifted) -> Hole | None:
    """The open question about behavior."""
    found = [hole for hole in lifted.holes if hole.kind is HoleKind.BEHAVIOUR]
    assert len(found) <= 1
    return found[0] if found else None


def clause_for(lifted: Lifted, expected: str) -> str:
    """The clause of the open question whose answer has this title."""
    hole = question(lifted)
    assert hole is not None
    return next(item.clause for item in hole.choices if item.title == expected)
