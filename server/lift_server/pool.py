"""The candidates for one spec as they come in: drawn from engines, each different body checked once."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lift_ir import IR, Candidate
from lift_ir.render import render_function, render_header, render_imports
from lift_server.checks.arguments import call_text
from lift_server.checks.sandbox import Program
from lift_server.checks.verify import SpecChecks
from lift_server.disagreement import Held
from lift_server.engines.base import Engine, Failure, Feedback, Progress, Silence
from lift_server.lifted import CheckedCandidate
from lift_server.questions import History
from lift_server.syntax.printer import print_assertion, print_example, print_raises, print_unspecified

MAX_FAILURES = 8
"""How many failing calls an engine is told of."""


@dataclass(frozen=True, slots=True)
class Companions:
    """Functions of other specs that a spec's clauses or body call: their names, source, modules and import lines."""

    names: tuple[str, ...] = ()
    source: str = ""
    modules: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pool:
    """What was drawn for a spec (`source` is its text): candidates with their verdicts and programs, by key.

    `samples`: how often each came. `notes` gets what engines say instead of an answer.
    """

    source: str
    checks: SpecChecks
    companions: Companions
    report: Callable[[Progress], None]
    notes: list[str]
    checked: dict[str, CheckedCandidate] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    samples: Counter[str] = field(default_factory=Counter)

    async def draw(self, engines: Sequence[Engine], count: int, feedback: Feedback) -> None:
        """Ask each engine for `count` candidates and check the bodies that are new."""
        for engine in engines:
            async for item in engine.write(self.source, self.checks.ir, count, feedback):
                match item:
                    case Progress():
                        self.report(item)
                    case Silence(reason=reason):
                        self.notes.append(reason)
                    case Candidate():
                        await self._add(item)

    async def _add(self, candidate: Candidate) -> None:
        key = candidate.key
        self.samples[key] += 1
        if key in self.checked:
            return
        self.report(Progress(f"checking candidate {len(self.checked) + 1}"))
        program = program_of(self.checks.ir, candidate, self.companions)
        verdict = await self.checks.check(program.source, program.modules)
        self.programs[key] = program
        self.checked[key] = CheckedCandidate(candidate=candidate, report=verdict)

    @property
    def held(self) -> list[Held]:
        """The candidates that hold, in the order in which they came."""
        return [
            Held(item.candidate, self.programs[key], self.samples[key])
            for key, item in self.checked.items()
            if item.report.holds
        ]

    @property
    def alive(self) -> int:
        """How many of the drawn candidates hold; one that came twice counts twice."""
        return sum(item.samples for item in self.held)

    @property
    def drawn(self) -> int:
        """How many candidates engines gave."""
        return self.samples.total()

    def feedback(self, history: History) -> Feedback:
        """What a second request tells an engine: the calls that candidates fail, and the author's answers."""
        reports = [item.report for item in self.checked.values()]
        broken = [check.counterexample for report in reports for check in report.clauses if check.counterexample]
        failures = dict.fromkeys(Failure(item.call, item.expected, item.actual) for item in broken)
        return Feedback(tuple(failures)[:MAX_FAILURES], answered_clauses(self.checks.ir, history))


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
