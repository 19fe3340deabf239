"""The decorator that marks a function of this package as an idiom and carries what a search needs to know about it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Function = TypeVar("Function", bound=Callable[..., object])


def idiom(
    *, words: str = "", of: str | None = None, variant: str = "", probes: Sequence[str] = ()
) -> Callable[[Function], Function]:
    """Mark a function as an idiom; return a decorator that gives the function back unchanged.

    The metadata is read from the source text by `ast`, so every argument is a literal:

    - `words`: what people call it, separated by blanks; given by the family's default only.
    - `of`: the name of the family whose alternative this is; the default has none and names the family.
    - `variant`: one phrase that says what distinguishes this function within its family, empty when it is alone.
    - `probes`: calls of the family, as text, on which its variants differ or which show an edge of the behavior.
    """

    def mark(function: Function) -> Function:
        return function

    return mark
