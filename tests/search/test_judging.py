"""How far programs are believed: what the examples tell, what the prose speaks of, who is a rival."""

from dataclasses import replace

from tests.search.requests import TOTAL_LENGTH

from lift_server.engines.embedded.search.answers import Stance
from lift_server.engines.embedded.search.expression import expression
from lift_server.engines.embedded.search.judge import information, judge, score, weight
from lift_server.engines.embedded.search.program import Program
from lift_server.engines.embedded.search.request import Request
from lift_server.engines.embedded.search.search import search
from lift_server.engines.embedded.search.space import leaf
from lift_server.engines.embedded.search.splits import PLUS, TIMES

LONG = replace(
    TOTAL_LENGTH, examples=((([],), 0), ((["ab", "c"],), 3), ((["hello", "you", "two"],), 11), ((["x" * 300],), 300))
)


def programs(asked: Request) -> list[Program]:
    return [item.program for item in search(asked)]


def stances(asked: Request) -> list[Stance]:
    return [item.stance for item in judge(programs(asked), asked)]


def test_more_distinct_results_tell_more() -> None:
    assert information([True, False]) < information([True, False, True, True])
    assert information([1, 1, 1]) == information([1]) < information([1, 2])
    assert information(["abc"]) < information(["abcdef"]) == information(["abcdef", "abcdef"])
    assert information([True, True]) == 1.0


def test_few_truth_values_are_never_an_answer() -> None:
    asked = replace(
        TOTAL_LENGTH,
        result="bool",
        stems=("empti",),
        examples=((([],), True), ((["a"],), False), ((["b", "a"],), False)),
    )
    assert programs(asked)
    assert "answer" not in stances(asked)


def test_examples_that_tell_much_make_an_answer() -> None:
    assert stances(replace(TOTAL_LENGTH, examples=TOTAL_LENGTH.examples[:2]))[0] == "suggest"
    assert stances(LONG)[0] == "answer"


def test_the_best_score_comes_first_and_rivals_differ() -> None:
    judged = judge(programs(LONG), LONG)
    assert [item.score for item in judged] == sorted(item.score for item in judged)
    assert len({repr(item.program.values) for item in judged}) == len(judged)
    assert len(judged) <= LONG.count


def test_unused_parameters_and_words_of_the_prose_change_the_score() -> None:
    found = programs(LONG)[0]
    two = replace(LONG, parameters=("words", "other"), types=("list[str]", "int"))
    assert score(found, two) > score(found, LONG)
    assert score(found, replace(LONG, stems=())) > score(found, LONG)
    assert expression(found)


def test_what_stands_in_two_places_costs_once() -> None:
    points = ((1, 2), (3, 4))
    part = Program("int", 5, (3, 7), PLUS, (leaf("x", "int", 1, (1, 3), 1), leaf("y", "int", 1, (2, 4), 2)), 3)
    other = replace(part, cost=5)
    asked = replace(LONG, parameters=("x", "y"), examples=tuple((point, 0) for point in points), probes=(), stems=())
    shared, apart = (Program("int", 11, (9, 49), TIMES, (part, second), 3) for second in (part, other))
    assert score(shared, asked) == score(apart, asked) - part.cost + 1


def test_rare_words_weigh_more() -> None:
    assert weight("lcm") > weight("number")
    assert 0 <= weight("number") < weight("unheard") == 1


def test_a_choice_of_which_nothing_is_said_is_a_suggestion() -> None:
    examples = tuple(((n,), "low" * 9 if n < 10 else "high" * 9) for n in (1, 5, 20, 30))
    asked = replace(
        TOTAL_LENGTH, parameters=("n",), types=("int",), result="str", probes=(), examples=examples, stems=("x",),
        constants=("low" * 9, "high" * 9, 10), evaluations=12_000,
    )  # fmt: skip
    judged = judge(programs(asked), asked)
    assert judged[0].program.head.source == "a if c else b"
    assert judged[0].stance == "suggest"
