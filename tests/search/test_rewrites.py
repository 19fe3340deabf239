"""Rewrites that are no pattern: whatever is proposed does the same, and what is proposed reads better."""

import ast
import copy
import itertools
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lift_server.engines.embedded.search.rewrites import plainer
from lift_server.engines.embedded.search.simplify import simplify

NAMES = {"itertools": itertools}
SAMPLES: list[dict[str, Any]] = [
    {"a": [3, 1, 2], "b": [2, 2, 5], "s": "one  two", "d": {"x": 3, "y": 0}, "n": 2},
    {"a": [], "b": [4], "s": "", "d": {}, "n": 0},
    {"a": [0], "b": [], "s": "z", "d": {"zz": 1}, "n": 5},
    {"a": [1, 1, 0, -4], "b": [1, 0, 7, 7], "s": "Ab cd Ab", "d": {"q": -1, "r": 2, "x": 2}, "n": -3},
]


def parsed(source: str) -> ast.expr:
    return ast.parse(source, mode="eval").body


def value(tree: ast.expr, sample: dict[str, Any]) -> object:
    """The value, an iterator's as a list; None where there is none."""
    code = compile(ast.fix_missing_locations(ast.Expression(copy.deepcopy(tree))), "<tree>", "eval")
    try:
        found = eval(code, NAMES | copy.deepcopy(sample))
        return type(found).__name__, list(found) if hasattr(found, "__next__") else found
    except Exception:
        return None


SIMPLER = [
    ("[f for f in [x + 1 for x in a if x]]", "[x + 1 for x in a if x]"),
    ("sum(x * 2 for x in (y for y in a if y > 1))", "sum((y * 2 for y in a if y > 1))"),
    ("[x for x in [y * 2 for y in a] if x > 1]", "[x for x in (y * 2 for y in a) if x > 1]"),
    ("[(i, x) for i, x in enumerate([y + n for y in a])]", "[(i, y + n) for i, y in enumerate(a)]"),
    ("[x + z for x, z in zip([y * n for y in a], b)]", "[y * n + z for y, z in zip(a, b)]"),
    ("[k for k, v in {w: d[w] for w in sorted(d)}.items() if v > 1]", "[w for w in sorted(d) if d[w] > 1]"),
    ("[a[i] * 2 for i in range(len(a))]", "[x·ix * 2 for x·ix in a]"),
    ("[i for i in range(len(a)) if a[i] > n]", "[i for i, x·ix in enumerate(a) if x·ix > n]"),
    ("all(a[i] <= a[i + 1] for i in range(len(a) - 1))", "all((x·ix <= y·iy for x·ix, y·iy in itertools.pairwise(a)))"),
    ("[a[i] - a[i - 1] for i in range(1, len(a))]", "[y·iy - x·ix for x·ix, y·iy in itertools.pairwise(a)]"),
    ("[a[i] - a[i - 1] for i in range(len(a))]", "[x·ix - a[i - 1] for i, x·ix in enumerate(a)]"),
    ("[w for w in d if d[w] > 1]", "[w for w, x·wx in d.items() if x·wx > 1]"),
    ("max([d[w] for w in d], default=0)", "max(d.values(), default=0)"),
    ("[x + 1 for x in a][1:]", "[x + 1 for x in a[1:]]"),
    ("[x * n for x in a][0] if a else 0", "a[0] * n if a else 0"),
    ("a[:n][1:]", "a[1:n]"),
    ("a[1::2][1:]", "a[3::2]"),
    ("a[1::2][::2]", "a[1::4]"),
    ("a[1:][:3]", "a[1:4]"),
    ("a[1:][:-1]", "a[1:-1]"),
    ("list(range(1, n + 1))[:-1]", "list(range(1, n))"),
    ("list(range(n))[1::2]", "list(range(1, n, 2))"),
    ("[y for y in range(n - 4 + 1)]", "list(range(n - 3))"),
    ("1 if not sorted(a) else 2", "2 if a else 1"),
    ("not any(x > n for x in a) or not a", "not any((x > n for x in a))"),
    ("1 if a and any(x > n for x in a) else 2", "1 if any((x > n for x in a)) else 2"),
    ("(n > 1 and n < 4) and n != 3", "1 < n < 4 and n != 3"),
    ("len(range(n))", "max(n, 0)"),
    ("len(list(range(2, n + 5)))", "max(n + 3, 0)"),
    ("len([x for x, y in itertools.pairwise(a)])", "len(list(itertools.pairwise(a)))"),
    ("str(2) in s", "'2' in s"),
    ("sorted(x for x in dict.fromkeys(a) if x in b)", "sorted(set(a) & set(b))"),
    ("a if len(a[1::2]) > 0 else b", "a if len(a) > 1 else b"),
]


@pytest.mark.parametrize(("source", "better"), SIMPLER)
def test_what_can_be_said_more_simply_is(source: str, better: str) -> None:
    tree = parsed(source)
    wanted = [value(tree, sample) for sample in SAMPLES]
    assert any(item is not None for item in wanted)
    pairs = list(zip(SAMPLES, wanted, strict=True))
    found = simplify(tree, lambda other: all(one is None or value(other, sample) == one for sample, one in pairs))
    assert ast.dump(parsed(ast.unparse(found))) == ast.dump(parsed(better))


KEPT = [
    "[x + x for x in [y * 2 for y in a]]",
    "[[x * z for z in b] for x in [y * 2 for y in a]]",
    "[a[i] + b[i] for i in range(len(a) - 1)]",
    "[a[i] - a[i + 1] for i in range(len(a))]",
    "[y for y in a[1:n]]",
    "a[-2:][1:]",
    "a[::-1][1:]",
    "a[1:n][:n]",
]


@pytest.mark.parametrize("source", KEPT)
def test_what_would_cost_more_or_differ_is_not_proposed(source: str) -> None:
    [first, *_] = [list(plainer(parsed(source), frozenset({"anywhere"})))]
    assert all(ast.unparse(item).count("for") == source.count("for") for item in first)
    for sample in SAMPLES:
        if (wanted := value(parsed(source), sample)) is not None:
            assert all(value(item, sample) == wanted for item in first)


ATOMS = st.sampled_from(["a", "b", "a[1:]", "range(n)", "range(1, n + 1)", "list(range(n))", "sorted(a)"])
ELEMENTS = st.sampled_from(["{x}", "{x} + n", "{x} * {x}", "-{x}", "a.count({x})", "a[{x}]"])
TESTS = st.sampled_from(["", " if {x} > n", " if {x}", " if {x} in b", " if a[{x}] > 0"])
LOOPS = ["[{e} for {x} in {s}{t}]", "[{e} for {x} in range(len({s})){t}]", "[{s}[{x}] for {x} in range(len({s})){t}]",
         "[{s}[{x}] - {s}[{x} + 1] for {x} in range(len({s}) - 1)]", "[{e} + {i} for {i}, {x} in enumerate({s}){t}]",
         "[{e} + {i} for {i}, {x} in zip(b, {s}){t}]", "{s}[1:]", "{s}[::2]"]  # fmt: skip


@st.composite
def looped(draw: st.DrawFn) -> str:
    """Up to three loops and slices in one another, with a name of its own for whatever is bound."""
    source = draw(ATOMS)
    for at in range(draw(st.integers(1, 3))):
        x, i = f"x{at}", f"i{at}"
        element, test = draw(ELEMENTS).format(x=x), draw(TESTS).format(x=x)
        source = draw(st.sampled_from(LOOPS)).format(e=element, x=x, i=i, s=source, t=test)
    return source


@given(looped())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_whatever_is_proposed_for_a_loop_does_the_same(source: str) -> None:
    tree = parsed(source)
    known = [(sample, wanted) for sample in SAMPLES if (wanted := value(tree, sample)) is not None]
    assume(known)
    for other in plainer(tree, frozenset({"anywhere"})):
        if ".items()" not in (text := ast.unparse(other)) and ".values()" not in text:
            assert all(value(other, sample) == wanted for sample, wanted in known), text


BOUND = st.one_of(st.none(), st.integers(-4, 4))


def bounds(lower: int | None, upper: int | None, step: int | None) -> str:
    return ":".join("" if item is None else str(item) for item in (lower, upper, step))


@given(BOUND, BOUND, st.sampled_from([None, 1, 2, 3, -1]), BOUND, BOUND, st.sampled_from([None, 2, -1]),
       st.sampled_from(["a", "range(n)", "range(2, n)", "list(range(1, n + 1))"]))  # fmt: skip
@settings(max_examples=80, deadline=None, derandomize=True)
def test_a_part_of_a_part_is_that_part(
    lower: int | None, upper: int | None, step: int | None, low: int | None, high: int | None, by: int | None, of: str
) -> None:
    for source in (
        f"{of}[{bounds(lower, upper, step)}]",
        f"{of}[{bounds(lower, upper, step)}][{bounds(low, high, by)}]",
    ):
        tree = parsed(source)
        for other in plainer(tree, frozenset({"anywhere"})):
            for length in range(7):
                sample = {"a": list(range(length)), "n": length}
                assert value(other, sample) == value(tree, sample), (ast.unparse(other), length)
