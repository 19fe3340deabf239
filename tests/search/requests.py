"""Requests whose searches are small: they are limited by evaluations, never by time."""

from dataclasses import replace
from typing import Any

from lift_server.engines.embedded.search.request import Helper, Request

TOTAL_LENGTH = Request(
    name="total_length",
    parameters=("words",),
    types=("list[str]",),
    result="int",
    examples=((([],), 0), ((["ab", "c"],), 3), ((["hello", "you", "two"],), 11)),
    probes=((["x"],), (["", ""],)),
    stems=("length", "total"),
    constants=(),
    helpers=(),
    seconds=60.0,
    count=4,
    evaluations=2_000,
)


def with_helper(body: str, **changes: Any) -> Request:
    """The request with a function of the library that does this to a list of texts, cheaper than anything else."""
    helper = Helper("helped", ("list[T]",), f"def helped(values):\n{body}", (), 1)
    return replace(TOTAL_LENGTH, helpers=(helper,), **changes)
