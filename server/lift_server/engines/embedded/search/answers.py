"""What a search answers, as plain data: it crosses the border from the worker process as a Python literal."""

import ast
from dataclasses import asdict, dataclass
from typing import Literal

Stance = Literal["answer", "suggest"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of a function that gives all expected results, indented by four spaces, with the modules it uses.

    `score`: lower is better.
    """

    body: str
    modules: tuple[str, ...]
    stance: Stance
    score: float


@dataclass(frozen=True, slots=True)
class Solved:
    """`fitting`: the trials, by position, that give all expected results. `answers`: the best first.

    `programs` with all expected results were found in so many evaluations; more than the answers, which are rivals and
    no near-duplicates. `telling`: the probe, by position, whose result would tell most of them apart; -1 when they all
    agree. `is_last`: nothing more will be said about the request. `memory`: bytes that the process used at most.
    """

    fitting: tuple[int, ...] = ()
    answers: tuple[Answer, ...] = ()
    programs: int = 0
    evaluated: int = 0
    telling: int = -1
    is_last: bool = False
    memory: int = 0


def dump(solved: Solved) -> bytes:
    """One line of ASCII text."""
    return ascii(asdict(solved)).encode() + b"\n"


def load(line: bytes) -> Solved:
    """What `dump` wrote. Raises ValueError for anything else."""
    try:
        data = ast.literal_eval(line.decode())
        return Solved(**data | {"answers": tuple(Answer(**item) for item in data["answers"])})
    except (ValueError, SyntaxError, TypeError, KeyError, MemoryError, RecursionError) as error:
        raise ValueError(f"no answer: {error}") from error
