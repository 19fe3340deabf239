"""What is offered at a place, when, and what it does to the file."""

import pytest

from fixture import read_fixture
from lift_ir import Inferred
from lift_ir.clauses import Choice, HoleKind
from lift_server.diagnostics import Severity
from lift_server.ide.code_actions import Action, code_actions
from lift_server.ide.diagnostics import diagnostics
from lift_server.ide.insertion_offers import insertion_offer
from lift_server.ide.snapshot import Snapshot
from lift_server.lower import read
from lift_server.text import Span, apply_edits

from .scenes import asking, edited, fails, holds, inferred_signature, known, lifted, snapshot, standing

DOUBLE = """\
spec double(n: int) -> int
    Twice the number.

    example: double(4) == 8
"""
MODULE = "def double(n: int) -> int:\n    return n + n\n"
SENTENCE = "Create a function to calculate the factorial of a number\n"


def offered(shown: Snapshot, start: int = 0, end: int | None = None) -> list[Action]:
    return list(code_actions(shown, Span(start, start if end is None else end)))


def check_code_actions(shown: Snapshot, expected: list[str], *, preferred: bool = False) -> list[Action]:
    """These titles are offered on the first line; the first one is preferred or not."""
    found = offered(shown)
    assert [action.title for action in found] == expected
    assert [action.preferred for action in found[:1]] == [preferred] * bool(expected)
    return found


def check_fix(before: str, title: str, after: str) -> None:
    """At the cursor of `before` there is a fix whose title begins so, which makes it `after`."""
    fixture = read_fixture(before)
    assert fixture.cursor is not None
    [fix] = [item for item in offered(snapshot(fixture.text), fixture.cursor) if item.title.startswith(title)]
    assert apply_edits(fixture.text, list(fix.edits)) == after


def test_nothing_is_offered_before_lifting() -> None:
    check_code_actions(known(snapshot(DOUBLE)), [])


def test_a_checked_function_is_offered() -> None:
    shown = known(lifted(snapshot(DOUBLE), holds("example")))
    [action] = check_code_actions(shown, ["Insert `double` into shapes.py"], preferred=True)
    assert "LIFT105" in action.codes
    assert action.insertions == (insertion_offer(shown, shown.file.specs[0]),)


def test_it_is_offered_everywhere_in_the_block_and_nowhere_else() -> None:
    shown = known(lifted(snapshot(f"{DOUBLE}\nspec other(n: int) -> int\n    Other.\n"), holds("example")))
    text = shown.file.tree.text
    assert len(offered(shown, text.index("Twice"))) == 1
    assert len(offered(shown, 0, len(text))) == 1
    assert offered(shown, text.index("Other.")) == []


def test_open_questions_are_counted_and_take_the_preference() -> None:
    shown = known(lifted(snapshot(f"{DOUBLE}    hole: how large?\n    hole: how small?\n"), holds("example")))
    check_code_actions(shown, ["Insert `double` into shapes.py (2 open questions)"])


def test_a_suggestion_is_offered_as_one() -> None:
    shown = known(lifted(snapshot(DOUBLE), holds("example"), stance="suggest"))
    check_code_actions(shown, ["Insert `double` into shapes.py (suggestion)"])


def test_a_blocking_question_blocks() -> None:
    shown = known(lifted(snapshot("spec double(n) -> int\n    Twice the number.\n")))
    check_code_actions(shown, [])


def test_what_does_not_hold_is_not_offered() -> None:
    check_code_actions(known(lifted(snapshot(DOUBLE), fails("example"))), [])


def test_an_outdated_result_is_not_offered() -> None:
    check_code_actions(edited(known(lifted(snapshot(DOUBLE), holds("example"))), "Twice", "Two times"), [])


def test_without_a_module_nothing_is_inserted() -> None:
    check_code_actions(known(lifted(snapshot(DOUBLE, module=None), holds("example"))), [])


def test_nothing_is_offered_for_a_module_that_cannot_be_read() -> None:
    shown = standing(lifted(snapshot(DOUBLE), holds("example")), "", reason="the module has a syntax error in line 3")
    check_code_actions(shown, [])


def test_a_function_that_is_the_one_needs_no_update() -> None:
    check_code_actions(standing(lifted(snapshot(DOUBLE), holds("example")), MODULE, is_ours=True), [])


def test_lifts_own_function_is_updated() -> None:
    shown = standing(lifted(snapshot(DOUBLE), holds("example")), MODULE, is_ours=True, drifted=True)
    check_code_actions(shown, ["Update `double` in shapes.py"], preferred=True)


def test_the_authors_function_is_never_replaced_by_preference() -> None:
    shown = standing(lifted(snapshot(DOUBLE), holds("example")), MODULE, drifted=True)
    check_code_actions(shown, ["Update `double` in shapes.py (replaces your own version)"])


@pytest.mark.parametrize(
    ("old", "new"), [("Twice", "Two times"), ("example: double(4) == 8", "example: double(5) == 10")]
)
def test_an_offer_changes_with_the_spec(old: str, new: str) -> None:
    before = known(lifted(snapshot(DOUBLE), holds("example")))
    after = known(lifted(snapshot(DOUBLE.replace(old, new)), holds("example")))
    one, other = (insertion_offer(shown, shown.file.specs[0]) for shown in (before, after))
    assert one is not None
    assert other is not None
    assert one.offered_for != other.offered_for


def test_an_offer_changes_with_the_candidate_and_with_the_function_that_stands() -> None:
    base = lifted(snapshot(DOUBLE), holds("example"))
    scenes = [
        known(base),
        known(lifted(snapshot(DOUBLE), holds("example"), body="    return 2 * n\n")),
        standing(base, MODULE, drifted=True),
        standing(base, MODULE.replace("n + n", "n * 3"), drifted=True),
    ]
    offers = [insertion_offer(shown, shown.file.specs[0]) for shown in scenes]
    assert len({offer.offered_for for offer in offers if offer is not None}) == len(scenes)


def test_an_inferred_signature_is_accepted_as_the_header_it_is() -> None:
    shown = snapshot(f"# A note.\n{SENTENCE}")
    shown = known(lifted(shown, ir=inferred_signature(shown.file.specs[0].ir), holes=()))
    spec = shown.file.specs[0]
    [insert, accept] = offered(shown, spec.block.span.end - 3)
    assert insert.title == "Insert `factorial` into shapes.py"
    assert accept.title == "Accept inferred signature: spec factorial(n: int) -> int"
    accepted = apply_edits(shown.file.tree.text, list(accept.edits))
    assert accepted == f"# A note.\nspec factorial(n: int) -> int\n    {SENTENCE}"


def test_a_stated_signature_is_not_offered_for_acceptance() -> None:
    shown = known(lifted(snapshot(DOUBLE), holds("example")))
    assert not [action for action in offered(shown) if action.title.startswith("Accept")]


def test_a_finding_with_a_fix_offers_it() -> None:
    check_fix(
        "spec f(n: int) -> int\n    Twice.\n\n    Requ$0ires: n > 0\n",
        "Write `requires:`",
        "spec f(n: int) -> int\n    Twice.\n\n    requires: n > 0\n",
    )


ZERO = Choice(title="returns 0", clause="example: double(0) == 0")
RAISES = Choice(title="raises ValueError whenever n == 0", clause="raises: ValueError when n == 0")
TYPED = Choice(title="I'll type it")


def check_answer(before: str, title: str, after: str, *choices: Choice, typed: str = "") -> None:
    """While the question of `before` is open, the answer with this title makes the file `after`."""
    shown = known(asking(snapshot(before), *choices))
    [action] = [item for item in offered(shown, before.index("double")) if item.title == f"`double(0)`: {title}"]
    assert apply_edits(before, list(action.edits)) == after
    assert (action.codes, action.typed, action.preferred) == ({"LIFT110"}, typed, False)
    assert action.edits[-1].text.endswith(typed)


def test_each_answer_is_one_action_and_the_function_is_offered_below() -> None:
    check_code_actions(
        known(asking(snapshot(DOUBLE), ZERO, RAISES, TYPED)),
        [
            "`double(0)`: returns 0",
            "`double(0)`: raises ValueError whenever n == 0",
            "`double(0)`: I'll type it",
            "Insert `double` into shapes.py (1 open question)",
        ],
    )


def test_answers_are_offered_where_the_question_stands() -> None:
    shown = asking(snapshot(DOUBLE), ZERO)
    assert [item.title for item in offered(shown, 4)] == ["`double(0)`: returns 0"]
    assert offered(shown, DOUBLE.index("Twice")) == []


def test_a_hint_is_answered_like_a_question() -> None:
    [action] = offered(asking(snapshot(DOUBLE), ZERO, is_hint=True))
    assert action.codes == {"LIFT111"}


def test_what_an_engine_wonders_can_be_answered_and_takes_no_preference() -> None:
    wonders = {
        "kind": HoleKind.INTENT,
        "question": "Twice of what?",
        "subject": "",
        "evidence": None,
        "span": {"start": DOUBLE.index("Twice"), "end": DOUBLE.index("Twice") + 5},
        "origin": Inferred(engine="remote"),
        "is_hint": True,
    }
    answer = Choice(title="requires: n > 0", clause="requires: n > 0")
    shown = known(asking(snapshot(DOUBLE), answer, TYPED, **wonders))
    found = offered(shown, DOUBLE.index("Twice"))
    assert [item.title for item in found] == ["Twice of what? requires: n > 0", "Insert `double` into shapes.py"]
    assert apply_edits(DOUBLE, list(found[0].edits)).endswith("    requires: n > 0\n")
    assert found[0].codes == {"LIFT101"}
    [hint] = [item for item in diagnostics(shown) if item.code == "LIFT101"]
    assert hint.severity is Severity.HINT


def test_an_answer_is_a_clause_below_the_others() -> None:
    after = f"{DOUBLE}    example: double(0) == 0\n"
    check_answer(DOUBLE, "returns 0", after, ZERO, RAISES)


def test_the_first_answer_pins_an_unnamed_spec() -> None:
    before = "It should double a number.\n"
    after = "spec double(n: int) -> int\n    It should double a number.\n\n    raises: ValueError when n == 0\n"
    check_answer(before, RAISES.title, after, ZERO, RAISES)


@pytest.mark.parametrize(
    ("choices", "example", "typed"),
    [
        ((RAISES, ZERO), "double(0) == 0", "0"),
        ((Choice(title="", clause="example: double(0) == approx(0.33)"),), "double(0) == approx(0.33)", "approx(0.33)"),
        ((Choice(title="", clause="example: list(double(0)) == [1]"),), "list(double(0)) == [1]", "[1]"),
        ((RAISES,), "double(0) == None", "None"),
    ],
)
def test_a_typed_answer_begins_with_the_usual_value(choices: tuple[Choice, ...], example: str, typed: str) -> None:
    after = f"{DOUBLE}    example: {example}\n"
    check_answer(DOUBLE, "I'll type it", after, *choices, TYPED, typed=typed)
    assert not read(after).diagnostics


def test_an_outdated_question_is_not_answered() -> None:
    assert offered(edited(asking(snapshot(DOUBLE), ZERO), "Twice", "Two times")) == []
