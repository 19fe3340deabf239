"""A program of the search: an expression with its values, built from smaller ones."""

from collections.abc import Iterator
from dataclasses import dataclass

from lift_server.engines.embedded.search.components import Component

ERROR = ...
"""The value where an expression raises; it is one that `marshal` knows."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A parameter, a bound variable or a constant; an expression of which the prose tells in `words`."""

    source: str
    is_variable: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A comprehension or another expression with a loop: its source over `body` and `loop`; see `loops.py`.

    A fold has a `start` too, its second source; see `steps.py`.
    """

    source: str
    names: tuple[str, ...]
    over: str
    words: str = ""


Head = Component | Leaf | Form


@dataclass(slots=True, eq=False)
class Program:
    """`values`: one per point, ERROR where it raises. `uses`: bits of the variables in it. `cost`: word prior included.

    The arguments of a `Form` are its sources, then its body.
    """

    type: str
    cost: int
    values: tuple[object, ...]
    head: Head
    arguments: "tuple[Program, ...]" = ()
    uses: int = 0
    fails: bool = False

    def walk(self) -> "Iterator[Program]":
        """This program and all that it is built from."""
        yield self
        for argument in self.arguments:
            yield from argument.walk()
