"""Runs candidates on the calls that questions may be asked about."""

from collections.abc import Sequence

from lift_server.checks.arguments import call_text
from lift_server.checks.inputs import Input, Source, cost
from lift_server.checks.prepare import Prepared
from lift_server.checks.sandbox import Limits, Sandbox
from lift_server.checks.sandbox.api import Outcome, Program

LIMITS = Limits(stall=0.1, wall=1.0)
"""Tighter than for checks: a call that is slow on a small input says nothing that a person could be asked about."""


def in_domain(prepared: Prepared, inputs: Sequence[Input]) -> tuple[Input, ...]:
    """The spec's cases that no precondition excludes and that are not left unspecified, the simplest first.

    Large ones are left out: a person is not asked about them.
    """
    sources = {item.text: item.source for item in inputs}
    found = []
    for at, case in enumerate(prepared.cases):
        if not case.large and all(
            (answer := table.answers[at]) is None or answer.is_true for table in prepared.requires.values()
        ):
            other = Source.TYPED if case.example is None else Source.EXAMPLE
            found.append(Input(case.call, sources.get(call_text(case.call), other)))
    return tuple(sorted(found, key=lambda item: cost(item.text)))


async def observe(sandbox: Sandbox, program: Program, inputs: Sequence[Input]) -> tuple[Outcome, ...]:
    """What the program does on each input; () when it is refused or cannot be loaded. Raises SandboxError."""
    return (await sandbox.run(program, [item.call for item in inputs], LIMITS)).outcomes
