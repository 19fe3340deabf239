"""The idiom library: every docstring example runs, and every idiom keeps the format that lets it be read as source."""

import ast
import builtins
import doctest
import importlib
import inspect
import pkgutil
import symtable
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from lift_server.engines.embedded import library

ALLOWED_MODULES = (
    frozenset(
        ("math", "cmath", "re", "itertools", "functools", "collections", "datetime", "decimal", "fractions", "csv")
    )
    | frozenset(("statistics", "string", "textwrap", "json", "html", "base64", "hashlib", "zlib", "binascii", "heapq"))
    | frozenset(("bisect", "operator", "calendar", "unicodedata", "uuid", "ipaddress", "urllib.parse", "io"))
    | frozenset(("difflib", "graphlib", "struct"))
)
MODULE_NAMES = frozenset(name.split(".")[0] for name in ALLOWED_MODULES)
FORBIDDEN_BUILTINS = frozenset(
    ("input", "print", "open", "eval", "exec", "compile", "globals", "locals", "vars", "breakpoint", "__import__")
)
SHARED_IMPORTS = ("from typing import Any", "from lift_server.engines.embedded.library.mark import idiom")
MODULES = sorted(info.name for info in pkgutil.iter_modules(library.__path__) if info.name != "mark")


@dataclass(frozen=True, slots=True)
class Idiom:
    """One decorated function as a reader of the source sees it."""

    name: str
    node: ast.FunctionDef
    words: str
    of: str | None
    variant: str
    probes: tuple[str, ...]

    @property
    def family(self) -> str:
        return self.of or self.name


def source_of(module: str) -> str:
    return (Path(library.__path__[0]) / f"{module}.py").read_text(encoding="utf-8")


def load(module: str) -> ModuleType:
    return importlib.import_module(f"{library.__name__}.{module}")


def read_idiom(node: ast.FunctionDef) -> Idiom:
    """Return the idiom's metadata; ValueError when the decorator is not `@idiom(...)` with literal keywords."""
    if len(node.decorator_list) != 1:
        raise ValueError(f"{node.name}: exactly one decorator expected")
    call = node.decorator_list[0]
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != "idiom" or call.args:
        raise ValueError(f"{node.name}: decorate it with @idiom(...) and keywords only")
    values = {}
    for keyword in call.keywords:
        if keyword.arg not in ("words", "of", "variant", "probes"):
            raise ValueError(f"{node.name}: unknown argument {keyword.arg} of @idiom")
        values[keyword.arg] = ast.literal_eval(keyword.value)
    probes = tuple(values.get("probes", ()))
    return Idiom(node.name, node, values.get("words", ""), values.get("of"), values.get("variant", ""), probes)


def idioms_in(source: str) -> list[Idiom]:
    return [read_idiom(node) for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]


def module_problems(source: str) -> Iterator[str]:
    """Yield what a module holds beside a docstring, allowed imports and functions."""
    body = ast.parse(source).body
    if not (body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)):
        yield "the module has no docstring"
    for node in body[1:]:
        if isinstance(node, ast.FunctionDef) or ast.unparse(node) in SHARED_IMPORTS:
            continue
        plain = isinstance(node, ast.Import) and all(
            alias.name in ALLOWED_MODULES and alias.asname is None for alias in node.names
        )
        if not plain:
            yield f"line {node.lineno}: neither an idiom nor an allowed import: {ast.unparse(node)[:60]}"


def function_scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from function_scopes(child)


def name_problems(idiom: Idiom, imported: frozenset[str]) -> Iterator[str]:
    """Yield free names that are neither builtins nor imported modules, and local names that hide a module."""
    bare = ast.FunctionDef(**{**dict(ast.iter_fields(idiom.node)), "decorator_list": []})
    table = symtable.symtable(ast.unparse(ast.fix_missing_locations(bare)), idiom.name, "exec").get_children()[0]
    for scope in function_scopes(table):
        for symbol in scope.get_symbols():
            name = symbol.get_name()
            if symbol.is_global() and name not in imported and not hasattr(builtins, name):
                yield f"{idiom.name}: the body uses {name}, which is no parameter, builtin or imported module"
            if symbol.is_global() and name in FORBIDDEN_BUILTINS:
                yield f"{idiom.name}: the body uses {name}"
            if symbol.is_local() and name in MODULE_NAMES:
                yield f"{idiom.name}: the local name {name} is the name of a module"


def annotation_problems(idiom: Idiom) -> Iterator[str]:
    arguments = idiom.node.args
    if arguments.posonlyargs or arguments.kwonlyargs or arguments.vararg or arguments.kwarg:
        yield f"{idiom.name}: only plain parameters are allowed"
    for annotation in [argument.annotation for argument in arguments.args] + [idiom.node.returns]:
        if annotation is None:
            yield f"{idiom.name}: an annotation is missing"
            continue
        for node in ast.walk(annotation):
            known = not isinstance(node, ast.Name) or node.id in MODULE_NAMES | {"Any"} or hasattr(builtins, node.id)
            if not known:
                yield f"{idiom.name}: unknown name in the annotation {ast.unparse(annotation)}"


def docstring_problems(idiom: Idiom) -> Iterator[str]:
    docstring = ast.get_docstring(idiom.node) or ""
    if not docstring.startswith("Return "):
        yield f"{idiom.name}: the docstring must begin with 'Return '"
    wanted = 1 if idiom.of else 2
    found = len(doctest.DocTestParser().get_examples(docstring))
    if found < wanted:
        yield f"{idiom.name}: {found} doctest examples, {wanted} expected"


def family_problems(idioms: list[Idiom]) -> Iterator[str]:
    """Yield what is wrong between the variants of the families of one module."""
    defaults: dict[str, Idiom] = {}
    members = Counter(idiom.family for idiom in idioms)
    for idiom in idioms:
        if idiom.of is None:
            defaults[idiom.name] = idiom
            if len(idiom.words.split()) < 6:
                yield f"{idiom.name}: at least six search words expected"
        else:
            default = defaults.get(idiom.of)
            if default is None:
                yield f"{idiom.name}: no family {idiom.of} before it in this module"
            elif ast.dump(default.node.args) != ast.dump(idiom.node.args):
                yield f"{idiom.name}: its parameters differ from those of {idiom.of}"
            if idiom.words:
                yield f"{idiom.name}: words belong to the family's default"
        if members[idiom.family] > 1 and not idiom.variant:
            yield f"{idiom.name}: a family with alternatives needs a `variant` on each of them"


def check_format(source: str) -> list[str]:
    """Return every way in which a library module's source breaks the format."""
    idioms = idioms_in(source)
    imported = frozenset(
        alias.name.split(".")[0]
        for node in ast.parse(source).body
        if isinstance(node, ast.Import)
        for alias in node.names
    )
    problems = [*module_problems(source), *family_problems(idioms)]
    for idiom in idioms:
        problems += [*name_problems(idiom, imported), *annotation_problems(idiom), *docstring_problems(idiom)]
    return problems


def outcome(function: Callable[..., object], arguments: list[object]) -> str:
    try:
        return f"returns {function(*arguments)!r}"
    except Exception as error:
        return f"raises {type(error).__name__}"


def probe_arguments(idiom: Idiom, probe: str) -> list[object]:
    """Return the arguments of a probe; ValueError when it is no call of the family with literal arguments."""
    call = ast.parse(probe, mode="eval").body
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != idiom.family or call.keywords:
        raise ValueError(f"{idiom.name}: the probe {probe} does not call {idiom.family} by position")
    return [
        eval(ast.unparse(argument), {module: importlib.import_module(module) for module in MODULE_NAMES})
        for argument in call.args
    ]


def check_variants_differ(idioms: list[Idiom], functions: ModuleType) -> list[str]:
    """Return the pairs of a family's variants that no probe of the family tells apart."""
    families: dict[str, list[Idiom]] = {}
    for idiom in idioms:
        families.setdefault(idiom.family, []).append(idiom)
    alike = []
    for family in families.values():
        probes = [(idiom, probe) for idiom in family for probe in idiom.probes]
        outcomes: dict[tuple[str, ...], str] = {}
        for idiom in family:
            function = getattr(functions, idiom.name)
            seen = tuple(outcome(function, probe_arguments(owner, probe)) for owner, probe in probes)
            if seen in outcomes:
                alike.append(f"{idiom.name} and {outcomes[seen]} agree on every probe")
            outcomes[seen] = idiom.name
    return alike


@pytest.mark.parametrize("module", MODULES)
def test_doctests_pass(module: str) -> None:
    loaded = load(module)
    report: list[str] = []
    results = [
        doctest.DocTestRunner(verbose=False).run(test, out=report.append)
        for test in doctest.DocTestFinder(recurse=True, exclude_empty=True).find(loaded)
    ]
    assert sum(result.attempted for result in results) > 0
    assert not any(result.failed for result in results), "".join(report)


@pytest.mark.parametrize("module", MODULES)
def test_format_is_kept(module: str) -> None:
    problems = check_format(source_of(module))
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("module", MODULES)
def test_probes_fit_the_parameters(module: str) -> None:
    loaded = load(module)
    for idiom in idioms_in(source_of(module)):
        for probe in idiom.probes:
            inspect.signature(getattr(loaded, idiom.name)).bind(*probe_arguments(idiom, probe))


@pytest.mark.parametrize("module", MODULES)
def test_probes_tell_the_variants_apart(module: str) -> None:
    assert check_variants_differ(idioms_in(source_of(module)), load(module)) == []


def test_names_are_unique_in_the_library() -> None:
    names = Counter(idiom.name for module in MODULES for idiom in idioms_in(source_of(module)))
    assert [name for name, count in names.items() if count > 1] == []


HEADER = '"""A subject."""\nimport math\n'
MARK = "@idiom(words='one two three four five six', variant='y', probes=['double(3)'])"
DOCSTRING = '    """Return it.\n\n    >>> 1\n    1\n    >>> 2\n    2\n    """\n'
DOUBLE = f"{MARK}\ndef double(n: int) -> int:\n{DOCSTRING}    return math.floor(n) * 2\n"
TWICE = f"@idiom(of='double', variant='x')\ndef twice(n: int) -> int:\n{DOCSTRING}    return n * 2\n"


@pytest.mark.parametrize(
    ("kept", "broken", "problem"),
    [
        (MARK, f"LIMIT = 3\n{MARK}", "neither an idiom nor an allowed import"),
        ("import math", "import os", "neither an idiom nor an allowed import"),
        ("math.floor(n) * 2", "FACTOR * n", "the body uses FACTOR"),
        ("math.floor(n) * 2", "int(input()) * n", "the body uses input"),
        ("math.floor(n) * 2", "sum(triple(k) for k in [n])", "the body uses triple"),
        ("math.floor(n) * 2", "(json := n) * 2", "json is the name of a module"),
        ("double(n: int)", "double(n: Natural)", "unknown name in the annotation"),
        ("double(n: int)", "double(*n: int)", "only plain parameters"),
        ("double(n: int)", "double(n)", "an annotation is missing"),
        ("Return it", "Gives it", "must begin with 'Return '"),
        (">>> 2", "2", "1 doctest examples, 2 expected"),
        (" five six", "", "at least six search words"),
        (MARK, "@idiom(of='half', variant='x')", "no family half before it"),
        ("twice(n: int)", "twice(k: int)", "its parameters differ from those of double"),
        ("of='double', variant='x'", "of='double'", "needs a `variant`"),
        ("variant='x'", "variant='x', words='a'", "words belong to the family's default"),
    ],
)
def test_a_broken_format_is_found(kept: str, broken: str, problem: str) -> None:
    source = f"{HEADER}{DOUBLE}{TWICE}"
    assert check_format(source) == []
    assert problem in "\n".join(check_format(source.replace(kept, broken)))


@pytest.mark.parametrize("decorator", ["@idiom(words=WORDS)", "@idiom('a b')", "@cache", "@idiom(word='a')"])
def test_metadata_that_is_not_literal_is_refused(decorator: str) -> None:
    with pytest.raises(ValueError, match=r"double|malformed"):
        check_format(f"{HEADER}{DOUBLE.replace(MARK, decorator)}")


def test_variants_that_no_probe_tells_apart_are_found() -> None:
    functions = ModuleType("functions")
    vars(functions).update(double=lambda n: n * 2, twice=lambda n: n + n)
    idioms = idioms_in(f"{HEADER}{DOUBLE}{TWICE}")
    assert check_variants_differ(idioms, functions) == ["twice and double agree on every probe"]
