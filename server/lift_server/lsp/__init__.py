"""The Language Server Protocol: the only package that knows pygls, lsprotocol and line/character positions."""

import gc
import logging
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lift_server.lsp.state import LiftServer


def run_stdio() -> None:
    """Serve one client on standard input and output until it leaves."""
    # Nothing that is imported is ever garbage: looking for some meanwhile costs an eighth of the start.
    gc.disable()
    from lift_server.lsp.server import create_server

    server = create_server()
    gc.freeze()
    gc.enable()
    serve_stdio(server)


def serve_stdio(server: "LiftServer") -> None:
    """Let a server speak on standard input and output; whatever else is printed goes to standard error."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    # At INFO pygls logs the text of every message.
    logging.getLogger("pygls").setLevel(logging.WARNING)
    # The protocol gets descriptors of its own, so that neither a print nor a child process can reach the client.
    stdin, stdout = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    server.start_io(stdin, stdout)
