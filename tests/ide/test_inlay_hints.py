"""What is shown between the words of a spec, and what accepting it writes."""

import pytest

from fixture import read_fixture
from lift_ir.clauses import Hole
from lift_server.checks.report import ClauseCheck, Counterexample, Verdict
from lift_server.ide.inlay_hints import inlay_hints
from lift_server.ide.snapshot import Snapshot
from lift_server.text import Span, apply_edits

from .scenes import edited, fails, holds, inferred_signature, lifted, snapshot, standing

NO_HOLES: tuple[Hole, ...] = ()


def shown_text(scene: Snapshot) -> str:
    """The file as it looks with its hints, each in angle quotes."""
    text = scene.file.tree.text
    hints = inlay_hints(scene, Span(0, len(text)))
    for hint in reversed(hints):
        text = f"{text[: hint.offset]}«{hint.label}»{text[hint.offset :]}"
    return text


def accepted(scene: Snapshot) -> str:
    """The file once every hint that can be accepted is."""
    text = scene.file.tree.text
    edits = [edit for hint in inlay_hints(scene, Span(0, len(text))) for edit in hint.edits]
    return apply_edits(text, edits)


def check_signature(before: str, shown: str, after: str) -> None:
    """A spec of which an engine inferred `factorial(n: int) -> int` looks like `shown`, and accepted is `after`."""
    scene = snapshot(before)
    scene = lifted(scene, ir=inferred_signature(scene.file.specs[0].ir), holes=NO_HOLES)
    assert shown_text(scene) == shown
    assert accepted(scene) == after


@pytest.mark.parametrize(
    ("before", "shown", "after"),
    [
        (
            "Compute the factorial.\n",
            "«spec factorial(n: int) -> int»Compute the factorial.\n",
            "spec factorial(n: int) -> int\n    Compute the factorial.\n",
        ),
        (
            "spec factorial\n    Compute it.\n",
            "spec factorial«(n: int) -> int»\n    Compute it.\n",
            "spec factorial(n: int) -> int\n    Compute it.\n",
        ),
        (
            "spec factorial(n)\n    Compute it.\n",
            "spec factorial(n«: int») «-> int»\n    Compute it.\n",
            "spec factorial(n: int) -> int\n    Compute it.\n",
        ),
        (
            "spec factorial(n: ?) -> int\n    Compute it.\n",
            "spec factorial(n: ?«int») -> int\n    Compute it.\n",
            "spec factorial(n: int) -> int\n    Compute it.\n",
        ),
        (
            "spec factorial(n: int) -> int\n    Compute it.\n",
            "spec factorial(n: int) -> int\n    Compute it.\n",
            "spec factorial(n: int) -> int\n    Compute it.\n",
        ),
    ],
)
def test_the_inferred_parts_of_a_signature(before: str, shown: str, after: str) -> None:
    check_signature(before, shown.replace(" «-> int»", "« -> int»"), after)


DOUBLE = "spec double(n: int) -> int\n    Twice.\n\n    example: double(4) == 8\n"
MODULE = "def double(n: int) -> int:\n    return n * 3\n"


def test_a_failing_example_shows_what_the_candidate_returns() -> None:
    scene = lifted(snapshot(DOUBLE), fails("example"))
    assert shown_text(scene) == DOUBLE.replace("== 8", "== 8«returns 12»")
    assert accepted(scene) == DOUBLE.replace("== 8", "== 12")


def test_the_function_in_the_module_comes_first() -> None:
    scene = standing(lifted(snapshot(DOUBLE), holds("example")), MODULE, fails("example"))
    [hint] = inlay_hints(scene, Span(0, 200))
    assert hint.tooltip == "`double` in shapes.py: double(4) returns 12"


def test_a_holding_example_shows_nothing() -> None:
    assert shown_text(lifted(snapshot(DOUBLE), holds("example"))) == DOUBLE


def test_after_an_edit_the_value_is_shown_and_cannot_be_accepted() -> None:
    scene = edited(lifted(snapshot(DOUBLE), fails("example")), "Twice", "Twain")
    assert "«returns 12»" in shown_text(scene)
    assert accepted(scene) == scene.file.tree.text
    assert "«" not in shown_text(edited(scene, "double(4)", "double(5)"))


@pytest.mark.parametrize(
    ("actual", "after"),
    [
        ("returns 12", "double(4) == 12"),
        ("raises ValueError: no", "double(4) raises ValueError"),
        ("returns None", "double(4) is None"),
        ("did not end within 0.3 s", "double(4) == 8"),
        ("returns <object object at 0x7f>", "double(4) == 8"),
        ("returns [1, 2, …", "double(4) == 8"),
    ],
)
def test_only_what_can_be_written_can_be_accepted(actual: str, after: str) -> None:
    broken = Counterexample(call="double(4)", expected="== 8", actual=actual)
    check = ClauseCheck(kind="example", index=0, verdict=Verdict.FAILS, exercised=1, counterexample=broken)
    assert accepted(lifted(snapshot(DOUBLE), check)) == DOUBLE.replace("double(4) == 8", after)


def test_an_example_that_is_more_than_a_call_is_only_shown() -> None:
    text = DOUBLE.replace("double(4) == 8", "double(4) < 8")
    assert accepted(lifted(snapshot(text), fails("example"))) == text


def test_only_the_hints_of_the_range() -> None:
    fixture = read_fixture(f"{DOUBLE}\n$<second>{DOUBLE.replace('double', 'twice')}$</second>")
    scene = snapshot(fixture.text)
    for ordinal in (0, 1):
        scene = lifted(scene, fails("example"), ordinal=ordinal)
    assert len(inlay_hints(scene, Span(0, len(fixture.text)))) == 2
    [hint] = inlay_hints(scene, fixture.span("second"))
    assert fixture.span("second").contains(hint.offset)
