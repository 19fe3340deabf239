"""What the pipeline knows of an engine."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal, Protocol

from lift_ir import IR, Candidate


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that went wrong with earlier candidates: the call, what was expected and what came back, all
    printed."""

    call: str
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is known since the last request; empty on the first. Repair and top-up are the same call with feedback."""

    failures: tuple[Failure, ...] = ()
    messages: tuple[str, ...] = ()


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
    has. `formalisations` are proposals for informal clauses, made whether or not the engine has more to say.
    """

    ir: IR
    inputs: tuple[str, ...] = ()
    silence: str = ""
    formalisations: tuple[Formalisation, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an engine is: `stage` for people, and a fraction 0..1 when it knows one."""

    stage: str
    fraction: float | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """The end of a stream without candidates: why, and what would help most."""

    reason: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Whether the engine can be used here, and why not. `model` and `version` go into keys of stored results."""

    name: str
    usable: bool
    detail: str
    model: str = ""
    version: str = ""


class Engine(Protocol):
    """Drafts IRs and writes candidates. Knows nothing of store, checks or holes. Cancelled like any coroutine."""

    def capabilities(self) -> Capabilities:
        """Cheap: no network, no waiting."""
        ...

    async def draft(self, source: str, stated: IR, feedback: Feedback) -> Draft:
        """Read the spec: `source` is its text as the author wrote it, `stated` what is stated in it."""
        ...

    def write(
        self, source: str, ir: IR, count: int, feedback: Feedback
    ) -> AsyncIterator[Candidate | Progress | Silence]:
        """Up to `count` candidates, the likeliest first, as they are found."""
        ...
