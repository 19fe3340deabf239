"""What `lower` makes of a tree: the specs of a file, each with the IR of what is stated."""

from dataclasses import dataclass

from lift_ir import IR
from lift_ir.origin import Span as OriginSpan
from lift_server.diagnostics import Diagnostic
from lift_server.syntax.tree import Block, Tree
from lift_server.text import Span


@dataclass(frozen=True, slots=True)
class Spec:
    """One spec of a file. `block` is its node; `source` the block's text as the author wrote it (what a model sees).

    Spans in `ir` count from `block.start`, so that a spec is the same wherever it stands; `span_of` places them.
    """

    ir: IR
    block: Block
    source: str
    ordinal: int

    @property
    def identity(self) -> str:
        """What names this spec across edits: its name, or `#ORDINAL` (from 0) while it has none."""
        return self.ir.signature.name or f"#{self.ordinal}"

    def span_of(self, place: OriginSpan) -> Span:
        """A place of the IR (an origin's or a hole's span) in the file."""
        return Span(self.block.start + place.start, self.block.start + place.end)

    @property
    def head_span(self) -> Span:
        """Where to report about the whole spec: its header, or its first item."""
        if self.block.header is not None:
            return self.block.header.span
        return self.block.items[0].span if self.block.items else self.block.span


@dataclass(frozen=True, slots=True)
class SpecFile:
    """A lowered file. `module` is the dotted name of the `module:` field (None: not stated); `diagnostics` are all
    static ones, the tree's included."""

    tree: Tree
    module: str | None
    module_span: Span | None
    note: str
    specs: tuple[Spec, ...]
    diagnostics: tuple[Diagnostic, ...]
