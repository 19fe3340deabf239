"""The language server through its real process, beside two peers on Python of the same length.

Latency of what an editor does all day, start, and memory, all in one run, so that the rows can be compared.

The peers are `ruff server` (of the development environment) and jedi-language-server, which is installed into
`build/peers` on first use; without a network its rows are left out, and that is said.
"""

import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
FUNCTION = """\
def area_{number}(radius: float, places: int = 2) -> float:
    \"\"\"The area of circle {number}, in square metres.

    radius: distance from the centre to the edge, in metres
    \"\"\"
    if radius < 0:
        raise ValueError(radius)
    area = 3.14159 * radius * radius
    return round(area, places)

"""
PAUSE = 0.1
"""Seconds between two keystrokes: faster typing makes the server wait on purpose."""
PEERS = Path(__file__).parents[1] / "build" / "peers"
SIZES = (200, 2_000, 10_000)


@dataclass(frozen=True)
class Server:
    """What is measured: how it is started, what it reads, and what breaks a line of that."""

    name: str
    command: tuple[str, ...]
    suffix: str
    language: str
    unit: str
    mistake: str

    def text(self, lines: int) -> str:
        """So many lines of ordinary text."""
        units = (self.unit.format(number=number) for number in range(lines // self.unit.count("\n") + 1))
        return "".join("".join(units).splitlines(keepends=True)[:lines])


LIFT = Server("lift", (sys.executable, "-m", "lift_server.cli", "serve"), "lift", "lift", SPEC, "effects: nonsense\n")
RUFF = Server(
    "ruff server", (str(Path(sys.executable).with_name("ruff")), "server"), "py", "python", FUNCTION, "import os\n"
)


def jedi() -> Server | None:
    """jedi-language-server, installed when it is not; None when it cannot be."""
    command = PEERS / "bin" / "jedi-language-server"
    if not command.exists():
        venv.create(PEERS, with_pip=True)
        install = [str(PEERS / "bin" / "python"), "-m", "pip", "install", "--quiet", "jedi-language-server"]
        if subprocess.run(install, check=False).returncode:
            return None
    return Server("jedi-language-server", (str(command),), "py", "python", FUNCTION, "import os\n")


class Client:
    """The least client that can measure: it writes a message and reads until the answer comes."""

    def __init__(self, command: tuple[str, ...], folder: Path) -> None:
        environment = {**os.environ, "LIFT_STORE_PATH": str(folder / "store")}
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._next_id = 0

    def notify(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def request(self, method: str, params: object) -> Any:
        self._next_id += 1
        self._send({"id": self._next_id, "method": method, "params": params})
        while (message := self._receive()).get("id") != self._next_id or "method" in message:
            pass
        assert "error" not in message, message["error"]
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
def served(server: Server) -> Iterator[tuple[Client, float, str]]:
    """An initialized server, the seconds from spawning it to its reply, and the URI of a file in its workspace."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.perf_counter()
        client = Client(server.command, folder)
        options = {"trusted": True, "settings": {}}
        known = {"textDocument": {"publishDiagnostics": {"versionSupport": True}}}
        params = {
            "processId": None,
            "rootUri": folder.as_uri(),
            "capabilities": known,
            "initializationOptions": options,
        }
        client.request("initialize", params)
        seconds = time.perf_counter() - started
        client.notify("initialized", {})
        try:
            yield client, seconds, (folder / f"numbers_.{server.suffix}").as_uri()
            client.request("shutdown", None)
            client.notify("exit", None)
        finally:
            client.process.kill()
            client.process.wait()


def opened(client: Client, server: Server, uri: str, text: str) -> None:
    item = {"uri": uri, "languageId": server.language, "version": 1, "text": text}
    client.notify("textDocument/didOpen", {"textDocument": item})


def edited(client: Client, server: Server, uri: str, version: int, line: int) -> None:
    """Type a line."""
    position = {"line": line, "character": 0}
    change = {"range": {"start": position, "end": position}, "text": server.mistake}
    document = {"uri": uri, "version": version}
    client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})


def edit_latencies(server: Server, lines: int, count: int) -> list[float]:
    """Seconds from a keystroke somewhere in the file to its diagnostics."""
    places = random.Random(0)
    seconds = []
    with served(server) as (client, _, uri):
        opened(client, server, uri, server.text(lines))
        client.diagnostics(1)
        for version in range(2, 2 + count):
            time.sleep(PAUSE)
            started = time.perf_counter()
            edited(client, server, uri, version, places.randrange(lines))
            client.diagnostics(version)
            seconds.append(time.perf_counter() - started)
    return seconds


Extra = Callable[[dict[str, Any]], dict[str, Any]]
REQUESTS: dict[str, Extra] = {
    "hover": lambda place: {"position": place},
    "completion": lambda place: {"position": place},
    "codeAction": lambda place: {"range": {"start": place, "end": place}, "context": {"diagnostics": []}},
    "definition": lambda place: {"position": place},
    "references": lambda place: {"position": place, "context": {"includeDeclaration": True}},
    "rename": lambda place: {"position": place, "newName": "renamed"},
    "documentSymbol": lambda _place: {},
    "semanticTokens/full": lambda _place: {},
}
OF_RUFF = ("hover", "codeAction")
OF_JEDI = ("hover", "completion", "definition", "references", "rename", "documentSymbol")


def request_latencies(server: Server, method: str, lines: int, count: int) -> list[float]:
    """Seconds for a request at names all over a file, which has changed since the last one as it has while typing."""
    text = server.text(lines)
    names = [line for line, content in enumerate(text.splitlines()) if re.match(r"(?:spec|def) area", content)]
    places = random.Random(0)
    seconds = []
    with served(server) as (client, _, uri):
        opened(client, server, uri, text)
        for number in range(count):
            # A line more at the end: what is asked about stays where it is.
            edited(client, server, uri, 2 + number, lines)
            place = {"line": places.choice(names), "character": len("spec a")}
            params = {"textDocument": {"uri": uri}, **REQUESTS[method](place)}
            # The first answer waits for the edit; it is the request that is measured.
            client.request(
                "textDocument/documentSymbol" if server.name != "ruff server" else "textDocument/hover",
                {"textDocument": {"uri": uri}, "position": place},
            )
            started = time.perf_counter()
            client.request(f"textDocument/{method}", params)
            seconds.append(time.perf_counter() - started)
    return seconds


def start_latencies(server: Server, count: int = 10) -> list[float]:
    """Seconds from spawning the process to its reply to `initialize`."""
    seconds = []
    for _ in range(count):
        with served(server) as (_, taken, _):
            seconds.append(taken)
    return seconds


def idle_memory(server: Server) -> float:
    """Resident MiB of a server that was only started."""
    with served(server) as (client, _, _):
        return float(psutil.Process(client.process.pid).memory_info().rss / 2**20)


def memory() -> Iterator[tuple[str, float]]:
    """Resident MiB of Lift's server: with a file open, with a spec lifted, and then of the sandbox's processes."""
    with served(LIFT) as (client, _, uri):
        server = psutil.Process(client.process.pid)
        opened(client, LIFT, uri, SENTENCE)
        client.diagnostics(1)
        yield "lift, a file open", server.memory_info().rss / 2**20
        client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        client.diagnostics(1)
        yield "lift, a spec lifted", server.memory_info().rss / 2**20
        children = sum(child.memory_info().rss for child in server.children(recursive=True))
        yield "its sandbox (fork server and workers)", children / 2**20


def show(title: str, seconds: list[float]) -> None:
    """One row: median and 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(f"{title:<55} p50 {statistics.median(ordered) * 1000:7.1f} ms   p95 {p95 * 1000:7.1f} ms   n={len(ordered)}")


def main() -> None:
    """Print every row."""
    with_jedi = jedi()
    if with_jedi is None:
        print("jedi-language-server is not installed and cannot be: its rows are left out")
    for lines in SIZES:
        for server in (LIFT, RUFF):
            show(f"{server.name}: edit -> diagnostics, {lines:,} lines", edit_latencies(server, lines, 40))
    for method in REQUESTS:
        for lines in SIZES:
            show(f"lift: {method}, {lines:,} lines", request_latencies(LIFT, method, lines, 40))
        for server in (RUFF, with_jedi):
            if server is not None and method in (OF_RUFF if server is RUFF else OF_JEDI):
                show(f"{server.name}: {method}, 2,000 lines", request_latencies(server, method, 2_000, 10))
    servers = [server for server in (LIFT, RUFF, with_jedi) if server is not None]
    for server in servers:
        show(f"{server.name}: spawn -> initialize reply", start_latencies(server))
    for server in servers:
        print(f"{server.name + ', idle':<55} {idle_memory(server):11.1f} MiB")
    for title, mebibytes in memory():
        print(f"{title:<55} {mebibytes:11.1f} MiB")


if __name__ == "__main__":
    main()
