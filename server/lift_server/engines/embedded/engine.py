"""The engine without a model: a library of idioms that is found by the words of a spec, and a search by its examples
that composes them. No network, no GPU."""

import ast
import hashlib
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from functools import cache
from typing import TYPE_CHECKING, Literal

from lift_ir import IR, Candidate, ParameterKind
from lift_ir.python_text import parse_expression
from lift_server.engines.base import Capabilities, Draft, Feedback, Report, Silence, Written, unheard
from lift_server.engines.embedded.adapt import Roles, adapt_body, match_parameters
from lift_server.engines.embedded.choose import Choice, Nothing, choose
from lift_server.engines.embedded.formalise import formalise
from lift_server.engines.embedded.index import INDEX_FILE, Idiom, Index, load_index
from lift_server.engines.embedded.reader import ENGINE, draft_ir

if TYPE_CHECKING:
    from lift_server.engines.embedded.composing import Composer

HIDDEN = "The closest idiom needs a name that the spec uses for something else."


class EmbeddedEngine:
    """Answers from the idiom library within a few milliseconds, or by a search where the spec has examples, or says
    why it does not and what would help."""

    def __init__(self, evaluations: int = 0) -> None:
        """`evaluations`: of expressions in one search, at most; 0: as many as its CPU time allows."""
        self._evaluations = evaluations
        self._composer: Composer | None = None

    def capabilities(self) -> Capabilities:
        """Always usable; the version is the library's content hash."""
        return Capabilities(
            name=ENGINE,
            usable=True,
            detail="small functions found by their words, composed by a search for examples; no network, no model",
            version=_library_version(),
        )

    async def examine(self, report: Report = unheard) -> Capabilities:
        """There is nothing to ask."""
        return self.capabilities()

    async def close(self) -> None:
        """End the process that searches."""
        if self._composer is not None:
            await self._composer.close()

    async def draft(self, source: str, stated: IR, feedback: Feedback, report: Report = unheard) -> Draft:
        """The spec with name, parameters and types added from the closest idiom; its probes are the inputs."""
        index = load_index()
        choices = choose(stated, index)
        if isinstance(choices, Nothing):
            return _from_examples(stated, choices.reason)
        for choice in choices:
            default = choice.idioms[0]
            ir = draft_ir(stated, default, index)
            if _adapted(default, ir, index) is not None:
                inputs = tuple(_inputs(index.idioms(default.family)[0], ir, index))
                return Draft(ir=ir, inputs=inputs, formalisations=formalise(ir))
        return _from_examples(stated, HIDDEN)

    async def write(self, source: str, ir: IR, count: int, feedback: Feedback) -> AsyncGenerator[Written, None]:
        """Up to `count` candidates: idioms of the families that fit, default variants first, then what a search by the
        examples composes; idioms that break an example come last."""
        index = load_index()
        choices = choose(ir, index)
        idioms = () if isinstance(choices, Nothing) else _candidates(choices, ir, index)
        if ir.examples:
            composer = self._composer_on_first_use()
            request = composer.request(ir, index, count, idioms)
            if request is not None:
                async with aclosing(composer.write(source, ir, request, idioms)) as written:
                    async for item in written:
                        yield item
                return
        for candidate in idioms[:count]:
            yield candidate
        if not idioms:
            yield Silence(choices.reason if isinstance(choices, Nothing) else HIDDEN)

    def _composer_on_first_use(self) -> "Composer":
        if self._composer is None:
            from lift_server.engines.embedded.composing import Composer

            self._composer = Composer(self._evaluations)
        return self._composer


@cache
def _library_version() -> str:
    return hashlib.sha256(INDEX_FILE.read_bytes()).hexdigest()[:12]


def _candidates(choices: tuple[Choice, ...], ir: IR, index: Index) -> tuple[Candidate, ...]:
    """The idioms under the spec's names, each body once."""
    found: dict[str, Candidate] = {}
    for choice in choices:
        stance: Literal["answer", "suggest"] = "suggest" if choice.is_suggestion else "answer"
        for idiom in choice.idioms:
            body = _adapted(idiom, ir, index)
            if body is not None and body not in found:
                note, modules = idiom.variant, idiom.modules
                found[body] = Candidate(
                    body=body, modules=modules, engine=ENGINE, model=idiom.name, stance=stance, note=note
                )
    return tuple(found.values())


def _from_examples(stated: IR, silence: str) -> Draft:
    """What the examples alone show of the signature. Where there is nothing to show, writing says what would help."""
    if stated.signature.is_complete and stated.examples:
        return Draft(ir=stated, formalisations=formalise(stated))
    ir = None
    if stated.examples:
        from lift_server.engines.embedded.signature_of_examples import ir_of_examples

        ir = ir_of_examples(stated)
    if ir is None:
        return Draft(ir=stated, silence=silence, formalisations=formalise(stated))
    return Draft(ir=ir, formalisations=formalise(ir))


def _adapted(idiom: Idiom, ir: IR, index: Index) -> str | None:
    roles = match_parameters(idiom, ir.signature.parameters or (), index)
    return adapt_body(idiom, roles, ir.signature.name or idiom.family) if roles is not None else None


def _inputs(idiom: Idiom, ir: IR, index: Index) -> Iterator[str]:
    """The idiom's probes as calls of the spec's function: its name, its order, keywords where it wants them."""
    parameters = ir.signature.parameters or ()
    roles = match_parameters(idiom, parameters, index)
    if roles is None:
        return
    for probe in idiom.probes:
        call = parse_expression(probe)
        if isinstance(call, ast.Call):
            yield ast.unparse(_rewritten(call, idiom, roles, ir))


def _rewritten(call: ast.Call, idiom: Idiom, roles: Roles, ir: IR) -> ast.Call:
    passed = {item.name: value for item, value in zip(idiom.parameters, call.args, strict=False)}
    passed |= {item.arg: item.value for item in call.keywords if item.arg}
    values = {roles[name]: value for name, value in passed.items()}
    positional: list[ast.expr] = []
    keywords: list[ast.keyword] = []
    for parameter in ir.signature.parameters or ():
        if parameter.name not in values:
            continue
        if parameter.kind is ParameterKind.KEYWORD_ONLY:
            keywords.append(ast.keyword(arg=parameter.name, value=values[parameter.name]))
        else:
            positional.append(values[parameter.name])
    return ast.Call(func=ast.Name(id=ir.signature.name or idiom.family), args=positional, keywords=keywords)
