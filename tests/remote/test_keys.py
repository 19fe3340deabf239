"""A key reaches its own server and nothing else: no other origin, no setting, no log, no store, no message."""

import json
import logging
import sys
import types
from pathlib import Path

import pytest
from tests.remote.engines import asking
from tests.remote.models import VLLM, Model
from tests.remote.scripted import Reply, Request, reply, serving, stream

from lift_server.keys import Key, key_from_environment, key_from_keyring, make_key, origin_of
from lift_server.session import Session
from lift_server.settings import Settings, load_settings

SECRET = "sk-live-5f0c9a"
MODAL = Key(modal_key="wk-71be04c2", modal_secret="ws-90ff5d11", place="the environment")
KEY = Key(api_key=SECRET, modal_key="wk-71be04c2", modal_secret="ws-90ff5d11", place="the environment")


def check_no_secret(*texts: object) -> None:
    """None of the texts holds a part of the key, however it is printed."""
    for text in texts:
        for secret in KEY.secrets:
            assert secret not in f"{text!r} {text}"


def echoing(status: int) -> Reply:
    """An error that repeats the whole key."""
    return reply({"error": {"message": f"bad key {' '.join(KEY.secrets)}"}}, status)


async def test_the_key_is_sent_as_headers() -> None:
    async with asking(Model(key=SECRET), key=KEY) as asked:
        found = await asked.engine.examine()
        assert "key from the environment" in found.detail
        assert (await asked.write()).bodies
    for request in asked.server.requests:
        assert request.headers["authorization"] == f"Bearer {SECRET}"
        assert (request.headers["modal-key"], request.headers["modal-secret"]) == ("wk-71be04c2", "ws-90ff5d11")


async def test_modal_s_proxy_needs_no_bearer() -> None:
    async with asking(VLLM, key=MODAL) as asked:
        assert (await asked.write()).bodies
    assert asked.server.requests[0].headers["modal-key"] == "wk-71be04c2"
    assert "authorization" not in asked.server.requests[0].headers


async def test_without_a_key_none_is_sent() -> None:
    async with asking(VLLM) as asked:
        assert "no key" in (await asked.engine.examine()).detail
        await asked.write()
    assert all("authorization" not in request.headers for request in asked.server.requests)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 429, 500, 503])
async def test_no_message_repeats_the_key(status: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with asking(VLLM, key=KEY, request_seconds=0.5) as asked:
        await asked.engine.examine()
        asked.server.answer = lambda _: echoing(status)
        heard, (draft, _, reported) = await asked.write(), await asked.draft()
        examined = await asked.engine.examine()
        check_no_secret(heard.reason, heard.told, draft.silence, reported.told, examined, asked.shelf.kept)
        assert "***" in heard.reason + heard.told
    check_no_secret(caplog.text, *(record.__dict__ for record in caplog.records))


async def test_no_stored_reply_and_no_candidate_holds_the_key(caplog: pytest.LogCaptureFixture) -> None:
    """A server may repeat it in an answer too."""
    caplog.set_level(logging.DEBUG)
    body = f"    return {SECRET!r}\n"
    async with asking(Model(bodies=(body,), key=SECRET), key=KEY) as asked:
        heard = await asked.write()
        assert heard.bodies[0] == "    return '***'\n"
        check_no_secret(heard.candidates, asked.shelf.kept, asked.engine.capabilities(), asked.engine._services, KEY)
    async with asking(VLLM, key=KEY) as asked:
        await asked.engine.examine()
        asked.server.answer = lambda _: stream([{"error": {"message": SECRET}}])
        check_no_secret((await asked.write()).reason)
    check_no_secret(caplog.text)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_gets_no_key(status: int) -> None:
    async with serving(VLLM) as other:

        def redirecting(request: Request) -> Reply:
            return reply("", status, {"Location": other.address + request.path})

        async with asking(redirecting, key=KEY) as asked:
            assert "redirects" in (await asked.write()).reason
            assert "redirects" in (await asked.engine.examine()).detail
        assert other.requests == []


def test_a_key_is_looked_for_by_its_origin() -> None:
    for address in ("https://host", "https://host:443", "https://HOST/v1", "https://host/other?x#y"):
        assert origin_of(address) == "https://host"
    assert origin_of("http://host:443/v1") == "http://host:443"
    assert origin_of("http://[::1]:8000/") == "http://[::1]:8000"
    for address in ("", "host", "ftp://host", "https://", "http://host:port"):
        with pytest.raises(ValueError, match=r"."):
            origin_of(address)


def test_the_environment_holds_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not key_from_environment()
    monkeypatch.setenv("LIFT_API_KEY", f" {SECRET}\n")
    monkeypatch.setenv("LIFT_MODAL_KEY", "wk-71be04c2")
    monkeypatch.setenv("LIFT_MODAL_SECRET", "ws-90ff5d11")
    assert key_from_environment() == KEY
    settings, messages = load_settings()
    assert messages == (), "a key is no setting"
    check_no_secret(settings.model_dump(), load_settings(editor={"apiKey": SECRET})[0])


def test_a_text_that_is_no_header_is_no_key() -> None:
    assert not make_key("a\nX-Injected: 1", "ключ", "\x00")
    assert make_key("  sk-1\r\n").api_key == "sk-1"


def test_the_keyring_is_used_when_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    class KeyringError(Exception):
        pass

    kept = {("lift", "https://host"): SECRET}

    def get_password(service: str, user: str) -> str | None:
        if user == "https://locked":
            raise KeyringError(SECRET)
        return kept.get((service, user))

    module, errors = types.ModuleType("keyring"), types.ModuleType("keyring.errors")
    module.get_password, errors.KeyringError = get_password, KeyringError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert key_from_keyring("https://host") == Key(SECRET, place="the keyring")
    assert not key_from_keyring("https://other")
    assert not key_from_keyring("https://locked")
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert not key_from_keyring("https://host")


async def test_the_editor_s_key_wins_and_goes_to_its_origin_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIFT_API_KEY", "from-environment")
    async with serving(VLLM) as server:
        settings = Settings(engine="remote", endpoint=server.address, store_path=tmp_path)
        async with Session(settings, trusted=True) as session:
            session.set_key("https://elsewhere", Key("for-elsewhere"))
            await session.examine()
            assert server.requests[-1].headers["authorization"] == "Bearer from-environment"
            session.set_key(server.address, Key(SECRET))
            await session.examine()
            assert server.requests[-1].headers["authorization"] == f"Bearer {SECRET}"
    found = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert found
    assert SECRET.encode() not in found


def test_a_workspace_cannot_redirect_a_key(tmp_path: Path) -> None:
    wanted = {"endpoint": "https://thief.example", "model": "m", "allow_http": True, "request_seconds": 1}
    (tmp_path / "lift.toml").write_text("\n".join(f"{key} = {json.dumps(value)}" for key, value in wanted.items()))
    settings, messages = load_settings(workspace_root=tmp_path, user_file=tmp_path / "none")
    assert settings == Settings()
    assert len(messages) == len(wanted)
    assert all("cannot be set by a workspace" in message for message in messages)
