"""From text to tree, line by line. Never raises: whatever is not a header, a field or a comment is prose."""

import re
from functools import lru_cache

from lift_server.diagnostics import Diagnostic, Fix, diagnose
from lift_server.syntax.tree import Block, Comment, Field, Header, Item, Prose, Tree
from lift_server.syntax.words import BLANKS, KEYWORDS, MODULE, NEWLINE, SPEC
from lift_server.text import Edit, Span

BYTE_ORDER_MARK = "\ufeff"
_LINE = re.compile(
    rf"({BLANKS})(?:(#)|({SPEC})|({'|'.join(sorted(KEYWORDS))}){BLANKS}:|([A-Za-z_][A-Za-z0-9_]*){BLANKS}:(?!\S))?"
    rf"([^\r\n]*){NEWLINE}?"
)
_NO_NAMES: frozenset[str] = frozenset()


def parse(text: str) -> Tree:
    """The tree of a `.lift` file. Linear in the length of the text; any text has one."""
    builder = _Builder(text)
    for line in _LINE.finditer(text, int(text.startswith(BYTE_ORDER_MARK))):
        indent, comment, spec, keyword, name, rest = line.groups()
        start = line.end(1)
        end = line.start(6) + len(rest.rstrip())
        if start == end:
            builder.end_field()
        elif comment:
            builder.add_comment(start, end)
        elif spec and not indent:
            builder.add_header(start, end)
        elif keyword or name:
            builder.add_key_line(width(indent), start, keyword or name, line.start(6), end)
        else:
            builder.add_text_line(width(indent), start, end)
    return builder.finish()


def width(indentation: str) -> int:
    """Columns that white space at the start of a line takes: four for a tab."""
    return len(indentation) + 3 * indentation.count("\t")


class _Builder:
    """What is open while lines come in: a field that may continue, a run of prose, a block."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.items: list[Item] = []
        self.diagnostics: list[Diagnostic] = []
        self._preamble: tuple[Item, ...] = ()
        self._blocks: list[Block] = []
        self._header: Header | None = None
        self._parameters = _NO_NAMES
        self._field_at: int | None = None
        self._field_width = 0
        self._field_key = ""
        self._field_start = self._field_end = 0
        self._values: list[Span] = []
        self._prose: list[Span] = []

    def add_header(self, start: int, end: int) -> None:
        self._end_block(start)
        self._header, problems = _read_header(self.text, start, end)
        self.diagnostics += problems
        signature = self._header.signature_span
        self._parameters = parameter_names(signature.slice(self.text)) if signature else _NO_NAMES

    def add_key_line(self, columns: int, start: int, key: str, value_start: int, end: int) -> None:
        if self._continues(columns) and key not in KEYWORDS and key not in self._parameters:
            self._values.append(Span(start, end))
            return
        self.end_field()
        self.end_prose()
        self._field_at, self._field_width = len(self.items), columns
        self._field_key, self._field_start, self._field_end = key, start, value_start
        if value_start < end:
            value_start = end - len(self.text[value_start:end].lstrip())
            self._values.append(Span(value_start, end))

    def add_text_line(self, columns: int, start: int, end: int) -> None:
        if self._continues(columns):
            self._values.append(Span(start, end))
            return
        self.end_field()
        self._prose.append(Span(start, end))

    def add_comment(self, start: int, end: int) -> None:
        self.end_prose()
        self.items.append(Comment(Span(start, end)))

    def _continues(self, columns: int) -> bool:
        return self._field_at is not None and columns > self._field_width

    def end_field(self) -> None:
        if self._field_at is None:
            return
        start, key, values = self._field_start, self._field_key, self._values
        end = values[-1].end if values else self._field_end
        # Comments between the lines of the value are items too, and stand behind the field.
        self.items.insert(self._field_at, Field(key, Span(start, end), Span(start, start + len(key)), tuple(values)))
        self._field_at, self._values = None, []

    def end_prose(self) -> None:
        if not self._prose:
            return
        self.items.append(Prose(Span(self._prose[0].start, self._prose[-1].end), tuple(self._prose)))
        self._prose = []

    def _end_block(self, end: int) -> None:
        self.end_field()
        self.end_prose()
        items, self.items = tuple(self.items), []
        if self._header is not None:
            self._blocks.append(Block(Span(self._header.span.start, end), self._header, items))
        else:
            self._preamble = items

    def finish(self) -> Tree:
        end = len(self.text)
        self._end_block(end)
        if self._header is not None:
            return Tree(self.text, self._preamble, tuple(self._blocks), tuple(self.diagnostics))
        body = _start_of_unnamed(self._preamble)
        items = self._preamble[body:]
        blocks = (Block(Span(items[0].span.start, end), None, items),) if items else ()
        return Tree(self.text, self._preamble[:body], blocks, ())


def _start_of_unnamed(items: tuple[Item, ...]) -> int:
    """Where the only spec of a file without `spec` line begins: behind leading comments and `module:`."""
    for index, item in enumerate(items):
        if not (isinstance(item, Comment) or (isinstance(item, Field) and item.key == MODULE)):
            return index
    return len(items)


STRING = r""""(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'"""
_UNCOMMENTED = re.compile(rf"(?:[^#'\"]+|{STRING}|['\"])*")
_MAX_HEADER = 4_000


def without_comment(text: str) -> str:
    """A line of signature or names without the comment behind it and the white space before that."""
    if "#" not in text or len(text) > _MAX_HEADER:
        return text.rstrip()
    match = _UNCOMMENTED.match(text)
    return (match[0] if match else text).rstrip()


_SIGNATURE_START = re.compile(r"\(|->")
_ASYNC = re.compile(r"async(?!\w)\s*")


def _read_header(text: str, start: int, end: int) -> tuple[Header, list[Diagnostic]]:
    """The header that fills [start, end) of the text, and what is wrong with its shape."""
    diagnostics: list[Diagnostic] = []
    rest = without_comment(text[start:end])
    stop = start + len(rest)
    if rest.endswith(":"):
        fix = Fix("Remove the colon", (Edit(Span(stop - 1, stop), ""),), preferred=True)
        message = f"a `spec` line ends without a colon; write `{rest[:-1].rstrip()}`"
        diagnostics.append(diagnose("LIFT001", Span(stop - 1, stop), message, fixes=(fix,)))
        stop = start + len(rest[:-1].rstrip())
    name_start = stop - len(text[start + len("spec") : stop].lstrip())
    is_async = _ASYNC.match(text, name_start, stop)
    if is_async:
        name_start = is_async.end()
    signature = _SIGNATURE_START.search(text, name_start, stop)
    name_end = name_start + len(text[name_start : signature.start() if signature else stop].rstrip())
    name = Span(name_start, name_end)
    header = Header(
        Span(start, end),
        is_async is not None,
        name if name.start < name.end else None,
        Span(signature.start(), stop) if signature else None,
    )
    words = name.slice(text).split()
    if len(words) > 1:
        message = (
            "expected one name behind `spec`, then `(parameters) -> type`; "
            f"write `spec {_better_header(text, header)}`, or `\\spec` if this line is prose"
        )
        prose = Fix("It is prose: write `\\spec`", (Edit(Span(start, start), "\\"),))
        diagnostics.append(diagnose("LIFT001", name, message, fixes=(prose,)))
    return header, diagnostics


def _better_header(text: str, header: Header) -> str:
    """What several words behind `spec` may mean: a name, or a name and its parameters without brackets."""
    words = header.name_span.slice(text).split() if header.name_span else []
    first, *rest = words
    if first.isidentifier() and any(part in " ".join(rest) for part in ":,"):
        result = header.signature_span.slice(text) if header.signature_span else ""
        return f"{first}({' '.join(rest)}){' ' * result.startswith('->')}{result}"[:120]
    return "_".join(re.findall(r"\w+", " ".join(words))[:4]) or "NAME"


_SIGNATURE_PART = re.compile(rf"{STRING}|[\[({{]|[\])}}]|,|[:=]|[A-Za-z_][A-Za-z0-9_]*")


@lru_cache(maxsize=1_024)
def parameter_names(signature: str) -> frozenset[str]:
    """Names of the parameters in `(...) -> T`, found without reading it as Python, so that broken ones count too."""
    names: list[str] = []
    depth = 0
    expected = False
    for match in _SIGNATURE_PART.finditer(signature[:_MAX_HEADER]):
        part = match[0]
        if part in "([{":
            depth += 1
            expected = depth == 1
        elif part in ")]}":
            depth -= 1
            if depth <= 0:
                break
        elif part == ",":
            expected = depth == 1
        else:
            if expected and part.isidentifier():
                names.append(part)
            expected = False
    return frozenset(names)
