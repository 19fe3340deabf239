"""The bodies of requests as the remote engine sends them, written out here once more: what a server must understand."""

from collections.abc import Iterator
from typing import Any

import httpx

from lift_ir.draft import draft_schema
from lift_ir.grammar import body_grammar, profile_for
from lift_ir.render import render_docstring, render_header
from lift_server.lower import read

from .server import MODEL

SPEC = """\
spec circle_area(radius: float) -> float
    The area of a circle.

    radius: distance from the centre to the edge, in metres
    raises: ValueError when radius < 0
    example: circle_area(0) == 0
"""
SENTENCE = "Create a function to add up the digits of a number\n"
IR = read(SPEC).specs[0].ir
PREFIX = render_header(IR) + render_docstring(IR)
GRAMMAR = body_grammar(profile_for(IR))
DRAFT_SCHEMA = draft_schema(read(SENTENCE).specs[0].ir)
CHAT = "/v1/chat/completions"
Json = dict[str, Any]


def drafting(**changes: object) -> Json:
    """A request for a draft of SENTENCE."""
    messages = [{"role": "user", "content": SENTENCE}]
    constraint = {"structured_outputs": {"json": DRAFT_SCHEMA}}
    return {"model": MODEL, "messages": messages, "max_tokens": 3000, "temperature": 0.8, **constraint, **changes}


def writing(prefix: str = PREFIX, **changes: object) -> Json:
    """A request for bodies below `prefix`, which the server is asked to continue."""
    messages = [{"role": "user", "content": SPEC}, {"role": "assistant", "content": prefix}]
    continued = {"continue_final_message": True, "add_generation_prompt": False}
    constraint = {"structured_outputs": {"grammar": GRAMMAR}}
    sampling = {"max_tokens": 600, "temperature": 0.8, "seed": 1}
    return {"model": MODEL, "messages": messages, **continued, **sampling, **constraint, **changes}


def choices(client: httpx.Client, request: Json) -> list[Json]:
    """The choices of a whole reply, in the order of their index."""
    reply = client.post(CHAT, json=request)
    assert reply.status_code == 200, reply.text
    found: list[Json] = reply.json()["choices"]
    return sorted(found, key=lambda choice: choice["index"])


def texts(client: httpx.Client, request: Json) -> list[str]:
    """The texts of the choices."""
    return [choice["message"]["content"] for choice in choices(client, request)]


def events(reply: httpx.Response) -> Iterator[Json]:
    """The chunks of a stream, up to its `[DONE]`."""
    import httpx_sse

    for event in httpx_sse.EventSource(reply).iter_sse():
        if event.data == "[DONE]":
            return
        yield event.json()
    raise AssertionError("the stream has no end")
