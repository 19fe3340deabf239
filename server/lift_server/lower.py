"""From tree to IR: the specs of a file, its module and its note. Never raises for what an author writes."""

import difflib
import re
from collections import defaultdict
from collections.abc import Sequence

from lift_ir import Stated
from lift_server.diagnostics import Diagnostic, Fix, Related, diagnose
from lift_server.lower_header import stated_name
from lift_server.lower_spec import SAMPLES, lower_spec, value_of
from lift_server.prose import prose_of
from lift_server.spec_file import Spec, SpecFile
from lift_server.syntax.parser import parse, without_comment
from lift_server.syntax.tree import Field, Item, Tree
from lift_server.syntax.values import is_module
from lift_server.syntax.words import CLAUSES, KEYWORDS, MODULE, near_keyword
from lift_server.text import Edit, Span

MAX_FILE_CHARS = 1_000_000
_SURROGATE = re.compile("[\ud800-\udfff]")


def read(text: str) -> SpecFile:
    """Parse and lower the text of a `.lift` file."""
    return lower(parse(text))


def lower(tree: Tree) -> SpecFile:
    """The file's specs with all that is stated in them, and all diagnostics, the tree's included, in the text's order.

    Lone surrogates, which no file can hold, read as U+FFFD. What is no text (NUL characters) or is longer than
    MAX_FILE_CHARS has one diagnostic and no specs.
    """
    if refused := _refusal(tree.text):
        return SpecFile(tree, None, None, "", (), (refused,))
    text = tree.text if tree.text.isascii() else _SURROGATE.sub("\ufffd", tree.text)
    diagnostics = list(tree.diagnostics)
    module = _module(text, tree, diagnostics)
    diagnostics += _strays(tree.preamble)
    names = frozenset(name for block in tree.blocks if (name := stated_name(text, block.header)))
    specs: list[Spec] = []
    for ordinal, block in enumerate(tree.blocks):
        ir, found = lower_spec(text, block, names)
        specs.append(Spec(ir=ir, block=block, source=block.span.slice(text).rstrip(), ordinal=ordinal))
        diagnostics += found
    diagnostics += _namesakes(specs)
    diagnostics += [found for spec in specs for found in _unknown_specs(text, spec, names)]
    diagnostics += _near_headers(text)
    note = prose_of(text, tree.preamble, lambda field: field.key in KEYWORDS)
    diagnostics.sort(key=lambda diagnostic: (diagnostic.span, diagnostic.code))
    return SpecFile(
        tree=tree,
        module=_module_name(text, module) if module else None,
        module_span=module.span if module else None,
        note=note,
        specs=tuple(specs),
        diagnostics=tuple(diagnostics),
    )


def _refusal(text: str) -> Diagnostic | None:
    if len(text) > MAX_FILE_CHARS:
        limit = f"a `.lift` file has at most {MAX_FILE_CHARS:,}"
        message = f"this file has {len(text):,} characters, and {limit}; move some specs to another file"
        return diagnose("LIFT031", Span(0, 0), message)
    nul = text.find("\0")
    if nul < 0:
        return None
    return diagnose(
        "LIFT030", Span(nul, nul + 1), "this file holds a NUL character, so it is not text; save it as UTF-8 text"
    )


def _module(text: str, tree: Tree, diagnostics: list[Diagnostic]) -> Field | None:
    """The field that names the file's module; others, and what is wrong with it, are reported."""
    early = _module_fields(tree.preamble)
    late = [field for block in tree.blocks for field in _module_fields(block.items)]
    if tree.blocks and tree.blocks[0].header is None:
        early, late = early + late, []
    diagnostics += [_misplaced(text, field) for field in late]
    diagnostics += [_repeated(text, field, early[0]) for field in early[1:]]
    problem = _module_problem(text, early[0]) if early else None
    if problem:
        diagnostics.append(problem)
    return early[0] if early and not problem else None


def _module_fields(items: Sequence[Item]) -> list[Field]:
    return [item for item in items if isinstance(item, Field) and item.key == MODULE]


def _misplaced(text: str, field: Field) -> Diagnostic:
    written = field.span.slice(text)
    fix = Fix(
        "Move it to the top of the file", (Edit(Span(0, 0), f"{written}\n\n"), Edit(field.span, "")), preferred=True
    )
    message = f"`module:` speaks for the whole file; write `{written}` before the first `spec` line"
    return diagnose("LIFT010", field.span, message, fixes=(fix,))


def _repeated(text: str, field: Field, first: Field) -> Diagnostic:
    message = f"a file has one module; keep `{first.span.slice(text)}` or move some specs to a file of their own"
    fix = Fix("Remove it", (Edit(field.span, ""),), preferred=True)
    return diagnose("LIFT012", field.span, message, related=(Related(first.span, "the first one"),), fixes=(fix,))


def _module_name(text: str, field: Field) -> str:
    return without_comment(value_of(text, field)).strip()


_OUTSIDE = re.compile(r"[/\\~]|[A-Za-z]:|\.\.[/\\]")


def _module_problem(text: str, field: Field) -> Diagnostic | None:
    written = _module_name(text, field)
    if not written:
        return diagnose("LIFT020", field.key_span, f"nothing follows `module:`; write for example `{SAMPLES[MODULE]}`")
    if is_module(written):
        return None
    better = _better_module(written)
    span = (
        Span(field.value_span.start, field.value_span.start + len(written)) if "\n" not in written else field.value_span
    )
    fix = Fix(f"Write `module: {better}`", (Edit(span, better),), preferred=True)
    if _OUTSIDE.match(written):
        message = f"functions are inserted inside the workspace only; write `module: {better}`"
        return diagnose("LIFT013", span, message, fixes=(fix,))
    message = f"expected a dotted Python name; write `module: {better}`"
    return diagnose("LIFT011", span, message, fixes=(fix,))


def _better_module(written: str) -> str:
    path = re.sub(r"^[A-Za-z]:", "", written[:200].split("\n")[0]).removesuffix(".py")
    parts = [re.sub(r"\W+", "_", part.strip(), flags=re.ASCII).strip("_") for part in re.split(r"[./\\]+", path)]
    better = ".".join(part for part in parts if part)
    return better if is_module(better) else "shapes.circle"


def _strays(preamble: Sequence[Item]) -> list[Diagnostic]:
    """Clauses before the first `spec` line, and lines that probably mean `module:`."""
    found: list[Diagnostic] = []
    for item in preamble:
        if not isinstance(item, Field):
            continue
        if item.key in CLAUSES:
            message = f"this `{item.key}:` belongs to no spec; write `spec NAME` above it"
            found.append(diagnose("LIFT014", item.key_span, message))
        elif item.key != MODULE and near_keyword(item.key) == MODULE:
            fix = Fix("Write `module:`", (Edit(item.key_span, MODULE),), preferred=True)
            found.append(
                diagnose(
                    "LIFT025", item.key_span, "this line is prose; if a clause is meant, write `module:`", fixes=(fix,)
                )
            )
    return found


_NEAR_HEADER = re.compile(
    r"^(?!spec[^\S\r\n])(?P<word>(?i:specs?)[^\S\r\n]*:?)[^\S\r\n]+"
    r"(?P<rest>(?:async[^\S\r\n]+)?[A-Za-z_][A-Za-z0-9_]*[^\S\r\n]*(?:\(.*|->.*)?)$",
    re.MULTILINE,
)


def _near_headers(text: str) -> list[Diagnostic]:
    """Lines of prose that probably mean to open a spec."""
    found: list[Diagnostic] = []
    for match in _NEAR_HEADER.finditer(text.replace("\r", "\n")):
        span = Span(*match.span("word"))
        fix = Fix("Write `spec`", (Edit(span, "spec"),), preferred=True)
        message = f"this line is prose; if a spec is meant, write `spec {match['rest'].strip()[:80]}`"
        found.append(diagnose("LIFT025", span, message, fixes=(fix,)))
    return found


def _unknown_specs(text: str, spec: Spec, names: frozenset[str]) -> list[Diagnostic]:
    """Names behind `uses:` that no spec of the file has."""
    found: list[Diagnostic] = []
    for use in spec.ir.uses:
        if use.module or use.name in names or not isinstance(use.origin, Stated) or use.origin.span is None:
            continue
        start, end = spec.block.start + use.origin.span.start, spec.block.start + use.origin.span.end
        place = re.compile(rf"\b{use.name}\b").search(text, text.index(":", start) + 1, end)
        span = Span(*place.span()) if place else Span(start, end)
        others = sorted(names - {spec.ir.signature.name})
        near = difflib.get_close_matches(use.name, others, n=3, cutoff=0.5)
        better = f"`uses: {near[0]}`" if near else f"`uses: from MODULE import {use.name}`"
        message = f"no spec of this file is named `{use.name}`; write {better}"
        fixes = tuple(Fix(f"Write `{name}`", (Edit(span, name),)) for name in near)
        found.append(diagnose("LIFT028", span, message, fixes=fixes))
    return found


def _namesakes(specs: Sequence[Spec]) -> list[Diagnostic]:
    by_name: dict[str, list[Spec]] = defaultdict(list)
    for spec in specs:
        if spec.ir.signature.name:
            by_name[spec.ir.signature.name].append(spec)
    return [
        diagnose(
            "LIFT005",
            _name_span(spec),
            f"another spec of this file is named `{name}`; write for example `spec {name}_{number}`",
            related=(Related(_name_span(group[0] if number > 1 else group[1]), "the other one"),),
        )
        for name, group in by_name.items()
        if len(group) > 1
        for number, spec in enumerate(group, start=1)
    ]


def _name_span(spec: Spec) -> Span:
    header = spec.block.header
    return header.name_span if header and header.name_span else spec.head_span
