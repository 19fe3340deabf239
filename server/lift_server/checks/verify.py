"""Checks functions against a spec: gate, then examples, then assertions on generated calls (DESIGN section 6)."""

import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from lift_ir import IR, Effect
from lift_server.checks.arguments import call_text
from lift_server.checks.assertions import (
    Observation,
    ensures_findings,
    is_result,
    raises_findings,
    requires_findings,
    why_none_true,
)
from lift_server.checks.domain import Case
from lift_server.checks.evaluation import Answer, Evaluation
from lift_server.checks.examples import judge_example
from lift_server.checks.expressions import as_condition, one_line
from lift_server.checks.inputs import Input, why_no_inputs
from lift_server.checks.prepare import NOTHING_PREPARED, Prepared, known_names, prelude, prepare_spec, why_not_asked
from lift_server.checks.report import ClauseCheck, ClauseKind, Report, Verdict
from lift_server.checks.sandbox import Judge, Limits, Sandbox, display_outcome
from lift_server.checks.sandbox.api import Program, Question
from lift_server.checks.verdicts import (
    Finding,
    assertion_clauses,
    clause_check,
    formal_clauses,
    unchecked,
)
from lift_server.checks.whole import Whole, judge_whole

_NEVER_THE_SAME = frozenset({Effect.TIME, Effect.RANDOM})
_CALLS_MADE_TWICE = 40
_LIMITS_ON_LARGE_INPUTS = Limits(stall=0.1, wall=0.4)

MAX_RUNS = 12
"""How many calls a report shows with their outcome."""


async def verify(
    ir: IR,
    source: str,
    sandbox: Sandbox,
    inputs: Sequence[Input],
    *,
    modules: Sequence[str] = (),
    functions: Iterable[str] = (),
) -> Report:
    """Check one function; see `prepare` and `SpecChecks.check` for the arguments."""
    async with prepare(ir, sandbox, inputs, functions=functions) as checks:
        report = await checks.check(source, modules)
        if not report.holds:
            return report
        unstable = await checks.unstable(Program(source, tuple(modules), ir.effects))
        return report.model_copy(update={"unstable": unstable})


@asynccontextmanager
async def prepare(
    ir: IR, sandbox: Sandbox, inputs: Sequence[Input], *, functions: Iterable[str] = ()
) -> AsyncIterator["SpecChecks"]:
    """The checks of a named spec, ready for any number of functions: what they share is computed once.

    `inputs`: of `generate_inputs`; more are made when few of them satisfy the preconditions. `functions`: names of
    other specs that clauses may call; the programs to check must define them. Raises ValueError for an unnamed spec.
    """
    if ir.signature.name is None:
        raise ValueError("a spec without a name cannot be checked: there is nothing to call")
    names = tuple(dict.fromkeys((ir.signature.name, *functions)))
    never_run = sandbox.refusal(ir.effects)
    async with sandbox.judge(names, prelude(ir)) as judge:
        prepared = NOTHING_PREPARED if never_run else await prepare_spec(ir, judge, names, inputs)
        yield SpecChecks(ir, sandbox, judge, names, prepared, never_run)


@dataclass(frozen=True, slots=True)
class SpecChecks:
    """The checks of one spec, made by `prepare`. `never_run`: why nothing of it is executed here; empty when it is."""

    ir: IR
    sandbox: Sandbox
    judge: Judge
    functions: tuple[str, ...]
    prepared: Prepared
    never_run: str

    async def check(self, source: str, modules: Sequence[str] = ()) -> Report:
        """Check the function in `source`, a whole module; `modules` are imported before it is sealed.

        The function sees arguments only. When an example fails, the rest is not exercised.
        """
        started = time.monotonic()
        if self.never_run:
            return Report(clauses=unchecked(self.ir, self.never_run), not_run=self.never_run)
        evaluation = Evaluation(self.sandbox, self.judge, Program(source, tuple(modules), self.ir.effects))
        problems = await evaluation.run(call for item in self.prepared.examples for call in item.calls)
        if problems:
            clauses = _not_exercised(formal_clauses(self.ir), "the code was not run")
            return Report(clauses=clauses, gate=problems, seconds=time.monotonic() - started)
        examples = await self._examples(evaluation)
        if any(item.verdict is Verdict.FAILS for item in examples):
            rest, whole = _not_exercised(assertion_clauses(self.ir), "an example already fails"), Whole()
        else:
            seen, probes, rest = await self._assertions(evaluation)
            whole = judge_whole(self.ir, seen, probes, (*examples, *rest))
        runs = tuple((call_text(call), display_outcome(outcome)) for call, outcome in evaluation.outcomes()[:MAX_RUNS])
        return Report(
            clauses=(*examples, *rest),
            runs=runs,
            not_run="" if runs else self._why_nothing_ran(),
            problem=whole.problem,
            doubt=whole.doubt,
            seconds=time.monotonic() - started,
        )

    async def unstable(self, program: Program) -> tuple[str, ...]:
        """The calls that come out differently when they are made again, in another order and with other hash seeds.

        () for functions whose effects make that so, and when nothing is executed here.
        """
        if self.never_run or not _NEVER_THE_SAME.isdisjoint(self.ir.effects):
            return ()
        calls = [case.call for case in self.prepared.cases if not case.large][:_CALLS_MADE_TWICE]
        run = await self.sandbox.run(program, calls)
        return tuple(call_text(calls[at]) for at in await self.sandbox.recheck(program, calls, run))

    async def _examples(self, evaluation: Evaluation) -> tuple[ClauseCheck, ...]:
        asked = [item for item in self.prepared.examples if not item.unjudged]
        answers = iter(await evaluation.ask([item.question for item in asked], [item.calls for item in asked]))
        return tuple(
            clause_check(
                "example",
                item.index,
                [
                    Finding(unjudged=item.unjudged)
                    if item.unjudged
                    else judge_example(item.example, next(answers), evaluation, self.functions)
                ],
                "",
            )
            for item in self.prepared.examples
        )

    async def _assertions(
        self, evaluation: Evaluation
    ) -> tuple[list[Observation], list[Observation], tuple[ClauseCheck, ...]]:
        """The calls inside the domain, those of which that is not known, and the verdicts."""
        clauses = list(assertion_clauses(self.ir))
        cases, prepared = self.prepared.cases, self.prepared
        await evaluation.run(case.call for case in prepared.probes)
        probes = [self._observe(evaluation, case, {}) for case in prepared.probes]
        if not cases and clauses and (reason := why_no_inputs(self.ir)):
            reason = f"no inputs, because {reason}"
            return (
                [],
                probes,
                tuple(
                    ClauseCheck(kind=kind, index=index, verdict=Verdict.NOT_CHECKED, reason=reason)
                    for kind, index in clauses
                ),
            )
        requires = {index: await table.complete(evaluation, cases) for index, table in prepared.requires.items()}
        raises = {index: await table.complete(evaluation, cases) for index, table in prepared.raises.items()}
        inside = [at for at in range(len(cases)) if all(answers[at].is_true for answers in requires.values())]
        await evaluation.run(cases[at].call for at in inside if not cases[at].large)
        await evaluation.run((cases[at].call for at in inside if cases[at].large), _LIMITS_ON_LARGE_INPUTS)
        observed = (
            self._observe(evaluation, cases[at], {index: row[at] for index, row in raises.items()}) for at in inside
        )
        seen = [item for item in observed if not item.is_overload]
        checked: dict[tuple[str, int], ClauseCheck] = {}
        for index, answers in requires.items():
            findings = requires_findings(self.ir, prepared.requires[index].condition.text, cases, answers)
            checked["requires", index] = clause_check("requires", index, findings, why_none_true(answers, "it"))
        for index, clause in enumerate(self.ir.raises):
            found = raises_findings(clause, index, seen, raises.get(index, ()))
            checked["raises", index] = self._raises_check(index, tuple(found), raises)
        for index, judged in (await self._ensures(evaluation, seen)).items():
            reason = "no call returned where it applies" if seen else "no input is known to satisfy `requires`"
            checked["ensures", index] = clause_check("ensures", index, judged, reason)
        return seen, probes, tuple(checked[clause] for clause in clauses)

    def _observe(self, evaluation: Evaluation, case: Case, conditions: dict[int, Answer]) -> Observation:
        met = frozenset(index for index, answer in conditions.items() if answer.is_true)
        allowed = [
            name
            for index, clause in enumerate(self.ir.raises)
            if index in met or clause.condition is None or not clause.condition.is_formal
            for name in clause.exceptions
        ]
        allowed += [
            name
            for item in self.prepared.examples
            if any(call_text(call) == call_text(case.call) for call in item.calls)
            for name in item.example.raises
        ]
        return Observation(case, evaluation.outcome(case.call), met, tuple(allowed))

    async def _ensures(self, evaluation: Evaluation, seen: Sequence[Observation]) -> dict[int, list[Finding]]:
        """The findings of every formal postcondition, by clause index; one round of the judge for all of them."""
        known = known_names(self.ir, self.functions)
        formal = {
            index: item.condition.text for index, item in enumerate(self.ir.postconditions) if item.condition.is_formal
        }
        reasons = {index: reason for index, text in formal.items() if (reason := why_not_asked(text, known))}
        asked = {index: text for index, text in formal.items() if index not in reasons}
        results = [item for item in seen if is_result(item)]
        answers: dict[int, list[Answer]] = {index: [] for index in asked}
        # Large results come last, in a round of their own: judging them may take long.
        for large in (False, True):
            part = [item for item in results if item.case.large is large]
            questions = [
                Question(as_condition(text), (*item.case.bindings, ("result", item.result)))
                for text in asked.values()
                for item in part
            ]
            found = iter(await evaluation.ask(questions) if questions else ())
            for row in answers.values():
                row += [next(found) for _ in part]
        findings = {index: [Finding(unjudged=reason)] for index, reason in reasons.items()}
        for index, text in asked.items():
            findings[index] = list(ensures_findings(self.ir, text, seen, answers[index]))
        return findings

    def _raises_check(self, index: int, findings: tuple[Finding, ...], raises: dict[int, list[Answer]]) -> ClauseCheck:
        """The verdict on a `raises` clause. One that `requires` excludes is an error of the spec: nothing holds."""
        if index not in raises:
            return clause_check("raises", index, findings, "no call raised it")
        if not findings and (excluding := self.prepared.contradictions.get(index)):
            reason = f"it can never apply: `requires: {one_line(excluding)}` excludes every input that meets it"
            return ClauseCheck(kind="raises", index=index, verdict=Verdict.FAILS, reason=reason)
        return clause_check("raises", index, findings, why_none_true(raises[index], "its condition"))

    def _why_nothing_ran(self) -> str:
        if self.prepared.cases:
            return "no input is known to satisfy `requires`"
        return f"no inputs, because {why_no_inputs(self.ir) or 'none is known'}"


def _not_exercised(clauses: Iterable[tuple[ClauseKind, int]], reason: str) -> tuple[ClauseCheck, ...]:
    return tuple(
        ClauseCheck(kind=kind, index=index, verdict=Verdict.NOT_EXERCISED, reason=reason) for kind, index in clauses
    )
