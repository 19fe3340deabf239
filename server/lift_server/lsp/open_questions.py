"""`lift/questions`: what is undecided in the workspace, for editors that show it as a list."""

import asyncio
from pathlib import Path

from lift_server.ide.open_questions import open_questions
from lift_server.ide.references import WorkspaceFile
from lift_server.ide.snapshot import Result, Snapshot
from lift_server.lsp.convert import Converter
from lift_server.lsp.state import LiftServer
from lift_server.spec_file import Spec
from lift_server.text import LineIndex


async def questions(server: LiftServer, _params: object) -> dict[str, object]:
    """`{files}`, each `{uri, questions}`, each of those `{spec, call, question, code, range, answers}`.

    An answer is `{label, title}`, the title that of the quick fix at the range. Files that are not open have what the
    store knows of them.
    """
    found = []
    for file in await server.workspace_files.all():
        await asyncio.sleep(0)  # looking through many files must not keep others waiting
        results = {spec.identity: _result(server, file, spec) for spec in file.file.specs}
        # The text that was read, and not the latest one: the spans are of this one.
        converter = Converter(LineIndex(file.file.tree.text), server.encoding)
        listed = [
            {
                "spec": item.spec,
                "call": item.call,
                "question": item.question,
                "code": item.code,
                "range": converter.range(item.span),
                "answers": [{"label": label, "title": title} for label, title in item.answers],
            }
            for item in open_questions(Snapshot(file.file, results))
        ]
        uri = _uri(server, file)
        if listed and uri:
            found.append({"uri": uri, "questions": listed})
    return {"files": found}


def _result(server: LiftServer, file: WorkspaceFile, spec: Spec) -> Result:
    if server.documents.with_key(file.key) is not None:
        return server.result(file.key, spec)
    lifted = server.session.known(spec, file.file.specs, file.key) if server.session.trusted else None
    return Result(source=spec.source, lifted=lifted)


def _uri(server: LiftServer, file: WorkspaceFile) -> str:
    """Where the file is for the client; empty for an untitled document that was closed meanwhile."""
    document = server.documents.with_key(file.key)
    if document is not None:
        return document.uri
    return Path(file.key).as_uri() if Path(file.key).is_absolute() else ""
