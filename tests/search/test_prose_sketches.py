"""What the prose says helps the search: guards take their examples away, parts that it names are cheap."""

import ast
import re
from dataclasses import replace
from typing import Any

from lift_server.engines.embedded.prose.reading import read
from lift_server.engines.embedded.search.expression import expression
from lift_server.engines.embedded.search.guards import behind_guards
from lift_server.engines.embedded.search.judge import judge, said
from lift_server.engines.embedded.search.request import Request, Sketch, dump, load
from lift_server.engines.embedded.search.search import search
from lift_server.engines.embedded.search.space import is_close

from .requests import TOTAL_LENGTH

Examples = tuple[tuple[tuple[Any, ...], Any], ...]


def asked(prose: str, types: dict[str, str], examples: Examples, result: str = "any") -> Request:
    return replace(
        TOTAL_LENGTH,
        parameters=tuple(types),
        types=tuple(types.values()),
        result=result,
        examples=examples,
        probes=(),
        stems=(),
        sketches=read(prose, types, result).sketches,
    )


def check_found(request: Request, expected: str, *calls: tuple[tuple[Any, ...], Any]) -> None:
    """The cheapest program is the expected one; it gives these results, too."""
    assert load(dump(request)) == request
    best = min(search(request), key=lambda item: item.program.cost).program
    source = re.sub(r"·\d+", "", ast.unparse(expression(best)))
    assert source == expected
    function = eval(f"lambda {', '.join(request.parameters)}: {source}")
    points = [arguments for arguments, _ in request.examples]
    assert [function(*point) for point in points] == list(best.values)
    for arguments, result in (*request.examples, *calls):
        assert is_close(function(*arguments), result)


def test_a_guard_that_no_example_shows() -> None:
    request = asked(
        "Return the largest item. Return None if the list is empty.",
        {"xs": "list[int]"},
        ((([1, 9, 3],), 9), (([4, 2],), 4), (([-1, -5],), -1)),
    )
    check_found(request, "None if not xs else max(xs)", (([],), None))


def test_a_guard_that_changes_nothing_is_left_out() -> None:
    request = asked(
        "The sum of the numbers. If the list is empty, return 0.", {"xs": "list[int]"}, ((([1, 9],), 10), (([4],), 4))
    )
    check_found(request, "sum(xs)", (([],), 0))


def test_the_examples_of_a_guard_are_not_searched() -> None:
    request = asked(
        "The first word. If the text is empty, return 'nothing'.",
        {"text": "str"},
        ((("",), "nothing"), (("ab cd",), "ab"), (("x y z",), "x")),
    )
    check_found(request, "'nothing' if not text else text.split()[0]", (("q",), "q"))


def test_guards_stand_in_their_order() -> None:
    request = asked(
        "If n is zero, return 'zero'. If n is negative, return 'negative'. Otherwise the number as a string.",
        {"n": "int"},
        (((0,), "zero"), ((-4,), "negative"), ((12,), "12"), ((5,), "5")),
    )
    check_found(request, "'zero' if n == 0 else 'negative' if n < 0 else str(n)", ((-1,), "negative"))


def test_a_guard_that_contradicts_an_example_was_misread() -> None:
    request = asked(
        "The length, unless. Return None if the list is empty.", {"xs": "list[int]"}, ((([],), 0), (([4, 4],), 2))
    )
    check_found(request, "len(xs)")


def test_a_guard_that_leaves_no_example_is_not_taken() -> None:
    sketch = Sketch("guard", "n > 0", result="1")
    request = replace(asked("", {"n": "int"}, (((5,), 1), ((6,), 1))), sketches=(sketch,))
    assert behind_guards(request)[0] is request


def test_values_keep_the_order_of_the_request() -> None:
    request = asked(
        "Return -1 if the list is empty.", {"xs": "list[int]"}, ((([],), -1), (([7],), 1), (([],), -1), (([8, 8],), 2))
    )
    request = replace(request, probes=(([1, 2, 3],), ([],)))
    best = min(search(request), key=lambda item: item.program.cost).program
    assert best.values == (-1, 1, -1, 2, 3, -1)


def test_an_operator_of_the_prose_is_found_where_it_would_be_dear() -> None:
    examples: Examples = ((("banana",), 3), (("sky",), 0), (("queue",), 4), (("AbE",), 2))
    check_found(
        asked("The number of vowels in the text.", {"text": "str"}, examples, "int"),
        "sum((1 for each in text if each in 'aeiouAEIOU'))",
        (("OOO x",), 3),
    )


def test_a_choice_of_the_prose_is_a_value() -> None:
    examples: Examples = (((3, "p", "q"), "q"), ((4, "p", "q"), "p"))
    check_found(
        asked("Return x if n is even, otherwise return y.", {"n": "int", "x": "str", "y": "str"}, examples),
        "x if n % 2 == 0 else y",
        ((8, "a", "b"), "a"),
    )


def test_what_the_prose_multiplies_does_not_grow_without_end() -> None:
    sketches = (Sketch("operator", "a ** 3", "N -> N"), Sketch("operator", "a * 9", "list[T] -> list[T]"))
    request = replace(asked("", {"xs": "list[int]"}, ((([7, 9],), 5**40),)), sketches=sketches)
    assert search(request) == []


def test_a_sketch_that_fails_everywhere_is_dropped() -> None:
    sketch = Sketch("value", "xs[99]")
    request = replace(asked("", {"xs": "list[int]"}, ((([7, 9],), 2), (([1],), 1))), sketches=(sketch,))
    check_found(request, "len(xs)")


def test_the_same_source_for_other_types_is_another_operator() -> None:
    examples: Examples = (
        (("BaCbEd",), 3), (("aBcDeF",), 0), (("OoUux",), 2), (("EVENE",), 3), (("bAbA",), 0), (("AA",), 1),
    )  # fmt: skip
    check_found(
        asked("The number of uppercase letters at even positions.", {"text": "str"}, examples, "int"),
        "sum((1 for each in text[::2] if each.isupper()))",
        (("AbC",), 2),
    )


def test_parts_that_may_be_none_make_a_pair() -> None:
    examples: Examples = ((([-3, 4, -1, 2],), (-1, 2)), (([5],), (None, 5)), (([-7, -8],), (-7, None)))
    check_found(
        asked("The largest negative number and the smallest positive number.", {"xs": "list[int]"}, examples),
        "(max((each for each in xs if each < 0), default=None), min((each for each in xs if each > 0), default=None))",
        (([],), (None, None)),
    )


def test_a_choice_that_the_prose_tells_of_may_be_an_answer() -> None:
    prose = "The largest even number. If there are no even numbers, return None."
    examples: Examples = ((([1, 4, 8, 3],), 8), (([2, 5, 9],), 2), (([-2, -4, 7, 7],), -2))
    request = asked(prose, {"xs": "list[int]"}, examples)
    assert judge([item.program for item in search(request)], request)[0].stance == "answer"


def test_a_set_is_not_kept_in_the_order_in_which_it_comes() -> None:
    prose = "Return only the names longer than k characters. Count the names longer than k characters."
    values = {
        type_: {item.source for item in read(prose, {"names": type_, "k": "int"}).sketches if item.kind == "value"}
        for type_ in ("list[str]", "set[str]")
    }
    kept = "[each for each in names if len(each) > k]"
    counted = "sum(1 for each in names if len(each) > k)"
    assert {kept, counted} <= values["list[str]"]
    assert counted in values["set[str]"]
    assert kept not in values["set[str]"]


def check_operator(prose: str, types: dict[str, str], source: str) -> None:
    """The prose tells of an operator with this source."""
    assert source in {item.source for item in read(prose, types).sketches if item.kind == "operator"}


def test_turns_of_phrase_about_neighbors_and_ties() -> None:
    prose = "The differences between consecutive items."
    check_operator(prose, {"xs": "list[int]"}, "[right - left for left, right in itertools.pairwise(a)]")
    prose = "Sort them by length and then alphabetically."
    check_operator(prose, {"words": "list[str]"}, "sorted(a, key=lambda each: (len(each), each))")


def test_what_is_returned_when_nothing_is_found() -> None:
    request = asked(
        "The first code that is at least 400. Return None if there is no such code.",
        {"codes": "list[int]"},
        ((([200, 404, 500],), 404), (([200, 301],), None), (([400],), 400)),
    )
    check_found(request, "next((each for each in codes if each >= 400), None)", (([],), None), (([503, 404],), 503))


def test_what_a_relative_clause_says_of_the_values_of_a_mapping() -> None:
    request = asked(
        "Those whose mark is at least 50.",
        {"marks": "dict[str,int]"},
        ((({"zoe": 70, "al": 50, "bo": 49},), ["zoe", "al"]), (({"x": 1},), []), (({"u": 99, "v": 3},), ["u"])),
    )
    check_found(request, "[k for k, v in marks.items() if v >= 50]", (({"b": 51},), ["b"]))


def test_the_words_of_a_phrase_count_for_what_was_read_in_it() -> None:
    request = asked(
        "The sum of the elements with at most two digits from the first k elements.",
        {"xs": "list[int]", "k": "int"},
        ((([111, 21, 3, 4000, 5, 6], 4), 24), (([7, 1000, 2], 2), 7)),
    )
    sketches = tuple(replace(item, words="sum element digit first most") for item in request.sketches)
    request = replace(request, stems=("sum", "digit", "first", "most", "up"), sketches=sketches)
    best = judge([item.program for item in search(request)], request)[0].program
    assert "range" not in ast.unparse(expression(best))
    assert {"sum", "digit"} <= said(best, request)


def test_the_last_none_of_them_are_none() -> None:
    request = asked(
        "The last k words.",
        {"words": "list[str]", "k": "int"},
        (((["a", "b", "c"], 2), ["b", "c"]), ((["x", "y"], 1), ["y"])),
    )
    check_found(request, "words[-k:] if k else []", ((["a"], 0), []), ((["a", "b"], 5), ["a", "b"]))
