"""What `requires`, `raises` and `ensures` say about a program on the cases of a spec.

A call on which the function raises says nothing about `ensures`: it refuses the arguments. It breaks `ensures` when no
clause declares the exception and it shows a defect rather than a refusal, or when the call does not end. Where the spec
says when the function raises (a formal condition), any other exception breaks `ensures` too. A function that returned
on no call at all was not checked. On a large input, not to end or to overflow says nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lift_ir import IR, Raises
from lift_server.checks.arguments import call_text
from lift_server.checks.domain import Case
from lift_server.checks.evaluation import Answer, Unknown, opaque_in
from lift_server.checks.examples import raises_one_of, too_many_items
from lift_server.checks.expressions import one_line
from lift_server.checks.report import Counterexample
from lift_server.checks.sandbox import display_outcome
from lift_server.checks.sandbox.api import Died, Failed, Outcome, Raised, Returned, TimedOut, Value
from lift_server.checks.sandbox.limits import NOT_RUN
from lift_server.checks.values_by_type import bare_name
from lift_server.checks.verdicts import HELD, Finding

_DEFECTS = ("NameError", "NotImplementedError", "RecursionError", "MemoryError", "ImportError", "SystemExit")
_TYPE_MISMATCHES = ("TypeError", "AttributeError")
_OVERLOADS = ("RecursionError", "MemoryError", "OverflowError")
_DEFECTS_ON_TYPED_ARGUMENTS = (*_DEFECTS, *_TYPE_MISMATCHES)
_LOOSE = frozenset({"Any", "object"})
_CONTAINERS = frozenset({"list", "dict", "set", "frozenset", "tuple", "Sequence", "Iterable", "Mapping", "Collection"})


@dataclass(frozen=True, slots=True)
class Observation:
    """One case inside the domain, what the function did, and which exceptions its clauses allow or demand there.

    `met`: indices of the `raises` clauses whose condition is true. `allowed`: exceptions that may be raised here.
    """

    case: Case
    outcome: Outcome
    met: frozenset[int]
    allowed: tuple[str, ...]

    @property
    def result(self) -> object:
        """What the call returned; None when it did not return."""
        return self.outcome.value if isinstance(self.outcome, Returned) else None

    @property
    def as_allowed(self) -> bool:
        """Whether it raised what a clause allows or demands here."""
        return raises_one_of(self.outcome, self.allowed)

    @property
    def is_overload(self) -> bool:
        """Whether the input was merely too large."""
        if not self.case.large or self.as_allowed:
            return False
        return isinstance(self.outcome, TimedOut | Died) or raises_one_of(self.outcome, _OVERLOADS)

    def broken(self, expected: str, remark: str = "") -> Finding:
        """That this call broke a clause which expects `expected`."""
        return Finding(
            Counterexample(
                call=call_text(self.case.call), expected=expected, actual=display_outcome(self.outcome) + remark
            )
        )


def requires_findings(ir: IR, text: str, cases: Sequence[Case], answers: Sequence[Answer]) -> Iterator[Finding]:
    """A precondition holds on each case that it lets through; it is broken by an example that it excludes."""
    for case, answer in zip(cases, answers, strict=True):
        if answer.is_true:
            yield HELD
        elif isinstance(answer.judged, Unknown | TimedOut | Died):
            yield Finding(unjudged=why_unjudged(answer))
        elif case.example is not None and not isinstance(answer.judged, Failed):
            actual = f"the example `{one_line(ir.examples[case.example].text)}` makes this call"
            yield Finding(Counterexample(call=call_text(case.call), expected=one_line(text), actual=actual))


def raises_findings(
    clause: Raises, index: int, observations: Sequence[Observation], answers: Sequence[Answer]
) -> Iterator[Finding]:
    """With a condition: raised wherever it is true and nowhere else. Without: calls that raise it are all that counts.

    `answers`: the condition over all cases.
    """
    if clause.condition is None:
        yield from (HELD for seen in observations if raises_one_of(seen.outcome, clause.exceptions))
        return
    names, condition = " or ".join(clause.exceptions), one_line(clause.condition.text)
    for answer in answers:
        if reason := why_unjudged(answer):
            yield Finding(unjudged=reason)
    for seen in observations:
        if seen.outcome == NOT_RUN:
            continue
        if index in seen.met:
            as_stated = raises_one_of(seen.outcome, seen.allowed)
            yield HELD if as_stated else seen.broken(f"raises {names}, since `{condition}`")
        elif raises_one_of(seen.outcome, clause.exceptions) and not raises_one_of(seen.outcome, seen.allowed):
            yield seen.broken(f"not {names}, which is raised only when `{condition}`")


def ensures_findings(
    ir: IR, text: str, observations: Sequence[Observation], answers: Sequence[Answer]
) -> Iterator[Finding]:
    """`answers` are the postcondition's, one for each observation that `is_result`, in order."""
    judged = iter(answers)
    refused: list[Observation] = []
    returned = False
    passed_over = ""
    for seen in observations:
        if seen.outcome == NOT_RUN:
            passed_over = NOT_RUN.reason
        elif is_result(seen):
            answer = next(judged)
            if seen.case.large and not isinstance(answer.judged, Value):
                continue
            if too_many := too_many_items(answer):
                passed_over = too_many
                continue
            returned = True
            yield _judge_result(text, seen, answer)
        elif seen.met:
            continue
        elif not seen.as_allowed and (shows_defect(ir, seen.outcome) or is_undeclared(ir, seen.outcome)):
            yield seen.broken(one_line(text))
        else:
            refused.append(seen)
    if refused and not returned:
        first = f"{call_text(refused[0].case.call)} {display_outcome(refused[0].outcome)}"
        yield Finding(unjudged=f"no input made it return ({first}); an example would show one that does")
    elif passed_over and not returned:
        yield Finding(unjudged=passed_over)


def is_result(seen: Observation) -> bool:
    """Whether the postconditions speak about the case: it returned, and no `raises` clause demanded an exception."""
    return isinstance(seen.outcome, Returned) and not seen.met


def why_none_true(answers: Sequence[Answer], subject: str) -> str:
    """Why a condition (`subject` in the sentence) is true on no case."""
    failures = [answer.judged for answer in answers if isinstance(answer.judged, Failed)]
    if failures and len(failures) == len(answers):
        return f"{subject} raises {failures[0].names[0]} on every input: {failures[0].message}"
    return f"{subject} is true on no input"


def why_unjudged(answer: Answer) -> str:
    """Why the answer is no verdict on anything."""
    match answer.judged:
        case Unknown(reason=reason):
            return reason
        case TimedOut():
            return f"judging it {display_outcome(answer.judged)}"
        case Died(reason=reason):
            return reason
    return ""


def _judge_result(text: str, seen: Observation, answer: Answer) -> Finding:
    if answer.is_true:
        return HELD
    if opaque := opaque_in(seen.result):
        return Finding(unjudged=f"the result holds a value of type `{opaque}`, which cannot be judged here")
    if reason := why_unjudged(answer):
        return Finding(unjudged=reason)
    if isinstance(answer.judged, Failed):
        remark = f", on which the clause raises {answer.judged.names[0]}: {answer.judged.message}"
        return seen.broken(one_line(text), remark)
    return seen.broken(one_line(text))


def shows_defect(ir: IR, outcome: Outcome) -> bool:
    """Whether the call did not end, or raised what no function means to raise on arguments of these types."""
    if isinstance(outcome, TimedOut | Died):
        return True
    return raises_one_of(outcome, _DEFECTS if _is_loosely_typed(ir) else _DEFECTS_ON_TYPED_ARGUMENTS)


def is_undeclared(ir: IR, outcome: Outcome) -> bool:
    """Whether the outcome, which no clause allows, is an exception in a spec that says exactly when to raise which."""
    exact = {
        name
        for item in ir.raises
        if item.condition is not None and item.condition.is_formal
        for name in item.exceptions
    }
    # One of the declared exceptions elsewhere breaks its own clause.
    return bool(exact) and is_refusal(ir, outcome) and not raises_one_of(outcome, exact)


def is_refusal(ir: IR, outcome: Outcome) -> bool:
    """Whether it raised, other than for an argument of a type that the function may never have been meant for."""
    return isinstance(outcome, Raised) and not (_is_loosely_typed(ir) and raises_one_of(outcome, _TYPE_MISMATCHES))


def _is_loosely_typed(ir: IR) -> bool:
    """Whether some argument may be of a type that the function was never meant for."""
    types = [parameter.type for parameter in ir.signature.parameters or ()]
    return any(
        type_expr is None
        or any(
            bare_name(part) in _LOOSE or (bare_name(part) in _CONTAINERS and not part.args) for part in type_expr.walk()
        )
        for type_expr in types
    )
