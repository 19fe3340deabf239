"""What a name stands for: highlights, references, definitions and renames, in one file and across files."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixture import Fixture, read_fixture
from lift_server.ide.definition import (
    FunctionPlace,
    SpecPlace,
    definition,
    function_at,
    function_span,
    implementation,
    spec_of_function,
)
from lift_server.ide.highlight import highlight
from lift_server.ide.occurrences import occurrences
from lift_server.ide.references import WorkspaceFile, references
from lift_server.ide.rename import Refusal, Renaming, prepare_rename, rename
from lift_server.lower import read
from lift_server.text import Span, apply_edits

ROOT = Path("/project")


def workspace(files: Mapping[str, str]) -> list[WorkspaceFile]:
    """Files of one folder; `module: a.b` is `a/b.py` there."""

    def resolver(key: str, own: str | None):  # type: ignore[no-untyped-def]
        return lambda module: ROOT / f"{(module or own or Path(key).stem).replace('.', '/')}.py"

    read_files = {key: read(text) for key, text in files.items()}
    return [WorkspaceFile(key, file, resolver(key, file.module)) for key, file in read_files.items()]


def split(marked: str) -> dict[str, Fixture]:
    """`--- name` lines part the files; without one the file is `shapes.lift`."""
    parts = re.split(r"^--- (\S+)\n", marked, flags=re.MULTILINE)
    named = dict(zip(parts[1::2], parts[2::2], strict=True)) if len(parts) > 1 else {"shapes.lift": marked}
    return {key: read_fixture(text) for key, text in named.items()}


def at_cursor(marked: str) -> tuple[dict[str, Fixture], list[WorkspaceFile], WorkspaceFile, int]:
    fixtures = split(marked)
    files = workspace({key: fixture.text for key, fixture in fixtures.items()})
    [(here, offset)] = [
        (file, fixture.cursor)
        for file, fixture in zip(files, fixtures.values(), strict=True)
        if fixture.cursor is not None
    ]
    return fixtures, files, here, offset


def check_references(marked: str) -> None:
    """The marked spans are what names the thing under the cursor: `def` gives it its meaning, `ref` uses it."""
    fixtures, files, here, offset = at_cursor(marked)
    found = {
        (item.key, item.occurrence.span, item.occurrence.is_definition) for item in references(files, here, offset)
    }
    wanted = {(key, span, True) for key, fixture in fixtures.items() for span in fixture.spans.get("def", [])}
    wanted |= {(key, span, False) for key, fixture in fixtures.items() for span in fixture.spans.get("ref", [])}
    assert found == wanted
    own = {(item.span, item.is_definition) for item in highlight(here.file, offset)}
    if wanted and len(fixtures) == 1:
        assert own == {(span, is_definition) for _, span, is_definition in wanted}
        definitions = [place.span for place in definition(files, here, offset) if isinstance(place, SpecPlace)]
        assert definitions == fixtures[here.key].spans.get("def", [])


def check_rename(marked: str, new: str, after: str) -> None:
    """Renaming what is under the cursor leads from one text to the other."""
    fixtures, files, here, offset = at_cursor(marked)
    found = rename(files, here, offset, new)
    assert isinstance(found, Renaming), found
    texts = {key: fixture.text for key, fixture in fixtures.items()}
    renamed = {key: apply_edits(text, list(found.edits.get(key, ()))) for key, text in texts.items()}
    assert renamed == {key: fixture.text for key, fixture in split(after).items()}


def check_refusal(marked: str, new: str, *parts: str) -> None:
    _, files, here, offset = at_cursor(marked)
    found = rename(files, here, offset, new)
    assert isinstance(found, Refusal)
    for part in parts:
        assert part in found.message


PARAMETER = """\
spec area($<def>ra$0dius$</def>: float, n: int = 2) -> float
    The area for a `$<ref>radius$</ref>`, whatever the radius is.

    $<ref>radius$</ref>: in metres, unlike `n`
    requires: $<ref>radius$</ref> < 1e6 and math.radius > 0  # radius
    requires: all(radius > 0 for radius in [$<ref>radius$</ref>])
    requires: (lambda radius: radius)(1) == {"radius": 1}["radius"]
    ensures: result == area($<ref>radius$</ref>=$<ref>radius$</ref>, n=n) or f"{$<ref>radius$</ref>} radius" == ""
    ensures: it grows with `$<ref>radius$</ref>`
    raises: ValueError when
        $<ref>radius$</ref> <
        # a comment about radius
        0
    example: area($<ref>radius$</ref>=2) == 4
    example: area(
        1, n=3) raises ValueError
    unspecified: area($<ref>radius$</ref>=-1)

spec other(radius: int) -> float
    ensures: result == area(radius, $<ref>radius$</ref>=1)
"""


def test_a_parameter_is_found_wherever_it_is_meant() -> None:
    check_references(PARAMETER)


def test_a_parameter_is_renamed_wherever_it_is_meant() -> None:
    after = re.sub(r"\$<(ref|def)>ra(\$0)?dius\$</(ref|def)>", "r", PARAMETER)
    check_rename(re.sub(r"\$</?(ref|def)>", "", PARAMETER), "r", after)


def test_a_spec_is_found_by_name_in_the_whole_file() -> None:
    check_references("""\
spec $<def>ar$0ea$</def>(n: int) -> int
    The `$<ref>area$</ref>` is an area.

    example: $<ref>area$</ref>(2) == $<ref>area$</ref>(1) + x.area(2)
    example: $<ref>area$</ref>(0) raises ValueError

spec twice(n: int) -> int
    uses: $<ref>area$</ref>
    ensures: result == 2 * $<ref>area$</ref>(n)
""")


def test_the_result_is_found_in_its_own_spec() -> None:
    check_references(
        "spec f(n: int)\n    ensures: $<ref>res$0ult$</ref> == n\n    ensures: $<ref>result$</ref> > 0\n"
        "spec g\n    ensures: result == 1\n"
    )


def test_positions_count_characters_beyond_the_basic_plane() -> None:
    check_references(
        'spec f($<def>n$</def>: str)\n    ensures: "\U0001d11e" + $<ref>$0n$</ref> == "\u00e9" + $<ref>n$</ref>\n'
    )


@pytest.mark.parametrize(
    "marked",
    ["spec f(n: i$0nt)\n", "spec f(n)\n    Plain wo$0rds.\n", "$0", "spec f(n)\n    ensures: n is s$0mall\n"],
)
def test_nothing_is_named_elsewhere(marked: str) -> None:
    check_references(marked)


ACROSS = """\
--- shapes.lift
spec $<def>area$</def>(n: int) -> int
    example: $<ref>area$</ref>(2) == 4
--- more.lift
module: other
spec twice(n: int) -> int
    uses: from shapes import $<ref>area$</ref>, perimeter
    ensures: result == 2 * $<ref>$0area$</ref>(n=n)
--- unrelated.lift
spec area(n: int) -> int
    Another module's area.
--- elsewhere.lift
module: third
spec g
    uses: from unrelated import area
    ensures: area(1) == 2
"""


def test_a_spec_is_found_through_the_imports_of_other_files() -> None:
    check_references(ACROSS)


def test_a_spec_and_its_parameters_are_renamed_in_other_files() -> None:
    plain = re.sub(r"\$</?(ref|def)>", "", ACROSS)
    check_rename(plain, "surface", re.sub(r"\$<(ref|def)>(\$0)?area\$</(ref|def)>", "surface", ACROSS))
    at_parameter = plain.replace("$0", "").replace("area(n: int) -> int\n    ex", "area($0n: int) -> int\n    ex", 1)
    after = plain.replace("$0", "").replace("area(n: int) -> int\n    ex", "area(size: int) -> int\n    ex", 1)
    check_rename(at_parameter, "size", after.replace("area(n=n)", "area(size=n)"))


@pytest.mark.parametrize(
    ("marked", "new", "part"),
    [
        ("spec a$0rea(n: int)\n", "two words", "cannot be a name"),
        ("spec a$0rea(n: int)\n", "class", "cannot be a name"),
        ("spec a$0rea(n: int)\n", "sorted", "Python's own"),
        ("spec a$0rea(n: int)\nspec b\n", "b", "has a spec named `b` already"),
        ("spec a$0rea(n: int)\nspec area\n", "b", "Two specs are named `area`"),
        ("spec area($0n: int, m: int)\n", "m", "has a parameter `m` already"),
        ("spec area($0n: int)\n", "result", "means something else"),
        ("spec area($0n: int)\n", "ensures", "means something else"),
        ("spec area($0n: int)\n    requires: all(k > 0 for k in [n])\n", "k", "uses the name `k` already"),
        ("spec area($0n: int)\n    Note: some words\n", "Note", "would describe the parameter"),
        ("spec area(n: int)\n    ensures: re$0sult == 1\n", "value", "no other name"),
        ("spec area(n: int)\n    Plain wo$0rds.\n", "value", "put the cursor on"),
        ("spec f\n    uses: from gone import he$0lp\n", "aid", "no .lift file of the workspace describes"),
    ],
)
def test_what_cannot_be_renamed_is_explained(marked: str, new: str, part: str) -> None:
    check_refusal(marked, new, part)


def test_preparing_tells_the_name() -> None:
    _, _, here, offset = at_cursor("spec area($0radius: float)\n")
    found = prepare_rename(here, offset)
    assert not isinstance(found, Refusal)
    assert found.span == Span(10, 16)


def test_definition_of_an_imported_name_is_its_function_unless_a_spec_describes_it() -> None:
    _, files, here, offset = at_cursor("spec f\n    uses: from a.b import he$0lp\n")
    assert definition(files, here, offset) == (FunctionPlace(ROOT / "a/b.py", "help"),)
    fixtures, files, here, offset = at_cursor(ACROSS)
    assert definition(files, here, offset) == (SpecPlace("shapes.lift", fixtures["shapes.lift"].span("def")),)


def test_a_specs_own_name_leads_to_its_function_first() -> None:
    _, files, here, offset = at_cursor("module: a.b\n\nspec ar$0ea(n)\n    Words.\n")
    assert definition(files, here, offset) == (
        FunctionPlace(ROOT / "a/b.py", "area"),
        SpecPlace("shapes.lift", Span(18, 22)),
    )
    _, _, here, offset = at_cursor("module: a.b\n\nspec area(n)\n    Wo$0rds.\n")
    assert implementation(here, offset) == (FunctionPlace(ROOT / "a/b.py", "area"),)


def test_the_way_back_from_python() -> None:
    text = "x = 1\n\nasync def area(n):\n    def inner(): ...\n    return n\n\ndef area(n): return n\n"
    assert function_at(text, text.index("inner")) == "area"
    assert function_at(text, 0) is None
    span = function_span(text, "area")
    assert span is not None
    assert span.start == text.rindex("area")
    files = workspace({"one.lift": "module: m\nspec area\n", "two.lift": "spec area\n"})
    assert [place.key for place in spec_of_function(files, ROOT / "m.py", "area")] == ["one.lift"]


@given(st.text(alphabet='spec f(n:i)\n `"{}=#\\\t\r_\U0001d11e', max_size=120).map(lambda text: f"spec f(n)\n {text}"))
def test_every_occurrence_is_the_name_itself(text: str) -> None:
    file = read(text)
    for item in occurrences(file):
        assert item.span.slice(text) == item.symbol.name


@given(st.lists(st.sampled_from(PARAMETER.splitlines()), max_size=8), st.integers(0, 60))
def test_a_rename_and_its_reverse_give_the_same_text(lines: list[str], offset: int) -> None:
    text = read_fixture(re.sub(r"\$(<\/?\w+>|0)", "", "\n".join(["spec area(radius: float)", *lines]))).text
    [here] = workspace({"shapes.lift": text})
    found = rename([here], here, offset, "zz")
    if isinstance(found, Refusal):
        return
    after = apply_edits(text, list(found.edits["shapes.lift"]))
    first = found.edits["shapes.lift"][0].span.start
    [there] = workspace({"shapes.lift": after})
    back = rename([there], there, first, found.symbol.name)
    if isinstance(back, Refusal):
        assert re.search("for radius in|lambda radius", text)  # the name has a meaning of its own there
        return
    assert apply_edits(after, list(back.edits["shapes.lift"])) == text
