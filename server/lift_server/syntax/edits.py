"""Writing answers into a file: clauses are added to a spec, which gets a header with the first of them."""

import re
from collections.abc import Iterator, Sequence

from lift_ir import Parameter, Signature
from lift_server.spec_file import Spec, SpecFile
from lift_server.syntax.formatter import INDENT, line_ending
from lift_server.syntax.parser import without_comment
from lift_server.syntax.printer import indented, print_header, print_parameters
from lift_server.syntax.signature import ReadParameter, ReadSignature, stated_signature
from lift_server.syntax.tree import Comment, Field, Header, Item
from lift_server.syntax.words import BLANKS, KEYWORDS, MODULE, NEWLINE
from lift_server.text import Edit, Span, line_start


def add_clauses(spec_file: SpecFile, spec: Spec, clauses: Sequence[str], signature: Signature) -> list[Edit]:
    """Add `clauses` (as printed, without indentation) behind the last clause of the spec.

    A spec without a name is pinned in the same list of edits: `signature` is what is stated and inferred of it.
    Raises ValueError when the spec would stay unnamed.
    """
    text = spec_file.tree.text
    edits = [] if _is_named(text, spec.block.header) else pin_signature(spec_file, spec, signature)
    if clauses:
        edits.append(_addition(text, spec, clauses))
    return edits


def pin_signature(spec_file: SpecFile, spec: Spec, signature: Signature) -> list[Edit]:
    """Write what `signature` adds to the header, which keeps what it states; a spec without header gets one above it.

    Empty when nothing is missing. Raises ValueError when the spec would stay unnamed.
    """
    if not (signature.name or spec.ir.signature.name):
        raise ValueError("a spec is pinned with a name")
    text = spec_file.tree.text
    if spec.block.header is None:
        return _new_header(text, spec, joined_signature(spec.ir.signature, signature))
    return _completed_header(text, spec.block.header, signature)


def _is_named(text: str, header: Header | None) -> bool:
    return header is not None and header.name_span is not None and header.name_span.slice(text) != "?"


def joined_signature(stated: Signature, inferred: Signature) -> Signature:
    """What is stated, and from `inferred` what is not: name, all parameters or the types of those stated, result."""
    parameters = inferred.parameters
    if stated.parameters is not None:
        by_name = {parameter.name: parameter for parameter in inferred.parameters or ()}
        parameters = tuple(_typed(parameter, by_name.get(parameter.name)) for parameter in stated.parameters)
    return inferred.model_copy(
        update={
            "name": stated.name or inferred.name,
            "parameters": parameters,
            "returns": stated.returns or inferred.returns,
            "is_async": stated.is_async or (inferred.is_async and stated.name is None),
        }
    )


def _typed(stated: Parameter, inferred: Parameter | None) -> Parameter:
    return stated if stated.type or not inferred else stated.model_copy(update={"type": inferred.type})


_NEXT_LINE = re.compile(rf"{NEWLINE}(?={BLANKS}\S)")


def _new_header(text: str, spec: Spec, signature: Signature) -> list[Edit]:
    """A header above the first item, everything from there on indented; `module:` moves above the header."""
    ending = line_ending(text)
    items = spec.block.items
    start = line_start(text, items[0].span.start)
    modules = [item for item in items if isinstance(item, Field) and item.key == MODULE]
    above = "".join(f"{module.span.slice(text)}{ending}{ending}" for module in modules)
    edits = [Edit(Span(start, start), f"{above}{print_header(signature)}{ending}{INDENT}")]
    gone = [Span(line_start(text, module.span.start), _next_line(text, module.span.end)) for module in modules]
    for match in _NEXT_LINE.finditer(text, start):
        at = match.end()
        if not any(span.start <= at < span.end for span in gone):
            edits.append(Edit(Span(at, at), INDENT))
    return [*edits, *(Edit(span, "") for span in gone)]


def _next_line(text: str, offset: int) -> int:
    match = re.compile(rf"{BLANKS}{NEWLINE}?").match(text, offset)
    return match.end() if match else offset


def _completed_header(text: str, header: Header, signature: Signature) -> list[Edit]:
    read = stated_signature(text, header)
    by_name = {parameter.name: parameter for parameter in signature.parameters or ()}
    begin = header.signature_span.start if header.signature_span else 0
    edits: list[Edit] = []
    name = "" if _is_named(text, header) else signature.name or ""
    if name and signature.is_async and not header.is_async:
        name = f"async {name}"
    new_brackets = (
        ""
        if read.brackets or read.problems or signature.parameters is None
        else f"({print_parameters(signature.parameters)})"
    )
    result = f" -> {signature.returns}" if signature.returns and not read.returns_span and not read.problems else ""
    if header.name_span and name:
        edits.append(Edit(header.name_span, name))
        name = ""
    after_name = header.name_span.end if header.name_span else None
    if header.signature_span is None:
        at = after_name or header.span.start + len(without_comment(header.span.slice(text)))
        edits.append(Edit(Span(at, at), (f" {name}" if name else "") + new_brackets + result))
        return [edit for edit in edits if edit.text]
    if read.brackets is None:
        at = after_name or begin
        if name or new_brackets:
            edits.append(Edit(Span(at, at), name + new_brackets + ("" if after_name else " ")))
    else:
        edits.append(Edit(Span(begin, begin), name))
        edits += _completed_parameters(read, read.brackets, by_name, signature, begin)
    if result and header.signature_span:
        at = header.signature_span.end
        edits.append(Edit(Span(at, at), result))
    elif read.asks_result and read.returns_span and signature.returns:
        edits.append(Edit(_moved(read.returns_span, begin), str(signature.returns)))
    return [edit for edit in edits if edit.text or edit.span.start < edit.span.end]


def _completed_parameters(
    read: ReadSignature, brackets: Span, by_name: dict[str, Parameter], signature: Signature, begin: int
) -> Iterator[Edit]:
    stated = {parameter.name: parameter for parameter in read.parameters or ()}
    if read.asks_parameters:
        if signature.parameters is not None and by_name.keys() >= stated.keys():
            parameters = [_kept(parameter, stated.get(parameter.name)) for parameter in signature.parameters]
            yield Edit(_moved(brackets, begin), print_parameters(parameters))
        return
    for name in stated.keys() & by_name.keys():
        yield from _completed_parameter(stated[name], by_name[name], begin)


def _kept(inferred: Parameter, stated: ReadParameter | None) -> Parameter:
    if stated is None:
        return inferred
    return inferred.model_copy(
        update={"type": stated.type or inferred.type, "default": stated.default or inferred.default}
    )


def _completed_parameter(read: ReadParameter, inferred: Parameter, begin: int) -> Iterator[Edit]:
    if inferred.type and read.asks_type and read.type_span:
        yield Edit(_moved(read.type_span, begin), str(inferred.type))
    elif inferred.type and not read.type_span:
        end = read.default_span.start if read.default_span else read.name_span.end
        yield Edit(
            _moved(Span(read.name_span.end, end), begin), f": {inferred.type}" + (" = " if read.default_span else "")
        )
    if inferred.default and read.asks_default and read.default_span:
        yield Edit(_moved(read.default_span, begin), inferred.default)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _addition(text: str, spec: Spec, clauses: Sequence[str]) -> Edit:
    ending = line_ending(text)
    header = spec.block.header
    names = {parameter.name for parameter in stated_signature(text, header).parameters or ()}
    items = [item for item in spec.block.items if not isinstance(item, Comment) and not _is_module(item)]
    fields = [item for item in items if isinstance(item, Field) and (item.key in KEYWORDS or item.key in names)]
    beside = fields[-1] if fields else items[0] if items else None
    indentation = text[line_start(text, beside.span.start) : beside.span.start] if beside else INDENT
    if header is None:
        indentation += INDENT
    lines = ending.join(indented(clause, indentation).replace("\n", ending) for clause in clauses)
    above = fields[-1] if fields else items[-1] if items else header
    at = above.span.end if above else len(text)
    gap = ending if items and not fields else ""
    return Edit(Span(at, at), f"{ending}{gap}{lines}")


def _is_module(item: Item) -> bool:
    return isinstance(item, Field) and item.key == MODULE
