"""What every editor feature looks at: one version of a file and what is known of its specs. Immutable."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lift_ir import IR, Stated
from lift_server.checks.report import Clause, ClauseCheck, Report, clause_of
from lift_server.lifted import Lifted
from lift_server.module_text import TargetProblem
from lift_server.spec_file import Spec, SpecFile
from lift_server.syntax.printer import print_clause
from lift_server.text import Span

if TYPE_CHECKING:
    from lift_server.module_check import ModuleCheck


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of one spec. `source` is the text of the spec that `lifted` belongs to.

    `module_check` is of the function in the module against `checked`, the spec as it stood then (`checked_content` is a
    hash of both texts). `drifted`: that function is not the one that Lift would insert.
    `failure` says why lifting ended without a result; empty when it did not.
    """

    source: str = ""
    lifted: Lifted | None = None
    checked: Spec | None = None
    module_check: "ModuleCheck | None" = None
    checked_content: str = ""
    drifted: bool = False
    failure: str = ""


NOTHING = Result()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`results` by `Spec.identity`. `module`: where the file's functions go; None when it has no place on disk, or for
    `module_problem`. `tier`: how far programs are confined here; empty while nothing was run. `claimed`: where specs of
    other files stand that claim a function of this one, by its name."""

    file: SpecFile
    results: Mapping[str, Result] = field(default_factory=dict)
    module: Path | None = None
    module_problem: TargetProblem | None = None
    trusted: bool = True
    tier: str = ""
    claimed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def result(self, spec: Spec) -> Result:
        """What is known of a spec of the file."""
        return result_of(self.results, spec)

    def spec_at(self, offset: int) -> Spec | None:
        """The spec whose block holds the offset; where two blocks touch, the later one."""
        return next((spec for spec in reversed(self.file.specs) if spec.block.span.contains(offset)), None)

    def specs_touching(self, span: Span) -> Iterator[Spec]:
        """The specs that a selection touches."""
        for spec in self.file.specs:
            if spec.block.span.start <= span.end and span.start <= spec.block.span.end:
                yield spec


def result_of(results: Mapping[str, Result], spec: Spec) -> Result:
    """What is known of a spec; of one that was named only now, what was known while it had no name."""
    return results.get(spec.identity) or results.get(f"#{spec.ordinal}", NOTHING)


def is_outdated(result: Result, spec: Spec) -> bool:
    """Whether the spec's text has changed since it was lifted."""
    return result.lifted is not None and result.source != spec.source


def stated_span(spec: Spec, clause: Clause) -> Span | None:
    """Where the author states the same clause in the present text; None when it is not (or no longer) stated there.

    Spans inside a result cannot be used: text above the spec may have changed since, and stored results come from other
    days.
    """
    clauses: tuple[Clause, ...] = (*spec.ir.assertions, *spec.ir.examples, *spec.ir.raises)
    for other in clauses:
        if isinstance(other.origin, Stated) and other.origin.span is not None and is_same_clause(other, clause):
            return spec.span_of(other.origin.span)
    return None


def is_same_clause(one: Clause, other: Clause) -> bool:
    """Whether two clauses are written alike: origins differ from text to text, and what is formal depends on what was
    inferred."""
    return type(one) is type(other) and print_clause(one) == print_clause(other)


def check_of(ir: IR, report: Report, clause: Clause) -> ClauseCheck | None:
    """What `report`, which is about `ir`, found about the clause; None when it was not checked."""
    return next((check for check in report.clauses if is_same_clause(clause_of(ir, check), clause)), None)
