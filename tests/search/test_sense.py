"""What is not shown: programs with a part that a person would not accept, although they give all expected results."""

from dataclasses import replace
from typing import Any

import pytest
from tests.search.requests import TOTAL_LENGTH
from tests.search.test_programs import Case
from tests.search.test_programs import request as any_request

from lift_server.engines.embedded.search import quantities, sense
from lift_server.engines.embedded.search.components import COMPONENTS
from lift_server.engines.embedded.search.judge import credits
from lift_server.engines.embedded.search.operators import function_of, operators
from lift_server.engines.embedded.search.program import Program
from lift_server.engines.embedded.search.request import Helper, Request
from lift_server.engines.embedded.search.sense import makes_sense
from lift_server.engines.embedded.search.solve import solve
from lift_server.engines.embedded.search.space import leaf
from lift_server.engines.embedded.search.types import type_of

ALL = operators(frozenset(), ["list[int]", "int", "str"])

NUMBERS = leaf("xs", "list[int]", 1, ([3, 9, 3], [5, 1], [7, 8, 2, 4]), 1)
WORD = leaf("s", "str", 1, ("ab", "xyz", "q"), 1)
COUNT = leaf("n", "int", 1, (4, 6, 9), 1)


def constant(value: object, type_: str = "int") -> Program:
    return leaf(repr(value), type_, 1, (value,) * 3)


def made(source: str, *parts: Program) -> Program:
    """The component of this source that takes parts of these types, applied to them."""
    types = tuple(part.type for part in parts)
    fitting = [item for item in ALL if item.component.source == source and len(item.patterns) == len(parts)]
    component = next(item.component for item in fitting if item.result_of(types) is not None)
    values = tuple(map(function_of(component), *(part.values for part in parts)))
    return Program(type_of(values[0]), 3, values, component, parts, 1)


def asked(prose: str = "", constants: tuple[Any, ...] = (), parameter: str = "xs") -> Request:
    return replace(TOTAL_LENGTH, parameters=(parameter,), stems=tuple(prose.split()), constants=constants)


def check_refused(program: Program, prose: str = "", *, unless: str | None = None, constants: Any = ()) -> None:
    """The program makes no sense for the prose, but does `unless` the prose is another one."""
    assert not makes_sense(program, asked(prose))
    if unless is not None:
        assert makes_sense(program, asked(unless, tuple(constants)))


def test_rules_name_parts_that_exist() -> None:
    of_sense = ("_SLICES", "_RANGES", "_ENDS", "_COMPARISONS", "_GLUE", "_OF_THINGS", "_LOOKUPS", "_PICKS", "_SPECIAL")
    named = [getattr(sense, name) for name in of_sense] + [getattr(quantities, name) for name in ("_SAME", "_AT")]
    assert set().union(*named) <= {item.source for item in COMPONENTS}


def test_every_second_item_needs_words_about_positions() -> None:
    check_refused(made("sum(a)", made("a[::2]", NUMBERS)), "even sum", unless="sum even index")
    assert makes_sense(made("sum(a)", made("a[::2]", NUMBERS)), asked("altern sum"))


def test_a_parameter_must_be_used() -> None:
    program = made("sum(a)", NUMBERS)
    assert makes_sense(program, asked())
    assert not makes_sense(program, replace(asked(), parameters=("xs", "limit"), types=("list[int]", "int")))


def test_a_part_whose_value_never_changes() -> None:
    check_refused(made("len(a)", made("[a]", made("sum(a)", NUMBERS))), "list number")


@pytest.mark.parametrize("source", ["max(a)", "min(a)", "len(a)", "a[-1]"])
def test_the_end_or_length_of_a_range_is_arithmetic(source: str) -> None:
    check_refused(made(source, made("list(range(1, a + 1))", COUNT)))


def test_the_length_of_a_part_and_a_fixed_place_in_a_part_are_arithmetic() -> None:
    check_refused(made("len(a)", made("a[1:]", NUMBERS)))
    check_refused(made("a[-1]", made("a[:-1]", NUMBERS)))


def test_a_constant_is_given_by_prose_or_custom() -> None:
    check_refused(made("a + b", COUNT, constant(7)), unless="seven", constants=(7,))
    check_refused(made("min(a, b)", COUNT, constant(1)))
    assert makes_sense(made("a + b", COUNT, constant(1)), asked())
    assert makes_sense(made("a % b", COUNT, constant(2)), asked())
    check_refused(made("a % b", COUNT, constant(10)), unless="digit")


def test_two_numbers_are_the_parameters_and_no_constant() -> None:
    program = made("a + b", COUNT, constant(2))
    one = asked("", (2,))
    assert makes_sense(program, one)
    two = replace(one, parameters=("xs", "ys"), types=("int", "int"))
    assert not makes_sense(replace(program, uses=3), two)


def test_an_item_is_no_length_and_no_position() -> None:
    length, largest = made("len(a)", NUMBERS), made("max(a)", NUMBERS)
    check_refused(made("a + b", length, largest), "largest number", unless="largest posit")
    check_refused(made("a < b", largest, length))
    check_refused(made("a + b", made("ord(a)", made("a[0]", WORD)), made("len(a)", WORD)), "ascii")
    assert makes_sense(made("a - b", made("max(a)", NUMBERS), made("min(a)", NUMBERS)), asked())


def test_the_average_is_no_mixture() -> None:
    assert makes_sense(made("a / b", made("sum(a)", NUMBERS), made("len(a)", NUMBERS)), asked())


def test_what_was_taken_from_a_text_is_not_looked_up_there() -> None:
    check_refused(made("a.find(b)", WORD, made("a[-1]", WORD)))
    assert makes_sense(made("a.index(b)", NUMBERS, made("max(a)", NUMBERS)), asked("index largest"))


def test_a_special_function_needs_its_own_word() -> None:
    check_refused(made("math.isqrt(a)", COUNT), "integ squar", unless="squar root")


def test_a_function_of_the_library_that_has_to_be_called_is_spoken_of() -> None:
    body = '    """Doc."""\n    values = sorted(values)\n    return len(values) * 31'
    helper = Helper("armstrong_number", ("list[T]",), f"def armstrong_number(values):\n{body}", (), 1)
    examples: list[Case] = [(([1, 2],), 62), (([4],), 31), (([5, 6, 7],), 93)]
    request = any_request("xs", ("list[int]",), "int", "number", examples, helpers=(helper,), evaluations=500)
    assert not solve(request).answers
    assert solve(replace(request, stems=("armstrong", "number"))).answers


def test_nonsense_does_not_end_the_search() -> None:
    """Doubled by its position among the items is found first, and wrong for equal items."""
    examples: list[Case] = [(([5, 1],), 10), (([7],), 14), (([2, 9, 4],), 4)]
    asked_ = any_request("xs", ("list[int]",), "int", "first doubl", examples, evaluations=3_000)
    bodies = [answer.body for answer in solve(asked_).answers]
    assert "    return 2 * xs[0]\n" in bodies or "    return xs[0] * 2\n" in bodies
    assert not any("[::2]" in body or "len(xs) -" in body for body in bodies)


def test_a_part_accounts_for_one_word_and_a_word_for_one_part() -> None:
    program = made("sum(a)", NUMBERS)
    assert len(credits(program, asked("sum total add"))) == 1
    assert len(credits(made("a + b", program, made("max(a)", NUMBERS)), asked("sum"))) == 1


def test_an_answer_leaves_out_nothing_unasked() -> None:
    examples: list[Case] = [(([900, 100, 1000],), 1100), (([500, 77000],), 77000), (([4, 9, 30000, 8],), 30017)]
    request = any_request("xs", ("list[int]",), "int", "sum", examples, evaluations=2_000)
    stances = {answer.body: answer.stance for answer in solve(request).answers}
    assert stances["    return sum(xs[1:])\n"] == "suggest"
    stances = {answer.body: answer.stance for answer in solve(replace(request, stems=("rest", "sum"))).answers}
    assert stances["    return sum(xs[1:])\n"] == "answer"
