"""The readings of several engines as one: the IR of the spec, calls worth trying, formal text for informal clauses."""

import logging
from collections.abc import Sequence

from lift_ir import IR, Hole, Stated
from lift_server.checks.behaviour import VARIANT_ENGINES
from lift_server.engines.base import Draft, Engine, Feedback, Report
from lift_server.formality import with_formality

logger = logging.getLogger(__name__)

FIRST_REQUEST = Feedback()


def by_authority(engines: Sequence[Engine]) -> tuple[Engine, ...]:
    """The engines whose reading wins first: those with a model, then libraries."""
    return tuple(sorted(engines, key=lambda engine: engine.capabilities().name in VARIANT_ENGINES))


async def draft_of(engine: Engine, source: str, stated: IR, report: Report) -> Draft:
    """The engine's draft; a silent one when the engine fails, whatever happened to it."""
    try:
        return await engine.draft(source, stated, FIRST_REQUEST, report)
    except Exception as error:
        return Draft(stated, silence=failed(engine, error), again=True)


def failed(engine: Engine, error: Exception) -> str:
    """What is said of an engine that failed; the log has the rest."""
    name = engine.capabilities().name
    logger.debug("the engine %s failed", name, exc_info=error)
    return f"The engine `{name}` failed ({type(error).__name__}: {error})."


def joined(stated: IR, drafts: Sequence[Draft], specs: Sequence[str]) -> Draft:
    """The drafts, those with most authority first, as one. `specs`: names that clauses may call.

    The first that is not silent gives the IR; others add calls for the same signature and formal texts. Without any,
    it is the stated IR with every engine's reason. That an engine was not reached is said in any case.
    """
    spoken = [draft for draft in drafts if not draft.silence]
    chosen = spoken[0] if spoken else Draft(stated)
    signature = chosen.ir.signature
    alike = [draft for draft in spoken if _header(draft.ir) == _header(chosen.ir)]
    return Draft(
        # What is formal depends on the parameters, which may only now be known.
        ir=with_formality(_with_hints(chosen.ir), specs),
        inputs=tuple(dict.fromkeys(call for draft in alike for call in draft.inputs)) if signature.name else (),
        silence="\n".join(draft.silence for draft in drafts if draft.silence and (draft.again or not spoken)),
        formalisations=tuple(item for draft in drafts for item in draft.formalisations),
        again=any(draft.again for draft in drafts),
        notes=chosen.notes,
    )


def binding(ir: IR) -> IR:
    """The IR with the clauses that a candidate must satisfy: what an engine infers is an opinion about them."""
    return ir.model_copy(
        update={
            "assertions": tuple(item for item in ir.assertions if isinstance(item.origin, Stated)),
            "raises": tuple(item for item in ir.raises if isinstance(item.origin, Stated)),
        }
    )


def _header(ir: IR) -> tuple[object, ...]:
    signature = ir.signature
    return (signature.name, *((item.name, item.kind) for item in signature.parameters or ()))


def _with_hints(ir: IR) -> IR:
    """The IR in which an engine's own questions are hints: nothing was observed that makes them more."""
    holes: list[Hole] = [
        hole if isinstance(hole.origin, Stated) else hole.model_copy(update={"is_hint": True}) for hole in ir.holes
    ]
    return ir.model_copy(update={"holes": tuple(holes)})
