"""Blocks: indentation by levels of four blanks, loops, and what belongs to a compound statement.

A rule exists per level and place: `break` needs a loop (`suite_2_loop`), and in a function that is no generator `yield`
needs a function inside it (`suite_2_inner`). The indentation is written up to its last blank, which begins the
statement:
so all levels share one token mask per statement. Empty lines and comments belong to the end of the line before them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

MAX_DEPTH = 6
"""Levels of blocks inside each other. Each costs a third of a second of compilation."""

_INNER_YIELD_DEPTH = 4  # deeper, an inner function of a function that is no generator cannot yield
_INDENT = 4


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block stands; as text, the suffix of its rules. `yields`: it is in an inner function that may yield."""

    level: int
    yields: bool = False
    loop: bool = False

    def __str__(self) -> str:
        return f"{self.level}{'_inner' if self.yields else ''}{'_loop' if self.loop else ''}"

    @property
    def below(self) -> "_Place | None":
        """The block inside this one; None at the deepest level."""
        if self.level == MAX_DEPTH:
            return None
        return replace(self, level=self.level + 1, yields=self.yields and self.level < _INNER_YIELD_DEPTH)

    @property
    def blanks(self) -> str:
        """The indentation but for its last blank."""
        return '"' + " " * (_INDENT * self.level - 1) + '"'

    @property
    def special(self) -> str:
        """Alternatives of one-line statements that only this place has, with `LEAD` for how they begin."""
        return (" | LEAD_leave_loop" if self.loop else "") + (" | LEAD_yield_line" if self.yields else "")


def block_rules(*, inner_yield: bool) -> list[str]:
    """The rules of blocks down to MAX_DEPTH levels; `body` is a function's.

    With `inner_yield`, functions inside it yield although it does not itself.
    """
    first = _Place(1).blanks
    # What Python wants before the first use of a name; a docstring may stand before it.
    rules = [
        f"body ::= block_1 | {first} (sp_global body | sp_docstring globals)",
        f"globals ::= {first} sp_global (globals | block_1)",
    ]
    for place in _places(inner_yield):
        rules += _suites(place)
        if place.level > 1 or not place.loop:
            rules += _block(place)
    for level in range(1, MAX_DEPTH + 1):
        rules += _inner_function(_Place(level), inner_yield)
    return rules


def _places(inner_yield: bool) -> Iterator[_Place]:
    for level in range(1, MAX_DEPTH + 1):
        for yields in (False, True) if inner_yield and 1 < level <= _INNER_YIELD_DEPTH else (False,):
            for loop in (False, True):
                yield _Place(level, yields, loop)


def _block(here: _Place) -> list[str]:
    """The statements at a place, and the cases of a `match`."""
    suite, blanks = f"suite_{here}", here.blanks
    statements = [
        "sp_line" + here.special.replace("LEAD", "sp"),
        f"sp_if {suite} elif_{here}",
        f"sp_loop suite_{replace(here, loop=True)} loop_else_{here}",
        f"sp_with {suite}",
        f"sp_try {suite} {blanks} (sp_finally {suite} | sp_except {suite} except_{here} | "
        f"sp_except_all {suite} last_except_{here})",
        f"sp_def function_{here.level}",
        f"decorated_{here.level}",
        *([f"sp_match end_of_line cases_{here.below}"] if here.below else []),
    ]
    rules = [
        f"statement_{here} ::= {blanks} ({' | '.join(statements)})",
        f"block_{here} ::= statement_{here} more_{here}",
        f'more_{here} ::= "" | block_{here}',
    ]
    if here.level > 1:
        rules += [
            f"cases_{here} ::= {blanks} (sp_case {suite} more_cases_{here} | sp_last_case {suite})",
            f'more_cases_{here} ::= "" | cases_{here}',
        ]
    return rules


def _suites(here: _Place) -> list[str]:
    """What stands below a header at a place, and the clauses that continue its statement."""
    suite, blanks = f"suite_{here}", here.blanks
    block = f"end_of_line block_{here.below} | " if here.below else ""
    return [
        f"{suite} ::= {block}s_line{here.special.replace('LEAD', 's')}",
        f'elif_{here} ::= "" | {blanks} (sp_elif {suite} elif_{here} | sp_else {suite})',
        f'loop_else_{here} ::= "" | {blanks} sp_else {suite}',
        f'except_{here} ::= "" | {blanks} (sp_except {suite} except_{here} | sp_except_all {suite} last_except_{here}'
        f" | sp_else {suite} finally_{here} | sp_finally {suite})",
        f'last_except_{here} ::= "" | {blanks} (sp_else {suite} finally_{here} | sp_finally {suite})',
        f'finally_{here} ::= "" | {blanks} sp_finally {suite}',
    ]


def _inner_function(here: _Place, inner_yield: bool) -> list[str]:
    """A function inside the function: names of the outer one are declared first, as Python demands before their use."""
    block = f"end_of_line outer_names_{here.level + 1} | " if here.below else ""
    rules = [
        f"function_{here} ::= {block}s_line{' | s_yield_line' if inner_yield else ''}",
        f"decorated_{here} ::= sp_decorator {here.blanks} (sp_def function_{here} | decorated_{here})",
    ]
    if here.level > 1:
        body = replace(here, yields=inner_yield and here.level <= _INNER_YIELD_DEPTH)
        rules.append(f"outer_names_{here} ::= block_{body} | {here.blanks} sp_outer_names outer_names_{here}")
    return rules
