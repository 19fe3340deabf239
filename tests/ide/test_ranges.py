"""Folds, growing selections and links."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fixture import read_fixture
from lift_server.ide.document_links import document_links
from lift_server.ide.folding import folding
from lift_server.ide.selection import selection
from lift_server.ide.workspace_symbols import MAX_SYMBOLS, workspace_symbols
from lift_server.lower import read
from lift_server.text import count_line_ends

from .scenes import snapshot

ANY_TEXT = st.text(alphabet="spec f(n:)\n #x?\r\t=", max_size=120)


def check_folding(marked: str) -> None:
    """The folds are the marked spans: `region` or `comment`."""
    fixture = read_fixture(marked)
    found = {(fold.kind, fold.span) for fold in folding(read(fixture.text))}
    assert found == {(kind, span) for kind, spans in fixture.spans.items() for span in spans}


def check_selection(marked: str, *expected: str) -> None:
    """What a selection at the cursor grows through, the whole file left out."""
    fixture = read_fixture(marked)
    assert fixture.cursor is not None
    found = selection(read(fixture.text), fixture.cursor)
    assert tuple(span.slice(fixture.text) for span in found[:-1]) == expected


def test_specs_long_values_prose_and_comments_fold() -> None:
    check_folding("""\
$<comment># One.
# Two.$</comment>

# Alone.

$<region>spec area(n: int)
    $<region>The area
    of something.$</region>

    $<region>ensures: result ==
        n$</region>
    example: area(1) == 1$</region>

$<comment># About the next one,
# which is short.$</comment>
spec short
""")


def test_a_sentence_does_not_fold() -> None:
    check_folding("A sentence.\n")


def test_a_selection_grows_from_the_word_to_the_spec() -> None:
    check_selection(
        "spec f(n)\n    ensures: result == ab$0s(n) + 1\n\nspec g\n",
        "abs",
        "abs(n)",
        "abs(n) + 1",
        "result == abs(n) + 1",
        "ensures: result == abs(n) + 1",
        "spec f(n)\n    ensures: result == abs(n) + 1",
    )


def test_a_selection_in_a_header_and_in_prose() -> None:
    check_selection("spec ar$0ea(n) -> int\n", "area", "spec area(n) -> int")
    check_selection(
        "spec f(n)\n    Some wo$0rds,\n    and more.\n",
        "words",
        "Some words,",
        "Some words,\n    and more.",
        "spec f(n)\n    Some words,\n    and more.",
    )


@given(ANY_TEXT, st.integers(0, 130))
def test_selections_grow_around_the_place(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    chain = selection(read(text), offset)
    for inner, outer in pairwise(chain):
        assert outer.start <= inner.start <= offset <= inner.end <= outer.end
        assert inner != outer
    assert chain[-1].slice(text) == text


@given(ANY_TEXT)
def test_folds_have_several_lines_and_do_not_cross(text: str) -> None:
    folds = folding(read(text))
    for fold in folds:
        assert count_line_ends(fold.span.slice(text)) > 0
    for one in folds:
        for other in folds:
            is_apart = one.span.end <= other.span.start or other.span.end <= one.span.start
            is_inside = one.span.start <= other.span.start and other.span.end <= one.span.end
            assert is_apart or is_inside or (other.span.start <= one.span.start and one.span.end <= other.span.end)


def test_the_module_line_leads_to_the_module() -> None:
    text = "module: shapes.circle\n\nspec f\n"
    [link] = document_links(snapshot(text, module="shapes/circle.py"))
    assert link.span.slice(text) == "shapes.circle"
    assert link.target == Path("/project/shapes/circle.py")
    assert document_links(snapshot("spec f\n")) == ()
    assert document_links(replace(snapshot(text), module=None)) == ()


def test_specs_of_the_workspace_are_found_by_their_letters() -> None:
    files = [("one", read("spec circle_area\nspec area\n")), ("two", read("spec Carrot\n\nspec other\n"))]
    assert [item.name for item in workspace_symbols(files, "ar")] == ["area", "Carrot", "circle_area"]
    assert [item.name for item in workspace_symbols(files, "")] == ["Carrot", "area", "circle_area", "other"]
    assert workspace_symbols(files, "xyz") == ()
    [found] = workspace_symbols(files, "CIAR")
    assert (found.file, found.span.slice("spec circle_area\n")) == ("one", "circle_area")


def test_no_more_symbols_than_anybody_reads() -> None:
    many = "".join(f"spec f{number}\n" for number in range(MAX_SYMBOLS + 5))
    assert len(workspace_symbols([("many", read(many))], "")) == MAX_SYMBOLS
