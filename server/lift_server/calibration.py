"""From which agreement on a question is only a hint: a threshold for each model, as it was calibrated."""

import re
from collections.abc import Iterable

THRESHOLD = 0.8
"""A question is a hint when the heaviest class on usual inputs has this share or more, unless a model has its own."""

_CALIBRATED = (
    # Recorded samples, N = 8: at this threshold a right pick is bothered in about 9 to 10 of 100 tasks.
    (re.compile(r"gpt-?3\.5"), 0.6),
    # Measured for Qwen2.5-Coder-7B: false alarms 9 %, at 0.8 13 %. Other models of up to 9B follow it.
    (re.compile(r"(?<![\d.a-z])[0-9](\.\d+)?b(?![a-z0-9])"), 0.7),
)


def threshold_for(models: Iterable[str]) -> float:
    """The threshold for candidates of these models, by their names on a server: that of the least settled one."""
    return min((_of(model) for model in models), default=THRESHOLD)


def _of(model: str) -> float:
    return next((value for pattern, value in _CALIBRATED if pattern.search(model.lower())), THRESHOLD)
