"""From a spec to what the editor shows: draft, candidates, checks, ranking, holes. Cancelled like any coroutine."""

import asyncio
import time
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, field, replace

from lift_ir.clauses import Hole, HoleKind
from lift_ir.formal import called_names
from lift_ir.render import render_function, render_imports
from lift_server.checks.inputs import generate_inputs, literal_calls
from lift_server.checks.report import Report, Verdict
from lift_server.checks.sandbox import Sandbox
from lift_server.checks.verify import prepare
from lift_server.disagreement import compare, with_open
from lift_server.engines.base import Draft, Engine, Feedback, Progress
from lift_server.formality import with_formality
from lift_server.holes import open_questions
from lift_server.lifted import CheckedCandidate, Lifted, Proposal
from lift_server.pool import Companions, Pool
from lift_server.proposals import proven
from lift_server.questions import NOTHING_ASKED, History, conflict, needs_top_up
from lift_server.spec_file import Spec
from lift_server.store import Store, result_key

FIRST_REQUEST = Feedback()

VERSION = 2
"""Part of the key of every stored result: raised when the same spec would come out differently."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What every spec of a session shares. `candidates` is the number asked of each engine; without a sandbox nothing
    is lifted. `budget_seconds` is for one spec, all of it.
    `histories`: what was asked about each function, by file and name."""

    engines: Sequence[Engine]
    sandbox: Sandbox | None
    store: Store
    candidates: int
    budget_seconds: float
    histories: MutableMapping[tuple[str, str], History] = field(default_factory=dict)

    def known(self, spec: Spec, others: Sequence[Spec], file: str = "") -> Lifted | None:
        """The stored result of the spec as it stands; nothing is computed."""
        lifted = self.store.get(self._key(spec, others))
        if lifted is not None:
            self._reopen(lifted, file)
        return lifted

    def forget(self, spec: Spec, others: Sequence[Spec], file: str = "") -> None:
        """Remove the stored result of the spec as it stands, and what its author was asked."""
        known = self.known(spec, others)
        names = {spec.ir.signature.name, known.ir.signature.name if known is not None else None}
        self.store.remove(self._key(spec, others))
        for name in names:
            self.histories.pop((file, name or ""), None)

    def _reopen(self, lifted: Lifted, file: str) -> None:
        """Note that the stored question is the open one, so that an edit that answers it is understood."""
        subjects = [hole.subject for hole in lifted.holes if hole.kind is HoleKind.BEHAVIOUR]
        if calls := literal_calls(subjects, lifted.ir.signature):
            place = (file, calls[0].function)
            self.histories[place] = replace(self.histories.get(place, NOTHING_ASKED), open=calls[0])

    async def lift(
        self, spec: Spec, others: Sequence[Spec], report: Callable[[Progress], None], file: str = ""
    ) -> Lifted:
        """The result for one spec, from the store when nothing has changed.

        `others` are the specs of its file, `file` names it while the session lasts.
        """
        if (known := self.known(spec, others, file)) is not None:
            return known
        try:
            async with asyncio.timeout(self.budget_seconds) as budget:
                companions = await self._companions(spec, others, report)
                lifted = await self._lift(spec, others, companions, report, file)
        except TimeoutError:
            if not budget.expired():
                raise
            # Not stored: with more time it may come out differently.
            return Lifted(ir=spec.ir, holes=open_questions(spec.ir), notes=(_out_of_time(self.budget_seconds),))
        self.store.put(self._key(spec, others), lifted)
        return lifted

    def _key(self, spec: Spec, others: Sequence[Spec]) -> str:
        """The content hash of all that the result depends on: the text of the spec and of those it calls, and who
        answers how."""
        return self._hash(spec, [other.source for other in _closure(spec, others)])

    def _hash(self, spec: Spec, companions: Sequence[str]) -> str:
        engines = [repr(engine.capabilities()) for engine in self.engines]
        return result_key(
            {
                "pipeline": VERSION,
                "source": spec.source,
                "identity": spec.identity,
                "companions": companions,
                "engines": engines,
                "candidates": self.candidates,
            }
        )

    async def draft(self, spec: Spec, others: Sequence[Spec]) -> Draft:
        """The first engine's reading of the spec that has anything to add, else the stated IR with every engine's
        reason."""
        drafts = [await engine.draft(spec.source, spec.ir, FIRST_REQUEST) for engine in self.engines]
        silent = Draft(spec.ir, silence="\n".join(draft.silence for draft in drafts))
        chosen = next((draft for draft in drafts if not draft.silence), silent)
        names = [other.ir.signature.name for other in others if other.ir.signature.name]
        # What is formal depends on the parameters, which may only now be known.
        ir = with_formality(chosen.ir, names)
        return replace(chosen, ir=ir, formalisations=tuple(item for draft in drafts for item in draft.formalisations))

    async def _companions(self, spec: Spec, others: Sequence[Spec], report: Callable[[Progress], None]) -> Companions:
        """The functions that the spec calls, each lifted on its own first: two specs may check each other."""
        functions: list[str] = []
        modules: list[str] = []
        imports: list[str] = []
        called = _closure(spec, others)
        for other in called:
            lifted = await self._lift_alone(_without_calls(other, called_specs(other, others)), report)
            if lifted.chosen is not None:
                functions.append(render_function(lifted.ir, lifted.chosen.candidate.body))
                modules += lifted.chosen.candidate.modules
                imports += render_imports(lifted.ir, lifted.chosen.candidate.modules)
        names = tuple(other.ir.signature.name for other in called if other.ir.signature.name is not None)
        return Companions(names, "\n\n".join(functions), tuple(modules), tuple(imports))

    async def _lift_alone(self, spec: Spec, report: Callable[[Progress], None]) -> Lifted:
        key = self._hash(spec, ["alone", spec.ir.model_dump_json()])
        if (known := self.store.get(key)) is not None:
            return known
        lifted = await self._lift(spec, (), Companions(), report)
        self.store.put(key, lifted)
        return lifted

    async def _lift(
        self,
        spec: Spec,
        others: Sequence[Spec],
        companions: Companions,
        report: Callable[[Progress], None],
        file: str = "",
    ) -> Lifted:
        started = time.perf_counter()
        report(Progress("reading the spec", 0.0))
        draft = await self.draft(spec, others)
        notes = draft.silence.splitlines()
        outcome = NOTHING_FOUND
        if draft.ir.signature.is_complete:
            outcome = await self._candidates(spec, draft, companions, report, notes, file)
        return Lifted(
            ir=draft.ir,
            candidates=outcome.candidates,
            holes=(*open_questions(draft.ir), *outcome.questions),
            conflict=outcome.conflict,
            proposals=outcome.proposals,
            notes=tuple(dict.fromkeys(notes)),
            seconds=time.perf_counter() - started,
        )

    async def _candidates(
        self,
        spec: Spec,
        draft: Draft,
        companions: Companions,
        report: Callable[[Progress], None],
        notes: list[str],
        file: str,
    ) -> "Found":
        assert self.sandbox is not None, "lifting needs a sandbox"
        place = (file, draft.ir.signature.name or "")
        history = self.histories.get(place, NOTHING_ASKED)
        inputs = with_open(generate_inputs(draft.ir, draft.inputs, seed=0), history)
        proposals: tuple[Proposal, ...] = ()
        async with prepare(draft.ir, self.sandbox, inputs, functions=companions.names) as checks:
            pool = Pool(spec.source, checks, companions, report, notes)
            await pool.draw(self.engines, self.candidates, FIRST_REQUEST)
            # The open question is among those asked only once candidates are compared.
            answered = history if history.open is None else history.answered(history.open, "behavior")
            if needs_top_up(pool.alive, pool.drawn, answered):
                report(Progress("asking for more candidates"))
                await pool.draw(self.engines, self.candidates, pool.feedback(answered))
            held = pool.held
            report(Progress("comparing candidates"))
            comparison = await compare(checks, held, inputs, history)
            self.histories[place] = comparison.history
            shown = comparison.shown.candidate.key if comparison.shown else ""
            checked = pool.checked
            while (best := next(iter(ranked(list(checked.values()), shown)), None)) and best.report.holds:
                program = pool.programs[best.candidate.key]
                if not (unstable := await checks.unstable(program)):
                    proposals = await proven(
                        draft.ir, draft.formalisations, program, self.sandbox, inputs, companions.names
                    )
                    break
                verdict = best.report.model_copy(update={"unstable": unstable})
                checked[best.candidate.key] = CheckedCandidate(candidate=best.candidate, report=verdict)
        return Found(
            candidates=ranked(list(checked.values()), shown),
            questions=() if comparison.hole is None else (comparison.hole,),
            conflict=() if held else conflict([broken_clauses(item.report) for item in checked.values()]),
            proposals=proposals,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What engines and checks came to: ranked candidates, the open question about behavior, clauses in conflict, and
    formal text for informal ones."""

    candidates: tuple[CheckedCandidate, ...] = ()
    questions: tuple[Hole, ...] = ()
    conflict: tuple[int, ...] = ()
    proposals: tuple[Proposal, ...] = ()


NOTHING_FOUND = Found()


def ranked(checked: Sequence[CheckedCandidate], shown: str) -> tuple[CheckedCandidate, ...]:
    """Candidates that hold first, answers before suggestions, then the one that the comparison chose (by key)."""

    def order(item: CheckedCandidate) -> tuple[bool, bool, bool]:
        return (not item.report.holds, item.candidate.stance != "answer", item.candidate.key != shown)

    return tuple(sorted(checked, key=order))


def broken_clauses(report: Report) -> frozenset[int]:
    """Positions of the report's clauses that the candidate breaks."""
    return frozenset(at for at, clause in enumerate(report.clauses) if clause.verdict is Verdict.FAILS)


def _out_of_time(seconds: float) -> str:
    return f"Stopped after {seconds:g} s, the budget of a spec (setting `budget_seconds`); nothing was kept."


def called_specs(spec: Spec, others: Sequence[Spec]) -> tuple[str, ...]:
    """Names of other specs of the file that the spec's clauses call or that it `uses:`."""
    ir = spec.ir
    texts = [item.condition.text for item in ir.assertions]
    texts += [item.condition.text for item in ir.raises if item.condition is not None]
    texts += [item.text for item in ir.examples]
    mentioned = {name for text in texts for name in called_names(text)} | {
        use.name for use in ir.uses if not use.module
    }
    names = (other.ir.signature.name for other in others if other.ordinal != spec.ordinal)
    return tuple(name for name in names if name in mentioned)


def _closure(spec: Spec, others: Sequence[Spec]) -> list[Spec]:
    """The other specs that `spec` calls, directly or through one that it calls, in the order of the file."""
    by_name = {other.ir.signature.name: other for other in others}
    pending, found = [spec], {}
    while pending:
        for name in called_specs(pending.pop(), others):
            other = by_name[name]
            if other.ordinal != spec.ordinal and other.ordinal not in found:
                found[other.ordinal] = other
                pending.append(other)
    return [found[ordinal] for ordinal in sorted(found)]


def _without_calls(spec: Spec, names: Sequence[str]) -> Spec:
    """The spec without the clauses that call one of `names`: what it says by itself."""

    def stays(text: str) -> bool:
        return not set(called_names(text)) & set(names)

    ir = spec.ir
    alone = ir.model_copy(
        update={
            "assertions": tuple(item for item in ir.assertions if stays(item.condition.text)),
            "raises": tuple(item for item in ir.raises if item.condition is None or stays(item.condition.text)),
            "examples": tuple(item for item in ir.examples if stays(item.text)),
        }
    )
    return replace(spec, ir=alone)
