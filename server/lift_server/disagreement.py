"""Lets candidates that satisfy a spec run side by side: which one to show, and what to ask where they disagree."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from lift_ir import Candidate, Effect
from lift_ir.clauses import Hole
from lift_server.calibration import threshold_for
from lift_server.checks.arguments import call_text
from lift_server.checks.behaviour import VARIANT_ENGINES, Row, Table, classes, outcome_table, pick
from lift_server.checks.inputs import Input, Source
from lift_server.checks.observe import in_domain, observe
from lift_server.checks.sandbox.api import Program
from lift_server.checks.verify import SpecChecks
from lift_server.questions import History, ask

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


async def compare(checks: SpecChecks, held: Sequence[Held], inputs: Sequence[Input], history: History) -> Comparison:
    """Run the candidates on the inputs in the spec's domain; `inputs` are those of `checks`. Raises SandboxError.

    Mere suggestions take part only when there is nothing else. The models that wrote the candidates say from when on a
    question is a warning.
    """
    held = [item for item in held if item.candidate.stance == "answer"] or held
    ir = checks.ir
    usable = in_domain(checks.prepared, inputs)
    async with asyncio.TaskGroup() as group:
        # One body may come from several engines: it runs once.
        runs = {
            item.candidate.key: group.create_task(observe(checks.sandbox, item.program, usable))
            for item in {item.candidate.key: item for item in held}.values()
        }
    outcomes_of = {key: run.result() for key, run in runs.items() if len(run.result()) == len(usable)}
    ran = [(item, outcomes_of[item.candidate.key]) for item in held if item.candidate.key in outcomes_of]
    rows = [Row(item.candidate.body, outcomes, item.candidate.engine, item.samples) for item, outcomes in ran]
    table = outcome_table(usable, rows, ir.signature.returns)
    shown = pick(table, classes(table))
    hole = None
    if _NEVER_THE_SAME.isdisjoint(ir.effects):
        models = (item.candidate.model for item, _ in ran if item.candidate.engine not in VARIANT_ENGINES)
        hole, history = ask(ir, table, history, threshold_for(models))
    return Comparison(None if shown is None else ran[shown][0], hole, history, table)
