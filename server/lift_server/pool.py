"""The candidates for one spec as they come in from several engines, each different body checked once."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from lift_ir import IR, Candidate
from lift_ir.candidate import Usage
from lift_ir.render import render_function, render_header, render_imports
from lift_server.checks.arguments import call_text
from lift_server.checks.behaviour import VARIANT_ENGINES
from lift_server.checks.report import Report as CheckReport
from lift_server.checks.sandbox import Program
from lift_server.checks.verify import SpecChecks
from lift_server.disagreement import Held
from lift_server.engines.base import Failure, Feedback, Progress, Report, Silence, Spent
from lift_server.lifted import CheckedCandidate
from lift_server.questions import History
from lift_server.streams import Stream
from lift_server.syntax.printer import print_assertion, print_example, print_raises, print_unspecified

MAX_FAILURES = 8
"""How many failing calls an engine is told of."""

_Place = tuple[str, str]
"""An engine's name and a body's key."""


@dataclass(frozen=True, slots=True)
class Companions:
    """Functions of other specs that a spec's clauses or body call: their names, source, modules and import lines."""

    names: tuple[str, ...] = ()
    source: str = ""
    modules: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()


@dataclass(slots=True)
class Pool:
    """What was drawn for a spec: candidates of each engine, and the verdict and program of each body.

    What becomes of them does not depend on which came first: samples of a model stand in the order of how often they
    came, their length and their text; variants of a library stand behind them, in the order of their engine.
    `notes` gets what engines say instead of an answer; `again`: an engine may have more to say another time;
    `has_replies`: a model gave something, of use or not.
    """

    checks: SpecChecks
    companions: Companions
    report: Report
    notes: list[str]
    spent: list[tuple[str, Usage]]
    again: bool = False
    has_replies: bool = False
    _candidates: dict[_Place, Candidate] = field(default_factory=dict)
    _samples: Counter[_Place] = field(default_factory=Counter)
    _reports: dict[str, CheckReport] = field(default_factory=dict)
    _checking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def take(self, streams: Iterable[Stream]) -> None:
        """Check the bodies that are new as the streams bring them; returns when all have ended."""
        async with asyncio.TaskGroup() as group:
            for stream in streams:
                group.create_task(self._take(stream))

    async def _take(self, stream: Stream) -> None:
        while (item := await stream.items.get()) is not None:
            match item:
                case Spent(usage=usage):
                    self.spent.append((stream.name, usage))
                case Silence(reason=reason, again=again, replies=replies):
                    self.notes.append(reason)
                    self.has_replies |= replies > 0
                    self.again |= again
                case Candidate():
                    # One at a time: the checks of a spec share a judge.
                    async with self._checking:
                        await self._add(item)

    async def _add(self, candidate: Candidate) -> None:
        key, place = candidate.key, (candidate.engine, candidate.key)
        self.has_replies |= candidate.engine not in VARIANT_ENGINES
        known = self._candidates.get(place)
        self._candidates[place] = candidate if known is None else min(known, candidate, key=_first_sample)
        self._samples[place] = 1 if candidate.engine in VARIANT_ENGINES else self._samples[place] + 1
        if key not in self._reports:
            self.report(Progress(f"checking candidate {len(self._reports) + 1}"))
            program = program_of(self.checks.ir, candidate, self.companions)
            self._reports[key] = await self.checks.check(program.source, program.modules)

    def refuse(self, key: str, report: CheckReport) -> None:
        """Replace the verdict on a body, after it was found to be unstable."""
        self._reports[key] = report

    def program(self, candidate: Candidate) -> Program:
        """What the sandbox runs for a candidate."""
        return program_of(self.checks.ir, candidate, self.companions)

    @property
    def _places(self) -> list[_Place]:
        """The candidates in their one order."""
        arrival = {place: number for number, place in enumerate(self._candidates)}

        def order(place: _Place) -> tuple[bool, str, int, int, str]:
            engine, key = place
            if engine in VARIANT_ENGINES:
                return True, engine, arrival[place], 0, key
            body = self._candidates[place].body
            return False, engine, -self._samples[place], len(body), body

        return sorted(self._candidates, key=order)

    @property
    def checked(self) -> list[CheckedCandidate]:
        """Each body once, as the answer of the first engine that gives it as one."""
        places = sorted(self._places, key=lambda place: self._candidates[place].stance != "answer")
        first = {key: (engine, key) for engine, key in reversed(places)}
        return [
            CheckedCandidate(
                candidate=self._candidates[place], report=self._reports[place[1]], samples=self._samples[place]
            )
            for place in self._places
            if first[place[1]] == place
        ]

    @property
    def held(self) -> list[Held]:
        """The candidates that hold, those of each engine."""
        return [
            Held(candidate, self.program(candidate), self._samples[place])
            for place in self._places
            if self._reports[place[1]].holds
            for candidate in [self._candidates[place]]
        ]

    @property
    def sampled(self) -> list[Held]:
        """The candidates of models that hold."""
        return [item for item in self.held if item.candidate.engine not in VARIANT_ENGINES]

    def all_hold(self, asked: int) -> bool:
        """Whether models gave as many candidates as they were asked for, and all of them hold."""
        drawn = sum(count for (engine, _), count in self._samples.items() if engine not in VARIANT_ENGINES)
        return sum(item.samples for item in self.sampled) == drawn >= asked

    @property
    def alive(self) -> int:
        """How many of the drawn candidates hold; one that came twice counts twice."""
        return sum(item.samples for item in self.held)

    @property
    def drawn(self) -> int:
        """How many candidates engines gave."""
        return self._samples.total()

    def feedback(self, history: History) -> Feedback:
        """What a second request tells an engine: the calls that candidates fail, why others were refused, and the
        author's answers."""
        reports = [item.report for item in self.checked]
        broken = [check.counterexample for report in reports for check in report.clauses if check.counterexample]
        failures = [Failure(item.call, item.expected, item.actual) for item in broken]
        name = self.checks.ir.signature.name or ""
        refused = [report.reason for report in reports if not report.holds and report.reason]
        failures += [Failure(name, "a function that may run and be checked", reason) for reason in refused]
        shown = tuple(dict.fromkeys(failures))[:MAX_FAILURES]
        return Feedback(shown, answered_clauses(self.checks.ir, history))


def answered_clauses(ir: IR, history: History) -> tuple[str, ...]:
    """The clauses of the spec that answers may have written, as they stand in it: examples and open points about a
    call that was asked, and every formal limit of the domain."""
    asked = {call_text(call) for call in history.asked}
    limits = [print_assertion(item) for item in ir.preconditions if item.condition.is_formal]
    limits += [print_raises(item) for item in ir.raises if item.condition is not None and item.condition.is_formal]
    examples = [print_example(item) for item in ir.examples if any(call in item.text for call in asked)]
    return (*examples, *(print_unspecified(item) for item in ir.unspecified if item.call in asked), *limits)


def program_of(ir: IR, candidate: Candidate, companions: Companions) -> Program:
    """What the sandbox runs for a candidate: imports, functions that it may call, and itself as it is inserted."""
    imports = dict.fromkeys((*render_imports(ir, candidate.modules), *companions.imports))
    source = "\n\n".join(["\n".join(imports), companions.source, render_function(ir, candidate.body)])
    return Program(source, (*candidate.modules, *companions.modules), ir.effects, render_header(ir))


def _first_sample(candidate: Candidate) -> tuple[bool, bool, int]:
    """Which of an engine's candidates with one body stands for all of them."""
    return candidate.stance != "answer", candidate.seed is None, candidate.seed or 0
