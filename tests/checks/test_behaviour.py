"""Outcome tables: which candidates do the same, how much each weighs, and which program is shown."""

import math
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.candidates import inputs, row
from lift_ir import TypeExpr, parse_type
from lift_server.checks.behaviour import (
    RAISES,
    Row,
    Table,
    classes,
    narrowed,
    normalized,
    outcome_table,
    pick,
    same_result,
)
from lift_server.checks.sandbox.api import Died, Items, Opaque, Outcome, Raised, Record, Returned, TimedOut

NUMBERS = inputs(0, 1, 2, -1)
VALUE = Raised(("ValueError", "Exception", "BaseException"), "no")
KEY = Raised(("KeyError", "LookupError", "Exception", "BaseException"), "other")
SLOW = TimedOut(0.1)


def made(*rows: Sequence[Outcome], returns: TypeExpr | None = None) -> Table:
    """A table of programs a, b, c ... with these outcomes."""
    columns = inputs(*range(len(rows[0])))
    programs = [Row(f"    return {chr(97 + at)}\n", tuple(outcomes), "model") for at, outcomes in enumerate(rows)]
    return outcome_table(columns, programs, returns)


def returned(*values: object) -> list[Outcome]:
    return [Returned(value) for value in values]


def check_classes(table: Table, expected: Sequence[set[int]]) -> None:
    assert [set(found.members) for found in classes(table)] == list(expected)
    assert sum(found.share for found in classes(table)) == pytest.approx(1.0)


def test_candidates_that_do_the_same_everywhere_are_one_class() -> None:
    check_classes(made(returned(1, 2), returned(1, 3), returned(1, 2)), [{0, 2}, {1}])


def test_all_exceptions_are_one_behavior_and_stay_for_display() -> None:
    table = made([VALUE, Returned(1)], [KEY, Returned(1)])
    check_classes(table, [{0, 1}])
    assert list(table.shares(0)) == [RAISES]
    assert [outcome for outcome, _ in table.outcomes(0, RAISES)] == [VALUE, KEY]


def test_a_change_of_the_arguments_is_a_behavior_of_its_own() -> None:
    table = made([Returned([1])], [Returned([1], mutated=True)])
    check_classes(table, [{0}, {1}])
    assert len(table.shares(0)) == 1, "an example cannot tell them apart, so there is nothing to ask"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (0.1 + 0.2, 0.3, True),
        (12.5664, 12.56637, True),
        (12.566, 12.57, False),
        (1, 1.0, True),
        (True, 1, True),
        (10**6, 10**6 + 1, False),
        (10**400, 1.0, False),
        (math.nan, math.nan, True),
        (math.inf, 1e308, False),
        (1e-17, 0.0, True),
        ([0.1 + 0.2, "a"], [0.3, "a"], True),
        ((1, 2), [1, 2], False),
        ({"a": 0.1 + 0.2}, {"a": 0.3}, True),
        ({"a": 1}, {"b": 1}, False),
        ({1, 2}, {2, 1}, True),
        (1j, 1e-14 + 1j, True),
        ("1", 1, False),
        (None, 0, False),
        (Items((1, 0.1 + 0.2), True), Items((1, 0.3), True), True),
        (Record("P", (("x", 0.1 + 0.2),), False), Record("P", (("x", 0.3),), False), True),
        (Opaque("object"), Opaque("object"), True),
        (Opaque("object"), Opaque("type"), False),
    ],
)
def test_results_are_equal_as_an_example_sees_them(a: object, b: object, same: bool) -> None:
    assert same_result(a, b) is same
    assert same_result(b, a) is same


def test_a_slow_candidate_joins_the_largest_class_it_agrees_with() -> None:
    table = made(returned(1, 2, 3), returned(1, 2, 4), returned(1, 2, 3), [Returned(1), Returned(2), SLOW])
    check_classes(table, [{0, 2, 3}, {1}])


def test_a_slow_candidate_that_agrees_with_none_is_a_class_of_its_own() -> None:
    check_classes(made(returned(1, 2), returned(1, 2), [Returned(9), SLOW]), [{0, 1}, {2}])


def test_a_candidate_that_never_ends_agrees_with_nobody() -> None:
    check_classes(made(returned(1, 2), [SLOW, SLOW], [Died("out of memory"), SLOW]), [{0}, {1, 2}])


def test_slow_candidates_meet_where_they_ended() -> None:
    table = made([Returned(1), Returned(2), SLOW], [SLOW, Returned(2), Returned(3)], [Returned(1), SLOW, Returned(9)])
    members = [set(found.members) for found in classes(table)]
    assert {0, 1} in members
    assert {2} in members, "what the first two showed together counts against the third"


def test_raising_and_undeclared_none_weigh_less() -> None:
    table = made(returned(1, 1), [VALUE, Returned(1)], returned(None, None))
    sensible, half, stub = table.weights
    assert sensible > half > stub > 0
    free = made(returned(1, 1), returned(None, None), returns=parse_type("int | None"))
    assert free.weights[0] == free.weights[1]


def test_a_stub_does_not_win_by_being_frequent() -> None:
    table = made(*[returned(None, None)] * 9, returned(1, 2))
    assert pick(table, classes(table)) == 9


def test_engines_are_mixed_by_fixed_weights() -> None:
    rows = [Row("a", tuple(returned(1)), "embedded")] * 5 + [Row("b", tuple(returned(2)), "remote")]
    table = outcome_table(inputs(0), rows)
    assert table.weights[-1] == pytest.approx(1 / 1.1)
    assert sum(table.weights) == pytest.approx(1.0)


def test_variants_of_the_library_weigh_by_their_order() -> None:
    rows = [Row(name, tuple(returned(value)), "embedded") for name, value in (("a", 1), ("b", 2), ("c", 3))]
    first, second, third = outcome_table(inputs(0), rows).weights
    assert (first / second, first / third) == pytest.approx((2, 3))


def test_samples_of_one_program_count_as_often_as_they_were_drawn() -> None:
    rows = [Row("a", tuple(returned(1)), "model", samples=3), Row("b", tuple(returned(2)), "model")]
    assert outcome_table(inputs(0), rows).weights == pytest.approx((0.75, 0.25))


def test_the_most_frequent_program_of_the_heaviest_class_is_shown_then_the_shortest() -> None:
    long, short, other = "    return   1  # one\n", "    return 1\n", "    return 0+1\n"
    values = tuple(returned(1))
    same = [Row(long, values), Row(short, values), Row(other, values)]
    table = outcome_table(inputs(0), [*same, Row("x", tuple(returned(7)))])
    assert table.rows[pick(table, classes(table)) or 0].program == short


def test_nothing_is_shown_of_nothing() -> None:
    empty = outcome_table(inputs(0), [])
    assert classes(empty) == ()
    assert pick(empty, classes(empty)) is None


@pytest.mark.parametrize("other", ["    return n+1  # more\n", "\n    return n + 1\n", "  return (n)+1\n"])
def test_layout_and_comments_make_no_other_program(other: str) -> None:
    same = normalized(other) == normalized("    return n + 1\n")
    assert same is ("(" not in other)


@pytest.mark.parametrize("text", ["    return (\n", "    'open\n", "\x00", "", "    return 1\n  x\n"])
def test_what_python_cannot_read_is_normalized_to_something(text: str) -> None:
    assert isinstance(normalized(text), str)


def test_a_part_of_a_table_is_a_table() -> None:
    table = made(returned(1, 2, 3), returned(4, 5, 6), returned(1, 5, 3))
    part = narrowed(table, [0, 2], [0, 2])
    assert [item.text for item in part.inputs] == ["f(0)", "f(2)"]
    check_classes(part, [{0, 1}])
    assert sum(part.weights) == pytest.approx(1.0)


def test_giving_finds_the_rows_that_an_answer_keeps() -> None:
    table = made(returned(1.0), returned(1.0000001), returned(2), [VALUE], [SLOW])
    assert table.giving(0, Returned(1)) == [0, 1]
    assert table.giving(0, KEY) == [3]


outcomes = st.one_of(
    st.sampled_from([VALUE, KEY, SLOW, Died("gone")]),
    st.builds(Returned, st.sampled_from([None, 0, 1, 1.0, 2.5, "a", [1], [1.0]]), st.booleans()),
)
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(outcomes, min_size=width, max_size=width), min_size=1, max_size=8)
)


@given(tables)
def test_every_candidate_is_in_one_class_and_finished_members_agree(rows: list[list[Outcome]]) -> None:
    table = made(*rows)
    found = classes(table)
    assert sorted(index for item in found for index in item.members) == list(range(len(rows)))
    assert sum(item.share for item in found) == pytest.approx(1.0)
    for item in found:
        for column in range(len(table.inputs)):
            assert len({table.cells[row][column] for row in item.members} - {None}) <= 1
    assert pick(table, found) in found[0].members


@given(tables)
def test_shares_of_an_input_are_at_most_one_and_match_the_rows(rows: list[list[Outcome]]) -> None:
    table = made(*rows)
    for column in range(len(table.inputs)):
        shares = table.shares(column)
        assert sum(shares.values()) <= 1 + 1e-9
        for answer, share in shares.items():
            found = table.outcomes(column, answer)
            assert sum(weight for _, weight in found) == pytest.approx(share)


@given(tables)
def test_an_order_of_the_candidates_makes_no_class(rows: list[list[Outcome]]) -> None:
    finished = [row for row in rows if all(isinstance(outcome, Returned | Raised) for outcome in row)]
    if finished:
        forward, backward = made(*finished), made(*finished[::-1])
        last = len(finished) - 1
        mirrored = {frozenset(last - member for member in item.members) for item in classes(backward)}
        assert {frozenset(item.members) for item in classes(forward)} == mirrored


def test_functions_run_on_inputs() -> None:
    def absolute(n: int) -> int:
        return abs(n)

    def root(n: int) -> float:
        return math.sqrt(n)

    functions: list[Callable[..., object]] = [absolute, root]
    table = outcome_table(NUMBERS, [row(function, NUMBERS) for function in functions])
    assert [len(table.shares(column)) for column in range(4)] == [1, 1, 2, 2]
