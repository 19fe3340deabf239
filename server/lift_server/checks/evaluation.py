"""Expressions of a spec over one program: asked of the judge, with the calls that they make run in the sandbox."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lift_server.checks.arguments import call_text
from lift_server.checks.report import GateProblem
from lift_server.checks.sandbox import Judge, Limits, Sandbox
from lift_server.checks.sandbox.api import (
    Call,
    Died,
    Failed,
    Items,
    Needs,
    Opaque,
    Outcome,
    Program,
    Question,
    Raised,
    Record,
    TimedOut,
    Value,
)

MAX_ROUNDS = 100
"""How many times in a row an expression may need further results, as `f(f(f(1)))` does three times."""

LOAD_ERROR = "load-error"
"""The code of the gate problem of a program whose module level raises."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The expression could not be judged; `reason` says why, for people."""

    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an expression came to, and the calls of the program that it made, in the order of their discovery."""

    judged: Value | Failed | TimedOut | Died | Unknown
    calls: tuple[Call, ...] = ()

    @property
    def is_true(self) -> bool:
        """Whether the expression has a true value."""
        return isinstance(self.judged, Value) and bool(self.judged.value)


class Evaluation:
    """One program and the outcomes of its calls so far. The program sees arguments only, never an expression."""

    def __init__(self, sandbox: Sandbox, judge: Judge, program: Program) -> None:
        self._sandbox = sandbox
        self._judge = judge
        self._program = program
        self._outcomes: dict[str, tuple[Call, Outcome]] = {}
        self._started = False

    async def run(self, calls: Iterable[Call], limits: Limits | None = None) -> tuple[GateProblem, ...]:
        """Run those of `calls` that have no outcome yet, in one batch. Why the program was not run; () when it was."""
        missing = {text: call for call in calls if (text := call_text(call)) not in self._outcomes}
        if self._started and not missing:
            return ()
        self._started = True
        run = await self._sandbox.run(self._program, tuple(missing.values()), limits)
        if run.gate:
            return run.gate
        if run.load_error:
            return (GateProblem(code=LOAD_ERROR, message=run.load_error),)
        self._outcomes.update(
            (text, (call, outcome)) for (text, call), outcome in zip(missing.items(), run.outcomes, strict=True)
        )
        return ()

    def outcome(self, call: Call) -> Outcome:
        """What the call did."""
        return self._outcomes.get(call_text(call), (call, _NOT_RUN))[1]

    def outcomes(self) -> tuple[tuple[Call, Outcome], ...]:
        """All calls that were run, in order, with what they did."""
        return tuple(self._outcomes.values())

    async def ask(self, questions: Sequence[Question], first: Sequence[tuple[Call, ...]] = ()) -> list[Answer]:
        """An answer to each question, in order. The calls that they make are run round by round, each in one batch.

        `first`: for each question the calls that are known to come first, so that no round is spent on learning them.
        """
        calls = list(first) or [()] * len(questions)
        answers: dict[int, Answer] = {}
        for _ in range(MAX_ROUNDS):
            await self._run_for(calls, answers)
            pending = [index for index in range(len(questions)) if index not in answers]
            if not pending:
                break
            known = [(call, self.outcome(call)) for index in pending for call in calls[index]]
            judged = await self._judge.ask([questions[index] for index in pending], known)
            for index, item in zip(pending, judged, strict=True):
                if isinstance(item, Needs):
                    calls[index] += item.calls
                else:
                    answers[index] = Answer(item, calls[index])
        return [answers.get(index) or Answer(_TOO_DEEP, made) for index, made in enumerate(calls)]

    async def _run_for(self, calls: list[tuple[Call, ...]], answers: dict[int, Answer]) -> None:
        """Run what the open questions call. One whose call cannot be made, or does not end, is answered by that."""
        for index, made in enumerate(calls):
            opaque = next((name for call in made if (name := opaque_in(*call.args, *dict(call.kwargs).values()))), "")
            if opaque and index not in answers:
                answers[index] = Answer(Unknown(f"a value of type `{opaque}` cannot be passed to a call here"), made)
        problems = await self.run(call for index, made in enumerate(calls) if index not in answers for call in made)
        for index, made in enumerate(calls):
            if index in answers:
                continue
            if problems:
                answers[index] = Answer(Died(problems[0].message), made)
                continue
            ends = [end for call in made if (end := _end_of(call, self.outcome(call))) is not None]
            if ends:
                answers[index] = Answer(ends[0], made)


def _end_of(call: Call, outcome: Outcome) -> TimedOut | Died | Unknown | None:
    """What a call makes of the expression around it when it has no result; None when it returned or raised."""
    if isinstance(outcome, TimedOut | Died):
        return outcome
    if outcome == Raised(_NAME_ERROR, f"name {call.function!r} is not defined"):
        return Unknown(f"the program does not define `{call.function}`")
    return None


_NAME_ERROR = ("NameError", "Exception", "BaseException")
_NOT_RUN = Died("the program could not be run a second time")
_TOO_DEEP = Unknown(f"it needs more than {MAX_ROUNDS} calls, one after the other")


def opaque_in(*values: object) -> str:
    """The type of a value in `values`, at any depth, that cannot leave the sandbox; "" when there is none."""
    for value in values:
        match value:
            case Opaque(type_name=name):
                return name
            case Record(fields=fields):
                found = opaque_in(*(item for _, item in fields))
            case Items(values=items):
                found = opaque_in(*items)
            case list() | tuple() | set() | frozenset() | deque():
                found = opaque_in(*value)
            case dict():
                found = opaque_in(*value.keys(), *value.values())
            case _:
                found = ""
        if found:
            return found
    return ""
