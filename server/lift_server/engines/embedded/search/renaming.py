"""A function's body under other names for its parameters. Nothing else is edited."""

import ast
import builtins
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence


def renamed_body(
    function: str, parameters: Sequence[str], body: str, roles: Mapping[str, str], name: str
) -> str | None:
    """The function's body with its parameters renamed, also where an error message speaks of them, for a function
    called `name`. `roles`: parameter -> its new name.

    A local variable that has the name of one of the spec's parameters gets another one. None when a module or builtin
    that the body needs has such a name, or the name of the function.
    """
    header = f"def {function}({', '.join(parameters)}):\n"
    tree = ast.parse(header + body)
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
        return body
    words = {old: new for old, new in renamed.items() if old in roles}
    text = _replace(header + body, tree, renamed, words)[len(header) :]
    wanted = _Renamer(renamed, words).visit(tree)
    return text if _same_statements(header + text, wanted) else None


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
