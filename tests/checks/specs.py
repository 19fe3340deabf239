"""Builds the IR of a spec for tests from a header and clause texts."""

import ast

from lift_ir import (
    IR,
    Assertion,
    Condition,
    Effect,
    Example,
    Parameter,
    ParameterKind,
    Raises,
    Signature,
    Unspecified,
    Use,
    parse_type,
)


def spec(
    header: str,
    *,
    intent: str = "",
    examples: tuple[str, ...] = (),
    requires: tuple[str, ...] = (),
    ensures: tuple[str, ...] = (),
    raises: tuple[str, ...] = (),
    unspecified: tuple[str, ...] = (),
    effects: tuple[str, ...] = (),
    uses: tuple[str, ...] = (),
    informal: tuple[str, ...] = (),
) -> IR:
    """`header`: `f(n: int) -> int`. `raises`: `E1, E2 when COND`. `uses`: `MODULE.NAME`. `informal`: preconditions."""
    assertions = [Assertion(kind="precondition", condition=Condition(text=text)) for text in requires]
    assertions += [Assertion(kind="postcondition", condition=Condition(text=text)) for text in ensures]
    assertions += [
        Assertion(kind="precondition", condition=Condition(text=text, informal_because="it is prose"))
        for text in informal
    ]
    return IR(
        intent=intent,
        signature=signature(header),
        assertions=tuple(assertions),
        raises=tuple(map(_raises, raises)),
        examples=tuple(map(_example, examples)),
        unspecified=tuple(Unspecified(call=text) for text in unspecified),
        effects=tuple(map(Effect, effects)),
        uses=tuple(Use(name=text.rpartition(".")[2], module=text.rpartition(".")[0]) for text in uses),
    )


def signature(header: str) -> Signature:
    """The signature that `def HEADER` has."""
    node = ast.parse(f"def {header}: ...").body[0]
    assert isinstance(node, ast.FunctionDef)
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    defaults = [None] * (len(positional) - len(args.defaults)) + [ast.unparse(item) for item in args.defaults]
    kinds = [ParameterKind.POSITIONAL_ONLY] * len(args.posonlyargs)
    kinds += [ParameterKind.POSITIONAL_OR_KEYWORD] * len(args.args)
    parameters = [
        _parameter(arg, kind, default) for arg, kind, default in zip(positional, kinds, defaults, strict=True)
    ]
    if args.vararg:
        parameters.append(_parameter(args.vararg, ParameterKind.VAR_POSITIONAL, None))
    for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True):
        parameters.append(_parameter(arg, ParameterKind.KEYWORD_ONLY, ast.unparse(default) if default else None))
    if args.kwarg:
        parameters.append(_parameter(args.kwarg, ParameterKind.VAR_KEYWORD, None))
    returns = parse_type(ast.unparse(node.returns)) if node.returns else None
    return Signature(name=node.name, parameters=tuple(parameters), returns=returns)


def _parameter(arg: ast.arg, kind: ParameterKind, default: str | None) -> Parameter:
    type_expr = parse_type(ast.unparse(arg.annotation)) if arg.annotation else None
    return Parameter(name=arg.arg, type=type_expr, kind=kind, default=default)


def _raises(text: str) -> Raises:
    names, _, condition = text.partition(" when ")
    return Raises(
        exceptions=tuple(name.strip() for name in names.split(",")),
        condition=Condition(text=condition) if condition else None,
    )


def _example(text: str) -> Example:
    call, _, names = text.partition(" raises ")
    return Example(text=call, raises=tuple(names.split(", ")) if names else ())
