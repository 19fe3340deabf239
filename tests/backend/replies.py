"""What a good model would answer, for the tests in which the random one must say it."""

from dataclasses import dataclass
from typing import Any

from .recorder import Script, scripted


@dataclass(frozen=True, slots=True)
class Reply:
    """A draft, every key of its schema in order, and the bodies of which each candidate has one."""

    draft: dict[str, Any]
    bodies: tuple[str, ...]

    @property
    def script(self) -> Script:
        """The script that gives them."""
        return scripted(self.draft, self.bodies)


DIGITS = Reply(
    draft={
        "think": "The digits of the decimal form, added up.",
        "name": "digit_sum",
        "params": [{"n": "number", "t": "int", "d": "the number"}],
        "ret": "int",
        "eff": [],
        "req": [],
        "ens": ["result >= 0"],
        "rai": [],
        "args": ["0", "7", "1234", "-15"],
        "holes": [],
    },
    bodies=(
        "    return sum(int(digit) for digit in str(abs(number)))\n",
        "    total = 0\n    rest = abs(number)\n    while rest:\n        rest, digit = divmod(rest, 10)\n"
        "        total += digit\n    return total\n",
    ),
)

FACTORIAL = Reply(
    draft={
        "think": "One whole number in, its factorial out; negative numbers have none.",
        "name": "factorial",
        "params": [{"n": "n", "t": "int", "d": "the number"}],
        "ret": "int",
        "eff": [],
        "req": [],
        "ens": ["result >= 1"],
        "rai": [{"e": "ValueError", "w": "n < 0"}],
        "args": ["0", "1", "5", "-1"],
        "holes": [],
    },
    bodies=(
        '    if n < 0:\n        raise ValueError("n must not be negative")\n    result = 1\n'
        "    for factor in range(2, n + 1):\n        result *= factor\n    return result\n",
        '    if n < 0:\n        raise ValueError("there is none")\n    return 1 if n < 2 else n * factorial(n - 1)\n',
    ),
)

DISAGREEING_FACTORIAL = Reply(
    draft={**FACTORIAL.draft, "think": "One whole number in, its factorial out.", "ens": [], "rai": []},
    bodies=(
        *FACTORIAL.bodies,
        "    return 1 if n < 2 else n * factorial(n - 1)\n",
        "    result = 1\n    for factor in range(2, n + 1):\n        result *= factor\n    return result\n",
    ),
)
"""They leave open what becomes of negative numbers, and differ in it."""

endless = scripted({}, ["    x = 1\n" * 5_000])
"""Bodies that no limit leaves room for."""
