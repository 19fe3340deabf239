"""What goes wrong between Lift and a server: each kind has its own message, and none costs more than it says."""

import asyncio
import json
from contextlib import aclosing
from pathlib import Path

import pytest
from tests.remote.engines import SPEC, Asked, Heard, asking, read_body
from tests.remote.models import BODIES, DRAFT, OPENAI, TEXT, VLLM, Model
from tests.remote.scripted import HOLD, Answer, Reply, reply, serving, stream

from lift_server.engines.base import Candidate, Feedback
from lift_server.engines.remote import transport
from lift_server.engines.remote.transport import Clock
from lift_server.lower import read

CHAT = "/v1/chat/completions"


def piece(text: str, index: int = 0, finish: str | None = None) -> dict[str, object]:
    """One event of a stream."""
    return {"choices": [{"index": index, "delta": {"content": text}, "finish_reason": finish}]}


def then(*answers: Reply) -> Answer:
    """These replies, one a request; the healthy model afterwards."""
    left = list(answers)
    return lambda request: left.pop(0) if left else VLLM(request)


async def probed(asked: Asked, answer: Answer) -> None:
    """The server was healthy when it was probed; from now on it gives `answer`."""
    await asked.engine.examine()
    asked.server.requests.clear()
    asked.server.written.clear()
    asked.server.hung_up.clear()
    asked.server.answer = answer


async def heard_of(*answers: Reply, count: int = 4, **settings: object) -> tuple[Heard, Asked]:
    """What comes of a `write` to a healthy server that answers so when it is asked to write."""
    async with asking(VLLM, **settings) as asked:  # type: ignore[arg-type]
        await probed(asked, then(*answers))
        return await asked.write(count=count), asked


async def check_fault(answer: Reply, *words: str, again: bool, requests: int = 1) -> None:
    """No candidates, one reason with these words, for writing and for drafting; so many requests."""
    async with asking(VLLM) as asked:
        await probed(asked, lambda _: answer)
        heard = await asked.write()
        assert len(asked.server.requests) == requests
        for word in (*words, asked.server.address):
            assert word in heard.reason
        assert heard.silences[0].again is again
    async with asking(VLLM) as asked:
        await probed(asked, lambda _: answer)
        draft, stated, _ = await asked.draft()
        assert draft.ir == stated
        assert draft.again is again
        for word in words:
            assert word in draft.silence


@pytest.mark.parametrize(
    ("status", "body", "words", "again"),
    [
        (401, {"error": "Unauthorized"}, ("does not accept the key", "Unauthorized", "LIFT_API_KEY"), True),
        (403, {"detail": "nope"}, ("does not accept the key", "nope", "LIFT_MODAL_KEY"), True),
        (404, {"error": {"message": "The model `x` does not exist."}}, ("`x` does not exist", "`lift engines`"), True),
        (400, {"error": {"message": "Invalid grammar."}}, ("refuses the request (400: Invalid grammar.)",), False),
        (413, "", ("too long", "shorten the spec"), False),
        (422, {"detail": [{"msg": "bad"}]}, ("refuses the request", "bad"), False),
        (301, "", ("redirects", "a key is never sent on"), True),
        (418, "<html>\n\x00teapot", ("418: <html> teapot",), False),
    ],
)
async def test_a_status_has_its_own_words(status: int, body: object, words: tuple[str, ...], again: bool) -> None:
    await check_fault(reply(body, status), *words, again=again)


@pytest.mark.parametrize(
    ("answer", "words", "again"),
    [
        (reply("{"), ("cannot be understood", "OpenAI-compatible"), False),
        (reply("<html>hello</html>"), ("cannot be understood",), False),
        (reply("[" * 5000), ("cannot be understood",), False),
        (reply({"choices": [{"index": -1}]}), ("cannot be understood",), False),
        (reply({"choices": [{"index": 0, "message": {"content": 3}}]}), ("cannot be understood",), False),
        (reply({"error": {"message": "out of memory"}}), ("answered with an error: out of memory",), True),
        (stream([{"error": {"message": "engine died"}}]), ("answered with an error: engine died",), True),
        (stream([piece("    return"), "{"]), ("cannot be understood",), False),
        (stream([]), ("closed the connection within its answer", "may cost twice"), True),
        (stream([piece("    return")]), ("closed the connection within its answer",), True),
        (stream([], done=False, tail=b'data: {"choices": [{"ind'), ("closed the connection",), True),
        (Reply((stream([piece("    x")]).parts[0], b"ffff\r\ndata: {")), ("closed the connection",), True),
        (reply({"choices": []}), ("closed the connection",), True),
        (reply("\x1f\x8b", headers={"Content-Encoding": "gzip"}), ("compressed",), False),
        (Reply(()), ("cannot be reached",), True),
        (Reply((b"SSH-2.0-OpenSSH_9.6\r\n\r\n",)), ("cannot be reached",), True),
    ],
)
async def test_what_is_no_answer_is_said(answer: Reply, words: tuple[str, ...], again: bool) -> None:
    await check_fault(answer, *words, again=again)


@pytest.mark.parametrize("kind", ["reply", "line"])
async def test_a_huge_body_is_not_read(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MAX_REPLY", 5_000)
    monkeypatch.setattr(transport, "MAX_STREAM", 5_000)
    huge = reply("x" * 100_000) if kind == "reply" else stream(["x" * 100_000])
    await check_fault(huge, "sent more than 5,000 bytes", again=False)


async def test_a_busy_server_is_asked_again_when_it_says() -> None:
    heard, asked = await heard_of(reply("", 429, {"Retry-After": "7"}))
    assert set(heard.bodies) == set(BODIES)
    assert asked.slept == [7.0]
    assert "is busy; asking again in 7 s" in heard.told


async def test_a_date_is_understood_as_a_time_to_wait() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    clock = Clock(sleep=sleep, today=lambda: 1_795_370_000.0)
    later = {"Retry-After": "Sun, 22 Nov 2026 17:53:30 GMT"}
    await heard_of(reply("", 429, later), clock=clock)
    assert slept == [10.0]


async def test_a_wait_beyond_the_time_is_not_begun() -> None:
    heard, asked = await heard_of(reply({"error": "quota"}, 429, {"Retry-After": "9999"}))
    assert "takes no more requests now (429: quota)" in heard.reason
    assert asked.slept == []
    assert len(asked.server.requests) == 1


@pytest.mark.parametrize("status", [408, 500, 502, 504])
async def test_what_may_cost_twice_is_said_and_bounded(status: int) -> None:
    heard, _ = await heard_of(reply("", status))
    assert set(heard.bodies) == set(BODIES)
    assert f"answered {status}; asking again in" in heard.told
    assert "which may cost twice" in heard.told
    await check_fault(reply("", status), str(status), again=True, requests=3)


async def test_an_answer_that_broke_is_not_asked_for_again() -> None:
    broken = stream([piece(BODIES[0], 0, "stop"), piece("    ret", 1)], done=False)
    heard, asked = await heard_of(broken)
    assert heard.bodies == [BODIES[0]], "what was complete is kept"
    assert len(asked.server.requests) == 1
    assert [item.again for item in heard.silences] == [True]
    assert "was not asked for again" in heard.silences[0].reason
    assert len(heard.spent) == 1
    assert len(asked.shelf.kept) == 1, "only the probe is stored"


async def test_slow_headers_are_reported_and_limited() -> None:
    async with asking(VLLM, clock=Clock(tick=0.01), request_seconds=0.3) as asked:
        await probed(asked, lambda _: HOLD)
        heard = await asked.write()
        assert "did not finish within 0.3 s (setting `request_seconds`)" in heard.reason
        assert heard.silences[0].again
        assert f"waiting for {asked.server.address} (0 s so far)" in heard.told
        await asked.server.hung_up.wait()


async def test_a_stream_that_stalls_is_limited() -> None:
    stalled = stream([piece(BODIES[0], 0, "stop"), piece("    r", 1)], done=False, hold=True)
    heard, _ = await heard_of(stalled, request_seconds=0.3)
    assert heard.bodies == [BODIES[0]]
    assert "did not finish within" in heard.silences[0].reason


async def test_candidates_come_while_others_are_written_and_closing_hangs_up() -> None:
    stalled = stream([piece(BODIES[0], 0, "stop"), piece("    r", 1)], done=False, hold=True)
    async with asking(VLLM) as asked:
        await probed(asked, lambda _: stalled)
        spec = read(SPEC).specs[0]
        async with aclosing(asked.engine.write(spec.source, spec.ir, 2, Feedback())) as items:
            async for item in items:
                if isinstance(item, Candidate):
                    break
        assert item.body == BODIES[0]
        await asked.server.hung_up.wait()


async def test_cancelling_a_draft_hangs_up() -> None:
    async with asking(VLLM) as asked:
        await probed(asked, lambda _: HOLD)
        task = asyncio.create_task(asked.draft())
        await asked.server.written.wait()
        task.cancel()
        await asked.server.hung_up.wait()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_what_is_cut_off_or_withheld_is_no_candidate() -> None:
    events: list[object] = [
        piece("    return 1\n", 0, "length"),
        piece("    return 2\n", 1, "content_filter"),
        piece("    return 3\n", 2, "stop"),
        piece("    return ((\n", 3, "stop"),
    ]
    heard, _ = await heard_of(stream(events))
    assert heard.bodies == ["    return 3\n"]
    [silence] = heard.silences
    for part in ("3 of 4 replies of coder", "1 cut off after", "1 withheld", "1 not compilable", "never closed"):
        assert part in silence.reason
    assert not silence.again


async def test_choices_that_nobody_asked_for_are_ignored() -> None:
    events: list[object] = [piece(f"    return {at}\n", at, "stop") for at in range(900)]
    heard, _ = await heard_of(stream(events), count=2)
    assert heard.bodies == ["    return 0\n", "    return 1\n"]


async def test_words_without_a_utf_8_form_are_sent() -> None:
    async with asking(VLLM) as asked:
        assert (await asked.write(SPEC.replace("sum", "s\ud800m"))).bodies
        assert (await asked.draft("Add \ud800 numbers\n"))[0].silence == ""


async def test_half_a_body_under_the_grammar_is_no_candidate() -> None:
    """Lines that do not compile are left out of words around code only."""
    heard, _ = await heard_of(stream([piece("    total = a\n    return ((\n", 0, "stop")]), count=1)
    assert "1 not compilable" in heard.reason


async def test_a_function_that_does_not_compile_is_corrected_once() -> None:
    wrong = Model(grammar=False, schema=False, many=False, bodies=("    return a +\n",))
    async with asking(wrong) as asked:
        await asked.engine.examine()
        asked.server.requests.clear()
        heard = await asked.write(count=2)
        assert "replies of coder could not be used" in heard.reason
        assert "asking for a correction" in heard.told
        assert len(asked.server.requests) == 3
        last = (asked.server.requests[-1].body or {})["messages"][-1]["content"]
        assert "not valid Python: invalid syntax at the line `return a +`" in last


async def test_a_function_in_another_form_is_no_candidate() -> None:
    async with asking(OPENAI) as asked:
        await probed(asked, lambda _: reply({"choices": [{"message": {"content": "def add"}}]}))
        heard = await asked.write(count=1)
    assert "not the JSON object that was asked for" in heard.reason


@pytest.mark.parametrize(
    ("text", "finish", "reason"),
    [
        ("{", "stop", "it is not JSON"),
        ('{"think": 3}', "stop", "it does not fit the schema at /think"),
        (json.dumps(DRAFT)[:40], "length", "it was cut off after"),
    ],
)
async def test_a_draft_is_corrected_once(text: str, finish: str, reason: str) -> None:
    bad = stream([piece(text, 0, finish), {"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 7}}])
    async with asking(VLLM) as asked:
        await probed(asked, then(bad))
        draft, _, heard = await asked.draft()
        assert draft.silence == ""
        assert draft.ir.signature.name == "add"
        assert f"the draft cannot be used ({reason}" in heard.told
        assert draft.usage.completion_tokens == 7 + len(json.dumps(DRAFT)), "both are paid"
        assert reason in (asked.server.requests[-1].body or {})["messages"][-1]["content"]
    async with asking(VLLM) as asked:
        await probed(asked, lambda _: bad)
        draft, stated, _ = await asked.draft()
        assert draft.ir == stated
        assert f"coder gave no draft that can be used: {reason}" in draft.silence
        assert draft.usage.completion_tokens == 14


async def test_a_draft_that_is_not_corrected_is_paid_nevertheless() -> None:
    bad = stream([piece("{", 0, "stop"), {"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 7}}])
    async with asking(VLLM) as asked:
        await probed(asked, then(bad, reply({"error": {"message": "too long"}}, 400)))
        draft, _, _ = await asked.draft()
        assert "refuses the request (400: too long)" in draft.silence
        assert (draft.usage.prompt_tokens, draft.usage.completion_tokens) == (5, 7)


async def test_a_reply_is_asked_for_once() -> None:
    async with asking(VLLM) as asked:
        first, (draft, _, _) = await asked.write(), await asked.draft()
        asked.server.requests.clear()
        again, (same, _, _) = await asked.write(), await asked.draft()
        assert asked.server.requests == []
        assert again.bodies == first.bodies
        assert same.ir == draft.ir
        assert len(first.spent) == 1
        assert first.spent[0].usage.completion_tokens == sum(map(len, BODIES))
        assert again.spent == []
        assert (draft.usage.completion_tokens > 0, same.usage.completion_tokens) == (True, 0)
        await asked.write(count=3)
        assert len(asked.server.requests) == 1


async def test_a_stored_reply_of_no_use_is_known_as_such() -> None:
    async with asking(VLLM) as asked:
        await probed(asked, then(stream([piece("    return 1\n", at, "length") for at in range(3)])))
        first, again = await asked.write(count=3), await asked.write(count=3)
        assert len(asked.server.requests) == 1
        assert [[item.replies for item in heard.silences] for heard in (first, again)] == [[3], [3]]


async def test_a_stored_reply_that_is_damaged_is_asked_for_again() -> None:
    async with asking(VLLM) as asked:
        first = await asked.write()
        for key in asked.shelf.kept:
            asked.shelf.kept[key] = "{"
        assert (await asked.write()).bodies == first.bodies


async def test_no_server_no_candidates() -> None:
    async with serving(VLLM) as server:
        address = server.address
    async with asking(VLLM, address=address) as asked:
        for said in ((await asked.write()).reason, (await asked.draft())[0].silence):
            assert f"{address} cannot be reached" in said
            assert "is it running" in said
        assert not (await asked.engine.examine()).usable


async def test_a_plain_port_is_no_tls() -> None:
    async with serving(VLLM) as server, asking(VLLM, address=server.address.replace("http:", "https:")) as asked:
        reason = (await asked.write()).reason
    assert "certificate or TLS" in reason
    assert "SSL_CERT_FILE" in reason


async def test_a_certificate_that_nobody_signed_is_not_accepted() -> None:
    certificate = Path(__file__).parent / "self_signed.pem"
    async with serving(VLLM, certificate) as server:
        async with asking(VLLM, address=server.address.replace("http:", "https:")) as asked:
            reason = (await asked.write()).reason
        assert server.requests == []
    assert "CERTIFICATE_VERIFY_FAILED" in reason
    assert "Lift does not switch the check off" in reason


async def test_nothing_is_sent_without_encryption_or_trust() -> None:
    async with asking(VLLM, address="http://example.invalid:8000") as asked:
        assert "is not encrypted; use https, or set `allow_http`" in (await asked.write()).reason
        assert not asked.engine.capabilities().usable
    async with asking(VLLM, address="http://example.invalid:8000", allow_http=True) as asked:
        assert asked.engine.capabilities().usable
    async with asking(VLLM, trusted=False) as asked:
        assert "not trusted" in (await asked.write()).reason
        assert "not trusted" in (await asked.draft())[0].silence
        assert "not trusted" in (await asked.engine.examine()).detail
        assert asked.server.requests == []


async def test_a_reader_that_fails_is_no_fault_of_the_server() -> None:
    class ReaderError(Exception):
        pass

    async def fail(*_: object) -> None:
        raise ReaderError

    for model in (VLLM, TEXT):
        async with asking(model) as asked:
            object.__setattr__(asked.engine._services, "read", fail)
            with pytest.raises(ReaderError):
                await asked.write()
            object.__setattr__(asked.engine._services, "read", read_body)
            assert (await asked.write()).bodies


def test_only_this_machine_is_loopback() -> None:
    for address in ("http://127.0.0.1:1", "http://localhost", "http://[::1]:8000", "https://127.9.9.9"):
        assert transport.is_loopback(address)
    for address in (
        "http://10.0.0.1",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://0.0.0.0",
    ):
        assert not transport.is_loopback(address)
