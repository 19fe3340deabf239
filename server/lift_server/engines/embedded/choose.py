"""Which idioms may answer a spec: ranked families that fit its signature and examples, variants likeliest first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lift_ir import IR, Stated
from lift_server.engines.embedded.adapt import adapt_body, match_parameters
from lift_server.engines.embedded.evidence import ExampleCall, distinct_calls, example_calls
from lift_server.engines.embedded.index import Idiom, Index
from lift_server.engines.embedded.kinds import admits
from lift_server.engines.embedded.reader import fits_examples
from lift_server.engines.embedded.retrieve import CONFIDENT, Match, rank, says_enough, telling_text, text_of
from lift_server.engines.embedded.words import features, is_stem

SURE = CONFIDENT + 0.3
"""Confidence from which a runner-up is an answer of its own and no mere suggestion."""

NEAR = 0.85
"""A runner-up is worth showing when it has this share of the best family's score."""

TIED = 0.96
"""A runner-up with this share of the best family's score leaves open which is meant without an example: suggestions."""

FOR_AN_EXAMPLE, MOST_EXAMPLES = 0.1, 3
"""What every example, up to so many, lowers the confidence that is needed: a wrong idiom would fail it."""


ENOUGH_EXAMPLES = 2
"""Examples with different arguments from which a family that passes them all is an answer: they are run."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A family that fits, its idioms in the order to offer them, and whether it is only a suggestion."""

    match: Match
    idioms: tuple[Idiom, ...]
    is_suggestion: bool


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why no family fits, for people."""

    reason: str


def choose(ir: IR, index: Index) -> tuple[Choice, ...] | Nothing:
    """The families that may be meant, the likeliest first."""
    name = ir.signature.name or "f"
    if ir.effects:
        return Nothing("The library holds only functions that compute; this one also has effects. A model would help.")
    stated = only_stated(ir)
    matches = rank(text_of(stated), index)
    calls = example_calls(stated)
    needed = CONFIDENT - FOR_AN_EXAMPLE * min(len(calls), MOST_EXAMPLES)
    told = telling_text(stated)
    confident = [item for item in matches if item.confidence >= needed and says_enough(told, item.family, index)]
    if not confident:
        return Nothing(f"I know nothing like this. An example such as `{name}(...) == ...` or a model would help most.")
    verified = distinct_calls(calls) >= ENOUGH_EXAMPLES
    choices: list[Choice] = []
    for match in confident:
        idioms = _fitting(match.family, ir, stated, calls, index)
        if idioms and not choices and not any(_has_free_names(idiom, ir, index) for idiom in idioms):
            return Nothing(f"What the closest function needs is hidden by the name `{name}` or by a parameter's name.")
        near = not choices or match.score >= NEAR * choices[0].match.score
        if idioms and near:
            sure = verified or match.confidence >= (SURE if choices else CONFIDENT)
            choices.append(Choice(match, idioms, not sure))
    if len(choices) > 1 and not calls and choices[1].match.score >= TIED * choices[0].match.score:
        choices = [replace(item, is_suggestion=True) for item in choices]
    if choices:
        return tuple(choices)
    doc = index.idioms(confident[0].family)[0].doc.rstrip(".")
    return Nothing(
        f"The library's nearest function ({doc[:1].lower()}{doc[1:]}) does not fit the parameters, the result type or "
        "the examples. A model would help."
    )


def only_stated(ir: IR) -> IR:
    """The spec without what an engine added: a guess must not become evidence for itself."""
    signature = ir.signature
    if not isinstance(signature.name_origin, Stated):
        signature = signature.model_copy(update={"name": None})
    if signature.parameters and not all(isinstance(item.origin, Stated) for item in signature.parameters):
        signature = signature.model_copy(update={"parameters": None})
    if not isinstance(signature.returns_origin, Stated):
        signature = signature.model_copy(update={"returns": None})
    return ir.model_copy(update={"signature": signature})


def _fitting(family: str, ir: IR, stated: IR, calls: Sequence[ExampleCall], index: Index) -> tuple[Idiom, ...]:
    text = text_of(stated)
    idioms = [idiom for idiom in index.idioms(family) if _fits(idiom, ir, stated, calls, index)]
    shared = set.intersection(*(_stems(idiom.variant, index) for idiom in idioms)) if idioms else set()
    said = _stems(text, index) - shared
    raised = {name for item in ir.raises for name in item.exceptions} | {
        name for item in ir.examples for name in item.raises
    }

    def evidence(idiom: Idiom) -> tuple[bool, int]:
        wanted = str(stated.signature.returns) if stated.signature.returns is not None else idiom.result
        matching = len(said & _stems(idiom.variant, index)) + sum(f"raise {name}" in idiom.body for name in raised)
        return idiom.result == wanted, matching

    return tuple(sorted(idioms, key=evidence, reverse=True))


def _stems(text: str, index: Index) -> set[str]:
    return {feature for feature in features(text, index.vocabulary) if is_stem(feature)}


def _fits(idiom: Idiom, ir: IR, stated: IR, calls: Sequence[ExampleCall], index: Index) -> bool:
    returns = ir.signature.returns
    if returns is not None and not admits(str(returns), idiom.result):
        return False
    if not fits_examples(idiom, calls):
        return False
    parameters = ir.signature.parameters
    return parameters is None or match_parameters(idiom, parameters, index) is not None


def _has_free_names(idiom: Idiom, ir: IR, index: Index) -> bool:
    """Whether no name of the spec hides a module or builtin that the idiom needs."""
    signature = ir.signature
    roles = match_parameters(idiom, signature.parameters, index) if signature.parameters is not None else {}
    return roles is not None and adapt_body(idiom, roles, signature.name or idiom.family) is not None
