"""Answers are written into the file: one list of edits pins an unnamed spec and adds the clause."""

from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.irs import PROSE, header_holes, signatures
from lift_ir import IR, Parameter, Signature, parse_type
from lift_ir.ir import without_origins
from lift_server.lower import read
from lift_server.syntax.edits import add_clauses, joined_signature, pin_signature
from lift_server.syntax.printer import print_header, print_ir
from lift_server.text import apply_edits

FACTORIAL = Signature(
    name="factorial", parameters=(Parameter(name="n", type=parse_type("int")),), returns=parse_type("int")
)


def check_add(before: str, clauses: list[str], after: str, signature: Signature = FACTORIAL) -> None:
    text = dedent(before)
    spec_file = read(text)
    edits = add_clauses(spec_file, spec_file.specs[0], clauses, signature)
    assert apply_edits(text, edits) == dedent(after)


def check_pin(before: str, after: str, signature: Signature = FACTORIAL) -> None:
    spec_file = read(before)
    assert apply_edits(before, pin_signature(spec_file, spec_file.specs[0], signature)) == after


def test_the_first_answer_gives_a_sentence_its_header():
    check_add(
        "Create a function to calculate the factorial of a number\n",
        ["raises: ValueError when n < 0"],
        """\
        spec factorial(n: int) -> int
            Create a function to calculate the factorial of a number

            raises: ValueError when n < 0
        """,
    )


def test_comments_and_module_stay_above_and_everything_else_is_indented():
    check_add(
        """\
        # Mathematics.
        module: maths

        # The usual one.
        The factorial
          of a number.

        # Asked for often.
        More words.
        ensures: result > 0
            or so
        module: unused
        """,
        ["example: factorial(0) == 1", "hole: how large\n    may it be?"],
        """\
        # Mathematics.
        module: maths

        # The usual one.
        module: unused

        spec factorial(n: int) -> int
            The factorial
              of a number.

            # Asked for often.
            More words.
            ensures: result > 0
                or so
            example: factorial(0) == 1
            hole: how large
                may it be?
        """,
    )


def test_a_clause_goes_behind_the_last_clause_of_its_block():
    check_add(
        """\
        spec factorial(n)
          Prose.

          n: how many
          effects: none
          # A comment.

          More prose.

        spec other
        """,
        ["example: factorial(3) == 6"],
        """\
        spec factorial(n)
          Prose.

          n: how many
          effects: none
          example: factorial(3) == 6
          # A comment.

          More prose.

        spec other
        """,
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("spec f", "spec f\n    hole: why"),
        ("spec f  \n# c\nspec g\n", "spec f\n    hole: why  \n# c\nspec g\n"),
        ("spec f\n\tWords.\n", "spec f\n\tWords.\n\n\thole: why\n"),
        ("spec f\r\n    Words.\r\n", "spec f\r\n    Words.\r\n\r\n    hole: why\r\n"),
    ],
)
def test_a_clause_is_added_to_a_block_without_clauses(before: str, after: str):
    check_add(before, ["hole: why"], after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("spec", "spec factorial(n: int) -> int"),
        ("spec  # why\n", "spec factorial(n: int) -> int  # why\n"),
        ("spec f", "spec f(n: int) -> int"),
        ("spec async f", "spec async f(n: int) -> int"),
        ("spec ?", "spec factorial(n: int) -> int"),
        ("spec -> str", "spec factorial(n: int) -> str"),
        ("spec (n)", "spec factorial(n: int) -> int"),
        ("spec f -> str  # c", "spec f(n: int) -> str  # c"),
        ("spec f(n)", "spec f(n: int) -> int"),
        ("spec f(n=1, *, m) -> ?", "spec f(n: int = 1, *, m) -> int"),
        ("spec f(n: ?)", "spec f(n: int) -> int"),
        ("spec f(?)", "spec f(n: int) -> int"),
        ("spec f(?, n: float)", "spec f(n: float) -> int"),
        ("spec f(n: typing.List[int]) -> typing.Text", "spec f(n: typing.List[int]) -> typing.Text"),
        ("spec f()", "spec f() -> int"),
        ("spec f(n: ", "spec f(n: "),
    ],
)
def test_an_accepted_signature_completes_the_header_and_keeps_what_is_stated(before: str, after: str):
    check_pin(before, after)


def test_a_stated_default_that_is_asked_for_is_filled():
    signature = FACTORIAL.model_copy(update={"parameters": (Parameter(name="n", type=parse_type("int"), default="3"),)})
    check_pin("spec f(n: int = ?) -> int", "spec f(n: int = 3) -> int", signature)


def test_without_a_name_nothing_can_be_pinned():
    spec_file = read("Some words.\n")
    with pytest.raises(ValueError, match="name"):
        add_clauses(spec_file, spec_file.specs[0], ["hole: why"], Signature())


def test_a_name_that_examples_state_is_pinned():
    check_add(
        "Double it.\n\nexample: double(2) == 4\n",
        ["example: double(0) == 0"],
        "spec double\n    Double it.\n\n    example: double(2) == 4\n    example: double(0) == 0\n",
        Signature(),
    )


@given(PROSE.filter(str.strip), st.sampled_from(["\n", "\r\n", "\r"]))
@settings(max_examples=200)
def test_pinning_keeps_every_word_of_an_unnamed_spec(prose: str, ending: str):
    text = print_ir(IR(intent=prose)).replace("\n", ending)
    spec_file = read(text)
    signature = Signature(name="compute", parameters=(), returns=parse_type("int"))
    pinned = apply_edits(text, add_clauses(spec_file, spec_file.specs[0], ["example: compute() == 1"], signature))
    (spec,) = read(pinned).specs
    assert spec.ir.intent == IR(intent=prose).intent
    assert [example.text for example in spec.ir.examples] == ["compute() == 1"]


@given(signatures(), signatures(), st.sets(st.sampled_from(["->", "()", "x", "n"])))
@settings(max_examples=200)
def test_completing_a_header_gives_the_joined_signature(stated: Signature, inferred: Signature, asked: set[str]):
    stated = blank_origins(stated.model_copy(update={"name": stated.name or "compute"}))
    holes = {
        hole.subject for hole in header_holes(IR(signature=stated), asked - ({"()"} if stated.parameters else set()))
    }
    holes -= {parameter.name for parameter in stated.parameters or () if parameter.type}
    text = print_header(stated, holes)
    spec_file = read(text)
    (spec,) = spec_file.specs
    pinned = apply_edits(text, pin_signature(spec_file, spec, inferred))
    (after,) = read(pinned).specs
    assert blank_origins(after.ir.signature) == blank_origins(joined_signature(stated, inferred)), pinned


def blank_origins(signature: Signature) -> Signature:
    """Without places and without descriptions, which are clauses of their own."""
    parameters = signature.parameters
    if parameters is not None:
        parameters = tuple(parameter.model_copy(update={"description": ""}) for parameter in parameters)
    return without_origins(IR(signature=signature.model_copy(update={"parameters": parameters}))).signature
