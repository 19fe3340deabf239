"""What only a loop gathers: folds and recurrences are found by running their steps, and read like a person's loop."""

from dataclasses import replace
from typing import Any

import pytest
from tests.search.test_programs import Case, check_finds, request

from lift_server.engines.embedded.search.expression import expression
from lift_server.engines.embedded.search.program import ERROR
from lift_server.engines.embedded.search.request import Request
from lift_server.engines.embedded.search.search import search
from lift_server.engines.embedded.search.solve import solve
from lift_server.engines.embedded.search.steps import GATHERING

NUMBERS, NUMBER, TEXT = ("list[int]",), ("int",), ("str",)


def over(parameters: str, types: tuple[str, ...], stems: str, examples: list[Case], result: str = "int") -> Request:
    return request(parameters, types, result, stems, examples, evaluations=50_000)


def check_reads(asked: Request, body: str, *further: Case) -> None:
    """The best answer is this body, and right on further inputs."""
    answers = solve(asked).answers
    assert answers, "nothing found"
    assert answers[0].body.replace("\n    ", "\n").strip() == body
    assert not answers[0].modules
    check_finds(asked, *further)


def linear(factors: tuple[int, int], first: tuple[int, int], n: int) -> int:
    previous, current = first
    for _ in range(n):
        previous, current = current, factors[0] * previous + factors[1] * current
    return previous


DIGITS = over("digits", NUMBERS, "digit number", [(([1, 2],), 12), (([4, 0, 7],), 407), (([],), 0), (([9],), 9)])


def test_digits_become_a_number() -> None:
    body = "result = 0\nfor digit in digits:\n    result = result * 10 + digit\nreturn result"
    check_reads(DIGITS, body, (([3, 1, 4, 1, 5],), 31415), (([0, 8],), 8))


def test_a_balance_that_never_goes_below_zero() -> None:
    examples = [(([5, -8, 3],), 3), (([-1, 2],), 2), (([],), 0), (([4, 4, -1],), 7), (([1, -5],), 0)]
    check_reads(
        over("changes", NUMBERS, "balanc never below zero", examples),
        "result = 0\nfor change in changes:\n    result = max(0, result + change)\nreturn result",
        (([-3, -3, 2, 2, -1],), 3),
    )


def test_an_alternating_sum() -> None:
    examples = [(([5, 2],), 3), (([1, 2, 3],), 2), (([],), 0), (([7, 1, 1, 4],), 3), (([10],), 10)]
    check_finds(over("xs", NUMBERS, "altern sum", examples), (([9, 4, 4, 1, 1],), 9), (([0, 6],), -6))


def test_a_polynomial_by_its_coefficients() -> None:
    examples = [(([1, 2], 3), 5), (([2, 0, 1], 2), 9), (([], 4), 0), (([7], 9), 7), (([1, 1, 1, 1], 2), 15)]
    highest_first = over("coefficients x", ("list[int]", "int"), "polynomi", examples)
    body = "result = 0\nfor coefficient in {}:\n    result = result * x + coefficient\nreturn result"
    check_reads(highest_first, body.format("coefficients"), (([3, -2, 0], 5), 65))
    lowest_first = [((coefficients[::-1], x), value) for (coefficients, x), value in examples]
    asked = replace(highest_first, examples=tuple(lowest_first))
    check_reads(asked, body.format("reversed(coefficients)"), (([0, -2, 3], 5), 65))


def test_a_step_that_is_taken_only_where_a_condition_holds() -> None:
    examples = [
        (([5, -8, 3],), 8), (([-1, 2],), 2), (([],), 0), (([4, 4, -1],), 7), (([1, -5, 2, -3, -1],), 0),
        (([3, -2, -1, 2, -1],), 1),
    ]  # fmt: skip
    check_reads(
        over("changes", NUMBERS, "balanc refus withdraw", examples),
        "total = 0\nfor change in changes:\n    if total + change >= 0:\n        total += change\nreturn total",
        (([2, -3, -2, 1],), 1),
    )


def test_a_fold_may_start_from_the_first_item() -> None:
    examples = [(("aabbc",), "abc"), (("xx",), "x"), (("abab",), "abab"), (("zzzaz",), "zaz")]
    check_reads(
        over("s", TEXT, "repeat", examples, "str"),
        "result = s[0]\nfor character in s[1:]:\n    if character != result[-1]:\n"
        "        result = result + character\nreturn result",
        (("mississippi",), "misisipi"),
        (("q",), "q"),
    )


@pytest.mark.parametrize(
    ("factors", "first", "step"),
    [((2, 3), (2, 5), "2 * previous + 3 * current"), ((1, 1), (2, 1), "previous + current")],
)
def test_a_linear_recurrence_from_its_first_values(factors: tuple[int, int], first: tuple[int, int], step: str) -> None:
    examples: list[Case] = [((n,), linear(factors, first, n)) for n in range(7)]
    check_reads(
        over("n", NUMBER, "sequenc", examples),
        f"previous, current = {first[0]}, {first[1]}\nfor _ in range(n):\n"
        f"    previous, current = current, {step}\nreturn previous",
        ((20,), linear(factors, first, 20)),
    )


def test_a_recurrence_that_is_counted_from_one() -> None:
    examples: list[Case] = [((n,), linear((-2, 3), (4, -1), n - 1)) for n in range(1, 8)]
    check_finds(over("n", NUMBER, "sequenc", examples), ((12,), linear((-2, 3), (4, -1), 11)))


def test_a_recurrence_of_which_single_values_are_shown() -> None:
    asked = over("n", NUMBER, "number", [((10,), 55), ((1,), 1), ((8,), 21)])
    check_finds(asked, ((2,), 1), ((15,), 610))


def test_a_recurrence_over_three_values() -> None:
    examples: list[Case] = [((n,), value) for n, value in enumerate((0, 0, 1, 1, 2, 4, 7, 13))]
    check_reads(
        over("n", NUMBER, "sequenc", examples),
        "first, second, third = 0, 0, 1\nfor _ in range(n):\n"
        "    first, second, third = second, third, first + second + third\nreturn first",
        ((11,), 149),
    )


def gathering(asked: Request) -> list[Any]:
    return [item.program for item in search(asked) if item.program.head in GATHERING]


def test_what_an_expression_gives_at_once_is_no_loop() -> None:
    examples = [(([1, 2],), 3), (([4, 0, 7],), 11), (([],), 0)]
    assert not gathering(over("xs", NUMBERS, "sum", examples))


def test_one_step_shows_no_loop() -> None:
    examples: list[Case] = [(([],), 0), (([3],), 41)]
    assert not gathering(over("xs", NUMBERS, "", examples))


def test_few_numbers_are_no_sequence() -> None:
    """Three first values of which one is guessed would give any two others."""
    examples: list[Case] = [((0,), 7), ((2,), 0), ((4,), 6), ((6,), 8)]
    assert not gathering(over("n", NUMBER, "sequenc", examples))


def test_a_long_loop_is_not_run() -> None:
    examples: list[Case] = [((n,), linear((1, 1), (2, 1), n)) for n in range(6)]
    asked = replace(over("n", NUMBER, "sequenc", examples), probes=((10**12,), (-4,)))
    best = gathering(asked)[0]
    assert best.values[-2:] == (ERROR, 2)


def test_growth_has_an_end() -> None:
    """Steps that double or square what they are given are left where they get large."""
    examples: list[Case] = [((list(range(150)),), 7), (([2, 3],), 9), (([],), 3), (([1] * 150,), 11)]
    for program in gathering(over("xs", NUMBERS, "", examples)):
        assert expression(program)


def test_the_same_request_has_the_same_loops() -> None:
    one, other = ([(item.program.cost, item.evaluated) for item in search(DIGITS)] for _ in range(2))
    assert one == other != []
