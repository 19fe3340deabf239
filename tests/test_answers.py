"""Answers: how what candidates did is written as a clause of the spec."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift_ir.formal import why_informal
from lift_server.answers import clause_of, exception_name, phrase_of
from lift_server.checks.behaviour import same_answer
from lift_server.checks.sandbox.api import Items, Opaque, Outcome, Raised, Returned
from lift_server.checks.sandbox.worker.approx import approx

VALUE = Raised(("JSONDecodeError", "ValueError", "Exception", "BaseException"), "no")
OTHER = Raised(("KeyError", "LookupError", "Exception", "BaseException"), "no")


@pytest.mark.parametrize(
    ("values", "clause"),
    [
        ([1], "example: f(1) == 1"),
        ([True], "example: f(1) == True"),
        ([None], "example: f(1) is None"),
        (["a\n"], "example: f(1) == 'a\\n'"),
        ([0.5], "example: f(1) == 0.5"),
        ([0.1 + 0.2], "example: f(1) == approx(0.3)"),
        ([0.3, 0.1 + 0.2], "example: f(1) == approx(0.3)"),
        ([2 / 3], "example: f(1) == approx(0.666667)"),
        ([12.56637, 12.56642], "example: f(1) == approx(12.5664, rel=1e-05)"),
        ([[1.0, 2 / 3]], "example: f(1) == approx([1.0, 0.666667])"),
        ([math.nan], "example: math.isnan(f(1))"),
        ([math.inf], "example: f(1) == float('inf')"),
        ([{2, 1}], "example: f(1) == {1, 2}"),
        ([Items((1, 2), True)], "example: list(f(1)) == [1, 2]"),
        ([Items((1, 2), False)], ""),
        ([Opaque("object")], ""),
        (["long" * 100], ""),
    ],
)
def test_a_value_is_written_so_that_an_author_would_write_it(values: list[object], clause: str) -> None:
    assert clause_of("f(1)", [(Returned(value), 1.0) for value in values], {"f"}) == clause


def test_an_exception_is_named_by_what_most_candidates_raise() -> None:
    both: list[tuple[Outcome, float]] = [(VALUE, 0.6), (OTHER, 0.4)]
    assert exception_name(both) == "ValueError"
    assert phrase_of(both[::-1]) == "raises ValueError"
    assert clause_of("f(1)", both, {"f"}) == "example: f(1) raises ValueError"


numbers = st.one_of(st.integers(-3, 3), st.floats(allow_nan=False, allow_infinity=False, width=32), st.just(0.1 + 0.2))
values = st.recursive(
    st.one_of(numbers, st.booleans(), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.tuples(inner, inner), st.dictionaries(st.sampled_from("ab"), inner, max_size=2)
    ),
    max_leaves=5,
)


@given(values)
def test_a_written_answer_holds_for_its_own_value(value: object) -> None:
    clause = clause_of("f(1)", [(Returned(value), 1.0)], {"f"})
    text = clause.removeprefix("example: ")
    assert why_informal(text, ["f"]) is None
    assert eval(text, {"f": lambda n: value, "approx": approx, "math": math}) is True


@given(values, values)
def test_a_written_answer_does_not_hold_for_another_answer(value: object, other: object) -> None:
    if not same_answer(Returned(value), Returned(other)):
        text = clause_of("f(1)", [(Returned(value), 1.0)], {"f"}).removeprefix("example: ")
        assert eval(text, {"f": lambda n: other, "approx": approx, "math": math}) is False
