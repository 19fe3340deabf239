"""Clauses that one click writes, and the fix of everything that is settled."""

from dataclasses import replace

import pytest

from fixture import read_fixture
from lift_ir import Assertion, Condition, Effect, Inferred, Raises
from lift_server.checks.report import Report
from lift_server.ide.code_actions import FIX_ALL, REWRITE, Action, code_actions, fix_all
from lift_server.ide.insertion_offers import why_nothing_to_insert
from lift_server.ide.snapshot import Snapshot
from lift_server.text import Span, apply_edits

from .scenes import edited, fails, holds, inferred_signature, known, lifted, snapshot, standing

DOUBLE = "spec double(n: int) -> int\n    Twice.\n\n    example: double(4) == 8\n"
MODEL = Inferred(engine="remote", model="a-model")


def offered(scene: Snapshot, at: int = 0) -> dict[str, Action]:
    """The rewrites offered at the place, by title."""
    return {item.title: item for item in code_actions(scene, Span(at, at)) if item.kind == REWRITE}


def check_offers(scene: Snapshot, expected: dict[str, str], at: int = 0) -> None:
    """These rewrites are offered, and each makes the text so."""
    text = scene.file.tree.text
    found = {title: apply_edits(text, list(item.edits)) for title, item in offered(scene, at).items()}
    assert found == expected


def inferring(text: str, *engines: str) -> Snapshot:
    """The scene once engines have inferred clauses; the first of them gave both."""
    scene = snapshot(text)
    origin = Inferred(engine=engines[0])
    ensures = Assertion(kind="postcondition", condition=Condition(text="result >= n"), origin=origin)
    raises = Raises(exceptions=("ValueError",), origin=origin)
    ir = scene.file.specs[0].ir
    return lifted(scene, ir=ir.model_copy(update={"assertions": (ensures,), "raises": (raises,)}), holes=())


def test_each_inferred_clause_and_all_of_them() -> None:
    check_offers(
        inferring(DOUBLE, "remote"),
        {
            "Accept all 2 inferred clauses": f"{DOUBLE}    ensures: result >= n\n    raises: ValueError\n",
            "Accept inferred `ensures: result >= n`": f"{DOUBLE}    ensures: result >= n\n",
            "Accept inferred `raises: ValueError`": f"{DOUBLE}    raises: ValueError\n",
        },
    )


@pytest.mark.parametrize(("engine", "by_model"), [("remote", True), ("embedded", False)])
def test_what_a_model_inferred_says_so(engine: str, by_model: bool) -> None:
    assert {item.by_model for item in offered(inferring(DOUBLE, engine)).values()} == {by_model}


def test_inferred_effects() -> None:
    scene = snapshot("spec now() -> str\n    The time.\n")
    ir = scene.file.specs[0].ir.model_copy(update={"effects": (Effect.TIME,), "effects_origin": MODEL})
    check_offers(
        lifted(scene, ir=ir, holes=()),
        {"Accept inferred `effects: time`": "spec now() -> str\n    The time.\n\n    effects: time\n"},
    )


def test_only_on_the_head_of_the_spec() -> None:
    assert offered(inferring(DOUBLE, "remote"), DOUBLE.index("Twice")) == {}


def test_not_while_the_result_is_outdated() -> None:
    assert offered(edited(inferring(DOUBLE, "remote"), "Twice", "Twain")) == {}


RUNS = (
    ("double(4)", "returns 8"),
    ("double(1000)", "returns 2000"),
    ("double(0)", "returns 0"),
    ("double(-1)", "raises ValueError: no"),
    ("double(7)", "did not end within 0.3 s"),
    ("double(100)", "returns 200"),
)


def ran(text: str = DOUBLE, verdict: str = "holds") -> Snapshot:
    scene = lifted(snapshot(text))
    found = scene.results[scene.file.specs[0].identity].lifted
    assert found is not None
    check = holds("example") if verdict == "holds" else fails("example")
    best = found.candidates[0].model_copy(update={"report": Report(clauses=(check,), runs=RUNS)})
    return lifted(snapshot(text), candidates=(best,), holes=())


@pytest.mark.parametrize("at", [0, DOUBLE.index("example")])
def test_runs_that_no_example_makes_the_simplest_first(at: int) -> None:
    check_offers(
        ran(),
        {
            "Add `example: double(0) == 0` from a run": f"{DOUBLE}    example: double(0) == 0\n",
            "Add `example: double(-1) raises ValueError` from a run": f"{DOUBLE}"
            "    example: double(-1) raises ValueError\n",
            "Add `example: double(100) == 200` from a run": f"{DOUBLE}    example: double(100) == 200\n",
        },
        at,
    )


def test_a_run_of_a_candidate_that_fails_is_no_example() -> None:
    assert offered(ran(verdict="fails")) == {}


def test_an_example_pins_an_unnamed_spec() -> None:
    scene = snapshot("Double the number.\n")
    ir = inferred_signature(scene.file.specs[0].ir, "double")
    scene = lifted(scene, ir=ir, holes=())
    found = scene.results["#0"].lifted
    assert found is not None
    best = found.candidates[0].model_copy(update={"report": Report(runs=RUNS[2:3])})
    scene = lifted(snapshot("Double the number.\n"), ir=ir, holes=(), candidates=(best,))
    after = "spec double(n: int) -> int\n    Double the number.\n\n    example: double(0) == 0\n"
    check_offers(scene, {"Add `example: double(0) == 0` from a run": after})


@pytest.mark.parametrize(
    ("marked", "title", "after"),
    [
        ("spec f(n: int) -> int\n    To ?pla$0ces.\n", "Settled: write `places`", "    To places.\n"),
        (
            "spec f(n: int) -> int\n    F.\n\n    hole: ho$0w?\n    example: f(1) == 1\n",
            "Settled: remove this question",
            "    F.\n\n    example: f(1) == 1\n",
        ),
        (
            "spec f(n: int) -> int\r\n    F.\r\n    hole: ho$0w\r\n      large?\r\n",
            "Settled: remove this question",
            "    F.\r\n",
        ),
    ],
)
def test_a_stated_question_is_settled_at_one_click(marked: str, title: str, after: str) -> None:
    fixture = read_fixture(marked)
    assert fixture.cursor is not None
    scene = snapshot(fixture.text)
    [item] = offered(scene, fixture.cursor).values()
    assert item.title == title
    assert apply_edits(fixture.text, list(item.edits)).partition("\n")[2] == after


@pytest.mark.parametrize(
    ("scene", "why"),
    [
        (snapshot(DOUBLE), "was not lifted yet"),
        (edited(known(lifted(snapshot(DOUBLE), holds("example"))), "Twice", "Twain"), "has changed"),
        (known(lifted(snapshot(DOUBLE, module=None), holds("example"))), "has no module"),
        (known(lifted(snapshot(DOUBLE), fails("example"))), "no candidate holds"),
        (known(lifted(snapshot("spec double(n) -> int\n    Twice.\n"))), "must be answered first"),
        (replace(known(lifted(snapshot(DOUBLE), holds("example"))), claimed={"double": ("b.lift",)}), "another file"),
        (standing(lifted(snapshot(DOUBLE), holds("example")), "", reason="a syntax error"), "a syntax error"),
        (lifted(snapshot(DOUBLE), holds("example")), "being read"),
        (
            standing(lifted(snapshot(DOUBLE), holds("example")), "def double(n):\n    return 1\n"),
            "is the one that was checked",
        ),
        (known(lifted(snapshot(DOUBLE), holds("example"))), ""),
    ],
)
def test_why_nothing_is_inserted(scene: Snapshot, why: str) -> None:
    found = why_nothing_to_insert(scene, scene.file.specs[0])
    assert why in found
    assert bool(found) == bool(why)


def two() -> Snapshot:
    return snapshot(f"{DOUBLE}\n{DOUBLE.replace('double', 'twice')}")


def test_fix_all_takes_every_settled_function() -> None:
    scene = two()
    for ordinal in (0, 1):
        scene = lifted(scene, holds("example"), ordinal=ordinal)
    scene = known(scene)
    found = fix_all(scene)
    assert found is not None
    assert (found.kind, found.title) == (FIX_ALL, "Insert or update all settled functions (1)")
    assert [item.spec for item in found.insertions] == ["double"]


@pytest.mark.parametrize(
    "scene",
    [
        known(lifted(snapshot(DOUBLE), holds("example"), stance="suggest")),
        known(lifted(snapshot(f"{DOUBLE}    hole: how large?\n"), holds("example"))),
        known(lifted(snapshot("spec double(n) -> int\n    Twice.\n"))),
        known(lifted(snapshot(DOUBLE), fails("example"))),
        standing(lifted(snapshot(DOUBLE), holds("example")), "def double(n):\n    return 1\n", drifted=True),
        edited(known(lifted(snapshot(DOUBLE), holds("example"))), "Twice", "Twain"),
        snapshot(DOUBLE),
    ],
    ids=["suggestion", "open question", "blocking question", "broken", "of the author", "outdated", "not lifted"],
)
def test_fix_all_leaves_what_is_not_settled(scene: Snapshot) -> None:
    assert fix_all(scene) is None


@pytest.mark.parametrize(("engine", "by_model"), [("remote", True), ("embedded", False)])
def test_code_of_a_model_says_so(engine: str, by_model: bool) -> None:
    scene = known(lifted(snapshot(DOUBLE), holds("example"), engine=engine))
    found = fix_all(scene)
    assert found is not None
    insert = code_actions(scene, Span(0, 0))[0]
    assert (found.by_model, insert.by_model) == (by_model, by_model)
