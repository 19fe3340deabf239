"""The bodies of requests, for each dialect. Of no token is asked twice: what is known is part of the prompt."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lift_ir import IR
from lift_ir.draft import draft_schema, schema_text
from lift_ir.grammar import body_grammar, profile_for
from lift_server.engines.prompts import Form, Messages, draft_messages
from lift_server.engines.remote.probe import Dialect, Server

DRAFT_TOKENS = 2_000
FUNCTION_TOKENS = 1_500
"""The most that one reply may have."""
DRAFT_TEMPERATURE = 0.2
WRITE_TEMPERATURE = 0.8
"""Candidates are to differ; a draft is to be the likeliest reading."""
_FORMS: Mapping[Dialect, Form] = {"vllm": "body", "openai": "json", "text": "fence"}
CHAT, COMPLETIONS = "/v1/chat/completions", "/v1/completions"
_FUNCTION_SCHEMA = {
    "type": "object",
    "properties": {"function": {"type": "string"}},
    "required": ["function"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Request:
    """A request that is streamed. `form`: how its replies hold the function, None for a draft."""

    path: str
    body: Mapping[str, Any]
    form: Form | None = None

    def key(self, endpoint: str) -> str:
        """What its reply is stored under: a hash of address, path and body, the key left out."""
        text = json.dumps([endpoint, self.path, self.body], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def draft_request(server: Server, source: str, stated: IR, correction: Messages) -> Request:
    """One draft; `correction` are the turns that follow an answer which was no draft."""
    schema = draft_schema(stated)
    body = _body(server, DRAFT_TOKENS, DRAFT_TEMPERATURE, seed=len(correction))
    body["messages"] = draft_messages(source, stated, schema["properties"]) + correction
    if server.dialect == "vllm":
        body["structured_outputs"] = {"json": schema_text(schema)}
    if server.dialect == "openai":
        body["response_format"] = _json_schema("draft", schema)
    return Request(CHAT, body)


def form_of(server: Server) -> Form:
    """How a function is asked for."""
    return _FORMS[server.dialect]


def write_request(
    server: Server, ir: IR, messages: Messages, count: int, seed: int, tokens: Sequence[int] = ()
) -> Request:
    """`count` candidates of one shared prompt; `tokens` are its rendered form, where the server continues that."""
    form = form_of(server)
    body = _body(server, FUNCTION_TOKENS, WRITE_TEMPERATURE, seed) | {"top_p": 0.95, "messages": messages}
    if count > 1:
        body["n"] = count
    if form == "body":
        body["structured_outputs"] = {"grammar": body_grammar(profile_for(ir))}
        body["stream_options"] = {"include_usage": True, "continuous_usage_stats": True}
        if server.start == "chat":
            body |= {"continue_final_message": True, "add_generation_prompt": False}
        else:
            del body["messages"]
            body["prompt"] = list(tokens) or plain_prompt(messages)
            return Request(COMPLETIONS, body, form)
    if form == "json":
        body["response_format"] = _json_schema("function", _FUNCTION_SCHEMA)
    return Request(CHAT, body, form)


def _body(server: Server, tokens: int, temperature: float, seed: int) -> dict[str, Any]:
    # A server clips a reply to what its context leaves, but refuses to be asked for more than all of it.
    limit = min(tokens, server.context // 2) if server.context else tokens
    return {
        "model": server.model,
        server.limit: limit,
        "temperature": temperature,
        "seed": seed,
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def _json_schema(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": schema}}


def plain_prompt(messages: Messages) -> str:
    """The turns as a text that a model without a chat template continues; it ends in the start of the answer."""
    *turns, start = [turn["content"] for turn in messages]
    return "\n\n\n".join([*(turn.rstrip("\n") for turn in turns), start])
