"""Any text, however long or broken, is parsed, lowered and formatted."""

import random

import pytest

from lift_ir import IR
from lift_server.lower import read
from lift_server.syntax.formatter import format_text
from lift_server.syntax.parser import parse
from lift_server.syntax.printer import print_ir

LONG = 100_000
LINES = 25_000

HUGE = {
    "lines of prose": "Some words of prose.\n" * 100_000,
    "lines that end in a carriage return": "note: words\r" * LINES,
    "specs": "spec f(x: int) -> int\n" * 5_000,
    "comments": "# c\n" * LINES,
    "comments inside a clause": "spec f\n ensures: x\n" + "  # c\n" * LINES + "  y\n",
    "prose between comments": "a\n# c\n" * LINES,
    "one line": "x" * 5_000_000,
    "one line of blanks": " " * 5_000_000,
    "one line of questions": "?a " * LONG,
    "one line of quotes": "\"'` ?a" * LONG,
    "one line of backslashes": "\\" * LONG + "?a",
    "one header": "spec f(" + "x, " * LONG,
    "one header of quotes": "spec f(" + '"\\' * LONG + " # c",
    "one key": "k" * LONG + ":",
    "blanks behind a key": "example: f(1)" + " " * LONG + "x",
    "blanks before raises": "spec f\n example: f(1)" + " " * LONG + "raises",
    "names of exceptions": "spec f\n raises: " + "E, " * LONG + "!",
    "brackets": "spec f\n ensures: " + "(" * LONG,
    "signs": "spec f\n ensures: " + "-" * 1_900 + "1",
    "deep indentation": "".join(" " * depth + "word\n" for depth in range(2_000)),
    "continuation": "spec f\n ensures: a\n" + "  b\n" * LINES,
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE.keys())
def test_huge_text_is_read_and_formatted(text: str):
    # Quadratic time would run into the suite's limit.
    tree = parse(text)
    assert "".join(token.span.slice(text) for token in tree.tokens) == text
    read(text)
    assert format_text(text).split() == text.split()


@pytest.mark.parametrize("text", ["?a " * LONG, "\\" * LONG + "?a", "\"'` ?a" * LONG, "k: " * LONG])
def test_huge_prose_is_printed(text: str):
    ir = IR(intent=text)
    (spec,) = read(print_ir(ir)).specs
    assert spec.ir.intent == ir.intent


@pytest.mark.parametrize("seed", range(5))
def test_binary_junk_has_one_finding(seed: int):
    junk = random.Random(seed).randbytes(20_000).decode("latin-1")
    spec_file = read(junk)
    assert [diagnostic.code for diagnostic in spec_file.diagnostics] == ["LIFT030"]
    format_text(junk)
