"""The grammar of a function body as text: composed without gaps, and the same text for equal profiles only."""

import builtins
import keyword
import re

import pytest

from lift_ir import IR, Effect, Parameter, Signature, parse_type
from lift_ir.grammar import Profile, body_grammar, profile_for
from lift_server.checks.sandbox.worker import gate

PROFILES = {
    "pure": Profile(),
    "generator": Profile(is_generator=True),
    "async": Profile(is_async=True),
    "async generator": Profile(is_async=True, is_generator=True),
    "nothing banned": Profile(banned=frozenset()),
}
_RULE = re.compile(r"^(\w+) ::= ", re.M)
_BUILT_IN = {"Regex"}
_NO_NAME = re.compile(r'"(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]|/(?:\\.|[^/\\])*/|\{\d+(?:,\s*\d*)?\}')


def make_ir(returns: str = "int", *, is_async: bool = False, effects: tuple[Effect, ...] = (), name: str = "n") -> IR:
    parameters = (Parameter(name=name, type=parse_type("int")),)
    signature = Signature(name="f", parameters=parameters, returns=parse_type(returns), is_async=is_async)
    return IR(signature=signature, effects=effects)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES.keys())
def test_every_rule_that_is_used_is_defined_once(profile: Profile) -> None:
    text = body_grammar(profile)
    defined = _RULE.findall(text)
    assert len(defined) == len(set(defined))
    bodies = _NO_NAME.sub(" ", _RULE.sub(" ", text))
    used = set(re.findall(r"[A-Za-z_]\w*", bodies)) | {"root"}
    assert used - _BUILT_IN <= set(defined)


def test_equal_profiles_share_one_text_and_others_do_not() -> None:
    texts = [body_grammar(profile) for profile in PROFILES.values()]
    assert len(set(texts)) == len(texts)
    assert body_grammar(profile_for(make_ir())) == body_grammar(profile_for(make_ir(name="other")))


def test_a_spec_decides_its_profile() -> None:
    assert profile_for(make_ir()) == Profile()
    assert profile_for(make_ir("Iterator[int]")).is_generator
    assert profile_for(make_ir(is_async=True)).is_async
    assert "print" in profile_for(make_ir()).banned
    assert "print" not in profile_for(make_ir(effects=(Effect.STDOUT,))).banned
    assert "input" not in profile_for(make_ir(name="input")).banned
    assert {"eval", "exec", "__import__"} <= profile_for(make_ir(effects=tuple(Effect))).banned


@pytest.mark.parametrize("effects", [(), *((effect,) for effect in Effect)])
def test_the_gate_refuses_the_builtins_that_the_grammar_leaves_out(effects: tuple[Effect, ...]) -> None:
    """Two lists, since the sandbox's worker imports nothing of the contract."""
    ir = make_ir(effects=effects)
    names = {*dir(builtins), "__builtins__", *profile_for(ir).banned}
    refused = {
        name
        for name in names
        if name.isidentifier() and not keyword.iskeyword(name)
        for problem in gate.check(f"def f():\n    {name}\n", frozenset(), frozenset(effects))[0]
        if problem.code in ("GATE04", "GATE05")
    }
    assert refused == profile_for(ir).banned
