"""The real server with a second engine, which has a model and writes when a request says so. Run as a script."""

import asyncio
from collections.abc import AsyncGenerator

from lift_ir import IR, Candidate
from lift_ir.candidate import Usage
from lift_server import session
from lift_server.engines.base import Capabilities, Draft, Engine, Feedback, Report, Services, Spent, Written, unheard
from lift_server.engines.embedded.engine import EmbeddedEngine
from lift_server.lsp import serve_stdio
from lift_server.lsp.server import create_server
from lift_server.lsp.state import LiftServer

BODIES = (
    "    return math.prod(range(1, n + 1))\n",
    "    return math.prod(range(2, n + 1))\n",
    "    return math.prod(range(n, 1, -1)) if n > 0 else 1\n",
    "    return 1 if n < 2 else n * factorial(n - 1)\n",
)


class Model:
    """Writes factorials that are 1 for negative numbers, once `open` is set."""

    open = asyncio.Event()

    def capabilities(self) -> Capabilities:
        return Capabilities("remote", True, "a model of the test", model="m-32b")

    async def examine(self) -> Capabilities:
        return self.capabilities()

    async def close(self) -> None:
        pass

    async def draft(self, source: str, stated: IR, feedback: Feedback, report: Report = unheard) -> Draft:
        return Draft(stated, silence="" if stated.signature.is_complete else "no reading")

    async def write(self, source: str, ir: IR, count: int, feedback: Feedback) -> AsyncGenerator[Written, None]:
        await self.open.wait()
        for body in BODIES:
            yield Candidate(body=body, modules=("math",), engine="remote", model="m-32b")
        yield Spent(Usage(prompt_tokens=10, completion_tokens=20, seconds=2.0))


def both(services: Services) -> tuple[Engine, ...]:
    """The engines of the session."""
    return EmbeddedEngine(), Model()


async def open_gate(server: LiftServer) -> None:
    """Let the model write."""
    Model.open.set()


def main() -> None:
    """Serve on standard input and output."""
    session.engines_for = both
    server = create_server()
    server.command("probe.open")(open_gate)
    serve_stdio(server)


if __name__ == "__main__":
    main()
