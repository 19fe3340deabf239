"""What goes into the sandbox and what comes out of it. Values are plain builtin and standard-library values, Opaque,
Record or Items."""

from dataclasses import dataclass

from lift_ir.effects import Effect
from lift_server.checks.report import GateProblem
from lift_server.checks.sandbox.worker.values import Items as Items
from lift_server.checks.sandbox.worker.values import Opaque as Opaque
from lift_server.checks.sandbox.worker.values import Record as Record


@dataclass(frozen=True, slots=True)
class Program:
    """Source of a module to execute: at most 20 kB. Untrusted. `modules` are imported before it is sealed and
    executed. With `header` (a `def` line), it must end in one function with exactly this header."""

    source: str
    modules: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    header: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a function that the program defines."""

    function: str
    args: tuple[object, ...] = ()
    kwargs: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """The call returned `value`; `mutated` when it changed its arguments."""

    value: object
    mutated: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """The call raised. `names`: the class's name, then those of its bases up to BaseException."""

    names: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The call did not end within `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Died:
    """The process ended during the call: out of memory, too much output, a crash. `reason` says which, for people."""

    reason: str


Outcome = Returned | Raised | TimedOut | Died


@dataclass(frozen=True, slots=True)
class Run:
    """One outcome per call, in order; none when the gate refused the program (`gate`) or executing its module level
    failed (`load_error`)."""

    outcomes: tuple[Outcome, ...]
    gate: tuple[GateProblem, ...] = ()
    load_error: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """An expression of the spec with the values of its names."""

    expression: str
    bindings: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """The expression's value. For a single comparison at the root, `sides` are its two printed operands."""

    value: object
    sides: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """The expression calls functions of the program: these results are missing to go on."""

    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """The expression raised. `by_program`: the exception is one that a function of the program raised, passed on."""

    names: tuple[str, ...]
    message: str
    by_program: bool = False


Judged = Value | Needs | Failed | TimedOut | Died
