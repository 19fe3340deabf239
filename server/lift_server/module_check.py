"""Checking the function that stands in a module against its spec. No engine takes part."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lift_ir import IR
from lift_ir.signature import Parameter, Signature
from lift_server.checks.inputs import generate_inputs
from lift_server.checks.report import Report
from lift_server.checks.sandbox import Sandbox
from lift_server.checks.verify import verify
from lift_server.module_text import Function, ParsedModule, parse_module
from lift_server.slicing import slice_for
from lift_server.target import FoundFunction


@dataclass(frozen=True, slots=True)
class ModuleCheck:
    """`function` None: the module has none of that name. `report` None: it was not checked, `reason` says why.
    `is_ours`: Lift wrote it."""

    function: FoundFunction | None
    report: Report | None = None
    reason: str = ""
    is_ours: bool = False


async def check_function(
    ir: IR, others: Sequence[str], function: FoundFunction, module_text: str, sandbox: Sandbox
) -> ModuleCheck:
    """Run the function with what it reaches in its module. `others`: functions of other specs that the clauses call."""
    if problem := signature_difference(ir.signature, function):
        return ModuleCheck(function, None, problem)
    unit = slice_for(module_text, [function.name, *others], ir.effects)
    if unit.problems:
        return ModuleCheck(function, None, "; ".join(problem.message for problem in unit.problems))
    inputs = generate_inputs(ir, (), seed=0)
    report = await verify(ir, unit.source, sandbox, inputs, modules=unit.modules, functions=others)
    return ModuleCheck(function, report)


def signature_difference(stated: Signature, function: FoundFunction) -> str:
    """How the function's parameters differ from those of the spec; empty when they agree or none are stated."""
    if stated.is_async != function.is_async and stated.parameters is not None:
        return (
            "the function is async, the spec is not" if function.is_async else "the spec is async, the function is not"
        )
    if stated.parameters is None or stated.parameter_names == function.parameters:
        return ""
    return f"its parameters are ({', '.join(function.parameters)}), the spec says ({', '.join(stated.parameter_names)})"


def function_of_unnamed(ir: IR, module_text: str) -> str | None:
    """The module's function whose docstring begins with the words of an unnamed spec: the one that Lift wrote for
    it."""
    module = parse_module(module_text)
    words = _words(ir.intent)
    if not isinstance(module, ParsedModule) or not words:
        return None
    functions = [node for node in module.body if isinstance(node, Function)]
    return next((node.name for node in functions if _words(ast.get_docstring(node) or "")[: len(words)] == words), None)


def signature_of(function: FoundFunction, inferred: Signature | None) -> Signature:
    """The signature to check an unnamed spec by: the inferred one when the function has its parameters, else names
    alone."""
    if inferred is not None and inferred.parameter_names == function.parameters:
        return inferred
    parameters = tuple(Parameter(name=name) for name in function.parameters)
    return Signature(name=function.name, parameters=parameters, is_async=function.is_async)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
