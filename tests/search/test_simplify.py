"""Rewriting rules: each fires, and each keeps values, or fails on all of them so that any point shows it."""

import ast
import collections
import itertools
import math
import re
from collections.abc import Iterator
from typing import Any

import pytest

from lift_server.engines.embedded.search.rules import DEPENDING
from lift_server.engines.embedded.search.simplify import Rule, rules, simplify

VALUES: dict[str, list[Any]] = {
    "bool": [False, True],
    "int": [-2, 0, 1, 3],
    "float": [-1.5, 0.0, 2.0],
    "str": ["", "a", "aba", " b"],
    "list[int]": [[], [1], [3, 1, 2], [1, 1]],
    "list[str]": [[], ["b", "a"], ["a"]],
    "list[bool]": [[], [True, False], [True]],
    "list[list[int]]": [[], [[1, 2], [3]], [[]]],
    "set[int]": [set(), {1}, {1, 2}],
    "dict[str, int]": [{}, {"b": 2, "a": 1}],
}
ELEMENTS = ("x", "x * 2", "x > 1", "len(x)")
PREDICATES = ("x > 1", "x", "len(x) > 0")
CONSTANTS = ("1", "'a'")
WRAPPED = {
    "anywhere": "{}",
    "condition": "1 if ({}) else 2",
    "looped over": "[w for w in {}]",
    "unordered": "sorted({})",
    "header": "[{element} {}]",
}
NAMES = {"collections": collections, "math": math, "itertools": itertools}


def sides(rule: Rule) -> Iterator[tuple[str, str]]:
    """What a rule finds and what it makes of that, with loops' expressions filled in, as source over `a b c`."""
    found, better = rule.text.split(" -> ")
    metavariables = set(re.findall(r"\b[A-Z]\b", found))
    pools = {"E": ELEMENTS, "P": PREDICATES, "K": CONSTANTS, "N": ("1",), "M": ("2",), "F": ("abs", "len")}
    used = [name for name in pools if name in metavariables]
    for choice in itertools.product(*(pools[name] for name in used)):
        parts = dict(zip(used, choice, strict=True))
        merged = "y for y" in found
        yield filled(rule, found, parts, better, merged), filled(rule, better, parts, better, False)


def filled(rule: Rule, text: str, parts: dict[str, str], better: str, merged: bool) -> str:
    """One side of a rule, in a place where it applies. When `merged`, `y` is what `x` is on the other side."""
    for name, part in parts.items():
        inner = re.sub(r"\bx\b", "y", part) if merged and name == "P" else part
        text = re.sub(rf"\b{name}\b", f"({inner})" if name not in "FKMN" else inner, text)
    text = re.sub(r"\b[ABC]\b", lambda match: match[0].lower(), text)
    bound = ", ".join(re.findall(r"\b[xy]\b", better.partition(" in ")[0]))
    whole = WRAPPED[rule.place].replace("{element}", f"({bound})").format(text)
    return f"[*{whole}]" if rule.text.startswith("(") else whole


def outcome(function: Any, values: dict[str, Any]) -> Any:
    """The value, a function's values on some arguments; None where it fails."""
    try:
        value = function(**values)
    except Exception:
        return None
    if not callable(value):
        return None if isinstance(value, complex) else (type(value), repr(value) if value != value else value)
    results = []
    for argument in (0, 3, "a", "Ab", [1]):
        try:
            results.append((argument, value(argument)))
        except Exception:
            continue
    return results


def agreements(found: str, better: str) -> Iterator[tuple[tuple[str, ...], list[bool]]]:
    """For all types of the operands: on which values both sides agree, among those on which the first has a value."""
    operands = [name for name in "abc" if re.search(rf"\b{name}\b", found)]
    one, other = (eval(f"lambda {', '.join(operands)}: {side}", NAMES) for side in (found, better))
    kinds = list(VALUES) if len(operands) < 3 else ["bool", "int", "float", "str", "list[int]"]
    for types in itertools.product(kinds, repeat=len(operands)):
        agreed = []
        for values in itertools.product(*(VALUES[type_] for type_ in types)):
            given = dict(zip(operands, values, strict=True))
            wanted = outcome(one, given)
            if wanted is None:
                continue
            value = outcome(other, given)
            if isinstance(wanted, list):
                agreed.append(value is not None and all(item in value for item in wanted))
            else:
                agreed.append(value == wanted)
        yield types, agreed


def named(rule: Rule) -> str:
    return rule.text


@pytest.mark.parametrize("rule", rules(), ids=named)
def test_a_rule_keeps_values_or_shows_on_any_point_that_it_does_not(rule: Rule) -> None:
    keeps_some = False
    for found, better in sides(rule):
        for types, agreed in agreements(found, better):
            keeps_some |= bool(agreed) and all(agreed)
            if rule.text not in DEPENDING:
                assert all(agreed) or not any(agreed), (found, better, types, agreed)
    assert keeps_some


@pytest.mark.parametrize("rule", rules(), ids=named)
def test_a_rule_fires(rule: Rule) -> None:
    for found, better in sides(rule):
        wanted = ast.dump(ast.parse(better, mode="eval").body)
        seen: list[str] = []

        def only(tree: ast.expr, wanted: str = wanted, seen: list[str] = seen) -> bool:
            seen.append(ast.dump(tree))
            return False

        simplify(ast.parse(found, mode="eval").body, only)
        assert wanted in seen, (found, better)


def test_every_depending_rule_is_a_rule() -> None:
    assert {rule.text for rule in rules()} >= DEPENDING


def check_simplified(source: str, expected: str) -> None:
    always = ast.unparse(simplify(ast.parse(source, mode="eval").body, lambda tree: True))
    assert always == ast.unparse(ast.parse(expected, mode="eval").body)


def test_rewrites_follow_one_another() -> None:
    check_simplified("True if not len(sorted(a)) == 0 else False", "len(a) > 0")
    check_simplified("[z for z in a if not z in list(range(0, 1 + 2))]", "[z for z in a if z not in range(3)]")
    check_simplified("sum([v * w for v, w in list(zip(a, b))])", "sum((v * w for v, w in zip(a, b)))")
    check_simplified("set([z.lower() for z in list(a)])", "{z.lower() for z in a}")
    check_simplified("max(a, key=lambda z: len(z)) if not len(a) == 0 else None", "max(a, key=len) if a else None")


def test_the_item_comes_first() -> None:
    check_simplified("[x·1 for x·1 in a if b <= x·1]", "[x·1 for x·1 in a if x·1 >= b]")
    check_simplified("[x·1 for x·1 in a if x·1 < b]", "[x·1 for x·1 in a if x·1 < b]")


def test_what_changes_a_value_is_not_kept() -> None:
    tree = ast.parse("not a < b", mode="eval").body
    assert ast.unparse(simplify(tree, lambda item: ">=" not in ast.unparse(item))) == "not a < b"


def test_names_of_a_loop_never_leave_it() -> None:
    check_simplified("sum(1 for v in a if v == v + 1)", "sum(1 for v in a if v == v + 1)")
    check_simplified("any(v == w for v in a for w in v)", "any(v == w for v in a for w in v)")
