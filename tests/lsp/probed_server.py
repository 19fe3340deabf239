"""The real server with a few requests more, for what shows only inside it. Run as a script."""

import asyncio

from lsprotocol import types as lsp

from lift_server.lsp import serve_stdio
from lift_server.lsp.server import create_server
from lift_server.lsp.state import LiftServer


def main() -> None:
    """Serve on standard input and output."""
    server = create_server()
    server.command("probe.pending")(pending)
    server.command("probe.wait")(wait)
    server.command("probe.cancelQuestion")(cancel_question)
    serve_stdio(server)


def pending(server: LiftServer) -> int:
    """How many futures pygls keeps."""
    return len(server.protocol._request_futures)


async def wait(server: LiftServer) -> None:
    """A command that ends with the server only."""
    await asyncio.get_running_loop().create_future()


async def cancel_question(server: LiftServer) -> None:
    """Ask the client for its configuration and give up before it answers."""
    question = lsp.ConfigurationParams([lsp.ConfigurationItem(section="probe")])
    task = asyncio.create_task(server.workspace_configuration_async(question))
    await asyncio.sleep(0)
    task.cancel()


if __name__ == "__main__":
    main()
