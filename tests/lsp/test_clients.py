"""The `initialize` of real clients: each gets what it can use, and nothing that it cannot."""

import json
from pathlib import Path
from typing import Any

import pytest

from .raw_client import RawClient

CLIENTS = Path(__file__).with_name("clients")
TEXT = "spec area( n: int )\n    A \U0001d11e `n` area.\n  ensures:   n > 0\n    example: area(1) == nonsense(\n"


def recorded(name: str, root: Path) -> dict[str, Any]:
    """What the client sends, for a workspace of the test's own."""
    params: dict[str, Any] = json.loads((CLIENTS / f"{name}.json").read_text())
    folders = [{"uri": root.as_uri(), "name": "workspace"}]
    return {**params, "rootPath": str(root), "rootUri": root.as_uri(), "workspaceFolders": folders}


def supports(capabilities: dict[str, Any], path: str) -> Any:
    found: Any = capabilities
    for part in path.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


@pytest.mark.parametrize("name", ["vscode", "neovim", "emacs"])
async def test_a_real_client_gets_what_it_can_use(name: str, tmp_path: Path) -> None:
    client = RawClient(tmp_path)
    await client.start()
    params = recorded(name, tmp_path)
    known = params["capabilities"]
    offered = await client.initialize(params)
    encodings = supports(known, "general.positionEncodings") or ["utf-16"]
    assert offered["positionEncoding"] in encodings
    uri = (tmp_path / "shapes.lift").as_uri()
    item = {"uri": uri, "languageId": "lift", "version": 1, "text": TEXT}
    client.versions[uri] = 1
    client.notify("textDocument/didOpen", {"textDocument": item})
    place = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 6}}
    document = {"textDocument": {"uri": uri}}
    options = {"tabSize": 4, "insertSpaces": True}
    start = {"line": 0, "character": 0}
    asked = {
        method: client.request(f"textDocument/{method}", request)
        for method, request in {
            "hover": place,
            "rename": {**place, "newName": "size"},
            "documentSymbol": document,
            "semanticTokens/full": document,
            "formatting": {**document, "options": options},
            "foldingRange": document,
            "codeAction": {**document, "range": {"start": start, "end": start}, "context": {"diagnostics": []}},
        }.items()
    }
    await client.answered()
    got = {method: client.answers[number] for method, number in asked.items()}
    assert client.published[uri] == 1

    formats = supports(known, "textDocument.hover.contentFormat") or ["plaintext"]
    assert got["hover"]["contents"]["kind"] in formats
    versioned = supports(known, "workspace.workspaceEdit.documentChanges")
    assert ("documentChanges" if versioned else "changes") in got["rename"]
    nested = supports(known, "textDocument.documentSymbol.hierarchicalDocumentSymbolSupport")
    assert ("children" if nested else "location") in got["documentSymbol"][0]
    assert got["formatting"]
    assert got["foldingRange"]
    assert got["semanticTokens/full"]["data"]
    dynamic = {
        "workspace/didChangeWatchedFiles": "workspace.didChangeWatchedFiles.dynamicRegistration",
        "workspace/didChangeConfiguration": "workspace.didChangeConfiguration.dynamicRegistration",
        "workspace/textDocumentContent": "workspace.textDocumentContent.dynamicRegistration",
    }
    assert client.registered == {method for method, path in dynamic.items() if supports(known, path)}
    if not supports(known, "workspace.configuration"):
        assert "workspace/configuration" not in client.asked
    assert ("lift/status" in client.asked) == bool(supports(known, "experimental.liftStatus"))
    await client.stop()
    assert client.problems == []
    assert client.popups == []
    assert not [line for line in client.log if "ERROR" in line or "Traceback" in line], "\n".join(client.log)
