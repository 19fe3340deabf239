"""One block of a tree as an IR of what is stated in it."""

import re
from collections.abc import Sequence
from dataclasses import astuple
from functools import lru_cache
from typing import Literal

from lift_ir import IR, Assertion, Condition, Effect, Example, Hole, Raises, Signature, Stated, Unspecified, Use
from lift_ir.clauses import HoleKind
from lift_ir.formal import KNOWN_NAMES, called_names, has_long_string, is_expression, long_strings, why_informal
from lift_ir.prose import canonical_line, clause_text, inline_holes
from lift_ir.python_text import too_big
from lift_ir.signature import identifier
from lift_server.diagnostics import Diagnostic, Fix, Related, diagnose
from lift_server.formality import with_formality
from lift_server.lower_example import meant_examples
from lift_server.lower_header import lower_header
from lift_server.moved import moved_diagnostic
from lift_server.prose import holes_between, prose_holes, prose_of
from lift_server.stated_holes import asked_hole, inline_hole, stated
from lift_server.syntax.parser import parse
from lift_server.syntax.signature import stated_signature
from lift_server.syntax.tree import Block, Field, Prose, is_on_line_of
from lift_server.syntax.values import (
    near_effect,
    split_effects,
    split_example,
    split_raises,
    split_uses,
    suggested_raises,
)
from lift_server.syntax.words import KEYWORDS, MODULE, near_keyword, unescape_holes, unescape_lines
from lift_server.text import Edit, Span, line_start


def lower_spec(text: str, block: Block, specs: frozenset[str]) -> tuple[IR, tuple[Diagnostic, ...]]:
    """What `block` states, and what is wrong with it; `specs` are the names of all specs of the file.

    Spans of the IR count from `block.start`, so that an edit elsewhere leaves it as it is; the diagnostics' do not.
    """
    start = block.start
    source = text[start : block.span.end]
    ir, diagnostics = _lower_alone(source, specs & _words(source))
    return ir, tuple(moved_diagnostic(diagnostic, start) for diagnostic in diagnostics)


_LINE_END = re.compile(r"(\\?)(?:\r\n|\r|\n)")


def _escaped(line_end: re.Match[str]) -> str:
    return "" if line_end[1] else r"\n"


@lru_cache(maxsize=1_024)
def _words(source: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", source))


@lru_cache(maxsize=1_024)
def _lower_alone(source: str, specs: frozenset[str]) -> tuple[IR, tuple[Diagnostic, ...]]:
    return _lower(source, parse(source).blocks[0], specs)


def _lower(text: str, block: Block, specs: frozenset[str]) -> tuple[IR, tuple[Diagnostic, ...]]:
    reader = _SpecReader(text, block, specs)
    ir = with_formality(reader.read(), specs)
    reader.check_examples(ir)
    return ir, tuple(reader.diagnostics)


def value_of(text: str, field: Field) -> str:
    """The value of a field on canonical lines, without backslashes that protect a line; empty when there is none."""
    if not field.value_spans:
        return ""
    first, *rest = field.value_spans
    lines = [first.slice(text)]
    if not is_on_line_of(text, field.key_span.end, first.start):
        lines = [unescape_lines(lines[0])]
    lines += [unescape_lines(text[line_start(text, span.start) : span.end]) for span in rest]
    return clause_text("\n".join(lines))


class _SpecReader:
    """Reads one block, piece by piece; what it finds wrong goes to `diagnostics`."""

    def __init__(self, text: str, block: Block, specs: frozenset[str]) -> None:
        self.text = text
        self.block = block
        self.specs = specs
        self.diagnostics: list[Diagnostic] = []
        self.holes: dict[str, Hole] = {}
        self.clauses: dict[str, list[Field]] = {key: [] for key in KEYWORDS}
        self.descriptions: dict[str, Field] = {}
        read = stated_signature(text, block.header)
        self.parameters = {parameter.name for parameter in read.parameters or ()} - {"result"}

    def read(self) -> IR:
        self._sort_items()
        uses = self._uses()
        brought = frozenset(use.name for use in uses if use.module)
        intent = prose_of(self.text, self.block.items, self._is_clause)
        self._prose_holes()
        descriptions = {name: self._description(field) for name, field in self.descriptions.items()}
        header = lower_header(self.text, self.block.header, brought, descriptions)
        self.diagnostics += header.diagnostics
        assertions = tuple(self._assertion(field, value) for field, value in self._values("requires", "ensures"))
        raises = self._raises()
        effects, effects_origin = self._effects()
        examples = tuple(self._example(field, value) for field, value in self._values("example"))
        unspecified = tuple(
            Unspecified(call=self._plain(field, value), origin=stated(field.span))
            for field, value in self._values("unspecified")
        )
        asked = [asked_hole(canonical_line(value), field.span) for field, value in self._values("hole")]
        holes = (*header.holes, *self.holes.values(), *asked)
        return IR(
            intent=intent,
            signature=header.signature
            if header.signature.name
            else self._named_by_examples(header.signature, examples),
            effects=effects,
            effects_origin=effects_origin,
            uses=uses,
            assertions=assertions,
            raises=raises,
            examples=examples,
            unspecified=unspecified,
            holes=tuple(sorted(holes, key=lambda hole: hole.span.start if hole.span else 0)),
        )

    def _report(self, code: str, span: Span, message: str, *fixes: Fix) -> None:
        self.diagnostics.append(diagnose(code, span, message, fixes=fixes))

    def _is_clause(self, field: Field) -> bool:
        return field.key in KEYWORDS or field.key in self.parameters

    def _sort_items(self) -> None:
        for item in self.block.items:
            if not isinstance(item, Field) or item.key == MODULE:
                continue
            if not self._is_clause(item):
                self._hint_at_keyword(item)
            elif not item.value_spans:
                line = SAMPLES.get(item.key, f"{item.key}: what it is")
                self._report("LIFT020", item.key_span, f"nothing follows `{item.key}:`; write for example `{line}`")
            elif item.key in KEYWORDS:
                self.clauses[item.key].append(item)
            elif item.key in self.descriptions:
                self._report_repeated(item, self.descriptions[item.key])
            else:
                self.descriptions[item.key] = item

    def _report_repeated(self, field: Field, first: Field) -> None:
        more = canonical_line(field.value_span.slice(self.text))
        at = first.value_span.end
        fix = Fix("Join them", (Edit(Span(at, at), f"; {more}"), Edit(field.span, "")), preferred=True)
        related = (Related(first.span, "the first one"),)
        message = f"`{field.key}` is described above already, and this line is not used; join the two"
        self.diagnostics.append(diagnose("LIFT009", field.key_span, message, related=related, fixes=(fix,)))

    def _hint_at_keyword(self, field: Field) -> None:
        meant = near_keyword(field.key)
        if meant is None:
            return
        fix = Fix(f"Write `{meant}:`", (Edit(field.key_span, meant),), preferred=True)
        prose = Fix("It is prose: begin with a backslash", (Edit(Span(field.span.start, field.span.start), "\\"),))
        self._report(
            "LIFT025", field.key_span, f"this line is prose; if a clause is meant, write `{meant}:`", fix, prose
        )

    def _prose_holes(self) -> None:
        for item in self.block.items:
            if isinstance(item, Prose) or (isinstance(item, Field) and not self._is_clause(item)):
                for name, span in prose_holes(self.text, item):
                    self.holes.setdefault(name, inline_hole(name, HoleKind.INTENT, span))

    def _description(self, field: Field) -> str:
        raw = canonical_line(value_of(self.text, field))
        for name, _, _ in inline_holes(raw):
            self.holes.setdefault(name, inline_hole(name, HoleKind.INTENT, field.value_span))
        return unescape_holes(raw)

    def _values(self, *keys: str) -> list[tuple[Field, str]]:
        """The clauses of these keys with their values, in the order of the text."""
        fields = [field for key in keys for field in self.clauses[key]]
        fields.sort(key=lambda field: field.span.start)
        return [(field, self._sized_value(field)) for field in fields]

    def _sized_value(self, field: Field) -> str:
        value = value_of(self.text, field)
        if field.key != "hole" and (reason := too_big(value)):
            advice = "say it in several clauses, or describe a part of it in a spec of its own"
            message = f"this value is not executed: {reason}; {advice}"
            self._report("LIFT024", field.key_span, message)
        elif field.key != "hole" and has_long_string(value):
            self._report_long_string(field)
        return value

    def _report_long_string(self, field: Field) -> None:
        raw = field.value_span.slice(self.text)
        strings = list(long_strings(raw))
        message = "a string stands on one line, since a clause does not keep the indentation inside it; write `\\n`"
        better = raw
        for start, end in reversed(strings):
            better = better[:start] + _LINE_END.sub(_escaped, better[start:end]) + better[end:]
        is_raw = any(raw[:start].endswith(("r", "R", "rb", "rB", "Rb", "RB")) for start, _ in strings)
        fix = Fix("Write the line ends as `\\n`", (Edit(field.value_span, better),), preferred=True)
        self._report("LIFT027", field.value_span, message, *([] if is_raw or not is_expression(better) else [fix]))

    def _plain(self, field: Field, value: str) -> str:
        """`value` as the IR keeps it: Python as it is; in words, every `?name` is a hole and `\\?name` is not."""
        if "?" not in value or is_expression(value):
            return value
        for span in field.value_spans:
            for name, place in holes_between(self.text, span.start, span.end):
                self.holes.setdefault(name, inline_hole(name, HoleKind.ASSERTION, place))
        return unescape_holes(value)

    def _assertion(self, field: Field, value: str) -> Assertion:
        kind: Literal["precondition", "postcondition"] = "precondition" if field.key == "requires" else "postcondition"
        return Assertion(kind=kind, condition=Condition(text=self._plain(field, value)), origin=stated(field.span))

    def _raises(self) -> tuple[Raises, ...]:
        found: list[Raises] = []
        for field, value in self._values("raises"):
            parts = split_raises(value)
            if parts is None:
                better = suggested_raises(value)
                fix = Fix(f"Write `raises: {better}`", (Edit(field.value_span, better),))
                message = f"expected names of exceptions, then `when` and a condition; write `raises: {better}`"
                self._report("LIFT023", field.value_span, message, fix)
                continue
            exceptions, condition = parts
            when = None if condition is None else Condition(text=self._plain(field, condition))
            found.append(Raises(exceptions=exceptions, condition=when, origin=stated(field.span)))
        return tuple(found)

    def _effects(self) -> tuple[tuple[Effect, ...], Stated]:
        effects: dict[Effect, None] = {}
        origin = Stated()
        for field, value in self._values("effects"):
            origin = stated(field.span)
            named, none = split_effects(value)
            for text in named:
                try:
                    effects[Effect(text.lower())] = None
                except ValueError:
                    self._report_effect(field, text)
            if none and named:
                self._report(
                    "LIFT021",
                    field.value_span,
                    "`none` stands alone; write `effects: none` or name the effects without it",
                )
        return tuple(effects), origin

    def _report_effect(self, field: Field, text: str) -> None:
        near = near_effect(text)
        fixes = (
            (Fix(f"Write `{near}`", (Edit(field.value_span, near),), preferred=True),)
            if near and len(field.value_spans) == 1
            else ()
        )
        known = ", ".join(Effect)
        message = f"`{text[:40]}` is not an effect; write `effects: {near or 'none'}`, or those that apply of {known}"
        self._report("LIFT021", field.value_span, message, *fixes)

    def _uses(self) -> tuple[Use, ...]:
        found: list[Use] = []
        for field, value in self._values("uses"):
            pairs = split_uses(value)
            found += [Use(name=name, module=module, origin=stated(field.span)) for name, module in pairs]
            if not pairs:
                message = "expected the name of a spec, or an import; write `uses: from fractions import Fraction`"
                self._report("LIFT026", field.value_span, message)
        return tuple(found)

    def _example(self, field: Field, value: str) -> Example:
        text, raises = split_example(value)
        return Example(text=self._plain(field, text), raises=raises, origin=stated(field.span))

    def _named_by_examples(self, signature: Signature, examples: Sequence[Example]) -> Signature:
        """The signature with the one unknown name that all formal examples call."""
        known = KNOWN_NAMES | self.specs
        called = [
            {name for name in called_names(example.text) if name not in known and _is_name(name)}
            for example in examples
        ]
        named = [names for names in called if names]
        common = set.intersection(*named) if named else set()
        if len(common) != 1 or len(set.union(*named)) != 1:
            return signature
        (name,) = common
        span = next(
            example.origin.span
            for example, names in zip(examples, called, strict=True)
            if names and isinstance(example.origin, Stated)
        )
        return signature.model_copy(update={"name": name, "name_origin": Stated(span=span)})

    def check_examples(self, ir: IR) -> None:
        """Report examples that read as Python but do not call the function."""
        name = ir.signature.name
        known = {*self.specs, *(use.name for use in ir.uses)}
        for example, field in zip(ir.examples, self.clauses["example"], strict=True):
            called = called_names(example.text)
            if example.informal_because and (better := meant_examples(example.text, name, known)):
                self._hint_at_example(field, better)
                continue
            if (
                name in called
                or not is_expression(example.text)
                or not (called or why_informal(example.text, known) is None)
            ):
                continue
            wrong = [other for other in called if other not in KNOWN_NAMES and other not in known]
            if name is None:
                message = "the function has no name that this example could call; write `spec NAME` above the spec"
                self._report("LIFT022", field.value_span, message)
            elif len(wrong) == 1:
                message = f"this example calls `{wrong[0]}`, not `{name}`; write `{name}(...)`"
                self._report("LIFT022", field.value_span, message, self._call_fix(field, wrong[0], name))
            else:
                message = f"an example calls the function; write for example `{name}(...) == ...`"
                self._report("LIFT022", field.value_span, message)

    def _hint_at_example(self, field: Field, better: Sequence[str]) -> None:
        start = field.key_span.start
        lines = f"\n{self.text[line_start(self.text, start) : start]}example: ".join(better)
        title = "Write one example a line" if len(better) > 1 else f"Write `{better[0]}`"
        fix = Fix(title, (Edit(field.value_span, lines),), preferred=True)
        written = " and ".join(f"`example: {text}`" for text in better)
        message = f"this example is not executed, because it is not Python; if a call is meant, write {written}"
        self._report("LIFT029", field.value_span, message, fix)

    def _call_fix(self, field: Field, wrong: str, name: str) -> Fix:
        place = re.compile(rf"\b{wrong}(?=\s*\()")
        spans = [Span(*match.span()) for match in place.finditer(self.text, *astuple(field.value_span))]
        return Fix(f"Call `{name}`", tuple(Edit(span, name) for span in spans))


def _is_name(text: str) -> bool:
    try:
        return bool(identifier(text))
    except ValueError:
        return False


SAMPLES = {
    "requires": "requires: n >= 0",
    "ensures": "ensures: result >= 0",
    "raises": "raises: ValueError when n < 0",
    "example": "example: double(2) == 4",
    "effects": "effects: none",
    "uses": "uses: from fractions import Fraction",
    "unspecified": "unspecified: double(None)",
    "hole": "hole: may n be negative?",
    "module": "module: shapes.circle",
}
"""A correct line for each keyword."""
