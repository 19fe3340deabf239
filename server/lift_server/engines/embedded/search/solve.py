"""The answers to a request: what is tried as it is, then what a search finds, judged and rendered."""

import contextlib
import copy
import gc
import time
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

from lift_server.engines.embedded.search.answers import Answer, Solved
from lift_server.engines.embedded.search.clock import OutOfTime
from lift_server.engines.embedded.search.hearing import heard
from lift_server.engines.embedded.search.judge import judge
from lift_server.engines.embedded.search.program import ERROR, Program
from lift_server.engines.embedded.search.render import render
from lift_server.engines.embedded.search.request import Request, dump
from lift_server.engines.embedded.search.search import Solution, search
from lift_server.engines.embedded.search.space import is_close
from lift_server.engines.embedded.search.types import fits, type_of

SETTLE = 0.5
"""CPU seconds after the first program with all expected results in which others are looked for, unless evaluations are
limited: people wait, and what is right is found at once or not at all."""


Kept = MutableMapping[bytes, list[Solution]]
"""What searches found, by all that they depend on."""


def solve(request: Request, tell: Callable[[Solved], None] = lambda _: None, kept: Kept | None = None) -> Solved:
    """Try, then search. `tell` hears of what is known so far: after the trials, and while programs are found.

    What is in `kept` is not searched again, and what is found is added to it: after an edit of the prose that changes
    no word that a search hears, programs are only judged and rendered anew.
    """
    request = replace(request, stems=heard(request))
    fitting = tuple(at for at, trial in enumerate(request.trials) if _fits(trial.body, trial.modules, request))
    solved = Solved(fitting)
    tell(solved)
    if any(request.trials[at].settles for at in fitting):
        return solved
    rendered: dict[int, tuple[str, tuple[str, ...]] | None] = {}

    def told(found: Sequence[Solution]) -> Solved:
        programs = [item.program for item in found]
        answers = _answers(programs, request, rendered)
        evaluated = found[-1].evaluated if found else 0
        return Solved(fitting, answers, len(found), evaluated, _telling(programs, request))

    kept = {} if kept is None else kept
    subject = dump(replace(request, name="", prose="", count=0, trials=()))
    if subject not in kept:
        kept[subject] = _searched(request, lambda found: tell(told(found)))
    return told(kept[subject])


def _searched(request: Request, tell: Callable[[Sequence[Solution]], None]) -> list[Solution]:
    """All that is found; `tell` hears of it now and then."""
    found: list[Solution] = []
    settled = float("inf")

    def hear(solution: Solution) -> None:
        nonlocal settled
        found.append(solution)
        if not request.evaluations:
            settled = min(settled, time.process_time() + SETTLE)
            if time.process_time() > settled:
                raise OutOfTime
        # To judge and render all of them again takes longer the more there are.
        if len(found) & (len(found) - 1) == 0:
            tell(found)

    # Nothing that a search makes is garbage before its end: looking for some takes a fifth of the time.
    gc.disable()
    try:
        # What was found is small; the rest goes with the traceback.
        with contextlib.suppress(MemoryError):
            search(request, hear)
    finally:
        gc.enable()
    return found


def _answers(
    programs: Sequence[Program], request: Request, rendered: dict[int, tuple[str, tuple[str, ...]] | None]
) -> tuple[Answer, ...]:
    answers: dict[str, Answer] = {}
    for item in judge(programs, request):
        key = id(item.program)
        if key not in rendered:
            rendered[key] = _rendered(item.program, request)
        if (text := rendered[key]) is not None:
            body, modules = text
            answers.setdefault(body, Answer(body, modules, item.stance, item.score))
    return tuple(answers.values())


def _rendered(program: Program, request: Request) -> tuple[str, tuple[str, ...]] | None:
    """The body and its modules; None when the text does not do what the program does."""
    body, modules = render(program, request)
    return (body, modules) if _fits(body, modules, request) else None


def _fits(body: str, modules: Sequence[str], request: Request) -> bool:
    """Whether the function with this body gives all expected results, and they are of the type that is declared."""
    names: dict[str, Any] = {module: import_module(module) for module in modules}
    source = f"def {request.name}({', '.join(request.parameters)}):\n{body}"
    try:
        exec(compile(source, "<answer>", "exec"), names)
        found = [names[request.name](*copy.deepcopy(arguments)) for arguments, _ in request.examples]
    except Exception:
        return False
    wanted = (result for _, result in request.examples)
    return all(is_close(one, other) for one, other in zip(found, wanted, strict=True)) and all(
        fits(type_of(value), request.result) for value in found
    )


def _telling(programs: Sequence[Program], request: Request) -> int:
    """The probe on which most programs have a value and these values differ most; ties go to the first."""
    known, best, most = len(request.examples), -1, 1
    for at in range(len(request.probes)):
        values = [program.values[known + at] for program in programs]
        different = len({repr(value) for value in values if value is not ERROR})
        if different > most:
            best, most = at, different
    return best
