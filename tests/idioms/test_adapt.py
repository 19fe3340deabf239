"""Adapting a body to other names: the same program, whatever the names are."""

import ast
import datetime
import decimal
import doctest
import importlib
import keyword
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lift_ir import Parameter
from lift_server.engines.embedded.adapt import adapt_body, match_parameters
from lift_server.engines.embedded.index import Idiom, IdiomParameter, load_index

INDEX = load_index()
IDIOMS = [idiom for family in INDEX.names for idiom in INDEX.idioms(family)]
identifiers = st.from_regex(r"[a-z][a-z_]{0,6}", fullmatch=True).filter(lambda name: not keyword.iskeyword(name))


def own_names(idiom: Idiom) -> dict[str, str]:
    return {item.name: item.name for item in idiom.parameters}


def examples_hold(idiom: Idiom, roles: dict[str, str]) -> None:
    """The adapted function, called by position, gives what the idiom's doctests say."""
    body = adapt_body(idiom, roles, idiom.name)
    assert body is not None
    header = f"def {idiom.name}({', '.join(roles[item.name] for item in idiom.parameters)}):\n"
    namespace = {module.split(".")[0]: importlib.import_module(module.split(".")[0]) for module in idiom.modules}
    for module in idiom.modules:
        importlib.import_module(module)
    exec(compile(header + body, "<adapted>", "exec"), namespace)
    runner = doctest.DocTestRunner(verbose=False)
    examples = [doctest.Example(call + "\n", printed + "\n" if printed else "") for call, printed in idiom.examples]
    namespace |= {"datetime": datetime, "decimal": decimal}
    test = doctest.DocTest(
        [item for item in examples if "Traceback" not in item.want], namespace, idiom.name, None, 0, ""
    )
    assert runner.run(test).failed == 0


@pytest.mark.parametrize("idiom", IDIOMS, ids=lambda idiom: idiom.name)
def test_every_idiom_can_be_renamed(idiom: Idiom) -> None:
    """Fresh names, and the names of the idiom's own local variables, which then give way."""
    assert adapt_body(idiom, own_names(idiom), idiom.name) == idiom.body
    examples_hold(idiom, {item.name: f"{item.name}_given" for item in idiom.parameters})
    bound = {node.id for node in ast.walk(ast.parse(f"if 1:\n{idiom.body}")) if isinstance(node, ast.Name)
             and isinstance(node.ctx, ast.Store)} - set(own_names(idiom))  # fmt: skip
    for local in sorted(bound):
        first, *rest = idiom.parameters
        examples_hold(idiom, {first.name: local} | {item.name: item.name for item in rest})


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_renaming_and_back_gives_the_same_body(data: st.DataObject) -> None:
    idiom = data.draw(st.sampled_from(IDIOMS))
    used = set(re.findall(r"\w+", idiom.body))
    fresh = identifiers.filter(lambda name: name not in used | set(own_names(idiom)))
    new = data.draw(st.lists(fresh, min_size=len(idiom.parameters), max_size=len(idiom.parameters), unique=True))
    body = adapt_body(idiom, dict(zip(own_names(idiom), new, strict=True)), idiom.name)
    assert body is not None
    renamed = Idiom(**{name: getattr(idiom, name) for name in idiom.__slots__} | {"body": body})
    back = dict(zip(new, own_names(idiom), strict=True))
    parameters = tuple(
        type(item)(back_name, item.type, item.default) for back_name, item in zip(new, idiom.parameters, strict=True)
    )
    renamed = Idiom(**{name: getattr(renamed, name) for name in idiom.__slots__} | {"parameters": parameters})
    assert adapt_body(renamed, back, idiom.name) == idiom.body


@pytest.mark.parametrize("name", ["int", "abs", "str", "sum"])
def test_a_parameter_that_hides_what_the_body_needs_is_refused(name: str) -> None:
    (idiom,) = [item for item in INDEX.idioms("digit_sum") if item.name == "digit_sum"]
    assert adapt_body(idiom, {"n": name}, "digit_sum") is None
    assert adapt_body(idiom, {"n": "n"}, name) is None


def test_names_decide_before_order() -> None:
    (idiom, *_) = INDEX.idioms("power")
    parameters = [Parameter(name="exponent"), Parameter(name="base")]
    assert match_parameters(idiom, parameters, INDEX) == {"base": "base", "exponent": "exponent"}


@pytest.mark.parametrize(
    ("name", "names", "message"),
    [
        ("mean", ["samples"], '"samples must not be empty"'),
        ("weighted_mean", ["grades", "credits"], '"grades and credits must have the same length"'),
        ("weighted_mean", ["weights", "values"], '"weights and values must have the same length"'),
        ("clamp_checking_limits", ["x", "least", "most"], '"least must not exceed most"'),
        ("from_roman", ["numeral"], 'f"not a Roman numeral: {numeral!r}"'),
        ("mean", ["must"], '"numbers must not be empty"'),
    ],
)
def test_an_error_message_that_begins_with_a_parameter_speaks_of_the_spec_s(
    name: str, names: list[str], message: str
) -> None:
    (idiom,) = [item for item in IDIOMS if item.name == name]
    body = adapt_body(idiom, dict(zip(own_names(idiom), names, strict=True)), name)
    assert body is not None
    assert f"raise ValueError({message})" in body


def test_other_strings_keep_their_words() -> None:
    idiom = Idiom(**{name: getattr(IDIOMS[0], name) for name in Idiom.__slots__} | {
        "name": "f",
        "parameters": (IdiomParameter("month", "int", None),),
        "body": (
            "    if not month:\n"
            "        raise ValueError(f\"month {month!r} is no month: {'month'}\")\n"
            "    print('month')\n"
            "    raise ValueError('no month')\n"
        ),
    })  # fmt: skip
    assert adapt_body(idiom, {"month": "größe"}, "f") == (
        "    if not größe:\n"
        "        raise ValueError(f\"größe {größe!r} is no größe: {'month'}\")\n"
        "    print('month')\n"
        "    raise ValueError('no month')\n"
    )
