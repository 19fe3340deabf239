"""Blocks: indentation by levels of four blanks, loops, and what belongs to a compound statement.

A rule exists per level and place: `break` needs a loop (`suite_2_loop`), and in a function that is no generator `yield`
needs a function inside it (`suite_2_inner`). The indentation is written up to its last blank, which begins the statement:
so all levels share one token mask per statement. Empty lines and comments belong to the end of the line before them.
"""

MAX_DEPTH = 6
_INDENT = 4


def block_rules(*, inner_yield: bool) -> list[str]:
    """The rules of blocks down to MAX_DEPTH levels; `block_1` is a function's body.

    With `inner_yield`, only functions inside it yield.
    """
    inner = "_inner" if inner_yield else ""
    rules: list[str] = []
    for level in range(1, MAX_DEPTH + 1):
        for place in ("", inner) if inner and level > 1 else ("",):
            for loop in ("", "_loop") if level > 1 else ("",):
                rules += _block(level, place, loop, inner)
            rules += _suites(level, place, "", inner) + _suites(level, place, "_loop", inner)
        rules += _inner_function(level, inner)
    return rules


def _block(level: int, place: str, loop: str, inner: str) -> list[str]:
    """The block at a level and the cases of a `match` there."""
    here, blanks = f"{level}{place}{loop}", _blanks(level)
    suite = f"suite_{here}"
    one_line = "sp_line" + (" | sp_leave_loop" if loop else "") + (" | sp_yield_line" if place else "")
    statements = [
        one_line,
        f"sp_if {suite} elif_{here}",
        f"sp_loop suite_{level}{place}_loop loop_else_{here}",
        f"sp_with {suite}",
        f"sp_try {suite} {blanks} (sp_finally {suite} | sp_except {suite} except_{here} | "
        f"sp_except_all {suite} last_except_{here})",
        f"sp_def function_{level}",
        f"decorated_{level}",
    ]
    if level < MAX_DEPTH:
        statements.append(f"sp_match end_of_line cases_{level + 1}{place}{loop}")
    rules = [f"statement_{here} ::= {blanks} ({' | '.join(statements)})", f"block_{here} ::= statement_{here}+"]
    if level > 1:
        rules += [
            f"cases_{here} ::= {blanks} (sp_case {suite} more_cases_{here} | sp_last_case {suite})",
            f'more_cases_{here} ::= "" | cases_{here}',
        ]
    return rules


def _suites(level: int, place: str, loop: str, inner: str) -> list[str]:
    """What stands below a header at a level, and the clauses that continue its statement."""
    here, blanks = f"{level}{place}{loop}", _blanks(level)
    suite = f"suite_{here}"
    below = f"end_of_line block_{level + 1}{place}{loop} | " if level < MAX_DEPTH else ""
    one_line = "s_line" + (" | s_leave_loop" if loop else "") + (" | s_yield_line" if place else "")
    return [
        f"{suite} ::= {below}{one_line}",
        f'elif_{here} ::= "" | {blanks} (sp_elif {suite} elif_{here} | sp_else {suite})',
        f'loop_else_{here} ::= "" | {blanks} sp_else {suite}',
        f'except_{here} ::= "" | {blanks} (sp_except {suite} except_{here} | sp_except_all {suite} last_except_{here}'
        f" | sp_else {suite} finally_{here} | sp_finally {suite})",
        f'last_except_{here} ::= "" | {blanks} (sp_else {suite} finally_{here} | sp_finally {suite})',
        f'finally_{here} ::= "" | {blanks} sp_finally {suite}',
    ]


def _inner_function(level: int, inner: str) -> list[str]:
    """A function inside the function: names of the outer one are declared first, as Python demands before their use."""
    body = "s_line | s_yield_line" if inner else "s_line"
    if level < MAX_DEPTH:
        body = f"end_of_line outer_names_{level + 1} | {body}"
    rules = [
        f"function_{level} ::= {body}",
        f"decorated_{level} ::= sp_decorator {_blanks(level)} (sp_def function_{level} | decorated_{level})",
    ]
    if level > 1:
        declared = f"{_blanks(level)} sp_outer_names outer_names_{level}"
        rules.append(f"outer_names_{level} ::= block_{level}{inner} | {declared}")
    return rules


def _blanks(level: int) -> str:
    return '"' + " " * (_INDENT * level - 1) + '"'
