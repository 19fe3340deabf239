"""A remote engine against a scripted server, without a session."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.remote.scripted import Answer, Server, never, serving

from lift_ir import IR, Candidate, Effect
from lift_ir.effects import allowed_modules
from lift_server.checks.sandbox.gate import gate_problem
from lift_server.checks.sandbox.worker import reply as worker
from lift_server.engines.base import Draft, Feedback, Progress, Reading, Services, Silence, Spent, Written
from lift_server.engines.remote.engine import RemoteEngine
from lift_server.engines.remote.transport import Clock
from lift_server.keys import NO_KEY, Key
from lift_server.lower import read
from lift_server.settings import Settings

PROSE = "Add two numbers\n"
SPEC = "spec add(a: int, b: int) -> int\n    The sum.\n"


async def read_body(prefix: str, text: str, effects: Sequence[Effect]) -> Reading:
    """What the sandbox's worker reads, in this process: the texts are the tests' own."""
    found = worker.read(prefix, text, allowed_modules(effects))
    problem = gate_problem(found.problem) if found.problem else None
    return Reading(
        found.body, found.cut, problem.message if problem else "", problem.line if problem else 0, found.modules
    )


@dataclass
class Shelf:
    """The store of replies."""

    kept: dict[str, str] = field(default_factory=dict)

    def get_reply(self, key: str) -> str | None:
        return self.kept.get(key)

    def put_reply(self, key: str, reply: str) -> None:
        self.kept[key] = reply


@dataclass
class Heard:
    """What a `write` gave, by kind, and what was reported on the way."""

    candidates: list[Candidate] = field(default_factory=list)
    silences: list[Silence] = field(default_factory=list)
    spent: list[Spent] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)

    def add(self, item: Written) -> None:
        match item:
            case Candidate():
                self.candidates.append(item)
            case Silence():
                self.silences.append(item)
            case Spent():
                self.spent.append(item)
            case Progress():
                self.progress.append(item)

    @property
    def bodies(self) -> list[str]:
        return [item.body for item in self.candidates]

    @property
    def reason(self) -> str:
        """What the engine says in the place of candidates."""
        assert not self.candidates
        assert len(self.silences) == 1, self.silences
        return self.silences[0].reason

    @property
    def told(self) -> str:
        return "\n".join(item.stage for item in self.progress)


@dataclass
class Asked:
    """An engine with the server that it asks, the replies that it keeps, and its time."""

    engine: RemoteEngine
    server: Server
    shelf: Shelf
    slept: list[float]

    async def write(self, spec: str = SPEC, count: int = 4, feedback: Feedback | None = None) -> Heard:
        """All of one `write`."""
        heard = Heard()
        async for item in self.engine.write(*self.parts(spec, count, feedback)):
            heard.add(item)
        return heard

    def parts(self, spec: str, count: int = 4, feedback: Feedback | None = None) -> tuple[str, IR, int, Feedback]:
        """What `write` is asked with."""
        found = read(spec).specs[0]
        return found.source, found.ir, count, feedback or Feedback()

    async def draft(self, spec: str = PROSE) -> tuple[Draft, IR, Heard]:
        """A draft, the stated IR, and what was reported."""
        heard = Heard()
        found = read(spec).specs[0]
        return await self.engine.draft(found.source, found.ir, Feedback(), heard.add), found.ir, heard


@asynccontextmanager
async def asking(
    answer: Answer,
    *,
    shelf: Shelf | None = None,
    key: Key = NO_KEY,
    clock: Clock | None = None,
    trusted: bool = True,
    address: str = "",
    **settings: object,
) -> AsyncIterator[Asked]:
    """An engine whose endpoint is a server that gives `answer`; pauses take no time."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await never(seconds)

    async with serving(answer) as server:
        kept = shelf or Shelf()
        chosen = Settings.model_validate({"endpoint": address or server.address} | settings)
        services = Services(chosen, trusted, read_body, kept, lambda _origin: key)
        engine = RemoteEngine(services, clock or Clock(sleep=sleep))
        try:
            yield Asked(engine, server, kept, slept)
        finally:
            await engine.close()
