"""The engines that exist: adding one is one file and one row here."""

from collections.abc import Callable

from lift_server.engines.base import Engine, Services


def _embedded(_services: Services) -> Engine:
    from lift_server.engines.embedded.engine import EmbeddedEngine

    return EmbeddedEngine()


def _remote(services: Services) -> Engine:
    from lift_server.engines.remote import RemoteEngine

    return RemoteEngine(services)


ENGINES: dict[str, Callable[[Services], Engine]] = {
    "embedded": _embedded,
    "remote": _remote,
}
"""Name -> constructor, in the order in which `auto` asks them. Constructors import their engine on first use."""


def every_engine(services: Services) -> tuple[Engine, ...]:
    """All engines, selected or not."""
    return tuple(make(services) for make in ENGINES.values())


def engines_for(services: Services) -> tuple[Engine, ...]:
    """The engines that the setting `engine` selects: the one of that name, or for `auto` all that are set up here."""
    choice = services.settings.engine
    if choice != "auto":
        return (ENGINES[choice](services),)
    return tuple(make(services) for name, make in ENGINES.items() if name != "remote" or services.settings.endpoint)
