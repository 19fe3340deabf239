"""What every word of the language means: the one table behind completion, hover and docs/editor.md."""

from dataclasses import dataclass

from lift_ir.effects import Effect


@dataclass(frozen=True, slots=True)
class Keyword:
    """`form` is how it is written, `meaning` one sentence, `more` what else is worth knowing, `example` text of a
    `.lift` file."""

    form: str
    meaning: str
    more: str
    example: str

    def markdown(self) -> str:
        """The whole documentation."""
        return f"`{self.form}`\n\n{self.meaning} {self.more}\n\n```lift\n{self.example}\n```"


KEYWORDS: dict[str, Keyword] = {
    "spec": Keyword(
        "spec NAME(parameters) -> TYPE",
        "Opens the spec of one function, up to the next `spec` line.",
        "The signature is written as in Python; any part may be missing, or `?`, and is then asked or inferred.",
        "spec circle_area(radius: float) -> float\n    The area of a circle.",
    ),
    "module": Keyword(
        "module: DOTTED.NAME",
        "Names the Python module that the functions of this file are inserted into.",
        "It stands once, before the first spec. Without it the module lies beside the file and has its name. "
        "Leading dots are relative to this file's folder.",
        "module: shapes.circle",
    ),
    "requires": Keyword(
        "requires: CONDITION",
        "A precondition: inputs that do not meet it are not valid, and the function is never called with them.",
        "A condition over the parameters is executed; other words are kept and shown, never executed.",
        "requires: radius < 1e6",
    ),
    "ensures": Keyword(
        "ensures: CONDITION",
        "A postcondition: it holds for every result, which is called `result`.",
        "A condition over the parameters and `result` is executed on generated inputs; other words are kept and "
        "shown, never executed.",
        "ensures: result >= 0",
    ),
    "raises": Keyword(
        "raises: EXCEPTION, ... when CONDITION",
        "One of these exceptions is raised exactly when the condition holds, and elsewhere none of them.",
        "Without `when` one of them may be raised at any time. A call that it describes is inside `requires:`.",
        "raises: ValueError when radius < 0",
    ),
    "example": Keyword(
        "example: CALL == VALUE",
        "One call and what comes of it; also `CALL raises EXCEPTION`.",
        "Every candidate is executed on it. `approx` compares floats as pytest's does.",
        "example: circle_area(2) == approx(12.566, abs=0.001)",
    ),
    "effects": Keyword(
        "effects: EFFECT, ...",
        "What the function may do besides computing its result; without it, nothing.",
        f"One or more of {', '.join(Effect)}; or none.",
        "effects: reads files, time",
    ),
    "uses": Keyword(
        "uses: SPEC or from MODULE import NAME",
        "What the function may call: another spec of this file, or a type or function of a module.",
        "A type that is neither builtin nor standard is known once it is brought by `uses:`.",
        "uses: from shapes.model import Circle",
    ),
    "unspecified": Keyword(
        "unspecified: CALL",
        "Any outcome of this call is right.",
        "It is never asked about again.",
        "unspecified: circle_area(float('nan'))",
    ),
    "hole": Keyword(
        "hole: QUESTION",
        "A question that you leave open; a function can be inserted all the same.",
        "In prose, `?name` marks a word that is undecided.",
        "hole: does the caller ever pass a complex number?",
    ),
    "result": Keyword(
        "result",
        "What the function returned, in `ensures:`.",
        "No parameter may have this name.",
        "ensures: result == sorted(result)",
    ),
    "approx": Keyword(
        "approx(VALUE, rel=1e-6, abs=1e-12)",
        "Equal within a tolerance: a number, or numbers in lists, tuples and dicts.",
        "It means what pytest's `approx` means.",
        "example: mean([0.1, 0.2]) == approx(0.15)",
    ),
}
"""`spec` and `module`, then the clauses in the order in which a spec usually has them, then words of expressions."""

EFFECTS: dict[Effect, str] = {
    Effect.READS_FILES: "It may read files below its working folder.",
    Effect.WRITES_FILES: "It may write files below its working folder.",
    Effect.TIME: "Its outcome may depend on the clock.",
    Effect.RANDOM: "Its outcome may depend on chance.",
    Effect.ENV: "It may read environment variables.",
    Effect.STDIN: "It may read standard input.",
    Effect.STDOUT: "It may print.",
    Effect.NETWORK: "It may use the network. Lift never executes such a function.",
    Effect.SUBPROCESS: "It may start programs. Lift never executes such a function.",
}
"""What each effect lets a function do."""
