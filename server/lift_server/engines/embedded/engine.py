"""The engine without a model: a library of idioms that is found by the words of a spec. No network, no GPU."""

import ast
import hashlib
from collections.abc import AsyncGenerator, Iterator
from functools import cache

from lift_ir import IR, Candidate, ParameterKind
from lift_ir.python_text import parse_expression
from lift_server.engines.base import Capabilities, Draft, Feedback, Report, Silence, Written, unheard
from lift_server.engines.embedded.adapt import Roles, adapt_body, match_parameters
from lift_server.engines.embedded.choose import Choice, Nothing, choose
from lift_server.engines.embedded.formalise import formalise
from lift_server.engines.embedded.index import INDEX_FILE, Idiom, Index, load_index
from lift_server.engines.embedded.reader import ENGINE, draft_ir


class EmbeddedEngine:
    """Answers from the idiom library or says that it knows nothing like the spec, within a few milliseconds."""

    def capabilities(self) -> Capabilities:
        """Always usable; the version is the library's content hash."""
        return Capabilities(
            name=ENGINE,
            usable=True,
            detail="a library of small functions found by their words; no network, no GPU, no model",
            version=_library_version(),
        )

    async def examine(self, report: Report = unheard) -> Capabilities:
        """There is nothing to ask."""
        return self.capabilities()

    async def close(self) -> None:
        """Nothing is open."""

    async def draft(self, source: str, stated: IR, feedback: Feedback, report: Report = unheard) -> Draft:
        """The spec with name, parameters and types added from the closest idiom; its probes are the inputs."""
        index = load_index()
        choices = choose(stated, index)
        if isinstance(choices, Nothing):
            return Draft(ir=stated, silence=choices.reason, formalisations=formalise(stated))
        for choice in choices:
            default = choice.idioms[0]
            ir = draft_ir(stated, default, index)
            if _adapted(default, ir, index) is not None:
                inputs = tuple(_inputs(index.idioms(default.family)[0], ir, index))
                return Draft(ir=ir, inputs=inputs, formalisations=formalise(ir))
        silence = "The closest idiom needs a name that the spec uses for something else."
        return Draft(ir=stated, silence=silence, formalisations=formalise(stated))

    async def write(self, source: str, ir: IR, count: int, feedback: Feedback) -> AsyncGenerator[Written, None]:
        """The idioms of the families that fit, default variants first; up to `count` of them."""
        index = load_index()
        choices = choose(ir, index)
        if isinstance(choices, Nothing):
            yield Silence(choices.reason)
            return
        bodies: set[str] = set()
        for candidate in _candidates(choices, ir, index):
            if len(bodies) == count:
                return
            if candidate.body not in bodies:
                bodies.add(candidate.body)
                yield candidate
        if not bodies:
            yield Silence("The closest idiom needs a name that the spec uses for something else.")


@cache
def _library_version() -> str:
    return hashlib.sha256(INDEX_FILE.read_bytes()).hexdigest()[:12]


def _candidates(choices: tuple[Choice, ...], ir: IR, index: Index) -> Iterator[Candidate]:
    for choice in choices:
        for idiom in choice.idioms:
            body = _adapted(idiom, ir, index)
            if body is not None:
                yield Candidate(
                    body=body,
                    modules=idiom.modules,
                    engine=ENGINE,
                    model=idiom.name,
                    stance="suggest" if choice.is_suggestion else "answer",
                    note=idiom.variant,
                )


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
