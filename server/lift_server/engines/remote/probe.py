"""What a server can do, found by asking: servers ignore fields that they do not know, so only an output proves one."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from lift_server.engines.base import Report
from lift_server.engines.remote.faults import RequestError, invalid
from lift_server.engines.remote.transport import Transport
from lift_server.engines.remote.wire import Chunk, Models, read_chunk

Dialect = Literal["vllm", "openai", "text"]
"""How output is constrained: a grammar (with a given start), a JSON schema, or not at all."""

Start = Literal["chat", "tokens", "plain", "none"]
"""How the start of an answer is given: as a chat message that is continued, as tokens of the rendered chat, as plain
text, or not at all."""

TokenLimit = Literal["max_tokens", "max_completion_tokens"]
"""OpenAI's newer models refuse the older name; many servers know no other."""

Messages = list[dict[str, str]]

PROOF = "lift7q-constrained"
"""What a probe lets the server say; nothing in its prompt hints at it."""
_PREFIX = "The word is "
_GRAMMAR = f'root ::= "{PROOF}"\n'
_PROOF_TOKENS = 40


@dataclass(frozen=True, slots=True)
class Server:
    """A server that was probed. `many`: it gives several choices at once. `context`: tokens, 0 when not said.
    `software`: name and version, where the server says them. `limit`: how it calls the most tokens of a reply."""

    model: str
    dialect: Dialect = "text"
    start: Start = "none"
    many: bool = False
    context: int = 0
    software: str = ""
    limit: TokenLimit = "max_tokens"

    def describe(self) -> str:
        """For people: what is used of the server."""
        how = {"vllm": "grammar", "openai": "JSON schema", "text": "unconstrained"}[self.dialect]
        start = "" if self.start == "none" else f", start of the answer given as {self.start}"
        return f"{self.model}, {self.software or 'server'}, dialect {self.dialect} ({how}{start})"


_SERVER = TypeAdapter(Server)


def read_server(text: str) -> Server | None:
    """A server as `write_server` wrote it; None for anything else."""
    try:
        return _SERVER.validate_json(text)
    except ValidationError:
        return None


def write_server(server: Server) -> str:
    """The server as JSON."""
    return json.dumps(asdict(server))


async def probe(transport: Transport, model: str, report: Report) -> Server:
    """Ask the server. `model` is the setting, empty for the only one served. Raises RequestError when it cannot be
    asked: a refusal of a probe is an answer, an error is none."""
    server = await _model(transport, model, report)
    server = replace(server, software=await _software(transport, report))
    return await _Probe(transport, server, report).run()


async def _model(transport: Transport, model: str, report: Report) -> Server:
    try:
        served = Models.model_validate_json(await transport.fetch("/v1/models", None, report)).data
    except ValidationError:
        raise invalid("its list of models", transport.origin) from None
    except RequestError as failure:
        if failure.kind not in ("no model", "refused") or not model:
            raise
        return Server(model)
    names = [item.id for item in served]
    if not model and len(names) != 1:
        shown = ", ".join(names[:8]) or "none"
        message = f"{transport.origin} serves {len(names)} models ({shown}); choose one with the setting `model`"
        raise RequestError("no model", message)
    chosen = next((item for item in served if item.id == (model or names[0])), None)
    return Server(model or names[0], context=chosen.max_model_len or 0 if chosen else 0)


async def _software(transport: Transport, report: Report) -> str:
    try:
        data = json.loads(await transport.fetch("/version", None, report))
    except (RequestError, ValueError, RecursionError):
        return ""
    version = data.get("version") if isinstance(data, dict) else None
    return f"version {version[:40]}" if isinstance(version, str) and version.isprintable() else ""


@dataclass(slots=True)
class _Probe:
    transport: Transport
    server: Server
    report: Report

    async def run(self) -> Server:
        """The strongest dialect that the server proves."""
        grammar = {"structured_outputs": {"grammar": _GRAMMAR}}
        asked = [{"role": "user", "content": "Say hello."}, {"role": "assistant", "content": _PREFIX}]
        continued = {"continue_final_message": True, "add_generation_prompt": False}
        answer, many = await self._twice(asked[:1], grammar)
        if _texts(answer) == {PROOF}:
            server = replace(self.server, dialect="vllm", many=many)
            continues = await self._chat(asked, grammar | continued)
            repeats = await self._chat(asked, grammar)
            if _texts(continues) == {PROOF} and _prompt(continues) < _prompt(repeats):
                return replace(server, start="chat")
            if _texts(await self._complete(_PREFIX, grammar)) == {PROOF}:
                return replace(server, start="tokens" if await self._tokenizes(asked[:1]) else "plain")
        schema = {
            "type": "object",
            "properties": {"word": {"enum": [PROOF]}},
            "required": ["word"],
            "additionalProperties": False,
        }
        wanted = {"type": "json_schema", "json_schema": {"name": "word", "strict": True, "schema": schema}}
        answer, many = await self._twice(asked[:1], {"response_format": wanted})
        if {_word(text) for text in _texts(answer)} == {PROOF}:
            return replace(self.server, dialect="openai", many=many)
        answer, many = await self._twice(asked[:1], {})
        if answer is None:
            raise RequestError(
                "refused", f"{self.transport.origin} refuses every request; is `{self.server.model}` a chat model?"
            )
        return replace(self.server, many=many)

    async def _twice(self, messages: Messages, more: dict[str, Any]) -> tuple[Chunk | None, bool]:
        """The reply to a request for two choices, and whether it has two; where that is refused, for one."""
        answer = await self._chat(messages, more | {"n": 2})
        if answer is None:
            return await self._chat(messages, more), False
        return answer, len(answer.choices) == 2

    async def _chat(self, messages: Messages, more: dict[str, Any]) -> Chunk | None:
        return await self._ask("/v1/chat/completions", {"messages": messages, **more})

    async def _complete(self, prompt: str, more: dict[str, Any]) -> Chunk | None:
        return await self._ask("/v1/completions", {"prompt": prompt, **more})

    async def _ask(self, path: str, body: dict[str, Any]) -> Chunk | None:
        """A tiny request; None when the server refuses its shape."""
        common = {"model": self.server.model, self.server.limit: _PROOF_TOKENS, "temperature": 1.0}
        try:
            return read_chunk(await self.transport.fetch(path, common | body, self.report), self.transport.origin)
        except RequestError as failure:
            if failure.kind == "refused" and self._has_other_limit(failure):
                return await self._ask(path, body)
            is_unknown = failure.kind == "no model" and path == "/v1/completions"
            if failure.kind in ("refused", "broken") or is_unknown:
                return None
            raise

    def _has_other_limit(self, failure: RequestError) -> bool:
        """Whether the server asks for the newer name of the limit, which is used from now on."""
        if self.server.limit == "max_completion_tokens" or "max_completion_tokens" not in str(failure):
            return False
        self.server = replace(self.server, limit="max_completion_tokens")
        return True

    async def _tokenizes(self, messages: Messages) -> bool:
        body = {"model": self.server.model, "messages": messages, "add_generation_prompt": True}
        try:
            return '"tokens"' in await self.transport.fetch("/tokenize", body, self.report)
        except RequestError:
            return False


def _texts(chunk: Chunk | None) -> set[str]:
    return {choice.content for choice in chunk.choices} if chunk else set()


def _prompt(chunk: Chunk | None) -> int:
    return chunk.usage.prompt_tokens if chunk and chunk.usage else 0


def _word(text: str) -> object:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    word = data.get("word") if isinstance(data, dict) else None
    return word if isinstance(word, str) else None
