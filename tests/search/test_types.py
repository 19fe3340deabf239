"""The search's types: what is observed fits, joining has no order, patterns bind what they match."""

from hypothesis import given
from hypothesis import strategies as st

from lift_server.engines.embedded.search.types import (
    depth,
    fits,
    join,
    joined,
    match,
    of_annotation,
    split,
    substitute,
    type_of,
)

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3)
KEYS = st.integers() | st.text(max_size=3)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.sets(KEYS, max_size=3)
        | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=6,
)
TYPES = VALUES.map(type_of)


@given(TYPES, TYPES)
def test_joining_has_no_order_and_holds_both(one: str, other: str) -> None:
    assert join(one, other) == join(other, one)
    assert fits(one, join(one, other))
    assert fits(other, join(one, other))


@given(TYPES)
def test_a_type_joined_with_itself_or_with_nothing_is_itself(type_: str) -> None:
    assert join(type_, type_) == type_
    assert join(type_, "empty") == type_ == join("empty", type_)


@given(st.lists(VALUES, max_size=4))
def test_every_element_fits_the_type_of_the_list(values: list[object]) -> None:
    (element,) = split(type_of(values))[1]
    assert element == joined(map(type_of, values))
    assert all(fits(type_of(value), element) for value in values)


@given(VALUES)
def test_a_variable_matches_everything_and_stands_for_it(value: object) -> None:
    type_ = type_of(value)
    bound = match("T", type_)
    assert bound is not None
    assert substitute("list[T]", bound) == f"list[{type_}]"


@given(VALUES)
def test_depth_counts_nested_collections(value: object) -> None:
    assert depth(type_of([value])) == 1 + depth(type_of(value))


def test_patterns() -> None:
    assert match("list[N]", "list[int]") == (("N", "int"),)
    assert match("list[N]", "list[str]") is None
    assert match("seq[T]", "set[int]") is None
    assert match("iter[T]", "dict[str,int]") == (("T", "str"),)
    assert match("tuple[N]", "pair[int,float]") == (("N", "float"),)
    assert match("O", "dict[str,int]") is None
    assert match("object", "any") == ()
    assert match("object", "int") is None


def test_annotations() -> None:
    assert of_annotation("List[Tuple[int, str]]") == "list[pair[int,str]]"
    assert of_annotation("tuple[int, ...]") == "tuple[int]"
    assert of_annotation("dict[str, list[float]]") == "dict[str,list[float]]"
    assert of_annotation("int | None") == of_annotation("Decimal") == "any"
