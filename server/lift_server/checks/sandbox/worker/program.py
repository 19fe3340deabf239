"""Executes a program and calls its functions, in a process that is sealed already."""

import dataclasses
import os
import sys
from collections.abc import Iterator
from io import IOBase
from itertools import islice
from types import CoroutineType, ModuleType
from typing import Any

from lift_server.checks.sandbox.worker import codec, gate
from lift_server.checks.sandbox.worker.pipe import Pipe
from lift_server.checks.sandbox.worker.values import Items, Opaque, Record

MAX_ITEMS = 1000
_MAX_MESSAGE = 500
_MAX_STEPS = 100_000  # of a coroutine that only yields to a loop
_SCALARS = frozenset({bool, int, float, str, bytes, type(None)})
_ITEMS = "I"  # an iterator is there to be consumed: that is no mutation


def describe(error: BaseException) -> list[Any]:
    """An exception as data: its class's names up to BaseException, and its message."""
    names = [kind.__name__ for kind in type(error).__mro__ if issubclass(kind, BaseException)]
    try:
        message = str(error)[:_MAX_MESSAGE]
    except Exception:  # the program's own __str__
        message = ""
    return [names, message]


def serve(request: dict[str, Any], pipe: Pipe) -> None:
    """Gate, execute, then answer each call with one frame. Ends the process when the channel closes."""
    allowed, effects = frozenset(request["allowed"]), frozenset(request["effects"])
    problems, code = gate.check(request["source"], allowed, effects, request["header"])
    if code is None:
        pipe.write({"gate": problems})
        return
    module = ModuleType(codec.PROGRAM)
    sys.modules[codec.PROGRAM] = module
    try:
        exec(code, module.__dict__)
    except BaseException as error:
        pipe.write({"load": [*describe(error), _line(error)]})
        return
    token = request["token"]
    pipe.write({"ready": token})
    build = codec.Build(Opaque, _Rebuild(module.__dict__), lambda values, complete: iter(values))
    while True:
        for function, args, kwargs in pipe.read():
            outcome = _call(module, function, [args, kwargs], build)
            pipe.write([token, *outcome])
            if outcome == _MEMORY:
                os._exit(0)


_MEMORY = ("d", "memory")


def _call(module: ModuleType, name: str, sent: list[Any], build: codec.Build) -> tuple[Any, ...]:
    """One call's outcome as data: (r)eturned value and whether arguments changed, (e)xception, or why it (d)ied."""
    try:
        args = codec.decode(sent[0], build)
        kwargs = dict(codec.decode(sent[1], build))
        function = module.__dict__.get(name)
        if function is None:
            raise NameError(f"name {name!r} is not defined")
        value = codec.encode(_settle(function(*args, **kwargs)))
        return "r", value, _mutated(args, kwargs, sent)
    except codec.TooLarge:
        return "d", "large"
    except MemoryError:
        return _MEMORY
    except BaseException as error:
        return "e", *describe(error)


def _settle(result: Any) -> Any:
    """A coroutine's result, an iterator's items, anything else as it is."""
    if type(result) is CoroutineType:
        result = _await(result)
    if isinstance(result, Iterator) and not isinstance(result, IOBase):
        values = tuple(islice(result, MAX_ITEMS))
        return Items(values, len(values) < MAX_ITEMS or next(result, values) is values)
    return result


def _await(coroutine: Any) -> Any:
    """Run a coroutine that awaits nothing outside the program."""
    try:
        for _ in range(_MAX_STEPS):
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    raise RuntimeError("the coroutine waits for something outside the program")


def _mutated(args: list[Any], kwargs: dict[str, Any], sent: list[Any]) -> bool:
    before = [*sent[0], *(value for _, value in sent[1])]
    for value, data in zip((*args, *kwargs.values()), before, strict=True):
        if type(value) in _SCALARS or (type(data) is dict and _ITEMS in data):
            continue
        try:
            if codec.dumps(codec.encode(value)) != codec.dumps(data):
                return True
        except codec.TooLarge:
            return True
    return False


def _line(error: BaseException) -> int:
    """The program's last line in the traceback; 0 when it is not in it."""
    line, step = 0, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == gate.FILE:
            line = step.tb_lineno
        step = step.tb_next
    return line


class _Rebuild:
    """Makes arguments that are dataclasses or named tuples of the program from their structure."""

    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names

    def __call__(self, name: str, fields: tuple[tuple[str, object], ...], is_tuple: bool) -> object:
        kind = self._names.get(name)
        if not isinstance(kind, type) or not (is_tuple or dataclasses.is_dataclass(kind)):
            return Record(name, fields, is_tuple)
        return kind(**dict(fields))
