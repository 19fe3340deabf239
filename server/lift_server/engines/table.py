"""The engines that exist: adding one is one file and one row here."""

from collections.abc import Callable

from lift_server.engines.base import Engine


def _embedded() -> Engine:
    from lift_server.engines.embedded.engine import EmbeddedEngine

    return EmbeddedEngine()


ENGINES: dict[str, Callable[[], Engine]] = {
    "embedded": _embedded,
}
"""Name -> constructor, in the order in which `auto` asks them. Constructors import their engine on first use."""


def engines_for(choice: str) -> tuple[Engine, ...]:
    """The engines that the setting `engine` selects: all of them for `auto`, else the one of that name."""
    if choice == "auto":
        return tuple(make() for make in ENGINES.values())
    return (ENGINES[choice](),)
