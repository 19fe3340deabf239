"""Which functions of the library a search may call: those of which the prose speaks, with patterns for their types."""

import pytest

from lift_server.engines.embedded.index import load_index
from lift_server.engines.embedded.library_calls import helpers_for

CALLED = [
    ("The sum of all values of a mapping from names to amounts.", "sum_values", ("dict[str,N]",)),
    ("Merge the overlapping intervals.", "merge_intervals", ("list[pair[N,N]]",)),
    ("The total length that the intervals cover.", "covered_length", ("list[pair[N,N]]",)),
    ("The distance between two points.", "distance_between_points", ("pair[N,N]", "pair[N,N]")),
    ("Limit a value to the range from a lower to an upper bound.", "clamp", ("num", "num", "num")),
    ("Group the records by a key.", "group_records", ("list[dict[str,V]]", "str")),
]


@pytest.mark.parametrize(("prose", "name", "patterns"), CALLED)
def test_a_function_of_which_the_prose_speaks(prose: str, name: str, patterns: tuple[str, ...]) -> None:
    assert (name, patterns) in [(item.name, item.patterns) for item in helpers_for(prose, load_index())]


def test_a_function_of_values_that_a_search_has_not_is_not_called() -> None:
    assert all(item.name != "add_business_days" for item in helpers_for("Add business days to a date.", load_index()))
