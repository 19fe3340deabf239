"""Draft to IR is total: whatever fits the schema becomes an IR, and what does not hold is dropped with a reason."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grammar.schemas import values_of
from language.irs import irs
from lift_ir import IR
from lift_ir.clauses import Hole, HoleKind
from lift_ir.draft import Draft, Drafted, DraftProblem, draft_schema, parse_draft, read_draft
from lift_ir.draft.lint import lint_schema
from lift_ir.effects import Effect
from lift_ir.ir import Provenance, without_origins
from lift_ir.origin import Inferred
from lift_server.formality import with_formality
from lift_server.lower import read
from lift_server.stated_holes import asked_hole
from lift_server.syntax.printer import print_ir
from lift_server.syntax.words import KEYWORDS

REMOTE = Provenance(engine="remote", model="m")
INFERRED = Inferred(engine="remote", model="m")
EMPTY = {"think": "", "req": [], "ens": [], "rai": [], "args": [], "holes": []}

MEAN = "spec mean(samples)\n    The mean of the\n    samples, rounded well.\n    ensures: near the middle\n"


def check_draft(source: str, **parts: object) -> Drafted:
    stated = read(source).specs[0].ir
    draft = parse_draft(json.dumps(EMPTY | parts))
    assert isinstance(draft, Draft), draft
    return read_draft(draft, stated, source, REMOTE)


def because(drafted: Drafted) -> dict[str, str]:
    return {item.place: item.because for item in drafted.dropped}


@given(irs(), st.data())
def test_any_draft_under_the_schema_becomes_an_ir_that_keeps_what_is_stated(stated: IR, data: st.DataObject) -> None:
    schema = draft_schema(stated)
    assert lint_schema(schema) == ()
    draft = parse_draft(json.dumps(data.draw(values_of(schema))))
    assert isinstance(draft, Draft), draft
    drafted = read_draft(draft, stated, stated.intent, REMOTE)
    assert IR.model_validate_json(drafted.ir.model_dump_json()) == drafted.ir
    assert drafted.ir.intent == stated.intent
    for name in ("uses", "examples", "unspecified"):
        assert getattr(drafted.ir, name) == getattr(stated, name)
    for name in ("assertions", "raises", "holes"):
        kept = getattr(stated, name)
        assert getattr(drafted.ir, name)[: len(kept)] == kept
        assert all(item.origin == INFERRED for item in getattr(drafted.ir, name)[len(kept) :])
    for parameter in stated.signature.parameters or ():
        found = next(item for item in drafted.ir.signature.parameters or () if item.name == parameter.name)
        assert found == parameter or (parameter.type is None and found.type_origin == INFERRED)
    check_can_be_stated(drafted.ir, len(stated.holes))


def check_can_be_stated(ir: IR, stated_holes: int) -> None:
    """What was drafted reads the same once the author has accepted it as clauses; only a question loses its answers."""
    asked = (asked_hole(hole.question) for hole in ir.holes[stated_holes:])
    ir = with_formality(ir.model_copy(update={"holes": (*ir.holes[:stated_holes], *asked)}))
    (spec,) = read(print_ir(ir)).specs
    assert without_origins(_without_signature_holes(spec.ir)) == without_origins(_without_signature_holes(ir))


def _without_signature_holes(ir: IR) -> IR:
    """Types that are asked for may have been drafted."""
    return ir.model_copy(update={"holes": tuple(hole for hole in ir.holes if hole.kind is not HoleKind.SIGNATURE)})


@given(
    st.text()
    | st.recursive(st.none() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)).map(
        json.dumps
    )
)
def test_any_text_is_a_draft_or_a_reason(text: str) -> None:
    found = parse_draft(text)
    assert isinstance(found, Draft) or found.reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"think": "x"', "it is not JSON: Expecting ',' delimiter at character 13"),
        ("[" * 100_000, "it is not JSON that can be read"),
        ('{"think": 1' + "0" * 5_000 + "}", "it is not JSON that can be read"),
        ("[" * 600 + "]" * 600, "it is not JSON that can be read"),
        ('{"a\\nb": 1}', "it does not fit the schema at /a b: "),
        ('{"holes": 3}', "it does not fit the schema at /holes: "),
        (json.dumps({"args": ["1"] * 16}), "it does not fit the schema at /args: "),
        ('{"eff": ["flies"]}', "it does not fit the schema at /eff/0: "),
        ('{"x": 1}', "it does not fit the schema at /x: "),
        ("3", "it does not fit the schema at /: "),
    ],
)
def test_what_is_no_draft_is_refused_with_the_place(text: str, reason: str) -> None:
    found = parse_draft(text)
    assert isinstance(found, DraftProblem)
    assert found.reason.startswith(reason)


def test_what_no_file_can_hold_is_replaced() -> None:
    draft = parse_draft('{"think": "a\\ud800b\\u0000", "types": {"\\udfff": "int"}}')
    assert isinstance(draft, Draft)
    assert (draft.think, draft.types) == ("a\ufffdb\ufffd", {"\ufffd": "int"})


@pytest.mark.parametrize("key", sorted(KEYWORDS))
def test_a_parameter_that_is_called_like_a_clause_has_no_description(key: str) -> None:
    drafted = check_draft("Add.\n", name="f", params=[{"n": key, "t": "int", "d": "a number"}])
    (parameter,) = drafted.ir.signature.parameters or ()
    assert (parameter.name, parameter.description) == (key, "")
    assert because(drafted) == {"params/0/d": f"`{key}:` begins a clause"}


def test_inputs_keep_their_strings() -> None:
    drafted = check_draft("spec f(x: str, y: int) -> str\n    Join.\n", args=[" 'a  b\\tc',\n  1 "])
    assert drafted.inputs == ("f('a  b\\tc',   1)",)


def test_a_quote_may_begin_and_end_with_punctuation() -> None:
    source = "spec f(x: int) -> int\n    Twice `x`(rounded up).\n"
    drafted = check_draft(source, holes=[{"w": "(rounded up).", "q": "how?", "a": []}])
    assert [quoted(source, item) for item in drafted.ir.holes] == ["(rounded up)."]


def test_what_is_formal_once_the_signature_is_known_needs_no_formal_text() -> None:
    source = "The total of the numbers.\nensures: result >= xs[0]\nensures: never small\n"
    drafted = check_draft(
        source,
        name="total",
        params=[{"n": "xs", "t": "list[int]", "d": ""}],
        formal=["result > xs[0]", "result > 9"],
    )
    assert [(item.at, item.text) for item in drafted.formalizations] == [(1, "result > 9")]


def test_what_is_missing_of_a_signature_is_inferred() -> None:
    drafted = check_draft(
        "Add the numbers.\n", name="total", params=[{"n": "xs", "t": "list[int]", "d": "the  numbers"}], ret="int"
    )
    signature = drafted.ir.signature
    assert (signature.name, signature.name_origin) == ("total", INFERRED)
    (parameter,) = signature.parameters or ()
    assert (parameter.name, str(parameter.type), parameter.description) == ("xs", "list[int]", "the numbers")
    assert (str(signature.returns), signature.returns_origin) == ("int", INFERRED)
    assert signature.is_complete
    assert not drafted.dropped


def test_what_is_stated_of_a_signature_stays() -> None:
    drafted = check_draft(
        "spec f(x: int, y) -> int\n    Sum.\n", name="g", params=[], types={"x": "str", "y": "float"}, ret="str"
    )
    assert [str(item.type) for item in drafted.ir.signature.parameters or ()] == ["int", "float"]
    assert (drafted.ir.signature.name, str(drafted.ir.signature.returns)) == ("f", "int")
    assert because(drafted) == {
        "name": "the author states the name",
        "params": "the author states the parameters",
        "types/x": "no parameter of this name is without a type",
        "ret": "the author states the result's type",
    }


def test_parts_of_a_signature_that_do_not_hold_are_dropped() -> None:
    parameters = [
        {"n": "class", "t": "int", "d": ""},
        {"n": "result", "t": "int", "d": ""},
        {"n": "a", "t": "Banana", "d": ""},
        {"n": "a", "t": "int", "d": ""},
        {"n": "b", "t": "list[", "d": "of ?what"},
    ]
    drafted = check_draft("Add.\n", name="sum", params=parameters, ret="int or str")
    assert [(item.name, item.type, item.description) for item in drafted.ir.signature.parameters or ()] == [
        ("a", None, ""),
        ("b", None, ""),
    ]
    assert because(drafted) == {
        "name": "a function of this name would hide a builtin",
        "params/0": "'class' cannot be the name of a Python function or parameter",
        "params/1": "`result` is the result",
        "params/2/t": "`Banana` is not a type that Lift knows",
        "params/3": "two parameters of one name",
        "params/4/d": "it asks something",
        "params/4/t": "it is not a Python expression",
        "ret": "`int or str` is not a type",
    }


def test_clauses_are_formal_and_about_the_call() -> None:
    drafted = check_draft(
        MEAN,
        req=["len(samples) > 0", "samples are sorted", "1 < 2", "len(samples) > 0", " "],
        ens=["result <= max(samples)", "len(samples) > 0", "result is samples"],
        rai=[{"e": "ValueError", "w": "len(samples) == 0"}, {"e": "Boom", "w": "len(samples) == 0"}],
        ret="float",
        types={"samples": "list[float]"},
    )
    assert [item.condition.text for item in drafted.ir.preconditions] == ["len(samples) > 0"]
    assert [item.condition.text for item in drafted.ir.postconditions] == ["near the middle", "result <= max(samples)"]
    assert [item.exceptions for item in drafted.ir.raises] == [("ValueError",)]
    assert because(drafted) == {
        "req/1": "it is not a Python expression",
        "req/2": "it says nothing about the call",
        "req/4": "it is empty",
        "ens/1": "it says nothing about the call",
        "ens/2": "`is` compares only with None, True or False here; write `==` for equality",
        "rai/1": "it is not an exception that Lift knows",
    }


def test_effects_are_inferred_only_when_none_are_stated() -> None:
    drafted = check_draft("spec f(x: int) -> int\n    Sum.\n", eff=["time", "time"])
    assert (drafted.ir.effects, drafted.ir.effects_origin) == ((Effect.TIME,), INFERRED)
    drafted = check_draft("spec f(x: int) -> int\n    Sum.\n    effects: none\n", eff=["time"])
    assert drafted.ir.effects == ()
    assert because(drafted) == {"eff": "the author states the effects"}


def test_inputs_are_calls_that_fit_the_parameters() -> None:
    drafted = check_draft(
        "spec f(x: int, *, y: int = 1) -> int\n    Sum.\n",
        args=["1", "2, y=3", "1, 2", "", "x", "1) + f(2", "*[1]", "1", "1, y=2, y=3", "open('a')"],
    )
    assert drafted.inputs == ("f(1)", "f(2, y=3)", "f(*[1])")
    assert because(drafted) == {
        "args/2": "it does not fit the parameters: too many positional arguments",
        "args/3": "it does not fit the parameters: missing a required argument: 'x'",
        "args/4": "`x` is not a parameter, `result`, a spec, a builtin or an allowed module",
        "args/5": "it is not a list of arguments",
        "args/8": "it names a parameter twice",
        "args/9": "`open` is not a parameter, `result`, a spec, a builtin or an allowed module",
    }


def test_informal_assertions_get_a_formal_text() -> None:
    drafted = check_draft(MEAN, formal=["min(samples) <= result", "result"])
    assert [(item.at, item.text) for item in drafted.formalizations] == [(0, "min(samples) <= result")]
    assert drafted.ir.assertions == read(MEAN).specs[0].ir.assertions
    assert because(drafted) == {"formal/1": "there are fewer informal assertions"}


def hole(words: str, question: str, *answers: str) -> dict[str, object]:
    return {"w": words, "q": question, "a": answers}


def test_holes_quote_the_spec() -> None:
    drafted = check_draft(
        MEAN,
        holes=[
            hole("Mean of the samples", "arithmetic?", "ensures: result >= 0", "yes", "requires: len(samples) > 0\nx"),
            hole("rounded", "to how many digits?"),
            hole("the median", "is it?"),
            hole("...", "what?"),
            hole("well", "to how many digits?"),
        ],
    )
    first, second = drafted.ir.holes
    assert (first.question, [choice.clause for choice in first.choices]) == (
        "arithmetic?",
        ["ensures: result >= 0", "requires: len(samples) > 0 x", ""],
    )
    assert [quoted(MEAN, item) for item in (first, second)] == ["mean of the\n    samples", "rounded"]
    assert because(drafted) == {
        "holes/0/a/1": "an answer is one clause, such as `requires: n >= 0`",
        "holes/2": "it quotes nothing of the spec: 'the median'",
        "holes/3": "it quotes nothing of the spec: '...'",
        "holes/4": "it asks nothing new",
    }


def quoted(source: str, item: Hole) -> str:
    assert item.span is not None
    return source[item.span.start : item.span.end]
