"""Which other specs of its file a spec calls, and what it says without them."""

from collections.abc import Sequence
from dataclasses import replace

from lift_ir.formal import called_names
from lift_server.spec_file import Spec


def called_specs(spec: Spec, others: Sequence[Spec]) -> tuple[str, ...]:
    """Names of other specs of the file that the spec's clauses call or that it `uses:`."""
    ir = spec.ir
    texts = [item.condition.text for item in ir.assertions]
    texts += [item.condition.text for item in ir.raises if item.condition is not None]
    texts += [item.text for item in ir.examples]
    mentioned = {name for text in texts for name in called_names(text)} | {
        use.name for use in ir.uses if not use.module
    }
    names = (other.ir.signature.name for other in others if other.ordinal != spec.ordinal)
    return tuple(name for name in names if name in mentioned)


def closure(spec: Spec, others: Sequence[Spec]) -> list[Spec]:
    """The other specs that `spec` calls, directly or through one that it calls, in the order of the file."""
    by_name = {other.ir.signature.name: other for other in others}
    pending, found = [spec], {}
    while pending:
        for name in called_specs(pending.pop(), others):
            other = by_name[name]
            if other.ordinal != spec.ordinal and other.ordinal not in found:
                found[other.ordinal] = other
                pending.append(other)
    return [found[ordinal] for ordinal in sorted(found)]


def without_calls(spec: Spec, names: Sequence[str]) -> Spec:
    """The spec without the clauses that call one of `names`: what it says by itself."""

    def stays(text: str) -> bool:
        return not set(called_names(text)) & set(names)

    ir = spec.ir
    alone = ir.model_copy(
        update={
            "assertions": tuple(item for item in ir.assertions if stays(item.condition.text)),
            "raises": tuple(item for item in ir.raises if item.condition is None or stays(item.condition.text)),
            "examples": tuple(item for item in ir.examples if stays(item.text)),
        }
    )
    return replace(spec, ir=alone)
