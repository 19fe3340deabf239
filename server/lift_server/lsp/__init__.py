"""The Language Server Protocol: the only package that knows pygls, lsprotocol and line/character positions."""

import asyncio
import gc
import linecache
import logging
import os
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from lift_server.lsp.state import LiftServer

GC_THRESHOLDS = (50_000, 20, 20)
"""Neither importing nor reading specs makes cycles. Looking for them as often as usual costs an eighth of the start and
half of the 95th percentile of an edit; never looking costs ten MiB."""
TERMINATED = 128 + signal.SIGTERM

logger = logging.getLogger(__name__)


def run_stdio() -> None:
    """Serve one client on standard input and output until it leaves; exits with the status that the protocol asks
    for."""
    gc.set_threshold(*GC_THRESHOLDS)
    _import_protocol()
    from lift_server.lsp.server import create_server

    server = create_server()
    gc.freeze()
    serve_stdio(server)


def _import_protocol() -> None:
    """Import lsprotocol without the `__repr__` and `__eq__` that attrs would compile for each of its 550 classes.

    They take 40 % of the time and four MiB, and the server neither prints nor compares messages (positions and ranges,
    which are compared, have methods of their own).
    """
    import attrs

    define = attrs.define
    attrs.define = partial(define, repr=False, eq=False)
    try:
        import lsprotocol.types  # noqa: F401
    finally:
        attrs.define = define
    # attrs keeps the source of what it compiles, for tracebacks through it.
    linecache.clearcache()


def serve_stdio(server: "LiftServer") -> None:
    """Let a server speak on standard input and output; whatever else is printed goes to standard error."""
    from lift_server.lsp.protocol import is_failure

    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    # At INFO pygls logs the text of every message.
    logging.getLogger("pygls").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("pygls.protocol.json_rpc").addFilter(is_failure)
    # The protocol gets descriptors of its own, so that neither a print nor a child process can reach the client.
    stdin, stdout = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    try:
        asyncio.run(_serve(server, stdin, stdout))
    except (KeyboardInterrupt, asyncio.CancelledError):
        # The thread that reads standard input cannot be interrupted, and Python would wait for it.
        os._exit(TERMINATED)
    finally:
        server.thread_pool.shutdown()


async def _serve(server: "LiftServer", stdin: BinaryIO, stdout: BinaryIO) -> None:
    """pygls' `start_io`, but what the server has started is closed while the loop still runs, however the client
    leaves."""
    from pygls.io_ import StdoutWriter

    from lift_server.lsp.wire import serve_frames

    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    server.protocol.set_writer(StdoutWriter(stdout))
    try:
        await serve_frames(stdin, server.thread_pool, server.protocol)
    except BrokenPipeError:
        logger.warning("the client does not listen any more")
    finally:
        await server.close()
