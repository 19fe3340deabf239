"""What each command of the CLI does. Every function takes the parsed arguments and returns the exit status."""

import argparse
import asyncio
import difflib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lift_server.checks.report import Verdict
from lift_server.diagnostics import Severity
from lift_server.insertion import Insertion, plan_insertion
from lift_server.lifted import Lifted
from lift_server.listing import (
    Located,
    engine_line,
    informal_lines,
    ir_lines,
    lifted_lines,
    problem_json,
    problem_line,
    report_lines,
)
from lift_server.lower import read
from lift_server.module_check import ModuleCheck
from lift_server.module_path import resolve_target
from lift_server.module_text import TargetProblem
from lift_server.session import Session
from lift_server.settings import load_settings
from lift_server.source_files import UnreadableError, find_spec_files, read_spec_file
from lift_server.spec_file import Spec, SpecFile
from lift_server.syntax.formatter import format_text
from lift_server.target_file import TargetError, TargetFile, read_target, write_atomically
from lift_server.terminal import Bar, Line, progress_bar, write
from lift_server.text import LineIndex

OK, FAILED = 0, 1


@dataclass(frozen=True, slots=True)
class SpecSource:
    """A spec file that was read."""

    path: Path
    file: SpecFile
    lines: LineIndex

    def located(self, spec: Spec) -> Located:
        """The spec with its file and line."""
        return Located(self.path, self.lines.line_of(spec.head_span.start) + 1, spec)

    def has_error(self, spec: Spec) -> bool:
        """Whether a static error stands in the spec, so that it is not lifted."""
        return any(
            item.severity is Severity.ERROR and spec.block.span.start <= item.span.start <= spec.block.span.end
            for item in self.file.diagnostics
        )


@dataclass(slots=True)
class Output:
    """What a command found: shown as it comes, or kept for one JSON document."""

    as_json: bool
    specs: list[dict[str, Any]]
    problems: list[dict[str, Any]]
    failed: bool = False

    def show(self, *lines: Line) -> None:
        """Print lines, unless JSON is asked for."""
        if not self.as_json:
            write(lines)

    def unreadable(self, message: str) -> None:
        """One file or module that could not be read; the others go on."""
        self.failed = True
        self.problems.append({"message": message})
        if not self.as_json:
            write([Line(f"lift: {message}", "red")], sys.stderr)

    def close(self) -> int:
        """Print the JSON document if asked for; the exit status."""
        if self.as_json:
            print(json.dumps({"specs": self.specs, "problems": self.problems}, indent=2))
        return FAILED if self.failed else OK


def _sources(arguments: argparse.Namespace, output: Output) -> Iterator[SpecSource]:
    """Every readable file that the arguments name, its static problems shown."""
    for path in find_spec_files(arguments.paths):
        try:
            text = read_spec_file(path)
        except UnreadableError as error:
            output.unreadable(str(error))
            continue
        source = SpecSource(path, read(text), LineIndex(text))
        for diagnostic in source.file.diagnostics:
            output.problems.append(problem_json(path, source.lines, diagnostic))
            output.show(problem_line(path, source.lines, diagnostic))
            output.failed |= diagnostic.severity is Severity.ERROR
        yield source


def _session(arguments: argparse.Namespace) -> Session:
    flags = {"engine": arguments.engine} if getattr(arguments, "engine", None) else {}
    settings, problems = load_settings(flags=flags, workspace_root=Path.cwd())
    write([Line(f"lift: {problem}", "yellow") for problem in problems], sys.stderr)
    return Session(settings, trusted=True)


def build(arguments: argparse.Namespace) -> int:
    """`lift build`: 0 when every function is written, stands there already, or (dry run) would be written."""
    return asyncio.run(_build(arguments))


async def _build(arguments: argparse.Namespace) -> int:
    output = Output(arguments.json, [], [])
    sources = list(_sources(arguments, output))
    async with _session(arguments) as session:
        with progress_bar(sum(len(source.file.specs) for source in sources)) as bar:
            for source in sources:
                for spec in source.file.specs:
                    await _build_spec(session, source, spec, arguments, output, bar)
    return output.close()


async def _build_spec(
    session: Session, source: SpecSource, spec: Spec, arguments: argparse.Namespace, output: Output, bar: Bar
) -> None:
    located = source.located(spec)
    if source.has_error(spec):
        _built(output, located, None, "not lifted", "correct the errors above first")
        return
    bar.start(located.label())
    lifted = await session.lift(spec, source.file.specs, bar.report)
    bar.finish()
    output.failed |= arguments.strict and bool(lifted.holes)
    chosen = lifted.insertable
    if chosen is None:
        _built(output, located, lifted, "not lifted", _why_not(lifted))
        return
    try:
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
    path = resolve_target(source.path, source.file.module, None)
    if isinstance(path, TargetProblem):
        raise TargetError(path.message)
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


def check(arguments: argparse.Namespace) -> int:
    """`lift check`: 0 when every spec holds for the function that stands in its module."""
    return asyncio.run(_check(arguments))


async def _check(arguments: argparse.Namespace) -> int:
    output = Output(arguments.json, [], [])
    async with _session(arguments) as session:
        for source in list(_sources(arguments, output)):
            for spec in source.file.specs:
                result = await _check_spec(session, source, spec)
                _checked(output, source.located(spec), result, allow_unchecked=arguments.allow_unchecked)
    return output.close()


async def _check_spec(session: Session, source: SpecSource, spec: Spec) -> ModuleCheck:
    if source.has_error(spec):
        return ModuleCheck(None, None, "the spec has errors, see above")
    path = resolve_target(source.path, source.file.module, None)
    if isinstance(path, TargetProblem):
        return ModuleCheck(None, None, path.message)
    try:
        target = read_target(path)
    except TargetError as error:
        return ModuleCheck(None, None, str(error))
    if target.data is None:
        return ModuleCheck(None, None, f"{path} does not exist; `lift build` writes it")
    return await session.check(spec, source.file.specs, target.text)


def _checked(output: Output, located: Located, result: ModuleCheck, *, allow_unchecked: bool) -> None:
    report = result.report
    ir = located.spec.ir
    if report is None:
        verdict, unchecked = Verdict.NOT_CHECKED, True
    else:
        unchecked = bool(report.unchecked)
        verdict = Verdict.FAILS if report.fails else Verdict.NOT_CHECKED if unchecked else Verdict.HOLDS
    output.failed |= verdict is Verdict.FAILS or (unchecked and not allow_unchecked)
    output.specs.append(
        {
            "path": str(located.path),
            "line": located.line,
            "name": result.function.name if result.function else ir.signature.name,
            "verdict": str(verdict),
            "reason": result.reason,
            "report": None if report is None else report.model_dump(mode="json"),
        }
    )
    style = {"holds": "bold green", "fails": "bold red"}.get(verdict, "bold yellow")
    name = result.function.name if result.function else None
    output.show(Line(f"{located.label(name)}: {verdict}" + (f": {result.reason}" if result.reason else ""), style))
    if report is not None:
        output.show(*report_lines(ir, report), *informal_lines(ir))


def ir(arguments: argparse.Namespace) -> int:
    """`lift ir`: what each spec means; stated parts only with `--stated`."""
    return asyncio.run(_ir(arguments))


async def _ir(arguments: argparse.Namespace) -> int:
    output = Output(arguments.json, [], [])
    async with _session(arguments) as session:
        for source in list(_sources(arguments, output)):
            for spec in source.file.specs:
                meaning = spec.ir if arguments.stated else await session.draft(spec, source.file.specs)
                output.specs.append({"path": str(source.path), "ir": meaning.model_dump(mode="json")})
                output.show(Line(source.located(spec).label(), "bold"), *ir_lines(meaning), Line(""))
    return output.close()


def format(arguments: argparse.Namespace) -> int:
    """`lift format`: rewrite the files that are not formatted; with `--check` only say which, and return 1."""
    output = Output(arguments.json, [], [])
    for path in find_spec_files(arguments.paths):
        try:
            text = read_spec_file(path)
            formatted = format_text(text)
            if formatted == text:
                continue
            if not arguments.check:
                data = path.read_bytes()
                write_atomically(path, formatted.encode("utf-8"), old=data)
        except (UnreadableError, TargetError) as error:
            output.unreadable(str(error))
            continue
        output.failed |= arguments.check
        output.specs.append({"path": str(path), "status": "would change" if arguments.check else "formatted"})
        output.show(Line(f"{path}: {'would change' if arguments.check else 'formatted'}"))
    return output.close()


def questions(arguments: argparse.Namespace) -> int:
    """`lift questions`: asks what is open, writes the answers into the spec files, and shows the functions."""
    from lift_server.questions_command import run

    return run(arguments, _session(arguments))


def engines(arguments: argparse.Namespace) -> int:
    """`lift engines`: every engine, whether it is usable here, and why not."""
    from lift_server.engines.table import engines_for

    found = [engine.capabilities() for engine in engines_for("auto")]
    if arguments.json:
        print(
            json.dumps([{"name": item.name, "usable": item.usable, "detail": item.detail} for item in found], indent=2)
        )
    else:
        write(engine_line(item.name, item.usable, item.detail) for item in found)
    return OK


def doctor(arguments: argparse.Namespace) -> int:
    """`lift doctor`: 0 when programs can be run sealed on this machine."""
    return asyncio.run(_doctor(arguments))


async def _doctor(arguments: argparse.Namespace) -> int:
    from lift_server.doctor import examine, lines_of

    async with _session(arguments) as session:
        report = await examine(session)
    if arguments.json:
        print(json.dumps(report, indent=2))
    else:
        write(Line(line) for line in lines_of(report))
    return OK if report["sandbox"]["tier"] == "sealed" else FAILED
