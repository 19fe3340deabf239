"""Tasks, calls and outcomes as data that travels between this process and its workers. What comes back is hostile."""

import secrets
import signal
from collections.abc import Sequence
from typing import Any

from lift_ir.effects import Effect, allowed_modules
from lift_server.checks.sandbox.api import Call, Died, Outcome, Program, Raised, Returned, TimedOut
from lift_server.checks.sandbox.limits import Limits
from lift_server.checks.sandbox.worker import codec
from lift_server.checks.sandbox.worker.display import shorten
from lift_server.checks.sandbox.worker.seccomp import Profile

OUT_OF_MEMORY = ["d", "memory"]
_MAX_MESSAGE = 500
_MAX_NAMES = 32

_REASONS = {
    0: "ended its own process",
    70: "broke the process that it ran in",
    71: "out of memory",
    -signal.SIGABRT: "crashed (SIGABRT)",
}


def profile_of(effects: Sequence[Effect]) -> Profile:
    """The file profile that the effects need."""
    if Effect.WRITES_FILES in effects:
        return Profile.WRITE
    return Profile.READ if Effect.READS_FILES in effects else Profile.PURE


def confinement(
    effects: Sequence[Effect], modules: Sequence[str], limits: Limits, folder: str | None
) -> dict[str, Any]:
    """What a worker needs to seal itself: for pure programs with the same limits always the same."""
    allowed = allowed_modules(effects)
    home = folder or "/"
    return {
        "memory": limits.memory,
        "profile": profile_of(effects).value,
        "folder": folder,
        "environment": {"TZ": "UTC", "LC_ALL": "C.UTF-8", "HOME": home, "TMPDIR": home, "USER": "user"},
        "modules": sorted(allowed.union(name for name in modules if top_level(name) in allowed)) if effects else [],
    }


def top_level(module: str) -> str:
    """The first part of a dotted module name."""
    return module.partition(".")[0]


def program_task(program: Program, seed: int) -> dict[str, Any]:
    """The task that makes a sealed worker execute a program."""
    return {
        **_task("program", seed),
        "source": program.source,
        "allowed": sorted(allowed_modules(program.effects)),
        "effects": [effect.value for effect in program.effects],
        "header": program.header,
    }


def judge_task(functions: Sequence[str], prelude: str) -> dict[str, Any]:
    """The task that makes a sealed worker judge expressions."""
    names = sorted(allowed_modules(()))
    return {**_task("judge"), "functions": list(functions), "prelude": prelude, "names": names}


def probe_task(bait: dict[str, Any]) -> dict[str, Any]:
    """The task that makes a sealed worker try what it must be denied."""
    return {**_task("probe"), **bait}


def _task(kind: str, seed: int = 0) -> dict[str, Any]:
    return {"kind": kind, "token": secrets.token_hex(8), "seed": seed}


def call_data(call: Call) -> list[Any]:
    """A call as data. Raises TooLarge, and ValueError for an argument that cannot be passed."""
    _passable([*call.args, *(value for _, value in call.kwargs)])
    kwargs = [[name, value] for name, value in call.kwargs]
    return [call.function, codec.encode(list(call.args)), codec.encode(kwargs)]


def _passable(values: Sequence[object]) -> None:
    for value in values:
        data = codec.encode(value)
        if isinstance(data, dict) and "o" in data:
            raise ValueError(f"a value of type {data['o']} cannot be passed")


def call_of(data: Any) -> Call:
    """A call from a judge's data. Raises CodecError."""
    try:
        function, args, kwargs = data
        pairs = tuple((name, value) for name, value in codec.decode(kwargs))
        arguments = tuple(codec.decode(args))
    except (TypeError, ValueError) as error:
        raise codec.CodecError(f"not a call: {error}") from None
    if not isinstance(function, str) or not all(isinstance(name, str) for name, _ in pairs):
        raise codec.CodecError("not a call")
    return Call(function, arguments, pairs)


def outcome_of(data: Any, token: str, limits: Limits) -> Outcome:
    """The outcome of a call from a worker's frame. Raises CodecError for anything else."""
    match data:
        case [str(given), "r", value, bool(mutated)] if given == token:
            return Returned(codec.decode(value), mutated)
        case [str(given), "e", names, message] if given == token:
            return Raised(*raised_parts(names, message))
        case [str(given), "d", "memory"] if given == token:
            return Died(f"out of memory: more than {limits.memory >> 20} MB")
        case [str(given), "d", "large"] if given == token:
            return Died("returned a value that is too large or too deep to carry")
    raise codec.CodecError("not an outcome")


def raised_parts(names: Any, message: Any) -> tuple[tuple[str, ...], str]:
    """An exception's names and message from a worker's frame. Raises CodecError."""
    if not isinstance(names, list) or not isinstance(message, str) or not 0 < len(names) <= _MAX_NAMES:
        raise codec.CodecError("not an exception")
    if not all(isinstance(name, str) for name in names):
        raise codec.CodecError("not an exception")
    return tuple(clean(name, 100) for name in names), clean(message, _MAX_MESSAGE)


def clean(text: str, limit: int) -> str:
    """The text without lone surrogates, cut at `limit` characters."""
    return text[:limit].encode("utf-8", "replace").decode("utf-8")


def outcome_data(outcome: Outcome) -> list[Any]:
    """A known outcome for a judge. Raises TooLarge."""
    match outcome:
        case Returned(value, _):
            return ["r", codec.encode(value)]
        case Raised(names, message):
            return ["e", list(names), message]
        case TimedOut(seconds):
            return ["e", ["TimedOut"], f"the call did not end within {seconds:g} s"]
        case Died(reason):
            return ["e", ["Died"], reason]


def load_error(data: Any) -> str:
    """Why executing the module level failed, for people. Raises CodecError."""
    match data:
        case {"load": [names, message, int(line)]}:
            (name, *_), text = raised_parts(names, message)
            return f"{name}: {shorten(text)}" + (f" (line {line})" if line > 0 else "")
    raise codec.CodecError("not a failure to load")


def death(status: int | None) -> str:
    """A worker's exit status for people."""
    if status in _REASONS:
        return _REASONS[status]
    if status == -signal.SIGSEGV:
        return "crashed (SIGSEGV)"
    if status is not None and status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return "ended its own process"
