"""From a spec to what the editor shows: draft, candidates, checks, ranking, holes. Cancelled like any coroutine."""

import asyncio
import time
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass, field, replace

from lift_ir import IR
from lift_ir.candidate import Usage
from lift_ir.clauses import Hole, HoleKind
from lift_ir.render import render_function, render_imports
from lift_server.budget import Budget
from lift_server.checks.behaviour import VARIANT_ENGINES
from lift_server.checks.inputs import generate_inputs
from lift_server.checks.report import Report as CheckReport
from lift_server.checks.report import Verdict
from lift_server.checks.sandbox import Sandbox
from lift_server.checks.verify import prepare
from lift_server.companions import called_specs, closure, without_calls
from lift_server.continuation import alive_before, asked_of, continued, history_of
from lift_server.disagreement import Observed, agree, compare, with_open
from lift_server.drafting import binding, by_authority, draft_of, joined
from lift_server.engines.base import NOTHING_SPENT, Draft, Engine, Progress, Report, unheard
from lift_server.formality import with_formality
from lift_server.holes import open_questions
from lift_server.lifted import NOTHING_ASKED, Asked, CheckedCandidate, EngineUsage, Lifted, Proposal
from lift_server.pool import Companions, Pool
from lift_server.proposals import confirmed, proven
from lift_server.questions import History, conflict, needs_more
from lift_server.spec_file import Spec
from lift_server.store import Store, result_key
from lift_server.streams import Requests, Stream

NONE_HOLDS = "No candidate holds, nor did one of a second round that was shown what failed."

VERSION = 7
"""Part of the key of every stored result: raised when the same spec would come out differently."""

Partial = Callable[[Lifted], None]
"""Gets what is known while other engines still work."""


def unseen(lifted: Lifted) -> None:
    """The caller waits for the end."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What every spec of a session shares. `candidates` is the most that are asked of an engine at once; without a
    sandbox nothing is lifted. `budget_seconds` is for one spec, all of it but up to `start_seconds` in which a server
    is starting. `gpu_hour_price` turns seconds of engines into money. `latest`: the last result for each function, by
    file and the spec's identity."""

    engines: Sequence[Engine]
    sandbox: Sandbox | None
    store: Store
    candidates: int
    budget_seconds: float
    gpu_hour_price: float = 0.0
    start_seconds: float = 0.0
    latest: MutableMapping[tuple[str, str], Lifted] = field(default_factory=dict)

    def known(self, spec: Spec, others: Sequence[Spec], file: str = "") -> Lifted | None:
        """The stored result of the spec as it stands; nothing is computed."""
        lifted = self.store.get(self._key(spec, others))
        if lifted is not None and file:
            # Its question is the open one again, so that an edit that answers it is understood.
            self.latest[file, spec.identity] = lifted
        return lifted

    def forget(self, spec: Spec, others: Sequence[Spec], file: str = "") -> None:
        """Remove the stored result of the spec as it stands, and what its author was asked."""
        self.store.remove(self._key(spec, others))
        self.latest.pop((file, spec.identity), None)

    async def lift(
        self, spec: Spec, others: Sequence[Spec], report: Report, file: str = "", partial: Partial = unseen
    ) -> Lifted:
        """The result for one spec, from the store when nothing has changed.

        `others` are the specs of its file, `file` names it: what was asked about a function stays while its spec is
        edited. `partial` gets what the engines without a model have to say, if anything, while others still work.
        """
        if (known := self.known(spec, others, file)) is not None:
            return known
        first: list[Lifted] = []

        def answered(lifted: Lifted) -> None:
            first.append(lifted)
            partial(lifted)

        budget = Budget(self.budget_seconds, self.start_seconds)
        try:
            async with budget.limit:
                lifted = await self._lift(spec, others, budget, budget.heard(report), file, answered)
        except TimeoutError:
            if not budget.limit.expired():
                raise
            # Not stored: with more time it may come out differently.
            return _out_of_time(budget.after(1.0), spec, first)
        except ExceptionGroup as group:
            raise _first_of(group) from group
        if file:
            self.latest[file, spec.identity] = lifted
        if not lifted.is_unfinished:
            self.store.put(self._key(spec, others), lifted)
            if file:
                self.store.put(self._place_key(file, spec.identity), lifted)
        return lifted

    def _last(self, spec: Spec, file: str) -> Lifted | None:
        """The last result for the function, also of an earlier run; of one that was named only now, from before."""
        if not file:
            return None
        for identity in (spec.identity, f"#{spec.ordinal}"):
            found = self.latest.get((file, identity)) or self.store.get(self._place_key(file, identity))
            if found is not None:
                self.latest[file, spec.identity] = found
                return found
        return None

    def _place_key(self, file: str, identity: str) -> str:
        return result_key({"pipeline": VERSION, "file": file, "identity": identity, "engines": self._engine_texts})

    def _key(self, spec: Spec, others: Sequence[Spec]) -> str:
        """The content hash of all that the result depends on: the text of the spec and of those it calls, and who
        answers how."""
        return self._hash(spec, [other.source for other in closure(spec, others)])

    @property
    def _engine_texts(self) -> list[str]:
        return [repr(engine.capabilities()) for engine in self.engines]

    def _hash(self, spec: Spec, companions: Sequence[str]) -> str:
        return result_key(
            {
                "pipeline": VERSION,
                "source": spec.source,
                "identity": spec.identity,
                "companions": companions,
                "engines": self._engine_texts,
                "candidates": self.candidates,
            }
        )

    async def draft(self, spec: Spec, others: Sequence[Spec], report: Report = unheard) -> Draft:
        """What the engines read in the spec, all of them asked at once."""
        engines = by_authority(self.engines)
        drafts = await asyncio.gather(*(draft_of(engine, spec.source, spec.ir, report) for engine in engines))
        return joined(spec.ir, drafts, _names(others))

    async def _companions(self, spec: Spec, others: Sequence[Spec], budget: Budget, report: Report) -> Companions:
        """The functions that the spec calls, each lifted on its own first: two specs may check each other."""
        functions: list[str] = []
        modules: list[str] = []
        imports: list[str] = []
        called = closure(spec, others)
        for other in called:
            lifted = await self._lift_alone(without_calls(other, called_specs(other, others)), budget, report)
            if lifted.chosen is not None:
                functions.append(render_function(lifted.ir, lifted.chosen.candidate.body))
                modules += lifted.chosen.candidate.modules
                imports += render_imports(lifted.ir, lifted.chosen.candidate.modules)
        names = tuple(other.ir.signature.name for other in called if other.ir.signature.name is not None)
        return Companions(names, "\n\n".join(functions), tuple(modules), tuple(imports))

    async def _lift_alone(self, spec: Spec, budget: Budget, report: Report) -> Lifted:
        key = self._hash(spec, ["alone", spec.ir.model_dump_json()])
        if (known := self.store.get(key)) is not None:
            return known
        lifted = await self._lift(spec, (), budget, report)
        if not lifted.is_unfinished:
            self.store.put(key, lifted)
        return lifted

    async def _lift(
        self,
        spec: Spec,
        others: Sequence[Spec],
        budget: Budget,
        report: Report,
        file: str = "",
        partial: Partial = unseen,
    ) -> Lifted:
        """The result for one spec, computed.

        Every engine works from the start, and what it writes waits for its check; one whose signature is stated drafts
        and writes at once. The result follows from what engines say, never from who says it first.
        """
        started = time.perf_counter()
        report(Progress("reading the spec", 0.0))
        last, stated = self._last(spec, file), with_formality(spec.ir, _names(others))
        async with asyncio.TaskGroup() as group:
            engines = [continued(engine, last, spec.ir) for engine in by_authority(self.engines)]
            drafting = [group.create_task(draft_of(engine, spec.source, spec.ir, report)) for engine in engines]
            requests = Requests(group, engines, spec.source, self.candidates, budget, report)
            streams = requests.first(stated) if stated.signature.is_complete else []
            at_once = await self._at_once(spec, others, report, file)
            if at_once is not None:
                partial(_while_others_work(at_once, last, self._slow))
            companions = await self._companions(spec, others, budget, report)
            drafts = [await task for task in drafting]
            draft = joined(spec.ir, drafts, _names(others))
            notes = [*draft.silence.splitlines(), *draft.notes]
            work = _Work(draft, notes, _spent_on_drafts(engines, drafts), again=draft.again)
            if draft.ir.signature.is_complete:
                history = history_of(last, draft.ir)
                if at_once is not None and history.open is None:
                    # The question that is shown since a moment ago.
                    history = history_of(at_once, draft.ir)
                streams = streams or requests.first(draft.ir)
                before = alive_before(last, spec.ir)
                await self._candidates(work, streams, requests, before, companions, history, report)
        return work.lifted(time.perf_counter() - started, self.gpu_hour_price)

    @property
    def _slow(self) -> list[Engine]:
        """The engines that need time: those with a model."""
        return [engine for engine in self.engines if engine.capabilities().name not in VARIANT_ENGINES]

    async def _at_once(self, spec: Spec, others: Sequence[Spec], report: Report, file: str) -> Lifted | None:
        """What the engines find that need no time, while others work: a result of its own, kept as such. None when
        there is only one kind of engine."""
        slow = self._slow
        quick = [engine for engine in self.engines if engine not in slow]
        if not (slow and quick):
            return None
        return await replace(self, engines=quick, latest=dict(self.latest)).lift(spec, others, report, file)

    async def _candidates(
        self,
        work: "_Work",
        streams: Sequence[Stream],
        requests: Requests,
        before: int | None,
        companions: Companions,
        history: History,
        report: Report,
    ) -> None:
        """Check and compare what the streams bring. The rest is asked for unless the first few of a model hold and
        agree, and more once, if that is called for. `before`: how many candidates held before an edit that only
        concerns clauses; None after others."""
        assert self.sandbox is not None, "lifting needs a sandbox"
        draft, ir = work.draft, binding(work.draft.ir)
        inputs = with_open(generate_inputs(ir, draft.inputs, seed=0), history)
        async with prepare(ir, self.sandbox, inputs, functions=companions.names) as checks:
            pool = Pool(checks, companions, report, work.notes, work.spent)
            await pool.take(streams)
            observed: Observed = {}
            # A server in trouble, or one that refuses, is left alone.
            if (few := requests.first_of_models) and pool.has_replies and not pool.again:
                is_settled = pool.all_hold(few) and await agree(checks, pool.sampled, inputs, observed)
                if not is_settled:
                    report(Progress("candidates fail or disagree; asking for the rest"))
                    await pool.take(requests.rest())
            # The open question is among those asked only once candidates are compared.
            answered = history if history.open is None else history.answered(history.open, "behavior")
            if needs_more(pool.alive, pool.drawn if before is None else before, pool.drawn, answered):
                report(Progress("asking for more candidates"))
                bodies = len(pool.checked)
                await pool.take(requests.more(draft.ir, pool.feedback(answered)))
                if not pool.alive and len(pool.checked) > bodies:
                    work.notes.append(NONE_HOLDS)
            held = pool.held
            report(Progress("comparing candidates"))
            comparison = await compare(checks, held, inputs, history, observed)
            shown = comparison.shown.candidate.key if comparison.shown else ""
            while (best := next(iter(ranked(pool.checked, shown)), None)) and best.report.holds:
                program = pool.program(best.candidate)
                if not (unstable := await checks.unstable(program)):
                    proven_on = (program, self.sandbox, inputs, companions.names)
                    work.proposals = await proven(ir, draft.formalisations, *proven_on)
                    work.ir = await confirmed(draft.ir, *proven_on)
                    break
                pool.refuse(best.candidate.key, best.report.model_copy(update={"unstable": unstable}))
        work.again |= pool.again
        work.candidates = ranked(pool.checked, shown)
        work.questions = () if comparison.hole is None else (comparison.hole,)
        work.asked = asked_of(comparison.history)
        work.conflict = () if held else conflict([broken_clauses(item.report) for item in pool.checked])


@dataclass(slots=True)
class _Work:
    """What engines and checks came to so far: `again` when asking an engine another time may help."""

    draft: Draft
    notes: list[str]
    spent: list[tuple[str, Usage]]
    again: bool
    ir: IR | None = None
    candidates: tuple[CheckedCandidate, ...] = ()
    questions: tuple[Hole, ...] = ()
    conflict: tuple[int, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    asked: Asked = NOTHING_ASKED

    @property
    def _doubts(self) -> tuple[Hole, ...]:
        """What the chosen candidate leaves open."""
        best = next(iter(self.candidates), None)
        return best.candidate.doubts if best is not None and best.report.holds else ()

    def lifted(self, seconds: float, price: float) -> Lifted:
        """The result, after so many seconds, at this price of a GPU hour."""
        ir = self.ir or self.draft.ir
        return Lifted(
            ir=ir,
            candidates=self.candidates,
            holes=(*open_questions(ir), *self._doubts, *self.questions),
            conflict=self.conflict,
            proposals=self.proposals,
            inputs=self.draft.inputs,
            asked=self.asked,
            usage=usage_by_engine(self.spent, price),
            notes=tuple(dict.fromkeys(self.notes)),
            seconds=seconds,
            is_unfinished=self.again,
        )


def usage_by_engine(spent: Iterable[tuple[str, Usage]], price: float) -> tuple[EngineUsage, ...]:
    """What the requests of each engine cost together, at this price of a GPU hour (0: none is known)."""
    by_engine: dict[str, list[Usage]] = {}
    for engine, usage in spent:
        by_engine.setdefault(engine, []).append(usage)
    return tuple(_sum(engine, usages, price) for engine, usages in by_engine.items())


def _sum(engine: str, usages: Sequence[Usage], price: float) -> EngineUsage:
    seconds = sum(usage.seconds for usage in usages)
    written = sum(usage.completion_tokens for usage in usages)
    return EngineUsage(
        engine=engine,
        requests=len(usages),
        prompt_tokens=sum(usage.prompt_tokens for usage in usages),
        completion_tokens=written,
        seconds=seconds,
        tokens_per_second=written / seconds if seconds else 0.0,
        cost=seconds * price / 3600 if price else None,
    )


def _spent_on_drafts(engines: Sequence[Engine], drafts: Sequence[Draft]) -> list[tuple[str, Usage]]:
    found = zip(engines, drafts, strict=True)
    return [(engine.capabilities().name, draft.usage) for engine, draft in found if draft.usage != NOTHING_SPENT]


def _while_others_work(first: Lifted, last: Lifted | None, others: Sequence[Engine]) -> Lifted:
    """The first answer with a note on who still works. A question that was open before is not replaced in between."""
    before = "" if last is None else last.asked.open
    holes = [hole for hole in first.holes if hole.kind is not HoleKind.BEHAVIOUR or before in ("", hole.subject)]
    names = " and ".join(f"`{engine.capabilities().name}`" for engine in others)
    note = f"The engine {names} still works on this; its candidates will join."
    return first.model_copy(update={"holes": tuple(holes), "notes": (*first.notes, note)})


def _names(specs: Sequence[Spec]) -> list[str]:
    return [spec.ir.signature.name for spec in specs if spec.ir.signature.name]


def ranked(checked: Sequence[CheckedCandidate], shown: str) -> tuple[CheckedCandidate, ...]:
    """Candidates that hold first, answers before suggestions, then the one that the comparison chose (by key)."""

    def order(item: CheckedCandidate) -> tuple[bool, bool, bool]:
        return (not item.report.holds, item.candidate.stance != "answer", item.candidate.key != shown)

    return tuple(sorted(checked, key=order))


def broken_clauses(report: CheckReport) -> frozenset[int]:
    """Positions of the report's clauses that the candidate breaks."""
    return frozenset(at for at, clause in enumerate(report.clauses) if clause.verdict is Verdict.FAILS)


def _out_of_time(after: str, spec: Spec, first: Sequence[Lifted]) -> Lifted:
    """What there is when the time is over: the first answer, if one was given."""
    if not first:
        return Lifted(ir=spec.ir, holes=open_questions(spec.ir), notes=(f"Stopped{after}; nothing was kept.",))
    note = f"Stopped{after}; this is what was found without waiting for a model."
    return first[0].model_copy(update={"notes": (*first[0].notes[:-1], note)})


def _first_of(group: ExceptionGroup[Exception]) -> Exception:
    """The exception that ended a group of tasks."""
    first = group.exceptions[0]
    return _first_of(first) if isinstance(first, ExceptionGroup) else first
