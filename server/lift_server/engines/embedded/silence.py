"""Why a search gives no answer, and what would help most, in words for people."""

from collections.abc import Sequence

from lift_ir import Candidate
from lift_server.engines.embedded.asking import SEARCH
from lift_server.engines.embedded.search.answers import Solved
from lift_server.engines.embedded.search.request import Request


def why_silent(request: Request, solved: Solved, found: Sequence[Candidate]) -> str:
    """Why there is nothing better than a suggestion; empty when an answer satisfies the examples, or shows at least
    what is at odds with them."""
    tried = {request.trials[at].body for at in solved.fitting}
    fitting = [item for item in found if item.model == SEARCH or item.body in tried]
    if any(item.stance == "answer" for item in fitting or found):
        return ""
    if any(item.doubts for item in fitting):
        return f"What fits the examples does not heed all that is said. {_help(request, solved)}"
    if fitting:
        return f"The examples tell too little: what fits them is a guess. {_help(request, solved)}"
    if solved.programs:
        return f"The examples tell too little: too many functions fit them. {_help(request, solved)}"
    reason = "No function of the library, and none composed of them that makes sense, gives all expected results."
    if any(item == "any" for item in request.types):
        return f"{reason} The parameters' types or a model would help most."
    return f"{reason} Smaller steps as specs of their own, or a model would help most."


def _help(request: Request, solved: Solved) -> str:
    if not request.probes:
        return "Another example would help most."
    probe = request.probes[max(0, solved.telling)]
    call = f"{request.name}({', '.join(map(repr, probe))})"
    return f"An example of `{call}` would help most."
