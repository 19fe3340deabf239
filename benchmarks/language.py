"""Parsing and lowering by size of the file. Milliseconds of wall time."""

import statistics
import time

from lift_server.lower import lower
from lift_server.syntax.parser import parse

BLOCK = """\
spec area_{number}(width: float, height: float) -> float
    The area of a rectangle with these sides.

    width: the longer side, in metres
    requires: width >= 0 and height >= 0
    ensures: result >= 0
    raises: ValueError when width < height
    example: area_{number}(2.0, 1.0) == approx(2.0)
    the author may say more here, in plain words

"""


def text_of(lines: int) -> str:
    """A file of about that many lines."""
    return "".join(BLOCK.format(number=number) for number in range(lines // 10))


if __name__ == "__main__":
    for lines in (200, 2_000, 10_000):
        text = text_of(lines)
        parsing, lowering = [], []
        for _ in range(7):
            started = time.perf_counter()
            tree = parse(text)
            parsed = time.perf_counter()
            lower(tree)
            parsing.append((parsed - started) * 1000)
            lowering.append((time.perf_counter() - parsed) * 1000)
        print(
            f"{lines:>6} lines: parse {statistics.median(parsing):7.1f} ms, lower {statistics.median(lowering):7.1f} ms"
        )
