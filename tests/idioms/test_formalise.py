"""Assertions in words: what the table understands, and that it guesses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift_ir import IR, Assertion, Condition, Parameter, Raises, Signature, TypeExpr, parse_type
from lift_ir.formal import why_informal
from lift_server.engines.base import Feedback
from lift_server.engines.embedded.engine import EmbeddedEngine
from lift_server.engines.embedded.formalise import formal_text, formalise

NAMES: dict[str, TypeExpr | None] = {
    "n": parse_type("int"),
    "xs": parse_type("list[int]"),
    "text": parse_type("str"),
    "low": None,
    "high": None,
    "result": parse_type("list[int]"),
}

UNDERSTOOD = """
result is sorted | result == sorted(result)
The result is sorted in descending order. | result == sorted(result, reverse=True)
result is in ascending order | result == sorted(result)
text is sorted | list(text) == sorted(text)
the items of result are in ascending order | result == sorted(result)
n is positive | n > 0
n must be non-negative | n >= 0
n must not be negative | n >= 0
n is never negative | n >= 0
`n` isn't negative | n >= 0
n is negative | n < 0
n cannot be zero | n != 0
n is even | n % 2 == 0
n is odd | n % 2 == 1
n is divisible by three | n % 3 == 0
low is finite | math.isfinite(low)
xs is not empty | len(xs) > 0
xs must not be empty | len(xs) > 0
xs is empty | len(xs) == 0
xs has at least two items | len(xs) >= 2
text has at most 3 characters | len(text) <= 3
xs contains exactly one element | len(xs) == 1
result has no duplicates | len(set(result)) == len(result)
all items of result are unique | len(set(result)) == len(result)
result has the same length as xs | len(result) == len(xs)
xs and result have the same length | len(xs) == len(result)
the length of result is at most n | len(result) <= n
text's length is at least 3 | len(text) >= 3
result is not longer than xs | len(result) <= len(xs)
text is longer than 3 characters | len(text) > 3
n is between low and high (inclusive) | low <= n <= high
n is between 1 and 10 | 1 <= n <= 10
n is strictly between low and high | low < n < high
n is one of xs's items | n in xs
n is one of the items in xs | n in xs
n does not occur in xs | n not in xs
result is a permutation of xs | sorted(result) == sorted(xs)
result is a subset of xs | set(result) <= set(xs)
text is a palindrome | text == text[::-1]
text contains only digits | all(item.isdigit() for item in text)
text contains only letters | all(item.isalpha() for item in text)
text is lower case | text == text.lower()
text is uppercase | text == text.upper()
text starts with 'a' | text.startswith('a')
high is greater than low | high > low
n is at least low | n >= low
n is no more than high | n <= high
n does not exceed the sum of xs | n <= sum(xs)
n is less than len(xs) | n < len(xs)
n is at least low - 1 | n >= (low - 1)
low and high are positive | low > 0 and high > 0
low and high are different | low != high
every item of xs is positive | all(item > 0 for item in xs)
each value in result is at least zero | all(item >= 0 for item in result)
"""

NOT_UNDERSTOOD = """
the list is empty
items are unique
it is positive
the values are sorted
n is a prime
n is positive and even
n is at least max
n is greater than the limit
n is between low and the maximum
n is not a number
every item of m is positive
low and m are positive
result looks good
n
"""


@pytest.mark.parametrize("row", UNDERSTOOD.strip().splitlines())
def test_a_phrase_becomes_formal(row: str) -> None:
    phrase, formal = row.split(" | ")
    assert formal_text(phrase, NAMES) == formal
    assert why_informal(formal, NAMES) is None


@pytest.mark.parametrize("phrase", NOT_UNDERSTOOD.strip().splitlines())
def test_nothing_is_guessed(phrase: str) -> None:
    assert formal_text(phrase, NAMES) is None


def test_a_name_of_the_spec_is_never_taken_for_a_word() -> None:
    assert formal_text("item has at most 3 items", {"item": None}) == "len(item) <= 3"
    assert formal_text("every item of item is positive", {"item": None}) == "all(each > 0 for each in item)"
    assert formal_text("result is positive", {"n": None}) is None


words = st.sampled_from(
    "result n xs text the is are not has have must be at least most than zero 3 'a' between and of in all each items"
    " sorted positive empty unique even longer greater same length as one only digits - ( ) [ `n` {t} \\ ''".split()
)


@given(st.lists(words, max_size=9).map(" ".join))
def test_whatever_is_proposed_is_formal(phrase: str) -> None:
    formal = formal_text(phrase, NAMES)
    assert formal is None or why_informal(formal, NAMES) is None


def spec(*parameters: str) -> IR:
    return IR(signature=Signature(name="f", parameters=tuple(Parameter(name=name) for name in parameters)))


async def test_the_engine_proposes_for_every_kind_of_clause_also_when_it_knows_no_idiom() -> None:
    stated = spec("n").model_copy(
        update={
            "intent": "Qwxyz frobnication.",
            "assertions": (
                Assertion(kind="precondition", condition=Condition(text="n is not zero", informal_because="words")),
                Assertion(kind="postcondition", condition=Condition(text="result is even", informal_because="words")),
                Assertion(kind="precondition", condition=Condition(text="result is even", informal_because="words")),
                Assertion(kind="precondition", condition=Condition(text="n > 3")),
            ),
            "raises": (
                Raises(exceptions=("ValueError",), condition=Condition(text="n is odd", informal_because="words")),
            ),
        }
    )
    draft = await EmbeddedEngine().draft("", stated, Feedback())
    assert draft.silence
    assert draft.formalisations == formalise(stated)
    assert [(item.kind, item.formal) for item in draft.formalisations] == [
        ("requires", "n != 0"),
        ("ensures", "result % 2 == 0"),
        ("raises", "n % 2 == 1"),
    ]
