"""`lift check`: checks specs against the functions that stand in their modules. No engine runs."""

import argparse
import asyncio
from dataclasses import replace

from lift_server.checks.report import Verdict
from lift_server.claims import Claims, claim, claims_of
from lift_server.command_output import Output, SpecSource, open_session, read_sources
from lift_server.listing import Located, informal_lines, report_lines
from lift_server.module_check import ModuleCheck
from lift_server.session import Session
from lift_server.spec_file import Spec
from lift_server.target_file import TargetError, read_target
from lift_server.terminal import Line


def check(arguments: argparse.Namespace) -> int:
    """`lift check`: 0 when every spec holds for the function that stands in its module."""
    return asyncio.run(_check(arguments))


async def _check(arguments: argparse.Namespace) -> int:
    output = Output(arguments.json)
    sources = list(read_sources(arguments, output))
    claims = claims_of(sources)
    async with open_session(arguments) as session:
        for source in sources:
            for spec in source.file.specs:
                result = await _check_spec(session, source, spec, claims)
                _checked(output, source.located(spec), result, allow_unchecked=arguments.allow_unchecked)
    return output.close()


async def _check_spec(session: Session, source: SpecSource, spec: Spec, claims: Claims) -> ModuleCheck:
    if source.has_error(spec):
        return ModuleCheck(None, None, "the spec has errors, see above")
    try:
        claim(claims, source, source.located(spec), spec.ir.signature.name or "")
        target = read_target(source.target())
    except TargetError as error:
        return ModuleCheck(None, None, str(error))
    if target.data is None:
        return ModuleCheck(None, None, f"{target.path} does not exist; `lift build` writes it")
    result = await session.check(spec, source.file.specs, target.text)
    return replace(result, reason=f"{result.reason}, in {target.path}") if result.reason else result


def _checked(output: Output, located: Located, result: ModuleCheck, *, allow_unchecked: bool) -> None:
    report = result.report
    ir = located.spec.ir
    verdict = Verdict.NOT_CHECKED if report is None else report.verdict
    reason = result.reason if report is None else report.reason
    unchecked = verdict in (Verdict.NOT_CHECKED, Verdict.NOT_EXERCISED)
    output.failed |= verdict is Verdict.FAILS or (unchecked and not allow_unchecked)
    output.specs.append(
        {
            "path": str(located.path),
            "line": located.line,
            "name": result.function.name if result.function else ir.signature.name,
            "verdict": str(verdict),
            "reason": reason,
            "report": None if report is None else report.model_dump(mode="json"),
        }
    )
    style = {"holds": "bold green", "fails": "bold red"}.get(verdict, "bold yellow")
    name = result.function.name if result.function else None
    output.show(Line(f"{located.label(name)}: {verdict}" + (f": {reason}" if reason else ""), style))
    if report is not None:
        output.show(*report_lines(ir, report), *informal_lines(ir))
