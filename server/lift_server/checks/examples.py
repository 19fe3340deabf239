"""What an example says about a program: asked of the judge, with a counterexample in the words of the clause."""

from collections.abc import Collection

from lift_ir import Example
from lift_server.checks.arguments import call_text
from lift_server.checks.evaluation import Answer, Evaluation, Unknown
from lift_server.checks.expressions import as_condition, as_expression, comparison, one_line
from lift_server.checks.report import Counterexample
from lift_server.checks.sandbox import display, display_outcome
from lift_server.checks.sandbox.api import Call, Died, Failed, Outcome, Raised, TimedOut, Value
from lift_server.checks.sandbox.limits import NOT_RUN
from lift_server.checks.verdicts import HELD, Finding

_SHOWN_CALLS = 3
TOO_MANY_ITEMS = "TooManyItems"
"""What the judge raises where an iterator's computed items end before the iterator does."""


def example_question(example: Example) -> str:
    """The expression to ask: the call itself when it is to raise."""
    return as_expression(example.text) if example.raises else as_condition(example.text)


def raises_one_of(outcome: Outcome | Failed, names: Collection[str]) -> bool:
    """Whether the outcome is an exception of one of the named classes or of a class derived from one."""
    return isinstance(outcome, Raised | Failed) and any(name.rpartition(".")[2] in outcome.names for name in names)


def too_many_items(answer: Answer) -> str:
    """That the expression wants more of an iterator than was computed, in words; empty when it does not."""
    failed = answer.judged
    return failed.message if isinstance(failed, Failed) and failed.names[0] == TOO_MANY_ITEMS else ""


def judge_example(example: Example, answer: Answer, evaluation: Evaluation, functions: Collection[str]) -> Finding:
    """Whether the example held, given what its expression came to."""
    match answer.judged:
        case Unknown(reason=reason):
            return Finding(unjudged=reason)
        case Failed(names=names, message=message) if not answer.calls:
            return Finding(unjudged=f"the example itself raises {names[0]}: {message}")
        case Failed(message=message) if too_many_items(answer):
            return Finding(unjudged=message)
        case Died() as ended if ended == NOT_RUN:
            return Finding(unjudged=ended.reason)
        case TimedOut() if not answer.calls:
            return Finding(unjudged=f"judging it {display_outcome(answer.judged)}")
        case Died(reason=reason) if not answer.calls:
            return Finding(unjudged=reason)
    if example.raises:
        return _judge_raising(example, answer, evaluation)
    return HELD if answer.is_true else Finding(_counterexample(example.text, answer, evaluation, functions))


def _judge_raising(example: Example, answer: Answer, evaluation: Evaluation) -> Finding:
    if isinstance(answer.judged, Failed) and answer.judged.by_program and raises_one_of(answer.judged, example.raises):
        return HELD
    expected = f"raises {' or '.join(example.raises)}"
    return Finding(Counterexample(call=one_line(example.text), expected=expected, actual=_last(answer, evaluation)))


def _counterexample(text: str, answer: Answer, evaluation: Evaluation, functions: Collection[str]) -> Counterexample:
    compared = comparison(text, functions)
    sides = answer.judged.sides if isinstance(answer.judged, Value) else None
    if compared is not None and sides is not None and not (compared.is_call and answer.calls):
        expected = f"{compared.operator} {sides[1 - compared.side]}"
        return Counterexample(call=compared.call, expected=expected, actual=sides[compared.side])
    if compared is not None:
        expected = f"{compared.operator} {sides[1 - compared.side] if sides else compared.other}"
        return Counterexample(call=compared.call, expected=expected, actual=_end(answer, evaluation))
    if len(answer.calls) == 1:
        call, expected = call_text(answer.calls[0]), one_line(text)
        # An example that is nothing but its call expects a true value; repeating the call would say nothing.
        expected = "a true value" if expected == call else expected
        return Counterexample(call=call, expected=expected, actual=_end(answer, evaluation))
    seen = "; ".join(_seen(call, evaluation) for call in answer.calls[:_SHOWN_CALLS])
    actual = _end(answer, evaluation) if not isinstance(answer.judged, Value) else display(answer.judged.value)
    return Counterexample(call=one_line(text), expected="a true value", actual=f"{actual} ({seen})" if seen else actual)


def _end(answer: Answer, evaluation: Evaluation) -> str:
    """What came back: the last call's outcome, and the exception if the expression raised one of its own."""
    if isinstance(answer.judged, Failed) and not answer.judged.by_program:
        failed = answer.judged
        return f"{_last(answer, evaluation)}, on which the example raises {failed.names[0]}: {failed.message}"
    return _last(answer, evaluation)


def _last(answer: Answer, evaluation: Evaluation) -> str:
    return _seen_outcome(answer.calls[-1], evaluation) if answer.calls else "nothing was called"


def _seen(call: Call, evaluation: Evaluation) -> str:
    return f"{call_text(call)}: {_seen_outcome(call, evaluation)}"


def _seen_outcome(call: Call, evaluation: Evaluation) -> str:
    return display_outcome(evaluation.outcome(call))
