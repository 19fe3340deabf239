"""Semantic tokens: what each word means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixture import read_fixture
from lift_server.ide.semantic_tokens import semantic_tokens
from lift_server.ide.token_legend import MODIFIERS, TYPES
from lift_server.lower import read
from lift_server.text import Span, count_line_ends


def check_tokens(marked: str) -> None:
    """The tokens are the marked spans, `$<type>...$</type>`, modifiers left out."""
    fixture = read_fixture(marked)
    found = [(item.kind.lower(), item.span) for item in semantic_tokens(read(fixture.text))]
    wanted = sorted(((kind, span) for kind, spans in fixture.spans.items() for span in spans), key=lambda item: item[1])
    assert found == wanted


def test_a_whole_spec() -> None:
    check_tokens(
        """\
$<comment># A comment.$</comment>
$<keyword>module$</keyword>: $<namespace>shapes.circle$</namespace>

$<keyword>spec$</keyword> $<keyword>async$</keyword> $<function>area$</function>($<parameter>r$</parameter>: \
$<type>list$</type>[$<type>float$</type>], $<parameter>n$</parameter>: $<type>int$</type> = $<number>2$</number>, \
*, $<parameter>k$</parameter>: $<macro>?$</macro>) -> $<type>Decimal$</type>
    The area of `$<parameter>r$</parameter>`, $<macro>?rounded$</macro>.

    $<parameter>r$</parameter>: the $<macro>?unit$</macro>
    $<keyword>requires$</keyword>: $<function>len$</function>($<parameter>r$</parameter>) > $<number>0x1F$</number> \
$<keyword>and$</keyword> $<keyword>not$</keyword> r.n  $<comment># why$</comment>
    $<keyword>ensures$</keyword>: $<variable>result$</variable> == $<string>"n"$</string>
    $<keyword>ensures$</keyword>: grows with n
    $<keyword>raises$</keyword>: $<class>ValueError$</class>, $<class>KeyError$</class> $<keyword>when$</keyword> \
$<parameter>n$</parameter> < $<number>1.5e3$</number>
    $<keyword>raises$</keyword>: $<class>TypeError$</class> $<keyword>when$</keyword> \
$<parameter>n$</parameter> $<keyword>is$</keyword> odd
    $<keyword>effects$</keyword>: $<enummember>reads files$</enummember>, $<enummember>random$</enummember>
    $<keyword>uses$</keyword>: $<keyword>from$</keyword> $<namespace>a.b$</namespace> $<keyword>import$</keyword> \
$<function>help$</function>
    $<keyword>example$</keyword>: $<function>area$</function>([$<number>1$</number>], \
$<parameter>n$</parameter>=$<number>2$</number>) == $<function>approx$</function>(
        $<number>3$</number>)
    $<keyword>example$</keyword>: $<function>area$</function>() $<keyword>raises$</keyword> $<class>KeyError$</class>
    $<keyword>hole$</keyword>: $<macro>?what$</macro> is n
""".replace("r.n  ", "$<parameter>r$</parameter>.n  ")
    )


def test_a_sentence_has_none() -> None:
    check_tokens("Compute the factorial of `n` for 3 numbers.\n".replace("factorial", "double"))


@pytest.mark.parametrize("words", ["spec f(n)\n    ensures: n\n", "A sentence ?what.\n\nspec g(n)\n    `n`\n"])
def test_a_range_has_the_tokens_that_touch_it(words: str) -> None:
    file = read(words)
    every = semantic_tokens(file)
    assert semantic_tokens(file, Span(0, len(words))) == every
    for token in every:
        assert token in semantic_tokens(file, token.span)
        assert token not in semantic_tokens(file, Span(token.span.end + 1, len(words) + 9))


def test_an_edit_in_one_spec_leaves_the_tokens_of_others() -> None:
    one, two = "spec f(n)\n    ensures: n > 1\n", "spec g(m)\n    ensures: m > 1\n"
    before, after = semantic_tokens(read(one + two)), semantic_tokens(read(f"# more\n{one}    Words.\n{two}"))
    by = len("# more\n    Words.\n")
    of_g = [(item.kind, item.span.start + by) for item in before if item.span.start >= len(one)]
    assert [(item.kind, item.span.start) for item in after][-len(of_g) :] == of_g


@given(st.text(alphabet="spec f(n:)\n -> `\"'{}=#?\\\t\r.0\U0001d11e", max_size=150))
def test_tokens_are_in_order_apart_and_on_one_line(text: str) -> None:
    end = 0
    for token in semantic_tokens(read(text)):
        assert end <= token.span.start < token.span.end <= len(text)
        assert count_line_ends(token.span.slice(text)) == 0
        assert token.kind in TYPES
        assert set(token.modifiers) <= set(MODIFIERS)
        end = token.span.end
