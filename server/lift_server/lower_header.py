"""The header of a block as a signature, with the holes and mistakes in it."""

import builtins
import keyword
import re
import unicodedata
from dataclasses import dataclass

from lift_ir import Hole, Parameter, Signature
from lift_ir.signature import identifier
from lift_ir.types import TypeExpr, unknown_names
from lift_server.diagnostics import Diagnostic, Fix, Related, diagnose
from lift_server.stated_holes import PARAMETERS, RESULT, default_hole, stated, type_hole, unknown_type_hole
from lift_server.syntax.signature import ReadParameter, ReadSignature, stated_signature
from lift_server.syntax.tree import Header
from lift_server.text import Edit, Span


@dataclass(frozen=True, slots=True)
class LoweredHeader:
    """What a header states; without a header, nothing."""

    signature: Signature
    holes: tuple[Hole, ...]
    diagnostics: tuple[Diagnostic, ...]


def stated_name(text: str, header: Header | None) -> str | None:
    """The name in the header when a function can have it."""
    if header is None or header.name_span is None:
        return None
    try:
        return identifier(header.name_span.slice(text))
    except ValueError:
        return None


def lower_header(
    text: str, header: Header | None, brought: frozenset[str], descriptions: dict[str, str]
) -> LoweredHeader:
    """The signature of `header`. `brought`: names that `uses:` clauses import; `descriptions` by parameter."""
    if header is None:
        return LoweredHeader(Signature(), (), ())
    return _HeaderReader(text, header, brought).lower(descriptions)


class _HeaderReader:
    """Reads one header; offsets in a signature are moved to where it stands in the file."""

    def __init__(self, text: str, header: Header, brought: frozenset[str]) -> None:
        self.text = text
        self.header = header
        self.brought = brought
        self.start = header.signature_span.start if header.signature_span else header.span.end
        self.holes: list[Hole] = []
        self.diagnostics: list[Diagnostic] = []

    def lower(self, descriptions: dict[str, str]) -> LoweredHeader:
        read = stated_signature(self.text, self.header)
        for message, span in read.problems:
            self._report("LIFT002", self._at(span), message)
        if read.asks_parameters and read.brackets:
            self.holes.append(type_hole(PARAMETERS, self._at(read.brackets)))
        parameters = self._parameters(read, descriptions)
        if read.asks_result and read.returns_span:
            self.holes.append(type_hole(RESULT, self._at(read.returns_span)))
        elif read.returns and read.returns_span:
            self._check_type(RESULT, read.returns, self._at(read.returns_span))
        signature = Signature(
            name=self._name(),
            parameters=parameters,
            returns=read.returns,
            is_async=self.header.is_async,
            name_origin=stated(self.header.name_span),
            returns_origin=stated(self._at(read.returns_span) if read.returns_span else None),
        )
        return LoweredHeader(signature, tuple(self.holes), tuple(self.diagnostics))

    def _report(self, code: str, span: Span, message: str, *fixes: Fix, related: tuple[Related, ...] = ()) -> None:
        self.diagnostics.append(diagnose(code, span, message, related=related, fixes=fixes))

    def _at(self, span: Span) -> Span:
        return Span(self.start + span.start, self.start + span.end)

    def _name(self) -> str | None:
        span = self.header.name_span
        written = span.slice(self.text) if span else "?"
        if span is None or written == "?" or len(written.split()) > 1:
            return None
        name = stated_name(self.text, self.header)
        if name is None:
            better = usable_name(written)
            why = (
                "is a Python keyword"
                if keyword.iskeyword(written)
                else "is not a name of plain letters, digits and `_`"
            )
            fix = Fix(f"Write `{better}`", (Edit(span, better),), preferred=True)
            self._report("LIFT003", span, f"`{_short(written)}` {why}; write `spec {better}`", fix)
        elif hasattr(builtins, name):
            self._report(
                "LIFT004", span, f"`{name}` is a Python builtin, which this function would hide; write `spec {name}_of`"
            )
        return name

    def _parameters(self, read: ReadSignature, descriptions: dict[str, str]) -> tuple[Parameter, ...] | None:
        if read.parameters is None:
            return None
        seen: dict[str, ReadParameter] = {}
        for parameter in read.parameters:
            span = self._at(parameter.name_span)
            if parameter.name == "result":
                self._report(
                    "LIFT007", span, "`result` is what the function returns; name this parameter `value` or what it is"
                )
            elif parameter.name in seen:
                first = Related(self._at(seen[parameter.name].name_span), "the first one")
                better = f"{parameter.name}_{len(seen) + 1}"
                self._report("LIFT006", span, f"`{parameter.name}` is named twice; write `{better}`", related=(first,))
            else:
                seen[parameter.name] = parameter
        return tuple(self._parameter(parameter, descriptions.get(name, "")) for name, parameter in seen.items())

    def _parameter(self, read: ReadParameter, description: str) -> Parameter:
        type_span = self._at(read.type_span) if read.type_span else None
        if read.asks_type:
            self.holes.append(type_hole(read.name, type_span))
        elif not (read.type and type_span and self._check_type(read.name, read.type, type_span)) and read.asks_default:
            self.holes.append(default_hole(read.name, self._at(read.default_span) if read.default_span else None))
        return Parameter(
            name=read.name,
            type=read.type,
            default=read.default,
            kind=read.kind,
            description=description,
            origin=stated(self._at(read.span)),
            type_origin=stated(type_span),
        )

    def _check_type(self, subject: str, type_expr: TypeExpr, span: Span) -> bool:
        """Whether the type holds an unknown name, which is then asked about."""
        unknown = unknown_names(type_expr, self.brought)
        if not unknown:
            return False
        name = unknown[0]
        bare = name.split(".")[-1]
        clause = f"uses: from MODULE import {bare}"
        instead = "" if bare == name else f"`{bare}` here and "
        message = f"`{name}` is not a type that Lift knows; write {instead}`{clause}` in this spec"
        self._report("LIFT008", span, message)
        self.holes.append(unknown_type_hole(subject, name, span))
        return True


def usable_name(written: str) -> str:
    """An identifier close to what was written."""
    plain = unicodedata.normalize("NFKD", written[:60].replace("ß", "ss")).encode("ascii", "ignore").decode()
    name = re.sub(r"\W+", "_", plain).strip("_").lower() or "compute"
    name = f"{name}_" if keyword.iskeyword(name) else name
    return name if name.isidentifier() else f"compute_{name}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}..."
