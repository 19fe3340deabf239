"""The line above a spec: its state and its commands."""

from collections.abc import Callable

import pytest

from lift_server.ide.code_lens import code_lenses
from lift_server.ide.snapshot import Result, Snapshot

from .scenes import edited, fails, holds, known, lifted, snapshot, standing, with_result

DOUBLE = "spec double(n: int) -> int\n    Twice.\n\n    example: double(4) == 8\n"
HOLE = f"{DOUBLE}    hole: how large?\n"
MODULE = "def double(n: int) -> int:\n    return n + n\n"


def check_lenses(scene: Snapshot, *expected: str) -> None:
    """Above the first spec stand these titles, and a click runs a command on that spec."""
    found = [lens for lens in code_lenses(scene) if lens.spec == scene.file.specs[0].identity]
    assert [lens.title for lens in found] == [*expected]
    assert {lens.span for lens in found} == {scene.file.specs[0].head_span}


@pytest.mark.parametrize(
    ("scene", "expected"),
    [
        (lambda: snapshot(DOUBLE), ["not lifted", "Lift"]),
        (lambda: snapshot(DOUBLE, trusted=False), ["not lifted: the workspace is not trusted"]),
        (lambda: with_result(snapshot(DOUBLE), Result(failure="no")), ["lifting failed", "Lift"]),
        (lambda: lifted(snapshot(DOUBLE), holds("example")), ["1 of 1 hold", "Lift again"]),
        (lambda: lifted(snapshot(DOUBLE), fails("example")), ["0 of 1 hold", "Lift again"]),
        (lambda: lifted(snapshot(HOLE), holds("example")), ["1 of 1 hold, 1 question", "Lift again"]),
        (lambda: lifted(snapshot(DOUBLE), candidates=()), ["no candidate", "Lift again"]),
        (lambda: lifted(snapshot(DOUBLE)), ["runs, nothing to check", "Lift again"]),
        (
            lambda: edited(lifted(snapshot(DOUBLE), holds("example")), "Twice", "Twain"),
            ["1 of 1 hold, outdated", "Lift"],
        ),
        (
            lambda: known(lifted(snapshot(DOUBLE), holds("example"))),
            ["1 of 1 hold", "Lift again", "Insert `double` into shapes.py"],
        ),
        (
            lambda: known(lifted(snapshot(HOLE), holds("example"))),
            ["1 of 1 hold, 1 question", "Lift again", "Insert `double` into shapes.py (1 open question)"],
        ),
        (
            lambda: standing(lifted(snapshot(DOUBLE), holds("example")), MODULE, is_ours=True),
            ["1 of 1 hold", "Lift again", "Run checks"],
        ),
        (
            lambda: standing(lifted(snapshot(DOUBLE), holds("example")), MODULE, drifted=True),
            ["1 of 1 hold", "Lift again", "Run checks", "Update `double` in shapes.py (replaces your own version)"],
        ),
    ],
)
def test_lenses(scene: Callable[[], Snapshot], expected: list[str]) -> None:
    check_lenses(scene(), *expected)


def test_several_candidates_can_be_compared() -> None:
    scene = lifted(snapshot(DOUBLE), holds("example"))
    found = scene.results["double"].lifted
    assert found is not None
    scene = lifted(snapshot(DOUBLE), candidates=found.candidates * 3)
    assert [lens.command for lens in code_lenses(scene)][-1] == "lift.compareCandidates"
    check_lenses(scene, "1 of 1 hold", "Lift again", "Compare 3 candidates")


def test_each_spec_has_its_own() -> None:
    scene = snapshot(f"{DOUBLE}\n{DOUBLE.replace('double', 'twice')}")
    assert [(lens.spec, lens.command) for lens in code_lenses(scene)] == [
        (name, command) for name in ("double", "twice") for command in ("lift.showIr", "lift.lift")
    ]
