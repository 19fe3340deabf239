"""Type expressions of a signature: parsed from Python's notation, compared structurally, printed back."""

import ast
from collections.abc import Iterator
from functools import lru_cache

from pydantic import field_validator

from lift_ir.model import Model
from lift_ir.python_text import parse_expression

ALIASES = {
    "List": "list",
    "Dict": "dict",
    "Set": "set",
    "FrozenSet": "frozenset",
    "Tuple": "tuple",
    "Type": "type",
    "Text": "str",
}

MODULE_OF_TYPE = {
    "Decimal": "decimal",
    "Fraction": "fractions",
    "Path": "pathlib",
    "date": "datetime",
    "datetime": "datetime",
    "time": "datetime",
    "timedelta": "datetime",
    "UUID": "uuid",
    "Counter": "collections",
    "OrderedDict": "collections",
    "defaultdict": "collections",
    "deque": "collections",
}
"""Types that are rendered dotted (`decimal.Decimal`), so that body and header need the same import."""

_TYPE_MODULES = frozenset(MODULE_OF_TYPE.values())

IMPORTED_TYPES = {
    **dict.fromkeys(("Any", "Literal", "NamedTuple"), "typing"),
    **dict.fromkeys(
        """
            AsyncIterator AsyncIterable Awaitable Callable Collection Container Generator Hashable Iterable Iterator
            Mapping MutableMapping MutableSequence Reversible Sequence Sized
        """.split(),
        "collections.abc",
    ),
}
"""Types that are rendered bare, with a `from MODULE import NAME`."""

BUILTIN_TYPES = frozenset(
    """
        bool bytearray bytes complex dict float frozenset int list memoryview object range set slice str tuple type
    """.split()
)


class TypeSyntaxError(ValueError):
    """The text is not a type that Lift reads; the message says why."""


class TypeExpr(Model):
    """A type: `name[args]`.

    `name` is a (dotted) name, or one of `|` (union of `args`), `[]` (the parameter list of a Callable), `...`, `None`.
    `values` are the source texts of a Literal's members, as `repr` prints them.
    """

    name: str
    args: tuple["TypeExpr", ...] = ()
    values: tuple[str, ...] = ()

    @field_validator("name")
    @classmethod
    def _name_is_a_type_name(cls, name: str) -> str:
        if name in ("|", "[]", "...", "None") or all(part.isidentifier() for part in name.split(".")):
            return name
        raise ValueError(f"{name!r} is not the name of a type")

    def __str__(self) -> str:
        """The type in Python's notation; `parse_type` reads it back to an equal value."""
        if self.name == "|":
            return " | ".join(map(str, self.args))
        inner = ", ".join((*map(str, self.args), *self.values))
        if self.name == "[]":
            return f"[{inner}]"
        return f"{self.name}[{inner}]" if inner else self.name

    def walk(self) -> Iterator["TypeExpr"]:
        """This type and every type inside it, outermost first."""
        yield self
        for arg in self.args:
            yield from arg.walk()


NONE = TypeExpr(name="None")


@lru_cache(maxsize=1_024)
def parse_type(text: str) -> TypeExpr:
    """Read a type in Python's notation; raises TypeSyntaxError with a one-line reason."""
    try:
        node = parse_expression(text)
    except ValueError as error:
        raise TypeSyntaxError(str(error)) from None
    return _from_node(node)


def _from_node(node: ast.expr) -> TypeExpr:
    match node:
        case ast.Constant(value=None):
            return NONE
        case ast.Constant(value=value) if value is ...:
            return TypeExpr(name="...")
        case ast.Name() | ast.Attribute():
            return TypeExpr(name=_canonical_name(node))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return union([_from_node(left), _from_node(right)])
        case ast.List(elts=elements):
            return TypeExpr(name="[]", args=tuple(_from_node(element) for element in elements))
        case ast.Subscript(value=base, slice=index):
            return _subscript(_canonical_name(base), index.elts if isinstance(index, ast.Tuple) else [index])
    raise TypeSyntaxError(f"`{ast.unparse(node)}` is not a type")


def _canonical_name(node: ast.expr) -> str:
    if not isinstance(node, ast.Name | ast.Attribute):
        raise TypeSyntaxError(f"`{ast.unparse(node)}` is not the name of a type")
    name = ast.unparse(node).removeprefix("typing.").removeprefix("collections.abc.")
    return ALIASES.get(name, name)


def _subscript(name: str, elements: list[ast.expr]) -> TypeExpr:
    if name == "Literal":
        for element in elements:
            if not isinstance(element, ast.Constant | ast.UnaryOp):
                raise TypeSyntaxError(f"`{ast.unparse(element)}` cannot be a member of Literal")
        return TypeExpr(name=name, values=tuple(ast.unparse(element) for element in elements))
    args = [_from_node(element) for element in elements]
    if name == "Optional":
        return union([*args, NONE])
    if name == "Union":
        return union(args)
    return TypeExpr(name=name, args=tuple(args))


def union(types: list[TypeExpr]) -> TypeExpr:
    """The flat union of `types` in order, without repetitions; a single type stays itself."""
    members: dict[TypeExpr, None] = {}
    for item in types:
        members.update(dict.fromkeys(item.args if item.name == "|" else (item,)))
    return next(iter(members)) if len(members) == 1 else TypeExpr(name="|", args=tuple(members))


def unknown_names(type_expr: TypeExpr, known: frozenset[str]) -> tuple[str, ...]:
    """Names in the type that are neither standard nor in `known` (names that `uses:` brings), in order."""
    return tuple(
        dict.fromkeys(
            part.name
            for part in type_expr.walk()
            if part.name not in ("|", "[]", "...", "None")
            and part.name not in BUILTIN_TYPES
            and part.name not in MODULE_OF_TYPE
            and part.name not in IMPORTED_TYPES
            and part.name not in known
            and part.name.rsplit(".", 1)[0] not in _TYPE_MODULES
        )
    )
