"""What one call of a checked candidate comes to: for the author who is writing an example of it."""

from lift_server.checks.inputs import literal_calls
from lift_server.checks.observe import LIMITS
from lift_server.checks.sandbox import Outcome, Raised, Sandbox, SandboxError
from lift_server.lifted import Lifted
from lift_server.pool import Companions, program_of


async def outcome_of(lifted: Lifted, call: str, sandbox: Sandbox) -> Outcome | None:
    """The outcome of `call` (source text) on the chosen candidate; None when it cannot be run alone: it may call other
    specs, or this machine may not execute it."""
    calls = literal_calls([call], lifted.ir.signature)
    if lifted.chosen is None or len(calls) != 1 or any(not use.module for use in lifted.ir.uses):
        return None
    if sandbox.refusal(lifted.ir.effects):
        return None
    program = program_of(lifted.ir, lifted.chosen.candidate, Companions())
    try:
        run = await sandbox.run(program, calls, LIMITS)
    except SandboxError:
        return None
    outcome = run.outcomes[0] if run.outcomes else None
    return None if isinstance(outcome, Raised) and outcome.names[0] == "NameError" else outcome
