"""Types are read, compared by structure and printed in Python's notation."""

import pytest
from hypothesis import given

from language.irs import types
from lift_ir import TypeSyntaxError, parse_type
from lift_ir.types import TypeExpr


@given(types())
def test_a_printed_type_reads_as_itself(type_expr: TypeExpr):
    assert parse_type(str(type_expr)) == type_expr


@pytest.mark.parametrize(
    ("spelling", "canonical"),
    [
        ("typing.List[int]", "list[int]"),
        ("Optional[str]", "str | None"),
        ("Union[int, None, int]", "int | None"),
        ("collections.abc.Callable[[int], str]", "Callable[[int], str]"),
        ("tuple[int, ...]", "tuple[int, ...]"),
        ("Literal['a', -1]", "Literal['a', -1]"),
        ("(int)", "int"),
    ],
)
def test_spellings_of_one_type_are_equal(spelling: str, canonical: str):
    assert str(parse_type(spelling)) == canonical


@pytest.mark.parametrize(
    "text", ["", "3", "'Foo'", "int or str", "list[int", "f(x)", "int, str", "a b", "x[" * 60, "a." * 900 + "a"]
)
def test_what_is_no_type_is_refused_with_a_reason(text: str):
    with pytest.raises(TypeSyntaxError, match=r"is not|cannot|nested|longer"):
        parse_type(text)
