"""What a good model says about six example specs: written by hand, so that tokens can be counted without one."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Replies:
    """One spec: its file in `examples/`, the draft (every key of its schema), and the body of the function."""

    file: str
    draft: dict[str, Any]
    body: str


ALL = (
    Replies(
        "factorial.lift",
        {
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
        """\
    if n < 0:
        raise ValueError("n must not be negative")
    result = 1
    for factor in range(2, n + 1):
        result *= factor
    return result
""",
    ),
    Replies(
        "circle.lift",
        {
            "think": "Everything is stated; large radii are worth trying.",
            "req": [],
            "ens": [],
            "rai": [],
            "args": ["0", "1.5", "1e150", "-0.1"],
            "holes": [],
        },
        """\
    if radius < 0:
        raise ValueError("radius must not be negative")
    return math.pi * radius**2
""",
    ),
    Replies(
        "file_sizes.lift",
        {
            "think": "Powers of 1024 with one decimal, whole bytes without; the largest unit is not said.",
            "params": [{"n": "size", "t": "int", "d": "the number of bytes"}],
            "ret": "str",
            "eff": [],
            "req": ["size >= 0"],
            "ens": ["result.endswith('B')"],
            "rai": [],
            "args": ["0", "1023", "1024", "1536", "2**40"],
            "holes": [],
        },
        """\
    if size < 1024:
        return f"{size} B"
    value = float(size)
    for unit in ("KiB", "MiB", "GiB", "TiB"):
        value /= 1024
        if value < 1024:
            return f"{value:.1f} {unit}"
    return f"{value / 1024:.1f} PiB"
""",
    ),
    Replies(
        "durations.lift",
        {
            "think": "Numbers with h, m or s, in this order, summed up; anything else is refused.",
            "eff": [],
            "req": [],
            "ens": ["result >= 0"],
            "rai": [],
            "args": ['"1h 30m"', '"45s"', '"2h"', '""', '"soon"'],
            "holes": [],
        },
        """\
    found = re.fullmatch(r"(?:(\\d+)h)?\\s*(?:(\\d+)m)?\\s*(?:(\\d+)s)?", text.strip())
    if found is None or not any(found.groups()):
        raise ValueError(f"no duration: {text!r}")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds
""",
    ),
    Replies(
        "pagination.lift",
        {
            "think": "Everything is stated.",
            "eff": [],
            "req": [],
            "ens": [],
            "rai": [],
            "args": ["[1, 2, 3], 2"],
            "holes": [],
        },
        """\
    return [items[start : start + size] for start in range(0, len(items), size)]
""",
    ),
    Replies(
        "slugs.lift",
        {
            "think": "Runs of letters and digits, lowered, joined by hyphens.",
            "eff": [],
            "req": [],
            "ens": ['not result.startswith("-")'],
            "rai": [],
            "args": ['"Hello, World!"', '""', '"---"', '"Ünïcode"'],
            "holes": [],
        },
        """\
    words = re.findall(r"[a-z0-9]+", title.lower())
    return "-".join(words)
""",
    ),
)
