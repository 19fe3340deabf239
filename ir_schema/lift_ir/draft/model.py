"""A reply under the draft schema. Keys are short because each is generated anew; texts are read later, one by one."""

import json
import re
from dataclasses import dataclass

from pydantic import Field, ValidationError

from lift_ir.effects import Effect
from lift_ir.model import Model
from lift_ir.prose import canonical_line

MAX_PARAMETERS = 12
MAX_CLAUSES = 6
MAX_RAISES = 4
MAX_ARGUMENTS = 15
MAX_HOLES = 5
MAX_ANSWERS = 3
_NOT_IN_A_FILE = re.compile("[\x00\ud800-\udfff]")
_MAX_PLACE = 60


class DraftedParameter(Model):
    """Name, type and description of a parameter."""

    n: str
    t: str
    d: str


class DraftedRaises(Model):
    """An exception, and the condition on which it is raised."""

    e: str
    w: str


class DraftedHole(Model):
    """A question, the words of the spec that it arises from, and clauses of which each would answer it."""

    w: str
    q: str
    a: tuple[str, ...] = Field(max_length=MAX_ANSWERS)


class Draft(Model):
    """What an engine says. A schema asks only for what its spec does not state; the rest has its default here.

    `think`: reasoning. `types`: of stated parameters. `req`, `ens`: predicates. `args`: arguments of calls worth
    trying. `formal`: an expression for each informal assertion, in their order, empty where there is none.
    """

    think: str = ""
    name: str | None = None
    params: tuple[DraftedParameter, ...] | None = Field(default=None, max_length=MAX_PARAMETERS)
    types: dict[str, str] = Field(default_factory=dict)
    ret: str | None = None
    eff: tuple[Effect, ...] = ()
    req: tuple[str, ...] = Field(default=(), max_length=MAX_CLAUSES)
    ens: tuple[str, ...] = Field(default=(), max_length=MAX_CLAUSES)
    rai: tuple[DraftedRaises, ...] = Field(default=(), max_length=MAX_RAISES)
    args: tuple[str, ...] = Field(default=(), max_length=MAX_ARGUMENTS)
    formal: tuple[str, ...] = ()
    holes: tuple[DraftedHole, ...] = Field(default=(), max_length=MAX_HOLES)


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """Why a reply is no draft, in one line that a repair request can quote."""

    reason: str


def parse_draft(text: str) -> Draft | DraftProblem:
    """Read a reply; never raises. Lone surrogates and nulls, which no file can hold and the schema cannot exclude,
    become U+FFFD."""
    try:
        data = _plain(json.loads(text))
    except json.JSONDecodeError as error:
        return DraftProblem(f"it is not JSON: {error.msg} at character {error.pos}")
    except (ValueError, RecursionError):
        return DraftProblem("it is not JSON that can be read: a number or the nesting is too large")
    try:
        return Draft.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = canonical_line("".join(f"/{part}" for part in first["loc"]) or "/")[:_MAX_PLACE]
        return DraftProblem(f"it does not fit the schema at {place}: {first['msg']}")


def _plain(value: object) -> object:
    """The value with characters that a file can hold. Raises RecursionError, later than the JSON reader does."""
    if isinstance(value, str):
        return _NOT_IN_A_FILE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {_NOT_IN_A_FILE.sub("\ufffd", key): _plain(item) for key, item in value.items()}
    return value
