"""The two laws of the language, and what the formatter and the contract promise."""

from textwrap import dedent

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from language.irs import FILES, PROSE, irs
from lift_ir import IR
from lift_ir.formal import called_names, free_names
from lift_ir.ir import without_origins
from lift_server.lower import read
from lift_server.syntax import printer
from lift_server.syntax.formatter import format_text
from lift_server.syntax.parser import parse
from lift_server.syntax.printer import print_ir
from lift_server.syntax.tree import TokenKind

HOSTILE = st.one_of(FILES, PROSE, st.text(st.characters(), max_size=200))


@given(HOSTILE)
@example("")
@example("\ufeffspec f\r\n x:\x00\ud800\r\r\n# c")
def test_any_text_is_the_text_of_its_tokens(text: str):
    tokens = parse(text).tokens
    assert "".join(token.span.slice(text) for token in tokens) == text
    assert all(token.span.start < token.span.end for token in tokens)


@given(HOSTILE)
def test_white_space_tokens_hold_nothing_else(text: str):
    for token in parse(text).tokens:
        if token.kind in (TokenKind.SPACE, TokenKind.NEWLINE):
            assert not token.span.slice(text).strip("\ufeff" if token.span.start == 0 else None).strip()


@given(HOSTILE)
def test_any_text_is_lowered(text: str):
    for spec in read(text).specs:
        assert IR.model_validate_json(spec.ir.model_dump_json()) == spec.ir


def check_semantic_law(ir: IR) -> None:
    printed = print_ir(ir)
    (spec,) = read(printed).specs
    assert without_origins(spec.ir) == without_origins(ir), printed


@given(irs())
@settings(max_examples=150)
@example(IR())
def test_a_printed_ir_reads_as_itself(ir: IR):
    check_semantic_law(ir)


@given(irs())
def test_json_round_trip_is_exact(ir: IR):
    assert IR.model_validate_json(ir.model_dump_json()) == ir


def visible(text: str) -> str:
    return "".join(text.split())


def check_format_keeps(text: str) -> None:
    formatted = format_text(text)
    assert format_text(formatted) == formatted
    assert visible(formatted) == visible(text)
    before, after = read(text), read(formatted)
    assert [without_origins(spec.ir) for spec in after.specs] == [without_origins(spec.ir) for spec in before.specs]
    assert (after.note, after.module) == (before.note, before.module)


@given(HOSTILE)
@settings(max_examples=300)
def test_formatting_any_text_changes_white_space_only(text: str):
    check_format_keeps(text)


@given(st.lists(irs(), min_size=1, max_size=3), st.sampled_from(["\n", "\r\n", "\r"]), st.integers(0, 3))
@settings(max_examples=50)
def test_formatting_a_printed_ir_keeps_it(specs: list[IR], ending: str, extra: int):
    text = "".join(print_ir(ir).replace("\n    ", "\n" + " " * extra) for ir in specs).replace("\n", ending)
    check_format_keeps(text)


@given(FILES)
def test_a_spec_means_the_same_wherever_it_stands(text: str):
    text = f"spec f(x: ?, y: Foo) -> int\n{text}"
    before = read(text)
    above = "spec f\n\n"
    after = read(above + text)
    # Spans count from the spec's own start, so that nothing of it changes.
    assert [(spec.ir, spec.source) for spec in after.specs[1:]] == [(spec.ir, spec.source) for spec in before.specs]


FULL = dedent(
    """\
    spec async area(radius: float, /, n: ? = 3, *rest: int, key=None, **more) -> ?
        Words about ?key and \\\\?n.
        \\\\hole: no clause

        radius: the distance
        uses: from a.b import Foo
        uses: other
        requires: radius > 0
        ensures: result is
            \\\\raises: no clause
        raises: ValueError, TypeError when n < 0
        raises: OSError
        effects: time, reads files
        example: area(1.0) == 0
        example: area(-1.0) raises ValueError
        unspecified: area(0)
        hole: why?
    """
).replace("\\\\", "\\")


def test_a_full_spec_is_printed_as_it_is_written():
    (spec,) = read(FULL).specs
    assert print_ir(spec.ir) == FULL


PRINTERS = {name for name in vars(printer) if name.startswith("print_")} - {"print_ir", "print_clause"}


@pytest.mark.parametrize("name", sorted(PRINTERS))
def test_without_any_one_printer_the_law_is_broken(name: str, monkeypatch: pytest.MonkeyPatch):
    (spec,) = read(FULL).specs
    monkeypatch.setattr(printer, name, lambda *_: "")
    with pytest.raises(AssertionError):
        check_semantic_law(spec.ir)


@pytest.mark.parametrize("margin", ["", "  ", "        "])
def test_the_blanks_inside_a_string_stay_as_they_are(margin: str):
    clause = f'{margin}example: f("""a \n{margin}      b\t\n{margin} c""") == 2\n'
    formatted = format_text(f"spec f(x)\n  Words.\n{clause}{margin}More words.\n    x:  one\n")
    assert clause in formatted
    assert format_text(formatted) == formatted
    assert "More words." in read(formatted).specs[0].ir.intent


def test_a_string_over_several_lines_is_not_executed():
    (spec,) = read('spec f(x: str) -> int\n    example: f("""a\n        b""") == 2\n').specs
    assert "several lines" in spec.ir.examples[0].informal_because
    (spec,) = read('spec f(x: str) -> int\n    example: f("a"\n        "b") == 2\n').specs
    assert spec.ir.examples[0].is_formal


def test_a_parameter_of_which_only_the_name_is_known_keeps_its_place():
    (spec,) = read("spec q(a: int, ?b, c: int) -> int\n").specs
    assert print_ir(spec.ir) == "spec q(a: int, b: ?, c: int) -> int\n"
    check_semantic_law(spec.ir)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("all(x >= 0 for x in result) and x > 3", {"all", "result", "x"}),
        ("[y for x in a for y in x if y > z] == x", {"a", "x", "z"}),
        ("[x for x in x]", {"x"}),
        ("(lambda a, b=c: a + b + d)(a)", {"a", "c", "d"}),
        ("(n := 3) + n", set()),
        ("[last := i for i in v] and last", {"v"}),
        ("(lambda: (n := 3))() + n", {"n"}),
        ("any(f(1) for f in functions)", {"any", "functions"}),
    ],
)
def test_a_name_is_free_where_nothing_around_it_binds_it(text: str, names: set[str]):
    assert set(free_names(text)) == names
    assert set(called_names(text)) <= names
