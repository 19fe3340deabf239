"""What the commands share: reading the spec files that are named, and showing what was found as text or JSON."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lift_server.diagnostics import Severity
from lift_server.listing import Located, problem_json, problem_line
from lift_server.lower import read
from lift_server.module_path import resolve_target
from lift_server.module_text import TargetProblem
from lift_server.session import Session
from lift_server.settings import load_settings
from lift_server.source_files import UnreadableError, find_spec_files, read_spec_file
from lift_server.spec_file import Spec, SpecFile
from lift_server.target_file import TargetError
from lift_server.terminal import Line, write
from lift_server.text import LineIndex

OK, FAILED = 0, 1


class UsageError(Exception):
    """A flag has a value that is not allowed; the message says which are."""


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
        """Whether a static error stands in the spec, or outside of all specs and so speaks for each of them."""
        errors = [item.span for item in self.file.diagnostics if item.severity is Severity.ERROR]
        others = [other.block.span for other in self.file.specs if other is not spec]
        return any(not any(other.contains(span.start) for other in others) for span in errors)

    def target(self) -> Path:
        """The module's path. Raises TargetError when there is none."""
        path = resolve_target(self.path, self.file.module, None)
        if isinstance(path, TargetProblem):
            raise TargetError(path.message)
        return path


@dataclass(slots=True)
class Output:
    """What a command found: shown as it comes, or kept for one JSON document."""

    as_json: bool
    specs: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
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


def read_sources(arguments: argparse.Namespace, output: Output) -> Iterator[SpecSource]:
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
        if not source.file.specs and not source.file.diagnostics:
            output.show(Line(f"{path}: no spec in this file", "yellow"))
        yield source


def open_session(arguments: argparse.Namespace) -> Session:
    """The session of this command. Raises UsageError for a flag whose value is not allowed."""
    flags = {"engine": arguments.engine} if getattr(arguments, "engine", None) else {}
    settings, problems = load_settings(flags=flags, workspace_root=Path.cwd())
    if flags and settings.engine != arguments.engine:
        raise UsageError(next(problem for problem in problems if "engine" in problem))
    write([Line(f"lift: {problem}", "yellow") for problem in problems], sys.stderr)

    async def may_run_weak(what_is_open: str) -> bool:
        if not arguments.allow_weak:
            write([Line(f"lift: {what_is_open} (`--allow-weak`)", "yellow")], sys.stderr)
        return bool(arguments.allow_weak)

    return Session(settings, trusted=True, may_run_weak=may_run_weak)
