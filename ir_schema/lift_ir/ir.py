"""The intermediate representation of one spec."""

from pydantic import Field, field_validator, model_validator

from lift_ir.clauses import Assertion, Example, Hole, HoleKind, Raises, Unspecified, Use
from lift_ir.effects import Effect
from lift_ir.model import Model
from lift_ir.origin import Inferred, Observed, Origin, Stated
from lift_ir.prose import canonical_prose, inline_holes
from lift_ir.signature import Signature

IR_VERSION = 1


class Provenance(Model):
    """Who drafted what is not stated. Empty for an IR that holds the author's words only."""

    engine: str = ""
    model: str = ""
    prompt_version: str = ""


class IR(Model):
    """What a spec means: intent (the author's prose) and everything that is stated, inferred or observed about it.

    JSON round trip is exact: `IR.model_validate_json(ir.model_dump_json()) == ir`.
    """

    version: int = Field(default=IR_VERSION, ge=IR_VERSION, le=IR_VERSION)
    intent: str = ""
    signature: Signature = Signature()
    effects: tuple[Effect, ...] = ()
    effects_origin: Origin = Stated()
    uses: tuple[Use, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    raises: tuple[Raises, ...] = ()
    examples: tuple[Example, ...] = ()
    unspecified: tuple[Unspecified, ...] = ()
    holes: tuple[Hole, ...] = ()
    provenance: Provenance = Provenance()

    @field_validator("intent")
    @classmethod
    def _intent_is_canonical(cls, text: str) -> str:
        return canonical_prose(text)

    @model_validator(mode="after")
    def _parts_agree(self) -> "IR":
        names = self.signature.parameter_names
        if len(set(names)) < len(names):
            raise ValueError("two parameters have one name")
        if "result" in names:
            raise ValueError("a parameter cannot be named `result`: that is the function's result")
        prose = (self.intent, *(parameter.description for parameter in self.signature.parameters or ()))
        inline = {name for text in prose for name, _, _ in inline_holes(text)}
        for hole in self.holes:
            if hole.kind is HoleKind.INTENT and hole.subject and hole.subject not in inline:
                raise ValueError(f"neither intent nor descriptions have a ?{hole.subject}")
        return self

    @property
    def preconditions(self) -> tuple[Assertion, ...]:
        """The `requires:` clauses."""
        return tuple(item for item in self.assertions if item.kind == "precondition")

    @property
    def postconditions(self) -> tuple[Assertion, ...]:
        """The `ensures:` clauses."""
        return tuple(item for item in self.assertions if item.kind == "postcondition")


def without_origins(ir: IR) -> IR:
    """The IR with every origin, span and piece of evidence blanked: what the semantic law of the language compares."""
    data = ir.model_dump(mode="json")
    _blank(data)
    return IR.model_validate(data | {"provenance": {}})


def _blank(value: object) -> None:
    if isinstance(value, list):
        for item in value:
            _blank(item)
    if not isinstance(value, dict):
        return
    for key, item in value.items():
        if key.endswith("origin"):
            value[key] = {"kind": "stated", "span": None}
        elif key in ("span", "evidence"):
            value[key] = None
        else:
            _blank(item)


def origin_label(origin: Origin) -> str:
    """The origin in words for people: `stated`, `inferred by ENGINE (MODEL)`, `observed on CALL`."""
    match origin:
        case Inferred(engine=engine, model=model):
            return f"inferred by {engine}" + (f" ({model})" if model else "")
        case Observed(call=call):
            return f"observed on {call}"
    return "stated"
