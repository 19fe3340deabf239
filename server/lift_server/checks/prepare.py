"""What can be known about a spec before any function: the examples' arguments, the cases, the conditions over them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from lift_ir import IR, Condition, Example
from lift_ir.effects import PURE_MODULES
from lift_ir.formal import BUILTIN_NAMES
from lift_server.checks.domain import (
    Bindings,
    Case,
    ConditionTable,
    different,
    excluded_everywhere,
    make_case,
    tabulate,
    unknown_table,
)
from lift_server.checks.examples import example_question
from lift_server.checks.expressions import as_expression, free_names
from lift_server.checks.inputs import Input, Source, generate_inputs, large_inputs
from lift_server.checks.sandbox import Judge
from lift_server.checks.sandbox.api import Call, Failed, Judged, Needs, Question, Value

MAX_INPUTS = 80
_ENOUGH = 20
_MANY_INPUTS = 400


@dataclass(frozen=True, slots=True)
class StatedExample:
    """A formal example and the calls that it makes first. `unjudged`: why it is not asked at all, else empty."""

    index: int
    example: Example
    calls: tuple[Call, ...] = ()
    unjudged: str = ""

    @property
    def question(self) -> Question:
        """Its expression, for the judge."""
        return Question(example_question(self.example))


@dataclass(frozen=True, slots=True)
class Prepared:
    """`cases`: calls to try, the examples' first, large ones last. `requires`, `raises`: conditions on the cases, by
    clause index.

    `probes`: calls that may be outside the domain; they only show whether a function runs at all. `contradictions`:
    for a `raises` clause that can never apply (by index), the text of the precondition that excludes it.
    """

    examples: tuple[StatedExample, ...]
    cases: tuple[Case, ...]
    requires: dict[int, ConditionTable]
    raises: dict[int, ConditionTable]
    probes: tuple[Case, ...] = ()
    contradictions: dict[int, str] = field(default_factory=dict)


NOTHING_PREPARED = Prepared((), (), {}, {})


async def prepare_spec(ir: IR, judge: Judge, functions: Sequence[str], inputs: Sequence[Input]) -> Prepared:
    """Read the spec's calls and conditions: one round of the judge for the calls, one or two for the conditions.

    With an informal precondition, only the examples' calls are known to be inside the domain; inputs are mere probes.
    """
    known = known_names(ir, functions)
    examples, defaults, unspecified = await _read_calls(ir, judge, known)
    signature, name = ir.signature, ir.signature.name
    stated = [
        make_case(signature, call, defaults, None if item.example.raises else item.index)
        for item in examples
        for call in item.calls
        if call.function == name
    ]
    excluded = {case.key for call in unspecified if (case := make_case(signature, call, defaults)) is not None}

    def choose(inputs: Sequence[Input]) -> tuple[Case, ...]:
        made = [*stated, *(make_case(signature, item.call, defaults) for item in inputs)]
        return tuple(case for case in different(case for case in made if case is not None) if case.key not in excluded)

    if any(not item.condition.is_formal for item in ir.preconditions):
        cases = choose(())
        stated_keys = {case.key for case in cases}
        probes = tuple(case for case in choose(inputs) if case.key not in stated_keys)
        allowed = _inside((await _tables(ir, judge, known, probes))[0], probes)
        tables = await _tables(ir, judge, known, cases)
        return Prepared(examples, cases, *tables, probes=tuple(probes[at] for at in allowed))
    cases = choose(inputs)
    tables = await _tables(ir, judge, known, cases)
    if tables[0] and len(_inside(tables[0], cases)) < _ENOUGH:
        drafted = [item.text for item in inputs if item.source is Source.DRAFTED]
        cases = choose(generate_inputs(ir, drafted, limit=_MANY_INPUTS))
        tables = await _tables(ir, judge, known, cases)
        cases, tables = _keep_few(cases, tables)
    contradictions = _contradictions(tables)
    if contradictions:
        # A condition that is seldom true needs more than a few inputs to be called impossible.
        many = choose(generate_inputs(ir, limit=_MANY_INPUTS))
        contradictions = _contradictions(await _tables(ir, judge, known, many))
    present = {case.key for case in cases} | excluded
    large = [make_case(signature, item.call, defaults) for item in large_inputs(ir)]
    new = different(replace(case, large=True) for case in large if case is not None and case.key not in present)
    cases, tables = _with_large(cases, tables, new, await _tables(ir, judge, known, new))
    return Prepared(examples, cases, *tables, contradictions=contradictions)


_Tables = tuple[dict[int, ConditionTable], dict[int, ConditionTable]]


def _contradictions(tables: _Tables) -> dict[int, str]:
    requires = list(tables[0].values())
    excluding = {index: excluded_everywhere(requires, table) for index, table in tables[1].items()}
    return {index: text for index, text in excluding.items() if text}


def _with_large(
    cases: tuple[Case, ...], tables: _Tables, large: tuple[Case, ...], of_large: _Tables
) -> tuple[tuple[Case, ...], _Tables]:
    """The cases and those large ones on which every condition can be judged in time, without a program."""
    rows = [table.answers for part in of_large for table in part.values()]
    kept = [
        at
        for at in range(len(large))
        if all((answer := row[at]) is not None and isinstance(answer.judged, Value | Failed) for row in rows)
    ]

    def joined(part: dict[int, ConditionTable], more: dict[int, ConditionTable]) -> dict[int, ConditionTable]:
        return {
            index: ConditionTable(table.condition, table.answers + tuple(more[index].answers[at] for at in kept))
            for index, table in part.items()
        }

    requires, raises = (joined(part, more) for part, more in zip(tables, of_large, strict=True))
    return (*cases, *(large[at] for at in kept)), (requires, raises)


async def _tables(ir: IR, judge: Judge, known: frozenset[str], cases: Sequence[Case]) -> _Tables:
    requires = {index: item.condition for index, item in enumerate(ir.preconditions) if item.condition.is_formal}
    raises = {
        index: item.condition
        for index, item in enumerate(ir.raises)
        if item.condition is not None and item.condition.is_formal
    }
    conditions: list[Condition] = [*requires.values(), *raises.values()]
    reasons = [why_not_asked(condition.text, known) for condition in conditions]
    asked = iter(await tabulate(judge, [c for c, why in zip(conditions, reasons, strict=True) if not why], cases))
    made = [
        unknown_table(condition, why, cases) if why else next(asked)
        for condition, why in zip(conditions, reasons, strict=True)
    ]
    return dict(zip(requires, made, strict=False)), dict(zip(raises, made[len(requires) :], strict=True))


def _inside(requires: dict[int, ConditionTable], cases: Sequence[Case]) -> list[int]:
    """Indices of the cases that the preconditions let through, as far as they are decided."""
    rows = [table.answers for table in requires.values()]
    return [
        index for index in range(len(cases)) if all((answer := row[index]) is None or answer.is_true for row in rows)
    ]


def _keep_few(cases: tuple[Case, ...], tables: _Tables) -> tuple[tuple[Case, ...], _Tables]:
    """The first cases inside the domain and the first ones outside it, at most MAX_INPUTS of each."""
    inside = _inside(tables[0], cases)
    outside = [index for index in range(len(cases)) if index not in set(inside)]
    kept = sorted(inside[:MAX_INPUTS] + outside[:MAX_INPUTS])

    def few(table: ConditionTable) -> ConditionTable:
        return ConditionTable(table.condition, tuple(table.answers[index] for index in kept))

    requires, raises = ({index: few(table) for index, table in part.items()} for part in tables)
    return tuple(cases[index] for index in kept), (requires, raises)


async def _read_calls(
    ir: IR, judge: Judge, known: frozenset[str]
) -> tuple[tuple[StatedExample, ...], Bindings, list[Call]]:
    """The examples with the calls they make first, the values of the defaults, and the calls left unspecified."""
    examples = [
        StatedExample(index, item, unjudged=why_not_asked(item.text, known))
        for index, item in enumerate(ir.examples)
        if item.is_formal
    ]
    asked = [item for item in examples if not item.unjudged]
    defaults = [item for item in ir.signature.parameters or () if item.default is not None]
    unspecified = [item.call for item in ir.unspecified if not item.informal_because]
    questions = [
        *(item.question for item in asked),
        *(Question(as_expression(item.default or "")) for item in defaults),
        *(Question(as_expression(text)) for text in unspecified),
    ]
    answers = iter(await judge.ask(questions, ()) if questions else ())
    calls = {item.index: _calls(next(answers)) for item in asked}
    values = tuple((item.name, answer.value) for item in defaults if isinstance(answer := next(answers), Value))
    stated = tuple(
        StatedExample(item.index, item.example, calls.get(item.index, ()), item.unjudged) for item in examples
    )
    return stated, values, [call for answer in answers for call in _calls(answer)[:1]]


def _calls(answer: Judged) -> tuple[Call, ...]:
    return answer.calls if isinstance(answer, Needs) else ()


def prelude(ir: IR) -> str:
    """The import lines that the judge may execute for the spec's `uses:` clauses."""
    lines = [f"from {use.module} import {use.name}" for use in ir.uses if _top_level(use.module) in PURE_MODULES]
    return "\n".join(lines)


def known_names(ir: IR, functions: Iterable[str]) -> frozenset[str]:
    """Every name that the judge can give a meaning to."""
    imported = (use.name for use in ir.uses if _top_level(use.module) in PURE_MODULES)
    parameters = ir.signature.parameter_names
    return frozenset((*parameters, "result", "approx", *functions, *imported, *PURE_MODULES)) | BUILTIN_NAMES


def why_not_asked(text: str, known: frozenset[str]) -> str:
    """Why the expression is not asked of the judge; empty when it is."""
    unknown = sorted(free_names(text) - known)
    return f"it uses `{unknown[0]}`, which is not at hand here" if unknown else ""


def _top_level(module: str) -> str:
    return module.partition(".")[0]
