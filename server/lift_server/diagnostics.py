"""Diagnostics as values: what the pure parts report instead of raising, and the table of their codes."""

from dataclasses import dataclass
from enum import StrEnum

from lift_server.text import Edit, Span


class Severity(StrEnum):
    """How loud a diagnostic is, in the editor's terms."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place in the same file that explains the diagnostic."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A quick fix inside the `.lift` file."""

    title: str
    edits: tuple[Edit, ...]
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding at `span` of the file. The message says what, and what to do; `code` is a key of CODES."""

    code: str
    span: Span
    message: str
    severity: Severity = Severity.ERROR
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for. Its page is `docs/diagnostics/CODE.md`."""

    title: str
    severity: Severity
    explanation: str


def diagnose(
    code: str, span: Span, message: str, *, related: tuple[Related, ...] = (), fixes: tuple[Fix, ...] = ()
) -> Diagnostic:
    """A diagnostic with the severity that the table gives its code."""
    return Diagnostic(code, span, message, CODES[code].severity, related, fixes)


CODES: dict[str, Code] = {
    # LIFT0xx: what stands in the file.
    "LIFT001": Code("Unreadable spec line", Severity.ERROR, "A `spec` line is `spec NAME(parameters) -> TYPE`."),
    "LIFT002": Code(
        "Unreadable signature", Severity.ERROR, "Parameters and result are written as in a Python function."
    ),
    "LIFT003": Code("Unusable spec name", Severity.ERROR, "A spec's name becomes the name of a Python function."),
    "LIFT004": Code(
        "Name of a builtin", Severity.WARNING, "The function would hide a Python builtin of the same name."
    ),
    "LIFT005": Code("Two specs of one name", Severity.ERROR, "Two specs of a file cannot describe one function."),
    "LIFT006": Code("Parameter named twice", Severity.ERROR, "Each parameter of a spec has a name of its own."),
    "LIFT007": Code(
        "Parameter named result", Severity.ERROR, "`result` is what the function returns, in every `ensures:`."
    ),
    "LIFT008": Code("Unknown type", Severity.WARNING, "A type is a builtin or standard one, or is brought by `uses:`."),
    "LIFT009": Code(
        "Parameter described twice", Severity.WARNING, "One line describes a parameter; only the first one counts."
    ),
    "LIFT010": Code(
        "Misplaced module", Severity.ERROR, "`module:` speaks for the whole file and stands before the first spec."
    ),
    "LIFT011": Code(
        "Unusable module name", Severity.ERROR, "`module:` is a dotted Python name such as `shapes.circle`."
    ),
    "LIFT012": Code("Second module", Severity.ERROR, "A file's functions are inserted into one module."),
    "LIFT013": Code(
        "Module outside the workspace", Severity.ERROR, "Functions are inserted inside the workspace only."
    ),
    "LIFT014": Code(
        "Clause without a spec", Severity.ERROR, "What stands before the first `spec` line is a note to the file."
    ),
    "LIFT020": Code(
        "Empty clause", Severity.ERROR, "A clause says something behind its colon or on deeper lines below."
    ),
    "LIFT021": Code("Unknown effect", Severity.ERROR, "`effects:` names effects of a closed list."),
    "LIFT022": Code("Example without a call", Severity.ERROR, "An example calls the function that the spec describes."),
    "LIFT023": Code("Unreadable exceptions", Severity.ERROR, "`raises:` begins with the names of exceptions."),
    "LIFT024": Code("Value too long or too deep", Severity.WARNING, "Only expressions of bounded size are executed."),
    "LIFT025": Code("Probably a clause", Severity.HINT, "A line looks like a clause whose keyword is misspelt."),
    "LIFT026": Code("Unreadable uses", Severity.ERROR, "`uses:` names a spec, or is `from MODULE import NAME`."),
    "LIFT027": Code(
        "String over several lines",
        Severity.ERROR,
        "A clause does not keep the indentation inside a string, so a string stands on one line.",
    ),
    "LIFT028": Code("Unknown spec", Severity.ERROR, "`uses: NAME` names another spec of the same file."),
    "LIFT029": Code(
        "Probably a formal example", Severity.HINT, "An example looks like a call and its result, but is not Python."
    ),
    "LIFT030": Code("Not a text file", Severity.ERROR, "The file holds NUL characters, so it is not text."),
    "LIFT031": Code("File too large", Severity.ERROR, "A `.lift` file holds specs, and this one is too large to read."),
    # LIFT1xx: what engines answered, and what they ask.
    "LIFT101": Code(
        "Open question", Severity.INFORMATION, "Something is undecided; a function can be inserted all the same."
    ),
    "LIFT102": Code("Blocking question", Severity.WARNING, "Nothing is inserted until this is decided."),
    "LIFT103": Code(
        "No candidate holds", Severity.WARNING, "Every candidate breaks a clause, or none could be checked."
    ),
    "LIFT104": Code("Only a suggestion", Severity.INFORMATION, "The engine doubts that its function is what is meant."),
    "LIFT105": Code("Ready to insert", Severity.INFORMATION, "A checked function waits for its module."),
    "LIFT106": Code("No candidate", Severity.INFORMATION, "No engine wrote a function for the spec."),
    "LIFT107": Code("Outdated result", Severity.HINT, "The spec has changed since it was lifted."),
    "LIFT108": Code("Lifting failed", Severity.WARNING, "Lift could not finish; the spec is not at fault."),
    "LIFT109": Code("Untrusted workspace", Severity.INFORMATION, "Nothing is generated or executed in this workspace."),
    "LIFT110": Code(
        "Candidates disagree", Severity.WARNING, "Functions that satisfy the whole spec do different things on a call."
    ),
    "LIFT111": Code(
        "Candidates disagree on an unusual call",
        Severity.HINT,
        "Nearly all functions that satisfy the spec agree, or they differ on a call that is hardly meant.",
    ),
    "LIFT112": Code("Clauses in conflict", Severity.ERROR, "No candidate satisfies these clauses together."),
    # LIFT2xx: what the checks found.
    "LIFT201": Code(
        "Function breaks a clause", Severity.ERROR, "The function in the module does not do what the clause says."
    ),
    "LIFT202": Code(
        "Candidate breaks a clause", Severity.WARNING, "The best candidate does not do what the clause says."
    ),
    "LIFT203": Code("Clause not exercised", Severity.HINT, "No call reached the clause, so it is not known to hold."),
    "LIFT204": Code("Clause not checked", Severity.INFORMATION, "The clause could not be executed."),
    "LIFT205": Code("Function not checked", Severity.WARNING, "The function in the module could not be run."),
    "LIFT206": Code("Different each time", Severity.WARNING, "The same call came out differently when made again."),
    # LIFT3xx: the Python module.
    "LIFT301": Code(
        "Function differs", Severity.HINT, "The function in the module is not the one that was checked for the spec."
    ),
    "LIFT302": Code("No usable module", Severity.ERROR, "The function has no module that it can be inserted into."),
    "LIFT303": Code(
        "Function claimed twice", Severity.ERROR, "Specs of two files cannot describe one function of one module."
    ),
}
"""Every code of the project: LIFT0xx language, LIFT1xx engines and holes, LIFT2xx checks, LIFT3xx target and module."""
