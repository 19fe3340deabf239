"""What an engine still says about a spec: the schema made from the stated IR, the reply as a model, and the reply as an
IR."""

from lift_ir.draft.model import Draft, DraftProblem, parse_draft
from lift_ir.draft.reading import Drafted, Dropped, Formalization, read_draft
from lift_ir.draft.schema import draft_schema, schema_text

__all__ = [
    "Draft",
    "DraftProblem",
    "Drafted",
    "Dropped",
    "Formalization",
    "draft_schema",
    "parse_draft",
    "read_draft",
    "schema_text",
]
