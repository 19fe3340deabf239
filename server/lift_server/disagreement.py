"""Lets candidates that satisfy a spec run side by side: which one to show, and what to ask where they disagree."""

import asyncio
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass

from lift_ir import Candidate, Effect
from lift_ir.clauses import Hole
from lift_server.calibration import threshold_for
from lift_server.checks.arguments import call_text
from lift_server.checks.behaviour import VARIANT_ENGINES, Row, Table, classes, outcome_table, pick
from lift_server.checks.inputs import Input, Source
from lift_server.checks.observe import in_domain, observe
from lift_server.checks.sandbox.api import Outcome, Program
from lift_server.checks.verify import SpecChecks
from lift_server.questions import History, ask

Observed = MutableMapping[str, tuple[Outcome, ...]]
"""What each body (by its key) did on the inputs in the spec's domain: each runs once."""

_NEVER_THE_SAME = frozenset({Effect.RANDOM, Effect.TIME})


@dataclass(frozen=True, slots=True)
class Held:
    """A candidate that holds, the program that runs it, and how often its engine gave it."""

    candidate: Candidate
    program: Program
    samples: int = 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """`shown`: the candidate to offer; None when there is none. `hole`: the one open question, which `history` knows.

    `table`: what each candidate that ran did on each input.
    """

    shown: Held | None
    hole: Hole | None
    history: History
    table: Table


def with_open(inputs: Sequence[Input], history: History) -> tuple[Input, ...]:
    """The inputs and the call of the open question, which must be among them for the question to stay."""
    if history.open is None or call_text(history.open) in {item.text for item in inputs}:
        return tuple(inputs)
    return (Input(history.open, Source.DRAFTED), *inputs)


async def agree(checks: SpecChecks, held: Sequence[Held], inputs: Sequence[Input], observed: Observed) -> bool:
    """Whether the candidates do the same on every input, as far as that can be compared. Raises SandboxError."""
    if not _NEVER_THE_SAME.isdisjoint(checks.ir.effects):
        return True
    ran, table = await _ran(checks, held, inputs, observed)
    return len(ran) == len(held) and len(classes(table)) == 1


async def compare(
    checks: SpecChecks, held: Sequence[Held], inputs: Sequence[Input], history: History, observed: Observed
) -> Comparison:
    """Run the candidates on the inputs in the spec's domain; `inputs` are those of `checks`. Raises SandboxError.

    Mere suggestions take part only when there is nothing else. The models that wrote the candidates say from when on a
    question is a warning.
    """
    held = [item for item in held if item.candidate.stance == "answer"] or held
    ir = checks.ir
    ran, table = await _ran(checks, held, inputs, observed)
    shown = pick(table, classes(table))
    hole = None
    if _NEVER_THE_SAME.isdisjoint(ir.effects):
        models = (item.candidate.model for item in ran if item.candidate.engine not in VARIANT_ENGINES)
        hole, history = ask(ir, table, history, threshold_for(models))
    return Comparison(None if shown is None else ran[shown], hole, history, table)


async def _ran(
    checks: SpecChecks, held: Sequence[Held], inputs: Sequence[Input], observed: Observed
) -> tuple[list[Held], Table]:
    """The candidates that ran on all inputs of the domain, and what they did."""
    usable = in_domain(checks.prepared, inputs)
    async with asyncio.TaskGroup() as group:
        # One body may come from several engines: it runs once.
        runs = {
            item.candidate.key: group.create_task(observe(checks.sandbox, item.program, usable))
            for item in {item.candidate.key: item for item in held}.values()
            if item.candidate.key not in observed
        }
    observed.update({key: run.result() for key, run in runs.items()})
    ran = [item for item in held if len(observed[item.candidate.key]) == len(usable)]
    rows = [Row(item.candidate.body, observed[item.candidate.key], item.candidate.engine, item.samples) for item in ran]
    return ran, outcome_table(usable, rows, checks.ir.signature.returns)
