"""Which grammar a spec gets: the builtins that its effects leave out, and what kind of function it is."""

from dataclasses import dataclass
from functools import lru_cache

from lift_ir.effects import Effect
from lift_ir.grammar.blocks import block_rules
from lift_ir.grammar.expressions import expression_rules
from lift_ir.grammar.fstrings import fstring_rules
from lift_ir.grammar.lexical import lexical_rules
from lift_ir.grammar.patterns import pattern_rules
from lift_ir.grammar.statements import statement_rules
from lift_ir.ir import IR

NEVER = frozenset(
    {
        "exec", "eval", "compile", "__import__", "__builtins__", "__loader__", "__spec__", "breakpoint", "globals", "help",
        "exit", "quit",
    }
)  # fmt: skip
"""Builtins that no function may use, whatever its effects."""

EFFECTS_OF_BUILTIN = {
    "open": frozenset({Effect.READS_FILES, Effect.WRITES_FILES}),
    "input": frozenset({Effect.STDIN}),
    "print": frozenset({Effect.STDOUT}),
}
"""Builtins that need one of some effects."""

_GENERATORS = frozenset({"Iterator", "Iterable", "Generator", "AsyncIterator", "AsyncIterable", "AsyncGenerator"})


@dataclass(frozen=True, slots=True)
class Profile:
    """What decides the grammar of a body. Specs with equal profiles share one text."""

    banned: frozenset[str] = NEVER.union(EFFECTS_OF_BUILTIN)
    is_async: bool = False
    is_generator: bool = False


def profile_for(ir: IR) -> Profile:
    """The profile of a spec. Names that the spec itself defines (a parameter `input`) are no builtins in its body."""
    defined = {ir.signature.name, *ir.signature.parameter_names, *(use.name for use in ir.uses)}
    missing = {name for name, effects in EFFECTS_OF_BUILTIN.items() if effects.isdisjoint(ir.effects)}
    returns = ir.signature.returns
    return Profile(
        banned=frozenset((NEVER | missing) - defined),
        is_async=ir.signature.is_async,
        is_generator=returns is not None and returns.name in _GENERATORS,
    )


@lru_cache(maxsize=64)
def body_grammar(profile: Profile) -> str:
    """The EBNF of a body: its lines below header and docstring, indented by four blanks, to the last newline.

    Equal profiles give byte-identical texts, on every machine: XGrammar's cache knows a grammar by its text.
    """
    rules = [
        "root ::= first_lines body",
        'first_lines ::= "" | end_of_line',
        *lexical_rules(profile.banned),
        *expression_rules(is_async=profile.is_async),
        *fstring_rules(),
        *statement_rules(is_async=profile.is_async, is_generator=profile.is_generator),
        *pattern_rules(),
        *block_rules(inner_yield=not profile.is_async and not profile.is_generator),
    ]
    return "\n".join(rules) + "\n"
