"""Where a part of the IR comes from: the author's text, an engine, or an execution."""

from typing import Annotated, Literal

from pydantic import Field

from lift_ir.model import Model


class Span(Model):
    """A half-open range of the spec file's text, in code points."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Stated(Model):
    """Written by the author at `span`."""

    kind: Literal["stated"] = "stated"
    span: Span | None = None


class Inferred(Model):
    """Added by an engine; `model` names the model or the library entry that it relied on."""

    kind: Literal["inferred"] = "inferred"
    engine: str
    model: str = ""


class Observed(Model):
    """Seen while candidates ran; `call` is the call that showed it."""

    kind: Literal["observed"] = "observed"
    call: str


Origin = Annotated[Stated | Inferred | Observed, Field(discriminator="kind")]
