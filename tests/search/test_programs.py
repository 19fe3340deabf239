"""What a search composes: loops, parts, conditions, choices. Each finds a program that is right on further inputs."""

from dataclasses import replace
from typing import Any

from tests.search.requests import TOTAL_LENGTH

from lift_server.engines.embedded.search.request import Request
from lift_server.engines.embedded.search.search import Solution, search
from lift_server.engines.embedded.search.solve import solve

Case = tuple[tuple[Any, ...], Any]


def request(
    parameters: str, types: tuple[str, ...], result: str, stems: str, examples: list[Case], **more: Any
) -> Request:
    return replace(
        TOTAL_LENGTH, name="f", parameters=tuple(parameters.split()), types=types, result=result, probes=(),
        stems=tuple(stems.split()), examples=tuple(examples), **{"evaluations": 12_000, **more},
    )  # fmt: skip


def check_finds(asked: Request, *further: Case) -> None:
    """The best answer gives these results as well."""
    answers = solve(asked).answers
    assert answers, "nothing found"
    names: dict[str, Any] = {module: __import__(module) for module in answers[0].modules}
    exec(f"def f({', '.join(asked.parameters)}):\n{answers[0].body}", names)
    for arguments, expected in further:
        assert names["f"](*arguments) == expected, answers[0].body


def test_a_filter_in_a_sum() -> None:
    examples = [(("abAB",), 131), (("abcCd",), 67), (("",), 0)]
    asked = request("s", ("str",), "int", "sum upper ascii code charact", examples, evaluations=60_000)
    check_finds(asked, (("xYZ",), 179))


def test_two_lists_side_by_side() -> None:
    examples = [(([1, 5], [4, 2]), [3, 3]), (([0, 0, 9], [1, -1, 9]), [1, 1, 0]), (([20, 8], [1, 10]), [19, 2])]
    asked = request("a b", ("list[int]", "list[int]"), "list[int]", "absolut differ each correspond", examples)
    check_finds(asked, (([10], [3]), [7]), (([], []), []))


def test_neighbors() -> None:
    examples = [(([1, 4, 9],), [3, 5]), (([2, 2],), [0]), (([7],), [])]
    asked = request("xs", ("list[int]",), "list[int]", "differ consecut", examples)
    check_finds(asked, (([10, 7, 8],), [-3, 1]))


def test_rows_are_flattened() -> None:
    examples = [(([[1, 2], [3]],), 6), (([[5]],), 5), (([[], [4, 4]],), 8), (([[2, 3], [4, 0, 0]],), 9)]
    asked = request("rows", ("list[list[int]]",), "int", "sum matrix all", examples)
    check_finds(asked, (([[1], [2], [3]],), 6))


def test_aggregates_of_rows() -> None:
    examples = [(([[1, 2], [3]],), [3, 3]), (([[5, 1, 1], []],), [7, 0])]
    asked = request("rows", ("list[list[int]]",), "list[int]", "sum each row", examples)
    check_finds(asked, (([[9, 1], [2, 2]],), [10, 4]))


def test_the_longest_by_a_key() -> None:
    examples = [
        ((["a", "bbb", "cc"],), "bbb"),
        ((["xx", "y"],), "xx"),
        ((["k", "l"],), "k"),
        ((["z", "ab", "m", "o"],), "ab"),
    ]
    asked = request("words", ("list[str]",), "str", "longest length", examples)
    check_finds(asked, ((["zz", "yyy", "xxx"],), "yyy"))


def test_parts_of_a_pair_are_found_on_their_own() -> None:
    examples = [(([1, 2, 3, 4],), (10, 24)), (([5, 2],), (7, 10)), (([],), (0, 1))]
    asked = request("xs", ("list[int]",), "pair[int,int]", "sum product tupl", examples)
    check_finds(asked, (([2, 2, 3],), (7, 12)))


def test_what_both_parts_of_a_pair_share_is_written_once() -> None:
    examples = [(([5, 3, 8, 1],), ([5, 3, 1], 3)), (([2, 4],), ([], 0)), (([9, 7, 5, 2],), ([9, 7, 5], 3))]
    asked = request("xs", ("list[int]",), "pair[list[int],int]", "odd length tupl filter", examples)
    check_finds(asked, (([1, 1, 2],), ([1, 1], 2)))


def test_a_text_between_two_texts() -> None:
    examples = [(("Ann",), "Hello, Ann!"), (("Bo",), "Hello, Bo!")]
    asked = request("name", ("str",), "str", "greet", examples, constants=("Hello, ", "!"))
    check_finds(asked, (("Eve",), "Hello, Eve!"))


def test_two_conditions() -> None:
    examples = [((4, 10), True), ((5, 10), False), ((6, 10), True), ((12, 10), False), ((13, 10), False)]
    asked = request("n most", ("int", "int"), "bool", "even less", examples)
    check_finds(asked, ((2, 3), True), ((8, 3), False), ((3, 9), False))


def test_a_choice_of_which_the_prose_speaks() -> None:
    examples = [((["a", "bbb"],), "bbb"), ((["xx", "y"],), "xx"), (([],), None)]
    asked = request("words", ("list[str]",), "any", "longest length none empti", examples)
    check_finds(asked, ((["q", "qq"],), "qq"), (([],), None))


def solutions(asked: Request) -> list[Solution]:
    return search(asked)


def test_a_choice_needs_two_examples_for_each_branch_when_the_prose_does_not_speak_of_it() -> None:
    examples: list[Case] = [((3,), "low"), ((2,), "low"), ((50,), "high")]
    asked = request("n", ("int",), "str", "level", examples, constants=("low", "high", 10), evaluations=2_000)
    choices = [item for item in solutions(asked) if item.program.head.source == "a if c else b"]
    assert not choices
    more = replace(asked, examples=(*asked.examples, ((60,), "high")), evaluations=12_000)
    check_finds(more, ((5,), "low"), ((70,), "high"))


def test_only_integers_of_mixed_values() -> None:
    examples = [(([1, "a", 2.5, 3],), [1, 3]), ((["x", []],), []), (([4],), [4])]
    asked = request("values", ("list[any]",), "list[int]", "filter onli integ", examples)
    check_finds(asked, (([None, 7, "7"],), [7]))


def test_the_same_request_has_the_same_solutions() -> None:
    found = [[(item.program.cost, item.evaluated) for item in search(TOTAL_LENGTH)] for _ in range(2)]
    assert found[0] == found[1] != []


def test_a_result_is_not_copied_from_its_example() -> None:
    examples: list[Case] = [(("cat",), "qzx"), (("dog",), "wvk")]
    assert not search(request("s", ("str",), "str", "", examples, evaluations=3_000))
