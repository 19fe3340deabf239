"""Which words of the prose a search hears: those that make one of its parts likely, or sensible. The others change no
program."""

from lift_server.engines.embedded.search.binders import BINDERS
from lift_server.engines.embedded.search.components import COMPONENTS
from lift_server.engines.embedded.search.loops import SHAPES
from lift_server.engines.embedded.search.operators import speaks_of, spoken
from lift_server.engines.embedded.search.request import Request
from lift_server.engines.embedded.search.search import KNOWN_BY_WORD, NOTHING
from lift_server.engines.embedded.search.sense import WORDS

_WORDS_OF_PARTS = " ".join(item.words for item in (*COMPONENTS, *BINDERS, *SHAPES))


def heard(request: Request) -> tuple[str, ...]:
    """The stems of the request that its search hears."""
    known = spoken(_WORDS_OF_PARTS, frozenset(request.stems)) | NOTHING | WORDS | KNOWN_BY_WORD.keys()
    return tuple(
        stem for stem in request.stems if stem in known or any(speaks_of(stem, item.name) for item in request.helpers)
    )
