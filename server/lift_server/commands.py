"""What each command of the CLI does: the parsed arguments in, the exit status out."""

import argparse
import asyncio
import json
import sys

from lift_server.build_command import build
from lift_server.check_command import check
from lift_server.command_output import FAILED, OK, Output, open_session, read_sources
from lift_server.engines.base import Capabilities
from lift_server.grammar_command import grammar
from lift_server.listing import engine_line, ir_lines
from lift_server.source_files import UnreadableError, find_spec_files, read_spec_file
from lift_server.syntax.formatter import format_text
from lift_server.target_file import TargetError, rewrite_spec_file
from lift_server.terminal import Line, write


def show_ir(arguments: argparse.Namespace) -> int:
    """`lift ir`: what each spec means; stated parts only with `--stated`."""
    return asyncio.run(_show_ir(arguments))


async def _show_ir(arguments: argparse.Namespace) -> int:
    output = Output(arguments.json)
    async with open_session(arguments) as session:
        for source in read_sources(arguments, output):
            for spec in source.file.specs:
                meaning = spec.ir if arguments.stated else await session.draft(spec, source.file.specs)
                output.specs.append({"path": str(source.path), "ir": meaning.model_dump(mode="json")})
                output.show(
                    Line(source.located(spec).label(meaning.signature.name), "bold"), *ir_lines(meaning), Line("")
                )
    return output.close()


def format_files(arguments: argparse.Namespace) -> int:
    """`lift format`: rewrite the files that are not formatted; with `--check` only say which, and return 1."""
    output = Output(arguments.json)
    for path in find_spec_files(arguments.paths):
        try:
            text = read_spec_file(path)
            formatted = format_text(text)
            if formatted == text:
                continue
            if not arguments.check:
                rewrite_spec_file(path, formatted)
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

    return run(arguments, open_session(arguments))


def cache(arguments: argparse.Namespace) -> int:
    """`lift cache`: the results and replies on disk; `--clear` forgets them."""
    from lift_server.cache_command import run

    return run(arguments, open_session(arguments))


def engines(arguments: argparse.Namespace) -> int:
    """`lift engines`: every engine, whether it is usable here, and why not. Asks the server of the remote engine."""
    found = asyncio.run(_engines(arguments))
    if arguments.json:
        print(
            json.dumps([{"name": item.name, "usable": item.usable, "detail": item.detail} for item in found], indent=2)
        )
    else:
        write(engine_line(item.name, item.usable, item.detail) for item in found)
    return OK


async def _engines(arguments: argparse.Namespace) -> tuple[Capabilities, ...]:
    async with open_session(arguments) as session:
        return await session.examine(lambda event: write([Line(event.stage, "dim")], sys.stderr))


def doctor(arguments: argparse.Namespace) -> int:
    """`lift doctor`: 0 when programs can be run sealed on this machine."""
    return asyncio.run(_doctor(arguments))


async def _doctor(arguments: argparse.Namespace) -> int:
    from lift_server.doctor import examine, lines_of

    async with open_session(arguments) as session:
        report = await examine(session)
    if arguments.json:
        print(json.dumps(report, indent=2))
    else:
        write(Line(line) for line in lines_of(report))
    return OK if report["sandbox"]["tier"] == "sealed" else FAILED


COMMANDS = {
    "build": build,
    "check": check,
    "ir": show_ir,
    "format": format_files,
    "questions": questions,
    "grammar": grammar,
    "engines": engines,
    "cache": cache,
    "doctor": doctor,
}
"""The functions by the command's name."""
