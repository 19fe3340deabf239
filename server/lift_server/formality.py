"""Which clauses of an IR are formal, given what is known of the signature. Decided again whenever that changes."""

from collections.abc import Collection

from lift_ir import IR, Assertion, Condition, Example, Raises, Unspecified
from lift_ir.formal import called_names, free_names, is_call_of, why_informal


def with_formality(ir: IR, specs: Collection[str] = ()) -> IR:
    """The IR in which every `informal_because` follows from its texts, its signature and the names of other `specs`."""
    name = ir.signature.name
    names = frozenset({*specs, *(use.name for use in ir.uses), *([name] if name else [])})
    parameters = frozenset(ir.signature.parameter_names)
    inputs = names | parameters
    outputs = inputs | {"result"}
    return ir.model_copy(
        update={
            "assertions": tuple(
                _assertion(item, inputs if item.kind == "precondition" else outputs) for item in ir.assertions
            ),
            "raises": tuple(_raises(item, inputs) for item in ir.raises),
            "examples": tuple(_example(item, name, names, parameters) for item in ir.examples),
            "unspecified": tuple(_unspecified(item, name, names, parameters) for item in ir.unspecified),
        }
    )


def _condition(condition: Condition, names: Collection[str]) -> Condition:
    because = why_informal(condition.text, names) or ""
    return (
        condition
        if because == condition.informal_because
        else condition.model_copy(update={"informal_because": because})
    )


def _assertion(item: Assertion, names: Collection[str]) -> Assertion:
    condition = _condition(item.condition, names)
    return item if condition is item.condition else item.model_copy(update={"condition": condition})


def _raises(item: Raises, names: Collection[str]) -> Raises:
    condition = _condition(item.condition, names) if item.condition else None
    return item if condition is item.condition else item.model_copy(update={"condition": condition})


def _example(item: Example, name: str | None, names: Collection[str], parameters: Collection[str]) -> Example:
    because = why_no_example(item.text, name, names, parameters) or ""
    return item if because == item.informal_because else item.model_copy(update={"informal_because": because})


def why_no_example(text: str, name: str | None, names: Collection[str], parameters: Collection[str]) -> str | None:
    """Why `text` is no formal example of the function `name`; None when it is one."""
    return (
        _why_no_value(text, names, parameters)
        or why_informal(text, names)
        or (
            None
            if name in called_names(text)
            else f"it does not call {f'`{name}`' if name else 'the function, which has no name yet'}"
        )
    )


def _unspecified(
    item: Unspecified, name: str | None, names: Collection[str], parameters: Collection[str]
) -> Unspecified:
    because = _why_no_value(item.call, names, parameters) or why_informal(item.call, names, any_expression=True)
    if because is None and not (name and is_call_of(item.call, name)):
        because = f"it is not a call of {f'`{name}`' if name else 'the function, which has no name yet'}"
    return item.model_copy(update={"informal_because": because or ""})


def _why_no_value(text: str, names: Collection[str], parameters: Collection[str]) -> str | None:
    for used in free_names(text):
        if used in parameters and used not in names:
            return f"the parameter `{used}` has no value here; write the value itself"
    return None
