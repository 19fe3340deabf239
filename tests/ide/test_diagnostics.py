"""Which findings are shown where, as an author meets them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from fixture import read_fixture
from lift_ir.origin import Span as OriginSpan
from lift_server.checks.report import Verdict
from lift_server.diagnostics import CODES
from lift_server.ide import diagnostics as module
from lift_server.ide.diagnostics import diagnostics
from lift_server.ide.snapshot import Result, Snapshot
from lift_server.module_text import TargetProblem

from .scenes import asking, edited, fails, holds, known, lifted, snapshot, standing, unconfirmed, unstable, with_result

PAGES = Path(__file__).parents[2] / "docs" / "diagnostics"
DOUBLE = """\
$<head>spec double(n: int) -> int$</head>
    Twice the number.

    $<ensures>ensures: result == n + n$</ensures>
    $<example>example: double(4) == 8$</example>
"""
MODULE = "def double(n: int) -> int:\n    return n * 3\n"
OTHER = "spec other(n: int) -> int\n    Something else.\n\n"


def scene(marked: str = DOUBLE, **changes: object) -> Snapshot:
    return replace(snapshot(read_fixture(marked).text), **changes)  # type: ignore[arg-type]


def check_diagnostics(shown: Snapshot, expected: list[tuple[str, str]], marked: str = DOUBLE) -> dict[str, str]:
    """The findings are exactly these (code, name of the marked span); returns the messages by code."""
    fixture = read_fixture(marked)
    names = {span: name for name, spans in fixture.spans.items() for span in spans}
    found = diagnostics(shown)
    assert sorted((item.code, names.get(item.span, str(item.span))) for item in found) == sorted(expected)
    return {item.code: f"{item.severity}: {item.message}" for item in found}


def test_nothing_is_said_of_a_spec_that_was_not_lifted() -> None:
    check_diagnostics(scene(), [])


def test_a_checked_function_is_ready() -> None:
    shown = known(lifted(scene(), holds("ensures"), holds("example")))
    messages = check_diagnostics(shown, [("LIFT105", "head")])
    assert messages["LIFT105"] == "information: `double` is checked and ready: insert it into shapes.py."


def test_it_is_not_called_ready_before_the_module_is_known() -> None:
    check_diagnostics(lifted(scene(), holds("example")), [])


def test_a_function_that_stands_needs_no_words() -> None:
    check_diagnostics(standing(lifted(scene(), holds("example")), MODULE, holds("example")), [])


def test_questions_stand_where_they_arise_before_and_after_lifting() -> None:
    marked = "spec double(n: int) -> int\n    Twice the number.\n\n    $<hole>hole: how large?$</hole>\n"
    check_diagnostics(scene(marked), [("LIFT101", "hole")], marked)
    check_diagnostics(lifted(scene(marked)), [("LIFT101", "hole")], marked)
    shown = edited(lifted(scene(marked)), "Twice the", "Two times the")
    places = {item.code: item.span.slice(shown.file.tree.text) for item in diagnostics(shown)}
    assert places == {"LIFT107": "spec double(n: int) -> int", "LIFT101": "hole: how large?"}


def test_a_disagreement_is_a_warning_with_each_answer_and_its_share() -> None:
    messages = check_diagnostics(asking(scene()), [("LIFT110", "head")])
    assert messages["LIFT110"] == (
        "warning: Candidates disagree on `double(0)`: what should it do? So far: returns 0 (75%), "
        "raises ValueError (25%)."
    )


def test_a_disagreement_hardly_worth_asking_is_a_hint() -> None:
    messages = check_diagnostics(asking(scene(), is_hint=True), [("LIFT111", "head")])
    assert messages["LIFT111"].startswith("hint: Candidates disagree on `double(0)`")


@pytest.mark.parametrize(
    ("marked", "related"),
    [
        ("$<head>spec double(n: int) -> int$</head>\n    $<words>Twice the number.$</words>\n", True),
        ("# A note.\n\n$<head>Twice the number.$</head>\n", False),
        ("$<head>spec double(n: int) -> int$</head>\n    n: the number\n", False),
    ],
)
def test_a_disagreement_names_the_words_it_arises_from(marked: str, related: bool) -> None:
    fixture = read_fixture(marked)
    [item] = diagnostics(asking(scene(marked)))
    assert item.span == fixture.span("head")
    assert [other.span for other in item.related] == ([fixture.span("words")] if related else [])


def test_a_disagreement_about_words_stands_on_them_wherever_the_spec_stands() -> None:
    text = read_fixture(DOUBLE).text
    start = text.index("Twice")
    shown = asking(scene(), span=OriginSpan(start=start, end=start + len("Twice")))
    for each in (shown, edited(shown, "spec double", f"{OTHER}spec double")):
        [item] = [item for item in diagnostics(each) if item.code == "LIFT110"]
        assert item.span.slice(each.file.tree.text) == "Twice"


def test_a_disagreement_is_kept_while_the_spec_is_edited() -> None:
    found = {item.code: item for item in diagnostics(edited(asking(scene()), "Twice", "Two times"))}
    assert set(found) == {"LIFT107", "LIFT110"}
    assert found["LIFT110"].severity == "information"
    assert "Outdated" in found["LIFT110"].message


def test_clauses_that_no_candidate_satisfies_together_name_each_other() -> None:
    shown = lifted(scene(), fails("example"), unconfirmed("ensures", Verdict.NOT_EXERCISED, ""), conflict=(0, 1))
    messages = check_diagnostics(shown, [("LIFT103", "head"), ("LIFT112", "example")])
    assert messages["LIFT112"] == (
        "error: No candidate satisfies both `ensures: result == n + n` and `example: double(4) == 8`. The best one "
        "breaks one of them: `double(4)`: expected == 8, returns 12. "
        "If they contradict each other, change or remove one."
    )
    [related] = [other for item in diagnostics(shown) for other in item.related]
    assert related.span == read_fixture(DOUBLE).span("ensures")


def test_a_clause_that_no_candidate_satisfies_is_named_alone() -> None:
    shown = lifted(scene(), holds("ensures"), fails("example"), conflict=(1,))
    messages = check_diagnostics(shown, [("LIFT103", "head"), ("LIFT112", "example")])
    assert messages["LIFT112"] == (
        "error: No candidate satisfies `example: double(4) == 8`. The best one breaks it: `double(4)`: expected == 8, "
        "returns 12. Check the clause."
    )


def test_a_candidate_that_does_something_else_each_time_is_not_ready() -> None:
    messages = check_diagnostics(
        unstable(lifted(scene(), holds("example"))), [("LIFT103", "head"), ("LIFT206", "head")]
    )
    assert messages["LIFT206"] == (
        "warning: The best candidate does not do the same each time it is called: `double(4)`."
    )
    assert "does not do the same each time" in messages["LIFT103"]


def test_a_function_that_does_something_else_each_time_is_a_warning() -> None:
    messages = check_diagnostics(unstable(standing(scene(), MODULE)), [("LIFT206", "head")])
    assert messages["LIFT206"].startswith("warning: `double` in shapes.py does not do the same each time")


def test_what_blocks_is_a_warning() -> None:
    marked = "$<head>spec merge(first: int, second)$</head>\n    Put the two together.\n"
    messages = check_diagnostics(
        lifted(scene(marked), candidates=()), [("LIFT102", "head"), ("LIFT102", "head")], marked
    )
    assert messages["LIFT102"].startswith("warning: ")


def test_a_broken_clause_of_the_function_is_an_error_on_the_clause() -> None:
    shown = standing(scene(), MODULE, fails("example"), holds("ensures"))
    messages = check_diagnostics(shown, [("LIFT201", "example")])
    assert messages["LIFT201"] == (
        "error: `double` in shapes.py breaks this clause: `double(4)`: expected == 8, returns 12."
    )


def test_spans_follow_the_text_above_a_spec() -> None:
    shown = edited(standing(scene(), MODULE, fails("example")), "spec double", f"{OTHER}spec double")
    [item] = diagnostics(shown)
    assert item.span.slice(shown.file.tree.text) == "example: double(4) == 8"


def test_a_check_of_an_earlier_text_is_outdated_and_follows_its_clause() -> None:
    shown = edited(
        standing(scene(), MODULE, fails("example"), fails("ensures")), "ensures: result == n + n", "ensures: result > n"
    )
    [item] = diagnostics(shown)
    assert item.span.slice(shown.file.tree.text) == "example: double(4) == 8"
    assert item.severity == "information"
    assert "Outdated" in item.message


def test_a_function_that_could_not_be_run_is_a_warning() -> None:
    messages = check_diagnostics(standing(scene(), MODULE, reason="imports numpy"), [("LIFT205", "head")])
    assert messages["LIFT205"] == "warning: `double` in shapes.py was not checked: imports numpy."


@pytest.mark.parametrize(
    ("is_ours", "why"),
    [(True, "the spec has changed since Lift wrote it"), (False, "it was written or edited by hand")],
)
def test_drift_is_a_hint_that_says_whose_function_it_is(is_ours: bool, why: str) -> None:
    shown = standing(lifted(scene(), holds("example")), MODULE, holds("example"), is_ours=is_ours, drifted=True)
    messages = check_diagnostics(shown, [("LIFT301", "head")])
    assert messages["LIFT301"].startswith("hint: ")
    assert why in messages["LIFT301"]


def test_when_no_candidate_holds_the_best_one_says_why() -> None:
    messages = check_diagnostics(lifted(scene(), fails("example")), [("LIFT103", "head"), ("LIFT202", "example")])
    assert "the only candidate breaks a clause" in messages["LIFT103"]
    assert "The best candidate breaks this clause: `double(4)`: expected == 8, returns 12." in messages["LIFT202"]


def test_clauses_that_nothing_confirmed_say_so() -> None:
    shown = lifted(
        scene(),
        unconfirmed("ensures", Verdict.NOT_EXERCISED, "no input reached it"),
        unconfirmed("example", Verdict.NOT_CHECKED, "it never ends"),
    )
    messages = check_diagnostics(shown, [("LIFT103", "head"), ("LIFT203", "ensures"), ("LIFT204", "example")])
    assert "it never ends" in messages["LIFT103"]
    assert "it never ends" in messages["LIFT204"]


def test_a_suggestion_says_that_it_is_one() -> None:
    messages = check_diagnostics(lifted(scene(), stance="suggest", note="by sorting"), [("LIFT104", "head")])
    assert "by sorting" in messages["LIFT104"]


def test_an_engine_that_is_silent_says_why() -> None:
    shown = lifted(scene(), candidates=(), notes=("the library holds nothing like this",))
    messages = check_diagnostics(shown, [("LIFT106", "head")])
    assert messages["LIFT106"] == "information: the library holds nothing like this."


def test_a_result_of_another_text_is_outdated_not_gone() -> None:
    shown = edited(lifted(scene(), fails("example")), "Twice", "Two times")
    found = {item.code: item for item in diagnostics(shown)}
    assert set(found) == {"LIFT107", "LIFT202"}
    assert found["LIFT202"].severity == "information"
    assert edited(shown, "Two times", "Twice") == lifted(scene(), fails("example"))


def test_a_failure_of_lift_itself_is_a_warning() -> None:
    shown = with_result(scene(), Result(failure="Lifting failed (OSError: no space)."))
    assert check_diagnostics(shown, [("LIFT108", "head")])["LIFT108"] == "warning: Lifting failed (OSError: no space)."


def test_an_untrusted_workspace_is_said_once() -> None:
    text = f"{read_fixture(DOUBLE).text}\n{OTHER}"
    assert [item.code for item in diagnostics(snapshot(text, trusted=False))] == ["LIFT109"]


@pytest.mark.parametrize(
    ("marked", "corrected"),
    [
        (
            "$<at>spec f(n: int) -> int$</at>\n    Twice.\n",
            "module: .json_functions\n\nspec f(n: int) -> int\n    Twice.\n",
        ),
        (
            "$<at>module: json$</at>\n\nspec f(n: int) -> int\n    Twice.\n",
            "module: .json_functions\n\nspec f(n: int) -> int\n    Twice.\n",
        ),
    ],
)
def test_a_module_that_cannot_be_is_an_error_with_a_fix(marked: str, corrected: str) -> None:
    fixture = read_fixture(marked)
    problem = TargetProblem("a module named `json` would hide another", module=".json_functions")
    [item] = diagnostics(scene(marked, module=None, module_problem=problem))
    assert (item.code, item.span) == ("LIFT302", fixture.span("at"))
    [edit] = item.fixes[0].edits
    assert fixture.text[: edit.span.start] + edit.text + fixture.text[edit.span.end :] == corrected


def test_a_module_that_cannot_be_read_is_an_error_where_the_spec_begins() -> None:
    shown = standing(scene(), "", reason="the module has a syntax error in line 3")
    messages = check_diagnostics(shown, [("LIFT302", "head")])
    assert "syntax error in line 3" in messages["LIFT302"]


def test_every_code_of_the_editor_has_a_page() -> None:
    codes = {value for value in vars(module).values() if isinstance(value, str) and re.fullmatch(r"LIFT\d{3}", value)}
    assert codes == {code for code in CODES if not code.startswith("LIFT0")}
    for code in codes:
        page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
        assert page.startswith(f"# {code}: {CODES[code].title}\n\n{CODES[code].explanation}")
