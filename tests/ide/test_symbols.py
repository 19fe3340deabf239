"""The outline of a file."""

from hypothesis import given
from hypothesis import strategies as st

from fixture import read_fixture
from lift_server.ide.symbols import MAX_LABEL, Symbol, symbols

from .scenes import snapshot


def check_symbols(marked: str, expected: list[str]) -> None:
    """The symbols, clauses indented; the selections of the specs are the spans marked `name`."""
    fixture = read_fixture(marked)
    found = symbols(snapshot(fixture.text))
    assert [line for symbol in found for line in outline(symbol)] == expected
    assert [symbol.selection for symbol in found] == fixture.spans.get("name", [])


def outline(symbol: Symbol) -> list[str]:
    clauses = [f"  {child.name}: {child.detail}" for child in symbol.children]
    return [f"{symbol.name}{symbol.detail}", *clauses]


def test_specs_and_their_clauses() -> None:
    check_symbols(
        """\
        module: shapes

        spec $<name>area$</name>(radius: float) -> float
            The area of a circle.

            radius: in metres
            ensures: result >= 0

        spec $<name>nothing$</name>
            Nothing.
        """.replace("\n        ", "\n").strip(" "),
        ["area(radius: float) -> float", "  radius: in metres", "  ensures: result >= 0", "nothing"],
    )


def test_a_spec_without_a_name_goes_by_its_first_words() -> None:
    check_symbols("$<name>Reverse a string.$</name>\n", ["Reverse a string."])


def test_long_labels_are_shortened() -> None:
    [symbol] = symbols(snapshot("word " * 50))
    assert len(symbol.name) == MAX_LABEL


@given(st.text(alphabet="spec area(:)\n #x\u2028\r\t?", max_size=120))
def test_every_symbol_lies_in_its_parent_and_selects_a_part_of_itself(text: str) -> None:
    for symbol in symbols(snapshot(text)):
        for item in (symbol, *symbol.children):
            assert symbol.span.start <= item.span.start <= item.selection.start
            assert item.selection.end <= item.span.end <= symbol.span.end
            assert item.name
