"""`textDocument/prepareRename` and `rename`."""

from lsprotocol import types as lsp

from lift_server.ide import rename as ide
from lift_server.ide.occurrences import NameKind
from lift_server.ide.python_names import python_names
from lift_server.lsp.documents import Module
from lift_server.lsp.insertions import Refused
from lift_server.lsp.lookup import look_up
from lift_server.lsp.state import LiftServer
from lift_server.lsp.workspace_edit import Target, joined_edit
from lift_server.module_text import TargetProblem
from lift_server.target import FoundFunction, find_function
from lift_server.target_file import TargetError
from lift_server.text import Edit, apply_edits


def prepare_rename(server: LiftServer, params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
    """The name under the cursor; raises `Refused` when it cannot be renamed."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    converter = server.converter(document)
    here = server.workspace_files.of_document(document)
    found = ide.prepare_rename(here, converter.offset(params.position))
    if isinstance(found, ide.Refusal):
        raise Refused(found.message)
    return lsp.PrepareRenamePlaceholder(converter.range(found.span), found.symbol.name)


async def rename(server: LiftServer, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """One edit of every file that names the spec or parameter, and of the function when Lift wrote it."""
    asked = await look_up(server, params.text_document.uri, params.position)
    if asked is None:
        return None
    found = ide.rename(asked.files, asked.here, asked.offset, params.new_name)
    if isinstance(found, ide.Refusal):
        raise Refused(found.message)
    parts: list[tuple[Target, list[lsp.TextEdit]]] = []
    for key, edits in found.edits.items():
        place = server.workspace_files.place(key)
        parts.append((place, place.converter(server.encoding).text_edits(edits)))
    if (python := _in_python(server, found, params.new_name)) is not None:
        parts.append(python)
    return joined_edit(server.client_capabilities, parts)


def _in_python(server: LiftServer, found: ide.Renaming, new: str) -> tuple[Target, list[lsp.TextEdit]] | None:
    path = found.home.resolve(None)
    if path is None:
        return None
    symbol = found.symbol
    parameter = symbol.name if symbol.kind is NameKind.PARAMETER else None
    try:
        module = server.documents.module(path)
    except TargetError as error:
        _tell(server, f"Only the spec was renamed: {error}")
        return None
    if module.text is None:
        return None
    names = python_names(module.text, symbol.spec, parameter, new, server.session.is_ours)
    if names is None:
        return None
    if isinstance(names, TargetProblem):
        what = "function" if parameter is None else "parameter"
        advice = f"rename the {what} there too, or insert the function again"
        _tell(server, f"Only the spec was renamed, not `{symbol.spec}` in {path.name}: {names.message}; {advice}.")
        return None
    edits = [Edit(span, new) for span in names.spans]
    functions = [new if parameter is None and name == symbol.spec else name for name in names.functions]
    _remember(server, module, edits, functions)
    if names.authors_line is not None:
        where = f"line {names.authors_line} of {path.name}"
        _tell(server, f"`{symbol.name}` is also used in {where}, in code that Lift did not write; rename it there.")
    return module, module.converter(server.encoding).text_edits(edits)


def _remember(server: LiftServer, module: Module, edits: list[Edit], functions: list[str]) -> None:
    """The functions are Lift's still. Whether the edit is applied cannot be known, and it would be Lift's text in any
    case."""
    after = apply_edits(module.text or "", edits)
    for name in functions:
        function = find_function(after, name)
        if isinstance(function, FoundFunction):
            server.session.remember_inserted(function.body_hash)


def _tell(server: LiftServer, message: str) -> None:
    server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, message))
