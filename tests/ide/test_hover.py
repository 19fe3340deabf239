"""What the hover of a spec shows, and where."""

import re
from dataclasses import replace
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixture import read_fixture
from lift_ir import Inferred, Raises
from lift_ir.ir import without_origins
from lift_server.checks.report import ClauseCheck, Report, Verdict
from lift_server.ide.hover import hover
from lift_server.ide.hover_spec import ir_text, spec_sections
from lift_server.ide.snapshot import NOTHING, Snapshot
from lift_server.lifted import EngineUsage
from lift_server.listing import lifted_lines
from lift_server.lower import read

from .scenes import (
    asking,
    edited,
    fails,
    holds,
    inferred_signature,
    lifted,
    snapshot,
    unconfirmed,
    unstable,
    with_result,
)

DOUBLE = """\
spec double(n: int) -> int
    Twice the number.

    ensures: result == n + n
    example: double(4) == 8
"""


def check_hover(shown: Snapshot, *expected: str, offset: int = 0) -> str:
    """The hover holds these pieces in this order."""
    found = hover(shown, offset)
    assert found is not None
    position = 0
    for piece in expected:
        assert piece in found.markdown[position:], found.markdown
        position = found.markdown.index(piece, position) + len(piece)
    return found.markdown


@pytest.mark.parametrize(
    "marked",
    [
        "$<head>sp$0ec double(n: int) -> int$</head>\n    Twice the number.\n",
        "# A comment.\n\n$<head>spec double(n: int) -> int$</head>\n    Twice the$0 number.\n",
        "spec other()\n    Other.\n\n$<head>$0spec double(n: int) -> int$</head>\n    Twice.\n",
        "$<head>spec double(n: int) -> int$</head>\n    Twice.$0\n    example: double(4) == 8\n\nspec other()\n",
    ],
)
def test_the_spec_is_shown_by_its_header_and_prose(marked: str) -> None:
    fixture = read_fixture(marked)
    assert fixture.cursor is not None
    found = hover(snapshot(fixture.text), fixture.cursor)
    assert found is not None
    assert found.markdown.startswith("**double** — not lifted yet")
    assert found.span == fixture.span("head")


def test_there_is_none_above_the_first_spec() -> None:
    fixture = read_fixture("# $0A note.\n\nspec double(n: int) -> int\n    Twice.\n")
    assert fixture.cursor is not None
    assert hover(snapshot(fixture.text), fixture.cursor) is None


def test_a_spec_that_was_not_lifted_shows_what_is_stated() -> None:
    check_hover(snapshot(DOUBLE), "not lifted yet", f"```lift\n{DOUBLE}```")


def test_a_lifted_spec_shows_checks_code_and_engine() -> None:
    shown = lifted(snapshot(DOUBLE), holds("example", calls=1), holds("ensures", calls=40), note="by doubling")
    check_hover(
        shown,
        "**double** — a candidate holds",
        "```lift\nspec double(n: int) -> int\n",
        "| `example: double(4) == 8` | ✓ holds | 1 of 1 hold |",
        "| `ensures: result == n + n` | ✓ holds | 40 of 40 hold |",
        "```python\ndef double(n: int) -> int:\n",
        "    return n * 2\n```",
        "*embedded: by doubling*",
    )


def test_each_inferred_part_says_where_it_comes_from() -> None:
    shown = snapshot("Create a function to calculate the factorial of a number\n")
    ir = inferred_signature(shown.file.specs[0].ir)
    other = Inferred(engine="remote", model="a-model")
    ir = ir.model_copy(update={"raises": (Raises(exceptions=("ValueError",), origin=other),)})
    check_hover(
        lifted(shown, ir=ir, holes=()),
        "**factorial** — a candidate holds",
        "spec factorial(n: int) -> int",
        "| `name`, `parameter n`, `type of n`, `result type` | inferred by embedded (number_theory.factorial) |",
        "| `raises: ValueError` | inferred by remote (a-model) |",
    )


def test_a_broken_clause_shows_its_counterexample() -> None:
    check_hover(
        lifted(snapshot(DOUBLE), fails("example")),
        "no candidate holds",
        "✗ fails | 0 of 1 hold; `double(4)`: expected `== 8`, `returns 12`",
    )


def test_what_was_not_exercised_says_why() -> None:
    shown = lifted(snapshot(DOUBLE), unconfirmed("ensures", Verdict.NOT_EXERCISED, "an example already fails"))
    check_hover(shown, "| – not exercised | an example already fails |")


def test_an_informal_clause_says_which_rule_makes_it_so() -> None:
    shown = snapshot("spec tidy(words: list[str]) -> list[str]\n    Tidy.\n\n    ensures: result is sorted\n")
    check_hover(shown, "- `ensures: result is sorted` is not executed, because")


@pytest.mark.parametrize(("cost", "money"), [(None, ""), (0.0123, ", at most 0.012 at the price of a GPU hour")])
def test_what_it_cost_is_shown_in_hover_and_terminal(cost: float | None, money: str) -> None:
    used = EngineUsage(
        engine="remote",
        requests=2,
        prompt_tokens=1234,
        completion_tokens=90,
        seconds=2.0,
        tokens_per_second=45.0,
        cost=cost,
    )
    expected = f"remote: 2 requests, 1,234 tokens read, 90 written in 2.0 s (45 tokens/s){money}"
    shown = lifted(snapshot(DOUBLE), holds("example"))
    known = shown.result(shown.file.specs[0])
    assert known.lifted is not None
    result = known.lifted.model_copy(update={"usage": (used,)})
    check_hover(with_result(shown, replace(known, lifted=result)), f"- {expected}")
    assert f"  {expected}" in [line.text for line in lifted_lines(result)]


def test_an_older_result_is_called_outdated() -> None:
    shown = edited(lifted(snapshot(DOUBLE), holds("example")), "Twice", "Two times")
    check_hover(shown, "**outdated**", "```python\ndef double")


def test_open_questions_are_counted() -> None:
    shown = lifted(snapshot(DOUBLE + "    hole: how large?\n"), holds("example"))
    check_hover(shown, "a candidate holds, 1 open")


def test_an_open_question_says_why_it_is_asked() -> None:
    check_hover(
        asking(snapshot(DOUBLE)),
        "a candidate holds, 1 open",
        "**Why do you ask?** Candidates satisfy all that the spec says and disagree on `double(0)`:",
        "| answer | share of candidates |\n| --- | --- |\n",
        "| `returns 0` | 75% |\n| `raises ValueError` | 25% |",
    )


RUNS = tuple((f"double({n})", f"returns {2 * n}") for n in (4, 0, 1, 5, -1, -6))


@pytest.mark.parametrize("checks", [(), (holds("example"),)])
@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (RUNS, ["double(0)", "double(1)", "double(-1)"]),
        ((), []),
    ],
)
def test_a_settled_spec_shows_what_it_does_at_the_border(
    checks: tuple[ClauseCheck, ...], runs: tuple[tuple[str, str], ...], expected: list[str]
) -> None:
    shown = lifted(snapshot(DOUBLE))
    spec = shown.file.specs[0]
    found = shown.result(spec).lifted
    assert found is not None
    best = found.candidates[0].model_copy(update={"report": Report(clauses=checks, runs=runs)})
    shown = lifted(shown, candidates=(best,))
    markdown = check_hover(shown, *(f"- `{call}` `returns" for call in expected))
    assert len(re.findall(r"^- `double", markdown, re.MULTILINE)) == len(expected)
    assert "correct" not in markdown


def test_a_function_that_does_something_else_each_time_says_so() -> None:
    check_hover(
        unstable(lifted(snapshot(DOUBLE), holds("example"))),
        "no candidate holds",
        "- does not do the same each time it is called: `double(4)`",
    )


def test_a_workspace_without_trust_says_so() -> None:
    check_hover(snapshot(DOUBLE, trusted=False), "not lifted: the workspace is not trusted")


def test_nothing_in_a_spec_ends_a_code_block_or_a_cell() -> None:
    text = dedent(
        """\
        spec quote(text: str) -> str
            Wrap in ``` fences
            ````
            or so.

            example: quote("a|`b`") == "```"
        """
    )
    markdown = check_hover(lifted(snapshot(text), holds("example")), "`````lift\n", "\n`````\n", "∣")
    rows = [line for line in markdown.splitlines() if line.startswith("| `example")]
    assert [row.count("|") for row in rows] == [4]


@given(st.text(max_size=200))
def test_any_text_has_a_hover_whose_fences_pair_up(text: str) -> None:
    shown = snapshot(text)
    for spec in shown.file.specs:
        markdown = "\n\n".join(spec_sections(spec, shown))
        opened = re.match(r".*?\n\n(`{3,})lift\n", markdown, re.DOTALL)
        assert opened
        assert markdown[opened.end() :].count(f"\n{opened[1]}") >= 1


@given(st.text(max_size=200), st.integers(0, 200))
def test_there_is_a_hover_anywhere_in_a_spec(text: str, offset: int) -> None:
    shown = snapshot(text)
    found = hover(shown, min(offset, len(text)))
    assert found is not None or shown.spec_at(min(offset, len(text))) is None


def test_the_ir_reads_as_the_spec_it_means() -> None:
    [spec] = read(DOUBLE).specs
    [again] = read(ir_text(spec, NOTHING)).specs
    assert without_origins(again.ir) == without_origins(spec.ir)
