"""The outline of a file: its specs, and in each the clauses."""

from dataclasses import dataclass

from lift_server.ide.snapshot import Snapshot
from lift_server.spec_file import Spec
from lift_server.syntax.tree import Field
from lift_server.text import Span

MAX_LABEL = 60


@dataclass(frozen=True, slots=True)
class Symbol:
    """One entry. `is_spec`: a spec, else a clause of one. `selection` lies inside `span`."""

    name: str
    detail: str
    span: Span
    selection: Span
    is_spec: bool
    children: tuple["Symbol", ...] = ()


def symbols(snapshot: Snapshot) -> tuple[Symbol, ...]:
    """One symbol per spec, in the order of the file."""
    text = snapshot.file.tree.text
    return tuple(_of_spec(spec, text) for spec in snapshot.file.specs)


def _of_spec(spec: Spec, text: str) -> Symbol:
    header = spec.block.header
    name_span = header.name_span if header is not None else None
    selection = name_span or spec.head_span
    detail = header.signature_span.slice(text) if header is not None and header.signature_span is not None else ""
    children = tuple(_of_clause(item, text) for item in spec.block.items if isinstance(item, Field))
    name = spec.ir.signature.name or _label(spec.head_span.slice(text)) or "spec"
    return Symbol(name, detail, spec.block.span, _within(selection, spec.block.span), True, children)


def _of_clause(item: Field, text: str) -> Symbol:
    return Symbol(item.key, _label(item.value_span.slice(text)), item.span, _within(item.key_span, item.span), False)


def _label(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_LABEL else line[: MAX_LABEL - 1] + "…"


def _within(inner: Span, outer: Span) -> Span:
    return Span(max(inner.start, outer.start), min(inner.end, outer.end))
