"""`lift grammar`: what a model is sent for a spec, for debugging and for users of other servers."""

import argparse
import json
import sys

from lift_ir import IR
from lift_ir.draft import draft_schema
from lift_ir.grammar import body_grammar, profile_for
from lift_ir.render import render_docstring, render_header
from lift_server.lower import read
from lift_server.source_files import read_spec_file
from lift_server.spec_file import Spec

OK, USAGE = 0, 2


def grammar(arguments: argparse.Namespace) -> int:
    """Print draft schema, prefix and body grammar of one spec of `arguments.file`.

    `arguments.spec` names it when the file holds several; `arguments.json` prints one JSON document. Raises
    UnreadableError.
    """
    specs = read(read_spec_file(arguments.file)).specs
    found = [spec for spec in specs if arguments.spec in (None, spec.identity)]
    if len(found) != 1:
        print(f"lift: {arguments.file}: {_which(arguments.spec, specs)}", file=sys.stderr)
        return USAGE
    ir = found[0].ir
    parts = {"schema": draft_schema(ir), "prefix": _prefix(ir), "grammar": body_grammar(profile_for(ir))}
    if arguments.json:
        print(json.dumps(parts, indent=2))
        return OK
    print(f"# The schema of a draft: what the spec does not state.\n{json.dumps(parts['schema'], indent=2)}\n")
    print(f"# The start of the answer, given to the model.\n{parts['prefix'] or '# The spec has no name yet.'}\n")
    print(f"# The grammar of the body below it.\n{parts['grammar']}", end="")
    return OK


def _prefix(ir: IR) -> str | None:
    """Header and docstring; None while the spec has no name."""
    return None if ir.signature.name is None else render_header(ir) + render_docstring(ir)


def _which(name: str | None, specs: tuple[Spec, ...]) -> str:
    names = ", ".join(spec.identity for spec in specs)
    if not specs:
        return "it holds no spec"
    return f"it holds no spec `{name}`, but {names}" if name else f"name one of its specs with --spec: {names}"
