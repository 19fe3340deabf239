"""Fitting an idiom to a spec: which parameter is which, and the body under the spec's names. Nothing else is edited."""

import ast
import builtins
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from lift_ir import Parameter, ParameterKind
from lift_server.engines.embedded.index import Idiom, IdiomParameter, Index
from lift_server.engines.embedded.kinds import agree, kind_of_type
from lift_server.engines.embedded.words import features, is_stem

Roles = Mapping[str, str]
"""Idiom's parameter -> spec's parameter."""

MOST_PARAMETERS = 5


def match_parameters(idiom: Idiom, parameters: Sequence[Parameter], index: Index) -> Roles | None:
    """Which parameter of the spec plays the part of each of the idiom's: by name, then kind and words, then order.

    None when their numbers differ, when a kind contradicts, or when the spec collects arguments.
    """
    collecting = (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)
    if len(parameters) != len(idiom.parameters) or any(item.kind in collecting for item in parameters):
        return None
    order = best_order([[_likeness(theirs, mine, index) for mine in parameters] for theirs in idiom.parameters])
    if order is None:
        return None
    return {theirs.name: parameters[place].name for theirs, place in zip(idiom.parameters, order, strict=True)}


def best_order(table: Sequence[Sequence[float | None]]) -> tuple[int, ...] | None:
    """For each row the column that it gets, so that the sum is greatest; ties keep the order. None where none fits.

    None in the table excludes that pair.
    """
    if len(table) > MOST_PARAMETERS:
        return None
    best: tuple[int, ...] | None = None
    best_sum = float("-inf")
    for order in itertools.permutations(range(len(table))):
        values = [table[row][column] for row, column in enumerate(order)]
        total = sum(value for value in values if value is not None)
        if None not in values and total > best_sum:
            best, best_sum = order, total
    return best


def _likeness(theirs: IdiomParameter, mine: Parameter, index: Index) -> float | None:
    kind = kind_of_type(str(mine.type)) if mine.type is not None else "any"
    if not agree(kind, kind_of_type(theirs.type)):
        return None
    if theirs.name == mine.name:
        return 8.0
    related = _meaning(theirs.name, index) & _meaning(mine.name, index)
    return (1.0 if kind == kind_of_type(theirs.type) else 0.0) + 2.0 * bool(related)


def _meaning(name: str, index: Index) -> set[str]:
    return {item for item in features(name, index.vocabulary) if is_stem(item) or item[0] == "~"}


def adapt_body(idiom: Idiom, roles: Roles, name: str) -> str | None:
    """The idiom's body with its parameters renamed, also where an error message speaks of them, for a function called
    `name`.

    A local variable that has the name of one of the spec's parameters gets another one. None when a module or builtin
    that the body needs has such a name, or the name of the function.
    """
    header = f"def {idiom.name}({', '.join(item.name for item in idiom.parameters)}):\n"
    tree = ast.parse(header + idiom.body)
    bound = _bound_names(tree)
    free = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - bound
    if free & {*roles.values(), name}:
        return None
    renamed = {old: new for old, new in roles.items() if old != new}
    taken = {*bound, *free, *roles.values(), *dir(builtins)}
    for local in sorted((bound - set(roles)) & set(roles.values())):
        renamed[local] = next(fresh for n in itertools.count(2) if (fresh := f"{local}_{n}") not in taken)
        taken.add(renamed[local])
    if not renamed:
        return idiom.body
    words = {old: new for old, new in renamed.items() if old in roles}
    body = _replace(header + idiom.body, tree, renamed, words)[len(header) :]
    wanted = _Renamer(renamed, words).visit(tree)
    return body if _same_statements(header + body, wanted) else None


def _bound_names(tree: ast.AST) -> set[str]:
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    bound |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.name}
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return bound | {node.name for node in functions[1:]}


def _replace(source: str, tree: ast.AST, renamed: Mapping[str, str], words: Mapping[str, str]) -> str:
    lines = [line.encode() for line in source.splitlines(keepends=True)]
    places: set[tuple[int, int, str]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in renamed:
            places.add((node.lineno, node.col_offset, node.id))
        elif isinstance(node, ast.arg) and node.arg in renamed and node.lineno > 1:
            places.add((node.lineno, node.col_offset, node.arg))
        elif isinstance(node, ast.Raise) and (message := _message(node, words)) is not None:
            places.update(_places_in_message(message, lines[message.lineno - 1], words))
    for line, column, old in sorted(places, reverse=True):
        text = lines[line - 1]
        lines[line - 1] = text[:column] + renamed[old].encode() + text[column + len(old.encode()) :]
    return b"".join(lines).decode()


def _places_in_message(message: ast.expr, line: bytes, words: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Where the words stand in a message of one line, outside of the expressions of an f-string."""
    if message.end_lineno != message.lineno:
        return
    text = line[message.col_offset : message.end_col_offset].decode()
    skipped = r"\{[^{}]*\}|" if isinstance(message, ast.JoinedStr) else ""
    for found in re.finditer(rf"{skipped}\b(?P<word>{'|'.join(map(re.escape, words))})\b", text):
        if found["word"]:
            yield message.lineno, message.col_offset + len(text[: found.start()].encode()), found["word"]


def _message(node: ast.Raise, words: Mapping[str, str]) -> ast.Constant | ast.JoinedStr | None:
    """The error's message when it begins with one of the words, so speaks of a parameter, and no word is a new name."""
    match node.exc:
        case ast.Call(args=[ast.Constant(value=str(text)) as message, *_]):
            pass
        case ast.Call(args=[ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]) as message, *_]):
            pass
        case _:
            return None
    first, *others = re.findall(r"\w+", text) or [""]
    clear = not set(words.values()) & (set(others) - words.keys())
    return message if first in words and clear else None


class _Renamer(ast.NodeTransformer):
    """The same renaming on the tree: what the edited text must parse to."""

    def __init__(self, renamed: Mapping[str, str], words: Mapping[str, str]) -> None:
        self._renamed = renamed
        self._words = words

    def visit_Raise(self, node: ast.Raise) -> ast.Raise:
        message = _message(node, self._words)
        parts = message.values if isinstance(message, ast.JoinedStr) else [message]
        for part in parts:
            if isinstance(part, ast.Constant):
                part.value = re.sub(r"\w+", lambda found: self._words.get(found[0], found[0]), str(part.value))
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self._renamed.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = self._renamed.get(node.arg, node.arg)
        return node


def _same_statements(source: str, wanted: ast.Module) -> bool:
    try:
        found = ast.parse(source)
    except SyntaxError:
        return False
    return _statements(found) == _statements(wanted)


def _statements(module: ast.Module) -> list[str]:
    function = module.body[0]
    return [ast.dump(item) for item in function.body] if isinstance(function, ast.FunctionDef) else []
