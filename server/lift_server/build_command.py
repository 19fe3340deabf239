"""`lift build`: lifts specs and writes their functions into their modules."""

import argparse
import asyncio
import difflib

from lift_server.claims import Claims, claim, claims_of
from lift_server.command_output import Output, SpecSource, open_session, read_sources
from lift_server.insertion import Insertion, plan_insertion
from lift_server.lifted import Lifted
from lift_server.listing import Located, lifted_lines
from lift_server.module_text import TargetProblem
from lift_server.session import Session
from lift_server.spec_file import Spec
from lift_server.target_file import TargetError, TargetFile, read_target, write_atomically
from lift_server.terminal import Bar, Line, progress_bar


def build(arguments: argparse.Namespace) -> int:
    """`lift build`: 0 when every function is written, stands there already, or (dry run) would be written."""
    return asyncio.run(_build(arguments))


async def _build(arguments: argparse.Namespace) -> int:
    output = Output(arguments.json)
    sources = list(read_sources(arguments, output))
    claims = claims_of(sources)
    async with open_session(arguments) as session:
        with progress_bar(sum(len(source.file.specs) for source in sources)) as bar:
            for source in sources:
                for spec in source.file.specs:
                    await _build_spec(session, source, spec, arguments, output, bar, claims)
    return output.close()


async def _build_spec(
    session: Session,
    source: SpecSource,
    spec: Spec,
    arguments: argparse.Namespace,
    output: Output,
    bar: Bar,
    claims: Claims,
) -> None:
    located = source.located(spec)
    if source.has_error(spec):
        _built(output, located, None, "not lifted", "correct the errors above first")
        return
    bar.start(located.label())
    lifted = await session.lift(spec, source.file.specs, bar.report, str(source.path.resolve()))
    bar.finish()
    output.failed |= arguments.strict and bool(lifted.undecided)
    chosen = lifted.insertable
    if chosen is None:
        _built(output, located, lifted, "not lifted", _why_not(lifted))
        return
    try:
        claim(claims, source, located, lifted.ir.signature.name or "")
        target, insertion = _plan(session, source, lifted)
        if insertion.replaces == "authors" and insertion.edits and not arguments.replace:
            raise TargetError(
                f"`{lifted.ir.signature.name}` in {target.path} was written or edited by hand; "
                "`--replace` puts Lift's function there"
            )
        status = _write(session, target, insertion, dry_run=arguments.dry_run)
    except TargetError as error:
        _built(output, located, lifted, "not written", str(error))
        return
    diff = _diff(target, insertion) if arguments.dry_run else ""
    _built(output, located, lifted, status, str(insertion.path), diff)


def _plan(session: Session, source: SpecSource, lifted: Lifted) -> tuple[TargetFile, Insertion]:
    chosen = lifted.insertable
    assert chosen is not None
    path = source.target()
    target = read_target(path)
    present = None if target.data is None else target.text
    plan = plan_insertion(lifted.ir, chosen.candidate, path, present, session.is_ours)
    if isinstance(plan, TargetProblem):
        raise TargetError(f"{path}: {plan.message}")
    return target, plan


def _write(session: Session, target: TargetFile, insertion: Insertion, *, dry_run: bool) -> str:
    if not insertion.edits:
        session.remember_inserted(insertion.body_hash)
        return "current"
    if dry_run:
        return "would be written"
    write_atomically(target.path, target.encode(insertion.new_text), old=target.data)
    session.remember_inserted(insertion.body_hash)
    return "written"


def _diff(target: TargetFile, insertion: Insertion) -> str:
    before, after = target.text.splitlines(keepends=True), insertion.new_text.splitlines(keepends=True)
    name = str(target.path)
    return "".join(difflib.unified_diff(before, after, name if insertion.exists else "/dev/null", name))


def _why_not(lifted: Lifted) -> str:
    if any(hole.blocks for hole in lifted.holes):
        return "a question must be answered first"
    if not lifted.candidates:
        return "no engine had a candidate"
    if lifted.chosen is None:
        return f"none of {len(lifted.candidates)} candidates holds"
    return "the engine only suggests this function; add an example to confirm it"


def _built(output: Output, located: Located, lifted: Lifted | None, status: str, detail: str, diff: str = "") -> None:
    failed = status.startswith("not")
    output.failed |= failed
    output.specs.append(
        {
            "path": str(located.path),
            "line": located.line,
            "status": status,
            "detail": detail,
            "diff": diff,
            "lifted": None if lifted is None else lifted.model_dump(mode="json"),
        }
    )
    name = lifted.ir.signature.name if lifted is not None else None
    output.show(Line(located.label(name), "bold"), *(lifted_lines(lifted) if lifted is not None else ()))
    if diff:
        output.show(Line(diff.rstrip("\n"), "diff"))
    output.show(
        Line(f"  {'✗' if failed else '✓'} {status}: {detail}", "bold red" if failed else "bold green"), Line("")
    )
