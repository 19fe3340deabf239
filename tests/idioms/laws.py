"""A law: what a few idioms promise for every input, in one line, and the check of it on a few examples."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

Inputs = tuple[st.SearchStrategy[Any], ...]


def law(says: str, holds: Callable[..., Any], *inputs: st.SearchStrategy[Any]) -> Any:
    """Return a case for `parametrize`: `holds` is true of whatever the strategies draw."""
    return pytest.param(holds, inputs, id=says)


def check_law(holds: Callable[..., Any], inputs: Inputs) -> None:
    @settings(derandomize=True, max_examples=25, deadline=None, database=None)
    @given(st.tuples(*inputs))
    def every_time(drawn: tuple[Any, ...]) -> None:
        assert holds(*drawn)

    every_time()


def refuses(function: Callable[..., Any], *arguments: Any) -> bool:
    """Whether an idiom raises ValueError."""
    try:
        function(*arguments)
    except ValueError:
        return True
    return False


def near(first: Any, second: Any) -> bool:
    """Equality up to what floats lose."""
    return bool(first == pytest.approx(second, rel=1e-6, abs=1e-6))
