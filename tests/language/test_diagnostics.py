"""What is wrong with a file is said once, at its place, with a corrected line."""

import re
from pathlib import Path
from textwrap import dedent

import pytest

from fixture import read_fixture
from lift_server.diagnostics import CODES, Diagnostic, Severity
from lift_server.lower import MAX_FILE_CHARS, read
from lift_server.text import apply_edits

PAGES = Path(__file__).parents[2] / "docs" / "diagnostics"


def check_errors(marked: str) -> list[Diagnostic]:
    """Exactly the marked spans are reported, `$<lift001>...$</lift001>` with code LIFT001."""
    fixture = read_fixture(dedent(marked))
    diagnostics = read(fixture.text).diagnostics
    expected = [(name.upper(), span) for name, spans in fixture.spans.items() for span in spans]
    assert sorted((item.code, item.span) for item in diagnostics) == sorted(expected)
    return list(diagnostics)


def check_message(marked: str, *parts: str) -> None:
    (diagnostic,) = check_errors(marked)
    for part in parts:
        assert part in diagnostic.message


def check_fix(before: str, after: str) -> None:
    """The only finding's first fix; what it leaves has no finding."""
    (diagnostic,) = check_errors(before)
    text = read_fixture(dedent(before)).text
    fixed = apply_edits(text, list(diagnostic.fixes[0].edits))
    assert fixed == dedent(after)
    assert read(fixed).diagnostics == ()


@pytest.mark.parametrize(
    "text",
    [
        "A sentence.\n",
        "# c\nmodule: a.b\nA note: it is one.\n\nspec f(x: ?) -> ?\n    note: prose\n    Role: a\n    user: prose\n",
        "spec f(x)\n    ensures: result is sorted\n    example: for 3 it gives 9\n    raises: KeyError when absent\n",
        "spec f(x)\n    example: f(3) is sorted\n    example: f(3) returns nothing\n",
        "spec f\n    effects: None\n    uses: g\n    unspecified: f(0)\n    hole: why\nspec g\n",
    ],
)
def test_a_sound_file_has_no_findings(text: str):
    check_errors(text)


@pytest.mark.parametrize(
    ("marked", "parts"),
    [
        ("spec $<lift001>sheets are good$</lift001>\n", ["write `spec sheets_are_good`", "`\\spec`"]),
        ("spec $<lift001>k a: int$</lift001> -> int\n", ["write `spec k(a: int) -> int`"]),
        ("spec f(x)$<lift001>:$</lift001>\n", ["write `spec f(x)`"]),
        ("spec area$<lift002>(radius as float) returns float$</lift002>\n", ["write `(radius: float) -> float`"]),
        ("spec area$<lift002>(float radius, int n$</lift002>\n", ["write `(radius: float, n: int) -> ?`"]),
        ("spec f$<lift002>(x: int,$</lift002>\n       y: int)\n", ["a `spec` line is one line"]),
        ("spec f$<lift002>(a=1, b)$</lift002>\n", ["without a default", "`= ?`"]),
        ("spec f(x: $<lift002>'int'$</lift002>)\n", ["write for example `int`"]),
        ("spec f($<lift002>né: int$</lift002>)\n", ["plain letters"]),
        ("spec f$<lift002>(x: " + "list[" * 51 + "int" + "]" * 51 + ")$</lift002>\n", ["nested"]),
        ("spec $<lift003>lambda$</lift003>(x)\n", ["keyword", "write `spec lambda_`"]),
        ("spec $<lift003>Fläche$</lift003>\n", ["write `spec flache`"]),
        ("spec $<lift003>größe$</lift003>\n", ["write `spec grosse`"]),
        ("spec $<lift003>2nd$</lift003>\n", ["write `spec compute_2nd`"]),
        ("spec $<lift004>sorted$</lift004>(x)\n", ["builtin", "write `spec sorted_of`"]),
        ("spec f(x, $<lift006>x$</lift006>: int)\n", ["twice", "write `x_2`"]),
        ("spec f($<lift007>result$</lift007>)\n", ["`value`"]),
        ("spec f(x: $<lift008>Matrix$</lift008>)\n", ["write `uses: from MODULE import Matrix`"]),
        (
            "spec f() -> $<lift008>list[np.ndarray]$</lift008>\n",
            ["write `ndarray` here and `uses: from MODULE import ndarray`"],
        ),
        ("spec f\n    $<lift010>module: a$</lift010>\n", ["before the first `spec` line"]),
        ("module: $<lift011>shapes/circle.py$</lift011>\n", ["write `module: shapes.circle`"]),
        ("module: $<lift011>my-shapes$</lift011>\n", ["write `module: my_shapes`"]),
        ("module: $<lift011>class$</lift011>\n", ["write `module: shapes.circle`"]),
        ("module: a\n$<lift012>module: b$</lift012>\n", ["keep `module: a`"]),
        ("module: $<lift013>../secret$</lift013>\n", ["inside the workspace", "write `module: secret`"]),
        ("module: $<lift013>/etc/passwd.py$</lift013>\n", ["write `module: etc.passwd`"]),
        ("$<lift014>ensures$</lift014>: result\nspec f\n", ["write `spec NAME` above it"]),
        ("spec f\n    $<lift020>requires$</lift020>:\n\n        x > 0\n", ["write for example `requires: n >= 0`"]),
        ("spec f(x)\n    $<lift020>x$</lift020>:\n", ["`x: what it is`"]),
        ("$<lift020>module$</lift020>: # none\n", ["`module: shapes.circle`"]),
        ("spec f\n    effects: $<lift021>files$</lift021>\n", ["write `effects: reads files`", "subprocess"]),
        ("spec f\n    effects: $<lift021>none, time$</lift021>\n", ["write `effects: none`"]),
        ("spec double\n    example: $<lift022>duoble(2) == 4$</lift022>\n", ["calls `duoble`", "write `double(...)`"]),
        ("spec double\n    example: $<lift022>2 + 2 == 4$</lift022>\n", ["write for example `double(...) == ...`"]),
        ("Words.\nexample: $<lift022>abs(2) == 2$</lift022>\n", ["write `spec NAME`"]),
        ("spec f\n    raises: $<lift023>when x < 0$</lift023>\n", ["write `raises: ValueError when x < 0`"]),
        (
            "spec f\n    raises: $<lift023>a KeyError if x is missing$</lift023>\n",
            ["write `raises: KeyError when x is missing`"],
        ),
        (
            "spec f\n    $<lift024>ensures$</lift024>: x == '" + "y" * 2_000 + "'\n",
            ["longer than 2000", "several clauses"],
        ),
        ("spec f\n    $<lift024>ensures$</lift024>: " + "(" * 51 + "x" + ")" * 51 + "\n", ["nested deeper than 50"]),
        ("spec f\n    $<lift025>Requires$</lift025>: x > 0\n", ["write `requires:`"]),
        ("$<lift025>exmaple$</lift025>: f(1) == 2\n", ["write `example:`"]),
        ("$<lift025>precondition$</lift025>: x > 0\n", ["write `requires:`"]),
        ("$<lift025>modules$</lift025>: a\nspec f\n", ["write `module:`"]),
        ("spec f(x)\n    x: a\n    $<lift009>x$</lift009>: b\n", ["described above"]),
        ('spec f\n  example: $<lift027>f("""a\n    b""") == 2$</lift027>\n', ["on one line", "`\\n`"]),
        ("spec f\n  ensures: $<lift027>f('''a\n    b$</lift027>\n\n  c''') == 2\n", ["on one line"]),
        ("spec f\n  uses: from a import b\n  uses: $<lift028>nothing$</lift028>\n", ["`nothing`", "from MODULE"]),
        ("spec f\n  uses: g, $<lift028>halve$</lift028>\nspec g\nspec half\n", ["`uses: half`"]),
        ("spec f\n  example: $<lift029>f(3) is 6$</lift029>\n", ["not executed", "`example: f(3) == 6`"]),
        ("$<lift025>specs$</lift025> p\n", ["write `spec p`"]),
        ("spec f($<lift002>?x: int$</lift002>)\n", ["write `x: int` or `x: ?`"]),
        ("spec f\n    uses: $<lift026>import math$</lift026>\n", ["write `uses: from"]),
        ("spec f\n    \x7fELF$<lift030>\0$</lift030>\0\1\2: junk\n", ["not text"]),
    ],
)
def test_a_mistake_is_reported_with_a_corrected_line(marked: str, parts: list[str]):
    check_message(marked, *parts)


def test_two_specs_of_one_name_point_at_each_other():
    diagnostics = check_errors("spec $<lift005>f$</lift005>\nspec g\nspec $<lift005>f$</lift005>(x)\n")
    first, second = diagnostics
    assert [related.span for related in first.related] == [second.span]
    assert [related.span for related in second.related] == [first.span]


def test_findings_move_with_their_spec():
    (diagnostic,) = check_errors("spec f\nspec g\n    effects: $<lift021>random numbers$</lift021>\n")
    assert diagnostic.fixes[0].edits[0].span == diagnostic.span
    check_errors(
        "spec $<lift005>f$</lift005>\n\nspec $<lift005>f$</lift005>\n    effects: $<lift021>random numbers$</lift021>\n"
    )


def test_a_file_beyond_the_limit_has_one_finding_and_no_specs():
    spec_file = read("spec f\n" * (MAX_FILE_CHARS // 7 + 1))
    assert [diagnostic.code for diagnostic in spec_file.diagnostics] == ["LIFT031"]
    assert spec_file.specs == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("spec f(x)$<lift001>:$</lift001>\n", "spec f(x)\n"),
        ("spec $<lift001>sheets are good$</lift001>\n", "\\spec sheets are good\n"),
        ("spec $<lift003>class$</lift003>\n", "spec class_\n"),
        ("spec f\n$<lift010>module: a$</lift010>\n", "module: a\n\nspec f\n\n"),
        ("module: $<lift011>a/b.py$</lift011>  # c\n", "module: a.b  # c\n"),
        ("module: a\n$<lift012>module: b$</lift012>\n", "module: a\n\n"),
        ("spec f\n    effects: $<lift021>network access$</lift021>\n", "spec f\n    effects: network\n"),
        ("spec f\n  example: $<lift022>g(g(1)) == 2$</lift022>\n", "spec f\n  example: f(f(1)) == 2\n"),
        ("spec f\n  raises: $<lift023>a KeyError if absent$</lift023>\n", "spec f\n  raises: KeyError when absent\n"),
        ("spec f\n  $<lift025>Ensure$</lift025>: all is well\n", "spec f\n  ensures: all is well\n"),
        ("$<lift025>Spec$</lift025> o(a: int)\n", "spec o(a: int)\n"),
        ("spec f\n$<lift025>spec:$</lift025> n(a: int) -> int\n", "spec f\nspec n(a: int) -> int\n"),
        ("spec f(x)\nx: a\n$<lift009>x$</lift009>: b\n", "spec f(x)\nx: a; b\n\n"),
        (
            "spec f\n  example: $<lift027>f('''a\n     b\\\n   c''') == 2$</lift027>\n",
            "spec f\n  example: f('''a\\n     b   c''') == 2\n",
        ),
        ("spec f\n  uses: $<lift028>halve$</lift028>\nspec half\n", "spec f\n  uses: half\nspec half\n"),
        ("spec f\n  example: $<lift029>f(a=3) = 6$</lift029>\n", "spec f\n  example: f(a=3) == 6\n"),
        ("spec f\n  example: $<lift029>f(3) => 6$</lift029>\n", "spec f\n  example: f(3) == 6\n"),
        ("spec f\n  example: $<lift029>f('a') -> [6]$</lift029>\n", "spec f\n  example: f('a') == [6]\n"),
        ("Words.\nexample: $<lift029>f(3) returns 6.$</lift029>\n", "Words.\nexample: f(3) == 6\n"),
        (
            "spec f\n  example: $<lift029>f(3)==6, f(4)==24$</lift029>\n",
            "spec f\n  example: f(3)==6\n  example: f(4)==24\n",
        ),
    ],
)
def test_a_fix_leaves_nothing_to_report(before: str, after: str):
    check_fix(before, after)


LANGUAGE_CODES = [code for code in CODES if code.startswith("LIFT0")]


def test_every_code_of_the_language_has_a_page_and_every_page_a_code():
    pages = {path.stem for path in PAGES.glob("LIFT*.md")}
    assert set(LANGUAGE_CODES) <= pages <= set(CODES)


def sample(code: str, title: str) -> str:
    """The fenced sample below `## title`; `(repeated N times)` behind the fence and escapes are taken literally."""
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    match = re.search(
        rf"^## {title}\n.*?^```lift\n(.*?)^```(?:\n\n\(repeated ([\d,]+) times\))?", page, re.DOTALL | re.MULTILINE
    )
    assert match, f"{code} has no sample below {title!r}"
    return match[1].replace("\\0", "\0") * int((match[2] or "1").replace(",", ""))


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_the_sample_of_a_page_has_its_finding_and_the_corrected_one_has_none(code: str):
    assert code in {diagnostic.code for diagnostic in read(sample(code, "Example")).diagnostics}
    assert read(sample(code, "Corrected")).diagnostics == ()
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {code}: {CODES[code].title}\n\n{CODES[code].explanation}")


def test_codes_of_the_language_have_the_severity_of_the_table():
    spec_file = read("spec sorted(x: Matrix)\n    Requires: x\n    uses:\n")
    assert [(item.code, item.severity) for item in spec_file.diagnostics] == [
        ("LIFT004", Severity.WARNING),
        ("LIFT008", Severity.WARNING),
        ("LIFT025", Severity.HINT),
        ("LIFT020", Severity.ERROR),
    ]
