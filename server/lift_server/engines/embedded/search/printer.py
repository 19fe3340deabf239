"""Trees as text in the style of the common formatters: double quotes, lines of at most 88 columns."""

import ast
from collections.abc import Iterable, Sequence

WIDTH = 88
"""Columns of a line, indentation included."""

_LOWEST, _CHOICE, _OR, _AND, _NOT, _COMPARED, _UNARY, _POWER, _ATOM = 0, 2, 3, 4, 5, 6, 13, 14, 15
_BINARY: dict[type[ast.operator], tuple[str, int]] = {
    ast.BitOr: ("|", 7), ast.BitXor: ("^", 8), ast.BitAnd: ("&", 9), ast.LShift: ("<<", 10), ast.RShift: (">>", 10),
    ast.Add: ("+", 11), ast.Sub: ("-", 11), ast.Mult: ("*", 12), ast.Div: ("/", 12), ast.FloorDiv: ("//", 12),
    ast.Mod: ("%", 12), ast.Pow: ("**", _POWER),
}  # fmt: skip
_BITS = frozenset({"&", "|", "^", "<<", ">>"})
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_SIGNS: dict[type[ast.unaryop], str] = {ast.USub: "-", ast.UAdd: "+", ast.Invert: "~"}
_BRACKETS: dict[type[ast.expr], tuple[str, str]] = {
    ast.ListComp: ("[", "]"), ast.List: ("[", "]"), ast.SetComp: ("{", "}"), ast.Set: ("{", "}"),
    ast.DictComp: ("{", "}"),
}  # fmt: skip


def source(tree: ast.expr) -> str:
    """The expression on one line."""
    return _text(tree, _LOWEST)


def block(statements: Iterable[ast.stmt], indent: int = 4) -> str:
    """Statements, indented by so many columns."""
    return "".join(_statement(item, indent) for item in statements)


def _statement(item: ast.stmt, indent: int) -> str:
    margin = " " * indent
    match item:
        case ast.Return(value=ast.expr() as value):
            return _line(f"{margin}return ", value, "")
        case ast.Assign(targets=[target], value=value):
            return _line(f"{margin}{_bare(target)} = ", value, "")
        case ast.AugAssign(target=target, op=operator, value=value):
            return _line(f"{margin}{source(target)} {_BINARY[type(operator)][0]}= ", value, "")
        case ast.Expr(value=value):
            return _line(margin, value, "")
        case ast.If(test=test, body=body, orelse=orelse):
            text = _line(f"{margin}if ", test, ":") + block(body, indent + 4)
            if len(orelse) == 1 and isinstance(orelse[0], ast.If):
                return text + f"{margin}el{_statement(orelse[0], indent).lstrip()}"
            return text + (f"{margin}else:\n{block(orelse, indent + 4)}" if orelse else "")
        case ast.For(target=target, iter=loop, body=body):
            return _line(f"{margin}for {_bare(target)} in ", loop, ":") + block(body, indent + 4)
        case ast.While(test=test, body=body):
            return _line(f"{margin}while ", test, ":") + block(body, indent + 4)
        case ast.Break() | ast.Continue():
            return f"{margin}{type(item).__name__.lower()}\n"
    raise TypeError(f"no text for {type(item).__name__}")


def _line(before: str, value: ast.expr, after: str) -> str:
    """A statement on one line, or on several when that is too wide."""
    text = _bare(value)
    indent = len(before) - len(before.lstrip())
    if len(before) + len(text) + len(after) <= WIDTH:
        return f"{before}{text}{after}\n"
    opening, parts, closing = _pieces(value)
    if (hanging := _hanging(value)) is not None and len(before + hanging[0]) <= WIDTH:
        value, opening, parts, closing = hanging[1], hanging[0], *_pieces(hanging[1])[1:]
    if not parts:
        return f"{before}{text}{after}\n"
    inner = " " * (indent + 4)
    together = _together(value, parts)
    if together is not None and len(inner) + len(together) <= WIDTH:
        lines = [inner + together]
    else:
        lines = [inner + part for part in parts]
    return "\n".join([before + opening, *lines, f"{' ' * indent}{closing}{after}"]) + "\n"


def _hanging(value: ast.expr) -> tuple[str, ast.Call] | None:
    """What stands before the bracket of the call that ends `a and f(b)`, and that call."""
    match value:
        case ast.BoolOp(op=operator, values=[first, ast.Call(func=function, args=[_, *_]) as last]):
            word, level = ("and", _AND) if isinstance(operator, ast.And) else ("or", _OR)
            least = _ATOM if isinstance(first, ast.BoolOp) else level + 1
            return f"{_text(first, least)} {word} {_text(function, _ATOM)}(", last
    return None


def _together(value: ast.expr, parts: Sequence[str]) -> str | None:
    """What stands between brackets, on one line; None where each part has its own."""
    if isinstance(value, ast.Call) and not _sole_generator(value):
        return ", ".join(part.removesuffix(",") for part in parts)
    return " ".join(parts)


def _pieces(value: ast.expr) -> tuple[str, list[str], str]:
    """What opens a value of several lines, the lines, and what closes it."""
    match value:
        case ast.ListComp() | ast.SetComp() | ast.DictComp():
            opening, closing = _BRACKETS[type(value)]
            return opening, clauses(value), closing
        case ast.Call(func=function, args=[ast.GeneratorExp() as generator], keywords=[]):
            return f"{_text(function, _ATOM)}(", clauses(generator), ")"
        case ast.Call(func=function) if value.args or value.keywords:
            return f"{_text(function, _ATOM)}(", [f"{part}," for part in _arguments(value)], ")"
        case ast.BoolOp(op=operator, values=values):
            word, level = ("and", _AND) if isinstance(operator, ast.And) else ("or", _OR)
            least = [_ATOM if isinstance(item, ast.BoolOp) else level + 1 for item in values]
            first, *rest = map(_text, values, least)
            return "(", [first, *(f"{word} {item}" for item in rest)], ")"
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return "(", [_text(body, _OR), f"if {_text(test, _OR)}", f"else {_text(orelse, _CHOICE)}"], ")"
        case ast.BinOp(op=operator, left=left, right=right) if not isinstance(operator, ast.Pow):
            sign, level = _BINARY[type(operator)]
            return "(", [_text(left, level), f"{sign} {_text(right, level + 1)}"], ")"
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return "(", [_text(left, 7), f"{_COMPARISONS[type(operator)]} {_text(right, 7)}"], ")"
    return "", [], ""


def clauses(value: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> list[str]:
    """The lines of a comprehension on several lines."""
    if isinstance(value, ast.DictComp):
        lines = [f"{_text(value.key, _CHOICE)}: {_text(value.value, _CHOICE)}"]
    else:
        lines = [_text(value.elt, _CHOICE)]
    for generator in value.generators:
        lines.append(f"for {_bare(generator.target)} in {_text(generator.iter, _OR)}")
        lines += [f"if {_text(test, _OR)}" for test in generator.ifs]
    return lines


def _bare(tree: ast.expr) -> str:
    """The expression where a tuple needs no parentheses: as a target."""
    if isinstance(tree, ast.Tuple) and len(tree.elts) > 1:
        return ", ".join(_text(item, _CHOICE) for item in tree.elts)
    return source(tree)


def _text(tree: ast.expr, least: int) -> str:
    text, level = _written(tree)
    return f"({text})" if level < least else text


def _written(tree: ast.expr) -> tuple[str, int]:
    """The text and how tightly it binds."""
    match tree:
        case ast.Name(id=name):
            return name, _ATOM
        case ast.Constant(value=value):
            return _constant(value), _ATOM
        case ast.BoolOp(op=operator, values=values):
            word, level = ("and", _AND) if isinstance(operator, ast.And) else ("or", _OR)
            # Within one another, both have brackets: few know by heart how they bind.
            least = [_ATOM if isinstance(item, ast.BoolOp) else level + 1 for item in values]
            return f" {word} ".join(map(_text, values, least)), level
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return f"not {_text(operand, _NOT)}", _NOT
        case ast.UnaryOp(op=sign, operand=operand):
            return f"{_SIGNS[type(sign)]}{_text(operand, _UNARY)}", _UNARY
        case ast.BinOp():
            return _binary(tree)
        case ast.Compare(left=left, ops=operators, comparators=others):
            pairs = zip(operators, others, strict=True)
            rest = "".join(f" {_COMPARISONS[type(operator)]} {_text(other, 7)}" for operator, other in pairs)
            return _text(left, 7) + rest, _COMPARED
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return f"{_text(body, _OR)} if {_text(test, _OR)} else {_text(orelse, _CHOICE)}", _CHOICE
        case ast.Lambda(args=arguments, body=body):
            names = ", ".join(item.arg for item in arguments.args)
            return f"lambda {names}: {_text(body, _CHOICE)}" if names else f"lambda: {_text(body, _CHOICE)}", 1
        case ast.Starred(value=value):
            return f"*{_text(value, 7)}", 1
    return _atom(tree), _ATOM


def _binary(tree: ast.BinOp) -> tuple[str, int]:
    sign, level = _BINARY[type(tree.op)]
    if isinstance(tree.op, ast.Pow):
        left = _text(tree.left, _ATOM)
        space = "" if _is_simple(tree.left) and _is_simple(tree.right) and left[0] != "(" else " "
        return f"{left}{space}**{space}{_text(tree.right, _UNARY)}", level
    if sign in _BITS:
        # Few know by heart how these bind.
        sides = (
            f"({source(side)})" if isinstance(side, ast.BinOp) else _text(side, 12) for side in (tree.left, tree.right)
        )
        return f" {sign} ".join(sides), level
    return f"{_text(tree.left, level)} {sign} {_text(tree.right, level + 1)}", level


def _is_simple(tree: ast.expr) -> bool:
    """Whether the operator of a power stands close to it."""
    match tree:
        case ast.Name() | ast.Constant(value=int() | float()):
            return True
        case ast.Attribute(value=value):
            return isinstance(value, ast.Name | ast.Attribute) and _is_simple(value)
        case ast.UnaryOp(op=operator, operand=operand):
            return not isinstance(operator, ast.Not) and _is_simple(operand)
    return False


def _atom(tree: ast.expr) -> str:
    match tree:
        case ast.Call(func=function):
            return f"{_text(function, _ATOM)}({', '.join(_arguments(tree))})"
        case ast.Attribute(value=ast.Constant(value=int() | float()) as number, attr=name):
            return f"({source(number)}).{name}"
        case ast.Attribute(value=value, attr=name):
            return f"{_text(value, _ATOM)}.{name}"
        case ast.Subscript(value=value, slice=index):
            return f"{_text(value, _ATOM)}[{_index(index)}]"
        case ast.GeneratorExp():
            return f"({' '.join(clauses(tree))})"
        case ast.ListComp() | ast.SetComp() | ast.DictComp():
            opening, closing = _BRACKETS[type(tree)]
            return f"{opening}{' '.join(clauses(tree))}{closing}"
        case ast.Tuple(elts=[only]):
            return f"({_text(only, 1)},)"
        case ast.Tuple(elts=elements):
            return f"({', '.join(_text(item, 1) for item in elements)})"
        case ast.List(elts=elements) | ast.Set(elts=elements):
            opening, closing = _BRACKETS[type(tree)]
            return f"{opening}{', '.join(_text(item, 1) for item in elements)}{closing}"
        case ast.Dict(keys=keys, values=values):
            items = zip(keys, values, strict=True)
            return f"{{{', '.join(f'{source(key)}: {source(value)}' for key, value in items if key is not None)}}}"
        case ast.JoinedStr(values=parts):
            return f'f"{"".join(map(_of_text, parts))}"'
    return ast.unparse(tree)


def _arguments(call: ast.Call) -> list[str]:
    if _sole_generator(call):
        return [source(call.args[0])[1:-1]]
    positional = [_text(item, 1) for item in call.args]
    return positional + [f"{item.arg}={_text(item.value, 1)}" for item in call.keywords]


def _sole_generator(call: ast.Call) -> bool:
    return len(call.args) == 1 and not call.keywords and isinstance(call.args[0], ast.GeneratorExp)


def _index(index: ast.expr) -> str:
    if not isinstance(index, ast.Slice):
        return _bare(index)
    bounds = [index.lower, index.upper, *([index.step] if index.step is not None else [])]
    spaced = any(bound is not None and not _is_plain(bound) for bound in bounds)
    space = " " if spaced else ""
    text = ""
    for at, bound in enumerate(bounds):
        if at:
            text += f"{space if bounds[at - 1] is not None else ''}:"
        if bound is not None:
            text += f"{space if at else ''}{source(bound)}"
    return text


def _is_plain(bound: ast.expr) -> bool:
    """Whether the colons beside it have no spaces."""
    if isinstance(bound, ast.UnaryOp):
        return not isinstance(bound.op, ast.Not) and _is_plain(bound.operand)
    return isinstance(bound, ast.Name | ast.Constant)


def _constant(value: object) -> str:
    text = repr(value)
    if isinstance(value, str) and "\\" in value and value.isprintable() and '"' not in value and value[-1] != "\\":
        return f'r"{value}"'
    if isinstance(value, str) and text[0] == "'" and '"' not in text:
        return '"' + text[1:-1].replace("\\'", "'") + '"'
    return text


def _of_text(part: ast.expr) -> str:
    """A part of an f-string; what it computes holds no quotes."""
    if isinstance(part, ast.Constant):
        return _constant(part.value)[1:-1].replace("{", "{{").replace("}", "}}")
    assert isinstance(part, ast.FormattedValue)
    return f"{{{source(part.value)}}}"
