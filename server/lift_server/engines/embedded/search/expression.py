"""A program as a Python expression tree."""

import ast
import copy
import itertools
from collections.abc import Iterator, Mapping, Sequence

from lift_server.engines.embedded.search.components import Component
from lift_server.engines.embedded.search.program import Form, Leaf, Program

MARK = "\u00b7"
"""Stands in every name that is not final: `x\u00b71` is bound by a loop, `text\u00b7` is a parameter."""


def expression(program: Program, parameters: Sequence[str] = ()) -> ast.expr:
    """The program's source as a tree in which every bound name is unique.

    With `parameters`, in the order of their bits, those are marked too, so that none hides a builtin.
    """
    return _Writer(parameters, itertools.count(1)).write(program, {})


class _Writer:
    def __init__(self, parameters: Sequence[str], numbers: Iterator[int]) -> None:
        self._parameters = parameters
        self._numbers = numbers

    def write(self, program: Program, bound: Mapping[str, str]) -> ast.expr:
        head = program.head
        if isinstance(head, Leaf):
            return self._leaf(head, program.uses, bound)
        if isinstance(head, Component):
            parts = [self.write(argument, bound) for argument in program.arguments]
            return filled(self._hygienic(parsed(head.source)), dict(zip("abc", parts, strict=False)))
        return self._form(head, program.arguments, bound)

    def _leaf(self, head: Leaf, uses: int, bound: Mapping[str, str]) -> ast.expr:
        if not head.is_variable:
            return _infinite(head.source) or parsed(head.source)
        if 0 < uses < 1 << len(self._parameters):
            tree = self._hygienic(parsed(head.source))
            return renamed(tree, {name: name + MARK for name in self._parameters})
        return renamed(self._hygienic(parsed(head.source)), bound)

    def _form(self, form: Form, arguments: tuple[Program, ...], bound: Mapping[str, str]) -> ast.expr:
        sources = [self.write(argument, bound) for argument in arguments[:-1]]
        fresh = {name: self._fresh(name) for name in form.names}
        body = self.write(arguments[-1], {**bound, **fresh})
        # What a filter keeps is written with the binder's own names, without the level.
        fresh |= {name.rstrip("0123456789"): new for name, new in fresh.items()}
        template = form.source.replace("{names}", ", ".join(form.names)).replace("{body}", "body_")
        if form.over == "row":
            rows = "for row in {loop} for " + ", ".join(form.names) + " in row"
            template = template.replace(f"for {', '.join(form.names)} in {{loop}}", rows)
            fresh["row"] = self._fresh("row")
            loop = sources[0]
        else:
            loop = filled(parsed(form.over), dict(zip("ab", sources, strict=False)))
        template = template.replace("{loop}", "loop_").replace("{start}", "start_")
        tree = parsed(template.replace("{{", "{").replace("}}", "}"))
        return filled(renamed(tree, fresh), {"body_": body, "loop_": loop, "start_": sources[-1]})

    def _hygienic(self, template: ast.expr) -> ast.expr:
        """The template with unique names for what it binds itself."""
        return renamed(template, {name: self._fresh(name) for name in bound_names(template)})

    def _fresh(self, name: str) -> str:
        return f"{name}{MARK}{next(self._numbers)}"


def bound_names(tree: ast.AST) -> list[str]:
    """The names that comprehensions and lambdas within the tree bind, outermost first, each once."""
    names: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names[node.id] = None
        elif isinstance(node, ast.arg):
            names[node.arg] = None
    return list(names)


def renamed(tree: ast.expr, names: Mapping[str, str]) -> ast.expr:
    """The tree with names replaced, in place."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = names.get(node.arg, node.arg)
    return tree


def parsed(source: str) -> ast.expr:
    """An expression's tree."""
    return ast.parse(source, mode="eval").body


def filled(template: ast.expr, parts: Mapping[str, ast.expr]) -> ast.expr:
    """The template with a copy of a part in each place of its name."""

    class Fill(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return copy.deepcopy(parts[node.id]) if node.id in parts else node

    result = Fill().visit(template)
    assert isinstance(result, ast.expr)
    return result


def _infinite(source: str) -> ast.expr | None:
    """What `repr` writes for a float that has no literal."""
    return {"inf": parsed("math.inf"), "-inf": parsed("-math.inf"), "nan": parsed("math.nan")}.get(source)
