"""The gate's findings as messages. The checks themselves run in the worker, where parsing cannot hurt."""

from typing import Any

from lift_ir.effects import Effect, effects_for_module
from lift_server.checks.report import GateProblem
from lift_server.checks.sandbox.worker.display import shorten

GATE_CODES = {
    "GATE01": "the code is not valid Python: {}",
    "GATE02": "the code is longer than {} bytes",
    "GATE03": "imports `{}`, but the spec has no effect that needs it{}",
    "GATE04": "uses `{}`, but the spec has no effect that needs it{}",
    "GATE05": "uses `{}`, which may not be used here",
    "GATE06": "uses `{}`, which reaches into the interpreter",
    "GATE07": "the code is nested too deeply",
    "GATE08": "names clash: {}",
    "GATE09": "the code is not exactly the function `{}`",
    "GATE10": "the header is not `{}`",
    "GATE11": "the reply holds no code",
}
"""Stable code: message, with the name it is about and a hint."""

_EFFECTS_OF_BUILTIN = {
    "open": (Effect.READS_FILES, Effect.WRITES_FILES),
    "input": (Effect.STDIN,),
    "print": (Effect.STDOUT,),
}


def gate_problem(finding: Any) -> GateProblem:
    """One finding of the worker for people. Raises ValueError for what is no finding."""
    code, detail, line = finding
    if code not in GATE_CODES or not isinstance(detail, str) or not isinstance(line, int):
        raise ValueError("not a finding")
    hint = ""
    if code == "GATE03":
        hint = _hint(effects_for_module(detail.partition(".")[0]))
    elif code == "GATE04":
        hint = _hint(_EFFECTS_OF_BUILTIN.get(detail, ()))
    return GateProblem(code=code, message=GATE_CODES[code].format(shorten(detail), hint), line=line)


def _hint(effects: tuple[Effect, ...]) -> str:
    if not effects:
        return ""
    return f" (add `effects: {effects[0].value}` if it shall)"
