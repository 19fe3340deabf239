"""The server put together: which function answers which message."""

from lsprotocol import types as lsp

from lift_server.lsp import commands, configuration, synchronization
from lift_server.lsp.code_actions import CODE_ACTION_OPTIONS, code_actions, resolve_code_action
from lift_server.lsp.formatting import formatting
from lift_server.lsp.hover import hover
from lift_server.lsp.state import LiftServer
from lift_server.lsp.symbols import document_symbols


def create_server() -> LiftServer:
    """A server with every feature registered. Must be called before an event loop runs; several may live in one
    process."""
    server = LiftServer()
    feature = server.feature
    feature(lsp.INITIALIZE)(configuration.initialize)
    feature(lsp.INITIALIZED)(configuration.initialized)
    feature(lsp.SHUTDOWN)(shutdown)
    feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)(configuration.did_change_configuration)
    feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)(synchronization.did_change_watched_files)
    feature(lsp.TEXT_DOCUMENT_DID_OPEN)(synchronization.did_open)
    feature(lsp.TEXT_DOCUMENT_DID_CHANGE)(synchronization.did_change)
    feature(lsp.TEXT_DOCUMENT_DID_SAVE, lsp.SaveOptions(include_text=False))(synchronization.did_save)
    feature(lsp.TEXT_DOCUMENT_DID_CLOSE)(synchronization.did_close)
    feature(lsp.TEXT_DOCUMENT_HOVER)(hover)
    feature(lsp.TEXT_DOCUMENT_CODE_ACTION, CODE_ACTION_OPTIONS)(code_actions)
    feature(lsp.CODE_ACTION_RESOLVE)(resolve_code_action)
    feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(document_symbols)
    feature(lsp.TEXT_DOCUMENT_FORMATTING)(formatting)
    server.command(commands.LIFT)(commands.lift)
    server.command(commands.LIFT_ALL)(commands.lift_all)
    server.command(commands.SHOW_IR)(commands.show_ir)
    return server


async def shutdown(server: LiftServer, _params: None) -> None:
    """Stop every job and child process before the client is told that the server is down."""
    await server.close()
