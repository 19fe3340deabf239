"""The server put together: which function answers which message.

The functions are imported when they are first called. What reads specs takes longer to load than the protocol allows an
editor to wait for the reply to `initialize`, and that reply needs none of it.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from lsprotocol import types as lsp

from lift_server.ide.token_legend import MODIFIERS, TYPES
from lift_server.lsp.state import LiftServer

_FEATURES = {
    lsp.INITIALIZED: "configuration.initialized",
    lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: "synchronization.did_change_watched_files",
    lsp.WORKSPACE_DID_RENAME_FILES: "synchronization.did_rename_files",
    lsp.WORKSPACE_DID_DELETE_FILES: "synchronization.did_delete_files",
    lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: "synchronization.did_change_workspace_folders",
    lsp.TEXT_DOCUMENT_DID_OPEN: "synchronization.did_open",
    lsp.TEXT_DOCUMENT_DID_CHANGE: "synchronization.did_change",
    lsp.TEXT_DOCUMENT_DID_SAVE: "synchronization.did_save",
    lsp.TEXT_DOCUMENT_DID_CLOSE: "synchronization.did_close",
    lsp.TEXT_DOCUMENT_HOVER: "hover.hover",
    lsp.COMPLETION_ITEM_RESOLVE: "completion.resolve_completion",
    lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL: "symbols.document_symbols",
    lsp.TEXT_DOCUMENT_INLAY_HINT: "inlay_hints.inlay_hints",
    lsp.TEXT_DOCUMENT_CODE_LENS: "code_lens.code_lens",
    lsp.WORKSPACE_TEXT_DOCUMENT_CONTENT: "texts.text_document_content",
    "lift/ir": "texts.ir_request",
    "lift/candidates": "texts.candidates_request",
    lsp.TEXT_DOCUMENT_FORMATTING: "formatting.formatting",
    "lift/setKey": "keys.set_key",
    lsp.TEXT_DOCUMENT_RANGE_FORMATTING: "formatting.range_formatting",
    lsp.TEXT_DOCUMENT_ON_TYPE_FORMATTING: "formatting.on_type_formatting",
    lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE: "semantic_tokens.semantic_tokens_range",
    lsp.TEXT_DOCUMENT_FOLDING_RANGE: "folding.folding",
    lsp.TEXT_DOCUMENT_SELECTION_RANGE: "selection.selection",
    lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: "highlight.highlight",
    lsp.TEXT_DOCUMENT_DOCUMENT_LINK: "document_links.document_links",
    lsp.TEXT_DOCUMENT_IMPLEMENTATION: "definition.implementation",
    lsp.TEXT_DOCUMENT_PREPARE_RENAME: "rename.prepare_rename",
}
_ASYNC_FEATURES = {
    lsp.WORKSPACE_DID_CHANGE_CONFIGURATION: "configuration.did_change_configuration",
    lsp.TEXT_DOCUMENT_COMPLETION: "completion.completion",
    lsp.TEXT_DOCUMENT_CODE_ACTION: "code_actions.code_actions",
    lsp.CODE_ACTION_RESOLVE: "code_actions.resolve_code_action",
    lsp.WORKSPACE_SYMBOL: "workspace_symbols.workspace_symbols",
    lsp.TEXT_DOCUMENT_DEFINITION: "definition.definition",
    lsp.TEXT_DOCUMENT_REFERENCES: "references.references",
    lsp.TEXT_DOCUMENT_RENAME: "rename.rename",
    lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: "semantic_tokens.semantic_tokens",
    "lift/questions": "open_questions.questions",
}
_LEGEND = lsp.SemanticTokensLegend(TYPES, MODIFIERS)
_FILES = lsp.FileOperationRegistrationOptions(
    [
        lsp.FileOperationFilter(lsp.FileOperationPattern("**/*.{lift,py}", lsp.FileOperationPatternKind.File), "file"),
        lsp.FileOperationFilter(lsp.FileOperationPattern("**", lsp.FileOperationPatternKind.Folder), "file"),
    ]
)
_OPTIONS = {
    lsp.WORKSPACE_DID_RENAME_FILES: _FILES,
    lsp.WORKSPACE_DID_DELETE_FILES: _FILES,
    lsp.TEXT_DOCUMENT_DID_SAVE: lsp.SaveOptions(include_text=False),
    lsp.TEXT_DOCUMENT_COMPLETION: lsp.CompletionOptions(
        trigger_characters=[":", " ", "=", ">", "."], resolve_provider=True
    ),
    lsp.TEXT_DOCUMENT_CODE_ACTION: lsp.CodeActionOptions(
        code_action_kinds=[
            lsp.CodeActionKind.QuickFix,
            lsp.CodeActionKind.RefactorRewrite,
            "source.fixAll.lift",
        ],
        resolve_provider=True,
    ),
    lsp.TEXT_DOCUMENT_ON_TYPE_FORMATTING: lsp.DocumentOnTypeFormattingOptions(first_trigger_character="\n"),
    lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: _LEGEND,
    lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE: _LEGEND,
}
_COMMANDS = {
    "lift.lift": "commands.lift",
    "lift.liftAll": "commands.lift_all",
    "lift.check": "commands.check",
    "lift.clearResults": "commands.clear_results",
    "lift.showIr": "texts.show_ir",
    "lift.compareCandidates": "texts.compare_candidates",
    "lift.explainHole": "texts.explain_hole",
}
_ASYNC_COMMANDS = {
    "lift.insert": "commands.insert",
    "lift.selectEngine": "commands.select_engine",
    "lift.goToSpec": "definition.go_to_spec",
}


def create_server() -> LiftServer:
    """A server with every feature registered; several may live in one process."""
    server = LiftServer()
    server.feature(lsp.INITIALIZE)(initialize)
    server.feature(lsp.SHUTDOWN)(shutdown)
    for method, name in _FEATURES.items():
        server.feature(method, _OPTIONS.get(method))(_on_call(name))
    for method, name in _ASYNC_FEATURES.items():
        server.feature(method, _OPTIONS.get(method))(_on_await(name))
    for command, name in _COMMANDS.items():
        server.command(command)(_on_call(name))
    for command, name in _ASYNC_COMMANDS.items():
        server.command(command)(_on_await(name))
    return server


def initialize(server: LiftServer, params: lsp.InitializeParams) -> None:
    """Keep `initializationOptions`: `{"trusted": bool, "settings": {...}, "keys": [...]}`, the keys as `lift/setKey`
    sends them; without it nothing is trusted."""
    if isinstance(params.initialization_options, dict):
        server.options = params.initialization_options


async def shutdown(server: LiftServer, _params: None) -> None:
    """Stop every job and child process before the client is told that the server is down."""
    await server.close()


def _on_call(name: str) -> Callable[..., Any]:
    def handler(server: LiftServer, *arguments: Any) -> Any:
        return _find(name)(server, *arguments)

    return handler


def _on_await(name: str) -> Callable[..., Any]:
    async def handler(server: LiftServer, *arguments: Any) -> Any:
        return await _find(name)(server, *arguments)

    return handler


def _find(name: str) -> Callable[..., Any]:
    module, function = name.split(".")
    found: Callable[..., Any] = getattr(import_module(f"lift_server.lsp.{module}"), function)
    return found
