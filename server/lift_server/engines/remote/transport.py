"""Requests to one server: the key for its origin only, bounded bodies, retries that tell their cost."""

import asyncio
import ipaddress
import json
import random
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from lift_server import __version__
from lift_server.engines.base import Progress, Report
from lift_server.engines.remote.faults import (
    failure_of_status,
    interrupted,
    invalid,
    too_large,
    too_slow,
    unreachable,
    words_of,
)
from lift_server.engines.remote.wire import Chunk, read_chunk
from lift_server.keys import NO_KEY, Key, origin_of

if TYPE_CHECKING:
    import httpx

MAX_REPLY = 2_000_000
MAX_STREAM = 32_000_000
"""Bytes that are read of one reply, and of one stream."""
MAX_ERROR = 10_000
CONNECT_SECONDS = 10.0
LONGEST_PAUSE = 30.0
LONGEST_PAUSE_AT_START = 8.0
"""A server that is up is paid for while nobody asks it."""
AT_ONCE = 8
"""Requests to the server at once, of all specs together. A server batches as many; hosted ones limit their number."""
_MAX_REDIRECTS = 20
_MAX_ADDRESS = 4_000
_SEE_OTHER = 303
_STARTING = 503
_NOT_STARTED = (429, _STARTING)
"""The server says that it has not begun: asking again costs nothing twice."""
_PERHAPS_STARTED = (408, 500, 502, 504)
_MAX_REPEATS = 2
"""How often a request is sent again that the server may have worked on."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, so that tests need none. `now` in seconds, `today` in seconds since 1970; `tick`: seconds between reports
    on a server that says nothing yet; `silence`: after so many of them it is taken to be starting."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    today: Callable[[], float] = time.time
    tick: float = 2.0
    silence: float = 5.0


def is_loopback(address: str) -> bool:
    """Whether the address is on this machine."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Transport:
    """The connections to one endpoint, opened on first use. Every method raises RequestError."""

    def __init__(
        self, endpoint: str, model: str, seconds: float, key_for: Callable[[str], Key], clock: Clock | None = None
    ) -> None:
        self.endpoint = endpoint
        self.origin = origin_of(endpoint)
        self.clock = clock or Clock()
        self._model = model
        self._seconds = seconds
        self._key_for = key_for
        self._key = NO_KEY
        self._client: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()
        self._places = asyncio.Semaphore(AT_ONCE)

    @property
    def key_place(self) -> str:
        """Where the key of the last request was found; empty when there was none."""
        return self._key.place if self._key else ""

    async def close(self) -> None:
        """Close every connection. Idempotent."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def fetch(self, path: str, body: Mapping[str, Any] | None, report: Report) -> str:
        """The text of a whole reply; a POST when there is a body."""
        async with self._place(report), self._within_time(), self._opened(path, body, report) as response:
            return await self._text(response, MAX_REPLY)

    async def stream(
        self, path: str, body: Mapping[str, Any], report: Report, receive: Callable[[Chunk], Awaitable[None]]
    ) -> None:
        """Hand over the events of a streamed reply, to its end; a server that does not stream gives one. Cancelling
        closes the connection, so that the server stops."""
        async with self._place(report), self._within_time(), self._opened(path, body, report) as response:
            from httpx_sse import EventSource

            if "text/event-stream" not in response.headers.get("content-type", ""):
                await receive(read_chunk(await self._text(response, MAX_REPLY), self.origin))
                return
            response.stream = _bounded(response.stream, MAX_STREAM, self.origin)
            async with aclosing(EventSource(response).aiter_sse()) as events, self._reading():
                async for event in events:
                    if event.data == "[DONE]":
                        return
                    await receive(read_chunk(self._key.redact(event.data), self.origin))

    @asynccontextmanager
    async def _place(self, report: Report) -> AsyncIterator[None]:
        """One of the places for requests; waiting for it is none of a spec's own time."""
        taking = asyncio.ensure_future(self._places.acquire())
        try:
            while not (await asyncio.wait({taking}, timeout=self.clock.tick))[0]:
                stage = f"waiting until {self.origin} has answered what other specs ask"
                report(Progress(stage, starting=2 * self.clock.tick))
        except asyncio.CancelledError:
            if not taking.cancel():
                self._places.release()
            raise
        try:
            yield
        finally:
            self._places.release()

    @asynccontextmanager
    async def _within_time(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._seconds) as limit:
                yield
        except TimeoutError:
            if not limit.expired():
                raise
            raise too_slow(self._seconds, self.origin) from None

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[None]:
        import httpx

        try:
            yield
        except httpx.HTTPError:
            raise interrupted(self.origin) from None

    @asynccontextmanager
    async def _opened(
        self, path: str, body: Mapping[str, Any] | None, report: Report
    ) -> AsyncIterator["httpx.Response"]:
        """The reply with status 200, not read yet. Waits for a server that is starting, as long as there is time; one
        that says where the answer will be, at its own origin, is asked there (Modal does, every 150 s)."""
        self._key = await asyncio.to_thread(self._key_for, self.origin)
        started, repeats, redirects, address = self.clock.now(), 0, 0, self.endpoint + path
        for attempt in range(1_000):
            response = await self._sent(address, body, report, started)
            try:
                if response.status_code == 200:
                    if response.headers.get("content-encoding", "identity") != "identity":
                        raise invalid("a compressed reply that was not asked for", self.origin)
                    yield response
                    return
                words = words_of(self._key.redact(await self._text(response, MAX_ERROR, cut=True)))
            finally:
                await response.aclose()
            status = response.status_code
            elsewhere = self._see_other(response, address)
            if elsewhere and redirects < _MAX_REDIRECTS:
                address, body, redirects = elsewhere, None, redirects + 1
                continue
            repeats += status in _PERHAPS_STARTED
            longest = LONGEST_PAUSE_AT_START if status == _STARTING else LONGEST_PAUSE
            pause = self._pause(response.headers.get("retry-after", ""), attempt, longest)
            left = self._seconds - (self.clock.now() - started)
            if status not in (*_NOT_STARTED, *_PERHAPS_STARTED) or repeats > _MAX_REPEATS or pause >= left:
                raise failure_of_status(status, words, self.origin, self._model)
            stage = self._why_again(status, words, pause, self.clock.now() - started)
            report(Progress(stage, starting=pause + self.clock.tick if status == _STARTING else 0.0))
            await self.clock.sleep(pause)

    def _see_other(self, response: "httpx.Response", address: str) -> str:
        """Where the answer to a request will be; empty when it is not at the same origin."""
        if response.status_code != _SEE_OTHER:
            return ""
        try:
            elsewhere = urljoin(address, response.headers.get("location", ""))
            is_ours = origin_of(elsewhere) == self.origin
        except ValueError:
            return ""
        return elsewhere if is_ours and elsewhere.isprintable() and len(elsewhere) < _MAX_ADDRESS else ""

    def _pause(self, retry_after: str, attempt: int, longest: float) -> float:
        """Seconds until the next attempt: what the server asks for, else twice as long each time, with jitter."""
        backoff = min(longest, 2.0 ** min(attempt, 10)) * random.uniform(0.5, 1.0)
        if retry_after.isdecimal() and len(retry_after) < 8:
            return max(float(retry_after), backoff)
        try:
            until = datetime.strptime(retry_after, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
        except ValueError:
            return backoff
        return max(until.timestamp() - self.clock.today(), backoff)

    def _why_again(self, status: int, words: str, pause: float, elapsed: float) -> str:
        if status == _STARTING:
            return (
                f"{self.origin} is starting ({elapsed:.0f} s so far{f': {words}' if words else ''}); "
                "loading a large model takes minutes"
            )
        if status == 429:
            return f"{self.origin} is busy; asking again in {pause:.0f} s"
        return f"{self.origin} answered {status}; asking again in {pause:.0f} s, which may cost twice"

    async def _sent(
        self, address: str, body: Mapping[str, Any] | None, report: Report, started: float
    ) -> "httpx.Response":
        """The reply as soon as its head has come. A server that says nothing for a while is taken to be starting."""
        client = await self._connected()
        import httpx

        headers = self._key.headers | {"Accept": "text/event-stream, application/json", "Accept-Encoding": "identity"}
        if body is None:
            request = client.build_request("GET", address, headers=headers)
        else:
            headers["Content-Type"] = "application/json"
            # ASCII: a lone surrogate in the author's words has no UTF-8 form.
            request = client.build_request("POST", address, content=json.dumps(body), headers=headers)
        sending = asyncio.ensure_future(client.send(request, stream=True))
        try:
            while not (await asyncio.wait({sending}, timeout=self.clock.tick))[0]:
                elapsed = self.clock.now() - started
                stage = f"waiting for {self.origin} ({elapsed:.0f} s so far); a server that starts takes minutes"
                report(Progress(stage, starting=2 * self.clock.tick if elapsed >= self.clock.silence else 0.0))
            return sending.result()
        except asyncio.CancelledError:
            sending.cancel()
            [outcome] = await asyncio.gather(sending, return_exceptions=True)
            if isinstance(outcome, httpx.Response):
                await outcome.aclose()
            raise
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise unreachable(error, self.origin) from None

    async def _connected(self) -> "httpx.AsyncClient":
        async with self._opening:
            if self._client is None:
                # The library and the list of authorities take longer to load than the loop may stand still.
                self._client = await asyncio.to_thread(self._new_client)
        return self._client

    def _new_client(self) -> "httpx.AsyncClient":
        import httpx

        # Without TLS there is nobody to trust.
        is_plain = self.endpoint.startswith("http:")
        return httpx.AsyncClient(
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if is_plain else httpx.create_ssl_context(),
            follow_redirects=False,
            timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
            headers={"User-Agent": f"lift/{__version__}"},
            # A proxy of the environment is for other machines.
            trust_env=not is_loopback(self.endpoint),
        )

    async def _text(self, response: "httpx.Response", limit: int, *, cut: bool = False) -> str:
        """The body, read up to `limit` bytes; with `cut` the rest is left out, else it is a failure."""
        parts: list[bytes] = []
        size = 0
        async with self._reading():
            async for part in response.aiter_raw():
                parts.append(part)
                size += len(part)
                if size > limit:
                    break
        if size > limit and not cut:
            raise too_large(limit, self.origin)
        return self._key.redact(b"".join(parts)[:limit].decode(errors="replace"))


def _bounded(stream: Any, limit: int, server: str) -> "httpx.AsyncByteStream":
    """The stream, which fails beyond `limit` bytes: a line without an end would be kept whole."""
    import httpx

    class Bounded(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            size = 0
            async for part in stream:
                size += len(part)
                if size > limit:
                    raise too_large(limit, server)
                yield part

        async def aclose(self) -> None:
            await stream.aclose()

    return Bounded()
