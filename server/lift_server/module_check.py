"""Checking the function that stands in a module against its spec. No engine takes part."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lift_ir import IR
from lift_ir.render import render_parameters
from lift_ir.signature import Parameter, ParameterKind, Signature
from lift_server.checks.inputs import generate_inputs
from lift_server.checks.report import Report
from lift_server.checks.sandbox import Sandbox
from lift_server.checks.verify import verify
from lift_server.module_text import Function, ParsedModule, parse_module
from lift_server.slicing import slice_for
from lift_server.syntax.edits import joined_signature
from lift_server.syntax.signature import read_signature
from lift_server.target import FoundFunction
from lift_server.text import Span


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
    if problem := signature_difference(ir.signature, written_signature(function, module_text)):
        return ModuleCheck(function, None, problem)
    unit = slice_for(module_text, [function.name, *others], ir.effects)
    if unit.problems:
        return ModuleCheck(function, None, "; ".join(problem.message for problem in unit.problems))
    inputs = generate_inputs(ir, (), seed=0)
    report = await verify(ir, unit.source, sandbox, inputs, modules=unit.modules, functions=others)
    return ModuleCheck(function, report)


def written_signature(function: FoundFunction, module_text: str) -> Signature:
    """The function's own signature; types and defaults that Lift cannot read are left out."""
    after_name = Span(function.name_span.end, function.header.end)
    header = " ".join(after_name.slice(module_text).rstrip().removesuffix(":").split())
    parameters = read_signature(header).parameters
    if parameters is None:
        items = tuple(Parameter(name=name) for name in function.parameters)
    else:
        items = tuple(
            Parameter(name=item.name, type=item.type, default=item.default, kind=item.kind) for item in parameters
        )
    returns = read_signature(header).returns
    return Signature(name=function.name, parameters=items, returns=returns, is_async=function.is_async)


def signature_difference(stated: Signature, written: Signature) -> str:
    """How the function differs from the spec in what callers see; empty when it does not, or nothing is stated.

    Further parameters that have a default are fine: no call of the spec passes them.
    """
    if stated.parameters is None:
        return ""
    if stated.is_async != written.is_async:
        return f"only {'the function' if written.is_async else 'the spec'} is async"
    parameters = written.parameters or ()
    theirs = [item for item in parameters if item.name in stated.parameter_names or item.default is None]
    if [_call_form(item) for item in theirs] != [_call_form(item) for item in stated.parameters]:
        shown = render_parameters(parameters, frozenset())
        return f"its parameters are ({shown}), the spec says ({render_parameters(stated.parameters, frozenset())})"
    return ""


def _call_form(parameter: Parameter) -> tuple[str, ParameterKind, str | None]:
    return parameter.name, parameter.kind, parameter.default


def function_of_unnamed(ir: IR, module_text: str) -> str | None:
    """The module's function whose docstring begins with the words of an unnamed spec: the one that Lift wrote for
    it."""
    module = parse_module(module_text)
    words = _words(ir.intent)
    if not isinstance(module, ParsedModule) or not words:
        return None
    functions = [node for node in module.body if isinstance(node, Function)]
    return next((node.name for node in functions if _words(ast.get_docstring(node) or "")[: len(words)] == words), None)


def checked_signature(stated: Signature, inferred: Signature | None, written: Signature) -> Signature:
    """What is stated, completed by what was inferred when it was lifted if the function agrees, else by its own
    header."""
    if inferred is not None and inferred.parameter_names == written.parameter_names:
        stated = joined_signature(stated, inferred)
    return joined_signature(stated, written)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
