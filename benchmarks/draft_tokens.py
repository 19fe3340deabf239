"""Tokens of ten drafts against the predecessor's way: the whole IR as verbose, indented JSON, stated parts included.

Both say the same; the drafts (`drafts.json`) are written by hand for specs of `examples/`. The predecessor's IR has no
reasoning, so the draft is counted with and without its own.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lift_ir import IR
from lift_ir.draft import Draft, draft_schema, parse_draft, read_draft
from lift_ir.ir import Provenance
from lift_ir.types import TypeExpr
from lift_server.lower import read

ROOT = Path(__file__).parents[1]
DRAFTS = ROOT / "benchmarks" / "drafts.json"


@dataclass(frozen=True, slots=True)
class Compared:
    """Tokens for one spec. `spaced`: with the blanks that XGrammar 0.2.8 puts behind commas and colons."""

    name: str
    draft: int
    spaced: int
    unreasoned: int
    verbose: int


def compare(encode: Callable[[str], list[int]]) -> Iterator[Compared]:
    """The specs of `drafts.json` one by one. Raises ValueError when a draft does not fit its schema or the spec."""
    drafts: dict[str | None, dict[str, Any]] = json.loads(DRAFTS.read_text(encoding="utf-8"))
    for source, ir in _specs():
        name = ir.signature.name
        if name not in drafts:
            continue
        reply = drafts[name]
        asked = list(draft_schema(ir)["properties"])
        if "formal" in asked:
            reply = reply | {"formal": [""] * draft_schema(ir)["properties"]["formal"]["maxItems"]}
        reply = {key: reply[key] for key in asked}
        draft = parse_draft(json.dumps(reply))
        if not isinstance(draft, Draft):
            raise ValueError(f"{name}: {draft.reason}")
        drafted = read_draft(draft, ir, source, Provenance(engine="benchmark"))
        if drafted.dropped:
            raise ValueError(f"{name}: {drafted.dropped}")

        def count(value: Any, **options: Any) -> int:
            return len(encode(json.dumps(value, ensure_ascii=False, **options)))

        yield Compared(
            str(name),
            draft=count(reply, separators=(",", ":")),
            spaced=count(reply),
            unreasoned=count(reply | {"think": ""}, separators=(",", ":")),
            verbose=count(verbose(drafted.ir), indent=2),
        )


def _specs() -> Iterator[tuple[str, IR]]:
    """Source and IR of every example."""
    for file in sorted((ROOT / "examples").glob("*.lift")):
        source = file.read_text(encoding="utf-8")
        yield from ((source, spec.ir) for spec in read(source).specs)


def verbose(ir: IR) -> dict[str, Any]:
    """The IR as the predecessor's model had to write it: types as trees, everything named in full."""
    return {
        "function_name": ir.signature.name,
        "summary": ir.intent,
        "parameters": [
            {
                "name": item.name,
                "type": _type(item.type) if item.type else None,
                "default": item.default,
                "description": item.description,
            }
            for item in ir.signature.parameters or ()
        ],
        "returns": _type(ir.signature.returns) if ir.signature.returns else None,
        "effects": list(ir.effects),
        "assertions": [
            {"kind": item.kind, "predicate": item.condition.text, "rationale": ""} for item in ir.assertions
        ],
        "raises": [
            {"exceptions": list(item.exceptions), "condition": item.condition.text if item.condition else None}
            for item in ir.raises
        ],
        "examples": [{"expression": item.text, "raises": list(item.raises)} for item in ir.examples],
        "holes": [
            {
                "identifier": f"hole_{number}",
                "kind": item.kind.value,
                "question": item.question,
                "options": [choice.clause for choice in item.choices if choice.clause],
            }
            for number, item in enumerate(ir.holes)
        ],
    }


def _type(found: TypeExpr) -> dict[str, Any]:
    if not found.args:
        return {"kind": "scalar", "name": str(found)}
    return {"kind": "generic", "name": found.name, "arguments": [_type(item) for item in found.args]}
