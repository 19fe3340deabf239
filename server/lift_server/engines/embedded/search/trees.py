"""Small questions about trees that several parts of the rendering ask."""

import ast
import copy

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
}  # fmt: skip

_ITERATORS = frozenset("zip enumerate reversed map filter from_iterable accumulate pairwise combinations chain".split())


def called(call: ast.Call) -> str:
    """The name of the function or method; empty where that is no name."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def same(one: ast.AST, other: ast.AST) -> bool:
    """Whether two trees are the same expression."""
    return ast.dump(one) == ast.dump(other)


def is_iterator(node: ast.AST) -> bool:
    """Whether the value can be looped over only once."""
    return isinstance(node, ast.Call) and called(node) in _ITERATORS


def is_truth(tree: ast.expr) -> bool:
    """Whether the value is True or False for certain."""
    match tree:
        case ast.Compare() | ast.UnaryOp(op=ast.Not()) | ast.Call(func=ast.Name(id="any" | "all" | "bool")):
            return True
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in ("startswith", "endswith") or name.startswith("is")
        case ast.BoolOp(values=values):
            return all(map(is_truth, values))
    return False


def negated(test: ast.expr) -> ast.expr:
    """The opposite condition."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return operand
        case ast.Compare(left=left, ops=[operator], comparators=[right]) if type(operator) in _OPPOSITE:
            return ast.Compare(left, [_OPPOSITE[type(operator)]()], [right])
    return ast.UnaryOp(ast.Not(), test)


def all_names(tree: ast.AST) -> set[str]:
    """All names that occur, bound or read."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}


def substituted(tree: ast.expr, part: ast.expr, better: ast.expr) -> ast.expr:
    """A copy of the tree with something better in each place of the part."""
    text = ast.dump(part)

    class Substitute(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            is_it = isinstance(node, ast.expr) and ast.dump(node) == text
            return copy.deepcopy(better) if is_it else self.generic_visit(node)

    result = Substitute().visit(copy.deepcopy(tree))
    assert isinstance(result, ast.expr)
    return result


def occurrences(part: ast.AST, tree: ast.AST) -> int:
    """How often the tree has such a part."""
    text = ast.dump(part)
    return sum(1 for node in ast.walk(tree) if type(node) is type(part) and ast.dump(node) == text)
