"""The real server whose searches are limited by evaluations, so that they come out the same everywhere. Run as a
script."""

from lift_server import session
from lift_server.engines.base import Engine, Services
from lift_server.engines.embedded.engine import EmbeddedEngine
from lift_server.lsp import serve_stdio
from lift_server.lsp.server import create_server


def limited(services: Services) -> tuple[Engine, ...]:
    """The engine of the session."""
    return (EmbeddedEngine(evaluations=4_000),)


if __name__ == "__main__":
    session.engines_for = limited
    serve_stdio(create_server())
