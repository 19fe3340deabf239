"""The bodies of replies, as far as Lift reads them; everything else in them is ignored."""

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lift_server.engines.remote.faults import RequestError, failure_in_reply, invalid, words_of


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Message(_Body):
    """Text of a chat reply, whole or a piece."""

    content: str | None = None


class Usage(_Body):
    """Tokens of the request, as the server counts them."""

    prompt_tokens: int = Field(default=0, ge=0)
    completion_tokens: int = Field(default=0, ge=0)


class Choice(_Body):
    """A piece of one choice in a stream (`delta`, `text`), or a whole one (`message`, `text`)."""

    index: int = Field(default=0, ge=0, lt=1_000)
    delta: Message | None = None
    message: Message | None = None
    text: str | None = None
    finish_reason: str | None = None

    @property
    def content(self) -> str:
        """The text of the piece."""
        message = self.delta or self.message
        return (message.content if message else self.text) or ""


class Chunk(_Body):
    """One event of a stream, or a reply that was not streamed."""

    choices: tuple[Choice, ...] = ()
    usage: Usage | None = None


class ServedModel(_Body):
    """One of the models of a server; `max_model_len` is its context in tokens, where the server says it."""

    id: str
    max_model_len: int | None = None


class Models(_Body):
    """The reply of /v1/models."""

    data: tuple[ServedModel, ...] = ()


class Tokens(_Body):
    """The reply of vLLM's /tokenize."""

    tokens: tuple[int, ...]


def read_chunk(text: str, server: str) -> Chunk:
    """Raises RequestError for an error in the place of an answer, and for what is no answer."""
    try:
        chunk = Chunk.model_validate_json(text, strict=False)
    except ValidationError as error:
        raise _unlike(text, error, server) from None
    if not chunk.choices and chunk.usage is None and '"error"' in text:
        raise failure_in_reply(words_of(text), server)
    return chunk


def read_tokens(text: str, server: str) -> tuple[int, ...]:
    """Raises RequestError for what is no reply of /tokenize."""
    try:
        return Tokens.model_validate_json(text, strict=False).tokens
    except ValidationError as error:
        raise _unlike(text, error, server) from None


def _unlike(text: str, error: ValidationError, server: str) -> RequestError:
    first = error.errors(include_url=False, include_input=False)[0]
    return invalid(f"{first['msg']} in {words_of(text)[:80]!r}", server)
