"""Formal text that engines propose, for informal clauses or of their own: it counts when the chosen candidate was run
on it, and it held."""

from collections.abc import Sequence

from lift_ir import IR, Example, Stated
from lift_server.checks.inputs import Input
from lift_server.checks.report import ClauseCheck, Verdict, clause_of
from lift_server.checks.sandbox import Program, Sandbox
from lift_server.checks.verify import prepare
from lift_server.engines.base import Formalisation
from lift_server.lifted import Formalizable, Proposal, clause_key, formal_clause

_Found = tuple[Formalisation, ClauseCheck]


async def proven(
    ir: IR,
    offered: Sequence[Formalisation],
    program: Program,
    sandbox: Sandbox,
    inputs: Sequence[Input],
    functions: Sequence[str],
) -> tuple[Proposal, ...]:
    """The proposals for informal clauses of `ir` that hold, exercised, on `program`; what it breaks is dropped.

    They are checked together, as if the author had accepted all, since one may open the domain for another.
    """
    left = _applicable(ir, offered)
    while left:
        trial = _with(ir, left)
        async with prepare(trial, sandbox, inputs, functions=functions) as checks:
            report = await checks.check(program.source, program.modules)
        found = [(item, check) for check in report.clauses if (item := _behind(ir, check, left)) is not None]
        wrong = _worst(found)
        if not wrong:
            return () if report.fails else tuple(_proposal(item, check) for item, check in found)
        left = [item for item in left if item not in wrong]
    return ()


async def confirmed(
    ir: IR, program: Program, sandbox: Sandbox, inputs: Sequence[Input], functions: Sequence[str]
) -> IR:
    """`ir` with those inferred clauses only that hold, exercised, on the chosen `program`."""
    clauses: tuple[Formalizable, ...] = (*ir.assertions, *ir.raises)
    if all(isinstance(clause.origin, Stated) for clause in clauses):
        return ir
    async with prepare(ir, sandbox, inputs, functions=functions) as checks:
        report = await checks.check(program.source, program.modules)
    held = [clause_of(ir, check) for check in report.clauses if check.verdict is Verdict.HOLDS]
    return ir.model_copy(
        update={
            "assertions": tuple(item for item in ir.assertions if isinstance(item.origin, Stated) or item in held),
            "raises": tuple(item for item in ir.raises if isinstance(item.origin, Stated) or item in held),
        }
    )


def _applicable(ir: IR, offered: Sequence[Formalisation]) -> list[Formalisation]:
    """The first proposal for each informal clause."""
    clauses: tuple[Formalizable, ...] = (*ir.assertions, *ir.raises)
    informal = {
        (clause_key(clause), clause.condition.text)
        for clause in clauses
        if clause.condition is not None and not clause.condition.is_formal
    }
    first: dict[tuple[str, str], Formalisation] = {}
    for item in offered:
        if (item.kind, item.informal) in informal:
            first.setdefault((item.kind, item.informal), item)
    return list(first.values())


def _with(ir: IR, accepted: Sequence[Formalisation]) -> IR:
    formal = {(item.kind, item.informal): item.formal for item in accepted}

    def written(clause: Formalizable) -> Formalizable:
        key = (clause_key(clause), clause.condition.text if clause.condition else "")
        return formal_clause(clause, formal[key]) if key in formal else clause

    return ir.model_copy(
        update={"assertions": tuple(map(written, ir.assertions)), "raises": tuple(map(written, ir.raises))}
    )


def _behind(ir: IR, check: ClauseCheck, accepted: Sequence[Formalisation]) -> Formalisation | None:
    """The proposal that the check is about. Proposals change no clause's place."""
    clause = clause_of(ir, check)
    if isinstance(clause, Example) or clause.condition is None:
        return None
    wanted = (check.kind, clause.condition.text)
    return next((item for item in accepted if (item.kind, item.informal) == wanted), None)


def _worst(found: Sequence[_Found]) -> list[Formalisation]:
    """What to drop before the next round: broken proposals; else unexercised limits of the domain; else the rest."""
    doubtful = [(item, check) for item, check in found if check.verdict is not Verdict.HOLDS]
    broken = [item for item, check in doubtful if check.verdict is Verdict.FAILS]
    limits = [item for item, _ in doubtful if item.kind == "requires"]
    return broken or limits or [item for item, _ in doubtful]


def _proposal(item: Formalisation, check: ClauseCheck) -> Proposal:
    return Proposal(
        kind=item.kind, informal=item.informal, formal=item.formal, exercised=check.exercised, held=check.held
    )
