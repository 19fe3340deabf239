"""Scenes for the tests of editor features: a marked file, what is known of its specs, and a module."""

from dataclasses import replace
from pathlib import Path

from lift_ir import IR, Candidate, Inferred, Parameter, Signature, parse_type
from lift_ir.clauses import Answer, Choice, Evidence, Hole, HoleKind
from lift_server.checks.report import ClauseCheck, ClauseKind, Counterexample, Report, Verdict
from lift_server.holes import open_questions
from lift_server.ide.snapshot import Result, Snapshot
from lift_server.lifted import CheckedCandidate, Lifted
from lift_server.lower import read
from lift_server.module_check import ModuleCheck
from lift_server.target import FoundFunction, find_function

INFERRED = Inferred(engine="embedded", model="number_theory.factorial")
DOUBLE = "    return n * 2\n"


def snapshot(text: str, *, module: str | None = "shapes.py", trusted: bool = True) -> Snapshot:
    """A file of which nothing is known but its text."""
    path = None if module is None else Path("/project") / module
    return Snapshot(read(text), {}, path, None, trusted)


def with_result(scene: Snapshot, result: Result, ordinal: int = 0) -> Snapshot:
    """The scene once something is known of one of its specs."""
    spec = scene.file.specs[ordinal]
    return replace(scene, results={**scene.results, spec.identity: result})


def lifted(scene: Snapshot, *checks: ClauseCheck, ordinal: int = 0, **changes: object) -> Snapshot:
    """The scene once its spec was lifted: one candidate with these checks. `changes` are fields of `Candidate` or
    `Lifted`."""
    spec = scene.file.specs[ordinal]
    fields = {"body": DOUBLE, "engine": "embedded", **changes}
    candidate = Candidate.model_validate(
        {key: fields.pop(key) for key in list(fields) if key in Candidate.model_fields}
    )
    result = Lifted(
        ir=spec.ir,
        candidates=(CheckedCandidate(candidate=candidate, report=Report(clauses=checks)),),
        holes=open_questions(spec.ir),
    ).model_copy(update=fields)
    known = scene.result(spec)
    return with_result(scene, replace(known, source=spec.source, lifted=result), ordinal)


def asking(scene: Snapshot, *choices: Choice, ordinal: int = 0, **changes: object) -> Snapshot:
    """The scene once its spec was lifted and candidates disagree on `double(0)`. `changes` are fields of `Hole`."""
    evidence = Evidence(
        call="double(0)",
        answers=(Answer(outcome="returns 0", share=0.75), Answer(outcome="raises ValueError", share=0.25)),
    )
    fields = {"subject": "double(0)", "question": "Candidates disagree on `double(0)`: what should it do?", **changes}
    hole = Hole.model_validate({"kind": HoleKind.BEHAVIOUR, "choices": choices, "evidence": evidence, **fields})
    return lifted(scene, ordinal=ordinal, holes=(hole,), ir=inferred_signature(scene.file.specs[ordinal].ir, "double"))


def edited(scene: Snapshot, old: str, new: str) -> Snapshot:
    """The scene after the author has replaced the only `old` of the text; what was known stays."""
    text = scene.file.tree.text
    assert text.count(old) == 1
    return replace(scene, file=read(text.replace(old, new)))


def known(scene: Snapshot) -> Snapshot:
    """The scene once it is known that the module has no function of the first spec."""
    return standing(scene, "")


def standing(
    scene: Snapshot,
    module_text: str,
    *checks: ClauseCheck,
    is_ours: bool = False,
    drifted: bool = False,
    reason: str = "",
) -> Snapshot:
    """The scene once the function in its module was checked against the first spec."""
    spec = scene.file.specs[0]
    found = find_function(module_text, spec.ir.signature.name or "")
    function = found if isinstance(found, FoundFunction) else None
    report = None if reason or function is None else Report(clauses=checks)
    check = ModuleCheck(function, report, reason, is_ours)
    return with_result(scene, replace(scene.result(spec), module_check=check, checked=spec, drifted=drifted))


def holds(kind: ClauseKind, index: int = 0, calls: int = 3) -> ClauseCheck:
    """A clause that held on every call."""
    return ClauseCheck(kind=kind, index=index, verdict=Verdict.HOLDS, exercised=calls, held=calls)


def fails(kind: ClauseKind, index: int = 0) -> ClauseCheck:
    """A clause that is broken by `double(4)`."""
    broken = Counterexample(call="double(4)", expected="== 8", actual="returns 12")
    return ClauseCheck(kind=kind, index=index, verdict=Verdict.FAILS, exercised=1, counterexample=broken)


def unconfirmed(kind: ClauseKind, verdict: Verdict, reason: str, index: int = 0) -> ClauseCheck:
    """A clause that was not exercised or not checked."""
    return ClauseCheck(kind=kind, index=index, verdict=verdict, reason=reason)


def unstable(scene: Snapshot) -> Snapshot:
    """The scene once `double(4)` came out differently the second time, wherever a function was checked."""
    spec = scene.file.specs[0]
    result = scene.result(spec)
    twice = {"unstable": ("double(4)",)}
    if result.lifted is not None:
        best = result.lifted.candidates[0]
        best = best.model_copy(update={"report": best.report.model_copy(update=twice)})
        result = replace(result, lifted=result.lifted.model_copy(update={"candidates": (best,)}))
    if (check := result.module_check) is not None and check.report is not None:
        result = replace(result, module_check=replace(check, report=check.report.model_copy(update=twice)))
    return with_result(scene, result)


def inferred_signature(stated: IR, name: str = "factorial") -> IR:
    """The IR with a name, a parameter and a result that an engine made up."""
    parameter = Parameter(name="n", type=parse_type("int"), origin=INFERRED, type_origin=INFERRED)
    signature = Signature(
        name=stated.signature.name or name,
        parameters=(parameter,),
        returns=parse_type("int"),
        name_origin=stated.signature.name_origin if stated.signature.name else INFERRED,
        returns_origin=INFERRED,
    )
    return stated.model_copy(update={"signature": signature})
