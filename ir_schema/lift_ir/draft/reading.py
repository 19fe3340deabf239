"""A draft as an IR: the stated stays as it is, what holds is added as inferred, the rest is dropped with a reason."""

import ast
import builtins
import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lift_ir.clauses import Assertion, Choice, Condition, Hole, HoleKind, Raises
from lift_ir.draft.model import Draft, DraftedHole, DraftedParameter
from lift_ir.draft.schema import informal_assertions, states_effects
from lift_ir.effects import Effect
from lift_ir.formal import free_names, is_call_of, why_informal
from lift_ir.ir import IR, Provenance
from lift_ir.origin import Inferred, Origin, Span
from lift_ir.prose import canonical_line, inline_holes
from lift_ir.python_text import parse_expression
from lift_ir.signature import Parameter, ParameterKind, Signature, identifier
from lift_ir.types import TypeExpr, TypeSyntaxError, parse_type, unknown_names

TYPED_ANSWER = Choice(title="I'll type it")
_KEYS = frozenset("requires ensures raises example effects uses unspecified hole module".split())
_ANSWER = re.compile(r"(requires|ensures|raises|example|effects|unspecified): \S.*")
_LINE_END = re.compile(r"[\r\n]+")
_MAX_TEXT = 200
_KINDS = {
    ParameterKind.POSITIONAL_ONLY: inspect.Parameter.POSITIONAL_ONLY,
    ParameterKind.POSITIONAL_OR_KEYWORD: inspect.Parameter.POSITIONAL_OR_KEYWORD,
    ParameterKind.VAR_POSITIONAL: inspect.Parameter.VAR_POSITIONAL,
    ParameterKind.KEYWORD_ONLY: inspect.Parameter.KEYWORD_ONLY,
    ParameterKind.VAR_KEYWORD: inspect.Parameter.VAR_KEYWORD,
}


@dataclass(frozen=True, slots=True)
class Dropped:
    """A part of a draft that was not taken: its place in the draft (`req/1`), its text, and why."""

    place: str
    text: str
    because: str


@dataclass(frozen=True, slots=True)
class Formalization:
    """A formal expression for a stated informal assertion, to offer to the author. `at` indexes `IR.assertions`."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft that was read. `inputs` are calls worth trying, as source text."""

    ir: IR
    inputs: tuple[str, ...] = ()
    formalizations: tuple[Formalization, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def read_draft(draft: Draft, stated: IR, source: str, provenance: Provenance) -> Drafted:
    """The stated IR with what the draft adds; never raises.

    `source` is the spec as the author wrote it, from which spans count: a hole must quote it.
    """
    return _Reader(draft, stated, source, provenance).read()


@dataclass(slots=True)
class _Reader:
    draft: Draft
    stated: IR
    source: str
    provenance: Provenance
    dropped: list[Dropped] = field(default_factory=list)

    def read(self) -> Drafted:
        signature = self._signature()
        names = frozenset({*signature.parameter_names, *self._brought(), *filter(None, [signature.name])})
        ir = IR(
            **{name: getattr(self.stated, name) for name in IR.model_fields}
            | {
                "signature": signature,
                "assertions": (*self.stated.assertions, *self._assertions(names)),
                "raises": (*self.stated.raises, *self._raises(names)),
                "holes": (*self.stated.holes, *self._holes()),
                "provenance": self.provenance,
            }
            | self._effects()
        )
        return Drafted(ir, tuple(self._inputs(signature)), tuple(self._formalizations(names)), tuple(self.dropped))

    @property
    def _origin(self) -> Inferred:
        return Inferred(engine=self.provenance.engine, model=self.provenance.model)

    def _brought(self) -> frozenset[str]:
        return frozenset(use.name for use in self.stated.uses)

    def _drop(self, place: str, text: str, because: str) -> None:
        self.dropped.append(Dropped(place, text[:_MAX_TEXT], because))

    def _signature(self) -> Signature:
        stated, draft = self.stated.signature, self.draft
        changes: dict[str, object] = {}
        if draft.name is not None and (name := self._name(draft.name)):
            changes |= {"name": name, "name_origin": self._origin}
        if stated.parameters is not None:
            if draft.params is not None:
                self._drop("params", "", "the author states the parameters")
            changes["parameters"] = tuple(map(self._typed, stated.parameters))
        elif draft.params is not None:
            changes["parameters"] = tuple(self._parameters(draft.params))
        for name in draft.types.keys() - {item.name for item in stated.parameters or () if item.type is None}:
            self._drop(f"types/{name}", draft.types[name], "no parameter of this name is without a type")
        if draft.ret is not None:
            if stated.returns is not None:
                self._drop("ret", draft.ret, "the author states the result's type")
            elif (returns := self._type("ret", draft.ret)) is not None:
                changes |= {"returns": returns, "returns_origin": self._origin}
        return stated.model_copy(update=changes)

    def _name(self, name: str) -> str | None:
        if self.stated.signature.name is not None:
            self._drop("name", name, "the author states the name")
            return None
        try:
            identifier(name)
        except ValueError as error:
            self._drop("name", name, str(error))
            return None
        if hasattr(builtins, name):
            self._drop("name", name, "a function of this name would hide a builtin")
            return None
        return name

    def _parameters(self, drafted: Sequence[DraftedParameter]) -> Iterator[Parameter]:
        seen: set[str] = set()
        for at, item in enumerate(drafted):
            place = f"params/{at}"
            if item.n == "result" or item.n in seen:
                self._drop(place, item.n, "two parameters of one name" if item.n in seen else "`result` is the result")
                continue
            try:
                identifier(item.n)
            except ValueError as error:
                self._drop(place, item.n, str(error))
                continue
            seen.add(item.n)
            yield Parameter(
                name=item.n,
                type=self._type(f"{place}/t", item.t),
                description=self._description(f"{place}/d", item),
                origin=self._origin,
                type_origin=self._origin,
            )

    def _description(self, place: str, item: DraftedParameter) -> str:
        """What the line `name: description` of a spec can say."""
        description = canonical_line(item.d)
        if item.n in _KEYS and description:
            self._drop(place, description, f"`{item.n}:` begins a clause")
            return ""
        if inline_holes(description):
            self._drop(place, description, "it asks something")
            return ""
        return description

    def _typed(self, parameter: Parameter) -> Parameter:
        """The stated parameter, with the drafted type when it has none."""
        text = self.draft.types.get(parameter.name)
        if parameter.type is not None or text is None:
            return parameter
        found = self._type(f"types/{parameter.name}", text)
        return parameter if found is None else parameter.model_copy(update={"type": found, "type_origin": self._origin})

    def _type(self, place: str, text: str) -> TypeExpr | None:
        try:
            found = parse_type(text)
        except TypeSyntaxError as error:
            self._drop(place, text, str(error))
            return None
        if unknown := unknown_names(found, self._brought()):
            self._drop(place, text, f"`{unknown[0]}` is not a type that Lift knows")
            return None
        return found

    def _effects(self) -> dict[str, tuple[Effect, ...] | Origin]:
        effects = tuple(dict.fromkeys(self.draft.eff))
        if states_effects(self.stated):
            if effects:
                self._drop("eff", ", ".join(effects), "the author states the effects")
            return {}
        return {"effects": effects, "effects_origin": self._origin} if effects else {}

    def _assertions(self, names: frozenset[str]) -> Iterator[Assertion]:
        seen = {(item.kind, item.condition.text) for item in self.stated.assertions}
        for at, text in enumerate(self.draft.req):
            condition = self._condition(f"req/{at}", text, names, frozenset(names))
            if condition and ("precondition", condition.text) not in seen:
                seen.add(("precondition", condition.text))
                yield Assertion(kind="precondition", condition=condition, origin=self._origin)
        for at, text in enumerate(self.draft.ens):
            condition = self._condition(f"ens/{at}", text, names | {"result"}, frozenset({"result"}))
            if condition and ("postcondition", condition.text) not in seen:
                seen.add(("postcondition", condition.text))
                yield Assertion(kind="postcondition", condition=condition, origin=self._origin)

    def _raises(self, names: frozenset[str]) -> Iterator[Raises]:
        seen = {
            (name, item.condition.text) for item in self.stated.raises if item.condition for name in item.exceptions
        }
        for at, item in enumerate(self.draft.rai):
            known = getattr(builtins, item.e, None)
            if not (isinstance(known, type) and issubclass(known, Exception)) and item.e not in self._brought():
                self._drop(f"rai/{at}", item.e, "it is not an exception that Lift knows")
                continue
            condition = self._condition(f"rai/{at}", item.w, names, frozenset(names))
            if condition and (item.e, condition.text) not in seen:
                seen.add((item.e, condition.text))
                yield Raises(exceptions=(item.e,), condition=condition, origin=self._origin)

    def _condition(self, place: str, text: str, names: frozenset[str], about: frozenset[str]) -> Condition | None:
        """A formal condition that uses one of `about`; None, and a reason, when the text is none."""
        if not text.strip():
            self._drop(place, text, "it is empty")
            return None
        condition = Condition(text=text)
        because = why_informal(condition.text, names)
        if because is None and about.isdisjoint(free_names(condition.text)):
            because = "it says nothing about the call"
        if because is not None:
            self._drop(place, text, because)
            return None
        return condition

    def _inputs(self, signature: Signature) -> Iterator[str]:
        calls: dict[str, None] = {}
        for at, text in enumerate(self.draft.args):
            call = f"{signature.name}({_LINE_END.sub(' ', text.strip())})"
            because = self._why_no_call(call, signature)
            if because is None:
                calls[call] = None
            else:
                self._drop(f"args/{at}", text, because)
        return iter(calls)

    def _why_no_call(self, call: str, signature: Signature) -> str | None:
        if signature.name is None:
            return "the function has no name"
        if because := why_informal(call, {signature.name, *self._brought()}, any_expression=True):
            return because
        if not is_call_of(call, signature.name):
            return "it is not a list of arguments"
        return None if signature.parameters is None else _why_not_bound(call, signature.parameters)

    def _formalizations(self, names: frozenset[str]) -> Iterator[Formalization]:
        informal = informal_assertions(self.stated)
        places = [at for at, item in enumerate(self.stated.assertions) if not item.condition.is_formal]
        for number, text in enumerate(self.draft.formal):
            if number >= len(informal):
                self._drop(f"formal/{number}", text, "there are fewer informal assertions")
            elif text.strip():
                extra = {"result"} if informal[number].kind == "postcondition" else set()
                if why_informal(informal[number].condition.text, names | extra) is None:
                    continue  # formal as it stands, now that the signature is known
                condition = self._condition(f"formal/{number}", text, names | extra, names | extra)
                if condition:
                    yield Formalization(places[number], condition.text)

    def _holes(self) -> Iterator[Hole]:
        asked = {hole.question for hole in self.stated.holes}
        for at, item in enumerate(self.draft.holes):
            place, question = f"holes/{at}", canonical_line(item.q)
            quoted = _find_words(self.source, item.w)
            if quoted is None:
                self._drop(place, item.q, f"it quotes nothing of the spec: {item.w[:40]!r}")
            elif not question or question in asked:
                self._drop(place, item.q, "it asks nothing new")
            else:
                asked.add(question)
                yield Hole(
                    kind=HoleKind.INTENT,
                    question=question,
                    span=Span(start=quoted[0], end=quoted[1]),
                    choices=(*self._choices(place, item), TYPED_ANSWER),
                    origin=self._origin,
                )

    def _choices(self, place: str, item: DraftedHole) -> Iterator[Choice]:
        for at, text in enumerate(dict.fromkeys(map(canonical_line, item.a))):
            if _ANSWER.fullmatch(text) and len(text) <= _MAX_TEXT:
                yield Choice(title=text, clause=text)
            else:
                self._drop(f"{place}/a/{at}", text, "an answer is one clause, such as `requires: n >= 0`")


def _find_words(source: str, quote: str) -> tuple[int, int] | None:
    """Where the quoted words stand in the text, whatever its line breaks and capitals; None when nowhere."""
    if not re.search(r"\w", quote):
        return None
    words = quote.split()
    start, end = (r"\b" if re.match(r"\w", edge) else "" for edge in (words[0][0], words[-1][-1]))
    found = re.search(start + r"\s+".join(map(re.escape, words)) + end, source, re.IGNORECASE)
    return found.span() if found else None


def _why_not_bound(call: str, parameters: Sequence[Parameter]) -> str | None:
    """Why the call's arguments do not fit the parameters; None when they do, or when stars hide their number."""
    node = parse_expression(call)
    assert isinstance(node, ast.Call)
    if any(isinstance(item, ast.Starred) for item in node.args) or any(item.arg is None for item in node.keywords):
        return None
    wanted = [
        inspect.Parameter(
            item.name,
            _KINDS[item.kind],
            default=inspect.Parameter.empty if item.default is None else item.default,
        )
        for item in parameters
    ]
    names = [item.arg for item in node.keywords if item.arg is not None]
    if len(set(names)) < len(names):
        return "it names a parameter twice"
    try:
        inspect.Signature(wanted).bind(*node.args, **dict.fromkeys(names))
    except (TypeError, ValueError) as error:
        return f"it does not fit the parameters: {error}"
    return None
