"""Replies of models are read in a sealed worker: the body, as far as it compiles, and the modules that it uses."""

import pytest

from lift_ir.effects import Effect
from lift_server.checks.sandbox import Reply, Sandbox

PREFIX = 'def f(x: int) -> int:\n    """Doubles x.\n\n    And no more.\n    """\n'


async def check_body(sandbox: Sandbox, text: str, body: str, cut: int = 0, code: str = "") -> Reply:
    reply = await sandbox.read(PREFIX, text)
    assert (reply.body, reply.cut, reply.problem.code if reply.problem else "") == (body, cut, code)
    return reply


async def test_a_body_that_compiles_is_taken_as_it_is(sandbox: Sandbox) -> None:
    body = "    # twice\n    return 2*x\n"
    await check_body(sandbox, body, body)
    await check_body(sandbox, body.rstrip("\n"), body)
    await check_body(sandbox, body + "\n\n", body)


async def test_the_longest_run_of_lines_that_compiles_is_taken(sandbox: Sandbox) -> None:
    reply = await check_body(sandbox, "    y = 2*x\n    for i in ran\n", "    y = 2*x\n", 1, "GATE01")
    assert reply.problem is not None
    assert reply.problem.line == 7
    await check_body(sandbox, "    return x\ndef g(): pass\n", "    return x\n", 1, "GATE09")
    await check_body(sandbox, "    return x\nThat is all.\n", "    return x\n", 1, "GATE01")
    await check_body(sandbox, '    return """a\nb', "", 2, "GATE01")


async def test_nothing_is_indented_anew(sandbox: Sandbox) -> None:
    await check_body(sandbox, "  return x\n", "", 1, "GATE01")
    await check_body(sandbox, "return x\n", "", 1, "GATE09")


async def test_a_reply_without_code_has_no_body(sandbox: Sandbox) -> None:
    await check_body(sandbox, "", "", 1, "GATE11")
    await check_body(sandbox, "    # only words\n", "", 1, "GATE11")
    await check_body(sandbox, "    x = '" + "y" * 20_000 + "'\n", "", 0, "GATE02")
    await check_body(sandbox, "    x = " + "-" * 15_000 + "1\n", "", 1, "GATE07")
    await check_body(sandbox, "    return f(x=1, x=2)\n", "", 1, "GATE08")
    await check_body(sandbox, "    return '\ud800'\n", "", 1, "GATE01")


async def test_of_a_whole_function_the_body_is_taken_behind_its_docstring(sandbox: Sandbox) -> None:
    module = 'import math\n\ndef f(x: int) -> int:\n    """Mine."""\n    # why\n    return x\n\nprint(f(1))\n'
    await check_body(sandbox, module, "    # why\n    return x\n")
    await check_body(sandbox, "def f(x: int) -> int:\n    return x", "    return x\n")
    await check_body(sandbox, 'def f(x: int) -> int:\n    """Mine."""\n', '    """Mine."""\n')
    await check_body(sandbox, "def f(x: int) -> int:\n    return x\n\nIt returns x (as is).", "    return x\n")


async def test_lines_are_those_of_the_compiler(sandbox: Sandbox) -> None:
    body = "    y = '\x0c\u2028\x85'\n    return x\n"
    await check_body(sandbox, body, body)
    await check_body(sandbox, f"def f(x: int) -> int:\n{body}", body)
    await check_body(sandbox, "def f(x: int) -> int:\r\n    return x\r\n", "    return x\n")
    await check_body(sandbox, "def f(x: int) -> int:\r    return x\r", "    return x\n")


async def test_a_body_beside_its_docstring_or_header_is_not_taken(sandbox: Sandbox) -> None:
    await check_body(sandbox, 'def f(x: int) -> int:\n    """Mine."""; return x\n', "", 1, "GATE11")
    await check_body(sandbox, "def f(x: int) -> int: return x\n", "", 1, "GATE09")


@pytest.mark.parametrize(
    "header", ["def f(x) -> int:", "def f(x: int):", "async def f(x: int) -> int:", "def f(y: int) -> int:"]
)
async def test_the_signature_of_a_whole_function_is_verified(sandbox: Sandbox, header: str) -> None:
    await check_body(sandbox, f"{header}\n    return x\n", "", 0, "GATE10")


async def test_two_functions_of_the_name_are_refused(sandbox: Sandbox) -> None:
    await check_body(sandbox, "def f(x: int) -> int:\n    return 1\n" * 2, "", 0, "GATE09")


async def test_modules_that_are_used_by_name_are_found(sandbox: Sandbox) -> None:
    body = (
        "    import json\n    math = 3\n"
        "    return re.sub(f'{statistics.mean([x])}', urllib.parse.quote('a'), json.x) + math.pi + os.sep\n"
    )
    assert (await sandbox.read(PREFIX, body)).modules == ("re", "statistics", "urllib.parse")
    assert "os" in (await sandbox.read(PREFIX, body, [Effect.ENV])).modules
