"""The closed list of effects a spec may name, and the modules that each profile makes usable by name."""

from collections.abc import Iterable
from enum import StrEnum


class Effect(StrEnum):
    """What a function may do besides computing its result. No effect named means pure."""

    READS_FILES = "reads files"
    WRITES_FILES = "writes files"
    TIME = "time"
    RANDOM = "random"
    ENV = "env"
    STDIN = "stdin"
    STDOUT = "stdout"
    NETWORK = "network"
    SUBPROCESS = "subprocess"


PURE_MODULES = frozenset(
    """
        abc base64 binascii bisect calendar cmath collections contextlib copy csv dataclasses datetime decimal
        difflib enum fractions functools graphlib hashlib heapq html io ipaddress itertools json math numbers
        operator re statistics string struct textwrap typing unicodedata urllib uuid zlib
    """.split()
)
"""Modules of the standard library that compute and do nothing else; every profile has them."""

_MODULES_BY_EFFECT: dict[Effect, frozenset[str]] = {
    Effect.READS_FILES: frozenset({"os", "pathlib", "fileinput", "glob", "tomllib", "configparser"}),
    Effect.WRITES_FILES: frozenset({"os", "pathlib", "tempfile", "shutil", "glob"}),
    Effect.TIME: frozenset({"time"}),
    Effect.RANDOM: frozenset({"random", "secrets"}),
    Effect.ENV: frozenset({"os"}),
    Effect.STDIN: frozenset({"sys"}),
    Effect.STDOUT: frozenset({"sys", "pprint"}),
    Effect.NETWORK: frozenset({"http", "socket", "ssl", "urllib"}),
    Effect.SUBPROCESS: frozenset({"subprocess", "shlex"}),
}


def allowed_modules(effects: Iterable[Effect]) -> frozenset[str]:
    """The top-level modules that code with these effects may use."""
    return PURE_MODULES.union(*(_MODULES_BY_EFFECT[effect] for effect in effects))


def effects_for_module(module: str) -> tuple[Effect, ...]:
    """The effects of which any one makes `module` (top-level name) usable; empty when none does."""
    return tuple(effect for effect in Effect if module in _MODULES_BY_EFFECT[effect])
