"""`lift questions`: asks the open questions of specs in the terminal, writes the answers, and shows the function."""

import argparse
import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

from lift_ir.clauses import Choice, Hole, HoleKind
from lift_ir.formal import why_informal
from lift_server.lifted import Lifted
from lift_server.listing import lifted_lines
from lift_server.lower import read
from lift_server.session import Session
from lift_server.source_files import UnreadableError, find_spec_files, read_spec_file
from lift_server.spec_file import Spec, SpecFile
from lift_server.syntax.edits import add_clauses
from lift_server.target_file import TargetError, rewrite_spec_file
from lift_server.terminal import Line, write
from lift_server.text import apply_edits

SKIP, QUIT = "s", "q"


class QuitError(Exception):
    """The person asks for no more questions."""


def run(arguments: argparse.Namespace, session: Session) -> int:
    """Ask about every spec of the paths: 0 when all was asked, 1 when a file could not be read or written."""
    return asyncio.run(_run(arguments.paths, session))


async def _run(paths: list[Path], session: Session) -> int:
    failed = False
    async with session:
        try:
            for path in find_spec_files(paths):
                try:
                    await _ask_about_file(session, path)
                except (UnreadableError, TargetError) as error:
                    write([Line(f"lift: {error}", "red")], sys.stderr)
                    failed = True
        except QuitError:
            pass
    return int(failed)


async def _ask_about_file(session: Session, path: Path) -> None:
    ordinal = 0
    while ordinal < len((file := read(read_spec_file(path))).specs):
        skipped: set[str] = set()
        lifted = await _lift(session, path, file, file.specs[ordinal])
        while (hole := _next_question(lifted, skipped)) is not None:
            clause = _answer(hole)
            if not clause:
                skipped.add(hole.subject)
                continue
            _write_answer(path, file, file.specs[ordinal], clause, lifted)
            file = read(read_spec_file(path))
            lifted = await _lift(session, path, file, file.specs[ordinal])
        write([Line(f"{path} {lifted.ir.signature.name or 'unnamed spec'}", "bold"), *lifted_lines(lifted), Line("")])
        ordinal += 1


async def _lift(session: Session, path: Path, file: SpecFile, spec: Spec) -> Lifted:
    return await session.lift(spec, file.specs, lambda _: None, str(path.resolve()))


def _next_question(lifted: Lifted, skipped: set[str]) -> Hole | None:
    asked = (hole for hole in lifted.holes if hole.kind is HoleKind.BEHAVIOUR and hole.choices)
    return next((hole for hole in asked if hole.subject not in skipped), None)


def _write_answer(path: Path, file: SpecFile, spec: Spec, clause: str, lifted: Lifted) -> None:
    text = apply_edits(file.tree.text, add_clauses(file, spec, [clause], lifted.ir.signature))
    rewrite_spec_file(path, text)


def _answer(hole: Hole) -> str:
    """The clause that the person chooses; empty: not now."""
    write(_question_lines(hole))
    choices = {str(number): choice for number, choice in enumerate(hole.choices, 1)}
    while True:
        key = _line("answer> ")
        if key == QUIT:
            raise QuitError
        if key == SKIP:
            return ""
        if key in choices:
            return choices[key].clause or _typed(hole)
        write([Line(f"  1 to {len(choices)}, {SKIP} to skip, {QUIT} to stop")])


def _question_lines(hole: Hole) -> Iterator[Line]:
    yield Line(hole.question, "bold")
    for answer in hole.evidence.answers if hole.evidence else ():
        yield Line(f"    {answer.share:4.0%} {answer.outcome}", "dim")
    for number, choice in enumerate(hole.choices, 1):
        yield Line(f"  {number}  {_title(choice)}")
    yield Line(f"  {SKIP}  skip    {QUIT}  stop")


def _title(choice: Choice) -> str:
    return f"{choice.title}    [{choice.clause}]" if choice.clause else choice.title


def _typed(hole: Hole) -> str:
    """An example with the value that the person types; empty when nothing is typed."""
    call = hole.subject
    while value := _line(f"{call} == "):
        text = f"{call} == {value}"
        because = why_informal(text, {call.partition("(")[0]})
        if because is None:
            return f"example: {text}"
        write([Line(f"  not a value that Lift can check: {because}", "yellow")])
    return ""


def _line(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except EOFError:
        raise QuitError from None
