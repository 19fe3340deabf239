"""The beginning of a connection, and settings: what the client says of trust, encodings and section `lift`."""

import logging
from collections.abc import Mapping

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcException

from lift_server.lsp.documents import Document
from lift_server.lsp.jobs import JobKey
from lift_server.lsp.lifting import lift_specs, show_known
from lift_server.lsp.state import LiftServer
from lift_server.lsp.synchronization import watch_modules
from lift_server.lsp.uris import CANDIDATES_SCHEME, IR_SCHEME
from lift_server.settings import load_settings
from lift_server.spec_file import Spec

logger = logging.getLogger(__name__)

SECTION = "lift"


def initialized(server: LiftServer, _params: lsp.InitializedParams) -> None:
    """Ask to be told of changed settings and modules, then for the settings themselves; no request waits for the
    answers."""
    experimental = server.client_capabilities.experimental
    server.status.is_wanted = isinstance(experimental, Mapping) and experimental.get("liftStatus") is True
    server.status.changed()
    logger.info("the workspace is %s", "trusted" if server.session.trusted else "not trusted")
    _show_problems(server)
    server.in_background(_introduce(server))


async def _introduce(server: LiftServer) -> None:
    registrations = []
    capabilities = server.client_capabilities
    if get_capability(capabilities, "workspace.did_change_configuration.dynamic_registration"):
        options: object = lsp.DidChangeConfigurationRegistrationOptions(section=SECTION)
        method = lsp.WORKSPACE_DID_CHANGE_CONFIGURATION
        registrations.append(lsp.Registration("lift-configuration", method, options))
    if get_capability(capabilities, "workspace.did_change_watched_files.dynamic_registration"):
        watchers = [lsp.FileSystemWatcher(glob_pattern=f"**/*.{suffix}") for suffix in ("py", "lift")]
        options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
        registrations.append(lsp.Registration("lift-files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
    if get_capability(capabilities, "workspace.text_document_content.dynamic_registration"):
        options = lsp.TextDocumentContentRegistrationOptions([IR_SCHEME, CANDIDATES_SCHEME])
        registrations.append(lsp.Registration("lift-texts", lsp.WORKSPACE_TEXT_DOCUMENT_CONTENT, options))
    try:
        if registrations:
            await server.client_register_capability_async(lsp.RegistrationParams(registrations))
        watched = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
        server.workspace_files.is_watched = any(item.method == watched for item in registrations)
    except JsonRpcException as error:
        logger.warning("the client refused to report changes: %s", error)
    if not server.workspace_files.is_watched:
        server.in_background(watch_modules(server))
    await _pull(server)


async def did_change_configuration(server: LiftServer, params: lsp.DidChangeConfigurationParams) -> None:
    """Take the settings from the client: ask for them, or use what it sent when it cannot be asked."""
    if not await _pull(server):
        sent = params.settings
        await _apply(server, sent.get(SECTION) if isinstance(sent, Mapping) else None)


async def _pull(server: LiftServer) -> bool:
    if not get_capability(server.client_capabilities, "workspace.configuration"):
        return False
    try:
        [answer] = await server.workspace_configuration_async(
            lsp.ConfigurationParams([lsp.ConfigurationItem(section=SECTION)])
        )
    except JsonRpcException as error:
        logger.warning("the client did not tell its settings: %s", error)
        return False
    # A client without such a section answers null: what `initialize` said stays.
    if answer is not None:
        await _apply(server, answer)
    return True


async def choose_engine(server: LiftServer, name: str) -> None:
    """Use this engine from now on, whatever the settings say."""
    server.chosen_engine = name
    await _apply(server, server.editor_settings)


async def _apply(server: LiftServer, values: object) -> None:
    server.editor_settings = values
    flags = {"engine": server.chosen_engine}
    settings, problems = load_settings(editor=values, flags=flags, workspace_root=server.root_folder())
    server.setting_problems = problems
    _show_problems(server)
    server.status.changed()
    if settings == server.session.settings:
        return
    interrupted = server.jobs.running()
    # Nothing is awaited before all of it is changed: a document that is saved meanwhile meets the new settings.
    ended, closed = server.jobs.cancel_all(), server.session.reconfigure(settings)
    server.forget_results()
    for document in server.documents.spec_files():
        show_known(server, document)
        lift_specs(server, document, _interrupted(document, interrupted))
        server.publisher.publish(document.key)
    await ended
    await closed


def _interrupted(document: Document, jobs: set[JobKey]) -> list[Spec]:
    return [spec for spec in document.file.specs if JobKey(document.key, spec.identity, "lift") in jobs]


def _show_problems(server: LiftServer) -> None:
    """Each problem is shown once, however often the settings are read."""
    new = [problem for problem in server.setting_problems if problem not in server.shown_problems]
    server.shown_problems.update(new)
    if new:
        server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, "\n".join(new)))
