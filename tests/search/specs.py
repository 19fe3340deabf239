"""Specs as their authors write them, and what becomes of them before a search."""

from lift_ir import IR
from lift_server.engines.base import Draft, Feedback
from lift_server.engines.embedded.asking import request_for
from lift_server.engines.embedded.engine import EmbeddedEngine
from lift_server.engines.embedded.index import load_index
from lift_server.engines.embedded.search.request import Request
from lift_server.lower import read


def stated(text: str) -> IR:
    """The IR of the only spec of a text."""
    [spec] = read(text).specs
    return spec.ir


async def drafted(text: str) -> Draft:
    """What the engine reads in the spec."""
    return await EmbeddedEngine().draft(text, stated(text), Feedback())


def asked(text: str) -> Request | None:
    """What is asked about a spec with a whole signature."""
    return request_for(stated(text), load_index(), 4)
