"""The values of clauses, taken apart. An answer is None or empty when the value does not read that way."""

import builtins
import difflib
import re

from lift_ir.effects import Effect
from lift_ir.formal import is_call
from lift_ir.python_text import too_big
from lift_ir.signature import identifier
from lift_server.syntax.parser import without_comment

EXCEPTIONS = frozenset(
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
)
_DOTTED = r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*"
_NAMES = rf"{_DOTTED}(?:\s*,\s*{_DOTTED})*"
_RAISES = re.compile(rf"({_NAMES})(?:\s+when\s+(.+)|\s*(?:#.*)?)", re.DOTALL)
_EXAMPLE_RAISES = re.compile(rf"\s+raises\s+({_NAMES})\s*(?:#.*)?\Z")
_IMPORT = re.compile(rf"from\s+(\.*{_DOTTED}|\.+)\s+import\s+({_NAMES})")
_SPECS = re.compile(_NAMES)
_MODULE = re.compile(rf"\.*{_DOTTED}")


def split_raises(value: str) -> tuple[tuple[str, ...], str | None] | None:
    """(exceptions, condition or None) of `E1, E2 when COND`."""
    match = _RAISES.fullmatch(value)
    exceptions = _usable_names(match[1]) if match else None
    return None if match is None or exceptions is None else (exceptions, match[2])


def suggested_raises(value: str) -> str:
    """A readable value for `raises:` that is close to an unreadable one."""
    line = " ".join(value[:200].split())
    before, _, condition = re.sub(r"\b(?:if|whenever)\b", "when", line, count=1).partition("when")
    exceptions = [word for word in re.findall(r"\w+", before) if word in EXCEPTIONS] or ["ValueError"]
    return ", ".join(exceptions) + (f" when {condition.strip()}" if condition.strip() else "")


def split_example(value: str) -> tuple[str, tuple[str, ...]]:
    """(call, exceptions) of `CALL raises E`; (value, ()) of anything else."""
    match = None if too_big(value) else _EXAMPLE_RAISES.search(value)
    if match is None or not is_call(value[: match.start()]):
        return value, ()
    exceptions = _usable_names(match[1])
    return (value, ()) if exceptions is None else (value[: match.start()], exceptions)


def split_uses(value: str) -> tuple[tuple[str, str], ...]:
    """(name, module) of each name in `NAME, ...` or `from MODULE import NAME, ...`; () for anything else."""
    value = " ".join(without_comment(line) for line in value.split("\n"))
    if match := _IMPORT.fullmatch(value):
        module, names = match[1], _plain_names(match[2])
        return tuple((name, module) for name in names) if _usable_names(module.lstrip(".") or "x") else ()
    return tuple((name, "") for name in _plain_names(value)) if _SPECS.fullmatch(value) else ()


def split_effects(value: str) -> tuple[tuple[str, ...], bool]:
    """The effects named (as the author wrote them, on canonical blanks) and whether `none` is among them."""
    parts = [" ".join(part.split()) for line in value.split("\n") for part in without_comment(line).split(",")]
    named = tuple(part for part in parts if part)
    return tuple(part for part in named if part.lower() != "none"), any(part.lower() == "none" for part in named)


def near_effect(text: str) -> Effect | None:
    """The effect that an unknown one probably means."""
    words = {"file": Effect.READS_FILES, "files": Effect.READS_FILES, "print": Effect.STDOUT, "prints": Effect.STDOUT}
    close = difflib.get_close_matches(text.lower()[:40], list(Effect), n=1)
    return Effect(close[0]) if close else words.get(text.lower())


def is_module(text: str) -> bool:
    """Whether `text` is a dotted module name, with leading dots when it is relative."""
    return _MODULE.fullmatch(text) is not None and _usable_names(text.lstrip(".")) is not None


def _usable_names(text: str) -> tuple[str, ...] | None:
    names = tuple(name.strip() for name in text.split(","))
    return names if all(_is_usable(part) for name in names for part in name.split(".")) else None


def _plain_names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    return names if all(_is_usable(name) for name in names) else ()


def _is_usable(name: str) -> bool:
    try:
        return bool(identifier(name))
    except ValueError:
        return False
