"""The table of features in docs/editor.md, made from what the server tells its client (`make generate`)."""

import re
from collections.abc import Iterator
from pathlib import Path

import attrs
from lsprotocol import types as lsp
from pygls.capabilities import ServerCapabilitiesBuilder

from lift_server.lsp.server import create_server

BEGIN, END = "<!-- features: begin (make generate) -->", "<!-- features: end -->"
PAGE = Path(__file__).parents[3] / "docs" / "editor.md"

_ROWS = {
    "hover_provider": ("hover", "what Lift knows of what is under the cursor"),
    "completion_provider": ("completion", "keywords, names, types, exceptions, effects and example calls"),
    "definition_provider": ("go to definition", "of a name its spec; of a spec's own name its Python function"),
    "implementation_provider": ("go to implementation", "the Python function of the spec"),
    "references_provider": ("references", "of specs, parameters and `result`, in all `.lift` files of the workspace"),
    "document_highlight_provider": ("highlight", "every place in the file that names the same thing"),
    "document_symbol_provider": ("outline", "specs and their clauses"),
    "workspace_symbol_provider": ("workspace symbols", "specs of all `.lift` files, by a few letters"),
    "code_action_provider": ("code actions", "answers to questions, insertions, corrections"),
    "code_lens_provider": ("code lens", "lift, check and insert above each spec, with its state"),
    "document_link_provider": ("links", "`module:` leads to the module"),
    "document_formatting_provider": ("formatting", "of the file"),
    "document_range_formatting_provider": ("formatting of a range", "only the selected lines change"),
    "document_on_type_formatting_provider": ("formatting while typing", "a new line begins where it belongs"),
    "rename_provider": (
        "rename",
        "specs and parameters, in other files and in functions that Lift wrote too",
    ),
    "folding_range_provider": ("folding", "specs, values of several lines, comments"),
    "selection_range_provider": ("growing selection", "word, expression, value, clause, spec"),
    "semantic_tokens_provider": ("semantic tokens", "what each word means, see the legend below"),
    "inlay_hint_provider": ("inlay hints", "inferred parts of the signature, actual values of failing examples"),
    "execute_command_provider": ("commands", ""),
}
_NO_ROW = {"position_encoding", "text_document_sync", "workspace", "experimental"}
"""What every server has; encodings and synchronization are no features of their own."""


def feature_table() -> str:
    """The table in Markdown. Raises KeyError for a capability that has no row."""
    rows = "".join(f"| {title} | {what} |\n" for title, what in _features())
    return f"| feature | what you get |\n| --- | --- |\n{rows}"


def updated(page: str) -> str:
    """The page with the table as it is now."""
    pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    return pattern.sub(lambda _: f"{BEGIN}\n{feature_table()}{END}", page)


def _features() -> Iterator[tuple[str, str]]:
    yield "diagnostics", "while typing; after a save also questions, broken clauses and drift of the function"
    found = _capabilities()
    for name in attrs.fields_dict(type(found)):
        value = getattr(found, name)
        if value is None or value is False or name in _NO_ROW:
            continue
        title, what = _ROWS[name]
        if isinstance(value, lsp.ExecuteCommandOptions):
            what = ", ".join(f"`{command}`" for command in value.commands)
        yield title, what


def _capabilities() -> lsp.ServerCapabilities:
    server = create_server()
    manager = server.protocol.fm
    builder = ServerCapabilitiesBuilder(
        lsp.ClientCapabilities(),
        set({**manager.features, **manager.builtin_features}.keys()),
        manager.feature_options,
        list(manager.commands.keys()),
        lsp.TextDocumentSyncKind.Incremental,
        None,
    )
    built: lsp.ServerCapabilities = builder.build()  # type: ignore[no-untyped-call]
    return built


if __name__ == "__main__":
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
