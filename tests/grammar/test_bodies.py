"""Soundness and coverage of the body grammar under the real XGrammar: a tenth of the full counts, which
`python -m benchmarks.grammar` makes."""

import json
import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from grammar import corpus
from lift_ir.grammar import Profile, body_grammar
from lift_ir.grammar.blocks import MAX_DEPTH

if TYPE_CHECKING:
    from grammar.matching import Compiler

pytestmark = pytest.mark.grammar

SEED = 20_251_122
FLAVORS = {
    "plain": Profile(),
    "generator": Profile(is_generator=True),
    "async": Profile(is_async=True),
    "async generator": Profile(is_async=True, is_generator=True),
}


@pytest.fixture(scope="module")
def bodies() -> list[corpus.Body]:
    print("seed", SEED)
    return [body for body in corpus.standard_library(1_000, SEED) if len(body.text) < 1_500]


def test_functions_of_the_standard_library_are_accepted_once_unparsed(compiler: "Compiler") -> None:
    from grammar.matching import rejected

    print("seed", SEED)
    drawn = corpus.standard_library(200, SEED)
    found = rejected(compiler, drawn, normalized=True)
    assert len(found) <= 0.03 * len(drawn), [(body.origin, corpus.left_out(body, MAX_DEPTH)) for body in found]


@pytest.mark.parametrize("normalized", [False, True])
def test_the_projects_own_functions_are_accepted(compiler: "Compiler", *, normalized: bool) -> None:
    from grammar.matching import rejected

    own = corpus.own_source()
    found = [body for body in rejected(compiler, own, normalized=normalized) if not corpus.left_out(body, MAX_DEPTH)]
    assert len(found) <= 0.002 * len(own), [body.origin for body in found]


@pytest.mark.parametrize("flavor", FLAVORS)
def test_random_bodies_compile(compiler: "Compiler", bodies: list[corpus.Body], flavor: str) -> None:
    from grammar.walks import Walker, gate_code

    profile = FLAVORS[flavor]
    samples = [compiler.vocabulary.encode(body.text) for body in bodies]
    walker = Walker(compiler, compiler.grammar(body_grammar(profile)), samples)
    found: Counter[str] = Counter()
    seed = SEED
    while found.total() < 125:
        body = walker.walk(seed)
        seed += 1
        if body is not None:
            found[gate_code(body.decode(errors="replace"), is_async=profile.is_async)] += 1
    assert set(found) <= {"", "GATE08"}


@pytest.mark.parametrize("flavor", ["generator", "async"])
def test_mutants_that_do_not_compile_are_refused(compiler: "Compiler", bodies: list[corpus.Body], flavor: str) -> None:
    from grammar.walks import gate_code, mutants

    profile = Profile(frozenset(), is_async=flavor == "async", is_generator=flavor == "generator")
    compiled = compiler.grammar(body_grammar(profile))
    accepted: Counter[str] = Counter()
    for mutant in mutants([body.text for body in bodies], 1_000, SEED):
        if compiler.accepts(compiled, mutant):
            accepted[gate_code(mutant, is_async=profile.is_async)] += 1
    assert accepted[""] > 200
    assert set(accepted) <= {"", "GATE08"}


@pytest.mark.parametrize("flavor", FLAVORS)
def test_masks_allow_exactly_what_the_parser_accepts(
    compiler: "Compiler", bodies: list[corpus.Body], flavor: str
) -> None:
    """The hints of what follows a rule prune masks; a wrong one loses a token or adds one."""
    generator = random.Random(SEED)
    compiled = compiler.grammar(body_grammar(FLAVORS[flavor]))
    mask = compiler.empty_mask()
    tokens = compiler.vocabulary.tokens
    for _ in range(60):
        matcher, text = compiler.matcher(compiled), b""
        sample = compiler.vocabulary.encode(generator.choice(bodies).text)
        for token in sample[: generator.randrange(len(sample))]:
            if not matcher.accept_token(token):
                break
            text += tokens[token]
        allowed = compiler.allowed(matcher, mask)
        for number, token in enumerate(tokens):
            accepted = number != compiler.vocabulary.end and matcher.accept_token(number)
            if accepted:
                matcher.rollback(1)
            if number != compiler.vocabulary.end:
                assert accepted == bool(allowed[number]), (text[-60:], token)


def rules_with_exact_hints(grammar: str) -> set[str]:
    """Rules whose hint XGrammar takes for all that can follow: those that are used once, in mid-sequence."""
    from xgrammar import Grammar
    from xgrammar.testing import GrammarFunctor as Functor

    found = Grammar.from_ebnf(grammar)
    for step in (
        Functor.repetition_normalizer,
        Functor.byte_string_fuser,
        Functor.rule_inliner,
        Functor.dead_code_eliminator,
        Functor.lookahead_assertion_analyzer,
    ):
        found = step(found)
    rules = json.loads(found.serialize_json())["rules"]
    return {name for name, _, hint, is_exact, *_ in rules if hint != -1 and is_exact}


def test_a_rule_that_is_used_once_has_an_exact_hint() -> None:
    grammar = (
        'root ::= "c" word "!" | "d" many "!" | many "?"\n{}many ::= [ab] many2 (= [?!])\nmany2 ::= "" | [a] many\n'
    )
    assert rules_with_exact_hints(grammar.format("word ::= [ab] word2 (= [?!])\nword2 ::= [ab]*\n")) >= {"word"}
    assert "many" not in rules_with_exact_hints(grammar.format("word ::= [ab] word2 (= [?!])\nword2 ::= [ab]*\n"))


@pytest.mark.parametrize("flavor", FLAVORS)
def test_no_hint_of_several_characters_is_taken_for_all_that_can_follow(flavor: str) -> None:
    text = body_grammar(FLAVORS[flavor])
    hinted = {line.split(" ::= ")[0] for line in text.splitlines() if "(= follow" in line or "(= close" in line}
    assert hinted
    assert not rules_with_exact_hints(text) & hinted
