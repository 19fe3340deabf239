"""Formal text for informal clauses: where it is offered, and what accepting it does to the file."""

import pytest

from fixture import read_fixture
from lift_server.ide.code_actions import code_actions
from lift_server.ide.hover import hover
from lift_server.ide.snapshot import Snapshot
from lift_server.lifted import Proposal
from lift_server.listing import lifted_lines
from lift_server.text import Span, apply_edits

from .scenes import edited, inferred_signature, lifted, snapshot

SPEC = """\
spec double(n: int) -> int
    Twice the number.

    requires: n is not negative
    ensures: result is
        $0sorted
    raises: ValueError, KeyError when n is odd
    ensures: it is nice
"""
PROPOSALS = (
    Proposal(kind="requires", informal="n is not negative", formal="n >= 0", exercised=4, held=4),
    Proposal(kind="ensures", informal="result is\nsorted", formal="result == sorted(result)", exercised=3, held=3),
    Proposal(kind="raises", informal="n is odd", formal="n % 2 == 1", exercised=2, held=2),
)


def scene(marked: str = SPEC) -> tuple[Snapshot, int]:
    fixture = read_fixture(marked)
    assert fixture.cursor is not None
    return lifted(snapshot(fixture.text), proposals=PROPOSALS), fixture.cursor


def offers(shown: Snapshot, offset: int) -> dict[str, str]:
    """The titles that begin so at the place, with the text that accepting each gives."""
    text = shown.file.tree.text
    found = [item for item in code_actions(shown, Span(offset, offset)) if item.title.startswith("Write it as")]
    return {item.title: apply_edits(text, list(item.edits)) for item in found}


def check_accepted(before: str, title: str, after: str) -> None:
    """At the cursor nothing but this is offered, and it makes the text `after`."""
    shown, cursor = scene(before)
    assert offers(shown, cursor) == {title: after}


@pytest.mark.parametrize(
    ("at", "title", "old", "new"),
    [
        ("n is not", "requires: n >= 0", "n is not negative", "n >= 0"),
        ("sorted", "ensures: result == sorted(result)", "result is\n        sorted", "result == sorted(result)"),
        ("n is odd", "raises: ValueError, KeyError when n % 2 == 1", "n is odd", "n % 2 == 1"),
    ],
)
def test_a_clause_is_written_in_place(at: str, title: str, old: str, new: str) -> None:
    text = SPEC.replace("$0", "")
    check_accepted(text.replace(at, f"$0{at}"), f"Write it as `{title}`", text.replace(old, new))


def test_it_is_offered_wherever_the_spec_stands_in_the_file() -> None:
    above = "# A note.\n\n"
    shown, cursor = scene(above + SPEC)
    assert list(offers(shown, cursor)) == ["Write it as `ensures: result == sorted(result)`"]


def test_accepting_it_names_an_unnamed_spec() -> None:
    fixture = read_fixture("Twice the number.\n\nrequires: n is not\n    $0negative\nensures: it is nice\n")
    assert fixture.cursor is not None
    bare = snapshot(fixture.text)
    proposal = Proposal(kind="requires", informal="n is not\nnegative", formal="n >= 0", exercised=4, held=4)
    inferred = inferred_signature(bare.file.specs[0].ir, "double")
    [text] = offers(lifted(bare, ir=inferred, proposals=(proposal,)), fixture.cursor).values()
    header, body = (
        "spec double(n: int) -> int",
        "    Twice the number.\n\n    requires: n >= 0\n    ensures: it is nice",
    )
    assert text == f"{header}\n{body}\n"


def test_nothing_is_offered_where_nothing_is_proposed_or_the_spec_has_changed() -> None:
    shown, cursor = scene()
    assert offers(shown, shown.file.tree.text.index("it is nice")) == {}
    assert offers(edited(shown, "Twice", "Two times"), cursor) == {}


def test_the_hover_says_on_how_many_calls_it_held() -> None:
    shown, _ = scene()
    found = hover(shown, 0)
    assert found is not None
    assert "`requires: n is not negative` could be written `requires: n >= 0`: held on 4 of 4 calls" in found.markdown
    assert found.markdown.count("could be written") == len(PROPOSALS)


def test_the_listing_shows_it_below_its_clause() -> None:
    shown, _ = scene()
    result = shown.result(shown.file.specs[0]).lifted
    assert result is not None
    lines = [line.text for line in lifted_lines(result)]
    [at] = [at for at, line in enumerate(lines) if line.strip() == "could be written: requires: n >= 0"]
    assert "requires: n is not negative" in lines[at - 1]
