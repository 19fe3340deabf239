"""The base of every model of the contract."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Immutable, and strict about unknown fields, so that a JSON round trip is exact or refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
