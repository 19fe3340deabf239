"""The clauses of a spec. Each carries its origin; text stays as the author wrote it, on canonical lines."""

from enum import StrEnum
from typing import Literal

from pydantic import Field, field_validator, model_validator

from lift_ir.model import Model
from lift_ir.origin import Origin, Span, Stated
from lift_ir.prose import canonical_line, clause_text
from lift_ir.signature import identifier


def _value(text: str) -> str:
    if value := clause_text(text):
        return value
    raise ValueError("a clause says something")


class Condition(Model):
    """A predicate. It is formal, and is executed, when `informal_because` is empty; otherwise it is kept and shown
    only."""

    text: str = Field(min_length=1)
    informal_because: str = ""

    @field_validator("text")
    @classmethod
    def _text_is_canonical(cls, text: str) -> str:
        return _value(text)

    @property
    def is_formal(self) -> bool:
        """Whether the condition is an expression that Lift executes."""
        return not self.informal_because


class Assertion(Model):
    """`requires:` (precondition) or `ensures:` (postcondition)."""

    kind: Literal["precondition", "postcondition"]
    condition: Condition
    origin: Origin = Stated()


class Raises(Model):
    """`raises: E1, E2 when COND`: exactly when the condition holds, one of `exceptions`; without a condition: one of
    them may be raised."""

    exceptions: tuple[str, ...] = Field(min_length=1)
    condition: Condition | None = None
    origin: Origin = Stated()

    @field_validator("exceptions")
    @classmethod
    def _exceptions_are_names(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            for part in name.split("."):
                identifier(part)
        return names


class Example(Model):
    """`example:` a formal expression that calls the function; with `raises`, `text` is the call and one of these is
    raised."""

    text: str = Field(min_length=1)
    raises: tuple[str, ...] = ()
    informal_because: str = ""
    origin: Origin = Stated()

    @field_validator("text")
    @classmethod
    def _text_is_canonical(cls, text: str) -> str:
        return _value(text)

    @property
    def is_formal(self) -> bool:
        """Whether the example is executed."""
        return not self.informal_because


class Unspecified(Model):
    """`unspecified: CALL`: any outcome of this call is right."""

    call: str = Field(min_length=1)
    informal_because: str = ""
    origin: Origin = Stated()

    @field_validator("call")
    @classmethod
    def _text_is_canonical(cls, text: str) -> str:
        return _value(text)


class Use(Model):
    """`uses: NAME` (another spec; `module` is empty) or `uses: from MODULE import NAME`."""

    name: str
    module: str = ""
    origin: Origin = Stated()

    @field_validator("name")
    @classmethod
    def _name_is_usable(cls, name: str) -> str:
        return identifier(name)


class HoleKind(StrEnum):
    """What is undecided."""

    INTENT = "intent"
    SIGNATURE = "signature"
    EFFECT = "effect"
    ASSERTION = "assertion"
    IMPLEMENTATION = "implementation"
    BEHAVIOUR = "behaviour"


class Choice(Model):
    """One answer: a title for the menu and the clause (`.lift` text) that writes it into the spec; no clause: the
    author types it."""

    title: str
    clause: str = ""


class Answer(Model):
    """What a share (0..1) of the candidates' weight did on the evidence's call: a printed outcome."""

    outcome: str
    share: float


class Evidence(Model):
    """Why a `behaviour` hole is asked: the call and what candidates did on it."""

    call: str
    answers: tuple[Answer, ...] = ()


class Hole(Model):
    """An undecided point.

    `subject` names what it is about: an inline `?name`, a parameter, `->` (the result) or `()` (all parameters); empty
    for a `hole:` clause. `span` is where it arises from. `blocks`: nothing is inserted while it is open.
    `is_hint`: worth a glance, no problem: nearly all candidates agree, or only on an unusual call they do not.
    For a `behaviour` hole the subject is the call.
    """

    kind: HoleKind
    question: str
    subject: str = ""
    span: Span | None = None
    choices: tuple[Choice, ...] = ()
    evidence: Evidence | None = None
    blocks: bool = False
    is_hint: bool = False
    origin: Origin = Stated()

    @field_validator("question")
    @classmethod
    def _question_is_one_line(cls, text: str) -> str:
        return canonical_line(text)

    @model_validator(mode="after")
    def _has_a_question(self) -> "Hole":
        if not self.question:
            raise ValueError("a hole asks something")
        return self
