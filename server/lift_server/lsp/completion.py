"""`textDocument/completion` and `completionItem/resolve`."""

import attrs
from lsprotocol import types as lsp
from pygls.capabilities import get_capability

from lift_server.checks.sandbox.api import Outcome
from lift_server.ide import completion as ide
from lift_server.lsp.state import LiftServer

_KINDS = {
    ide.ItemKind.KEYWORD: lsp.CompletionItemKind.Keyword,
    ide.ItemKind.FUNCTION: lsp.CompletionItemKind.Function,
    ide.ItemKind.VARIABLE: lsp.CompletionItemKind.Variable,
    ide.ItemKind.CLASS: lsp.CompletionItemKind.Class,
    ide.ItemKind.MODULE: lsp.CompletionItemKind.Module,
    ide.ItemKind.VALUE: lsp.CompletionItemKind.Value,
    ide.ItemKind.CONSTANT: lsp.CompletionItemKind.Constant,
    ide.ItemKind.ENUM: lsp.CompletionItemKind.EnumMember,
}


async def completion(server: LiftServer, params: lsp.CompletionParams) -> lsp.CompletionList | None:
    """What can be written at the cursor. Behind the call of an example a checked candidate may be run on it, sealed as
    always."""
    document = server.documents.get(params.text_document.uri)
    if document is None or not document.is_spec_file:
        return None
    converter, snapshot = server.converter(document), server.snapshot(document)
    offset = converter.offset(params.position)
    trigger = (params.context.trigger_character if params.context is not None else None) or ""
    computed: Outcome | None = None
    if (unknown := ide.unknown_call(snapshot, offset)) is not None:
        computed = await server.session.outcome(*unknown)
    capability = "text_document.completion.completion_item.snippet_support"
    snippets = bool(get_capability(server.client_capabilities, capability))
    spec = snapshot.spec_at(offset)
    data = {"uri": document.uri, "spec": spec.identity if spec is not None else ""}
    found = ide.completion(snapshot, offset, trigger, computed)
    ranges = {span: converter.range(span) for span in {item.span for item in found.items}}
    items = [_to_lsp(item, ranges[item.span], snippets, data) for item in found.items]
    return lsp.CompletionList(found.is_incomplete, items)


def resolve_completion(server: LiftServer, item: lsp.CompletionItem) -> lsp.CompletionItem:
    """Add the documentation of an item, when it still has any."""
    data = item.data if isinstance(item.data, dict) else {}
    document = server.documents.get(str(data.get("uri")))
    if document is None or not document.is_spec_file:
        return item
    text = ide.documentation(server.snapshot(document), str(data.get("spec")), str(data.get("topic")))
    if not text:
        return item
    formats = get_capability(
        server.client_capabilities, "text_document.completion.completion_item.documentation_format"
    )
    kind = lsp.MarkupKind.Markdown if lsp.MarkupKind.Markdown in (formats or []) else lsp.MarkupKind.PlainText
    return attrs.evolve(item, documentation=lsp.MarkupContent(kind, text))


def _to_lsp(item: ide.Completion, where: lsp.Range, snippets: bool, data: dict[str, str]) -> lsp.CompletionItem:
    is_snippet = snippets and bool(item.snippet)
    return lsp.CompletionItem(
        label=item.label,
        kind=_KINDS[item.kind],
        detail=item.detail or None,
        sort_text=f"{item.rank}{item.label}",
        filter_text=item.filter or None,
        insert_text_format=lsp.InsertTextFormat.Snippet if is_snippet else lsp.InsertTextFormat.PlainText,
        text_edit=lsp.TextEdit(where, item.snippet if is_snippet else item.text),
        data={**data, "topic": item.topic} if item.topic else None,
    )
