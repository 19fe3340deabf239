"""The language server through its real process: latency of what an editor does all day, start, and memory."""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

SENTENCE = "Create a function to calculate the factorial of a number\n"
SPEC = """\
spec area_{number}(radius: float, places: int = 2) -> float
    The area of circle {number}, in square metres.

    radius: distance from the centre to the edge, in metres
    requires: radius < 1e6
    ensures: result >= 0
    raises: ValueError when radius < 0
    example: area_{number}(0) == 0
    example: area_{number}(2) == approx(12.566, abs=0.001)

"""
PAUSE = 0.1
"""Seconds between two keystrokes: faster typing makes the server wait on purpose."""


class Client:
    """The least client that can measure: it writes a message and reads until the answer comes."""

    def __init__(self, folder: Path) -> None:
        environment = {**os.environ, "LIFT_STORE_PATH": str(folder / "store")}
        command = [sys.executable, "-m", "lift_server.cli", "serve"]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._next_id = 0

    def notify(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def request(self, method: str, params: object) -> Any:
        self._next_id += 1
        self._send({"id": self._next_id, "method": method, "params": params})
        while (message := self._receive()).get("id") != self._next_id:
            pass
        return message["result"]

    def diagnostics(self, version: int) -> list[Any]:
        """Wait for the diagnostics of a version of the document."""
        while True:
            message = self._receive()
            published = message.get("method") == "textDocument/publishDiagnostics"
            if published and message["params"].get("version") == version:
                return list(message["params"]["diagnostics"])

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline()) != b"\r\n":
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message


@contextmanager
def served() -> Iterator[tuple[Client, float, str]]:
    """An initialized server, the seconds from spawning it to its reply, and the URI of a file in its workspace."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.perf_counter()
        client = Client(folder)
        options = {"trusted": True, "settings": {}}
        params = {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}, "initializationOptions": options}
        client.request("initialize", params)
        seconds = time.perf_counter() - started
        client.notify("initialized", {})
        try:
            yield client, seconds, (folder / "factorial.lift").as_uri()
            client.request("shutdown", None)
            client.notify("exit", None)
            client.process.wait(10)
        finally:
            client.process.kill()
            client.process.wait()


def opened(client: Client, uri: str, text: str) -> None:
    item = {"uri": uri, "languageId": "lift", "version": 1, "text": text}
    client.notify("textDocument/didOpen", {"textDocument": item})
    client.diagnostics(1)


def spec_text(lines: int) -> str:
    """So many lines of ordinary specs."""
    per_spec = SPEC.count("\n")
    text = "".join(SPEC.format(number=number) for number in range(lines // per_spec + 1))
    return "".join(text.splitlines(keepends=True)[:lines])


def edit_latencies(lines: int, count: int = 60) -> list[float]:
    """Seconds from a keystroke somewhere in the file to its diagnostics."""
    places = random.Random(0)
    seconds = []
    with served() as (client, _, uri):
        opened(client, uri, spec_text(lines))
        for version in range(2, 2 + count):
            line = places.randrange(lines)
            position = {"line": line, "character": 0}
            change = {"range": {"start": position, "end": position}, "text": "effects: nonsense\n"}
            document = {"uri": uri, "version": version}
            time.sleep(PAUSE)
            started = time.perf_counter()
            client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
            client.diagnostics(version)
            seconds.append(time.perf_counter() - started)
    return seconds


def request_latencies(method: str, lines: int, count: int = 100) -> list[float]:
    """Seconds for a hover or the code actions at places all over a file."""
    places = random.Random(0)
    seconds = []
    with served() as (client, _, uri):
        opened(client, uri, spec_text(lines))
        for _ in range(count):
            position = {"line": places.randrange(lines), "character": 0}
            place = {"position": position, "range": {"start": position, "end": position}}
            params = {"textDocument": {"uri": uri}, "context": {"diagnostics": []}, **place}
            started = time.perf_counter()
            client.request(method, params)
            seconds.append(time.perf_counter() - started)
    return seconds


def start_latencies(count: int = 10) -> list[float]:
    """Seconds from spawning the process to its reply to `initialize`."""
    seconds = []
    for _ in range(count):
        with served() as (_, taken, _):
            seconds.append(taken)
    return seconds


def memory() -> Iterator[tuple[str, float]]:
    """Resident MiB of the server: idle, with a file open, with a spec lifted, and then of the sandbox's processes."""
    with served() as (client, _, uri):
        server = psutil.Process(client.process.pid)
        yield "server, idle", server.memory_info().rss / 2**20
        opened(client, uri, SENTENCE)
        yield "server, a file open", server.memory_info().rss / 2**20
        client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        client.diagnostics(1)
        yield "server, a spec lifted", server.memory_info().rss / 2**20
        children = sum(child.memory_info().rss for child in server.children(recursive=True))
        yield "its sandbox (fork server and workers)", children / 2**20


def show(title: str, seconds: list[float]) -> None:
    """One row: median and 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(f"{title:<55} p50 {statistics.median(ordered) * 1000:7.1f} ms   p95 {p95 * 1000:7.1f} ms   n={len(ordered)}")


if __name__ == "__main__":
    for lines in (200, 2_000):
        show(f"edit -> diagnostics, {lines:,} lines", edit_latencies(lines))
    for method in ("textDocument/hover", "textDocument/codeAction"):
        for lines in (200, 2_000):
            show(f"{method.split('/')[1]}, {lines:,} lines", request_latencies(method, lines))
    show("spawn -> initialize reply", start_latencies())
    for title, mebibytes in memory():
        print(f"{title:<55} {mebibytes:11.1f} MiB")
