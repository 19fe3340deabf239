"""Which results of examples a type admits: an idiom that can never give them is no match."""

import ast

import pytest

from lift_server.engines.embedded.kinds import may_equal

ADMITTED = [
    ("True", "bool"), ("1", "bool"), ("-2", "float"), ("2.0", "int"), ("[1, 2.5]", "list[float]"), ("[]", "list[str]"),
    ("(1, 2, 3)", "tuple[int, ...]"), ("()", "tuple[int, ...]"), ("(1, 'a')", "tuple[int, str]"),
    ("None", "str | None"), ("{1}", "set[int]"), ("{'a': 1}", "dict[str, int]"), ("approx(1.5)", "float"),
    ("'x'", "Any"), ("1", "Decimal"), ("[(1, 'a')]", "list[tuple[int, str]]"), ("other(1)", "str"), ("1", "list["),
]  # fmt: skip
REFUSED = [
    ("True", "float"), ("3", "bool"), ("(None, 1)", "list[float]"), ("['a']", "list[int]"), ("(1,)", "tuple[int, str]"),
    ("[1]", "tuple[int, ...]"), ("'1'", "int"), ("None", "int"), ("{1}", "list[int]"), ("[True]", "list[int]"),
    ("[(1, 2)]", "list[tuple[int, str]]"), ("1", "str | None"),
]  # fmt: skip


@pytest.mark.parametrize(("literal", "type_"), ADMITTED)
def test_a_result_that_a_value_of_the_type_may_equal(literal: str, type_: str) -> None:
    assert may_equal(ast.parse(literal, mode="eval").body, type_)


@pytest.mark.parametrize(("literal", "type_"), REFUSED)
def test_a_result_that_no_value_of_the_type_equals(literal: str, type_: str) -> None:
    assert not may_equal(ast.parse(literal, mode="eval").body, type_)
