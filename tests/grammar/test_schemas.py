"""Draft schemas under the real XGrammar: what it generates validates and becomes an IR.

Its defects have a test each that fails when upstream mends it; llguidance is a second opinion."""

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from grammar.golden_files import SPECS
from lift_ir.draft import Draft, draft_schema, parse_draft, read_draft, schema_text
from lift_ir.ir import Provenance
from lift_server.lower import read

if TYPE_CHECKING:
    from grammar.matching import Compiler

pytestmark = pytest.mark.grammar

SEED = 20_251_122
REMOTE = Provenance(engine="remote", model="m")
DRAFT = {
    "think": "Two numbers.", "name": "total", "params": [{"n": "xs", "t": "list[int]", "d": "the \"numbers\"\n"}],
    "ret": "int", "eff": ["time", "reads files"], "req": ["len(xs) >= 2"], "ens": [],
    "rai": [{"e": "ValueError", "w": "not xs"}], "args": ["[1, 2]"],
    "holes": [{"w": "two smallest", "q": "equal ones?", "a": ["requires: True"]}],
}  # fmt: skip


def random_reply(compiler: "Compiler", compiled: Any, seed: int, limit: int = 400) -> str | None:
    """A text that the mask allows, pressed for an end; None when it has none after `limit` tokens."""
    generator = random.Random(seed)
    tokens, end = compiler.vocabulary.tokens, compiler.vocabulary.end
    closers = [number for number, token in enumerate(tokens) if token in (b'"', b"]", b"}", b",", b":")]
    matcher, mask, text = compiler.matcher(compiled), compiler.empty_mask(), b""
    for _ in range(limit):
        allowed = compiler.allowed(matcher, mask)
        if allowed[end]:
            return text.decode(errors="replace")
        wanted = [number for number in closers if allowed[number]]
        if not wanted or generator.random() < 0.4:
            wanted = [number for number in allowed.nonzero()[0].tolist() if number != end]
        token = generator.choice(wanted)
        assert matcher.accept_token(token)
        text += tokens[token]
    return None


@pytest.mark.parametrize("name", SPECS)
def test_random_drafts_validate_and_become_an_ir(compiler: "Compiler", name: str) -> None:
    stated = read(SPECS[name]).specs[0].ir
    compiled = compiler.schema(schema_text(draft_schema(stated)))
    ended = 0
    for seed in range(SEED, SEED + 120):
        text = random_reply(compiler, compiled, seed)
        if text is None:
            continue
        ended += 1
        draft = parse_draft(text)
        assert isinstance(draft, Draft), (text, draft)
        read_draft(draft, stated, SPECS[name], REMOTE)
    assert ended > 60


def text_of(draft: object) -> str:
    """As XGrammar 0.2.8 wants it: `", "` between items, even without free white space."""
    return json.dumps(draft, ensure_ascii=False)


def test_the_order_of_properties_is_enforced(compiler: "Compiler") -> None:
    compiled = compiler.schema(schema_text(draft_schema(read(SPECS["sentence"]).specs[0].ir)))
    assert compiler.accepts(compiled, text_of(DRAFT))
    assert not compiler.accepts(compiled, text_of(dict(reversed(DRAFT.items()))))
    for key in DRAFT:
        assert not compiler.accepts(compiled, text_of({name: value for name, value in DRAFT.items() if name != key}))


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"name": "Total"},
        {"name": "a b"},
        {"eff": ["flies"]},
        {"holes": DRAFT["holes"] * 6},
        {"args": ["1"] * 16},
        {"ret": None},
    ],
)
def test_what_the_schema_excludes_is_excluded(compiler: "Compiler", change: dict[str, object]) -> None:
    compiled = compiler.schema(schema_text(draft_schema(read(SPECS["sentence"]).specs[0].ir)))
    assert not compiler.accepts(compiled, text_of(DRAFT | change))


def test_what_is_stated_is_not_generated(compiler: "Compiler") -> None:
    compiled = compiler.schema(schema_text(draft_schema(read(SPECS["untyped"]).specs[0].ir)))
    draft = {key: value for key, value in DRAFT.items() if key not in ("name", "params", "eff", "holes")}
    draft = {"think": "", "types": {"radius": "float"}} | {
        key: draft[key] for key in ("ret", "req", "ens", "rai", "args")
    }
    assert compiler.accepts(compiled, text_of(draft | {"formal": ["result >= 0"], "holes": []}))
    assert not compiler.accepts(compiled, text_of(draft | {"formal": [], "holes": []}))


def test_xgrammar_lets_control_characters_through_where_a_length_is_limited(compiler: "Compiler") -> None:
    compiled = compiler.schema('{"type":"string","maxLength":12}')
    assert compiler.accepts(compiled, '"a\tb"'), "mended upstream: `maxLength` can be allowed by the lint"
    assert not compiler.accepts(compiled, r'"a\"b"'), "mended upstream: escapes are possible now"
    assert not compiler.accepts(compiler.schema('{"type":"string"}'), '"a\tb"')


def test_xgrammar_compiles_optional_groups_of_a_regex_wrongly(compiler: "Compiler") -> None:
    optional = compiler.grammar('root ::= Regex("a(b[abc]+)?")\n')
    assert compiler.accepts(optional, "ab"), "mended upstream: `(X)?` can be written again"
    written_out = compiler.grammar('root ::= Regex("a(|b[abc]+)")\n')
    assert [compiler.accepts(written_out, text) for text in ("a", "ab", "aba", "aa")] == [True, False, True, False]


@pytest.mark.parametrize(
    ("schema", "wrong"),
    [
        ('{"type":"string","not":{"const":"a"}}', '"a"'),
        ('{"type":"integer","if":{"minimum":3},"then":{"maximum":5}}', "9"),
        ('{"type":"array","items":{"type":"integer"},"uniqueItems":true,"maxItems":3}', "[1, 1]"),
    ],
)
def test_xgrammar_ignores_what_the_lint_refuses(compiler: "Compiler", schema: str, wrong: str) -> None:
    assert compiler.accepts(compiler.schema(schema), wrong), "mended upstream: the lint can allow it"


@pytest.mark.parametrize("name", SPECS)
def test_llguidance_agrees(compiler: "Compiler", name: str) -> None:
    """Whatever XGrammar generates under a draft schema, llguidance accepts, byte for byte."""
    import llguidance

    from grammar.conftest import TOKENIZER

    schema = draft_schema(read(SPECS[name]).specs[0].ir) | {
        "x-guidance": {"item_separator": ", ", "key_separator": ": ", "whitespace_flexible": False}
    }
    tokenizer = llguidance.LLTokenizer(TOKENIZER.read_text(encoding="utf-8"), eos_token=compiler.vocabulary.end)
    grammar = llguidance.LLMatcher.grammar_from_json_schema(json.dumps(schema))
    assert not llguidance.LLMatcher.validate_grammar(grammar, tokenizer)
    compiled = compiler.schema(schema_text(draft_schema(read(SPECS[name]).specs[0].ir)))
    agreed = 0
    for seed in range(SEED, SEED + 40):
        text = random_reply(compiler, compiled, seed)
        if text is None or "\ufffd" in text or "\\u" in text or "\\/" in text:  # it writes no surrogates and no `\\/`
            continue
        matcher = llguidance.LLMatcher(tokenizer, grammar)
        tokens = tokenizer.tokenize_str(text)
        assert matcher.try_consume_tokens(tokens) == len(tokens), (text, matcher.get_error())
        assert matcher.is_accepting()
        agreed += 1
    assert agreed > 10
