"""Frames on standard input: every request gets an answer, however it is malformed, and nothing that a client sends ends
the server.

pygls' own reader leaves requests with wrong parameters without an answer and shows them to the user as errors.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, BinaryIO

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol

logger = logging.getLogger(__name__)

MAX_BYTES = 100_000_000
"""No message of an editor is longer; memory is not reserved for whatever a header says."""


async def serve_frames(stdin: BinaryIO, executor: Executor, protocol: LanguageServerProtocol) -> None:
    """Handle messages one by one until the input ends."""
    loop = asyncio.get_running_loop()
    while True:
        body = await loop.run_in_executor(executor, _read_frame, stdin)
        if body is None:
            return
        if body:
            _handle(protocol, body)
        else:
            logger.warning("what is no message was left alone")


def _read_frame(stdin: BinaryIO) -> bytes | None:
    """The next message's body; empty when its header does not tell a length, None at the end of the input."""
    length: int | None = None
    while line := stdin.readline(10_000):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value.strip()[:20])
        elif not line.strip():
            break
    else:
        return None
    if length is None or length > MAX_BYTES:
        return b""
    body = stdin.read(length)
    return body if len(body) == length else None


def _handle(protocol: LanguageServerProtocol, body: bytes) -> None:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        _refuse(protocol, None, lsp.ErrorCodes.ParseError, "the message is not JSON")
        return
    message_id = raw.get("id") if isinstance(raw, dict) else None
    if not isinstance(message_id, int | str):
        message_id = None
    if not isinstance(raw, dict) or raw.get("jsonrpc") != "2.0":
        _refuse(protocol, message_id, lsp.ErrorCodes.InvalidRequest, 'a message is an object with "jsonrpc": "2.0"')
        return
    if "method" not in raw and message_id not in protocol._request_futures:
        logger.warning("a reply to nothing that was asked: %r", message_id)
        return
    try:
        message: Any = _quietly(protocol.structure_message, raw)
    except (JsonRpcException, RecursionError):
        if "method" in raw and "id" in raw:
            what = f"{raw['method']}: the parameters are not those of the protocol"
            _refuse(protocol, message_id, lsp.ErrorCodes.InvalidParams, what)
        else:
            logger.warning("a message with wrong parameters was left alone: %r", raw.get("method"))
        return
    try:
        protocol.handle_message(message)
    except BrokenPipeError:
        raise
    except Exception:
        logger.exception("a message could not be handled")


def _quietly(structure: Callable[[Any], Any], raw: Any) -> Any:
    """pygls logs a traceback for what its client did wrong."""
    pygls = logging.getLogger("pygls.protocol.json_rpc")
    pygls.disabled = True
    try:
        return structure(raw)
    finally:
        pygls.disabled = False


def _refuse(protocol: LanguageServerProtocol, message_id: int | str | None, code: lsp.ErrorCodes, what: str) -> None:
    logger.warning("a message was refused: %s", what)
    # lsprotocol would leave an `id` of null out.
    protocol._send_data({"jsonrpc": "2.0", "id": message_id, "error": {"code": code.value, "message": what}})
