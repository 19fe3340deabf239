"""The signature of a spec: what is stated or inferred of the function's name, parameters and result."""

import ast
import keyword
from enum import StrEnum
from functools import lru_cache

from pydantic import field_validator

from lift_ir.model import Model
from lift_ir.origin import Origin, Stated
from lift_ir.prose import canonical_line
from lift_ir.python_text import parse_expression
from lift_ir.types import TypeExpr


class ParameterKind(StrEnum):
    """How a parameter takes its argument (`inspect.Parameter`'s kinds)."""

    POSITIONAL_ONLY = "positional only"
    POSITIONAL_OR_KEYWORD = "positional or keyword"
    VAR_POSITIONAL = "var positional"
    KEYWORD_ONLY = "keyword only"
    VAR_KEYWORD = "var keyword"


class Parameter(Model):
    """One parameter. `type` None means undecided; `default` is the source of a Python expression, None when there is
    none."""

    name: str
    type: TypeExpr | None = None
    default: str | None = None
    kind: ParameterKind = ParameterKind.POSITIONAL_OR_KEYWORD
    description: str = ""
    origin: Origin = Stated()
    type_origin: Origin = Stated()

    @field_validator("name")
    @classmethod
    def _name_is_usable(cls, name: str) -> str:
        return identifier(name)

    @field_validator("default")
    @classmethod
    def _default_fits_a_header(cls, text: str | None) -> str | None:
        return None if text is None else default_value(text)

    @field_validator("description")
    @classmethod
    def _description_is_canonical(cls, text: str) -> str:
        return canonical_line(text)


class Signature(Model):
    """`name` None: an unnamed spec. `parameters` None: nothing is said of them, `()`: there are none. `returns` None:
    undecided."""

    name: str | None = None
    parameters: tuple[Parameter, ...] | None = None
    returns: TypeExpr | None = None
    is_async: bool = False
    name_origin: Origin = Stated()
    returns_origin: Origin = Stated()

    @field_validator("name")
    @classmethod
    def _name_is_usable(cls, name: str | None) -> str | None:
        return None if name is None else identifier(name)

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The names of the parameters in order."""
        return tuple(parameter.name for parameter in self.parameters or ())

    @property
    def is_complete(self) -> bool:
        """Whether a header can be written: a name, known parameters with types, and a result type."""
        return (
            self.name is not None
            and self.parameters is not None
            and self.returns is not None
            and all(parameter.type is not None for parameter in self.parameters)
        )


def identifier(name: str) -> str:
    """`name` when it is an ASCII identifier and no keyword; raises ValueError otherwise."""
    if not (name.isascii() and name.isidentifier()) or keyword.iskeyword(name):
        raise ValueError(f"{name!r} cannot be the name of a Python function or parameter")
    return name


@lru_cache(maxsize=1_024)
def default_value(text: str) -> str:
    """`text` without outer white space when it can stand behind `=` in a header: one expression on one line, no
    comment.

    Raises ValueError otherwise.
    """
    text = text.strip()
    parse_expression(text)
    try:
        ast.parse(f"def f(x={text}): pass")
    except (SyntaxError, ValueError):
        raise ValueError(f"{text!r} cannot stand behind `=` in a header") from None
    if len(text.splitlines()) > 1:
        raise ValueError("a default stands on one line")
    return text
