"""What a search is asked about a spec: its examples with literal arguments and results, types, words, constants."""

import ast
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from lift_ir import IR, Parameter, ParameterKind, TypeExpr
from lift_server.engines.embedded.boundaries import Arguments, probes_near
from lift_server.engines.embedded.choose import only_stated
from lift_server.engines.embedded.evidence import ExampleCall, example_calls
from lift_server.engines.embedded.index import Index
from lift_server.engines.embedded.library_calls import helpers_for
from lift_server.engines.embedded.prose.reading import Reading, read
from lift_server.engines.embedded.retrieve import text_of
from lift_server.engines.embedded.search.request import Request, Trial
from lift_server.engines.embedded.search.types import of_annotation
from lift_server.engines.embedded.words import Vocabulary, tokens

SEARCH = "search"
"""What a composed candidate has in place of an idiom's name."""

SECONDS = 2.0
"""CPU time of a search: five times as much found nothing more on fourteen tasks that ran out of it."""

AMPLE = 60.0
"""The same where the number of evaluations is the limit, so that the answer does not depend on the machine."""

MOST_EXAMPLES = 24
MOST_CHARS = 4_000
"""Of an example's arguments and result as text."""

MOST_CONSTANTS = 12

_GENERATORS = frozenset({"Iterator", "Generator", "AsyncIterator", "AsyncGenerator"})
_PLAIN = (ParameterKind.POSITIONAL_OR_KEYWORD, ParameterKind.POSITIONAL_ONLY, ParameterKind.KEYWORD_ONLY)
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.]*\w)")
_QUOTED = re.compile(r"\"([^\"\n]*)\"|(?<!\w)'([^'\n]+)'(?!\w)|`'([^'`\n]*)'`")
_HYPHENATED = re.compile(r"\b[a-z]+-[a-z]+\b")
_NUMBER_WORDS = {word: at for at, word in enumerate("two three four five six seven eight nine ten".split(), 2)} | {
    "twelve": 12, "dozen": 12, "hundred": 100, "percent": 100, "percentage": 100, "thousand": 1000,
}  # fmt: skip


def request_for(ir: IR, index: Index, count: int, trials: Sequence[Trial] = (), evaluations: int = 0) -> Request | None:
    """The request for `count` answers; None when there is nothing to search by: no example whose arguments and result
    are literals, or a function that does more than compute. For `evaluations` see `Request`."""
    signature = ir.signature
    parameters = signature.parameters
    if signature.name is None or not parameters or signature.is_async or ir.effects:
        return None
    if any(item.kind not in _PLAIN for item in parameters) or _is_generator(ir):
        return None
    examples, others = _examples(ir, parameters)
    if not examples:
        return None
    text = text_of(only_stated(ir))
    names = {signature.name, *signature.parameter_names}
    return Request(
        name=signature.name,
        parameters=signature.parameter_names,
        types=tuple(_type(item.type) for item in parameters),
        result=_type(signature.returns),
        examples=tuple(examples),
        probes=(*others, *probes_near([*(arguments for arguments, _ in examples), *others])),
        stems=stems_of(text, index.vocabulary),
        constants=tuple(constants_of(ir.intent)),
        helpers=tuple(item for item in helpers_for(text, index) if item.name not in names),
        seconds=AMPLE if evaluations else SECONDS,
        count=count,
        trials=tuple(trials),
        sketches=tuple(
            replace(item, words=" ".join(stems_of(item.words, index.vocabulary))) for item in reading_of(ir).sketches
        ),
        evaluations=evaluations,
        prose=text,
    )


def reading_of(ir: IR) -> Reading:
    """What is understood of the prose; offsets are those of the intent."""
    types = {item.name: _type(item.type) for item in ir.signature.parameters or ()}
    return read(ir.intent, types, _type(ir.signature.returns))


def _type(declared: TypeExpr | None) -> str:
    return "any" if declared is None else of_annotation(str(declared))


def _is_generator(ir: IR) -> bool:
    return ir.signature.returns is not None and ir.signature.returns.name in _GENERATORS


def _examples(ir: IR, parameters: Sequence[Parameter]) -> tuple[list[tuple[Arguments, Any]], list[Arguments]]:
    """The calls with a literal result, and the arguments of calls whose result is only bounded; nothing where two
    examples contradict each other."""
    known: dict[str, tuple[Arguments, Any]] = {}
    others: dict[str, Arguments] = {}
    formal = [item for item in ir.examples if item.is_formal and not item.raises]
    for call in example_calls(ir.model_copy(update={"examples": tuple(formal)})):
        try:
            arguments = _arguments(call, parameters)
            key = repr(arguments)
            if len(key) > MOST_CHARS:
                continue
            if call.expected is None:
                others[key] = arguments
                continue
            result = _value(call.expected)
        except ValueError:
            continue
        if repr(known.setdefault(key, (arguments, result))[1]) != repr(result):
            return [], []
    return list(known.values())[:MOST_EXAMPLES], [value for key, value in others.items() if key not in known][:2]


def _arguments(call: ExampleCall, parameters: Sequence[Parameter]) -> Arguments:
    """The value of every parameter, in order. Raises ValueError when one is no literal."""
    passed = dict(call.keywords)
    passed |= {item.name: node for item, node in zip(parameters, call.arguments, strict=False)}
    if len(passed) != len(call.keywords) + len(call.arguments) or not passed.keys() <= {
        item.name for item in parameters
    }:
        raise ValueError("the call does not fit the parameters")
    values = []
    for item in parameters:
        node = passed.get(item.name) or (ast.parse(item.default, mode="eval").body if item.default else None)
        if node is None:
            raise ValueError("an argument is missing")
        values.append(_value(node))
    return tuple(values)


def _value(node: ast.expr) -> Any:
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError) as error:
        raise ValueError(f"no literal: {error}") from error
    if not _is_plain(value):
        raise ValueError("no value that a search works on")
    return value


def _is_plain(value: object) -> bool:
    match value:
        case None | bool() | int() | str():
            return True
        case float():
            return math.isfinite(value)
        case list() | tuple() | set():
            return all(map(_is_plain, value))
        case dict():
            return all(_is_plain(key) and _is_plain(item) for key, item in value.items())
    return False


def stems_of(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The stems of all words, in the library's vocabulary and out of it."""
    # `sub-array` is two words of the library and a word of its own.
    whole = [word.replace("-", "") for word in _HYPHENATED.findall(text.lower())]
    words = [*tokens(text, vocabulary), *whole]
    found = {stem for token in words for stem in (vocabulary.read(token), vocabulary.stem(token))}
    return tuple(sorted(found))


def constants_of(prose: str) -> Iterator[Any]:
    """The numbers and quoted texts of the prose."""
    found: dict[str, Any] = {}
    for match in _QUOTED.finditer(prose):
        text = next((group for group in match.groups() if group is not None), "")
        if 0 < len(text) <= 20:
            found.setdefault(repr(text), text)
    for match in _NUMBER.finditer(prose):
        number = float(match[0]) if "." in match[0] else int(match[0])
        found.setdefault(repr(number), number)
    for word in re.findall(r"[a-z]+", prose.lower()):
        if word in _NUMBER_WORDS:
            found.setdefault(repr(_NUMBER_WORDS[word]), _NUMBER_WORDS[word])
    yield from list(found.values())[:MOST_CONSTANTS]
