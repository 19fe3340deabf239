"""Keys of servers from the editor's secret storage: they are held in memory and go nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lift_server.keys import make_key, origin_of

if TYPE_CHECKING:
    from lift_server.lsp.state import LiftServer
    from lift_server.session import Session

logger = logging.getLogger(__name__)

METHOD = "lift/setKey"


def set_key(server: LiftServer, params: Any) -> None:
    """`lift/setKey`: `{origin, apiKey?, modalKey?, modalSecret?}` from the client; without a key it is forgotten."""
    take_key(server.session, params._asdict() if hasattr(params, "_asdict") else vars(params))


def take_key(session: Session, values: object) -> None:
    """Give the session a key as the client writes it; what is no key is ignored, and logged without its text."""
    named = values if isinstance(values, Mapping) else {}
    texts = [named.get(name) or "" for name in ("origin", "apiKey", "modalKey", "modalSecret")]
    if not all(isinstance(text, str) for text in texts):
        logger.warning("%s: origin and keys are texts", METHOD)
        return
    origin, api_key, modal_key, modal_secret = texts
    try:
        session.set_key(origin_of(origin), make_key(api_key, modal_key, modal_secret, "the editor"))
    except ValueError:
        logger.warning("%s: `origin` is not the address of a server", METHOD)
