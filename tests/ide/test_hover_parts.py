"""What the hover of a part of a spec says: keyword, parameter, clause, example, question."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fixture import read_fixture
from lift_ir import Effect
from lift_ir.clauses import Choice
from lift_server.checks.report import Report, Verdict
from lift_server.ide.hover import hover
from lift_server.ide.keywords import EFFECTS, KEYWORDS
from lift_server.ide.snapshot import Snapshot
from lift_server.syntax.words import CLAUSES, MODULE

from .scenes import asking, edited, fails, holds, inferred_signature, lifted, snapshot, standing, unconfirmed

MODULE_TEXT = "def double(n: int) -> int:\n    return n * 3\n"


def as_it_is(shown: Snapshot) -> Snapshot:
    return shown


def check_hover_at(
    marked: str, *expected: str, of: Callable[[Snapshot], Snapshot] = as_it_is, absent: str = "\0"
) -> None:
    """At the cursor the hover is about the marked span `about` and holds these pieces in this order."""
    fixture = read_fixture(marked)
    assert fixture.cursor is not None
    found = hover(of(snapshot(fixture.text)), fixture.cursor)
    assert found is not None
    assert found.span == fixture.span("about")
    position = 0
    for piece in expected:
        assert piece in found.markdown[position:], found.markdown
        position = found.markdown.index(piece, position) + len(piece)
    assert absent not in found.markdown


def test_every_key_of_the_language_is_documented() -> None:
    assert {*CLAUSES, MODULE, "spec", "result", "approx"} == set(KEYWORDS)
    assert set(EFFECTS) == set(Effect)


def test_the_documentation_holds_the_same_table() -> None:
    page = (Path(__file__).parents[2] / "docs" / "editor.md").read_text(encoding="utf-8")
    for keyword in KEYWORDS.values():
        assert f"| `{keyword.form}` | {keyword.meaning} |\n" in page


@pytest.mark.parametrize("key", [*CLAUSES])
def test_a_keyword_shows_its_documentation(key: str) -> None:
    check_hover_at(
        f"spec f(n: int) -> int\n    F.\n\n    $<about>{key[:2]}$0{key[2:]}$</about>: f(1)\n", KEYWORDS[key].form
    )


def test_a_keyword_above_the_first_spec() -> None:
    check_hover_at("$<about>mod$0ule$</about>: shapes.circle\n\nspec f()\n    F.\n", "Names the Python module")


def test_a_parameter_in_the_header() -> None:
    check_hover_at(
        "spec area($<about>rad$0ius: float = 2$</about>) -> float\n    Area.\n\n    radius: in metres\n"
        "    requires: radius < 9\n    ensures: result >= 0\n",
        "radius: float = 2",
        "**parameter** of `area`: in metres",
        "- `requires: radius < 9`",
        absent="ensures",
    )


def test_a_parameter_where_it_is_described() -> None:
    check_hover_at(
        "spec area(radius: float) -> float\n    Area.\n\n    $<about>radius: in me$0tres$</about>\n",
        "**parameter** of `area`: in metres",
    )


def test_a_parameter_in_a_clause_comes_before_the_clause() -> None:
    check_hover_at(
        "spec double(n: int) -> int\n    Twice.\n\n    $<about>ensures: result == $0n + n$</about>\n",
        "n: int",
        "---",
        "```lift\nensures: result == n + n\n```",
        "A postcondition",
    )


def test_a_word_in_a_string_is_no_parameter() -> None:
    check_hover_at(
        "spec f(n: str) -> str\n    F.\n\n    $<about>ensures: result != 'a $0n b'$</about>\n",
        "A postcondition",
        absent="**parameter**",
    )


def test_an_inferred_type_says_who_inferred_it() -> None:
    check_hover_at(
        "spec double($<about>$0n$</about>)\n    Twice.\n",
        "n: int",
        "inferred by embedded (number_theory.factorial)",
        of=lambda shown: lifted(shown, ir=inferred_signature(shown.file.specs[0].ir)),
    )


def test_another_spec_in_a_clause() -> None:
    check_hover_at(
        "spec half(n: int) -> int\n    Half.\n\nspec double(n: int) -> int\n    Twice.\n\n"
        "    $<about>ensures: ha$0lf(result) == n$</about>\n",
        "**half** — not lifted yet",
        "spec half(n: int) -> int",
        "---",
        "A postcondition",
    )


DOUBLE = """\
spec double(n: int) -> int
    Twice the number.

    ensures: result == n + n
    example: double(4) == 8
"""
ENSURES = DOUBLE.replace("ensures: result == n + n", "$<about>ensures: result =$0= n + n$</about>")
EXAMPLE = DOUBLE.replace("example: double(4) == 8", "$<about>example: double(4) =$0= 8$</about>")


def test_a_clause_says_how_often_it_was_tested() -> None:
    check_hover_at(
        ENSURES,
        "- the best candidate: ✓ holds, 40 of 40 hold",
        of=lambda shown: lifted(shown, holds("ensures", calls=40)),
    )


def test_a_broken_clause_shows_the_last_counterexample_of_each_function() -> None:
    check_hover_at(
        ENSURES,
        "- the best candidate: ✓ holds",
        "- `double` in shapes.py: ✗ fails, 0 of 1 hold; `double(4)`: expected `== 8`, `returns 12`",
        of=lambda shown: standing(lifted(shown, holds("ensures")), MODULE_TEXT, fails("ensures")),
    )


def test_a_clause_that_was_not_exercised_says_why() -> None:
    check_hover_at(
        ENSURES,
        "– not exercised, an example already fails",
        of=lambda shown: lifted(shown, unconfirmed("ensures", Verdict.NOT_EXERCISED, "an example already fails")),
    )


def test_an_edited_spec_keeps_what_was_found_and_says_that_it_is_outdated() -> None:
    check_hover_at(
        ENSURES,
        "- the best candidate (outdated): ✓ holds",
        of=lambda shown: edited(lifted(shown, holds("ensures")), "Twice", "Twain"),
    )


def test_an_example_shows_the_actual_value() -> None:
    def ran(shown: Snapshot) -> Snapshot:
        scene = lifted(shown)
        best = scene.results["double"].lifted
        assert best is not None
        report = Report(
            clauses=(holds("example", calls=1),), runs=(("double(0)", "returns 0"), ("double(4)", "returns 8"))
        )
        return lifted(shown, candidates=(best.candidates[0].model_copy(update={"report": report}),))

    check_hover_at(EXAMPLE, "- the best candidate: `double(4)` `returns 8`", of=ran, absent="double(0)")


def test_an_informal_clause_says_which_rule_makes_it_so() -> None:
    check_hover_at(
        "spec tidy(words: list[str]) -> list[str]\n    Tidy.\n\n    $<about>ensures: result is so$0rted$</about>\n",
        "It is not executed, because ",
    )


def test_effects_say_what_they_allow() -> None:
    check_hover_at(
        "spec now() -> str\n    The time.\n\n    $<about>effects: ti$0me, network$</about>\n",
        "- `time`: Its outcome may depend on the clock.",
        "- `network`:",
    )


@pytest.mark.parametrize(
    ("marked", "question"),
    [
        ("spec f(n: int) -> int\n    Round to $<about>?pla$0ces$</about>.\n", "what is `?places`?"),
        ("spec f(n: $<about>$0?$</about>) -> int\n    F.\n", "what is the type of `n`?"),
        ("spec f(n: int) -> int\n    F.\n\n    $<about>hole: how la$0rge?$</about>\n", "how large?"),
    ],
)
def test_a_stated_question(marked: str, question: str) -> None:
    check_hover_at(marked, f"**Open question**: {question}")


def test_a_question_about_a_clause_is_shown_with_it() -> None:
    fixture = read_fixture(EXAMPLE)
    span = fixture.span("about")
    zero = Choice(title="returns 0", clause="example: double(0) == 0")
    check_hover_at(
        EXAMPLE,
        "One call and what comes of it",
        "**Open question**: Candidates disagree on `double(0)`",
        "`returns 0` | 75%",
        "Each answer is one quick fix: `returns 0`.",
        of=lambda shown: asking(shown, zero, span={"start": span.start, "end": span.end}),
    )
