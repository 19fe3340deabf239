"""Trees as text: nothing is lost, and the text is what a formatter would write."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lift_server.engines.embedded.search.printer import WIDTH, block, source

NAMES = st.sampled_from(["a", "numbers", "text", "x"])
CONSTANTS = st.one_of(st.integers(0, 99), st.text("ab'\"\\ {}\n", max_size=4), st.sampled_from([None, True, 1.5, 0.25]))
BINARY = ["+", "-", "*", "/", "//", "%", "**", "|", "^", "&", "<<", ">>"]
SHAPES = [
    "({0}) {1} ({2})", "not ({0})", "-({0})", "({0}) and ({2})", "({0}) or ({2})", "({0}) if ({2}) else ({0})",
    "({0}) < ({2})", "({0}) in ({2})", "({0}) is not ({2})", "len({0})", "max({0}, {2}, key=len)", "({0}).upper()",
    "({0})[{2}]", "({0})[{2}:]", "({0})[:{2}]", "({0})[{2}:{0}]", "({0})[::{2}]", "({0})[{2}:{0}:2]", "[{0}, {2}]",
    "({0}, {2})", "({0},)", "{{{0}, {2}}}", "{{{0}: {2}}}", "[({0}) for y in ({2})]", "[({0}) for y in ({2}) if ({0})]",
    "any(({0}) for y in ({2}))", "max((({0}) for y in ({2})), key=len)", "{{({0}): ({2}) for y, z in ({2})}}",
    "sorted({0}, key=lambda y: ({2}))", "[*({0})]", "{{({0}) for y in ({2}) for z in y}}", "({0}) < ({2}) <= ({0})",
]  # fmt: skip


@st.composite
def combined(draw: st.DrawFn, parts: st.SearchStrategy[str]) -> str:
    shape, operator = draw(st.sampled_from(SHAPES)), draw(st.sampled_from(BINARY))
    return shape.format(draw(parts), operator, draw(parts))


SOURCES = st.recursive(NAMES | CONSTANTS.map(repr), combined, max_leaves=8)


def tree_of(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


@given(SOURCES)
@settings(max_examples=150, deadline=None)
def test_what_is_printed_is_the_tree(text: str) -> None:
    tree = tree_of(text)
    assert ast.dump(tree_of(source(tree))) == ast.dump(tree)


@given(SOURCES, st.integers(1, 3).map(lambda level: 4 * level))
@settings(max_examples=60, deadline=None)
def test_a_statement_of_several_lines_is_the_same_statement(text: str, indent: int) -> None:
    statement = ast.Return(tree_of(text))
    printed = (
        "def f():\n" + "".join(f"{' ' * level}if x:\n" for level in range(4, indent, 4)) + block([statement], indent)
    )
    found = next(node for node in ast.walk(ast.parse(printed)) if isinstance(node, ast.Return))
    assert ast.dump(found) == ast.dump(statement)


FORMATTED = """\
value = a**2 + a ** len(text) - x.real**-1
value = text[: len(a) - 1] + text[a:x] + text[a + 1 :] + text[::-1] + text[1:-1:2]
value = "it's" + 'say "so"' + "\\\\" + "\\n"
value = r"\\w+\\d" + "\\t"
value = (-a) ** 2 - (a - (x - 1)) * (a / (x * 2))
value = not (a and (x or text)) or (a if x else text) and a not in (1, (2,))
value = [(x, y) for x, y in zip(a, text) if x if y], {**a}, {*text}
value = {x: y for x, y in a.items()} | {1: "one"}
value = sorted((y for y in a), key=lambda y: -y, reverse=True)
value = sum(y for y in a) + (1).bit_count() + 1.5.real
"""


def test_formatters_find_nothing_to_change() -> None:
    module = ast.parse(FORMATTED.replace(", {**a}", ""))
    text = block(module.body, 0)
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or "ruff"
    arguments = [ruff, "format", "--line-length", str(WIDTH), "-"]
    found = subprocess.run(arguments, input=text, capture_output=True, text=True, check=True)
    assert found.stdout == text


def test_wide_values_stand_between_their_brackets() -> None:
    wide = "[character.upper() for character in some_rather_long_text if character.isalpha() and character.islower()]"
    assert block([ast.Return(tree_of(wide))], 4) == (
        "    return [\n"
        "        character.upper()\n"
        "        for character in some_rather_long_text\n"
        "        if character.isalpha() and character.islower()\n"
        "    ]\n"
    )
