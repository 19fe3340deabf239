"""A server that starts, that is asked where the answer will be, and that is asked by many specs at once."""

import asyncio

import pytest
from tests.remote.engines import SPEC, Heard, asking
from tests.remote.models import BODIES, VLLM
from tests.remote.scripted import HOLD, Reply, Request, reply, serving
from tests.remote.test_faults import CHAT, heard_of, probed

from lift_server.engines.remote import transport
from lift_server.engines.remote.transport import Clock
from lift_server.keys import Key

LATER = f"{CHAT}?__modal_function_call_id=fc-1"
KEY = Key(modal_key="wk-0123456789", modal_secret="ws-0123456789")


def not_counted(heard: Heard) -> float:
    """The longest time that a report says is none of the spec's."""
    return max(item.starting for item in heard.progress)


async def test_a_starting_server_is_waited_for() -> None:
    heard, asked = await heard_of(*[reply({"detail": "loading"}, 503)] * 5)
    assert set(heard.bodies) == set(BODIES)
    assert "is starting (0 s so far: loading); loading a large model takes minutes" in heard.told
    assert len(asked.slept) == 5
    limits = [min(2**at, transport.LONGEST_PAUSE_AT_START) for at in range(5)]
    assert all(0.5 * most <= pause <= most for most, pause in zip(limits, asked.slept, strict=True)), "with jitter"


async def test_a_server_that_never_is_up_is_given_up() -> None:
    now = 0.0

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    async with asking(VLLM, clock=Clock(now=lambda: now, sleep=sleep)) as asked:
        await probed(asked, lambda _: reply("", 503))
        heard = await asked.write()
    assert "is not ready (503)" in heard.reason
    assert 200 < now < 300


async def test_the_wait_for_a_server_that_starts_is_none_of_the_specs_time() -> None:
    heard, asked = await heard_of(*[reply({"detail": "loading"}, 503)] * 3)
    assert set(heard.bodies) == set(BODIES)
    told = [item.starting for item in heard.progress if "is starting" in item.stage]
    assert len(told) == 3
    assert all(starting > slept for starting, slept in zip(told, asked.slept, strict=True))


@pytest.mark.parametrize("status", [429, 500])
async def test_the_wait_for_a_busy_server_is_the_specs_time(status: int) -> None:
    heard, _ = await heard_of(reply("", status))
    assert set(heard.bodies) == set(BODIES)
    assert not_counted(heard) == 0.0


@pytest.mark.parametrize(("silence", "is_starting"), [(0.0, True), (1000.0, False)])
async def test_a_server_without_a_word_is_taken_to_be_starting_after_a_while(silence: float, is_starting: bool) -> None:
    async with asking(VLLM, clock=Clock(tick=0.02, silence=silence), request_seconds=0.3) as asked:
        await asked.engine.examine()
        asked.server.answer = lambda _: HOLD
        heard = await asked.write()
    assert "did not finish within 0.3 s" in heard.reason
    assert "a server that starts takes minutes" in heard.told
    assert (not_counted(heard) > 0.0) is is_starting


@pytest.mark.parametrize("location", [LATER, "?__modal_function_call_id=fc-1", "ORIGIN" + LATER])
async def test_an_answer_that_will_be_elsewhere_is_fetched_there(location: str) -> None:
    async with asking(VLLM, key=KEY) as asked:
        held: list[Request] = []

        def answer(request: Request) -> Reply:
            if request.method == "POST":
                held.append(request)
            if len(asked.server.requests) < 4:
                return reply("", 303, {"Location": location.replace("ORIGIN", asked.server.address)})
            return VLLM(Request("POST", CHAT, {}, held[0].body))

        await probed(asked, answer)
        heard = await asked.write()
    assert sorted(heard.bodies) == sorted(BODIES)
    sent = [(item.method, item.path, item.body is None) for item in asked.server.requests]
    assert sent == [("POST", CHAT, False), *[("GET", LATER, True)] * 3], "it is asked for once"
    assert {item.headers["modal-secret"] for item in asked.server.requests} == {KEY.modal_secret}


async def test_no_redirect_to_another_origin_is_followed() -> None:
    async with serving(VLLM) as other:
        port = other.address.rpartition(":")[2]
        elsewhere = (other.address + CHAT, f"//127.0.0.1:{port}{CHAT}", "ftp://127.0.0.1", "http://[", "/\x80")
        for status in (301, 302, 303, 307, 308):
            for location in elsewhere:
                heard, _ = await heard_of(reply("", status, {"Location": location}))
                assert "redirects to another address" in heard.reason
        assert other.requests == []


async def test_a_server_that_only_sends_on_is_given_up() -> None:
    async with asking(VLLM) as asked:
        await probed(asked, lambda _: reply("", 303, {"Location": LATER}))
        assert "redirects to another address (303)" in (await asked.write()).reason
        assert len(asked.server.requests) == 21


async def test_what_fails_elsewhere_is_asked_for_there_again() -> None:
    async with asking(VLLM) as asked:
        answers = [reply("", 303, {"Location": LATER}), reply("", 503), reply("", 404)]
        await probed(asked, lambda _: answers.pop(0))
        assert "does not know the model" in (await asked.write()).reason
        assert [item.method for item in asked.server.requests] == ["POST", "GET", "GET"]


async def test_only_so_many_requests_are_sent_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "AT_ONCE", 1)
    async with asking(VLLM, clock=Clock(tick=0.02)) as asked:
        await probed(asked, lambda _: HOLD)
        first = asyncio.create_task(asked.write())
        await asked.server.written.wait()
        heard: list[str] = []

        async def second() -> None:
            async for item in asked.engine.write(*asked.parts(SPEC.replace("sum", "total"), 4)):
                heard.append(getattr(item, "stage", "") or getattr(item, "body", ""))

        waiting = asyncio.create_task(second())
        async with asyncio.timeout(30):
            while not any("what other specs ask" in item for item in heard):
                await asyncio.sleep(0)
        assert len(asked.server.requests) == 1
        asked.server.answer = VLLM
        first.cancel()
        await waiting
        assert set(BODIES) <= set(heard)
        assert len(asked.server.requests) == 2


async def test_whoever_no_longer_waits_takes_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "AT_ONCE", 1)
    async with asking(VLLM) as asked:
        await probed(asked, lambda _: HOLD)
        tasks = [asyncio.create_task(asked.write(SPEC.replace("sum", word))) for word in ("sum", "total")]
        await asked.server.written.wait()
        await asyncio.sleep(0)
        for task in reversed(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        asked.server.answer = VLLM
        assert sorted((await asked.write()).bodies) == sorted(BODIES)
