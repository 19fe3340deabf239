"""What holds for each idiom, whatever it is about: arguments stay as they are, the result is what the types say."""

import ast
import copy
import itertools
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.idioms.arguments import Subject, all_subjects, drawn_arguments, is_of_type

DRAWS = 40
SUBJECTS = all_subjects()
FALLBACKS = {
    "_or_none": ("None", "[]"),
    "_or_zero": ("0", "0.0"),
    "_or_nothing": ("[]",),
    "_or_empty": ("''",),
    "_or_minus_one": ("-1",),
    "_checked": ("raised",),
}
# There only an item of the result falls back.
PARTLY = ("group_records_or_none", "count_by_or_none", "fill_template_or_empty")


def broken_promise(subject: Subject, arguments: tuple[Any, ...]) -> str | None:
    """Return what an idiom does with arguments of its types that none may do, None when it behaves."""
    before, again = repr(arguments), copy.deepcopy(arguments)
    try:
        result = subject.function(*arguments)
    except ValueError:
        return None
    except Exception as error:
        return None if type(error).__name__ in subject.errors else f"undeclared {error!r}"
    if repr(arguments) != before:
        return f"arguments became {arguments}"
    if not is_of_type(result, subject.result):
        return f"{result!r} is no {subject.result}"
    if any(result is argument and isinstance(argument, (list, dict)) for argument in arguments):
        return "the result is an argument itself"
    return None if repr(subject.function(*again)) == repr(result) else "another result the second time"


def check_promises(subject: Subject, draws: int = DRAWS) -> None:
    luck = random.Random(subject.name)
    drawn = (drawn_arguments(subject, luck) for _ in range(draws))
    for arguments in itertools.chain(copy.deepcopy(subject.calls), drawn):
        assert all(map(is_of_type, arguments, subject.parameters)), arguments
        called = repr(arguments)
        broken = broken_promise(subject, arguments)
        assert broken is None, f"{subject.name}{called}: {broken}"


def outcome(function: Callable[..., Any], arguments: tuple[Any, ...]) -> str:
    try:
        return repr(function(*copy.deepcopy(arguments)))
    except (ValueError, KeyError, ZeroDivisionError):
        return "raised"


def fallbacks_of(subject: Subject) -> tuple[str, ...] | None:
    """What an alternative may do where its family's default does something else, None when its name does not tell."""
    if subject.function is subject.default or subject.name in PARTLY:
        return None
    return next((values for suffix, values in FALLBACKS.items() if subject.name.endswith(suffix)), None)


def check_fallbacks(subject: Subject, fallbacks: tuple[str, ...]) -> None:
    """An alternative named after its fallback is its family's default wherever it does not fall back."""
    luck = random.Random(subject.name)
    drawn = (drawn_arguments(subject, luck) for _ in range(DRAWS))
    for arguments in itertools.chain(subject.calls, drawn):
        expected, found = outcome(subject.default, arguments), outcome(subject.function, arguments)
        assert found in (expected, *fallbacks), f"{subject.name}{arguments}: not {expected}, but {found}"


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_the_promises_of_an_idiom_hold(subject: Subject) -> None:
    check_promises(subject)


@pytest.mark.parametrize(
    ("subject", "fallbacks"),
    [
        pytest.param(subject, fallbacks, id=subject.name)
        for subject in SUBJECTS
        if (fallbacks := fallbacks_of(subject)) is not None
    ],
)
def test_an_alternative_falls_back_as_its_name_says_or_is_the_default(
    subject: Subject, fallbacks: tuple[str, ...]
) -> None:
    check_fallbacks(subject, fallbacks)


def test_an_alternative_of_another_kind_is_found() -> None:
    subject = Subject(min, max, (list[int],), int, (([3, 1, 2],),), frozenset())
    with pytest.raises(AssertionError, match="not 3, but 1"):
        check_fallbacks(subject, ("0",))


def test_every_family_has_a_law() -> None:
    sources = Path(__file__).parent.glob("test_laws_of_*.py")
    named = {
        node.attr
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    covered = {subject.default for subject in SUBJECTS if subject.name in named}
    assert not [subject.name for subject in SUBJECTS if subject.default not in covered]


def sort_in_place(items: list[int]) -> list[int]:
    items.sort()
    return items[:]


def same_list(items: list[int]) -> list[int]:
    return items


def first_item(items: list[int]) -> int:
    return items[0]


def halves(items: list[int]) -> list[int]:
    return [item / 2 for item in items]  # type: ignore[misc]


def growing(items: list[int], memory: list[int] = []) -> list[int]:  # noqa: B006
    memory.append(len(items))
    return memory[:]


@pytest.mark.parametrize(
    ("function", "complaint"),
    [
        (sort_in_place, "arguments became"),
        (same_list, "an argument itself"),
        (first_item, "undeclared IndexError"),
        (halves, "is no list"),
        (growing, "another result"),
    ],
)
def test_a_broken_promise_is_found(function: Callable[..., Any], complaint: str) -> None:
    result = function.__annotations__["return"]
    subject = Subject(function, function, (list[int],), result, (([3, 1, 2],),), frozenset())
    with pytest.raises(AssertionError, match=complaint):
        check_promises(subject)


@pytest.mark.parametrize(
    ("value", "kind", "fits"),
    [
        (1, float, True),
        (True, int, False),
        (None, int | None, True),
        ([1, "a"], list[int], False),
        ({"a": [1]}, dict[str, list[int]], True),
        ({1: [1]}, dict[str, list[int]], False),
        ((1, 2), tuple[int, ...], True),
        ((1, 2), tuple[int, int, int], False),
        ({"a"}, set[str], True),
    ],
)
def test_values_are_held_against_annotations(value: Any, kind: Any, fits: bool) -> None:
    assert is_of_type(value, kind) == fits
