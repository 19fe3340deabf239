"""What is offered at a place while a spec is written, and what accepting it makes of the text."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixture import read_fixture
from lift_ir import Effect
from lift_ir.formal import BUILTIN_NAMES
from lift_server.checks.report import Report
from lift_server.checks.sandbox import Outcome, Raised, Returned
from lift_server.ide.completion import BUILTINS, Completion, completion, documentation, unknown_call
from lift_server.ide.snapshot import Snapshot
from lift_server.syntax.words import CLAUSES
from lift_server.text import Edit, apply_edits

from .scenes import inferred_signature, lifted, snapshot

HEAD = "spec area(radius: float, places: int = 2) -> float\n    The area.\n\n    "


def as_it_is(shown: Snapshot) -> Snapshot:
    return shown


def offered(
    marked: str, trigger: str = "", of: Callable[[Snapshot], Snapshot] = as_it_is, computed: Outcome | None = None
) -> list[Completion]:
    fixture = read_fixture(marked)
    assert fixture.cursor is not None
    found = list(completion(of(snapshot(fixture.text)), fixture.cursor, trigger, computed).items)
    assert all(item.span.end == fixture.cursor for item in found)
    return found


def check_completion(
    marked: str, *first: str, trigger: str = "", of: Callable[[Snapshot], Snapshot] = as_it_is
) -> list[Completion]:
    """At the cursor these labels come first, in this order."""
    found = offered(marked, trigger, of)
    assert [item.label for item in found[: len(first)]] == [*first]
    return found


def check_nothing(marked: str, trigger: str = "") -> None:
    assert offered(marked, trigger) == []


def check_accepted(
    marked: str,
    label: str,
    after: str,
    trigger: str = "",
    of: Callable[[Snapshot], Snapshot] = as_it_is,
    computed: Outcome | None = None,
) -> Completion:
    """Accepting the item makes the text (without snippets) this."""
    fixture = read_fixture(marked)
    [item] = [item for item in offered(marked, trigger, of, computed) if item.label == label]
    assert apply_edits(fixture.text, [Edit(item.span, item.text)]) == after
    return item


def test_a_line_begins_with_a_parameter_or_a_clause() -> None:
    found = check_completion(f"{HEAD}$0\n", "places", "radius", *sorted(CLAUSES))
    assert "spec" not in {item.label for item in found}


def test_a_described_parameter_is_not_offered_again() -> None:
    check_completion(f"{HEAD}radius: in metres\n    $0\n", "places", "effects")


def test_the_margin_also_begins_a_spec() -> None:
    assert {"spec", "ensures"} <= {item.label for item in offered(f"{HEAD}requires: radius < 3\n$0")}


def test_above_the_first_spec_stand_module_and_spec() -> None:
    check_completion("$0\n\nspec f()\n    F.\n", "module", "spec")


def test_an_empty_file_may_become_anything() -> None:
    assert {item.label for item in offered("$0")} == {*CLAUSES, "module", "spec"}


def test_an_unnamed_spec_has_clauses_and_inferred_parameters() -> None:
    check_completion(
        "Calculate the factorial of a number\n\n$0\n",
        "n",
        "effects",
        of=lambda shown: lifted(shown, ir=inferred_signature(shown.file.specs[0].ir)),
    )


@pytest.mark.parametrize(
    ("marked", "label", "after"),
    [
        (f"{HEAD}ens$0\n", "ensures", f"{HEAD}ensures: \n"),
        (f"{HEAD}en$0: radius > 0\n", "ensures", f"{HEAD}ensures: radius > 0\n"),
        (f"{HEAD}rad$0\n", "radius", f"{HEAD}radius: \n"),
        (f"{HEAD}requires:$0\n", "radius", f"{HEAD}requires: radius\n"),
        (f"{HEAD}requires: pla$0\n", "places", f"{HEAD}requires: places\n"),
        (f"{HEAD}effects: reads fi$0\n", "reads files", f"{HEAD}effects: reads files\n"),
        (f"{HEAD}effects: time, $0\n", "random", f"{HEAD}effects: time, random\n"),
        (f"{HEAD}raises: $0\n", "ValueError", f"{HEAD}raises: ValueError\n"),
        (f"{HEAD}example: $0\n", "area", f"{HEAD}example: area(1.0) == \n"),
        (
            f"{HEAD}uses: from collections.abc import $0\n",
            "Mapping",
            f"{HEAD}uses: from collections.abc import Mapping\n",
        ),
        ("spec f(n:$0)\n", "int", "spec f(n: int)\n"),
        ("spec f(n: list[$0])\n", "Decimal", "spec f(n: list[Decimal])\n"),
        ("spec f(n: int) -> $0\n", "str", "spec f(n: int) -> str\n"),
    ],
)
def test_accepting(marked: str, label: str, after: str) -> None:
    check_accepted(marked, label, after)


def test_a_postcondition_may_speak_of_result() -> None:
    check_completion(f"{HEAD}ensures: $0\n", "places", "radius", "result", "approx", "area")


@pytest.mark.parametrize("key", ["requires", "raises: ValueError when"])
def test_other_conditions_may_not(key: str) -> None:
    key = key if ":" in key else f"{key}:"
    found = check_completion(f"{HEAD}{key} $0\n", "places", "radius")
    assert "result" not in {item.label for item in found}


def test_a_condition_goes_on_in_the_next_line() -> None:
    check_completion(f"{HEAD}ensures: result > 0 and\n        rad$0\n", "places", "radius", "result")


def test_other_specs_are_offered_as_calls() -> None:
    marked = f"spec half(n: int) -> int\n    Half.\n\n{HEAD}ensures: ha$0\n"
    [item] = [item for item in offered(marked) if item.label == "half"]
    assert (item.text, item.snippet) == ("half(1)", "half(${1:1})")
    assert {"half", "from"} == {item.label for item in offered(marked.replace("ensures: ha$0", "uses: $0"))}


def test_of_hundreds_of_specs_those_that_fit_the_word() -> None:
    many = "".join(f"spec part_{number}(n: int) -> int\n    P.\n\n" for number in range(200))
    for typed, first, is_incomplete in (
        ("", "part_0", True),
        ("p7", "part_107", False),
        ("part_199", "part_199", False),
    ):
        fixture = read_fixture(f"{many}{HEAD}ensures: {typed}$0\n")
        assert fixture.cursor is not None
        found = completion(snapshot(fixture.text), fixture.cursor)
        specs = [item.label for item in found.items if item.label.startswith("part_")]
        assert (specs[0], found.is_incomplete) == (first, is_incomplete)
        assert len(specs) <= 50


def test_an_example_begins_with_a_call_to_fill_in() -> None:
    marked = 'spec f(words: list[str], *, upper: bool, sep: str = ",") -> str\n    F.\n\n    example: $0\n'
    item = check_completion(marked, "f")[0]
    assert item.text == 'f(["a"], upper=True) == '
    assert item.snippet == 'f(${1:["a"]}, upper=${2:True}) == $0'


def test_a_brace_in_a_value_is_escaped_in_a_snippet() -> None:
    item = offered("spec f(d: dict[str, int]) -> int\n    F.\n\n    unspecified: $0\n")[0]
    assert item.snippet == "f(${1:{\\}})"


def test_exceptions_then_their_condition() -> None:
    check_completion(f"{HEAD}raises: $0\n", "IndexError", "KeyError")
    check_completion(f"{HEAD}raises: ValueError $0\n", "when")
    found = check_completion(f"{HEAD}raises: ValueError, $0\n", "IndexError")
    assert "ValueError" not in {item.label for item in found}


def test_named_effects_are_not_offered_again() -> None:
    labels = {item.label for item in offered(f"{HEAD}effects: time, $0\n")}
    assert labels == {*Effect} - {"time"}


def test_names_of_a_module_behind_a_dot() -> None:
    assert "isnan" in {item.label for item in offered(f"{HEAD}ensures: not math.is$0\n")}
    check_nothing(f"{HEAD}ensures: radius.$0\n", trigger=".")
    check_nothing(f"{HEAD}ensures: result > 0.$0\n", trigger=".")


@pytest.mark.parametrize(
    ("marked", "trigger"),
    [
        ("spec area(radius: float) -> float\n    The $0area.\n", ""),
        ("spec area(radius: float) -> float\n    The $0area.\n", " "),
        ("spec area(ra$0: float) -> float\n    The area.\n", ""),
        ("spec ar$0\n", ""),
        (f"{HEAD}# ens$0\n", ""),
        (f"{HEAD}hole: $0\n", ""),
        (f"{HEAD}ensures: {'(' * 3000}$0\n", ""),
        (f"spec f(n: {'list[' * 1000}$0\n", ""),
        (f"{HEAD}ensures: result $0\n", " "),
        (f"{HEAD}ensures: result =$0\n", "="),
        (f"{HEAD}ensures: result > 'a $0'\n", " "),
        (f"{HEAD}$0\n", " "),
        (f"{HEAD}ensures: result[1:$0]\n", ":"),
        ("spec f(n: int >$0)\n", ">"),
    ],
)
def test_nothing_where_there_is_nothing_to_say(marked: str, trigger: str) -> None:
    check_nothing(marked, trigger)


@pytest.mark.parametrize(
    ("marked", "trigger"),
    [
        (f"{HEAD}ensures: result == $0\n", " "),
        (f"{HEAD}ensures: result ==$0\n", "="),
        (f"{HEAD}ensures:$0\n", ":"),
        (f"{HEAD}effects: $0\n", " "),
        ("spec f() ->$0\n", ">"),
        (f"{HEAD}ensures: math.$0\n", "."),
    ],
)
def test_something_where_a_value_has_to_follow(marked: str, trigger: str) -> None:
    assert offered(marked, trigger)


DOUBLE = "spec double(n: int) -> int\n    Twice the number.\n\n    example: double(4) == 8\n"
RUNS = (("double(4)", "returns 8"), ("double(-3)", "raises ValueError: no"), ("double(0)", "returns None"))


def ran(shown: Snapshot) -> Snapshot:
    """The scene after lifting and then writing one more example."""
    before = snapshot(DOUBLE)
    found = lifted(before).results["double"].lifted
    assert found is not None
    best = found.candidates[0].model_copy(update={"report": Report(runs=RUNS)})
    return replace(shown, results=lifted(before, candidates=(best,)).results)


@pytest.mark.parametrize(
    ("line", "label", "after"),
    [
        ("double(4) == $0", "8", "double(4) == 8"),
        ("double( 4 ) ==$0", "8", "double( 4 ) == 8"),
        ("double(4) $0", "== 8", "double(4) == 8"),
        ("double(-3) == $0", "raises ValueError", "double(-3) raises ValueError"),
        ("double(-3) $0", "raises ValueError", "double(-3) raises ValueError"),
        ("double(0) == $0", "is None", "double(0) is None"),
    ],
)
def test_what_the_candidate_does_ends_an_example(line: str, label: str, after: str) -> None:
    marked = f"{DOUBLE}    example: {line}\n"
    item = check_accepted(marked, label, f"{DOUBLE}    example: {after}\n", of=ran)
    assert item.rank == 0


def test_a_call_that_was_not_run_is_asked_for_and_its_outcome_offered() -> None:
    fixture = read_fixture(f"{DOUBLE}    example: double(21) == $0\n")
    shown = ran(snapshot(fixture.text))
    assert fixture.cursor is not None
    wanted = unknown_call(shown, fixture.cursor)
    assert wanted is not None
    assert wanted[1] == "double(21)"
    for outcome, label in ((Returned(42), "42"), (Raised(("ZeroDivisionError",), ""), "raises ZeroDivisionError")):
        labels = [item.label for item in completion(shown, fixture.cursor, computed=outcome).items]
        assert labels[0] == label


@pytest.mark.parametrize("call", ["double(4)", "double(n)", "other(4)", "double(double(4))", "double()"])
def test_no_other_call_is_asked_for(call: str) -> None:
    fixture = read_fixture(f"{DOUBLE}    example: {call} == $0\n")
    assert fixture.cursor is not None
    assert unknown_call(ran(snapshot(fixture.text)), fixture.cursor) is None


def test_documentation_comes_with_the_topic() -> None:
    shown = snapshot(f"spec half(n: int) -> int\n    Half.\n\n{HEAD}radius: in metres\n")
    assert "A postcondition" in documentation(shown, "area", "keyword:ensures")
    assert "clock" in documentation(shown, "area", "effect:time")
    assert "in metres" in documentation(shown, "area", "parameter:radius")
    assert "**half**" in documentation(shown, "area", "spec:half")
    for topic in ("", "keyword:", "keyword:x", "effect:x", "spec:x", "parameter:x", "x"):
        assert documentation(shown, "area", topic) == ""


def test_the_builtins_are_those_that_a_spec_may_use() -> None:
    assert set(BUILTINS) <= BUILTIN_NAMES


@given(st.text(max_size=120), st.integers(0, 120), st.sampled_from(["", " ", ":", "=", ">", "."]))
def test_any_text_may_be_completed_anywhere(text: str, offset: int, trigger: str) -> None:
    offset = min(offset, len(text))
    for item in completion(snapshot(text), offset, trigger).items:
        assert item.span.start <= item.span.end == offset
