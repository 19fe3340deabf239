"""Texts with fixed parts, joined texts, and values where the rest would fail: read off the examples."""

from dataclasses import replace

from tests.search.test_programs import Case, check_finds
from tests.search.test_programs import request as any_request

from lift_server.engines.embedded.search.request import Request
from lift_server.engines.embedded.search.solve import solve


def request(
    parameters: str, types: tuple[str, ...], result: str, stems: str, examples: list[Case], evaluations: int = 3_000
) -> Request:
    """One that is found early."""
    return any_request(parameters, types, result, stems, examples, evaluations=evaluations)


def test_fixed_parts_between_computed_ones() -> None:
    examples = [((12, "Berlin"), "#12 (BERLIN)"), ((7, "Oslo"), "#7 (OSLO)")]
    asked = request("number city", ("int", "str"), "str", "label order upper", examples)
    check_finds(asked, ((0, "x"), "#0 (X)"), ((450, "Rome"), "#450 (ROME)"))


def test_a_template_is_written_as_one_text() -> None:
    examples = [((2, 5), "2 of 5"), ((10, 10), "10 of 10"), ((0, 3), "0 of 3")]
    [answer, *_] = solve(request("done total", ("int", "int"), "str", "progress", examples)).answers
    assert answer.body == '    return f"{done} of {total}"\n'


def test_a_template_for_each_item() -> None:
    examples = [((["a", "b"],), ["<a>", "<b>"]), (([],), []), ((["xyz"],), ["<xyz>"])]
    check_finds(request("names", ("list[str]",), "list[str]", "tag each", examples), ((["q", ""],), ["<q>", "<>"]))


def test_one_result_alone_is_no_template() -> None:
    """Everything of it could be fixed."""
    examples = [((3,), "v3"), ((3,), "v3")]
    assert not solve(request("n", ("int",), "str", "version", examples, 500)).answers


def test_items_are_joined_by_what_is_between_them() -> None:
    examples = [(({"a": "1", "b": "x"},), "a=1&b=x"), (({},), ""), (({"q": "cat"},), "q=cat")]
    asked = request("params", ("dict[str,str]",), "str", "join key valu", examples)
    check_finds(asked, (({"z": "9", "y": "8", "w": "7"},), "z=9&y=8&w=7"))


def test_lines_of_numbers() -> None:
    examples = [(([1, 2],), "1\n2"), (([30],), "30"), (([4, 5, 6],), "4\n5\n6")]
    check_finds(request("xs", ("list[int]",), "str", "line each", examples), (([7, 8],), "7\n8"), (([],), ""))


def test_a_value_where_the_rest_would_fail() -> None:
    """No word of the prose speaks of the condition; it holds exactly where the other branch fails."""
    examples = [(([3, 1, 2],), 3), (([],), None), (([1, 9, 4],), 9)]
    check_finds(request("xs", ("list[int]",), "any", "largest", examples), (([5],), 5), (([],), None))


def test_a_plainer_program_is_not_hidden_by_one_put_together_of_parts() -> None:
    """A conjunction of two conditions is found before the comparison that does the same."""
    examples = [(([1, 2, 5],), True), (([1, 1],), False), (([],), True), (([3, 2],), False)]
    asked = request("xs", ("list[int]",), "bool", "sort order strict", examples)
    asked = replace(asked, probes=(([5, 2, 1, 1],), ([1],), ([2, 3, 6, 5],)))
    check_finds(asked, (([1, 2, 2],), False), (([4, 6, 7, 9],), True), (([2, 1, 3],), False))


def test_entries_that_are_kept() -> None:
    examples = [(({"a": 5, "b": 1}, 3), {"a": 5}), (({}, 1), {}), (({"z": 9, "c": 10, "d": 8}, 8), {"z": 9, "c": 10})]
    asked = request("stock limit", ("dict[str,int]", "int"), "dict[str,int]", "keep entry more than", examples)
    check_finds(asked, (({"q": 2, "r": 3}, 2), {"r": 3}))


def test_sorted_by_a_key_the_other_way_round() -> None:
    examples = [((["a", "ccc", "bb"],), ["ccc", "bb", "a"]), (([],), []), ((["uv", "zab", "xy"],), ["zab", "uv", "xy"])]
    asked = request("words", ("list[str]",), "list[str]", "sort length descend", examples, 12_000)
    check_finds(asked, ((["p", "q", "rs"],), ["rs", "p", "q"]))
