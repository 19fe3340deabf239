"""What a real vLLM makes of the production request shapes: these are the facts that the remote engine stands on."""

import json
import re
import warnings
from collections import defaultdict
from typing import Any

import httpx
import pytest

from lift_ir.draft import Draft, parse_draft

from .server import CONTEXT, MODEL, SEATS, Server
from .shapes import CHAT, DRAFT_SCHEMA, PREFIX, SPEC, choices, drafting, events, texts, writing

pytestmark = pytest.mark.vllm

HELLO = {"model": MODEL, "messages": [{"role": "user", "content": "hello"}], "max_tokens": 8}
BODY = '    if radius < 0:\n        raise ValueError("negative")\n    return 3.14 * radius ** 2\n'


def one_of(*texts: str) -> dict[str, Any]:
    return {"structured_outputs": {"choice": list(texts)}}


def test_a_prefix_is_continued_exactly_and_not_echoed(client: httpx.Client) -> None:
    [choice] = choices(client, writing(return_token_ids=True, **one_of(BODY)))
    assert choice["message"]["content"] == BODY
    assert choice["finish_reason"] == "stop"


@pytest.mark.parametrize("prefix", [PREFIX, PREFIX.rstrip(), "  def f():", "x\n\n\n", "ends in blanks   "])
def test_the_prompt_ends_in_the_prefix(client: httpx.Client, prefix: str) -> None:
    reply = client.post(CHAT, json=writing(prefix, return_token_ids=True, **one_of(BODY))).json()
    prompt = client.post("/detokenize", json={"model": MODEL, "tokens": reply["prompt_token_ids"]}).json()["prompt"]
    assert prompt.endswith(f"<|im_end|>\n<|im_start|>assistant\n{prefix}")
    assert SPEC in prompt


def test_a_template_rendered_by_the_client_gives_the_same(client: httpx.Client) -> None:
    chat = writing(n=4)
    start = client.post("/tokenize", json={key: chat[key] for key in PROMPT_KEYS} | {"model": MODEL}).json()["tokens"]
    prompt = client.post("/detokenize", json={"model": MODEL, "tokens": start}).json()["prompt"]
    plain = {key: value for key, value in chat.items() if key not in PROMPT_KEYS} | {"prompt": prompt}
    reply = client.post("/v1/completions", json=plain).json()
    assert [choice["text"] for choice in reply["choices"]] == texts(client, chat)


PROMPT_KEYS = ("messages", "continue_final_message", "add_generation_prompt")


def test_a_complete_body_compiles(client: httpx.Client) -> None:
    found = choices(client, writing(n=16))
    complete = [choice["message"]["content"] for choice in found if choice["finish_reason"] == "stop"]
    assert len(complete) >= 4
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # nonsense that compiles
        for body in complete:
            compile(PREFIX + body, "candidate.py", "exec")


@pytest.mark.parametrize("way", ["structured_outputs", "as text", "response_format"])
def test_a_complete_draft_is_valid(client: httpx.Client, way: str) -> None:
    request = drafting(n=8, seed=1)
    if way == "as text":
        request["structured_outputs"] = {"json": json.dumps(DRAFT_SCHEMA)}
    elif way == "response_format":
        del request["structured_outputs"]
        form = {"type": "json_schema", "json_schema": {"name": "draft", "schema": DRAFT_SCHEMA}}
        request["response_format"] = form
    found = choices(client, request)
    complete = [choice["message"]["content"] for choice in found if choice["finish_reason"] == "stop"]
    assert len(complete) >= 4
    for text in complete:
        assert isinstance(parse_draft(text), Draft)


def test_a_stream_says_which_choice_each_piece_belongs_to(client: httpx.Client) -> None:
    request = writing(n=8)
    pieces: dict[int, str] = defaultdict(str)
    finished: dict[int, str] = {}
    usage: list[dict[str, Any]] = []
    with client.stream("POST", CHAT, json=request | STREAMED) as reply:
        for chunk in events(reply):
            usage += [chunk["usage"]] if chunk.get("usage") else []
            for choice in chunk["choices"]:
                assert choice["index"] not in finished
                pieces[choice["index"]] += choice["delta"].get("content") or ""
                if choice["finish_reason"]:
                    finished[choice["index"]] = choice["finish_reason"]
    whole = choices(client, request)
    assert [pieces[index] for index in range(8)] == [choice["message"]["content"] for choice in whole]
    assert [finished[index] for index in range(8)] == [choice["finish_reason"] for choice in whole]
    assert len(set(pieces.values())) > 1
    [total] = usage
    assert total["total_tokens"] == total["prompt_tokens"] + total["completion_tokens"]


STREAMED = {"stream": True, "stream_options": {"include_usage": True}}


def test_a_shared_prompt_is_counted_once(client: httpx.Client) -> None:
    usage = [client.post(CHAT, json=writing(n=n, **one_of(BODY))).json()["usage"] for n in (1, 8)]
    assert usage[0]["prompt_tokens"] == usage[1]["prompt_tokens"]
    assert usage[0]["completion_tokens"] < usage[1]["completion_tokens"]


def test_a_seed_repeats_a_reply(client: httpx.Client) -> None:
    first, again, other = (texts(client, writing(n=4, seed=seed)) for seed in (5, 5, 6))
    assert first == again != other


def test_no_seed_means_another_reply(client: httpx.Client) -> None:
    assert texts(client, writing(n=4, seed=None)) != texts(client, writing(n=4, seed=None))


@pytest.mark.parametrize("request_of", [writing, drafting])
def test_a_truncated_reply_says_so(client: httpx.Client, request_of: Any) -> None:
    found = choices(client, request_of(n=4, max_tokens=3))
    assert [choice["finish_reason"] for choice in found] == ["length"] * 4


def test_closing_the_connection_stops_the_server(client: httpx.Client, server: Server) -> None:
    # Without the grammar nothing ends a reply but its length.
    request = writing(n=2 * SEATS, max_tokens=7000, ignore_eos=True, structured_outputs=None)
    with client.stream("POST", CHAT, json=request | STREAMED):
        wait_for_running(server, SEATS)
    wait_for_running(server, 0)
    before = server.metric("vllm:generation_tokens_total")
    assert len(texts(client, writing(n=1, **one_of("x")))) == 1
    assert server.metric("vllm:generation_tokens_total") - before < 10


def wait_for_running(server: Server, count: int) -> None:
    """Ask until so many requests run; the timeout of the test is the limit."""
    while server.metric("vllm:num_requests_running") != count:
        pass


@pytest.mark.parametrize("field", ["guided_json", "guided_grammar", "no_such_field"])
def test_unknown_fields_are_ignored_silently(client: httpx.Client, field: str) -> None:
    """Why a server is probed: 200 does not mean that a constraint was obeyed."""
    reply = client.post(CHAT, json=HELLO | {field: 'root ::= "yes"'})
    assert reply.status_code == 200
    assert reply.json()["choices"][0]["message"]["content"] != "yes"


REFUSED = {
    "an unknown model": (404, "The model `nope` does not exist", {"model": "nope"}),
    "too long a prompt": (
        400,
        "maximum context length is",
        {"messages": [{"role": "user", "content": "x " * CONTEXT}]},
    ),
    "too many tokens asked": (400, "cannot be greater than max_model_len", {"max_tokens": CONTEXT + 1}),
    "two constraints": (400, "one kind", {"structured_outputs": {"json": {}, "regex": "a"}}),
    "greedy with n": (400, "n must be 1", {"n": 8, "temperature": 0}),
    "more than four stops": (400, "at most 4 items", {"stop": list("abcde")}),
}
NOT_COMPILED = {
    "a malformed grammar": ("Invalid grammar", {"grammar": "root ::= ("}),
    "a malformed schema": ("Unsupported type", {"json": {"type": "nonsense"}}),
}


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("why", REFUSED)
def test_a_refusal_says_why(client: httpx.Client, why: str, streamed: bool) -> None:
    status, words, changes = REFUSED[why]
    reply = client.post(CHAT, json=HELLO | changes | {"stream": streamed})
    assert reply.status_code == status
    assert words in reply.json()["error"]["message"]
    assert reply.json()["error"]["code"] == status


@pytest.mark.parametrize("why", NOT_COMPILED)
def test_what_does_not_compile_is_refused(client: httpx.Client, why: str) -> None:
    words, constraint = NOT_COMPILED[why]
    reply = client.post(CHAT, json=HELLO | {"structured_outputs": constraint})
    assert reply.status_code == 400
    assert words in reply.json()["error"]["message"]


@pytest.mark.parametrize("why", NOT_COMPILED)
def test_what_does_not_compile_is_refused_inside_a_stream(client: httpx.Client, why: str) -> None:
    """The trap: 200, and an event of another shape."""
    words, constraint = NOT_COMPILED[why]
    with client.stream("POST", CHAT, json=HELLO | {"structured_outputs": constraint, "stream": True}) as reply:
        assert reply.status_code == 200
        [event] = events(reply)
    assert words in event["error"]["message"]
    assert event["error"]["code"] == 400


@pytest.mark.parametrize("key", ["wrong", ""])
def test_a_wrong_key_is_refused(client: httpx.Client, key: str) -> None:
    reply = client.post(CHAT, json=writing(), headers={"Authorization": f"Bearer {key}".strip()})
    assert (reply.status_code, reply.json()) == (401, {"error": "Unauthorized"})


def test_the_server_says_what_it_is(client: httpx.Client) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", client.get("/version").json()["version"])
    [model] = client.get("/v1/models").json()["data"]
    assert (model["id"], model["max_model_len"], model["owned_by"]) == (MODEL, CONTEXT, "vllm")
