"""Idioms on how a text is laid out or shown."""

import textwrap

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="truncate shorten cut abbreviate clip ellipsis dots too long text string maximum length limit characters",
    variant='the "..." counts towards the length',
    probes=['truncate("Hello, world", 8)', 'truncate("Hello", 5)', 'truncate("Hello", 2)', 'truncate("Hello", -1)'],
)
def truncate(text: str, length: int) -> str:
    """Return a text cut to at most length characters, the last being "..."; raise ValueError for a negative length.

    >>> truncate("The quick brown fox", 10)
    'The qui...'
    >>> truncate("short", 10)
    'short'
    """
    if length < 0:
        raise ValueError("length must not be negative")
    if len(text) <= length:
        return text
    return text[: max(length - 3, 0)] + "..."[:length]


@idiom(of="truncate", variant='the "..." comes on top of the length')
def truncate_before_ellipsis(text: str, length: int) -> str:
    """Return the first length characters of a text followed by "...", or the text itself when it is not longer.

    >>> truncate_before_ellipsis("The quick brown fox", 9)
    'The quick...'
    >>> truncate_before_ellipsis("short", 10)
    'short'
    """
    if length < 0:
        raise ValueError("length must not be negative")
    return text if len(text) <= length else text[:length] + "..."


@idiom(of="truncate", variant="the end is the single character \u2026")
def truncate_with_ellipsis_character(text: str, length: int) -> str:
    """Return a text cut to at most length characters, of which an ellipsis character is the last.

    >>> truncate_with_ellipsis_character("The quick brown fox", 10)
    'The quick…'
    >>> truncate_with_ellipsis_character("short", 10)
    'short'
    """
    if length < 0:
        raise ValueError("length must not be negative")
    if len(text) <= length:
        return text
    return text[: max(length - 1, 0)] + "\u2026"[:length]


@idiom(of="truncate", variant="nothing marks the cut")
def truncate_without_mark(text: str, length: int) -> str:
    """Return the first length characters of a text; raise ValueError for a negative length.

    >>> truncate_without_mark("The quick brown fox", 9)
    'The quick'
    >>> truncate_without_mark("short", 10)
    'short'
    """
    if length < 0:
        raise ValueError("length must not be negative")
    return text[:length]


@idiom(
    words="wrap text lines word fold break paragraph into width columns reflow line length at most characters",
    variant="words longer than the width are broken",
    probes=['wrap_text("extraordinary day", 6)', 'wrap_text("a\\nb", 10)', 'wrap_text("a", 0)', 'wrap_text("", 5)'],
)
def wrap_text(text: str, width: int) -> list[str]:
    """Return a text as lines of at most width characters, broken between words; raise ValueError for a width below 1.

    >>> wrap_text("The quick brown fox", 10)
    ['The quick', 'brown fox']
    >>> wrap_text("", 10)
    []
    """
    if width < 1:
        raise ValueError("width must be at least 1")
    return textwrap.wrap(text, width)


@idiom(of="wrap_text", variant="words longer than the width stay whole")
def wrap_text_keeping_words(text: str, width: int) -> list[str]:
    """Return a text as lines broken between words, a word longer than width having a line of its own.

    >>> wrap_text_keeping_words("extraordinary day", 6)
    ['extraordinary', 'day']
    >>> wrap_text_keeping_words("", 10)
    []
    """
    if width < 1:
        raise ValueError("width must be at least 1")
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


@idiom(of="wrap_text", variant="line breaks of the text are kept")
def wrap_text_keeping_lines(text: str, width: int) -> list[str]:
    """Return a text as lines of at most width characters, its own line breaks and empty lines being kept.

    >>> wrap_text_keeping_lines("one\\n\\ntwo three", 6)
    ['one', '', 'two', 'three']
    >>> wrap_text_keeping_lines("", 10)
    []
    """
    if width < 1:
        raise ValueError("width must be at least 1")
    return [piece for line in text.splitlines() for piece in textwrap.wrap(line, width) or [""]]


@idiom(
    words="join list items with and conjunction comma separated human readable english enumeration sentence last item",
    variant="no comma before the and",
    probes=['join_with_and(["a", "b", "c"])', 'join_with_and(["a", "b"])', "join_with_and([])"],
)
def join_with_and(items: list[str]) -> str:
    """Return the items as an English list with commas and "and" before the last one.

    >>> join_with_and(["red", "green", "blue"])
    'red, green and blue'
    >>> join_with_and(["red"])
    'red'
    """
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


@idiom(of="join_with_and", variant="with the Oxford comma")
def join_with_oxford_comma(items: list[str]) -> str:
    """Return the items as an English list with a comma before the "and" when there are three or more.

    >>> join_with_oxford_comma(["red", "green", "blue"])
    'red, green, and blue'
    >>> join_with_oxford_comma(["red", "green"])
    'red and green'
    """
    if len(items) < 3:
        return " and ".join(items)
    return ", ".join(items[:-1]) + ", and " + items[-1]


@idiom(
    words="mask hide redact obscure censor asterisks stars except last characters digits credit card number secret",
    variant="a short text stays as it is",
    probes=['mask("1234 5678", 4)', 'mask("abc", 4)', 'mask("abc", 0)', 'mask("abc", -1)'],
)
def mask(text: str, visible: int) -> str:
    """Return a text with all but its last visible characters replaced by asterisks; raise ValueError below zero.

    >>> mask("1234567890", 4)
    '******7890'
    >>> mask("abc", 4)
    'abc'
    """
    if visible < 0:
        raise ValueError("visible must not be negative")
    hidden = max(len(text) - visible, 0)
    return "*" * hidden + text[hidden:]


@idiom(of="mask", variant="spaces, hyphens and other separators stay visible")
def mask_keeping_separators(text: str, visible: int) -> str:
    """Return a text with all letters and digits but those among the last visible characters replaced by asterisks.

    >>> mask_keeping_separators("1234-5678-9012", 4)
    '****-****-9012'
    >>> mask_keeping_separators("abc", 4)
    'abc'
    """
    if visible < 0:
        raise ValueError("visible must not be negative")
    hidden = max(len(text) - visible, 0)
    return "".join("*" if char.isalnum() else char for char in text[:hidden]) + text[hidden:]


@idiom(of="mask", variant="a text that would stay wholly visible is masked wholly")
def mask_short_texts_wholly(text: str, visible: int) -> str:
    """Return a text with all but its last visible characters replaced by asterisks, all when it is not longer.

    >>> mask_short_texts_wholly("1234567890", 4)
    '******7890'
    >>> mask_short_texts_wholly("abc", 4)
    '***'
    """
    if visible < 0:
        raise ValueError("visible must not be negative")
    hidden = len(text) - visible if len(text) > visible else len(text)
    return "*" * hidden + text[hidden:]


@idiom(
    words="pad padding left leading fill character width zeros spaces right justify align prefix fixed length string",
    variant="a fill that is not one character raises ValueError",
    probes=['pad_left("7", 3, "0")', 'pad_left("long", 2, " ")', 'pad_left("7", 4, "ab")', 'pad_left("-5", 4, "0")'],
)
def pad_left(text: str, width: int, fill: str) -> str:
    """Return a text with a fill character repeated in front up to a width; raise ValueError for a longer fill.

    >>> pad_left("7", 3, "0")
    '007'
    >>> pad_left("long text", 3, " ")
    'long text'
    """
    if len(fill) != 1:
        raise ValueError("fill must be one character")
    return text.rjust(width, fill)


@idiom(of="pad_left", variant="a longer fill is repeated and cut")
def pad_left_with_pattern(text: str, width: int, fill: str) -> str:
    """Return a text with a fill text repeated and cut in front up to a width; raise ValueError for an empty fill.

    >>> pad_left_with_pattern("7", 6, "ab")
    'ababa7'
    >>> pad_left_with_pattern("long text", 3, " ")
    'long text'
    """
    if not fill:
        raise ValueError("fill must not be empty")
    missing = max(width - len(text), 0)
    return (fill * missing)[:missing] + text


@idiom(
    words="ordinal number suffix st nd rd th first second third rank place position english 1st 2nd 3rd",
    variant="zero and negative numbers get a suffix too",
    probes=["ordinal(1)", "ordinal(112)", "ordinal(0)", "ordinal(-3)"],
)
def ordinal(n: int) -> str:
    """Return a number with its English ordinal suffix.

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 22)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd']
    >>> ordinal(113)
    '113th'
    """
    if abs(n) % 100 in (11, 12, 13):
        return f"{n}th"
    return f"{n}" + {1: "st", 2: "nd", 3: "rd"}.get(abs(n) % 10, "th")


@idiom(of="ordinal", variant="a number below one raises ValueError")
def ordinal_of_positive(n: int) -> str:
    """Return a positive number with its English ordinal suffix; raise ValueError below one.

    >>> ordinal_of_positive(21)
    '21st'
    >>> ordinal_of_positive(12)
    '12th'
    """
    if n < 1:
        raise ValueError("n must be at least 1")
    if n % 100 in (11, 12, 13):
        return f"{n}th"
    return f"{n}" + {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
