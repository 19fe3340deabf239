"""Servers without a grammar: which part of a reply is code, and how to ask for a correction.

Code is never re-indented and never patched: what compiles of it is taken, or it is asked for once more. Compiling it is
the sandbox's part (`Sandbox.read`).
"""

import re

_FENCE = re.compile(
    r"^[ \t]*(?:```+|~~~+)[^\n]*\n(?P<code>.*?)(?:^[ \t]*(?:```+|~~~+)[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_MAX_QUOTED = 4_000


def code_in(reply: str) -> str:
    """The code of a reply: its first fenced block (cut off or not), or all of it when nothing is fenced."""
    found = _FENCE.search(reply)
    return found["code"] if found else reply


def repair_request(prefix: str, body: str, problem: str, line: int) -> str:
    """What to ask when a body does not compile: once, with the compiler's words.

    `prefix` is header and docstring, which the model was given; `line` counts from the header's, 0 when unknown.
    """
    shown = body if len(body) <= _MAX_QUOTED else body[:_MAX_QUOTED] + "\n...\n"
    lines = (prefix + body).split("\n")  # as the compiler counts them
    where = f" at the line `{lines[line - 1].strip()}`" if 1 <= line <= len(lines) else ""
    return (
        f"This function does not compile: {problem}{where}.\n\n```python\n{prefix}{shown.rstrip()}\n```\n\n"
        "Write the function again, whole and corrected, with the same header and nothing else. Indent by four spaces."
    )
