"""A server on loopback that answers what a test wrote down: replies, streams, and what no healthy server sends."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Request:
    """What came: header names in lower case, the JSON body (None for a GET)."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: dict[str, Any] | None


@dataclass(frozen=True)
class Reply:
    """Parts that are written one after the other. Then the connection is closed, or (`hold`) kept silently open."""

    parts: tuple[bytes, ...]
    hold: bool = False


Answer = Callable[[Request], Reply]


def reply(data: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """A whole reply; text as it is, anything else as JSON."""
    body = (data if isinstance(data, str) else json.dumps(data)).encode()
    kind = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    return Reply((_head(status, kind | dict(headers or {})), body))


def stream(events: list[object], *, done: bool = True, hold: bool = False, tail: bytes = b"") -> Reply:
    """Server-sent events, each a part of its own; text as it is, anything else as JSON."""
    parts = [_head(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"})]
    data = [event if isinstance(event, str) else json.dumps(event) for event in events]
    parts += [_chunk(f"data: {text}\n\n".encode()) for text in [*data, *(["[DONE]"] if done else [])]]
    if tail:
        parts.append(_chunk(tail))
    return Reply((*parts, *(() if hold else (b"0\r\n\r\n",))), hold)


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Scripted", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join([*lines, "Connection: close", "", ""])).encode()


TLS_HELLO = b"\x16"
HOLD = Reply((), hold=True)
"""Nothing, not even a status."""


@dataclass
class Server:
    """`requests`: all that came. `hung_up`: set when a client closed a connection that was held."""

    answer: Answer
    port: int = 0
    requests: list[Request] = field(default_factory=list)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)
    written: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def address(self) -> str:
        """What the setting `endpoint` gets."""
        return f"http://127.0.0.1:{self.port}"

    def to(self, path: str) -> list[Request]:
        """The requests to one path."""
        return [request for request in self.requests if request.path == path]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            first = await reader.readexactly(1)
            if first == TLS_HELLO:
                writer.write(_head(400, {}))
                return
            request = await _read(reader, first)
            self.requests.append(request)
            answer = self.answer(request)
            for part in answer.parts:
                writer.write(part)
                await writer.drain()
            self.written.set()
            if answer.hold:
                await reader.read()
                self.hung_up.set()
        except (ConnectionError, asyncio.IncompleteReadError):
            self.hung_up.set()
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader, start: bytes) -> Request:
    head = (start + await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    size = int(headers.get("content-length", 0))
    return Request(method, path, headers, json.loads(await reader.readexactly(size)) if size else None)


@asynccontextmanager
async def serving(answer: Answer, certificate: Path | None = None) -> AsyncIterator[Server]:
    """The server, while the context lasts; over TLS with a certificate."""
    server = Server(answer)
    tls = None
    if certificate is not None:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(certificate)
    listening = await asyncio.start_server(server._serve, "127.0.0.1", 0, limit=2**22, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()


async def never(_seconds: float) -> None:
    """A sleep that takes no time."""
    await asyncio.sleep(0)


Sleep = Callable[[float], Awaitable[None]]
