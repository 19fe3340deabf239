"""Random but valid sessions and malformed frames against the real process (`make soak` for the full count).

Whatever comes: no crash, no unanswered request, no diagnostics of a version that is older than the last or was never
sent, and nothing logged as an error.
"""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from .editor import capabilities
from .raw_client import RawClient, framed

SEED = 20261122
SEQUENCES = 20_000
PER_SERVER = 1_000
TEXTS = [
    "",
    "Compute the double of a number.\n",
    "spec f(n: int) -> int\n    Twice `n`.\n\n    n: a \U0001d11e\n    ensures: result == n\n    example: f(1) == 2\n",
    "module: .shapes\r\n\r\nspec area(r: float)\r\n    uses: from more import help\r\n    requires: r > 0\r\n",
    "spec\nspec f(\n\tensures: ((((\n# c\n\\spec x\n?hole\n",
    "spec a(n)\nspec a(m)\n    raises: KeyError when n\n    effects: nonsense\n\u2028\u0085\x0c",
]
PIECES = [
    "",
    "\n",
    "x",
    "spec g(n: int)\n",
    "    ensures: n > 0\n",
    "\U0001d11e",
    "\r\n",
    "    ",
    "?",
    "`n`",
    "module: a\n",
    "#",
]
NAMES = ["one.lift", "two.lift", "deep/three.lift", "shapes.py"]
OTHERS = ["untitled:Untitled-1", "vscode-vfs://github/o/r/x.lift", "file:///nowhere/%C3%A9%20x.lift"]


class Session:
    """Makes up what an editor might send."""

    def __init__(self, client: RawClient, dice: random.Random) -> None:
        self.client = client
        self.dice = dice
        self.uris = [(client.root / name).as_uri() for name in NAMES] + OTHERS
        self.open: dict[str, int] = {}
        self.version = 0
        self.steps: list[Callable[[], None]] = [
            *[self.change] * 6,
            *[self.request] * 12,
            self.open_document,
            self.close_document,
            self.save,
            self.files,
            self.settings,
            self.cancel,
            self.command,
            self.unknown,
            self.malformed,
        ]

    def sequence(self) -> None:
        """Open something, then do this and that."""
        self.open_document()
        for _ in range(self.dice.randint(1, 5)):
            self.dice.choice(self.steps)()

    def uri(self) -> str:
        return self.dice.choice([*self.open, *self.uris])

    def document(self) -> dict[str, str]:
        return {"uri": self.uri()}

    def position(self) -> dict[str, int]:
        line = self.dice.choice([0, 0, 1, 2, 3, 4, 5, 9, 2**31 - 1])
        return {"line": line, "character": self.dice.choice([0, 1, 4, 5, 8, 13, 40, 2**31 - 1])}

    def range(self) -> dict[str, Any]:
        return {"start": self.position(), "end": self.position()}

    def open_document(self) -> None:
        uri = self.uri()
        if uri in self.open:
            return
        self.version += 1
        self.open[uri] = self.client.versions[uri] = self.version
        language = "python" if uri.endswith(".py") else "lift"
        item = {"uri": uri, "languageId": language, "version": self.version, "text": self.dice.choice(TEXTS)}
        self.client.notify("textDocument/didOpen", {"textDocument": item})

    def change(self) -> None:
        if not self.open:
            return
        uri = self.dice.choice(list(self.open))
        self.version += 1
        self.open[uri] = self.client.versions[uri] = self.version
        changes: list[dict[str, Any]] = [
            {"range": self.range(), "text": self.dice.choice(PIECES)} for _ in range(self.dice.randint(1, 3))
        ]
        if self.dice.random() < 0.2:
            changes = [{"text": self.dice.choice(TEXTS)}]
        document = {"uri": uri, "version": self.version}
        self.client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def close_document(self) -> None:
        if self.open:
            uri = self.dice.choice(list(self.open))
            del self.open[uri]
            self.client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def save(self) -> None:
        self.client.notify("textDocument/didSave", {"textDocument": self.document()})

    def files(self) -> None:
        uri, other = self.uri(), self.uri()
        folder = {"uri": self.client.root.as_uri(), "name": "root"}
        method, params = self.dice.choice(
            [
                ("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": self.dice.randint(1, 3)}]}),
                ("workspace/didRenameFiles", {"files": [{"oldUri": uri, "newUri": other}]}),
                ("workspace/didDeleteFiles", {"files": [{"uri": uri}]}),
                ("workspace/didChangeWorkspaceFolders", {"event": {"added": [folder], "removed": []}}),
            ]
        )
        self.client.notify(method, params)

    def settings(self) -> None:
        self.client.notify("workspace/didChangeConfiguration", {"settings": None})

    def cancel(self) -> None:
        if self.client.pending:
            self.client.notify("$/cancelRequest", {"id": self.dice.choice(list(self.client.pending))})

    def command(self) -> None:
        name = self.dice.choice(["lift.showIr", "lift.lift", "lift.liftAll", "lift.goToSpec", "lift.unknown"])
        arguments = self.dice.choice([[], [self.uri(), None], [self.uri(), "f"], [self.uri(), self.position()], [1]])
        self.client.request("workspace/executeCommand", {"command": name, "arguments": arguments})

    def unknown(self) -> None:
        self.client.notify("$/unknown", {"x": [1]})
        self.client.request("lift/unknown", self.dice.choice([None, {}, [], {"a": None}]))

    def request(self) -> None:
        place = {"textDocument": self.document(), "position": self.position()}
        options = {"tabSize": self.dice.choice([2, 4]), "insertSpaces": True}
        where = {"textDocument": self.document(), "range": self.range()}
        method, params = self.dice.choice(
            [
                ("hover", place),
                ("definition", place),
                ("implementation", place),
                ("documentHighlight", place),
                ("prepareRename", place),
                ("completion", place),
                ("rename", {**place, "newName": self.dice.choice(["x", "area", "two words", "class"])}),
                ("references", {**place, "context": {"includeDeclaration": self.dice.random() < 0.5}}),
                ("codeAction", {**where, "context": {"diagnostics": []}}),
                ("inlayHint", where),
                ("semanticTokens/range", where),
                ("semanticTokens/full", {"textDocument": self.document()}),
                ("codeLens", {"textDocument": self.document()}),
                ("documentLink", {"textDocument": self.document()}),
                ("documentSymbol", {"textDocument": self.document()}),
                ("foldingRange", {"textDocument": self.document()}),
                ("selectionRange", {"textDocument": self.document(), "positions": [self.position()]}),
                ("formatting", {"textDocument": self.document(), "options": options}),
                ("rangeFormatting", {**where, "options": options}),
                ("onTypeFormatting", {**place, "ch": "\n", "options": options}),
            ]
        )
        self.client.request(f"textDocument/{method}", params)
        if self.dice.random() < 0.05:
            self.client.request("workspace/symbol", {"query": self.dice.choice(["", "a", "xyz"])})
            self.client.request("lift/questions", self.dice.choice([None, {}, {"x": 1}]))

    def malformed(self) -> None:
        """A frame that is none, or holds what no client should send."""
        body = self.dice.choice(
            [
                b"{",
                b"[]",
                b"3",
                b'"\xff"',
                b"[" * 5_000,
                b'{"jsonrpc": "1.0", "method": "x"}',
                b'{"jsonrpc": "2.0", "id": "no such id", "result": null}',
                b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": 3}}',
                b'{"jsonrpc": "2.0", "method": 5}',
            ]
        )
        header = self.dice.choice([b"Content-Length: %d", b"content-length:%d", b"X: y\r\nContent-Length: %d"])
        self.client.send(header % len(body) + b"\r\n\r\n" + body)
        if self.dice.random() < 0.3:
            self.client.send(self.dice.choice([b"\r\n", b"Garbage\r\n\r\n", b"Content-Length: x\r\n\r\n"]))
        if self.dice.random() < 0.3:
            self.client.request("textDocument/hover", self.dice.choice([None, 3, {}, {"textDocument": None}]))


def initialize_params(root: Path) -> dict[str, Any]:
    from pygls.protocol import default_converter

    known = default_converter().unstructure(capabilities())
    folders = [{"uri": root.as_uri(), "name": "root"}]
    options = {"trusted": False, "settings": {"run": "onType"}}
    return {
        "processId": None,
        "rootUri": root.as_uri(),
        "capabilities": known,
        "workspaceFolders": folders,
        "initializationOptions": options,
    }


async def fuzz(root: Path, seed: int, sequences: int) -> None:
    """So many sequences against one server."""
    (root / "deep").mkdir(exist_ok=True)
    for name, text in zip(NAMES, TEXTS[1:], strict=False):
        (root / name).write_bytes(text.encode())
    client = RawClient(root)
    await client.start()
    await client.initialize(initialize_params(root))
    session = Session(client, random.Random(seed))
    try:
        for number in range(sequences):
            session.sequence()
            if number % 20 == 19:
                await client.answered()
        for uri in list(session.open):
            client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        children = psutil.Process(client.process.pid).children(recursive=True)
        await client.stop()
    finally:
        if client.process.returncode is None:
            client.process.kill()
    assert client.process.returncode == 0
    assert children == []
    assert client.problems == []
    assert not [line for line in client.log if "ERROR" in line or "Traceback" in line], "\n".join(client.log[-60:])
    assert not [message for message in client.popups if "Internal error" in message]


async def test_random_sessions(tmp_path: Path) -> None:
    await fuzz(tmp_path, SEED, 150)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", range(SEQUENCES // PER_SERVER))
async def test_many_random_sessions(tmp_path: Path, part: int, share: int) -> None:
    count = PER_SERVER // share
    print(f"{count} of {SEQUENCES} sequences, seed {SEED + part}")
    await fuzz(tmp_path, SEED + part, count)


async def test_every_malformed_message_is_answered_or_left_alone(tmp_path: Path) -> None:
    client = RawClient(tmp_path)
    await client.start()
    await client.initialize(initialize_params(tmp_path))
    client.send(b"Content-Length: 1\r\n\r\n{")
    client.send(framed([]))
    client.send(framed({"jsonrpc": "2.0", "method": 5}))
    client.send(b"No header at all\r\n\r\n")
    client.send(b"Content-Length: 999999999999999\r\n\r\n")
    wrong = client.request("textDocument/hover", {"textDocument": 3})
    late = client.request("workspace/symbol", {"query": "x"})
    await client.answered()
    assert client.answers[wrong]["code"] == -32602
    assert client.answers[late] == []
    assert [item["code"] for item in client.refused] == [-32700, -32600]
    await client.stop()
    assert client.popups == []


async def test_a_frame_that_ends_early_ends_the_server(tmp_path: Path) -> None:
    client = RawClient(tmp_path)
    await client.start()
    await client.initialize(initialize_params(tmp_path))
    client.send(b"Content-Length: 100\r\n\r\n" + json.dumps({"jsonrpc": "2.0"}).encode())
    assert client.process.stdin is not None
    client.process.stdin.close()
    await client.process.wait()
    assert client.process.returncode == 0
