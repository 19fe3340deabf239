"""What a search is asked, as plain data: it crosses the border to the worker process as a Python literal."""

import ast
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Helper:
    """A function of the library that the prose seems to speak of: its whole source, its parameters' patterns, its
    cost."""

    name: str
    patterns: tuple[str, ...]
    source: str
    modules: tuple[str, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """A part of the program that a phrase of the prose tells of.

    An `operator` is a source over the argument `a`, with its signature; a `value` is one over the parameters; a `guard`
    is a condition over the parameters, and `result` what is returned there. `cost` is what it enters the search with.
    `words`: those of the phrase, stemmed in a request.
    """

    kind: Literal["operator", "value", "guard"]
    source: str
    signature: str = ""
    result: str = ""
    cost: int = 1
    modules: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """The body of a function that may be the answer as it is, indented by four spaces, with the modules it uses.

    When it gives all expected results and `settles`, nothing is searched.
    """

    body: str
    modules: tuple[str, ...]
    settles: bool


@dataclass(frozen=True, slots=True)
class Request:
    """`name` is the function's. `examples` are (arguments, result); `probes` are arguments whose result is not known.

    `types` are the parameters' types and the result's in the search's language, `any` where the spec says nothing.
    `stems` are the stemmed words of the prose, `constants` its numbers and quoted strings. `seconds` of CPU time, and
    at most so many `evaluations` of expressions; 0: as many as the time allows. `count` answers at most. `prose`
    is the spec's text.
    """

    name: str
    parameters: tuple[str, ...]
    types: tuple[str, ...]
    result: str
    examples: tuple[tuple[tuple[Any, ...], Any], ...]
    probes: tuple[tuple[Any, ...], ...]
    stems: tuple[str, ...]
    constants: tuple[Any, ...]
    helpers: tuple[Helper, ...]
    seconds: float
    count: int
    trials: tuple[Trial, ...] = ()
    sketches: tuple[Sketch, ...] = ()
    evaluations: int = 0
    prose: str = ""


def dump(request: Request) -> bytes:
    """One line of ASCII text. Values are what a literal can hold."""
    return ascii(asdict(request)).encode() + b"\n"


def load(line: bytes) -> Request:
    """The request that `dump` wrote. Raises ValueError for anything else."""
    try:
        data = ast.literal_eval(line.decode())
        helpers = tuple(Helper(**item) for item in data.pop("helpers"))
        trials = tuple(Trial(**item) for item in data.pop("trials"))
        sketches = tuple(Sketch(**item) for item in data.pop("sketches"))
        return Request(**data, helpers=helpers, trials=trials, sketches=sketches)
    except (ValueError, SyntaxError, TypeError, AttributeError, KeyError, MemoryError, RecursionError) as error:
        raise ValueError(f"no request: {error}") from error
