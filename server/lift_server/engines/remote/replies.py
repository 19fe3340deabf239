"""One streamed reply: its choices as they grow, what they cost, and its stored form."""

from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, ValidationError

from lift_ir.candidate import Usage
from lift_server.engines.remote.wire import Chunk


@dataclass(slots=True)
class Growing:
    """A choice that is not complete. `tokens`: as the server counts them, else the pieces that came."""

    parts: list[str] = field(default_factory=list)
    tokens: int = 0


class Finished(BaseModel):
    """A choice that is complete. `finish`: the server's reason to end, empty when it gave none; `tokens`, and `seconds`
    since the request."""

    model_config = ConfigDict(frozen=True)

    index: int
    text: str
    finish: str
    tokens: int
    seconds: float


class Stored(BaseModel):
    """A whole reply on disk."""

    model_config = ConfigDict(frozen=True)

    choices: tuple[Finished, ...]
    prompt_tokens: int


@dataclass(slots=True)
class Reply:
    """What came of a reply so far. Of a server that gives more than `count` choices the others are ignored."""

    count: int
    growing: dict[int, Growing] = field(default_factory=dict)
    finished: list[Finished] = field(default_factory=list)
    prompt_tokens: int = 0
    completion_tokens: int | None = None

    def add(self, chunk: Chunk, seconds: float) -> list[Finished]:
        """Take an event; the choices that it completes. `seconds` since the request."""
        done = {item.index for item in self.finished}
        completed = []
        for choice in chunk.choices:
            if choice.index in done or choice.index >= self.count:
                continue
            growing = self.growing.setdefault(choice.index, Growing())
            if choice.content:
                growing.parts.append(choice.content)
                growing.tokens += 1
            if chunk.usage is not None and len(chunk.choices) == 1:
                growing.tokens = max(growing.tokens, chunk.usage.completion_tokens)
            if choice.finish_reason or choice.message is not None:
                del self.growing[choice.index]
                completed.append(
                    Finished(
                        index=choice.index,
                        text="".join(growing.parts),
                        finish=choice.finish_reason or "",
                        tokens=growing.tokens,
                        seconds=seconds,
                    )
                )
        self.finished += completed
        if chunk.usage is not None:
            self.prompt_tokens = max(self.prompt_tokens, chunk.usage.prompt_tokens)
            if not chunk.choices or any(choice.message is not None for choice in chunk.choices):
                self.completion_tokens = chunk.usage.completion_tokens
        return completed

    @property
    def tokens(self) -> int:
        """Tokens generated so far."""
        if self.completion_tokens is not None:
            return self.completion_tokens
        return sum(item.tokens for item in self.growing.values()) + sum(item.tokens for item in self.finished)

    def usage(self, seconds: float) -> Usage:
        """What the request cost."""
        return Usage(prompt_tokens=self.prompt_tokens, completion_tokens=self.tokens, seconds=seconds)

    def stored(self) -> str:
        """The reply as it is kept."""
        return Stored(choices=tuple(self.finished), prompt_tokens=self.prompt_tokens).model_dump_json()


def read_stored(text: str) -> Stored | None:
    """A reply as `Reply.stored` wrote it; None for anything else."""
    try:
        return Stored.model_validate_json(text)
    except ValidationError:
        return None
