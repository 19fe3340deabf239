"""Values as text for people. Shared by the judge's worker and the process that asks it."""

MAX_DISPLAY = 200


def display(value: object) -> str:
    """`repr` of a value, at most 200 characters, on one line. Never raises for a decoded value."""
    try:
        text = repr(value)
    except (ValueError, RecursionError, MemoryError):  # an integer beyond Python's cap on decimal text
        text = f"<{type(value).__name__}, too large to print>"
    return shorten(text)


def shorten(text: str, limit: int = MAX_DISPLAY) -> str:
    """The text on one line, without lone surrogates, cut at `limit` characters with an ellipsis."""
    line = " ".join(text.encode("utf-8", "replace").decode("utf-8").split("\n"))
    return line if len(line) <= limit else line[: limit - 1] + "…"
