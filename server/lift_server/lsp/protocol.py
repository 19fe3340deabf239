"""pygls 2.1.1 with its defects repaired. Each repair has a test of its own (tests/lsp/test_protocol.py): delete both
when upstream has it."""

import logging
from collections.abc import Callable, Generator
from concurrent.futures import Future
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method

_OWN_DOCUMENTS = (lsp.TEXT_DOCUMENT_DID_OPEN, lsp.TEXT_DOCUMENT_DID_CHANGE, lsp.TEXT_DOCUMENT_DID_CLOSE)


_ANSWERS = frozenset(
    {
        lsp.LSPErrorCodes.RequestFailed.value,
        lsp.LSPErrorCodes.ContentModified.value,
        lsp.ErrorCodes.InvalidParams.value,
        lsp.ErrorCodes.MethodNotFound.value,
    }
)


def is_answer(error: object) -> bool:
    """Whether an error tells the client why something cannot be done: an answer, and no failure of the server."""
    return isinstance(error, JsonRpcException) and error.code in _ANSWERS


_LATE_CANCEL = 'Cancel notification for unknown message id "%s"'


def is_failure(record: logging.LogRecord) -> bool:
    """Whether a record of pygls belongs in the log: it writes a traceback for every error that a handler raises, and
    warns of every request that was answered before the client's wish to cancel it came."""
    if record.msg == _LATE_CANCEL:
        return False
    return record.exc_info is None or not is_answer(record.exc_info[1])


class LiftProtocol(LanguageServerProtocol):
    """The protocol with three repairs, and without pygls' documents."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leaves open documents to `documents.py`: pygls splits lines where LSP does not and clamps positions
        wrongly."""
        super().__init__(*args, **kwargs)
        for method in _OWN_DOCUMENTS:
            del self.fm.builtin_features[method]

    def _execute_handler(
        self,
        msg_id: str | int,
        handler: Callable[..., Any],
        callback: Callable[[Future[Any]], None],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        """Forget a finished future: upstream keeps one, with its result, per notification that has an async or built-in
        handler."""
        super()._execute_handler(msg_id, handler, callback, args, kwargs)
        if (future := self._request_futures.get(msg_id)) is not None:
            future.add_done_callback(lambda _: self._request_futures.pop(msg_id, None))

    def _handle_response(self, msg_id: str | int, result: Any = None, error: lsp.ResponseError | None = None) -> None:
        """Drop the reply to a request that was cancelled meanwhile: upstream shows it to the user as an error
        (openlawlibrary/pygls#621)."""
        future = self._request_futures.get(msg_id)
        if future is not None and future.cancelled():
            del self._request_futures[msg_id]
            return
        super()._handle_response(msg_id, result, error)

    @lsp_method(lsp.SHUTDOWN)
    def lsp_shutdown(self, *args: Any) -> Generator[Any, Any, None]:
        """Cancel what is in flight over a copy of the table: upstream iterates it while callbacks remove entries and
        answers RuntimeError."""
        if (handler := self.fm.features.get(lsp.SHUTDOWN)) is not None:
            yield handler, args, None
        for msg_id, future in list(self._request_futures.items()):
            if msg_id != self.msg_id and not future.done():
                future.cancel()
        self._shutdown = True
