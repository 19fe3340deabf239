"""What a model is told: the texts of this folder around a spec. Their version is a hash of them."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from lift_ir import IR
from lift_ir.draft.schema import informal_assertions
from lift_ir.effects import PURE_MODULES, allowed_modules
from lift_ir.render import render_docstring, render_header
from lift_server.engines.base import Feedback
from lift_server.syntax.printer import print_assertion, print_ir

Form = Literal["body", "json", "fence"]
"""How a function is answered: its body below a given start, one JSON object, or a fenced block."""

Messages = list[dict[str, str]]

_FOLDER = Path(__file__).parent
_FILES = ("draft.md", "write.md", "fields.toml", "forms.toml", "examples.toml", "__init__.py")


@cache
def prompt_version() -> str:
    """A hash of everything that the model is told beside the spec: part of provenance and of every key."""
    digest = hashlib.sha256()
    for name in _FILES:
        digest.update((_FOLDER / name).read_bytes())
    return digest.hexdigest()[:12]


@cache
def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


def function_start(ir: IR) -> str:
    """Header and docstring: where the model's own words begin. Raises ValueError without a name."""
    return render_header(ir) + render_docstring(ir)


def draft_messages(source: str, stated: IR, keys: Iterable[str]) -> Messages:
    """The request for a draft with these keys (those of its schema)."""
    examples = _table("examples.toml")["draft"]
    turns = [
        turn
        for example in examples
        for turn in (
            _turn("user", "\n\n".join([_spec(example["spec"]), _keys(json.loads(example["reply"])), *_shown(example)])),
            _turn("assistant", example["reply"]),
        )
    ]
    informal = [print_assertion(item) for item in informal_assertions(stated)]
    asked = "\n\n".join([_spec(source, stated), _keys(keys), *_clauses(informal)])
    return [_turn("system", _text("draft.md")), *turns, _turn("user", asked)]


def _shown(example: dict[str, str]) -> Iterator[str]:
    if '"formal":' in example["reply"]:
        yield from _clauses([line.strip() for line in example["spec"].splitlines() if "ensures:" in line])


def _clauses(informal: Sequence[str]) -> Iterator[str]:
    if informal:
        yield "Clauses for `formal`:\n" + "\n".join(informal)


def _keys(keys: Iterable[str]) -> str:
    told = _table("fields.toml")
    return "The keys, in this order:\n" + "\n".join(f"- {key}: {told[key]}" for key in keys)


def write_messages(source: str, ir: IR, feedback: Feedback, form: Form) -> Messages:
    """The request for the function; for the form `body` it ends in the start of the answer."""
    system = _text("write.md").replace("{modules}", ", ".join(sorted(PURE_MODULES))) + "\n" + _table("forms.toml")[form]
    turns = [
        turn
        for example in _table("examples.toml")["write"]
        for turn in (
            _turn("user", "\n\n".join([_spec(example["spec"]), *_header(example["header"], form)])),
            _turn("assistant", _answer(example["header"], example["body"], form)),
        )
    ]
    start = function_start(ir)
    asked = "\n\n".join([_spec(source, ir), *_header(start, form), *_circumstances(ir, feedback)])
    begun = [_turn("assistant", start)] if form == "body" else []
    return [_turn("system", system), *turns, _turn("user", asked), *begun]


def _header(start: str, form: Form) -> Iterator[str]:
    """What a model that is not given the start is told of it."""
    if form != "body":
        yield f"The header: `{start.partition(chr(10))[0]}`"


def _answer(start: str, body: str, form: Form) -> str:
    match form:
        case "body":
            return start + body
        case "json":
            return json.dumps({"function": start + body})
        case "fence":
            return f"```python\n{start}{body}```"


def _circumstances(ir: IR, feedback: Feedback) -> Iterator[str]:
    """What concerns this request alone, and stands behind all that requests share."""
    if more := sorted(allowed_modules(ir.effects) - PURE_MODULES):
        yield f"These modules exist too: {', '.join(more)}."
    if feedback.messages:
        yield "The author has decided:\n" + "\n".join(feedback.messages)
    if feedback.failures:
        failed = [f"- `{item.call}`: expected {item.expected}; got: {item.actual}" for item in feedback.failures]
        yield "Earlier attempts were wrong. Find out why, and write the function anew:\n" + "\n".join(failed)


def _spec(source: str, ir: IR | None = None) -> str:
    """The author's words, and what they are understood as where that says more."""
    words = f"The specification:\n\n{source.strip()}"
    meaning = "" if ir is None else print_ir(ir).strip()
    says_more = meaning.split() != source.split()
    return f"{words}\n\nUnderstood as:\n\n{meaning}" if meaning and says_more else words


def _turn(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}
