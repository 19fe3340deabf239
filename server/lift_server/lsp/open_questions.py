"""`lift/questions`: what is undecided in the workspace, for editors that show it as a list."""

from lift_server.ide.open_questions import open_questions
from lift_server.ide.references import WorkspaceFile
from lift_server.ide.snapshot import Result, Snapshot
from lift_server.lsp.state import LiftServer


async def questions(server: LiftServer, _params: object) -> dict[str, object]:
    """`{files}`, each `{uri, questions}`, each of those `{spec, call, question, code, range, answers}`.

    An answer is `{label, title}`, the title that of the quick fix at the range. Files that are not open have what the
    store knows of them.
    """
    found = []
    for file in await server.workspace_files.all():
        place = server.workspace_files.place(file.key)
        converter = place.converter(server.encoding)
        listed = [
            {
                "spec": item.spec,
                "call": item.call,
                "question": item.question,
                "code": item.code,
                "range": converter.range(item.span),
                "answers": [{"label": label, "title": title} for label, title in item.answers],
            }
            for item in open_questions(_snapshot(server, file))
        ]
        if listed:
            found.append({"uri": place.uri, "questions": listed})
    return {"files": found}


def _snapshot(server: LiftServer, file: WorkspaceFile) -> Snapshot:
    document = server.documents.with_key(file.key)
    if document is not None:
        return server.snapshot(document)
    known: dict[str, Result] = {}
    for spec in file.file.specs if server.session.trusted else ():
        if (lifted := server.session.known(spec, file.file.specs, file.key)) is not None:
            known[spec.identity] = Result(source=spec.source, lifted=lifted)
    return Snapshot(file.file, known)
