"""An expression as the statements of a function: guards first, names for parts, loops for what is wide or nested."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lift_server.engines.embedded.search.expression import parsed
from lift_server.engines.embedded.search.folds import Fold
from lift_server.engines.embedded.search.forms import (
    after_truth,
    as_steps,
    between_brackets,
    container,
    is_collected,
    is_loop,
    is_trivial,
    nothing,
    unswitched,
)
from lift_server.engines.embedded.search.naming import Names
from lift_server.engines.embedded.search.parts import (
    NAMED_FROM,
    always_computed,
    as_outermost,
    cannot_fail,
    depth,
    has_loop,
    invariant,
    part_names,
    plurals_of,
    repeated,
    shared_part,
)
from lift_server.engines.embedded.search.phrases import with_f_strings
from lift_server.engines.embedded.search.printer import WIDTH, clauses, source
from lift_server.engines.embedded.search.trees import (
    COMPREHENSIONS,
    Comprehension,
    all_names,
    called,
    is_iterator,
    negated,
    occurrences,
    same,
    substituted,
)

_EMPTY = {"str": "''", "list": "[]", "dict": "{}", "int": "0", "bool": "False"}

CHOICE_WIDTH = 56
"""Columns up to which a choice between two plain values stays one expression."""


MAX_CLAUSES = 3
"""Lines of a comprehension that is not on one line."""

MAX_DEPTH = 2
"""How deep comprehensions may nest in one expression."""


def statements(tree: ast.expr, names: Names, indent: int = 4) -> list[ast.stmt]:
    """Statements that return the expression's value."""
    return _Layout(names, indent).returning(tree)


@dataclass(frozen=True, slots=True)
class _Layout:
    """`names` knows what is taken where the statements stand, `indent` how far right that is."""

    names: Names
    indent: int

    def returning(self, tree: ast.expr) -> list[ast.stmt]:
        if isinstance(tree, ast.IfExp):
            if same(tree.test, tree.orelse):
                tree = ast.IfExp(tree.test, tree.body, self._empty(tree.test))
            if not self._stays(tree):
                return self._guarded(tree)
        if (choice := after_truth(tree)) is not None:
            return self._guarded(choice)
        part = fold(tree) or repeated(tree)
        if part is not None:
            return self._with_name(tree, part)
        if (choice := unswitched(tree)) is not None:
            return self._guarded(choice)
        if (guarded := self._with_guard(tree)) is not None:
            return guarded
        if (part := invariant(tree)) is not None:
            better = as_outermost(part, tree)
            return self._with_name(substituted(tree, part, better), better)
        if self._fits(tree, "return "):
            return [ast.Return(tree)]
        match tree:
            case ast.UnaryOp(op=ast.Not(), operand=ast.BoolOp(op=operator, values=values)):
                opposite = ast.Or() if isinstance(operator, ast.And) else ast.And()
                return self.returning(ast.BoolOp(opposite, list(map(negated, values))))
        if (steps := as_steps(tree)) is not None:
            return self._guarded(steps)
        if self._fits_within(tree):
            return [ast.Return(tree)]
        if isinstance(tree, ast.Tuple) and any(map(has_loop, tree.elts)):
            return self._with_named_elements(tree)
        part = self._widest(tree)
        if part is not None and (not is_loop(tree) or self._fits(self._without(tree, part), "return ")):
            return self._with_name(tree, part)
        return self._looped(tree) or [ast.Return(tree)]

    def _stays(self, tree: ast.IfExp) -> bool:
        branches = (tree.body, tree.orelse)
        if any(is_trivial(branch) or isinstance(branch, ast.IfExp) or has_loop(branch) for branch in branches):
            return False
        return len(source(tree)) <= CHOICE_WIDTH

    def _guarded(self, tree: ast.IfExp) -> list[ast.stmt]:
        test, then, otherwise = tree.test, tree.body, tree.orelse
        weights = [(not is_trivial(branch), len(source(branch))) for branch in (then, otherwise)]
        if weights[0] > weights[1] and not (is_trivial(then) and is_trivial(otherwise)):
            then, otherwise, test = otherwise, then, negated(test)
        if isinstance(test, ast.UnaryOp) and not self._fits(test, "if ", ":"):
            then, otherwise, test = otherwise, then, negated(test)
        part = None if is_trivial(then) else shared_part(test, otherwise)
        part = part or repeated(test)
        if part is None and not self._fits(test, "if ", ":") and not self._fits_within(test):
            part = self._widest(test, tree)
        if part is not None:
            return self._with_name(tree, part)
        inner = _Layout(self.names, self.indent + 4)
        return [ast.If(test, inner.returning(then), []), *self.returning(otherwise)]

    def _empty(self, tree: ast.expr) -> ast.expr:
        """What a parameter is where it is no truth: empty or zero."""
        type_ = self.names.types.get(tree.id, "") if isinstance(tree, ast.Name) else ""
        return parsed(_EMPTY[kind]) if (kind := type_.partition("[")[0]) in _EMPTY else tree

    def _fits(self, tree: ast.expr, before: str, after: str = "") -> bool:
        return self.indent + len(before + source(tree) + after) <= WIDTH and depth(tree) <= MAX_DEPTH

    def _fits_within(self, tree: ast.expr) -> bool:
        """Whether the value reads well on several lines, between its brackets and one level deeper."""
        match tree:
            case ast.ListComp() | ast.SetComp() | ast.DictComp():
                return self._clauses_fit(tree)
            case ast.Call(args=[ast.GeneratorExp() as inner], keywords=[]):
                return self._clauses_fit(inner)
            case ast.BoolOp(values=[_, ast.Call(args=[_, *_]) as last]):
                # Between the brackets of the last call.
                head = self.indent + 4 + len(source(tree)) - len(between_brackets(last))
                return depth(tree) <= MAX_DEPTH and head <= WIDTH and self._fits_between(last)
            case ast.BoolOp(values=[_, _, _, *_] as values):
                lines = [self.indent + 8 + len(source(value)) for value in values]
                return depth(tree) <= MAX_DEPTH and max(lines) <= WIDTH
        return False

    def _fits_between(self, call: ast.Call) -> bool:
        """Whether what stands between the brackets of a call fits on a line of its own."""
        return self.indent + 4 + len(between_brackets(call)) <= WIDTH

    def _clauses_fit(self, loop: Comprehension) -> bool:
        room = WIDTH - self.indent - 4
        if depth(loop) <= MAX_DEPTH and len(source(loop)) - 2 <= room:
            return True
        lines = clauses(loop)
        if any(repeated(test) for generator in loop.generators for test in generator.ifs):
            return False
        nested = sum(isinstance(node, (*COMPREHENSIONS, ast.Lambda)) for node in ast.walk(loop))
        return nested <= MAX_DEPTH and len(lines) <= MAX_CLAUSES and max(map(len, lines)) <= room

    def _with_guard(self, tree: ast.expr) -> list[ast.stmt] | None:
        """What is the same for all items of a comprehension, computed before it, after a guard for no items."""
        if not isinstance(tree, ast.ListComp | ast.SetComp | ast.DictComp):
            return None
        looped = container(tree.generators[0].iter)
        part = invariant(tree, may_fail=True)
        if looped is None or part is None or cannot_fail(part) or len(tree.generators) > 1:
            return None
        guard = ast.If(ast.UnaryOp(ast.Not(), looped), [ast.Return(nothing(tree))], [])
        return [guard, *self._with_name(tree, part)]

    def _widest(self, tree: ast.expr, whole: ast.expr | None = None) -> ast.expr | None:
        """The part to be computed first: the longest that fits on a line of its own. What can be looped over only once
        and occurs twice in the whole is none."""
        room = WIDTH - self.indent - len("distinct_words = ")
        parts = [part for part in always_computed(tree) if part is not tree and len(source(part)) >= NAMED_FROM]
        parts = [part for part in parts if not is_iterator(part) or occurrences(part, whole or tree) == 1]
        fitting = [
            part
            for part in parts
            if (len(source(part)) <= room and depth(part) <= MAX_DEPTH) or is_collected(part) or Fold.of(part)
        ]
        if not fitting:
            return min(parts, key=lambda part: len(source(part)), default=None)
        return max(fitting, key=lambda part: len(source(part)))

    def _with_named_elements(self, tree: ast.Tuple) -> list[ast.stmt]:
        """A tuple of names, for all that it takes a loop to compute."""
        found, names, elements = [], self.names, []
        for element in tree.elts:
            if has_loop(element):
                layout = _Layout(names, self.indent)
                name = layout._name(element, tree)
                found += layout._assigned(name, element)
                names, element = names.avoiding(name), ast.Name(name, ast.Load())
            elements.append(element)
        return [*found, *_Layout(names, self.indent).returning(ast.Tuple(elements, ast.Load()))]

    def _with_name(self, tree: ast.expr, part: ast.expr) -> list[ast.stmt]:
        """The part's value under a name, then the rest."""
        if (folded := Fold.of(part)) is not None and folded.state:
            states, rest = folded.states(tree, part, self.names)
            inner = _Layout(self.names.avoiding(*states), self.indent)
            return [*folded.statements(states), *inner.returning(rest)]
        name = self._name(part, tree)
        inner = _Layout(self.names.avoiding(name), self.indent)
        rest = with_f_strings(substituted(tree, part, ast.Name(name, ast.Load())))
        return [*self._assigned(name, part), *inner.returning(rest)]

    def _name(self, part: ast.expr, whole: ast.expr) -> str:
        if (folded := Fold.of(part)) is not None:
            return self.names.fresh([folded.gathered])
        return self.names.fresh(part_names(part), frozenset(all_names(whole)))

    def _without(self, tree: ast.expr, part: ast.expr) -> ast.expr:
        """What is left of the tree when the part has a name."""
        return substituted(tree, part, ast.Name(self._name(part, tree), ast.Load()))

    def _assigned(self, name: str, value: ast.expr) -> list[ast.stmt]:
        is_line = self._fits(value, f"{name} = ") or self._fits_within(value)
        if (not is_line or Fold.of(value)) and (loop := self._collected(name, value)) is not None:
            return loop
        if not is_line:
            inner = _Layout(self.names.avoiding(name), self.indent)
            if (listed := inner._listed(value)) is not None:
                loop, rest = listed
                return [*loop, _set(name, rest)]
            if (part := inner._widest(value)) is not None:
                return inner._before(part, value, lambda layout, rest: layout._assigned(name, rest))
        return [_set(name, value)]

    def _listed(self, tree: ast.expr) -> tuple[list[ast.stmt], ast.expr] | None:
        """A loop that lists what a call loops over, and the call of that."""
        match tree:
            case ast.Call(args=[ast.GeneratorExp(elt=element, generators=generators) as loop, *_]):
                if is_collected(tree):
                    return None
                items = ast.ListComp(element, generators)
                choice = [*plurals_of(element), "parts" if called(tree) == "join" else "found", "values"]
                name = self.names.fresh(choice, frozenset(all_names(tree)))
                rest = substituted(tree, loop, ast.Name(name, ast.Load()))
                return self._collected(name, items) or [], rest
        return None

    def _looped(self, tree: ast.expr) -> list[ast.stmt] | None:
        match tree:
            case ast.Call(func=ast.Name(id="any" | "all" as called), args=[ast.GeneratorExp() as loop]):
                is_any = called == "any"
                test = loop.elt if is_any else negated(loop.elt)
                found: list[ast.stmt] = [ast.Return(ast.Constant(is_any))]
                return [
                    *self._nested(loop, lambda inner: inner.choosing(test, found)),
                    ast.Return(ast.Constant(not is_any)),
                ]
        if (listed := self._listed(tree)) is not None:
            return [*listed[0], ast.Return(listed[1])]
        name = self.names.fresh(
            [*plurals_of(tree.elt), "result"] if isinstance(tree, ast.ListComp) else part_names(tree)
        )
        collected = self._collected(name, tree)
        return None if collected is None else [*collected, ast.Return(ast.Name(name, ast.Load()))]

    def _collected(self, name: str, tree: ast.expr) -> list[ast.stmt] | None:
        """A loop that gives the variable the value of a comprehension, a sum or a fold."""
        if (folded := Fold.of(tree)) is not None:
            return folded.statements([name])
        return _Layout(self.names.avoiding(name), self.indent)._gathered(name, tree)

    def _gathered(self, name: str, tree: ast.expr) -> list[ast.stmt] | None:
        result = ast.Name(name, ast.Store())
        match tree:
            case ast.ListComp(elt=element):
                return _begun(name, ast.List([], ast.Load()), self._nested(tree, _calling(name, "append", element)))
            case ast.SetComp(elt=element):
                empty = ast.Call(ast.Name("set", ast.Load()), [], [])
                return _begun(name, empty, self._nested(tree, _calling(name, "add", element)))
            case ast.DictComp(key=key, value=value):
                place = ast.Subscript(ast.Name(name, ast.Load()), key, ast.Store())
                stored = self._nested(
                    tree, lambda inner: inner.storing(value, lambda found: ast.Assign([place], found))
                )
                return _begun(name, ast.Dict([], []), stored)
            case ast.Call(func=ast.Name(id="sum"), args=[ast.GeneratorExp(elt=element) as loop], keywords=[]):
                added = self._nested(
                    loop, lambda inner: inner.storing(element, lambda found: ast.AugAssign(result, ast.Add(), found))
                )
                return _begun(name, ast.Constant(0), added)
        return None

    def _nested(self, loop: Comprehension, body: "Callable[[_Layout], list[ast.stmt]]") -> list[ast.stmt]:
        """The loops and conditions of a comprehension around statements."""
        return self._within(list(loop.generators), body)

    def _within(
        self, generators: Sequence[ast.comprehension], body: "Callable[[_Layout], list[ast.stmt]]"
    ) -> list[ast.stmt]:
        if not generators:
            return body(self)
        generator, *others = generators
        is_line = self._fits(generator.iter, f"for {source(generator.target)} in ", ":")
        if not is_line and (part := self._widest(generator.iter)) is not None:
            return self._before(
                part,
                generator.iter,
                lambda inner, rest: inner._within(
                    [ast.comprehension(generator.target, rest, generator.ifs, 0), *others], body
                ),
            )
        bound = [node.id for node in ast.walk(generator.target) if isinstance(node, ast.Name)]
        inner = _Layout(self.names.avoiding(*bound), self.indent + 4)
        if generator.ifs:
            test = generator.ifs[0] if len(generator.ifs) == 1 else ast.BoolOp(ast.And(), generator.ifs)
            deeper = _Layout(inner.names, inner.indent + 4)
            inside = inner.choosing(test, deeper._within(others, body))
        else:
            inside = inner._within(others, body)
        return [ast.For(generator.target, generator.iter, inside, [])]

    def choosing(self, test: ast.expr, then: list[ast.stmt]) -> list[ast.stmt]:
        """`if`, with parts of a wide test named before it."""
        part = repeated(test)
        if part is None and not self._fits(test, "if ", ":") and not self._fits_within(test):
            part = self._widest(test)
        if part is not None:
            return self._before(part, test, lambda inner, rest: inner.choosing(rest, then))
        return [ast.If(test, then, [])]

    def storing(self, value: ast.expr, store: "Callable[[ast.expr], ast.stmt]") -> list[ast.stmt]:
        """A statement that uses the value, with parts of a wide one named before it."""
        if not self._fits(value, "characters.append(", ")"):
            if isinstance(value, ast.IfExp):
                inner = _Layout(self.names, self.indent + 4)
                return [ast.If(value.test, inner.storing(value.body, store), inner.storing(value.orelse, store))]
            if (part := self._widest(value)) is not None:
                return self._before(part, value, lambda inner, rest: inner.storing(rest, store))
        if (part := repeated(value)) is not None:
            return self._before(part, value, lambda inner, rest: inner.storing(rest, store))
        return [store(value)]

    def _before(
        self, part: ast.expr, whole: ast.expr, then: "Callable[[_Layout, ast.expr], list[ast.stmt]]"
    ) -> list[ast.stmt]:
        name = self._name(part, whole)
        rest = substituted(whole, part, ast.Name(name, ast.Load()))
        return [*self._assigned(name, part), *then(_Layout(self.names.avoiding(name), self.indent), rest)]


def _set(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store())], value)


def _begun(name: str, start: ast.expr, loop: list[ast.stmt]) -> list[ast.stmt]:
    """A loop with what it gathers set right before it."""
    return [*loop[:-1], _set(name, start), loop[-1]]


def _calling(name: str, method: str, element: ast.expr) -> "Callable[[_Layout], list[ast.stmt]]":
    function = ast.Attribute(ast.Name(name, ast.Load()), method, ast.Load())
    return lambda inner: inner.storing(element, lambda found: ast.Expr(ast.Call(function, [found], [])))


def fold(tree: ast.expr) -> ast.expr | None:
    """A fold that always is computed."""
    return next((part for part in always_computed(tree) if Fold.of(part) is not None), None)
