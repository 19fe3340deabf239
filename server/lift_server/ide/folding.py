"""What can be folded: specs, values of several lines, runs of comments, the note above the specs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lift_server.spec_file import SpecFile
from lift_server.syntax.tree import Comment, Field, Item, Prose
from lift_server.text import Span, count_line_ends


@dataclass(frozen=True, slots=True)
class Fold:
    """A stretch of several lines of which the first stays visible. `kind`: `region` or `comment`."""

    span: Span
    kind: str = "region"


def folding(file: SpecFile) -> tuple[Fold, ...]:
    """The folds in the order of their beginnings, outer before inner ones."""
    found = list(_of_items(file.tree.text, file.tree.preamble))
    for block in file.tree.blocks:
        ends = [item.span.end for item in block.items if not _speaks_of_what_follows(file.tree.text, item, block.items)]
        if block.header is not None and ends:
            found.append(Fold(Span(block.header.span.start, max(ends))))
        found += _of_items(file.tree.text, block.items)
    several = [fold for fold in found if count_line_ends(fold.span.slice(file.tree.text))]
    return tuple(sorted(several, key=lambda fold: (fold.span.start, -fold.span.end)))


def _of_items(text: str, items: Iterable[Item]) -> Iterator[Fold]:
    comments: list[Span] = []
    for item in items:
        if isinstance(item, Comment):
            if comments and count_line_ends(text[comments[-1].end : item.span.start]) != 1:
                yield Fold(Span(comments[0].start, comments[-1].end), "comment")
                comments = []
            comments.append(item.span)
            continue
        if comments:
            yield Fold(Span(comments[0].start, comments[-1].end), "comment")
            comments = []
        if isinstance(item, Field | Prose):
            yield Fold(item.span)
    if comments:
        yield Fold(Span(comments[0].start, comments[-1].end), "comment")


def _speaks_of_what_follows(text: str, item: Item, items: tuple[Item, ...]) -> bool:
    """Whether a comment stands at the margin behind everything else: it belongs to the next spec."""
    last = max((other.span.start for other in items if not isinstance(other, Comment)), default=-1)
    at_margin = item.span.start == 0 or text[item.span.start - 1] in "\r\n"
    return isinstance(item, Comment) and at_margin and item.span.start > last
