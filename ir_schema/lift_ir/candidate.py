"""What an engine writes: the body of one function."""

import hashlib
from typing import Literal

from pydantic import Field

from lift_ir.clauses import Hole
from lift_ir.model import Model


class Usage(Model):
    """What a candidate cost: tokens, and seconds of wall time."""

    prompt_tokens: int = Field(default=0, ge=0)
    completion_tokens: int = Field(default=0, ge=0)
    seconds: float = Field(default=0.0, ge=0)


class Candidate(Model):
    """A function's body as it stands below the header and docstring: indented by four spaces, ending in a newline,
    never edited afterwards.

    `modules` are used by name in the body and imported at the top of the target. `note` says in a few words what is
    particular
    about this candidate (a library variant's name); `stance` is `suggest` when the engine itself doubts that it is
    what is meant. `doubts` are questions about this candidate that it leaves open, such as words of the spec that
    nothing in it accounts for.
    """

    body: str = Field(min_length=1)
    modules: tuple[str, ...] = ()
    engine: str
    model: str = ""
    seed: int | None = None
    usage: Usage = Usage()
    stance: Literal["answer", "suggest"] = "answer"
    note: str = ""
    doubts: tuple[Hole, ...] = ()

    @property
    def key(self) -> str:
        """A short content hash that names this candidate's program."""
        return hashlib.sha256(self.body.encode("utf-8", "surrogatepass")).hexdigest()[:16]
