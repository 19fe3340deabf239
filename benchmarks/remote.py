"""The remote engine on a real vLLM with a tiny random model: tokens, requests, latency, and what the grammar costs.

What a good model would say is written down in `remote_replies.py`; the server is made to say it. Tokens are counted by
the server's own tokenizer, a byte-level BPE of 4,096 tokens. The predecessor asked twice, one after the other: for the
full-length IR as JSON, then for the function as JSON. Its IR is taken to be Lift's own without white space and without
fields that have their default value, its function a header, a docstring and a flat list of statements.
"""

import ast
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from backend.recorder import Recorder, scripted
from backend.server import CACHE, KEY, MODEL, Server
from benchmarks.remote_replies import ALL, Replies
from lift_ir import IR
from lift_ir.draft import Draft, draft_schema, parse_draft, read_draft
from lift_ir.grammar import body_grammar, profile_for
from lift_ir.ir import Provenance
from lift_ir.render import render_function
from lift_server.lower import read
from lift_server.session import Session
from lift_server.settings import Settings
from lift_server.spec_file import Spec
from lift_server.streams import FIRST
from lsp.editor import started

ROOT = Path(__file__).parents[1]

CANDIDATES = 8
SPEEDS = 5


def spec_of(replies: Replies) -> Spec:
    """The first spec of the example."""
    return read((ROOT / "examples" / replies.file).read_text(encoding="utf-8")).specs[0]


def drafted(replies: Replies, spec: Spec) -> IR:
    """The IR that the draft leads to."""
    answer = parse_draft(json.dumps(replies.draft))
    assert isinstance(answer, Draft), answer
    wanted = list(draft_schema(spec.ir)["properties"])
    assert list(replies.draft) == wanted, f"{replies.file}: the draft has to have {wanted}"
    return read_draft(answer, spec.ir, spec.source, Provenance(engine="remote", model=MODEL)).ir


def predecessor_texts(ir: IR, body: str) -> tuple[str, str]:
    """What the predecessor's two calls generate: the IR, and the implementation as a flat list of statements."""
    function = render_function(ir, body)
    statements = [
        {"type": type(node).__name__.lower(), "code": ast.get_source_segment(function, node)}
        for node in ast.parse(function).body[0].body[1:]  # type: ignore[attr-defined]
    ]
    header, docstring = function.split("\n", 1)[0], ast.get_docstring(ast.parse(function).body[0])  # type: ignore[arg-type]
    implementation = {"signature": header, "docstring": docstring, "body_statements": statements}
    return ir.model_dump_json(exclude_defaults=True), json.dumps(implementation, separators=(",", ":"))


def tokens(client: httpx.Client, text: str) -> int:
    """How many tokens the server's tokenizer makes of a text."""
    reply = client.post("/tokenize", json={"model": MODEL, "prompt": text, "add_special_tokens": False})
    count: int = reply.raise_for_status().json()["count"]
    return count


@contextmanager
def store() -> Iterator[Path]:
    """An empty folder for results."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


async def token_table(server: Server) -> None:
    """Requests and tokens of each spec, lifted from an empty store. A spec whose first few candidates agree costs those
    few, one on which they disagree all."""
    heads = (
        "requests",
        "draft",
        "body",
        "its IR",
        "its function",
        f"{FIRST} to 1",
        f"{CANDIDATES} to 1",
        "1 to 1",
        f"{CANDIDATES} to {CANDIDATES}",
    )
    print("Tokens generated, Lift's by the predecessor's, for so many candidates of each:")
    print(f"{'spec':<17}" + "".join(f"{head:>17}" for head in heads))
    sums = [(0, 0)] * 4
    for replies in ALL:
        spec = spec_of(replies)
        with Recorder(server.url, scripted(replies.draft, [replies.body])) as recorder, store() as folder:
            values = {"engine": "remote", "endpoint": recorder.url, "store_path": folder, "candidates": CANDIDATES}
            async with Session(Settings.model_validate(values), trusted=True) as session:
                lifted = await session.lift(spec, (), lambda _: None)
            assert lifted.chosen is not None, f"{replies.file}: {lifted.notes}"
            asked, functions = len(recorder.drafts()), recorder.functions()
        assert [item["n"] for item in functions] == [FIRST], "what agrees is asked for once"
        draft_text = json.dumps(replies.draft, separators=(",", ":"), ensure_ascii=False)
        texts = (draft_text, replies.body, *predecessor_texts(drafted(replies, spec), replies.body))
        with httpx.Client(base_url=server.url, timeout=60) as client:
            draft, body, old_ir, old_function = (tokens(client, text) for text in texts)
        counts = ((FIRST, 1), (CANDIDATES, 1), (1, 1), (CANDIDATES, CANDIDATES))
        pairs = [(asked * draft + new * body, old_ir + old * old_function) for new, old in counts]
        sums = [(one[0] + two[0], one[1] + two[1]) for one, two in zip(sums, pairs, strict=True)]
        row = (f"{asked + len(functions)} of 2", asked * draft, body, old_ir, old_function, *map(_share, pairs))
        print(f"{replies.file:<17}" + "".join(f"{value:>17}" for value in row))
    print(f"{'all':<17}{'':>85}" + "".join(f"{_share(pair):>17}" for pair in sums))


def _share(pair: tuple[int, int]) -> str:
    new, old = pair
    return f"{new}/{old} {100 * new / old:.0f} %"


async def editor_latency(server: Server) -> None:
    """From a complete reply to the published result, and what a file costs that is opened again."""
    waits, again = [], 0
    for replies in ALL:
        text = (ROOT / "examples" / replies.file).read_text(encoding="utf-8")
        with Recorder(server.url, scripted(replies.draft, [replies.body])) as recorder, store() as folder:
            settings = {"engine": "remote", "endpoint": recorder.url, "candidates": CANDIDATES}
            async with started(folder, settings=settings) as editor:
                uri = await editor.open(replies.file, text)
                editor.save(uri)
                await editor.until(lambda: "LIFT105" in editor.codes(uri))  # noqa: B023
                waits.append(time.perf_counter() - recorder.completed_at)
            asked = len(recorder.requests)
            async with started(folder, settings=settings) as editor:
                uri = await editor.open(replies.file, text)
                await editor.until(lambda: "LIFT105" in editor.codes(uri))  # noqa: B023
            again += len(recorder.requests) - asked
    shown = ", ".join(f"{wait * 1000:.0f}" for wait in waits)
    print(f"complete reply -> published result, ms: median {statistics.median(waits) * 1000:.0f} ({shown})")
    print(f"requests for {len(ALL)} files that are opened again: {again}")


def speed(server: Server, prompt: dict[str, Any], count: int, grammar: str | None, length: int) -> float:
    """Tokens per second of a whole request for `count` replies that do not end by themselves."""
    request = prompt | {
        "n": count,
        "max_tokens": length,
        "ignore_eos": True,
        "logit_bias": {str(_end_token(server)): -100},
        "structured_outputs": None if grammar is None else {"grammar": grammar},
        "stream": False,
        "stream_options": None,
    }
    headers = {"Authorization": f"Bearer {KEY}"}
    started = time.perf_counter()
    reply = httpx.post(f"{server.url}/v1/chat/completions", json=request, headers=headers, timeout=300)
    seconds = time.perf_counter() - started
    generated: int = reply.raise_for_status().json()["usage"]["completion_tokens"]
    assert generated == count * length, f"{generated} tokens: some replies ended by themselves"
    return generated / seconds


def _end_token(server: Server) -> int:
    reply = httpx.post(f"{server.url}/tokenize", json={"model": MODEL, "prompt": "<|im_end|>"}, timeout=60)
    [token] = reply.raise_for_status().json()["tokens"]
    return int(token)


async def grammar_cost(server: Server) -> None:
    """Tokens per second under the body grammar and without, in turns, on the prompt that Lift sends."""
    replies = ALL[1]
    spec = spec_of(replies)
    with Recorder(server.url, scripted(replies.draft, [replies.body])) as recorder, store() as folder:
        values = {"engine": "remote", "endpoint": recorder.url, "store_path": folder}
        async with Session(Settings.model_validate(values), trusted=True) as session:
            await session.lift(spec, (), lambda _: None)
        [prompt] = recorder.functions()
    grammar = body_grammar(profile_for(spec.ir))
    for count in (1, CANDIDATES):
        speed(server, prompt, count, grammar, 32)  # compiled, and warm
        pairs = [[speed(server, prompt, count, text, 512) for text in (grammar, None)] for _ in range(SPEEDS)]
        under, free = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(one / other for one, other in pairs)
        print(f"{count} at once: {under:,.0f} tokens/s under the grammar, {free:,.0f} without, ratio {ratio:.2f}")


async def main() -> None:
    os.environ["LIFT_API_KEY"] = KEY
    CACHE.mkdir(parents=True, exist_ok=True)
    server = Server(CACHE / "benchmark.log")
    try:
        server.start()
        await token_table(server)
        await editor_latency(server)
        await grammar_cost(server)
    finally:
        server.stop()


if __name__ == "__main__":
    asyncio.run(main())
