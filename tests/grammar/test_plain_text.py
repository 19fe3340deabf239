"""Servers without a grammar: which part of a reply is code, and what a correction is asked with."""

import pytest

from lift_server.engines.plain_text import code_in, repair_request

PREFIX = 'def f(x: int) -> int:\n    """Doubles x."""\n'


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("    return x\n", "    return x\n"),
        ("Here it is:\n```python\ndef f(x):\n    return x\n```\nand\n```\nother\n```", "def f(x):\n    return x\n"),
        ("```\n    return x", "    return x"),
        ("~~~py\n    return x\n~~~", "    return x\n"),
        ("    return '```'\n", "    return '```'\n"),
        ("", ""),
    ],
)
def test_code_is_what_is_fenced_or_all_of_it(reply: str, code: str) -> None:
    assert code_in(reply) == code


def test_a_correction_is_asked_with_the_compilers_words_and_the_line() -> None:
    request = repair_request(PREFIX, "    y = x *\n    return y\n", "invalid syntax", 3)
    assert "does not compile: invalid syntax at the line `y = x *`." in request
    assert f"```python\n{PREFIX}    y = x *\n    return y\n```" in request


def test_a_correction_without_a_line_and_with_a_long_body() -> None:
    request = repair_request(PREFIX, "    x\n" * 2_000, "it is nested too deeply", 0)
    assert "nested too deeply.\n" in request
    assert len(request) < 5_000
