"""What compiles and what does not, case by case, under the real XGrammar."""

import warnings
from typing import TYPE_CHECKING

import pytest

from grammar.corpus import HEADER
from lift_ir.effects import Effect
from lift_ir.grammar import Profile, body_grammar

if TYPE_CHECKING:
    from grammar.matching import Compiler

pytestmark = pytest.mark.grammar

PLAIN, GENERATOR = Profile(), Profile(is_generator=True)
ASYNC, ASYNC_GENERATOR = Profile(is_async=True), Profile(is_async=True, is_generator=True)


def compiles(body: str, profile: Profile) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(("async " if profile.is_async else "") + HEADER + body, "<body>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def lines(text: str) -> str:
    """The statements of a body, indented by one level."""
    return "".join(f"    {line}\n" for line in text.split("\n"))


def check_accepted(compiler: "Compiler", text: str, profile: Profile = PLAIN) -> None:
    body = lines(text)
    assert compiles(body, profile), "the case itself does not compile"
    compiled = compiler.grammar(body_grammar(profile))
    assert compiler.accepts(compiled, body), compiler.stops_at(compiled, body)


def check_refused(compiler: "Compiler", text: str, profile: Profile = PLAIN) -> None:
    assert not compiler.accepts(compiler.grammar(body_grammar(profile)), lines(text))


ACCEPTED = [
    "return x", "return", "pass", "return *a, 1", "x = y = a.b[0](c).d", "x, *y = a", "(x, y), z = a", "[x, y] = a", "x: int = 1",
    "x: dict[str, int | None] | None = None", "x += 1", "x.y **= 2", "del x, y.z[0]", "assert x, 'y'", "raise ValueError('x') from e",
    "if a:\n    b()\nelif c:\n    d()\nelse:\n    pass", "if a: return b", "for i, (j, k) in a:\n    break\nelse:\n    pass",
    "while True:\n    continue", "while (n := f()):\n    pass", "if m := f(x):\n    pass", "if a and (m := f(x)) is not None:\n    pass",
    "try:\n    f()\nexcept (A, B) as e:\n    pass\nexcept:\n    raise\nelse:\n    pass\nfinally:\n    pass",
    "with a as b, c():\n    pass", "with (a as b, c):\n    pass", "with (a):\n    pass", "x = a if b else c", "f = lambda x, *y, z=1, **k: x",
    "return [y for y in x if (z := f(y)) > 0]", "return any((m := f(y)) for y in x)", "return len(t := f())", "x = (y := 1)",
    "return {**a, 'b': 1, **c}", "return {1, *a}", "return {k: v for k, v in a.items() if k}", "return ()", "return (a,)", "return [*a, b]",
    "return f(a, *b, c=1, **d)", "return f(x for x in y)", "return a[1:2, ::3, ...]", "return a[:, None]", "return not a in b", "return a not in b",
    "return a is not b", "return -a ** -b", "return a @ b // c << d", "return 0x1F + 0b1_0 + 1_000 + 1.5e-3 + .5 + 1.", "return a < b <= c != d",
    "return 'a' \"b\" r'\\d' '''c\nd'''", "return b'a' rb'\\x'", "return '\\x41\\u0041\\U0001F600\\n\\\\'", "return 'ä 数 🎉'",
    "return f'{a!r:>{w}} {{}} {b=}'", "return f'{d[\"x\"]} {\",\".join(str(i) for i in x)}'", "return f\"{f'{a.b[0](1, c)!s:>3}'}\"",
    "return f'''{a}\n{b:.2f}'''", "return rf'\\d{a}'", "x = 1  # why\n\n# more\nreturn x", "return (a  # one\n    + b)", "return a + \\\n    b",
    "def g(a, /, b: int = 1, *c, d, **e) -> int:\n    return 1\nreturn g", "def g(*, a): return a\nreturn g", "@cache\ndef g(a):\n    return a",
    "def g():\n    nonlocal a, b\n    a = 1", "def g():\n    global h\n    h = 1", "def g():\n    yield 1\n    yield from x\nreturn g()",
    "def g():\n    for x in y:\n        yield x\nreturn g", "match = 1", "match(x)", "return match[0]", "case = type = _ = 1", "print_ = 1",
    "match x:\n    case 1 | -2 | 'a' | None:\n        pass\n    case [a, *b] if b:\n        pass\n    case _:\n        return 1",
    "match x, y:\n    case int(), str():\n        pass\n    case (a.b.c | 1), [2]:\n        pass\n    case {'k': v, 'l': [w]}:\n        pass",
    "match x:\n    case Point(x=0, y=z):\n        pass\n    case Point(a, b):\n        pass\n    case (1 | 2):\n        pass\n    case z if z:\n        pass",
    "return re.compile(x).open()", "return x.real.eval", "return [\n    1,\n    2,\n]", "return a if (yield_ := b) else c",
    "global x, y\nx = 1", "global x\nglobal y\nx = y", "'''doc'''\nglobal x\nx = 1", "'doc'\nreturn 1", "'doc' + x\nreturn 1",
    "x \\\n    = 1", "a.b \\\n    (c)", "return a \\\n    , b", "if a \\\n    :\n    pass", "for a in b, *c,:\n    pass", "x = *a,", "x += *a, b",
    "return a if b else c, *d,", "x = lambda: a, b", "a + b, c", "if a if b else not c:\n    pass", "return (a  # one\n    .b # two\n    (c))",
    "i_ = i2 = _x = in_ = is2 = __debug = __debug__x = i = n = 1", "x.in_.print(i).eval_.print = 1",
    "_ = __ = ___ = _1 = __1 = __X = _a = __a__ = __import = __debug = return_ = is1 = None_", "return_(_, __, _x[_], __init__)._.__x",
    "for _, (__, _a) in _: pass", "f(_=_, __x=__)[_:__]", "return '' \"\"  'a'[0] + f('', \"\", '''''', x='')", "return [*{1}.x, *{2}[0]]",
]  # fmt: skip


@pytest.mark.parametrize("text", ACCEPTED)
def test_python_is_accepted(compiler: "Compiler", text: str) -> None:
    check_accepted(compiler, text)


REFUSED = [
    "", "for = 1", "x = class", "None = 1", "x.None", "__debug__ = 1", "f(True=1)", "x = nonlocal", "a.if = 1",
    "break", "continue", "if a:\n    break", "for i in x:\n    def g():\n        break", "for i in x:\n    pass\nelse:\n    continue",
    "f() = 1", "a + b = 1", "1 = x", "'a' = x", "f() += 1", "(a, b) += 1", "x, y: int = 1", "(x): int, y = 1", "*a = x", "*a, *b = x",
    "return *a", "del f()", "del 1", "for f() in x:\n    pass", "for 1 in x:\n    pass", "[f() for 1 in x]", "with a as f():\n    pass",
    "try:\n    pass", "try:\n    pass\nelse:\n    pass", "try:\n    pass\nexcept:\n    pass\nexcept A:\n    pass", "if a:\nreturn b", "if a:",
    "else:\n    pass", "elif a:\n    pass", "if a\n    pass", "if a = b:\n    pass", "while a :=b:\n  pass", "x := 1", "return x := 1",
    "f(a=1, b)", "f(**a, *b)", "f(**a, b)", "f(a for a in b, c)", "f(c, a for a in b)", "f(a=b=c)", "f(a.b=1)", "f(1=2)", "f(a b)", "f(,)",
    "def g(a=1, b):\n    pass", "def g(*):\n    pass", "def g(**a, b):\n    pass", "def g(*, **a):\n    pass", "def g(/, a):\n    pass",
    "lambda a=1, b: 1", "lambda *: 1", "{1: 2, 3}", "{1, 2: 3}", "{**a for a in b}", "{*a: 1}", "[*a for a in b]", "(*a)", "(*a for a in b)",
    "a + not b", "a == not b", "-not a", "not", "a or lambda: 1", "a if b", "a if b else", "[a for a in b if c else d]", "[a for a in b, c]",
    "[x for x in lambda: y, 1]", "[x for x in (y := z)]", "[x for x in f(y := z)]", "[(x, y) for x in [a for b in (c := d)]]",
    "01", "1__0", "1_", "0x", "0b2", "1.real", "1e", "1abc", "0_0x", "x = 1 2", "'\\x1'", "'\\u12'", "'\\N{DASH}'", "'\\U00110000'", "'a\nb'",
    "'a", "'''a", "b'ä'", "'a' b'b'", "b'a' 'b'", "f'{}'", "f'{a'", "f'a}'", "f'{a!z}'", "f'{a\\n}'", "f'{'a'}'", "f'{a#}'", "f'{a b}'",
    "f'{lambda x: 1}'", "f'{*a}'", "fr'{a!}'", "f\"{f\"{a}\"}\"", "x = \x00", "x = 'a\rb", "x =\x0c 1", "return $x", "return x?", "return a ? b : c",
    "import os", "from os import path", "from __future__ import annotations", "from x import *", "class A: pass", "class A:\n    pass",
    "yield x", "x = yield", "yield from x", "return (yield)", "await x", "async def g():\n    pass", "async for x in y:\n    pass",
    "[x async for x in y]", "global x", "nonlocal x", "nonlocal x\nx = 1", "x = 1\nglobal x", "'''doc'''\nx = 1\nglobal x\nx = 2", "def g():\n    x = 1\n    nonlocal x", "lambda: (yield)", "except* A:\n    pass",
    "def g(a=1, /):\n    pass",
    "[*{1} and x]", "[*{1} == x]", "{**{} or x}", "return *{1} and x, 1", "'' b''", "''''", "x = __builtins__", "f(__spec__)",
    "eval('1')", "exec(x)", "open(x)", "print(x)", "input()", "__import__('os')", "x = compile", "globals()", "def g(print): pass",
    "match x:\n    case a:\n        pass\n    case 1:\n        pass", "match x:\n    case _:\n        pass\n    case 1:\n        pass",
    "match x:\n    case a | 1:\n        pass", "match x:\n    case [*a, *b]:\n        pass", "match x:\n    case 1 + 1:\n        pass",
    "match x:\n    case f'a':\n        pass", "match x:\n    case {1: a, **_}:\n        pass", "match x:\n    case 1 as _:\n        pass",
    "match x:\n    case A(a=1, 2):\n        pass", "match x:\n    case (a):\n        pass\n    case 1:\n        pass", "match x:\n    pass", "match x:",
    "match x:\n    case {a: 1}:\n        pass", "case 1:\n    pass", "print 'x'", "exec 'x'", "x <> y", "`x`", "raise A, 'b'", "x = u'a' ur'b'",
    "x = *a", "x = a, *", "if a,:\n    pass", "if a, b:\n    pass", "for a in *b:\n    pass", "for a in b c:\n    pass", "return a,,",
    "x = a = 1, b = 2", "f(x) \\\n    = 1", "a + b \\\n    = 1", "x = 1 if a", "a.b c", "__debug__ += 1", "i n = 1", "x = i f", "x._if.if",
    "return x;", "a = 1; b = 2", "if a:return b", "@a\nx = 1", "@a", "@a()()b\ndef g():\n    pass", "x = 1\n  y = 2", "x = 1\n      y = 2",
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_does_not_compile_or_is_left_out_is_refused(compiler: "Compiler", text: str) -> None:
    check_refused(compiler, text)


def test_a_body_is_indented_and_ends_with_a_line(compiler: "Compiler") -> None:
    compiled = compiler.grammar(body_grammar(PLAIN))
    assert compiler.accepts(compiled, "\n\n    # first\n\n    return x\n\n")
    for body in (
        "    return x",
        "return x\n",
        "  return x\n",
        "\treturn x\n",
        "    return x\n\ndef g():\n    pass\n",
        "    return x\nprint(1)\n",
    ):
        assert not compiler.accepts(compiled, body), body


ASYNC_ACCEPTED = [
    "return await f(x)", "x = await f()", "await f()", "x = [await g(i) for i in y]", "return [i async for i in y if await f(i)]",
    "async for x in y:\n    pass\nelse:\n    pass", "async with a as b, await c() as d:\n    pass", "async with (a as b, c):\n    pass",
    "return len(await f()) + 1", "return -await f() ** 2", "if await f():\n    pass", "async def g():\n    return await f()\nreturn await g()",
    "return sorted(x, key=lambda i: i)", "return (await f()).x", "await (a if b else c)", "return {await k(): await v()}",
]  # fmt: skip


@pytest.mark.parametrize("text", ASYNC_ACCEPTED)
def test_an_async_function_awaits(compiler: "Compiler", text: str) -> None:
    check_accepted(compiler, text, ASYNC)


@pytest.mark.parametrize(
    "text",
    ["yield 1", "return f(key=lambda i: await i)", "await", "await -x", "await await x", "await = 1", "f = lambda: 1", "def g():\n    await x",
     "[i for i in (await i for j in lambda: await k)]", "async x = 1", "async while x:\n    pass", "await 1"],
)  # fmt: skip
def test_an_async_function_does_not_await_everywhere(compiler: "Compiler", text: str) -> None:
    check_refused(compiler, text, ASYNC)


@pytest.mark.parametrize(
    "text", ["yield x", "x = yield y", "x = y = yield", "yield from x", "yield", "return 1", "def g():\n    yield 1"]
)
def test_a_generator_yields(compiler: "Compiler", text: str) -> None:
    check_accepted(compiler, text, GENERATOR)


def test_an_async_generator_returns_nothing_and_yields_from_nothing(compiler: "Compiler") -> None:
    for text in ("yield await x", "return", "async for x in y:\n    yield x"):
        check_accepted(compiler, text, ASYNC_GENERATOR)
    for text in ("return 1", "yield from x"):
        check_refused(compiler, text, ASYNC_GENERATOR)


def test_effects_and_names_of_the_spec_decide_which_builtins_are_names(compiler: "Compiler") -> None:
    prints = Profile(banned=PLAIN.banned - {"print", "input"})
    check_accepted(compiler, "print(input())", prints)
    check_refused(compiler, "open(x)", prints)
    assert Effect.STDOUT.value == "stdout"


@pytest.mark.parametrize(
    "text", ["return f(a=1, a=2)", "return lambda x, x: 1", "def g(x, x):\n    pass", "def g():\n    nonlocal y\n    y = 1", "def g(x):\n    nonlocal x\n    pass",
             "return [(x := 1) for x in y]", "match x:\n    case [y, y]:\n        pass", "match x:\n    case {1: a, 1: b}:\n        pass",
             "match x:\n    case A(b=1, b=2):\n        pass"]
)  # fmt: skip
def test_names_that_clash_pass_the_grammar_and_not_the_gate(compiler: "Compiler", text: str) -> None:
    from grammar.walks import gate_code

    compiled = compiler.grammar(body_grammar(PLAIN))
    assert compiler.accepts(compiled, lines(text)), compiler.stops_at(compiled, lines(text))
    assert gate_code(lines(text)) == "GATE08"
