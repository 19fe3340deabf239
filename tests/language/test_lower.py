"""What each line of a file means."""

from textwrap import dedent

import pytest

from fixture import read_fixture
from lift_ir import IR, Effect, Parameter, ParameterKind, Stated
from lift_ir.clauses import HoleKind
from lift_server.lower import read
from lift_server.spec_file import Spec
from lift_server.syntax.printer import print_ir


def lower_one(text: str) -> Spec:
    (spec,) = read(dedent(text)).specs
    return spec


def check_lower(text: str, canonical: str) -> IR:
    """`canonical` is the text form of the IR that `text` states."""
    spec = lower_one(text)
    assert print_ir(spec.ir) == dedent(canonical)
    return spec.ir


def check_intent(body: str, intent: str) -> None:
    assert lower_one(body).ir.intent == dedent(intent)


def test_a_bare_sentence_is_one_unnamed_spec():
    spec = lower_one("Create a function to calculate the factorial of a number\n")
    assert spec.identity == "#0"
    assert spec.ir == IR(intent="Create a function to calculate the factorial of a number")


@pytest.mark.parametrize("text", ["", "\n \n", "# only a comment\n", "module: m\n", "\ufeff"])
def test_a_file_without_words_has_no_spec(text: str):
    assert read(text).specs == ()


def test_a_block_ends_at_the_next_spec_line():
    spec_file = read("A note.\n\n  Still.\n# c\nspec f\n  one\nspec g\n\n  two\nspecs are prose\n")
    assert spec_file.note == "A note.\n\n  Still."
    assert [(spec.identity, spec.ir.intent, spec.source) for spec in spec_file.specs] == [
        ("f", "one", "spec f\n  one"),
        ("g", "  two\nspecs are prose", "spec g\n\n  two\nspecs are prose"),
    ]


def test_every_clause_of_the_language():
    ir = check_lower(
        """\
        spec async area( radius :float,/, *, n:int=3)->Iterator[ float ]
            The area.
            radius :  the distance,
                    in metres
            ensures:   result >= 0
            requires: radius >
                0
            raises : ValueError,TypeError   when radius < 0
            raises: OSError
            effects: Reads files,
                time
            uses: from  shapes.circle import pi, tau
            uses: other
            example: area(0) == 0
            example: area(-1) raises ValueError
            unspecified: area(1, n=-1)
            hole: does the caller
                ever pass zero?
        """,
        """\
        spec async area(radius: float, /, *, n: int = 3) -> Iterator[float]
            The area.

            radius: the distance, in metres
            uses: from shapes.circle import pi
            uses: from shapes.circle import tau
            uses: other
            ensures: result >= 0
            requires: radius >
                0
            raises: ValueError, TypeError when radius < 0
            raises: OSError
            effects: reads files, time
            example: area(0) == 0
            example: area(-1) raises ValueError
            unspecified: area(1, n=-1)
            hole: does the caller ever pass zero?
        """,
    )
    assert ir.effects == (Effect.READS_FILES, Effect.TIME)
    assert not any(item.informal_because for item in (*ir.examples, *ir.unspecified))
    assert ir.examples[1].raises == ("ValueError",)


def test_what_is_stated_carries_its_place():
    fixture = read_fixture(
        "spec $<name>f$</name>($<x>x: $<type>int$</type>$</x>) -> $<returns>str$</returns>\n"
        "    $<ensures>ensures: result\n      != ''$</ensures>  \n    $<effects>effects: none$</effects>\n"
        "    Sort by $<hole>?key$</hole>.\n    $<asked>hole: why$</asked>\n"
    )
    (spec,) = read(fixture.text).specs
    ir, signature = spec.ir, spec.ir.signature
    (parameter,) = signature.parameters or ()
    holes = {hole.subject: hole for hole in ir.holes}
    places = {
        "name": signature.name_origin,
        "x": parameter.origin,
        "type": parameter.type_origin,
        "returns": signature.returns_origin,
        "ensures": ir.assertions[0].origin,
        "effects": ir.effects_origin,
        "hole": holes["key"].origin,
        "asked": holes[""].origin,
    }
    for name, origin in places.items():
        assert isinstance(origin, Stated)
        assert origin.span is not None
        span = fixture.span(name)
        assert (name, spec.span_of(origin.span)) == (name, span)


def test_keywords_win_over_parameters_and_other_keys_are_prose():
    ir = check_lower(
        """\
        spec f(n, example)
            n: how many
            example: f(1) == 2
            note: this is prose
              and this
            https://example.org
        """,
        """\
        spec f(n, example)
            note: this is prose
              and this
            https://example.org

            n: how many
            example: f(1) == 2
        """,
    )
    assert [parameter.description for parameter in ir.signature.parameters or ()] == ["how many", ""]


@pytest.mark.parametrize(
    ("body", "intent"),
    [
        ("One\n  two\n\n\n\nthree  \n", "One\n  two\n\nthree"),
        ("    One\n\ttwo\n      three\n", "One\ntwo\n  three"),
        ("One\n# a comment\ntwo\n", "One\ntwo"),
        ("One\n\n# a comment\ntwo\n", "One\n\ntwo"),
        ("One\nhole: why\ntwo\n", "One\n\ntwo"),
        ("C# and issue #12\n", "C# and issue #12"),
        ("note: a\n  # comment\n  b\n", "note: a\n  b"),
        (
            "\\requires: no\n\\spec\n\\# no comment\n\\\\ one\n\\other\n",
            "requires: no\nspec\n# no comment\n\\ one\n\\other",
        ),
        ("\\note: it\n", "note: it"),
        ("call it \\?name or \\\\?name\n", "call it ?name or \\?name"),
        ("ends with\rlines\r\nof any kind\n", "ends with\nlines\nof any kind"),
        ("form\x0cfeed\u2028and more\n", "form\x0cfeed\u2028and more"),
        ("\ufeffWords.\n", "Words."),
        ("a \ud800 surrogate", "a \ufffd surrogate"),
    ],
)
def test_prose_is_kept_on_canonical_lines(body: str, intent: str):
    check_intent(body, intent)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("result\n        is sorted\n          by key", "result\nis sorted\n  by key"),
        ("\n        result\n      is", "result\nis"),
        ("one\n\n        two", "one"),
        ("one\n    two", "one"),
        ("one\n        # comment\n        two", "one\ntwo"),
        ("one\n        note: two", "one\nnote: two"),
        ("one\n        hole: two", "one"),
        ("one\n        x: two", "one"),
        ("one\n        \\hole: two\n        \\x: three\n        \\# four", "one\nhole: two\nx: three\n# four"),
        ("[\n        1]", "[\n1]"),
        ("[1,\n    2]", "[1,"),
    ],
)
def test_a_clause_continues_on_deeper_lines(value: str, text: str):
    ir = lower_one(f"spec f(x)\n    ensures: {value}\n").ir
    assert ir.assertions[0].condition.text == text


@pytest.mark.parametrize(
    ("clause", "because"),
    [
        ("ensures: result == x", None),
        ("ensures: result is None or other(x) == g(result)", None),
        ("ensures: result == approx(math.pi)  # roughly", None),
        ("ensures: isinstance(result, Thing)", None),
        ("ensures: result is sorted", "`sorted`|`is`"),
        ("ensures: result is []", "`is`"),
        ("ensures: the result is positive", "not a Python expression"),
        ("ensures: result == y", "`y`"),
        ("ensures: result", "neither a comparison"),
        ("ensures: x + 1", "neither a comparison"),
        ("ensures: await g(x)", "awaits"),
        ("ensures: x == 1, x == 2", "single"),
        ("ensures: open(x)", "`open`"),
        ("ensures: all(i > 0 for i in result)", None),
        ("requires: x > 0", None),
        ("requires: result > 0", "`result`"),
        ("raises: ValueError when x < 0", None),
        ("raises: ValueError when x is negative", "`negative`|not a Python"),
        ("example: f(1) == g(2)", None),
        ("example: f(x) == 1", "`x` has no value"),
        ("example: f(1) raises ValueError", None),
        ("example: one gives two", "not a Python"),
        ("unspecified: f(0)", None),
        ("unspecified: f(0) == 1", "not a call"),
        ("unspecified: g(0)", "not a call"),
    ],
)
def test_a_value_is_formal_when_its_names_resolve_and_it_is_a_predicate(clause: str, because: str | None):
    text = f"spec f(x)\n    uses: from things import Thing\n    {clause}\nspec g\nspec other\n"
    ir = read(text).specs[0].ir
    conditions = [item.condition for item in (*ir.assertions, *ir.raises) if item.condition]
    (reason,) = [item.informal_because for item in (*conditions, *ir.examples, *ir.unspecified)]
    assert (reason == "") if because is None else any(part in reason for part in because.split("|"))


@pytest.mark.parametrize(
    "value", ["-" * 1_500 + "1", " + ".join(["x"] * 600), "(" * 51 + "x" + ")" * 51, "x == '" + "y" * 2_000 + "'"]
)
def test_a_value_of_any_size_is_kept_and_never_parsed_beyond_the_cap(value: str):
    (assertion,) = lower_one(f"spec f(x)\n    ensures: {value}\n").ir.assertions
    assert assertion.condition.text == value
    assert not assertion.condition.is_formal


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Double.\nexample: double(2) == 4\nexample: double(0) == 0", "double"),
        ("Double.\nexample: double(2) == 4\nexample: abs(double(-1)) == 2\nexample: zero is zero", "double"),
        ("Double.\nexample: double(2) == 4\nexample: triple(1) == 3", None),
        ("Double.\nexample: len([]) == 0", None),
        ("Double.\nexample: two gives four", None),
    ],
)
def test_examples_that_all_call_one_unknown_name_state_it(text: str, name: str | None):
    spec = lower_one(text)
    assert spec.ir.signature.name == name
    assert all(example.is_formal == (name is not None and name in example.text) for example in spec.ir.examples)


def check_holes(text: str, *expected: tuple[HoleKind, str, str, bool]) -> None:
    """`expected`: kind, subject, the text that the hole arises from, whether it blocks."""
    source = dedent(text)
    spec = read(source).specs[0]
    holes = [(hole, spec.span_of(hole.span)) for hole in spec.ir.holes if hole.span]
    found = [(hole.kind, hole.subject, span.slice(source), hole.blocks) for hole, span in holes]
    assert found == list(expected)


def test_question_marks_in_a_header_are_blocking_holes():
    check_holes(
        "spec f(x: ?, y: list[?], w: Foo, z: int = ?) -> ?\n",
        (HoleKind.SIGNATURE, "x", "?", True),
        (HoleKind.SIGNATURE, "y", "list[?]", True),
        (HoleKind.SIGNATURE, "w", "Foo", True),
        (HoleKind.SIGNATURE, "z", "?", True),
        (HoleKind.SIGNATURE, "->", "?", True),
    )
    check_holes("spec f(?)\n", (HoleKind.SIGNATURE, "()", "?", True))


def test_names_behind_a_question_mark_are_holes_in_words_only():
    check_holes(
        """\
        spec f(x)
            Sort by ?key, \\?not by `?this` or "?that", but what?no, ?key again.
            note: ?unit
            x: in ?metres
            ensures: result is ?sorted
            ensures: result != " ?formal"
            hole: why ?not
        """,
        (HoleKind.INTENT, "key", "?key", False),
        (HoleKind.INTENT, "unit", "?unit", False),
        (HoleKind.INTENT, "metres", "in ?metres", False),
        (HoleKind.ASSERTION, "sorted", "?sorted", False),
        (HoleKind.INTENT, "", "hole: why ?not", False),
    )


def test_module_is_read_without_its_comment():
    spec_file = read("# c\nmodule: shapes.circle   # where\n\nspec f\n")
    assert (spec_file.module, spec_file.module_span and spec_file.module_span.start) == ("shapes.circle", 4)
    assert read("A sentence.\n\nmodule: ..shapes\n").module == "..shapes"
    assert read("A sentence.\n").module is None


def test_parameters_of_every_kind():
    ir = lower_one("spec f(a, /, b: int = (1, 2), *args: str, c='x, #?', **kw: ?) -> None\n").ir
    assert [(p.name, p.kind, p.default) for p in ir.signature.parameters or ()] == [
        ("a", ParameterKind.POSITIONAL_ONLY, None),
        ("b", ParameterKind.POSITIONAL_OR_KEYWORD, "(1, 2)"),
        ("args", ParameterKind.VAR_POSITIONAL, None),
        ("c", ParameterKind.KEYWORD_ONLY, "'x, #?'"),
        ("kw", ParameterKind.VAR_KEYWORD, None),
    ]


@pytest.mark.parametrize("default", ["1\n+ 1", "1 # one", "a, b", "", "x := 1", "yield"])
def test_a_default_that_no_header_can_hold_is_refused(default: str):
    with pytest.raises(ValueError, match=r"default|expression|stand"):
        Parameter(name="x", default=default)
