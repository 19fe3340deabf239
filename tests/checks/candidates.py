"""Candidates for tests: plain functions, run here and now on the inputs of a spec."""

import copy
from collections.abc import Callable, Sequence

from lift_ir import IR
from lift_server.checks.behaviour import Row, Table, outcome_table
from lift_server.checks.inputs import Input, Source
from lift_server.checks.sandbox.api import Call, Outcome, Raised, Returned, TimedOut

Function = Callable[..., object]


def inputs(*calls: object, name: str = "f", source: Source = Source.TYPED) -> tuple[Input, ...]:
    """Calls with these arguments; a tuple holds several."""
    return tuple(Input(Call(name, args if isinstance(args, tuple) else (args,)), source) for args in calls)


def ran(function: Function, item: Input) -> Outcome:
    """What the function does on the input; TimeoutError stands for a call that does not end."""
    before = copy.deepcopy((item.call.args, item.call.kwargs))
    args, kwargs = copy.deepcopy(before)
    try:
        value = function(*args, **dict(kwargs))
    except TimeoutError:
        return TimedOut(0.1)
    except Exception as error:
        return Raised(tuple(kind.__name__ for kind in type(error).__mro__[:-1]), str(error))
    return Returned(value, mutated=(args, kwargs) != before)


def row(function: Function, given: Sequence[Input], *, engine: str = "model", samples: int = 1, body: str = "") -> Row:
    """The function as a row over the inputs; its program is its name unless `body` is given."""
    return Row(body or function.__name__, tuple(ran(function, item) for item in given), engine, samples)


def table(ir: IR, given: Sequence[Input], *functions: Function, engine: str = "model") -> Table:
    """The table of the functions, one sample each."""
    return outcome_table(given, [row(function, given, engine=engine) for function in functions], ir.signature.returns)
