"""Limits of one program's execution, the tiers of confinement, and the sandbox's own failures."""

from dataclasses import dataclass
from typing import Literal

from lift_server.checks.sandbox.api import Died

Tier = Literal["sealed", "weak", "none"]
"""How well this machine confines: `sealed` runs by itself, `weak` asks the user per workspace, `none` runs nothing."""

NOT_RUN = Died("not run: the program's time was used up")
"""The outcome of calls that had no chance."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`wall`: seconds for all calls of one program. `stall`: seconds for one call, or for executing the module level.

    `memory`: bytes beyond the bare interpreter. `output`: bytes of all encoded results together.
    """

    wall: float = 2.0
    stall: float = 0.3
    memory: int = 256 << 20
    output: int = 4 << 20


class SandboxError(Exception):
    """The sandbox itself failed, not the program. The message says what happened; the next run starts afresh."""
