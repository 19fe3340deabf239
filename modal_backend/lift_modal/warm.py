"""Requests that make XGrammar compile what specs will need, before the first of them waits for it.

XGrammar keeps what it compiled by its exact text. `lift_ir` makes the same texts here and in the remote engine.
"""

from collections.abc import Iterator
from typing import Any

from lift_ir import IR, Signature, parse_type
from lift_ir.draft import draft_schema, schema_text
from lift_ir.effects import Effect
from lift_ir.grammar import Profile, body_grammar, profile_for

_EFFECTS = (
    (),
    (Effect.READS_FILES,),
    (Effect.STDOUT,),
    (Effect.STDIN,),
    (Effect.READS_FILES, Effect.STDOUT),
    (Effect.STDIN, Effect.STDOUT),
)
"""Sets of effects that decide which builtins a grammar leaves out, the most frequent ones first."""


def warm_profiles() -> tuple[Profile, ...]:
    """The profiles of most specs: plain functions by their effects, then pure async functions and generators."""
    plain = Signature(name="f", parameters=(), returns=parse_type("int"))
    pure = [
        plain.model_copy(update={"is_async": True}),
        plain.model_copy(update={"returns": parse_type("Iterator[int]")}),
    ]
    irs = [IR(signature=plain, effects=effects) for effects in _EFFECTS] + [IR(signature=one) for one in pure]
    return tuple(dict.fromkeys(profile_for(ir) for ir in irs))


def warm_requests(model: str) -> Iterator[dict[str, Any]]:
    """Bodies for `/v1/completions`: a token under each grammar, and under the draft schemas of a bare sentence and of
    a spec whose whole signature is stated."""
    stated = Signature(name="f", parameters=(), returns=parse_type("int"))
    constraints: list[dict[str, Any]] = [{"grammar": body_grammar(profile)} for profile in warm_profiles()]
    constraints += [{"json": schema_text(draft_schema(ir))} for ir in (IR(), IR(signature=stated))]
    for constraint in constraints:
        yield {
            "model": model,
            "prompt": "def f():\n",
            "max_tokens": 1,
            "temperature": 0.0,
            "structured_outputs": constraint,
        }
