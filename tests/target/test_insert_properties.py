"""Inserting into any module changes nothing else. libcst, which the server does without, is the judge."""

import ast

import libcst
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lift_server.module_text import TargetProblem
from lift_server.slicing import slice_for
from lift_server.target import find_function, insert_function, normalised_body_hash
from lift_server.text import Edit, apply_edits

from .modules import FUNCTIONS, NAMES, module_texts

BODIES = (
    "    return math.sqrt(x)\n",
    '    """Doc."""\n    # why\n    total = 0\n\n    for item in x:\n        total += item\n    return x\n    # done\n',
    "    text = '''\n    not code\n'''\n    return text\n    \n",
)
IMPORTS = ((), ("import math",), ("import decimal", "import re", "from collections.abc import Sequence"))


def inserted(text: str, function: str, imports: tuple[str, ...]) -> tuple[Edit, ...]:
    edits = insert_function(text, function, imports)
    assume(not isinstance(edits, TargetProblem))
    assert not isinstance(edits, TargetProblem)
    return edits


def statements(text: str, name: str) -> list[str]:
    """The module's statements with the comments above, as libcst prints them; of `name` what stands above its `def`."""
    module = libcst.parse_module(text.removeprefix("\ufeff"))
    parts = [line.comment.value for line in module.header if line.comment]
    for statement in module.body:
        if isinstance(statement, libcst.FunctionDef) and statement.name.value == name:
            above = [line.comment.value for line in statement.leading_lines if line.comment]
            parts += [*above, *map(module.code_for_node, statement.decorators)]
        else:
            parts.append(module.code_for_node(statement).strip(" \f\r\n"))
    return parts + [line.comment.value for line in module.footer if line.comment]


@given(module_texts(), st.sampled_from(NAMES), st.sampled_from(BODIES), st.sampled_from(IMPORTS))
@settings(max_examples=300, deadline=None)
def test_only_the_function_and_its_imports_change(text: str, name: str, body: str, imports: tuple[str, ...]) -> None:
    function = f"def {name}(x):\n{body}"
    found = find_function(text, name)
    assert not isinstance(found, TargetProblem)
    edits = inserted(text, function, imports)
    after = apply_edits(text, list(edits))

    # Bytes: whatever is replaced lies in the definition.
    for edit in edits:
        assert edit.span.start == edit.span.end or (found is not None and edit.span == found.definition)
    # Meaning: the other statements are the same ones, in the same order, with their comments.
    new = find_function(after, name)
    assert new is not None
    assert not isinstance(new, TargetProblem)
    assert new.body_hash == normalised_body_hash(function)
    remaining, old = ast.parse(after.removeprefix("\ufeff")), ast.parse(text.removeprefix("\ufeff"))
    brought = [
        alias.name for node in remaining.body if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names
    ]
    assert {line.split()[-1] for line in imports} <= set(brought)
    added = [*imports, name]
    assert [ast.dump(node) for node in old.body if getattr(node, "name", "") != name] == without(remaining, added, old)
    # Again: nothing to do.
    assert insert_function(after, function, imports) == ()


def without(module: ast.Module, added: list[str], before: ast.Module) -> list[str]:
    """The statements of the module but the function and one of each import that `before` has fewer of."""
    known = [ast.unparse(node) for node in before.body]
    kept = []
    for node in module.body:
        printed = ast.unparse(node)
        if getattr(node, "name", "") == added[-1] or (printed in added and printed not in known):
            continue
        kept.append(ast.dump(node))
    return kept


@given(module_texts(), st.sampled_from(NAMES), st.sampled_from(BODIES))
@settings(max_examples=150, deadline=None)
def test_comments_stay_with_their_statements(text: str, name: str, body: str) -> None:
    function = f"def {name}(x):\n{body}"
    after = apply_edits(text, list(inserted(text, function, ())))
    assert statements(after, name) == statements(text, name)


@given(module_texts(), st.sampled_from(NAMES), st.sampled_from(FUNCTIONS), st.sampled_from(FUNCTIONS))
@settings(max_examples=150, deadline=None)
def test_the_last_insertion_wins_whatever_came_before(text: str, name: str, first: str, second: str) -> None:
    """Inserting one version and then another is inserting the other, but for the decorators that are the author's."""
    one, two = first.format(name=name), second.format(name=name)
    after = apply_edits(text, list(inserted(text, one, ())))
    updated = apply_edits(after, list(inserted(after, two, ())))
    assert updated == apply_edits(text, list(inserted(text, two, ())))


@given(module_texts(), st.sampled_from(NAMES))
@settings(max_examples=150, deadline=None)
def test_a_slice_compiles_and_holds_the_function(text: str, name: str) -> None:
    sliced = slice_for(text, [name])
    compile(sliced.source, "slice", "exec", dont_inherit=True)
    found = find_function(text, name)
    defined = [
        node.name for node in ast.parse(sliced.source).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert (name in defined) == (found is not None)
    assert len(sliced.source) <= len(text) + 1
