"""The embedded engine from outside: a spec goes in, functions come out and are run. Library code is trusted here."""

import contextlib
import datetime
import decimal
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lift_ir import IR, Candidate, Effect, Example, Inferred, Parameter, Signature, Stated, parse_type
from lift_ir.render import render_module
from lift_server.engines.base import Draft, Feedback, Progress, Silence
from lift_server.engines.embedded.engine import EmbeddedEngine

PRODUCT_TO_N = """
Create a function to calculate the factorial of a number
Compute n!
Write a function which multiplies all integers from 1 to n
factorial
Calculate n factorial
The factorial of a non-negative integer
Return the factorial of n
Write a recursive function that computes the factorial of an integer
Given an integer, give back its factorial
Product of all positive integers up to n
""".strip().splitlines()

MAIL_ADDRESS = """
Create a function to validate email addresses using regex
check whether a string is a valid email address
Is this an email address?
Validate an e-mail address
email validation
Write a function that tells if a text is a well-formed email address
Test whether the user's email address has a correct format
Return True if the given string is an email, otherwise False
Use a regular expression to check email addresses
Verify that an e-mail address is valid
""".strip().splitlines()


async def written(ir: IR, count: int = 8) -> list[Candidate]:
    """The candidates for a drafted spec; fails when the engine says something else."""
    engine = EmbeddedEngine(evaluations=1_000)
    items = [item async for item in engine.write(ir.intent, ir, count, Feedback()) if not isinstance(item, Progress)]
    await engine.close()
    assert all(isinstance(item, Candidate) for item in items), items
    return [item for item in items if isinstance(item, Candidate)]


async def drafted(ir: IR) -> Draft:
    return await EmbeddedEngine().draft(ir.intent, ir, Feedback())


async def lifted(ir: IR) -> tuple[IR, list[Candidate]]:
    draft = await drafted(ir)
    assert not draft.silence
    return draft.ir, await written(draft.ir)


def run(ir: IR, candidate: Candidate) -> Callable[..., Any]:
    """The function that a candidate becomes in a module of its own."""
    namespace: dict[str, Any] = {}
    exec(compile(render_module(ir, candidate), "<candidate>", "exec"), namespace)
    assert ir.signature.name is not None
    function: Callable[..., Any] = namespace[ir.signature.name]
    return function


def stated(intent: str, name: str | None = None, **parameters: str) -> IR:
    """A spec with a stated name and parameters; an empty type is left open."""
    items = tuple(Parameter(name=item, type=parse_type(text) if text else None) for item, text in parameters.items())
    return IR(intent=intent, signature=Signature(name=name, parameters=items or None))


@pytest.mark.parametrize("sentence", PRODUCT_TO_N)
async def test_the_first_fixed_sentence_and_its_paraphrases(sentence: str) -> None:
    ir, candidates = await lifted(IR(intent=sentence))
    assert ir.signature.is_complete
    assert [str(item.type) for item in ir.signature.parameters or ()] == ["int"]
    function = run(ir, candidates[0])
    assert [function(n) for n in (0, 1, 5, 10, 20)] == [math.factorial(n) for n in (0, 1, 5, 10, 20)]
    assert candidates[0].stance == "answer"


@pytest.mark.parametrize("sentence", MAIL_ADDRESS)
async def test_the_second_fixed_sentence_and_its_paraphrases(sentence: str) -> None:
    ir, candidates = await lifted(IR(intent=sentence))
    assert str(ir.signature.returns) == "bool"
    function = run(ir, candidates[0])
    for good in ("a@example.com", "first.last+tag@sub.example.co.uk"):
        assert function(good) is True
    for bad in ("", "@example.com", "user", "user@", "a b@example.com", "user@example..com", "a@b@example.com"):
        assert function(bad) is False
    assert candidates[0].stance == "answer"


async def test_variants_follow_the_default_and_say_what_they_are() -> None:
    ir, candidates = await lifted(IR(intent=PRODUCT_TO_N[0]))
    notes = [item.note for item in candidates]
    assert len(set(notes)) == len(notes) >= 3
    with pytest.raises(ValueError, match="negative"):
        run(ir, candidates[0])(-1)
    assert {run(ir, item)(-1) for item in candidates[1:3]} == {0, 1}


async def test_a_variant_that_the_prose_asks_for_comes_first() -> None:
    ir, candidates = await lifted(IR(intent="The largest number of a list, or None if the list is empty"))
    assert run(ir, candidates[0])([]) is None
    assert run(ir, candidates[0])([3, 9, 2]) == 9


async def test_everything_added_is_inferred_and_what_is_stated_stays() -> None:
    spec = stated("Clamp the reading between the two limits", "keep_inside", reading="float", low="", high="float")
    draft = await drafted(spec)
    signature = draft.ir.signature
    assert signature.name == "keep_inside"
    assert isinstance(signature.name_origin, Stated)
    kinds = [
        (item.name, str(item.type), item.origin.kind, item.type_origin.kind) for item in signature.parameters or ()
    ]
    assert kinds == [
        ("reading", "float", "stated", "stated"),
        ("low", "float", "stated", "inferred"),
        ("high", "float", "stated", "stated"),
    ]
    assert signature.returns_origin == Inferred(engine="embedded", model="clamp")


async def test_a_complete_spec_is_not_touched() -> None:
    signature = Signature(
        name="is_even", parameters=(Parameter(name="n", type=parse_type("int")),), returns=parse_type("bool")
    )
    spec = IR(intent="Whether n is even", signature=signature)
    assert (await drafted(spec)).ir == spec


@pytest.mark.parametrize(
    ("names", "arguments"),
    [
        ({"message": "str", "key": "int"}, ("abz", 1)),
        ({"key": "int", "message": "str"}, (1, "abz")),
        ({"letter": "str", "shifted": "int"}, ("abz", 1)),
    ],
)
async def test_parameters_are_matched_by_kind_and_never_captured(
    names: dict[str, str], arguments: tuple[object, ...]
) -> None:
    spec = stated("Encrypt a message with a Caesar cipher, shifting the letters of the alphabet", "encrypt", **names)
    ir, candidates = await lifted(spec)
    assert ir.signature.parameter_names == tuple(names)
    assert run(ir, candidates[0])(*arguments) == "bca"


async def test_parameter_names_come_from_the_prose_where_it_has_them() -> None:
    draft = await drafted(IR(intent="All prime numbers up to k, in ascending order"))
    assert draft.ir.signature.parameter_names == ("k",)
    draft = await drafted(IR(intent="Reverse the string called `phrase`"))
    assert draft.ir.signature.parameter_names == ("phrase",)
    draft = await drafted(IR(intent="Split a list into chunks of size n"))
    assert draft.ir.signature.parameter_names == ("items", "size")


async def test_the_function_name_comes_from_an_example() -> None:
    spec = IR(intent="Reverse a string", examples=(Example(text="backwards('abc') == 'cba'"),))
    ir, candidates = await lifted(spec)
    assert ir.signature.name == "backwards"
    assert run(ir, candidates[0])("abc") == "cba"


async def test_examples_narrow_the_types_of_elements() -> None:
    spec = IR(
        intent="Remove duplicates from a list, keeping the first of each",
        examples=(Example(text="once(['a', 'b', 'a']) == ['a', 'b']"),),
    )
    ir, _ = await lifted(spec)
    assert [str(item.type) for item in ir.signature.parameters or ()] == ["list[str]"]
    assert str(ir.signature.returns) == "list[str]"


async def test_inputs_are_probes_in_the_words_of_the_spec() -> None:
    spec = stated("Truncate a text to a maximum length, ending in an ellipsis", "shorten", most="int", title="str")
    draft = await drafted(spec)
    assert draft.inputs
    assert all(text.startswith("shorten(") for text in draft.inputs)
    function = run(draft.ir, (await written(draft.ir))[0])
    for text in draft.inputs:
        with contextlib.suppress(ValueError):
            eval(text, {"shorten": function})


async def test_dates_keep_their_module() -> None:
    ir, candidates = await lifted(IR(intent="The number of days between two dates"))
    function = run(ir, candidates[0])
    assert abs(function(datetime.date(2024, 1, 1), datetime.date(2024, 3, 1))) == 60


async def test_decimals_keep_their_module() -> None:
    ir, candidates = await lifted(IR(intent="Add value added tax of so many percent to a net price"))
    assert str(ir.signature.returns) == "decimal.Decimal"
    assert run(ir, candidates[0])(decimal.Decimal("9.99"), decimal.Decimal(19)) == decimal.Decimal("11.89")


@pytest.mark.parametrize(
    "spec",
    [
        IR(intent="Bake a strawberry cake for eleven astronauts"),
        IR(intent=""),
        IR(intent="?? !! ..."),
        IR(intent="X."),
        IR(intent="Do y."),
        stated("x", "q", a="int"),
        stated("x", "q", samples="list[float]"),
        stated("Reverse a string", "backwards", text="str", times="int"),
        stated("Reverse a string", "backwards", text="dict[str, int]"),
        stated("The sum of a list of numbers", "sum", numbers="list[float]"),
        stated("Add value added tax to a net price", "gross", net="float", percent="float"),
        IR(intent="Reverse a string and write it to a file", effects=(Effect.WRITES_FILES,)),
    ],
)
async def test_silence_has_a_reason_and_changes_nothing(spec: IR) -> None:
    draft = await drafted(spec)
    assert draft.ir == spec
    assert draft.silence
    items = [item async for item in EmbeddedEngine().write(spec.intent, spec, 8, Feedback())]
    assert items == [Silence(draft.silence)]


async def test_no_more_candidates_than_asked_for() -> None:
    draft = await drafted(IR(intent=PRODUCT_TO_N[0]))
    assert len(await written(draft.ir, 1)) == 1


def test_the_engine_is_always_usable_and_names_its_version() -> None:
    capabilities = EmbeddedEngine().capabilities()
    assert capabilities.usable
    assert capabilities.name == "embedded"
    assert capabilities.version
    assert EmbeddedEngine().capabilities() == capabilities


def test_capabilities_are_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    EmbeddedEngine().capabilities()
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"read {path} again"))
    assert EmbeddedEngine().capabilities().version


def returning(intent: str, name: str, returns: str, *examples: str, **parameters: str) -> IR:
    spec = stated(intent, name, **parameters)
    signature = spec.signature.model_copy(update={"returns": parse_type(returns)})
    items = tuple(Example(text=text) for text in examples)
    return spec.model_copy(update={"signature": signature, "examples": items})


async def test_a_variant_is_offered_only_where_the_header_admits_its_result() -> None:
    strict = await written(returning("The mean of the samples", "average", "float", samples="list[float]"))
    optional = await written(returning("The mean of the samples", "average", "float | None", samples="list[float]"))
    inferred, candidates = await lifted(stated("The mean of the samples", "average", samples="list[float]"))
    assert str(inferred.signature.returns) == "float"
    assert "mean_or_none" not in {item.model for item in (*strict, *candidates)}
    assert "mean_or_none" in {item.model for item in optional}


@pytest.mark.parametrize("returns", ["int", "None", "str"])
async def test_a_question_is_answered_only_by_yes_or_no(returns: str) -> None:
    draft = await drafted(returning("Whether n is a prime number", "f", returns, n="int"))
    assert draft.silence


async def stances_of_runners_up(*examples: str) -> set[str]:
    spec = returning("The average of the numbers", "f", "float", *examples, numbers="list[float]")
    return {item.stance for item in await written(spec) if "mean" in item.model and not item.model.startswith("mean")}


async def test_examples_with_different_arguments_make_suggestions_answers() -> None:
    """The pipeline runs the examples: what passes them needs no further confirmation."""
    assert await stances_of_runners_up() == {"suggest"}
    assert await stances_of_runners_up("f([3.0]) == 3.0", "f([3.0]) != 4.0") == {"suggest"}
    assert await stances_of_runners_up("f([3.0]) == 3.0", "f([2.0, 2.0]) == 2.0") == {"answer"}
