"""The calls on which a spec's assertions are checked, and what its conditions say about them without a program."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lift_ir import Condition, ParameterKind, Signature
from lift_server.checks.arguments import bind, unbind, value_text
from lift_server.checks.evaluation import Answer, Evaluation, Unknown
from lift_server.checks.expressions import as_condition
from lift_server.checks.sandbox import Judge
from lift_server.checks.sandbox.api import Call, Needs, Question

Bindings = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One call with the value of every parameter, defaults included. `example`: index of the example that makes it.

    `large`: of `large_inputs`; that it does not end, or overflows, is no defect.
    """

    call: Call
    bindings: Bindings
    example: int | None = None
    large: bool = False

    @property
    def key(self) -> str:
        """Equal for calls that give every parameter the same value."""
        return value_text(dict(self.bindings))


@dataclass(frozen=True, slots=True)
class ConditionTable:
    """A condition over all cases: an answer where the case decides it, None where it calls the program."""

    condition: Condition
    answers: tuple[Answer | None, ...]

    async def complete(self, evaluation: Evaluation, cases: Sequence[Case]) -> list[Answer]:
        """The answers for this program, one a case."""
        answers = list(self.answers)
        open_ = [index for index, answer in enumerate(answers) if answer is None]
        text = as_condition(self.condition.text)
        asked = await evaluation.ask([Question(text, cases[index].bindings) for index in open_])
        for index, answer in zip(open_, asked, strict=True):
            answers[index] = answer
        return [answer for answer in answers if answer is not None]


def make_case(signature: Signature, call: Call, defaults: Bindings, example: int | None = None) -> Case | None:
    """The case of a call; None when the call does not fit the signature."""
    bound = bind(signature, call.args, call.kwargs)
    if bound is None:
        return None
    empty: dict[ParameterKind, object] = {ParameterKind.VAR_POSITIONAL: (), ParameterKind.VAR_KEYWORD: {}}
    values = dict(defaults) | bound
    bindings = tuple(
        (parameter.name, values.get(parameter.name, empty.get(parameter.kind)))
        for parameter in signature.parameters or ()
        if parameter.name in values or parameter.kind in empty
    )
    args, kwargs = unbind(signature, bound)
    return Case(Call(call.function, args, kwargs), bindings, example)


def different(cases: Iterable[Case]) -> tuple[Case, ...]:
    """The cases in order without those that repeat the values of an earlier one."""
    found: dict[str, Case] = {}
    for case in cases:
        found.setdefault(case.key, case)
    return tuple(found.values())


async def tabulate(judge: Judge, conditions: Sequence[Condition], cases: Sequence[Case]) -> tuple[ConditionTable, ...]:
    """Every condition over every case, as far as no program is needed, in one round of the judge."""
    texts = [as_condition(condition.text) for condition in conditions]
    questions = [Question(text, case.bindings) for text in texts for case in cases]
    judged = await judge.ask(questions, ()) if questions else ()
    answers = [None if isinstance(item, Needs) else Answer(item) for item in judged]
    width = len(cases)
    return tuple(
        ConditionTable(condition, tuple(answers[row * width : (row + 1) * width]))
        for row, condition in enumerate(conditions)
    )


def unknown_table(condition: Condition, reason: str, cases: Sequence[Case]) -> ConditionTable:
    """A table for a condition that cannot be asked at all."""
    return ConditionTable(condition, (Answer(Unknown(reason)),) * len(cases))


def excluded_everywhere(preconditions: Sequence[ConditionTable], table: ConditionTable) -> str:
    """The text of the precondition that excludes every case on which `table`'s condition is true; "" when none does."""
    met = [index for index, answer in enumerate(table.answers) if answer is not None and answer.is_true]
    for precondition in preconditions:
        answers = [precondition.answers[index] for index in met]
        if met and all(answer is not None and not answer.is_true for answer in answers):
            return precondition.condition.text
    return ""
