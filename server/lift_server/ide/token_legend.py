"""The kinds of semantic tokens, in the protocol's own words: all of them that the reply to `initialize` needs."""

TYPES = (
    "keyword",
    "function",
    "parameter",
    "variable",
    "type",
    "class",
    "enumMember",
    "namespace",
    "string",
    "number",
    "comment",
    "macro",
)
"""The legend. `variable` is `result`, `class` an exception, `enumMember` an effect, `macro` a hole."""
MODIFIERS = ("declaration", "defaultLibrary", "readonly")
