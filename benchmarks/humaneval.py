"""HumanEval's prompts as `.lift` specs: the signature as it stands, prose, and the docstring's examples as clauses."""

import ast
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ARROW = re.compile(r"\s*#?\s*(?:==>|=>|->|➞|→|==|=|is|returns?:?|should return|will return|gives)\s*#?\s*(?=\S)")
_GIVEN = re.compile(
    r"^\s*(?:For|for|if|If)\s+(\w+\s*=\s*.+?),?\s+(?=the|then|output|result)[^=]*?\b(?:output|result)\b[^=]*?\bbe:?\s+(.+)"
)
_INPUT = re.compile(r"^\s*-?\s*(?:Example \d+:\s*)?Input:\s*(.+)", re.IGNORECASE)
_OUTPUT = re.compile(r"^\s*-?\s*Output:\s*(.+)", re.IGNORECASE)
_HEADING = re.compile(r"^\s*(?:(?:for|some)\s+)?(?:examples?|e\.g\.|note)\s*\d*\s*:?\s*$", re.IGNORECASE)
_MOST_CHARS = 400


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt's parts: header without `def`, prose, examples as (arguments' source, result's source)."""

    name: str
    header: str
    prose: str
    examples: tuple[tuple[str, str], ...]

    def spec(self, with_examples: bool = True) -> str:
        """The text of a `.lift` file."""
        lines = [f"spec {self.header}", *(f"    {line}" if line else "" for line in self.prose.splitlines())]
        if with_examples:
            lines += ["", *(f"    example: {self.name}({given}) == {result}" for given, result in self.examples)]
        return "\n".join(lines) + "\n"


def prompts(file: Path) -> Iterator[tuple[int, dict[str, Any], Prompt]]:
    """Each task's index, row and prompt. Raises OSError, and ValueError for data of another form."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for at, line in enumerate(lines):
            row = json.loads(line)
            yield at, row, prompt_of(row["prompt"], row["entry_point"])


def prompt_of(source: str, name: str) -> Prompt:
    """The parts of a prompt that ends in the function of this name. Raises ValueError."""
    tree = ast.parse(source)
    node = next((item for item in tree.body if isinstance(item, ast.FunctionDef) and item.name == name), None)
    if node is None:
        raise ValueError(f"no function {name} in the prompt")
    returns = f" -> {_modern(node.returns)}" if node.returns else ""
    for argument in node.args.args:
        if argument.annotation is not None:
            argument.annotation = ast.parse(_modern(argument.annotation), mode="eval").body
    parameters = [argument.arg for argument in node.args.args]
    prose, examples = _read(ast.get_docstring(node) or "", name, parameters)
    return Prompt(name, f"{name}({ast.unparse(node.args)}){returns}", prose, tuple(dict(examples).items()))


def _modern(annotation: ast.expr) -> str:
    text = ast.unparse(annotation)
    text = re.sub(r"\b(List|Dict|Tuple|Set)\b", lambda match: match[0].lower(), text)
    return re.sub(r"\bOptional\[(.*)\]$", r"\1 | None", text)


def _read(docstring: str, name: str, parameters: list[str]) -> tuple[str, list[tuple[str, str]]]:
    """The prose that is left, and the examples."""
    kept: list[str] = []
    examples: list[tuple[str, str]] = []
    lines = docstring.split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        following = lines[at + 1] if at + 1 < len(lines) else ""
        found, used = _example(line, following, name, parameters)
        if found is not None:
            examples.append(found)
        elif not _HEADING.match(line):
            kept.append(line.rstrip())
        at += used
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip(), examples


def _example(line: str, following: str, name: str, parameters: list[str]) -> tuple[tuple[str, str] | None, int]:
    """The example on this line, with how many lines it takes."""
    prompted = line.strip().startswith(">>>")
    if given := _INPUT.match(line):
        output = _OUTPUT.match(following)
        arguments = _arguments(f"f({given[1].strip()})", parameters)
        value = _value(output[1]) if output else None
        return ((arguments, value), 2) if arguments is not None and value is not None else (None, 1)
    if given := _GIVEN.match(line):
        arguments, value = _arguments(f"f({given[1]})", parameters), _value(given[2])
        if arguments is not None and value is not None:
            return (arguments, value), 1
    for call in re.finditer(r"\b([A-Za-z_]\w*)\(", line):
        text = _balanced(line[call.start() :])
        arguments = _arguments(text, parameters) if text else None
        if arguments is not None and call[1] != name and re.search(r"\((?:.*, )?[a-z]\w*[,)]", text):
            continue
        if arguments is None:
            continue
        arrow = _ARROW.match(line, call.start() + len(text))
        if arrow and (value := _value(line[arrow.end() :])) is not None:
            return (arguments, value), 1
        if prompted and call[1] == name and not line[call.start() + len(text) :].strip():
            value = _value(following) if following.strip() else "None"
            if value is not None:
                return (arguments, value), 2
    return None, 1


def _balanced(text: str) -> str:
    """The call at the start of the text; empty when its bracket is not closed."""
    depth, quote = 0, ""
    for at, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth == 0:
                return text[: at + 1]
    return ""


def _arguments(call: str, parameters: list[str]) -> str | None:
    """The arguments of a call with literals for all parameters, by position; a bare word is a text. None otherwise."""
    try:
        node = ast.parse(call.strip(), mode="eval").body
        if not isinstance(node, ast.Call) or len(node.args) + len(node.keywords) != len(parameters):
            return None
        values = dict(zip(parameters, node.args, strict=False)) | {item.arg or "": item.value for item in node.keywords}
        texts = [repr(value.id) if isinstance(value, ast.Name) else ast.unparse(value) for value in values.values()]
        for text in texts:
            ast.literal_eval(text)
        return ", ".join(dict(zip(values, texts, strict=True))[name] for name in parameters)
    except (SyntaxError, ValueError, KeyError):
        return None


def _value(text: str) -> str | None:
    """The longest literal at the start of the text, as source."""
    text = re.sub(r"^(true|false)\b", lambda match: match[0].title(), text.strip()[:_MOST_CHARS])
    for end in range(len(text), 0, -1):
        if text[end - 1] == "." or (text[end : end + 1].isalnum() and text[end - 1] not in "]})'\""):
            continue
        try:
            return ast.unparse(ast.parse(repr(ast.literal_eval(text[:end].strip())), mode="eval"))
        except (SyntaxError, ValueError, MemoryError):
            continue
    return None
