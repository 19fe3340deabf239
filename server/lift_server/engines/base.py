"""What the pipeline knows of an engine."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from lift_ir import IR, Candidate, Effect
from lift_ir.candidate import Usage
from lift_server.keys import Key
from lift_server.settings import Settings


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that went wrong with earlier candidates: the call, what was expected and what came back, all
    printed."""

    call: str
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is known since the last request; empty on the first. Repair and top-up are the same call with feedback.

    `drawn`: how many candidates the same request was for before, so that others come now.
    """

    failures: tuple[Failure, ...] = ()
    messages: tuple[str, ...] = ()
    drawn: int = 0


NOTHING_SPENT = Usage()

ClauseKey = Literal["requires", "ensures", "raises"]


@dataclass(frozen=True, slots=True)
class Formalisation:
    """Formal text for an informal clause: `informal` is its condition as the IR has it, `formal` what it may mean."""

    kind: ClauseKey
    informal: str
    formal: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An engine's reading of a spec.

    `ir` is the stated IR plus what the engine adds, each addition with origin `inferred`; stated parts are never
    changed.
    `inputs` are calls worth trying, as source text. `silence` says why the engine has nothing to add; empty when it
    has. `formalisations` are proposals for informal clauses, made whether or not the engine has more to say. `usage` is
    what the draft cost. `again`: asking again later may help (a server that was not reached), so that a result without
    it is not worth keeping. `notes`: what people should know of it, such as parts that could not be taken.
    """

    ir: IR
    inputs: tuple[str, ...] = ()
    silence: str = ""
    formalisations: tuple[Formalisation, ...] = ()
    usage: Usage = NOTHING_SPENT
    again: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an engine is: `stage` for people, and a fraction 0..1 when it knows one.

    `tokens` of the request so far, and tokens per second; 0 when the engine does not count any. `starting`: for how
    many seconds from now it waits for a server that is starting, which are none of the spec's own time.
    """

    stage: str
    fraction: float | None = None
    tokens: int = 0
    tokens_per_second: float = 0.0
    starting: float = 0.0


@dataclass(frozen=True, slots=True)
class Spent:
    """What one request cost, said once, when it ends; nothing is said of a reply that was known.

    It covers every candidate of the request, those that were not worth showing too: `Candidate.usage` is a share of it.
    """

    usage: Usage


@dataclass(frozen=True, slots=True)
class Silence:
    """Why there are no candidates, or fewer than were asked for, and what would help most. `again`: see `Draft`.
    `replies`: how many came that could not be used."""

    reason: str
    again: bool = False
    replies: int = 0


Written = Candidate | Progress | Spent | Silence
"""What comes while candidates are written."""

Report = Callable[[Progress], None]


def unheard(progress: Progress) -> None:
    """The report of a caller that shows no progress."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Whether the engine can be used here, and why not. `model` and `version` go into keys of stored results; `detail`
    is for people and changes with what is known, so that it is no part of the printed form."""

    name: str
    usable: bool
    detail: str = field(repr=False)
    model: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A function's body as a sealed worker read it in a reply; empty when it holds none.

    `cut`: how many of its last lines did not compile. `problem`: what speaks against the whole of it, on `line`
    (counted from the header's, 0 when unknown). `modules`: those that the body uses by name.
    """

    body: str
    cut: int = 0
    problem: str = ""
    line: int = 0
    modules: tuple[str, ...] = ()


class ReadBody(Protocol):
    """Reads a reply below `prefix` (header and docstring) where nothing can be harmed: engines parse no code."""

    async def __call__(self, prefix: str, text: str, effects: Sequence[Effect]) -> Reading: ...


class Replies(Protocol):
    """Replies of earlier requests by the request's hash. A cache: any of them may be gone."""

    def get_reply(self, key: str) -> str | None: ...

    def put_reply(self, key: str, reply: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Services:
    """What an engine is given by the session that owns it.

    `key_for` finds the key of an origin (`https://host:port`). Without `trusted` an engine asks no server.
    """

    settings: Settings
    trusted: bool
    read: ReadBody
    replies: Replies
    key_for: Callable[[str], Key]


class Engine(Protocol):
    """Drafts IRs and writes candidates. Knows nothing of store, checks or holes. Cancelled like any coroutine."""

    def capabilities(self) -> Capabilities:
        """Cheap: no network, no waiting."""
        ...

    async def examine(self, report: Report = unheard) -> Capabilities:
        """The same after looking: a server is asked what it can do."""
        ...

    async def draft(self, source: str, stated: IR, feedback: Feedback, report: Report = unheard) -> Draft:
        """Read the spec: `source` is its text as the author wrote it, `stated` what is stated in it."""
        ...

    def write(self, source: str, ir: IR, count: int, feedback: Feedback) -> AsyncGenerator[Written, None]:
        """Up to `count` candidates as they are found. `ir` has a whole signature; it may be the stated one, while a
        draft of the same spec is still under way. Whoever stops early closes the generator (`contextlib.aclosing`):
        that closes its connections."""
        ...

    async def close(self) -> None:
        """Close what is still open. Idempotent; a later call opens it again."""
        ...
