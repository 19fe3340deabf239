"""A client below the protocol: it writes frames, whatever they hold, and keeps account of what comes back."""

import asyncio
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .editor import PATIENCE, SERVE


class RawClient:
    """One server process. `pending` are requests without an answer, `refused` errors that belong to no request."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pending: dict[int, str] = {}
        self.answers: dict[int, Any] = {}
        self.refused: list[Any] = []
        self.popups: list[str] = []
        self.versions: dict[str, int] = {}
        self.published: dict[str, int] = {}
        self.problems: list[str] = []
        self.log: list[str] = []
        self.progress: set[str] = set()
        self.asked: list[str] = []
        self.registered: set[str] = set()
        self._next_id = 0
        self._news = asyncio.Event()

    async def start(self) -> None:
        """Start the server; `initialize` is the caller's."""
        self.process = await asyncio.create_subprocess_exec(
            *SERVE,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "LIFT_STORE_PATH": str(self.root / ".store")},
            limit=2**26,
        )
        self._readers = [asyncio.create_task(self._read()), asyncio.create_task(self._read_log())]

    async def initialize(self, params: Mapping[str, Any]) -> Any:
        """Begin the session; returns the server's capabilities."""
        number = self.request("initialize", dict(params))
        await self.answered()
        self.notify("initialized", {})
        return self.answers[number]["capabilities"]

    async def stop(self) -> None:
        """Shut the server down, and wait until it has gone by itself."""
        self.request("shutdown", None)
        await self.answered()
        self.notify("exit", None)
        async with asyncio.timeout(PATIENCE):
            await self.process.wait()
            await asyncio.gather(*self._readers)

    def send(self, frame: bytes) -> None:
        """Write bytes as they are."""
        assert self.process.stdin is not None
        self.process.stdin.write(frame)

    def notify(self, method: str, params: object) -> None:
        """Send a notification."""
        self.send(framed({"jsonrpc": "2.0", "method": method, "params": params}))

    def request(self, method: str, params: object) -> int:
        """Send a request; returns its id."""
        self._next_id += 1
        self.pending[self._next_id] = method
        self.send(framed({"jsonrpc": "2.0", "id": self._next_id, "method": method, "params": params}))
        return self._next_id

    async def answered(self) -> None:
        """Wait until nothing is pending; raises TimeoutError with what is left unanswered."""
        assert self.process.stdin is not None
        try:
            async with asyncio.timeout(PATIENCE):
                await self.process.stdin.drain()
                while self.pending:
                    assert self.process.returncode is None, self.log[-20:]
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise TimeoutError(f"unanswered: {self.pending}") from None

    async def _read(self) -> None:
        assert self.process.stdout is not None
        while True:
            length = 0
            while (line := await self.process.stdout.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not line:
                self._news.set()
                return
            self._take(json.loads(await self.process.stdout.readexactly(length)))
            self._news.set()

    async def _read_log(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.log.append(line.decode(errors="replace").rstrip())

    def _take(self, message: dict[str, Any]) -> None:
        if "method" in message:
            self._take_from_server(message)
        elif message["id"] is None:
            self.refused.append(message["error"])
        elif message["id"] not in self.pending:
            self.problems.append(f"a second answer to {message['id']}")
        else:
            del self.pending[message["id"]]
            self.answers[message["id"]] = message.get("result", message.get("error"))

    def _take_from_server(self, message: dict[str, Any]) -> None:
        params = message.get("params")
        self.asked.append(message["method"])
        match message["method"]:
            case "textDocument/publishDiagnostics":
                self._published(params)
            case "window/showMessage":
                self.popups.append(params["message"])
            case "$/progress" if params["value"]["kind"] == "begin":
                self.progress.add(params["token"])
            case "$/progress" if params["value"]["kind"] == "end":
                self.progress.discard(params["token"])
            case "client/registerCapability":
                self.registered.update(item["method"] for item in params["registrations"])
                self._reply(message["id"], None)
            case "workspace/configuration":
                self._reply(message["id"], [None for _ in params["items"]])
            case _ if "id" in message:
                self._reply(message["id"], None)

    def _reply(self, number: object, result: object) -> None:
        self.send(framed({"jsonrpc": "2.0", "id": number, "result": result}))

    def _published(self, params: Any) -> None:
        """Diagnostics speak of a version that was sent, and never of an older one than before."""
        uri, version = params["uri"], params.get("version")
        if version is None:
            return
        if version > self.versions.get(uri, version):
            self.problems.append(f"{uri}: version {version} was never sent")
        if version < self.published.get(uri, version):
            self.problems.append(f"{uri}: version {version} after {self.published[uri]}")
        self.published[uri] = version


def framed(message: object) -> bytes:
    """A message as it goes over the wire."""
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
