"""The unit that is checked: a function with the module-level code that it reaches, cut out of the module's own text."""

import ast
import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lift_ir.effects import Effect, allowed_modules, effects_for_module
from lift_server.module_text import (
    Function,
    ParsedModule,
    TargetProblem,
    is_main_guard,
    is_type_checking,
    module_bindings,
    needed_names,
    parse_module,
    with_line_ending,
)

MAX_SLICE_BYTES = 20_000


@dataclass(frozen=True, slots=True)
class Slice:
    """Source that runs alone, and the standard modules (dotted) that it imports.

    `problems` say why it must not be run; each message reads after "not checked: " (`imports numpy (line 3)`).
    """

    source: str
    modules: tuple[str, ...] = ()
    problems: tuple[TargetProblem, ...] = ()


@dataclass(slots=True)
class _Selection:
    """What is in the slice so far: statements by index, for imports the aliases of them that are used."""

    statements: set[int] = field(default_factory=set)
    aliases: dict[int, set[ast.alias]] = field(default_factory=lambda: defaultdict(set))
    needed: set[str] = field(default_factory=set)


def slice_for(module_text: str, names: Sequence[str], effects: Sequence[Effect] = ()) -> Slice:
    """The definitions of `names` with everything of the module that they reach, in the order of the source.

    Imports are allowed as far as `effects` allow them; of `import a, b` only what is used counts. Statements that
    change something reached (`TABLE["x"] = 1`, `TABLE.update(...)`) belong to the slice.
    """
    module = parse_module(module_text)
    if isinstance(module, TargetProblem):
        return Slice("", problems=(module,))
    try:
        selection = _select(module, names)
    except SyntaxError as error:
        return Slice("", problems=(TargetProblem(f"the module does not compile ({error.msg})"),))
    defined = {binding.name for binding in module_bindings(module.body)}
    missing = [TargetProblem(f"the module defines no `{name}`") for name in names if name not in defined]
    source = "".join(f"{part}\n" for part in _parts(module, selection))
    imports = list(_imports(module, selection))
    allowed = allowed_modules(effects)
    problems = [*missing, *(problem for item in imports if (problem := _import_problem(module, item, allowed)))]
    if len(source.encode("utf-8", "surrogatepass")) > MAX_SLICE_BYTES:
        problems.append(TargetProblem(f"the function and what it uses are larger than {MAX_SLICE_BYTES // 1000} kB"))
    return Slice(source, tuple(sorted({name for item in imports for name in item.modules})), tuple(problems))


def _select(module: ParsedModule, names: Sequence[str]) -> _Selection:
    froms = [(index, node) for index, node in enumerate(module.body) if isinstance(node, ast.ImportFrom)]
    annotations = not any(_is_future(node, "annotations") for _, node in froms)
    givers, changers = _by_name(module)
    stars = [(index, node.names) for index, node in froms if node.names[0].name == "*"]
    selection = _Selection()
    pending = list(names)
    while pending:
        name = pending.pop()
        if name in selection.needed:
            continue
        selection.needed.add(name)
        last = givers[name][-1][0] if givers[name] else -1
        for index, aliases in stars:
            # Only a later definition is certain not to be hidden by what the star brings.
            if index > last:
                selection.statements.add(index)
                selection.aliases[index].update(aliases)
        for index, alias in givers[name]:
            if alias is not None:
                selection.aliases[index].add(alias)
            pending += _added(module, selection, index, annotations)
        if givers[name]:
            for index in changers[name]:
                pending += _added(module, selection, index, annotations)
    return selection


def _added(module: ParsedModule, selection: _Selection, index: int, annotations: bool) -> Collection[str]:
    """Add a statement; the names that it needs, none when it is there already."""
    statement = module.body[index]
    if index in selection.statements:
        return ()
    selection.statements.add(index)
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return ()
    return needed_names(module.span(statement).slice(module.text), annotations=annotations)


def _by_name(
    module: ParsedModule,
) -> tuple[dict[str, list[tuple[int, ast.alias | None]]], dict[str, list[int]]]:
    """For each name the statements that bind it (for imports with the alias), and those that change its object."""
    givers: dict[str, list[tuple[int, ast.alias | None]]] = defaultdict(list)
    changers: dict[str, list[int]] = defaultdict(list)
    for index, statement in enumerate(module.body):
        if is_main_guard(statement):
            continue
        is_import = isinstance(statement, ast.Import | ast.ImportFrom)
        for binding in module_bindings([statement]):
            givers[binding.name].append((index, binding.alias if is_import else None))
        for name in _changed_names(statement):
            changers[name].append(index)
    return givers, changers


def _changed_names(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, Function | ast.ClassDef):
        return
    for node in ast.walk(statement):
        match node:
            case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
                yield from _root(node)
            case ast.Expr(value=ast.Call(func=ast.Attribute() as method)):
                yield from _root(method)


def _root(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name):
        yield node.id


def _is_future(node: ast.ImportFrom, name: str) -> bool:
    return node.module == "__future__" and any(alias.name == name for alias in node.names)


def _parts(module: ParsedModule, selection: _Selection) -> Iterator[str]:
    for index, statement in enumerate(module.body):
        is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        if is_future or (index in selection.statements and not isinstance(statement, ast.Import | ast.ImportFrom)):
            yield with_line_ending(module.span(statement).slice(module.text), "\n")
        elif index in selection.statements and isinstance(statement, ast.Import | ast.ImportFrom):
            used = [alias for alias in statement.names if alias in selection.aliases[index]]
            names = ", ".join(alias.name + (f" as {alias.asname}" if alias.asname else "") for alias in used)
            source = f"from {_source_of(statement)} " if isinstance(statement, ast.ImportFrom) else ""
            yield f"{source}import {names}"


@dataclass(frozen=True, slots=True)
class _Import:
    """One module that the slice imports: its name as written, and the modules that this loads."""

    node: ast.Import | ast.ImportFrom
    name: str
    modules: tuple[str, ...]


def _imports(module: ParsedModule, selection: _Selection) -> Iterator[_Import]:
    """Every import of the slice, those inside functions and other statements included."""
    for index in sorted(selection.statements):
        statement = module.body[index]
        is_import = isinstance(statement, ast.Import | ast.ImportFrom)
        for node in _running_imports(statement):
            aliases = [alias for alias in node.names if not is_import or alias in selection.aliases[index]]
            if isinstance(node, ast.Import):
                yield from (_Import(node, alias.name, (alias.name,)) for alias in aliases)
            elif node.module != "__future__":
                name = _source_of(node)
                loaded = [f"{name}.{alias.name}" for alias in aliases if _is_module(name, alias.name)]
                yield _Import(node, name, (name, *loaded))


def _running_imports(statement: ast.stmt) -> Iterator[ast.Import | ast.ImportFrom]:
    pending: list[ast.AST] = [statement]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        pending += node.orelse if isinstance(node, ast.If) and is_type_checking(node) else ast.iter_child_nodes(node)


def _source_of(node: ast.ImportFrom) -> str:
    return "." * node.level + (node.module or "")


def _is_module(package: str, name: str) -> bool:
    """Whether `from package import name` loads a module of the standard library."""
    folder = Path(os.__file__).parent.joinpath(*package.split("."))
    return folder.joinpath(f"{name}.py").is_file() or f"{package}.{name}" == "os.path"


def _import_problem(module: ParsedModule, item: _Import, allowed: Collection[str]) -> TargetProblem | None:
    top = item.name.partition(".")[0]
    if top and top in allowed:
        return None
    message = f"imports {item.name} (line {module.line_number(item.node)})"
    if effects := effects_for_module(top):
        message += ", which needs " + " or ".join(f"`effects: {effect}`" for effect in effects)
    return TargetProblem(message, module.span(item.node))
