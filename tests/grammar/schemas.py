"""Values under a draft schema, for Hypothesis: text that reads as types and predicates, and text that does not."""

from typing import Any

from hypothesis import strategies as st

_PYTHON = st.sampled_from(
    ["", " ", "int", "list[str]", "dict[str, int] | None", "x >= 0", "result > 0", "len(x) == 0", "n", "value", "x, y",
     "sorted(x)", "1", "[]", "'a', key=1", "lambda: 0", "ValueError", "KeyError", "class", "result", "f", "print", "?x",
     "x\n+ 1", "(", "\ud800", "\x00", "requires: x > 0", "a " * 1_200, "(" * 60 + ")" * 60, "x\u2028y", "\x85", "*x",
     "x >= 0\n\n and y", "hole: x", "# c", "\\?x", "Foo", "x == 'a  b'", "x ==\n'a'", "x > 0  # c", "x == ' ?n'"]
)  # fmt: skip
_NAMES = st.sampled_from(["x", "n", "value", "note", "raises", "module", "result", "len", "f", "if"])
_TEXTS = _PYTHON | st.text(st.characters(codec=None), max_size=20)


def values_of(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that fit a schema of `lint_schema`'s constructs."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema["type"] == "object":
        return st.fixed_dictionaries({name: values_of(inner) for name, inner in schema["properties"].items()})
    if schema["type"] == "array":
        return st.lists(values_of(schema["items"]), min_size=schema.get("minItems", 0), max_size=schema["maxItems"])
    return _NAMES | st.from_regex(schema["pattern"], fullmatch=True) if "pattern" in schema else _TEXTS
