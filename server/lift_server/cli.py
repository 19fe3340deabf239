"""The command `lift`: the same pipeline in a terminal. Everything beyond argument parsing is imported on first use."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from lift_server import __version__

OK, FAILED, USAGE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 fine, 1 something failed, 2 usage or unreadable input."""
    arguments = _parser().parse_args(argv)
    if arguments.command == "serve":
        from lift_server.lsp import run_stdio

        run_stdio()
        return OK
    from lift_server.command_output import UsageError
    from lift_server.commands import COMMANDS
    from lift_server.source_files import UnreadableError

    try:
        return COMMANDS[arguments.command](arguments)
    except (UnreadableError, UsageError) as error:
        print(f"lift: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("lift: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lift", description="Turn function specs in .lift files into checked Python.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"lift {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    build = _command(commands, "build", "lift every spec and write the functions into their Python modules")
    _paths(build)
    build.add_argument("--dry-run", action="store_true", help="show the change to each module and write nothing")
    build.add_argument("--strict", action="store_true", help="exit 1 when questions are open")
    build.add_argument("--replace", action="store_true", help="replace functions that were written or edited by hand")
    _engine(build)

    check = _command(commands, "check", "check specs against the functions that stand in their modules")
    _paths(check)
    check.add_argument("--allow-unchecked", action="store_true", help="exit 0 although something could not be checked")

    ir = _command(commands, "ir", "print what a spec means: stated and inferred clauses")
    _paths(ir)
    ir.add_argument("--stated", action="store_true", help="only what the author states; no engine is asked")
    _engine(ir)

    questions = commands.add_parser(
        "questions", help="ask the open questions in the terminal and write the answers into the specs"
    )
    _paths(questions)
    _engine(questions)
    _weak(questions)

    layout = _command(commands, "format", "format spec files in place")
    _paths(layout)
    layout.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file would change")

    grammar = _command(commands, "grammar", "print what a model is sent for a spec: schema, prefix, grammar")
    grammar.add_argument("file", type=Path, metavar="FILE", help="a .lift file")
    grammar.add_argument("--spec", metavar="NAME", help="which of the file's specs")

    _command(commands, "engines", "list the engines, and which are usable here; asks the server that is set up")
    cache = _command(commands, "cache", "show what is kept of results and replies")
    cache.add_argument("--clear", action="store_true", help="forget all of it")
    _command(commands, "doctor", "examine this machine: sandbox, engines, store, versions")
    commands.add_parser("serve", help="serve the Language Server Protocol on stdin and stdout")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, summary: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
    command.add_argument("--json", action="store_true", help="print one JSON document instead of text")
    _weak(command)
    return command


def _weak(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--allow-weak", action="store_true", help="run programs although this machine confines them only in part"
    )


def _paths(command: argparse.ArgumentParser) -> None:
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=".lift files, or folders that hold some")


def _engine(command: argparse.ArgumentParser) -> None:
    command.add_argument("--engine", metavar="NAME", help="auto, or one engine (see `lift engines`)")


if __name__ == "__main__":
    sys.exit(main())
